"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, include, path

from reports.views import (
    audit,
    beranda,
    dasbor,
    dasbor_pantauan,
    dasbor_rincian,
    dasbor_roadmap,
    dasbor_zi,
    laporan,
    unduh_roadmap,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", beranda.beranda, name="beranda"),
    path("dasbor/", dasbor.dasbor, name="dasbor"),
    path("dasbor/periode/", dasbor.dasbor_periode, name="dasbor_periode"),
    path("dasbor/area/", dasbor.dasbor_area, name="dasbor_area"),
    path("dasbor/cetak/", dasbor.dasbor_cetak, name="dasbor_cetak"),
    path("dasbor/pantauan/", dasbor_pantauan.dasbor_pantauan, name="dasbor_pantauan"),
    path("dasbor/zona-integritas/", dasbor_zi.dasbor_zi_lke, name="dasbor_zi_lke"),
    path("dasbor/kerja/", dasbor_roadmap.dasbor_kerja, name="dasbor_kerja"),
    path("dasbor/dokumen/", dasbor_rincian.dasbor_dokumen, name="dasbor_dokumen"),
    path("dasbor/tugas/", dasbor_rincian.dasbor_tugas, name="dasbor_tugas"),
    path("jejak-audit/", audit.jejak_audit, name="jejak_audit"),
    path("jejak-audit/<id:pk>/", audit.jejak_audit_rinci, name="jejak_audit_rinci"),
    path("laporan/", laporan.laporan, name="laporan"),
    path("laporan/<id:pk>/", laporan.laporan_rinci, name="laporan_rinci"),
    path("laporan/<id:pk>/kemajuan/", laporan.laporan_kemajuan, name="laporan_kemajuan"),
    path("laporan/<id:pk>/batal/", laporan.laporan_batal, name="laporan_batal"),
    path("laporan/<id:pk>/ulang/", laporan.laporan_ulang, name="laporan_ulang"),
    path("laporan/<id:pk>/unduh/", laporan.laporan_unduh, name="laporan_unduh"),
    path("roadmap/kegiatan/unduh/", unduh_roadmap.roadmap_unduh, name="roadmap_unduh"),
    path("", include("reports.urls_periksa")),
    path("", include("reports.urls_periode")),
]
