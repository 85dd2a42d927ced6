"""Exceptions: who asks, who judges, who decides, and what each step does to the documents."""

import io
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Instansi, Membership
from accounts.permissions import Denied, Role
from audit.models import Kejadian
from evidence.actions import Bentrok, IsianKurang, NotAllowed, kirim, lepaskan, tutup_rencana
from evidence.actions.pengecualian import (
    ajukan,
    beri_pendapat,
    perbarui_kejadian,
    tarik_ajuan,
)
from evidence.actions.putusan_kecuali import (
    TidakTerputus,
    batalkan,
    catat_jawaban_kpk,
    putuskan_banyak,
)
from evidence.lists.pengecualian import menunggu_saya
from evidence.models import BuktiTaut, BuktiVersi, Butir, Capaian, Keputusan, Pengecualian, Rencana
from evidence.workflow import Aksi
from tests.factories import (
    buat_user,
    dikembalikan,
    draf,
    pdf_kecil,
    pemenuhan_ids,
    segar,
    terkirim,
)

ALASAN = "Tidak ada pengadaan seperti ini pada unit kami tahun ini."


def segar_c(capaian: Capaian) -> Capaian:
    """The task as it is stored now."""
    return Capaian.objects.get(pk=capaian.pk)


def minta(capaian: Capaian, by: Any, **lain: Any) -> Pengecualian:
    """Ask for an exception of all documents of a task."""
    isi = {
        "versi": segar_c(capaian).versi,
        "jenis": "tak_dapat",
        "pemenuhan_ids": pemenuhan_ids(capaian),
        "alasan": ALASAN,
        **lain,
    }
    return ajukan(capaian_id=capaian.pk, by=by, **isi)


def siap(capaian: Capaian, operator: Any, verifikator: Any, **lain: Any) -> Pengecualian:
    """A request with the Inspektorat's opinion."""
    ajuan = minta(capaian, operator, **lain)
    return beri_pendapat(ajuan_id=ajuan.pk, pendapat="mendukung", by=verifikator)


def kabul(ajuan: Pengecualian, by: Any, **lain: Any) -> Pengecualian:
    """Grant one request."""
    [row] = putuskan_banyak(ids=[ajuan.pk], putusan="dikabulkan", by=by, **lain)
    return row


def keadaan(capaian: Capaian) -> tuple[str, list[str]]:
    """State of a task and of its documents."""
    rows = capaian.pemenuhan_set.order_by("dokumen__urut")
    return segar_c(capaian).status, [p.status for p in rows]


def jadi_kejadian(capaian: Capaian) -> None:
    """Make the task one that arises from events."""
    Butir.objects.filter(pk=capaian.butir_id).update(pola=Butir.Pola.KEJADIAN)


# --- asking --------------------------------------------------------------------------------------


def test_asking_claims_nothing_and_keeps_the_states(dunia: SimpleNamespace) -> None:
    draf(dunia.c_bkd, dunia.operator, dokumen=1)
    before = keadaan(dunia.c_bkd)
    versi = segar_c(dunia.c_bkd).versi
    ajuan = minta(
        dunia.c_bkd, dunia.operator, berkas=("pernyataan.pdf", io.BytesIO(pdf_kecil("pernyataan")))
    )
    assert keadaan(dunia.c_bkd) == before == ("draf", ["draf", "belum"])
    assert segar_c(dunia.c_bkd).versi == versi  # somebody's open form is not made stale
    assert sorted(p.pk for p in ajuan.dokumen.all()) == pemenuhan_ids(dunia.c_bkd)
    assert ajuan.pernyataan is not None
    assert ajuan.pernyataan.nama_asli == "pernyataan.pdf"
    assert ajuan.pernyataan.bukti.unit == dunia.bkd
    assert not BuktiTaut.objects.filter(versi=ajuan.pernyataan).exists()
    event = Kejadian.objects.get(aksi="pengecualian.ajukan")
    assert (event.aktor, event.isi["sha256"]) == (
        str(dunia.operator.pk),
        ajuan.pernyataan.sha256,
    )


