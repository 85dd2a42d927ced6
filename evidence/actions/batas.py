"""Cut-offs of a plan: the proposal, their dates, adding and removing one."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import pairwise

from accounts.models import User
from audit.recorder import audited
from evidence.actions.errors import IsianKurang
from evidence.actions.penjadwalan import hari_di, hitung_batas, kunci_capaian
from evidence.actions.rencana import lock_rencana, record_rencana
from evidence.actions.transition import clock
from evidence.jadwal import batas_baku
from evidence.models import Batas, Rencana
from evidence.pengunci import sebab_terkunci
from evidence.workflow import NotAllowed

TANGGAL = ("dibuka", "batas_unit", "batas_inspektorat", "batas_jaga", "verifikasi_kpk", "ditutup")
"""The six dates of a cut-off in the order in which they have to follow each other."""


@dataclass(frozen=True)
class IsiBatas:
    """What is said about one cut-off."""

    kode: str
    akhir: date
    dibuka: date
    batas_unit: date
    batas_inspektorat: date
    batas_jaga: date
    verifikasi_kpk: date
    ditutup: date

    @classmethod
    def dari(cls, batas: Batas) -> "IsiBatas":
        """Return what a cut-off says, saved or proposed."""
        return cls(batas.kode, batas.akhir, *(getattr(batas, name) for name in TANGGAL))


def usulkan_batas(*, rencana_id: int, by: User, at: datetime | None = None) -> int:
    """Save the portal's proposed cut-offs of a plan that has none; return how many.

    Open tasks get the deadlines that follow. Raises Denied, and NotAllowed when the plan is
    closed or has a cut-off.
    """
    with audited():
        rencana = _open(rencana_id, by)
        if rencana.batas_set.exists():
            raise NotAllowed("Rencana ini sudah mempunyai batas. Ubah tanggalnya satu per satu.")
        rows = batas_baku(rencana.mulai, rencana.selesai)
        for row in rows:
            row.rencana = rencana
        Batas.objects.bulk_create(rows)
        moved = hitung_batas(rencana, kunci_capaian(rencana))
        record_rencana(
            rencana,
            "rencana.batas_usul",
            by,
            clock(rencana.instansi, at),
            {"batas": [_words(IsiBatas.dari(row)) for row in rows], "batas_tugas": moved},
        )
        return len(rows)


def atur_batas(
    *,
    rencana_id: int,
    isi: IsiBatas,
    by: User,
    batas_id: int | None = None,
    at: datetime | None = None,
) -> int:
    """Add a cut-off, or change one (`batas_id`); return how many tasks got another deadline.

    Deadlines of tasks that are finished stay. Raises Denied, NotAllowed (plan closed, cut-off
    gone) and IsianKurang, which names the date that stands before its predecessor.
    """
    with audited():
        rencana = _open(rencana_id, by)
        there = {row.pk: row for row in rencana.batas_set.all()}
        batas = Batas(rencana=rencana) if batas_id is None else there.pop(batas_id, None)
        if batas is None:
            raise NotAllowed("Batas ini sudah tidak ada.")
        _check(isi, rencana, list(there.values()))
        before = _words(IsiBatas.dari(batas)) if batas.pk else None
        if batas.pk and (isi.kode, isi.akhir) != (batas.kode, batas.akhir):
            _free(batas)
        for name, value in asdict(isi).items():
            setattr(batas, name, value)
        batas.save()
        moved = hitung_batas(rencana, kunci_capaian(rencana))
        record_rencana(
            rencana,
            "rencana.batas_ubah" if before else "rencana.batas_tambah",
            by,
            clock(rencana.instansi, at),
            {"lama": before, "baru": _words(isi), "batas_tugas": moved},
        )
        return len(moved)


def hapus_batas(*, rencana_id: int, batas_id: int, by: User, at: datetime | None = None) -> int:
    """Remove a cut-off; return how many tasks got another deadline.

    In a running plan only a cut-off that has not opened yet: figures and deadlines of one that
    has begun refer to it. Raises Denied, NotAllowed.
    """
    with audited():
        rencana = _open(rencana_id, by)
        batas = rencana.batas_set.filter(pk=batas_id).first()
        if batas is None:
            raise NotAllowed("Batas ini sudah tidak ada.")
        now = clock(rencana.instansi, at)
        if not dapat_dihapus(rencana, batas, hari_di(rencana.instansi, now)):
            raise NotAllowed(
                f"{batas.kode} sudah dibuka dan menjadi dasar batas waktu dan angka, jadi tidak "
                "dapat dihapus. Tanggalnya masih dapat diubah."
            )
        _free(batas)
        words = _words(IsiBatas.dari(batas))
        batas.delete()
        moved = hitung_batas(rencana, kunci_capaian(rencana)) if rencana.batas_set.exists() else []
        record_rencana(
            rencana, "rencana.batas_hapus", by, now, {"lama": words, "batas_tugas": moved}
        )
        return len(moved)


def dapat_dihapus(rencana: Rencana, batas: Batas, hari_ini: date) -> bool:
    """Whether nothing refers to a cut-off yet: the plan does not run, or it has not opened."""
    return rencana.status == Rencana.Keadaan.DISUSUN or (
        rencana.berjalan and hari_ini < batas.dibuka
    )


def _open(rencana_id: int, by: User) -> Rencana:
    rencana = lock_rencana(rencana_id, by)
    if rencana.status == Rencana.Keadaan.DITUTUP:
        raise NotAllowed("Rencana ini sudah ditutup, jadi batasnya tidak dapat diubah.")
    return rencana


def _free(batas: Batas) -> None:
    """Raise NotAllowed when something stands on the code and last day of a cut-off."""
    if reason := sebab_terkunci(batas):
        raise NotAllowed(reason)


def _check(isi: IsiBatas, rencana: Rencana, others: list[Batas]) -> None:
    galat: dict[str, str] = {}
    if not isi.kode.strip():
        galat["kode"] = "Beri kode, misalnya B03."
    elif len(isi.kode) > 8:
        galat["kode"] = "Kode paling panjang 8 huruf."
    elif any(row.kode.casefold() == isi.kode.casefold() for row in others):
        galat["kode"] = f"Kode {isi.kode} sudah dipakai batas lain."
    if not rencana.mulai <= isi.akhir <= rencana.selesai:
        galat["akhir"] = "Akhir periode harus berada di dalam masa rencana."
    elif any(row.akhir == isi.akhir for row in others):
        galat["akhir"] = "Batas lain sudah berakhir pada tanggal ini."
    for earlier, later in pairwise(TANGGAL):
        if getattr(isi, later) < getattr(isi, earlier):
            galat[later] = f"{_label(later)} harus sama dengan atau sesudah {_label(earlier)}."
    if galat:
        raise IsianKurang(galat)


def _label(name: str) -> str:
    label = str(Batas._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]


def _words(isi: IsiBatas) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(isi).items()}
