"""App configuration."""

from importlib import import_module

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Django app `evidence`."""

    name = "evidence"
    verbose_name = "Data dukung"

    def ready(self) -> None:
        """Add the line about plans to the check list, the job that draws pages, and what is
        done with files of a killed process; and name the lists that can be taken out."""
        import_module("evidence.readiness")
        import_module("jobs.holders").when_dead(
            import_module("evidence.actions.journal").remove_unknown
        )
        import_module("evidence.halaman.kerja").daftarkan()
        import_module("evidence.lists.unduhan").daftarkan()
        import_module("evidence.lists.unduhan_berkas").daftarkan()
        import_module("evidence.views.rencana.unduhan").daftarkan()
        import_module("evidence.urung").daftarkan()
