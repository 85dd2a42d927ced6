"""The public check of a report: what it says, what it hides, uploads that leave nothing behind."""

import hashlib
import io
import re
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from reports.actions.periode import buat_amandemen, buka_periode, setujui_periode
from reports.actions.terbitan import catat_nomor
from reports.bentuk import Bentuk
from reports.kemajuan.parameter import kode_terbaca
from reports.models import Terbitan
from reports.periksa.keterangan import BerkasTerbit, Keterangan, cari, keterangan
from tests.factories import segar, terkirim
from tests.integration.reports.dunia_terbitan import bangun_terbitan, terbitkan
from tests.integration.test_every_url_guarded import walk
from ukuran.format import tanggal_waktu

ISI = b"%PDF-1.7 laporan " + bytes(range(256)) * 40
SATU_MB = 1024 * 1024
SALAH = "AAAAA-BBBBB-CCCCC-DDDDD"


@pytest.fixture(scope="module")
def _dunia(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SimpleNamespace]:
    with django_db_blocker.unblock(), transaction.atomic():
        d = bangun_terbitan("alfa")
        d.terbitan = terbitkan(d, tmp_path_factory.mktemp("periksa"), ISI)
        yield d
        transaction.set_rollback(True)


@pytest.fixture
def d(_dunia: SimpleNamespace, db: None) -> SimpleNamespace:
    return SimpleNamespace(**{**vars(_dunia), "terbitan": Terbitan.objects.get()})


def teks(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split()).replace(" ,", ",")


def _alamat(terbitan: Terbitan) -> str:
    return reverse("periksa", args=[kode_terbaca(terbitan.kode)])


def _kirim(client: Client, terbitan: Terbitan, *berkas: bytes, **extra: Any) -> Any:
    files = [SimpleUploadedFile("laporan.pdf", satu) for satu in berkas]
    return client.post(_alamat(terbitan), {"berkas": files} if files else {}, **extra)


def _judul(response: Any) -> list[str]:
    return [teks(h) for h in re.findall(r"<h2[^>]*>(.*?)</h2>", response.content.decode(), re.S)]


def test_page_says_what_the_code_stands_for_and_nothing_else(d: SimpleNamespace) -> None:
    client = Client()
    response = client.get(_alamat(d.terbitan))
    shown = response.content.decode()
    zona = ZoneInfo("Asia/Makassar")
    assert keterangan(cari(d.terbitan.kode)) == Keterangan(  # type: ignore[arg-type]
        kode=kode_terbaca(d.terbitan.kode),
        judul=f"Laporan kemajuan periode B03 {d.rencana.tahun}",
        instansi="Instansi alfa",
        contoh=False,
        nomor="",
        nomor_tanggal=None,
        data_per=tanggal_waktu(d.potret.at, zona),
        potret_no=1,
        potret_sha256=d.potret.sha256,
        keadaan=keterangan(d.terbitan).keadaan,
        berkas=(BerkasTerbit(Bentuk.PDF, hashlib.sha256(ISI).hexdigest(), len(ISI), 12),),
    )
    for wanted in (
        f"Laporan kemajuan periode B03 {d.rencana.tahun}",
        "Instansi alfa",
        "belum dinomori",
        tanggal_waktu(d.potret.at, zona),
        d.potret.sha256,
        hashlib.sha256(ISI).hexdigest(),
        "DRAF, belum disetujui",
        "12 halaman",
    ):
        assert wanted in shown
    secrets = [getattr(d, p).nama for p in ("ketua", "admin", "operator", "verifikator")]
    secrets += [d.bkd.nama, d.rencana.nama, "menyusun laporan", "9.a", "Jabatan", "Kepala"]
    assert [s for s in secrets if s in shown] == []
    assert set(re.findall(r'<a[^>]*href="([^"]+)"', shown)) == {"#isi", "/periksa/"}
    assert client.cookies == {}
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]


def test_page_costs_the_same_few_queries(d: SimpleNamespace) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        Client().get(_alamat(d.terbitan))
    assert len(asked) == 4
    assert "isi" not in " ".join(q["sql"] for q in asked)  # the figures are not even read


