"""Assignment among reviewers: who may, to whom, in which state, and what it leaves alone."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Denied, Role
from audit.models import Kejadian
from evidence.actions import IsianKurang, NotAllowed, putuskan, tutup_rencana
from evidence.actions.pembagian import PALING_BANYAK, bagi_rata, bagikan
from evidence.lists.pemeriksa import macet, pemeriksa_aktif, peringatan
from evidence.models import Capaian, Keputusan
from evidence.readiness import second_reviewer
from evidence.workflow import Aksi, Status
from tests.factories import (
    buat_user,
    dikembalikan,
    disetujui,
    draf,
    pemenuhan_ids,
    segar,
    terkirim,
)

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


def pemeriksa(capaian: Capaian) -> User | None:
    """Whom a task is assigned to as stored now."""
    return Capaian.objects.get(pk=capaian.pk).pemeriksa


def keadaan(dunia: SimpleNamespace) -> dict[str, Capaian]:
    """A task in each state that the plan knows, by its name."""
    menunggu = terkirim(dunia.c_bkd, dunia.operator)
    return {
        "menunggu": menunggu,
        "perbaikan": dikembalikan(dunia.c_pupr, dunia.operator_pupr, dunia.verifikator),
        "disetujui": disetujui(dunia.c_dukung, dunia.operator_pupr, dunia.verifikator),
        "draf": draf(dunia.c_itda, dunia.operator_itda),
    }


@pytest.mark.parametrize("peran", PERAN)
def test_only_who_may_assign_does(dunia: SimpleNamespace, peran: str) -> None:
    """Role x state: a verifikator assigns what waits or came back, nobody else anything."""
    rows = keadaan(dunia)
    user = getattr(dunia, peran)
    found = {}
    for nama, capaian in rows.items():
        try:
            hasil = bagikan(
                capaian_ids=[capaian.pk], pemeriksa_id=dunia.verifikator2.pk, by=segar(user)
            )
        except Denied:
            found[nama] = "ditolak"
        else:
            found[nama] = "dibagi" if hasil.dibagi else "dilewati"
            assert len(hasil.dibagi) + len(hasil.dilewati) == 1
    if peran == "verifikator":
        assert found == {
            "menunggu": "dibagi",
            "perbaikan": "dibagi",
            "disetujui": "dilewati",
            "draf": "dilewati",
        }
    else:
        assert found == dict.fromkeys(rows, "ditolak")
    assigned = set(Capaian.objects.exclude(pemeriksa=None).values_list("pk", flat=True))
    expected = {rows["menunggu"].pk, rows["perbaikan"].pk} if peran == "verifikator" else set()
    assert assigned == expected


def test_another_institution_is_out_of_reach(dunia: SimpleNamespace, lain: SimpleNamespace) -> None:
    own = terkirim(dunia.c_bkd, dunia.operator)
    foreign = terkirim(lain.c_bkd, lain.operator)
    with pytest.raises(Denied):
        bagikan(capaian_ids=[foreign.pk], pemeriksa_id=dunia.verifikator.pk, by=dunia.verifikator)
    with pytest.raises(Denied):  # all or nothing: the own one stays as it is too
        bagikan(
            capaian_ids=[own.pk, foreign.pk],
            pemeriksa_id=dunia.verifikator.pk,
            by=dunia.verifikator,
        )
    for stranger in (lain.verifikator.pk, 999_999_999):
        with pytest.raises(IsianKurang, match="Pilih pemeriksa dari daftar"):
            bagikan(capaian_ids=[own.pk], pemeriksa_id=stranger, by=dunia.verifikator)
        with pytest.raises(IsianKurang, match="Pilih pemeriksa dari daftar"):
            bagi_rata(
                capaian_ids=[own.pk],
                pemeriksa_ids=[dunia.verifikator.pk, stranger],
                by=dunia.verifikator,
            )
    assert (pemeriksa(own), pemeriksa(foreign)) == (None, None)


@pytest.mark.parametrize("peran", ["operator", "operator_itda", "ketua", "auditor"])
def test_whoever_can_not_decide_is_no_reviewer(dunia: SimpleNamespace, peran: str) -> None:
    c = terkirim(dunia.c_bkd, dunia.operator)
    with pytest.raises(IsianKurang, match="Pilih pemeriksa dari daftar"):
        bagikan(capaian_ids=[c.pk], pemeriksa_id=getattr(dunia, peran).pk, by=dunia.verifikator)
    User.objects.filter(pk=dunia.verifikator2.pk).update(is_active=False)
    with pytest.raises(IsianKurang, match="Pilih pemeriksa dari daftar"):
        bagikan(capaian_ids=[c.pk], pemeriksa_id=dunia.verifikator2.pk, by=dunia.verifikator)
    assert pemeriksa(c) is None


def rangkap(dunia: SimpleNamespace) -> User:
    """A verifikator who also sends the Inspektorat's own task."""
    user = buat_user("rangkap", Role.OPERATOR, dunia.itda)
    user.membership_set.create(unit=dunia.itda, role=Role.VERIFIKATOR)
    return segar(user)


