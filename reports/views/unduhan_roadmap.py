"""The matrix of sasaran and the table of kegiatan of a Road Map as files, by their filters."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.models import Rencana
from reports.datasets.isi_sel import isi_sel
from reports.xlsx.kegiatan import AKHIR, AWAL, TAHUNAN, baris_kegiatan
from roadmap.keadaan import Saringan
from roadmap.matriks import BarisIndikator, Matriks, matriks
from roadmap.tabel import tabel
from roadmap.views.kegiatan import Pilihan
from roadmap.views.matriks import diminta
from roadmap.views.saat import rencana_roadmap, saat
from sheets.tables import Isi, KolomTabel, Tabel, dari_baris, kolom, saringan
from sheets.unduhan import Unduhan, punya, register

Rows = Iterator[tuple[Isi, ...]]

_AWAL = kolom(
    ("Kelompok", "teks", 34),
    ("Sasaran", "teks", 40),
    ("Kode", "kode"),
    ("Indikator", "teks", 50),
    ("Sub indikator", "teks", 34),
    ("Unit pelapor", "teks", 30),
)
_JENIS_TAHUN = ("teks", "angka", "teks", "persen", "uang", "persen", "teks")
_LEBAR_AWAL = (12, 34, 6, 50, 34, 50, 34, 30)


def daftarkan() -> None:
    """Register both lists; called once when the app is ready."""
    baca = punya(Permission.PLAN_READ)
    register(
        Unduhan("roadmap", "Matriks sasaran", baca, sasaran),
        Unduhan("roadmap_kegiatan", "Program dan kegiatan", baca, kegiatan),
    )


def _rencana(request: Permintaan) -> Rencana:
    found = rencana_roadmap(request)
    if found is None:
        raise Http404("Belum ada Road Map yang dapat Anda baca.")
    return found


def _keadaan(kode: str) -> str | None:
    return Saringan(kode).kata if kode in list(Saringan) else kode or None


def sasaran(request: Permintaan) -> Tabel:
    """Return the indikator of a Road Map, with target, realisasi and capaian of every year."""
    plan = _rencana(request)
    moment, asked = saat(request, plan), diminta(request)
    found = matriks(
        plan,
        request.user,
        at=moment.at,
        lampau=moment.lampau,
        unit=asked.unit,
        keadaan=asked.keadaan,
        cari=asked.cari,
        kelompok=asked.kelompok,
        tahun=asked.tahun,
    )
    years = (
        column
        for year in found.lembar.tahun
        for column in kolom(
            (f"Target {year}", "teks", 20),
            (f"Realisasi {year}", "teks", 22),
            (f"Capaian {year}", "persen"),
            (f"Pita {year}", "teks", 14),
            (f"Klaim {year} bila berbeda", "teks", 20),
        )
    )
    return dari_baris(
        "roadmap",
        "Matriks sasaran",
        (*_AWAL, *years, *kolom(("Catatan sumber", "teks", 20))),
        _sasaran(found),
        keterangan=saringan(
            Rencana=plan.nama,
            Kelompok=asked.kelompok,
            Keadaan=_keadaan(asked.keadaan),
            Cari=asked.cari,
            Per=f"{moment.per:%d-%m-%Y}" if moment.lampau and moment.per else None,
        ),
        lingkup=(plan.instansi_id,),
    )


def _sasaran(found: Matriks) -> Rows:
    for group in found.kelompok:
        name = ": ".join(group.jalur) or group.judul
        for aim in group.sasaran:
            for row in aim.indikator:
                yield (
                    f"{group.kode} {name}",
                    aim.teks,
                    row.kode,
                    row.teks,
                    "\n".join(row.sub),
                    row.unit,
                    *_sel(row, berjalan=found.rencana.berjalan),
                    ", ".join(row.catatan),
                )


def _sel(row: BarisIndikator, *, berjalan: bool) -> Iterator[Isi]:
    for cell in row.sel:
        isi = isi_sel(cell, berjalan=berjalan, terbaca=row.terbaca)
        words = isi.realisasi or isi.keadaan
        yield isi.target
        yield f"{words} (historis, tidak diverifikasi)" if isi.historis else words
        yield isi.capaian
        yield isi.pita
        yield isi.klaim


def kegiatan(request: Permintaan) -> Tabel:
    """Return the rows of the Lampiran as the screen shows them, with the sums below."""
    plan = _rencana(request)
    asked = Pilihan.dari(request, plan)
    found = tabel(
        plan,
        request.user,
        at=asked.saat.at,
        lampau=asked.saat.lampau,
        program=asked.program,
        unit=asked.unit,
        keadaan=asked.keadaan,
        tahun=asked.tahun,
        cari=asked.cari,
    )
    heads: list[Any] = [
        (name, "kode" if name in ("Kode", "No") else "teks", float(width))
        for name, width in zip(AWAL, _LEBAR_AWAL, strict=True)
    ]
    heads += [
        (words.format(tahun=year).replace(" (%)", ""), kind)
        for year in found.tahun
        for words, kind in zip(TAHUNAN, _JENIS_TAHUN, strict=True)
    ]
    columns: tuple[KolomTabel, ...] = (*kolom(*heads), *kolom(*((name, "teks") for name in AKHIR)))
    return dari_baris(
        "roadmap_kegiatan",
        "Program dan kegiatan",
        columns,
        # a line of sums ends with the years
        ((*cells, *[""] * (len(columns) - len(cells))) for cells, _ in baris_kegiatan(found)),
        keterangan=saringan(
            Rencana=plan.nama,
            Program=asked.program,
            Tahun=str(asked.tahun) if asked.tahun else None,
            Keadaan=_keadaan(asked.keadaan),
            Cari=asked.cari,
        ),
        lingkup=(plan.instansi_id,),
    )
