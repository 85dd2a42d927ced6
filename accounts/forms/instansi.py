"""Forms of institutions: their own data, and the first start of a portal."""

from typing import Any

from django import forms
from django.utils.text import slugify

from accounts.actions import DataInstansi, DataOrang
from accounts.actions.instansi import MFA_ROLES
from accounts.forms.layout import ATURAN_SANDI, Isian, bagian, isian_sandi, tata_letak
from accounts.models import ZONES, Instansi
from accounts.sebutan import BAKU, sebut_malas

MFA_CHOICES = [(role.value, role.label) for role in MFA_ROLES]


class InstansiForm(Isian):
    """What an institution says about itself."""

    nama = forms.CharField(label="Nama instansi", max_length=200)
    kop = forms.CharField(
        label="Kop surat",
        required=False,
        help_text="Satu baris per baris kop: pemerintah, kantor, alamat.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    tempat = forms.CharField(
        label="Tempat",
        max_length=100,
        required=False,
        help_text="Untuk penandatanganan, misalnya Kupang.",
    )
    zona_waktu = forms.ChoiceField(label="Zona waktu", choices=ZONES, initial="Asia/Makassar")
    mfa_wajib = forms.MultipleChoiceField(
        label="Peran yang wajib masuk dua langkah",
        required=False,
        choices=MFA_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        help_text="Orang dengan peran ini memasang aplikasi autentikator sebelum bekerja.",
    )
    pemutus_pengecualian = forms.ChoiceField(
        label="Pemutus pengecualian",
        choices=Instansi.Pemutus.choices,
        initial=Instansi.Pemutus.KETUA,
        help_text=sebut_malas(
            "Yang memutus Nihil, Tidak berlaku, dan Tidak dapat dipenuhi setelah ada pendapat "
            "Inspektorat. Bila Inspektorat yang memutus, perlu dua verifikator: yang memberi "
            "pendapat tidak ikut memutus."
        ),
    )
    sebutan_verifikator = forms.CharField(
        label="Sebutan pemverifikasi",
        max_length=40,
        required=False,
        initial=BAKU,
        help_text=(
            "Kata ini dipakai pada tombol, status, dan pesan. Tulis verifikator bila instansi ini "
            f"tidak mempunyai Inspektorat; bila dikosongkan, dipakai {BAKU}."
        ),
    )
    helper = tata_letak(
        bagian("Identitas", "nama", "kop", "tempat", "zona_waktu"),
        bagian("Verifikasi dan pengecualian", "sebutan_verifikator", "pemutus_pengecualian"),
        bagian("Keamanan", "mfa_wajib"),
    )

    def instansi(self) -> DataInstansi:
        """The institution, as the action wants it."""
        data = self.cleaned_data
        return DataInstansi(
            nama=data["nama"],
            tempat=data["tempat"],
            zona_waktu=data["zona_waktu"],
            kop=data["kop"].replace("\r\n", "\n"),
            mfa_wajib=data["mfa_wajib"],
            pemutus_pengecualian=data["pemutus_pengecualian"],
            sebutan_verifikator=data["sebutan_verifikator"] or BAKU,
        )


class InstansiAdminForm(forms.ModelForm):
    """The same in the Django admin; a new institution gets its code from its name."""

    mfa_wajib = forms.MultipleChoiceField(
        label="Peran yang wajib masuk dua langkah",
        required=False,
        choices=MFA_CHOICES,
        widget=forms.CheckboxSelectMultiple,
    )

    sebutan_verifikator = forms.CharField(
        label="Sebutan pemverifikasi", max_length=40, required=False, initial=BAKU
    )

    class Meta:
        model = Instansi
        fields = (
            "nama",
            "kop",
            "tempat",
            "zona_waktu",
            "mfa_wajib",
            "pemutus_pengecualian",
            "sebutan_verifikator",
        )

    def clean_sebutan_verifikator(self) -> str:
        """Nothing means the default."""
        return self.cleaned_data["sebutan_verifikator"] or BAKU

    def clean_nama(self) -> str:
        """A new name must give a code that nobody has."""
        nama: str = self.cleaned_data["nama"]
        if self.instance.pk is None:
            kode = slugify(nama)[:64]
            if not kode or Instansi.objects.filter(kode=kode).exists():
                raise forms.ValidationError("Instansi dengan nama ini sudah ada.")
        return nama

    def instansi(self) -> DataInstansi:
        """The institution, as the action wants it."""
        return DataInstansi(**{name: self.cleaned_data[name] for name in self.Meta.fields})


