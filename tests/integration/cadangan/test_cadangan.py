"""A backup under load, through PostgreSQL and back, and one of an older version."""

import hashlib
import json
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from audit.triggers import TABLES
from launcher import servers
from tests.integration.cadangan.instalasi import Instalasi, Isi, sama

# Processes and a PostgreSQL of its own: once, not again for each database under test.
pytestmark = [pytest.mark.portal, pytest.mark.timeout(900)]

TRIGGERS = {f"append_only_{item.table}_u" for item in TABLES} | {
    f"append_only_{item.table}_d" for item in TABLES if item.delete
}
UNDER_LOAD = {
    "audit_kejadian",
    "audit_rantai",
    "evidence_bukti",
    "evidence_buktitaut",
    "evidence_buktiversi",
    "evidence_capaian",
    "evidence_capaian_penulis",
    "evidence_gambarbukti",
    "evidence_pemenuhan",
    "jobs_job",
}
"""What uploading writes."""


@dataclass(frozen=True)
class Perjalanan:
    """A busy SQLite installation, its backup, PostgreSQL restored from it, SQLite from that."""

    asal: Instalasi
    unit: int
    arsip: Path
    server: Instalasi
    isi_server: Isi
    kembali: Path
    akhir: Instalasi
    keluaran: str


@pytest.fixture(scope="module")
def tempat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cadangan")


@pytest.fixture(scope="module")
def kosong(tempat: Path) -> Instalasi:
    """An installation of this version without rows; copied, never used."""
    made = Instalasi(tempat / "kosong")
    made.manage("migrate", "-v0")
    return made


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="pantas-cadangan-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the account postgres passes through it
        cluster = folder / "postgres"
        cluster.mkdir()
        with servers.postgres(cluster) as url:
            yield url


@pytest.fixture(scope="module")
def jalan(tempat: Path, kosong: Instalasi, postgres: str) -> Perjalanan:
    asal = kosong.copy(tempat / "asal")
    asal.manage("load_official")
    unit = asal.dunia("bangun")["unit"]
    before = asal.dunia("hitung")["versi"]
    arsip, kembali = tempat / "asal.zip", tempat / "server.zip"
    with asal.sibuk():
        keluaran = asal.manage("backup", str(arsip))
    kept = {item["nama"]: item["baris"] for item in _manifest(arsip)["tabel"]}
    assert before < kept["evidence.buktiversi"] < asal.dunia("hitung")["versi"]

    server = Instalasi(tempat / "server", postgres)
    server.manage("restore", str(arsip))
    server.manage("backup", str(kembali))
    isi = server.isi()  # before anybody logs in there
    akhir = kosong.copy(tempat / "akhir")
    return Perjalanan(asal, unit, arsip, server, isi, kembali, akhir, keluaran)


def _manifest(arsip: Path) -> dict[str, Any]:
    with zipfile.ZipFile(arsip) as opened:
        manifest: dict[str, Any] = json.loads(opened.read("manifest.json"))
    return manifest


def test_the_archive_is_private_whole_and_named_in_the_log(jalan: Perjalanan) -> None:
    digest = hashlib.sha256(jalan.arsip.read_bytes()).hexdigest()
    assert stat.S_IMODE(jalan.arsip.stat().st_mode) == 0o600
    assert jalan.keluaran.splitlines()[1] == f"SHA-256 {digest}"
    assert "The secret key is not in it." in jalan.keluaran.splitlines()[2]
    events = [row for row in jalan.asal.isi()["audit_kejadian"] if row["objek_jenis"] == "cadangan"]
    assert [row["aksi"] for row in events] == ["cadangan.buat", "cadangan.selesai"]
    assert json.loads(events[1]["isi"])["sha256"] == digest
    assert [path.name for path in jalan.arsip.parent.iterdir() if "part" in path.name] == []
    assert [path for path in jalan.asal.folder.iterdir() if "cadangan" in path.name] == []
    assert "django_session" not in {item["nama"] for item in _manifest(jalan.arsip)["tabel"]}


