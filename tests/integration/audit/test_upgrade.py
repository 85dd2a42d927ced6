"""An installation of before the windows and exceptions is upgraded with all its rows."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from audit.triggers import TABLES

BEFORE = (("audit", "0001_initial"), ("jobs", "0001_initial"), ("satgas", "0001_initial"))
"""What the leaves of that release were; satgas brings accounts and evidence 0001_initial."""

TRIGGERS = {f"append_only_{item.table}_u" for item in TABLES} | {
    f"append_only_{item.table}_d" for item in TABLES if item.delete
}
LATER = ("append_only_reports_", "append_only_roadmap_", "append_only_zonaintegritas_")
TRIGGERS_BEFORE = {name for name in TRIGGERS if not name.startswith(LATER)}
"""Those of the tables that release had."""

_EMPTY = {"date": "2026-01-01", "datetime": "2026-01-01 00:00:00"}


def _migrate(folder: Path, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0", *arguments],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PORTAL_DATA_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{folder / 'pantas.sqlite3'}",
            "SECRET_KEY": "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def _connect(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(folder / "pantas.sqlite3", isolation_level=None)


def _triggers(folder: Path) -> set[str]:
    with closing(_connect(folder)) as db:
        return {
            name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
        }


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the data folder of an installation of before, without rows, once."""
    folder = tmp_path_factory.mktemp("release")
    for app, name in BEFORE:
        _migrate(folder, app, name)
    return folder


@pytest.fixture
def old(release: Path, tmp_path: Path) -> Path:
    """Give a copy of that installation to one test."""
    shutil.copytree(release, tmp_path, dirs_exist_ok=True)
    assert _triggers(tmp_path) == TRIGGERS_BEFORE
    return tmp_path


class _Rows:
    """Rows of the tables of before: what a test does not name is empty."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def add(self, table: str, **values: object) -> int:
        for _, name, kind, filled, _, pk in self._db.execute(f"PRAGMA table_info({table})"):
            if filled and not pk and name not in values:
                number = kind.startswith(("bool", "small", "int", "big"))
                values[name] = 0 if number else _EMPTY.get(kind, "")
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        done = self._db.execute(
            f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values())
        )
        assert done.lastrowid is not None
        return done.lastrowid

    def plan(self) -> None:
        """Make an institution with a person, a unit and a plan, each number 1."""
        self.add("accounts_instansi", kode="resmi", zona_waktu="Asia/Makassar", mfa_wajib="[]")
        self.add("accounts_user", username="orang")
        self.add("accounts_unit", kode="bkd", instansi_id=1)
        self.add("evidence_rencana", jenis="satgas", tahun=2026, instansi_id=1, status="berjalan")
        bukti = self.add("evidence_bukti", instansi_id=1, unit_id=1, oleh_id=1)
        self.add("evidence_buktiversi", bukti_id=bukti, instansi_id=1, oleh_id=1, no=1)
        self.add("audit_rantai", instansi="resmi")
        self.add("audit_kejadian", instansi="resmi", no=1, isi="{}")

    def task(self, kode: str, pola: str, **values: object) -> tuple[int, int]:
        """Return the Capaian and the Pemenuhan of a new Butir with one document."""
        butir = self.add(
            "evidence_butir", kode=kode, pola=pola, instansi_id=1, unit_id=1, rencana_id=1
        )
        document = self.add("evidence_dokumenwajib", butir_id=butir, urut=1)
        capaian = self.add(
            "evidence_capaian",
            butir_id=butir,
            instansi_id=1,
            unit_id=1,
            mulai="2026-01-01",
            selesai="2026-12-31",
            **values,
        )
        status = values.get("status", "belum")
        row = self.add("evidence_pemenuhan", capaian_id=capaian, dokumen_id=document, status=status)
        return capaian, row

    def step(self, capaian: int, row: int | None, aksi: str, ke: str, at: str) -> int:
        """Write a Keputusan of before: it has no claim, no value and no date of validity."""
        return self.add(
            "evidence_keputusan",
            capaian_id=capaian,
            pemenuhan_id=row,
            aksi=aksi,
            ke=ke,
            at=at,
            instansi_id=1,
            oleh_id=1,
        )


def test_an_empty_installation_is_upgraded_app_by_app(old: Path) -> None:
    _migrate(old, "accounts")
    assert _triggers(old) == TRIGGERS_BEFORE
    _migrate(old)
    assert _triggers(old) == TRIGGERS


def test_rows_of_before_keep_their_history_and_their_guard(old: Path) -> None:
    with closing(_connect(old)) as db:
        made = _Rows(db)
        made.plan()
        yearly, document = made.task(
            "9.a", "tahunan", status="disetujui", nilai_klaim=90, nilai_internal=80
        )
        made.step(yearly, document, "kirim", "menunggu", "2026-02-01 01:00:00")
        made.step(yearly, None, "kirim", "menunggu", "2026-02-01 01:00:00")
        made.step(yearly, document, "setujui", "disetujui", "2026-02-09 01:00:00")
        made.step(yearly, None, "setujui", "disetujui", "2026-02-09 01:00:00")
        # Approved at 00:30 of 30 November in Makassar: three months later is no 30 February.
        always, lasting = made.task("9.b", "terus", status="disetujui", nilai_klaim=70)
        made.step(always, lasting, "kirim", "menunggu", "2026-11-02 01:00:00")
        made.step(always, lasting, "setujui", "disetujui", "2026-11-29 16:30:00")
        made.step(always, None, "setujui", "disetujui", "2026-11-29 16:30:00")
        again, returned = made.task("9.c", "terus", status="draf")
        made.step(again, returned, "setujui", "disetujui", "2026-03-01 01:00:00")
        made.step(again, returned, "buka_kembali", "draf", "2026-03-02 01:00:00")
        made.task("9.d", "tahunan", nilai_klaim=50)

    _migrate(old)

    with closing(_connect(old)) as db:
        assert db.execute(
            "SELECT sejak, berlaku_sampai FROM evidence_pemenuhan ORDER BY id"
        ).fetchall() == [
            ("2026-02-09 01:00:00", None),
            ("2026-11-29 16:30:00", "2027-02-28"),
            ("2026-03-02 01:00:00", None),
            (None, None),
        ]
        assert db.execute(
            "SELECT klaim, internal, berlaku_sampai FROM evidence_keputusan ORDER BY id"
        ).fetchall() == [
            (None, None, None),
            (None, None, None),
            (None, None, None),
            (90, 80, None),
            (None, None, None),
            (None, None, "2027-02-28"),
            (70, None, None),
            (None, None, None),
            (None, None, None),
        ]
        assert db.execute(
            "SELECT kode, pemutus_pengecualian FROM accounts_instansi"
        ).fetchall() == [("resmi", "ketua")]
        for item in (t for t in TABLES if f"append_only_{t.table}_u" in TRIGGERS_BEFORE):
            column = item.columns[0] if item.columns else "id"
            with pytest.raises(sqlite3.DatabaseError, match=f"{item.table} is append-only"):
                db.execute(f"UPDATE {item.table} SET {column} = {column}")
    assert _triggers(old) == TRIGGERS
