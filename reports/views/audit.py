"""The audit trail of the reader's own institutions."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Instansi, User
from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from audit.chain import digest, event_hash
from audit.models import Kejadian, Rantai
from audit.recorder import SISTEM
from evidence.selection import rencana_terpilih
from reports.aksi import kata

PER_HALAMAN = 50
PERIKSA = "rantai.periksa"  # recorded by `verify_audit --catat`


class SaringanJejak(forms.Form):
    """Filters of the audit trail, all optional."""

    aktor = forms.CharField(label="Pelaku", required=False, max_length=100)
    aksi = forms.ChoiceField(label="Aksi", required=False)
    objek = forms.CharField(label="Objek", required=False, max_length=100)
    dari = forms.DateField(
        label="Sejak tanggal",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": "Tulis tanggal seperti 2026-09-18."},
    )
    sampai = forms.DateField(
        label="Sampai tanggal",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": "Tulis tanggal seperti 2026-09-18."},
    )

    def __init__(self, *args: Any, aksi: list[str], **kwargs: Any) -> None:
        """`aksi`: the actions that occur in the chain."""
        super().__init__(*args, **kwargs)
        field = self.fields["aksi"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Semua aksi"),
            *sorted(((a, kata(a)) for a in aksi), key=lambda c: c[1]),
        ]
        field.error_messages["invalid_choice"] = "Aksi ini tidak ada dalam rantai."

    def clean(self) -> dict[str, Any]:
        """The period must not end before it begins."""
        data = super().clean() or {}
        dari, sampai = data.get("dari"), data.get("sampai")
        if dari and sampai and sampai < dari:
            self.add_error("sampai", "Tanggal akhir lebih awal daripada tanggal awal.")
        return data

    def rows(self, events: QuerySet[Kejadian]) -> QuerySet[Kejadian]:
        """Return the events that match; none while a filter is not readable."""
        if not self.is_valid():
            return events.none()
        data = self.cleaned_data
        if data["aktor"]:
            events = events.filter(aktor_nama__icontains=data["aktor"])
        if data["aksi"]:
            events = events.filter(aksi=data["aksi"])
        if data["objek"]:
            events = events.filter(
                Q(objek_nama__icontains=data["objek"]) | Q(objek_id=data["objek"])
            )
        if data["dari"]:
            events = events.filter(at__gte=_awal(data["dari"]))
        if data["sampai"]:
            events = events.filter(at__lt=_awal(data["sampai"] + timedelta(days=1)))
        return events


def _awal(day: date) -> datetime:
    """Return the first moment of a day in the reader's zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def rantai_terbuka(user: User) -> list[Instansi]:
    """Return the institutions whose chain a person may read, home first."""
    open_ids = set(user.akses.instansi_ids(Permission.AUDIT_READ))
    return [i for i in user.akses.instansi if i.pk in open_ids]


@require_safe
def jejak_audit(request: Permintaan) -> HttpResponse:
    """List the events of one chain, newest first, with filters in the address."""
    open_chains = rantai_terbuka(request.user)
    instansi, form, rows = jejak_diminta(request, open_chains)
    context = {
        "instansi": instansi,
        "rantai_lain": [i for i in open_chains if i != instansi],
        "form": form,
        "disaring": any(request.GET.get(name) for name in form.fields),
        "page_obj": Paginator(rows, PER_HALAMAN).get_page(request.GET.get("page")),
        "kepala": Rantai.objects.filter(instansi=instansi.kode).first(),
        "periksa": Kejadian.objects.filter(
            instansi=SISTEM, aksi=PERIKSA, objek_jenis="rantai", objek_id=instansi.kode
        )
        .order_by("-no")
        .first(),
    }
    return render(request, "reports/jejak_audit.html", context)


def jejak_diminta(
    request: Permintaan, open_chains: list[Instansi]
) -> tuple[Instansi, SaringanJejak, QuerySet[Kejadian]]:
    """Return the chain of the address, its filters, and the events that match, newest first.

    Raises PermissionDenied when no chain is open to the person.
    """
    if not open_chains:
        raise PermissionDenied("Jejak audit tidak termasuk peran Anda.")
    instansi = _instansi(request, open_chains)
    chain = Kejadian.objects.filter(instansi=instansi.kode)
    aksi = list(chain.order_by("aksi").values_list("aksi", flat=True).distinct())
    form = SaringanJejak(request.GET or {}, aksi=aksi)
    return instansi, form, form.rows(chain).order_by("-no")


@require_safe
def jejak_audit_rinci(request: Permintaan, pk: int) -> HttpResponse:
    """Show one event with its payload, and whether it fits the one before it."""
    codes = {i.kode: i for i in rantai_terbuka(request.user)}
    event = get_object_or_404(Kejadian, pk=pk, instansi__in=codes)
    near = {
        e.no: e
        for e in Kejadian.objects.filter(
            instansi=event.instansi, no__in=[event.no - 1, event.no + 1]
        )
    }
    before, after = near.get(event.no - 1), near.get(event.no + 1)
    context = {
        "kejadian": event,
        "instansi": codes[event.instansi],
        "isi": json.dumps(event.isi, ensure_ascii=False, indent=2, sort_keys=True),
        "sebelum": before,
        "sesudah": after,
        "utuh": event.isi_digest == digest(event.isi) and event.hash == event_hash(event),
        "tersambung": event.hash_sebelum == (before.hash if before else "")
        and (before is not None or event.no == 1),
    }
    return render(request, "reports/jejak_audit_rinci.html", context)


def _instansi(request: Permintaan, open_chains: list[Instansi]) -> Instansi:
    """The chain named in the address, otherwise that of the chosen plan, otherwise home."""
    asked = request.GET.get("rantai", "")
    if asked:
        return get_object_or_404(
            Instansi, kode=asked, pk__in=[instansi.pk for instansi in open_chains]
        )
    rencana, _ = rencana_terpilih(request)
    return next((i for i in open_chains if rencana and i.pk == rencana.instansi_id), open_chains[0])
