"""What is wrong with an LKE instrument, before anybody answers it.

Pure functions: every defect is named with its place, in Indonesian, and nothing is repaired.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ukuran.cara_hitung import SERATUS, desimal
from ukuran.format import angka
from ukuran.lke.instrumen import (
    Instrumen,
    JenisSkala,
    Komponen,
    Paruh,
    Pertanyaan,
    Predikat,
    Skala,
    TingkatBulat,
)

_ANGKA = 4
_PILIHAN_PALING_SEDIKIT = 2


@dataclass(frozen=True, slots=True)
class Cacat:
    """One defect: where (names from the top down) and what, in Indonesian."""

    letak: tuple[str, ...]
    pesan: str

    def __str__(self) -> str:
        """Return place and message in one line."""
        return f"{' > '.join(self.letak)}: {self.pesan}"


def periksa(instrumen: Instrumen, *, siap: bool) -> tuple[Cacat, ...]:
    """Return all defects of an instrument; nothing when it can be stored (or, `siap`, used).

    Checked: two components at the top, pengungkit and hasil, that add up to 100; children that
    add up to their parent; minima from 0 to the weight with WBBM >= WBK, the same of the
    thresholds; distinct codes without a slash; scales with values from 0 to 1, a best of 1 and a
    worst of 0; weights that the rounding can express, so that all best answers give 100. With
    `siap` every component without children also has at least one question.
    """
    akar = (instrumen.nama or instrumen.kode,)
    cacat = [*_puncak(instrumen, akar), *_kode_ganda(instrumen, akar)]
    for satu in instrumen.komponen:
        cacat.extend(_komponen(satu, akar, instrumen, siap=siap))
    cacat.extend(_ambang(instrumen, akar))
    if instrumen.pembulatan.tingkat is TingkatBulat.KOMPONEN:
        cacat.extend(_cakupan_kelompok(instrumen, akar))
    return tuple(cacat)


def _tulis(nilai: Decimal | Fraction) -> str:
    return angka(desimal(nilai) if isinstance(nilai, Fraction) else nilai, _ANGKA)


def _jumlah(komponen: Iterable[Komponen]) -> Fraction:
    return sum((Fraction(satu.bobot) for satu in komponen), Fraction())


def _puncak(instrumen: Instrumen, letak: tuple[str, ...]) -> Iterator[Cacat]:
    """Check the top: one pengungkit, one hasil, 100 together."""
    paruh = Counter(satu.paruh for satu in instrumen.komponen)
    if paruh != {Paruh.KOSONG: 1, Paruh.HASIL: 1}:
        yield Cacat(letak, "Tingkat teratas terdiri atas satu pengungkit dan satu hasil.")
    jumlah = _jumlah(instrumen.komponen)
    if jumlah != SERATUS:
        yield Cacat(letak, f"Jumlah bobot teratas {_tulis(jumlah)}, seharusnya {SERATUS}.")


def _kode_ganda(instrumen: Instrumen, letak: tuple[str, ...]) -> Iterator[Cacat]:
    """Check that codes are there, distinct, fit for an address, and that a scale has one content.

    A component and a question have a page of their own, found by its code.
    """
    komponen = [satu.kode for satu in instrumen.telusuri()]
    pertanyaan = [satu.kode for satu in instrumen.semua_pertanyaan()]
    for jenis, kode in (("komponen", komponen), ("pertanyaan", pertanyaan)):
        for satu, banyak in Counter(kode).items():
            if not satu.strip():
                yield Cacat(letak, f"Ada {jenis} tanpa kode.")
            elif banyak > 1:
                yield Cacat(letak, f"Kode {jenis} {satu} dipakai {banyak} kali.")
            if "/" in satu or not satu.isprintable() or satu in (".", ".."):
                yield Cacat(
                    letak,
                    f"Kode {jenis} {satu} tidak dapat menjadi bagian alamat: jangan pakai garis "
                    "miring, ganti baris, atau titik saja.",
                )
    wilayah = Counter((satu.kelompok, satu.paruh) for satu in instrumen.telusuri() if satu.kelompok)
    for (kelompok, paruh), banyak in wilayah.items():
        if banyak > 1:
            bagian = f" pada paruh {paruh}" if paruh else ""
            yield Cacat(letak, f"Kelompok {kelompok} dipakai {banyak} kali{bagian}.")
    skala: dict[str, Skala] = {}
    for satu_pertanyaan in instrumen.semua_pertanyaan():
        satu_skala = satu_pertanyaan.skala
        if skala.setdefault(satu_skala.kode, satu_skala) != satu_skala:
            yield Cacat(
                (*letak, satu_pertanyaan.kode),
                f"Skala {satu_skala.kode} berbeda isinya dari skala lain dengan kode yang sama.",
            )
    for satu_skala in skala.values():
        yield from _skala(satu_skala, (*letak, satu_skala.nama or satu_skala.kode))


def _komponen(
    komponen: Komponen, letak: tuple[str, ...], instrumen: Instrumen, *, siap: bool
) -> Iterator[Cacat]:
    """Check one component and all below it."""
    letak = (*letak, komponen.nama or komponen.kode)
    if not komponen.nama.strip():
        yield Cacat(letak, "Nama komponen belum diisi.")
    if komponen.bobot < 0:
        yield Cacat(letak, f"Bobot tidak boleh negatif: {_tulis(komponen.bobot)}.")
    yield from _minimal(komponen, letak)
    yield from _bobot_terbulatkan(komponen, letak, instrumen)
    if komponen.anak and komponen.pertanyaan:
        yield Cacat(letak, "Komponen memuat sub komponen atau pertanyaan, tidak keduanya.")
    if komponen.anak:
        jumlah = _jumlah(komponen.anak)
        if jumlah != komponen.bobot:
            yield Cacat(
                letak,
                f"Jumlah bobot di bawahnya {_tulis(jumlah)}, seharusnya {_tulis(komponen.bobot)}.",
            )
    elif siap and not komponen.pertanyaan:
        yield Cacat(letak, "Belum memiliki pertanyaan.")
    for satu in komponen.pertanyaan:
        yield from _pertanyaan(satu, letak)
    for anak in komponen.anak:
        if komponen.paruh and anak.paruh is not komponen.paruh:
            yield Cacat((*letak, anak.nama), "Paruh berbeda dari paruh komponen di atasnya.")
        if anak.paruh is Paruh.HASIL and not komponen.paruh:
            yield Cacat((*letak, anak.nama), "Paruh hasil tidak berada di dalam pengungkit.")
        yield from _komponen(anak, letak, instrumen, siap=siap)


def _minimal(komponen: Komponen, letak: tuple[str, ...]) -> Iterator[Cacat]:
    """Check the minima of one component."""
    for predikat in Predikat:
        minimal = komponen.minimal(predikat)
        if minimal is not None and not 0 <= minimal <= komponen.bobot:
            yield Cacat(
                letak,
                f"Nilai minimal {predikat.kata} {_tulis(minimal)} di luar 0 sampai "
                f"{_tulis(komponen.bobot)}.",
            )
    if (
        komponen.min_wbk is not None
        and komponen.min_wbbm is not None
        and komponen.min_wbbm < komponen.min_wbk
    ):
        yield Cacat(letak, "Nilai minimal WBBM lebih rendah daripada WBK.")


def _bobot_terbulatkan(
    komponen: Komponen, letak: tuple[str, ...], instrumen: Instrumen
) -> Iterator[Cacat]:
    """Check that rounding the full score of a component gives its weight."""
    bulat = instrumen.pembulatan
    kena = (bulat.tingkat is TingkatBulat.SUB and not komponen.anak) or (
        bulat.tingkat is TingkatBulat.KOMPONEN and komponen.kelompok
    )
    if kena and (Fraction(komponen.bobot) * 10**bulat.angka).denominator != 1:
        yield Cacat(
            letak,
            f"Bobot {_tulis(komponen.bobot)} tidak dapat ditulis dengan {bulat.angka} desimal "
            f"seperti pembulatan {bulat.tingkat.kata}.",
        )


def _pertanyaan(pertanyaan: Pertanyaan, letak: tuple[str, ...]) -> Iterator[Cacat]:
    """Check one question apart from its scale."""
    if not pertanyaan.teks.strip():
        yield Cacat((*letak, pertanyaan.kode), "Teks pertanyaan belum diisi.")
    if any(not satu.strip() for satu in pertanyaan.dokumen):
        yield Cacat((*letak, pertanyaan.kode), "Ada dokumen tanpa nama.")


def _skala(skala: Skala, letak: tuple[str, ...]) -> Iterator[Cacat]:
    """Check one scale: what its kind needs, and nothing else."""
    if not skala.kode.strip():
        yield Cacat(letak, "Skala belum memiliki kode.")
    if skala.jenis is JenisSkala.PILIHAN:
        yield from _pilihan(skala, letak)
    elif skala.pilihan:
        yield Cacat(letak, f"Skala {skala.jenis} tidak memiliki pilihan.")
    if skala.jenis is JenisSkala.INDEKS:
        if skala.maks is None or skala.maks <= 0:
            yield Cacat(letak, "Nilai tertinggi indeks harus lebih dari 0.")
    elif skala.maks is not None:
        yield Cacat(letak, f"Skala {skala.jenis} tidak memiliki nilai tertinggi.")
    label = (skala.label_pembilang.strip(), skala.label_penyebut.strip())
    if skala.jenis is JenisSkala.RASIO and not all(label):
        yield Cacat(letak, "Keterangan pembilang dan penyebut belum diisi.")


def _pilihan(skala: Skala, letak: tuple[str, ...]) -> Iterator[Cacat]:
    """Check the choices of a scale."""
    if len(skala.pilihan) < _PILIHAN_PALING_SEDIKIT:
        yield Cacat(letak, "Skala memerlukan paling sedikit dua pilihan.")
        return
    for kode, banyak in Counter(satu.kode.strip() for satu in skala.pilihan).items():
        if not kode:
            yield Cacat(letak, "Ada pilihan tanpa kode.")
        elif banyak > 1:
            yield Cacat(letak, f"Kode pilihan {kode} dipakai {banyak} kali.")
    for satu in skala.pilihan:
        if not 0 <= satu.nilai <= 1:
            yield Cacat(
                letak, f"Nilai pilihan {satu.kode} di luar 0 sampai 1: {_tulis(satu.nilai)}."
            )
    nilai = [satu.nilai for satu in skala.pilihan]
    if max(nilai) != 1:
        yield Cacat(letak, "Pilihan terbaik harus bernilai 1.")
    if min(nilai) != 0:
        yield Cacat(letak, "Pilihan terburuk harus bernilai 0.")


def _ambang(instrumen: Instrumen, letak: tuple[str, ...]) -> Iterator[Cacat]:
    """Check the thresholds: once each, within their bounds, WBBM not below WBK."""
    for predikat, banyak in Counter(satu.predikat for satu in instrumen.ambang).items():
        if banyak > 1:
            yield Cacat(letak, f"Ambang {predikat.kata} ditulis {banyak} kali.")
    atas = _jumlah(satu for satu in instrumen.komponen if satu.paruh is not Paruh.HASIL)
    for satu in instrumen.ambang:
        tempat = (*letak, f"Ambang {satu.predikat.kata}")
        if not 0 <= satu.total <= SERATUS:
            yield Cacat(tempat, f"Nilai total {_tulis(satu.total)} di luar 0 sampai {SERATUS}.")
        if satu.pengungkit is not None and not 0 <= satu.pengungkit <= atas:
            yield Cacat(
                tempat,
                f"Nilai pengungkit {_tulis(satu.pengungkit)} di luar 0 sampai {_tulis(atas)}.",
            )
    wbk, wbbm = (instrumen.ambang_untuk(satu) for satu in Predikat)
    if wbk is None or wbbm is None:
        return
    if wbbm.total < wbk.total:
        yield Cacat(letak, "Ambang total WBBM lebih rendah daripada WBK.")
    if wbk.pengungkit is not None and (wbbm.pengungkit or Decimal()) < wbk.pengungkit:
        yield Cacat(letak, "Ambang pengungkit WBBM lebih rendah daripada WBK.")


def _cakupan_kelompok(instrumen: Instrumen, letak: tuple[str, ...]) -> Iterator[Cacat]:
    """Check, for rounding by kelompok, that every leaf lies in exactly one."""
    for satu in instrumen.komponen:
        yield from _kelompok(satu, letak, 0)


def _kelompok(komponen: Komponen, letak: tuple[str, ...], banyak: int) -> Iterator[Cacat]:
    letak = (*letak, komponen.nama or komponen.kode)
    banyak += bool(komponen.kelompok)
    if not komponen.anak and banyak != 1:
        yield Cacat(
            letak,
            "Pembulatan nilai setiap komponen memerlukan tepat satu kelompok di atas atau pada "
            f"bagian ini, sekarang {banyak}.",
        )
    for anak in komponen.anak:
        yield from _kelompok(anak, letak, banyak)
