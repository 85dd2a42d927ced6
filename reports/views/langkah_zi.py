"""What a person has to do next in a Zona Integritas, as sentences with the page to do it on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from evidence.models import Rencana
from reports.datasets.zi import Pekerjaan
from zonaintegritas.lke.menunggu import MenungguLKE
from zonaintegritas.models import StatusLKE, Tahap


@dataclass(frozen=True)
class LangkahZI:
    """One thing to do: what, how it stands, where."""

    judul: str
    isi: str
    url: str
    tombol: str


def langkah(
    rencana: Rencana, kerja: Pekerjaan, lke: Iterable[MenungguLKE]
) -> tuple[LangkahZI, ...]:
    """Return what to do, work of the month plan first; empty when nothing waits."""
    return tuple(_langkah(rencana, kerja, lke))


def _langkah(rencana: Rencana, kerja: Pekerjaan, lke: Iterable[MenungguLKE]) -> Iterator[LangkahZI]:
    if kerja.tugas:
        yield LangkahZI(
            f"{kerja.tugas} tugas tim Anda perlu dikerjakan",
            f"{kerja.perbaikan} dikembalikan, {kerja.terlambat} terlambat, "
            f"{kerja.bulan_ini} jatuh tempo bulan ini.",
            _url("tugas_saya", rencana=rencana.pk),
            "Buka Tugas saya",
        )
    if kerja.menunggu:
        yield LangkahZI(
            f"{kerja.menunggu} tugas menunggu putusan Anda",
            "Periksa buktinya, lalu setujui atau minta perbaikan.",
            _url("verifikasi", rencana=rencana.pk),
            "Buka Verifikasi",
        )
    if kerja.tanpa_bulan:
        yield LangkahZI(
            f"{kerja.tanpa_bulan} baris belum mempunyai bulan",
            "Pilih bulannya, supaya tugasnya dibuat dan ada batas waktunya.",
            _url("zi_jadwal", rencana=rencana.pk, keadaan="belum"),
            "Susun jadwal",
        )
    for one in lke:
        yield _lke(one)


def _lke(one: MenungguLKE) -> LangkahZI:
    lke = one.lke
    url = reverse("zi_lke", args=[lke.pk])
    verb = "dijawab" if one.tahap is Tahap.MANDIRI else "dinilai"
    if one.belum:
        isi = f"{one.belum} dari {one.jumlah} pertanyaan belum {verb}."
        url += "?saring=belum"
    else:
        isi = f"Semua {one.jumlah} pertanyaan sudah {verb}. Langkah berikutnya ada pada LKE."
    if lke.status == StatusLKE.PERBAIKAN:
        isi = f"Evaluator meminta perbaikan. {isi}"
    return LangkahZI(f"LKE {lke.tahun}, {lke.unit.nama}", isi, url, "Buka LKE")


def _url(nama: str, **kueri: object) -> str:
    return f"{reverse(nama)}?{urlencode(kueri)}"
