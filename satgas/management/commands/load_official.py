"""`load_official`: put the official documents into their institutions; twice changes nothing."""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils.module_loading import module_has_submodule


class Command(BaseCommand):
    """Asks every app with a module `official` to load its document."""

    help = "Memuat dokumen resmi. Baris yang sudah ada tidak pernah diubah."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load each document; print one line per thing made."""
        lines: list[str] = []
        for config in apps.get_app_configs():
            if config.module and module_has_submodule(config.module, "official"):
                lines += import_module(f"{config.name}.official").load()
        for line in lines or ["Semua dokumen resmi sudah dimuat; tidak ada yang diubah."]:
            self.stdout.write(line)
