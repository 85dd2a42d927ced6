"""The filters of the list of imports; they stand in the address."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from imports.hak import jenis_terlihat
from imports.models import Batch

_PILIH = {"invalid_choice": "Pilih salah satu dari daftar."}
_TANGGAL = {"invalid": "Tulis tanggal, misalnya 2026-03-31."}


class SaringanImpor(forms.Form):
    """Words, kind, state, who, and the days between: all optional."""

    kata = forms.CharField(
        label="Cari", required=False, max_length=100, help_text="Nama berkas atau sidik SHA-256."
    )
    jenis = forms.ChoiceField(label="Jenis data", required=False, error_messages=_PILIH)
    keadaan = forms.ChoiceField(
        label="Keadaan",
        required=False,
        choices=[("", "Semua keadaan"), *Batch.Keadaan.choices],
        error_messages=_PILIH,
    )
    oleh = forms.CharField(label="Pengunggah", required=False, max_length=100)
    dari = forms.DateField(
        label="Diunggah sejak",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=_TANGGAL,
    )
    sampai = forms.DateField(
        label="Diunggah sampai",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=_TANGGAL,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the kinds of which the person may see imports anywhere."""
        super().__init__(*args, **kwargs)
        kinds = {
            kelas.kode: kelas.label
            for instansi in user.akses.instansi
            for kelas in jenis_terlihat(user, instansi)
        }
        field = self.fields["jenis"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Semua jenis"), *kinds.items()]

    @property
    def disaring(self) -> bool:
        """Whether any filter is set."""
        return any(self.data.get(nama) for nama in self.fields)

    def baris(self, rows: QuerySet[Batch]) -> QuerySet[Batch]:
        """Return the imports that match; none while a filter is unreadable."""
        if not self.is_valid():
            return rows.none()
        data = self.cleaned_data
        if data["kata"]:
            word = data["kata"].strip()
            rows = rows.filter(Q(nama_asli__icontains=word) | Q(sha256__startswith=word.lower()))
        if data["jenis"]:
            rows = rows.filter(jenis=data["jenis"])
        if data["keadaan"]:
            rows = rows.filter(keadaan=data["keadaan"])
        if data["oleh"]:
            rows = rows.filter(
                Q(oleh__nama__icontains=data["oleh"]) | Q(oleh__username__iexact=data["oleh"])
            )
        if data["dari"]:
            rows = rows.filter(dibuat__gte=_awal(data["dari"]))
        if data["sampai"]:
            rows = rows.filter(dibuat__lt=_awal(data["sampai"] + timedelta(days=1)))
        return rows


def _awal(hari: Any) -> datetime:
    """Return the first moment of a day in the reader's zone."""
    return timezone.make_aware(datetime.combine(hari, time.min))
