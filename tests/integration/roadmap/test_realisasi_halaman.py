"""Realisasi on the page of a task and at the desk."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evidence.actions import buka_kembali
from evidence.models import Capaian, Keputusan
from evidence.workflow import Status
from roadmap.actions.target import IsiTarget, ubah_target
from roadmap.models import Realisasi, RealisasiTercatat
from tests.factories.roadmap import (
    bangun_roadmap,
    isi_realisasi,
    kirim_realisasi,
    verifikasi_realisasi,
)
from tests.factories.states import draf

PAGU = 150_500_000


@pytest.fixture
def d(db: None, data_folder: object) -> SimpleNamespace:
    """The institution under test."""
    return bangun_roadmap("alfa")


def tercatat(capaian: Capaian) -> int:
    """How often figures of a task were recorded."""
    return RealisasiTercatat.objects.filter(capaian=capaian).count()


def menunggu(capaian: Capaian) -> list[int]:
    """Documents of a task that wait."""
    return list(capaian.pemenuhan_set.filter(status=Status.MENUNGGU).values_list("pk", flat=True))


def segar(capaian: Capaian) -> Capaian:
    """The task as it is stored now."""
    return Capaian.objects.get(pk=capaian.pk)


def kirim_form(client: Client, capaian: Capaian, **data: str | int) -> HttpResponse:
    """Submit the task page with every field of A-001, blank unless named."""
    body: dict[str, Any] = dict.fromkeys(
        ("fisik_0", "fisik_1", "pagu", "pergeseran", "anggaran", "narasi"), ""
    )
    body |= {"versi": segar(capaian).versi, "aksi": "simpan"}
    answer: Any = client.post(reverse("tugas", args=[capaian.pk]), body | data)
    return answer  # type: ignore[no-any-return]


def test_the_task_page_takes_figures_in_indonesian_writing(
    client: Client, d: SimpleNamespace
) -> None:
    c = d.rm.capaian("A-001")
    client.force_login(d.op)
    answer = kirim_form(
        client, c, fisik_0="1.250,5", pagu="Rp1.200.000,00", pergeseran="-200.000", anggaran="0"
    )
    assert answer.status_code == 302
    row = Realisasi.objects.get(capaian=c)
    assert (row.komponen, row.pagu, row.pergeseran, row.anggaran) == (
        ["1250.5", None],
        Decimal(1200000),
        Decimal(-200000),
        Decimal(0),
    )
    page = client.get(reverse("tugas", args=[c.pk])).content.decode()
    for shown in ('value="1250,5"', 'value="1.200.000"', 'value="-200.000"', "Target 18 kasus."):
        assert shown in page
    assert "kasus: 1.250,5 / 18 x 100 = 6.947,2%, dibatasi menjadi 100%." in page


def test_errors_stand_at_the_field_and_in_the_summary_and_text_stays(
    client: Client, d: SimpleNamespace
) -> None:
    c = draf(d.rm.capaian("A-001"), d.op)
    client.force_login(d.op)
    answer = kirim_form(client, c, aksi="kirim", fisik_0="tiga", pagu="9" * 30, narasi="Tetap ada")
    page = answer.content.decode()
    assert answer.status_code == 422
    for shown in (
        'value="tiga"',
        'value="999',
        "Tetap ada",
        '<a href="#id_fisik_0">Realisasi (kasus): Bukan angka.',
        '<a href="#id_pagu">Pagu (Rp): Angkanya terlalu panjang.',
    ):
        assert shown in page
    assert not Realisasi.objects.exists()
    answer = kirim_form(client, c, aksi="kirim", fisik_0="18", fisik_1="", pagu="5", anggaran="0")
    assert answer.status_code == 422
    assert '<a href="#id_fisik_1">' in answer.content.decode()
    assert Realisasi.objects.get(capaian=c).komponen == ["18", None]  # kept as a draft
    assert (segar(c).status, tercatat(c)) == (Status.DRAF, 0)


def test_a_conflict_shows_typed_beside_stored_figures(client: Client, d: SimpleNamespace) -> None:
    c = d.rm.capaian("A-001")
    isi_realisasi(c, d.op, [5, 6], pagu=PAGU, anggaran=1)
    client.force_login(d.op)
    answer = kirim_form(client, c, versi=c.versi, fisik_0="7", fisik_1="6", anggaran="1")
    assert answer.status_code == 409
    beda = [(b.label, b.tersimpan, b.diketik) for b in answer.context["beda"]]  # type: ignore[attr-defined]
    assert beda == [("Realisasi (kasus)", "5", "7"), ("Pagu (Rp)", "150.500.000", "")]
    assert 'value="7"' in answer.content.decode()
    assert Realisasi.objects.get(capaian=c).komponen == ["5", "6"]


def test_figures_survive_an_expired_session(client: Client, d: SimpleNamespace) -> None:
    c = d.rm.capaian("A-001")
    url = reverse("tugas", args=[c.pk])
    kirim_form(client, c, fisik_0="12", pn_pengguna=d.op.pk, pn_halaman=url)
    kept = client.session["isian_tertunda"]
    client.force_login(d.op)
    session = client.session
    session["isian_tertunda"] = kept
    session.save()
    page = client.get(url).content.decode()
    assert 'value="12"' in page
    assert "dipulihkan" in page


def test_a_revised_target_asks_to_check_the_figures(client: Client, d: SimpleNamespace) -> None:
    c = d.rm.capaian("A-006")
    client.force_login(d.op2)
    url = reverse("tugas", args=[c.pk])
    sidik = client.get(url).context["khusus_form"].susunan.sidik
    ubah_target(
        butir_id=c.butir_id,
        tahun=d.rm.tahun[1],
        isi=IsiTarget(target="10 rapat", anggaran=None, alasan="Ubah.", dasar_hukum="Pergub 1"),
        versi=1,
        by=d.admin,
    )
    body = {"versi": segar(c).versi, "fisik_0": "4", "pagu": "", "pergeseran": "", "anggaran": ""}
    answer = client.post(url, body | {"sidik": sidik})
    assert answer.status_code == 422
    assert "Target baris ini diubah" in answer.content.decode()
    fresh = answer.context["khusus_form"].susunan.sidik
    assert client.post(url, body | {"sidik": fresh}).status_code == 302


def test_the_last_window_is_shown_as_a_reminder(client: Client, d: SimpleNamespace) -> None:
    c = kirim_realisasi(d.rm.capaian("A-006", ke=1), d.op2, [2])
    client.force_login(d.op2)
    url = reverse("tugas", args=[d.rm.capaian("A-006", ke=2).pk])
    lalu = client.get(url).context["khusus"].terdahulu
    assert (lalu.jendela, lalu.diverifikasi) == (f"Triwulan I {d.rm.tahun[1]}", False)
    assert lalu.isi[0] == ("Realisasi (x)", "2 x")
    verifikasi_realisasi(c, d.verifikator, [1], catatan="Satu saja.")
    lalu = client.get(url).context["khusus"].terdahulu
    assert (lalu.diverifikasi, lalu.isi[0]) == (True, ("Realisasi (x)", "1 x"))
    assert client.get(reverse("tugas", args=[c.pk])).context["khusus"].terdahulu is None


def test_a_shared_budget_is_entered_elsewhere(client: Client, d: SimpleNamespace) -> None:
    client.force_login(d.op)
    page = client.get(reverse("tugas", args=[d.rm.capaian("A-002").pk]))
    assert list(page.context["khusus_form"].fields) == ["fisik_0", "fisik_1"]
    assert "Pagu dan realisasi anggaran diisi pada tugas baris itu." in page.content.decode()


def test_source_notes_stand_in_full_on_the_task(client: Client, d: SimpleNamespace) -> None:
    client.force_login(d.op2)
    page = client.get(reverse("tugas", args=[d.rm.capaian("B-007").pk])).content.decode()
    for part in ("1,000,000", "Jauh di atas baris lain.", "100,000", "Termasuk dalam TOTAL"):
        assert part in page


@pytest.mark.parametrize("siapa", ["op2", "op_lain"])
def test_operators_of_others_get_404(client: Client, d: SimpleNamespace, siapa: str) -> None:
    lain = bangun_roadmap("beta")
    client.force_login(d.op2 if siapa == "op2" else lain.op)
    c = d.rm.capaian("A-001")
    assert client.get(reverse("tugas", args=[c.pk])).status_code == 404
    assert kirim_form(client, c, fisik_0="1").status_code == 404


def test_the_auditor_reads_only(client: Client, d: SimpleNamespace) -> None:
    c = kirim_realisasi(d.rm.capaian("A-001"), d.op, [18, 9], pagu=PAGU, anggaran=10)
    client.force_login(d.auditor)
    page = client.get(reverse("tugas", args=[c.pk]))
    assert page.status_code == 200
    assert "Simpan draf" not in page.content.decode()
    assert kirim_form(client, c, fisik_0="1").status_code == 403
    assert client.get(reverse("meja", args=[c.pk])).status_code == 403


def test_a_closed_plan_is_read_only(client: Client, d: SimpleNamespace) -> None:
    c = kirim_realisasi(d.rm.capaian("A-001"), d.op, [18, 9], pagu=PAGU, anggaran=10)
    d.rm.rencana.status = "ditutup"
    d.rm.rencana.save()
    client.force_login(d.op)
    page = client.get(reverse("tugas", args=[c.pk])).content.decode()
    assert "18 kasus" in page
    assert "Simpan draf" not in page


# ------------------------------------------------------------------- the desk


def putus(client: Client, capaian: Capaian, **data: Any) -> HttpResponse:
    """Submit the desk; fields that are not named are not sent."""
    body = {
        "versi": segar(capaian).versi,
        "dokumen": menunggu(capaian),
        "aksi": "setujui",
        "catatan": "",
        "alasan": "",
    }
    answer: Any = client.post(reverse("meja", args=[capaian.pk]), body | data)
    return answer  # type: ignore[no-any-return]


@pytest.fixture
def di_meja(d: SimpleNamespace, client: Client) -> Capaian:
    """A task that waits, with the verifikator at the desk."""
    c = kirim_realisasi(d.rm.capaian("A-001"), d.op, [18, 9], pagu=PAGU, anggaran=10)
    client.force_login(d.verifikator)
    return c


V = {"v_fisik_0": "18", "v_fisik_1": "9", "v_pagu": "150.500.000", "v_pergeseran": ""}


def test_the_desk_is_filled_with_the_claim(client: Client, di_meja: Capaian) -> None:
    page = client.get(reverse("meja", args=[di_meja.pk]))
    form = page.context["khusus_form"]
    assert [f.value() for f in form] == ["18", "9", "150.500.000", None, "10"]
    assert not any(row.beda for row in (*form.fisik, *form.uang))
    assert "Klaim unit: 18 kasus." in page.content.decode()
    assert putus(client, di_meja, **V, v_anggaran="10").status_code == 302
    assert segar(di_meja).nilai_internal == 75


def test_the_desk_refuses_fields_that_were_not_sent(client: Client, di_meja: Capaian) -> None:
    answer = putus(client, di_meja, catatan="Sesuai.")
    assert answer.status_code == 422
    assert "tidak ikut terkirim" in answer.content.decode()
    answer = putus(client, di_meja, **dict.fromkeys([*V, "v_anggaran"], ""), catatan="Kosong.")
    assert answer.status_code == 422
    assert '<a href="#id_v_fisik_0">' in answer.content.decode()
    assert (segar(di_meja).status, tercatat(di_meja)) == (Status.MENUNGGU, 1)


def test_the_desk_marks_differences_and_keeps_what_was_typed(
    client: Client, di_meja: Capaian
) -> None:
    typed = V | {"v_fisik_0": "10", "v_anggaran": "10"}
    answer = putus(client, di_meja, **typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("Berbeda dari klaim unit") == 1
    assert 'value="10"' in page
    assert "klaim 18 kasus, Anda 10 kasus" in page
    assert putus(client, di_meja, **typed, catatan="Hanya 10 berbukti.").status_code == 302
    assert segar(di_meja).nilai_internal == 53  # mean of 10/18 and 9/18
    row = Keputusan.objects.filter(capaian=di_meja, pemenuhan__isnull=True).latest("pk")
    assert (row.klaim, row.internal, row.catatan) == (75, 53, "Hanya 10 berbukti.")


def test_a_return_needs_no_figures_and_keeps_what_was_typed(
    client: Client, di_meja: Capaian
) -> None:
    answer = putus(client, di_meja, aksi="minta_perbaikan", v_fisik_0="10", catatan="Kurang.")
    assert answer.status_code == 422  # no reason chosen
    assert 'value="10"' in answer.content.decode()
    assert "tidak ikut terkirim" not in answer.content.decode()
    answer = putus(
        client,
        di_meja,
        aksi="minta_perbaikan",
        alasan="belum_ditandatangani",
        catatan="Kurang.",
    )
    assert answer.status_code == 302
    assert segar(di_meja).status == Status.PERBAIKAN


def test_a_new_claim_stands_on_the_desk_not_the_old_verification(
    client: Client, d: SimpleNamespace, di_meja: Capaian
) -> None:
    verifikasi_realisasi(di_meja, d.verifikator, [10, 9], catatan="Sebagian.")
    buka_kembali(
        capaian_id=di_meja.pk,
        versi=segar(di_meja).versi,
        pemenuhan_id=di_meja.pemenuhan_set.get().pk,
        catatan="Diperiksa lagi.",
        by=d.verifikator,
    )
    form = client.get(reverse("meja", args=[di_meja.pk])).context["khusus_form"]
    assert [f.value() for f in form][:2] == ["18", "9"]


@pytest.mark.parametrize("siapa", ["op2", "verifikator", "ketua", "admin", "auditor"])
def test_pages_bear_a_value_that_can_not_be_computed(
    client: Client, d: SimpleNamespace, siapa: str
) -> None:
    """Money without a target: claimed and verified without any percentage."""
    kirim_realisasi(d.rm.capaian("B-008", ke=1), d.op2, pagu=30_000_000, anggaran=0)
    c = kirim_realisasi(d.rm.capaian("B-008", ke=2), d.op2, pagu=30_000_000, anggaran=5)
    c = verifikasi_realisasi(c, d.verifikator)
    assert (c.status, c.nilai_klaim, c.nilai_internal) == (Status.DISETUJUI, None, None)
    client.force_login(getattr(d, siapa))
    plan = {"rencana": d.rm.rencana.pk}
    own = {"op2": "tugas_saya", "verifikator": "verifikasi"}
    names = ["dasbor", "laporan", "roadmap", "roadmap_kegiatan"]
    names += [own[siapa]] if siapa in own else []
    for name in names:
        page = client.get(reverse(name), plan)
        assert (name, page.status_code) == (name, 200)
        assert "None" not in page.content.decode()
    pages = [reverse("tugas", args=[c.pk])]
    pages += [reverse("meja", args=[c.pk])] if siapa == "verifikator" else []
    for url in pages:
        page = client.get(url)
        assert page.status_code == 200
        assert "tanpa target" in page.content.decode()
        assert "None" not in page.content.decode()


def test_a_task_costs_the_same_number_of_queries(client: Client, d: SimpleNamespace) -> None:
    """However much was reported before; a cumulative target reads the sheet of its Butir once."""

    def biaya(name: str, kode: str, ke: int) -> int:
        url = reverse(name, args=[d.rm.capaian(kode, ke=ke).pk])
        client.get(url)  # warm
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    client.force_login(d.op2)
    pages = [("tugas", "A-006", 4), ("roadmap_isi", "A-006", 4), ("tugas", "B05", 2)]
    before = [biaya(*page) for page in pages]
    for ke in (1, 2, 3):
        c = kirim_realisasi(d.rm.capaian("A-006", ke=ke), d.op2, [ke])
        verifikasi_realisasi(c, d.verifikator)
    kirim_realisasi(d.rm.capaian("B05", ke=1), d.op2, [1])
    assert [biaya(*page) for page in pages] == before
