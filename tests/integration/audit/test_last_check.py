"""A chain cut at its end and rewound is sound in itself; the last recorded check tells."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from audit.chain import event_hash, verify
from audit.models import Kejadian, Rantai
from audit.recorder import Event, System, audited, record
from audit.triggers import TABLES, create_triggers, drop_triggers

AUDIT_TABLES = tuple(t for t in TABLES if t.table.startswith("audit_"))


def _catat(*aksi: str, contoh: bool = False) -> None:
    for satu in aksi:
        with audited():
            record(Event("alfa", satu, System(), contoh=contoh))


def _perintah(*arguments: str) -> str:
    out = StringIO()
    call_command("verify_audit", *arguments, stdout=out)
    return out.getvalue()


def _potong(no: int) -> None:
    """Cut the events after a number and rewind the head, so that the rest is sound."""
    Kejadian.objects.filter(instansi="alfa", no__gt=no).delete()
    tip = Kejadian.objects.get(instansi="alfa", no=no).hash
    Rantai.objects.filter(instansi="alfa").update(no=no, hash=tip)


@pytest.fixture(autouse=True)
def _tanpa_pemicu(db: None) -> Iterator[None]:
    drop_triggers(connection, AUDIT_TABLES)
    yield
    drop_triggers(connection, AUDIT_TABLES)
    create_triggers(connection, AUDIT_TABLES)


def test_cut_end_with_a_rewound_head() -> None:
    _catat("satu", "dua", "tiga")
    _perintah("--catat")
    _catat("empat")
    assert "alfa: 4 kejadian" in _perintah()
    _potong(2)
    with pytest.raises(
        CommandError,
        match=r"^alfa: putus pada kejadian nomor 3: tercatat pada pemeriksaan terakhir, ",
    ):
        _perintah()


def test_cut_end_that_grew_again() -> None:
    _catat("satu", "dua", "tiga")
    _perintah("--catat")
    _potong(2)
    _catat("lain", "lagi")
    assert [(p.no, p.sebab) for p in verify("alfa")] == [
        (3, "berbeda dari yang tercatat pada pemeriksaan terakhir")
    ]


def test_every_hash_made_anew() -> None:
    _catat("satu", "dua")
    _perintah("--catat")
    previous = ""
    for event in Kejadian.objects.filter(instansi="alfa").order_by("no"):
        event.aktor_nama, event.hash_sebelum = "Orang lain", previous
        event.hash = previous = event_hash(event)
        event.save()
    Rantai.objects.filter(instansi="alfa").update(hash=previous)
    assert [p.no for p in verify("alfa")] == [2]


def test_a_broken_check_is_no_measure_and_a_sample_chain_may_begin_again() -> None:
    _catat("satu", "dua", contoh=True)
    _perintah("--catat")
    _potong(1)
    assert list(verify("alfa")) == []