def test_an_author_is_named_and_passed_over(dunia: SimpleNamespace) -> None:
    double = rangkap(dunia)
    own = terkirim(dunia.c_itda, double)
    other = terkirim(dunia.c_bkd, dunia.operator)
    hasil = bagikan(capaian_ids=[own.pk, other.pk], pemeriksa_id=double.pk, by=dunia.verifikator)
    assert hasil.dibagi == ["9.a"]
    assert hasil.dilewati == [
        "4.a: Nama rangkap ikut mengisi, mengunggah, atau mengirim tugas ini (empat mata)"
    ]
    assert (pemeriksa(own), pemeriksa(other)) == (None, double)


def test_sharing_takes_turns_and_skips_authors(dunia: SimpleNamespace) -> None:
    double = rangkap(dunia)
    rows = [
        terkirim(dunia.c_itda, double),
        terkirim(dunia.c_bkd, dunia.operator),
        terkirim(dunia.c_pupr, dunia.operator_pupr),
        terkirim(dunia.c_dukung, dunia.operator_pupr),
    ]
    hasil = bagi_rata(
        capaian_ids=[c.pk for c in reversed(rows)],
        pemeriksa_ids=[double.pk, dunia.verifikator.pk],
        by=dunia.verifikator2,
    )
    assert (hasil.dibagi, hasil.dilewati) == (["4.a", "9.a", "13.b", "13.a"], [])
    assert dict(hasil.dapat) == {"Nama verif.alfa": 2, "Nama rangkap": 2}
    # the first goes to the other because the one in turn wrote it; then in turn again
    assert [pemeriksa(c) for c in rows] == [
        dunia.verifikator,
        double,
        double,
        dunia.verifikator,
    ]
    alone = bagi_rata(capaian_ids=[rows[0].pk], pemeriksa_ids=[double.pk], by=dunia.verifikator)
    assert (alone.dibagi, len(alone.dilewati)) == ([], 1)
    assert pemeriksa(rows[0]) == dunia.verifikator


def test_an_assignment_is_no_change_of_the_task(dunia: SimpleNamespace) -> None:
    """An open form does not conflict, nobody becomes an author, and another may decide."""
    c = terkirim(dunia.c_bkd, dunia.operator)
    before = (c.versi, c.diubah, Keputusan.objects.count(), set(c.penulis.all()))
    events = Kejadian.objects.filter(aksi="capaian.bagi")
    bagikan(capaian_ids=[c.pk], pemeriksa_id=dunia.verifikator2.pk, by=dunia.verifikator)
    bagikan(capaian_ids=[c.pk], pemeriksa_id=dunia.verifikator2.pk, by=dunia.verifikator)
    again = Capaian.objects.get(pk=c.pk)
    assert (
        again.versi,
        again.diubah,
        Keputusan.objects.count(),
        set(again.penulis.all()),
    ) == before
    assert [e.isi for e in events] == [{"dari": "", "ke": "Nama verif2.alfa"}]
    putuskan(
        capaian_id=c.pk,
        versi=c.versi,
        pemenuhan_ids=pemenuhan_ids(c, Status.MENUNGGU),
        aksi=Aksi.SETUJUI,
        by=dunia.verifikator,
        nilai=90,
    )
    # taking back works in whatever state
    bagikan(capaian_ids=[c.pk], pemeriksa_id=None, by=dunia.verifikator)
    assert pemeriksa(c) is None
    assert [e.isi for e in events.order_by("no")][1:] == [{"dari": "Nama verif2.alfa", "ke": ""}]


def test_a_closed_plan_and_too_many_are_refused(dunia: SimpleNamespace) -> None:
    c = terkirim(dunia.c_bkd, dunia.operator)
    with pytest.raises(IsianKurang, match="Centang paling sedikit satu"):
        bagikan(capaian_ids=[], pemeriksa_id=dunia.verifikator.pk, by=dunia.verifikator)
    with pytest.raises(NotAllowed, match="Paling banyak 200"):
        bagikan(
            capaian_ids=range(1, PALING_BANYAK + 2),
            pemeriksa_id=dunia.verifikator.pk,
            by=dunia.verifikator,
        )
    admin = buat_user("penutup", Role.ADMIN, dunia.akar)
    tutup_rencana(rencana_id=dunia.rencana.pk, by=admin)
    hasil = bagikan(capaian_ids=[c.pk], pemeriksa_id=dunia.verifikator.pk, by=dunia.verifikator)
    assert hasil.dilewati == ["9.a: tidak sedang menunggu pemeriksaan"]