@pytest.mark.parametrize(
    ("lain", "fields"),
    [
        ({"jenis": "nihil"}, {"jenis"}),
        ({"jenis": "asal"}, {"jenis"}),
        ({"alasan": "Terlalu pendek.    "}, {"alasan"}),
        ({"alasan": "x" * 4001}, {"alasan"}),
        ({"pemenuhan_ids": []}, {"dokumen"}),
        ({"jenis": "", "alasan": "", "pemenuhan_ids": []}, {"jenis", "alasan", "dokumen"}),
        ({"berkas": ("p.pdf", io.BytesIO(b"bukan pdf"))}, {"berkas"}),
    ],
)
def test_a_request_names_what_is_missing(
    dunia: SimpleNamespace, lain: dict[str, Any], fields: set[str]
) -> None:
    with pytest.raises(IsianKurang) as error:
        minta(dunia.c_bkd, dunia.operator, **lain)
    assert set(error.value.galat) == fields
    assert Pengecualian.objects.count() == BuktiVersi.objects.count() == 0


def test_a_failed_request_leaves_no_file(dunia: SimpleNamespace, data_folder: Any) -> None:
    with pytest.raises(IsianKurang):
        minta(
            dunia.c_bkd,
            dunia.operator,
            alasan="pendek",
            berkas=("p.pdf", io.BytesIO(pdf_kecil("p"))),
        )
    stored = [p for p in (data_folder / "berkas").rglob("*") if p.is_file()]
    assert (BuktiVersi.objects.count(), stored) == (0, [])


def test_only_documents_with_the_unit(dunia: SimpleNamespace) -> None:
    terkirim(dunia.c_bkd, dunia.operator, dokumen=1)
    with pytest.raises(IsianKurang, match="Dokumen 1 tidak sedang di unit"):
        minta(dunia.c_bkd, dunia.operator)
    ajuan = minta(dunia.c_bkd, dunia.operator, pemenuhan_ids=pemenuhan_ids(dunia.c_bkd)[1:])
    assert ajuan.dokumen.count() == 1
    tarik_ajuan(ajuan_id=ajuan.pk, by=dunia.operator)
    with pytest.raises(NotAllowed, match="bukan bagian dari tugas ini"):
        minta(dunia.c_bkd, dunia.operator, pemenuhan_ids=pemenuhan_ids(dunia.c_pupr))


def test_one_open_request_for_a_task(dunia: SimpleNamespace) -> None:
    first = minta(dunia.c_bkd, dunia.operator)
    with pytest.raises(NotAllowed, match="belum diputus"):
        minta(dunia.c_bkd, dunia.operator)
    tarik_ajuan(ajuan_id=first.pk, by=dunia.operator)
    minta(dunia.c_bkd, dunia.operator)
    assert Pengecualian.objects.terbuka().count() == 1
    with pytest.raises(NotAllowed, match="sudah ditarik"):
        tarik_ajuan(ajuan_id=first.pk, by=dunia.operator)


def test_a_stale_page_asks_for_nothing(dunia: SimpleNamespace) -> None:
    draf(dunia.c_bkd, dunia.operator)
    with pytest.raises(Bentrok):
        minta(dunia.c_bkd, dunia.operator, versi=1)
    assert Pengecualian.objects.count() == 0


def test_documents_of_an_open_request_are_not_sent(dunia: SimpleNamespace) -> None:
    c = draf(dunia.c_bkd, dunia.operator)
    kedua = pemenuhan_ids(c)[1:]
    minta(c, dunia.operator, pemenuhan_ids=kedua)
    args: dict[str, Any] = {"capaian_id": c.pk, "by": dunia.operator}
    Capaian.objects.filter(pk=c.pk).update(nilai_mandiri=90)
    with pytest.raises(NotAllowed, match="Dokumen 2 sedang diajukan sebagai pengecualian"):
        kirim(versi=segar_c(c).versi, **args)
    lepaskan(taut_id=BuktiTaut.objects.get(pemenuhan=kedua[0]).pk, by=dunia.operator)
    kirim(versi=segar_c(c).versi, **args)
    assert keadaan(c) == ("menunggu", ["menunggu", "belum"])


