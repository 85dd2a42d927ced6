"""Pages of exceptions: who opens them, what survives an error, filters, and what they cost."""

import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Instansi, Unit
from accounts.permissions import Role
from evidence.actions.pengecualian import beri_pendapat, tarik_ajuan
from evidence.actions.putusan_kecuali import TidakTerputus, catat_jawaban_kpk, putuskan_banyak
from evidence.models import Butir, Capaian, Keputusan, Pemenuhan, Pengecualian
from tests.factories import (
    buat_butir,
    buat_rencana,
    buat_user,
    mulai,
    pdf_kecil,
    pemenuhan_ids,
)
from tests.integration.evidence.conftest import bangun_dunia
from tests.integration.evidence.test_pengecualian import (
    ALASAN,
    jadi_kejadian,
    kabul,
    keadaan,
    minta,
    segar_c,
    siap,
)
from tests.integration.evidence.test_views_access import person

PERAN = (
    "operator",
    "bawahan",
    "operator_pupr",
    "verifikator",
    "ketua",
    "admin",
    "auditor",
    "auditor_tugas",
    "platform",
)


def isian(capaian: Capaian, **lain: Any) -> dict[str, Any]:
    """What the form of the task page sends."""
    return {
        "versi": segar_c(capaian).versi,
        "jenis": "tak_dapat",
        "dokumen": pemenuhan_ids(capaian),
        "alasan": ALASAN,
        **lain,
    }


# --- who gets which answer -----------------------------------------------------------------------

# role -> (list, page of the task, page of the request) before and after the decision
BACA = {
    "operator": (200, 200, 200),
    "bawahan": (200, 404, 404),
    "operator_pupr": (200, 404, 404),
    "verifikator": (200, 200, 200),
    "ketua": (200, 200, 200),
    "admin": (200, 200, 200),
    "auditor": (200, 200, 200),
    "auditor_tugas": (200, 200, 200),
    "platform": (403, 404, 403),
}


@pytest.mark.parametrize("state", ["diajukan", "pendapat", "dikabulkan", "ditarik"])
def test_each_role_in_each_state(dunia: SimpleNamespace, client: Client, state: str) -> None:
    ajuan = minta(dunia.c_bkd, dunia.operator)
    if state in ("pendapat", "dikabulkan"):
        beri_pendapat(ajuan_id=ajuan.pk, pendapat="mendukung", by=dunia.verifikator)
    if state == "dikabulkan":
        kabul(ajuan, dunia.ketua)
    if state == "ditarik":
        tarik_ajuan(ajuan_id=ajuan.pk, by=dunia.operator)
    urls = (
        reverse("pengecualian"),
        reverse("tugas_pengecualian", args=[dunia.c_bkd.pk]),
        reverse("pengecualian_rinci", args=[ajuan.pk]),
    )
    got = {}
    for role in PERAN:
        client.force_login(person(dunia, role))
        got[role] = tuple(client.get(url).status_code for url in urls)
    assert got == BACA


LANGKAH: dict[str, dict[str, str]] = {
    "pendapat": {"pendapat": "mendukung"},
    "putusan": {"putusan": "dikabulkan"},
    "batalkan": {"catatan": "Dokumennya ada."},
    "jawaban": {"jawaban": "diterima", "tanggal": timezone.localdate().isoformat()},
    "tarik": {},
}
# step -> state in which it is possible, and who may take it
BOLEH = {
    "pendapat": ("diajukan", {"verifikator", "verifikator2"}),
    "putusan": ("pendapat", {"ketua"}),
    "batalkan": ("dikabulkan", {"ketua"}),
    "jawaban": ("dikabulkan", {"verifikator", "verifikator2"}),
    "tarik": ("diajukan", {"operator"}),
}


