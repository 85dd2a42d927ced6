"""The files in fixtures/official/ as frozen rows; nothing here touches the database."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings

from accounts.sebutan import BAKU

SATGAS = "satgas.json"
CATATAN = "catatan_satgas.json"
PEMPROV = "unit_pemprov.json"
KPU = "unit_kpu.json"

TAHUN = 2021
NAMA_RENCANA = "Satgas Pencegahan Korupsi 2021"


@dataclass(frozen=True)
class UnitRow:
    """A unit of an institution; `induk` names its parent by kode, '' for the root."""

    kode: str
    nama: str
    nama_pendek: str
    jenis: str
    induk: str = ""
    inspektorat: bool = False


@dataclass(frozen=True)
class InstansiRow:
    """An institution with its letterhead and units, parents before children."""

    kode: str
    nama: str
    tempat: str
    zona_waktu: str
    kop: tuple[str, ...]
    unit: tuple[UnitRow, ...]
    sebutan_verifikator: str = BAKU


@dataclass(frozen=True)
class BagianRow:
    """A paragraph of the decree outside its member table."""

    jenis: str
    urut: int
    label: str
    teks: str
    butir: tuple[tuple[str, str], ...] = ()  # label and text of lettered items below


@dataclass(frozen=True)
class TugasRow:
    """A task as printed; `huruf` is empty for a task that is one paragraph."""

    kode: str
    huruf: str
    urut: int
    teks: str
    sub: tuple[str, ...] = ()
    bersama: tuple[int, ...] = ()


@dataclass(frozen=True)
class AnggotaRow:
    """A member: an office, its place, its tasks."""

    no: int
    jabatan: str
    kedudukan: str
    unit: str
    tugas: tuple[TugasRow, ...]


@dataclass(frozen=True)
class CatatanRow:
    """A source note; without butir and anggota it concerns the decree as a whole.

    `letak` names places in the decree's own text ("nomor", "mengingat.3", "diktum.KESATU").
    """

    kode: str
    golongan: str
    teks: str
    letak: tuple[str, ...]
    butir: tuple[str, ...]
    anggota: tuple[int, ...]


@dataclass(frozen=True)
class DecreeRow:
    """The whole decree."""

    kolom: dict[str, Any]  # columns of SuratKeputusan except the plan
    bagian: tuple[BagianRow, ...]
    anggota: tuple[AnggotaRow, ...]
    catatan: tuple[CatatanRow, ...]

    @property
    def tanggal(self) -> date:
        """Date of the decree, on which it came into force."""
        hari = self.kolom["tanggal"]
        assert isinstance(hari, date)
        return hari


def read(name: str) -> dict[str, Any]:
    """Return one JSON file of fixtures/official/; raises OSError or ValueError when broken."""
    path = settings.BASE_DIR / "fixtures" / "official" / name
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@cache
def institution(name: str) -> InstansiRow:
    """Return an institution with its units from one file."""
    data = read(name)
    return InstansiRow(
        kode=data["kode"],
        nama=data["nama"],
        tempat=data["tempat"],
        zona_waktu=data["zona_waktu"],
        kop=tuple(data["kop"]),
        unit=tuple(UnitRow(**row) for row in data["unit"]),
        sebutan_verifikator=data.get("sebutan_verifikator", BAKU),
    )


@cache
def decree() -> DecreeRow:
    """Return the decree with its source notes."""
    data = read(SATGAS)
    signer = data["penandatangan"]
    return DecreeRow(
        kolom={
            "jenis": data["jenis"],
            "nomor": data["nomor"],
            "nomor_raw": data["nomor_raw"],
            "nomor_lampiran_raw": data["nomor_lampiran_raw"],
            "tentang": data["tentang"],
            "tempat": data["tempat"],
            "tanggal": date.fromisoformat(data["tanggal"]),
            "tanggal_raw": data["tanggal_raw"],
            "pejabat_penetap": data["pejabat_penetap"],
            "atas_nama": signer["atas_nama"],
            "penandatangan": signer["nama"],
            "penandatangan_jabatan": signer["jabatan"],
            "penandatangan_pangkat": signer["pangkat"],
            "penandatangan_nip": signer["nip"],
            "kop": "\n".join(data["kop"]),
            "judul_lampiran": data["judul_lampiran"],
            "sumber": data["sumber"],
        },
        bagian=tuple(
            BagianRow(
                jenis=jenis,
                urut=urut,
                label=row["label"],
                teks=row["teks"],
                butir=tuple((item["label"], item["teks"]) for item in row.get("butir", [])),
            )
            for jenis, rows in data["bagian"].items()
            for urut, row in enumerate(rows, start=1)
        ),
        anggota=tuple(_member(row) for row in data["anggota"]),
        catatan=notes(),
    )


@cache
def notes() -> tuple[CatatanRow, ...]:
    """Return the source notes of the decree."""
    return tuple(
        CatatanRow(
            kode=row["kode"],
            golongan=row["golongan"],
            teks=row["teks"],
            letak=tuple(row.get("letak", [])),
            butir=tuple(row.get("butir", [])),
            anggota=tuple(row.get("anggota", [])),
        )
        for row in read(CATATAN)["catatan"]
    )


def _member(row: dict[str, Any]) -> AnggotaRow:
    no = row["no"]
    if "paragraf" in row:
        tugas: tuple[TugasRow, ...] = (
            TugasRow(str(no), "", 1, row["paragraf"], bersama=tuple(row.get("bersama", []))),
        )
    else:
        tugas = tuple(
            TugasRow(f"{no}.{t['huruf']}", t["huruf"], urut, t["teks"], tuple(t.get("sub", [])))
            for urut, t in enumerate(row.get("tugas", []), start=1)
        )
    return AnggotaRow(no, row["jabatan"], row["kedudukan"], row["unit"], tugas)