def test_returned_documents_of_an_open_request_are_not_sent_again(
    dunia: SimpleNamespace,
) -> None:
    c = dikembalikan(dunia.c_bkd, dunia.operator, dunia.verifikator)
    ajuan = minta(c, dunia.operator)
    args: dict[str, Any] = {"capaian_id": c.pk, "by": dunia.operator, "versi": c.versi}
    with pytest.raises(NotAllowed, match="Dokumen 1 dan 2 sedang diajukan"):
        kirim(ulang=pemenuhan_ids(c), **args)
    tarik_ajuan(ajuan_id=ajuan.pk, by=dunia.operator)
    kirim(ulang=pemenuhan_ids(c), **args)
    assert keadaan(c) == ("menunggu", ["menunggu", "menunggu"])


# --- opinion -------------------------------------------------------------------------------------


def test_opinion_needs_a_note_when_it_does_not_support(dunia: SimpleNamespace) -> None:
    ajuan = minta(dunia.c_bkd, dunia.operator)
    for pendapat, catatan, fields in (
        ("tidak", " ", {"catatan"}),
        ("", "", {"pendapat"}),
        ("lain", "x", {"pendapat"}),
    ):
        with pytest.raises(IsianKurang) as error:
            beri_pendapat(
                ajuan_id=ajuan.pk, pendapat=pendapat, catatan=catatan, by=dunia.verifikator
            )
        assert set(error.value.galat) == fields
    given = beri_pendapat(
        ajuan_id=ajuan.pk, pendapat="tidak", catatan="Bukti ada.", by=dunia.verifikator
    )
    assert (given.pendapat, given.pendapat_oleh) == ("tidak", dunia.verifikator)
    with pytest.raises(Denied, match=f"sudah diberikan oleh {dunia.verifikator.nama}"):
        beri_pendapat(ajuan_id=ajuan.pk, pendapat="mendukung", by=dunia.verifikator2)
    corrected = beri_pendapat(ajuan_id=ajuan.pk, pendapat="mendukung", by=dunia.verifikator)
    assert corrected.pendapat == "mendukung"
    assert Kejadian.objects.filter(aksi="pengecualian.pendapat").count() == 2


def test_who_worked_on_the_task_gives_no_opinion(dunia: SimpleNamespace) -> None:
    Membership.objects.create(user=dunia.verifikator, unit=dunia.bkd, role=Role.OPERATOR)
    both = segar(dunia.verifikator)
    ajuan = minta(dunia.c_bkd, both)
    with pytest.raises(Denied, match="Empat mata"):
        beri_pendapat(ajuan_id=ajuan.pk, pendapat="mendukung", by=both)
    draf(dunia.c_pupr, dunia.operator_pupr)
    Membership.objects.create(user=dunia.verifikator2, unit=dunia.pupr, role=Role.OPERATOR)
    helper = segar(dunia.verifikator2)
    lepaskan(taut_id=BuktiTaut.objects.active().latest("pk").pk, by=helper)
    lain = minta(dunia.c_pupr, dunia.operator_pupr)
    with pytest.raises(Denied, match="Empat mata"):
        beri_pendapat(ajuan_id=lain.pk, pendapat="mendukung", by=helper)


# --- decision ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("jenis", "aksi"),
    [
        ("nihil", "nyatakan_nihil"),
        ("tak_berlaku", "nyatakan_tak_berlaku"),
        ("tak_dapat", "nyatakan_tak_dapat"),
    ],
)
def test_granted_moves_documents_and_task(dunia: SimpleNamespace, jenis: str, aksi: str) -> None:
    jadi_kejadian(dunia.c_bkd)
    ajuan = siap(dunia.c_bkd, dunia.operator, dunia.verifikator, jenis=jenis)
    before = Keputusan.objects.count()
    row = kabul(ajuan, dunia.ketua, catatan="Sesuai pernyataan.")
    assert keadaan(dunia.c_bkd) == (jenis, [jenis, jenis])
    assert (row.putusan, row.putusan_oleh, row.putusan_catatan) == (
        "dikabulkan",
        dunia.ketua,
        "Sesuai pernyataan.",
    )
    written = list(Keputusan.objects.order_by("pk"))[before:]
    assert [(k.aksi, k.ke, k.catatan, k.oleh_id) for k in written] == [
        (aksi, jenis, "Sesuai pernyataan.", dunia.ketua.pk)
    ] * 3
    assert [k.pemenuhan_id for k in written] == [*pemenuhan_ids(dunia.c_bkd), None]
    assert not segar_c(dunia.c_bkd).penulis.filter(pk=dunia.ketua.pk).exists()


