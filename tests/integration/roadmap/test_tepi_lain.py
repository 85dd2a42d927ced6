"""Late tasks after a revision, past days of monitoring, reports at their edges, costs of pages."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Kejadian
from evidence.actions import putuskan, tutup_rencana
from evidence.actions.errors import IsianKurang
from evidence.models import Capaian
from evidence.workflow import Aksi
from reports.datasets.evaluasi_bentuk import Semester
from reports.datasets.evaluasi_roadmap import bangun_evaluasi, isi_evaluasi
from reports.datasets.lampiran_roadmap import bangun_lampiran
from reports.datasets.pandangan import Pandangan
from roadmap.actions.langkah import ubah_tenggat
from roadmap.actions.rapat import IsiRapat, Orang, perbaiki
from roadmap.actions.target import IsiTarget, ubah_target
from roadmap.historis import terkunci
from roadmap.matriks import matriks
from roadmap.models import PerubahanRapat, RealisasiHistoris, TargetTahun
from roadmap.pantauan import pantauan
from tests.factories.rapat import buat_langkah, buat_masalah, dunia_rapat, rapat_terlaksana
from tests.factories.roadmap import bangun_roadmap, kirim_realisasi, verifikasi_realisasi


@pytest.fixture
def d(db: None, data_folder: object) -> SimpleNamespace:
    """The small plan, running; its second year is this year."""
    d = bangun_roadmap("alfa")
    d.kini = d.rm.tahun[1]
    return d


def revisi(d: SimpleNamespace, kode: str, tahun: int, mentah: str, versi: int) -> None:
    """Revise a target, and leave the budget as it is."""
    isi = IsiTarget(mentah, None, "Pergeseran.", "Perubahan RKPD")
    ubah_target(butir_id=d.rm.butir[kode].pk, tahun=tahun, isi=isi, versi=versi, by=d.admin)


def test_toggling_a_target_forgives_no_late_task(d: SimpleNamespace) -> None:
    first = d.rm.tahun[0]

    def tugas() -> list[tuple[date, date, date]]:
        rows = Capaian.objects.filter(
            butir=d.rm.butir["B03"], gugur__isnull=True, selesai__year=first
        )
        return list(rows.order_by("mulai").values_list("mulai", "selesai", "batas"))

    before = tugas()
    assert [batas < timezone.localdate() for *_, batas in before] == [True, True]
    revisi(d, "B03", first, "-", 1)
    assert tugas() == []
    revisi(d, "B03", first, "20 kasus", 2)
    assert tugas() == before


def test_a_past_day_uses_the_deadline_and_the_plan_of_that_day(
    db: None, data_folder: object
) -> None:
    today, now = timezone.localdate(), timezone.now()
    start = now - timedelta(days=40)
    w = dunia_rapat("alfa", at=start)
    rapat = rapat_terlaksana(w.rencana, w.ketua, None, hari=start.date(), at=start)
    masalah = buat_masalah(rapat, w.ketua, w.butir["A-001"].pk, at=start)
    langkah = buat_langkah(masalah, w.ketua, w.bkd, today - timedelta(days=10), at=start)
    day = today - timedelta(days=5)

    def lewat(hari: date) -> list[tuple[date, int]]:
        found = pantauan(w.rencana, w.ketua, hari)
        return [(s.tenggat, s.hari_lewat) for s in found.langkah_lewat]

    late = [(today - timedelta(days=10), 5)]
    assert lewat(day) == late
    later = today + timedelta(days=30)
    ubah_tenggat(langkah_id=langkah.pk, tenggat=later, catatan="SK menyusul.", by=w.ketua)
    assert (lewat(day), lewat(today)) == (late, [])
    rapat_hari = pantauan(w.rencana, w.ketua, day).rapat
    tutup_rencana(rencana_id=w.rencana.pk, by=w.admin)
    w.rencana.refresh_from_db()
    assert (lewat(day), pantauan(w.rencana, w.ketua, day).rapat) == (late, rapat_hari)
    assert pantauan(w.rencana, w.ketua, today).rapat == ()


def test_a_year_that_has_not_begun_takes_no_figures(d: SimpleNamespace) -> None:
    third = d.rm.tahun[2]
    with pytest.raises(IsianKurang) as galat:
        kirim_realisasi(d.rm.capaian("B02", third), d.op, [90])
    assert galat.value.galat == {"": f"Tahun {third} belum mulai, jadi belum ada realisasinya."}


def test_a_revised_cell_that_is_not_printed_stands_in_the_lampiran(d: SimpleNamespace) -> None:
    third = d.rm.tahun[2]
    TargetTahun.objects.filter(butir=d.rm.butir["A-006"], tahun=third).delete()
    revisi(d, "A-006", third, "5x", 0)
    report = bangun_lampiran(Pandangan(d.rm.rencana, d.ketua, timezone.now()))
    assert [(r.kode, r.tahun, r.tercetak, r.berlaku) for r in report.revisi] == [
        ("A-006", third, "tidak tercetak", "target 5x; anggaran (kosong)")
    ]


def test_the_evaluation_counts_as_the_matrix_does(d: SimpleNamespace) -> None:
    first = d.rm.tahun[0]
    RealisasiHistoris.objects.create(
        instansi=d.instansi,
        butir=d.rm.butir["B04"],
        tahun=first,
        komponen=["1"],
        satuan=["PD"],
        rujukan="LKjIP, hlm. 3",
        oleh=d.admin,
        dibuat=timezone.now(),
    )
    c = d.rm.capaian("B02", first)
    kirim_realisasi(c, d.op, [70])
    verifikasi_realisasi(c, d.verifikator)
    for user, rows in ((d.op, ["B01", "B02", "B03", "B04"]), (d.ketua, [*_semua()])):
        view = Pandangan(d.rm.rencana, user, timezone.now())
        report = bangun_evaluasi(view, Semester(first, 2))
        mean = matriks(d.rm.rencana, user, at=timezone.now()).rata[0]
        assert (mean.terisi, report.rata) == (2, mean)
        assert [b.kode for b in report.indikator] == rows
        held = isi_evaluasi(view, Semester(first, 2))
        due = [b for b in (*report.indikator, *report.baris) if b.diminta]
        assert (held.indikator, held.diminta, held.terisi) == (len(rows), len(due), 2)


def _semua() -> tuple[str, ...]:
    return ("B01", "B02", "B03", "B04", "B05")


def test_a_returned_claim_blocks_no_historis_figures(d: SimpleNamespace) -> None:
    first = d.rm.tahun[0]
    butir = d.rm.butir["B02"].pk
    c = kirim_realisasi(d.rm.capaian("B02", first), d.op, [40])
    assert [*terkunci(d.rm.rencana, first)] == [butir]
    putuskan(
        capaian_id=c.pk,
        versi=Capaian.objects.get(pk=c.pk).versi,
        pemenuhan_ids=[c.pemenuhan_set.get().pk],
        aksi=Aksi.MINTA_PERBAIKAN,
        alasan="lainnya",
        catatan="Lengkapi.",
        by=d.verifikator,
    )
    assert terkunci(d.rm.rencana, first) == {}


def test_events_of_a_meeting_name_nobody(db: None, data_folder: object) -> None:
    w = dunia_rapat("alfa")
    rapat = rapat_terlaksana(w.rencana, w.operator, w.bkd)
    isi = IsiRapat(
        dilaksanakan=timezone.localdate(),
        tempat="Ruang rapat",
        pimpinan="Kepala unit",
        ringkasan="Dibahas kemajuan kegiatan.",
        kehadiran=[Orang("Maria Uji"), Orang("Yosef Uji"), Orang("Anna Uji", hadir=False)],
    )
    perbaiki(rapat_id=rapat.pk, versi=rapat.versi, isi=isi, alasan="Kurang satu.", by=w.operator)
    events = Kejadian.objects.filter(aksi__in=("rapat.laksanakan", "rapat.perbaiki")).order_by("no")
    said = [e.isi for e in events]
    assert said[0]["kehadiran"] == {"orang": 2, "hadir": 1}
    assert [said[1][n]["kehadiran"] for n in ("sebelum", "sesudah")] == [
        {"orang": 2, "hadir": 1},
        {"orang": 3, "hadir": 2},
    ]
    assert "Uji" not in str([s["kehadiran"] for s in said[:1]])
    # The meeting itself keeps who was on its earlier list.
    kept = PerubahanRapat.objects.get(rapat=rapat).sebelum["kehadiran"]
    assert [satu["nama"] for satu in kept] == ["Maria Uji", "Yosef Uji"]


@pytest.mark.parametrize(
    ("nama", "kode", "ke", "kueri"),
    [
        ("tugas", "A-006", 4, 19),
        ("tugas", "B04", 2, 19),
        ("tugas", "B05", 2, 24),  # cumulative: the sheet of its Butir
        ("roadmap_isi", "A-006", 4, 12),
        ("roadmap_isi", "B05", 2, 17),
        ("roadmap_butir", "A-006", 0, 19),
        ("roadmap_butir", "B05", 0, 18),
    ],
)
def test_what_pages_of_one_row_cost(
    client: Client, d: SimpleNamespace, nama: str, kode: str, ke: int, kueri: int
) -> None:
    pk = d.rm.capaian(kode, ke=ke).pk if ke else d.rm.butir[kode].pk
    client.force_login(d.op2)
    client.get(reverse(nama, args=[pk]))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(nama, args=[pk])).status_code == 200
    assert len(queries) == kueri
