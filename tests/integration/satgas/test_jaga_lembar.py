"""The sheet as a page: order, states, what it offers to whom, and what a step leads back to."""

import re
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evidence.actions import tutup_rencana
from evidence.models import Batas
from satgas.actions.jaga import JawabanKPK, catat_jawaban, tandai_diunggah
from satgas.actions.nilai_kpk import catat_nilai_kpk
from satgas.jaga.lembar import lembar
from satgas.jaga.saringan import Saringan
from satgas.models import (
    Anggota,
    Area,
    IndikatorMCP,
    Instrumen,
    KirimanJaga,
    NilaiKPK,
    SubIndikator,
)
from tests.factories import (
    buat_butir,
    buat_instansi,
    buat_rencana,
    buat_unit,
    buat_user,
    disetujui,
    mulai,
    pemenuhan_ids,
    segar,
    terkirim,
)
from tests.integration.evidence.conftest import bangun_dunia


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """The small world: two offices, the Inspektorat, every role."""
    return bangun_dunia("alfa")


def halaman(
    client: Client, dunia: SimpleNamespace, oleh: str = "verifikator", **query: object
) -> str:
    """Return the sheet as a person reads it."""
    client.force_login(getattr(dunia, oleh))
    answer = client.get("/jaga/", {"rencana": dunia.rencana.pk, **query})
    assert answer.status_code == 200
    return answer.content.decode()


def keadaan(dunia: SimpleNamespace) -> dict[str, list[str]]:
    """Return kode -> the words of its documents."""
    page = lembar(segar(dunia.verifikator), dunia.rencana, Saringan())
    return {
        b.capaian.butir.kode: [d.tanda.label for d in b.dokumen]
        for k in page.kelompok
        for b in k.baris
    }


def test_lines_stand_in_the_order_of_the_decree_with_the_state_of_each_document(
    client: Client, dunia: SimpleNamespace
) -> None:
    disetujui(dunia.c_bkd, dunia.operator, dunia.verifikator)
    one, _ = pemenuhan_ids(dunia.c_bkd)
    tandai_diunggah(pemenuhan_ids=[one], by=dunia.verifikator)
    terkirim(dunia.c_pupr, dunia.operator_pupr)
    assert keadaan(dunia) == {
        "9.a": ["Proses verifikasi KPK", "Siap diunggah"],
        "13.a": ["Belum siap"],
        "4.a": ["Belum siap"],
        "13.b": ["Belum siap"],
    }
    text = halaman(client, dunia)
    assert "1 dokumen siap diunggah, 1 menunggu KPK, 0 ditolak." in " ".join(text.split())
    assert f'id="nilai-{dunia.c_bkd.pk}"' in text
    assert 'value="90"' in text
    assert "Sudah dikerjakan.</textarea>" in text


def test_the_instrument_stands_in_the_order_of_kpks_form(
    client: Client, dunia: SimpleNamespace
) -> None:
    """Areas by their order, not by their code; the decree's sheet is one click away."""
    rencana = buat_rencana(dunia.instansi, jenis="mcp")
    instrumen = Instrumen.objects.create(
        instansi=dunia.instansi,
        tahun=rencana.tahun,
        nama="MCP uji",
        keadaan="dipakai",
        rencana=rencana,
        dibuat=timezone.now(),
        dipakai=timezone.now(),
    )
    for urut, kode in ((2, "A"), (1, "B")):
        area = Area.objects.create(instrumen=instrumen, kode=kode, nama=f"Area {kode}", urut=urut)
        indikator = IndikatorMCP.objects.create(area=area, kode=f"{kode}.1", nama="Ind", urut=1)
        for no in (2, 1):
            butir = buat_butir(rencana, dunia.bkd, f"{kode}.1.{no}")
            SubIndikator.objects.create(
                indikator=indikator, kode=butir.kode, nama="Sub", urut=no, butir=butir
            )
    mulai(rencana, by=buat_user("admin3.alfa", "admin", dunia.akar))
    page = lembar(segar(dunia.verifikator), rencana, Saringan())
    assert [(k.nama, [b.capaian.butir.kode for b in k.baris]) for k in page.kelompok] == [
        ("B Area B", ["B.1.1", "B.1.2"]),
        ("A Area A", ["A.1.1", "A.1.2"]),
    ]
    assert [p.nama for p in page.bagian] == ["1. Area B", "2. Area A"]
    text = halaman(client, dunia)
    assert f'href="?rencana={rencana.pk}"' in text
    assert "Menurut instrumen KPK" in text


