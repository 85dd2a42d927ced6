"""`{% load kemajuan %}`: words of the progress report (formatting only)."""

from decimal import Decimal

from django import template

from accounts.sebutan import sebut
from evidence.hitungan import Golongan, Hitungan
from reports.datasets.rincian import label
from reports.kemajuan import kata
from reports.pdf.kemajuan import bagian
from reports.potret.bentuk import (
    BuktiPotret,
    CapaianPotret,
    IsiPotret,
    JagaPotret,
    PerubahanPotret,
    SkorPotret,
    TugasPotret,
    Ubahan,
)

register = template.Library()


@register.filter
def keadaan(golongan: Golongan) -> str:
    """`{{ d.golongan|keadaan }}`: what it counts as, in the words of the institution."""
    return sebut(label(golongan))


@register.filter
def masa(satu: CapaianPotret | PerubahanPotret) -> str:
    """`{{ c|masa }}`: "1 Januari s.d. 31 Maret 2026"."""
    return kata.masa(satu.mulai, satu.selesai)


@register.filter
def skor(nilai: Decimal | None) -> str:
    """`{{ s.nilai|skor }}`: "36,95" or "tanpa data"."""
    return kata.nilai(nilai)


@register.filter
def cara_nilai(skor: SkorPotret) -> str:
    """`{{ s|cara_nilai }}`: "4.619 / 125 = 36,95"."""
    return kata.cara_nilai(skor)


@register.filter
def cara_kelengkapan(hitungan: Hitungan) -> str:
    """`{{ h|cara_kelengkapan }}`: "131 / 169 x 100 = 77,51%"."""
    return kata.cara_kelengkapan(hitungan)


@register.filter
def terbelah(capaian: CapaianPotret) -> bool:
    """`{{ c|terbelah }}`: whether its row may break over pages."""
    return bagian.terbelah(capaian)


@register.filter
def kesiapan(capaian: CapaianPotret) -> str:
    """`{{ c|kesiapan }}`: how far the unit is with what it owes; empty when it owes nothing."""
    return kata.kesiapan(capaian)


@register.filter
def nama_bukti(bukti: BuktiPotret) -> str:
    """`{{ b|nama_bukti }}`: its name, unless it is of class Dikecualikan."""
    return kata.nama_bukti(bukti)


@register.filter
def jawaban_jaga(jaga: JagaPotret) -> str:
    """`{{ d.jaga|jawaban_jaga }}`: KPK's answer in words."""
    return kata.jawaban_jaga(jaga)


@register.filter
def nama_area(tugas: TugasPotret, isi: IsiPotret) -> str:
    """`{{ t|nama_area:isi }}`: the area of a task by its name, its code where it has none."""
    return next((a.nama for a in isi.area if a.kode == tugas.area), tugas.area)


@register.filter
def ubahan(satu: Ubahan) -> str:
    """`{{ u|ubahan }}`: one changed figure as a phrase."""
    return sebut(kata.ubahan(satu))