def test_one_document_of_two(dunia: SimpleNamespace) -> None:
    satu, dua = pemenuhan_ids(dunia.c_bkd)
    draf(dunia.c_bkd, dunia.operator, dokumen=1)
    ajuan = siap(dunia.c_bkd, dunia.operator, dunia.verifikator, pemenuhan_ids=[dua])
    kabul(ajuan, dunia.ketua)
    assert keadaan(dunia.c_bkd) == ("draf", ["draf", "tak_dapat"])
    Capaian.objects.filter(pk=dunia.c_bkd.pk).update(nilai_mandiri=80)
    c = segar_c(dunia.c_bkd)
    kirim(capaian_id=c.pk, versi=c.versi, by=dunia.operator)
    assert keadaan(c) == ("menunggu", ["menunggu", "tak_dapat"])
    assert satu != dua


def test_a_claim_falls_away_with_the_last_document(dunia: SimpleNamespace) -> None:
    c = dikembalikan(dunia.c_bkd, dunia.operator, dunia.verifikator)
    assert c.nilai_klaim == 90
    kabul(siap(c, dunia.operator, dunia.verifikator), dunia.ketua)
    c = segar_c(c)
    assert (c.status, c.nilai_klaim, c.nilai_internal, c.nilai_mandiri) == (
        "tak_dapat",
        None,
        None,
        90,
    )
    last = Keputusan.objects.filter(capaian=c, pemenuhan=None).latest("pk")
    assert (last.klaim, last.internal) == (None, None)


def test_refused_leaves_the_documents_and_needs_a_note(dunia: SimpleNamespace) -> None:
    ajuan = siap(dunia.c_bkd, dunia.operator, dunia.verifikator)
    with pytest.raises(IsianKurang) as error:
        putuskan_banyak(ids=[ajuan.pk], putusan="ditolak", by=dunia.ketua)
    assert set(error.value.galat) == {"catatan"}
    before = Keputusan.objects.count()
    putuskan_banyak(ids=[ajuan.pk], putusan="ditolak", catatan="Usahakan.", by=dunia.ketua)
    assert keadaan(dunia.c_bkd) == ("belum", ["belum", "belum"])
    assert Keputusan.objects.count() == before
    assert Kejadian.objects.get(aksi="pengecualian.tolak").isi["catatan"] == "Usahakan."
    minta(dunia.c_bkd, dunia.operator)  # and may be asked again


def test_nothing_ticked_and_no_such_decision(dunia: SimpleNamespace) -> None:
    for ids, putusan, fields in (
        ([], "dikabulkan", {"ajuan"}),
        ([1], "dibatalkan", {"putusan"}),
        ([], "", {"ajuan", "putusan"}),
    ):
        with pytest.raises(IsianKurang) as error:
            putuskan_banyak(ids=ids, putusan=putusan, by=dunia.ketua)
        assert set(error.value.galat) == fields


