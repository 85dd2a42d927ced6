"""A rule as it is typed; the action decides."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import CharField

from accounts.forms.layout import Isian
from evidence.forms import AngkaField
from roadmap.actions.aturan import IsiAturan
from roadmap.forms_target import isian_alasan
from roadmap.models import AturanUkur
from ukuran.models import SkalaPredikat


def _pilihan(kolom: str, bantuan: str = "") -> forms.ChoiceField:
    field = AturanUkur._meta.get_field(kolom)
    assert isinstance(field, CharField)
    return forms.ChoiceField(
        label=str(field.verbose_name).capitalize(),
        choices=field.choices or (),
        widget=forms.RadioSelect,
        help_text=bantuan,
    )


class AturanForm(Isian):
    """Direction, formula, kind, scale and cap of one row."""

    arah = _pilihan("arah")
    rumus = _pilihan("rumus", "Hanya dipakai bila makin kecil makin baik.")
    sifat = _pilihan("sifat")
    skala = forms.ChoiceField(
        label="Skala predikat",
        required=False,
        help_text="Hanya untuk target berupa predikat, misalnya WTP atau BB.",
    )
    cara_predikat = _pilihan("cara_predikat")
    batas_atas = AngkaField("Capaian paling tinggi (%)", "100, atau lebih bila lebihnya dihitung.")
    alasan = isian_alasan()
    versi = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32767)

    def __init__(
        self, data: Any = None, *, kini: AturanUkur | None, skala: Sequence[SkalaPredikat]
    ) -> None:
        """`kini`: the rule in force; `skala`: the scales that can be chosen."""
        super().__init__(data, initial=_awal(kini))
        self.fields["batas_atas"].required = True
        chooser = self.fields["skala"]
        assert isinstance(chooser, forms.ChoiceField)
        chooser.choices = [("", "Tanpa skala"), *((str(s.pk), sebutan(s)) for s in skala)]

    def isi(self) -> IsiAturan:
        """Return what was typed."""
        data = self.cleaned_data
        return IsiAturan(
            arah=data["arah"],
            rumus=data["rumus"],
            cara_predikat=data["cara_predikat"],
            sifat=data["sifat"],
            batas_atas=data["batas_atas"],
            skala_id=int(data["skala"]) if data["skala"] else None,
            alasan=data["alasan"],
        )


def sebutan(skala: SkalaPredikat) -> str:
    """Return a scale as it is named in a list: whose version it is, and its grades."""
    milik = "instansi" if skala.instansi_id else "portal"
    codes = ", ".join(t["kode"] for t in skala.tingkat)
    return f"{skala.nama} ({milik}, versi {skala.versi}): {codes}"


def _awal(kini: AturanUkur | None) -> dict[str, object]:
    row = kini or AturanUkur(batas_atas=Decimal(100))
    names = ("arah", "rumus", "sifat", "cara_predikat", "batas_atas")
    skala = "" if row.skala_id is None else str(row.skala_id)
    return {n: getattr(row, n) for n in names} | {
        "skala": skala,
        "versi": kini.versi if kini else 0,
    }
