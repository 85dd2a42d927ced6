"""App configuration of ukuran."""

from django.apps import AppConfig


class UkuranConfig(AppConfig):
    """Registers the formatting filters (`{% load format %}`)."""

    name = "ukuran"
    verbose_name = "Ukuran"