def test_number_of_the_letter_is_shown_once_entered(d: SimpleNamespace) -> None:
    catat_nomor(
        terbitan_id=d.terbitan.pk, nomor="700/12/ITDA", tanggal=date(2026, 7, 3), by=segar(d.admin)
    )
    assert "700/12/ITDA, 3 Juli 2026" in teks(Client().get(_alamat(d.terbitan)).content.decode())


def test_approval_in_every_state(d: SimpleNamespace, tmp_path: Path) -> None:
    ketua, pk = segar(d.ketua), d.potret.pk
    zona = ZoneInfo("Asia/Makassar")
    step = setujui_periode(batas_id=d.batas.pk, potret_id=pk, by=ketua)
    final = terbitkan(d, tmp_path, b"final")
    assert final.kode != d.terbitan.kode
    approved = f"Disetujui Ketua pada {tanggal_waktu(step.at, zona)}"
    assert _keadaan(final) == ("Disetujui Ketua", (approved,))
    assert _keadaan(d.terbitan) == ("DRAF, belum disetujui", (f"Periode d{approved[1:]}",))
    assert "dibuat tanpa persetujuan Ketua" in keterangan(d.terbitan).keadaan.isi

    step = buka_periode(batas_id=d.batas.pk, potret_id=pk, alasan="Ada koreksi.", by=ketua)
    opened = f"Periode dibuka kembali pada {tanggal_waktu(step.at, zona)}"
    assert _keadaan(final) == ("Disetujui, lalu periode dibuka kembali", (approved, opened))
    later = (f"Periode d{approved[1:]}", opened)
    assert _keadaan(d.terbitan) == ("DRAF, belum disetujui", later)

    terkirim(d.capaian[0], segar(d.operator))
    baru = buat_amandemen(batas_id=d.batas.pk, potret_id=pk, alasan="Berkas susulan.", by=ketua)
    newer = terbitkan(d, tmp_path, b"baru", potret=baru)
    replaced = f"Digantikan Potret 2 pada {tanggal_waktu(baru.dibuat, zona)}"
    assert _keadaan(final) == ("Digantikan Potret 2", (approved, opened, replaced))
    shown = Client().get(_alamat(final)).content.decode()
    assert [s for s in (newer.kode, kode_terbaca(newer.kode), "susulan") if s in shown] == []
    assert _keadaan(newer) == ("DRAF, belum disetujui", ())


def _keadaan(terbitan: Terbitan) -> tuple[str, tuple[str, ...]]:
    found = keterangan(Terbitan.objects.get(pk=terbitan.pk)).keadaan
    shown = teks(Client().get(_alamat(terbitan)).content.decode())
    assert all(line in shown for line in (found.judul, found.isi, *found.riwayat))
    return found.judul, found.riwayat


def test_sample_says_so(db: None, tmp_path: Path) -> None:
    contoh = bangun_terbitan("contoh", contoh=True)
    shown = Client().get(_alamat(terbitkan(contoh, tmp_path, ISI))).content.decode()
    assert "Laporan ini CONTOH" in shown


@pytest.mark.parametrize("tulis", [str.lower, lambda k: f" {k.replace('-', ' ')} ", str])
def test_code_as_people_type_it(d: SimpleNamespace, tulis: Callable[[str], str]) -> None:
    typed = tulis(kode_terbaca(d.terbitan.kode))
    response = Client().get(reverse("periksa_awal"), {"kode": typed})
    assert response["Location"] == _alamat(d.terbitan)
    assert Client().get(reverse("periksa", args=[typed])).status_code == 200


def test_empty_code_asks_for_one(db: None) -> None:
    response = Client().get(reverse("periksa_awal"), {"kode": " - "})
    assert response.status_code == 422
    assert "Ketik kode yang tercetak pada laporan" in response.content.decode()


def test_malformed_and_unknown_codes_are_told_the_same(d: SimpleNamespace) -> None:
    pages = []
    for kode in (SALAH, "x", "9" * 500, "%C3%9F", "---", f"{d.terbitan.kode}A"):
        with CaptureQueriesContext(connection) as asked:
            response = Client().get(f"/periksa/{kode}/")
        assert (response.status_code, len(asked)) == (404, 1)
        assert "no-store" in response["Cache-Control"]
        pages.append(re.sub(r'value="[^"]*"', "", response.content.decode()))
    assert len(set(pages)) == 1
    assert "Kode tidak dikenal" in pages[0]


