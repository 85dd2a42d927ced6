"""Forms of imports: a file brought in, a step confirmed, what an institution asks."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings

from accounts.models import Instansi
from imports.actions.terapkan import PANJANG_ALASAN, PANJANG_DASAR
from sheets.resource import SheetResource, Tujuan
from ukuran.format import angka, ukuran_berkas

TERIMA = ".xlsx,.xls,.ods,.csv"
_PILIH = {"invalid_choice": "Pilih salah satu dari daftar.", "required": "Pilih salah satu."}
_USANG = "Buka lagi halaman ini dari impornya."


class BerkasForm(forms.Form):
    """A file to bring in: for which institution, of which kind, into which place."""

    instansi = forms.TypedChoiceField(label="Instansi", coerce=int, error_messages=_PILIH)
    jenis = forms.ChoiceField(
        label="Jenis data",
        required=False,
        error_messages=_PILIH,
        help_text="Pantas mengenali jenisnya dari judul kolom. Pilih sendiri bila sudah pasti.",
    )
    tujuan = forms.TypedChoiceField(
        label="Tujuan", coerce=int, empty_value=None, required=False, error_messages=_PILIH
    )
    berkas = forms.FileField(
        label="Berkas",
        allow_empty_file=True,  # the check of the file says why, with its name
        widget=forms.FileInput(attrs={"accept": TERIMA}),
        error_messages={
            "required": "Pilih berkas yang akan diimpor.",
            "missing": "Pilih berkas yang akan diimpor.",
            "invalid": "Pilih berkas yang akan diimpor.",
        },
    )

    def __init__(
        self,
        *args: Any,
        tempat: Sequence[Instansi],
        kinds: Sequence[type[SheetResource]],
        tujuan: Sequence[Tujuan],
        **kwargs: Any,
    ) -> None:
        """`tujuan`: places of the kind that the address names; the field goes without any."""
        super().__init__(*args, **kwargs)
        _pilihan(self, "instansi", [(i.pk, i.nama) for i in tempat])
        if len(tempat) == 1:
            self.fields["instansi"].widget = forms.HiddenInput()
        _pilihan(self, "jenis", [("", "Kenali dari judul kolom"), *berkelompok(kinds)])
        if tujuan:
            choices = [(t.id, nama_tujuan(t)) for t in tujuan]
            _pilihan(self, "tujuan", [("", "Kenali dari berkas"), *choices])
        else:
            del self.fields["tujuan"]
        self.fields["berkas"].help_text = (
            f"xlsx, xls, ods, atau csv; paling besar {ukuran_berkas(settings.IMPORT_MAX_BYTES)} "
            f"dan {angka(settings.IMPORT_MAX_ROWS)} baris. Tanpa makro, sandi, dan tautan ke "
            "berkas lain."
        )


class LangkahForm(forms.Form):
    """A step that was looked at: the version of the import."""

    versi = forms.IntegerField(
        min_value=1,
        max_value=2**31 - 1,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _USANG),
    )


class DasarForm(LangkahForm):
    """A step that says why, and on what legal basis."""

    alasan = forms.CharField(
        label="Alasan perubahan",
        max_length=PANJANG_ALASAN,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Tulis alasan perubahan.",
            "max_length": f"Paling panjang {PANJANG_ALASAN} huruf.",
        },
    )
    dasar = forms.CharField(
        label="Dasar perubahan",
        max_length=PANJANG_DASAR,
        help_text="Misalnya nomor dan tanggal keputusan atau peraturan.",
        error_messages={
            "required": "Sebutkan dasar perubahan, misalnya nomor peraturan.",
            "max_length": f"Paling panjang {PANJANG_DASAR} huruf.",
        },
    )


class PengaturanForm(forms.Form):
    """Whether an institution asks for a second person."""

    dua_orang = forms.BooleanField(
        label="Orang kedua menyetujui sebelum impor diterapkan",
        required=False,
        help_text="Yang mengunggah berkas tidak dapat menerapkannya sendiri.",
    )


def nama_tujuan(tujuan: Tujuan) -> str:
    """Return a place as a choice; an archive says what can be done with it."""
    return tujuan.nama if tujuan.tulis else f"{tujuan.nama} (arsip, hanya dibandingkan)"


def berkelompok(kinds: Sequence[type[SheetResource]]) -> list[tuple[str, Any]]:
    """Return kinds as choices under their groups."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for kelas in kinds:
        groups.setdefault(kelas.golongan, []).append((kelas.kode, kelas.label))
    return list(groups.items())


def tempelkan(form: forms.Form, galat: Mapping[str, str]) -> None:
    """Show the faults that an action found at their fields, others above the form."""
    for nama, pesan in galat.items():
        form.add_error(nama if nama in form.fields else None, pesan)


def _pilihan(form: forms.Form, nama: str, pilihan: Sequence[tuple[Any, Any]]) -> None:
    field = form.fields[nama]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(pilihan)
