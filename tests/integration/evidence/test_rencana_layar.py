"""Screens of a plan: who opens what in which state, what they say, what they cost."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.permissions import Role
from evidence.actions import mulai_rencana, tutup_rencana
from evidence.actions.batas import usulkan_batas
from evidence.actions.salin import salin_rencana
from evidence.models import AlurSerah, Batas, Butir, Capaian, Rencana
from tests.factories import (
    buat_butir,
    buat_instansi,
    buat_rencana,
    buat_unit,
    buat_user,
)

PERAN = ("operator", "verifikator", "ketua", "admin", "auditor", "auditor_tugas")
BACA = ("rencana_rinci", "rencana_banding")
UBAH = (
    "rencana_batas",
    "rencana_batas_baru",
    "rencana_batas_ubah",
    "rencana_batas_hapus",
    "rencana_butir",
    "rencana_mulai",
    "rencana_tutup",
    "rencana_buka",
    "rencana_salin",
)


@pytest.fixture(autouse=True)
def _hari() -> object:
    with time_machine.travel(datetime(2026, 5, 20, 1, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def d(db: None) -> SimpleNamespace:
    """A plan that is being drawn up, with cut-offs, and one person of each role."""
    instansi = buat_instansi("alfa")
    akar = buat_unit(instansi, "setda", jenis="pimpinan")
    bkd = buat_unit(instansi, "bkd", induk=akar)
    itda = buat_unit(instansi, "itda", induk=akar, inspektorat=True)
    rencana = buat_rencana(instansi, tahun=2026)
    satu = buat_butir(rencana, bkd, "9.a", dokumen=2, pendukung=(itda,))
    dua = buat_butir(rencana, itda, "13.a")
    Butir.objects.filter(pk=satu.pk).update(
        pola="tahunan", sumber_pola="teks", kutipan_pola="menyusun laporan"
    )
    AlurSerah.objects.create(
        rencana=rencana, dari=satu, ke=dua, sumber="teks", uraian="Peta risiko"
    )
    people = {
        role: buat_user(
            f"orang.{role}", role, bkd if role in ("operator", "auditor_tugas") else akar
        )
        for role in PERAN
    }
    usulkan_batas(rencana_id=rencana.pk, by=people["admin"])
    return SimpleNamespace(
        instansi=instansi,
        akar=akar,
        bkd=bkd,
        rencana=rencana,
        satu=satu,
        dua=dua,
        orang=people,
        admin=people["admin"],
        batas=rencana.batas_set.get(kode="B12"),
    )


def _url(d: SimpleNamespace, name: str) -> str:
    more = {
        "rencana_batas_ubah": [d.batas.pk],
        "rencana_batas_hapus": [d.batas.pk],
        "rencana_butir": [d.satu.pk],
    }
    return reverse(name, args=[d.rencana.pk, *more.get(name, [])])


def _state(d: SimpleNamespace, status: str) -> None:
    if status != "disusun":
        mulai_rencana(rencana_id=d.rencana.pk, by=d.admin)
    if status == "ditutup":
        tutup_rencana(rencana_id=d.rencana.pk, by=d.admin)


@pytest.mark.parametrize("status", ["disusun", "berjalan", "ditutup"])
@pytest.mark.parametrize("peran", PERAN)
def test_everybody_reads_and_only_the_admin_edits(
    client: Client, d: SimpleNamespace, peran: str, status: str
) -> None:
    _state(d, status)
    client.force_login(d.orang[peran])
    answers = {n: client.get(_url(d, n)).status_code for n in (*BACA, *UBAH)}
    expected = dict.fromkeys(BACA, 200) | dict.fromkeys(UBAH, 200 if peran == "admin" else 403)
    assert answers == expected
    if peran != "admin":
        before = list(Butir.objects.values()), list(Batas.objects.values())
        posts = {n: client.post(_url(d, n), {"langkah": "simpan"}).status_code for n in UBAH}
        assert posts == dict.fromkeys(UBAH, 403)
        assert (list(Butir.objects.values()), list(Batas.objects.values())) == before
    text = client.get(reverse("rencana")).content.decode()
    assert d.rencana.nama in text


def test_other_institutions_are_not_there(client: Client, d: SimpleNamespace) -> None:
    beta = buat_instansi("beta")
    client.force_login(buat_user("admin.beta", Role.ADMIN, buat_unit(beta, "akar")))
    answers = {n: client.get(_url(d, n)).status_code for n in (*BACA, *UBAH)}
    assert answers == dict.fromkeys((*BACA, *UBAH), 404)
    assert d.rencana.nama not in client.get(reverse("rencana")).content.decode()
    own = buat_rencana(beta, tahun=2026)
    banding = client.get(reverse("rencana_banding", args=[own.pk]), {"dengan": d.rencana.pk})
    assert banding.status_code == 404
    # Objects of one plan under the address of another one are not there either.
    client.force_login(d.admin)
    other = buat_rencana(d.instansi, tahun=2027)
    for name, pk in (("rencana_batas_ubah", d.batas.pk), ("rencana_butir", d.satu.pk)):
        assert client.get(reverse(name, args=[other.pk, pk])).status_code == 404


def test_the_table_says_source_documents_and_hand_overs(client: Client, d: SimpleNamespace) -> None:
    client.force_login(d.orang["operator"])
    text = " ".join(client.get(_url(d, "rencana_rinci")).content.decode().split())
    assert "Menurut teks: ‘menyusun laporan’" in text
    assert text.count("Klasifikasi portal") == 2  # one row, one choice of the filter
    assert '<span class="d-block">1. Dokumen 1 9.a</span>' in text
    assert 'Dari <b class="code">9.a</b>: Peta risiko' in text
    assert 'Ke <b class="code">13.a</b>: Peta risiko' in text
    assert "Didukung itda alfa" in text
    assert "Mulai rencana" not in text


def test_counts_grow_with_each_cut_off_before_and_after_the_start(
    client: Client, d: SimpleNamespace
) -> None:
    Butir.objects.filter(pk=d.dua.pk).update(pola="semester")
    client.force_login(d.orang["auditor"])

    def counts() -> list[tuple[str, int, int]]:
        rows = client.get(_url(d, "rencana_rinci")).context["halaman"].batas
        return [(r.batas.kode, r.capaian, r.dokumen) for r in rows]

    # 9.a: one window of the year with two documents; 13.a: two halves with one document each.
    expected = [("B03", 2, 3), ("B06", 2, 3), ("B09", 3, 4), ("B12", 3, 4)]
    assert counts() == expected
    mulai_rencana(rencana_id=d.rencana.pk, by=d.admin)
    assert counts() == expected


def test_filters_stand_in_the_address(client: Client, d: SimpleNamespace) -> None:
    client.force_login(d.admin)

    def kode(**query: object) -> list[str]:
        rows = client.get(_url(d, "rencana_rinci"), query).context["halaman"].baris
        return [r.butir.kode for r in rows]

    assert kode() == ["9.a", "13.a"]
    assert kode(unit=d.bkd.pk) == ["9.a"]
    assert kode(pola="sekali") == ["13.a"]
    assert kode(sumber="teks") == ["9.a"]
    assert kode(kata="LAPORAN 13") == ["13.a"]
    assert kode(kata="9.a", pola="sekali") == []
    assert kode(unit="x", pola="y", sumber="z") == ["9.a", "13.a"]
    assert (
        "Tidak ada butir pada saringan ini"
        in client.get(_url(d, "rencana_rinci"), {"kata": "tidakada"}).content.decode()
    )


def test_proposed_cut_offs_are_called_so_until_they_are_saved(
    client: Client, d: SimpleNamespace
) -> None:
    d.rencana.batas_set.all().delete()
    client.force_login(d.admin)
    text = client.get(_url(d, "rencana_batas")).content.decode()
    assert text.count("usulan portal") == 4
    assert not d.rencana.batas_set.exists()
    assert client.post(_url(d, "rencana_batas")).status_code == 302
    assert d.rencana.batas_set.count() == 4
    assert "usulan portal" not in client.get(_url(d, "rencana_batas")).content.decode()


def test_a_refused_date_names_its_field_and_keeps_what_was_typed(
    client: Client, d: SimpleNamespace
) -> None:
    client.force_login(d.admin)
    names = ("akhir", "dibuka", "batas_unit", "batas_inspektorat", "batas_jaga")
    data = {n: str(getattr(d.batas, n)) for n in (*names, "verifikasi_kpk", "ditutup")}
    data |= {"kode": "B12", "batas_inspektorat": "2026-10-01"}
    answer = client.post(_url(d, "rencana_batas_ubah"), data)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Batas Inspektorat harus sama dengan atau sesudah Batas unit." in text
    assert 'value="2026-10-01"' in text
    data["batas_inspektorat"] = "08-01-2027"
    assert client.post(_url(d, "rencana_batas_ubah"), data).status_code == 302
    d.batas.refresh_from_db()
    assert d.batas.batas_inspektorat == date(2027, 1, 8)


def test_one_page_edits_pola_documents_and_hand_overs(client: Client, d: SimpleNamespace) -> None:
    client.force_login(d.admin)
    url = _url(d, "rencana_butir")
    first, second = d.satu.dokumen_set.order_by("urut")

    def post(status: int = 302, **data: object) -> str:
        answer = client.post(url, data)
        assert answer.status_code == status, answer.content.decode()[:500]
        return answer.content.decode()

    post(langkah="simpan", pola="semester", unit=d.bkd.pk, masa_mutakhir=3, pendukung=[])
    d.satu.refresh_from_db()
    assert (d.satu.pola, d.satu.sumber_pola, d.satu.kutipan_pola) == ("semester", "portal", "")
    assert d.satu.pendukung.count() == 0
    wrong = post(422, langkah="simpan", pola="semester", unit=d.bkd.pk, masa_mutakhir=99)
    assert "Antara 1 dan 24 bulan." in wrong
    assert 'value="99"' in wrong
    post(langkah="dokumen_baru", **{"baru-uraian": "Berita acara"})
    assert "Wajib diisi." in post(422, langkah="dokumen_baru", **{"baru-kriteria": "Asli"})
    post(langkah="dokumen", dokumen=first.pk, **{f"d{first.pk}-uraian": "Laporan akhir"})
    post(langkah="turun", dokumen=first.pk)
    post(langkah="hapus_dokumen", dokumen=second.pk)
    assert list(d.satu.dokumen_set.order_by("urut").values_list("uraian", flat=True)) == [
        "Laporan akhir",
        "Berita acara",
    ]
    (alur,) = d.rencana.alur_serah_set.all()
    post(langkah="hapus_alur", alur=alur.pk)
    post(
        langkah="alur_baru",
        **{"alur-arah": "dari", "alur-lain": d.dua.pk, "alur-uraian": "Hasil reviu"},
    )
    (alur,) = d.rencana.alur_serah_set.all()
    assert (alur.dari, alur.ke, alur.sumber) == (d.dua, d.satu, "portal")
    circle = post(422, langkah="alur_baru", **{"alur-arah": "ke", "alur-lain": d.dua.pk})
    assert "9.a sudah menunggu 13.a" in circle
    other = d.dua.dokumen_set.get()
    assert client.post(url, {"langkah": "naik", "dokumen": other.pk}).status_code == 404
    assert client.post(url, {"langkah": "lain"}).status_code == 404


def test_documents_of_the_instrument_are_changed_in_the_instrument(
    client: Client, d: SimpleNamespace
) -> None:
    mcp = buat_rencana(d.instansi, jenis="mcp", tahun=2026)
    sub = buat_butir(mcp, d.bkd, "1.1.1")
    client.force_login(d.admin)
    url = reverse("rencana_butir", args=[mcp.pk, sub.pk])
    text = client.get(url).content.decode()
    assert "Dokumen wajib berasal dari instrumen MCP." in text
    assert "Tambah dokumen" not in text
    answer = client.post(url, {"langkah": "dokumen_baru", "baru-uraian": "x"}, follow=True)
    assert "Dokumen wajib berasal dari instrumen MCP." in answer.content.decode()
    assert sub.dokumen_set.count() == 1


def test_the_start_says_what_it_asks_and_what_speaks_against_it(
    client: Client, d: SimpleNamespace
) -> None:
    client.force_login(d.admin)
    Butir.objects.filter(pk=d.dua.pk).update(pola="triwulan")
    d.dua.dokumen_set.all().delete()
    d.bkd.aktif_selesai = date(2026, 5, 1)
    d.bkd.save()
    text = " ".join(client.get(_url(d, "rencana_mulai")).content.decode().split())
    # 13.a: the first quarter ended; three remain, without documents. 9.a: the year, two documents.
    assert "4 tugas dengan 2 dokumen akan ditagih, batas waktu pertama 30 Juni 2026" in text
    assert "1 periode yang berakhir sebelum 20 Mei 2026 tidak ditagih" in text
    assert "1 butir belum mempunyai dokumen wajib, jadi tidak ada yang dapat dikirim: 13.a." in text
    assert "bkd alfa sudah berakhir, tetapi masih menjadi unit pelapor untuk 9.a." in text
    again = client.get(_url(d, "rencana_mulai"), {"dari": "2026-01-01"}).content.decode()
    assert "5 tugas dengan 2 dokumen" in " ".join(again.split())
    assert Capaian.objects.count() == 0
    assert client.post(_url(d, "rencana_mulai"), {"dari": "kapan"}).status_code == 422
    assert client.post(_url(d, "rencana_mulai"), {"dari": "2027-01-01"}).status_code == 422
    assert client.post(_url(d, "rencana_mulai"), {"dari": "2026-05-20"}).status_code == 302
    assert Capaian.objects.count() == 4
    assert Rencana.objects.get(pk=d.rencana.pk).berjalan


def test_closing_and_opening_again_on_screen(client: Client, d: SimpleNamespace) -> None:
    _state(d, "berjalan")
    client.force_login(d.admin)
    text = " ".join(client.get(_url(d, "rencana_tutup")).content.decode().split())
    assert "2 tugas masih mempunyai dokumen yang belum dikirim" in text
    assert client.post(_url(d, "rencana_tutup")).status_code == 302
    assert client.post(_url(d, "rencana_buka"), {"alasan": ""}).status_code == 422
    assert client.post(_url(d, "rencana_buka"), {"alasan": "Keliru ditutup"}).status_code == 302
    assert Rencana.objects.get(pk=d.rencana.pk).berjalan


def test_copy_and_compare_on_screen(client: Client, d: SimpleNamespace) -> None:
    client.force_login(d.admin)
    nothing = client.get(_url(d, "rencana_banding")).content.decode()
    assert "Belum ada rencana lain" in nothing
    assert client.post(_url(d, "rencana_salin"), {"tahun": "2026"}).status_code == 422
    answer = client.post(_url(d, "rencana_salin"), {"tahun": "2027"})
    baru = Rencana.objects.get(tahun=2027)
    assert answer["Location"] == reverse("rencana_rinci", args=[baru.pk])
    taken = client.post(_url(d, "rencana_salin"), {"tahun": "2027", "nama": "Ketikan saya"})
    assert taken.status_code == 422
    assert "Sudah ada rencana jenis ini untuk tahun 2027." in taken.content.decode()
    assert "Ketikan saya" in taken.content.decode()
    Butir.objects.filter(rencana=baru, kode="9.a").update(uraian="bunyi yang berubah")
    url = reverse("rencana_banding", args=[baru.pk])
    page = client.get(url)
    assert page.context["dengan"] == d.rencana
    assert [(t[0], t[2]) for t in page.context["tabs"]] == [
        ("Semua", 2),
        ("Sama", 1),
        ("Berubah", 1),
        ("Baru", 0),
        ("Dihapus", 0),
    ]
    only = client.get(url, {"dengan": d.rencana.pk, "hasil": "berubah"})
    assert [line.baru.kode for line in only.context["page_obj"]] == ["9.a"]
    assert "<ins>bunyi yang berubah</ins>" in only.content.decode().replace("\n", "")
    # From the old plan's side the same comparison stands the same way round.
    turned = client.get(_url(d, "rencana_banding"), {"dengan": baru.pk})
    assert (turned.context["lama"], turned.context["baru"]) == (d.rencana, baru)
    assert client.get(url, {"dengan": "x"}).status_code == 404


@pytest.mark.parametrize("jumlah", [1, 120])
def test_pages_cost_the_same_with_one_and_with_many(
    client: Client, d: SimpleNamespace, jumlah: int
) -> None:
    for n in range(jumlah):
        one = buat_butir(d.rencana, d.bkd, f"20.x{n}", dokumen=2, pendukung=(d.akar,))
        AlurSerah.objects.create(rencana=d.rencana, dari=d.satu, ke=one, sumber="portal")
        buat_rencana(d.instansi, jenis="roadmap", tahun=2030 + n)
    salin_rencana(rencana_id=d.rencana.pk, tahun=2027, by=d.admin)
    mulai_rencana(rencana_id=d.rencana.pk, by=d.admin)
    found = {}
    for who in ("operator", "verifikator", "admin"):
        client.force_login(d.orang[who])
        for name in ("rencana", "rencana_rinci", "rencana_banding"):
            url = reverse(name) if name == "rencana" else _url(d, name)
            client.get(url)
            cache.clear()
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            found[f"{who} {name}"] = len(queries)
    assert found == KUERI
    assert max(found.values()) <= 12


# Session, user and memberships, plans, and the counts of the menu are part of each.
KUERI = {
    "operator rencana": 7,
    "operator rencana_rinci": 11,
    "operator rencana_banding": 10,
    "verifikator rencana": 7,
    "verifikator rencana_rinci": 11,
    "verifikator rencana_banding": 10,
    "admin rencana": 6,
    "admin rencana_rinci": 10,
    "admin rencana_banding": 9,
}


def test_dates_of_jaga_only_where_documents_go_there(client: Client, d: SimpleNamespace) -> None:
    client.force_login(d.admin)
    shown = {}
    for jenis in Rencana.Jenis:
        Rencana.objects.filter(pk=d.rencana.pk).update(jenis=jenis)
        pages = [
            client.get(reverse(name, args=[d.rencana.pk])).content.decode()
            for name in ("rencana_batas", "rencana_rinci")
        ]
        assert all("Batas Inspektorat" in page for page in pages)
        shown[jenis.value] = [("Batas JAGA" in p, "Verifikasi KPK" in p) for p in pages]
    ya, tidak = [(True, True)] * 2, [(False, False)] * 2
    assert shown == {"satgas": ya, "roadmap": tidak, "zi": tidak, "mcp": ya}


def test_the_form_of_a_cut_off_asks_for_jaga_only_where_documents_go_there(
    client: Client, d: SimpleNamespace
) -> None:
    Rencana.objects.filter(pk=d.rencana.pk).update(jenis=Rencana.Jenis.ROADMAP)
    client.force_login(d.admin)
    row = d.rencana.batas_set.earliest("akhir")
    url = reverse("rencana_batas_ubah", args=[d.rencana.pk, row.pk])
    page = client.get(url)
    asked = ["kode", "akhir", "dibuka", "batas_unit", "batas_inspektorat", "ditutup"]
    assert list(page.context["form"].fields) == asked
    data = {nama: str(getattr(row, nama)) for nama in asked}
    answer = client.post(url, data)
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.batas_jaga, row.verifikasi_kpk) == (row.batas_inspektorat, row.batas_inspektorat)
    assert {nama: str(getattr(row, nama)) for nama in asked} == data