@pytest.mark.parametrize("langkah", list(LANGKAH))
@pytest.mark.parametrize("peran", [*PERAN, "verifikator2"])
def test_each_step_by_role(
    dunia: SimpleNamespace, client: Client, langkah: str, peran: str
) -> None:
    state, boleh = BOLEH[langkah]
    ajuan = minta(dunia.c_bkd, dunia.operator)
    if state != "diajukan":
        beri_pendapat(ajuan_id=ajuan.pk, pendapat="mendukung", by=dunia.verifikator)
    if state == "dikabulkan":
        kabul(ajuan, dunia.ketua)
    before = Pengecualian.objects.values().get(pk=ajuan.pk)
    client.force_login(person(dunia, peran))
    answer = client.post(
        reverse("pengecualian_rinci", args=[ajuan.pk]), {"langkah": langkah, **LANGKAH[langkah]}
    )
    changed = Pengecualian.objects.values().get(pk=ajuan.pk) != before
    assert changed is (peran in boleh), (peran, answer.status_code)
    if changed:
        assert answer.status_code == 302
    elif BACA.get(peran, (0, 0, 200))[2] != 200:
        assert answer.status_code == BACA[peran][2]
    else:
        assert answer.status_code == (302 if langkah == "tarik" else 409)


def test_the_task_page_takes_requests_of_its_unit_only(
    dunia: SimpleNamespace, client: Client
) -> None:
    url = reverse("tugas_pengecualian", args=[dunia.c_bkd.pk])
    codes = {}
    for role in PERAN[1:]:
        client.force_login(person(dunia, role))
        codes[role] = client.post(url, isian(dunia.c_bkd)).status_code
    assert codes == {
        "bawahan": 404,
        "operator_pupr": 404,
        "verifikator": 403,
        "ketua": 403,
        "admin": 403,
        "auditor": 403,
        "auditor_tugas": 403,
        "platform": 404,
    }
    assert Pengecualian.objects.count() == 0


def test_other_institution_is_not_there(
    dunia: SimpleNamespace, lain: SimpleNamespace, client: Client
) -> None:
    ajuan = siap(lain.c_bkd, lain.operator, lain.verifikator)
    urls = [
        reverse("tugas_pengecualian", args=[lain.c_bkd.pk]),
        reverse("pengecualian_rinci", args=[ajuan.pk]),
    ]
    only_post = reverse("tugas_ada_kejadian", args=[lain.c_bkd.pk])
    for role in PERAN:
        client.force_login(person(dunia, role))
        got = [client.get(u).status_code for u in urls]
        got += [client.post(u, {"langkah": "tarik"}).status_code for u in [*urls, only_post]]
        wanted = (404, 403, 404, 403, 404) if role == "platform" else (404,) * 5
        assert tuple(got) == wanted, role
        if role != "platform":
            page = client.get(reverse("pengecualian"), {"status": "semua"}).content.decode()
            assert "beta" not in page
    # Ticked by hand in the other institution's form: nothing happens.
    client.force_login(dunia.ketua)
    answer = client.post(reverse("pengecualian"), {"ajuan": [ajuan.pk], "putusan": "dikabulkan"})
    assert answer.status_code == 409
    assert keadaan(lain.c_bkd)[0] == "belum"


def test_strangers_and_wrong_methods(dunia: SimpleNamespace, client: Client) -> None:
    ajuan = minta(dunia.c_bkd, dunia.operator)
    for url in (
        reverse("pengecualian"),
        reverse("pengecualian_rinci", args=[ajuan.pk]),
        reverse("tugas_pengecualian", args=[dunia.c_bkd.pk]),
    ):
        assert client.get(url)["Location"].startswith(reverse("account_login"))
    client.force_login(dunia.operator)
    assert client.get(reverse("tugas_ada_kejadian", args=[dunia.c_bkd.pk])).status_code == 405


# --- asking by form ------------------------------------------------------------------------------


