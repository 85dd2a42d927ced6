"""Instructions of the Ketua: who gives, who receives, who reads, and what they cost."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from accounts.permissions import Denied, Role
from audit.models import Kejadian
from evidence.actions import IsianKurang, NotAllowed, tutup_rencana
from evidence.actions.disposisi import beri_disposisi, selesaikan_disposisi, unit_penerima
from evidence.lists.disposisi import terbuka_untuk
from evidence.models import Disposisi
from tests.factories import buat_rencana, buat_unit, buat_user, segar
from tests.integration.evidence.conftest import bangun_dunia
from tests.integration.evidence.test_pengecualian_views import PERAN, serempak
from tests.integration.evidence.test_views_access import person

ISI = "Lengkapi dokumen 2 sebelum rapat hari Senin."


def beri(dunia: SimpleNamespace, **lain: Any) -> Disposisi:
    """The Ketua instructs the office about its task."""
    isi = {
        "rencana_id": dunia.rencana.pk,
        "capaian_id": dunia.c_bkd.pk,
        "kepada_id": dunia.bkd.pk,
        "isi": ISI,
        "by": dunia.ketua,
        **lain,
    }
    return beri_disposisi(**isi)


def test_given_read_answered(dunia: SimpleNamespace, client: Client) -> None:
    tenggat = timezone.localdate() + timedelta(days=3)
    given = beri(dunia, tenggat=tenggat)
    assert (given.jabatan, given.instansi, given.selesai) == (
        dunia.ketua.jabatan,
        dunia.instansi,
        None,
    )
    with CaptureQueriesContext(connection) as queries:
        rows = terbuka_untuk(dunia.operator, dunia.rencana)
    assert ([r.disposisi.pk for r in rows], len(queries)) == ([given.pk], 1 + 1)  # memberships too
    assert terbuka_untuk(dunia.operator_pupr, dunia.rencana) == []
    assert terbuka_untuk(dunia.bawahan, dunia.rencana) == []
    assert terbuka_untuk(dunia.ketua, dunia.rencana) == []
    url = reverse("disposisi_rinci", args=[given.pk])
    client.force_login(dunia.operator)
    for page in (reverse("tugas", args=[dunia.c_bkd.pk]), reverse("disposisi"), url):
        assert ISI in client.get(page).content.decode(), page
    refused = client.post(url, {"tanggapan": "  "})
    assert refused.status_code == 422
    assert client.post(url, {"tanggapan": "Sudah diunggah kemarin."})["Location"] == url
    again = client.post(url, {"tanggapan": "Lagi."})
    assert again.status_code == 409
    assert "sudah ditandai selesai oleh" in again.content.decode()
    given.refresh_from_db()
    assert (given.tanggapan, given.selesai_oleh) == ("Sudah diunggah kemarin.", dunia.operator)
    client.force_login(dunia.ketua)
    assert "Sudah diunggah kemarin." in client.get(url).content.decode()
    task = client.get(reverse("tugas", args=[dunia.c_bkd.pk])).content.decode()
    assert "Sudah diunggah kemarin." in task
    codes = ["disposisi.beri", "disposisi.selesai"]
    events = Kejadian.objects.filter(objek_jenis="disposisi").order_by("no")
    assert [e.aksi for e in events] == codes


@pytest.mark.parametrize(
    ("lain", "fields"),
    [
        ({"isi": "  "}, {"isi"}),
        ({"isi": "x" * 2001}, {"isi"}),
        ({"tenggat": timezone.localdate() - timedelta(days=2)}, {"tenggat"}),
        ({"kepada_id": 999_999}, {"kepada"}),
        ({"isi": "", "kepada_id": 0}, {"isi", "kepada"}),
    ],
)
def test_an_instruction_names_what_is_missing(
    dunia: SimpleNamespace, lain: dict[str, Any], fields: set[str]
) -> None:
    with pytest.raises(IsianKurang) as error:
        beri(dunia, **lain)
    assert set(error.value.galat) == fields
    assert Disposisi.objects.count() == 0


def test_to_whom(dunia: SimpleNamespace, lain: SimpleNamespace) -> None:
    today = timezone.localdate()
    about_a_task = unit_penerima(dunia.ketua, dunia.rencana, dunia.c_dukung, today)
    assert [u.kode for u in about_a_task] == ["pupr", "bkd"]  # the reporting unit first
    assert [u.kode for u in unit_penerima(dunia.ketua, dunia.rencana, None, today)] == [
        "bidang",
        "bkd",
        "itda",
        "pupr",
        "setda",
    ]
    Unit.objects.filter(pk=dunia.pupr.pk).update(aktif_selesai=today - timedelta(days=1))
    kode = [u.kode for u in unit_penerima(dunia.ketua, dunia.rencana, None, today)]
    assert "pupr" not in kode
    assert unit_penerima(dunia.ketua, lain.rencana, None, today) == []
    assert unit_penerima(dunia.admin_user, dunia.rencana, None, today) == []
    with pytest.raises(IsianKurang):
        beri(dunia, kepada_id=dunia.pupr.pk)  # has nothing to do with the task
    with pytest.raises(IsianKurang):
        beri(dunia, capaian_id=None, kepada_id=lain.bkd.pk)


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """The small world with its admin named."""
    world = bangun_dunia("alfa")
    world.admin_user = person(world, "admin")
    return world


def test_only_in_a_running_plan_and_about_its_task(
    dunia: SimpleNamespace, lain: SimpleNamespace
) -> None:
    other = buat_rencana(dunia.instansi, tahun=dunia.rencana.tahun + 1)
    with pytest.raises(NotAllowed, match="tidak sedang berjalan"):
        beri(dunia, rencana_id=other.pk)
    with pytest.raises(NotAllowed, match="bukan bagian dari rencana ini"):
        beri(dunia, capaian_id=lain.c_bkd.pk)
    with pytest.raises(Denied):
        beri(dunia, rencana_id=lain.rencana.pk, capaian_id=lain.c_bkd.pk, kepada_id=lain.bkd.pk)
    tutup_rencana(rencana_id=dunia.rencana.pk, by=dunia.admin_user)
    with pytest.raises(NotAllowed, match="tidak sedang berjalan"):
        beri(dunia)


@pytest.mark.parametrize("peran", [p for p in PERAN if p != "ketua"])
def test_only_the_ketua_gives(dunia: SimpleNamespace, client: Client, peran: str) -> None:
    user = person(dunia, peran)
    with pytest.raises(Denied):
        beri(dunia, by=user)
    client.force_login(user)
    data = {"rencana": dunia.rencana.pk, "kepada": dunia.bkd.pk, "isi": ISI}
    for answer in (
        client.get(reverse("disposisi_beri")),
        client.post(reverse("disposisi_beri"), data),
    ):
        assert answer.status_code == 403
    assert Disposisi.objects.count() == 0


# role -> (list, one instruction, its answer by POST)
TABEL = {
    "operator": (200, 200, 302),
    "bawahan": (200, 404, 404),
    "operator_pupr": (200, 404, 404),
    "verifikator": (200, 200, 409),
    "ketua": (200, 200, 409),
    "admin": (200, 200, 409),
    "auditor": (200, 200, 409),
    "auditor_tugas": (200, 200, 409),
    "platform": (403, 403, 403),
}


def test_each_role(dunia: SimpleNamespace, client: Client) -> None:
    got = {}
    for role in PERAN:
        row = beri(dunia)
        client.force_login(person(dunia, role))
        url = reverse("disposisi_rinci", args=[row.pk])
        got[role] = (
            client.get(reverse("disposisi")).status_code,
            client.get(url).status_code,
            client.post(url, {"tanggapan": "Selesai."}).status_code,
        )
        row.refresh_from_db()
        assert (row.selesai is not None) is (role == "operator")
    assert got == TABEL


def test_other_institution_is_not_there(
    dunia: SimpleNamespace, lain: SimpleNamespace, client: Client
) -> None:
    theirs = beri(lain)
    url = reverse("disposisi_rinci", args=[theirs.pk])
    for role in PERAN:
        client.force_login(person(dunia, role))
        wanted = 403 if role == "platform" else 404
        assert client.get(url).status_code == wanted, role
        assert client.post(url, {"tanggapan": "x"}).status_code == wanted, role
        if role != "platform":
            page = client.get(reverse("disposisi"), {"keadaan": "semua"}).content.decode()
            assert ISI not in page
            assert terbuka_untuk(segar(person(dunia, role)), lain.rencana) == []
    client.force_login(dunia.ketua)
    for asked in ({"capaian": lain.c_bkd.pk}, {"rencana": lain.rencana.pk}):
        for method in (client.get, client.post):
            assert method(reverse("disposisi_beri"), asked).status_code == 404


def test_the_small_form_comes_back_and_loses_nothing(
    dunia: SimpleNamespace, client: Client
) -> None:
    client.force_login(dunia.ketua)
    task = reverse("tugas", args=[dunia.c_bkd.pk])
    assert f'action="{reverse("disposisi_beri")}"' in client.get(task).content.decode()
    url = reverse("disposisi_beri")
    data = {
        "rencana": dunia.rencana.pk,
        "capaian": dunia.c_bkd.pk,
        "kepada": dunia.bkd.pk,
        "isi": ISI,
        "tenggat": "31-02-2026",
        "next": task,
    }
    wrong = client.post(url, data)
    page = wrong.content.decode()
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["tenggat"])
    assert ISI in page
    assert f'name="next" value="{task}"' in page
    data["tenggat"] = timezone.localdate().isoformat()
    assert client.post(url, data)["Location"] == task
    for lanjut in ("https://jahat.id/", "//jahat.id", "jahat", ""):
        answer = client.post(url, data | {"next": lanjut})
        assert answer["Location"] == reverse("disposisi"), lanjut
    given = set(Disposisi.objects.values_list("capaian", "kepada", "tenggat"))
    assert given == {(dunia.c_bkd.pk, dunia.bkd.pk, timezone.localdate())}


def test_filters_and_empty_states(dunia: SimpleNamespace, client: Client) -> None:
    url = reverse("disposisi")
    client.force_login(dunia.operator)
    assert "Tidak ada disposisi di sini" in client.get(url).content.decode()
    late = beri(dunia, tenggat=timezone.localdate())
    Disposisi.objects.filter(pk=late.pk).update(tenggat=timezone.localdate() - timedelta(days=1))
    other = beri(dunia, capaian_id=None, kepada_id=dunia.pupr.pk, isi="Hadir pada rapat.")
    done = beri(dunia, isi="Sudah lama.")
    selesaikan_disposisi(disposisi_id=done.pk, tanggapan="Beres.", by=dunia.operator)

    def shown(**query: Any) -> list[int]:
        return [b.disposisi.pk for b in client.get(url, query).context["daftar"].baris]

    assert shown() == [late.pk]
    assert "Lewat tenggat" in client.get(url).content.decode()
    assert shown(keadaan="selesai") == [done.pk]
    client.force_login(dunia.ketua)
    assert shown() == [late.pk, other.pk]
    assert shown(arah="diberikan", keadaan="semua") == [done.pk, other.pk, late.pk]
    assert shown(arah="diterima") == []
    assert shown(unit=dunia.pupr.pk) == [other.pk]
    assert shown(unit="²", arah="asal", keadaan="asal", page="9") == [late.pk, other.pk]
    client.force_login(dunia.verifikator)
    assert shown(keadaan="semua") == [done.pk, other.pk, late.pk]


@pytest.mark.parametrize("jumlah", [1, 60])
def test_a_list_costs_the_same_with_sixty(
    dunia: SimpleNamespace, client: Client, jumlah: int
) -> None:
    now = timezone.now()
    units = [buat_unit(dunia.instansi, f"u{n}", induk=dunia.bkd) for n in range(jumlah)]
    givers = [buat_user(f"ketua{n}", Role.KETUA, dunia.akar) for n in range(jumlah)]
    Disposisi.objects.bulk_create(
        Disposisi(
            instansi=dunia.instansi,
            rencana=dunia.rencana,
            capaian=dunia.c_bkd if n % 2 else None,
            kepada=units[n],
            isi=f"{ISI} {n}",
            dibuat=now,
            oleh=givers[n],
        )
        for n in range(jumlah)
    )
    found = {}
    for role in ("operator", "ketua", "auditor"):
        client.force_login(person(dunia, role))
        client.get(reverse("disposisi"))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("disposisi"))
        found[role] = len(queries)
        assert len(page.context["daftar"].baris) == min(jumlah, 50)
    assert found == KUERI


# Session, user, memberships, plans, menu counts; then tabs, rows, units.
KUERI = {"operator": 8, "ketua": 8, "auditor": 7}


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_wins(transactional_db: None, data_folder: object) -> None:
    world = bangun_dunia("alfa")
    row = beri(world)
    second = buat_user("operator2", Role.OPERATOR, world.bkd)
    found = serempak(
        lambda: selesaikan_disposisi(disposisi_id=row.pk, tanggapan="Satu.", by=world.operator),
        lambda: selesaikan_disposisi(disposisi_id=row.pk, tanggapan="Dua.", by=second),
    )
    lost = [f for f in found if isinstance(f, Exception)]
    assert [type(f) for f in lost] == [NotAllowed]
    row.refresh_from_db()
    assert row.selesai_oleh is not None
    assert row.selesai_oleh.nama in str(lost[0])
