"""App configuration."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Django app `accounts`."""

    name = "accounts"
    verbose_name = "Pengguna dan unit"

    def ready(self) -> None:
        """Let login and logout leave their traces in the event log."""
        import_module("accounts.signals")
