"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, include, path

from imports.views.baru import impor_baru
from imports.views.berkas import impor_berkas, impor_tanda
from imports.views.daftar import impor
from imports.views.ekspor import impor_ekspor
from imports.views.jenis import impor_jenis, impor_jenis_rinci, impor_templat
from imports.views.langkah import (
    impor_ajukan,
    impor_batal,
    impor_lanjut,
    impor_terapkan,
    impor_ulang,
    impor_urungkan,
)
from imports.views.pengaturan import impor_pengaturan
from imports.views.pilih import impor_pilih
from imports.views.rinci import impor_kemajuan, impor_rinci

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("imports.urls_unduh")),
    path("impor/", impor, name="impor"),
    path("impor/baru/", impor_baru, name="impor_baru"),
    path("impor/jenis/", impor_jenis, name="impor_jenis"),
    path("impor/jenis/<slug:kode>/", impor_jenis_rinci, name="impor_jenis_rinci"),
    path("impor/templat/<slug:kode>/", impor_templat, name="impor_templat"),
    path("impor/ekspor/<slug:kode>/", impor_ekspor, name="impor_ekspor"),
    path("impor/pengaturan/", impor_pengaturan, name="impor_pengaturan"),
    path("impor/<id:pk>/", impor_rinci, name="impor_rinci"),
    path("impor/<id:pk>/kemajuan/", impor_kemajuan, name="impor_kemajuan"),
    path("impor/<id:pk>/pilih/", impor_pilih, name="impor_pilih"),
    path("impor/<id:pk>/ajukan/", impor_ajukan, name="impor_ajukan"),
    path("impor/<id:pk>/terapkan/", impor_terapkan, name="impor_terapkan"),
    path("impor/<id:pk>/urungkan/", impor_urungkan, name="impor_urungkan"),
    path("impor/<id:pk>/batal/", impor_batal, name="impor_batal"),
    path("impor/<id:pk>/ulang/", impor_ulang, name="impor_ulang"),
    path("impor/<id:pk>/lanjut/", impor_lanjut, name="impor_lanjut"),
    path("impor/<id:pk>/berkas/", impor_berkas, name="impor_berkas"),
    path("impor/<id:pk>/tanda/", impor_tanda, name="impor_tanda"),
]
