"""App configuration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    """Django app `audit`."""

    name = "audit"
    verbose_name = "Jejak audit"

    def ready(self) -> None:
        """Keep the append-only triggers in place after every migration."""
        from audit.triggers import ensure_triggers

        post_migrate.connect(ensure_triggers, dispatch_uid="audit.ensure_triggers")
