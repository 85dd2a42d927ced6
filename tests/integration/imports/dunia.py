"""An institution with units, its admin, and a file that changes and adds some of them."""

from types import SimpleNamespace
from typing import Any

from accounts.models import Unit
from accounts.permissions import Role
from imports.models import Batch
from tests.factories import buat_instansi, buat_unit, buat_user
from tests.factories.impor import impor, isi_sekarang


def dunia_unit(kode: str = "alfa", unit: int = 6) -> SimpleNamespace:
    """Make an institution with a root, some units below it, and two admins."""
    instansi = buat_instansi(kode)
    root = buat_unit(instansi, f"setda-{kode}", jenis=Unit.Jenis.PIMPINAN)
    rows = [buat_unit(instansi, f"u{no:03}-{kode}", induk=root) for no in range(unit)]
    admin = buat_user(f"admin.{kode}", Role.ADMIN, root)
    kedua = buat_user(f"kedua.{kode}", Role.ADMIN, root)
    return SimpleNamespace(instansi=instansi, root=root, unit=rows, admin=admin, kedua=kedua)


def baris_unit(dunia: SimpleNamespace) -> list[dict[str, Any]]:
    """Return the rows of all units as a file of the kind would hold them."""
    return isi_sekarang(dunia.instansi, dunia.admin, "unit")


def berubah(
    dunia: SimpleNamespace, *, ubah: int = 3, baru: int = 3, tanda: str = "Baru"
) -> list[dict[str, Any]]:
    """Return rows with some renamed and some added."""
    rows = baris_unit(dunia)
    for no, row in enumerate(rows[1 : ubah + 1]):
        row["nama"] = f"{tanda} {no} {dunia.instansi.kode}"
    contoh = rows[-1]
    for no in range(baru):
        nama = f"Tambahan {tanda} {no} {dunia.instansi.kode}"
        rows.append(
            {**contoh, "kode_unit": f"{tanda.lower()}-{no}-{dunia.instansi.kode}", "nama": nama}
        )
    return rows


def siap(dunia: SimpleNamespace, **isi: Any) -> Batch:
    """Return an import that is ready to be applied."""
    batch = impor(dunia.instansi, dunia.admin, "unit", berubah(dunia, **isi))
    assert batch.keadaan == Batch.Keadaan.SIAP, (batch.pesan, list(batch.temuan_set.values()))
    return batch


def potret_unit() -> list[dict[str, Any]]:
    """Return every column of every unit, for comparison."""
    return [dict(row) for row in Unit.objects.order_by("pk").values()]