def test_asked_with_a_file_and_seen_on_the_task(dunia: SimpleNamespace, client: Client) -> None:
    client.force_login(dunia.operator)
    task = reverse("tugas", args=[dunia.c_bkd.pk])
    url = reverse("tugas_pengecualian", args=[dunia.c_bkd.pk])
    assert f'href="{url}"' in client.get(task).content.decode()
    file = SimpleUploadedFile("pernyataan.pdf", pdf_kecil("pernyataan"))
    assert client.post(url, isian(dunia.c_bkd, berkas=file))["Location"] == url
    page = client.get(task).content.decode()
    assert "Ajuan Tidak dapat dipenuhi untuk dokumen 1 dan 2" in page
    ajuan = Pengecualian.objects.get()
    for role in ("operator", "verifikator", "ketua"):
        client.force_login(person(dunia, role))
        page = client.get(reverse("pengecualian_rinci", args=[ajuan.pk])).content.decode()
        assert f'href="{reverse("berkas", args=[ajuan.pernyataan_id])}"' in page, role
        assert ALASAN in page


def test_a_refused_request_keeps_what_was_typed(dunia: SimpleNamespace, client: Client) -> None:
    client.force_login(dunia.operator)
    url = reverse("tugas_pengecualian", args=[dunia.c_bkd.pk])
    dua = pemenuhan_ids(dunia.c_bkd)[1]
    answer = client.post(url, isian(dunia.c_bkd, alasan="Pendek.", dokumen=[dua]))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "paling sedikit 20 huruf" in page
    assert ">Pendek.</textarea>" in page.replace("\n", "")
    form = answer.context["form"]
    assert (form["dokumen"].value(), form["jenis"].value()) == ([str(dua)], "tak_dapat")
    stale = client.post(url, isian(dunia.c_bkd, versi=99))
    assert (stale.status_code, ALASAN in stale.content.decode()) == (409, True)
    assert Pengecualian.objects.count() == 0
    bad = isian(dunia.c_bkd, berkas=SimpleUploadedFile("p.pdf", b"bukan"))
    answer = client.post(url, bad)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["berkas"])


def test_typed_text_survives_an_expired_session(dunia: SimpleNamespace, client: Client) -> None:
    url = reverse("tugas_pengecualian", args=[dunia.c_bkd.pk])
    data = isian(dunia.c_bkd, pn_pengguna=dunia.operator.pk, pn_halaman=url)
    client.post(url, data)
    client.force_login(dunia.operator)
    page = client.get(url)
    assert ALASAN in page.content.decode()
    assert page.context["form"]["jenis"].value() == "tak_dapat"


def test_nihil_only_for_events(dunia: SimpleNamespace, client: Client) -> None:
    client.force_login(dunia.operator)
    url = reverse("tugas_pengecualian", args=[dunia.c_bkd.pk])
    assert 'value="nihil"' not in client.get(url).content.decode()
    jadi_kejadian(dunia.c_bkd)
    assert 'value="nihil"' in client.get(url).content.decode()


def test_an_event_by_one_button(dunia: SimpleNamespace, client: Client) -> None:
    jadi_kejadian(dunia.c_bkd)
    kabul(siap(dunia.c_bkd, dunia.operator, dunia.verifikator, jenis="nihil"), dunia.ketua)
    client.force_login(dunia.operator)
    task = reverse("tugas", args=[dunia.c_bkd.pk])
    button = ">Ada kejadian</button>"
    assert button in client.get(task).content.decode()
    url = reverse("tugas_ada_kejadian", args=[dunia.c_bkd.pk])
    answer = client.post(url, {"versi": segar_c(dunia.c_bkd).versi})
    assert answer["Location"] == task
    assert keadaan(dunia.c_bkd) == ("belum", ["belum", "belum"])
    for reader in (dunia.ketua, dunia.verifikator):
        client.force_login(reader)
        assert button not in client.get(task).content.decode()
        assert client.post(url, {"versi": 1}).status_code == 403


@pytest.mark.parametrize("jenis", ["nihil", "tak_berlaku", "tak_dapat"])
def test_the_task_page_opens_in_each_exception(
    dunia: SimpleNamespace, client: Client, jenis: str
) -> None:
    jadi_kejadian(dunia.c_bkd)
    kabul(siap(dunia.c_bkd, dunia.operator, dunia.verifikator, jenis=jenis), dunia.ketua)
    for role in ("operator", "verifikator", "ketua", "auditor"):
        client.force_login(person(dunia, role))
        page = client.get(reverse("tugas", args=[dunia.c_bkd.pk]))
        assert page.status_code == 200
        assert "Diputus: " in page.content.decode()


