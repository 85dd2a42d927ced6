"""The pieces of a progress report as HTML, in their order: what is not the cover.

A piece is a section or a part of one, with the number of rows it weighs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from evidence.hitungan import Hitungan
from reports.grafik import LEBAR_DOKUMEN, SUMBU_DOKUMEN, TINGGI_DOKUMEN, batang_dokumen
from reports.kemajuan.kalimat import bobot, persetujuan, ringkasan
from reports.kemajuan.kata import ISIAN, baris_jabatan, nip_tercetak, satuan
from reports.kemajuan.parameter import ParameterKemajuan
from reports.pdf.kemajuan.bagian import BARIS_BAGIAN, kelompok, potong, potong_kelompok
from reports.potret.bentuk import AmandemenPotret, IsiPotret, PerubahanPotret

_TETAP = 20  # rows of a section that is no table of tasks

T = TypeVar("T")


@dataclass(frozen=True)
class Potongan:
    """A piece of the report: its HTML, how many rows it weighs, and what is said of it."""

    html: SafeString
    berat: int
    judul: str


@dataclass(frozen=True)
class Isian:
    """One line of the contents; `halaman` None where the page is counted by the document."""

    jangkar: str
    judul: str
    anak: bool = False
    halaman: int | None = None


def daftar_isi(isi: IsiPotret) -> list[Isian]:
    """Return the contents, without pages."""
    return [
        Isian("ringkasan", "1. Ringkasan"),
        Isian("rekap-area", "2. Rekapitulasi per area"),
        Isian("rekap-anggota", "3. Rekapitulasi per anggota"),
        Isian("rincian", f"4. Rincian {satuan(isi)}"),
        *(Isian(g.jangkar, g.judul, anak=True) for g in kelompok(isi)),
        Isian("pengecualian", "5. Pengecualian"),
        Isian("perubahan", "6. Amandemen dan perubahan"),
        Isian("catatan-sumber", "7. Catatan sumber"),
        Isian("pengesahan", "8. Pengesahan"),
    ]


def potongan(isi: IsiPotret, parameter: ParameterKemajuan) -> Iterator[Potongan]:
    """Give the pieces behind the cover, each drawn when it is asked for."""
    yield _ringkasan(isi, parameter)
    yield _potongan(
        "kemajuan_rekap.html",
        "Rekapitulasi",
        2 * (len(isi.area) + len(isi.anggota)),
        {"isi": isi, "bobot": bobot(isi), "satuan": satuan(isi)},
    )
    yield from _rincian(isi)
    yield from _pengecualian(isi)
    yield from _perubahan(isi)
    sign = parameter.tanda_tangan
    yield _potongan(
        "kemajuan_akhir.html",
        "Pengesahan",
        _TETAP + len(isi.catatan),
        {
            "isi": isi,
            "p": parameter,
            "sah": persetujuan(isi, parameter),
            "jabatan": baris_jabatan(sign),
            "nip": nip_tercetak(sign.nip),
            "isian": ISIAN,
        },
    )


def baris_grafik(isi: IsiPotret) -> tuple[str, list[tuple[str, Hitungan]]]:
    """Return what the chart shows bars of, and its rows: areas, else members, else the plan."""
    if isi.area:
        return "area", [(a.nama, a.hitungan) for a in isi.area]
    if isi.anggota:
        return "anggota", [(m.jabatan, m.hitungan) for m in isi.anggota]
    return "rencana", [("Seluruh rencana", isi.hitungan)]


def _ringkasan(isi: IsiPotret, parameter: ParameterKemajuan) -> Potongan:
    menurut, rows = baris_grafik(isi)
    bars = batang_dokumen(rows)
    names = [name for name, _ in rows]
    return _potongan(
        "kemajuan_ringkasan.html",
        "Ringkasan",
        _TETAP + 2 * len(rows),
        {
            "isi": isi,
            "kalimat": ringkasan(isi),
            "bobot": bobot(isi),
            "menurut": menurut,
            "batang": bars,
            "baris": list(zip(names, bars, strict=True)),
            "tinggi": TINGGI_DOKUMEN * len(bars),
            "sumbu": SUMBU_DOKUMEN,
            "lebar": LEBAR_DOKUMEN,
            "huruf": parameter.huruf,
        },
    )


def _rincian(isi: IsiPotret) -> Iterator[Potongan]:
    first, word = True, satuan(isi)
    for group, weight in potong_kelompok(kelompok(isi)):
        context = {"g": group, "pertama": first, "isi": isi, "satuan": word}
        yield _potongan("kemajuan_tugas.html", group.judul, weight, context)
        first = False
    if first:
        yield _potongan("kemajuan_tanpa_tugas.html", "Rincian", 1, {"satuan": word})


def _pengecualian(isi: IsiPotret) -> Iterator[Potongan]:
    for n, rows in enumerate(_bagi(isi.pengecualian)):
        context = {"baris": rows, "pertama": n == 0, "satuan": satuan(isi)}
        yield _potongan("kemajuan_kecuali.html", "Pengecualian", 2 + 2 * len(rows), context)


def _perubahan(isi: IsiPotret) -> Iterator[Potongan]:
    """Give amendments, then what changed since the cut-off before."""
    first = True
    every: list[tuple[AmandemenPotret | None, Sequence[PerubahanPotret]]] = [
        *((a, a.perubahan) for a in isi.amandemen),
        (None, isi.perubahan),
    ]
    for amendment, changes in every:
        for n, rows in enumerate(_bagi(changes)):
            context = {
                "pertama": first,
                "tanpa_amandemen": first and not isi.amandemen,
                "amandemen": amendment,
                "banding": amendment is None,
                "acuan": isi.acuan,
                "baris": rows,
                "lanjutan": n > 0,
                "satuan": satuan(isi),
            }
            yield _potongan("kemajuan_perubahan.html", "Perubahan", 3 + 2 * len(rows), context)
            first = False


def _bagi(rows: Sequence[T]) -> Sequence[tuple[T, ...]]:
    return potong(rows, [2] * len(rows)) or [()]


def _potongan(nama: str, judul: str, berat: int, context: Mapping[str, object]) -> Potongan:
    return Potongan(render_to_string(f"reports/pdf/{nama}", dict(context)), berat, judul)


def kemas(pieces: Iterable[Potongan]) -> Iterator[list[Potongan]]:
    """Pack pieces that follow each other into parts of at most BARIS_BAGIAN rows."""
    part: list[Potongan] = []
    for piece in pieces:
        if part and sum(p.berat for p in part) + piece.berat > BARIS_BAGIAN:
            yield part
            part = []
        part.append(piece)
    yield part
