"""Bringing a backup back: all of it, or nothing."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from audit.recorder import SISTEM, Event, System, audited, record
from audit.triggers import TABLES
from config.cadangan import CadanganGagal
from config.cadangan.arsip import Arsip, Manifest, buka
from config.cadangan.buat import flush_folder, sha256, versi
from config.cadangan.kunci import CADANGAN, PORTAL, dipegang
from config.cadangan.migrasi import buat_skema, keadaan_pada, tolak_lebih_baru
from config.cadangan.muat import muat
from config.cadangan.pasang import dipasang
from config.cadangan.saat import room
from config.cadangan.sasaran import basis_data_baru, tolak_bila_terisi

Lapor = Callable[[str], None]
_RUNNING = "the portal is running on this data folder; stop it first"
_BUSY = "a backup is at work on this data folder"


@dataclass(frozen=True)
class Pulih:
    """A restore that is done: what came back, where the old went, what the checks found."""

    manifest: Manifest
    aside: Path | None
    kesalahan: tuple[str, ...]


def pulihkan(
    source: Path, lapor: Lapor, *, force: bool = False, keep_faulty: bool = False
) -> Pulih:
    """Restore the archive `source` into this installation and return what was done.

    Order: the archive is verified; stored files are put beside those that are there; the
    tables are made at the migrations of the backup, loaded, read back and migrated to this
    version; triggers, audit chains and stored files are verified; `cadangan.pulihkan` is
    recorded; only then the database takes its place. Raises CadanganGagal, and then everything
    is as it was. With `keep_faulty` faults that the verification finds are returned instead.
    """
    folder = Path(settings.DATA_DIR)
    with (
        dipegang(folder, PORTAL, _RUNNING),
        dipegang(folder, CADANGAN, _BUSY),
        buka(source) as arsip,
    ):
        tolak_lebih_baru(arsip.manifest.migrasi)
        tolak_bila_terisi(force=force)
        lapor(f"verifying {source}")
        arsip.periksa()
        state = keadaan_pada(arsip.manifest.migrasi)
        room(folder, arsip.manifest.ukuran_berkas + 2 * arsip.manifest.ukuran_tabel)
        aside = folder / f"sebelum-pemulihan-{datetime.now(UTC):%Y%m%d-%H%M%S}"
        with (
            dipasang(arsip, aside),
            basis_data_baru(aside),
        ):
            lapor("making the tables as they were")
            buat_skema(state.daun)
            lapor(f"loading {arsip.manifest.baris} rows")
            muat(arsip, state)
            lapor(f"{len(arsip.manifest.tabel)} tables read back equal")
            call_command("migrate", interactive=False, verbosity=0)
            faults = _periksa(lapor)
            if faults and not keep_faulty:
                raise CadanganGagal("; ".join(faults))
            _catat(arsip, faults)
            cache.clear()
        faults += _afterwards(arsip, folder, aside, lapor)
        return Pulih(arsip.manifest, aside if aside.exists() else None, tuple(faults))


def _periksa(lapor: Lapor) -> list[str]:
    """Verify triggers, audit chains and stored files; return what is wrong."""
    faults = [f"the trigger {name} is missing" for name in _missing_triggers()]
    for command in ("verify_audit", "verify_files"):
        out, err = StringIO(), StringIO()
        try:
            call_command(command, stdout=out, stderr=err)
        except CommandError as error:
            for line in err.getvalue().splitlines()[:20]:
                lapor(f"{command}: {line}")
            faults.append(f"{command}: {error}")
        else:
            lapor(f"{command}: {out.getvalue().strip().splitlines()[-1]}")
    return faults


def _missing_triggers() -> list[str]:
    """Names of the append-only triggers that migrating should have made and did not."""
    wanted = {f"append_only_{item.table}_u" for item in TABLES}
    wanted |= {f"append_only_{item.table}_d" for item in TABLES if item.delete}
    sql = "SELECT tgname FROM pg_trigger"
    if connection.vendor == "sqlite":
        sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return sorted(wanted - {name for (name,) in cursor.fetchall()})


def _catat(arsip: Arsip, faults: list[str]) -> None:
    with audited():
        record(
            Event(
                instansi=SISTEM,
                aksi="cadangan.pulihkan",
                oleh=System(),
                objek_jenis="cadangan",
                objek_id=arsip.path.name[:64],
                objek_nama=f"Cadangan {arsip.path.name}",
                isi={
                    "sha256": sha256(arsip.path),
                    "saat": arsip.manifest.saat,
                    "dari_versi": arsip.manifest.pantas,
                    "ke_versi": versi(),
                    "dari_basis_data": arsip.manifest.basis_data,
                    "ke_basis_data": connection.vendor,
                    "baris": arsip.manifest.baris,
                    "jumlah_berkas": len(arsip.manifest.berkas),
                    "kesalahan": faults[:20],
                },
            )
        )


def _afterwards(arsip: Arsip, folder: Path, aside: Path, lapor: Lapor) -> list[str]:
    """Do what follows the database; what fails now is a fault, for the restore is done."""
    try:
        _keep_key(arsip, folder, aside, lapor)
        (folder / "run" / "prepared.json").unlink(missing_ok=True)  # `up` looks for itself again
    except OSError as error:
        return [f"the secret key could not be put in place: {error}"]
    return []


def _keep_key(arsip: Arsip, folder: Path, aside: Path, lapor: Lapor) -> None:
    """Put the secret key of the backup into the data folder when it has another."""
    key, place = arsip.kunci(), folder / "secret_key"
    if not key or key == settings.SECRET_KEY:
        return
    if place.exists():
        aside.mkdir(mode=0o700, exist_ok=True)
        place.rename(aside / place.name)
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(key)
    flush_folder(folder)
    lapor(f"the secret key of the backup is now in {place}; set SECRET_KEY to it where you set it")