def test_postgresql_holds_every_row_of_the_busy_sqlite(jalan: Perjalanan) -> None:
    left, right = jalan.asal.isi(), dict(jalan.isi_server)
    assert set(left) == set(right)
    kept = {f"{i['nama'].replace('.', '_')}": i["baris"] for i in _manifest(jalan.arsip)["tabel"]}
    # Two events more: what the restore and the second backup wrote.
    own = [row["aksi"] for row in right["audit_kejadian"] if row["objek_jenis"] == "cadangan"]
    assert own == ["cadangan.buat", "cadangan.pulihkan", "cadangan.buat", "cadangan.selesai"]
    events = kept["audit_kejadian"]
    right["audit_kejadian"] = right["audit_kejadian"][:events]
    for name in sorted(set(left) - {"audit_rantai", "evidence_capaian", "evidence_pemenuhan"}):
        rows = left[name][: len(right[name])] if name in UNDER_LOAD else left[name]
        assert sama(rows, right[name]), name
    assert len(right["evidence_buktiversi"]) == kept["evidence_buktiversi"]
    # One moment: each upload with all it wrote, its event among it, or without.
    uploads = [row for row in right["audit_kejadian"] if row["aksi"] == "capaian.lampirkan"]
    assert len(uploads) == len(right["evidence_buktitaut"]) == len(right["evidence_buktiversi"])


def test_every_file_comes_back_and_the_checks_pass(jalan: Perjalanan) -> None:
    files, source = jalan.server.files(), jalan.asal.files()
    rows = jalan.isi_server
    named = {row["berkas"] for row in rows["evidence_buktiversi"]}
    named |= {row["hasil"] for row in rows["jobs_job"] if row["hasil"]}
    assert len(named) == len(rows["evidence_buktiversi"]) + 1
    assert set(files) == named
    assert files == {name: source[name] for name in named}
    assert "semua utuh" in jalan.server.manage("verify_audit")
    assert f"{len(files)} berkas cocok" in jalan.server.manage("verify_files")


def test_both_databases_give_the_same_figures_and_the_same_report(jalan: Perjalanan) -> None:
    """Read again after the work that went on since, in a process and a database of its own."""
    sqlite, postgres = jalan.asal.dunia("laporan"), jalan.server.dunia("laporan")
    assert sqlite == postgres
    assert sqlite["dibaca"] == sqlite["potret"]


def test_people_log_in_with_password_and_device(jalan: Perjalanan) -> None:
    assert jalan.server.dunia("masuk") == {
        "sandi": [302, 200],
        "dua_langkah": ["/masuk/kode/", 302],
        "sesudahnya": 200,
        "perangkat": 1,
    }


def test_a_restore_that_fails_changes_nothing_and_one_that_works_moves_the_old_aside(
    jalan: Perjalanan, tempat: Path
) -> None:
    akhir = jalan.akhir
    akhir.dunia("bangun")
    files, rows = akhir.files(), akhir.isi()

    refusal = akhir.manage("restore", str(jalan.kembali), code=1)
    assert refusal == (
        "CommandError: there is an installation already; a restore needs an empty one "
        "(with --force it is moved aside) (nothing was changed)\n"
    )
    torn = _with_a_row_of_nobody(jalan.kembali, tempat / "sobek.zip")
    refusal = akhir.manage("restore", str(torn), "--force", code=1)
    assert "rows of the backup do not fit each other" in refusal
    assert refusal.endswith("(nothing was changed)\n")
    assert (akhir.files(), akhir.isi()) == (files, rows)
    assert [path.name for path in akhir.folder.iterdir() if "pemulihan" in path.name] == []
    assert akhir.dunia("masuk")["sandi"] == [302, 200]

    said = akhir.manage("restore", str(jalan.kembali), "--force")
    (aside,) = akhir.folder.glob("sebelum-pemulihan-*")
    assert f"what was there before is in {aside}\n" in said
    old = Instalasi(akhir.root)
    old.database = aside / "pantas.sqlite3"
    assert old.isi()["evidence_buktiversi"] == rows["evidence_buktiversi"]

    left, right = akhir.isi(), dict(jalan.isi_server)
    # The log of PostgreSQL went on after its backup, that of SQLite with its restore.
    for rows_of in (left, right):
        rows_of["audit_kejadian"] = [
            row for row in rows_of["audit_kejadian"] if row["objek_jenis"] != "cadangan"
        ]
        del rows_of["audit_rantai"]
    assert [name for name in right if not sama(left[name], right[name])] == []
    assert {name: akhir.files()[name] for name in jalan.server.files()} == jalan.server.files()
    assert akhir.dunia("masuk")["dua_langkah"] == ["/masuk/kode/", 302]
    # A number that was given out before is not given out again.
    assert left["accounts_unit"][-1]["id"] < jalan.unit
    assert akhir.dunia("unit_baru") == jalan.unit + 1


