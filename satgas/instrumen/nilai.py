"""Scores of an instrument: its tree with the values that a person may read.

`pohon` is pure: the caller gives the value of each Butir as of whatever day is asked for.
`baca_struktur` reads the tree in one query, `nilai_instrumen` the values of today.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.models import User
from accounts.permissions import Permission
from evidence.keadaan import Tugas, hari_di, sekarang
from evidence.models import Capaian, Rencana
from satgas.instrumen.susunan import Susunan, susun
from satgas.jaga.status import NilaiSaatItu, nilai_kpk
from satgas.models import Instrumen
from ukuran.cara_hitung import Keadaan
from ukuran.skor import Bilangan, Daun, Hasil, Simpul, hitung


@dataclass(frozen=True)
class NilaiButir:
    """The values of one Butir: claimed, verified, of KPK; None is "no data" and 0 a value."""

    mandiri: Bilangan | None = None
    inspektorat: Bilangan | None = None
    kpk: Bilangan | None = None
    keadaan: Keadaan = Keadaan.DINILAI


_KOSONG = NilaiButir()


def baca_struktur(instrumen: Instrumen | int) -> Susunan:
    """Return the tree that scores are computed over (one query)."""
    return susun(instrumen)


def pohon(
    susunan: Susunan, nilai: Mapping[int, NilaiButir], *, hanya: Iterable[int] | None = None
) -> Simpul:
    """Return the tree for `ukuran.skor.hitung`.

    `nilai` by id of the Butir; a sub indikator without one has no data. `hanya` leaves out the
    sub indikator whose Butir are not in it, and the branches that are then empty: a person who
    may read a part sees the score of that part. Codes of nodes are those of the instrument.
    """
    chosen = None if hanya is None else set(hanya)
    areas = []
    for area in susunan.area:
        branches = []
        for indikator in area.indikator:
            leaves = tuple(
                _daun(sub.kode, sub.nama, sub.bobot, nilai.get(sub.butir_id or 0, _KOSONG))
                for sub in indikator.sub
                if chosen is None or sub.butir_id in chosen
            )
            if leaves or chosen is None:
                branches.append(Simpul(indikator.kode, indikator.nama, leaves, indikator.bobot))
        if branches or chosen is None:
            areas.append(Simpul(area.kode, area.nama, tuple(branches), area.bobot))
    return Simpul("", "Instrumen", tuple(areas))


def _daun(kode: str, nama: str, bobot: Decimal | None, nilai: NilaiButir) -> Daun:
    """A value of KPK counts, whatever the portal had decided: it graded the thing after all."""
    keadaan = Keadaan.DINILAI if nilai.kpk is not None else nilai.keadaan
    return Daun(kode, nama, bobot, nilai.mandiri, nilai.inspektorat, nilai.kpk, keadaan)


def nilai_dari_tugas(
    tugas: Iterable[Tugas], kpk: Mapping[int, NilaiSaatItu], hari: date
) -> dict[int, NilaiButir]:
    """Return the value of each Butir from its tasks at a moment (pure).

    Of several windows the latest one counts that has begun by the day and has a value; without
    one, the latest that has begun. KPK's value stands for the Butir as a whole.
    """
    windows: dict[int, list[Tugas]] = {}
    for satu in tugas:
        windows.setdefault(satu.butir_id, []).append(satu)
    found = {}
    for butir_id, rows in windows.items():
        begun = sorted((t for t in rows if t.mulai <= hari), key=lambda t: t.mulai, reverse=True)
        valued = next((t for t in begun if t.klaim is not None), None)
        row = valued or (begun[0] if begun else rows[0])
        angka = kpk.get(butir_id)
        found[butir_id] = NilaiButir(
            mandiri=row.klaim,
            inspektorat=row.nilai,
            kpk=angka.nilai if angka else None,
            keadaan=row.keadaan,
        )
    for butir_id in kpk.keys() - found.keys():
        found[butir_id] = NilaiButir(kpk=kpk[butir_id].nilai)
    return found


@dataclass(frozen=True)
class NilaiInstrumen:
    """The scores of an instrument as one person sees them."""

    hasil: Hasil
    kpk: Mapping[str, NilaiSaatItu]  # by kode of the sub indikator
    capaian: Mapping[str, int]  # task to open, by kode of the sub indikator
    terbatas: bool  # the person reads a part of the tasks only


def nilai_instrumen(
    instrumen: Instrumen, rencana: Rencana, user: User, now: datetime
) -> NilaiInstrumen:
    """Return today's scores of the instrument in use (at most six queries).

    A person who may not read all evidence of the institution gets the tree of what they may.
    Raises ValueError for a closed plan: its tasks count no more, so KPK's values would stand
    alone as a score (`nilai_arsip` lists them).
    """
    if rencana.status == Rencana.Keadaan.DITUTUP:
        raise ValueError("a closed plan has no scores of today")
    susunan = baca_struktur(instrumen)
    tugas = sekarang(rencana, user, now)
    terbatas = rencana.instansi_id not in user.akses.instansi_ids(Permission.EVIDENCE_READ)
    hanya = {t.butir_id for t in tugas} if terbatas else None
    angka = {
        butir: satu for butir, satu in nilai_kpk(rencana).items() if hanya is None or butir in hanya
    }
    nilai = nilai_dari_tugas(tugas, angka, hari_di(rencana, now))
    kode = {sub.butir_id: sub.kode for sub in susunan.sub if sub.butir_id}
    latest: dict[str, tuple[date, int]] = {}
    for t in tugas:
        if t.butir_id in kode:
            here = (t.mulai, t.pk)
            latest[kode[t.butir_id]] = max(here, latest.get(kode[t.butir_id], here))
    return NilaiInstrumen(
        hasil=hitung(pohon(susunan, nilai, hanya=hanya)),
        kpk={kode[butir]: satu for butir, satu in angka.items() if butir in kode},
        capaian={name: pk for name, (_, pk) in latest.items()},
        terbatas=terbatas,
    )


@dataclass(frozen=True)
class BarisArsip:
    """KPK's value of a sub indikator of a closed plan."""

    kode: str
    nama: str
    kpk: NilaiSaatItu


def nilai_arsip(instrumen: Instrumen, rencana: Rencana, user: User) -> list[BarisArsip]:
    """Return KPK's values of a closed plan as data, nothing computed (at most three queries).

    A person who may not read all evidence of the institution gets those of the tasks they may.
    """
    angka = nilai_kpk(rencana)
    if rencana.instansi_id not in user.akses.instansi_ids(Permission.EVIDENCE_READ):
        readable = Capaian.objects.visible_to(user).filter(butir__rencana=rencana)
        allowed = set(readable.order_by().values_list("butir", flat=True))
        angka = {butir: satu for butir, satu in angka.items() if butir in allowed}
    return [
        BarisArsip(sub.kode, sub.nama, angka[sub.butir_id])
        for sub in baca_struktur(instrumen).sub
        if sub.butir_id is not None and sub.butir_id in angka
    ]
