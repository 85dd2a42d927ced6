"""Shape of what people type about exceptions and instructions; the actions decide."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from accounts.models import Unit
from accounts.sebutan import sebut_malas
from evidence.actions.disposisi import ISI_MAKS
from evidence.actions.pengecualian import PERNYATAAN_MAKS, PERNYATAAN_MIN
from evidence.models import Butir, Capaian, Pemenuhan, Pengecualian
from evidence.workflow import DI_UNIT

TANGGAL = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]
CATATAN_MAKS = 4000


def _teks(
    label: str, wajib: str = "", *, rows: int = 3, maks: int = CATATAN_MAKS, hint: str = ""
) -> forms.CharField:
    """A text area; its limit is checked here, so that pasted text is not cut off silently."""
    return forms.CharField(
        label=label,
        required=bool(wajib),
        help_text=hint,
        validators=[
            MaxLengthValidator(
                maks,
                f"Terlalu panjang: paling banyak {maks} huruf, Anda menulis %(show_value)d.",
            )
        ],
        error_messages={"required": wajib},
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _tanggal(label: str, wajib: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=bool(wajib),
        input_formats=TANGGAL,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": wajib,
            "invalid": "Tanggal ini tidak ada. Periksa hari, bulan, dan tahunnya.",
        },
    )


def _pilih(label: str, pilihan: Iterable[tuple[Any, Any]], wajib: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=pilihan,
        widget=forms.RadioSelect,
        error_messages={"required": wajib, "invalid_choice": "Pilih dari daftar."},
    )


class AjuanForm(forms.Form):
    """A request of the unit, for one task."""

    jenis = _pilih("Jenis", [], "Pilih jenis pengecualian.")
    dokumen = forms.TypedMultipleChoiceField(
        label="Dokumen yang dikecualikan",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Pilih paling sedikit satu dokumen.",
            "invalid_choice": "Ada dokumen yang tidak lagi di unit. Pilih dari daftar.",
        },
    )
    alasan = _teks(
        "Pernyataan kepala unit",
        "Tulis pernyataan kepala unit.",
        rows=6,
        maks=PERNYATAAN_MAKS,
        hint=(
            f"Mengapa dokumen ini tidak dikirim, paling sedikit {PERNYATAAN_MIN} huruf. "
            "Sebut dasar dan apa yang sudah diupayakan."
        ),
    )
    berkas = forms.FileField(
        label="Berkas pernyataan bertanda tangan",
        required=False,
        allow_empty_file=True,  # the content check says why, with the file's name
        max_length=None,
        help_text="PDF atau gambar. Boleh menyusul sebelum ada pendapat: tarik, lalu ajukan lagi.",
    )

    def __init__(self, capaian: Capaian, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        jenis, dokumen = self.fields["jenis"], self.fields["dokumen"]
        assert isinstance(jenis, forms.ChoiceField)
        assert isinstance(dokumen, forms.ChoiceField)
        jenis.choices = _jenis_mungkin(capaian)
        dokumen.choices = [(p.pk, _sebut(p)) for p in dokumen_di_unit(capaian)]


def _jenis_mungkin(capaian: Capaian) -> list[tuple[str, str]]:
    """Nihil is only for tasks that arise from events."""
    kejadian = capaian.butir.pola == Butir.Pola.KEJADIAN
    kata = {
        Pengecualian.Jenis.NIHIL: "Nihil: tidak ada kejadian pada masa ini",
        Pengecualian.Jenis.TIDAK_BERLAKU: "Tidak berlaku: dokumen ini bukan kewajiban unit ini",
        Pengecualian.Jenis.TIDAK_DAPAT: (
            "Tidak dapat dipenuhi: kewajiban ada, tetapi dokumennya tidak dapat dibuat"
        ),
    }
    return [
        (j.value, teks) for j, teks in kata.items() if kejadian or j != Pengecualian.Jenis.NIHIL
    ]


def _sebut(pemenuhan: Pemenuhan) -> str:
    status = pemenuhan.get_status_display()
    return f"{pemenuhan.dokumen.urut}. {pemenuhan.dokumen.uraian} ({status})"


def dokumen_di_unit(capaian: Capaian) -> list[Pemenuhan]:
    """Documents of a task that the unit has in its hands."""
    rows = capaian.pemenuhan_set.select_related("dokumen").order_by("dokumen__urut")
    return list(rows.filter(status__in=DI_UNIT))


class PendapatForm(forms.Form):
    """The Inspektorat's opinion."""

    pendapat = _pilih(
        "Pendapat",
        Pengecualian.Pendapat.choices,
        "Pilih Mendukung atau Tidak mendukung.",
    )
    catatan = _teks(sebut_malas("Catatan Inspektorat"))


class PutusanKecualiForm(forms.Form):
    """The note of a decision on one or several requests."""

    catatan = _teks("Catatan putusan", rows=4)


class BatalForm(forms.Form):
    """Why a granted exception is revoked."""

    catatan = _teks("Alasan pembatalan", "Tulis alasan membatalkan pengecualian ini.")


class JawabanForm(forms.Form):
    """KPK's answer to a granted exception."""

    jawaban = _pilih(
        "Jawaban KPK", Pengecualian.JawabanKPK.choices, "Pilih Diterima KPK atau Ditolak KPK."
    )
    tanggal = _tanggal("Tanggal jawaban", "Isi tanggal jawaban KPK.")
    catatan = _teks("Catatan KPK")


class DisposisiForm(forms.Form):
    """An instruction to a unit."""

    kepada = forms.TypedChoiceField(
        label="Kepada",
        coerce=int,
        error_messages={"required": "Pilih unit.", "invalid_choice": "Pilih unit dari daftar."},
    )
    isi = _teks("Isi disposisi", "Tulis apa yang Anda minta.", rows=4, maks=ISI_MAKS)
    tenggat = _tanggal("Tenggat")

    def __init__(self, units: Iterable[Unit], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kepada = self.fields["kepada"]
        assert isinstance(kepada, forms.ChoiceField)
        rows = [(u.pk, u.nama) for u in units]
        kepada.choices = rows if len(rows) == 1 else [("", "Pilih unit"), *rows]


class TanggapanForm(forms.Form):
    """The unit's answer to an instruction."""

    tanggapan = _teks(
        "Tanggapan",
        "Tulis apa yang sudah dikerjakan.",
        rows=4,
        maks=ISI_MAKS,
        hint="Apa yang sudah dikerjakan dan hasilnya. Dibaca oleh yang memberi disposisi.",
    )