@pytest.mark.parametrize(
    ("query", "kode"),
    [
        ({"status": "siap"}, ["9.a"]),
        ({"status": "menunggu"}, ["9.a"]),
        ({"status": "belum"}, ["13.a", "4.a", "13.b"]),
        ({"status": "diterima"}, []),
        ({"kata": "13.B"}, ["13.b"]),
        ({"kata": "menyusun laporan 4"}, ["4.a"]),
        ({"unit": "pupr"}, ["13.a", "13.b"]),
        ({"bagian": 13}, ["13.a", "13.b"]),
        ({"bagian": 13, "kata": "9.a"}, []),
    ],
)
def test_filters(
    client: Client, dunia: SimpleNamespace, query: dict[str, object], kode: list[str]
) -> None:
    disetujui(dunia.c_bkd, dunia.operator, dunia.verifikator)
    tandai_diunggah(pemenuhan_ids=pemenuhan_ids(dunia.c_bkd)[:1], by=dunia.verifikator)
    if "unit" in query:
        query = {**query, "unit": dunia.pupr.pk}
    if "bagian" in query:
        member = Anggota.objects.get(sk__rencana=dunia.rencana, no=query["bagian"])
        query = {**query, "bagian": member.pk}
    text = halaman(client, dunia, **query)
    found = re.findall(r'<span class="code">([^<]+)</span>\s*<a href="/tugas/', text)
    assert found == kode


def test_an_empty_filter_says_where_to_go(client: Client, dunia: SimpleNamespace) -> None:
    assert "Tidak ada baris pada saringan ini" in halaman(client, dunia, status="diterima")


def test_a_line_stays_in_sight_after_its_step(client: Client, dunia: SimpleNamespace) -> None:
    """The filter no longer fits, the row is still there with its anchor."""
    disetujui(dunia.c_pupr, dunia.operator_pupr, dunia.verifikator)
    (p,) = pemenuhan_ids(dunia.c_pupr)
    client.force_login(dunia.verifikator)
    query = f"?rencana={dunia.rencana.pk}&status=siap"
    answer = client.post(f"/jaga/baris/{dunia.c_pupr.pk}/unggah/{query}", {"dokumen": p})
    assert answer.status_code == 302
    assert answer["Location"] == f"/jaga/{query}&baris={dunia.c_pupr.pk}#dok-{p}"
    text = client.get(answer["Location"]).content.decode()
    assert f'id="dok-{p}"' in text
    assert "13.b: 1 dokumen ditandai sudah diunggah ke JAGA." in text


def test_several_documents_with_one_button(client: Client, dunia: SimpleNamespace) -> None:
    disetujui(dunia.c_bkd, dunia.operator, dunia.verifikator)
    ids = pemenuhan_ids(dunia.c_bkd)
    assert f'value="{ids[0]},{ids[1]}"' in halaman(client, dunia)
    answer = client.post(f"/jaga/baris/{dunia.c_bkd.pk}/unggah/", {"dokumen": f"{ids[0]},{ids[1]}"})
    assert answer["Location"].endswith(f"#baris-{dunia.c_bkd.pk}")
    assert KirimanJaga.objects.count() == 2


def test_the_answer_in_the_row_and_what_is_typed_wrongly(
    client: Client, dunia: SimpleNamespace
) -> None:
    disetujui(dunia.c_pupr, dunia.operator_pupr, dunia.verifikator)
    (kiriman,) = tandai_diunggah(pemenuhan_ids=pemenuhan_ids(dunia.c_pupr), by=dunia.verifikator)
    url = f"/jaga/kiriman/{kiriman.pk}/jawaban/"
    assert f'action="{url}?rencana=' in halaman(client, dunia)
    today = timezone.localdate()
    typed = {"jawaban": "ditolak", "tanggal": "31/02/2026", "catatan": "Tanpa cap basah."}
    answer = client.post(url, typed)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Tanggal ini tidak ada. Periksa hari, bulan, dan tahunnya." in text
    assert "Tanpa cap basah.</textarea>" in text
    assert not KirimanJaga.objects.exclude(jawaban="").exists()
    answer = client.post(url, {**typed, "tanggal": today.isoformat()})
    assert answer.status_code == 302
    kiriman.refresh_from_db()
    assert (kiriman.jawaban, kiriman.tanggal_jawaban, kiriman.dijawab_oleh) == (
        "ditolak",
        today,
        dunia.verifikator,
    )
    text = halaman(client, dunia)
    assert "Tanpa cap basah." in text
    assert "Riwayat di JAGA (1)" in text
    again = client.post(url, {**typed, "tanggal": today.isoformat()})
    assert again.status_code == 422
    assert "Jawaban KPK sudah dicatat." in again.content.decode()


