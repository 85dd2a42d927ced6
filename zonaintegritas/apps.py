"""App configuration."""

from importlib import import_module

from django.apps import AppConfig


class ZonaIntegritasConfig(AppConfig):
    """Django app `zonaintegritas`."""

    name = "zonaintegritas"
    verbose_name = "Zona Integritas"

    def ready(self) -> None:
        """Say that months make the due windows, and what a copy takes along; add the LKE's flow.

        Name the lists that can be taken out, and the kinds of table.
        """
        terencana = import_module("zonaintegritas.jadwal.penjadwal").jendela_terencana
        import_module("evidence.penjadwal").register("zi", terencana)
        salin_zi = import_module("zonaintegritas.salin").salin_zi
        import_module("evidence.salin").register("zi", salin_zi)
        alur = import_module("zonaintegritas.lke.alur").ALUR_LKE
        import_module("evidence.workflow").register("lke", alur)
        import_module("zonaintegritas.views.unduhan").daftarkan()
        import_module("zonaintegritas.views.unduhan_register").daftarkan()
        import_module("zonaintegritas.views.unduhan_tpi").daftarkan()
        import_module("zonaintegritas.resources").daftarkan()
