"""What reads otherwise in a later Potret: windows, states, values, deadlines. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from evidence.hitungan import Golongan
from reports.datasets.rincian import label
from reports.potret.bentuk import (
    CapaianPotret,
    IsiPotret,
    PerubahanPotret,
    TugasPotret,
    Ubahan,
)

TANPA_DATA = "tanpa data"
TIDAK_ADA = "tidak dihitung"
JADWAL = "Jadwal atau susunan rencana berubah"
HARI_BERLALU = "Hari berlalu; tidak ada langkah sesudah potret sebelumnya"


@dataclass(frozen=True)
class _Letak:
    """A window with the task it belongs to."""

    tugas: TugasPotret
    capaian: CapaianPotret


def bandingkan(
    lama: IsiPotret, baru: IsiPotret, *, sampai: date | None = None
) -> tuple[PerubahanPotret, ...]:
    """Return the windows that read otherwise in `baru`, in the order of the plan.

    `sampai`: only windows that have begun by that day (the earlier cut-off's last); others are new
    by themselves and no change. The cause is the last step on the window after the earlier moment.
    """
    before, after = _letak(lama, sampai), _letak(baru, sampai)
    found = []
    for pk in [*after, *(pk for pk in before if pk not in after)]:
        old, new = before.get(pk), after.get(pk)
        changes = tuple(_ubahan(old, new))
        if changes:
            found.append(_perubahan(old, new, changes, lama))
    return tuple(found)


def berbeda(lama: IsiPotret, baru: IsiPotret) -> bool:
    """Whether there is anything to amend: a window, or a sum, reads otherwise.

    Weights, areas and members change sums while every task stays as it was.
    """
    return bool(bandingkan(lama, baru)) or _jumlah(lama) != _jumlah(baru)


def _jumlah(isi: IsiPotret) -> list[object]:
    return [
        (isi.hitungan, isi.nilai),
        [(a.kode, a.tugas, a.hitungan, a.nilai) for a in isi.area],
        [(m.no, m.tugas, m.hitungan, m.nilai) for m in isi.anggota],
    ]


def _letak(isi: IsiPotret, sampai: date | None) -> dict[int, _Letak]:
    return {
        c.id: _Letak(t, c)
        for t in isi.tugas
        for c in t.capaian
        if sampai is None or c.mulai <= sampai
    }


def _perubahan(
    old: _Letak | None, new: _Letak | None, changes: tuple[Ubahan, ...], lama: IsiPotret
) -> PerubahanPotret:
    place = new or old
    assert place is not None  # one of the two is there
    step = new.capaian.langkah if new else None
    fresh = step if step is not None and step.at > lama.at else None
    if fresh is not None:
        reason = fresh.alasan if fresh.alasan != fresh.putusan else ""
        said = ": ".join(filter(None, (reason, fresh.catatan)))
        cause = f"{fresh.putusan}. {said}" if said else fresh.putusan
    else:
        cause = HARI_BERLALU if old and new else JADWAL
    return PerubahanPotret(
        kode=place.tugas.kode,
        teks=place.tugas.teks,
        unit=place.capaian.unit,
        capaian=place.capaian.id,
        mulai=place.capaian.mulai,
        selesai=place.capaian.selesai,
        ubahan=changes,
        sebab=cause,
        oleh=", ".join(filter(None, (fresh.oleh, fresh.jabatan))) if fresh else "",
        at=fresh.at if fresh else None,
    )


def _ubahan(old: _Letak | None, new: _Letak | None) -> Iterable[Ubahan]:
    """Figures of a window that differ, each with its two values in words."""
    if old is None or new is None:
        place = new or old
        assert place is not None
        state = _keadaan(place.capaian.status)
        yield Ubahan("Tugas", TIDAK_ADA if old is None else state, state if new else TIDAK_ADA)
        return
    a, b = old.capaian, new.capaian
    for hal, before, after in (
        ("Status", _keadaan(a.status), _keadaan(b.status)),
        ("Batas waktu", _hari(a.batas), _hari(b.batas)),
        ("Pengampu", a.unit, b.unit),
        ("Nilai mandiri", _nilai(a.nilai_mandiri), _nilai(b.nilai_mandiri)),
        ("Nilai terverifikasi", _nilai(a.nilai_internal), _nilai(b.nilai_internal)),
        ("Nilai KPK", _kpk(old.tugas), _kpk(new.tugas)),
    ):
        if before != after:
            yield Ubahan(hal, before, after)
    yield from _dokumen(a, b)


def _dokumen(a: CapaianPotret, b: CapaianPotret) -> Iterable[Ubahan]:
    before, after = ({d.id: d for d in c.dokumen} for c in (a, b))
    for pk in [*after, *(pk for pk in before if pk not in after)]:
        old, new = before.get(pk), after.get(pk)
        document = new or old
        assert document is not None
        hal = f"Dokumen {document.urut}"
        words = [_keadaan(d.golongan) if d else TIDAK_ADA for d in (old, new)]
        if words[0] != words[1]:
            yield Ubahan(hal, words[0], words[1])
        elif old and new and [f.sha256 for f in old.bukti] != [f.sha256 for f in new.bukti]:
            yield Ubahan(hal, f"{len(old.bukti)} berkas", f"{len(new.bukti)} berkas, isi berbeda")
        answers = [(d.jaga.jawaban or "proses") if d and d.jaga else "" for d in (old, new)]
        if answers[0] != answers[1]:
            yield Ubahan(f"JAGA, dokumen {document.urut}", _jaga(answers[0]), _jaga(answers[1]))


def _keadaan(golongan: Golongan) -> str:
    """A state in words that are the same for every institution."""
    return "Disetujui" if golongan is Golongan.DISETUJUI else label(golongan)


def _jaga(jawaban: str) -> str:
    return {
        "": "belum diunggah",
        "proses": "proses verifikasi KPK",
        "diterima": "diterima KPK",
        "ditolak": "ditolak KPK",
    }[jawaban]


def _nilai(nilai: int | None) -> str:
    return TANPA_DATA if nilai is None else str(nilai)


def _kpk(tugas: TugasPotret) -> str:
    return TANPA_DATA if tugas.kpk is None else f"{tugas.kpk.nilai.normalize():f}".replace(".", ",")


def _hari(hari: date) -> str:
    return f"{hari:%d-%m-%Y}"
