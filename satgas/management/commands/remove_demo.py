"""`remove_demo`: delete the CONTOH institutions with their accounts, files and audit chains."""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils.module_loading import module_has_submodule

from audit.recorder import audited


class Command(BaseCommand):
    """Asks every app with a module `demo`, the last one first, to remove its samples."""

    help = "Menghapus institusi CONTOH beserta akun, berkas, dan rantai auditnya."

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove everything in one transaction; print what went."""
        lines: list[str] = []
        with audited():
            for config in reversed(list(apps.get_app_configs())):
                if config.module and module_has_submodule(config.module, "demo"):
                    remover = getattr(import_module(f"{config.name}.demo"), "remove", None)
                    lines += remover() if remover else []
        for line in lines or ["Tidak ada institusi CONTOH."]:
            self.stdout.write(line)
