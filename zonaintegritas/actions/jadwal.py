"""Planning months: by hand, by shifting, by copying a row, by accepting what the text proposes."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from accounts.models import User
from accounts.permissions import Denied
from audit.recorder import audited
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.actions.rencana import record_rencana
from evidence.actions.transition import clock
from evidence.models import Butir, Rencana
from zonaintegritas.actions.jadwal_tulis import (
    Baris,
    BentukBaru,
    HasilJadwal,
    baca_baris,
    bulan_rencana,
    kunci_jadwal,
    nama_bulan,
    tulis,
)
from zonaintegritas.jadwal.masa import masa
from zonaintegritas.jadwal.usulan import usulan_rencana
from zonaintegritas.models import BentukJadwal

__all__ = [
    "HasilJadwal",
    "atur_bentuk",
    "atur_bulan",
    "geser_bulan",
    "salin_pola",
    "terima_usulan",
]


def atur_bulan(
    *,
    rencana_id: int,
    isi: Mapping[int, Collection[int]],
    alasan: str = "",
    semula: Mapping[int, Collection[int]] | None = None,
    by: User,
    at: datetime | None = None,
) -> HasilJadwal:
    """Give rows (ids of Butir) exactly these months of the plan's year, all rows or none.

    Free while the plan is drawn up. In a running plan new months make their Capaian at once; a
    month taken out, or one planned in the past, needs `alasan`. Setting the old months again
    reverts a change: rows stay, the Capaian is made anew. `semula` are the months that the
    person saw: Bentrok when they are not those in force any more. Raises Denied, NotAllowed
    (plan closed), IsianKurang (`alasan`, or the id of a Butir as text).
    """
    with audited():
        rencana = kunci_jadwal(rencana_id, by)
        rows = baca_baris(rencana, isi.keys(), by)
        for pk, months in isi.items():
            if semula is not None and pk in semula:
                _unchanged(rows[pk], semula[pk])
            rows[pk].baru = bulan_rencana(rencana, rows[pk].butir, months)
        return _save(rencana, rows, "jadwal.atur", alasan, by, at)


def geser_bulan(
    *,
    butir_id: int,
    dari: int,
    ke: int,
    alasan: str,
    serentang: bool = False,
    by: User,
    at: datetime | None = None,
) -> HasilJadwal:
    """Shift one planned month of a row; `serentang` moves the whole run of a rentang with it.

    The old month stays as a row with its reason and leads to the new one; the untouched Capaian
    is superseded by that of the new window. Raises Denied, NotAllowed, IsianKurang (`alasan`,
    `dari`, `ke`, or the id of the Butir whose task has been worked on).
    """
    if not alasan.strip():
        raise IsianKurang({"alasan": "Tulis alasan menggeser bulan ini."})
    with audited():
        rencana = kunci_jadwal(_plan_of(butir_id), by)
        row = baca_baris(rencana, [butir_id], by)[butir_id]
        first, target = _months(rencana, row, dari, ke)
        if first not in row.lama:
            raise IsianKurang({"dari": f"{nama_bulan(first)} tidak direncanakan."})
        if first == target:
            raise IsianKurang({"ke": "Pilih bulan lain."})
        moved = [first]
        if serentang and row.rentang:
            runs = masa(row.lama, rentang=True, sejak=None)
            moved = list(next(run.bulan for run in runs if first in run.bulan))
        shift = ke - dari
        row.geser = {m: _months(rencana, row, m.month, m.month + shift)[1] for m in moved}
        stays = row.lama.keys() - row.geser.keys()
        for month in sorted(row.geser.values()):
            if month in stays:
                raise IsianKurang({"ke": f"{nama_bulan(month)} sudah direncanakan."})
        row.baru = frozenset(stays | set(row.geser.values()))
        return _save(rencana, {butir_id: row}, "jadwal.geser", alasan, by, at)


def atur_bentuk(
    *, butir_id: int, bentuk: str, alasan: str = "", by: User, at: datetime | None = None
) -> HasilJadwal:
    """Confirm how the months of a row are read: rentang or berulang.

    Where that changes the windows of a running plan, untouched Capaian are replaced and `alasan`
    is needed. Raises Denied, NotAllowed, IsianKurang.
    """
    if bentuk not in BentukJadwal.Bentuk.values:
        raise IsianKurang({"bentuk": "Pilih Rentang atau Berulang."})
    with audited():
        rencana = kunci_jadwal(_plan_of(butir_id), by)
        row = baca_baris(rencana, [butir_id], by)[butir_id]
        known = BentukJadwal.objects.filter(butir=butir_id).first()
        if known is not None and known.bentuk == bentuk:
            return HasilJadwal()
        row.bentuk = BentukBaru(bentuk)
        return _save(rencana, {butir_id: row}, "jadwal.bentuk", alasan, by, at)


def terima_usulan(
    *,
    rencana_id: int,
    butir: Collection[int],
    alasan: str = "",
    by: User,
    at: datetime | None = None,
) -> HasilJadwal:
    """Take over what the texts of rows propose, as their months and bentuk.

    Only rows without planned months: a plan made by people is not overwritten. In a running plan
    months of the past need `alasan`. Raises Denied, NotAllowed, IsianKurang.
    """
    with audited():
        rencana = kunci_jadwal(rencana_id, by)
        rows = baca_baris(rencana, butir, by)
        proposed = usulan_rencana(rencana)
        galat = {}
        for pk, row in rows.items():
            if row.lama:
                galat[str(pk)] = f"{row.butir.kode} sudah mempunyai jadwal."
            elif pk not in proposed:
                galat[str(pk)] = f"Teks {row.butir.kode} tidak menyebut berapa kali setahun."
            else:
                row.baru = bulan_rencana(rencana, row.butir, proposed[pk].bulan)
                row.bentuk = BentukBaru(proposed[pk].bentuk, proposed[pk].kutipan)
        if galat:
            raise IsianKurang(galat)
        return _save(rencana, rows, "jadwal.usulan", alasan, by, at)


def salin_pola(
    *,
    dari_butir: int,
    ke: Collection[int],
    alasan: str = "",
    by: User,
    at: datetime | None = None,
) -> HasilJadwal:
    """Give other rows of the plan the months of one row, and its bentuk where it is confirmed.

    The source may be a row of another team. Raises Denied, NotAllowed, IsianKurang.
    """
    with audited():
        rencana = kunci_jadwal(_plan_of(dari_butir), by)
        source = Butir.objects.visible_to(by).get(pk=dari_butir)
        months = frozenset(
            source.bulan_set.filter(gugur__isnull=True).values_list("bulan", flat=True)
        )
        if not months:
            raise IsianKurang({"dari_butir": f"{source.kode} belum mempunyai jadwal."})
        shape = BentukJadwal.objects.filter(butir=source).first()
        rows = baca_baris(rencana, set(ke) - {dari_butir}, by)
        for row in rows.values():
            row.baru = months
            if shape is not None and row.rentang != (shape.bentuk == BentukJadwal.Bentuk.RENTANG):
                row.bentuk = BentukBaru(shape.bentuk)
        return _save(rencana, rows, "jadwal.salin", alasan, by, at)


def _save(
    rencana: Rencana,
    rows: Mapping[int, Baris],
    aksi: str,
    alasan: str,
    by: User,
    at: datetime | None,
) -> HasilJadwal:
    now = clock(rencana.instansi, at)
    hasil, isi = tulis(rencana, rows.values(), alasan=alasan.strip(), by=by, now=now)
    if hasil.baris:
        record_rencana(
            rencana,
            aksi,
            by,
            now,
            {
                "alasan": alasan.strip(),
                "baris": isi,
                "capaian_dibuat": hasil.dibuat,
                "capaian_diganti": hasil.diganti,
            },
        )
    return hasil


def _plan_of(butir_id: int) -> int:
    found = Butir.objects.filter(pk=butir_id).values_list("rencana", flat=True).first()
    if found is None:
        raise Denied("Anda tidak berwenang menyusun jadwal rencana ini.")
    return found


def _unchanged(row: Baris, seen: Collection[int]) -> None:
    if {month.month for month in row.lama} != set(seen):
        raise Bentrok(
            f"Perubahan Anda belum tersimpan: jadwal {row.butir.kode} baru saja diubah orang lain."
        )


def _months(rencana: Rencana, row: Baris, dari: int, ke: int) -> tuple[date, date]:
    """Return two month numbers as first days; raises IsianKurang under the field's name."""
    found = []
    for name, number in (("dari", dari), ("ke", ke)):
        try:
            found.append(next(iter(bulan_rencana(rencana, row.butir, [number]))))
        except IsianKurang as error:
            raise IsianKurang({name: str(error)}) from error
    return found[0], found[1]
