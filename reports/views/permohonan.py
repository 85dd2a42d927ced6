"""Asking for a report: which kinds there are, their forms, what they would hold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse
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
from reports.actions.terbitan import minta_kemajuan
from reports.bentuk import Bentuk
from reports.datasets.evaluasi_bentuk import Semester
from reports.datasets.evaluasi_roadmap import semester_rencana
from reports.datasets.lhe import lke_terbaca
from reports.forms import (
    EvaluasiForm,
    LampiranForm,
    LampiranZIForm,
    LHEForm,
    PantauanZIForm,
    RekapForm,
    RencanaHariForm,
)
from reports.forms_kemajuan import KemajuanForm
from reports.kemajuan.alamat import alamat_portal
from reports.kemajuan.pilihan import pilihan_potret
from reports.kemajuan.pratinjau import Pratinjau, pratinjau_kemajuan
from reports.views.jenis_laporan import (
    EVALUASI,
    JENIS,
    KEMAJUAN,
    LAMPIRAN,
    LAMPIRAN_ZI,
    LHE,
    PANTAUAN_ZI,
    REKAP,
    Jenis,
)
from reports.views.pratinjau import Pilihan, kalimat, pilihan_lke, pilihan_rencana


@dataclass
class Permohonan:
    """The form of one kind, with the plans to choose from.

    `ada`: there is something to report on. `alamat`: where the portal is reached. `kalimat` and
    `pratinjau`: what the chosen report would hold, where that was asked for. `url_templat`: where
    the look of reports is set, for who may.
    """

    jenis: Jenis
    form: forms.Form
    rencana: Sequence[Pilihan]
    ada: bool
    alamat: str = ""
    kalimat: str = ""
    pratinjau: Pratinjau | None = None
    url_templat: str = ""


def dapat_meminta(user: User) -> bool:
    """Whether there is a report that a person may ask for: by a role, or as a guest of an LKE."""
    return user.akses.has(Permission.REPORT_CREATE) or lke_terbaca(user).exists()


def jenis_terbuka(user: User) -> Sequence[Jenis]:
    """Return the kinds to choose from; a guest without a role that makes reports has the LHE."""
    return [jenis for jenis in JENIS if jenis.izin is None or user.akses.has(jenis.izin)]


def permohonan(request: Permintaan) -> Permohonan:
    """Return the form of the kind that the address names, filled with what was sent."""
    jenis = _jenis(request)
    if jenis.kode == KEMAJUAN:
        return _permohonan_kemajuan(request, jenis)
    if jenis.plan is None:
        return _permohonan_lhe(request, jenis)
    chosen, rows = rencana_terpilih(request, jenis.plan)
    plans = [p for p in rows if request.user.akses.has(Permission.REPORT_CREATE, p.instansi_id)]
    choices = pilihan_rencana(jenis, plans, request.user)
    data = request.POST if request.method == "POST" else None
    pairs = [(p.pk, p.nama) for p in choices]
    first = chosen if chosen in plans else (plans[0] if plans else None)
    if jenis.kode == REKAP:
        initial: dict[str, Any] = {"rencana": first.pk if first else None}
        recap = RekapForm(data, pilihan=pairs, initial=initial)
        return Permohonan(jenis, recap, choices, bool(choices))
    if jenis.kode == LAMPIRAN_ZI:
        initial = {"rencana": first.pk if first else None}
        annex = LampiranZIForm(data, pilihan=pairs, initial=initial)
        return Permohonan(jenis, annex, choices, bool(choices))
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
    return Permohonan(jenis, form, choices, bool(choices))


def minta(asked: Permohonan, user: User) -> Job:
    """Ask for the report of a form that is valid; raises what the actions raise."""
    if asked.jenis.kode == KEMAJUAN:
        data = asked.form.cleaned_data
        return minta_kemajuan(
            potret_id=data["potret"], bentuk=Bentuk(data["bentuk"]), alamat=asked.alamat, by=user
        )
    return _MINTA[asked.jenis.kode](asked.form, user)


def lihat(asked: Permohonan, user: User) -> None:
    """Put what the report of a form that is valid would hold on the page."""
    if isinstance(asked.form, KemajuanForm):
        _pratinjau(asked, asked.form, user)
    else:
        asked.kalimat = kalimat(asked.form, asked.rencana, user)


def _jenis(request: Permintaan) -> Jenis:
    """Return the kind in the address, else that of the plan it names, else one with plans."""
    own = jenis_terbuka(request.user)
    named = {j.kode: j for j in own}.get(request.GET.get("jenis", ""))
    if named is not None:
        return named
    if KEMAJUAN in {j.kode for j in own} and request.GET.get("potret"):
        return next(j for j in own if j.kode == KEMAJUAN)
    chosen, rows = rencana_terpilih(request)
    kinds = {plan.jenis for plan in rows}
    if request.GET.get("rencana") and chosen is not None:
        kinds = {chosen.jenis}
    planned = [jenis for jenis in own if jenis.plan is not None] or own
    return next((jenis for jenis in planned if jenis.plan in kinds), planned[0])


def _permohonan_lhe(request: Permintaan, jenis: Jenis) -> Permohonan:
    """Return the form with the LKE that the person reads; `?lke=` chooses one."""
    choices = pilihan_lke(request.user)
    form = LHEForm(
        request.POST if request.method == "POST" else None,
        pilihan=[(p.pk, p.nama) for p in choices],
        initial={"lke": request.GET.get("lke") or (choices[0].pk if choices else None)},
    )
    return Permohonan(jenis, form, choices, bool(choices))


def _permohonan_kemajuan(request: Permintaan, jenis: Jenis) -> Permohonan:
    """Return the form with the Potret of the person's institutions; `?potret=` chooses one.

    The figures of a Potret weigh megabytes: they are read to show what a report would hold, and
    never to ask for it. A Potret that is not visible is a 404.
    """
    chosen, plans = rencana_terpilih(request)
    if request.GET.get("rencana") and chosen is not None:
        plans = [chosen, *(p for p in plans if p != chosen)]
    choices = pilihan_potret(request.user, plans)
    named = request.GET.get("potret", "")
    first = choices[0].potret.pk if choices else None
    if named:
        first = next((c.potret.pk for c in choices if str(c.potret.pk) == named), None)
        if first is None:
            raise Http404("Potret tidak ada.")
    form = KemajuanForm(
        request.POST if request.method == "POST" else None,
        pilihan=choices,
        initial={"potret": first},
    )
    asked = Permohonan(jenis, form, (), bool(choices), alamat_portal(request))
    if not form.is_bound:
        _pratinjau(asked, form, request.user)
    return asked


def _pratinjau(asked: Permohonan, form: KemajuanForm, user: User) -> None:
    chosen = form.terpilih
    if chosen is not None:
        asked.pratinjau = pratinjau_kemajuan(chosen)
        instansi = chosen.potret.instansi_id
        if user.akses.has(Permission.INSTANSI_SETUP, instansi):
            asked.url_templat = f"{reverse('templat_laporan')}?instansi={instansi}"


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
