"""`reconcile`: count the official documents in the database and compare them with the source."""

import json
import sys
from argparse import ArgumentParser
from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils.module_loading import module_has_submodule


class Command(BaseCommand):
    """Exit code 1 when a document differs from its fixture, or is not loaded."""

    help = "Mencocokkan dokumen resmi di basis data dengan sumbernya. Institusi CONTOH diabaikan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--json` for scripts; without it a table for the eye."""
        parser.add_argument("--json", action="store_true", help="keluaran JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the result of every app with a module `official`."""
        found: list[dict[str, Any]] = []
        for config in apps.get_app_configs():
            if config.module and module_has_submodule(config.module, "official"):
                found += import_module(f"{config.name}.official").reconcile()
        selaras = all(document["selaras"] for document in found)
        if options["json"]:
            text = json.dumps({"selaras": selaras, "dokumen": found}, ensure_ascii=False, indent=2)
            self.stdout.write(text)
        else:
            for document in found:
                self._table(document)
        if not selaras:
            sys.exit(1)

    def _table(self, document: dict[str, Any]) -> None:
        head = f"{document['dokumen']} ({document['instansi']})"
        if "nomor" in document:
            head += f", Nomor {document['nomor']}, {document['rencana']}, {document['status']}"
        self.stdout.write(head)
        for name, number in document["jumlah"].items():
            self.stdout.write(f"  {name.replace('_', ' '):<16}{number:>6}")
        self._years(document.get("tahun", []))
        self.stdout.write(f"  catatan sumber: {', '.join(c['kode'] for c in document['catatan'])}")
        if document["selaras"]:
            self.stdout.write("  selaras dengan sumber, huruf demi huruf")
        for place in document["beda"]:
            self.stdout.write(f"  BEDA: {place}")

    def _years(self, years: list[dict[str, Any]]) -> None:
        """Print the yearly sums of a document that has budgets, and what explains each difference.

        The last column is the sum after re-seating minus the printed TOTAL.
        """
        names = (
            "total_tercetak",
            "jumlah_posisi_ocr",
            "jumlah_setelah_geser",
            "jumlah_usulan",
            "selisih_setelah_geser",
        )
        if years:
            head = ("TOTAL", "letak OCR", "setelah geser", "usulan", "selisih")
            self.stdout.write("  tahun" + "".join(f"{text:>15}" for text in head))
        for year in years:
            cells = "".join(f"{_angka(year[name]):>15}" for name in names)
            self.stdout.write(f"  {year['tahun']:>5}{cells}")
        for year in years:
            for cause in year["penjelasan"]:
                notes = ", ".join(cause["catatan"])
                rows = ", ".join(cause["baris"])
                text = (
                    f"{year['tahun']} {cause['tentang']} {_angka(cause['ribu'])} {rows} ({notes})"
                )
                self.stdout.write(f"    {' '.join(text.split())}")


def _angka(value: int | None) -> str:
    """Return a sum with dots, "-" for none."""
    return "-" if value is None else f"{value:,}".replace(",", ".")
