"""The Road Map's files in fixtures/official/ as frozen rows; nothing here touches the database.

Raw strings only: what a cell means is read by `ukuran.target` when it is loaded.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings

ROADMAP = "roadmap.json"
SENARAI = "roadmap_senarai.json"
CATATAN = "catatan_roadmap.json"

NAMA_RENCANA = "Road Map Reformasi Birokrasi 2018-2022"


@dataclass(frozen=True)
class SelRow:
    """The cells of one year: target and budget as printed.

    `anggaran` is None where the table has no budget column (Bab III.B). `posisi_ocr` holds the
    two cells where the OCR put them, for a row that is read one cell further.
    """

    tahun: int
    target: str
    anggaran: str | None = None
    posisi_ocr: tuple[str, str] | None = None


@dataclass(frozen=True)
class IndikatorRow:
    """An indikator of Bab III.B; `sasaran_tercetak` is '' below a row-span."""

    kode: str
    teks: str
    sasaran_tercetak: str
    baris_sumber: int
    sub: tuple[str, ...]
    sel: tuple[SelRow, ...]


@dataclass(frozen=True)
class SasaranRow:
    """A sasaran with its indikator."""

    teks: str
    indikator: tuple[IndikatorRow, ...]


@dataclass(frozen=True)
class KelompokRow:
    """One printed table of Bab III.B; `teks` instead of a table where the source has none."""

    kode: str
    jalur: tuple[str, ...]
    baris_sumber: int
    kepala_tahun: tuple[str, ...] = ()
    sasaran: tuple[SasaranRow, ...] = ()
    teks: str = ""


@dataclass(frozen=True)
class BarisRow:
    """One printed row of the Lampiran."""

    kode: str
    tipe: str
    no_tercetak: str
    kegiatan_tercetak: str
    sub_induk: str
    sub_kegiatan: str
    indikator_tercetak: str
    indikator: str
    penanggung_jawab: str
    anggaran_pada: str
    baris_sumber: int
    jumlah_kolom_ocr: int
    sel: tuple[SelRow, ...]
    sel_ocr: tuple[str, ...]

    @property
    def judul(self) -> bool:
        """Whether the row is a heading that asks for nothing."""
        return self.tipe == "judul"


@dataclass(frozen=True)
class KegiatanRow:
    """A kegiatan with its rows; one that is printed twice (page break) stands once."""

    no: str
    nama: str
    baris: tuple[BarisRow, ...]


@dataclass(frozen=True)
class ProgramRow:
    """A program of the Lampiran; `nama` is '' for H."""

    huruf: str
    nama: str
    judul_tercetak: str
    kegiatan: tuple[KegiatanRow, ...]


@dataclass(frozen=True)
class IsiRow:
    """A line of a list; `induk` is the letter of the heading above it, for nested lists."""

    label: str
    teks: str
    sumber: dict[str, Any]


@dataclass(frozen=True)
class SenaraiRow:
    """A list of the source outside its tables."""

    kunci: str
    kelompok: str
    bagian: str
    judul: str
    pengantar: str
    sumber: dict[str, Any]
    isi: tuple[IsiRow, ...]


@dataclass(frozen=True)
class UsulanRow:
    """The proposed reading of one cell."""

    baris: str
    tahun: int
    target: str = ""
    anggaran_ribu: int | None = None


@dataclass(frozen=True)
class CatatanRow:
    """A source note. `baris` names rows (A-006), indikator (B31), kegiatan (E.3), programs (H)."""

    kode: str
    golongan: str
    mentah: str
    alasan: str
    usulan: str
    dalam_total: bool | None
    letak: str
    baris: tuple[str, ...]
    usulan_baca: tuple[UsulanRow, ...]


@dataclass(frozen=True)
class RoadMapRow:
    """The whole document."""

    kolom: dict[str, Any]  # columns of RoadMap except the plan
    tahun: tuple[int, ...]
    total: tuple[tuple[int, str], ...]
    kelompok: tuple[KelompokRow, ...]
    program: tuple[ProgramRow, ...]
    senarai: tuple[SenaraiRow, ...]
    catatan: tuple[CatatanRow, ...]

    @property
    def baris(self) -> tuple[BarisRow, ...]:
        """Every row of the Lampiran in its order."""
        return tuple(b for p in self.program for k in p.kegiatan for b in k.baris)

    @property
    def indikator(self) -> tuple[IndikatorRow, ...]:
        """Every indikator of Bab III.B in its order."""
        return tuple(i for k in self.kelompok for s in k.sasaran for i in s.indikator)


def read(name: str) -> dict[str, Any]:
    """Return one JSON file of fixtures/official/; raises OSError or ValueError when broken."""
    path = settings.BASE_DIR / "fixtures" / "official" / name
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@cache
def roadmap() -> RoadMapRow:
    """Return the document with its lists and source notes."""
    data = read(ROADMAP)
    tahun = tuple(data["tahun"])
    lampiran, total = data["lampiran"], data["lampiran"]["total"]
    return RoadMapRow(
        kolom={
            "judul": data["judul"],
            "instrumen": data["instrumen"],
            "nomor_raw": data["nomor_raw"],
            "tanggal_raw": data["tanggal_raw"],
            "penandatangan": data["penandatangan"]["nama"],
            "penandatangan_jabatan": data["penandatangan"]["jabatan"],
            "judul_lampiran": lampiran["kepala"],
            "kolom_lampiran": lampiran["kolom"],
            "sumber": data["sumber"],
            "sel_total": total["sel_ocr"],
            "catatan_total": total["catatan"],
        },
        tahun=tahun,
        total=tuple(zip(tahun, total["tercetak"], strict=True)),
        kelompok=tuple(_kelompok(data["sasaran"], tahun)),
        program=tuple(_program(row, tahun) for row in lampiran["program"]),
        senarai=tuple(_senarai(data)),
        catatan=catatan(),
    )


@cache
def catatan() -> tuple[CatatanRow, ...]:
    """Return the source notes."""
    return tuple(
        CatatanRow(
            kode=row["kode"],
            golongan=row["golongan"],
            mentah=row["mentah"],
            alasan=row["alasan"],
            usulan=row["usulan"],
            dalam_total=row["dalam_total"],
            letak=row.get("letak", ""),
            baris=tuple(row.get("baris", [])),
            usulan_baca=tuple(UsulanRow(**usul) for usul in row.get("usulan_baca", [])),
        )
        for row in read(CATATAN)["catatan"]
    )


def _kelompok(bab: dict[str, Any], tahun: tuple[int, ...]) -> Iterator[KelompokRow]:
    for tabel in bab["tabel"]:
        yield KelompokRow(
            kode=tabel["kode"],
            jalur=tuple(tabel["jalur"]),
            baris_sumber=tabel["baris_sumber"],
            kepala_tahun=tuple(tabel["kepala_tahun"]),
            sasaran=tuple(
                SasaranRow(
                    teks=row["tercetak"],
                    indikator=tuple(
                        IndikatorRow(
                            kode=satu["kode"],
                            teks=satu["tercetak"],
                            sasaran_tercetak="" if n else row["tercetak"],
                            baris_sumber=satu["baris_sumber"],
                            sub=tuple(satu.get("sub", [])),
                            sel=tuple(map(SelRow, tahun, satu["target"])),
                        )
                        for n, satu in enumerate(row["indikator"])
                    ),
                )
                for row in tabel["sasaran"]
            ),
        )
    lain = bab["tanpa_tabel"]
    (judul,) = lain["jalur"]
    yield KelompokRow(judul.partition(".")[0], (judul,), lain["baris_sumber"], teks=lain["teks"])


def _program(row: dict[str, Any], tahun: tuple[int, ...]) -> ProgramRow:
    return ProgramRow(
        huruf=row["huruf"],
        nama=row["nama_tercetak"],
        judul_tercetak=row["judul_tercetak"],
        kegiatan=tuple(
            KegiatanRow(
                no=kegiatan["no"],
                nama=kegiatan["nama"],
                baris=tuple(_baris(baris, tahun) for baris in kegiatan["baris"]),
            )
            for kegiatan in row["kegiatan"]
        ),
    )


def _baris(row: dict[str, Any], tahun: tuple[int, ...]) -> BarisRow:
    ocr: list[tuple[str, str] | None] = [None] * len(tahun)
    if "target_posisi_ocr" in row:
        ocr = list(zip(row["target_posisi_ocr"], row["anggaran_posisi_ocr"], strict=True))
    return BarisRow(
        kode=row["kode"],
        tipe=row["tipe"],
        no_tercetak=row["no_tercetak"],
        kegiatan_tercetak=row["kegiatan_tercetak"],
        sub_induk=row.get("sub_induk", ""),
        sub_kegiatan=row.get("sub_kegiatan", ""),
        indikator_tercetak=row["indikator_tercetak"],
        indikator=row.get("indikator", row["indikator_tercetak"]),
        penanggung_jawab=row["penanggung_jawab"],
        anggaran_pada=row.get("anggaran_pada", ""),
        baris_sumber=row["baris_sumber"],
        jumlah_kolom_ocr=row["jumlah_kolom_ocr"],
        sel=tuple(map(SelRow, tahun, row["target"], row["anggaran"], ocr)),
        sel_ocr=tuple(row["sel_ocr"]),
    )


def _senarai(data: dict[str, Any]) -> Iterator[SenaraiRow]:
    """The lists of the second file, then the two that stand with the title."""
    for row in read(SENARAI)["senarai"]:
        sumber = {name: row[name] for name in ("label", "jalur", "baris_sumber") if name in row}
        yield SenaraiRow(
            kunci=row["kode"],
            kelompok=row["kelompok"],
            bagian=row["bagian"],
            judul=row["judul"],
            pengantar=row.get("pengantar", ""),
            sumber=sumber,
            isi=tuple(_isi(row["butir"])),
        )
    for kunci, judul in (
        ("tiga_sasaran", "Sasaran reformasi birokrasi"),
        ("lima_fokus", "Fokus perubahan menurut daftar isi"),
    ):
        isi = tuple(IsiRow("", teks, {}) for teks in data[kunci])
        yield SenaraiRow(kunci, "daftar", "Judul dan daftar isi", judul, "", {}, isi)


def _isi(rows: list[dict[str, Any]], induk: str = "") -> Iterator[IsiRow]:
    """Lines in their order; those below a heading carry its letter as `induk`.

    A line printed with its explanation keeps it in a second line of the text.
    """
    for row in rows:
        sumber: dict[str, Any] = {
            name: row[name] for name in ("baris_sumber", "label_seharusnya") if name in row
        }
        if induk:
            sumber["induk"] = induk
        if "anak" in row:
            sumber["judul"] = True
        yield IsiRow(
            row["label"], "\n".join([row["teks"], *filter(None, [row.get("uraian")])]), sumber
        )
        yield from _isi(row.get("anak", []), row["label"])
