"""Making a backup: one moment of the database, then the files that its rows name."""

import hashlib
import os
import tomllib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import FileField

from audit.recorder import SISTEM, Event, System, audited, record
from config.cadangan import CadanganGagal
from config.cadangan.arsip import CHUNK, KUNCI, MANIFEST, BerkasArsip, Manifest, TabelArsip
from config.cadangan.baris import baris, kolom, tabel
from config.cadangan.kunci import CADANGAN, dipegang
from config.cadangan.migrasi import Keadaan, keadaan_basis_data
from config.cadangan.saat import room, satu_saat, ukuran_basis_data
from config.cadangan.urutan import terakhir
from evidence.simpanan import stored_files

_ATTEMPTS = 3
_LEVEL = 4  # of deflate: lines shrink to a tenth in a third of the time
_BUSY = "another backup or restore is at work on this data folder"


@dataclass(frozen=True)
class Hasil:
    """A finished backup: what is in it, its SHA-256, and what its reader should know."""

    manifest: Manifest
    ukuran: int
    sha256: str
    peringatan: tuple[str, ...]


@dataclass
class _Isi:
    """What has been written so far."""

    tabel: list[TabelArsip]
    berkas: list[BerkasArsip]
    hilang: list[str]
    peringatan: list[str]


def buat(target: Path, *, with_key: bool = False, allow_missing: bool = False) -> Hasil:
    """Write a backup to `target`, which must not exist yet, and return what was written.

    The portal may go on working meanwhile. The event `cadangan.buat` is recorded before the
    moment of the rows, so that the backup itself tells of its making; `cadangan.selesai` with
    the SHA-256 of the archive is recorded after it, so that an archive can be held against the
    log. Raises CadanganGagal; then nothing is left at `target`.
    """
    folder = Path(settings.DATA_DIR)
    _refuse_target(target)
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).is_file():
        raise CadanganGagal("there is no database yet; there is nothing to back up")
    with dipegang(folder, CADANGAN, _BUSY):
        recorded = "audit_kejadian" in connection.introspection.table_names()
        if recorded:
            _catat("cadangan.buat", target, {})
        with _new_file(target) as part:
            manifest, warnings = _write(part, target.parent, with_key, allow_missing)
        size, digest = target.stat().st_size, sha256(target)
        if recorded:
            _catat(
                "cadangan.selesai",
                target,
                {
                    "sha256": digest,
                    "ukuran": size,
                    "baris": manifest.baris,
                    "jumlah_berkas": len(manifest.berkas),
                    "saat": manifest.saat,
                },
            )
    return Hasil(manifest, size, digest, tuple(warnings))


def sha256(path: Path) -> str:
    """Return the SHA-256 (hex) of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def versi() -> str:
    """Return the version of this portal."""
    with (Path(settings.BASE_DIR) / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def _refuse_target(target: Path) -> None:
    if target.exists():
        raise CadanganGagal(f"{target} exists already; choose another name")
    if not target.parent.is_dir():
        raise CadanganGagal(f"the folder {target.parent} does not exist")


@contextmanager
def _new_file(target: Path) -> Iterator[IO[bytes]]:
    """Give a file for its owner only that becomes `target` when the block succeeds."""
    part = target.with_name(f"{target.name}.part")
    try:
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise CadanganGagal(f"cannot write to {target.parent}: {error.strerror}") from error
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
        flush_folder(target.parent)
    except BaseException as error:
        part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            reason = error.strerror or str(error)
            raise CadanganGagal(f"cannot write {target}: {reason}") from error
        raise


def flush_folder(folder: Path) -> None:
    """See to it that the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(
    part: IO[bytes], folder: Path, with_key: bool, allow_missing: bool
) -> tuple[Manifest, list[str]]:
    """Write the archive; again from a later moment when somebody removed a file meanwhile."""
    for _ in range(_ATTEMPTS):
        room(folder, ukuran_basis_data())  # its lines take less, packed as they are
        part.seek(0)
        part.truncate()
        written = _Isi([], [], [], [])
        manifest = _write_once(part, folder, written, with_key, allow_missing)
        if manifest is not None:
            return manifest, written.peringatan
        still = _still_named(written.hilang)
        if still:
            raise CadanganGagal(
                f"stored files are missing: {', '.join(still[:5])}"
                f"{f' and {len(still) - 5} more' if len(still) > 5 else ''}; bring them back, "
                "or leave them out with --allow-missing"
            )
    raise CadanganGagal("files keep being removed while the backup is made; try again later")


