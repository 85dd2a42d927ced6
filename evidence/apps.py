"""App configuration."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Django app `evidence`."""

    name = "evidence"
    verbose_name = "Data dukung"
