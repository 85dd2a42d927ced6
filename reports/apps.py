"""App configuration."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Django app `reports`."""

    name = "reports"
    verbose_name = "Laporan"

    def ready(self) -> None:
        """Tell the job engine which reports there are, add the flow of periods,
        and hold frozen cut-offs in place."""
        from evidence import pengunci
        from evidence.workflow import register
        from reports.kinds import daftarkan
        from reports.potret.alur import ALUR_PERIODE
        from reports.potret.periode import sebab_terkunci

        daftarkan()
        pengunci.register(sebab_terkunci)
        register("periode", ALUR_PERIODE)