def test_the_unit_reads_kpks_note(client: Client, dunia: SimpleNamespace) -> None:
    disetujui(dunia.c_pupr, dunia.operator_pupr, dunia.verifikator)
    (kiriman,) = tandai_diunggah(pemenuhan_ids=pemenuhan_ids(dunia.c_pupr), by=dunia.verifikator)
    note = JawabanKPK("ditolak", timezone.localdate(), "Lampiran 2 tanpa cap.")
    catat_jawaban(kiriman_id=kiriman.pk, isian=note, by=dunia.verifikator)
    client.force_login(dunia.operator_pupr)
    assert "Lampiran 2 tanpa cap." in client.get("/tugas-saya/").content.decode()
    text = client.get(f"/tugas/{dunia.c_pupr.pk}/").content.decode()
    assert "Lampiran 2 tanpa cap." in text
    assert "Ditolak KPK" in text


def test_a_correction_starts_from_what_was_recorded(client: Client, dunia: SimpleNamespace) -> None:
    disetujui(dunia.c_pupr, dunia.operator_pupr, dunia.verifikator)
    (kiriman,) = tandai_diunggah(pemenuhan_ids=pemenuhan_ids(dunia.c_pupr), by=dunia.verifikator)
    note = JawabanKPK("ditolak", timezone.localdate(), "Lampiran 2 tanpa cap.")
    catat_jawaban(kiriman_id=kiriman.pk, isian=note, by=dunia.verifikator)
    client.force_login(dunia.verifikator)
    url = f"/jaga/kiriman/{kiriman.pk}/koreksi/"
    assert "Lampiran 2 tanpa cap." in client.get(url).content.decode()
    typed = {"jawaban": "diterima", "tanggal": timezone.localdate().isoformat(), "catatan": ""}
    assert "Tulis alasan koreksi." in client.post(url, typed).content.decode()
    assert client.post(url, {**typed, "alasan": "Salah baris."}).status_code == 302
    text = halaman(client, dunia)
    assert "Riwayat di JAGA (2)" in text
    assert "Jawaban dikoreksi." in text


@pytest.mark.parametrize(
    ("typed", "stored"), [("68,25", "68.25"), ("68.2", "68.20"), ("0", "0.00"), ("100", "100.00")]
)
def test_kpks_value_as_officials_write_it(
    client: Client, dunia: SimpleNamespace, typed: str, stored: str
) -> None:
    client.force_login(dunia.verifikator)
    url = f"/jaga/nilai/{dunia.c_pupr.butir_id}/"
    fields = {"tanggal": timezone.localdate().isoformat(), "sumber": "JAGA.ID"}
    wrong = client.post(url, {**fields, "nilai": "enam puluh"})
    assert wrong.status_code == 422
    assert "Bukan angka. Tulis misalnya 68,25." in wrong.content.decode()
    assert client.post(url, {**fields, "nilai": typed}).status_code == 302
    assert [str(n.nilai) for n in NilaiKPK.objects.all()] == [stored]
    assert "JAGA.ID" in client.get(url).content.decode()
    assert "(JAGA.ID)" in halaman(client, dunia)


# --- who reads, who records -----------------------------------------------------------------------

MEMBACA = ("operator", "operator_pupr", "verifikator", "ketua", "auditor", "auditor_tugas")


def _alamat(dunia: SimpleNamespace) -> dict[str, str]:
    disetujui(dunia.c_pupr, dunia.operator_pupr, dunia.verifikator)
    (p,) = pemenuhan_ids(dunia.c_pupr)
    (kiriman,) = tandai_diunggah(pemenuhan_ids=[p], by=dunia.verifikator)
    return {
        "unggah": f"/jaga/baris/{dunia.c_pupr.pk}/unggah/",
        "batal": f"/jaga/kiriman/{kiriman.pk}/batal/",
        "jawaban": f"/jaga/kiriman/{kiriman.pk}/jawaban/",
        "koreksi": f"/jaga/kiriman/{kiriman.pk}/koreksi/",
        "nilai": f"/jaga/nilai/{dunia.c_pupr.butir_id}/",
    }


@pytest.mark.parametrize("peran", MEMBACA)
def test_roles_and_institutions_at_every_address(
    client: Client, dunia: SimpleNamespace, peran: str
) -> None:
    lain = bangun_dunia("beta")
    own, foreign = _alamat(dunia), _alamat(lain)
    before = (KirimanJaga.objects.values().count(), NilaiKPK.objects.count())
    client.force_login(getattr(dunia, peran))
    assert client.get("/jaga/", {"rencana": lain.rencana.pk}).status_code == 404
    for url in foreign.values():
        assert client.post(url, {"dokumen": "1"}).status_code == 404, url
        assert client.get(url).status_code in (404, 405), url
    sees = peran not in ("operator", "auditor_tugas")  # their unit has no part in task 13.b
    records = peran == "verifikator"
    for name, url in own.items():
        answer = client.post(url, {"dokumen": "x"})
        if not sees and name != "nilai":
            assert answer.status_code == 404, url
        elif not records:
            assert answer.status_code == 403, url
        else:
            assert answer.status_code in (302, 422), url
    if not records:
        assert (KirimanJaga.objects.values().count(), NilaiKPK.objects.count()) == before
        assert KirimanJaga.objects.filter(dibatalkan=None, jawaban="").count() == 2


