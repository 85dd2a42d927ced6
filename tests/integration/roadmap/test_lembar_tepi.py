"""The figures at their edges: revised units, hidden units, withdrawals, odd windows, zeros."""

import io
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit, User
from accounts.permissions import Role
from evidence.actions import Isian, kirim, mulai_rencana, putuskan, tarik, unggah
from evidence.actions.butir import IsiButir, atur_butir
from evidence.actions.daftar_dokumen import IsiDokumen, tambah_dokumen
from evidence.actions.errors import IsianKurang
from evidence.actions.tolak_kpk import tolak_kpk
from evidence.forms_rencana import ButirForm
from evidence.models import Butir, Capaian
from evidence.workflow import Aksi, NotAllowed, Status
from reports.datasets.isi_sel import isi_sel
from roadmap.actions.aturan import IsiAturan, aturan_kini, ubah_aturan
from roadmap.actions.target import IsiTarget, ubah_target
from roadmap.keadaan import Keadaan, dikembalikan, keadaan_sel, klaim_berbeda, menunggu
from roadmap.lembar import lembar
from roadmap.matriks import matriks
from roadmap.models import RealisasiHistoris
from roadmap.pelengkap import PelengkapRoadmap
from roadmap.sel import Sel
from roadmap.tabel import tabel
from roadmap.tugas import khusus_tugas
from tests.factories.people import buat_instansi, buat_unit, buat_user
from tests.factories.roadmap import (
    angka_khusus,
    bangun_roadmap,
    buat_roadmap,
    isi_realisasi,
    kirim_realisasi,
    verifikasi_realisasi,
)
from tests.factories.states import pdf_kecil


@pytest.fixture
def d(db: None, data_folder: object) -> SimpleNamespace:
    """The small plan, running; its second year is this year."""
    d = bangun_roadmap("alfa")
    d.kini = d.rm.tahun[1]
    return d


def sel(d: SimpleNamespace, kode: str, tahun: int | None = None, user: User | None = None) -> Sel:
    """Return one cell as it stands now."""
    sheet = lembar(d.rm.rencana, user, at=timezone.now(), butir=[d.rm.butir[kode].pk])
    return sheet.sel(d.rm.butir[kode].pk, tahun or d.kini)


def segar(capaian: Capaian) -> Capaian:
    """Return a task as a page reads it."""
    return Capaian.objects.select_related("butir__rencana__instansi").get(pk=capaian.pk)


def target(d: SimpleNamespace, kode: str, mentah: str, versi: int, anggaran: str | None) -> None:
    """Revise the target of this year."""
    isi = IsiTarget(mentah, anggaran, "Pergeseran.", "Perubahan RKPD")
    ubah_target(butir_id=d.rm.butir[kode].pk, tahun=d.kini, isi=isi, versi=versi, by=d.admin)


def pindah(d: SimpleNamespace, kode: str, **isi: Any) -> None:
    """Give a Butir to another unit, or another pola."""
    butir = Butir.objects.get(pk=d.rm.butir[kode].pk)
    kini: dict[str, Any] = {"pola": butir.pola, "unit_id": butir.unit_id}
    fresh = IsiButir(**(kini | isi))
    atur_butir(butir_id=butir.pk, isi=fresh, by=d.admin)


def kembalikan(d: SimpleNamespace, capaian: Capaian) -> None:
    """Give all that waits back to the unit."""
    putuskan(
        capaian_id=capaian.pk,
        versi=segar(capaian).versi,
        pemenuhan_ids=list(capaian.pemenuhan_set.values_list("pk", flat=True)),
        aksi=Aksi.MINTA_PERBAIKAN,
        alasan="lainnya",
        catatan="Lengkapi.",
        by=d.verifikator,
    )


def pdf(nama: str) -> io.BytesIO:
    """Return a small file."""
    return io.BytesIO(pdf_kecil(nama))


def historis(d: SimpleNamespace, kode: str, tahun: int, komponen: list[str]) -> None:
    """Enter figures of an earlier year, as an official did before the portal had any."""
    RealisasiHistoris.objects.create(
        instansi=d.instansi,
        butir=d.rm.butir[kode],
        tahun=tahun,
        komponen=komponen,
        satuan=["PD"],
        rujukan="LKjIP, hlm. 3",
        oleh=d.admin,
        dibuat=timezone.now(),
    )


