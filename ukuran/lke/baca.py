"""Reads an LKE instrument from a JSON object; every error names its place, in Indonesian.

Figures are decimal texts ("3.75"), never JSON numbers with a fraction. Scales are listed once and
named by the questions. `paruh` of a component holds for all below it. What is read has the right
shape; whether it makes sense is said by `ukuran.lke.periksa`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from ukuran.lke.instrumen import (
    Ambang,
    Instrumen,
    JenisSkala,
    Komponen,
    Paruh,
    Pembulatan,
    Pertanyaan,
    Pilihan,
    Predikat,
    Skala,
)

T = TypeVar("T")
_ANGKA_TERBANYAK = 4


class SalahBaca(ValueError):
    """The JSON object is no instrument; `letak` is the place, `pesan` what is wrong there."""

    def __init__(self, letak: str, pesan: str) -> None:
        """Keep place and message."""
        super().__init__(f"{letak}: {pesan}")
        self.letak = letak
        self.pesan = pesan


@dataclass(frozen=True, slots=True)
class Naskah:
    """An instrument with what is said about it: legal basis, status of its source, notes."""

    instrumen: Instrumen
    dasar: str = ""
    status_sumber: str = ""
    catatan: str = ""


def baca(data: Mapping[str, Any]) -> Instrumen:
    """Return the instrument of a JSON object. Raises SalahBaca with the place of the error."""
    return baca_naskah(data).instrumen


def baca_naskah(data: Mapping[str, Any]) -> Naskah:
    """Return the instrument with its legal basis and notes. Raises SalahBaca as `baca`."""
    akar = "instrumen"
    isi = _objek(
        data,
        akar,
        {
            "kode", "nama", "versi", "dasar", "status_sumber", "catatan", "skala", "komponen",
            "ambang", "pembulatan",
        },
    )  # fmt: skip
    skala: dict[str, Skala] = {}
    for nomor, satu in enumerate(_daftar(isi, "skala", akar), start=1):
        terbaca = baca_skala(satu, f"skala ke-{nomor}")
        if terbaca.kode in skala:
            raise SalahBaca(f"skala ke-{nomor}", f"kode {terbaca.kode} sudah dipakai")
        skala[terbaca.kode] = terbaca
    instrumen = Instrumen(
        kode=_teks(isi, "kode", akar),
        nama=_teks(isi, "nama", akar),
        versi=_bulat(isi, "versi", akar, 1),
        komponen=tuple(
            _komponen(satu, f"komponen ke-{nomor}", skala, Paruh.KOSONG)
            for nomor, satu in enumerate(_daftar(isi, "komponen", akar), start=1)
        ),
        ambang=baca_ambang(_daftar(isi, "ambang", akar)),
        pembulatan=baca_pembulatan(isi.get("pembulatan", {})),
    )
    return Naskah(
        instrumen=instrumen,
        dasar=_teks(isi, "dasar", akar, ""),
        status_sumber=_teks(isi, "status_sumber", akar, ""),
        catatan="\n".join(_kalimat(isi, "catatan", akar)),
    )


def baca_skala(data: Any, letak: str) -> Skala:
    """Return one answer scale. Raises SalahBaca."""
    isi = _objek(
        data, letak,
        {"kode", "nama", "jenis", "pilihan", "maks", "label_pembilang", "label_penyebut"},
    )  # fmt: skip
    kode = _teks(isi, "kode", letak)
    letak = f"skala {kode}"
    return Skala(
        kode=kode,
        nama=_teks(isi, "nama", letak),
        jenis=_pilih(JenisSkala, isi, "jenis", letak),
        pilihan=baca_pilihan(_daftar(isi, "pilihan", letak), letak),
        maks=_desimal(isi, "maks", letak),
        label_pembilang=_teks(isi, "label_pembilang", letak, ""),
        label_penyebut=_teks(isi, "label_penyebut", letak, ""),
    )


def baca_pilihan(data: list[Any], letak: str) -> tuple[Pilihan, ...]:
    """Return the choices of a scale. Raises SalahBaca."""
    pilihan = []
    for nomor, satu in enumerate(data, start=1):
        tempat = f"{letak}, pilihan ke-{nomor}"
        isi = _objek(satu, tempat, {"kode", "nilai", "label"})
        pilihan.append(
            Pilihan(
                kode=_teks(isi, "kode", tempat),
                nilai=_wajib(isi, "nilai", tempat),
                label=_teks(isi, "label", tempat),
            )
        )
    return tuple(pilihan)


def baca_ambang(data: Any) -> tuple[Ambang, ...]:
    """Return the thresholds: a list of {predikat, total, pengungkit, status_sumber}.

    Raises SalahBaca.
    """
    if not isinstance(data, list):
        raise SalahBaca("ambang", "harus berupa daftar")
    ambang = []
    for nomor, satu in enumerate(data, start=1):
        letak = f"ambang ke-{nomor}"
        isi = _objek(satu, letak, {"predikat", "total", "pengungkit", "status_sumber"})
        ambang.append(
            Ambang(
                predikat=_pilih(Predikat, isi, "predikat", letak),
                total=_wajib(isi, "total", letak),
                pengungkit=_desimal(isi, "pengungkit", letak),
                status_sumber=_teks(isi, "status_sumber", letak, ""),
            )
        )
    return tuple(ambang)


def baca_pembulatan(data: Any) -> Pembulatan:
    """Return the rounding of {angka, cara, tingkat, status_sumber}; an empty object is the usual.

    Raises SalahBaca.
    """
    letak = "pembulatan"
    isi = _objek(data, letak, {"angka", "cara", "tingkat", "status_sumber"})
    biasa = Pembulatan()
    angka = _bulat(isi, "angka", letak, biasa.angka)
    if angka > _ANGKA_TERBANYAK:
        raise SalahBaca(letak, f"angka paling banyak {_ANGKA_TERBANYAK} desimal")
    return Pembulatan(
        angka=angka,
        cara=_pilih(type(biasa.cara), isi, "cara", letak) if "cara" in isi else biasa.cara,
        tingkat=(
            _pilih(type(biasa.tingkat), isi, "tingkat", letak)
            if "tingkat" in isi
            else biasa.tingkat
        ),
        status_sumber=_teks(isi, "status_sumber", letak, ""),
    )


def _komponen(data: Any, letak: str, skala: Mapping[str, Skala], paruh: Paruh) -> Komponen:
    isi = _objek(
        data,
        letak,
        {
            "kode", "nama", "bobot", "kelompok", "paruh", "min_wbk", "min_wbbm", "anak",
            "pertanyaan", "status_sumber",
        },
    )  # fmt: skip
    kode = _teks(isi, "kode", letak)
    letak = f"komponen {kode}"
    if isi.get("paruh"):
        paruh = _pilih(Paruh, isi, "paruh", letak)
    return Komponen(
        kode=kode,
        nama=_teks(isi, "nama", letak),
        bobot=_wajib(isi, "bobot", letak),
        kelompok=_teks(isi, "kelompok", letak, ""),
        paruh=paruh,
        min_wbk=_desimal(isi, "min_wbk", letak),
        min_wbbm=_desimal(isi, "min_wbbm", letak),
        anak=tuple(
            _komponen(satu, f"{letak}, anak ke-{nomor}", skala, paruh)
            for nomor, satu in enumerate(_daftar(isi, "anak", letak), start=1)
        ),
        pertanyaan=tuple(
            _pertanyaan(satu, f"{letak}, pertanyaan ke-{nomor}", skala)
            for nomor, satu in enumerate(_daftar(isi, "pertanyaan", letak), start=1)
        ),
        status_sumber=_teks(isi, "status_sumber", letak, ""),
    )


def _pertanyaan(data: Any, letak: str, skala: Mapping[str, Skala]) -> Pertanyaan:
    isi = _objek(data, letak, {"kode", "teks", "skala", "dokumen", "penjelasan"})
    kode = _teks(isi, "kode", letak)
    letak = f"pertanyaan {kode}"
    nama_skala = _teks(isi, "skala", letak)
    if nama_skala not in skala:
        raise SalahBaca(letak, f"skala {nama_skala} tidak ada")
    return Pertanyaan(
        kode=kode,
        teks=_teks(isi, "teks", letak),
        skala=skala[nama_skala],
        dokumen=_kalimat(isi, "dokumen", letak),
        penjelasan=_teks(isi, "penjelasan", letak, ""),
    )


def _objek(data: Any, letak: str, dikenal: set[str]) -> Mapping[str, Any]:
    """Return the object; SalahBaca when it is none or has a field that nobody reads."""
    if not isinstance(data, Mapping):
        raise SalahBaca(letak, "harus berupa objek")
    asing = sorted(str(satu) for satu in set(data) - dikenal)
    if asing:
        raise SalahBaca(letak, f"isian tidak dikenal: {', '.join(asing)}")
    return data


def _daftar(isi: Mapping[str, Any], nama: str, letak: str) -> list[Any]:
    nilai = isi.get(nama, [])
    if not isinstance(nilai, list):
        raise SalahBaca(letak, f"{nama} harus berupa daftar")
    return nilai


def _kalimat(isi: Mapping[str, Any], nama: str, letak: str) -> tuple[str, ...]:
    daftar = _daftar(isi, nama, letak)
    for satu in daftar:
        if not isinstance(satu, str) or not satu.strip():
            raise SalahBaca(letak, f"{nama} harus berisi teks")
    return tuple(daftar)


def _teks(isi: Mapping[str, Any], nama: str, letak: str, biasa: str | None = None) -> str:
    """Return a text; without `biasa` it must be there and not blank."""
    nilai = isi.get(nama, biasa)
    if nilai is None or nilai == "":
        if biasa is None or nilai is None:
            raise SalahBaca(letak, f"{nama} belum diisi")
        return biasa
    if not isinstance(nilai, str):
        raise SalahBaca(letak, f"{nama} harus teks")
    if biasa is None and not nilai.strip():
        raise SalahBaca(letak, f"{nama} belum diisi")
    return nilai


def _bulat(isi: Mapping[str, Any], nama: str, letak: str, biasa: int) -> int:
    nilai = isi.get(nama, biasa)
    if isinstance(nilai, bool) or not isinstance(nilai, int) or nilai < 0:
        raise SalahBaca(letak, f"{nama} harus bilangan bulat, paling kecil 0")
    return nilai


def _desimal(isi: Mapping[str, Any], nama: str, letak: str) -> Decimal | None:
    """Return a figure written as text or as a whole number, None when there is none."""
    nilai = isi.get(nama)
    if nilai is None:
        return None
    if isinstance(nilai, bool) or not isinstance(nilai, str | int):
        raise SalahBaca(letak, f'{nama} harus ditulis sebagai teks desimal, misalnya "3.75"')
    try:
        hasil = Decimal(nilai)
    except InvalidOperation as galat:
        raise SalahBaca(letak, f"{nama} bukan bilangan: {nilai}") from galat
    if not hasil.is_finite():
        raise SalahBaca(letak, f"{nama} bukan bilangan: {nilai}")
    return hasil


def _wajib(isi: Mapping[str, Any], nama: str, letak: str) -> Decimal:
    hasil = _desimal(isi, nama, letak)
    if hasil is None:
        raise SalahBaca(letak, f"{nama} belum diisi")
    return hasil


def _pilih(jenis: Callable[[str], T], isi: Mapping[str, Any], nama: str, letak: str) -> T:
    nilai = _teks(isi, nama, letak)
    try:
        return jenis(nilai)
    except ValueError as galat:
        raise SalahBaca(letak, f"{nama} tidak dikenal: {nilai}") from galat
