"""Asking for a report: which kinds there are, their forms, what they would hold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.keadaan import hari_di
from evidence.models import Rencana
from evidence.selection import rencana_terpilih
from jobs.models import Job
from reports.actions.permohonan import (
    minta_evaluasi,
    minta_lampiran,
    minta_lampiran_zi,
    minta_lhe,
    minta_pantauan_zi,
    minta_rekap,
)
from reports.datasets.evaluasi_bentuk import Semester
from reports.datasets.evaluasi_roadmap import isi_evaluasi, semester_rencana
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
from reports.forms import (
    EvaluasiForm,
    LampiranForm,
    LampiranZIForm,
    LHEForm,
    PantauanZIForm,
    RekapForm,
    RencanaHariForm,
)
from reports.kinds import Bentuk
from reports.views.jenis_laporan import (
    EVALUASI,
    JENIS,
    LAMPIRAN,
    LAMPIRAN_ZI,
    LHE,
    PANTAUAN_ZI,
    REKAP,
    Jenis,
)
from roadmap.matriks import baca_semua
from ukuran.format import angka


@dataclass(frozen=True)
class Pilihan:
    """A plan or an LKE that may be chosen, and what its report would hold."""

    pk: int
    nama: str
    isi: str


@dataclass
class Permohonan:
    """The form of one kind, with the plans to choose from."""

    jenis: Jenis
    form: forms.Form
    rencana: Sequence[Pilihan]
    pratinjau: str = ""


def dapat_meminta(user: User) -> bool:
    """Whether there is a report that a person may ask for: by a role, or as a guest of an LKE."""
    return user.akses.has(Permission.REPORT_CREATE) or lke_terbaca(user).exists()


def jenis_terbuka(user: User) -> Sequence[Jenis]:
    """Return the kinds to choose from; a guest without a role that makes reports has the LHE."""
    own = user.akses.has(Permission.REPORT_CREATE)
    return [jenis for jenis in JENIS if own or jenis.plan is None]


def permohonan(request: Permintaan) -> Permohonan:
    """Return the form of the kind that the address names, filled with what was sent."""
    jenis = _jenis(request)
    if jenis.plan is None:
        return _permohonan_lhe(request, jenis)
    chosen, rows = rencana_terpilih(request, jenis.plan)
    plans = [p for p in rows if request.user.akses.has(Permission.REPORT_CREATE, p.instansi_id)]
    choices = list(_pilihan(jenis, plans, request.user))
    data = request.POST if request.method == "POST" else None
    pairs = [(p.pk, p.nama) for p in choices]
    first = chosen if chosen in plans else (plans[0] if plans else None)
    if jenis.kode == REKAP:
        initial: dict[str, Any] = {"rencana": first.pk if first else None}
        return Permohonan(jenis, RekapForm(data, pilihan=pairs, initial=initial), choices)
    if jenis.kode == LAMPIRAN_ZI:
        initial = {"rencana": first.pk if first else None}
        return Permohonan(jenis, LampiranZIForm(data, pilihan=pairs, initial=initial), choices)
    today = hari_di(first, timezone.now()) if first else timezone.localdate()
    initial = {"rencana": first.pk if first else None}
    if first and jenis.kode == EVALUASI:
        initial |= _semester_baku(first)
    if first and jenis.kode == PANTAUAN_ZI:
        initial |= _bulan_baku(first)
    form = _BERHARI[jenis.kode](
        data,
        pilihan=pairs,
        rencana={p.pk: p for p in plans},
        hari_ini=today,
        initial=initial,
    )
    return Permohonan(jenis, form, choices)


def minta(asked: Permohonan, user: User) -> Job:
    """Ask for the report of a form that is valid; raises what the actions raise."""
    return _MINTA[asked.jenis.kode](asked.form, user)


def pratinjau(asked: Permohonan, user: User) -> str:
    """Say what the report of a form that is valid would hold."""
    form = asked.form
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
    pk = form.cleaned_data[next(iter(form.fields))]
    return next((f"{p.nama}: {p.isi}." for p in asked.rencana if p.pk == pk), "")


def _jenis(request: Permintaan) -> Jenis:
    """Return the kind in the address, else that of the plan it names, else one with plans."""
    own = jenis_terbuka(request.user)
    named = {j.kode: j for j in own}.get(request.GET.get("jenis", ""))
    if named is not None:
        return named
    chosen, rows = rencana_terpilih(request)
    kinds = {plan.jenis for plan in rows}
    if request.GET.get("rencana") and chosen is not None:
        kinds = {chosen.jenis}
    return next((jenis for jenis in own if jenis.plan in kinds), own[0])


def _permohonan_lhe(request: Permintaan, jenis: Jenis) -> Permohonan:
    """Return the form with the LKE that the person reads; `?lke=` chooses one."""
    rows = list(lke_terbaca(request.user))
    found = isi_lhe(rows)
    choices = [
        Pilihan(
            row.pk,
            f"LKE {row.tahun}, {row.unit.nama}, {row.instansi.nama}",
            _isi_lhe(found[row.pk]),
        )
        for row in rows
    ]
    form = LHEForm(
        request.POST if request.method == "POST" else None,
        pilihan=[(p.pk, p.nama) for p in choices],
        initial={"lke": request.GET.get("lke") or (choices[0].pk if choices else None)},
    )
    return Permohonan(jenis, form, choices)


def _bulan_baku(rencana: Rencana) -> dict[str, Any]:
    """Return the month that ended last in the year of a plan; the first one before that."""
    today = hari_di(rencana, timezone.now())
    if today.year != rencana.tahun:
        return {"bulan": 12 if today.year > rencana.tahun else 1}
    return {"bulan": max(1, today.month - 1)}


def _semester_baku(rencana: Rencana) -> dict[str, Any]:
    """Return the semester that ended last; the first one of a plan that has just begun."""
    today = hari_di(rencana, timezone.now())
    ended = [s for s in semester_rencana(rencana) if s.selesai < today]
    semester = ended[-1] if ended else Semester(rencana.mulai.year, 1)
    return {"tahun": semester.tahun, "semester": semester.nomor}


def _pilihan(jenis: Jenis, plans: Sequence[Rencana], user: User) -> Sequence[Pilihan]:
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


def _minta_rekap(form: forms.Form, user: User) -> Job:
    return minta_rekap(rencana_id=form.cleaned_data["rencana"], by=user)


def _minta_lampiran(form: forms.Form, user: User) -> Job:
    data = form.cleaned_data
    return minta_lampiran(
        rencana_id=data["rencana"],
        bentuk=Bentuk(data["bentuk"]),
        tahun=data["tahun"],
        subtotal=data["subtotal"],
        hari=data["hari"],
        by=user,
    )


def _minta_evaluasi(form: forms.Form, user: User) -> Job:
    data = form.cleaned_data
    return minta_evaluasi(
        rencana_id=data["rencana"],
        semester=Semester(data["tahun"], data["semester"]),
        bentuk=Bentuk(data["bentuk"]),
        hari=data["hari"],
        by=user,
    )


def _minta_lampiran_zi(form: forms.Form, user: User) -> Job:
    data = form.cleaned_data
    return minta_lampiran_zi(
        rencana_id=data["rencana"],
        lampiran=data["lampiran"],
        bentuk=Bentuk(data["bentuk"]),
        by=user,
    )


def _minta_pantauan_zi(form: forms.Form, user: User) -> Job:
    data = form.cleaned_data
    return minta_pantauan_zi(
        rencana_id=data["rencana"],
        bulan=data["bulan"],
        bentuk=Bentuk(data["bentuk"]),
        hari=data["hari"],
        by=user,
    )


def _minta_lhe(form: forms.Form, user: User) -> Job:
    data = form.cleaned_data
    return minta_lhe(lke_id=data["lke"], bentuk=Bentuk(data["bentuk"]), by=user)


_BERHARI: dict[str, type[RencanaHariForm]] = {
    LAMPIRAN: LampiranForm,
    EVALUASI: EvaluasiForm,
    PANTAUAN_ZI: PantauanZIForm,
}
_MINTA: dict[str, Callable[[forms.Form, User], Job]] = {
    REKAP: _minta_rekap,
    LAMPIRAN: _minta_lampiran,
    EVALUASI: _minta_evaluasi,
    LAMPIRAN_ZI: _minta_lampiran_zi,
    PANTAUAN_ZI: _minta_pantauan_zi,
    LHE: _minta_lhe,
}