@pytest.mark.parametrize("peran", MEMBACA)
def test_rows_of_the_sheet_are_those_the_person_may_read(
    client: Client, dunia: SimpleNamespace, peran: str
) -> None:
    lain = bangun_dunia("beta")
    _alamat(dunia)
    _alamat(lain)
    text = halaman(client, dunia, peran)
    found = re.findall(r'<span class="code">([^<]+)</span>\s*<a href="/tugas/', text)
    wanted = {
        "operator": ["9.a", "13.a"],
        "operator_pupr": ["13.a", "13.b"],
        "auditor_tugas": ["9.a", "13.a"],
    }
    assert found == wanted.get(peran, ["9.a", "13.a", "4.a", "13.b"])
    assert "beta" not in text
    assert ("Batalkan tanda unggah" in text) is (peran == "verifikator")
    assert ("Catat jawaban KPK" in text) is (peran == "verifikator")
    assert ('href="/jaga/"' in text) is (peran == "verifikator")


def test_a_stranger_to_evidence_gets_no_sheet(client: Client, dunia: SimpleNamespace) -> None:
    client.force_login(buat_user("plat", "platform"))
    assert client.get("/jaga/").status_code == 403


def test_a_closed_plan_is_read_and_not_recorded(client: Client, dunia: SimpleNamespace) -> None:
    url = _alamat(dunia)
    tutup_rencana(rencana_id=dunia.rencana.pk, by=segar(buat_user("adm", "admin", dunia.akar)))
    text = halaman(client, dunia)
    assert "Proses verifikasi KPK" in text
    assert "Catat jawaban KPK" not in text
    answer = client.post(url["batal"], follow=True)
    assert "Rencana ini tidak sedang berjalan" in answer.content.decode()


def test_until_the_day_for_jaga_an_upload_is_just_there(dunia: SimpleNamespace) -> None:
    _alamat(dunia)
    assert keadaan(dunia)["13.b"] == ["Proses verifikasi KPK"]
    day = timezone.localdate()
    later = day + timedelta(days=10)
    Batas.objects.create(
        rencana=dunia.rencana,
        kode="B12",
        akhir=date(day.year, 12, 31),
        dibuka=day,
        batas_unit=day,
        batas_inspektorat=day,
        batas_jaga=later,
        verifikasi_kpk=later,
        ditutup=later,
    )
    assert keadaan(dunia)["13.b"] == ["Sudah diunggah"]


# --- cost -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 300])
def test_the_sheet_costs_the_same_with_one_line_and_with_300(
    client: Client, db: None, data_folder: object, count: int
) -> None:
    instansi = buat_instansi("skala")
    akar = buat_unit(instansi, "akar", jenis="pimpinan")
    units = [buat_unit(instansi, f"u{n}", induk=akar) for n in range(min(10, count))]
    rencana = buat_rencana(instansi)
    for n in range(count):
        buat_butir(rencana, units[n % len(units)], f"{n % len(units) + 1}.a{n}", dokumen=2)
    tasks = mulai(rencana, by=buat_user("skala.admin", "admin", akar))
    user = buat_user("skala.verif", "verifikator", akar)
    operator = buat_user("skala.op", "operator", akar)
    other = buat_user("skala.verif2", "verifikator", akar)
    for n, task in enumerate(tasks[:3]):
        disetujui(task, operator, other)
        ids = pemenuhan_ids(task)
        rows = tandai_diunggah(pemenuhan_ids=ids, by=user)
        if n == 1:
            answer = JawabanKPK("ditolak", timezone.localdate(), "Kurang.")
            catat_jawaban(kiriman_id=rows[0].pk, isian=answer, by=other)
        catat_nilai_kpk(
            butir_id=task.butir_id,
            nilai=Decimal(n),
            tanggal=timezone.localdate(),
            sumber="JAGA.ID",
            by=user,
        )
    client.force_login(user)
    client.get("/jaga/")
    with CaptureQueriesContext(connection) as queries:
        answer_page = client.get("/jaga/")
    assert answer_page.status_code == 200
    assert len(queries) == 11
    shown = len(re.findall(r'id="baris-', answer_page.content.decode()))
    assert shown == min(count, 50)
