"""Addresses of registers, ZI units, instruments and the mapping, below zona-integritas/."""

from django.urls import URLPattern, path

from zonaintegritas.forms_register import REGISTER
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
