"""What the database holds of the decree, counted and compared with the fixture."""

from collections.abc import Iterator
from typing import Any

from evidence.models import Butir, DokumenWajib
from satgas.models import Anggota, BagianSK, RincianTugas, SubTugas, SuratKeputusan
from satgas.official.fixture import PEMPROV, TAHUN, DecreeRow, decree, institution

Isi = dict[str, Any]


def reconcile() -> list[Isi]:
    """Return the counts of the official decree and whether it equals the fixture.

    Counts come from the database. `beda` names every place where a text differs, is missing or
    is too many; `selaras` is true when there is none. CONTOH institutions are not looked at.
    """
    kode = institution(PEMPROV).kode
    sk = (
        SuratKeputusan.objects.filter(
            rencana__instansi__kode=kode,
            rencana__instansi__contoh=False,
            rencana__jenis="satgas",
            rencana__tahun=TAHUN,
        )
        .select_related("rencana")
        .first()
    )
    result: Isi = {"dokumen": "satgas", "instansi": kode}
    if sk is None:
        return [result | {"jumlah": {}, "selaras": False, "beda": ["belum dimuat"], "catatan": []}]
    in_database, wanted = in_rows(sk), in_fixture(decree())
    beda = sorted(
        place
        for place in in_database.keys() | wanted.keys()
        if in_database.get(place) != wanted.get(place)
    )
    return [
        result
        | {
            "nomor": sk.nomor,
            "tanggal": sk.tanggal.isoformat(),
            "rencana": sk.rencana.nama,
            "status": sk.rencana.status,
            "jumlah": counts(sk),
            "selaras": not beda,
            "beda": beda,
            "catatan": [
                {"kode": c.kode, "golongan": c.golongan, "teks": c.teks}
                for c in sk.catatan_set.all()
            ],
        }
    ]


def counts(sk: SuratKeputusan) -> dict[str, int]:
    """Count the rows of a decree."""
    top = BagianSK.objects.filter(sk=sk, induk=None)
    tasks = RincianTugas.objects.filter(anggota__sk=sk)
    butir = Butir.objects.filter(rencana=sk.rencana)
    return {
        "anggota": Anggota.objects.filter(sk=sk).count(),
        "tugas_huruf": tasks.filter(bentuk=RincianTugas.Bentuk.HURUF).count(),
        "sub_tugas": SubTugas.objects.filter(tugas__anggota__sk=sk).count(),
        "tugas_paragraf": tasks.filter(bentuk=RincianTugas.Bentuk.PARAGRAF).count(),
        "butir": butir.count(),
        "dokumen_wajib": DokumenWajib.objects.filter(butir__in=butir).count(),
        "menimbang": top.filter(jenis=BagianSK.Jenis.MENIMBANG).count(),
        "mengingat": top.filter(jenis=BagianSK.Jenis.MENGINGAT).count(),
        "memperhatikan": top.filter(jenis=BagianSK.Jenis.MEMPERHATIKAN).count(),
        "diktum": top.filter(jenis=BagianSK.Jenis.DIKTUM).count(),
        "butir_kedua": BagianSK.objects.filter(sk=sk, induk__label="KEDUA").count(),
        "tembusan": top.filter(jenis=BagianSK.Jenis.TEMBUSAN).count(),
        "catatan": sk.catatan_set.count(),
    }


def in_fixture(row: DecreeRow) -> Isi:
    """Return every text of the fixture by its place in the decree."""
    return dict(_fixture_places(row))


def _fixture_places(row: DecreeRow) -> Iterator[tuple[str, Any]]:
    for name, value in row.kolom.items():
        yield f"keputusan.{name}", value
    for part in row.bagian:
        yield f"{part.jenis}.{part.urut}", (part.label, part.teks)
        for urut, item in enumerate(part.butir, start=1):
            yield f"{part.jenis}.{part.urut}.{urut}", item
    for member in row.anggota:
        yield f"anggota.{member.no}", (member.jabatan, member.kedudukan)
        for task in member.tugas:
            shared = tuple(sorted(task.bersama))
            yield f"tugas.{member.no}.{task.urut}", (task.huruf, task.teks, shared)
            yield f"butir.{task.kode}", task.teks
            for no, teks in enumerate(task.sub, start=1):
                yield f"tugas.{member.no}.{task.urut}.{no}", teks
    for note in row.catatan:
        yield f"catatan.{note.kode}", (note.golongan, note.teks)


def in_rows(sk: SuratKeputusan) -> Isi:
    """Return every text of a decree in the database by its place."""
    return dict(_row_places(sk))


def _row_places(sk: SuratKeputusan) -> Iterator[tuple[str, Any]]:
    for name in decree().kolom:
        yield f"keputusan.{name}", getattr(sk, name)
    for part in sk.bagian_set.select_related("induk"):
        above = f".{part.induk.urut}" if part.induk else ""
        yield f"{part.jenis}{above}.{part.urut}", (part.label, part.teks)
    for member in sk.anggota_set.all():
        yield f"anggota.{member.no}", (member.jabatan, member.kedudukan)
    tasks = RincianTugas.objects.filter(anggota__sk=sk).select_related("anggota", "butir")
    for task in tasks.prefetch_related("sub_set", "bersama"):
        place = f"tugas.{task.anggota.no}.{task.urut}"
        shared = tuple(sorted(member.no for member in task.bersama.all()))
        yield place, (task.huruf, task.teks, shared)
        yield f"butir.{task.butir.kode}", task.butir.uraian
        for sub in task.sub_set.all():
            yield f"{place}.{sub.no}", sub.teks
    for note in sk.catatan_set.all():
        yield f"catatan.{note.kode}", (note.golongan, note.teks)
