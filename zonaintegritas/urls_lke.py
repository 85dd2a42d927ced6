"""Addresses of the LKE."""

from django.urls import URLPattern, URLResolver, path

from zonaintegritas.views.lke import alur, banding, daftar, lembar, nilai, soal

urlpatterns: list[URLPattern | URLResolver] = [
    path("", daftar.daftar, name="zi_lke_daftar"),
    path("buka/", daftar.buka, name="zi_lke_buka"),
    path("banding/", banding.banding, name="zi_lke_banding"),
    path("<id:pk>/", lembar.halaman, name="zi_lke"),
    path("<id:pk>/soal/<id:soal_pk>/", soal.soal, name="zi_lke_soal"),
    path("<id:pk>/soal/<id:soal_pk>/bukti/", soal.bukti, name="zi_lke_bukti"),
    path("<id:pk>/bukti/<id:bukti_pk>/lepas/", soal.lepas_bukti, name="zi_lke_lepas"),
    path("<id:pk>/penjelasan/", nilai.nilai, name="zi_lke_nilai"),
    path("<id:pk>/penjelasan/<str:kode>/", nilai.penjelasan, name="zi_lke_penjelasan"),
    path("<id:pk>/simulasi/", nilai.halaman_simulasi, name="zi_lke_simulasi"),
    path("<id:pk>/alur/", alur.alur, name="zi_lke_alur"),
    path("<id:pk>/langkah/<slug:aksi>/", alur.satu_langkah, name="zi_lke_langkah"),
    path("<id:pk>/salin/", alur.salin, name="zi_lke_salin"),
    path("<id:pk>/tpi/<id:tpi_pk>/cabut/", alur.cabut, name="zi_lke_tpi_cabut"),
    path("<id:pk>/hapus/", alur.hapus, name="zi_lke_hapus"),
]
