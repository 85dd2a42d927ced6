"""App configuration."""

from django.apps import AppConfig


class SatgasConfig(AppConfig):
    """Django app `satgas`."""

    name = "satgas"
    verbose_name = "Satgas"
