"""The file check: what an uploaded file is by its content, or a refusal a person understands."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from typing import BinaryIO, Final

from evidence.filecheck.inspector import inspect_apart
from evidence.filecheck.names import claimed_extension, nama_aman
from evidence.filecheck.reasons import Ditolak, Finding, refuse
from evidence.filecheck.signatures import ENCRYPTED_PACKAGE, HEAD, agrees, in_words, sniff

__all__ = ["MIME", "Berkas", "Ditolak", "nama_aman", "periksa"]

_OPENXML: Final = "application/vnd.openxmlformats-officedocument."
MIME: Final[dict[str, str]] = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "docx": _OPENXML + "wordprocessingml.document",
    "xlsx": _OPENXML + "spreadsheetml.sheet",
    "pptx": _OPENXML + "presentationml.presentation",
}
_CHUNK: Final = 64 * 1024


@dataclass(frozen=True)
class Berkas:
    """The facts of an accepted file; `halaman` is the page count of a PDF."""

    jenis: str
    mime: str
    ukuran: int
    sha256: str
    halaman: int | None


def periksa(nama: str, file: BinaryIO, *, batas_byte: int) -> Berkas:
    """Check `file`, uploaded under `nama`, by its content; at most `batas_byte` bytes are read.

    Returns its facts and leaves the file at position 0. Raises Ditolak, and for no input
    anything else.
    """
    shown = nama_aman(nama)
    akhiran = claimed_extension(shown)
    if "\0" in nama:
        raise refuse("nama_tidak_sah", nama=shown)
    if not akhiran:
        raise refuse("tanpa_akhiran", nama=shown)
    if akhiran not in MIME:
        raise refuse("jenis", nama=shown, akhiran=akhiran)
    try:
        with tempfile.TemporaryFile() as copy:
            ukuran, sha256 = _copy(file, copy, batas_byte)
            _inspect_head(akhiran, copy)
            halaman = inspect_apart(akhiran, copy)
    except Finding as finding:
        raise refuse(finding.kode, nama=shown, akhiran=akhiran, rinci=finding.rinci) from finding
    finally:
        file.seek(0)
    return Berkas(jenis=akhiran, mime=MIME[akhiran], ukuran=ukuran, sha256=sha256, halaman=halaman)


def _copy(file: BinaryIO, copy: BinaryIO, batas_byte: int) -> tuple[int, str]:
    """Copy and count the bytes themselves: a declared size is only a claim."""
    digest = hashlib.sha256()
    ukuran = 0
    file.seek(0)
    while chunk := file.read(_CHUNK):
        ukuran += len(chunk)
        if ukuran > batas_byte:
            raise Finding("terlalu_besar", _size_in_words(batas_byte))
        digest.update(chunk)
        copy.write(chunk)
    if not ukuran:
        raise Finding("kosong")
    return ukuran, digest.hexdigest()


def _inspect_head(akhiran: str, copy: BinaryIO) -> None:
    copy.seek(0)
    kind = sniff(copy.read(HEAD))
    if agrees(akhiran, kind):
        return
    if kind == "pdf-bergeser" and akhiran == "pdf":
        raise Finding("berkas_ganda", "data lain di depan PDF")
    if kind == "ole2" and akhiran in ("docx", "xlsx", "pptx"):
        copy.seek(0)
        locked = _contains(copy, ENCRYPTED_PACKAGE)
        raise Finding("terkunci_sandi" if locked else "format_lama")
    raise Finding("isi_berbeda", in_words(kind))


def _contains(file: BinaryIO, wanted: bytes) -> bool:
    rest = b""
    while chunk := file.read(_CHUNK):
        if wanted in rest + chunk:
            return True
        rest = chunk[-len(wanted) :]
    return False


def _size_in_words(count: int) -> str:
    if count < 1024:
        return f"{count} byte"
    unit, amount = ("MB", count / 1024**2) if count >= 1024**2 else ("KB", count / 1024)
    return f"{amount:.1f}".removesuffix(".0").replace(".", ",") + f" {unit}"
