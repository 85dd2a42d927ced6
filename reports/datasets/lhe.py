"""The evaluation report of one LKE (Laporan Hasil Evaluasi): one frozen object for PDF and xlsx.

Scores, answers and evidence are those of the sheet on screen (`zonaintegritas.lke.lembar`); nothing
is computed here. A recommendation is the note of the stage that lowered a value.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from reports.datasets.lhe_bentuk import (
    LHE,
    BagianLHE,
    BuktiLHE,
    InstrumenLHE,
    IsiLHE,
    KolomLHE,
    LangkahLHE,
    NilaiTotal,
    PenilaiLHE,
    PredikatLHE,
    RekomendasiLHE,
    SoalLHE,
    SyaratLHE,
)
from ukuran.lke.instrumen import Pembulatan, Predikat
from ukuran.lke.syarat import SyaratPredikat
from zonaintegritas.lke.alur import SEBELUM, AksiLKE
from zonaintegritas.lke.banyak import tahap_bernilai
from zonaintegritas.lke.grafik import NilaiTahap, batang
from zonaintegritas.lke.lembar import BagianLembar, BarisPertanyaan, LembarLKE, lembar
from zonaintegritas.lke.riwayat import kata_langkah
from zonaintegritas.lke.tampil import kalimat, tahap_kini, tahap_tampil
from zonaintegritas.models import (
    LKE,
    BuktiLKE,
    JawabanLKE,
    LangkahLKE,
    PeranTPI,
    PertanyaanLKE,
    StatusLKE,
    Tahap,
)


def lke_terbaca(user: User) -> QuerySet[LKE]:
    """Return the assessments whose report a person may ask for: those they read today."""
    return (
        LKE.objects.visible_to(user)
        .select_related("instansi", "unit", "instrumen")
        .order_by("-tahun", "instansi__nama", "unit__jalur", "pk")
    )


def bangun_lhe(lke: LKE, user: User) -> LHE:
    """Return the report of an assessment that the person reads, in a fixed number of queries.

    `lke` comes with instansi, unit and instrumen.
    """
    sheet = lembar(lke, user)
    stages = tahap_tampil(sheet)
    scores = {stage: sheet.nilai[stage] for stage in stages}
    source = tahap_bernilai(sheet.nilai)
    aim = Predikat(lke.sasaran)
    instansi = lke.instansi
    return LHE(
        instansi=instansi.nama,
        tempat=instansi.tempat,
        zona_waktu=instansi.zona_waktu,
        contoh=instansi.contoh,
        kop=tuple(instansi.kop_baris) or (instansi.nama,),
        unit=lke.unit.nama,
        tahun=lke.tahun,
        sasaran=aim.kata,
        status=StatusLKE(lke.status).label,
        final=lke.status == StatusLKE.SELESAI,
        instrumen=_instrumen(lke, sheet.instrumen.pembulatan),
        tahap=stages,
        nilai=scores,
        sumber=source,
        total=tuple(
            NilaiTotal(
                tahap=stage,
                nilai=found.nilai,
                bobot=found.bobot,
                persen=found.persen,
                terjawab=found.terjawab,
                jumlah=found.jumlah,
                keputusan=found.keputusan if found.terjawab else "Belum ada jawaban.",
            )
            for stage, found in scores.items()
        ),
        kalimat=tuple(kalimat(found, stage, aim) for stage, found in scores.items()),
        syarat=tuple(map(_predikat, sheet.nilai[source or tahap_kini(lke)].syarat)),
        batang=batang(scores, aim),
        bagian=tuple(_bagian(one, stages, aim) for one in sheet.bagian),
        rekomendasi=tuple(_rekomendasi(sheet)),
        langkah=tuple(_langkah(lke)),
        tpi=tuple(_tpi(lke)),
        per_tanggal=timezone.now(),
        peminta=", ".join(filter(None, (user.nama, user.jabatan))),
    )


def isi_lhe(rows: Sequence[LKE]) -> dict[int, IsiLHE]:
    """Return by assessment what its report would hold (four queries for all of them).

    Answers are those of the stage whose turn it is.
    """
    ids = [row.pk for row in rows]
    answered = JawabanLKE.objects.filter(
        ~Q(pilihan="")
        | Q(angka__isnull=False)
        | Q(pembilang__isnull=False, penyebut__isnull=False),
        lke__in=ids,
    )
    given = _hitung(answered, "lke", "tahap")
    files = _hitung(BuktiLKE.objects.filter(lke__in=ids, dilepas__isnull=True), "lke")
    steps = _hitung(LangkahLKE.objects.filter(lke__in=ids), "lke")
    questions = _hitung(
        PertanyaanLKE.objects.filter(instrumen__in={row.instrumen_id for row in rows}), "instrumen"
    )
    return {
        row.pk: IsiLHE(
            soal=questions.get((row.instrumen_id,), 0),
            terjawab=given.get((row.pk, tahap_kini(row).value), 0),
            bukti=files.get((row.pk,), 0),
            langkah=steps.get((row.pk,), 0),
            status=StatusLKE(row.status).label,
        )
        for row in rows
    }


def _hitung(rows: QuerySet[Any], *kunci: str) -> dict[tuple[Any, ...], int]:
    """Return how many rows there are by the values of some columns (one query)."""
    counted = rows.order_by().values_list(*kunci).annotate(n=Count("pk"))
    return {tuple(key): n for *key, n in counted}


def _instrumen(lke: LKE, bulat: Pembulatan) -> InstrumenLHE:
    row = lke.instrumen
    source = f" ({bulat.status_sumber})" if bulat.status_sumber else ""
    return InstrumenLHE(
        nama=row.nama,
        versi=row.versi,
        dasar=row.dasar,
        status_sumber=row.status_sumber,
        catatan=row.catatan,
        pembulatan=f"{bulat.angka} desimal pada {bulat.tingkat.kata}, {bulat.cara.kata}{source}",
    )


def _predikat(found: SyaratPredikat) -> PredikatLHE:
    return PredikatLHE(
        nama=found.predikat.kata,
        syarat=tuple(
            SyaratLHE(one.nama, one.dicapai, one.minimal, one.kurang, one.terpenuhi)
            for one in found.syarat
        ),
    )


def _bagian(part: BagianLembar, stages: Sequence[Tahap], aim: Predikat) -> BagianLHE:
    first = part.nilai[stages[0]]
    minimal = first.komponen.minimal(aim)
    return BagianLHE(
        kode=first.kode,
        nama=first.nama,
        kedalaman=part.kedalaman,
        bobot=first.bobot,
        minimal=minimal,
        tahap=tuple(
            NilaiTahap(
                tahap=stage,
                nilai=(found := part.nilai[stage]).nilai,
                persen=found.persen,
                terjawab=found.terjawab,
                jumlah=found.jumlah,
                cukup=None if minimal is None or found.nilai is None else found.nilai >= minimal,
            )
            for stage in stages
        ),
        soal=tuple(_soal(row, stages) for row in part.pertanyaan),
    )


def _soal(row: BarisPertanyaan, stages: Sequence[Tahap]) -> SoalLHE:
    return SoalLHE(
        kode=row.pertanyaan.kode,
        teks=row.pertanyaan.teks,
        kolom=tuple(
            KolomLHE(
                tahap=stage,
                jawaban=row.sebut(stage),
                nilai=row.nilai[stage],
                alasan=answer.alasan if (answer := row.jawaban.get(stage)) else "",
            )
            for stage in stages
        ),
        bukti=tuple(
            BuktiLHE(
                nama=file.versi.nama_asli,
                nomor=file.versi.nomor_dokumen,
                tanggal=file.versi.tanggal_dokumen,
                sha256=file.versi.sha256,
                asal=str(BuktiLKE.Asal(file.asal).label),
            )
            for file in row.bukti
        ),
        dokumen_kurang=row.dokumen_kurang,
    )


def _rekomendasi(sheet: LembarLKE) -> Iterator[RekomendasiLHE]:
    """Yield each lowering from one stage to the next, in the order of the sheet."""
    for row in sheet.baris():
        for stage, before in SEBELUM.items():
            was, now = row.nilai[before], row.nilai[stage]
            if was is None or now is None or now >= was:
                continue
            yield RekomendasiLHE(
                kode=row.pertanyaan.kode,
                teks=row.pertanyaan.teks,
                tahap=stage,
                dari_tahap=before,
                dari=was,
                menjadi=now,
                catatan=row.jawaban[stage].alasan,
            )


def _langkah(lke: LKE) -> Iterator[LangkahLHE]:
    """Yield the steps in their order, with offices instead of persons."""
    for row in lke.langkah_set.order_by("at", "pk"):
        moved = row.dari != row.ke
        yield LangkahLHE(
            saat=row.at,
            judul=kata_langkah(AksiLKE(row.aksi)),
            menjadi=StatusLKE(row.ke).label if moved else "",
            jabatan=row.jabatan,
            catatan=row.catatan,
        )


def _tpi(lke: LKE) -> Iterator[PenilaiLHE]:
    for row in lke.tpi_set.select_related("user").order_by("pk"):
        yield PenilaiLHE(
            peran=row.get_peran_display(),
            ketua=row.peran == PeranTPI.KETUA,
            nama=row.user.nama,
            jabatan=row.user.jabatan,
            surat_tugas=row.surat_tugas,
            mulai=row.mulai,
            selesai=row.selesai,
            dicabut=row.dicabut is not None,
        )
