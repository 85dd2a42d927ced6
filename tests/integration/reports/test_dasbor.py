"""The dashboard page: what it says, where its figures lead, what it costs."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.permissions import Role
from evidence.actions import tutup_rencana
from evidence.models import Butir, Capaian, DokumenWajib
from satgas.models import Anggota, RincianTugas
from tests.factories import buat_instansi, buat_rencana, buat_unit, buat_user, mulai, segar
from tests.integration.reports.dunia import tambah_50

WHOLE = [Role.VERIFIKATOR, Role.KETUA, Role.ADMIN, Role.AUDITOR]
RESTRICTED = [Role.OPERATOR, Role.AUDITOR_TUGAS]


def _client(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _text(response: Any) -> str:
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def _lead(response: Any) -> str:
    page = response.content.decode()
    found = re.search(r'<p class="pn-lead">(.*?)</p>', page, re.S)
    assert found is not None
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split())
    return re.sub(r" ([.,;])", r"\1", words)


def _figures(response: Any) -> list[tuple[str, str]]:
    """Links to rows, each with the words it stands on."""
    page = response.content.decode()
    pattern = r'<a[^>]*href="(/dasbor/(?:dokumen|tugas)/\?[^"]*)"[^>]*>(.*?)</a>'
    links = re.findall(pattern, page, re.S)
    return [(unescape(url), unescape(re.sub(r"<[^>]+>", " ", body))) for url, body in links]


def test_lead_names_figure_gap_and_pace(dunia: SimpleNamespace) -> None:
    dunia.rencana.batas_set.create(
        kode="B12",
        akhir=dunia.rencana.selesai,
        dibuka=dunia.rencana.mulai,
        **dict.fromkeys(
            ("batas_unit", "batas_inspektorat", "batas_jaga", "verifikasi_kpk", "ditutup"),
            timezone.localdate() + timedelta(days=21),
        ),
    )
    lead = _lead(_client(dunia.orang[Role.KETUA]).get("/dasbor/"))
    assert lead == (
        "3 dari 14 dokumen diterima. Sisa 21 hari, perlu 4 per minggu. Belum ada nilai KPK. "
        "3 tugas lewat batas waktu."
    )


def test_formulas_stand_with_numerator_denominator_and_coverage(dunia: SimpleNamespace) -> None:
    text = _text(_client(dunia.orang[Role.KETUA]).get("/dasbor/"))
    for sentence in (
        "dokumen diterima ÷ dokumen diperlukan × 100 = 3 ÷ 14 × 100 = 21,4%.",
        "÷ dokumen diperlukan × 100 = 7 ÷ 14 × 100 = 50%.",
        "jumlah nilai terverifikasi ÷ tugas yang dinilai = 80 ÷ 9 = 8,9 .",
        "jumlah nilai mandiri yang dikirim ÷ tugas yang dinilai = 340 ÷ 9 = 37,8 .",
        "Cakupan: 1 terverifikasi dan 4 diklaim, dari 9 tugas yang dinilai.",
        "Bobot sama karena bobot resmi belum diisi.",
        "Tugas bersama, dihitung pada nomor 1",
    ):
        assert sentence in text or sentence.replace(" .", ".") in text, sentence


@pytest.mark.parametrize("role", [*WHOLE, *RESTRICTED])
def test_every_figure_is_the_number_of_rows_behind_it(
    dunia: SimpleNamespace, lain: SimpleNamespace, role: Role
) -> None:
    client = _client(dunia.orang[role])
    figures = _figures(client.get("/dasbor/"))
    assert len(figures) >= 10
    for url, words in sorted(set(figures)):
        page = client.get(url)
        numbers = [int(n) for n in re.findall(r"\d+", words)]
        rows = page.context["page_obj"].paginator.count
        # "3/5" is approved of required, "26,7 (63,3)" a mean: its link lists what is averaged
        if "/" in words:
            assert (url, rows) == (url, numbers[1])
        elif "(" in words or "belum pernah" in words or "diam" in words:
            assert rows > 0
        else:
            assert (url, rows) == (url, numbers[0])


@pytest.mark.parametrize("role", RESTRICTED)
def test_restricted_reader_is_told_so(dunia: SimpleNamespace, role: Role) -> None:
    response = _client(dunia.orang[role]).get("/dasbor/")
    assert "Angka di halaman ini hanya untuk unit Anda" in _text(response)
    assert _lead(response).startswith("3 dari 6 dokumen diterima.")


@pytest.mark.parametrize("role", WHOLE)
def test_reader_of_everything_is_not_told_so(dunia: SimpleNamespace, role: Role) -> None:
    text = _text(_client(dunia.orang[role]).get("/dasbor/"))
    assert "hanya untuk unit Anda" not in text


def test_other_institution_changes_nothing_for_any_role(
    dunia: SimpleNamespace, lain: SimpleNamespace
) -> None:
    clients = {role: _client(dunia.orang[role]) for role in [*WHOLE, *RESTRICTED]}

    def read() -> dict[tuple[Role, str], str]:
        return {
            (role, url): _text(client.get(url))
            for role, client in clients.items()
            for url in ("/dasbor/", "/dasbor/dokumen/", "/dasbor/tugas/")
        }

    before = read()
    tambah_50(lain)
    assert read() == before
    assert not any("beta" in text for text in before.values())


@pytest.mark.parametrize("role", list(Role))
def test_plan_and_member_of_the_other_institution_are_404(
    dunia: SimpleNamespace, lain: SimpleNamespace, role: Role
) -> None:
    unit = None if role is Role.PLATFORM else dunia.bkd
    user = dunia.orang.get(role) or buat_user(f"{role}.uji", role, unit)
    client = _client(user)
    plan = lain.rencana.pk
    for url in ("/dasbor/", "/dasbor/dokumen/", "/dasbor/tugas/"):
        assert client.get(url, {"rencana": plan}).status_code == 404
    if role is not Role.PLATFORM:
        for url in ("/dasbor/dokumen/", "/dasbor/tugas/"):
            assert client.get(url, {"anggota": lain.anggota[9].pk}).status_code == 404


@pytest.mark.parametrize(
    ("url", "query"),
    [
        ("/dasbor/dokumen/", {"status": "lunas"}),
        ("/dasbor/tugas/", {"keadaan": "lunas"}),
        ("/dasbor/dokumen/", {"anggota": "x"}),
        ("/dasbor/tugas/", {"anggota": "99999999999999999999"}),
        ("/dasbor/", {"rencana": "x"}),
    ],
)
def test_unknown_filter_is_404(dunia: SimpleNamespace, url: str, query: dict[str, str]) -> None:
    assert _client(dunia.orang[Role.KETUA]).get(url, query).status_code == 404


def test_platform_reads_no_dashboard(dunia: SimpleNamespace) -> None:
    client = _client(buat_user("platform.uji", Role.PLATFORM))
    for url in ("/dasbor/", "/dasbor/dokumen/", "/dasbor/tugas/"):
        assert client.get(url).status_code == 403


def test_closed_plan_shows_no_zero_and_no_lateness(dunia: SimpleNamespace) -> None:
    Capaian.objects.filter(butir__rencana=dunia.rencana).update(batas=dunia.rencana.mulai)
    tutup_rencana(rencana_id=dunia.rencana.pk, by=segar(dunia.orang[Role.ADMIN]))
    text = _text(_client(dunia.orang[Role.KETUA]).get("/dasbor/"))
    assert "Rencana ini sudah ditutup." in text
    assert "0%" not in text
    assert "lewat batas" not in text.lower()


def test_archive_says_that_nothing_is_recorded_here(db: None) -> None:
    instansi = buat_instansi("arsip")
    unit = buat_unit(instansi, "bkd")
    rencana = buat_rencana(instansi)
    rencana.status = "ditutup"
    rencana.save()
    response = _client(buat_user("auditor.arsip", Role.AUDITOR, unit)).get("/dasbor/")
    assert _lead(response).startswith("Capaian tidak dicatat di Pantas.")
    assert "0%" not in _text(response)


def test_without_a_plan_the_page_says_what_is_missing(db: None) -> None:
    unit = buat_unit(buat_instansi("kosong"), "setda")
    ketua = _text(_client(buat_user("ketua.k", Role.KETUA, unit)).get("/dasbor/"))
    admin = _text(_client(buat_user("admin.k", Role.ADMIN, unit)).get("/dasbor/"))
    assert "Belum ada rencana Satgas" in ketua
    assert "Siapkan instansi" in admin
    assert "Siapkan instansi" not in ketua


def test_plan_without_obligations_shows_no_data(db: None) -> None:
    unit = buat_unit(buat_instansi("baru"), "setda")
    mulai(buat_rencana(unit.instansi))
    response = _client(buat_user("ketua.b", Role.KETUA, unit)).get("/dasbor/")
    assert _lead(response) == "Belum ada dokumen wajib yang diminta."
    assert _text(response).count("tanpa data") >= 4
    assert "0%" not in _text(response)


def _banyak(kode: str, tasks: int) -> Any:
    """A running plan with many tasks of distinct units, all of them below one restricted unit."""
    instansi = buat_instansi(kode)
    induk = buat_unit(instansi, "induk")
    rencana = buat_rencana(instansi)
    units = [buat_unit(instansi, f"u{n}", induk=induk) for n in range(min(tasks, 15))]
    sk = rencana.surat_keputusan
    members = [
        Anggota.objects.create(sk=sk, no=n + 1, jabatan=f"Kepala {n}", kedudukan="Anggota", unit=u)
        for n, u in enumerate(units)
    ]
    butir = Butir.objects.bulk_create(
        Butir(
            instansi=instansi,
            rencana=rencana,
            kode=f"{n % 15 + 1}.{n}",
            uraian=f"tugas {n}",
            urut=n + 1,
            unit=units[n % 15],
        )
        for n in range(tasks)
    )
    RincianTugas.objects.bulk_create(
        RincianTugas(butir=b, anggota=members[n % 15], bentuk="huruf", urut=n + 1, teks=b.uraian)
        for n, b in enumerate(butir)
    )
    DokumenWajib.objects.bulk_create(
        DokumenWajib(butir=b, urut=1, uraian="Bukti", asal="portal") for b in butir
    )
    mulai(rencana)
    return buat_user(f"operator.{kode}", Role.OPERATOR, induk)


def test_queries_are_the_same_with_1_and_1000_rows(
    db: None, django_assert_num_queries: Callable[[int], Any]
) -> None:
    people = _banyak("satu", 1), _banyak("ribu", 1000)
    assert [Capaian.objects.visible_to(user).current().count() for user in people] == [1, 1000]
    one, many = (_client(user) for user in people)
    for client in (one, many):
        client.get("/dasbor/")  # the session gets its stamp
    for url, queries in (("/dasbor/", 11), ("/dasbor/dokumen/", 10), ("/dasbor/tugas/", 10)):
        with django_assert_num_queries(queries):
            assert one.get(url).status_code == 200
        with django_assert_num_queries(queries):
            page = many.get(url)
        if url != "/dasbor/":
            assert len(page.context["page_obj"].object_list) == 50
