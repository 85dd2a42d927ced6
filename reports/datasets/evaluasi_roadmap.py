"""The semester evaluation of a Road Map (Bab IV): one frozen object for PDF and xlsx.

Rows and cells are those of the matrix and the table on screen, read up to the end of the semester:
figures are cumulative within the year and stand against the target of the whole year. Who reads
own units only gets their rows and those whose figures they may read all the same (historis ones,
and what an own unit recorded before a row went to another), and the report says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from accounts.models import User
from evidence.models import Butir, Rencana
from reports.datasets.catatan_roadmap import catatan_laporan
from reports.datasets.evaluasi_bentuk import (
    BarisEvaluasi,
    EvaluasiRoadmap,
    IsiEvaluasi,
    JumlahEvaluasi,
    KelompokEvaluasi,
    LangkahEvaluasi,
    MasalahEvaluasi,
    ProgramEvaluasi,
    SasaranEvaluasi,
    Semester,
)
from reports.datasets.evaluasi_sumber import aturan, kendala, pita
from reports.datasets.isi_sel import isi_sel
from reports.datasets.lampiran_roadmap import cakupan
from reports.datasets.pandangan import Pandangan
from roadmap.lembar import Lembar, lembar, tahun_rencana
from roadmap.matriks import BarisIndikator, KelompokBaris, baca_semua, butir_terbaca, matriks, rata
from roadmap.models import RoadMap
from roadmap.pantauan import pantauan
from roadmap.sel import Sel
from roadmap.tabel import BarisTabel, GrupProgram, Tabel, subtotal, tabel

TIDAK_DICATAT = "Capaian tidak dicatat di Pantas."
BELUM_DIMULAI = "Rencana ini belum dimulai, jadi belum ada capaian."


def bangun_evaluasi(view: Pandangan, semester: Semester) -> EvaluasiRoadmap:
    """Return the evaluation of the plan of a view, in a constant number of queries.

    The plan must be visible to the person. Raises RoadMap.DoesNotExist for a plan without a
    document, ValueError for a semester outside the plan or not begun on the day of the view.
    """
    rencana, user = view.rencana, view.user
    if semester.tahun not in tahun_rencana(rencana) or view.hari_ini < semester.mulai:
        raise ValueError(f"{semester} is no semester of the plan on {view.hari_ini}")
    document = RoadMap.objects.get(rencana=rencana)
    past = view.at != view.now
    end = semester.selesai
    sheet = lembar(rencana, user, at=view.at, lampau=past, sampai=end)
    grid = matriks(rencana, user, at=view.at, lampau=past)
    rows = tabel(rencana, user, at=view.at, lampau=past, tahun=semester.tahun, sampai=end)
    own = _milik(rencana, user)
    groups = [g for g in (_saring(k, own, sheet, semester.tahun) for k in grid.kelompok) if g]
    kept = [i for k in groups for s in k.sasaran for i in s.indikator]
    table_rows = [b for b in rows.baris if not b.judul and _termuat(b.sel[0], own)]
    kelompok = tuple(_kelompok(k, rencana.berjalan) for k in groups)
    program = tuple(p for p in (_program(g, rows, own) for g in rows.program) if p.baris)
    notes = {kode for i in kept for kode in i.catatan} | {
        kode for b in table_rows for kode in b.catatan
    }
    watch = pantauan(rencana, user, view.hari_ini)
    cells = [i.sel[0] for i in kept] + [b.sel[0] for b in table_rows]
    instansi = rencana.instansi
    return EvaluasiRoadmap(
        instansi=instansi.nama,
        tempat=instansi.tempat,
        zona_waktu=instansi.zona_waktu,
        contoh=instansi.contoh,
        kop=tuple(instansi.kop_baris) or (instansi.nama,),
        rencana=rencana.nama,
        dokumen=document.judul,
        berjalan=rencana.berjalan,
        semester=semester,
        berakhir=view.hari_ini > end,
        per_tanggal=view.at,
        peminta=", ".join(filter(None, (user.nama, user.jabatan))),
        cakupan="" if own is None else cakupan(rencana, user),
        keterangan=_keterangan(rencana, any(c.angka or c.klaim for c in cells)),
        kelompok=kelompok,
        program=program,
        rata=rata(kept, (semester.tahun,))[0],
        rata_klaim=rata(kept, (semester.tahun,), klaim=True)[0],
        jumlah=_jumlah(table_rows, semester.tahun),
        kendala=kendala(rencana, user, semester, view.at),
        masalah=tuple(MasalahEvaluasi(m.butir, m.uraian, m.sejak) for m in watch.masalah_pleno),
        langkah=tuple(
            LangkahEvaluasi(s.butir, s.uraian, s.unit, s.tenggat, s.hari_lewat, s.dilaporkan)
            for s in watch.langkah_lewat
        ),
        aturan=aturan(
            rencana,
            view.at,
            {
                **{i.butir_id: (i.kode, i.sel[0]) for i in kept},
                **{b.butir_id: (b.kode, b.sel[0]) for b in table_rows if b.butir_id is not None},
            },
        ),
        pita=pita(rencana, view.at, sheet),
        catatan=tuple(n for n in catatan_laporan(document) if n.kode in notes),
    )


def isi_evaluasi(view: Pandangan, semester: Semester) -> IsiEvaluasi:
    """Return what an evaluation would hold: rows, and how many of those due have figures.

    Costs the queries of the sheet and three more.
    """
    rencana, user = view.rencana, view.user
    end, past = semester.selesai, view.at != view.now
    rows = Butir.objects.filter(rencana=rencana)
    own = _milik(rencana, user)
    sheet = lembar(rencana, user, at=view.at, lampau=past, sampai=end)
    pairs = [
        (pk, indikator)
        for pk, indikator in rows.order_by().values_list("pk", "indikator_roadmap")
        if _termuat(sheet.sel(pk, semester.tahun), own)
    ]
    cells = [sheet.sel(pk, semester.tahun) for pk, _ in pairs]
    due = [cell for cell in cells if cell.dihitung(_terbaca(cell, own))]
    return IsiEvaluasi(
        indikator=sum(indikator is not None for _, indikator in pairs),
        baris=sum(indikator is None for _, indikator in pairs),
        terisi=sum(cell.angka is not None for cell in due),
        diminta=len(due),
    )


def _milik(rencana: Rencana, user: User) -> frozenset[int] | None:
    """Return the Butir whose realisasi a person reads; None for who reads all (one query)."""
    if baca_semua(rencana, user):
        return None
    rows = Butir.objects.filter(rencana=rencana).filter(butir_terbaca(user))
    return frozenset(rows.values_list("pk", flat=True))


def _terbaca(cell: Sel, own: frozenset[int] | None) -> bool:
    return own is None or cell.butir_id in own


def _termuat(cell: Sel, own: frozenset[int] | None) -> bool:
    """Say whether a row stands in the report: the reader's own, or with figures they may read."""
    return _terbaca(cell, own) or cell.tercatat


