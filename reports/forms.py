"""Forms of the report screens: shape of the input, nothing else."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from evidence.forms import TANGGAL
from evidence.models import Rencana
from reports.bentuk import BENTUK_LAPORAN
from reports.datasets.evaluasi_bentuk import Semester
from reports.kinds import Bentuk
from roadmap.lembar import tahun_rencana
from sheets.values import BULAN
from zonaintegritas.kata_jadwal import nama_bulan

_BUKAN_PILIHAN = "Rencana ini tidak ada atau bukan untuk unit Anda."


def _rencana(kosong: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="Rencana",
        coerce=int,
        error_messages={"required": kosong, "invalid_choice": _BUKAN_PILIHAN},
    )


def _bentuk() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Bentuk berkas",
        choices=[(b.value, b.label) for b in BENTUK_LAPORAN],
        initial=Bentuk.PDF.value,
        error_messages={
            "required": "Pilih bentuk berkas.",
            "invalid_choice": "Pilih PDF atau xlsx.",
        },
    )


class RekapForm(forms.Form):
    """Which Satgas plan the recap is about."""

    rencana = _rencana("Pilih rencana yang akan direkap.")

    def __init__(self, *args: Any, pilihan: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        """`pilihan`: id and description of each plan the person may choose."""
        super().__init__(*args, **kwargs)
        _isi_pilihan(self, "rencana", pilihan)


class LampiranZIForm(forms.Form):
    """Which annex of a Zona Integritas decree, and the kind of file."""

    rencana = _rencana("Pilih rencana Zona Integritas.")
    lampiran = forms.TypedChoiceField(
        label="Lampiran",
        coerce=int,
        choices=[("1", "Lampiran I, susunan tim kerja"), ("2", "Lampiran II, rencana aksi")],
        error_messages={
            "required": "Pilih lampiran.",
            "invalid_choice": "Pilih Lampiran I atau II.",
        },
    )
    bentuk = _bentuk()

    def __init__(self, *args: Any, pilihan: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        """`pilihan`: id and description of each plan the person may choose."""
        super().__init__(*args, **kwargs)
        _isi_pilihan(self, "rencana", pilihan)


class LHEForm(forms.Form):
    """Which LKE, and the kind of file."""

    lke = forms.TypedChoiceField(
        label="LKE",
        coerce=int,
        error_messages={
            "required": "Pilih LKE.",
            "invalid_choice": "LKE ini tidak ada atau bukan untuk Anda.",
        },
    )
    bentuk = _bentuk()

    def __init__(self, *args: Any, pilihan: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        """`pilihan`: id and description of each LKE the person reads."""
        super().__init__(*args, **kwargs)
        _isi_pilihan(self, "lke", pilihan)


class RencanaHariForm(forms.Form):
    """What reports of a plan on a day ask: plan, day, kind of file."""

    rencana = _rencana("Pilih rencana.")
    hari = forms.DateField(
        label="Keadaan pada akhir hari",
        required=False,
        input_formats=TANGGAL,
        help_text="Kosongkan untuk keadaan saat laporan dibuat.",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Tulis tanggal sebagai hari-bulan-tahun, misalnya 30-06-2026."},
    )
    bentuk = _bentuk()

    def __init__(
        self,
        *args: Any,
        pilihan: Sequence[tuple[int, str]],
        rencana: Mapping[int, Rencana],
        hari_ini: date,
        **kwargs: Any,
    ) -> None:
        """`pilihan`: id and description of each plan; `rencana`: the plans themselves, by id."""
        super().__init__(*args, **kwargs)
        self._rencana, self._hari_ini = rencana, hari_ini
        _isi_pilihan(self, "rencana", pilihan)

    @property
    def terpilih(self) -> Rencana | None:
        """The chosen plan, once the form was read."""
        return self._rencana.get(self.cleaned_data.get("rencana", 0))

    def clean_hari(self) -> date | None:
        """Refuse days to come and days before the plan."""
        hari: date | None = self.cleaned_data["hari"]
        if hari is not None and hari > self._hari_ini:
            raise forms.ValidationError("Tanggal ini belum tiba. Pilih hari ini atau sebelumnya.")
        return hari

    def clean(self) -> dict[str, Any]:
        """Compare the day with the plan."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        plan, hari = self.terpilih, data.get("hari")
        if plan is not None and hari is not None and hari < plan.mulai:
            self.add_error("hari", f"{plan.nama} belum dimulai pada tanggal ini.")
        return data


class RoadmapForm(RencanaHariForm):
    """What both reports of a Road Map ask."""

    rencana = _rencana("Pilih Road Map.")


