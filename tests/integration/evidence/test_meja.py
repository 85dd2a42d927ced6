"""What stands beside a document on the desk, saved filters, the switch of keys, and the cost."""

import io
import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import Kejadian
from evidence.actions import Isian, kirim, pakai, perbarui, putuskan, unggah, versi_baru
from evidence.actions.pembagian import bagikan
from evidence.actions.tampilan import PALING_BANYAK, simpan_tampilan
from evidence.actions.tolak_kpk import tolak_kpk
from evidence.lists.meja import DokumenMeja
from evidence.models import (
    BuktiTaut,
    Butir,
    Capaian,
    DokumenWajib,
    Keputusan,
    KriteriaNilai,
    Pemenuhan,
    TampilanTersimpan,
)
from evidence.workflow import Aksi, Status
from tests.factories import (
    buat_butir,
    buat_rencana,
    dikembalikan,
    disetujui,
    mulai,
    pdf_kecil,
    pemenuhan_ids,
    terkirim,
)
from tests.factories.pages import bergambar
from tests.integration.evidence.test_views_queries import penuhi
from ukuran.format import tanggal


@pytest.fixture
def masuk(client: Client, dunia: SimpleNamespace) -> Client:
    """The verifikator, logged in."""
    client.force_login(dunia.verifikator)
    return client


def buka(client: Client, capaian: Capaian, query: str = "") -> tuple[list[DokumenMeja], str]:
    """Open the desk: its documents and its text without runs of white space."""
    answer = client.get(reverse("meja", args=[capaian.pk]) + query)
    assert answer.status_code == 200
    return answer.context["dokumen_meja"], re.sub(r"\s+", " ", answer.content.decode())


def dikirim_lagi(dunia: SimpleNamespace) -> tuple[Capaian, BuktiTaut]:
    """A task returned, then sent with a new file for its first document; the old use."""
    c = dikembalikan(dunia.c_bkd, dunia.operator, dunia.verifikator2)
    lama = BuktiTaut.objects.filter(pemenuhan__capaian=c).order_by("pk")[0]
    versi_baru(
        taut_id=lama.pk,
        nama="ditandatangani.pdf",
        file=io.BytesIO(pdf_kecil("baru")),
        by=dunia.operator,
    )
    c.refresh_from_db()
    c = kirim(capaian_id=c.pk, versi=c.versi, by=dunia.operator)
    return c, BuktiTaut.objects.get(pk=lama.pk)


# --- criteria ----------------------------------------------------------------------------------


def test_criteria_stand_beside_the_images_and_the_grades(
    dunia: SimpleNamespace, masuk: Client
) -> None:
    DokumenWajib.objects.filter(butir=dunia.c_bkd.butir, urut=1).update(
        kriteria="Ditetapkan Gubernur dan memuat jadwal."
    )
    for urut, (nilai, uraian) in enumerate([(100, "Lengkap"), (60, "Sebagian"), (0, "Tidak ada")]):
        KriteriaNilai.objects.create(butir=dunia.c_bkd.butir, urut=urut, nilai=nilai, uraian=uraian)
    c = terkirim(dunia.c_bkd, dunia.operator, nilai=60)
    _, page = buka(masuk, c)
    assert page.count("Kriteria KPK") == 1  # the second document has none
    assert "Ditetapkan Gubernur dan memuat jadwal." in page
    values = re.findall(r'name="nilai" value="(\d+)"', page)
    assert values == ["100", "60", "0"]
    assert "60: Sebagian" in page
    body = {"versi": c.versi, "dokumen": pemenuhan_ids(c), "aksi": "setujui"}
    refused = masuk.post(reverse("meja", args=[c.pk]), body | {"nilai": "90"})
    assert refused.status_code == 422
    assert "Pilih salah satu nilai yang tersedia." in refused.content.decode()
    assert masuk.post(reverse("meja", args=[c.pk]), body | {"nilai": "60"}).status_code == 302
    c.refresh_from_db()
    assert (c.status, c.nilai_internal) == ("disetujui", 60)


# --- earlier versions ---------------------------------------------------------------------------