# --- the list ----------------------------------------------------------------------------------


@pytest.fixture
def masuk(client: Client, dunia: SimpleNamespace) -> Client:
    """The verifikator, logged in."""
    client.force_login(dunia.verifikator)
    return client


def test_filters_by_reviewer_count_and_travel(dunia: SimpleNamespace, masuk: Client) -> None:
    a = terkirim(dunia.c_bkd, dunia.operator)
    b = terkirim(dunia.c_pupr, dunia.operator_pupr)
    c = terkirim(dunia.c_itda, dunia.operator_itda)
    bagikan(capaian_ids=[a.pk], pemeriksa_id=dunia.verifikator.pk, by=dunia.verifikator)
    bagikan(capaian_ids=[b.pk], pemeriksa_id=dunia.verifikator2.pk, by=dunia.verifikator)

    def lihat(**query: str | int) -> tuple[list[str], list[int], list[int]]:
        isi = masuk.get(reverse("verifikasi"), query).context["antrean"]
        return (
            [x.kode for x in isi.baris],
            [t.jumlah for t in isi.pembagian],
            [t.jumlah for t in isi.tabs],
        )

    assert lihat() == (["9.a", "13.b", "4.a"], [3, 1, 1], [3, 0, 0, 3])
    assert lihat(pemeriksa="saya") == (["9.a"], [3, 1, 1], [1, 0, 0, 1])
    assert lihat(pemeriksa="belum") == (["4.a"], [3, 1, 1], [1, 0, 0, 1])
    other = dunia.verifikator2.pk
    assert lihat(pemeriksa=other) == (["13.b"], [3, 1, 1], [1, 0, 0, 1])
    assert lihat(pemeriksa=other, unit=dunia.bkd.pk) == ([], [1, 1, 0], [0, 0, 0, 0])
    assert lihat(pemeriksa="999999") == ([], [3, 1, 1], [0, 0, 0, 0])
    assert lihat(pemeriksa="x") == lihat()
    page = masuk.get(reverse("verifikasi")).content.decode()
    assert "untuk Anda" in page
    assert "Nama verif2.alfa, 1" in page

    # one's own tasks only: after the last of them the queue, not somebody else's
    answer = masuk.post(
        reverse("meja", args=[a.pk]) + "?pemeriksa=saya",
        {
            "versi": a.versi,
            "dokumen": pemenuhan_ids(a, Status.MENUNGGU),
            "aksi": "setujui",
            "nilai": "90",
        },
    )
    assert answer["Location"] == reverse("verifikasi") + "?pemeriksa=saya"
    c.refresh_from_db()
    assert c.status == "menunggu"


def test_ticked_rows_are_shared_and_kept_when_refused(
    dunia: SimpleNamespace, masuk: Client
) -> None:
    rows = [
        terkirim(dunia.c_bkd, dunia.operator),
        terkirim(dunia.c_pupr, dunia.operator_pupr),
    ]
    url = reverse("verifikasi") + "?kata=laporan"
    ids = [c.pk for c in rows]
    refused = masuk.post(url, {"aksi": "kepada", "capaian": ids, "rata": [dunia.verifikator.pk]})
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "Pilih kepada siapa tugas dibagikan." in text
    assert (refused.context["bagi"].capaian, refused.context["bagi"].rata) == (
        ids,
        [dunia.verifikator.pk],
    )
    assert masuk.post(url, {"aksi": "aneh", "capaian": ids}).status_code == 422
    assert masuk.post(url, {"aksi": "ambil"}).status_code == 422

    shared = masuk.post(
        url,
        {
            "aksi": "rata",
            "capaian": ids,
            "rata": [dunia.verifikator.pk, dunia.verifikator2.pk],
        },
    )
    assert (shared.status_code, shared["Location"]) == (302, url)
    page = masuk.get(url)
    assert [str(m) for m in page.context["messages"]] == [
        "2 tugas dibagi rata: Nama verif.alfa 1, Nama verif2.alfa 1."
    ]
    assert [pemeriksa(c) for c in rows] == [dunia.verifikator, dunia.verifikator2]
    masuk.post(url, {"aksi": "ambil", "capaian": ids})
    assert [pemeriksa(c) for c in rows] == [dunia.verifikator] * 2
    masuk.post(url, {"aksi": "lepas", "capaian": ids})
    assert [pemeriksa(c) for c in rows] == [None, None]
    masuk.post(url, {"aksi": "kepada", "capaian": ids, "pemeriksa": dunia.verifikator2.pk})
    assert [pemeriksa(c) for c in rows] == [dunia.verifikator2] * 2


