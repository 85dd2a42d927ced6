"""App configuration."""

from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    """Django app `roadmap`."""

    name = "roadmap"
    verbose_name = "Road Map RB"

    def ready(self) -> None:
        """Say what this app adds to tasks, and what it copies with a plan."""
        from evidence.models import Rencana
        from evidence.pelengkap import register as register_pelengkap
        from roadmap.pelengkap import PelengkapRoadmap

        register_pelengkap(Rencana.Jenis.ROADMAP, PelengkapRoadmap())