def test_a_document_sent_again_shows_what_was_returned(
    dunia: SimpleNamespace, masuk: Client
) -> None:
    c, lama = dikirim_lagi(dunia)
    dokumen, page = buka(masuk, c)
    first, second = dokumen
    assert [t.versi.nama_asli for t in first.berkas] == ["ditandatangani.pdf"]
    (satu,) = first.versi_lain
    assert ([t.versi_id for t in satu.berkas], satu.sama, satu.alasan) == (
        [lama.versi_id],
        False,
        "Belum ditandatangani",
    )
    assert second.versi_lain == []
    assert [s.sama for s in second.sebelumnya] == [True]
    assert "Sebelumnya: Dikembalikan untuk diperbaiki, belum ditandatangani" in page
    assert "Halaman 3 belum ditandatangani." in page
    assert "Nama verif2.alfa, Jabatan verif2.alfa" in page
    assert re.findall(r">\s*(Versi [a-z]+)\s*</a>", page) == ["Versi ini", "Versi sebelumnya"]

    dokumen, page = buka(masuk, c, f"?kata=laporan&versi={satu.kunci}")
    assert [t.versi_id for t in dokumen[0].berkas] == [lama.versi_id]
    assert [t.versi.no for t in dokumen[1].berkas] == [1]
    assert "Anda melihat berkas yang diputus" in page
    assert f'hx-get="{reverse("meja_halaman", args=[c.pk, lama.versi_id])}"' in page
    assert f'href="{reverse("berkas", args=[lama.versi_id])}"' in page
    # the decision is on what was sent now, whatever version is shown
    answer = masuk.post(
        reverse("meja", args=[c.pk]) + f"?versi={satu.kunci}",
        {
            "versi": c.versi,
            "dokumen": pemenuhan_ids(c, Status.MENUNGGU),
            "aksi": "setujui",
            "nilai": "90",
        },
    )
    assert answer["Location"] == reverse("verifikasi")
    assert first.isi.pemenuhan.keputusan_set.latest("pk").aksi == Aksi.SETUJUI

    # neither a decision on another document nor nonsense chooses anything
    for query in ("?versi=0", "?versi=x", "?versi=999999999999999"):
        assert [d.dipilih for d in buka(masuk, c, query)[0]] == [None, None]


def test_images_of_an_earlier_version_open_on_the_same_desk_only(
    dunia: SimpleNamespace, masuk: Client, lain: SimpleNamespace
) -> None:
    c, lama = dikirim_lagi(dunia)
    bergambar(lama.versi)
    asing, asing_lama = dikirim_lagi(lain)
    bergambar(asing_lama.versi)
    for nama, nomor in (("meja_halaman", ()), ("meja_gambar", (1,))):
        assert masuk.get(reverse(nama, args=[c.pk, lama.versi_id, *nomor])).status_code == 200
        for task, versi in (
            (dunia.c_pupr.pk, lama.versi_id),
            (c.pk, asing_lama.versi_id),
            (asing.pk, asing_lama.versi_id),
        ):
            assert masuk.get(reverse(nama, args=[task, versi, *nomor])).status_code == 404


def test_a_decision_of_another_task_is_no_version_of_this_one(
    dunia: SimpleNamespace, masuk: Client
) -> None:
    c, _ = dikirim_lagi(dunia)
    other = dikembalikan(dunia.c_pupr, dunia.operator_pupr, dunia.verifikator2)
    foreign = Keputusan.objects.filter(capaian=other, aksi=Aksi.MINTA_PERBAIKAN).latest("pk")
    assert [d.dipilih for d in buka(masuk, c, f"?versi={foreign.pk}")[0]] == [None, None]


