"""Figures of one report in a table: what was reached, and the money; shared by two kinds."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from roadmap.forms_realisasi import UANG, Susunan
from roadmap.nilai import BerAngka, sejajar
from sheets.columns import Desimal, Jenis, Kode, Kolom, Nilai, Teks, Ya, angka_teks
from sheets.resource import Isi, Temuan
from sheets.values import Keliru, desimal, teks
from ukuran.target import kunci_predikat

if TYPE_CHECKING:
    from sheets.resource import SheetResource

FISIK, PREDIKAT, DOKUMEN = "fisik", "predikat", "dokumen_ada"
ANGKA = (FISIK, PREDIKAT, DOKUMEN, *UANG)
_TANPA = "-"
_DESIMAL = 6


class DaftarAngka(Jenis):
    """Numbers of the components of a target, one a line; "-" where there is none yet."""

    def baca(self, mentah: Any, resource: "SheetResource") -> Nilai:
        """Return the numbers as texts. Raises Keliru for what is no number or below 0."""
        if isinstance(mentah, str):
            text = teks(mentah) or ""
            lines: list[Any] = [part.strip() for part in text.replace(";", "\n").split("\n")]
        else:
            lines = [mentah]
        found = tuple(
            _TANPA if line == _TANPA else self._satu(line) for line in lines if line != ""
        )
        return None if all(satu == _TANPA for satu in found) else found

    def _satu(self, line: Any) -> str:
        nilai = desimal(line, angka_desimal=_DESIMAL)
        if nilai is not None and nilai < 0:
            raise Keliru("Realisasi paling kecil 0.", "Periksa angkanya.")
        return angka_teks(nilai) or _TANPA

    def tulis(self, nilai: Nilai, resource: "SheetResource") -> Any:
        """Return a number for one component, lines for several."""
        lines = nilai if isinstance(nilai, tuple) else ()
        if len(lines) == 1:
            return Decimal(lines[0])
        return "\n".join(line.replace(".", ",") for line in lines)

    def sebut(self, nilai: Nilai, resource: "SheetResource") -> str:
        """Return the numbers on one line."""
        lines = nilai if isinstance(nilai, tuple) else ()
        return "; ".join(line.replace(".", ",") for line in lines)

    def simpan(self, nilai: Nilai) -> Any:
        """Return a list."""
        return list(nilai) if isinstance(nilai, tuple) else None

    def pulih(self, isi: Any) -> Nilai:
        """Return the tuple that was kept as a list."""
        return tuple(isi) if isi else None


def kolom_kode() -> Kolom:
    """Return the column of the code of the row or indikator that the figures are for."""
    return Kolom(
        "Kode",
        Kode(24),
        wajib=True,
        sinonim=("Kode butir", "Kode baris", "Kode indikator"),
        catatan="Kode baris rencana aksi atau indikator.",
        lebar=10,
    )


def kolom_fisik() -> Kolom:
    """Return the column of physical figures."""
    return Kolom(
        "Realisasi fisik",
        DaftarAngka(),
        sinonim=("Realisasi", "Capaian fisik", "Realisasi target"),
        catatan="Angka tiap komponen target menurut urutannya, satu di tiap baris sel.",
        lebar=16,
    )


def kolom_predikat() -> Kolom:
    """Return the column of the grade that was reached."""
    return Kolom(
        "Predikat diperoleh",
        Teks(20),
        sinonim=("Predikat", "Realisasi predikat"),
        catatan="Hanya untuk target berupa predikat.",
        lebar=12,
    )


def kolom_dokumen() -> Kolom:
    """Return the column that says whether the document of the target is there."""
    return Kolom(
        "Dokumen sudah ada",
        Ya(),
        sinonim=("Dokumen ada", "Ada dokumen"),
        catatan="Hanya untuk target berupa dokumen: Ya atau Tidak.",
        lebar=12,
    )


def kolom_uang(nama: str) -> Kolom:
    """Return the column of an amount in Rupiah: "pagu", "pergeseran" or "anggaran"."""
    judul, sinonim = {
        "pagu": ("Pagu (Rp)", ("Pagu", "Pagu anggaran")),
        "pergeseran": ("Pergeseran (Rp)", ("Pergeseran", "Pergeseran anggaran")),
        "anggaran": ("Realisasi anggaran (Rp)", ("Realisasi anggaran", "Serapan (Rp)")),
    }[nama]
    least = None if nama == "pergeseran" else 0
    return Kolom(
        judul,
        Desimal(0, least, 10**15),
        sinonim=sinonim,
        catatan="Rupiah penuh, bukan ribuan.",
        lebar=18,
    )


def isi_angka(row: BerAngka | None, susunan: Susunan) -> Isi:
    """Return stored figures as the columns have them; all None where there are none."""
    if row is None:
        return dict.fromkeys(ANGKA)
    shown = [None if k is None else angka_teks(Decimal(k)) for k in sejajar(row, susunan.komponen)]
    found = tuple(k or _TANPA for k in shown)
    return {
        FISIK: None if all(k == _TANPA for k in found) else found,
        PREDIKAT: teks(row.predikat),
        DOKUMEN: row.ada,
        **{nama: getattr(row, nama) for nama in UANG},
    }


def periksa_angka(isi: Isi, lama: Isi | None, susunan: Susunan) -> Iterator[Temuan]:
    """Yield figures that the target of the row does not ask for, and grades that are none."""
    fisik = isi[FISIK]
    asked = len(susunan.komponen)
    if isinstance(fisik, tuple) and len(fisik) != asked:
        units = ", ".join(satu.satuan or "angka" for satu in susunan.komponen)
        yield Temuan(
            f"Target baris ini mempunyai {asked} komponen, di sini {len(fisik)} angka."
            if asked
            else "Target baris ini tidak meminta angka.",
            f"Isi satu angka untuk tiap komponen: {units}." if asked else "Kosongkan selnya.",
            kolom=FISIK,
        )
    grade = isi[PREDIKAT]
    if grade is not None:
        known = [t.kode for t in susunan.skala.tingkat] if susunan.skala else []
        if not susunan.berpredikat:
            yield Temuan("Target baris ini bukan predikat.", "Kosongkan selnya.", kolom=PREDIKAT)
        elif grade not in known:
            near = {kunci_predikat(kode): kode for kode in known}.get(kunci_predikat(str(grade)))
            yield Temuan(
                f"“{grade}” bukan predikat skala baris ini.",
                f"Tulis {near}." if near else f"Pilih salah satu: {', '.join(known)}.",
                kolom=PREDIKAT,
            )
    if isi[DOKUMEN] is not None and not susunan.berdokumen:
        yield Temuan("Target baris ini bukan dokumen.", "Kosongkan selnya.", kolom=DOKUMEN)
    for nama in UANG:
        changed = lama is None or isi[nama] != lama[nama]
        if isi[nama] is not None and changed and not susunan.beranggaran:
            yield Temuan(
                "Baris ini tidak mempunyai anggaran sendiri.", "Kosongkan selnya.", kolom=nama
            )


def masukan(isi: Mapping[str, Nilai]) -> dict[str, Any]:
    """Return figures with the keys that `Susunan.angka` reads."""
    fisik = isi[FISIK]
    lines = fisik if isinstance(fisik, tuple) else ()
    found: dict[str, Any] = {
        f"fisik_{n}": None if line == _TANPA else Decimal(line) for n, line in enumerate(lines)
    }
    found["predikat"] = isi[PREDIKAT]
    there = isi[DOKUMEN]
    found["ada"] = None if there is None else "ya" if there else "tidak"
    return found | {nama: isi[nama] for nama in UANG}


def kosong(isi: Mapping[str, Nilai]) -> bool:
    """Whether a row says no figure at all."""
    return all(isi[nama] is None for nama in ANGKA)
