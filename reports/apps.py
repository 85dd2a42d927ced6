"""App configuration."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Django app `reports`."""

    name = "reports"
    verbose_name = "Laporan"

    def ready(self) -> None:
        """Tell the job engine which reports there are."""
        from reports.kinds import daftarkan

        daftarkan()
