"""App configuration."""

from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    """Django app `roadmap`."""

    name = "roadmap"
    verbose_name = "Road Map RB"

    def ready(self) -> None:
        """Say what this app adds to tasks, what it copies with a plan, which lists it gives."""
        from evidence.models import Rencana
        from evidence.pelengkap import register as register_pelengkap
        from evidence.salin import register as register_salin
        from roadmap.pelengkap import PelengkapRoadmap
        from roadmap.resources import daftarkan
        from roadmap.salin import salin_roadmap
        from roadmap.views import unduhan

        register_pelengkap(Rencana.Jenis.ROADMAP, PelengkapRoadmap())
        register_salin(Rencana.Jenis.ROADMAP, salin_roadmap)
        unduhan.daftarkan()
        daftarkan()
