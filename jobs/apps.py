"""App configuration."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Django app `jobs`."""

    name = "jobs"
    verbose_name = "Pekerjaan latar"
