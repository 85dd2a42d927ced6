"""App configuration."""

from importlib import import_module

from django.apps import AppConfig


class ZonaIntegritasConfig(AppConfig):
    """Django app `zonaintegritas`."""

    name = "zonaintegritas"
    verbose_name = "Zona Integritas"

    def ready(self) -> None:
        """Say that month plans make the due windows of plans of this kind; add the LKE's flow."""
        terencana = import_module("zonaintegritas.jadwal.penjadwal").jendela_terencana
        import_module("evidence.penjadwal").register("zi", terencana)
        alur = import_module("zonaintegritas.lke.alur").ALUR_LKE
        import_module("evidence.workflow").register("lke", alur)