def _with_a_row_of_nobody(source: Path, target: Path) -> Path:
    """Copy an archive, sound in itself, but with a unit of an institution that does not exist."""
    manifest = _manifest(source)
    (item,) = [item for item in manifest["tabel"] if item["nama"] == "accounts.unit"]
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            if member == "tabel/accounts.unit.jsonl":
                lines = content.splitlines(keepends=True)
                row = json.loads(lines[-1]) | {"instansi_id": 4040404}
                content = b"".join([*lines[:-1], json.dumps(row).encode() + b"\n"])
                item["ukuran"], item["sha256"] = len(content), hashlib.sha256(content).hexdigest()
            if member != "manifest.json":
                new.writestr(member, content)
        new.writestr("manifest.json", json.dumps(manifest))
    return target


def test_a_full_disk_and_a_missing_file_leave_no_half_backup(
    kosong: Instalasi, tempat: Path
) -> None:
    sick, target = kosong.copy(tempat / "sakit"), tempat / "sakit.zip"
    sick.dunia("bangun")
    size = sick.database.stat().st_size
    refusal = sick.manage("backup", str(target), code=1, largest=size // 2)
    assert refusal.startswith("CommandError: the database cannot be copied: ")
    assert refusal.count("\n") == 1
    refusal = sick.manage("backup", str(target), code=1, largest=2 * size)
    assert refusal == f"CommandError: cannot write {target}: File too large\n"
    gone = min(name for name in sick.files() if name.endswith(".pdf"))
    (sick.folder / "berkas" / gone).unlink()
    refusal = sick.manage("backup", str(target), code=1)
    assert refusal == (
        f"CommandError: stored files are missing: {gone}; bring them back, "
        "or leave them out with --allow-missing\n"
    )
    assert [path.name for path in tempat.iterdir() if path.name.startswith("sakit.")] == []
    assert [path.name for path in sick.folder.iterdir() if "cadangan" in path.name] == []
    sick.manage("backup", str(target), "--allow-missing")
    assert _manifest(target)["hilang"] == [gone]


def test_a_backup_of_an_older_version_is_brought_up_to_this_one(tempat: Path) -> None:
    old, new = Instalasi(tempat / "lama"), Instalasi(tempat / "baru")
    for app, name in (
        ("audit", "0001"),
        ("accounts", "0003"),
        ("evidence", "0005"),
        ("zonaintegritas", "0001"),
    ):
        old.manage("migrate", "-v0", app, name)
    leaves = {tuple(leaf) for leaf in old.dunia("lama")["daun"]}
    assert {("evidence", "0005_khusus"), ("zonaintegritas", "0001_zi")} < leaves
    old.manage("backup", str(tempat / "lama.zip"))

    said = new.manage("restore", str(tempat / "lama.zip"))

    assert "verify_audit: 2 rantai, 2 kejadian, semua utuh\n" in said
    before, after = old.isi(), new.isi()
    for name in ("accounts_unit", "accounts_instansi", "evidence_rencana"):
        rows = zip(before[name], after[name], strict=True)
        assert [row.items() <= now.items() for row, now in rows] == [True]
    assert [row["sebutan_verifikator"] for row in after["accounts_instansi"]] == ["verifikator"]
    assert [row["pola"] for row in after["evidence_butir"]] == ["jadwal"]
    assert "No planned migration operations." in new.manage("migrate", "--plan")
    assert new.triggers() == TRIGGERS
