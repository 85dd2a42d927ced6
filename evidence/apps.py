"""App configuration."""

from importlib import import_module

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Django app `evidence`."""

    name = "evidence"
    verbose_name = "Data dukung"

    def ready(self) -> None:
        """Add the line about plans to the check list, and the job that draws pages."""
        import_module("evidence.readiness")
        import_module("evidence.halaman.kerja").daftarkan()