def test_an_approval_being_renewed_says_until_when_it_is_valid(
    dunia: SimpleNamespace, masuk: Client
) -> None:
    Butir.objects.filter(pk=dunia.c_dukung.butir_id).update(pola="terus", masa_mutakhir=3)
    c = disetujui(
        Capaian.objects.get(pk=dunia.c_dukung.pk), dunia.operator_pupr, dunia.verifikator2
    )
    dokumen, _ = buka(masuk, c)
    assert [d.sebelumnya for d in dokumen] == [[]]  # how it stands now is no past
    old = BuktiTaut.objects.get(pemenuhan__capaian=c)
    c = perbarui(
        capaian_id=c.pk, versi=c.versi, pemenuhan_ids=pemenuhan_ids(c), by=dunia.operator_pupr
    )
    unggah(
        pemenuhan_id=c.pemenuhan_set.get().pk,
        files=[("lebih-baru.pdf", io.BytesIO(pdf_kecil("lebih baru")))],
        by=dunia.operator_pupr,
    )
    c.refresh_from_db()
    c = kirim(capaian_id=c.pk, versi=c.versi, by=dunia.operator_pupr)
    until = c.pemenuhan_set.get().berlaku_sampai
    dokumen, page = buka(masuk, c)
    (satu,) = dokumen[0].versi_lain
    assert ([t.pk for t in satu.berkas], satu.sampai, satu.lewat) == ([old.pk], until, False)
    assert f"Persetujuan sebelumnya masih berlaku s.d. {tanggal(until)}" in page
    ended = timezone.localdate() - timedelta(days=1)
    Pemenuhan.objects.filter(capaian=c).update(berlaku_sampai=ended)
    _, page = buka(masuk, c)
    assert f"Persetujuan sebelumnya berakhir {tanggal(ended)}" in page


def test_kpk_s_note_after_a_rejection(dunia: SimpleNamespace, masuk: Client) -> None:
    c = disetujui(dunia.c_dukung, dunia.operator_pupr, dunia.verifikator2)
    tolak_kpk(
        capaian_id=c.pk,
        pemenuhan_id=c.pemenuhan_set.get().pk,
        catatan="Tautan dokumen tidak dapat dibuka.",
        by=dunia.verifikator2,
    )
    c.refresh_from_db()
    c = kirim(
        capaian_id=c.pk,
        versi=c.versi,
        by=dunia.operator_pupr,
        ulang=pemenuhan_ids(c),
    )
    dokumen, page = buka(masuk, c)
    first = dokumen[0].sebelumnya[0]
    assert (first.kpk, first.judul, first.tone, first.sama) == (True, "Ditolak KPK", "merah", True)
    assert "<b>Catatan KPK:</b> Tautan dokumen tidak dapat dibuka." in page
    assert "Berkasnya masih sama dengan waktu itu." in page


# --- other uses ---------------------------------------------------------------------------------


def test_other_uses_say_where_in_what_state_and_what_was_decided(
    dunia: SimpleNamespace, masuk: Client, lain: SimpleNamespace
) -> None:
    rencana = buat_rencana(dunia.instansi, jenis="mcp")
    butir = buat_butir(rencana, dunia.bkd, "1.1")
    setara = mulai(rencana, by=User.objects.get(username="admin.alfa"))[0]
    assert setara.butir == butir
    c = terkirim(dunia.c_bkd, dunia.operator)
    versi = BuktiTaut.objects.filter(pemenuhan__capaian=c).order_by("pk")[0].versi
    pakai(pemenuhan_id=setara.pemenuhan_set.get().pk, versi_id=versi.pk, by=dunia.operator)
    pakai(pemenuhan_id=dunia.c_dukung.pemenuhan_set.get().pk, versi_id=versi.pk, by=dunia.operator)
    setara.refresh_from_db()
    setara = kirim(
        capaian_id=setara.pk, versi=setara.versi, by=dunia.operator, isian=Isian(nilai_mandiri=90)
    )
    putuskan(
        capaian_id=setara.pk,
        versi=setara.versi,
        pemenuhan_ids=pemenuhan_ids(setara, Status.MENUNGGU),
        aksi=Aksi.MINTA_PERBAIKAN,
        alasan="tidak_lengkap",
        catatan="Lampiran II tidak ada.",
        by=dunia.verifikator2,
    )
    dokumen, page = buka(masuk, c)
    first, second = dokumen
    assert second.lain == []
    assert [
        (
            p.taut.pemenuhan.capaian.butir.kode,
            p.taut.pemenuhan.status,
            p.lain_rencana,
            p.putusan.judul if p.putusan else "",
        )
        for p in first.lain
    ] == [
        ("1.1", "perbaikan", True, "Dikembalikan untuk diperbaiki"),
        ("13.a", "draf", False, ""),
    ]
    assert "Dipakai juga di 2 tempat" in page
    assert rencana.nama in page
    assert "“Lampiran II tidak ada.”" in page
    assert "Belum pernah diputus." in page
    # a use in an institution that the person can't see is not named
    Capaian.objects.filter(pk=setara.pk).update(instansi=lain.instansi, unit=lain.bkd)
    dokumen, page = buka(masuk, c)
    assert [p.taut.pemenuhan.capaian.butir.kode for p in dokumen[0].lain] == ["13.a"]
    assert "Lampiran II tidak ada." not in page


