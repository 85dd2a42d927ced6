"""The decree and its members as pages: what stands there, and who may read it."""

import re
from collections.abc import Callable
from html import unescape
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Unit, User
from accounts.permissions import Role
from satgas.models import Anggota, CatatanSumber, RincianTugas, SuratKeputusan
from tests.factories import (
    buat_anggota,
    buat_butir,
    buat_instansi,
    buat_rencana,
    buat_unit,
    buat_user,
    dikembalikan,
    mulai,
    terkirim,
)

Masuk = Callable[[User], Client]


@pytest.fixture
def masuk() -> Masuk:
    """Log a person in."""

    def login(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return login


@pytest.fixture
def auditor(resmi: SuratKeputusan) -> User:
    """A reader of the official institution."""
    root = Unit.objects.get(instansi__kode="pemprov-ntt", induk=None)
    return buat_user("auditor.resmi", Role.AUDITOR, root)


@pytest.fixture
def berjalan(db: None, data_folder: object) -> SimpleNamespace:
    """A running plan of another institution, with work in several states."""
    instansi = buat_instansi("alfa")
    akar = buat_unit(instansi, "akar", jenis="pimpinan")
    itda = buat_unit(instansi, "itda", induk=akar, inspektorat=True)
    bkd, pupr = (buat_unit(instansi, kode, induk=akar) for kode in ("bkd", "pupr"))
    rencana = buat_rencana(instansi)
    for huruf in "abc":
        buat_butir(rencana, bkd, f"9.{huruf}", dokumen=2)
    buat_butir(rencana, pupr, "13.a")
    capaian = mulai(rencana)
    operator = buat_user("operator.alfa", Role.OPERATOR, bkd)
    verifikator = buat_user("verif.alfa", Role.VERIFIKATOR, itda)
    dikembalikan(capaian[0], operator, verifikator)
    terkirim(capaian[1], operator)
    anggota = {a.no: a for a in Anggota.objects.filter(sk__rencana=rencana)}
    return SimpleNamespace(
        rencana=rencana,
        capaian=capaian,
        operator=operator,
        verifikator=verifikator,
        bkd=bkd,
        anggota=anggota,
    )


def text_of(html: str) -> str:
    """The text of a page with its white space made one."""
    body = html[html.index("<main") : html.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response
    return response.content.decode()


def member_address(no: int) -> str:
    member = Anggota.objects.get(sk__rencana__instansi__kode="pemprov-ntt", no=no)
    return f"{reverse('satgas_anggota', args=[member.pk])}?rencana={member.sk.rencana_id}"


def test_the_decree_reads_as_printed(auditor: User, resmi: SuratKeputusan, masuk: Masuk) -> None:
    text = text_of(page(masuk(auditor), reverse("satgas")))
    for part in resmi.bagian_set.all():
        assert part.teks in text
    for member in resmi.anggota_set.all():
        assert member.jabatan in text
    for words in (
        "NOMOR : 92 /KEP/HK/2021",
        "Ditetapkan di Kupang pada tanggal 8 MARET 2021",
        "Kupang, 8 Maret 2021",
        "a.n. GUBERNUR NUSA TENGGARA TIMUR SEKRETARIS DAERAH",
        "15 anggota mengemban 132 tugas dengan 170 dokumen wajib.",
        "127 tugas berhuruf, 43 butir bernomor di bawahnya, 5 tugas berupa paragraf",
        "Capaian tidak dicatat di Pantas",
        "bersama anggota 1",
    ):
        assert words in text


def test_the_nip_of_the_signer_is_masked(auditor: User, masuk: Masuk) -> None:
    html = page(masuk(auditor), reverse("satgas"))
    assert "19620524" not in html
    assert html.count("••••••••••••••• 014") == 2


def test_every_note_has_a_marker_and_every_marker_a_note(auditor: User, masuk: Masuk) -> None:
    client = masuk(auditor)
    addresses = [reverse("satgas"), *(member_address(no) for no in range(1, 16))]
    for address in addresses:
        html = page(client, address)
        ids = re.findall(r'id="([^"]+)"', html)
        assert len(ids) == len(set(ids)), address
        for target in re.findall(r'href="#([^"]+)"', html):
            assert target in ids, (address, target)
    decree = page(client, addresses[0])
    assert re.findall(r'id="cs-(S-\d\d)"', decree) == [f"S-{n:02d}" for n in range(1, 20)]


def test_markers_stand_on_the_rows_they_concern(
    auditor: User, resmi: SuratKeputusan, masuk: Masuk
) -> None:
    client = masuk(auditor)
    shown = set()
    for no in range(1, 16):
        html = page(client, member_address(no))
        for row in re.split(r'<li id="butir-', html)[1:]:
            kode, rest = row.split('"', 1)
            rest = rest.split('<section class="pn-sec"')[0]
            shown |= {(kode, note) for note in re.findall(r'href="#cs-(S-\d\d)"', rest)}
    wanted = set(
        CatatanSumber.butir.through.objects.values_list("butir__kode", "catatansumber__kode")
    )
    # Member 2 shows the task of member 1 too: same code, same note.
    assert shown == wanted


def test_the_task_tree_of_a_member(auditor: User, masuk: Masuk) -> None:
    text = text_of(page(masuk(auditor), member_address(4)))
    tasks = RincianTugas.objects.filter(anggota__no=4).order_by("urut")
    places = [text.index(f"{task.huruf}. {task.teks}") for task in tasks]
    assert places == sorted(places)
    assert len(places) == 26
    assert "11. rekomendasi." in text
    assert "Dokumen wajib: 11, satu untuk tiap nomor di atas (menurut dokumen sumber)." in text
    assert "Kedudukan dalam Satuan Tugas: Wakil Ketua Merangkap Admin MCP" in text
    assert "Rencana ini sudah ditutup. Capaian tidak dicatat di Pantas." in text


def test_letters_past_z_and_the_pola_of_the_text(auditor: User, masuk: Masuk) -> None:
    client = masuk(auditor)
    fifteen = text_of(page(client, member_address(15)))
    assert fifteen.index(" z. memproses") < fifteen.index(" aa. membuat") < fifteen.index(" bb. ")
    nine = text_of(page(client, member_address(9)))
    assert nine.count("Pola: Semester (menurut teks).") == 1
    assert nine.count("Pola: Sekali setahun (klasifikasi portal).") == 3  # a, b, c
    assert nine.count("Pola: Bila ada kejadian (klasifikasi portal).") == 4  # d, e, f, g
    assert nine.count("Pola: Tahunan (klasifikasi portal).") == 3  # h, i, l


@pytest.mark.parametrize(("no", "other"), [(1, "2 (Wakil Gubernur"), (2, "1 (Gubernur")])
def test_the_shared_task_stands_with_both(auditor: User, masuk: Masuk, no: int, other: str) -> None:
    text = text_of(page(masuk(auditor), member_address(no)))
    assert f"Tugas bersama anggota {other} Nusa Tenggara Timur). Tidak dinilai." in text
    assert "Memberikan pembinaan dan pengarahan umum" in text


def test_previous_and_next_member(auditor: User, masuk: Masuk) -> None:
    client = masuk(auditor)

    def neighbours(no: int) -> list[str]:
        html = page(client, member_address(no))
        return [unescape(a) for a in re.findall(r'<a rel="(?:prev|next)"\s+href="([^"]+)"', html)]

    assert neighbours(1) == [member_address(2)]
    assert neighbours(9) == [member_address(8), member_address(10)]
    assert neighbours(15) == [member_address(14)]


def test_status_and_deadline_of_a_running_plan(berjalan: SimpleNamespace, masuk: Masuk) -> None:
    address = reverse("satgas_anggota", args=[berjalan.anggota[9].pk])
    html = page(masuk(berjalan.operator), f"{address}?rencana={berjalan.rencana.pk}")
    text = text_of(html)
    assert re.findall(r"Perlu perbaikan|Menunggu verifikasi|Belum diunggah", text) == [
        "Perlu perbaikan",
        "Menunggu verifikasi",
        "Belum diunggah",
    ]
    assert text.count("30 hari lagi") == 2  # not for the one that waits for the Inspektorat
    assert [reverse("tugas", args=[c.pk]) in html for c in berjalan.capaian] == [
        True,
        True,
        True,
        False,
    ]
    assert "Capaian tidak dicatat" not in text


def test_status_of_other_units_is_not_shown_to_an_operator(
    berjalan: SimpleNamespace, masuk: Masuk
) -> None:
    address = reverse("satgas_anggota", args=[berjalan.anggota[13].pk])
    address += f"?rencana={berjalan.rencana.pk}"
    text = text_of(page(masuk(berjalan.operator), address))
    assert "Status tugas unit ini tidak ditampilkan untuk peran Anda." in text
    assert "Belum diunggah" not in text
    assert "Belum diunggah" in text_of(page(masuk(berjalan.verifikator), address))


@pytest.mark.parametrize("role", list(Role))
def test_nobody_reads_another_institution(
    resmi: SuratKeputusan, berjalan: SimpleNamespace, masuk: Masuk, role: Role
) -> None:
    unit = None if role is Role.PLATFORM else berjalan.bkd
    client = masuk(buat_user("siapa", role, unit))
    for no in (1, 4):
        assert client.get(member_address(no)).status_code == 404
        assert client.get(member_address(no).split("?")[0]).status_code == 404
    assert client.get(f"{reverse('satgas')}?rencana={resmi.rencana_id}").status_code == 404
    own = client.get(reverse("satgas"))
    assert own.status_code == 200
    assert "92/KEP/HK/2021" not in own.content.decode()
    assert ("Belum ada rencana Satgas" in own.content.decode()) is (role is Role.PLATFORM)


def test_two_plans_can_be_switched(
    resmi: SuratKeputusan, berjalan: SimpleNamespace, masuk: Masuk
) -> None:
    """Home first; a member page stays with its plan, and the switcher leads to its twin."""
    reader = buat_user("dua", Role.AUDITOR, berjalan.bkd)
    reader.membership_set.create(
        role=Role.AUDITOR, unit=Unit.objects.get(instansi__kode="pemprov-ntt", induk=None)
    )
    client = masuk(reader)
    home = page(client, reverse("satgas"))
    assert "92/KEP/HK/2021" not in home
    official = f"?rencana={resmi.rencana_id}"
    assert f'href="{reverse("satgas")}{official}"' in home
    assert "92/KEP/HK/2021" in page(client, reverse("satgas") + official)

    bare = client.get(member_address(9).split("?")[0])
    assert (bare.status_code, bare["Location"]) == (302, member_address(9))
    own = reverse("satgas_anggota", args=[berjalan.anggota[9].pk])
    assert client.get(own + official)["Location"] == member_address(9)
    stray = buat_anggota(berjalan.rencana, berjalan.bkd, 40)
    lost = client.get(reverse("satgas_anggota", args=[stray.pk]) + official)
    assert lost["Location"] == reverse("satgas") + official


def test_a_plan_without_decree_says_so(db: None, masuk: Masuk) -> None:
    instansi = buat_instansi("baru")
    unit = buat_unit(instansi, "akar")
    plan = buat_rencana(instansi)
    plan.surat_keputusan.delete()
    text = text_of(page(masuk(buat_user("admin.baru", Role.ADMIN, unit)), reverse("satgas")))
    assert "Naskah keputusan belum ada" in text


def test_nothing_is_posted(auditor: User, masuk: Masuk) -> None:
    client = masuk(auditor)
    assert client.post(reverse("satgas")).status_code == 405
    assert client.post(member_address(1)).status_code == 405


def test_strangers_are_sent_to_the_login(resmi: SuratKeputusan, client: Client) -> None:
    for address in (reverse("satgas"), member_address(1)):
        assert client.get(address)["Location"].startswith(reverse("account_login"))


def test_query_counts_do_not_grow(berjalan: SimpleNamespace, masuk: Masuk) -> None:
    """One more member with many tasks, documents, notes and sharers costs nothing."""
    client = masuk(berjalan.operator)
    plan = f"?rencana={berjalan.rencana.pk}"
    addresses = [
        reverse("satgas") + plan,
        reverse("satgas_anggota", args=[berjalan.anggota[9].pk]) + plan,
    ]

    def count() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                page(client, address)
            found.append(len(queries))
        return found

    page(client, addresses[0])  # the session is stamped once
    before = count()
    sk = berjalan.rencana.surat_keputusan
    for n in range(60):
        butir = buat_butir(berjalan.rencana, berjalan.bkd, f"9.x{n}", dokumen=3)
        butir.rincian_tugas.sub_set.create(no=1, teks="satu")
        butir.rincian_tugas.bersama.add(buat_anggota(berjalan.rencana, berjalan.bkd, 50 + n))
        note = sk.catatan_set.create(kode=f"S-{n + 1:02d}", golongan="S", teks="catatan")
        note.butir.add(butir)
        note.anggota.add(butir.rincian_tugas.anggota)
    assert count() == before
    assert max(before) <= 12