class PantauanZIForm(RencanaHariForm):
    """The month that is monitored."""

    rencana = _rencana("Pilih rencana Zona Integritas.")
    bulan = forms.TypedChoiceField(
        label="Bulan",
        coerce=int,
        choices=[(str(n), nama) for n, nama in enumerate(BULAN, start=1)],
        error_messages={
            "required": "Pilih bulan.",
            "invalid_choice": "Pilih bulan Januari sampai Desember.",
        },
    )

    field_order = ["rencana", "bulan", "hari", "bentuk"]

    @property
    def awal_bulan(self) -> date:
        """The first day of the chosen month of a form that is valid."""
        assert self.terpilih is not None, "the form is valid"
        return date(self.terpilih.tahun, self.cleaned_data["bulan"], 1)

    def clean(self) -> dict[str, Any]:
        """Compare the month with the plan and the day."""
        data = super().clean()
        if self.errors or self.terpilih is None:
            return data
        day = data["hari"] or self._hari_ini
        if day < self.awal_bulan:
            words = f"{nama_bulan(data['bulan'])} {self.terpilih.tahun}"
            self.add_error("bulan", f"{words} belum mulai pada tanggal yang dipilih.")
        return data


class LampiranForm(RoadmapForm):
    """The Lampiran as printed, or with what was reached in one year."""

    tahun = forms.TypedChoiceField(
        label="Realisasi dan serapan tahun",
        coerce=int,
        required=False,
        empty_value=None,
        error_messages={"invalid_choice": "Pilih salah satu tahun Road Map."},
    )
    subtotal = forms.BooleanField(
        label="Dengan jumlah per program (dihitung Pantas, tidak tercetak pada sumber)",
        required=False,
        initial=True,
    )

    field_order = ["rencana", "tahun", "subtotal", "hari", "bentuk"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """See RoadmapForm."""
        super().__init__(*args, **kwargs)
        years = [(str(y), str(y)) for y in _tahun(self._rencana)]
        _isi_pilihan(self, "tahun", [("", "Tanpa, hanya sebagaimana tercetak"), *years])

    def clean(self) -> dict[str, Any]:
        """Compare the year with the plan."""
        data = super().clean()
        _periksa_tahun(self, data.get("tahun"))
        return data


class EvaluasiForm(RoadmapForm):
    """The semester that is evaluated."""

    tahun = forms.TypedChoiceField(
        label="Tahun",
        coerce=int,
        error_messages={
            "required": "Pilih tahun.",
            "invalid_choice": "Pilih salah satu tahun Road Map.",
        },
    )
    semester = forms.TypedChoiceField(
        label="Semester",
        coerce=int,
        choices=[
            ("1", "Semester I (Januari sampai Juni)"),
            ("2", "Semester II (Juli sampai Desember)"),
        ],
        error_messages={
            "required": "Pilih semester.",
            "invalid_choice": "Pilih semester I atau II.",
        },
    )

    field_order = ["rencana", "tahun", "semester", "hari", "bentuk"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """See RoadmapForm."""
        super().__init__(*args, **kwargs)
        _isi_pilihan(self, "tahun", [(str(y), str(y)) for y in _tahun(self._rencana)])

    @property
    def masa(self) -> Semester:
        """The chosen semester of a form that is valid."""
        return Semester(self.cleaned_data["tahun"], self.cleaned_data["semester"])

    def clean(self) -> dict[str, Any]:
        """Compare the semester with the plan and the day."""
        data = super().clean()
        _periksa_tahun(self, data.get("tahun"))
        if self.errors:
            return data
        day = data["hari"] or self._hari_ini
        if day < self.masa.mulai:
            self.add_error("semester", f"{self.masa.nama} belum mulai pada tanggal yang dipilih.")
        return data


def _tahun(rencana: Mapping[int, Rencana]) -> list[int]:
    return sorted({year for plan in rencana.values() for year in tahun_rencana(plan)})


def _periksa_tahun(form: RoadmapForm, tahun: int | None) -> None:
    plan = form.terpilih
    if plan is None or tahun is None:
        return
    years = tahun_rencana(plan)
    if tahun not in years:
        span = f"{years[0]} sampai {years[-1]}"
        form.add_error("tahun", f"{plan.nama} tidak memuat tahun {tahun}; pilih {span}.")


def _isi_pilihan(form: forms.Form, nama: str, pilihan: Sequence[tuple[int | str, str]]) -> None:
    field = form.fields[nama]
    assert isinstance(field, forms.TypedChoiceField)
    field.choices = list(pilihan)
