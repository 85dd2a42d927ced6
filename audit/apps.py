"""App configuration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class AuditConfig(AppConfig):
    """Django app `audit`."""

    name = "audit"
    verbose_name = "Jejak audit"

    def ready(self) -> None:
        """Lift the append-only triggers for a migration, and make them again after it."""
        from audit.triggers import ensure_triggers, lift_triggers

        # Sent once for each app, all before the first migration: one turn is enough.
        pre_migrate.connect(lift_triggers, sender=self, dispatch_uid="audit.lift_triggers")
        post_migrate.connect(ensure_triggers, dispatch_uid="audit.ensure_triggers")
