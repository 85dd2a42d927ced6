"""The decree, its teams and its action plan as pages: what stands there, and who may read it."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Unit, User
from accounts.permissions import Role
from evidence.models import Rencana
from tests.factories import buat_instansi, buat_unit, buat_user
from tests.factories.zi import buat_zi
from zonaintegritas.models import (
    AnggotaTim,
    BagianKeputusan,
    CatatanSumber,
    IndikatorKeberhasilan,
    KegiatanZI,
    KeputusanZI,
    KeteranganBaris,
    SubKegiatan,
    Tim,
    TugasTim,
)

Masuk = Callable[[User], Client]
KUERI = {"zona_integritas": 10, "zi_rencana_aksi": 9, "zi_tim": 10}


@pytest.fixture
def masuk() -> Masuk:
    """Log a person in."""

    def login(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return login


@pytest.fixture
def pembaca(resmi: KeputusanZI) -> User:
    """A reader of the KPU."""
    root = Unit.objects.get(instansi__kode="kpu-ntt", induk=None)
    return buat_user("auditor.kpu-ntt", Role.AUDITOR, root)


def text_of(html: str) -> str:
    """The text of a page with its white space made one."""
    body = html[html.index("<main") : html.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response
    return response.content.decode()


def teams() -> list[Tim]:
    return list(Tim.objects.filter(jenis="tim", keputusan__rencana__instansi__kode="kpu-ntt"))


def team_address(tim: Tim) -> str:
    return f"{reverse('zi_tim', args=[tim.pk])}?rencana={tim.keputusan.rencana_id}"


def test_the_decree_reads_as_printed(pembaca: User, resmi: KeputusanZI, masuk: Masuk) -> None:
    text = text_of(page(masuk(pembaca), reverse("zona_integritas")))
    for part in BagianKeputusan.objects.all():
        assert part.teks in text
    for member in AnggotaTim.objects.all():
        assert f"{member.no_tercetak} {member.nama}" in text
        assert member.jabatan in text
    for task in TugasTim.objects.all():
        assert task.teks in text
    for kegiatan in KegiatanZI.objects.all():
        assert f"{kegiatan.huruf}. {kegiatan.teks}" in text
    for note in CatatanSumber.objects.all():
        assert note.alasan in text
    for words in (
        "NOMOR 142 TAHUN 2023",
        "Ditetapkan di Kupang pada tanggal 5 Juni 2023",
        "ANDREW SETIAWAN NGONGO KETTE",
        "36 anggota, 6 tim kerja, 30 kegiatan, 68 sub kegiatan, 75 indikator keberhasilan.",
        "36 anggota, 25 tugas",
        "III TIM PENATAAN SISTEM MANAJEMEN SUMBER DAYA MANUSIA",
        "Capaian tidak dicatat di Pantas",
        " ".join(resmi.kepala_lampiran_2),
        "Tercetak sekali untuk kelompok ini",
    ):
        assert words in text


def test_the_action_plan_holds_every_text(pembaca: User, resmi: KeputusanZI, masuk: Masuk) -> None:
    html = page(masuk(pembaca), reverse("zi_rencana_aksi"))
    text = text_of(html)
    for sub in SubKegiatan.objects.all():
        assert f"{sub.no} {sub.teks}".strip() in text
    for one in IndikatorKeberhasilan.objects.all():
        words = f"{one.huruf}. {one.teks}" if one.huruf else one.teks
        assert words in text
    for ket in KeteranganBaris.objects.all():
        assert html.count(f'data-label="KET.">{ket.teks}</td>') == 1
    cells = re.findall(r'<td role="cell" class="bln">(.*?)</td>', html, re.DOTALL)
    assert cells == [""] * 69 * 12
    assert html.count("Tanpa sub kegiatan pada sumber") == 1
    assert "Sama dengan sub kegiatan 3" in text
    assert "dibiarkan kosong sampai ada yang merencanakannya" in text


def test_one_team_of_the_action_plan(pembaca: User, masuk: Masuk) -> None:
    client = masuk(pembaca)
    address = reverse("zi_rencana_aksi")
    only = text_of(page(client, f"{address}?tim=4"))
    assert "Pengisian SMART dan E-Monev" in only
    assert "Pembuatan Media Sosial." not in only
    whole = text_of(page(client, address))
    for wrong in ("0", "7", "x", "²", "9" * 20):
        assert text_of(page(client, f"{address}?tim={wrong}")) == whole


def test_a_team_with_its_members_tasks_and_tree(pembaca: User, masuk: Masuk) -> None:
    client = masuk(pembaca)
    for tim in teams():
        text = text_of(page(client, team_address(tim)))
        for member in tim.anggota_set.all():
            assert f"{member.nama} " in text
            assert member.jabatan in text
        for task in tim.tugas_set.all():
            assert f"{task.no}. {task.teks}" in text
        for kegiatan in tim.kegiatan_set.all():
            assert kegiatan.teks in text
            for one in kegiatan.indikator_set.all():
                assert one.teks in text
            for sub in kegiatan.sub_set.all():
                assert sub.teks in text
    sdm = next(tim for tim in teams() if tim.kode == "III")
    text = text_of(page(client, team_address(sdm)))
    assert "Nama pada Lampiran II: Penataan Sistem Manajemen." in text
    assert text.count("Berlaku juga untuk sub kegiatan 2") == 6
    assert text.count("Sama dengan sub kegiatan 1") == 6


def test_every_note_has_a_marker_and_every_marker_a_note(pembaca: User, masuk: Masuk) -> None:
    client = masuk(pembaca)
    addresses = [
        reverse("zona_integritas"),
        reverse("zi_rencana_aksi"),
        *map(team_address, teams()),
    ]
    for address in addresses:
        html = page(client, address)
        ids = re.findall(r'id="([^"]+)"', html)
        assert len(ids) == len(set(ids)), address
        for target in re.findall(r'href="#([^"]+)"', html):
            assert target in ids, (address, target)
    decree = page(client, addresses[0])
    found = re.findall(r'id="cs-([XZ]-\d\d)"', decree)
    assert found == ["X-02", *(f"Z-{n:02d}" for n in range(1, 24))]


def test_markers_stand_on_the_rows_they_concern(pembaca: User, masuk: Masuk) -> None:
    """The kegiatan of a team page carry the notes of their own rows and no others."""
    client = masuk(pembaca)
    for tim in teams():
        html = page(client, team_address(tim))
        for kegiatan in tim.kegiatan_set.all():
            block = html.split(f'id="kegiatan-{kegiatan.huruf}"')[1].split("</section>")[0]
            shown = set(re.findall(r'href="#cs-([XZ]-\d\d)"', block))
            wanted = CatatanSumber.objects.filter(kegiatan=kegiatan)
            wanted |= CatatanSumber.objects.filter(sub__kegiatan=kegiatan)
            wanted |= CatatanSumber.objects.filter(indikator__kegiatan=kegiatan)
            assert shown == set(wanted.values_list("kode", flat=True)), (tim, kegiatan)


def test_the_menu_and_the_switcher_lead_here(
    pembaca: User, resmi: KeputusanZI, masuk: Masuk
) -> None:
    html = page(masuk(pembaca), reverse("profil"))
    assert f'href="{reverse("zona_integritas")}"' in html
    team = teams()[0]
    answer = masuk(pembaca).get(reverse("zi_tim", args=[team.pk]))
    assert (answer.status_code, answer.headers.get("Location")) in (
        (200, None),
        (302, team_address(team)),
    )


def test_a_team_page_of_another_plan_leads_to_the_same_team_there(
    pembaca: User, resmi: KeputusanZI, masuk: Masuk
) -> None:
    other = buat_zi(resmi.rencana.instansi, Unit.objects.get(kode="tim-sdm"), tahun=2024)
    twin = other.tim_set.get(jenis="tim")
    client = masuk(pembaca)
    first = resmi.tim_set.get(no_lampiran_2=1)
    answer = client.get(f"{reverse('zi_tim', args=[first.pk])}?rencana={other.rencana_id}")
    assert (answer.status_code, answer.headers["Location"]) == (302, team_address(twin))
    last = resmi.tim_set.get(no_lampiran_2=6)
    answer = client.get(f"{reverse('zi_tim', args=[last.pk])}?rencana={other.rencana_id}")
    assert answer.headers["Location"] == (
        f"{reverse('zona_integritas')}?rencana={other.rencana_id}"
    )
    answer = client.get(reverse("zi_tim", args=[twin.pk]))
    assert answer.status_code in (200, 302)


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.PLATFORM,)])
@pytest.mark.parametrize("home", ["kpu-ntt", "pemprov-ntt"])
def test_who_may_read(resmi: KeputusanZI, masuk: Masuk, role: Role, home: str) -> None:
    """Every role of the KPU reads all pages; no role of the Pemprov reads any of it."""
    unit = Unit.objects.get(instansi__kode=home, induk=None)
    client = masuk(buat_user(f"orang.{home}", role, unit))
    plan = {"rencana": resmi.rencana_id}
    wanted = 200 if home == "kpu-ntt" else 404
    for tim in resmi.tim_set.filter(jenis="tim"):
        assert client.get(reverse("zi_tim", args=[tim.pk]), plan).status_code == wanted
    for name in ("zona_integritas", "zi_rencana_aksi"):
        assert client.get(reverse(name), plan).status_code == wanted
        answer = client.get(reverse(name))
        assert answer.status_code == 200
        assert ("Melanie S. Wila Hege" in answer.content.decode()) == (
            home == "kpu-ntt" and name == "zona_integritas"
        )
        if home != "kpu-ntt":
            assert "Belum ada rencana Zona Integritas" in answer.content.decode()
    for tim in resmi.tim_set.exclude(jenis="tim"):  # no page of their own
        assert client.get(reverse("zi_tim", args=[tim.pk]), plan).status_code == 404


def test_a_plan_without_decree_says_so(masuk: Masuk, db: None) -> None:
    instansi = buat_instansi("alfa")
    unit = buat_unit(instansi, "akar", jenis="pimpinan")
    Rencana.objects.create(
        instansi=instansi,
        jenis="zi",
        nama="Zona Integritas 2026",
        tahun=2026,
        mulai="2026-01-01",
        selesai="2026-12-31",
    )
    client = masuk(buat_user("admin.alfa", Role.ADMIN, unit))
    for name in ("zona_integritas", "zi_rencana_aksi"):
        assert "Naskah keputusan belum ada" in page(client, reverse(name))


def test_no_page_takes_a_post(pembaca: User, masuk: Masuk) -> None:
    client = masuk(pembaca)
    for address in (
        reverse("zona_integritas"),
        reverse("zi_rencana_aksi"),
        team_address(teams()[0]),
    ):
        assert client.post(address).status_code == 405


def _cost(client: Client, address: str) -> int:
    client.get(address)  # the first request after a login stamps the session
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_pages_cost_the_same_however_many_rows(
    pembaca: User, resmi: KeputusanZI, masuk: Masuk
) -> None:
    """The decree's 69 rows and a plan of one row cost the same."""
    instansi = buat_instansi("alfa")
    root = buat_unit(instansi, "akar", jenis="pimpinan")
    small = buat_zi(instansi, buat_unit(instansi, "tim", induk=root, jenis="tim"))
    reader = buat_user("auditor.alfa", Role.AUDITOR, root)
    for user, document in ((pembaca, resmi), (reader, small)):
        client = masuk(user)
        plan = f"?rencana={document.rencana_id}"
        tim = document.tim_set.filter(jenis="tim").order_by("urut")[0]
        assert {
            "zona_integritas": _cost(client, reverse("zona_integritas") + plan),
            "zi_rencana_aksi": _cost(client, reverse("zi_rencana_aksi") + plan),
            "zi_tim": _cost(client, reverse("zi_tim", args=[tim.pk]) + plan),
        } == KUERI
