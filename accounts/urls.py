"""Addresses of this app. Those of allauth keep its names; sign-up and mail have none."""

from django.urls import path

from accounts.middleware import public
from accounts.views import (
    akun_orang,
    dua_langkah,
    keanggotaan,
    masuk,
    pengguna,
    profil,
    siapkan,
    tautan,
    unit,
)

urlpatterns = [
    path("masuk/", public(masuk.Masuk.as_view()), name="account_login"),
    path("masuk/kode/", public(dua_langkah.Kode.as_view()), name="mfa_authenticate"),
    path("masuk/nonaktif/", public(masuk.Nonaktif.as_view()), name="account_inactive"),
    path("keluar/", public(masuk.Keluar.as_view()), name="account_logout"),
    path("akun/profil/", profil.profil, name="profil"),
    path("akun/sandi/", masuk.GantiSandi.as_view(), name="account_change_password"),
    path("akun/konfirmasi/", masuk.KonfirmasiSandi.as_view(), name="account_reauthenticate"),
    path("akun/konfirmasi/kode/", dua_langkah.KonfirmasiKode.as_view(), name="mfa_reauthenticate"),
    path("akun/dua-langkah/", dua_langkah.Ringkasan.as_view(), name="mfa_index"),
    path("akun/dua-langkah/aktifkan/", dua_langkah.Aktifkan.as_view(), name="mfa_activate_totp"),
    path("akun/dua-langkah/matikan/", dua_langkah.Matikan.as_view(), name="mfa_deactivate_totp"),
    path(
        "akun/kode-cadangan/",
        dua_langkah.KodeCadangan.as_view(),
        name="mfa_view_recovery_codes",
    ),
    path(
        "akun/kode-cadangan/buat/",
        dua_langkah.BuatKodeCadangan.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "akun/kode-cadangan/unduh/",
        dua_langkah.UnduhKodeCadangan.as_view(),
        name="mfa_download_recovery_codes",
    ),
    path(
        "akun/tautan/<str:uidb64>/<str:token>/",
        public(tautan.tautan_sandi),
        name="tautan_sandi",
    ),
    path("pengguna/", pengguna.pengguna, name="pengguna"),
    path("pengguna/tambah/", pengguna.tambah, name="pengguna_tambah"),
    path("pengguna/<id:pk>/", pengguna.rinci, name="pengguna_rinci"),
    path("pengguna/<id:pk>/ubah/", pengguna.ubah, name="pengguna_ubah"),
    path("pengguna/<id:pk>/peran/", keanggotaan.beri, name="peran_beri"),
    path("pengguna/<id:pk>/tautan/", akun_orang.tautan, name="pengguna_tautan"),
    path("pengguna/<id:pk>/tautan/baru/", akun_orang.tautan_baru, name="pengguna_tautan_baru"),
    path("pengguna/<id:pk>/aktif/", akun_orang.aktif, name="pengguna_aktif"),
    path("pengguna/<id:pk>/dua-langkah/", akun_orang.dua_langkah, name="pengguna_dua_langkah"),
    path("peran/<id:pk>/akhiri/", keanggotaan.akhiri, name="peran_akhiri"),
    path("unit/", unit.daftar, name="unit"),
    path("unit/tambah/", unit.tambah, name="unit_tambah"),
    path("unit/<id:pk>/", unit.ubah, name="unit_ubah"),
    path("siapkan/", siapkan.siapkan, name="siapkan_instansi"),
    path("siapkan/awal/<str:token>/", public(siapkan.awal), name="siapkan_awal"),
]
