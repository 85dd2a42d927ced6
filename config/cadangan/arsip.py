"""The archive: a zip with a manifest, a member of lines for each table, and the stored files."""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from config.cadangan import CadanganGagal

FORMAT = 1
MANIFEST = "manifest.json"
KUNCI = "kunci/secret_key"
CHUNK = 1024 * 1024
_MANIFEST_MAX = 256 * CHUNK
_LINE_MAX = 256 * CHUNK
_KEY_MAX = 4096
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True)
class TabelArsip:
    """One table: label of its model, rows, bytes and SHA-256 of its lines, last number given."""

    nama: str
    baris: int
    ukuran: int
    sha256: str
    urutan: int | None

    @property
    def anggota(self) -> str:
        """Name of the member in the archive."""
        return f"tabel/{self.nama}.jsonl"


@dataclass(frozen=True)
class BerkasArsip:
    """One stored file: its name in the storage, bytes, SHA-256."""

    jalur: str
    ukuran: int
    sha256: str

    @property
    def anggota(self) -> str:
        """Name of the member in the archive."""
        return f"berkas/{self.jalur}"


@dataclass(frozen=True)
class Manifest:
    """What an archive says about itself. `saat`: the moment of the rows, ISO, in UTC."""

    pantas: str
    basis_data: str
    saat: str
    migrasi: tuple[tuple[str, str], ...]
    tabel: tuple[TabelArsip, ...]
    berkas: tuple[BerkasArsip, ...]
    hilang: tuple[str, ...] = field(default=())
    kunci: bool = False

    def json(self) -> bytes:
        """Return the manifest as it stands in the archive."""
        text = json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1)
        return text.encode("utf-8", "surrogatepass")

    @property
    def baris(self) -> int:
        """Number of all rows."""
        return sum(item.baris for item in self.tabel)

    @property
    def ukuran_berkas(self) -> int:
        """Bytes of all stored files."""
        return sum(item.ukuran for item in self.berkas)

    @property
    def ukuran_tabel(self) -> int:
        """Bytes of all lines."""
        return sum(item.ukuran for item in self.tabel)