def test_right_file_is_confirmed_and_one_with_a_changed_byte_is_not(d: SimpleNamespace) -> None:
    good = _kirim(Client(), d.terbitan, ISI)
    assert good.status_code == 200
    assert _judul(good)[0] == "Berkas ini cocok"
    assert "PDF 12 halaman" in teks(good.content.decode())
    changed = bytes([ISI[0] ^ 1]) + ISI[1:]
    bad = _kirim(Client(), d.terbitan, changed)
    assert bad.status_code == 200
    assert _judul(bad)[0] == "Berkas ini tidak cocok"
    assert hashlib.sha256(changed).hexdigest() in bad.content.decode()
    assert (good.cookies, bad.cookies) == ({}, {})


def test_file_of_another_code_is_not_confirmed(d: SimpleNamespace, tmp_path: Path) -> None:
    sheet = terbitkan(d, tmp_path, b"PK buku", bentuk=Bentuk.XLSX, halaman=None)
    assert _judul(_kirim(Client(), d.terbitan, b"PK buku"))[0] == "Berkas ini tidak cocok"
    assert _judul(_kirim(Client(), sheet, b"PK buku"))[0] == "Berkas ini cocok"


def test_frozen_figures_themselves_are_confirmed(d: SimpleNamespace) -> None:
    response = _kirim(Client(), d.terbitan, d.potret.isi.encode())
    assert _judul(response)[0] == "Berkas ini cocok"
    assert "angka Potret 1 sendiri" in teks(response.content.decode())


@pytest.mark.parametrize(
    ("berkas", "status", "pesan"),
    [
        ((), 422, "Belum ada berkas."),
        ((b"",), 422, "Berkas ini kosong (0 byte)."),
        ((ISI, ISI), 422, "Ada lebih dari satu berkas."),
        ((b"x" * (SATU_MB + 1),), 413, "lebih besar dari 1 MB"),
    ],
)
def test_what_can_not_be_compared_is_said(
    d: SimpleNamespace, settings: Any, berkas: tuple[bytes, ...], status: int, pesan: str
) -> None:
    settings.PERIKSA_MAX_BYTES = SATU_MB
    response = _kirim(Client(), d.terbitan, *berkas)
    assert response.status_code == status
    assert _judul(response)[0] == "Berkas belum dapat dicocokkan"
    assert pesan in teks(response.content.decode())


class Aliran(io.RawIOBase):
    """A multipart body whose file is made while it is read: it exists nowhere as a whole."""

    def __init__(self, size: int) -> None:
        head = b'--batas\r\nContent-Disposition: form-data; name="berkas"; filename="f"\r\n\r\n'
        self._parts = [head, b"\r\n--batas--\r\n"]
        self._left = size
        self.panjang = len(head) + size + len(self._parts[1])

    def read(self, size: int = -1) -> bytes:
        if self._parts[0]:
            out, self._parts[0] = self._parts[0][:size], self._parts[0][size:]
            return out
        if self._left:
            out = b"\0" * min(size, self._left)
            self._left -= len(out)
            return out
        out, self._parts[1] = self._parts[1][:size], self._parts[1][size:]
        return out


def _badan(stream: Aliran) -> dict[str, Any]:
    return {
        "CONTENT_TYPE": "multipart/form-data; boundary=batas",
        "CONTENT_LENGTH": str(stream.panjang),
        "wsgi.input": stream,
    }


DITULIS: list[str] = []
_MEREKAM = {"ya": False}


def _rekam(event: str, args: tuple[Any, ...]) -> None:
    if event == "open" and _MEREKAM["ya"] and isinstance(args[0], str | bytes):
        writes = args[2] & 3 if isinstance(args[2], int) else 0
        if writes:
            DITULIS.append(str(args[0]))