def test_the_note_of_kpk_stands_on_the_task(dunia: SimpleNamespace, client: Client) -> None:
    ajuan = kabul(siap(dunia.c_bkd, dunia.operator, dunia.verifikator), dunia.ketua)
    catat_jawaban_kpk(
        ajuan_id=ajuan.pk,
        jawaban="ditolak",
        tanggal=timezone.localdate(),
        catatan="Lampirkan daftar pengadaan.",
        by=dunia.verifikator,
    )
    client.force_login(dunia.operator)
    page = client.get(reverse("tugas", args=[dunia.c_bkd.pk])).content.decode()
    assert "Lampirkan daftar pengadaan." in page
    assert "Ditolak KPK" in page


# --- the list ------------------------------------------------------------------------------------


def test_three_decided_in_one_batch(dunia: SimpleNamespace, client: Client) -> None:
    three = [
        siap(dunia.c_bkd, dunia.operator, dunia.verifikator),
        siap(dunia.c_pupr, dunia.operator_pupr, dunia.verifikator),
        siap(dunia.c_itda, dunia.operator_itda, dunia.verifikator),
    ]
    client.force_login(dunia.ketua)
    url = reverse("pengecualian")
    page = client.get(url)
    assert [b.ajuan.pk for b in page.context["daftar"].baris] == [a.pk for a in three]
    assert "Pengecualian</span>" in page.content.decode()
    entry = next(
        b for g in page.context["bingkai"].menu for b in g.butir if b.label == "Pengecualian"
    )
    assert entry.jumlah == 3
    data = {"ajuan": [a.pk for a in three], "putusan": "dikabulkan", "catatan": "Sesuai."}
    answer = client.post(url + "?status=putusan", data, follow=True)
    assert answer.redirect_chain == [(url + "?status=putusan", 302)]
    assert "3 ajuan dikabulkan: 9.a, 4.a, dan 13.b." in answer.content.decode()
    assert Keputusan.objects.filter(aksi="nyatakan_tak_dapat", pemenuhan=None).count() == 3