def test_all_or_nothing_with_a_line_for_each(dunia: SimpleNamespace) -> None:
    good = siap(dunia.c_bkd, dunia.operator, dunia.verifikator)
    without = minta(dunia.c_pupr, dunia.operator_pupr)
    gone = minta(dunia.c_itda, dunia.operator_itda)
    tarik_ajuan(ajuan_id=gone.pk, by=dunia.operator_itda)
    before = Keputusan.objects.count(), Kejadian.objects.count()
    with pytest.raises(TidakTerputus) as error:
        putuskan_banyak(
            ids=[good.pk, without.pk, gone.pk, 999_999], putusan="dikabulkan", by=dunia.ketua
        )
    assert [(b.kode, b.alasan) for b in error.value.baris] == [
        ("4.a", "Ajuan ini sudah ditarik oleh unit."),
        ("13.b", "belum ada pendapat Inspektorat."),
        ("Ajuan lain", "tidak ada atau bukan untuk Anda."),
    ]
    assert (Keputusan.objects.count(), Kejadian.objects.count()) == before
    assert Pengecualian.objects.filter(putusan="").count() == 3
    beri_pendapat(ajuan_id=without.pk, pendapat="mendukung", by=dunia.verifikator)
    rows = putuskan_banyak(ids=[good.pk, without.pk], putusan="dikabulkan", by=dunia.ketua)
    assert [r.pk for r in rows] == [good.pk, without.pk]
    assert (keadaan(dunia.c_bkd)[0], keadaan(dunia.c_pupr)[0]) == ("tak_dapat", "tak_dapat")


def test_decided_twice_gets_a_message(dunia: SimpleNamespace) -> None:
    ajuan = siap(dunia.c_bkd, dunia.operator, dunia.verifikator)
    kabul(ajuan, dunia.ketua)
    with pytest.raises(TidakTerputus, match=f"sudah diputus oleh {dunia.ketua.nama}: Dikabulkan"):
        kabul(ajuan, buat_user("ketua2", Role.KETUA, dunia.akar))
    with pytest.raises(NotAllowed, match="sudah diputus"):
        tarik_ajuan(ajuan_id=ajuan.pk, by=dunia.operator)
    with pytest.raises(NotAllowed, match="sudah diputus"):
        beri_pendapat(ajuan_id=ajuan.pk, pendapat="mendukung", by=dunia.verifikator)


def test_a_closed_plan_takes_no_decision(dunia: SimpleNamespace) -> None:
    ajuan = siap(dunia.c_bkd, dunia.operator, dunia.verifikator)
    admin = buat_user("penutup", Role.ADMIN, dunia.akar)
    tutup_rencana(rencana_id=dunia.rencana.pk, by=admin)
    with pytest.raises(TidakTerputus, match="tidak sedang berjalan"):
        kabul(ajuan, dunia.ketua)
    assert menunggu_saya(segar(dunia.ketua)).count() == 0


# Who decides: by setting, person and what they did.
@pytest.mark.parametrize(
    ("pemutus", "siapa", "boleh"),
    [
        ("ketua", "ketua", True),
        ("ketua", "verifikator2", False),
        ("ketua", "operator", False),
        ("ketua", "auditor", False),
        ("inspektorat", "ketua", False),
        ("inspektorat", "verifikator2", True),
        ("inspektorat", "verifikator", False),  # gave the opinion
        ("inspektorat", "operator", False),
    ],
)
def test_the_setting_names_who_decides(
    dunia: SimpleNamespace, pemutus: str, siapa: str, boleh: bool
) -> None:
    Instansi.objects.filter(pk=dunia.instansi.pk).update(pemutus_pengecualian=pemutus)
    ajuan = siap(dunia.c_bkd, dunia.operator, dunia.verifikator)
    user = segar(getattr(dunia, siapa))
    assert (ajuan.pk in menunggu_saya(user).values_list("pk", flat=True)) is boleh
    if boleh:
        kabul(ajuan, user)
        assert keadaan(dunia.c_bkd)[0] == "tak_dapat"
        return
    with pytest.raises(TidakTerputus):
        kabul(ajuan, user)
    assert keadaan(dunia.c_bkd)[0] == "belum"


def test_who_asked_or_wrote_does_not_decide(dunia: SimpleNamespace) -> None:
    Instansi.objects.filter(pk=dunia.instansi.pk).update(pemutus_pengecualian="inspektorat")
    Membership.objects.create(user=dunia.verifikator2, unit=dunia.bkd, role=Role.OPERATOR)
    both = segar(dunia.verifikator2)
    ajuan = siap(dunia.c_bkd, both, dunia.verifikator)
    assert menunggu_saya(both).count() == 0
    with pytest.raises(TidakTerputus, match="empat mata"):
        kabul(ajuan, both)
    Instansi.objects.filter(pk=dunia.instansi.pk).update(pemutus_pengecualian="ketua")
    Membership.objects.create(user=dunia.ketua, unit=dunia.pupr, role=Role.OPERATOR)
    chair = segar(dunia.ketua)
    draf(dunia.c_pupr, chair)
    other = siap(dunia.c_pupr, dunia.operator_pupr, dunia.verifikator)
    with pytest.raises(TidakTerputus, match="empat mata"):
        kabul(other, chair)


