"""Addresses of this app."""

from django.urls import path

from evidence.views import berkas, cari, halaman, lampiran, tugas, tugas_saya, verifikasi

urlpatterns = [
    path("tugas-saya/", tugas_saya.tugas_saya, name="tugas_saya"),
    path("tugas/<id:pk>/", tugas.tugas, name="tugas"),
    path("tugas/<id:pk>/tarik/", tugas.tugas_tarik, name="tugas_tarik"),
    path(
        "tugas/<id:pk>/dokumen/<id:pemenuhan_pk>/pakai/",
        lampiran.pakai_dokumen,
        name="tugas_pakai",
    ),
    path(
        "tugas/<id:pk>/berkas/<id:taut_pk>/versi-baru/",
        lampiran.berkas_versi_baru,
        name="tugas_versi_baru",
    ),
    path(
        "tugas/<id:pk>/berkas/<id:taut_pk>/rincian/",
        lampiran.berkas_rincian,
        name="tugas_rincian",
    ),
    path("tugas/<id:pk>/berkas/<id:taut_pk>/lepas/", lampiran.berkas_lepas, name="tugas_lepas"),
    path("berkas/", berkas.berkas_unit, name="berkas_unit"),
    path("berkas/<id:pk>/", berkas.berkas, name="berkas"),
    path("verifikasi/", verifikasi.verifikasi, name="verifikasi"),
    path("verifikasi/<id:pk>/", verifikasi.meja, name="meja"),
    path(
        "verifikasi/<id:pk>/dokumen/<id:pemenuhan_pk>/buka/",
        verifikasi.meja_buka,
        name="meja_buka",
    ),
    path("verifikasi/<id:pk>/halaman/<id:versi_pk>/", halaman.meja_halaman, name="meja_halaman"),
    path(
        "verifikasi/<id:pk>/halaman/<id:versi_pk>/buat/",
        halaman.meja_halaman_buat,
        name="meja_halaman_buat",
    ),
    path(
        "verifikasi/<id:pk>/halaman/<id:versi_pk>/<id:no>/",
        halaman.meja_gambar,
        name="meja_gambar",
    ),
    path("cari/", cari.cari_semua, name="cari"),
]
