"""One answer as it is typed, stored, compared and counted; scores are made by ukuran.lke alone."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from evidence.actions.errors import IsianKurang
from ukuran.format import angka
from ukuran.lke.instrumen import JenisSkala, Pertanyaan, Pilihan, Skala
from ukuran.lke.jawaban import Jawaban, keluhan
from zonaintegritas.models import JawabanLKE, PertanyaanLKE, SkalaLKE

ALASAN_MAKS = 4000
_BULAT_MAKS, _DESIMAL_MAKS = 12, 4
_RIBUAN = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+(,\d+)?")
_BIASA = re.compile(r"-?\d+([.,]\d+)?")


@dataclass(frozen=True)
class IsiJawaban:
    """The five things an answer consists of; nothing else of a request is ever read."""

    pilihan: str = ""
    pembilang: Decimal | None = None
    penyebut: Decimal | None = None
    angka: Decimal | None = None
    alasan: str = ""

    @property
    def kosong(self) -> bool:
        """Whether there is neither an answer nor a reason."""
        return self == IsiJawaban()

    @property
    def nilai(self) -> Jawaban:
        """Return the answer in the shape of the engine, without its reason."""
        return Jawaban(self.pilihan or None, self.pembilang, self.penyebut, self.angka)


def dari_baris(row: JawabanLKE | None) -> IsiJawaban:
    """Return what a stored answer says; nothing for an answer never given."""
    if row is None:
        return IsiJawaban()
    return IsiJawaban(row.pilihan, row.pembilang, row.penyebut, row.angka, row.alasan)


def skala_dari(row: SkalaLKE) -> Skala:
    """Return a stored scale in the shape of the engine."""
    return Skala(
        kode=row.kode,
        nama=row.nama,
        jenis=JenisSkala(row.jenis),
        pilihan=tuple(Pilihan(p["kode"], Decimal(p["nilai"]), p["label"]) for p in row.pilihan),
        maks=row.maks,
        label_pembilang=row.label_pembilang,
        label_penyebut=row.label_penyebut,
    )


def baca_isi(pertanyaan: PertanyaanLKE, isi: Mapping[str, object]) -> IsiJawaban:
    """Read the five fields of an answer and check them against the scale of the question.

    Whatever else `isi` holds (a weight, a score) is not looked at. Raises IsianKurang whose
    messages name the question.
    """
    galat: dict[str, str] = {}
    figures = {
        nama: _angka(galat, nama, isi.get(nama)) for nama in ("pembilang", "penyebut", "angka")
    }
    alasan = _teks(isi.get("alasan"))
    if len(alasan) > ALASAN_MAKS:
        galat["alasan"] = f"Alasan paling panjang {ALASAN_MAKS} huruf."
    elif "\0" in alasan:  # PostgreSQL takes it in no text
        galat["alasan"] = "Alasan memuat karakter yang tidak dapat disimpan. Tulis ulang."
    found = IsiJawaban(pilihan=_teks(isi.get("pilihan")), alasan=alasan, **figures)
    skala = skala_dari(pertanyaan.skala)
    salah = None if galat else keluhan(_pertanyaan(pertanyaan, skala), found.nilai)
    if salah is not None:
        galat[_FIELD[skala.jenis]] = salah
    if galat:
        raise IsianKurang({k: f"Pertanyaan {pertanyaan.kode}: {v}" for k, v in galat.items()})
    return found


_FIELD: Mapping[JenisSkala, str] = {
    JenisSkala.PILIHAN: "pilihan",
    JenisSkala.RASIO: "penyebut",
    JenisSkala.INDEKS: "angka",
}


def _pertanyaan(row: PertanyaanLKE, skala: Skala) -> Pertanyaan:
    return Pertanyaan(row.kode, row.teks, skala)


def _teks(nilai: object) -> str:
    return nilai.strip() if isinstance(nilai, str) else ""


def _angka(galat: dict[str, str], nama: str, nilai: object) -> Decimal | None:
    """Read "1.200", "3,6" or "3.6"; a dot before exactly three digits parts thousands.

    Not so behind a zero: "0.125" is an eighth, nobody writes thousands of nothing.
    """
    if nilai is None or isinstance(nilai, Decimal):
        teks = "" if nilai is None else format(nilai, "f").replace(".", ",")
    else:
        teks = re.sub(r"\s", "", str(nilai))
    if not teks:
        return None
    if _RIBUAN.fullmatch(teks):
        teks = teks.replace(".", "")
    elif not _BIASA.fullmatch(teks):
        galat[nama] = "Bukan angka. Tulis angka seperti 1.250 atau 3,6."
        return None
    found = Decimal(teks.replace(",", "."))
    if found.adjusted() >= _BULAT_MAKS or int(found.as_tuple().exponent) < -_DESIMAL_MAKS:
        galat[nama] = (
            f"Angka terlalu panjang: paling banyak {_BULAT_MAKS} digit di depan koma dan "
            f"{_DESIMAL_MAKS} di belakangnya."
        )
        return None
    return found


def terjawab(skala: SkalaLKE, row: JawabanLKE | None) -> bool:
    """Whether a question is answered: a choice, an index, or both parts of a ratio.

    A ratio over 0 is answered though it has no value (tanpa data): nothing else can be said.
    """
    if row is None:
        return False
    if skala.jenis == SkalaLKE.Jenis.PILIHAN:
        return bool(row.pilihan)
    if skala.jenis == SkalaLKE.Jenis.RASIO:
        return row.pembilang is not None and row.penyebut is not None
    return row.angka is not None


def tanda(row: JawabanLKE | None) -> str:
    """Return the mark of an answer that a form carries, to notice a change in between.

    '' for nothing.
    """
    isi = dari_baris(row)
    if isi.kosong:
        return ""
    parts = [isi.pilihan, *(_baku(n) for n in (isi.pembilang, isi.penyebut, isi.angka)), isi.alasan]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]


def _baku(nilai: Decimal | None) -> str:
    return "" if nilai is None else format(nilai.normalize(), "f")


def sebut(skala: SkalaLKE, isi: IsiJawaban) -> str:
    """Return an answer in words: "B (Sebagian)", "45 dari 60", "3,6", "belum dijawab"."""
    if isi.pilihan:
        label = next((p["label"] for p in skala.pilihan if p["kode"] == isi.pilihan), "")
        return f"{isi.pilihan} ({label})" if label and label != isi.pilihan else isi.pilihan
    if isi.pembilang is not None or isi.penyebut is not None:
        return f"{_tulis(isi.pembilang)} dari {_tulis(isi.penyebut)}"
    return "belum dijawab" if isi.angka is None else _tulis(isi.angka)


def _tulis(nilai: Decimal | None) -> str:
    if nilai is None:
        return "(kosong)"
    pecahan = -int(nilai.normalize().as_tuple().exponent)
    return angka(nilai, max(0, min(pecahan, _DESIMAL_MAKS)))
