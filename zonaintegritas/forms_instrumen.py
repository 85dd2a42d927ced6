"""An instrument and its parts as an admin types them; the actions decide."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from accounts.forms.layout import Isian
from ukuran.lke.baca import baca_ambang, baca_pembulatan
from ukuran.lke.instrumen import Ambang, CaraBulat, Paruh, Pembulatan, Predikat, TingkatBulat
from zonaintegritas.actions.instrumen import (
    PANJANG_CATATAN,
    PANJANG_DASAR,
    PANJANG_NAMA,
    PANJANG_STATUS,
)
from zonaintegritas.actions.instrumen_bagian import (
    PANJANG_KODE,
    PANJANG_TEKS,
    Bagian,
    IsiBagian,
    IsiKomponen,
    IsiPertanyaan,
    IsiSkala,
)
from zonaintegritas.forms_register import DesimalField, teks
from zonaintegritas.models import InstrumenLKE, KomponenLKE, PertanyaanLKE, SkalaLKE

MASUK = "\N{EM SPACE}"
_BAGIAN_PILIHAN = 3
BANTUAN_STATUS = (
    "[V] dibaca pada sumbernya, [S] sumber kedua, [U] belum terverifikasi, [D] sendiri."
)


def _panjang(label: str, batas: int, *, wajib: bool = False, bantuan: str = "") -> forms.CharField:
    field = teks(label, batas, wajib=wajib, bantuan=bantuan)
    field.widget = forms.Textarea(attrs={"rows": 3})
    return field


def _bobot(label: str, *, wajib: bool = False, bantuan: str = "") -> DesimalField:
    return DesimalField(label=label, required=wajib, help_text=bantuan)


class SalinForm(Isian):
    """Whose draft a copy becomes, and its name."""

    instansi = forms.TypedChoiceField(label="Untuk instansi", coerce=int, empty_value=None)
    nama = teks("Nama rancangan", PANJANG_NAMA)

    def __init__(self, *args: Any, pilihan: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        """`pilihan`: the institutions that the person manages."""
        super().__init__(*args, **kwargs)
        field = self.fields["instansi"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = pilihan if len(pilihan) == 1 else [("", "Pilih instansi"), *pilihan]


class ImporForm(SalinForm):
    """Whose instrument a workbook becomes, and the file."""

    berkas = forms.FileField(
        label="Buku kerja",
        allow_empty_file=True,  # the content check says why, with the file's name
        help_text="Berkas xlsx menurut templat, paling besar 5 MB.",
        error_messages={"required": "Pilih berkas dahulu."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["nama"]


class PokokForm(Isian):
    """Name, basis, status of the source and notes."""

    nama = teks("Nama instrumen", PANJANG_NAMA)
    dasar = teks("Dasar", PANJANG_DASAR, wajib=False)
    status_sumber = teks("Status sumber", PANJANG_STATUS, wajib=False, bantuan=BANTUAN_STATUS)
    catatan = _panjang("Catatan", PANJANG_CATATAN)

    @classmethod
    def awal(cls, row: InstrumenLKE) -> dict[str, Any]:
        """Return what stands."""
        return {nama: getattr(row, nama) for nama in cls.base_fields}


class AmbangForm(Isian):
    """What each predicate asks of the total and of the pengungkit."""

    wbk_total = _bobot("Nilai total untuk WBK", bantuan="Kosong bila tidak diketahui.")
    wbk_pengungkit = _bobot("Nilai pengungkit untuk WBK")
    wbk_status = teks("Status sumber WBK", 40, wajib=False, bantuan=BANTUAN_STATUS)
    wbbm_total = _bobot("Nilai total untuk WBBM", bantuan="Kosong bila tidak diketahui.")
    wbbm_pengungkit = _bobot("Nilai pengungkit untuk WBBM")
    wbbm_status = teks("Status sumber WBBM", 40, wajib=False)

    @classmethod
    def awal(cls, row: InstrumenLKE) -> dict[str, Any]:
        """Return what stands."""
        found: dict[str, Any] = {}
        for satu in baca_ambang(row.ambang):
            found[f"{satu.predikat}_total"] = satu.total
            found[f"{satu.predikat}_pengungkit"] = satu.pengungkit
            found[f"{satu.predikat}_status"] = satu.status_sumber
        return found

    def clean(self) -> dict[str, Any]:
        """Refuse a pengungkit without total, and figures above 100."""
        data = super().clean() or self.cleaned_data
        for predikat in Predikat:
            total, part = data.get(f"{predikat}_total"), data.get(f"{predikat}_pengungkit")
            if part is not None and total is None and f"{predikat}_total" not in self.errors:
                self.add_error(f"{predikat}_total", "Isi juga nilai total.")
            for nama, nilai in ((f"{predikat}_total", total), (f"{predikat}_pengungkit", part)):
                if nilai is not None and nilai > Decimal(100):
                    self.add_error(nama, "Tulis bilangan dari 0 sampai 100.")
        return data

    def isi(self) -> tuple[Ambang, ...]:
        """Return what was typed, once it is valid."""
        data = self.cleaned_data
        return tuple(
            Ambang(p, data[f"{p}_total"], data[f"{p}_pengungkit"], data[f"{p}_status"].strip())
            for p in Predikat
            if data[f"{p}_total"] is not None
        )


class BulatForm(Isian):
    """How figures are rounded."""

    angka = forms.TypedChoiceField(
        label="Banyaknya desimal", coerce=int, choices=[(n, str(n)) for n in range(5)]
    )
    cara = forms.ChoiceField(label="Cara", choices=[(c.value, c.kata) for c in CaraBulat])
    tingkat = forms.ChoiceField(
        label="Yang dibulatkan", choices=[(t.value, t.kata) for t in TingkatBulat]
    )
    status_sumber = teks("Status sumber", 40, wajib=False, bantuan=BANTUAN_STATUS)

    @classmethod
    def awal(cls, row: InstrumenLKE) -> dict[str, Any]:
        """Return what stands."""
        found = baca_pembulatan(row.pembulatan)
        return {
            "angka": found.angka,
            "cara": found.cara.value,
            "tingkat": found.tingkat.value,
            "status_sumber": found.status_sumber,
        }

    def isi(self) -> Pembulatan:
        """Return what was typed, once it is valid."""
        data = self.cleaned_data
        return Pembulatan(
            data["angka"],
            CaraBulat(data["cara"]),
            TingkatBulat(data["tingkat"]),
            data["status_sumber"].strip(),
        )


class BagianForm(Isian):
    """What the forms of all parts share: the draft that the part belongs to."""

    def __init__(
        self,
        *args: Any,
        instrumen: InstrumenLKE,
        row: Bagian | None = None,
        initial: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        """`row`: the part to change; `initial`: what a new one begins with."""
        found = self.awal(row) if row is not None else initial
        super().__init__(*args, initial=found, **kwargs)
        self.isi_pilihan(instrumen, row)

    def isi_pilihan(self, instrumen: InstrumenLKE, row: Bagian | None) -> None:
        """Fill the choices of the draft."""

    @classmethod
    def awal(cls, row: Bagian) -> dict[str, Any]:
        """Return what stands in a part."""
        raise NotImplementedError

    def isi(self) -> IsiBagian:
        """Return what was typed, once it is valid."""
        raise NotImplementedError


def _komponen(instrumen: InstrumenLKE, *, daun: bool) -> list[tuple[int, str]]:
    """Return components as a tree of choices; `daun`: those without components below."""
    rows = list(instrumen.komponen_set.order_by("urut", "id"))
    below: dict[int | None, list[KomponenLKE]] = {}
    for row in rows:
        below.setdefault(row.induk_id, []).append(row)

    def walk(induk: int | None, depth: int) -> list[tuple[int, str]]:
        found = []
        for row in below.get(induk, []):
            if not daun or row.pk not in below:
                found.append((row.pk, f"{MASUK * (0 if daun else depth)}{row.kode} {row.nama}"))
            found += walk(row.pk, depth + 1)
        return found

    return walk(None, 0)


class KomponenForm(BagianForm):
    """A component with its weight and minima."""

    induk = forms.TypedChoiceField(
        label="Di bawah komponen", coerce=int, empty_value=None, required=False
    )
    kode = teks("Kode", PANJANG_KODE)
    nama = teks("Nama", 200)
    bobot = _bobot(
        "Bobot", wajib=True, bantuan="Jumlah bobot di bawah satu komponen sama dengannya."
    )
    min_wbk = _bobot("Nilai minimal WBK")
    min_wbbm = _bobot("Nilai minimal WBBM")
    paruh = forms.ChoiceField(
        label="Bagian",
        required=False,
        choices=[(p.value, p.kata or "Tanpa bagian") for p in Paruh],
        help_text="Pemenuhan dan reform di bawah pengungkit; hasil untuk komponen hasil.",
    )
    kelompok = teks(
        "Kelompok", PANJANG_KODE, wajib=False, bantuan="Sama untuk area yang sama di kedua bagian."
    )
    status_sumber = teks("Status sumber", 40, wajib=False, bantuan=BANTUAN_STATUS)

    def isi_pilihan(self, instrumen: InstrumenLKE, row: Bagian | None) -> None:
        """Offer the components of the draft as parents."""
        field = self.fields["induk"]
        assert isinstance(field, forms.ChoiceField)
        rows = [(pk, nama) for pk, nama in _komponen(instrumen, daun=False)]
        field.choices = [
            ("", "Tingkat teratas"),
            *(r for r in rows if row is None or r[0] != row.pk),
        ]

    @classmethod
    def awal(cls, row: Bagian) -> dict[str, Any]:
        """Return what stands in a component."""
        assert isinstance(row, KomponenLKE)
        names = (n for n in cls.base_fields if n != "induk")
        return {"induk": row.induk_id, **{nama: getattr(row, nama) for nama in names}}

    def isi(self) -> IsiKomponen:
        """Return what was typed, once it is valid."""
        data = dict(self.cleaned_data)
        return IsiKomponen(induk_id=data.pop("induk"), **data)


class PertanyaanForm(BagianForm):
    """A question with its scale and the documents that it expects."""

    komponen = forms.TypedChoiceField(label="Komponen", coerce=int, empty_value=None)
    kode = teks("Kode", PANJANG_KODE)
    teks = _panjang("Pertanyaan", PANJANG_TEKS, wajib=True)
    penjelasan = _panjang("Penjelasan", PANJANG_TEKS)
    skala = forms.TypedChoiceField(label="Skala jawaban", coerce=int, empty_value=None)
    dokumen = _panjang("Dokumen yang diharapkan", PANJANG_TEKS, bantuan="Satu dokumen tiap baris.")

    def isi_pilihan(self, instrumen: InstrumenLKE, row: Bagian | None) -> None:
        """Offer the components that hold questions, and the scales."""
        for nama, rows in (
            ("komponen", _komponen(instrumen, daun=True)),
            ("skala", list(instrumen.skala_set.order_by("id").values_list("pk", "nama"))),
        ):
            field = self.fields[nama]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "Pilih"), *rows]

    @classmethod
    def awal(cls, row: Bagian) -> dict[str, Any]:
        """Return what stands in a question."""
        assert isinstance(row, PertanyaanLKE)
        return {
            "komponen": row.komponen_id,
            "skala": row.skala_id,
            "kode": row.kode,
            "teks": row.teks,
            "penjelasan": row.penjelasan,
            "dokumen": "\n".join(row.dokumen),
        }

    def isi(self) -> IsiPertanyaan:
        """Return what was typed, once it is valid."""
        data = self.cleaned_data
        return IsiPertanyaan(
            kode=data["kode"],
            teks=data["teks"],
            komponen_id=data["komponen"],
            skala_id=data["skala"],
            penjelasan=data["penjelasan"],
            dokumen=tuple(data["dokumen"].splitlines()),
        )


class SkalaForm(BagianForm):
    """An answer scale; its choices are lines "code | value | label"."""

    kode = teks("Kode", PANJANG_KODE)
    nama = teks("Nama", 120)
    jenis = forms.ChoiceField(label="Jenis", choices=SkalaLKE.Jenis.choices)
    pilihan = _panjang(
        "Pilihan",
        PANJANG_TEKS,
        bantuan="Untuk jenis pilihan, satu baris tiap pilihan: A | 1 | Sepenuhnya.",
    )
    maks = _bobot("Nilai tertinggi", bantuan="Untuk jenis indeks.")
    label_pembilang = teks("Nama pembilang", 160, wajib=False, bantuan="Untuk jenis rasio.")
    label_penyebut = teks("Nama penyebut", 160, wajib=False, bantuan="Untuk jenis rasio.")

    @classmethod
    def awal(cls, row: Bagian) -> dict[str, Any]:
        """Return what stands in a scale."""
        assert isinstance(row, SkalaLKE)
        lines = [
            f"{p['kode']} | {str(p['nilai']).replace('.', ',')} | {p['label']}" for p in row.pilihan
        ]
        names = ("kode", "nama", "jenis", "maks", "label_pembilang", "label_penyebut")
        return {"pilihan": "\n".join(lines), **{nama: getattr(row, nama) for nama in names}}

    def clean_pilihan(self) -> tuple[tuple[str, Decimal, str], ...]:
        """Read the lines. Raises ValidationError naming the line."""
        found: list[tuple[str, Decimal, str]] = []
        decimal = DesimalField()
        for nomor, line in enumerate(self.cleaned_data["pilihan"].splitlines(), start=1):
            if not line.strip():
                continue
            parts = [satu.strip() for satu in line.split("|", _BAGIAN_PILIHAN - 1)]
            if len(parts) != _BAGIAN_PILIHAN or not all(parts):
                raise forms.ValidationError(f"Baris {nomor}: tulis kode | nilai | keterangan.")
            try:
                nilai = decimal.clean(parts[1])
            except forms.ValidationError as error:
                raise forms.ValidationError(f"Baris {nomor}: nilai seperti 0,67.") from error
            if nilai is not None:
                found.append((parts[0], nilai, parts[2]))
        return tuple(found)

    def isi(self) -> IsiSkala:
        """Return what was typed, once it is valid."""
        return IsiSkala(**self.cleaned_data)


FORM: dict[str, type[BagianForm]] = {
    "komponen": KomponenForm,
    "pertanyaan": PertanyaanForm,
    "skala": SkalaForm,
}
"""The form of each kind of part, by the word in the address."""
MODEL: dict[str, type[KomponenLKE] | type[PertanyaanLKE] | type[SkalaLKE]] = {
    "komponen": KomponenLKE,
    "pertanyaan": PertanyaanLKE,
    "skala": SkalaLKE,
}
