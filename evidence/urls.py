"""Addresses of this app."""

from django.urls import path

from evidence.views import (
    berkas,
    cari,
    disposisi,
    halaman,
    lampiran,
    pengecualian,
    pengecualian_rinci,
    progres,
    serah,
    tugas,
    tugas_saya,
    verifikasi,
)

urlpatterns = [
    path("tugas-saya/", tugas_saya.tugas_saya, name="tugas_saya"),
    path("tugas/<id:pk>/", tugas.tugas, name="tugas"),
    path("tugas/<id:pk>/tarik/", tugas.tugas_tarik, name="tugas_tarik"),
    path("tugas/<id:pk>/progres/", progres.tugas_progres, name="tugas_progres"),
    path("tugas/<id:pk>/perbarui/", tugas.tugas_perbarui, name="tugas_perbarui"),
    path(
        "tugas/<id:pk>/berkas/<id:taut_pk>/juga/<id:pemenuhan_pk>/",
        tugas.tugas_setara,
        name="tugas_setara",
    ),
    path("serah/<id:pk>/", serah.serah, name="serah"),
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
    path("tugas/<id:pk>/pengecualian/", pengecualian.tugas_pengecualian, name="tugas_pengecualian"),
    path("tugas/<id:pk>/ada-kejadian/", pengecualian.tugas_ada_kejadian, name="tugas_ada_kejadian"),
    path("pengecualian/", pengecualian.pengecualian, name="pengecualian"),
    path("pengecualian/<id:pk>/", pengecualian_rinci.pengecualian_rinci, name="pengecualian_rinci"),
    path("disposisi/", disposisi.disposisi, name="disposisi"),
    path("disposisi/beri/", disposisi.disposisi_beri, name="disposisi_beri"),
    path("disposisi/<id:pk>/", disposisi.disposisi_rinci, name="disposisi_rinci"),
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
