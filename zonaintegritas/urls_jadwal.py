"""Addresses of the month plan: grid, print, team board, calendar subscriptions."""

from django.urls import URLPattern, URLResolver, path

from zonaintegritas.views import jadwal, jadwal_cetak, jadwal_ubah, kalender, papan

urlpatterns: list[URLPattern | URLResolver] = [
    path("jadwal/", jadwal.jadwal, name="zi_jadwal"),
    path("jadwal/cetak/", jadwal_cetak.cetak, name="zi_jadwal_cetak"),
    path("jadwal/tim/<id:pk>/usulan/", jadwal_ubah.usulan, name="zi_jadwal_usulan"),
    path("jadwal/baris/<id:pk>/geser/", jadwal_ubah.geser, name="zi_jadwal_geser"),
    path("papan/", papan.papan, name="zi_papan"),
    path("kalender/", kalender.kalender, name="zi_kalender"),
    path("kalender/<id:pk>/cabut/", kalender.cabut, name="zi_kalender_cabut"),
]
