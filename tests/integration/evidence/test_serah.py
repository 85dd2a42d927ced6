"""Hand-overs: who may, in which state, whose lateness, races, and what both units see."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Denied
from audit.models import Kejadian
from evidence.actions import IsianKurang, NotAllowed, kembalikan, serahkan, terima
from evidence.actions.kewajiban import buat_serah_terima
from evidence.models import AlurSerah, Butir, Capaian, Rencana, SerahTerima
from tests.factories import buat_serah
from tests.integration.evidence.test_views_queries import hitung
from tests.integration.jobs.conftest import serempak

K = SerahTerima.Keadaan
LANGKAH: dict[str, Callable[..., SerahTerima]] = {
    "serahkan": serahkan,
    "terima": terima,
    "kembalikan": kembalikan,
}
PERAN = (
    "operator",
    "bawahan",
    "operator_pupr",
    "operator_itda",
    "verifikator",
    "ketua",
    "auditor",
    "auditor_tugas",
)


@pytest.fixture
def serah(dunia: SimpleNamespace) -> SerahTerima:
    """From the office under test (operator) to the Inspektorat (operator_itda)."""
    return buat_serah(dunia.c_bkd, dunia.c_itda)


def pemegang(dunia: SimpleNamespace) -> Any:
    """Who holds the receiving task up."""
    return Capaian.objects.get(pk=dunia.c_itda.pk).pemegang


def di(serah: SerahTerima, keadaan: str) -> None:
    """Put a hand-over into a state (the walk to it has its own test)."""
    SerahTerima.objects.filter(pk=serah.pk).update(keadaan=keadaan)


def hasil(call: Callable[[], object]) -> str:
    """What became of a step: "" or the class of its refusal."""
    try:
        call()
    except (Denied, NotAllowed) as error:
        return type(error).__name__
    return ""


def test_the_whole_walk_with_a_return(dunia: SimpleNamespace, serah: SerahTerima) -> None:
    assert pemegang(dunia) == dunia.bkd
    serahkan(serah_id=serah.pk, by=dunia.operator, catatan=" Tiga laporan. ")
    serah.refresh_from_db()
    assert (serah.keadaan, serah.catatan, serah.diserahkan_oleh) == (
        K.DISERAHKAN,
        "Tiga laporan.",
        dunia.operator,
    )
    assert pemegang(dunia) is None
    kembalikan(serah_id=serah.pk, by=dunia.operator_itda, catatan="Laporan ketiga kurang.")
    assert pemegang(dunia) == dunia.bkd
    serahkan(serah_id=serah.pk, by=dunia.operator, catatan="Sudah lengkap.")
    terima(serah_id=serah.pk, by=dunia.operator_itda)
    serah.refresh_from_db()
    assert (serah.keadaan, serah.dijawab_oleh) == (K.DITERIMA, dunia.operator_itda)
    assert pemegang(dunia) is None
    trail = Kejadian.objects.filter(objek_jenis="serah_terima", objek_id=str(serah.pk))
    assert list(trail.order_by("no").values_list("aksi", flat=True)) == [
        "serah.serahkan",
        "serah.kembalikan",
        "serah.serahkan",
        "serah.terima",
    ]


@pytest.mark.parametrize("keadaan", K.values)
def test_role_by_state(dunia: SimpleNamespace, serah: SerahTerima, keadaan: str) -> None:
    allowed = {
        "serahkan": ("operator", (K.BELUM, K.DIKEMBALIKAN)),
        "terima": ("operator_itda", (K.DISERAHKAN,)),
        "kembalikan": ("operator_itda", (K.DISERAHKAN,)),
    }
    found, wanted = {}, {}
    for aksi, langkah in LANGKAH.items():
        who, states = allowed[aksi]
        for peran in PERAN:
            di(serah, keadaan)
            call = partial(langkah, serah_id=serah.pk, by=getattr(dunia, peran), catatan="Ya.")
            found[aksi, peran] = hasil(call)
            wanted[aksi, peran] = (
                "Denied" if peran != who else "" if keadaan in states else "NotAllowed"
            )
    assert found == wanted


@pytest.mark.parametrize("peran", PERAN)
def test_nobody_of_the_other_institution(
    dunia: SimpleNamespace, lain: SimpleNamespace, serah: SerahTerima, client: Client, peran: str
) -> None:
    user = getattr(lain, peran)
    client.force_login(user)
    for aksi, langkah in LANGKAH.items():
        with pytest.raises(Denied):
            langkah(serah_id=serah.pk, by=user, catatan="Catatan.")
        answer = client.post(reverse("serah", args=[serah.pk]), {"aksi": aksi, "catatan": "x"})
        assert answer.status_code == 404
    serah.refresh_from_db()
    assert serah.keadaan == K.BELUM


def test_not_in_a_closed_plan_nor_for_a_superseded_window(
    dunia: SimpleNamespace, serah: SerahTerima
) -> None:
    Capaian.objects.filter(pk=dunia.c_itda.pk).update(gugur=timezone.now())
    with pytest.raises(NotAllowed, match="diganti"):
        serahkan(serah_id=serah.pk, by=dunia.operator)
    Capaian.objects.filter(pk=dunia.c_itda.pk).update(gugur=None)
    Rencana.objects.filter(pk=dunia.rencana.pk).update(status="ditutup")
    with pytest.raises(NotAllowed, match="tidak sedang berjalan"):
        serahkan(serah_id=serah.pk, by=dunia.operator)


def test_a_return_needs_its_reason(dunia: SimpleNamespace, serah: SerahTerima) -> None:
    serahkan(serah_id=serah.pk, by=dunia.operator)
    with pytest.raises(IsianKurang) as error:
        kembalikan(serah_id=serah.pk, by=dunia.operator_itda, catatan="  ")
    assert set(error.value.galat) == {"catatan"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kedua", ["terima", "kembalikan"])
def test_two_answers_at_once(dunia: SimpleNamespace, serah: SerahTerima, kedua: str) -> None:
    serahkan(serah_id=serah.pk, by=dunia.operator)
    answers = serempak(
        lambda: terima(serah_id=serah.pk, by=dunia.operator_itda),
        lambda: LANGKAH[kedua](serah_id=serah.pk, by=dunia.operator_itda, catatan="Kurang."),
    )
    assert sorted(type(a).__name__ for a in answers) == ["NotAllowed", "SerahTerima"]
    refused = next(str(a) for a in answers if isinstance(a, NotAllowed))
    assert "sudah di" in refused
    assert dunia.operator_itda.nama in refused
    trail = Kejadian.objects.filter(objek_jenis="serah_terima", objek_id=str(serah.pk))
    assert trail.count() == 2


def test_lateness_follows_the_holder(
    dunia: SimpleNamespace, serah: SerahTerima, client: Client
) -> None:
    today = timezone.localdate()
    Capaian.objects.filter(pk=dunia.c_itda.pk).update(batas=today - timedelta(days=2))
    rows = Capaian.objects.filter(pk=dunia.c_itda.pk)

    def late() -> tuple[int, int, int]:
        return (
            rows.late(today).count(),
            rows.held_late(today).count(),
            rows.late_of_own_unit(today).count(),
        )

    assert late() == (1, 1, 0)
    client.force_login(dunia.operator_itda)
    page = client.get(reverse("tugas_saya"))
    row = page.context["daftar"].kelompok[0]
    assert (row.kunci, row.baris[0].pemegang, row.baris[0].lewat) == (
        "penyerahan",
        dunia.bkd.nama,
        False,
    )
    assert "lewat batas" not in page.context["daftar"].kalimat
    task = client.get(reverse("tugas", args=[dunia.c_itda.pk]))
    assert task.context["rincian"].lewat == ""
    assert f"Menunggu penyerahan dari {dunia.bkd.nama}" in task.content.decode()

    client.force_login(dunia.operator)
    [line] = client.get(reverse("tugas_saya")).context["serah"]
    assert (line.ajakan, line.lewat, line.sisa) == (
        f"Serahkan kepada {dunia.itda.nama_pendek}",
        True,
        "Lewat batas waktu 2 hari",
    )

    serahkan(serah_id=serah.pk, by=dunia.operator)
    assert late() == (1, 0, 1)
    assert client.get(reverse("tugas_saya")).context["serah"] == []
    client.force_login(dunia.operator_itda)
    page = client.get(reverse("tugas_saya"))
    assert page.context["daftar"].kelompok[0].baris[0].lewat is True
    assert [s.ajakan for s in page.context["serah"]] == [f"Terima dari {dunia.bkd.nama_pendek}"]


def test_one_button_each(dunia: SimpleNamespace, serah: SerahTerima, client: Client) -> None:
    url = reverse("serah", args=[serah.pk])
    client.force_login(dunia.operator)
    answer = client.post(url, {"aksi": "serahkan", "catatan": "Tiga laporan."})
    assert (answer.status_code, answer["Location"]) == (
        302,
        reverse("tugas", args=[dunia.c_bkd.pk]),
    )
    client.force_login(dunia.operator_itda)
    page = client.get(reverse("tugas", args=[dunia.c_itda.pk])).content.decode()
    assert 'value="terima"' in page
    assert "Tiga laporan." in page
    refused = client.post(url, {"aksi": "kembalikan", "catatan": ""})
    assert refused.status_code == 422
    assert "Tulis alasan" in refused.content.decode()
    long = client.post(url, {"aksi": "kembalikan", "catatan": "x" * 4001})
    assert long.status_code == 422
    assert "x" * 4001 in long.content.decode()
    answer = client.post(url, {"aksi": "terima", "catatan": ""})
    assert answer["Location"] == reverse("tugas", args=[dunia.c_itda.pk])
    again = client.post(url, {"aksi": "terima", "catatan": "Catatan saya"})
    assert again.status_code == 409
    assert "sudah diterima oleh" in again.content.decode()
    assert client.post(url, {"aksi": "lain"}).status_code == 409


def test_a_reader_sees_the_page_without_buttons(
    dunia: SimpleNamespace, serah: SerahTerima, client: Client
) -> None:
    url = reverse("serah", args=[serah.pk])
    client.force_login(dunia.auditor)
    page = client.get(url)
    assert (page.status_code, 'name="aksi"' in page.content.decode()) == (200, False)
    assert client.post(url, {"aksi": "serahkan"}).status_code == 403
    client.force_login(dunia.operator_pupr)  # neither side is theirs
    assert client.get(url).status_code == 404


def test_the_other_unit_is_a_name_without_a_link(
    dunia: SimpleNamespace, serah: SerahTerima, client: Client
) -> None:
    client.force_login(dunia.operator)
    own = client.get(reverse("tugas", args=[dunia.c_bkd.pk])).content.decode()
    assert dunia.itda.nama in own
    assert reverse("tugas", args=[dunia.c_itda.pk]) not in own
    client.force_login(dunia.verifikator)
    page = client.get(reverse("tugas", args=[dunia.c_bkd.pk])).content.decode()
    assert reverse("tugas", args=[dunia.c_itda.pk]) in page


def test_starting_a_plan_makes_the_hand_overs_once(dunia: SimpleNamespace) -> None:
    AlurSerah.objects.create(
        rencana=dunia.rencana, dari=dunia.c_bkd.butir, ke=dunia.c_itda.butir, sumber="teks"
    )
    assert [buat_serah_terima(dunia.rencana) for _ in range(2)] == [1, 0]
    assert pemegang(dunia) == dunia.bkd


def test_pages_cost_the_same_with_more_hand_overs(dunia: SimpleNamespace, client: Client) -> None:
    client.force_login(dunia.operator)
    buat_serah(dunia.c_bkd, dunia.c_itda)
    Butir.objects.filter(pk=dunia.c_itda.butir_id).update(pola="terus")
    pages = [reverse("tugas_saya"), reverse("tugas", args=[dunia.c_bkd.pk])]
    before = [len(hitung(client, url)) for url in pages]
    for receiver in (dunia.c_pupr, dunia.c_dukung):
        serahkan(serah_id=buat_serah(dunia.c_bkd, receiver).pk, by=dunia.operator)
    buat_serah(dunia.c_pupr, dunia.c_bkd)
    assert [len(hitung(client, url)) for url in pages] == before
    assert before[0] <= 12
