"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, include, path

from roadmap import urls_rapat
from roadmap.views.aturan import aturan
from roadmap.views.butir import halaman_butir
from roadmap.views.grafik import halaman_grafik
from roadmap.views.historis import historis, historis_hapus, historis_isi
from roadmap.views.isi import roadmap_isi
from roadmap.views.kegiatan import kegiatan
from roadmap.views.matriks import halaman_matriks
from roadmap.views.naskah import halaman_naskah
from roadmap.views.rekonsiliasi import halaman_rekonsiliasi
from roadmap.views.target import target
from roadmap.views.ukuran import pita, pita_portal, skala, skala_baru, ukuran

urlpatterns: list[URLPattern | URLResolver] = [
    path("roadmap/rapat/", include(urls_rapat)),
    path("roadmap/", halaman_matriks, name="roadmap"),
    path("roadmap/grafik/", halaman_grafik, name="roadmap_grafik"),
    path("roadmap/butir/<id:pk>/", halaman_butir, name="roadmap_butir"),
    path("roadmap/capaian/<id:pk>/isi/", roadmap_isi, name="roadmap_isi"),
    path("roadmap/butir/<id:pk>/target/<int:tahun>/", target, name="roadmap_target"),
    path("roadmap/butir/<id:pk>/aturan/", aturan, name="roadmap_aturan"),
    path("roadmap/historis/", historis, name="roadmap_historis"),
    path("roadmap/historis/isi/", historis_isi, name="roadmap_historis_isi"),
    path("roadmap/historis/<id:pk>/hapus/", historis_hapus, name="roadmap_historis_hapus"),
    path("roadmap/kegiatan/", kegiatan, name="roadmap_kegiatan"),
    path("roadmap/rekonsiliasi/", halaman_rekonsiliasi, name="roadmap_rekonsiliasi"),
    path("roadmap/naskah/", halaman_naskah, name="roadmap_naskah"),
    path("roadmap/ukuran/", ukuran, name="roadmap_ukuran"),
    path("roadmap/ukuran/pita/", pita, name="roadmap_pita"),
    path("roadmap/ukuran/pita/portal/", pita_portal, name="roadmap_pita_portal"),
    path("roadmap/ukuran/skala/baru/", skala_baru, name="roadmap_skala_baru"),
    path("roadmap/ukuran/skala/<id:pk>/", skala, name="roadmap_skala"),
]
