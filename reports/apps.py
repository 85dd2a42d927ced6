"""App configuration."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Django app `reports`."""

    name = "reports"
    verbose_name = "Laporan"

    def ready(self) -> None:
        """Tell the job engine which reports there are, and the spine what periods ask of it.

        Their flow; what holds a frozen cut-off in place; what is frozen before a plan closes.
        The lists that can be taken out.
        """
        from evidence import pengunci, penutup
        from evidence.workflow import register
        from reports.actions.periode import potret_sebelum_tutup
        from reports.kinds import daftarkan
        from reports.potret.alur import ALUR_PERIODE
        from reports.potret.periode import sebab_terkunci
        from reports.views import unduhan, unduhan_periode, unduhan_roadmap

        daftarkan()
        unduhan.daftarkan()
        unduhan_periode.daftarkan()
        unduhan_roadmap.daftarkan()
        pengunci.register(sebab_terkunci)
        penutup.register(potret_sebelum_tutup)
        register("periode", ALUR_PERIODE)