# --- keys ---------------------------------------------------------------------------------------


def test_keys_are_switched_off_for_one_person(dunia: SimpleNamespace, masuk: Client) -> None:
    c = terkirim(dunia.c_bkd, dunia.operator)
    desk, url = reverse("meja", args=[c.pk]) + "?kata=laporan", reverse("meja_pintasan")
    assert masuk.get(url).status_code == 405

    def keadaan() -> str:
        found = re.search(r'data-meja-pintasan="(\w+)"', masuk.get(desk).content.decode())
        assert found
        return found[1]

    assert keadaan() == "hidup"
    answer = masuk.post(url, {"pintasan": "mati", "kembali": desk})
    assert (answer.status_code, answer["Location"]) == (302, desk)
    kuki = masuk.cookies[f"pintasan_{dunia.verifikator.pk}"]
    assert (kuki.value, kuki["httponly"], kuki["samesite"]) == ("mati", True, "Lax")
    assert keadaan() == "mati"
    masuk.force_login(dunia.verifikator2)  # the same device, another person
    assert keadaan() == "hidup"
    masuk.force_login(dunia.verifikator)
    part: Any = masuk.post(
        url, {"pintasan": "hidup", "kembali": desk}, headers={"HX-Request": "true"}
    )
    assert part.status_code == 200
    assert 'data-meja-pintasan="hidup"' in part.content.decode()
    assert keadaan() == "hidup"
    elsewhere = masuk.post(url, {"pintasan": "mati", "kembali": "https://jahat.example/"})
    assert elsewhere["Location"] == reverse("verifikasi")
    masuk.force_login(dunia.operator)
    assert masuk.post(url, {"pintasan": "mati"}).status_code == 403


# --- saved filters ------------------------------------------------------------------------------


def simpan(client: Client, nama: str, query: str = "?kata=laporan") -> HttpResponse:
    """Give the filters of an address a name."""
    answer: Any = client.post(reverse("tampilan_baru") + query, {"nama": nama})
    return answer  # type: ignore[no-any-return]


def test_a_filter_gets_a_name_another_name_and_goes(dunia: SimpleNamespace, masuk: Client) -> None:
    terkirim(dunia.c_bkd, dunia.operator)
    queue = reverse("verifikasi")
    page = masuk.get(queue + "?unit=1&kata=laporan").content.decode()
    assert f'href="{reverse("tampilan_baru")}?unit=1&amp;kata=laporan"' in page
    assert masuk.get(reverse("tampilan_baru") + "?kata=laporan").status_code == 200
    assert TampilanTersimpan.objects.count() == 0
    assert simpan(masuk, " Laporan   saya ")["Location"] == f"{queue}?kata=laporan"
    row = TampilanTersimpan.objects.get()
    assert (row.nama, row.kueri, row.user) == ("Laporan saya", "kata=laporan", dunia.verifikator)
    page = masuk.get(f"{queue}?kata=laporan").content.decode()
    assert re.search(r'<a href="\?kata=laporan"\s+aria-current="true">Laporan saya</a>', page)
    assert f'href="{reverse("tampilan_hapus", args=[row.pk])}"' in page
    assert '<a href="?kata=laporan"' in masuk.get(queue).content.decode()

    taken = simpan(masuk, "laporan SAYA", "?status=semua")
    assert (taken.status_code, "Nama ini sudah dipakai" in taken.content.decode()) == (422, True)
    assert 'value="laporan SAYA"' in taken.content.decode()
    assert simpan(masuk, "").status_code == 422
    assert simpan(masuk, "x" * 61).status_code == 422
    assert simpan(masuk, "Kosong", "").status_code == 422
    assert simpan(masuk, "Semua", "?status=semua").status_code == 302
    change = reverse("tampilan_ubah", args=[row.pk])
    assert masuk.post(change, {"nama": "Semua"}).status_code == 422
    assert masuk.post(change, {"nama": "LAPORAN saya"}).status_code == 302  # its own, other case
    drop = reverse("tampilan_hapus", args=[row.pk])
    assert "LAPORAN saya" in masuk.get(drop).content.decode()
    assert TampilanTersimpan.objects.count() == 2
    assert masuk.post(drop)["Location"] == queue
    assert [t.nama for t in TampilanTersimpan.objects.all()] == ["Semua"]
    assert list(
        Kejadian.objects.filter(aksi__startswith="tampilan.")
        .order_by("no")
        .values_list("aksi", flat=True)
    ) == ["tampilan.simpan", "tampilan.simpan", "tampilan.nama", "tampilan.hapus"]


