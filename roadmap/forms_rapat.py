"""Shape of what people type about meetings, problems and steps; the actions decide."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from accounts.models import Unit, User
from evidence.models import Rencana
from roadmap.actions.langkah import unit_langkah
from roadmap.actions.masalah import butir_rapat, pokja_instansi
from roadmap.actions.rapat import IsiRapat, Orang
from roadmap.actions.rapat_hak import TEKS_MAKS, boleh_catat
from roadmap.jadwal_rapat import Irama, Maksud, Tingkat
from roadmap.models import Masalah, Rapat

TANGGAL = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]
BARIS_KOSONG = 5
Pilihan = Iterable[tuple[Any, str]]


def _teks(label: str, wajib: str = "", *, rows: int = 3, hint: str = "") -> forms.CharField:
    pesan = f"Terlalu panjang: paling banyak {TEKS_MAKS} huruf, Anda menulis %(show_value)d."
    return forms.CharField(
        label=label,
        required=bool(wajib),
        help_text=hint,
        validators=[MaxLengthValidator(TEKS_MAKS, pesan)],
        error_messages={"required": wajib},
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _kata(label: str, wajib: str = "", hint: str = "") -> forms.CharField:
    pesan = "Paling panjang 200 huruf, Anda menulis %(show_value)d."
    return forms.CharField(
        label=label,
        required=bool(wajib),
        help_text=hint,
        validators=[MaxLengthValidator(200, pesan)],
        error_messages={"required": wajib},
    )


def _tanggal(label: str, wajib: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=TANGGAL,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": wajib,
            "invalid": "Tanggal ini tidak ada. Periksa hari, bulan, dan tahunnya.",
        },
    )


def _pilih(label: str, wajib: str, pilihan: Pilihan = (), hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=list(pilihan),
        help_text=hint,
        required=bool(wajib),
        error_messages={"required": wajib, "invalid_choice": "Pilih dari daftar."},
    )


def _isi_pilihan(form: forms.Form, nama: str, pilihan: Pilihan, kosong: str = "") -> None:
    """Fill the choices of a field; with one only, it is chosen already."""
    field = form.fields[nama]
    assert isinstance(field, forms.ChoiceField)
    rows = list(pilihan)
    field.choices = rows if len(rows) == 1 and field.required else [("", kosong), *rows]


def _berkas(label: str, hint: str, wajib: str = "") -> forms.FileField:
    return forms.FileField(
        label=label,
        required=bool(wajib),
        allow_empty_file=True,  # the content check says why, with the file's name
        help_text=hint,
        error_messages={"required": wajib},
    )


def siapa_rapat(rencana: Rencana, user: User) -> list[tuple[str, str]]:
    """Return whose meeting a person may plan: "pleno", or "unit-12" and "pokja-3"."""
    rows = Unit.objects.filter(instansi=rencana.instansi_id).exclude(jenis=Unit.Jenis.PIMPINAN)
    found: list[tuple[str, str]] = []
    if boleh_catat(user, rencana.instansi_id, Tingkat.PLENO, None):
        found.append(("pleno", "Pleno"))
    for unit in rows.order_by("nama"):
        level = Tingkat.POKJA if unit.jenis == Unit.Jenis.POKJA else Tingkat.UNIT
        if boleh_catat(user, rencana.instansi_id, level, unit):
            found.append((f"{level}-{unit.pk}", unit.nama))
    return found


class JadwalForm(forms.Form):
    """A meeting to come."""

    siapa = _pilih("Rapat", "Pilih siapa yang rapat.")
    maksud = _pilih("Maksud", "Pilih maksud rapat.", [(m.value, m.label) for m in Maksud])
    dijadwalkan = _tanggal("Tanggal", "Isi tanggal rapat.")
    tempat = _kata("Tempat")
    pimpinan = _kata("Pimpinan rapat")
    acara = _teks("Acara")

    def __init__(self, siapa: list[tuple[str, str]] | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if siapa is None:  # an existing meeting keeps whose it is and what for
            del self.fields["siapa"], self.fields["maksud"]
        else:
            _isi_pilihan(self, "siapa", siapa, "Pilih unit, pokja, atau pleno")

    def tingkat_unit(self) -> tuple[str, int | None]:
        """Return level and unit of the choice."""
        tingkat, _, unit = self.cleaned_data["siapa"].partition("-")
        return tingkat, int(unit) if unit else None


class OrangForm(forms.Form):
    """One line of the attendance list."""

    nama = _kata("Nama")
    jabatan = _kata("Jabatan")
    unit = _pilih("Unit", "")
    unit_teks = _kata("Instansi lain")
    hadir = forms.BooleanField(label="Hadir", required=False, initial=True)

    def __init__(self, *args: Any, units: Pilihan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _isi_pilihan(self, "unit", units, "Tanpa unit")

    def orang(self) -> Orang | None:
        """Return the person, None for an empty line."""
        data = self.cleaned_data
        if not any(data.get(k, "").strip() for k in ("nama", "jabatan", "unit_teks")):
            return None
        unit = int(data["unit"]) if data.get("unit") else None
        return Orang(data["nama"], data["jabatan"], unit, data["unit_teks"], data["hadir"])


HadirFormSet = forms.formset_factory(OrangForm, extra=0, max_num=250, absolute_max=250)


class PelaksanaanForm(forms.Form):
    """What was written down of a held meeting; `alasan` only where it is corrected."""

    dilaksanakan = _tanggal("Tanggal pelaksanaan", "Isi tanggal rapat dilaksanakan.")
    tempat = _kata("Tempat", "Tulis tempat rapat.")
    pimpinan = _kata("Pimpinan rapat", "Tulis siapa yang memimpin rapat.")
    ringkasan = _teks("Ringkasan hasil", "Tulis hasil rapat secara ringkas.", rows=6)
    alasan = _teks(
        "Alasan perbaikan",
        "Tulis apa yang diperbaiki dan mengapa.",
        hint="Catatan lama tetap tersimpan dan dapat dibaca.",
    )

    def __init__(self, *args: Any, perbaikan: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not perbaikan:
            del self.fields["alasan"]

    def isi(self, orang: list[Orang]) -> IsiRapat:
        """Return what the actions take."""
        data = self.cleaned_data
        return IsiRapat(
            dilaksanakan=data["dilaksanakan"],
            tempat=data["tempat"],
            pimpinan=data["pimpinan"],
            ringkasan=data["ringkasan"],
            kehadiran=orang,
        )


class AlasanForm(forms.Form):
    """Why something is cancelled or taken back."""

    alasan = _teks("Alasan", "Tulis alasannya.")


class NotulaForm(forms.Form):
    """Minutes as a file."""

    berkas = _berkas("Berkas notula", "PDF, gambar, atau dokumen kantor.", "Pilih berkas notula.")


class MasalahForm(forms.Form):
    """A problem that a meeting found."""

    butir = _pilih("Indikator atau kegiatan", "Pilih indikator atau kegiatan.")
    uraian = _teks("Masalah", "Tulis masalahnya.", rows=4)

    def __init__(self, rapat: Rapat, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = butir_rapat(rapat).order_by("urut").values_list("pk", "kode", "uraian")
        _isi_pilihan(
            self,
            "butir",
            [(pk, f"{kode} {uraian[:110]}") for pk, kode, uraian in rows],
            "Pilih indikator atau kegiatan",
        )


def _rapat_pilihan(masalah: Masalah, user: User) -> list[tuple[Any, str]]:
    """Held meetings at the level of a problem, the last first."""
    rows = Rapat.objects.visible_to(user).filter(
        rencana=masalah.rencana_id,
        tingkat=masalah.tingkat,
        keadaan=Rapat.Keadaan.DILAKSANAKAN,
    )
    if masalah.tingkat == Tingkat.UNIT:
        rows = rows.filter(unit=masalah.unit)
    elif masalah.tingkat == Tingkat.POKJA:
        rows = rows.filter(unit=masalah.pokja)
    found = rows.select_related("unit").order_by("-dilaksanakan", "-pk")[:24]
    return [(r.pk, f"{r}, {r.tanggal:%d-%m-%Y}") for r in found]


class AngkatForm(forms.Form):
    """A problem on its way up."""

    ke = _pilih("Angkat ke", "Pilih tingkat yang dituju.")
    pokja = _pilih("Pokja yang menerima", "", hint="Hanya bila diangkat ke pokja.")
    alasan = _teks("Alasan", "Tulis mengapa masalah ini perlu diangkat.")
    rapat = _pilih("Diputus dalam rapat", "")

    def __init__(self, masalah: Masalah, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = Tingkat(masalah.tingkat).di_atasnya
        _isi_pilihan(self, "ke", [(t.value, t.label) for t in above], "Pilih tingkat")
        if Tingkat.POKJA in above:
            units = pokja_instansi(masalah.instansi_id).values_list("pk", "nama")
            _isi_pilihan(self, "pokja", units, "Pilih pokja")
        else:
            del self.fields["pokja"]
        _isi_pilihan(self, "rapat", _rapat_pilihan(masalah, user), "Rapat yang menemukannya")


class SelesaiForm(forms.Form):
    """How a problem was solved."""

    penyelesaian = _teks("Penyelesaian", "Tulis bagaimana selesainya.")


class LangkahForm(forms.Form):
    """A remedial step."""

    uraian = _teks("Langkah perbaikan", "Tulis langkah perbaikannya.")
    unit = _pilih("Unit pelaksana", "Pilih unit pelaksana.")
    tenggat = _tanggal("Tenggat", "Isi tenggatnya.")
    rapat = _pilih("Diputus dalam rapat", "")

    def __init__(self, masalah: Masalah, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = unit_langkah(masalah).values_list("pk", "nama")
        _isi_pilihan(self, "unit", units, "Pilih unit")
        _isi_pilihan(self, "rapat", _rapat_pilihan(masalah, user), "Rapat yang menemukan masalah")


class KemajuanForm(forms.Form):
    """What a unit did on a step."""

    catatan = _teks("Yang sudah dikerjakan", "Tulis apa yang sudah dikerjakan.")
    berkas = _berkas("Bukti", "PDF, gambar, atau dokumen kantor.")


class PutusanLangkahForm(forms.Form):
    """What the Inspektorat says about a reported step."""

    catatan = _teks("Catatan Inspektorat")


class TenggatForm(forms.Form):
    """Another day for a step."""

    tenggat = _tanggal("Tenggat baru", "Isi tenggat baru.")
    catatan = _teks("Alasan", "Tulis alasan tenggat diubah.")


class BatalLangkahForm(forms.Form):
    """Why a step is not needed any more."""

    catatan = _teks("Alasan pembatalan", "Tulis alasan langkah ini dibatalkan.")


_IRAMA = [(i.value, i.label) for i in Irama]


class PengaturanForm(forms.Form):
    """Rhythm and reminders of one level, or of one unit."""

    irama_monitoring = _pilih("Rapat monitoring", "Pilih dari daftar.", _IRAMA)
    irama_evaluasi = _pilih("Rapat evaluasi", "Pilih dari daftar.", _IRAMA)
    pengingat = forms.BooleanField(label="Ingatkan bila rapat jatuh tempo", required=False)


def awal_jadwal(data: Any, hari: date) -> dict[str, Any]:
    """Return first values from the address of the calendar."""
    tingkat, unit = data.get("tingkat", ""), data.get("unit", "")
    siapa = "pleno" if tingkat == Tingkat.PLENO else f"{tingkat}-{unit}"
    return {"siapa": siapa, "maksud": data.get("maksud", ""), "dijadwalkan": hari}
