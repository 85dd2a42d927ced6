"""What a person typed into the month plan: a whole team at once, a shift, a subscription."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import QueryDict

from accounts.forms.layout import Isian
from sheets.values import BULAN
from zonaintegritas.models import Tim

PANJANG_ALASAN = 1000


@dataclass(frozen=True)
class IsianBaris:
    """One row as it was sent: `awal` are the months that the person saw, `bulan` those wanted.

    `bentuk` is '' where none was chosen; `usulan` says that the proposal of the source is used.
    """

    butir_id: int
    awal: frozenset[int]
    bulan: frozenset[int]
    bentuk: str
    bentuk_awal: str
    usulan: bool

    @property
    def bentuk_diganti(self) -> bool:
        """Whether the person chose another reading of the months than the one shown."""
        return self.bentuk != self.bentuk_awal and self.bentuk != ""


@dataclass(frozen=True)
class IsianTim:
    """The rows of one team by id of the Butir, the reason, and the rows of a copy."""

    baris: Mapping[int, IsianBaris]
    alasan: str
    salin_dari: str
    salin_ke: str

    @property
    def menyalin(self) -> bool:
        """Whether rows to copy were chosen."""
        return bool(self.salin_dari or self.salin_ke)

    def disalin(self) -> "IsianTim | None":
        """Return the same with the months of one row in the other; None without two rows."""
        dari, ke = (self.baris.get(_angka(one)) for one in (self.salin_dari, self.salin_ke))
        if dari is None or ke is None or dari is ke:
            return None
        rows = {**self.baris, ke.butir_id: replace(ke, bulan=dari.bulan, bentuk=dari.bentuk)}
        return replace(self, baris=rows, salin_dari="", salin_ke="")


def baca_isian(post: QueryDict) -> IsianTim:
    """Read a submitted team; a month that is no number is 0, which no plan takes."""
    proposals = set(post.getlist("usulan"))
    rows = {}
    for name in post:
        head, _, key = name.partition("-")
        if head != "awal" or not _angka(key):
            continue
        pk = _angka(key)
        rows[pk] = IsianBaris(
            butir_id=pk,
            awal=frozenset(_angka(one) for one in post.get(name, "").split(",") if one),
            bulan=frozenset(_angka(one) for one in post.getlist(f"bulan-{key}")),
            bentuk=post.get(f"bentuk-{key}", ""),
            bentuk_awal=post.get(f"bentukawal-{key}", ""),
            usulan=key in proposals,
        )
    return IsianTim(
        baris=rows,
        alasan=post.get("alasan", "").replace("\0", "")[:PANJANG_ALASAN],
        salin_dari=post.get("salin_dari", ""),
        salin_ke=post.get("salin_ke", ""),
    )


def _angka(teks: str) -> int:
    return int(teks) if teks.isascii() and teks.isdecimal() and len(teks) <= 18 else 0


class GeserForm(Isian):
    """Move one planned month to another."""

    dari = forms.TypedChoiceField(label="Bulan yang digeser", coerce=int)
    ke = forms.TypedChoiceField(
        label="Digeser ke", coerce=int, choices=[("", "Pilih bulan"), *enumerate(BULAN, 1)]
    )
    serentang = forms.BooleanField(
        label="Geser seluruh rentang yang memuat bulan ini", required=False
    )
    alasan = forms.CharField(
        label="Alasan",
        help_text="Tetap tercatat pada baris ini, bersama bulan semula.",
        max_length=PANJANG_ALASAN,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, terencana: list[int], rentang: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one, BULAN[one - 1]) for one in terencana]
        self.fields["dari"].choices = [("", "Pilih bulan"), *choices]  # type: ignore[attr-defined]
        if not rentang:
            del self.fields["serentang"]


class AlasanForm(Isian):
    """The reason of a change, needed where the plan runs."""

    alasan = forms.CharField(
        label="Alasan",
        help_text="Wajib bila usulan memuat bulan yang sudah lewat pada rencana yang berjalan.",
        max_length=PANJANG_ALASAN,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class LanggananForm(Isian):
    """A new calendar subscription: of all that the person answers for, or of one team."""

    nama = forms.CharField(
        label="Nama langganan",
        help_text="Agar Anda mengenalinya nanti, misalnya Ponsel saya.",
        max_length=80,
    )
    tim = forms.ModelChoiceField(
        label="Isi kalender",
        queryset=Tim.objects.none(),
        required=False,
        empty_label="Semua tugas saya",
    )

    def __init__(self, *args: Any, teams: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tim"].queryset = teams  # type: ignore[attr-defined]
