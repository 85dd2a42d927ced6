"""An archive that is not what was written is refused with a line that says why."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from config.cadangan import CadanganGagal
from config.cadangan.arsip import aman, buka
from config.cadangan.migrasi import tolak_lebih_baru

LINES = b'{"id":1}\n{"id":2}\n'
FILE = b"%PDF-1.4 data dukung " * 200
Anggota = dict[str, bytes]
Ubah = Callable[[dict[str, Any], Anggota], None]


def _write(path: Path, change: Ubah = lambda manifest, members: None) -> Path:
    """Write a sound archive of one table and one file, changed by `change` first."""
    manifest: dict[str, Any] = {
        "format": 1,
        "pantas": "0.1.0",
        "basis_data": "sqlite",
        "saat": "2026-11-22T10:00:00.000000+00:00",
        "migrasi": [["audit", "0001_initial"]],
        "tabel": [{"nama": "accounts.unit", "baris": 2, "urutan": 2, **_about(LINES)}],
        "berkas": [{"jalur": "1/ab/abc.pdf", **_about(FILE)}],
        "hilang": [],
        "kunci": False,
    }
    members = {"tabel/accounts.unit.jsonl": LINES, "berkas/1/ab/abc.pdf": FILE}
    change(manifest, members)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.writestr("manifest.json", json.dumps(manifest))
    return path


def _about(content: bytes) -> dict[str, Any]:
    return {"ukuran": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _refusal(path: Path) -> str:
    with pytest.raises(CadanganGagal) as refused, buka(path) as arsip:
        arsip.periksa()
    return str(refused.value).removeprefix(f"{path}: ").removeprefix(f"{path} ")


def test_a_sound_archive_gives_back_what_is_in_it(tmp_path: Path) -> None:
    with buka(_write(tmp_path / "a.zip")) as arsip:
        arsip.periksa()
        manifest = arsip.manifest
        assert list(arsip.baris(manifest.tabel[0])) == LINES.splitlines(keepends=True)
        assert b"".join(arsip.isi(manifest.berkas[0])) == FILE
        assert (manifest.baris, manifest.ukuran_berkas, arsip.kunci()) == (2, len(FILE), "")


@pytest.mark.parametrize(("old", "new"), [(b'"id":2', b'"id":3'), (b"dukung", b"dakang")])
def test_a_changed_byte_on_the_disk(tmp_path: Path, old: bytes, new: bytes) -> None:
    path = _write(tmp_path / "a.zip")
    path.write_bytes(path.read_bytes().replace(old, new, 1))
    assert "cannot be read: Bad CRC-32 for file" in _refusal(path)


def _other(name: str, content: bytes) -> Ubah:
    def change(_manifest: dict[str, Any], members: Anggota) -> None:
        members[name] = content

    return change


def _without(name: str) -> Ubah:
    return lambda _manifest, members: members.__delitem__(name)


def _saying(**values: Any) -> Ubah:
    return lambda manifest, _members: manifest.update(values)


def _moved(jalur: str) -> Ubah:
    """Move the stored file, in the manifest and in the archive alike."""

    def change(manifest: dict[str, Any], members: Anggota) -> None:
        manifest["berkas"][0]["jalur"] = jalur
        members[f"berkas/{jalur}"] = members.pop("berkas/1/ab/abc.pdf")

    return change


def _twice(manifest: dict[str, Any], _members: Anggota) -> None:
    manifest["berkas"] *= 2


TABLE, STORED = "tabel/accounts.unit.jsonl", "berkas/1/ab/abc.pdf"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_other(TABLE, LINES.replace(b"2", b"3")), f"{TABLE} is not what was put into the backup"),
        (_other(TABLE, LINES + LINES), f"{TABLE} is not what was put into the backup"),
        (_other(STORED, FILE[::-1]), f"{STORED} is not what was put into the backup"),
        (_other("berkas/lain.pdf", b"x"), "'berkas/lain.pdf' does not belong to the backup"),
        (_without(STORED), f"{STORED} is missing"),
        (_moved("../../etc/passwd"), "'berkas/../../etc/passwd' is no safe name of a file"),
        (_moved("a//b"), "'berkas/a//b' is no safe name of a file"),
        (_moved("a\\..\\b"), "'berkas/a\\\\..\\\\b' is no safe name of a file"),
        (_twice, "a member is there twice"),
        (
            _saying(format=2),
            "the backup has format 2; this version of Pantas reads format 1",
        ),
        (_saying(migrasi=[]), "the manifest of the backup cannot be read: no migrations"),
        (
            _saying(berkas=[{"jalur": "x"}]),
            "the manifest of the backup cannot be read: BerkasArsip.__init__() missing 2 required "
            "positional arguments: 'ukuran' and 'sha256'",
        ),
    ],
)
def test_an_archive_that_was_tampered_with(tmp_path: Path, change: Ubah, reason: str) -> None:
    assert _refusal(_write(tmp_path / "a.zip", change)) == reason


def test_what_is_no_archive(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.zip")
    path.write_bytes(path.read_bytes()[:-200])
    assert _refusal(path) == "cannot be read as a backup: File is not a zip file"
    assert _refusal(tmp_path / "b.zip") == "cannot be read as a backup: No such file or directory"
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as other:
        other.writestr("surat.txt", "isi")
    assert _refusal(tmp_path / "c.zip") == "is no backup of Pantas: no manifest.json"


def test_a_backup_of_a_newer_version() -> None:
    tolak_lebih_baru((("audit", "0001_initial"),))
    with pytest.raises(CadanganGagal) as refused:
        tolak_lebih_baru((("audit", "0001_initial"), ("evidence", "0099_nanti")))
    assert str(refused.value) == (
        "the backup is from a newer version of Pantas (it knows evidence 0099_nanti); "
        "install that version first"
    )


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("berkas/1/ab/x.pdf", True),
        ("berkas/..x", True),
        ("/etc/passwd", False),
        ("berkas/../x", False),
        ("berkas/.", False),
        ("berkas/\0", False),
        ("", False),
    ],
)
def test_names_that_stay_below_their_folder(name: str, safe: bool) -> None:
    assert aman(name) is safe
