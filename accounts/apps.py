"""App configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Django app `accounts`."""

    name = "accounts"
    verbose_name = "Pengguna dan unit"
