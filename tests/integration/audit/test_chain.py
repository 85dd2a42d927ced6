"""The chain: what one writes stays provable, whoever tampers with the tables."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.db.models import F

import audit.chain
from accounts.models import Unit
from audit.chain import chains, digest, event_hash, verify
from audit.models import Kejadian, Rantai
from audit.recorder import Event, System, audited, record, record_many
from audit.triggers import TABLES, create_triggers, drop_triggers
from tests.factories import buat_instansi, buat_unit, buat_user

AUDIT_TABLES = tuple(t for t in TABLES if t.table.startswith("audit_"))


def _catat(*aksi: str, instansi: str = "alfa", **isi: Any) -> None:
    with audited():
        record_many(Event(instansi, a, System(), isi={"aksi": a, **isi}) for a in aksi)


def _putus(instansi: str = "alfa") -> list[tuple[int, str]]:
    return [(p.no, p.sebab) for p in verify(instansi)]


def _kejadian(no: int, instansi: str = "alfa") -> Any:
    return Kejadian.objects.filter(instansi=instansi, no=no)


@pytest.fixture
def tanpa_pemicu(db: None) -> Iterator[None]:
    """Somebody with the rights of the database owner removed the triggers."""
    _catat("satu", "dua", "tiga", "empat")
    drop_triggers(connection, AUDIT_TABLES)
    yield
    drop_triggers(connection, AUDIT_TABLES)
    create_triggers(connection, AUDIT_TABLES)


def test_events_of_several_units_of_work_make_one_chain(db: None) -> None:
    _catat("satu", "dua")
    _catat("tiga")
    rows = list(Kejadian.objects.filter(instansi="alfa").order_by("no"))
    assert [(r.no, r.aksi) for r in rows] == [(1, "satu"), (2, "dua"), (3, "tiga")]
    assert [r.hash_sebelum for r in rows] == ["", rows[0].hash, rows[1].hash]
    head = Rantai.objects.get(instansi="alfa")
    assert (head.no, head.hash) == (3, rows[2].hash)
    assert _putus() == []


def test_chains_of_two_institutions_do_not_touch(db: None) -> None:
    _catat("satu")
    _catat("satu", instansi="beta")
    assert chains() == ["alfa", "beta"]
    assert {e.hash_sebelum for e in Kejadian.objects.all()} == {""}
    assert (_putus("alfa"), _putus("beta")) == ([], [])


def test_changed_payload(tanpa_pemicu: None) -> None:
    _kejadian(2).update(isi={"aksi": "dua", "nilai": 100})
    assert _putus() == [(2, "isi tidak cocok dengan sidiknya")]


def test_changed_payload_with_its_digest(tanpa_pemicu: None) -> None:
    isi = {"aksi": "dua", "nilai": 100}
    _kejadian(2).update(isi=isi, isi_digest=digest(isi))
    assert _putus() == [(2, "kejadian diubah")]


def test_changed_event_with_a_new_hash_does_not_reach_the_next(tanpa_pemicu: None) -> None:
    event = _kejadian(2).get()
    event.aktor_nama = "Orang lain"
    event.hash = event_hash(event)
    event.save()
    assert _putus() == [(3, "tidak menyambung ke kejadian sebelumnya")]


@pytest.mark.parametrize(
    "column",
    ["aktor", "aktor_nama", "aktor_jabatan", "aksi", "objek_jenis", "objek_id", "objek_nama"],
)
def test_every_column_is_under_the_hash(tanpa_pemicu: None, column: str) -> None:
    _kejadian(4).update(**{column: "lain"})
    assert _putus() == [(4, "kejadian diubah")]


def test_moved_time(tanpa_pemicu: None) -> None:
    _kejadian(3).update(at=F("at") + timedelta(seconds=1))
    assert _putus() == [(3, "kejadian diubah")]


def test_deleted_event_in_the_middle(tanpa_pemicu: None) -> None:
    _kejadian(2).delete()
    assert _putus() == [
        (2, "nomor 2 hilang"),
        (3, "tidak menyambung ke kejadian sebelumnya"),
    ]


def test_deleted_first_event(tanpa_pemicu: None) -> None:
    _kejadian(1).delete()
    assert _putus()[0] == (1, "nomor 1 hilang")


def test_deleted_last_event(tanpa_pemicu: None) -> None:
    _kejadian(4).delete()
    assert _putus() == [(4, "kepala rantai tidak cocok dengan kejadian terakhir")]


def test_swapped_events(tanpa_pemicu: None) -> None:
    _kejadian(2).update(no=99)
    _kejadian(3).update(no=2)
    _kejadian(99).update(no=3)
    assert _putus()[0] == (2, "tidak menyambung ke kejadian sebelumnya")
    assert (3, "kejadian diubah") in _putus()


def test_changed_head(tanpa_pemicu: None) -> None:
    Rantai.objects.update(hash="0" * 64)
    assert _putus() == [(4, "kepala rantai tidak cocok dengan kejadian terakhir")]


def test_head_moved_back_to_a_true_event(tanpa_pemicu: None) -> None:
    Rantai.objects.update(no=3, hash=_kejadian(3).get().hash)
    assert _putus() == [(3, "kepala rantai tidak cocok dengan kejadian terakhir")]


def test_deleted_head(tanpa_pemicu: None) -> None:
    Rantai.objects.all().delete()
    assert chains() == ["alfa"]
    assert _putus() == [(4, "kepala rantai hilang")]


def test_all_events_deleted(tanpa_pemicu: None) -> None:
    Kejadian.objects.all().delete()
    assert _putus() == [(4, "kepala rantai tidak cocok dengan kejadian terakhir")]


def test_outside_of_a_unit_of_work_nothing_can_be_recorded(db: None) -> None:
    with pytest.raises(RuntimeError, match="audited"):
        record(Event("alfa", "lepas", System()))
    assert Kejadian.objects.count() == 0


def test_rollback_leaves_neither_change_nor_event(db: None) -> None:
    unit = buat_unit(buat_instansi("alfa"), "bkd")

    @audited()
    def rename() -> None:
        Unit.objects.filter(pk=unit.pk).update(nama="Lain")
        record(Event("alfa", "unit.ubah", System()))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rename()
    unit.refresh_from_db()
    assert unit.nama == "Unit bkd alfa"
    assert (Kejadian.objects.count(), Rantai.objects.count()) == (0, 0)


def test_nested_block_that_fails_takes_only_its_own_events(db: None) -> None:
    @audited()
    def fail() -> None:
        record(Event("alfa", "dalam", System()))
        raise ZeroDivisionError

    with audited():
        record(Event("alfa", "luar", System()))
        with pytest.raises(ZeroDivisionError):
            fail()
        with audited():
            record(Event("alfa", "dalam lagi", System()))
        record(Event("alfa", "akhir", System()))
    found = Kejadian.objects.order_by("no").values_list("aksi", flat=True)
    assert list(found) == ["luar", "dalam lagi", "akhir"]
    assert _putus() == []


def test_nested_events_vanish_with_the_outer_block(db: None) -> None:
    @audited()
    def fail() -> None:
        _catat("dalam")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert Kejadian.objects.count() == 0
    _catat("sesudahnya")  # nothing is left over for the next unit of work
    assert list(Kejadian.objects.values_list("aksi", flat=True)) == ["sesudahnya"]


def test_two_threads_append_to_one_chain(transactional_db: None) -> None:
    start, faults = threading.Barrier(2), []

    def write(name: str) -> None:
        try:
            start.wait(timeout=10)
            for number in range(20):
                _catat(f"{name}.{number}")
        except BaseException as error:
            faults.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert faults == []
    rows = list(Kejadian.objects.filter(instansi="alfa").order_by("no"))
    assert [r.no for r in rows] == list(range(1, 41))
    for name in ("a", "b"):  # each thread's own events keep their order
        assert [r.aksi for r in rows if r.aksi.startswith(name)] == [
            f"{name}.{number}" for number in range(20)
        ]
    assert _putus() == []


NIP = "197001011995031001"


@pytest.mark.parametrize("written", [NIP, "19700101 199503 1 001", "19700101.199503.1.001"])
def test_nip_never_enters_the_log(db: None, written: str) -> None:
    actor = buat_user("orang")
    actor.nama, actor.jabatan = f"Budi NIP {written}", f"Kepala ({written})"
    with audited():
        record(
            Event(
                "alfa",
                "uji",
                actor,
                objek_nama=f"Pejabat {written}",
                isi={"nip": written, "dalam": [{"catatan": f"a.n. {written}."}]},
            )
        )
    event = Kejadian.objects.get()
    masked = "NIP …001"
    assert event.aktor_nama == f"Budi NIP {masked}"
    assert event.aktor_jabatan == f"Kepala ({masked})"
    assert event.objek_nama == f"Pejabat {masked}"
    assert event.isi == {"nip": masked, "dalam": [{"catatan": f"a.n. {masked}."}]}
    assert _putus() == []


def test_other_long_numbers_stay(db: None) -> None:
    _catat("uji", nomor="700/1234567/ITDA/2026", sidik="9" * 64)
    assert Kejadian.objects.get().isi["nomor"] == "700/1234567/ITDA/2026"
    assert Kejadian.objects.get().isi["sidik"] == "9" * 64


def _perintah(*arguments: str) -> str:
    out = StringIO()
    call_command("verify_audit", *arguments, stdout=out)
    return out.getvalue()


def test_verify_audit_prints_chains_events_and_heads(db: None) -> None:
    _catat("satu", "dua")
    _catat("satu", instansi="beta")
    alfa, beta = (Rantai.objects.get(instansi=name) for name in ("alfa", "beta"))
    assert _perintah().splitlines() == [
        f"alfa: 2 kejadian, kepala nomor 2 {alfa.hash}, utuh",
        f"beta: 1 kejadian, kepala nomor 1 {beta.hash}, utuh",
        "2 rantai, 3 kejadian, semua utuh",
    ]
    assert _perintah("--instansi", "beta").splitlines()[-1] == "1 rantai, 1 kejadian, semua utuh"


def test_verify_audit_stops_at_the_first_broken_link(tanpa_pemicu: None) -> None:
    _catat("satu", instansi="beta")
    _kejadian(2).update(aksi="lain")
    _kejadian(4).update(aksi="lain")
    with pytest.raises(CommandError, match=r"^alfa: putus pada kejadian nomor 2: kejadian diubah$"):
        _perintah()
    assert "semua utuh" in _perintah("--instansi", "beta")


def test_verify_audit_of_an_unknown_chain(db: None) -> None:
    with pytest.raises(CommandError, match="Rantai tidak ada: gama"):
        _perintah("--instansi", "gama")


def test_verify_audit_writes_nothing_unless_asked(db: None) -> None:
    _catat("satu")
    _perintah()
    assert Kejadian.objects.count() == 1
    _perintah("--catat")
    result = Kejadian.objects.get(instansi="sistem")
    head = Rantai.objects.get(instansi="alfa")
    assert (result.aksi, result.objek_id) == ("rantai.periksa", "alfa")
    assert result.isi == {"no": 1, "hash": head.hash, "sebab": ""}


def test_broken_link_is_recorded_too(tanpa_pemicu: None) -> None:
    _kejadian(2).delete()
    with pytest.raises(CommandError):
        _perintah("--catat")
    result = Kejadian.objects.get(instansi="sistem")
    assert (result.isi["no"], result.isi["sebab"]) == (2, "nomor 2 hilang")


def test_an_event_recorded_during_the_walk_is_no_broken_link(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _catat("satu", "dua")
    real, done = audit.chain.event_hash, []

    def slow(event: Kejadian) -> str:
        if not done:
            done.append(True)
            monkeypatch.setattr(audit.chain, "event_hash", real)
            _catat("tiga")
        return real(event)

    monkeypatch.setattr(audit.chain, "event_hash", slow)
    assert list(verify("alfa")) == []
    assert done == [True]
    assert Rantai.objects.get(instansi="alfa").no == 3


@pytest.mark.django_db(transaction=True)
def test_what_runs_on_the_commit_is_a_unit_of_work_of_its_own() -> None:
    with audited():
        record(Event("alfa", "satu", System()))
        transaction.on_commit(lambda: _catat("sesudah"))
    rows = Kejadian.objects.filter(instansi="alfa").order_by("no")
    assert list(rows.values_list("no", "aksi")) == [(1, "satu"), (2, "sesudah")]
    assert _putus() == []
