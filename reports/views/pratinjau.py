"""What a report would hold, in words, before it is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils import timezone

from accounts.models import User
from evidence.models import Rencana
from reports.datasets.evaluasi_roadmap import isi_evaluasi
from reports.datasets.lampiran_bentuk import IsiLampiran
from reports.datasets.lampiran_roadmap import isi_lampiran
from reports.datasets.lampiran_zi import isi_lampiran_zi
from reports.datasets.lampiran_zi_bentuk import IsiLampiranZI
from reports.datasets.lhe import isi_lhe, lke_terbaca
from reports.datasets.lhe_bentuk import IsiLHE
from reports.datasets.pandangan import Pandangan
from reports.datasets.pantauan_zi import bangun_pantauan, isi_pantauan
from reports.datasets.pantauan_zi_bentuk import IsiPantauanZI
from reports.datasets.rekap_satgas import IsiRekap, isi
from reports.forms import EvaluasiForm, LampiranForm, LampiranZIForm, PantauanZIForm
from reports.views.jenis_laporan import LAMPIRAN, LAMPIRAN_ZI, PANTAUAN_ZI, REKAP, Jenis
from roadmap.matriks import baca_semua
from ukuran.format import angka


@dataclass(frozen=True)
class Pilihan:
    """A plan or an LKE that may be chosen, and what its report would hold."""

    pk: int
    nama: str
    isi: str


def pilihan_rencana(jenis: Jenis, plans: Sequence[Rencana], user: User) -> Sequence[Pilihan]:
    """Return the plans to choose from, each with what its report would hold."""
    if jenis.kode == REKAP:
        recaps = isi(plans, user)
        return [Pilihan(p.pk, _nama(p), _isi_rekap(recaps[p.pk])) for p in plans]
    if jenis.kode == LAMPIRAN_ZI:
        annexes = isi_lampiran_zi(plans)
        return [
            Pilihan(p.pk, _nama(p), _isi_lampiran_zi(annexes[p.pk]))
            for p in plans
            if p.pk in annexes
        ]
    if jenis.kode == PANTAUAN_ZI:
        months = isi_pantauan(plans)
        return [
            Pilihan(p.pk, _nama(p), _isi_pantauan(months[p.pk])) for p in plans if p.pk in months
        ]
    found = isi_lampiran(plans)
    words = _isi_lampiran if jenis.kode == LAMPIRAN else _isi_evaluasi
    return [
        Pilihan(p.pk, _nama(p), words(found[p.pk], semua=baca_semua(p, user)))
        for p in plans
        if p.pk in found
    ]


def pilihan_lke(user: User) -> Sequence[Pilihan]:
    """Return the LKE that a person reads, each with what its report would hold."""
    rows = list(lke_terbaca(user))
    found = isi_lhe(rows)
    return [
        Pilihan(
            row.pk,
            f"LKE {row.tahun}, {row.unit.nama}, {row.instansi.nama}",
            _isi_lhe(found[row.pk]),
        )
        for row in rows
    ]


def kalimat(form: forms.Form, pilihan: Sequence[Pilihan], user: User) -> str:
    """Say what the report of a form that is valid would hold."""
    if isinstance(form, PantauanZIForm) and form.terpilih is not None:
        view = Pandangan(form.terpilih, user, timezone.now(), form.cleaned_data["hari"])
        return " ".join(bangun_pantauan(view, form.awal_bulan).ringkasan)
    if isinstance(form, EvaluasiForm) and form.terpilih is not None:
        view = Pandangan(form.terpilih, user, timezone.now(), form.cleaned_data["hari"])
        found = isi_evaluasi(view, form.masa)
        return (
            f"{form.masa.nama}: {angka(found.indikator)} indikator dan {angka(found.baris)} baris "
            f"kegiatan; {angka(found.terisi)} dari {angka(found.diminta)} yang bertarget atau "
            "beranggaran mempunyai angka yang dihitung."
        )
    if isinstance(form, LampiranZIForm):
        return _kalimat_lampiran_zi(form)
    pk = form.cleaned_data[next(iter(form.fields))]
    tail = _tahun_lampiran(form) if isinstance(form, LampiranForm) else ""
    return next((f"{p.nama}: {p.isi}{tail}." for p in pilihan if p.pk == pk), "")


def _nama(plan: Rencana) -> str:
    return f"{plan.nama}, {plan.instansi.nama}"


def _isi_rekap(found: IsiRekap) -> str:
    tasks = f"{angka(found.tugas)} tugas"
    if not found.berjalan:
        return f"{tasks}, tanpa capaian"
    return f"{tasks}, {angka(found.dokumen)} dokumen wajib"


def _isi_lampiran(found: IsiLampiran, *, semua: bool) -> str:
    words = (
        f"{angka(found.program)} program, {angka(found.kegiatan)} kegiatan, "
        f"{angka(found.baris)} baris"
    )
    return words if semua else f"{words}; angka terverifikasi dan klaim hanya dari unit Anda"


def _isi_evaluasi(found: IsiLampiran, *, semua: bool) -> str:
    words = f"{angka(found.indikator)} indikator, {angka(found.diminta)} baris kegiatan"
    return words if semua else f"{words}; angka terverifikasi dan klaim hanya dari unit Anda"


def _isi_lampiran_zi(found: IsiLampiranZI) -> str:
    return (
        f"{angka(found.tim)} tim, {angka(found.anggota)} anggota; {angka(found.kegiatan)} "
        f"kegiatan, {angka(found.sub)} sub kegiatan, {angka(found.indikator)} indikator"
    )


def _isi_pantauan(found: IsiPantauanZI) -> str:
    return (
        f"{angka(found.tim)} tim, {angka(found.terencana)} dari {angka(found.baris)} baris "
        f"mempunyai bulan; {angka(found.bulan)} bulan direncanakan"
    )


def _isi_lhe(found: IsiLHE) -> str:
    return (
        f"{found.status}, {angka(found.terjawab)} dari {angka(found.soal)} pertanyaan terjawab "
        f"pada tahap ini, {angka(found.bukti)} bukti, {angka(found.langkah)} langkah"
    )


def _tahun_lampiran(form: LampiranForm) -> str:
    year = form.cleaned_data["tahun"]
    sums = "dengan" if form.cleaned_data["subtotal"] else "tanpa"
    return f"; {f'realisasi {year}' if year else 'tanpa realisasi'}, {sums} jumlah per program"


def _kalimat_lampiran_zi(form: LampiranZIForm) -> str:
    pk, number = form.cleaned_data["rencana"], form.cleaned_data["lampiran"]
    found = isi_lampiran_zi(list(Rencana.objects.filter(pk=pk)))[pk]
    if number == 1:
        return f"Lampiran I: {angka(found.tim)} tim, {angka(found.anggota)} anggota."
    return (
        f"Lampiran II: {angka(found.kegiatan)} kegiatan, {angka(found.sub)} sub kegiatan, "
        f"{angka(found.indikator)} indikator."
    )
