"""Forms of people, memberships and units."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.actions import DataOrang, DataUnit, Masa
from accounts.forms.layout import Isian, bagian, isian_tanggal, tata_letak
from accounts.managed import as_tree, managed_instansi, managed_units
from accounts.models import Membership, Unit, User
from accounts.permissions import Role

ROLES = [(role.value, role.label) for role in Role if role is not Role.PLATFORM]
_NIP = RegexValidator(r"^\d{18}\Z", "NIP terdiri atas 18 angka tanpa spasi.")


class UnitField(forms.ModelChoiceField):
    """A unit of the managed institutions, shown as a tree."""

    def offer(self, by: User, units: QuerySet[Unit]) -> None:
        """Offer these units, for a person who may manage several institutions."""
        many = len(managed_instansi(by)) > 1
        self.queryset = units
        self.choices = [
            ("", self.empty_label),
            *(
                (unit.pk, f"{'– ' * depth}{unit}" + (f" ({unit.instansi})" if many else ""))
                for depth, unit in as_tree(units)
            ),
        ]


def active_units(by: User) -> QuerySet[Unit]:
    """Managed units that have not ended."""
    today = timezone.localdate()
    return managed_units(by).filter(Q(aktif_selesai__isnull=True) | Q(aktif_selesai__gte=today))


class KeanggotaanForm(Isian):
    """A role at a unit for a time."""

    role = forms.ChoiceField(label="Peran", choices=[("", "Pilih peran"), *ROLES])
    unit = UnitField(label="Unit", queryset=Unit.objects.none(), empty_label="Pilih unit")
    sebutan = forms.ChoiceField(label="Sebutan", choices=Membership.Sebutan.choices, required=False)
    mulai = isian_tanggal("Berlaku sejak")
    selesai = isian_tanggal(
        "Berlaku sampai",
        help_text="Wajib untuk Plt., Plh., dan auditor dengan surat tugas.",
    )
    dasar = forms.CharField(
        label="Dasar (nomor surat)",
        max_length=200,
        required=False,
        help_text="Wajib untuk Plt., Plh., dan auditor dengan surat tugas.",
    )
    helper = tata_letak("role", "unit", "sebutan", "mulai", "selesai", "dasar")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"mulai": timezone.localdate()})
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, UnitField)
        unit.offer(by, active_units(by))

    def masa(self) -> Masa:
        """How and for how long, as the action wants it."""
        data = self.cleaned_data
        return Masa(data["sebutan"], data["mulai"], data["selesai"], data["dasar"])


class OrangBaruForm(KeanggotaanForm):
    """A new person with a first membership."""

    nama = forms.CharField(
        label="Nama lengkap", max_length=200, help_text="Dengan gelar, seperti pada surat."
    )
    username = forms.CharField(
        label="Nama pengguna",
        max_length=64,
        help_text="Huruf kecil, angka, titik, atau tanda hubung. Dipakai untuk masuk.",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    jabatan = forms.CharField(label="Jabatan", max_length=200, required=False)
    nip = forms.CharField(
        label="NIP",
        required=False,
        validators=[_NIP],
        help_text="18 angka. Ditampilkan tersamar setelah disimpan.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    email = forms.EmailField(label="Surel", required=False)
    field_order = ("nama", "username", "jabatan", "nip", "email")
    helper = tata_letak(
        bagian("Orang", "nama", "username", "jabatan", "nip", "email"),
        bagian("Peran pertama", "role", "unit", "sebutan", "mulai", "selesai", "dasar"),
    )

    def clean_username(self) -> str:
        """Names are kept in lower case."""
        name: str = self.cleaned_data["username"]
        return name.strip().lower()

    def orang(self) -> DataOrang:
        """The person, as the action wants it."""
        data = self.cleaned_data
        return DataOrang(
            data["nama"], data["username"], data["jabatan"], data["nip"], data["email"]
        )


class OrangForm(Isian):
    """What is known about a person; the NIP is only ever entered anew."""

    nama = forms.CharField(label="Nama lengkap", max_length=200)
    jabatan = forms.CharField(label="Jabatan", max_length=200, required=False)
    email = forms.EmailField(label="Surel", required=False)
    nip_baru = forms.CharField(
        label="NIP baru",
        required=False,
        validators=[_NIP],
        help_text="Kosongkan bila NIP tidak berubah.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    hapus_nip = forms.BooleanField(label="Hapus NIP yang tersimpan", required=False)
    helper = tata_letak("nama", "jabatan", "email", "nip_baru", "hapus_nip")

    def nip(self) -> str | None:
        """The new NIP, '' to remove it, None to keep it."""
        new: str = self.cleaned_data["nip_baru"]
        return new or ("" if self.cleaned_data["hapus_nip"] else None)


class AkhiriForm(Isian):
    """The last day of a membership."""

    selesai = isian_tanggal("Hari terakhir", required=True, help_text="Hari itu masih termasuk.")
    helper = tata_letak("selesai")

    def hari(self) -> date:
        """The chosen day."""
        day: date = self.cleaned_data["selesai"]
        return day


class SaringForm(Isian):
    """Search and filters of the list of people; they stand in the address."""

    q = forms.CharField(
        label="Cari nama atau jabatan",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    peran = forms.ChoiceField(label="Peran", required=False, choices=[("", "Semua peran"), *ROLES])
    unit = UnitField(
        label="Unit", required=False, queryset=Unit.objects.none(), empty_label="Semua unit"
    )
    aktif = forms.ChoiceField(
        label="Akun",
        required=False,
        choices=[("", "Semua akun"), ("ya", "Aktif"), ("tidak", "Tidak aktif")],
    )
    helper = tata_letak("q", "peran", "unit", "aktif", field="accounts/saringan.html")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, UnitField)
        unit.offer(by, managed_units(by))


class UnitForm(Isian):
    """A unit: where it hangs (only when new), what it is called, how long it lives."""

    induk = UnitField(
        label="Di bawah unit", queryset=Unit.objects.none(), empty_label="Pilih unit induk"
    )
    nama = forms.CharField(label="Nama", max_length=250)
    nama_pendek = forms.CharField(
        label="Nama pendek", max_length=80, help_text="Untuk daftar dan grafik, misalnya BKD."
    )
    jenis = forms.ChoiceField(label="Jenis", choices=Unit.Jenis.choices)
    inspektorat = forms.BooleanField(
        label="Unit pengawas: tugas unit ini diverifikasi orang kedua", required=False
    )
    aktif_mulai = isian_tanggal("Aktif sejak")
    aktif_selesai = isian_tanggal(
        "Aktif sampai", help_text="Unit tidak dihapus. Isi tanggal ini bila unit berakhir."
    )
    penerus = UnitField(
        label="Unit penerus",
        required=False,
        queryset=Unit.objects.none(),
        empty_label="Tidak ada",
        help_text="Unit yang meneruskan tugas setelah unit ini berakhir.",
    )
    helper = tata_letak(
        bagian("Unit", "induk", "nama", "nama_pendek", "jenis", "inspektorat"),
        bagian("Masa", "aktif_mulai", "aktif_selesai", "penerus"),
    )

    def __init__(self, *args: Any, by: User, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if unit is None:
            del self.fields["penerus"], self.fields["aktif_selesai"]
            self.helper = tata_letak(
                "induk", "nama", "nama_pendek", "jenis", "inspektorat", "aktif_mulai"
            )
            name, units = "induk", active_units(by)
        else:
            del self.fields["induk"]
            self.helper = tata_letak(
                bagian("Unit", "nama", "nama_pendek", "jenis", "inspektorat"),
                bagian("Masa", "aktif_mulai", "aktif_selesai", "penerus"),
            )
            name, units = "penerus", managed_units(by).filter(instansi=unit.instansi_id)
            units = units.exclude(pk=unit.pk)
        field = self.fields[name]
        assert isinstance(field, UnitField)
        field.offer(by, units)

    def unit(self) -> DataUnit:
        """The unit, as the action wants it."""
        data = self.cleaned_data
        return DataUnit(
            nama=data["nama"],
            nama_pendek=data["nama_pendek"],
            jenis=data["jenis"],
            inspektorat=data["inspektorat"],
            aktif_mulai=data["aktif_mulai"],
            aktif_selesai=data.get("aktif_selesai"),
        )
