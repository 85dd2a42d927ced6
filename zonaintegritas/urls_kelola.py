"""Addresses of registers, ZI units, instruments and the mapping, below zona-integritas/."""

from django.urls import URLPattern, path

from zonaintegritas.forms_register import REGISTER
from zonaintegritas.views.instrumen import berkas as instrumen_berkas
from zonaintegritas.views.instrumen import daftar as instrumen
from zonaintegritas.views.instrumen import isian as instrumen_isian
from zonaintegritas.views.peta import peta
from zonaintegritas.views.register import daftar, isian
from zonaintegritas.views.unit import unit

urlpatterns: list[URLPattern] = [
    path("daftar/agen/", daftar.agen, name="zi_agen"),
    path("daftar/pengaduan/", daftar.pengaduan, name="zi_pengaduan"),
    path("daftar/survei/", daftar.survei, name="zi_survei"),
    path("unit/", unit.daftar, name="zi_unit"),
    path("unit/baru/", unit.baru, name="zi_unit_baru"),
    path("unit/<id:pk>/", unit.sunting, name="zi_unit_ubah"),
    path("unit/<id:pk>/akhiri/", unit.akhiri, name="zi_unit_akhiri"),
    path("instrumen/", instrumen.daftar, name="zi_instrumen"),
    path("instrumen/impor/", instrumen_berkas.impor, name="zi_instrumen_impor"),
    path("instrumen/impor/templat/", instrumen_berkas.templat_impor, name="zi_instrumen_templat"),
    path("instrumen/<id:pk>/", instrumen.rinci, name="zi_instrumen_rinci"),
    path("instrumen/<id:pk>/unduh/", instrumen_berkas.unduh, name="zi_instrumen_unduh"),
    path("instrumen/<id:pk>/salin/", instrumen_berkas.salin, name="zi_instrumen_salin"),
    path("instrumen/<id:pk>/buang/", instrumen_isian.buang, name="zi_instrumen_buang"),
    *(
        path(
            f"instrumen/<id:pk>/{nama}/",
            instrumen_isian.topik,
            {"nama": nama},
            name=f"zi_instrumen_{nama}",
        )
        for nama in ("pokok", "ambang", "pembulatan")
    ),
    path(
        "instrumen/<id:pk>/tambah/<str:bagian>/",
        instrumen_isian.tambah,
        name="zi_instrumen_tambah",
    ),
    path(
        "instrumen/<id:pk>/<str:bagian>/<id:baris>/",
        instrumen_isian.ubah,
        name="zi_instrumen_ubah",
    ),
    path(
        "instrumen/<id:pk>/<str:bagian>/<id:baris>/hapus/",
        instrumen_isian.hapus,
        name="zi_instrumen_hapus",
    ),
    path("peta/", peta.peta, name="zi_peta"),
    path("peta/<id:pk>/", peta.atur, name="zi_peta_atur"),
]
for _satu in REGISTER:
    _awal, _kode = f"daftar/{_satu.kode}/", {"kode": _satu.kode}
    urlpatterns += [
        path(f"{_awal}baru/", isian.baru, _kode, name=f"zi_{_satu.kode}_baru"),
        path(f"{_awal}<id:pk>/", isian.sunting, _kode, name=f"zi_{_satu.kode}_ubah"),
        path(f"{_awal}<id:pk>/hapus/", isian.buang, _kode, name=f"zi_{_satu.kode}_hapus"),
        path(
            f"{_awal}<id:pk>/berkas/<id:versi>/",
            daftar.berkas,
            _kode,
            name=f"zi_{_satu.kode}_berkas",
        ),
    ]