def test_other_institution_decides_nothing(dunia: SimpleNamespace, lain: SimpleNamespace) -> None:
    ajuan = siap(lain.c_bkd, lain.operator, lain.verifikator)
    args: dict[str, Any] = {"ajuan_id": ajuan.pk}
    with pytest.raises(TidakTerputus, match="bukan untuk Anda"):
        kabul(ajuan, dunia.ketua)
    with pytest.raises(Denied):
        beri_pendapat(pendapat="mendukung", by=dunia.verifikator, **args)
    with pytest.raises(Denied):
        tarik_ajuan(by=dunia.operator, **args)
    kabul(ajuan, lain.ketua)
    with pytest.raises(Denied):
        batalkan(catatan="x", by=dunia.ketua, **args)
    with pytest.raises(Denied):
        catat_jawaban_kpk(
            jawaban="diterima", tanggal=timezone.localdate(), by=dunia.verifikator, **args
        )
    with pytest.raises(Denied):
        minta(lain.c_pupr, dunia.operator_pupr)
    assert keadaan(lain.c_bkd)[0] == "tak_dapat"


# --- afterwards ----------------------------------------------------------------------------------


def test_revoked_with_a_reason(dunia: SimpleNamespace) -> None:
    draf(dunia.c_bkd, dunia.operator, dokumen=1)
    ajuan = kabul(siap(dunia.c_bkd, dunia.operator, dunia.verifikator), dunia.ketua)
    with pytest.raises(IsianKurang):
        batalkan(ajuan_id=ajuan.pk, catatan=" ", by=dunia.ketua)
    with pytest.raises(Denied, match="hanya dibatalkan oleh Ketua"):
        batalkan(ajuan_id=ajuan.pk, catatan="x", by=dunia.verifikator)
    row = batalkan(ajuan_id=ajuan.pk, catatan="Dokumennya ada.", by=dunia.ketua)
    assert (row.putusan, row.putusan_catatan) == ("dibatalkan", "Dokumennya ada.")
    # What had a file is a draft again, so that the unit only has to send it.
    assert keadaan(dunia.c_bkd) == ("draf", ["draf", "belum"])
    with pytest.raises(NotAllowed, match="sudah diputus"):
        batalkan(ajuan_id=ajuan.pk, catatan="x", by=dunia.ketua)
    undecided = siap(dunia.c_pupr, dunia.operator_pupr, dunia.verifikator)
    with pytest.raises(NotAllowed, match="belum diputus"):
        batalkan(ajuan_id=undecided.pk, catatan="x", by=dunia.ketua)


def test_kpk_accepts(dunia: SimpleNamespace) -> None:
    ajuan = kabul(siap(dunia.c_bkd, dunia.operator, dunia.verifikator), dunia.ketua)
    hari = timezone.localdate()
    args: dict[str, Any] = {"ajuan_id": ajuan.pk, "by": dunia.verifikator}
    for lain, fields in (
        ({"jawaban": "diterima", "tanggal": hari + timedelta(days=1)}, {"tanggal"}),
        ({"jawaban": "diterima", "tanggal": hari - timedelta(days=2)}, {"tanggal"}),
        ({"jawaban": "ditolak", "tanggal": hari}, {"catatan"}),
        ({"jawaban": "asal", "tanggal": hari}, {"jawaban"}),
    ):
        with pytest.raises(IsianKurang) as error:
            catat_jawaban_kpk(**args, **lain)
        assert set(error.value.galat) == fields
    row = catat_jawaban_kpk(jawaban="diterima", tanggal=hari, **args)
    assert (row.jawaban_kpk, row.jawaban_tanggal) == ("diterima", hari)
    assert keadaan(dunia.c_bkd)[0] == "tak_dapat"
    with pytest.raises(NotAllowed, match="sudah dicatat: Diterima KPK"):
        catat_jawaban_kpk(jawaban="diterima", tanggal=hari, **args)
    with pytest.raises(NotAllowed, match="Jawaban KPK sudah dicatat"):
        batalkan(ajuan_id=ajuan.pk, catatan="x", by=dunia.ketua)
    with pytest.raises(Denied):
        catat_jawaban_kpk(**{**args, "by": dunia.ketua}, jawaban="ditolak", tanggal=hari)


