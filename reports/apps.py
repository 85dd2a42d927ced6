"""App configuration."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Django app `reports`."""

    name = "reports"
    verbose_name = "Laporan"

    def ready(self) -> None:
        """Tell the job engine which reports there are, and add the flow of periods."""
        from evidence.workflow import register
        from reports.kinds import daftarkan
        from reports.potret.alur import ALUR_PERIODE

        daftarkan()
        register("periode", ALUR_PERIODE)
