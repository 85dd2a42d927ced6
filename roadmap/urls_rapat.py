"""Addresses of meetings, below roadmap/rapat/."""

from django.urls import path

from roadmap.views.rapat import daftar, langkah, masalah, notula, rinci

urlpatterns = [
    path("", daftar.rapat, name="rapat"),
    path("kalender/", daftar.rapat_kalender, name="rapat_kalender"),
    path("masalah/", daftar.rapat_masalah, name="rapat_masalah"),
    path("langkah/", daftar.rapat_langkah, name="rapat_langkah"),
    path("pengaturan/", daftar.rapat_pengaturan, name="rapat_pengaturan"),
    path("baru/", rinci.rapat_baru, name="rapat_baru"),
    path("<id:pk>/", rinci.rapat_rinci, name="rapat_rinci"),
    path("<id:pk>/ubah/", rinci.rapat_ubah, name="rapat_ubah"),
    path("<id:pk>/catat/", rinci.rapat_catat, name="rapat_catat"),
    path("<id:pk>/batal/", rinci.rapat_batal, name="rapat_batal"),
    path("<id:pk>/cetak/", rinci.rapat_cetak, name="rapat_cetak"),
    path("<id:pk>/notula/", notula.rapat_notula, name="rapat_notula"),
    path("<id:pk>/notula/<id:versi>/", notula.rapat_notula_berkas, name="rapat_notula_berkas"),
    path("<id:pk>/notula/<id:notula>/lepas/", notula.rapat_notula_lepas, name="rapat_notula_lepas"),
    path("<id:pk>/masalah/", masalah.rapat_masalah_baru, name="rapat_masalah_baru"),
    path("masalah/<id:pk>/", masalah.rapat_masalah_rinci, name="rapat_masalah_rinci"),
    path("langkah/<id:pk>/", langkah.rapat_langkah_rinci, name="rapat_langkah_rinci"),
    path(
        "langkah/<id:pk>/berkas/<id:versi>/",
        notula.rapat_langkah_berkas,
        name="rapat_langkah_berkas",
    ),
]
