"""App configuration."""

from django.apps import AppConfig


class SatgasConfig(AppConfig):
    """Django app `satgas`."""

    name = "satgas"
    verbose_name = "Satgas"

    def ready(self) -> None:
        """Say what this app copies with a plan, and name what can be taken out and brought in."""
        from evidence.models import Rencana
        from evidence.salin import register
        from satgas.resources import daftarkan
        from satgas.salin import salin_instrumen, salin_keputusan
        from satgas.views import unduhan, unduhan_padanan

        register(Rencana.Jenis.SATGAS, salin_keputusan)
        register(Rencana.Jenis.MCP, salin_instrumen)
        unduhan.daftarkan()
        unduhan_padanan.daftarkan()
        daftarkan()