def test_kpk_rejects_and_the_unit_has_it_again(dunia: SimpleNamespace) -> None:
    ajuan = kabul(siap(dunia.c_bkd, dunia.operator, dunia.verifikator), dunia.ketua)
    hari = timezone.localdate()
    catat_jawaban_kpk(
        ajuan_id=ajuan.pk,
        jawaban="ditolak",
        tanggal=hari,
        catatan="Lampirkan daftar pengadaan.",
        by=dunia.verifikator,
    )
    assert keadaan(dunia.c_bkd) == ("belum", ["belum", "belum"])
    last = Keputusan.objects.filter(capaian=dunia.c_bkd, pemenuhan__isnull=False).latest("pk")
    assert (last.aksi, last.alasan, last.catatan) == (
        Aksi.BATALKAN_KECUALI,
        "ditolak_kpk",
        "Lampirkan daftar pengadaan.",
    )
    with pytest.raises(NotAllowed):
        catat_jawaban_kpk(ajuan_id=ajuan.pk, jawaban="diterima", tanggal=hari, by=dunia.verifikator)
    minta(dunia.c_bkd, dunia.operator)


def test_a_plan_that_goes_to_nobody_has_no_answer_of_kpk(
    dunia: SimpleNamespace, client: Client
) -> None:
    ajuan = siap(dunia.c_bkd, dunia.operator, dunia.verifikator)
    kabul(ajuan, dunia.ketua)
    page = reverse("pengecualian_rinci", args=[ajuan.pk])
    client.force_login(dunia.verifikator)
    assert "Catat jawaban KPK" in client.get(page).content.decode()
    Rencana.objects.filter(pk=dunia.rencana.pk).update(jenis="zi")
    assert "Catat jawaban KPK" not in client.get(page).content.decode()
    with pytest.raises(NotAllowed, match="tidak dilaporkan ke KPK"):
        catat_jawaban_kpk(
            ajuan_id=ajuan.pk,
            jawaban="diterima",
            tanggal=timezone.localdate(),
            by=dunia.verifikator,
        )


def test_an_event_reopens_nihil(dunia: SimpleNamespace) -> None:
    jadi_kejadian(dunia.c_bkd)
    draf(dunia.c_bkd, dunia.operator, dokumen=1)
    ajuan = siap(dunia.c_bkd, dunia.operator, dunia.verifikator, jenis="nihil")
    with pytest.raises(NotAllowed, match="berstatus Nihil"):
        perbarui_kejadian(
            capaian_id=dunia.c_bkd.pk, versi=segar_c(dunia.c_bkd).versi, by=dunia.operator
        )
    kabul(ajuan, dunia.ketua)
    assert keadaan(dunia.c_bkd) == ("nihil", ["nihil", "nihil"])
    versi = segar_c(dunia.c_bkd).versi
    with pytest.raises(Denied):
        perbarui_kejadian(capaian_id=dunia.c_bkd.pk, versi=versi, by=dunia.operator_pupr)
    perbarui_kejadian(capaian_id=dunia.c_bkd.pk, versi=versi, by=dunia.operator)
    assert keadaan(dunia.c_bkd) == ("draf", ["draf", "belum"])
    with pytest.raises(NotAllowed, match="sudah tidak berstatus Nihil"):
        batalkan(ajuan_id=ajuan.pk, catatan="x", by=dunia.ketua)
    with pytest.raises(NotAllowed, match="sudah tidak berstatus Nihil"):
        catat_jawaban_kpk(
            ajuan_id=ajuan.pk,
            jawaban="diterima",
            tanggal=timezone.localdate(),
            by=dunia.verifikator,
        )
