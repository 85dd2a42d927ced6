"""What the database holds of the decree: counted, and compared with the fixture."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from evidence.models import Butir, DokumenWajib
from zonaintegritas.models import (
    AnggotaTim,
    BulanJadwal,
    IndikatorKeberhasilan,
    KegiatanZI,
    KeputusanZI,
    KeteranganBaris,
    SubKegiatan,
    Tim,
    TugasTim,
)
from zonaintegritas.official.fixture import TAHUN, KeputusanRow, TimRow, instansi, keputusan

Isi = dict[str, Any]


def reconcile() -> list[Isi]:
    """Return counts of the official decree, and whether it equals the fixture.

    Everything is counted from the database. `beda` names every place where a text differs, is
    missing or is too many; `selaras` is true when there is none. CONTOH institutions are not looked
    at.
    """
    document = (
        KeputusanZI.objects.filter(
            rencana__instansi__kode=instansi(),
            rencana__instansi__contoh=False,
            rencana__tahun=TAHUN,
        )
        .select_related("rencana")
        .first()
    )
    result: Isi = {"dokumen": "zi", "instansi": instansi()}
    if document is None:
        return [result | {"jumlah": {}, "selaras": False, "beda": ["belum dimuat"], "catatan": []}]
    in_database, wanted = in_rows(document), in_fixture(keputusan())
    beda = sorted(
        place
        for place in in_database.keys() | wanted.keys()
        if in_database.get(place) != wanted.get(place)
    )
    return [
        result
        | {
            "nomor": document.nomor,
            "rencana": document.rencana.nama,
            "status": document.rencana.status,
            "jumlah": counts(document),
            "kedudukan": roles(document),
            "tim": teams(document),
            "selaras": not beda,
            "beda": beda,
            "catatan": [
                {"kode": c.kode, "golongan": c.golongan, "teks": c.alasan}
                for c in document.catatan_set.all()
            ],
        }
    ]


def counts(document: KeputusanZI) -> dict[str, int]:
    """Count the rows of a decree, and the months that are planned for its Butir now."""
    butir = Butir.objects.filter(rencana=document.rencana)
    kegiatan = KegiatanZI.objects.filter(tim__keputusan=document)
    bagian = Counter(document.bagian_set.values_list("jenis", flat=True))
    return {
        "menimbang": bagian["menimbang"],
        "mengingat": bagian["mengingat"],
        "memperhatikan": bagian["memperhatikan"],
        "diktum": bagian["diktum"],
        "kelompok": document.tim_set.count(),
        "tim": document.tim_set.filter(jenis=Tim.Jenis.TIM).count(),
        "anggota": AnggotaTim.objects.filter(tim__keputusan=document).count(),
        "tugas": TugasTim.objects.filter(tim__keputusan=document).count(),
        "kegiatan": kegiatan.count(),
        "sub_kegiatan": SubKegiatan.objects.filter(kegiatan__in=kegiatan).count(),
        "indikator": IndikatorKeberhasilan.objects.filter(kegiatan__in=kegiatan).count(),
        "baris": sum(len(rows) for rows in kegiatan.values_list("baris", flat=True)),
        "keterangan": KeteranganBaris.objects.filter(kegiatan__in=kegiatan).count(),
        "butir": butir.count(),
        "dokumen_wajib": DokumenWajib.objects.filter(butir__in=butir).count(),
        "bulan_direncanakan": BulanJadwal.objects.berlaku().filter(butir__in=butir).count(),
        "catatan": document.catatan_set.count(),
    }


def roles(document: KeputusanZI) -> dict[str, int]:
    """Count the members by their place."""
    found = Counter(
        AnggotaTim.objects.filter(tim__keputusan=document).values_list("kedudukan", flat=True)
    )
    return {kind.value: found[kind.value] for kind in AnggotaTim.Kedudukan}


def teams(document: KeputusanZI) -> list[Isi]:
    """Count kegiatan, sub kegiatan and indikator of each team."""
    kegiatan = Counter(_numbers(KegiatanZI, "tim", document))
    sub = Counter(_numbers(SubKegiatan, "kegiatan__tim", document))
    indikator = Counter(_numbers(IndikatorKeberhasilan, "kegiatan__tim", document))
    return [
        {
            "no": tim.no_lampiran_2,
            "nama": tim.nama_lampiran_2,
            "kegiatan": kegiatan[tim.no_lampiran_2],
            "sub_kegiatan": sub[tim.no_lampiran_2],
            "indikator": indikator[tim.no_lampiran_2],
        }
        for tim in document.tim_set.filter(jenis=Tim.Jenis.TIM)
    ]


def _numbers(
    model: type[KegiatanZI] | type[SubKegiatan] | type[IndikatorKeberhasilan],
    tim: str,
    document: KeputusanZI,
) -> list[int | None]:
    rows = model._default_manager.filter(**{f"{tim}__keputusan": document})
    return list(rows.values_list(f"{tim}__no_lampiran_2", flat=True))


def in_fixture(source: KeputusanRow) -> Isi:
    """Return every text of the fixture by its place in the document."""
    return dict(_fixture_places(source))


def _fixture_places(source: KeputusanRow) -> Iterator[tuple[str, Any]]:
    for name, value in source.kolom.items():
        yield f"keputusan.{name}", value
    for part in source.bagian:
        yield f"bagian.{part.jenis}.{part.urut}", (part.label, part.teks)
    for tim in source.tim:
        yield (
            f"tim.{tim.kode}",
            (
                tim.jenis,
                tim.urut,
                tim.judul_tercetak,
                tim.nama,
                tim.no_lampiran_2,
                tim.nama_lampiran_2,
                tim.baris_sumber,
            ),
        )
        for one in tim.anggota:
            yield (
                f"anggota.{tim.kode}.{one.no}",
                (
                    one.no_tercetak,
                    one.nama,
                    one.jabatan,
                    one.kedudukan_tercetak,
                    one.kedudukan,
                    one.baris_sumber,
                ),
            )
        for no, teks in tim.tugas:
            yield f"tugas.{tim.kode}.{no}", teks
        yield from _fixture_kegiatan(tim)
    for note in source.catatan:
        yield (
            f"catatan.{note.kode}",
            (note.golongan, note.mentah, note.alasan, note.usulan, note.letak),
        )


def _fixture_kegiatan(tim: TimRow) -> Iterator[tuple[str, Any]]:
    for row in tim.kegiatan:
        kode = f"{tim.no_lampiran_2}.{row.huruf}"
        rows = [
            {
                "baris_sumber": one.baris_sumber,
                "sub": list(one.sub),
                "indikator": list(one.indikator),
            }
            for one in row.baris
        ]
        yield f"kegiatan.{kode}", (row.teks, row.baris_sumber, rows)
        if not row.sub:
            yield f"butir.{kode}", row.teks
        for urut, sub in enumerate(row.sub, start=1):
            yield f"sub.{kode}.{urut}", (sub.no, sub.teks)
            yield f"butir.{kode}.{urut}", sub.teks
        for urut, one in enumerate(row.indikator, start=1):
            yield f"indikator.{kode}.{urut}", (one.huruf, one.teks, list(one.sub))
        for line in row.baris:
            if line.ket:
                yield f"keterangan.{kode}.{line.baris_sumber}", line.ket


def in_rows(document: KeputusanZI) -> Isi:
    """Return every text of a decree in the database by its place."""
    return dict(_row_places(document))


def _row_places(document: KeputusanZI) -> Iterator[tuple[str, Any]]:
    for name in keputusan().kolom:
        yield f"keputusan.{name}", getattr(document, name)
    for part in document.bagian_set.all():
        yield f"bagian.{part.jenis}.{part.urut}", (part.label, part.teks)
    for tim in document.tim_set.prefetch_related("anggota_set", "tugas_set"):
        yield (
            f"tim.{tim.kode}",
            (
                tim.jenis,
                tim.urut,
                tim.judul_tercetak,
                tim.nama,
                tim.no_lampiran_2,
                tim.nama_lampiran_2,
                tim.baris_sumber,
            ),
        )
        for one in tim.anggota_set.all():
            yield (
                f"anggota.{tim.kode}.{one.no}",
                (
                    one.no_tercetak,
                    one.nama,
                    one.jabatan,
                    one.kedudukan_tercetak,
                    one.kedudukan,
                    one.baris_sumber,
                ),
            )
        for task in tim.tugas_set.all():
            yield f"tugas.{tim.kode}.{task.no}", task.teks
    yield from _row_kegiatan(document)
    for note in document.catatan_set.all():
        yield (
            f"catatan.{note.kode}",
            (note.golongan, note.mentah, note.alasan, note.usulan, note.letak),
        )


def _row_kegiatan(document: KeputusanZI) -> Iterator[tuple[str, Any]]:
    rows = KegiatanZI.objects.filter(tim__keputusan=document).select_related("tim", "butir")
    for row in rows.prefetch_related("sub_set__butir", "indikator_set__sub", "keterangan_set"):
        kode = f"{row.tim.no_lampiran_2}.{row.huruf}"
        yield f"kegiatan.{kode}", (row.teks, row.baris_sumber, row.baris)
        if row.butir:
            yield f"butir.{kode}", row.butir.uraian
        for sub in row.sub_set.all():
            yield f"sub.{kode}.{sub.urut}", (sub.no, sub.teks)
            yield f"butir.{kode}.{sub.urut}", sub.butir.uraian
        for one in row.indikator_set.all():
            places = sorted(s.urut for s in one.sub.all())
            yield f"indikator.{kode}.{one.urut}", (one.huruf, one.teks, places)
        for line in row.keterangan_set.all():
            yield f"keterangan.{kode}.{line.baris_sumber}", line.teks
