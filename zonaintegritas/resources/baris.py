"""The columns that name a row of the action plan, shared by plan and month plan."""

from sheets.columns import Acuan, Bulat, Kode, Kolom
from zonaintegritas.resources.rencana_zi import RencanaZI


class BarisButir(RencanaZI):
    """Base of the kinds with one row for each Butir."""

    kunci = ("tim", "huruf", "urut")

    tim = Kolom(
        "Tim kerja",
        Acuan("tim"),
        wajib=True,
        sinonim=("Tim", "Kelompok kerja", "No. tim", "Area"),
        catatan="Kode, nomor, atau nama timnya.",
        lebar=14,
    )
    huruf = Kolom(
        "Huruf kegiatan",
        Kode(4),
        wajib=True,
        sinonim=("Huruf", "Kode kegiatan"),
        catatan="Huruf kegiatan dalam timnya, misalnya A.",
        lebar=10,
    )
    urut = Kolom(
        "Urutan sub kegiatan",
        Bulat(1, 999),
        sinonim=("Urutan", "Urutan sub", "Sub ke"),
        catatan="1, 2, 3 dalam kegiatannya; kosong bila kegiatan tanpa sub kegiatan.",
        lebar=12,
    )