def test_verified_figures_follow_their_units(d: SimpleNamespace) -> None:
    c = d.rm.capaian("A-001")
    kirim_realisasi(c, d.op, [18, 9], pagu=10, anggaran=5)
    verifikasi_realisasi(c, d.verifikator)
    assert sel(d, "A-001").capaian == 75  # 18 of 18 kasus, 9 of 18 laporan
    target(d, "A-001", "10 laporan, 36 kasus", 1, "150,500")
    cell = sel(d, "A-001")
    assert cell.verifikasi is not None
    assert cell.verifikasi.realisasi.komponen == (Decimal(9), Decimal(18))
    assert (cell.capaian, cell.capaian_klaim, cell.verifikasi.asli) == (
        Decimal(70),
        Decimal(70),
        "",
    )
    target(d, "A-001", "100%", 2, "150,500")
    cell = sel(d, "A-001")
    assert cell.angka is not None
    assert (cell.capaian, cell.angka.realisasi.komponen) == (None, (None,))
    assert (cell.angka.asli, cell.serapan.persen) == ("18 kasus; 9 laporan", Decimal(50))


def test_the_desk_shows_no_figure_in_other_units(d: SimpleNamespace) -> None:
    c = kirim_realisasi(d.rm.capaian("A-006"), d.op2, [3])
    target(d, "A-006", "40%", 1, None)
    form = PelengkapRoadmap().formulir_putusan(segar(c))
    assert [(f.name, f.value()) for f in form][:1] == [("fisik_0", None)]
    approve = {
        "capaian_id": c.pk,
        "pemenuhan_ids": [c.pemenuhan_set.get().pk],
        "aksi": Aksi.SETUJUI,
        "by": d.verifikator,
        "khusus": angka_khusus([3]),
    }
    with pytest.raises(IsianKurang) as galat:
        putuskan(versi=segar(c).versi, **approve)
    assert galat.value.galat == {
        "catatan": "Angka Anda berbeda dari klaim unit (Realisasi (%): klaim kosong, Anda 3%). "
        "Catatan wajib diisi."
    }
    putuskan(versi=segar(c).versi, catatan="Menurut SPJ 3%.", **approve)
    assert sel(d, "A-006").capaian == Decimal("7.5")


def test_pages_say_what_was_reported_in_other_units(client: Client, d: SimpleNamespace) -> None:
    c = kirim_realisasi(d.rm.capaian("A-006"), d.op2, [3])
    target(d, "A-006", "40%", 1, None)
    said = "Dilaporkan dalam satuan lain: 3 x. Target sudah diubah; laporkan lagi."
    client.force_login(d.op2)
    for url in (
        reverse("tugas", args=[c.pk]),
        reverse("roadmap_butir", args=[d.rm.butir["A-006"].pk]),
    ):
        assert " ".join(client.get(url).content.decode().split()).count(said) == 1


def test_a_past_year_keeps_its_count_of_offices(d: SimpleNamespace) -> None:
    first = d.rm.tahun[0]
    c = d.rm.capaian("B04", first, 2)
    kirim_realisasi(c, d.op2, [3])
    verifikasi_realisasi(c, d.verifikator)
    before = sel(d, "B04", first)
    assert (before.aturan.jumlah_unit, before.capaian) == (3, Decimal(100))
    Unit.objects.create(
        instansi=d.instansi,
        kode="baru",
        induk=d.akar,
        nama="Dinas Baru",
        jenis=d.pupr.jenis,
        aktif_mulai=timezone.localdate(),
    )
    after = sel(d, "B04", first)
    assert (after.aturan.jumlah_unit, after.capaian) == (3, Decimal(100))
    assert sel(d, "B04").aturan.jumlah_unit == 4


