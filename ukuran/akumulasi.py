"""Targets and realisasi of several years added up, for rows that are cumulative."""

from collections.abc import Iterable, Sequence
from decimal import Context, Decimal
from functools import reduce

from ukuran.realisasi import Realisasi
from ukuran.target import PERSEN, JenisTarget, Komponen, Target

_EKSAK = Context(prec=150)  # more digits than a sum of figures can have

Tahun = tuple[Target, Realisasi | None]


def akumulasi(
    target: Sequence[Target], realisasi: Sequence[Realisasi | None]
) -> tuple[Target, Realisasi | None]:
    """Return target and realisasi of the years so far as one, oldest first.

    Counts with the same number and units of components are added, component by component; `mentah`
    then names the texts added ("5x + 5 x"). What cannot be added is taken from the last year as
    it stands: percentages, predicates, documents, "Semua PD", counts whose units change, and a last
    year without target. A bare 0 fits any single count. A year with a target but no data makes the
    realisasi of that component None; a year without target adds what was realised, if anything.
    Raises ValueError when there is no year, the lengths differ, or a sum passes the digits that a
    `Realisasi` can have.
    """
    tahun = list(zip(target, realisasi, strict=True))
    if not tahun:
        raise ValueError("akumulasi needs at least one year")
    bertarget = [satu for satu, _hasil in tahun if satu.ada]
    dasar = next((satu for satu in reversed(bertarget) if satu.jenis is not JenisTarget.NOL), None)
    dasar = dasar or tahun[-1][0]
    if len(tahun) == 1 or not tahun[-1][0].ada or not all(_sama(dasar, satu) for satu in bertarget):
        return tahun[-1]
    jumlah = Target(
        mentah=" + ".join(satu.mentah.strip() for satu in bertarget),
        jenis=dasar.jenis,
        komponen=tuple(
            Komponen(_jumlah(satu.komponen[nomor].jumlah for satu in bertarget), acuan.satuan)
            for nomor, acuan in enumerate(dasar.komponen)
        ),
        keterangan=dasar.keterangan,
    )
    return jumlah, _jumlah_realisasi(tahun, len(dasar.komponen))


def _sama(dasar: Target, satu: Target) -> bool:
    """Say whether a target can be added to another: counts with the same units."""
    boleh = (JenisTarget.CACAH, JenisTarget.MAJEMUK, JenisTarget.NOL)
    if dasar.jenis not in boleh or satu.jenis not in boleh:
        return False
    if satu.jenis is JenisTarget.NOL:
        return len(dasar.komponen) == 1
    satuan = [komponen.kunci for komponen in dasar.komponen]
    return PERSEN not in satuan and satuan == [komponen.kunci for komponen in satu.komponen]


def _jumlah_realisasi(tahun: list[Tahun], banyak: int) -> Realisasi | None:
    """Return the sum per component; None when no component has one."""
    panjang = max(banyak, *(len(satu.komponen) for _target, satu in tahun if satu is not None), 0)
    komponen = []
    for nomor in range(panjang):
        ada: list[Decimal] = []
        kurang = False
        for target, satu in tahun:
            isi = satu.komponen if satu is not None else ()
            nilai = isi[nomor] if nomor < len(isi) else None
            if nilai is not None:
                ada.append(nilai)
            elif target.ada and nomor < banyak:
                kurang = True
        komponen.append(None if kurang or not ada else _jumlah(ada))
    hasil = Realisasi(tuple(komponen))
    return None if hasil.kosong else hasil


def _jumlah(angka: Iterable[Decimal]) -> Decimal:
    """Return an exact sum, whatever the decimal context of the caller."""
    return reduce(_EKSAK.add, angka)