def _write_once(
    part: IO[bytes], folder: Path, written: _Isi, with_key: bool, allow_missing: bool
) -> Manifest | None:
    """Write one archive; None when a file is missing that must not be."""
    with zipfile.ZipFile(
        part, "w", compression=zipfile.ZIP_DEFLATED, compresslevel=_LEVEL, allowZip64=True
    ) as archive:
        with satu_saat(Path(settings.DATA_DIR)):
            moment = datetime.now(UTC).isoformat(timespec="microseconds")
            state = keadaan_basis_data()
            names = _write_tables(archive, written, state)
            known = {item.jalur: item.sha256 for item in stored_files()} if state.terkini else {}
        room(folder, sum(_size(name) for name in names))
        _write_files(archive, written, names, known)
        if written.hilang and not allow_missing:
            return None
        written.peringatan += [
            f"{name} is missing and not in the backup" for name in written.hilang
        ]
        if with_key:
            archive.writestr(KUNCI, settings.SECRET_KEY)
        manifest = Manifest(
            pantas=versi(),
            basis_data=connection.vendor,
            saat=moment,
            migrasi=state.daun,
            tabel=tuple(written.tabel),
            berkas=tuple(written.berkas),
            hilang=tuple(written.hilang),
            kunci=with_key,
        )
        archive.writestr(MANIFEST, manifest.json())
    return manifest


def _write_tables(archive: zipfile.ZipFile, written: _Isi, state: Keadaan) -> list[str]:
    """Write all tables; return the names of the stored files that their rows hold, sorted."""
    names: set[str] = set()
    for model in tabel(state.apps):
        digest, count, size = hashlib.sha256(), 0, 0
        label = model._meta.label_lower
        try:
            with archive.open(f"tabel/{label}.jsonl", "w", force_zip64=True) as member:
                for line in baris(model, names):
                    member.write(line)
                    digest.update(line)
                    count += 1
                    size += len(line)
        except ValueError as error:
            raise CadanganGagal(f"a row of {model._meta.label} cannot be kept: {error}") from error
        written.tabel.append(TabelArsip(label, count, size, digest.hexdigest(), terakhir(model)))
    return sorted(names)


def _size(name: str) -> int:
    """Bytes of a stored file; 0 when it is gone, which is found out when it is opened."""
    try:
        return int(default_storage.size(name))
    except FileNotFoundError:
        return 0


def _write_files(
    archive: zipfile.ZipFile, written: _Isi, names: list[str], known: dict[str, str]
) -> None:
    """Write the stored files as they are; most are packed already."""
    for name in names:
        try:
            source = default_storage.open(name)
        except FileNotFoundError:
            written.hilang.append(name)
            continue
        member = zipfile.ZipInfo(f"berkas/{name}")
        member.external_attr = 0o600 << 16
        digest, size = hashlib.sha256(), 0
        with source, archive.open(member, "w", force_zip64=True) as target:
            while piece := source.read(CHUNK):
                target.write(piece)
                digest.update(piece)
                size += len(piece)
        written.berkas.append(BerkasArsip(name, size, digest.hexdigest()))
        if known.get(name, digest.hexdigest()) != digest.hexdigest():
            written.peringatan.append(f"{name} does not fit its SHA-256; see verify_files")


def _still_named(names: list[str]) -> list[str]:
    """Which of these files rows name at this moment, in order."""
    found: set[str] = set()
    for model in tabel(keadaan_basis_data().apps):
        for field in kolom(model):
            if isinstance(field, FileField):
                rows = model._base_manager.filter(**{f"{field.name}__in": names})
                found.update(rows.values_list(field.attname, flat=True))
    return sorted(found)


def _catat(aksi: str, target: Path, isi: dict[str, Any]) -> None:
    with audited():
        record(
            Event(
                instansi=SISTEM,
                aksi=aksi,
                oleh=System(),
                objek_jenis="cadangan",
                objek_id=target.name[:64],
                objek_nama=f"Cadangan {target.name}",
                isi=isi,
            )
        )