class AdminPertamaForm(Isian):
    """The first admin of an institution; the person sets the password by a one-time link."""

    nama = forms.CharField(label="Nama lengkap", max_length=200)
    username = forms.CharField(label="Nama pengguna", max_length=64)
    jabatan = forms.CharField(label="Jabatan", max_length=200, required=False)
    helper = tata_letak("nama", "username", "jabatan")

    def orang(self) -> DataOrang:
        """The person, as the action wants it."""
        data = self.cleaned_data
        return DataOrang(data["nama"], data["username"].strip().lower(), data["jabatan"])


class SiapkanAwalForm(Isian):
    """The first institution (new, or loaded from the official documents) and its admin."""

    instansi = forms.ModelChoiceField(
        label="Instansi",
        required=False,
        queryset=Instansi.objects.none(),
        empty_label="Instansi baru (isi di bawah)",
        help_text="Instansi yang dokumen resminya sudah dimuat dapat langsung dipilih.",
    )
    nama_instansi = forms.CharField(label="Nama instansi baru", max_length=200, required=False)
    kop = forms.CharField(
        label="Kop surat",
        required=False,
        help_text="Satu baris per baris kop. Dapat dilengkapi kemudian.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    tempat = forms.CharField(label="Tempat", max_length=100, required=False)
    zona_waktu = forms.ChoiceField(label="Zona waktu", choices=ZONES, initial="Asia/Makassar")
    nama = forms.CharField(label="Nama lengkap Anda", max_length=200)
    jabatan = forms.CharField(label="Jabatan", max_length=200, required=False)
    username = forms.CharField(
        label="Nama pengguna",
        max_length=64,
        help_text="Huruf kecil, angka, titik, atau tanda hubung. Dipakai untuk masuk.",
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "username"}
        ),
    )
    sandi = isian_sandi("Sandi", "new-password", ATURAN_SANDI)
    ulang = isian_sandi("Sandi, sekali lagi", "new-password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        loaded = Instansi.objects.filter(contoh=False, unit_set__isnull=False).distinct()
        chooser = self.fields["instansi"]
        assert isinstance(chooser, forms.ModelChoiceField)
        chooser.queryset = loaded
        rows = ["nama_instansi", "kop", "tempat", "zona_waktu"]
        if loaded.exists():
            rows.insert(0, "instansi")
        else:
            del self.fields["instansi"]
            self.fields["nama_instansi"].required = True
            self.fields["nama_instansi"].label = "Nama instansi"
        self.helper = tata_letak(
            bagian("Instansi Anda", *rows),
            bagian("Admin pertama", "nama", "jabatan", "username", "sandi", "ulang"),
        )

    def clean_username(self) -> str:
        """Names are kept in lower case."""
        name: str = self.cleaned_data["username"]
        return name.strip().lower()

    def clean(self) -> dict[str, Any]:
        """One institution, chosen or named; two equal passwords."""
        data = super().clean() or {}
        if not data.get("instansi") and not data.get("nama_instansi"):
            if "nama_instansi" not in self.errors:
                self.add_error("nama_instansi", "Isi nama instansi, atau pilih dari daftar.")
        elif data.get("instansi") and data.get("nama_instansi"):
            self.add_error("nama_instansi", "Kosongkan bila Anda memilih instansi dari daftar.")
        if data.get("ulang") and data.get("sandi") != data["ulang"]:
            self.add_error("ulang", "Dua isian sandi tidak sama.")
        return data

    def instansi_baru(self) -> DataInstansi:
        """The new institution, as the action wants it."""
        data = self.cleaned_data
        return DataInstansi(
            nama=data["nama_instansi"],
            tempat=data["tempat"],
            zona_waktu=data["zona_waktu"],
            kop=data["kop"].replace("\r\n", "\n"),
        )

    def instansi_id(self) -> int | None:
        """The chosen institution, if one was chosen."""
        chosen = self.cleaned_data.get("instansi")
        return chosen.pk if chosen else None

    def orang(self) -> DataOrang:
        """The first admin, as the action wants it."""
        data = self.cleaned_data
        return DataOrang(data["nama"], data["username"], data["jabatan"])