def test_a_refused_batch_keeps_ticks_and_note(dunia: SimpleNamespace, client: Client) -> None:
    good = siap(dunia.c_bkd, dunia.operator, dunia.verifikator)
    other = siap(dunia.c_pupr, dunia.operator_pupr, dunia.verifikator)
    tarik_ajuan(ajuan_id=other.pk, by=dunia.operator_pupr)
    client.force_login(dunia.ketua)
    url = reverse("pengecualian")
    data: dict[str, Any] = {"ajuan": [good.pk, other.pk], "catatan": "Catatan saya."}
    answer = client.post(url, data | {"putusan": "dikabulkan"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Ajuan ini sudah ditarik oleh unit." in page
    assert "Catatan saya." in page
    assert answer.context["keadaan"].dicentang == {good.pk, other.pk}
    assert f'id="ajuan_{good.pk}"' in page
    assert keadaan(dunia.c_bkd)[0] == "belum"
    for wrong in ({"ajuan": [good.pk], "putusan": "ditolak"}, {"putusan": "dikabulkan"}):
        assert client.post(url, wrong).status_code == 422


def test_after_a_batch_back_to_where_it_was_ticked(dunia: SimpleNamespace, client: Client) -> None:
    url = reverse("pengecualian")
    client.force_login(dunia.ketua)
    for lanjut, wanted in (("/dasbor/?tahap=B09", "/dasbor/?tahap=B09"), ("//jahat.id/", url)):
        ajuan = siap(dunia.c_bkd, dunia.operator, dunia.verifikator)
        data = {"ajuan": [ajuan.pk], "putusan": "ditolak", "catatan": "x", "next": lanjut}
        assert client.post(url, data)["Location"] == wanted


def test_tabs_filters_and_empty_states(dunia: SimpleNamespace, client: Client) -> None:
    url = reverse("pengecualian")
    client.force_login(dunia.ketua)
    assert "Tidak ada ajuan di sini" in client.get(url).content.decode()
    assert "Belum ada ajuan" in client.get(url, {"status": "semua"}).content.decode()
    minta(dunia.c_bkd, dunia.operator, jenis="tak_berlaku")
    siap(dunia.c_pupr, dunia.operator_pupr, dunia.verifikator)
    kabul(siap(dunia.c_itda, dunia.operator_itda, dunia.verifikator), dunia.ketua)

    def shown(**query: Any) -> list[str]:
        rows = client.get(url, query).context["daftar"].baris
        return [b.ajuan.capaian.butir.kode for b in rows]

    assert shown() == ["13.b"]
    assert shown(status="pendapat") == ["9.a"]
    assert shown(status="kpk") == ["4.a"]
    assert shown(status="selesai") == []
    assert shown(status="semua") == ["4.a", "13.b", "9.a"]
    assert shown(status="semua", jenis="tak_berlaku") == ["9.a"]
    assert shown(status="semua", unit=dunia.pupr.pk) == ["13.b"]
    assert shown(status="semua", unit="²", jenis="asal", page="x") == ["4.a", "13.b", "9.a"]
    other = buat_rencana(dunia.instansi, tahun=dunia.rencana.tahun + 1)
    assert shown(status="semua", rencana=other.pk) == []
    assert client.get(url, {"rencana": 999_999}).status_code == 404
    empty = client.get(url, {"status": "semua", "unit": dunia.akar.pk}).content.decode()
    assert "Tidak ada ajuan pada saringan ini" in empty
    tabs = client.get(url).context["daftar"].tabs
    assert [(t.label, t.jumlah) for t in tabs] == [
        ("Menunggu pendapat", 1),
        ("Menunggu putusan", 1),
        ("Menunggu jawaban KPK", 1),
        ("Selesai", 0),
        ("Semua", 3),
    ]


@pytest.mark.parametrize(
    ("peran", "awal", "centang"),
    [
        ("verifikator", "pendapat", False),
        ("ketua", "putusan", True),
        ("admin", "semua", False),
        ("operator", "semua", False),
        ("auditor", "semua", False),
    ],
)
def test_the_list_begins_where_the_person_is_needed(
    dunia: SimpleNamespace, client: Client, peran: str, awal: str, centang: bool
) -> None:
    siap(dunia.c_bkd, dunia.operator, dunia.verifikator)
    client.force_login(person(dunia, peran))
    page = client.get(reverse("pengecualian"))
    assert page.context["saringan"].status == awal
    assert ("Kabulkan yang dicentang" in page.content.decode()) is centang


def test_the_inspektorat_decides_where_it_is_set_so(dunia: SimpleNamespace, client: Client) -> None:
    Instansi.objects.update(pemutus_pengecualian="inspektorat")
    ajuan = siap(dunia.c_bkd, dunia.operator, dunia.verifikator)
    url = reverse("pengecualian") + "?status=putusan"
    shown = {}
    for role in ("verifikator", "ketua"):
        client.force_login(person(dunia, role))
        shown[role] = "Kabulkan yang dicentang" in client.get(url).content.decode()
        entries = [b for g in client.get(url).context["bingkai"].menu for b in g.butir]
        assert next(b for b in entries if b.label == "Pengecualian").jumlah is None
    client.force_login(dunia.verifikator2)
    shown["verifikator2"] = "Kabulkan yang dicentang" in client.get(url).content.decode()
    assert shown == {"verifikator": False, "ketua": False, "verifikator2": True}
    client.post(url, {"ajuan": [ajuan.pk], "putusan": "dikabulkan"})
    assert keadaan(dunia.c_bkd)[0] == "tak_dapat"


# --- cost ----------------------------------------------------------------------------------------


def _banyak(dunia: SimpleNamespace, jumlah: int) -> None:
    """Open requests with an opinion, each of its own task, unit and asker; written directly."""
    now = timezone.now()
    rencana = buat_rencana(dunia.instansi, tahun=dunia.rencana.tahun + 1)
    units = Unit.objects.bulk_create(
        Unit(
            instansi=dunia.instansi,
            kode=f"m{n}",
            nama=f"Unit massal {n}",
            nama_pendek=f"massal {n}",
            jenis=Unit.Jenis.TIM,
            jalur=f"{dunia.akar.jalur}9{n:06d}.",
        )
        for n in range(jumlah)
    )
    for n, unit in enumerate(units):
        buat_butir(rencana, unit, f"20.{n}", dokumen=2)
    capaian = mulai(rencana, by=person(dunia, "admin"))
    ajuan = Pengecualian.objects.bulk_create(
        Pengecualian(
            instansi=dunia.instansi,
            capaian=c,
            jenis="tak_dapat",
            alasan=f"{ALASAN} {n}",
            diajukan=now,
            diajukan_oleh=buat_user(f"massal{n}"),
            pendapat="mendukung" if n % 2 else "",
            pendapat_at=now if n % 2 else None,
            pendapat_oleh=dunia.verifikator2 if n % 2 else None,
        )
        for n, c in enumerate(capaian)
    )
    through = Pengecualian.dokumen.through
    through.objects.bulk_create(
        through(pengecualian=a, pemenuhan=p)
        for a in ajuan
        for p in Pemenuhan.objects.filter(capaian=a.capaian)
    )


@pytest.mark.parametrize("jumlah", [1, 60])
def test_a_list_costs_the_same_with_sixty(
    dunia: SimpleNamespace, client: Client, jumlah: int
) -> None:
    _banyak(dunia, jumlah)
    found = {}
    for role in ("operator_pupr", "verifikator", "ketua", "auditor"):
        client.force_login(person(dunia, role))
        url = reverse("pengecualian") + "?status=semua"
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url)
        found[role] = len(queries)
        wanted = 0 if role == "operator_pupr" else min(jumlah, 50)
        assert len(page.context["daftar"].baris) == wanted
    assert found["operator_pupr"] <= 12
    assert {r: n for r, n in found.items() if r != "operator_pupr"} == KUERI


# Session, user, memberships, plans, menu counts; then tabs, rows, their documents, units.
KUERI = {"verifikator": 9, "ketua": 9, "auditor": 8}


# --- two at once ---------------------------------------------------------------------------------


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


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_wins(transactional_db: None, data_folder: object) -> None:
    dunia = bangun_dunia("alfa")
    ajuan = siap(dunia.c_bkd, dunia.operator, dunia.verifikator)
    second = buat_user("ketua2", Role.KETUA, dunia.akar)
    found = serempak(
        lambda: putuskan_banyak(ids=[ajuan.pk], putusan="dikabulkan", by=dunia.ketua),
        lambda: putuskan_banyak(ids=[ajuan.pk], putusan="ditolak", catatan="x", by=second),
    )
    lost = [f for f in found if isinstance(f, Exception)]
    assert [type(f) for f in lost] == [TidakTerputus]
    assert "sudah diputus oleh" in str(lost[0])
    row = Pengecualian.objects.get()
    granted = row.putusan == "dikabulkan"
    assert keadaan(dunia.c_bkd)[0] == ("tak_dapat" if granted else "belum")
    assert Keputusan.objects.count() == (3 if granted else 0)


@pytest.mark.django_db(transaction=True)
def test_of_two_requests_at_once_one_wins(transactional_db: None, data_folder: object) -> None:
    dunia = bangun_dunia("alfa")
    second = buat_user("operator2", Role.OPERATOR, dunia.bkd)
    found = serempak(lambda: minta(dunia.c_bkd, dunia.operator), lambda: minta(dunia.c_bkd, second))
    assert Pengecualian.objects.count() == 1
    assert "belum diputus" in " ".join(str(f) for f in found if isinstance(f, Exception))
    assert Butir.objects.count() == 4
