"""What the database holds of the Road Map: counted, added up, and compared with the fixture."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from evidence.models import Butir, DokumenWajib
from roadmap.models import (
    BarisAksi,
    Indikator,
    IsiSenarai,
    Kegiatan,
    RoadMap,
    Sasaran,
    Senarai,
    TargetTahun,
)
from roadmap.official.fixture import RoadMapRow, SelRow, roadmap
from roadmap.official.penanggung import instansi
from roadmap.rekonsiliasi import Rekonsiliasi, Sebab, TahunRekonsiliasi, rekonsiliasi
from ukuran.target import JenisAnggaran, JenisTarget

Isi = dict[str, Any]


def reconcile() -> list[Isi]:
    """Return counts and yearly sums of the official Road Map, and whether it equals the fixture.

    Everything is counted and added up from the database. `beda` names every place where a text
    differs, is missing or is too many; `selaras` is true when there is none. CONTOH institutions
    are not looked at.
    """
    source = roadmap()
    document = (
        RoadMap.objects.filter(
            rencana__instansi__kode=instansi(),
            rencana__instansi__contoh=False,
            rencana__tahun=source.tahun[0],
        )
        .select_related("rencana")
        .first()
    )
    result: Isi = {"dokumen": "roadmap", "instansi": instansi()}
    if document is None:
        return [result | {"jumlah": {}, "selaras": False, "beda": ["belum dimuat"], "catatan": []}]
    in_database, wanted = in_rows(document), in_fixture(source)
    beda = sorted(
        place
        for place in in_database.keys() | wanted.keys()
        if in_database.get(place) != wanted.get(place)
    )
    sums = rekonsiliasi(document)
    return [
        result
        | {
            "nomor": document.nomor_raw,
            "rencana": document.rencana.nama,
            "status": document.rencana.status,
            "jumlah": counts(document),
            "sel_anggaran": budget_cells(sums),
            "sel_target": target_cells(document),
            "tahun": [_year(year) for year in sums.tahun],
            "program": [asdict(row) for row in sums.subtotal],
            "selaras": not beda,
            "beda": beda,
            "catatan": [
                {
                    "kode": c.kode,
                    "golongan": c.golongan,
                    "teks": c.alasan,
                    "dalam_total": c.dalam_total,
                }
                for c in document.catatan_set.all()
            ],
        }
    ]


def counts(document: RoadMap) -> dict[str, int]:
    """Count the rows of a Road Map."""
    rows = BarisAksi.objects.filter(kegiatan__program__roadmap=document)
    butir = Butir.objects.filter(rencana=document.rencana)
    tipe = Counter(rows.values_list("tipe", flat=True))
    lists = document.senarai_set
    isi = IsiSenarai.objects.filter(senarai__roadmap=document)
    heading = isi.filter(sumber__judul=True)
    return {
        "tabel": sum(1 for k in document.kelompok_set.all() if k.kepala_tahun),
        "sasaran": Sasaran.objects.filter(kelompok__roadmap=document).count(),
        "indikator": Indikator.objects.filter(sasaran__kelompok__roadmap=document).count(),
        "program": document.program_set.count(),
        "kegiatan": Kegiatan.objects.filter(program__roadmap=document).count(),
        "baris": rows.count(),
        "judul": tipe[BarisAksi.Tipe.JUDUL],
        "baris_indikator": tipe[BarisAksi.Tipe.INDIKATOR],
        "lanjutan": tipe[BarisAksi.Tipe.LANJUTAN],
        "kegiatan_beranggaran": tipe[BarisAksi.Tipe.KEGIATAN],
        "butir": butir.count(),
        "dokumen_wajib": DokumenWajib.objects.filter(butir__in=butir).count(),
        "senarai_kegiatan": lists.filter(kelompok=Senarai.Kelompok.KEGIATAN).count(),
        "isi_kegiatan": isi.filter(senarai__kelompok=Senarai.Kelompok.KEGIATAN).count(),
        "program_iii_c": lists.filter(kelompok=Senarai.Kelompok.PROGRAM, isi_set__isnull=False)
        .distinct()
        .count(),
        "isi_program": isi.filter(senarai__kelompok=Senarai.Kelompok.PROGRAM)
        .exclude(pk__in=heading)
        .count(),
        "daftar_lain": lists.filter(kelompok=Senarai.Kelompok.DAFTAR).count(),
        "isi_daftar": isi.filter(senarai__kelompok=Senarai.Kelompok.DAFTAR).count(),
        "catatan": document.catatan_set.count(),
    }


def budget_cells(sums: Rekonsiliasi) -> dict[str, int]:
    """Count the budget cells of the rows that are no headings by what is printed in them."""
    found = sums.jenis
    return {
        "jumlah": found[JenisAnggaran.JUMLAH],
        "nol": found[JenisAnggaran.NOL],
        "strip": found[JenisAnggaran.STRIP],
        "kosong": found[JenisAnggaran.KOSONG],
        "tak_terbaca": found[JenisAnggaran.TAK_TERBACA],
    }


def target_cells(document: RoadMap) -> dict[str, int]:
    """Count the target cells of the same rows in the same way."""
    rows = TargetTahun.objects.filter(
        butir__baris_aksi__kegiatan__program__roadmap=document, versi=1
    )
    found = Counter(map(JenisTarget, rows.values_list("target_jenis", flat=True)))
    nothing = {
        "nol": found[JenisTarget.NOL],
        "strip": found[JenisTarget.STRIP],
        "kosong": found[JenisTarget.KOSONG],
    }
    return {"nilai": found.total() - sum(nothing.values()), **nothing}


def _year(year: TahunRekonsiliasi) -> Isi:
    return {
        "tahun": year.tahun,
        "total_tercetak": year.tercetak,
        "jumlah_posisi_ocr": year.jumlah_ocr,
        "selisih_posisi_ocr": year.selisih_ocr,
        "jumlah_setelah_geser": year.jumlah,
        "selisih_setelah_geser": year.selisih,
        "jumlah_usulan": year.jumlah_usulan,
        "selisih_usulan": year.selisih_usulan,
        "sel_berjumlah": year.sel_berjumlah,
        "dijelaskan": year.dijelaskan,
        "penjelasan": [
            *(_cause("letak sel", cause) for cause in year.sebab_geser),
            *(_cause("sisa", cause) for cause in year.sebab_sisa),
            *(_cause("usulan", cause) for cause in year.sebab_usulan),
        ],
    }


def _cause(tentang: str, cause: Sebab) -> Isi:
    return {
        "tentang": tentang,
        "ribu": cause.ribu,
        "baris": list(cause.baris),
        "catatan": list(cause.kode),
        "alasan": [note.alasan for note in cause.catatan],
    }


def in_fixture(source: RoadMapRow) -> Isi:
    """Return every text of the fixture by its place in the document."""
    return dict(_fixture_places(source))


def _fixture_places(source: RoadMapRow) -> Iterator[tuple[str, Any]]:
    for name, value in source.kolom.items():
        yield f"dokumen.{name}", value
    for tahun, mentah in source.total:
        yield f"total.{tahun}", mentah
    for group in source.kelompok:
        kepala = list(group.kepala_tahun)
        yield f"tabel.{group.kode}", (list(group.jalur), kepala, group.teks, group.baris_sumber)
        for no, sasaran in enumerate(group.sasaran, start=1):
            yield f"sasaran.{group.kode}.{no}", sasaran.teks
            for one in sasaran.indikator:
                texts = (one.teks, one.sasaran_tercetak, list(one.sub), one.baris_sumber)
                yield f"indikator.{one.kode}", texts
                yield f"butir.{one.kode}", one.teks
                yield from _cells(one.kode, one.sel)
    for program in source.program:
        yield f"program.{program.huruf}", (program.nama, program.judul_tercetak)
        for kegiatan in program.kegiatan:
            yield f"kegiatan.{program.huruf}.{kegiatan.no}", kegiatan.nama
            for row in kegiatan.baris:
                yield (
                    f"baris.{row.kode}",
                    (
                        f"{program.huruf}.{kegiatan.no}",
                        row.tipe,
                        row.no_tercetak,
                        row.kegiatan_tercetak,
                        row.sub_induk,
                        row.sub_kegiatan,
                        row.indikator_tercetak,
                        row.indikator,
                        row.penanggung_jawab,
                        row.anggaran_pada,
                        list(row.sel_ocr),
                        row.baris_sumber,
                        row.jumlah_kolom_ocr,
                    ),
                )
                if not row.judul:
                    yield f"butir.{row.kode}", row.indikator or kegiatan.nama
                    yield from _cells(row.kode, row.sel)
    for lst in source.senarai:
        texts_of = (lst.kelompok, lst.bagian, lst.judul, lst.pengantar, lst.sumber)
        yield f"senarai.{lst.kunci}", texts_of
        for no, isi in enumerate(lst.isi, start=1):
            yield f"senarai.{lst.kunci}.{no}", (isi.label, isi.teks, isi.sumber)
    for note in source.catatan:
        yield (
            f"catatan.{note.kode}",
            (
                note.golongan,
                note.mentah,
                note.alasan,
                note.usulan,
                note.dalam_total,
                note.letak,
            ),
        )


def _cells(kode: str, cells: tuple[SelRow, ...]) -> Iterator[tuple[str, Any]]:
    for cell in cells:
        yield f"sel.{kode}.{cell.tahun}", (cell.target, cell.anggaran, cell.posisi_ocr)


def in_rows(document: RoadMap) -> Isi:
    """Return every text of a Road Map in the database by its place."""
    return dict(_row_places(document))


def _row_places(document: RoadMap) -> Iterator[tuple[str, Any]]:
    for name in roadmap().kolom:
        yield f"dokumen.{name}", getattr(document, name)
    for total in document.total_set.all():
        yield f"total.{total.tahun}", total.mentah
    for group in document.kelompok_set.prefetch_related("sasaran_set__indikator_set__butir"):
        line = group.sumber.get("baris_sumber")
        yield f"tabel.{group.kode}", (group.jalur, group.kepala_tahun, group.teks, line)
        for sasaran in group.sasaran_set.all():
            yield f"sasaran.{group.kode}.{sasaran.urut}", sasaran.teks
            for one in sasaran.indikator_set.all():
                line = one.sumber.get("baris_sumber")
                yield f"indikator.{one.kode}", (one.teks, one.sasaran_tercetak, one.sub, line)
                yield f"butir.{one.kode}", one.butir.uraian
    yield from _lampiran_places(document)
    yield from _cell_places(document)
    for lst in document.senarai_set.prefetch_related("isi_set"):
        texts_of = (lst.kelompok, lst.bagian, lst.judul, lst.pengantar, lst.sumber)
        yield f"senarai.{lst.kunci}", texts_of
        for isi in lst.isi_set.all():
            yield f"senarai.{lst.kunci}.{isi.urut}", (isi.label, isi.teks, isi.sumber)
    for note in document.catatan_set.all():
        yield (
            f"catatan.{note.kode}",
            (note.golongan, note.mentah, note.alasan, note.usulan, note.dalam_total, note.letak),
        )


def _lampiran_places(document: RoadMap) -> Iterator[tuple[str, Any]]:
    for program in document.program_set.all():
        yield f"program.{program.huruf}", (program.nama, program.judul_tercetak)
    for kegiatan in Kegiatan.objects.filter(program__roadmap=document).select_related("program"):
        yield f"kegiatan.{kegiatan.program.huruf}.{kegiatan.no}", kegiatan.nama
    rows = BarisAksi.objects.filter(kegiatan__program__roadmap=document).select_related(
        "kegiatan__program", "anggaran_pada", "butir"
    )
    for row in rows:
        yield (
            f"baris.{row.kode}",
            (
                f"{row.kegiatan.program.huruf}.{row.kegiatan.no}",
                row.tipe,
                row.no_tercetak,
                row.kegiatan_tercetak,
                row.sub_induk,
                row.sub_kegiatan,
                row.indikator_tercetak,
                row.indikator,
                row.penanggung_jawab,
                row.anggaran_pada.kode if row.anggaran_pada else "",
                row.sel_ocr,
                row.sumber.get("baris_sumber"),
                row.sumber.get("jumlah_kolom_ocr"),
            ),
        )
        if row.butir:
            yield f"butir.{row.kode}", row.butir.uraian


def _cell_places(document: RoadMap) -> Iterator[tuple[str, Any]]:
    """The printed version of every cell, under the kode that its row has in the source."""
    kode: dict[int | None, str] = dict(
        Indikator.objects.filter(sasaran__kelompok__roadmap=document).values_list(
            "butir_id", "kode"
        )
    )
    in_annex = set()
    for row in BarisAksi.objects.filter(kegiatan__program__roadmap=document):
        kode[row.butir_id] = row.kode
        in_annex.add(row.butir_id)
    for cell in TargetTahun.objects.filter(butir__rencana=document.rencana, versi=1):
        if cell.butir_id not in kode:
            continue
        ocr = cell.posisi_ocr
        yield (
            f"sel.{kode[cell.butir_id]}.{cell.tahun}",
            (
                cell.target_mentah,
                cell.anggaran_mentah if cell.butir_id in in_annex else None,
                (ocr["target"], ocr["anggaran"]) if ocr else None,
            ),
        )
