"""A process killed between storing bytes and committing their row leaves no bytes."""

import subprocess
import sys
from pathlib import Path
from signal import SIGKILL

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from evidence.actions.storage import discard_on_error
from jobs import engine, holders

pytestmark = pytest.mark.django_db
_KILLED = """
import os, signal, django; django.setup()
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from evidence.actions.storage import discard_on_error
with discard_on_error() as stored:
    for name in ("bukti/uji/satu.pdf", "bukti/uji/dua.pdf"):
        stored.append(name)
        default_storage.save(name, ContentFile(b"isi"))
        os.kill(os.getpid(), signal.SIGKILL)
"""


def _journals(data_folder: Path) -> list[Path]:
    return list((data_folder / "run" / "pemegang").glob("*/simpanan-*"))


def test_bytes_of_a_killed_process_are_removed(data_folder: Path) -> None:
    with holders.dead():
        pass
    done = subprocess.run([sys.executable, "-c", _KILLED], cwd=settings.BASE_DIR, check=False)
    assert done.returncode == -SIGKILL
    assert default_storage.exists("bukti/uji/satu.pdf")
    assert len(_journals(data_folder)) == 1
    engine.requeue_stale()
    assert not default_storage.exists("bukti/uji/satu.pdf")
    assert _journals(data_folder) == []


def test_a_unit_of_work_that_ends_leaves_no_journal(data_folder: Path) -> None:
    with discard_on_error() as stored:
        stored.append("bukti/uji/tiga.pdf")
        default_storage.save("bukti/uji/tiga.pdf", ContentFile(b"isi"))
        assert [p.read_text() for p in _journals(data_folder)] == ["bukti/uji/tiga.pdf\n"]
    assert _journals(data_folder) == []
    assert default_storage.exists("bukti/uji/tiga.pdf")
