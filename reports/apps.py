"""App configuration."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Django app `reports`."""

    name = "reports"
    verbose_name = "Laporan"
