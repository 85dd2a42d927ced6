"""A kind taken out as a workbook of the portal and brought in again."""

from pathlib import Path
from typing import Any

from django.apps import apps

from accounts.models import Instansi, User
from imports.models import Batch
from imports.workbook import tulis_xlsx
from tests.factories.impor import impor, jenis_data


def putar(
    instansi: Instansi, by: User, kode: str, tmp_path: Path, tujuan: int | None = None
) -> Batch:
    """Return the analysed import of what is there."""
    resource = jenis_data(instansi, by, kode, tujuan)
    target = tmp_path / f"{kode}.xlsx"
    tulis_xlsx(resource, [ada.nilai for ada in resource.ada()], target)
    return impor(instansi, by, kode, target, tujuan)


def sel_sekarang(
    instansi: Instansi, by: User, kode: str, tujuan: int | None = None
) -> list[dict[str, Any]]:
    """Return the rows that are there as cells."""
    resource = jenis_data(instansi, by, kode, tujuan)
    kolom = resource.kolom_impor()
    return [{n: resource.sel(n, ada.nilai[n]) for n in kolom} for ada in resource.ada()]


def semua_tabel() -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of the plan's tables, ids included."""
    return {
        model._meta.label: sorted(model._default_manager.values_list(), key=repr)
        for label in ("evidence", "satgas")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    }