def test_a_partial_withdrawal_brings_the_earlier_claim_back(d: SimpleNamespace) -> None:
    tambah_dokumen(butir_id=d.rm.butir["B02"].pk, isi=IsiDokumen("Dokumen lain"), by=d.admin)
    c = d.rm.capaian("B02", ke=2)
    first, second = c.pemenuhan_set.order_by("dokumen__urut")

    def send(row: Any, nama: str, angka: int) -> None:
        unggah(pemenuhan_id=row.pk, files=[(nama, pdf(nama))], by=d.op)
        isian = Isian(khusus=angka_khusus([angka]))
        kirim(capaian_id=c.pk, versi=segar(c).versi, isian=isian, by=d.op)

    send(first, "a.pdf", 40)
    putuskan(
        capaian_id=c.pk,
        versi=segar(c).versi,
        pemenuhan_ids=[first.pk],
        aksi=Aksi.SETUJUI,
        by=d.verifikator,
        khusus=angka_khusus([40]),
    )
    send(second, "b.pdf", 77)
    assert (segar(c).nilai_klaim, sel(d, "B02").capaian_klaim) == (96, Decimal("96.25"))
    tarik(capaian_id=c.pk, versi=segar(c).versi, by=d.op)
    cell = sel(d, "B02")
    assert cell.klaim is not None
    assert cell.klaim.realisasi.komponen == (Decimal(40),)
    assert (segar(c).nilai_klaim, cell.capaian_klaim) == (50, Decimal(50))
    # A document is still with the unit: neither the sheet nor the task shows verified figures.
    found = khusus_tugas(segar(c))
    assert (cell.verifikasi, found.verifikasi, found.hasil.terbatas) == (None, None, None)


def test_of_two_windows_with_one_last_day_the_later_record_counts(d: SimpleNamespace) -> None:
    zona = timezone.get_current_timezone()
    with time_machine.travel(datetime(d.kini, 5, 20, 12, tzinfo=zona)):
        c = d.rm.capaian("A-006", ke=2)
        kirim_realisasi(c, d.op2, [1])
        verifikasi_realisasi(c, d.verifikator)
        pindah(d, "A-006", pola="semester")
        half = Capaian.objects.get(
            butir=d.rm.butir["A-006"], gugur__isnull=True, mulai=date(d.kini, 1, 1)
        )
        assert (half.selesai, c.selesai) == (date(d.kini, 6, 30), date(d.kini, 6, 30))
        assert sel(d, "A-006").capaian == 20
        kirim_realisasi(half, d.op2, [4])
        assert (sel(d, "A-006").capaian, sel(d, "A-006").capaian_klaim) == (
            Decimal(20),
            Decimal(80),
        )
        verifikasi_realisasi(half, d.verifikator)
        assert sel(d, "A-006").capaian == 80


def test_a_row_that_moved_keeps_its_earlier_figures_from_the_new_unit(d: SimpleNamespace) -> None:
    c = d.rm.capaian("B02")
    kirim_realisasi(c, d.op, [80])
    verifikasi_realisasi(c, d.verifikator)
    pindah(d, "B02", unit_id=d.dinkes.pk)
    pages = [matriks(d.rm.rencana, u, at=timezone.now()) for u in (d.op, d.op2, d.ketua)]
    cells = [next(i for i in m.baris if i.kode == "B02") for m in pages]
    assert [i.terbaca for i in cells] == [False, True, True]
    assert [keadaan_sel(i.sel[1], berjalan=True, terbaca=i.terbaca) for i in cells] == [
        Keadaan.ADA,
        Keadaan.TERTUTUP,
        Keadaan.ADA,
    ]
    # The new unit reads B04 and B05: the hidden year is not counted as one without figures.
    means = [m.rata[1] for m in pages]
    assert [(m.terisi, m.jumlah) for m in means] == [(1, 3), (0, 2), (1, 5)]


def test_historis_figures_count_for_nobody_once_the_year_is_verified(d: SimpleNamespace) -> None:
    first = d.rm.tahun[0]
    historis(d, "B04", first, ["1"])
    assert sel(d, "B04", first, d.op).historis is not None
    c = d.rm.capaian("B04", first, 2)
    kirim_realisasi(c, d.op2, [3])
    verifikasi_realisasi(c, d.verifikator)
    hidden = sel(d, "B04", first, d.op)
    assert (hidden.historis, hidden.tersembunyi, hidden.capaian) == (None, True, None)
    assert keadaan_sel(hidden, berjalan=True, terbaca=False) == Keadaan.TERTUTUP
    assert sel(d, "B04", first, d.ketua).capaian == 100
    means = [matriks(d.rm.rencana, u, at=timezone.now()).rata[0] for u in (d.op, d.ketua)]
    assert [(m.terisi, m.jumlah) for m in means] == [(0, 3), (1, 5)]


