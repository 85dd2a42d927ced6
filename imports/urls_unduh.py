"""The address under which every list is taken out as a file."""

from django.urls import path

from imports.unduh.views import unduh

urlpatterns = [
    path("unduh/<slug:kode>/", unduh, name="unduh"),
]
