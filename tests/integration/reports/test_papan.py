"""What the Ketua sees: no data, 0 and exceptions told apart; what to decide; who waits."""

import re
from datetime import timedelta
from decimal import Decimal
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Role
from evidence.actions import kirim, putuskan
from evidence.actions.disposisi import beri_disposisi
from evidence.actions.pengecualian import ajukan, beri_pendapat, perbarui_kejadian
from evidence.actions.perbarui import perbarui
from evidence.actions.putusan_kecuali import catat_jawaban_kpk, putuskan_banyak
from evidence.keadaan import sekarang
from evidence.models import AlurSerah, Butir, Capaian, Disposisi, Pengecualian, SerahTerima
from evidence.workflow import Aksi, Status
from reports.datasets import papan
from reports.datasets.nilai import rata
from reports.datasets.ringkasan import ringkasan
from satgas.actions.jaga import JawabanKPK, catat_jawaban, tandai_diunggah
from satgas.jaga.status import status_jaga
from tests.factories import buat_butir, buat_user, disetujui, pemenuhan_ids, segar


def _teks(page: Any) -> str:
    body = page.content.decode()
    main = body[body.index("<main") : body.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def _kecualikan(d: SimpleNamespace, capaian: Capaian, jenis: str, *, putus: bool = True) -> int:
    unit = {d.bkd.pk: d.orang[Role.OPERATOR]}
    by = unit.get(capaian.unit_id) or _operator(d, capaian)
    capaian.refresh_from_db()
    ajuan = ajukan(
        capaian_id=capaian.pk,
        versi=capaian.versi,
        jenis=jenis,
        pemenuhan_ids=pemenuhan_ids(capaian),
        alasan="Tidak ada kejadian atau objek untuk tahun berjalan.",
        by=segar(by),
    )
    beri_pendapat(ajuan_id=ajuan.pk, pendapat="mendukung", by=segar(d.orang[Role.VERIFIKATOR]))
    if putus:
        putuskan_banyak(ids=[ajuan.pk], putusan="dikabulkan", by=segar(d.orang[Role.KETUA]))
    return ajuan.pk


def _operator(d: SimpleNamespace, capaian: Capaian) -> Any:
    """An operator of the unit of a task."""
    known = User.objects.filter(username=f"op.{capaian.pk}").first()
    return known or buat_user(f"op.{capaian.pk}", Role.OPERATOR, capaian.unit)


def _tugas(d: SimpleNamespace) -> dict[str, Any]:
    now = timezone.now()
    return {t.kode: t for t in sekarang(d.rencana, segar(d.orang[Role.KETUA]), now)}


def test_none_zero_and_exceptions_are_four_different_things(dunia: SimpleNamespace) -> None:
    """4.a: 0 verified. 9.c: no data. 15.a: Tidak dapat dipenuhi. 15.b: Nihil."""
    Butir.objects.filter(kode="15.b", rencana=dunia.rencana).update(pola="kejadian")
    op = _operator(dunia, dunia.c["4.a"])
    disetujui(dunia.c["4.a"], op, segar(dunia.orang[Role.VERIFIKATOR]), klaim=50, nilai=0)
    _kecualikan(dunia, dunia.c["15.a"], "tak_dapat")
    _kecualikan(dunia, dunia.c["15.b"], "nihil")
    found = _tugas(dunia)
    values = {k: rata([found[k]], {}) for k in ("4.a", "9.c", "15.a", "15.b")}
    assert {k: (v.internal, v.jumlah) for k, v in values.items()} == {
        "4.a": (Decimal(0), 1),
        "9.c": (None, 1),
        "15.a": (None, 1),
        "15.b": (None, 0),
    }
    cover = {k: v.hasil.inspektorat.cakupan for k, v in values.items()}
    assert [(cover[k].bernilai, cover[k].tanpa_data, cover[k].tidak_dapat, cover[k].nihil)
            for k in ("4.a", "9.c", "15.a", "15.b")] == [
        (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1),
    ]  # fmt: skip
    client = Client()
    client.force_login(dunia.orang[Role.KETUA])
    text = _teks(client.get("/dasbor/"))
    assert "1 Tidak dapat dipenuhi (dihitung 0)." in text
    assert "1 Nihil (tidak dinilai)." in text
    assert re.search(r"4\. .{0,60}? 1/2 0 \(25\)", text), text  # zero is a value: (0 + none) / 2
    assert re.search(r"15\. .{0,60}? 1/3 tanpa data \(tanpa data\)", text), text


def test_an_exception_leaves_the_count_only_with_kpks_answer(dunia: SimpleNamespace) -> None:
    ketua = segar(dunia.orang[Role.KETUA])

    def total() -> tuple[int, int, int]:
        t = ringkasan(dunia.rencana, segar(ketua), now=timezone.now()).total
        return t.diperlukan, t.diterima, t.tak_dapat

    assert total() == (14, 3, 0)
    pk = _kecualikan(dunia, dunia.c["15.a"], "tak_dapat")
    assert total() == (14, 3, 2)  # shown apart, still required
    catat_jawaban_kpk(
        ajuan_id=pk,
        jawaban="diterima",
        tanggal=timezone.localdate(),
        by=segar(dunia.orang[Role.VERIFIKATOR]),
    )
    assert total() == (12, 3, 0)


def test_at_most_five_things_to_decide_exceptions_first(dunia: SimpleNamespace) -> None:
    for kode in ("4.a", "9.c", "15.a", "15.b"):
        _kecualikan(dunia, dunia.c[kode], "tak_berlaku", putus=False)
    client = Client()
    client.force_login(dunia.orang[Role.KETUA])
    perlu = client.get("/dasbor/").context["perlu"]
    assert len(perlu) == 5
    assert [bool(p.ajuan) for p in perlu] == [True, True, True, False, False]
    oldest = Pengecualian.objects.order_by("diajukan")[:3]
    assert [p.ajuan.pk for p in perlu[:3]] == [a.pk for a in oldest]
    assert perlu[3].judul == "pupr alfa: 2 tugas lewat batas waktu"


def test_without_an_opinion_nothing_is_put_before_the_ketua(dunia: SimpleNamespace) -> None:
    c = dunia.c["9.c"]
    c.refresh_from_db()
    ajukan(
        capaian_id=c.pk,
        versi=c.versi,
        jenis="tak_berlaku",
        pemenuhan_ids=pemenuhan_ids(c),
        alasan="Tidak berlaku bagi unit ini sejak penataan.",
        by=segar(dunia.orang[Role.OPERATOR]),
    )
    client = Client()
    client.force_login(dunia.orang[Role.KETUA])
    assert [p for p in client.get("/dasbor/").context["perlu"] if p.ajuan] == []


def test_ketua_decides_and_instructs_on_the_spot(dunia: SimpleNamespace) -> None:
    pk = _kecualikan(dunia, dunia.c["9.c"], "tak_berlaku", putus=False)
    client = Client()
    client.force_login(dunia.orang[Role.KETUA])
    page = client.get("/dasbor/")
    url = page.wsgi_request.get_full_path()
    done = client.post("/pengecualian/", {"ajuan": pk, "putusan": "dikabulkan", "next": url})
    assert (done.status_code, done["Location"]) == (302, "/dasbor/")
    assert Capaian.objects.get(pk=dunia.c["9.c"].pk).status == Status.TIDAK_BERLAKU
    late = next(p for p in client.get("/dasbor/").context["perlu"] if p.unit_id)
    given = client.post(
        "/disposisi/beri/",
        {"rencana": dunia.rencana.pk, "kepada": late.unit_id, "isi": late.saran, "next": url},
    )
    assert (given.status_code, given["Location"]) == (302, "/dasbor/")
    assert Disposisi.objects.get().kepada_id == late.unit_id
    named = [p.unit_id for p in client.get("/dasbor/").context["perlu"]]
    assert late.unit_id not in named  # it has been told


@pytest.mark.parametrize(
    "role", [Role.OPERATOR, Role.VERIFIKATOR, Role.ADMIN, Role.AUDITOR, Role.AUDITOR_TUGAS]
)
def test_only_the_ketua_is_asked(dunia: SimpleNamespace, role: Role) -> None:
    client = Client()
    client.force_login(dunia.orang[role])
    page = client.get("/dasbor/")
    assert page.context["perlu"] == []
    assert "Perlu keputusan Anda" not in _teks(page)


def test_other_institution_is_not_put_before_the_ketua(
    dunia: SimpleNamespace, lain: SimpleNamespace
) -> None:
    client = Client()
    client.force_login(dunia.orang[Role.KETUA])
    before = client.get("/dasbor/").context["perlu"]
    _kecualikan(lain, lain.c["9.c"], "tak_berlaku", putus=False)
    beri_disposisi(
        rencana_id=lain.rencana.pk,
        kepada_id=lain.pupr.pk,
        isi="Mohon lengkapi.",
        by=segar(lain.orang[Role.KETUA]),
    )
    after = client.get("/dasbor/").context["perlu"]
    assert [p.judul for p in after] == [p.judul for p in before]


def test_lateness_follows_the_holder(dunia: SimpleNamespace) -> None:
    """15.a is late, but waits for what 13.b has to hand over: it counts for the unit of 13.b."""
    alur = AlurSerah.objects.create(
        rencana=dunia.rencana,
        dari=dunia.c["13.b"].butir,
        ke=dunia.c["15.a"].butir,
        sumber="portal",
        uraian="hasil",
    )
    SerahTerima.objects.create(alur=alur, dari=dunia.c["13.b"], ke=dunia.c["15.a"])
    Capaian.objects.filter(pk=dunia.c["15.a"].pk).update(pemegang=dunia.pupr)
    r = ringkasan(dunia.rencana, segar(dunia.orang[Role.KETUA]), now=timezone.now())
    assert {row.no: row.terlambat for row in r.anggota if row.terlambat} == {13: 3}
    assert r.terlambat == 3
    rows = list(_tugas(dunia).values())
    found = papan.unit_terlambat(rows, timezone.localdate())
    assert [(u.nama, u.tugas, u.terlama) for u in found] == [("pupr alfa", 3, 1)]


def test_quiet_units_are_those_that_owe_and_never_or_long_ago_sent(dunia: SimpleNamespace) -> None:
    rows = list(_tugas(dunia).values())
    names = [(u.nama, u.belum, u.hari) for u in papan.unit_diam(rows, timezone.now())]
    assert names == [("dprd alfa", 3, None), ("itda alfa", 2, None)]
    later = timezone.now() + timedelta(days=papan.DIAM_HARI + 1)
    quiet = papan.unit_diam(rows, later)
    assert [u.nama for u in quiet] == ["dprd alfa", "itda alfa", "bkd alfa", "pupr alfa"]
    assert [u.hari for u in quiet[2:]] == [15, 15]


def test_a_renewal_in_preparation_does_not_lose_what_is_valid(dunia: SimpleNamespace) -> None:
    butir = buat_butir(dunia.rencana, dunia.bkd, "9.z")
    butir.pola, butir.masa_mutakhir = "terus", 3
    butir.save()
    capaian = Capaian.objects.create(
        instansi=dunia.instansi,
        butir=butir,
        unit=dunia.bkd,
        mulai=dunia.rencana.mulai,
        selesai=dunia.rencana.selesai,
        batas=timezone.localdate(),
    )
    capaian.pemenuhan_set.create(dokumen=butir.dokumen_set.get())
    op, verif = segar(dunia.orang[Role.OPERATOR]), segar(dunia.orang[Role.VERIFIKATOR])
    capaian = disetujui(capaian, op, verif, klaim=90, nilai=80)
    assert _tugas(dunia)["9.z"].hitungan.disetujui == 1
    perbarui(
        capaian_id=capaian.pk, versi=capaian.versi, pemenuhan_ids=pemenuhan_ids(capaian), by=op
    )
    task = _tugas(dunia)["9.z"]
    assert (task.hitungan.disetujui, task.nilai, task.lewat(timezone.localdate())) == (1, 80, False)
    later = timezone.now() + timedelta(days=120)
    (lapsed,) = [
        t for t in sekarang(dunia.rencana, segar(dunia.orang[Role.KETUA]), later)
        if t.kode == "9.z"
    ]  # fmt: skip
    assert (lapsed.hitungan.disetujui, lapsed.nilai) == (0, None)


def test_documents_at_jaga_agree_with_the_sheet(dunia: SimpleNamespace) -> None:
    """Rejected by KPK, repaired and approved again, a document is ready and no longer rejected."""
    op, verif = segar(dunia.orang[Role.OPERATOR]), segar(dunia.orang[Role.VERIFIKATOR])
    c = dunia.c["9.a"]
    first, second = pemenuhan_ids(c)

    def counts() -> papan.DiJaga:
        found = status_jaga(dunia.rencana, timezone.now())
        return papan.di_jaga(list(_tugas(dunia).values()), found)

    assert counts() == papan.DiJaga(siap=3, proses=0, diterima=0, ditolak=0)
    kiriman = tandai_diunggah(pemenuhan_ids=[first, second], by=verif)
    assert counts() == papan.DiJaga(siap=1, proses=2, diterima=0, ditolak=0)
    answer = JawabanKPK("ditolak", timezone.localdate(), "Tanpa pengesahan.")
    catat_jawaban(kiriman_id=kiriman[0].pk, isian=answer, by=verif)
    assert counts() == papan.DiJaga(siap=1, proses=1, diterima=0, ditolak=1)
    c.refresh_from_db()
    kirim(capaian_id=c.pk, versi=c.versi, by=op, ulang=[first])
    c.refresh_from_db()
    putuskan(
        capaian_id=c.pk,
        versi=c.versi,
        pemenuhan_ids=[first],
        aksi=Aksi.SETUJUI,
        by=verif,
        nilai=80,
        catatan="Sudah lengkap.",
    )
    assert counts() == papan.DiJaga(siap=2, proses=1, diterima=0, ditolak=0)


def test_windows_that_have_not_begun_are_not_owed(dunia: SimpleNamespace) -> None:
    today = timezone.localdate()
    Capaian.objects.filter(pk=dunia.c["15.a"].pk).update(
        mulai=today + timedelta(days=1), selesai=today + timedelta(days=90)
    )
    r = ringkasan(dunia.rencana, segar(dunia.orang[Role.KETUA]), now=timezone.now())
    assert (r.total.diperlukan, r.nilai.jumlah, r.terlambat) == (12, 8, 2)


def test_kpks_value_counts_on_an_excepted_task(dunia: SimpleNamespace) -> None:
    _kecualikan(dunia, dunia.c["15.a"], "tak_dapat")
    task = _tugas(dunia)["15.a"]
    assert rata([task], {task.butir_id: Decimal(80)}).kpk == Decimal(80)


def test_nihil_that_kpk_accepted_is_owed_again_when_something_happens(
    dunia: SimpleNamespace,
) -> None:
    Butir.objects.filter(kode="15.b", rencana=dunia.rencana).update(pola="kejadian")
    pk = _kecualikan(dunia, dunia.c["15.b"], "nihil")
    verif = segar(dunia.orang[Role.VERIFIKATOR])
    catat_jawaban_kpk(ajuan_id=pk, jawaban="diterima", tanggal=timezone.localdate(), by=verif)
    assert _tugas(dunia)["15.b"].hitungan.diperlukan == 0
    capaian = Capaian.objects.get(pk=dunia.c["15.b"].pk)
    op = segar(_operator(dunia, capaian))
    perbarui_kejadian(capaian_id=capaian.pk, versi=capaian.versi, by=op)
    found = _tugas(dunia)["15.b"].hitungan
    assert (found.diperlukan, found.dikeluarkan) == (1, 0)


def test_the_ketua_is_not_asked_where_the_inspektorat_decides(dunia: SimpleNamespace) -> None:
    _kecualikan(dunia, dunia.c["9.c"], "tak_berlaku", putus=False)
    client = Client()
    client.force_login(dunia.orang[Role.KETUA])
    assert [p for p in client.get("/dasbor/").context["perlu"] if p.ajuan]
    dunia.instansi.pemutus_pengecualian = "inspektorat"
    dunia.instansi.save(update_fields=["pemutus_pengecualian"])
    assert not [p for p in client.get("/dasbor/").context["perlu"] if p.ajuan]