def test_zero_is_owed_only_where_less_is_better(d: SimpleNamespace) -> None:
    third = d.rm.tahun[2]
    assert sel(d, "A-005", third).diminta is False
    assert d.rm.butir["A-005"].capaian_set.filter(selesai__year=third).count() == 0
    target(d, "B03", "0", 1, None)
    cell = sel(d, "B03")
    assert (cell.diminta, keadaan_sel(cell, berjalan=True)) == (True, Keadaan.TANPA_DATA)
    tasks = Capaian.objects.filter(butir=d.rm.butir["B03"], selesai__year=d.kini, gugur=None)
    assert tasks.count() == 2
    kini = aturan_kini(d.rm.butir["B03"])
    assert kini is not None
    isi = IsiAturan("maks", "selisih", "tercapai", "tahunan", Decimal(120), None, "Salah arah.")
    ubah_aturan(butir_id=d.rm.butir["B03"].pk, isi=isi, versi=kini.versi, by=d.admin)
    cell = sel(d, "B03")
    assert (cell.diminta, keadaan_sel(cell, berjalan=True)) == (False, Keadaan.TANPA_TARGET)
    assert tasks.count() == 0


def test_a_returned_claim_waits_for_nobody(client: Client, d: SimpleNamespace) -> None:
    c = kirim_realisasi(d.rm.capaian("B02"), d.op, [40])
    assert (menunggu(sel(d, "B02")), dikembalikan(sel(d, "B02"))) == (True, False)
    kembalikan(d, c)
    cell = sel(d, "B02")
    assert (menunggu(cell), dikembalikan(cell)) == (False, True)
    assert isi_sel(cell, berjalan=True).keadaan == "dikembalikan kepada unit"
    waiting = matriks(d.rm.rencana, d.ketua, at=timezone.now(), keadaan="menunggu", tugas=True)
    assert (waiting.baris, waiting.giliran and waiting.giliran.inspektorat) == ((), 0)
    money = kirim_realisasi(d.rm.capaian("A-001"), d.op, [18, 9], pagu=10, anggaran=5)
    kembalikan(d, money)
    client.force_login(d.ketua)
    said = {
        reverse("roadmap"): ("klaim 40% (50%), dikembalikan</a>", 1),
        # The table, and the rows below each other for small screens.
        reverse("roadmap_kegiatan"): ("klaim 18 kasus; 9 laporan, 75%, dikembalikan</i>", 2),
        reverse("roadmap_butir", args=[d.rm.butir["B02"].pk]): (
            '<span class="sub">Dikembalikan kepada unit.</span>',
            1,
        ),
    }
    for url, (words, kali) in said.items():
        assert client.get(url).content.decode().count(words) == kali


def test_money_lowered_stands_beside_its_claim(d: SimpleNamespace) -> None:
    c = d.rm.capaian("A-001")
    kirim_realisasi(c, d.op, [18, 18], pagu=100, anggaran=100)
    verifikasi_realisasi(c, d.verifikator, anggaran=50, catatan="SPJ baru 50.")
    cell = sel(d, "A-001")
    assert cell.klaim is not None
    assert (klaim_berbeda(cell), cell.klaim.uang.anggaran, cell.serapan.persen) == (
        True,
        Decimal(100),
        Decimal(50),
    )


def test_a_road_map_is_not_sent_to_kpk(d: SimpleNamespace) -> None:
    c = d.rm.capaian("B02")
    kirim_realisasi(c, d.op, [40])
    verifikasi_realisasi(c, d.verifikator)
    row = c.pemenuhan_set.get()
    with pytest.raises(NotAllowed) as galat:
        tolak_kpk(capaian_id=c.pk, pemenuhan_id=row.pk, catatan="Tidak sesuai.", by=d.verifikator)
    assert str(galat.value) == "Rencana ini tidak dikirim ke KPK, jadi tidak ada jawaban KPK."
    assert (segar(c).status, khusus_tugas(segar(c)).hasil.terbatas) == (
        Status.DISETUJUI,
        Decimal(50),
    )


