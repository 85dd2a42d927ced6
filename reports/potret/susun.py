"""The figures of a cut-off at a moment, read from the database by the same rules as the dashboard.

Only what was recorded by that moment counts, whenever this runs: decisions, uses of files, uploads
to JAGA, KPK's answers, exceptions. Texts that keep no history (narasi, kendala, tindak lanjut, data
about a file) are those of the moment of making.
"""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from accounts.access import pembaca
from evidence.keadaan import Tugas, hari_di
from evidence.models import Batas, Rencana
from reports.datasets import instrumen, papan
from reports.datasets.kelompok import AnggotaBertugas, AreaKelompok, anggota, area
from reports.datasets.nilai import Nilai
from reports.datasets.pandangan import Pandangan, dalam
from reports.datasets.papan import BarisArea
from reports.datasets.rekap_sumber import sumber
from reports.datasets.ringkasan import BarisAnggota, ringkasan
from reports.models import Potret
from reports.potret.bentuk import (
    SKEMA,
    AcuanPotret,
    AmandemenPotret,
    AnggotaPotret,
    AreaPotret,
    BatasPotret,
    DasarPotret,
    IsiPotret,
    NilaiPotret,
    SkorPotret,
    SumberPotret,
    baca,
)
from reports.potret.perubahan import bandingkan
from reports.potret.susun_tugas import BarisTugas, pengecualian, susun_tugas
from satgas.instrumen.susunan import susun_dipakai
from satgas.jaga.status import NilaiSaatItu, nilai_kpk
from satgas.models import SuratKeputusan
from ukuran.skor import Skor


def bangun_potret(
    batas: Batas,
    at: datetime,
    *,
    no: int = 1,
    sebelum: IsiPotret | None = None,
    alasan: str = "",
    oleh: str = "",
    jabatan: str = "",
) -> IsiPotret:
    """Return the figures of a cut-off as they stood at `at`, for the whole institution.

    `batas` comes with its plan and institution. `sebelum`: the Potret of this cut-off that these
    figures amend, with the reason and who gives it. A constant number of queries, and the Potret
    of the plan so far are read.
    """
    rencana, at = batas.rencana, at.astimezone(UTC)
    reader = pembaca(rencana.instansi)
    view = Pandangan(rencana, reader, at, None, batas)
    # The decisions by that moment, not the cached states of now.
    tasks = dalam(view.riwayat.pada(at), view.akhir)
    kpk = nilai_kpk(rencana, at)
    values = {butir: satu.nilai for butir, satu in kpk.items()}
    areas, of_area, weighted = _area(view, tasks, kpk)
    figures = ringkasan(
        rencana, reader, now=at, pandangan=view, rows=tasks, kpk=values, nilai=weighted
    )
    members = [] if weighted is not None else anggota(rencana, reader)
    sk = SuratKeputusan.objects.filter(rencana=rencana).first()
    notes, by_butir, by_member = sumber(sk) if sk else ((), {}, {})
    carrier = _pembawa(members)
    rows = susun_tugas(
        rencana,
        {t.pk: t for t in tasks},
        at,
        BarisTugas(carrier, of_area, kpk, {k: tuple(v) for k, v in by_butir.items()}),
    )
    earlier = _sebelumnya(batas, at)
    before = earlier[-1][1] if earlier else None
    made = IsiPotret(
        skema=SKEMA,
        instansi=rencana.instansi.nama,
        instansi_kode=rencana.instansi.kode,
        tempat=rencana.instansi.tempat,
        zona_waktu=rencana.instansi.zona_waktu,
        contoh=rencana.instansi.contoh,
        sebutan_verifikator=rencana.instansi.sebutan_verifikator,
        rencana=rencana.nama,
        jenis=rencana.jenis,
        tahun=rencana.tahun,
        dasar=DasarPotret(sk.jenis, sk.nomor, sk.tanggal, sk.tentang) if sk else None,
        batas=BatasPotret(
            batas.kode,
            batas.akhir,
            batas.dibuka,
            batas.batas_unit,
            batas.batas_inspektorat,
            batas.batas_jaga,
            batas.verifikasi_kpk,
            batas.ditutup,
        ),
        no=no,
        at=at,
        per=hari_di(rencana, at),
        jumlah_tugas=len(rows),
        tugas_ditagih=len({t.butir_id for t in tasks}),
        capaian=len(tasks),
        terlambat=figures.terlambat,
        hitungan=figures.total,
        nilai=_nilai(figures.nilai),
        kpk_per=max((kpk[b].tanggal for b in {t.butir_id for t in tasks} & set(kpk)), default=None),
        area=tuple(_baris_area(row) for row in areas),
        anggota=tuple(
            _baris_anggota(row, tuple(by_member.get(row.anggota_id, ()))) for row in figures.anggota
        ),
        tugas=rows,
        pengecualian=pengecualian(rencana, {t.pk for t in tasks}, at),
        catatan=tuple(SumberPotret(n.kode, n.golongan, n.teks, n.umum) for n in notes),
        acuan=_acuan(*earlier[-1]) if earlier else None,
        perubahan=(),
        amandemen=(),
    )
    return _berperubahan(
        made, before, _amandemen_lama(batas, at, no), sebelum, (alasan, oleh, jabatan)
    )


