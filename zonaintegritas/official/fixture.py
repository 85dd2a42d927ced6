"""The decree's files in fixtures/official/ as frozen rows; nothing here touches the database.

Raw strings as printed. Which indikator belongs to which sub kegiatan is the portal's reading of
the printed rows (source note Z-12); see `pasangan`.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings

ZI = "zi.json"
CATATAN = "catatan_zi.json"
UNIT = "unit_zi.json"

NAMA_RENCANA = "Zona Integritas 2023"
TAHUN = 2023
BAGIAN = ("menimbang", "mengingat", "memperhatikan", "menetapkan", "diktum")


@dataclass(frozen=True)
class UnitRow:
    """A team of the decree as a unit; `kelompok` is its numeral in Lampiran I."""

    kode: str
    induk: str
    kelompok: str
    nama: str
    nama_pendek: str
    jenis: str


@dataclass(frozen=True)
class BagianRow:
    """One paragraph of the decree."""

    jenis: str
    urut: int
    label: str
    teks: str

    @property
    def kunci(self) -> str:
        """Name of the row in source notes, such as "mengingat.5"."""
        return f"{self.jenis}.{self.label or self.urut}"


@dataclass(frozen=True)
class AnggotaRow:
    """A person of Lampiran I."""

    no: int
    no_tercetak: str
    nama: str
    jabatan: str
    kedudukan_tercetak: str
    kedudukan: str
    baris_sumber: int


@dataclass(frozen=True)
class SubRow:
    """A sub kegiatan; `no` as printed, '' where there is none."""

    no: str
    teks: str


@dataclass(frozen=True)
class IndikatorRow:
    """An indikator; `sub` are the places of its sub kegiatan, counted from 1."""

    huruf: str
    teks: str
    sub: tuple[int, ...]


@dataclass(frozen=True)
class BarisRow:
    """A printed row: the places of the sub kegiatan and indikator in it, and its KET."""

    baris_sumber: int
    sub: tuple[int, ...]
    indikator: tuple[int, ...]
    ket: str


@dataclass(frozen=True)
class KegiatanRow:
    """A lettered kegiatan with all below it."""

    huruf: str
    teks: str
    baris_sumber: int
    sub: tuple[SubRow, ...]
    indikator: tuple[IndikatorRow, ...]
    baris: tuple[BarisRow, ...]


@dataclass(frozen=True)
class TimRow:
    """A group of Lampiran I, with its part of Lampiran II when it is a team."""

    kode: str
    jenis: str
    urut: int
    judul_tercetak: str
    nama: str
    baris_sumber: int
    anggota: tuple[AnggotaRow, ...]
    tugas: tuple[tuple[int, str], ...]
    no_lampiran_2: int | None = None
    nama_lampiran_2: str = ""
    kegiatan: tuple[KegiatanRow, ...] = ()


@dataclass(frozen=True)
class CatatanRow:
    """A source note; `baris` names rows by kind and place, such as "sub.6.C.1"."""

    kode: str
    golongan: str
    mentah: str
    alasan: str
    usulan: str
    letak: str
    baris: tuple[str, ...]


@dataclass(frozen=True)
class KeputusanRow:
    """The whole document."""

    kolom: dict[str, Any]  # columns of KeputusanZI except the plan
    bagian: tuple[BagianRow, ...]
    tim: tuple[TimRow, ...]
    catatan: tuple[CatatanRow, ...]


def read(name: str) -> dict[str, Any]:
    """Return one JSON file of fixtures/official/; raises OSError or ValueError when broken."""
    path = settings.BASE_DIR / "fixtures" / "official" / name
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@cache
def instansi() -> str:
    """Return the kode of the institution whose decree this is."""
    return str(read(UNIT)["instansi"])


@cache
def unit() -> tuple[UnitRow, ...]:
    """Return the teams that the decree adds to its institution."""
    return tuple(UnitRow(**row) for row in read(UNIT)["unit"])


@cache
def keputusan() -> KeputusanRow:
    """Return the decree with both annexes and its source notes."""
    data = read(ZI)
    satu, dua = data["lampiran_1"], data["lampiran_2"]
    return KeputusanRow(
        kolom={
            "status_naskah": data["status_naskah"],
            "kop": data["kop"],
            "jenis": data["jenis"],
            "nomor": data["nomor"],
            "nomor_raw": data["nomor_raw"],
            "tentang": data["tentang"],
            "tempat": data["tempat"],
            "tanggal": date.fromisoformat(data["tanggal"]),
            "tanggal_raw": data["tanggal_raw"],
            "pejabat_penetap": data["pejabat_penetap"],
            "penandatangan": data["penandatangan"]["nama"],
            "penandatangan_jabatan": data["penandatangan"]["jabatan"],
            "penandatangan_tanda": data["penandatangan"]["tanda"],
            "pengesah": data["pengesah_salinan"]["nama"],
            "pengesah_jabatan": data["pengesah_salinan"]["jabatan"],
            "pengesah_unit": data["pengesah_salinan"]["unit"],
            "kepala_lampiran_1": satu["kepala"],
            "judul_lampiran_1": satu["judul"],
            "kolom_lampiran_1": satu["kolom"],
            "nomor_kolom_lampiran_1": satu["nomor_kolom"],
            "kepala_lampiran_2": dua["kepala"],
            "judul_lampiran_2": dua["judul"],
            "kolom_lampiran_2": dua["kolom"],
            "nomor_kolom_lampiran_2": dua["nomor_kolom"],
            "halaman_lampiran_2": dua["halaman"],
            "penutup": data["penutup"],
            "sumber": data["sumber"],
        },
        bagian=tuple(
            BagianRow(jenis, urut, row["label"], row["teks"])
            for jenis in BAGIAN
            for urut, row in enumerate(data[jenis], start=1)
        ),
        tim=_tim(satu["kelompok"], dua["tim"]),
        catatan=tuple(
            CatatanRow(
                kode=row["kode"],
                golongan=row["golongan"],
                mentah=row["mentah"],
                alasan=row["alasan"],
                usulan=row["usulan"],
                letak=row.get("letak", ""),
                baris=tuple(row.get("baris", [])),
            )
            for row in read(CATATAN)["catatan"]
        ),
    )


def _tim(kelompok: list[dict[str, Any]], rencana_aksi: list[dict[str, Any]]) -> tuple[TimRow, ...]:
    second = {row["kelompok"]: row for row in rencana_aksi}
    rows = []
    for urut, row in enumerate(kelompok, start=1):
        part = second.get(row["kode"])
        rows.append(
            TimRow(
                kode=row["kode"],
                jenis="tim" if part else row["nama"].lower(),
                urut=urut,
                judul_tercetak=row["judul_tercetak"],
                nama=row["nama"],
                baris_sumber=row["baris_sumber"],
                anggota=tuple(AnggotaRow(**one) for one in row["anggota"]),
                tugas=tuple((one["no"], one["teks"]) for one in row["tugas"]),
                no_lampiran_2=part["no"] if part else None,
                nama_lampiran_2=part["nama_tercetak"] if part else "",
                kegiatan=tuple(map(_kegiatan, part["kegiatan"])) if part else (),
            )
        )
    return tuple(rows)


def _kegiatan(row: dict[str, Any]) -> KegiatanRow:
    return KegiatanRow(
        huruf=row["huruf"],
        teks=row["teks"],
        baris_sumber=row["baris_sumber"],
        sub=tuple(SubRow(**one) for one in row["sub"]),
        indikator=tuple(
            IndikatorRow(one["huruf"], one["teks"], tuple(one["sub"])) for one in row["indikator"]
        ),
        baris=tuple(
            BarisRow(one["baris_sumber"], tuple(one["sub"]), tuple(one["indikator"]), one["ket"])
            for one in row["baris"]
        ),
    )


def pasangan(baris: tuple[BarisRow, ...]) -> dict[int, tuple[int, ...]]:
    """Return which sub kegiatan each indikator belongs to, read from the printed rows.

    Those of its own row; a row whose indikator cell is blank goes to the last indikator above it,
    and a row whose sub kegiatan cell is blank to the last sub kegiatan above it.
    """
    found: dict[int, set[int]] = {}
    last_sub: tuple[int, ...] = ()
    last_indikator: tuple[int, ...] = ()
    for row in baris:
        last_sub = row.sub or last_sub[-1:]
        last_indikator = row.indikator or last_indikator[-1:]
        for one in last_indikator:
            found.setdefault(one, set()).update(last_sub)
    return {one: tuple(sorted(places)) for one, places in found.items()}
