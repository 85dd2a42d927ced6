"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, include, path

from satgas import views, views_jaga
from satgas.views import instrumen, instrumen_susunan, instrumen_tabel, padanan, perubahan

urlpatterns: list[URLPattern | URLResolver] = [
    path("satgas/", views.keputusan, name="satgas"),
    path("satgas/anggota/<id:pk>/", views.anggota, name="satgas_anggota"),
    path("jaga/", views_jaga.jaga, name="jaga"),
    path("jaga/baris/<id:pk>/unggah/", views_jaga.unggah, name="jaga_unggah"),
    path("jaga/kiriman/<id:pk>/batal/", views_jaga.batal, name="jaga_batal"),
    path("jaga/kiriman/<id:pk>/jawaban/", views_jaga.jawaban, name="jaga_jawaban"),
    path("jaga/kiriman/<id:pk>/koreksi/", views_jaga.koreksi, name="jaga_koreksi"),
    path("jaga/nilai/<id:pk>/", views_jaga.nilai, name="jaga_nilai"),
    path("satgas/perubahan/", perubahan.perubahan, name="satgas_perubahan"),
    path("satgas/perubahan/baru/", perubahan.perubahan_baru, name="satgas_perubahan_baru"),
    path("satgas/keputusan/pokok/", perubahan.pokok, name="satgas_pokok"),
    path("satgas/keputusan/tempel/", include("satgas.urls_tempel_sk")),
    path("impor/padanan-progres/", padanan.padanan, name="padanan_progres"),
    path("impor/padanan-progres/<id:pk>/", padanan.ubah, name="padanan_progres_ubah"),
    path("impor/padanan-progres/<id:pk>/hapus/", padanan.hapus, name="padanan_progres_hapus"),
    path("instrumen/", instrumen.daftar, name="instrumen"),
    path("instrumen/baru/", instrumen.baru, name="instrumen_baru"),
    path("instrumen/<id:pk>/", instrumen.rinci, name="instrumen_rinci"),
    path("instrumen/<id:pk>/nilai/", instrumen.nilai, name="instrumen_nilai"),
    path("instrumen/<id:pk>/tabel/", instrumen_tabel.tabel, name="instrumen_tabel"),
    path("instrumen/<id:pk>/tempel/", instrumen_tabel.tempel, name="instrumen_tempel"),
    path("instrumen/<id:pk>/pakai/", instrumen.pakai, name="instrumen_pakai"),
    path("instrumen/<id:pk>/versi-baru/", instrumen.versi, name="instrumen_versi"),
    path("instrumen/<id:pk>/nama/", instrumen.nama, name="instrumen_nama"),
    path("instrumen/<id:pk>/hapus/", instrumen.hapus, name="instrumen_hapus"),
    path(
        "instrumen/<id:pk>/tambah/<slug:tingkat>/",
        instrumen_susunan.tambah_bagian,
        name="instrumen_tambah",
    ),
    path(
        "instrumen/<id:pk>/sub/<id:baris>/tugas/", instrumen_susunan.tugas, name="instrumen_tugas"
    ),
    path(
        "instrumen/<id:pk>/<slug:tingkat>/<id:baris>/",
        instrumen_susunan.ubah_bagian,
        name="instrumen_ubah",
    ),
    path(
        "instrumen/<id:pk>/<slug:tingkat>/<id:baris>/pindah/",
        instrumen_susunan.pindah_bagian,
        name="instrumen_pindah",
    ),
    path(
        "instrumen/<id:pk>/<slug:tingkat>/<id:baris>/hapus/",
        instrumen_susunan.hapus_bagian,
        name="instrumen_hapus_bagian",
    ),
]
