"""App configuration."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Django app `imports`."""

    name = "imports"
    verbose_name = "Impor"

    def ready(self) -> None:
        """Tell the job engine what is done in the background, and the spine the flow;
        name the files that are kept."""
        from evidence import simpanan
        from evidence.workflow import register
        from imports.alur import ALUR_IMPOR
        from imports.files import berkas_impor
        from imports.kinds import daftarkan
        from imports.unduh import daftarkan as daftarkan_unduhan

        daftarkan()
        daftarkan_unduhan()
        register("impor", ALUR_IMPOR)
        simpanan.register(berkas_impor)