def test_taking_and_giving_back_from_the_desk(dunia: SimpleNamespace, masuk: Client) -> None:
    c = terkirim(dunia.c_bkd, dunia.operator)
    url = reverse("meja_ambil", args=[c.pk])
    assert masuk.get(url).status_code == 405
    answer = masuk.post(url + "?kata=x", {"aksi": "ambil"})
    assert answer["Location"] == reverse("meja", args=[c.pk]) + "?kata=x"
    assert pemeriksa(c) == dunia.verifikator
    assert "Dibagi kepada Anda" in masuk.get(reverse("meja", args=[c.pk])).content.decode()
    client = Client()
    client.force_login(dunia.verifikator2)
    page = client.get(reverse("meja", args=[c.pk])).content.decode()
    assert "Dibagi kepada Nama verif.alfa; Anda tetap dapat memutusnya" in page
    assert 'id="putusan"' in page
    masuk.post(url, {"aksi": "lepas"})
    assert pemeriksa(c) is None


@pytest.mark.parametrize("peran", [p for p in PERAN if p != "verifikator"])
def test_others_reach_neither_list_nor_desk(
    client: Client, dunia: SimpleNamespace, peran: str
) -> None:
    c = terkirim(dunia.c_bkd, dunia.operator)
    client.force_login(getattr(dunia, peran))
    post = {"aksi": "ambil", "capaian": [c.pk]}
    assert client.post(reverse("verifikasi"), post).status_code == 403
    expected = 404 if peran in ("operator_pupr", "operator_itda", "bawahan") else 403
    assert client.post(reverse("meja_ambil", args=[c.pk]), post).status_code == expected
    assert pemeriksa(c) is None


# --- two pairs of eyes --------------------------------------------------------------------------


def test_a_single_reviewer_is_a_warning_that_names_the_stuck_tasks(
    dunia: SimpleNamespace, masuk: Client
) -> None:
    def kata() -> str:
        people = pemeriksa_aktif([dunia.instansi.pk])[dunia.instansi.pk]
        return peringatan(dunia.instansi, people)

    assert kata() == ""
    assert second_reviewer(dunia.instansi).ada is True
    double = rangkap(dunia)
    terkirim(dunia.c_itda, double)
    assert kata() == ""  # two others can
    dunia.verifikator.membership_set.update(selesai=timezone.localdate().replace(year=2000))
    User.objects.filter(pk=dunia.verifikator2.pk).update(is_active=False)
    words = (
        "Belum ada verifikator kedua: tugas yang ditulis Nama rangkap tidak dapat diputus "
        "siapa pun. Sekarang 1 tugas (Unit itda alfa)."
    )
    assert kata() == words
    check = second_reviewer(dunia.instansi)
    assert (check.ada, check.keterangan, check.url) == (False, words, reverse("pengguna"))
    masuk.force_login(double)
    page = masuk.get(reverse("verifikasi")).content.decode()
    assert words in page
    assert "Minta admin menambah verifikator." in page
    double.membership_set.create(unit=dunia.akar, role=Role.ADMIN)
    page = masuk.get(reverse("verifikasi")).content.decode()
    assert f'<a href="{reverse("pengguna")}">Tambah verifikator di Pengguna</a>' in page
    double.membership_set.filter(role=Role.VERIFIKATOR).delete()
    assert kata() == "Belum ada verifikator: data dukung tidak dapat diputus."


def test_two_reviewers_who_wrote_a_task_together_are_a_warning(dunia: SimpleNamespace) -> None:
    c = terkirim(dunia.c_itda, dunia.operator_itda)
    c.penulis.add(dunia.verifikator, dunia.verifikator2)
    people = pemeriksa_aktif([dunia.instansi.pk])[dunia.instansi.pk]
    assert people == [dunia.verifikator, dunia.verifikator2]
    assert macet(dunia.instansi.pk, people).jumlah == 1
    assert peringatan(dunia.instansi, people).startswith("1 tugas tidak dapat diputus siapa pun")
    disetujui(dunia.c_bkd, dunia.operator, dunia.verifikator)
    assert macet(dunia.instansi.pk, people[:1]).jumlah == 1
