"""What is typed when a decree is pasted and edited; the actions decide."""

from typing import Any

from django import forms
from django.http import QueryDict

from accounts.models import Instansi, User
from accounts.permissions import Permission
from evidence.models import Rencana
from satgas.actions.naskah_tempel import TAHUN_AKHIR, TAHUN_AWAL
from satgas.tempel_sk.bentuk import TUGAS, AnggotaNaskah, Naskah, Simpul
from satgas.tempel_sk.bersih import LEMBUT, polos

MAKS_NO_HURUF = 4  # letters of a mark that are kept


class TempelForm(forms.Form):
    """Which plan to compare with, the year, and the pasted table."""

    banding = forms.ChoiceField(
        label="Bandingkan dengan",
        help_text="Unit, pola, dan dokumen tugas yang sama dibawa dari rencana ini.",
        error_messages={"required": "Pilih satu.", "invalid_choice": "Pilih dari daftar."},
    )
    tahun = forms.IntegerField(
        label="Tahun rencana baru",
        min_value=TAHUN_AWAL,
        max_value=TAHUN_AKHIR,
        error_messages={
            "required": "Isi tahunnya.",
            "invalid": "Tulis empat angka.",
            "min_value": f"Pilih tahun antara {TAHUN_AWAL} dan {TAHUN_AKHIR}.",
            "max_value": f"Pilih tahun antara {TAHUN_AWAL} dan {TAHUN_AKHIR}.",
        },
    )
    teks = forms.CharField(
        label="Tabel dari Word",
        strip=False,
        help_text=(
            "Salin tabel susunan Satuan Tugas dari Word bersama baris judulnya: No, Nama/Jabatan, "
            "Kedudukan, Rincian Tugas."
        ),
        widget=forms.Textarea(attrs={"rows": 14, "wrap": "off"}),
        error_messages={"required": "Tempel tabel susunan Satuan Tugas dari Word dahulu."},
    )

    def __init__(self, *args: Any, user: User, dipilih: int | None = None, **kwargs: Any) -> None:
        """`user` is the admin; `dipilih` the plan the person came from, if any."""
        super().__init__(*args, **kwargs)
        ids = user.akses.instansi_ids(Permission.PLAN_EDIT)
        homes = list(Instansi.objects.filter(pk__in=ids).order_by("nama"))
        plans = list(
            Rencana.objects.filter(instansi__in=ids, jenis=Rencana.Jenis.SATGAS)
            .select_related("instansi")
            .order_by("instansi__nama", "-tahun")
        )
        several = len(homes) > 1
        choices = [(f"r{p.pk}", f"{p.nama} ({p.instansi})" if several else p.nama) for p in plans]
        choices += [
            (f"i{one.pk}", f"Tanpa pembanding ({one})" if several else "Tanpa pembanding")
            for one in homes
        ]
        field = self.fields["banding"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        chosen = next((p for p in plans if p.pk == dipilih), plans[0] if plans else None)
        if chosen is not None:
            same = [p.tahun for p in plans if p.instansi_id == chosen.instansi_id]
            self.initial.setdefault("banding", f"r{chosen.pk}")
            self.initial.setdefault("tahun", max(same) + 1)
        self._instansi = {f"r{p.pk}": p.instansi_id for p in plans} | {
            f"i{one.pk}": one.pk for one in homes
        }

    def asal(self) -> tuple[int, int | None]:
        """Return the institution, and the plan to compare with."""
        chosen = self.cleaned_data["banding"]
        return self._instansi[chosen], int(chosen[1:]) if chosen[0] == "r" else None


def terapkan_isian(naskah: Naskah, data: QueryDict) -> None:
    """Put what was typed into the tree; fields that were not sent leave their node as it is."""
    for member in naskah.anggota:
        _anggota(member, data)
        for one in member.simpul:
            _simpul(one, data)


def _anggota(member: AnggotaNaskah, data: QueryDict) -> None:
    key = f"a{member.id}-"
    if f"{key}jabatan" not in data:
        return
    member.no = _angka(_teks(data, f"{key}no")) or 0
    member.jabatan = " ".join(_teks(data, f"{key}jabatan").split())
    member.kedudukan = " ".join(_teks(data, f"{key}kedudukan").split())
    unit = _angka(_teks(data, f"{key}unit"))
    if unit != member.unit:
        member.unit, member.usul = unit, ""
    if f"{key}bersama" in data:
        member.bersama = _angka(_teks(data, f"{key}bersama"))


def _simpul(one: Simpul, data: QueryDict) -> None:
    key = f"s{one.id}-"
    if f"{key}teks" not in data:
        return
    teks = _teks(data, f"{key}teks")
    if teks != one.teks:
        one.teks, one.ragu = teks, []
    if one.tingkat == TUGAS and f"{key}tanda" in data:
        one.tanda = _teks(data, f"{key}tanda").strip(" .()").casefold()[:MAKS_NO_HURUF]


def _teks(data: QueryDict, key: str) -> str:
    """Return a field as it is stored: plain line ends, no marks that nobody sees."""
    return polos(str(data.get(key, ""))).replace(LEMBUT, "").strip()


def terapkan_padanan(naskah: Naskah, data: QueryDict, sah: set[int]) -> None:
    """Put the chosen counterparts into the tree; `sah` are the Butir that may be chosen."""
    for task in naskah.tugas():
        key = f"p{task.simpul.id}"
        if key not in data:
            continue
        number = _angka(_teks(data, key))
        task.simpul.pasangan = number if number == 0 or number in sah else None


def ganda(naskah: Naskah) -> list[str]:
    """Return the codes of tasks that were given a counterpart that another one has, too."""
    seen: dict[int, str] = {}
    found: list[str] = []
    for task in naskah.tugas():
        if task.simpul.pasangan:
            if task.simpul.pasangan in seen:
                found += [seen[task.simpul.pasangan], task.kode]
            seen[task.simpul.pasangan] = task.kode
    return list(dict.fromkeys(found))


def _angka(teks: str) -> int | None:
    """Return a whole number of at most nine digits, None for anything else."""
    return int(teks) if teks.isdecimal() and teks.isascii() and len(teks) <= 9 else None
