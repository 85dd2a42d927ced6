"""Using an instrument: the plan that comes of it, and a new version while it runs."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from accounts.models import Unit
from audit.chain import chains, verify
from evidence.actions import mulai_rencana, tutup_rencana
from evidence.models import (
    BuktiTaut,
    Butir,
    ButirSetara,
    Capaian,
    KriteriaNilai,
    Pemenuhan,
    Rencana,
)
from evidence.workflow import NotAllowed, Status
from satgas.actions.instrumen import versi_baru
from satgas.actions.pakai import pakai_instrumen
from satgas.actions.susunan import hapus, petakan, tambah, ubah
from satgas.instrumen.siap import pemakaian
from satgas.models import Instrumen, SubIndikator
from tests.factories import disetujui, terkirim
from tests.integration.satgas.instrumen import TAHUN, bangun, isi, sub


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    return bangun()


def pakai(dunia: SimpleNamespace, instrumen: Instrumen | None = None) -> Rencana:
    target = instrumen or dunia.instrumen
    rencana, _ = pakai_instrumen(instrumen_id=target.pk, by=dunia.admin)
    return rencana


def jalan(dunia: SimpleNamespace) -> Rencana:
    """The instrument in use, its plan running."""
    isi(dunia)
    rencana = pakai(dunia)
    mulai_rencana(rencana_id=rencana.pk, by=dunia.admin)
    rencana.refresh_from_db()
    return rencana


def capaian(rencana: Rencana, kode: str) -> Capaian:
    return Capaian.objects.get(butir__rencana=rencana, butir__kode=kode, gugur__isnull=True)


def test_every_sub_indikator_becomes_a_butir(dunia: SimpleNamespace) -> None:
    instrumen = isi(dunia)
    rencana = pakai(dunia)
    assert (rencana.jenis, rencana.nama, rencana.status, rencana.tahun) == (
        "mcp",
        f"Instrumen MCP {TAHUN}",
        "disusun",
        TAHUN,
    )
    rows = Butir.objects.filter(rencana=rencana).order_by("urut")
    assert [
        (b.kode, b.uraian, b.jalur, b.unit, b.bobot, b.pola, b.sumber_pola, b.cara_nilai)
        for b in rows
    ] == [
        (
            "1.1.1",
            "Reviu RKPD",
            "1. Perencanaan > RKPD",
            dunia.bkd,
            50,
            "tahunan",
            "portal",
            "pilih",
        ),
        ("1.1.2", "Pokir", "1. Perencanaan > RKPD", dunia.pupr, 50, "tahunan", "portal", "pilih"),
        ("2.1.1", "SOP", "2. Perizinan > Layanan", dunia.pupr, 100, "tahunan", "portal", "pilih"),
    ]
    assert list(rows[0].dokumen_set.values_list("urut", "uraian", "kriteria", "asal")) == [
        (1, "Laporan reviu", "ditandatangani", "sumber"),
        (2, "Tindak lanjut", "", "sumber"),
    ]
    assert list(
        KriteriaNilai.objects.filter(butir=rows[0]).values_list("urut", "nilai", "uraian")
    ) == [(1, 100, "lengkap"), (2, 50, "sebagian"), (3, 0, "tidak ada")]
    assert sorted(ButirSetara.objects.values_list("dari__kode", "ke__kode")) == [
        ("13.a", "2.1.1"),
        ("9.a", "1.1.1"),
        ("9.a", "2.1.1"),
    ]
    instrumen.refresh_from_db()
    assert (instrumen.keadaan, instrumen.rencana) == ("dipakai", rencana)
    assert [s.butir for s in SubIndikator.objects.order_by("kode")] == list(rows)
    assert [list(verify(chain)) for chain in chains()] == [[]] * len(chains())


def test_what_is_missing_is_named_and_blocks(dunia: SimpleNamespace) -> None:
    with pytest.raises(NotAllowed, match="belum mempunyai sub indikator"):
        pakai(dunia)
    isi(
        dunia,
        "1 A\t\t1.1 I\t\t1.1.1 tanpa unit\t\t\t\t\tD\t\n"
        "\t\t\t\t1.1.2 tanpa dokumen\t\tbkd {k}\t\t\t\t\n"
        "\t\t\t\t1.1.3 unit berakhir\t\tpupr {k}\t\t\tD\t\n",
    )
    Unit.objects.filter(pk=dunia.pupr.pk).update(aktif_selesai="2020-01-01")
    found = pemakaian(dunia.instrumen, timezone.localdate()).kekurangan
    assert [(k.pesan, [s.kode for s in k.sub]) for k in found] == [
        ("Belum mempunyai unit pengampu", ["1.1.1"]),
        ("Unit pengampunya sudah berakhir", ["1.1.3"]),
        ("Belum mempunyai dokumen", ["1.1.2"]),
    ]
    with pytest.raises(NotAllowed, match=r"unit pengampu: 1\.1\.1\."):
        pakai(dunia)
    assert not Rencana.objects.filter(jenis="mcp").exists()


def test_a_closed_plan_blocks(dunia: SimpleNamespace) -> None:
    rencana = jalan(dunia)
    tutup_rencana(rencana_id=rencana.pk, by=dunia.admin)
    new = versi_baru(instrumen_id=dunia.instrumen.pk, by=dunia.admin)
    with pytest.raises(NotAllowed, match="sudah ditutup"):
        pakai(dunia, new)


def test_a_new_version_keeps_evidence_adds_and_revokes(dunia: SimpleNamespace) -> None:
    rencana = jalan(dunia)
    kept = disetujui(
        capaian(rencana, "1.1.1"), dunia.operator, dunia.verifikator, klaim=100, nilai=50
    )
    gone = terkirim(capaian(rencana, "1.1.2"), dunia.operator_pupr)
    new = versi_baru(instrumen_id=dunia.instrumen.pk, by=dunia.admin)
    ubah(
        instrumen_id=new.pk,
        tingkat="sub",
        baris_id=sub(new, "1.1.1").pk,
        isian={"kode": "1.1.1", "nama": "Reviu RKPD dan Renja", "bobot": 70},
        by=dunia.admin,
    )
    hapus(instrumen_id=new.pk, tingkat="sub", baris_id=sub(new, "1.1.2").pk, by=dunia.admin)
    added: SubIndikator = tambah(  # type: ignore[assignment]
        instrumen_id=new.pk,
        tingkat="sub",
        induk_id=sub(new, "1.1.1").indikator_id,
        isian={"kode": "1.1.9", "nama": "Baru", "unit": dunia.bkd},
        by=dunia.admin,
    )
    tambah(
        instrumen_id=new.pk,
        tingkat="dokumen",
        induk_id=added.pk,
        isian={"uraian": "Bukti", "kriteria": ""},
        by=dunia.admin,
    )
    petakan(instrumen_id=new.pk, sub_id=sub(new, "1.1.1").pk, tugas_ids=[], by=dunia.admin)
    shown = pemakaian(new, timezone.localdate())
    assert (
        [s.kode for s in shown.baru],
        [s.kode for s in shown.tetap],
        [b.kode for b in shown.dicabut],
    ) == (["1.1.9"], ["1.1.1", "2.1.1"], ["1.1.2"])
    _, hasil = pakai_instrumen(instrumen_id=new.pk, by=dunia.admin)
    assert (hasil.baru, hasil.tetap, hasil.dicabut, hasil.capaian) == (1, 2, 1, 1)

    kept.refresh_from_db()
    butir = kept.butir
    butir.refresh_from_db()
    assert (kept.status, kept.nilai_internal, kept.gugur) == (Status.DISETUJUI, 50, None)
    assert (butir.uraian, butir.bobot) == ("Reviu RKPD dan Renja", 70)
    assert sub(new, "1.1.1").butir == butir
    assert sub(dunia.instrumen, "1.1.1").butir is None
    gone.refresh_from_db()
    assert gone.gugur is not None
    gone.butir.refresh_from_db()
    assert gone.butir.dasar_cabut == f"Instrumen MCP {TAHUN} versi 2"
    assert BuktiTaut.objects.filter(pemenuhan__capaian=gone).count() == 1
    fresh = capaian(rencana, "1.1.9")
    assert (fresh.unit, fresh.pemenuhan_set.count()) == (dunia.bkd, 1)
    assert sorted(ButirSetara.objects.values_list("dari__kode", "ke__kode")) == [
        ("13.a", "2.1.1"),
        ("9.a", "2.1.1"),
    ]
    assert sorted(Instrumen.objects.values_list("versi", "keadaan")) == [
        (1, "diganti"),
        (2, "dipakai"),
    ]


def test_documents_of_a_new_version(dunia: SimpleNamespace) -> None:
    """Reworded ones keep their evidence, unused ones go, used ones stay, new ones are asked."""
    rencana = jalan(dunia)
    row = terkirim(capaian(rencana, "1.1.1"), dunia.operator, nilai=100)
    new = versi_baru(instrumen_id=dunia.instrumen.pk, by=dunia.admin)
    satu, sop = sub(new, "1.1.1"), sub(new, "2.1.1")
    first, second = satu.dokumen_set.order_by("urut")
    ubah(
        instrumen_id=new.pk, tingkat="dokumen", baris_id=first.pk,
        isian={"uraian": "Laporan hasil reviu", "kriteria": "bernomor"}, by=dunia.admin,
    )  # fmt: skip
    hapus(instrumen_id=new.pk, tingkat="dokumen", baris_id=second.pk, by=dunia.admin)
    for induk, uraian in ((satu, "Keputusan Gubernur"), (sop, "Foto ruang layanan")):
        tambah(
            instrumen_id=new.pk, tingkat="dokumen", induk_id=induk.pk,
            isian={"uraian": uraian, "kriteria": ""}, by=dunia.admin,
        )  # fmt: skip
    hapus(
        instrumen_id=new.pk, tingkat="dokumen", baris_id=sop.dokumen_set.order_by("urut")[0].pk,
        by=dunia.admin,
    )  # fmt: skip
    _, hasil = pakai_instrumen(instrumen_id=new.pk, by=dunia.admin)
    assert hasil.dokumen_tersisa == 1
    assert list(row.butir.dokumen_set.values_list("urut", "uraian", "kriteria")) == [
        (1, "Laporan hasil reviu", "bernomor"),
        (2, "Keputusan Gubernur", ""),
        (3, "Tindak lanjut", ""),
    ]
    assert list(
        Pemenuhan.objects.filter(capaian=row)
        .order_by("dokumen__urut")
        .values_list("dokumen__uraian", "status")
    ) == [
        ("Laporan hasil reviu", "menunggu"),
        ("Keputusan Gubernur", "belum"),
        ("Tindak lanjut", "menunggu"),
    ]
    other = Butir.objects.get(rencana=rencana, kode="2.1.1")
    assert list(other.dokumen_set.values_list("urut", "uraian", "asal")) == [
        (1, "Foto ruang layanan", "sumber")
    ]


def test_another_unit_takes_over_what_is_open(dunia: SimpleNamespace) -> None:
    rencana = jalan(dunia)
    done = disetujui(
        capaian(rencana, "1.1.1"), dunia.operator, dunia.verifikator, klaim=100, nilai=100
    )
    new = versi_baru(instrumen_id=dunia.instrumen.pk, by=dunia.admin)
    for kode, unit in (("1.1.1", dunia.pupr), ("1.1.2", dunia.bkd)):
        satu = sub(new, kode)
        ubah(
            instrumen_id=new.pk, tingkat="sub", baris_id=satu.pk,
            isian={"kode": kode, "nama": satu.nama, "unit": unit}, by=dunia.admin,
        )  # fmt: skip
    pakai(dunia, new)
    done.refresh_from_db()
    assert (done.unit, done.butir.unit) == (dunia.bkd, dunia.pupr)
    assert capaian(rencana, "1.1.2").unit == dunia.bkd


def test_what_comes_back_counts_again_with_its_work(dunia: SimpleNamespace) -> None:
    rencana = jalan(dunia)
    old = terkirim(capaian(rencana, "1.1.2"), dunia.operator_pupr)
    second = versi_baru(instrumen_id=dunia.instrumen.pk, by=dunia.admin)
    row = sub(second, "1.1.2")
    indikator = row.indikator_id
    hapus(instrumen_id=second.pk, tingkat="sub", baris_id=row.pk, by=dunia.admin)
    pakai(dunia, second)
    third = versi_baru(instrumen_id=second.pk, by=dunia.admin)
    indikator = sub(third, "1.1.1").indikator_id
    back: SubIndikator = tambah(  # type: ignore[assignment]
        instrumen_id=third.pk, tingkat="sub", induk_id=indikator,
        isian={"kode": "1.1.2", "nama": "Pokir", "unit": dunia.pupr}, by=dunia.admin,
    )  # fmt: skip
    tambah(
        instrumen_id=third.pk, tingkat="dokumen", induk_id=back.pk,
        isian={"uraian": "Berita acara", "kriteria": ""}, by=dunia.admin,
    )  # fmt: skip
    pakai(dunia, third)
    back = capaian(rencana, "1.1.2")
    assert (back.pk, back.status) == (old.pk, Status.MENUNGGU)
    assert Butir.objects.get(pk=old.butir_id).dicabut is None


def test_a_plan_that_is_there_is_carried_on(dunia: SimpleNamespace) -> None:
    """A plan copied from last year waits for its instrument; its Butir are matched by kode."""
    isi(dunia)
    plan = Rencana.objects.create(
        instansi=dunia.instansi, jenis="mcp", nama="Instrumen disalin", tahun=TAHUN,
        mulai=f"{TAHUN}-01-01", selesai=f"{TAHUN}-12-31",
    )  # fmt: skip
    there = Butir.objects.create(
        instansi=dunia.instansi, rencana=plan, kode="1.1.1", uraian="lama", urut=1,
        unit=dunia.bkd, pola="semester",
    )  # fmt: skip
    assert pakai(dunia) == plan
    there.refresh_from_db()
    assert (there.uraian, there.pola) == ("Reviu RKPD", "semester")
    assert plan.butir_set.count() == 3