def _berperubahan(
    made: IsiPotret,
    before: IsiPotret | None,
    amended: tuple[AmandemenPotret, ...],
    sebelum: IsiPotret | None,
    kata: tuple[str, str, str],
) -> IsiPotret:
    """Add what reads otherwise than before: than the cut-off before it, and than what it amends."""
    changes = bandingkan(before, made, sampai=before.batas.akhir) if before else ()
    if sebelum is not None:
        alasan, oleh, jabatan = kata
        own = AmandemenPotret(
            batas=made.batas.kode,
            no=made.no,
            at=made.at,
            alasan=alasan,
            oleh=oleh,
            jabatan=jabatan,
            perubahan=bandingkan(sebelum, made),
        )
        amended = (*amended, own)
    return replace(made, perubahan=changes, amandemen=amended)


def _sebelumnya(batas: Batas, at: datetime) -> list[tuple[Potret, IsiPotret]]:
    """The last Potret of the cut-off before this one, as known at `at`; none or one."""
    found = (
        Potret.objects.filter(
            batas__rencana=batas.rencana_id, batas__akhir__lt=batas.akhir, at__lte=at
        )
        .select_related("batas")
        .order_by("-batas__akhir", "-no")
        .first()
    )
    return [(found, baca(found.isi))] if found else []


def _amandemen_lama(batas: Batas, at: datetime, no: int) -> tuple[AmandemenPotret, ...]:
    """Amendments of the plan made by `at`, in their order: each is told by its own Potret."""
    rows = (
        Potret.objects.filter(
            batas__rencana=batas.rencana_id,
            batas__akhir__lte=batas.akhir,
            sebelum__isnull=False,
            at__lte=at,
        )
        .exclude(batas=batas, no__gte=no)
        .order_by("at", "pk")
    )
    found = []
    for row in rows:
        own = [a for a in baca(row.isi).amandemen if (a.no, a.at) == (row.no, row.at)]
        found += own
    return tuple(found)


def _acuan(potret: Potret, isi: IsiPotret) -> AcuanPotret:
    return AcuanPotret(isi.batas.kode, potret.no, isi.at, potret.sha256)


def _pembawa(members: list[AnggotaBertugas]) -> dict[int, AnggotaBertugas]:
    """The member that carries a Butir: the first one, as in the figures."""
    return {butir: m for m in reversed(members) for butir in m.butir}


def _area(
    view: Pandangan, tasks: list[Tugas], kpk: dict[int, NilaiSaatItu]
) -> tuple[list[BarisArea], dict[int, AreaKelompok], Nilai | None]:
    """Areas with figures, the area of each Butir, and the score of a plan with its own weights."""
    if view.rencana.jenis == Rencana.Jenis.MCP:
        susunan = susun_dipakai(view.rencana)
        whole = instrumen.nilai(susunan, tasks, kpk, view.hari_ini, sebagian=False)
        found = instrumen.menurut_area(susunan, tasks, whole)
        return found, instrumen.area_butir(susunan), whole
    areas = dict(area(view.rencana))
    if not areas:
        return [], {}, None
    values = {butir: satu.nilai for butir, satu in kpk.items()}
    return papan.menurut_area(tasks, areas, values), areas, None


def _skor(skor: Skor) -> SkorPotret:
    cara, known = skor.cara_hitung, skor.cakupan
    return SkorPotret(
        nilai=skor.nilai if known.bernilai else None,
        jumlah=cara.jumlah if cara else skor.nilai or Decimal(),
        pembagi=cara.pembagi if cara else Decimal(1),
        terisi=known.bernilai,
        penyebut=known.penyebut,
    )


def _nilai(nilai: Nilai) -> NilaiPotret:
    hasil = nilai.hasil
    return NilaiPotret(
        mandiri=_skor(hasil.mandiri),
        internal=_skor(hasil.inspektorat),
        kpk=_skor(hasil.kpk),
        bobot=str(hasil.label_bobot.value) if hasil.label_bobot else "",
    )


def _baris_area(row: BarisArea) -> AreaPotret:
    return AreaPotret(row.area.kode, row.area.nama, row.tugas, row.hitungan, _nilai(row.nilai))


def _baris_anggota(row: BarisAnggota, notes: tuple[str, ...]) -> AnggotaPotret:
    return AnggotaPotret(
        no=row.no,
        jabatan=row.jabatan,
        kedudukan=row.kedudukan,
        unit=row.unit_nama,
        tugas=row.tugas,
        hitungan=row.hitungan,
        nilai=_nilai(row.nilai),
        terlambat=row.terlambat,
        terakhir=row.terakhir.astimezone(UTC) if row.terakhir else None,
        dihitung_pada=row.dihitung_pada,
        catatan=notes,
    )
