"""One institution with two people, and kinds of work that exist only in these tests."""

import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from accounts.permissions import Permission, Role
from jobs import supervision
from jobs.actions import minta
from jobs.models import Job
from jobs.registry import Hasil, Jenis, Pekerjaan, register, unregister
from tests.factories import buat_instansi, buat_unit, buat_user


def isi_tetap(pekerjaan: Pekerjaan) -> Hasil:
    """Write a small file whose bytes follow from the parameter."""
    pekerjaan.kemajuan.bagian(2)
    pekerjaan.kemajuan.langkah("Menulis", selesai=1)
    file = pekerjaan.folder / "hasil.pdf"
    file.write_bytes(b"isi " + str(pekerjaan.parameter).encode())
    return Hasil(file, "hasil uji.pdf", 3)


@pytest.fixture
def jenis() -> Iterator[Callable[..., str]]:
    """Register a handler under a code of its own; return the code."""
    codes: list[str] = []

    def daftar(
        handler: Callable[[Pekerjaan], Hasil | None] = isi_tetap, *, latar: bool = False
    ) -> str:
        code = f"uji_{len(codes)}"
        register(Jenis(code, "Uji", Permission.REPORT_CREATE, handler, latar))
        codes.append(code)
        return code

    yield daftar
    for code in codes:
        unregister(code)


@pytest.fixture
def dunia(data_folder: Any) -> SimpleNamespace:
    """Return an institution with an auditor and an operator, and one elsewhere."""
    d = SimpleNamespace(instansi=buat_instansi("alfa"), lain=buat_instansi("beta"))
    d.unit = buat_unit(d.instansi, "bkd")
    d.auditor = buat_user("auditor.alfa", Role.AUDITOR, d.unit)
    d.operator = buat_user("operator.alfa", Role.OPERATOR, d.unit)
    d.orang_lain = buat_user("auditor.beta", Role.AUDITOR, buat_unit(d.lain, "bkd"))
    return d


@pytest.fixture
def pesan(dunia: SimpleNamespace, jenis: Callable[..., str]) -> Callable[..., Job]:
    """Ask for a piece of work; every call is a different request."""
    code = jenis()
    count = 0

    def buat(by: Any = None, kode: str = code) -> Job:
        nonlocal count
        count += 1
        return minta(
            jenis=kode,
            judul=f"Uji {count}",
            parameter={"no": count},
            instansi=dunia.instansi,
            by=by or dunia.auditor,
        )

    return buat


@pytest.fixture(autouse=True)
def _worker_goes_on() -> Iterator[None]:
    supervision.stopping.clear()
    yield
    supervision.stopping.clear()


def serempak(*calls: Callable[[], Any]) -> list[Any]:
    """Run calls in threads that start together; return what they return or raise."""
    barrier = threading.Barrier(len(calls))
    found: list[Any] = [None] * len(calls)

    def satu(number: int) -> None:
        barrier.wait(timeout=30)
        try:
            found[number] = calls[number]()
        except Exception as error:
            found[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=satu, args=(n,)) for n in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()
    return found
