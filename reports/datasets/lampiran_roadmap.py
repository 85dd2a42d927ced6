"""The Lampiran of a Road Map as it is printed: one frozen object for PDF and xlsx.

Rows and figures are those of `roadmap.tabel`. Cells stand as printed: blank, '-' and 0 are three
things. Subtotals and sums are computed here and nowhere printed in the source, and say so; the
printed TOTAL stands beside them with what explains the difference. A revised target stands in its
place, the printed one in the list of revisions.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import Unit, User
from accounts.permissions import Permission
from evidence.models import Rencana
from reports.datasets.catatan_roadmap import catatan_laporan
from reports.datasets.isi_sel import isi_sel
from reports.datasets.lampiran_bentuk import (
    BarisLampiran,
    Gabungan,
    IsiLampiran,
    JumlahLampiran,
    LampiranRoadmap,
    ProgramLampiran,
    RevisiTarget,
    SelLampiran,
    TotalTahun,
)
from reports.datasets.pandangan import Pandangan
from roadmap.models import (
    BarisAksi,
    Indikator,
    Kegiatan,
    Program,
    RoadMap,
    TargetTahun,
)
from roadmap.rekonsiliasi import rekonsiliasi
from roadmap.tabel import BarisTabel, GrupKegiatan, GrupProgram, Subtotal, Tabel, tabel
from ukuran.target import JenisAnggaran

KOLOM = ("No", "Program/Kegiatan", "Indikator", "Penanggung Jawab/PD terkait")


def bangun_lampiran(
    view: Pandangan, *, tahun_nilai: int | None = None, bersubtotal: bool = True
) -> LampiranRoadmap:
    """Return the Lampiran of the plan of a view, in a constant number of queries.

    The plan must be visible to the person. `tahun_nilai` adds what was reached in that year.
    Raises RoadMap.DoesNotExist for a plan without a document, ValueError for a year outside it.
    """
    rencana, user = view.rencana, view.user
    document = RoadMap.objects.get(rencana=rencana)
    rows = tabel(rencana, user, at=view.at, lampau=view.at != view.now)
    if tahun_nilai is not None and tahun_nilai not in rows.tahun:
        raise ValueError(f"{tahun_nilai} is no year of the plan")
    revised = _revisi(rows)
    nilai = None if tahun_nilai is None else rows.tahun.index(tahun_nilai)
    instansi = rencana.instansi
    return LampiranRoadmap(
        instansi=instansi.nama,
        zona_waktu=instansi.zona_waktu,
        contoh=instansi.contoh,
        berjalan=rencana.berjalan,
        rencana=rencana.nama,
        kepala=_kepala(document)[:-1],
        judul=_kepala(document)[-1],
        kolom=_kolom(document),
        tahun=rows.tahun,
        tahun_nilai=tahun_nilai,
        bersubtotal=bersubtotal,
        program=tuple(_program(p, rows, nilai, revised) for p in rows.program),
        total=_total(document, rows),
        jumlah=_jumlah(rows.total, nilai, rencana.berjalan),
        penandatangan=document.penandatangan,
        penandatangan_jabatan=document.penandatangan_jabatan,
        revisi=tuple(revised.values()),
        catatan=catatan_laporan(document),
        per_tanggal=view.at,
        peminta=", ".join(filter(None, (user.nama, user.jabatan))),
        cakupan=cakupan(rencana, user) if rows.sebagian and nilai is not None else "",
    )


def isi_lampiran(rencana: Sequence[Rencana]) -> dict[int, IsiLampiran]:
    """Return by plan what its reports would hold (one query for all plans)."""
    rows = BarisAksi.objects.filter(kegiatan__program__roadmap=OuterRef("pk"))
    found = RoadMap.objects.filter(rencana__in=rencana).annotate(
        program=_banyak(Program.objects.filter(roadmap=OuterRef("pk"))),
        kegiatan=_banyak(Kegiatan.objects.filter(program__roadmap=OuterRef("pk"))),
        baris=_banyak(rows),
        diminta=_banyak(rows.filter(butir__isnull=False)),
        indikator=_banyak(Indikator.objects.filter(sasaran__kelompok__roadmap=OuterRef("pk"))),
    )
    names = ("program", "kegiatan", "baris", "diminta", "indikator")
    return {
        r["rencana"]: IsiLampiran(**{name: r[name] for name in names})
        for r in found.values("rencana", *names)
    }


def _banyak(rows: QuerySet[Any]) -> Coalesce:
    """Return how many rows there are, as a column."""
    counted = rows.order_by().values(semua=Value(1)).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), Value(0), output_field=IntegerField())


def cakupan(rencana: Rencana, user: User) -> str:
    """Name the units whose realisasi the reader gets."""
    ids = [
        g.unit_id
        for g in user.akses.with_permission(Permission.EVIDENCE_READ)
        if g.instansi_id == rencana.instansi_id and g.unit_id is not None
    ]
    names = Unit.objects.filter(pk__in=ids).order_by("jalur").values_list("nama", flat=True)
    return f"unit {', '.join(names)}, termasuk yang didukungnya"


def _kepala(document: RoadMap) -> tuple[str, ...]:
    """Return the printed heading lines, the title last; made from the document if it has none."""
    if document.judul_lampiran:
        return tuple(str(line) for line in document.judul_lampiran)
    lines = (
        f"LAMPIRAN : {document.instrumen.upper()}" if document.instrumen else "LAMPIRAN",
        f"NOMOR : {document.nomor_raw}" if document.nomor_raw else "",
        f"TANGGAL : {document.tanggal_raw}" if document.tanggal_raw else "",
    )
    return (*(line for line in lines if line), document.judul)


def _kolom(document: RoadMap) -> tuple[str, ...]:
    """Return the printed heads of the four columns beside the years."""
    printed = [str(k) for k in document.kolom_lampiran]
    return (*printed[:3], printed[-1]) if len(printed) >= len(KOLOM) else KOLOM


def _program(
    group: GrupProgram,
    whole: Tabel,
    nilai: int | None,
    revised: Mapping[tuple[str, int], RevisiTarget],
) -> ProgramLampiran:
    rows = [row for k in group.kegiatan for row in _baris(k, whole, nilai, revised)]
    return ProgramLampiran(
        huruf=group.huruf,
        judul=group.judul_tercetak,
        baris=tuple(rows),
        subtotal=_jumlah(group.subtotal, nilai, whole.rencana.berjalan),
        catatan=group.catatan,
    )


def _baris(
    group: GrupKegiatan,
    whole: Tabel,
    nilai: int | None,
    revised: Mapping[tuple[str, int], RevisiTarget],
) -> list[BarisLampiran]:
    spans = [_gabungan(group.baris, n) for n in range(len(group.baris))]
    below = [*spans[1:], Gabungan()]
    found = []
    for n, row in enumerate(group.baris):
        cell = None if nilai is None or row.judul else row.sel[nilai]
        found.append(
            BarisLampiran(
                kode=row.kode,
                judul=row.judul,
                no=row.no_tercetak,
                kegiatan=row.kegiatan_tercetak,
                indikator=row.indikator_tercetak,
                sel=_sel(row, whole.tahun, revised),
                penanggung_jawab=row.penanggung_jawab,
                catatan=tuple(sorted({*row.catatan, *(() if n else group.catatan)})),
                atas=spans[n],
                bawah=below[n],
                nilai=isi_sel(cell, berjalan=whole.rencana.berjalan, terbaca=row.terbaca)
                if cell
                else None,
            )
        )
    return found


def _sel(
    row: BarisTabel, tahun: Sequence[int], revised: Mapping[tuple[str, int], RevisiTarget]
) -> tuple[SelLampiran, ...]:
    """Return the cells of a row as they stand; a heading has blank ones."""
    versions = {cell.tahun: cell.baris for cell in row.sel if cell.baris}
    found = []
    for year in tahun:
        version = versions.get(year)
        kind = version.anggaran_jenis if version else ""
        found.append(
            SelLampiran(
                tahun=year,
                target=version.target_mentah if version else "",
                anggaran=version.anggaran_mentah if version else "",
                jenis=JenisAnggaran(kind or JenisAnggaran.KOSONG),
                ribu=version.anggaran_ribu if version else None,
                direvisi=(row.kode, year) in revised,
            )
        )
    return tuple(found)


def _gabungan(rows: Sequence[BarisTabel], n: int) -> Gabungan:
    """Return which cells of a row the source spans from above: blank ones, and shared budgets."""
    if n == 0:
        return Gabungan()
    row, above = rows[n], rows[n - 1]
    carrier = above.berbagi or above.kode
    shares = bool(row.berbagi) and row.berbagi == carrier and _tanpa_anggaran(row)
    return Gabungan(
        kegiatan=not row.no_tercetak and not row.kegiatan_tercetak,
        indikator=row.tipe == "lanjutan" and not row.indikator_tercetak,
        anggaran=shares,
        penanggung_jawab=shares and not row.penanggung_jawab,
    )


def _tanpa_anggaran(row: BarisTabel) -> bool:
    return not any(cell.baris and cell.baris.anggaran_mentah for cell in row.sel)


def _jumlah(years: Sequence[Subtotal], nilai: int | None, berjalan: bool) -> JumlahLampiran:
    """Return sums by year; a plan that does not run owes no figures."""
    chosen = None if nilai is None else years[nilai]
    money = chosen.serapan if chosen else None
    return JumlahLampiran(
        ribu=tuple(y.anggaran_ribu for y in years),
        realisasi=money.realisasi if money and money.terisi else None,
        serapan=money.persen if money else None,
        capaian=chosen.rata.nilai if chosen else None,
        terisi=chosen.rata.terisi if chosen else 0,
        jumlah=chosen.rata.jumlah if chosen and (berjalan or chosen.rata.terisi) else 0,
    )


def _total(document: RoadMap, rows: Tabel) -> tuple[TotalTahun, ...]:
    printed = {t.tahun: t for t in document.total_set.all()}
    why = {y.tahun: y for y in rekonsiliasi(document).tahun} if printed else {}
    found = []
    for year in rows.total:
        total = printed.get(year.tahun)
        parts = why[year.tahun].sebab_sisa if year.tahun in why else ()
        revised = rows.revisi.get(year.tahun)
        found.append(
            TotalTahun(
                tahun=year.tahun,
                tercetak=total.mentah if total else "",
                tercetak_ribu=total.ribu if total else None,
                jumlah=year.anggaran_ribu,
                penjelasan=tuple(dict.fromkeys(kode for part in parts for kode in part.kode)),
                jumlah_awal=year.anggaran_ribu - (revised.ribu if revised else 0),
                direvisi=revised.baris if revised else 0,
            )
        )
    return tuple(found)


def _revisi(rows: Tabel) -> dict[tuple[str, int], RevisiTarget]:
    """Return the cells whose version in force is not the printed one (one query)."""
    cells = {
        (row.kode, cell.tahun): cell.baris
        for row in rows.baris
        for cell in row.sel
        if cell.baris and cell.baris.versi > 1
    }
    butir = {version.butir_id for version in cells.values()}
    first = {(t.butir_id, t.tahun): t for t in TargetTahun.objects.filter(butir__in=butir, versi=1)}
    return {
        (kode, tahun): RevisiTarget(
            kode=kode,
            tahun=tahun,
            tercetak=_teks_sel(first.get((version.butir_id, tahun))),
            berlaku=_teks_sel(version),
            alasan=version.alasan,
            dasar_hukum=version.dasar_hukum,
            versi=version.versi,
        )
        for (kode, tahun), version in cells.items()
    }


def _teks_sel(version: TargetTahun | None) -> str:
    """Return a cell in words; a year may have been added that the source does not print."""
    if version is None:
        return "tidak tercetak"
    target, money = (raw or "(kosong)" for raw in (version.target_mentah, version.anggaran_mentah))
    return f"target {target}; anggaran {money}"
