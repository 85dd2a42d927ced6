"""App configuration."""

from django.apps import AppConfig


class ZonaIntegritasConfig(AppConfig):
    """Django app `zonaintegritas`."""

    name = "zonaintegritas"
    verbose_name = "Zona Integritas"