def _saring(
    group: KelompokBaris, own: frozenset[int] | None, sheet: Lembar, tahun: int
) -> KelompokBaris | None:
    """Return a group with the rows that the report holds, each with its cell of the semester."""
    found = []
    for aim in group.sasaran:
        rows = tuple(
            replace(row, sel=(cell,), terbaca=_terbaca(cell, own))
            for row in aim.indikator
            if _termuat(cell := sheet.sel(row.butir_id, tahun), own)
        )
        if rows:
            found.append(
                replace(
                    aim,
                    indikator=rows,
                    rata=rata(rows, (tahun,)),
                    rata_klaim=rata(rows, (tahun,), klaim=True),
                )
            )
    return replace(group, sasaran=tuple(found)) if found else None


def _kelompok(group: KelompokBaris, berjalan: bool) -> KelompokEvaluasi:
    rows = [row for aim in group.sasaran for row in aim.indikator]
    year = (rows[0].sel[0].tahun,)
    return KelompokEvaluasi(
        kode=group.kode,
        judul=group.judul,
        jalur=group.jalur,
        sasaran=tuple(
            SasaranEvaluasi(
                teks=aim.teks,
                indikator=tuple(_indikator(row, berjalan) for row in aim.indikator),
                rata=aim.rata[0],
                rata_klaim=aim.rata_klaim[0],
            )
            for aim in group.sasaran
        ),
        rata=rata(rows, year)[0],
        rata_klaim=rata(rows, year, klaim=True)[0],
    )


def _indikator(row: BarisIndikator, berjalan: bool) -> BarisEvaluasi:
    (cell,) = row.sel
    return BarisEvaluasi(
        kode=row.kode,
        teks=row.teks,
        di_atas="",
        unit=row.unit,
        isi=isi_sel(cell, berjalan=berjalan, terbaca=row.terbaca),
        catatan=row.catatan,
        diminta=cell.dihitung(row.terbaca),
    )


def _program(group: GrupProgram, whole: Tabel, own: frozenset[int] | None) -> ProgramEvaluasi:
    found: list[BarisEvaluasi] = []
    kept: list[BarisTabel] = []
    for kegiatan in group.kegiatan:
        rows = [b for b in kegiatan.baris if not b.judul and _termuat(b.sel[0], own)]
        kept += rows
        for n, row in enumerate(rows):
            found.append(
                BarisEvaluasi(
                    kode=row.kode,
                    teks=row.indikator or row.sub_kegiatan or kegiatan.nama,
                    di_atas="" if n else f"{kegiatan.no}. {kegiatan.nama}",
                    unit=row.unit,
                    isi=isi_sel(row.sel[0], berjalan=whole.rencana.berjalan, terbaca=row.terbaca),
                    catatan=row.catatan,
                    diminta=row.sel[0].dihitung(row.terbaca),
                )
            )
    return ProgramEvaluasi(
        huruf=group.huruf,
        judul=group.judul_tercetak,
        baris=tuple(found),
        jumlah=_jumlah(kept, whole.tahun[0]),
    )


def _jumlah(rows: Iterable[BarisTabel], tahun: int) -> JumlahEvaluasi:
    total = subtotal(rows, tahun)
    return JumlahEvaluasi(total.anggaran_ribu, total.serapan, total.rata)


def _keterangan(rencana: Rencana, tercatat: bool) -> str:
    if rencana.berjalan or tercatat:
        return ""
    return BELUM_DIMULAI if rencana.status == Rencana.Keadaan.DISUSUN else TIDAK_DICATAT


def semester_rencana(rencana: Rencana) -> Sequence[Semester]:
    """Return all semesters of a plan."""
    return [Semester(tahun, nomor) for tahun in tahun_rencana(rencana) for nomor in (1, 2)]
