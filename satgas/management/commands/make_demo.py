"""`make_demo`: the CONTOH institutions with accounts and a short history; twice changes nothing."""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils.module_loading import module_has_submodule

from audit.recorder import audited


class Command(BaseCommand):
    """Asks every app with a module `demo` to make its samples, in the order of the apps."""

    help = "Membuat institusi CONTOH dengan akun dan riwayat contoh."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing; print one line per thing made."""
        lines: list[str] = []
        with audited():
            for config in apps.get_app_configs():
                if config.module and module_has_submodule(config.module, "demo"):
                    maker = getattr(import_module(f"{config.name}.demo"), "make", None)
                    lines += maker() if maker else []
        for line in lines or ["Institusi CONTOH sudah ada; tidak ada yang diubah."]:
            self.stdout.write(line)