def test_twenty_names_are_enough(dunia: SimpleNamespace, masuk: Client) -> None:
    for n in range(PALING_BANYAK):
        simpan_tampilan(
            halaman="verifikasi", nama=f"Saringan {n}", kueri=f"kata={n}", by=dunia.verifikator
        )
    full = simpan(masuk, "Satu lagi")
    assert (full.status_code, "Paling banyak 20" in full.content.decode()) == (422, True)
    masuk.force_login(dunia.verifikator2)
    assert simpan(masuk, "Saringan 1").status_code == 302  # names are one's own


@pytest.mark.parametrize("peran", ["verifikator2", "operator", "ketua", "auditor"])
def test_saved_filters_of_others_are_404(
    client: Client, dunia: SimpleNamespace, lain: SimpleNamespace, peran: str
) -> None:
    rows = [
        simpan_tampilan(halaman="verifikasi", nama="Punya saya", kueri="kata=x", by=user)
        for user in (dunia.verifikator, lain.verifikator)
    ]
    client.force_login(getattr(dunia, peran))
    expected = 404 if peran == "verifikator2" else 403
    for row in rows:
        for nama in ("tampilan_ubah", "tampilan_hapus"):
            url = reverse(nama, args=[row.pk])
            assert (client.get(url).status_code, client.post(url).status_code) == (
                expected,
                expected,
            )
    assert TampilanTersimpan.objects.count() == 2
    if peran == "verifikator2":
        assert "Punya saya" not in client.get(reverse("verifikasi")).content.decode()


# --- cost ---------------------------------------------------------------------------------------


def hitung(client: Client, url: str) -> int:
    """Queries of a page that was opened before."""
    client.get(url)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_queue_and_desk_cost_a_literal_number_of_queries(
    dunia: SimpleNamespace, masuk: Client
) -> None:
    c, lama = dikirim_lagi(dunia)
    pakai(
        pemenuhan_id=dunia.c_dukung.pemenuhan_set.get().pk,
        versi_id=lama.versi_id,
        by=dunia.operator,
    )
    bagikan(capaian_ids=[c.pk], pemeriksa_id=dunia.verifikator2.pk, by=dunia.verifikator)
    simpan_tampilan(halaman="verifikasi", nama="Semua", kueri="status=semua", by=dunia.verifikator)
    pages = {
        "antrean": reverse("verifikasi"),
        "antrean tanpa baris": reverse("verifikasi")
        + "?status=semua&pemeriksa=belum&kata=tidakada",
        "meja": reverse("meja", args=[c.pk]),
        "meja versi lama": reverse("meja", args=[c.pk])
        + f"?versi={Keputusan.objects.filter(aksi=Aksi.MINTA_PERBAIKAN).latest('pk').pk}",
    }
    # Session, user, memberships, plans, and one menu count are part of each. A page of the queue
    # without rows saves their documents.
    kueri = {"antrean": 11, "antrean tanpa baris": 9, "meja": 16, "meja versi lama": 16}
    assert {nama: hitung(masuk, url) for nama, url in pages.items()} == kueri
    penuhi(dunia, 1000)
    Capaian.objects.filter(butir__kode__startswith="20.").update(pemeriksa=dunia.verifikator)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as autovacuum does for committed rows
    assert {nama: hitung(masuk, url) for nama, url in pages.items()} == kueri
    assert User.objects.count() > 1000
