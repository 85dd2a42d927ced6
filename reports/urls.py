"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from reports.views import audit, beranda, dasbor

urlpatterns: list[URLPattern | URLResolver] = [
    path("", beranda.beranda, name="beranda"),
    path("dasbor/", dasbor.dasbor, name="dasbor"),
    path("dasbor/dokumen/", dasbor.dasbor_dokumen, name="dasbor_dokumen"),
    path("dasbor/tugas/", dasbor.dasbor_tugas, name="dasbor_tugas"),
    path("jejak-audit/", audit.jejak_audit, name="jejak_audit"),
    path("jejak-audit/<int:pk>/", audit.jejak_audit_rinci, name="jejak_audit_rinci"),
]
