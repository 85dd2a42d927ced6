"""App configuration."""

from importlib import import_module

from django.apps import AppConfig
from django.urls import register_converter

from accounts.converters import IdConverter


class AccountsConfig(AppConfig):
    """Django app `accounts`."""

    name = "accounts"
    verbose_name = "Pengguna dan unit"

    def ready(self) -> None:
        """Let login and logout leave traces in the event log; teach addresses `<id:...>`.

        Name the lists that can be taken out and the tables that can be brought in.
        """
        register_converter(IdConverter, "id")
        import_module("accounts.signals")
        import_module("accounts.views.unduhan").daftarkan()
        import_module("accounts.resources").daftarkan()