def test_sending_the_stored_draft_computes_by_the_revised_target(d: SimpleNamespace) -> None:
    c = isi_realisasi(d.rm.capaian("B03"), d.op, [12])
    assert segar(c).nilai_mandiri == 100  # (2 x 15 - 12) / 15, at most 100 in the spine
    target(d, "B03", "8 kasus", 1, None)
    unggah(pemenuhan_id=c.pemenuhan_set.get().pk, files=[("a.pdf", pdf("a"))], by=d.op)
    kirim(capaian_id=c.pk, versi=segar(c).versi, by=d.op)
    assert (segar(c).nilai_klaim, sel(d, "B03").capaian_klaim) == (50, Decimal(50))


def test_a_row_with_money_only_owes_its_money(d: SimpleNamespace) -> None:
    cell = sel(d, "B-008")
    assert (cell.diminta, keadaan_sel(cell, berjalan=True)) == (True, Keadaan.TANPA_DATA)
    assert isi_sel(cell, berjalan=True).keadaan == "tanpa data"
    rows = tabel(d.rm.rencana, d.ketua, at=timezone.now(), keadaan="tanpa_data")
    assert [r.kode for r in rows.baris if not r.judul][-1] == "B-008"
    other = tabel(d.rm.rencana, d.ketua, at=timezone.now(), keadaan="tanpa_target")
    assert [r.kode for r in other.baris if not r.judul] == []


def test_a_window_over_two_years_reports_on_the_year_of_its_middle(
    db: None, data_folder: object
) -> None:
    instansi = buat_instansi("thn")
    akar = buat_unit(instansi, "setda", jenis="pimpinan")
    itda = buat_unit(instansi, "itda", induk=akar, inspektorat=True)
    unit, lain = buat_unit(instansi, "a", induk=akar), buat_unit(instansi, "b", induk=akar)
    tahun = timezone.localdate().year
    rm = buat_roadmap(instansi, [unit, lain], tahun=tahun - 2, jalan=False)
    rm.rencana.selesai = date(tahun, 3, 31)
    rm.rencana.save()
    Butir.objects.filter(rencana=rm.rencana).update(pola="tahunan")
    mulai_rencana(rencana_id=rm.rencana.pk, by=buat_user("adm", Role.ADMIN, akar))
    rm.rencana.refresh_from_db()
    c = Capaian.objects.filter(butir=rm.butir["B02"]).order_by("mulai").last()
    assert c is not None
    assert (c.mulai, c.selesai) == (date(tahun - 1, 1, 1), date(tahun, 3, 31))
    operator, ketua = buat_user("op", Role.OPERATOR, unit), buat_user("k", Role.KETUA, akar)
    kirim_realisasi(c, operator, [80])
    verifikasi_realisasi(c, buat_user("vr", Role.VERIFIKATOR, itda))
    cells = lembar(rm.rencana, ketua, at=timezone.now()).baris(rm.butir["B02"].pk)
    assert [s.capaian for s in cells] == [None, 100, None]


@pytest.mark.parametrize("pola", ["terus", "kejadian"])
def test_figures_follow_the_calendar(d: SimpleNamespace, pola: str) -> None:
    with pytest.raises(IsianKurang) as galat:
        pindah(d, "B02", pola=pola)
    said = (
        "Angka rencana ini dilaporkan menurut kalender. "
        "Pilih: Sekali setahun, Bulanan, Triwulan, Semester, Tahunan."
    )
    assert galat.value.galat == {"pola": said}
    form = ButirForm(butir=Butir.objects.select_related("rencana").get(pk=d.rm.butir["B02"].pk))
    assert [nilai for nilai, _ in form.fields["pola"].choices] == [  # type: ignore[attr-defined]
        "sekali",
        "bulanan",
        "triwulan",
        "semester",
        "tahunan",
    ]