def test_forty_megabytes_leave_nothing_in_memory_or_on_disk(d: SimpleNamespace) -> None:
    """Every file opened for writing is watched; only the counters of the cache may be."""
    size, stream = 40 * SATU_MB, Aliran(40 * SATU_MB)
    sys.addaudithook(_rekam)
    DITULIS.clear()
    address = _alamat(d.terbitan)
    Client().get(address)  # templates are loaded
    tracemalloc.start()
    _MEREKAM["ya"] = True
    try:
        with CaptureQueriesContext(connection) as asked:
            response = Client().generic(
                "POST",
                address,
                **_badan(stream),
            )
    finally:
        _MEREKAM["ya"] = False
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert _judul(response)[0] == "Berkas ini tidak cocok"
    assert hashlib.sha256(b"\0" * size).hexdigest() in response.content.decode()
    assert peak < 4 * SATU_MB
    cache = str(Path(settings.DATA_DIR, "cache"))
    assert [name for name in DITULIS if not name.startswith(cache)] == []
    assert {q["sql"].split()[0] for q in asked} == {"SELECT"}


@pytest.mark.parametrize(("size", "status"), [(3 * SATU_MB, 404), (53 * SATU_MB, 413)])
def test_large_bodies_of_strangers_reach_this_page_alone(db: None, size: int, status: int) -> None:
    stream = Aliran(size)
    response = Client().generic(
        "POST",
        f"/periksa/{SALAH}/",
        **_badan(stream),
    )
    assert response.status_code == status
    if status == 413:
        assert "Berkas terlalu besar" in response.content.decode()


@pytest.mark.parametrize(
    ("method", "address"),
    [("POST", "/periksa/"), ("PUT", f"/periksa/{SALAH}/"), ("POST", "/tidak/ada/")],
)
def test_no_other_address_or_method_takes_them(db: None, method: str, address: str) -> None:
    response = Client().generic(method, address, b"x" * 3 * SATU_MB, "text/plain")
    assert response.status_code == 413
    assert "Kiriman terlalu besar" in response.content.decode()


def test_one_view_is_marked_to_take_files_of_strangers() -> None:
    marked = {
        pattern.name
        for _, pattern in walk(get_resolver().url_patterns)
        if hasattr(pattern.callback, "pantas_badan_tamu")
    }
    assert marked == {"periksa"}


def test_guessing_is_stopped_and_starts_anew_after_ten_minutes(d: SimpleNamespace) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for n in range(20):
            assert Client().get(f"/periksa/{SALAH}{n}/").status_code == 404
        for address in (f"/periksa/{SALAH}/", _alamat(d.terbitan)):
            stopped = Client().get(address)
            assert (stopped.status_code, stopped["Retry-After"]) == (429, "600")
            assert "Coba lagi 10 menit lagi" in teks(stopped.content.decode())
            assert "no-store" in stopped["Cache-Control"]
        elsewhere = Client(REMOTE_ADDR="192.0.2.7")
        assert elsewhere.get(_alamat(d.terbitan)).status_code == 200
        clock.shift(timedelta(seconds=600))
        assert Client().get(_alamat(d.terbitan)).status_code == 200


def test_behind_a_proxy_each_caller_is_counted_alone(db: None, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.PERIKSA_LIMITS = {**settings.PERIKSA_LIMITS, "salah": "1/10m/ip"}
    address = f"/periksa/{SALAH}/"
    asked = [
        Client().get(address, HTTP_X_FORWARDED_FOR=f"10.9.9.9, {ip}").status_code
        for ip in ("192.0.2.1", "192.0.2.1", "192.0.2.2")
    ]
    assert asked == [404, 429, 404]


def test_uploads_and_right_codes_have_limits_of_their_own(
    d: SimpleNamespace, settings: Any
) -> None:
    assert settings.PERIKSA_LIMITS == {
        "lihat": "300/10m/ip",
        "salah": "20/10m/ip",
        "unggah": "30/10m/ip",
    }
    for _ in range(30):
        assert _kirim(Client(), d.terbitan, b"x").status_code == 200
    stopped = _kirim(Client(), d.terbitan, b"x")
    assert stopped.status_code == 429
    assert 590 <= int(stopped["Retry-After"]) <= 600
    assert Client().get(_alamat(d.terbitan)).status_code == 200
    settings.PERIKSA_LIMITS = {**settings.PERIKSA_LIMITS, "lihat": "3/10m/ip"}
    assert [Client().get(_alamat(d.terbitan)).status_code for _ in range(4)] == [200] * 3 + [429]


def test_login_page_leads_there(db: None) -> None:
    shown = Client().get(reverse("account_login")).content.decode()
    assert '<a href="/periksa/">Periksa laporan</a>' in shown
