"""Numbers too long for the database: no such page, never an error of the server."""

import re
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories import buat_user

TERLALU_PANJANG = "9" * 20


def _alamat() -> Iterator[str]:
    """Every address that names a row by number, with a number of 20 digits in it."""

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
        for pattern in patterns:
            whole = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, whole)
            elif re.search(r"<(int|id|path):", whole) and "<str:" not in whole:
                yield "/" + re.sub(r"<(int|id|path):\w+>", TERLALU_PANJANG, whole)

    yield from walk(get_resolver().url_patterns, "")


@pytest.mark.parametrize("peran", ["operator", "admin", "platform"])
def test_twenty_digits_in_every_address(client: Client, dunia: SimpleNamespace, peran: str) -> None:
    user = buat_user("plat", "platform") if peran == "platform" else getattr(dunia, peran)
    client.force_login(user)
    addresses = list(_alamat())
    assert len(addresses) > 25
    wrong = {}
    for url in addresses:
        for method in ("get", "post"):
            answer = getattr(client, method)(url)
            # The admin leads everybody else to its index, and an unknown row to the index too.
            wanted = (302, 403, 404) if url.startswith("/admin/") else (404,)
            if answer.status_code not in wanted:
                wrong[f"{method} {url}"] = answer.status_code
    assert wrong == {}


@pytest.mark.parametrize("nilai", [TERLALU_PANJANG, "²"])
def test_impossible_numbers_in_query_strings(
    client: Client, dunia: SimpleNamespace, nilai: str
) -> None:
    pages: tuple[str, ...] = (
        "/tugas-saya/",
        "/berkas/",
        "/verifikasi/",
        "/satgas/",
        "/dasbor/",
        "/laporan/",
    )
    pages += ("/jejak-audit/", "/pengguna/", "/pengguna/tambah/", "/unit/", "/unit/tambah/")
    pages += ("/dasbor/tugas/", "/dasbor/dokumen/", "/siapkan/", "/cari/", "/")
    pages += ("/dasbor/kerja/", "/dasbor/pantauan/")
    pages += ("/laporan/periode/", "/laporan/banding/", "/laporan/templat/", "/periksa/")
    pages += ("/roadmap/", "/roadmap/grafik/", "/roadmap/grafik/?bagian=tren")
    pages += ("/roadmap/kegiatan/", "/roadmap/rekonsiliasi/", "/roadmap/naskah/")
    pages += ("/zona-integritas/", "/zona-integritas/rencana-aksi/")
    pages += ("/zona-integritas/jadwal/", "/zona-integritas/jadwal/cetak/")
    pages += ("/zona-integritas/papan/", "/zona-integritas/kalender/")
    pages += ("/zona-integritas/lke/", "/zona-integritas/lke/banding/")
    pages += ("/zona-integritas/daftar/agen/", "/zona-integritas/daftar/pengaduan/")
    pages += ("/zona-integritas/daftar/survei/", "/zona-integritas/unit/")
    pages += ("/zona-integritas/instrumen/", "/zona-integritas/peta/")
    others = dict.fromkeys(
        ("page", "unit", "induk", "anggota", "instansi", "oleh", "tahun", "tim", "instrumen"), nilai
    )
    pairs = [{"a": nilai}, {"b": nilai}, {"a": "1", "b": nilai}]
    broken = []
    for peran in ("operator", "verifikator", "admin"):
        client.force_login(getattr(dunia, peran))
        for page in pages:
            for asked in ({"rencana": nilai}, others, *pairs):
                if client.get(page, asked).status_code >= 500:
                    broken.append((peran, page, asked))
    assert broken == []