class Arsip:
    """An archive that is open for reading and whose list of members is what it should be."""

    def __init__(self, zip_file: zipfile.ZipFile, path: Path) -> None:
        """Read the manifest and hold it against the members; raises CadanganGagal."""
        self.path = path
        self._zip = zip_file
        self.manifest = _manifest(self._manifest_bytes())
        self._compare_members()

    def periksa(self) -> None:
        """Read every member to its end; raises CadanganGagal at the first that was changed."""
        for table in self.manifest.tabel:
            lines = sum(1 for _ in self.baris(table))
            if lines != table.baris:
                raise self._changed(table.anggota)
        for file in self.manifest.berkas:
            for _ in self.isi(file):
                pass

    def baris(self, table: TabelArsip) -> Iterator[bytes]:
        """Yield the lines of a table; raises CadanganGagal at the end when they were changed."""
        digest, size = hashlib.sha256(), 0
        with self._member(table.anggota) as member:
            while line := member.readline(_LINE_MAX):
                size += len(line)
                if size > table.ukuran:
                    raise self._changed(table.anggota)
                digest.update(line)
                yield line
        if size != table.ukuran or digest.hexdigest() != table.sha256:
            raise self._changed(table.anggota)

    def isi(self, file: BerkasArsip) -> Iterator[bytes]:
        """Yield a stored file in pieces; raises CadanganGagal at the end when it was changed."""
        digest, size = hashlib.sha256(), 0
        with self._member(file.anggota) as member:
            while piece := member.read(CHUNK):
                size += len(piece)
                digest.update(piece)
                yield piece
        if size != file.ukuran or digest.hexdigest() != file.sha256:
            raise self._changed(file.anggota)

    def kunci(self) -> str:
        """Return the secret key that was put in with `--with-key`, or an empty text."""
        if not self.manifest.kunci:
            return ""
        with self._member(KUNCI) as member:
            return member.read(_KEY_MAX).decode("ascii", "replace").strip()

    @contextmanager
    def _member(self, name: str) -> Iterator[IO[bytes]]:
        try:
            with self._zip.open(name) as member:
                yield member
        except _BROKEN as error:
            raise CadanganGagal(f"{self.path}: {name} cannot be read: {error}") from error

    def _changed(self, name: str) -> CadanganGagal:
        return CadanganGagal(f"{self.path}: {name} is not what was put into the backup")

    def _manifest_bytes(self) -> bytes:
        try:
            size = self._zip.getinfo(MANIFEST).file_size
        except KeyError as error:
            raise CadanganGagal(f"{self.path} is no backup of Pantas: no {MANIFEST}") from error
        if size > _MANIFEST_MAX:
            raise CadanganGagal(f"{self.path}: {MANIFEST} is larger than any backup needs")
        with self._member(MANIFEST) as member:
            return member.read(_MANIFEST_MAX)

    def _compare_members(self) -> None:
        """Every member is named once, by the manifest, with its size, and is plainly packed."""
        wanted: list[tuple[str, int | None]] = [(MANIFEST, None)]
        wanted += [(table.anggota, table.ukuran) for table in self.manifest.tabel]
        wanted += [(file.anggota, file.ukuran) for file in self.manifest.berkas]
        if self.manifest.kunci:
            wanted.append((KUNCI, None))
        for name, _ in wanted:
            if not aman(name):
                raise CadanganGagal(f"{self.path}: {name!r} is no safe name of a file")
        sizes = dict(wanted)
        members = self._zip.infolist()
        if len(sizes) != len(wanted) or len({item.filename for item in members}) != len(members):
            raise CadanganGagal(f"{self.path}: a member is there twice")
        for member in members:
            name = member.filename
            if name not in sizes:
                raise CadanganGagal(f"{self.path}: {name!r} does not belong to the backup")
            plain = member.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
            if sizes[name] not in (None, member.file_size) or not plain or member.flag_bits & 1:
                raise self._changed(name)
        missing = sorted(set(sizes) - {member.filename for member in members})
        if missing:
            raise CadanganGagal(f"{self.path}: {missing[0]} is missing")
        if sum(member.compress_size for member in members) > self.path.stat().st_size:
            raise CadanganGagal(f"{self.path}: its members overlap")


@contextmanager
def buka(path: Path) -> Iterator[Arsip]:
    """Open an archive; raises CadanganGagal when it is none, or its list of members is wrong."""
    try:
        zip_file = zipfile.ZipFile(path)
    except (*_BROKEN, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise CadanganGagal(f"{path} cannot be read as a backup: {reason}") from error
    with zip_file:
        yield Arsip(zip_file, path)


def aman(name: str) -> bool:
    """Whether a name leads to a place below its folder and nowhere else."""
    parts = name.split("/")
    odd = any(char in name for char in "\\\0")
    return not odd and all(part not in ("", ".", "..") for part in parts)


def _manifest(content: bytes) -> Manifest:
    """Read a manifest; raises CadanganGagal when it is none, or of another format."""
    try:
        values: dict[str, Any] = json.loads(content.decode("utf-8", "surrogatepass"))
        number = values.pop("format")
        if number != FORMAT:
            raise CadanganGagal(
                f"the backup has format {number}; this version of Pantas reads format {FORMAT}"
            )
        values["migrasi"] = tuple((str(app), str(name)) for app, name in values["migrasi"])
        if not values["migrasi"]:
            raise ValueError("no migrations")
        values["tabel"] = tuple(TabelArsip(**item) for item in values["tabel"])
        values["berkas"] = tuple(BerkasArsip(**item) for item in values["berkas"])
        values["hilang"] = tuple(values["hilang"])
        return Manifest(**values)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise CadanganGagal(f"the manifest of the backup cannot be read: {error}") from error
