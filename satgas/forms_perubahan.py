"""Shape of an amending decree as it is typed; the action decides."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from evidence.forms_rencana import isian_hari
from evidence.jadwal import POLA_KALENDER
from evidence.models import Butir
from satgas.actions.perubahan import IsiPerubahan, TugasBaru
from satgas.actions.pokok import IsiPokok
from satgas.models import Anggota, SuratKeputusan


def _teks(label: str, batas: int, *, required: bool = True, bantuan: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=batas,
        help_text=bantuan,
        error_messages={
            "required": "Wajib diisi.",
            "max_length": f"Paling panjang {batas} huruf, Anda menulis %(show_value)d.",
        },
    )


def _panjang(label: str, *, required: bool = True, bantuan: str = "", baris: int = 4) -> Any:
    return forms.CharField(
        label=label,
        required=required,
        help_text=bantuan,
        error_messages={"required": "Wajib diisi."},
        widget=forms.Textarea(attrs={"rows": baris}),
    )


class PerubahanForm(forms.Form):
    """Number, date and subject, and a text for each task that is changed or added."""

    nomor = _teks("Nomor keputusan perubahan", 80)
    tanggal = isian_hari("Tanggal keputusan")
    tentang = _panjang("Tentang", required=False, baris=2)

    def __init__(
        self,
        *args: Any,
        ubah: Sequence[Butir],
        cabut: Sequence[Butir],
        tambah: int,
        anggota: Sequence[Anggota],
        **kwargs: Any,
    ) -> None:
        """`ubah` and `cabut` are the chosen tasks, `tambah` how many are added."""
        super().__init__(*args, **kwargs)
        self._ubah, self._cabut, self._tambah = ubah, cabut, tambah
        for one in ubah:
            field = _panjang(f"Bunyi baru {one.kode}")
            field.initial = one.uraian
            self.fields[f"ubah-{one.pk}"] = field
        members = [(a.pk, f"{a.no}. {a.jabatan}") for a in anggota]
        for n in range(tambah):
            no = n + 1
            self.fields[f"tambah-{n}-anggota"] = forms.TypedChoiceField(
                label=f"Tugas baru {no}: anggota",
                coerce=int,
                choices=[("", "Pilih anggota"), *members],
                error_messages={"required": "Pilih satu.", "invalid_choice": "Pilih dari daftar."},
            )
            self.fields[f"tambah-{n}-huruf"] = _teks(
                f"Tugas baru {no}: huruf", 3, bantuan="Huruf kecil, misalnya q."
            )
            self.fields[f"tambah-{n}-teks"] = _panjang(f"Tugas baru {no}: bunyi")
            self.fields[f"tambah-{n}-pola"] = forms.ChoiceField(
                label=f"Tugas baru {no}: pola",
                choices=[p for p in Butir.Pola.choices if p[0] in POLA_KALENDER],
                initial=Butir.Pola.TAHUNAN,
                help_text="Tercatat sebagai klasifikasi portal.",
                error_messages={"required": "Pilih satu.", "invalid_choice": "Pilih dari daftar."},
            )
            self.fields[f"tambah-{n}-dokumen"] = _panjang(
                f"Tugas baru {no}: dokumen wajib",
                required=False,
                bantuan="Satu dokumen per baris. Kosong: bukti pelaksanaan tugas.",
                baris=3,
            )

    def tugas_ubah(self) -> list[tuple[Butir, forms.BoundField]]:
        """Return the tasks to be changed with their fields."""
        return [(one, self[f"ubah-{one.pk}"]) for one in self._ubah]

    def tugas_baru(self) -> list[list[forms.BoundField]]:
        """Return the fields of each added task."""
        names = ("anggota", "huruf", "teks", "pola", "dokumen")
        return [[self[f"tambah-{n}-{name}"] for name in names] for n in range(self._tambah)]

    def isi(self) -> IsiPerubahan:
        """Return what was typed."""
        data = self.cleaned_data
        return IsiPerubahan(
            nomor=data["nomor"],
            tanggal=data["tanggal"],
            tentang=data["tentang"],
            ubah=tuple((one.pk, _lines(data[f"ubah-{one.pk}"])) for one in self._ubah),
            cabut=tuple(one.pk for one in self._cabut),
            tambah=tuple(
                TugasBaru(
                    anggota_id=data[f"tambah-{n}-anggota"],
                    huruf=data[f"tambah-{n}-huruf"].strip(),
                    teks=_lines(data[f"tambah-{n}-teks"]),
                    pola=data[f"tambah-{n}-pola"],
                    dokumen=tuple(data[f"tambah-{n}-dokumen"].splitlines()),
                )
                for n in range(self._tambah)
            ),
        )

    def tunjukkan(self, galat: Mapping[str, str]) -> None:
        """Show what the action found wrong at its fields."""
        for key, pesan in galat.items():
            field = f"{key}-teks" if key.startswith("tambah-") else key
            self.add_error(field if field in self.fields else None, pesan)


def _lines(teks: str) -> str:
    """Browsers send CRLF; the decree's texts hold plain line ends."""
    return teks.replace("\r\n", "\n").strip()


class PokokForm(forms.Form):
    """What followed for a decree copied as a draft."""

    nomor = _teks("Nomor keputusan", 80)
    tanggal = isian_hari("Tanggal keputusan")
    tentang = _panjang("Tentang", baris=3)
    penandatangan = _teks("Penanda tangan", 200)
    penandatangan_jabatan = _teks("Jabatan penanda tangan", 200)

    @classmethod
    def dari(cls, sk: SuratKeputusan) -> "PokokForm":
        """Return the form filled with what is known."""
        return cls(initial={name: getattr(sk, name) for name in cls.base_fields})

    def isi(self) -> IsiPokok:
        """Return what was typed."""
        data = self.cleaned_data
        return IsiPokok(**{**data, "tentang": _lines(data["tentang"])})
