"""Realisasi from the unit's draft to the verified figure, by the real actions and pages."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from audit.models import Kejadian
from evidence.actions import Bentrok, Denied, IsianKurang, buka_kembali, kirim, putuskan, tarik
from evidence.actions.isian import Isian
from evidence.actions.putusan_kecuali import putuskan_banyak
from evidence.models import Capaian
from evidence.workflow import Aksi, NotAllowed, Status
from roadmap.actions.target import IsiTarget, ubah_target
from roadmap.lembar import lembar
from roadmap.models import Realisasi, RealisasiTercatat
from roadmap.sel import Sel
from tests.factories.kecuali import buat_ajuan
from tests.factories.roadmap import (
    angka_khusus,
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


def sel(d: SimpleNamespace, kode: str, tahun: int | None = None) -> Sel:
    """What every screen shows of a row in a year (default: the second)."""
    sheet = lembar(d.rm.rencana, d.ketua, at=timezone.now())
    return sheet.sel(d.rm.butir[kode].pk, tahun or d.rm.tahun[1])


def log(capaian: Capaian) -> list[tuple[str, list[str | None]]]:
    """What was recorded of a task, in order."""
    rows = RealisasiTercatat.objects.filter(capaian=capaian).order_by("at", "pk")
    return [(row.tahap, row.komponen) for row in rows]


def menunggu(capaian: Capaian) -> list[int]:
    """Documents of a task that wait."""
    return list(capaian.pemenuhan_set.filter(status=Status.MENUNGGU).values_list("pk", flat=True))


def segar(capaian: Capaian) -> Capaian:
    """The task as it is stored now."""
    return Capaian.objects.select_related("butir__rencana", "unit", "instansi").get(pk=capaian.pk)


KASUS: list[tuple[str, dict[str, Any], dict[str, Any], int | None, int | None]] = [
    # kode, claim, what is verified instead, claimed value, verified value (worked by hand)
    ("B01", {"predikat": "WTP"}, {"predikat": "WDP"}, 100, 0),
    ("B02", {"komponen": ["60"]}, {"komponen": ["40"]}, 75, 50),
    ("B03", {"komponen": [18]}, {"komponen": [21]}, 80, 60),
    ("B04", {"komponen": [3]}, {"komponen": [1]}, 100, 33),
    ("A-001", {"komponen": [18, 9]}, {"komponen": [9, 9]}, 75, 50),
    ("A-002", {"komponen": [20, 40]}, {"komponen": [20, 0]}, 100, 50),
    ("A-004", {"komponen": ["87.5"]}, {"komponen": [50]}, 88, 50),
    ("A-005", {"ada": True}, {"ada": False}, 100, 0),
    ("A-006", {"komponen": [2]}, {"komponen": [0]}, 40, 0),
    ("B-007", {"komponen": [50, 0]}, {"komponen": [25, 0]}, 50, 25),
    ("B-008", {}, {}, None, None),
]
BERANGGARAN = ("A-001", "A-004", "A-005", "B-007", "B-008")
UANG: dict[str, int] = {"pagu": 1000, "pergeseran": -200, "anggaran": 200}


@pytest.mark.parametrize(("kode", "klaim", "ubahan", "nilai", "terverifikasi"), KASUS)
def test_every_kind_of_target_is_claimed_and_verified(
    d: SimpleNamespace,
    kode: str,
    klaim: dict[str, Any],
    ubahan: dict[str, Any],
    nilai: int | None,
    terverifikasi: int | None,
) -> None:
    first_half = kode in ("B01", "B02", "B03", "A-001", "A-002")
    operator = d.op if first_half else d.op2
    money = UANG if kode in BERANGGARAN else {}
    c = kirim_realisasi(d.rm.capaian(kode), operator, **(klaim | money))
    assert (c.status, c.nilai_mandiri, c.nilai_klaim) == (Status.MENUNGGU, nilai, nilai)
    shown = sel(d, kode)
    assert (shown.verifikasi, shown.capaian) == (None, None)
    assert shown.klaim is not None
    spent = {"anggaran": 100} if money else {}
    c = verifikasi_realisasi(
        c, d.verifikator, **(ubahan | spent), catatan="Tidak semua didukung bukti."
    )
    assert (c.status, c.nilai_klaim, c.nilai_internal) == (Status.DISETUJUI, nilai, terverifikasi)
    shown = sel(d, kode)
    assert shown.verifikasi is not None
    found = None if shown.capaian is None else round(shown.capaian)
    assert found == terverifikasi
    if money:
        assert shown.verifikasi.uang.pagu_berlaku == Decimal(800)
        assert shown.serapan.persen == Decimal("12.5")


def test_a_cumulative_target_adds_the_years(d: SimpleNamespace) -> None:
    lama = kirim_realisasi(d.rm.capaian("B05", d.rm.tahun[0]), d.op2, [1])
    assert lama.nilai_klaim == 50
    kini = kirim_realisasi(d.rm.capaian("B05"), d.op2, [3])
    assert kini.nilai_klaim == 80  # (1 + 3) of (2 + 3)
    # Verified counts only what is verified of the year before: nothing yet.
    kini = verifikasi_realisasi(kini, d.verifikator)
    assert kini.nilai_internal is None
    lama = verifikasi_realisasi(lama, d.verifikator, [0], catatan="Belum ada penetapan.")
    shown = sel(d, "B05")
    # The claim of the first year stands beside it: (1 + 3) of (2 + 3).
    assert (shown.capaian, shown.capaian_klaim) == (Decimal(60), Decimal(80))


def test_sending_without_a_component_names_the_field_and_writes_nothing(
    d: SimpleNamespace,
) -> None:
    c = draf(d.rm.capaian("A-001"), d.op)
    before = (segar(c).versi, Kejadian.objects.count())
    with pytest.raises(IsianKurang) as caught:
        kirim(
            capaian_id=c.pk,
            versi=c.versi,
            by=d.op,
            isian=Isian(narasi="baru", khusus=angka_khusus([18, None], pagu=PAGU)),
        )
    assert caught.value.galat == {
        "fisik_1": "Isi realisasi (laporan); tulis 0 bila belum ada.",
        "anggaran": "Isi realisasi anggaran; tulis 0 bila belum ada.",
    }
    assert (segar(c).versi, Kejadian.objects.count()) == before
    assert segar(c).narasi == ""
    assert not Realisasi.objects.exists()
    assert log(c) == []


def test_zero_is_a_figure(d: SimpleNamespace) -> None:
    c = kirim_realisasi(d.rm.capaian("A-001"), d.op, [0, 0], pagu=0, anggaran=0)
    assert c.nilai_klaim == 0
    shown = sel(d, "A-001")
    assert (shown.capaian_klaim, shown.capaian) == (Decimal(0), None)


def test_a_figure_that_was_not_handed_over_is_refused(d: SimpleNamespace) -> None:
    with pytest.raises(IsianKurang) as caught:
        isi_realisasi(d.rm.capaian("A-001"), d.op, [18], pagu=PAGU)
    assert list(caught.value.galat) == ["fisik_1"]
    c = kirim_realisasi(d.rm.capaian("A-001"), d.op, [18, 18], pagu=PAGU, anggaran=0)
    for khusus in (None, {}, {"fisik_0": Decimal(18)}):
        with pytest.raises(IsianKurang) as caught:
            putuskan(
                capaian_id=c.pk,
                versi=c.versi,
                pemenuhan_ids=menunggu(c),
                aksi=Aksi.SETUJUI,
                by=d.verifikator,
                catatan="Sesuai bukti.",
                khusus=khusus,
            )
        assert "fisik_1" in caught.value.galat
    assert (segar(c).status, len(log(c))) == (Status.MENUNGGU, 1)


def test_other_figures_need_a_note_up_and_down(d: SimpleNamespace) -> None:
    c = kirim_realisasi(d.rm.capaian("A-001"), d.op, [9, 9], pagu=PAGU, anggaran=10)
    for other in ([8, 9], [10, 9]):
        with pytest.raises(IsianKurang) as caught:
            verifikasi_realisasi(c, d.verifikator, other)
        assert caught.value.galat == {
            "catatan": "Angka Anda berbeda dari klaim unit (Realisasi (kasus): klaim 9 kasus, "
            f"Anda {other[0]} kasus). Catatan wajib diisi."
        }
    with pytest.raises(IsianKurang) as caught:
        verifikasi_realisasi(c, d.verifikator, anggaran=11)
    assert "klaim Rp 10, Anda Rp 11" in caught.value.galat["catatan"]
    with pytest.raises(IsianKurang) as caught:
        verifikasi_realisasi(c, d.verifikator, [None, 9], catatan="Kosong.")
    assert list(caught.value.galat) == ["fisik_0"]
    c = verifikasi_realisasi(c, d.verifikator, ["18.00", 9], catatan="Bukti lebih banyak.")
    assert (c.nilai_klaim, c.nilai_internal) == (50, 75)


def test_equal_figures_in_other_writing_need_no_note(d: SimpleNamespace) -> None:
    c = kirim_realisasi(d.rm.capaian("A-001"), d.op, ["9.0", 9], pagu=PAGU, anggaran=10)
    assert verifikasi_realisasi(c, d.verifikator, [9, "9.00"]).nilai_internal == 50


def test_withdrawn_returned_sent_again_and_reopened(d: SimpleNamespace) -> None:
    c = kirim_realisasi(d.rm.capaian("A-006"), d.op2, [1])
    c = tarik(capaian_id=c.pk, versi=c.versi, by=d.op2)
    assert sel(d, "A-006").klaim is None
    c = kirim_realisasi(segar(c), d.op2, [2])
    kembali = putuskan(
        capaian_id=c.pk,
        versi=c.versi,
        pemenuhan_ids=menunggu(c),
        aksi=Aksi.MINTA_PERBAIKAN,
        by=d.verifikator,
        alasan="belum_ditandatangani",
        catatan="Belum ditandatangani.",
    )
    assert kembali.nilai_internal is None
    c = kirim_realisasi(segar(c), d.op2, [3])
    c = verifikasi_realisasi(c, d.verifikator)
    shown = sel(d, "A-006")
    assert (shown.capaian, shown.capaian_klaim) == (Decimal(60), Decimal(60))
    c = buka_kembali(
        capaian_id=c.pk,
        versi=c.versi,
        pemenuhan_id=c.pemenuhan_set.get().pk,
        catatan="Salah tanggal.",
        by=d.verifikator,
    )
    assert (c.nilai_internal, sel(d, "A-006").verifikasi) == (None, None)
    c = verifikasi_realisasi(segar(c), d.verifikator, [1], catatan="Dua rapat di luar tahun ini.")
    assert sel(d, "A-006").capaian == Decimal(20)
    assert log(c) == [
        ("klaim", ["1"]),
        ("tarik", []),
        ("klaim", ["2"]),
        ("klaim", ["3"]),
        ("verifikasi", ["3"]),
        ("buka", []),
        ("verifikasi", ["1"]),
    ]


def test_an_exception_takes_the_claim_away(d: SimpleNamespace) -> None:
    c = kirim_realisasi(d.rm.capaian("A-006"), d.op2, [1])
    putuskan(
        capaian_id=c.pk,
        versi=c.versi,
        pemenuhan_ids=menunggu(c),
        aksi=Aksi.MINTA_PERBAIKAN,
        by=d.verifikator,
        alasan="belum_ditandatangani",
        catatan="Belum ditandatangani.",
    )
    assert sel(d, "A-006").klaim is not None
    ajuan = buat_ajuan(segar(c), d.op2, d.verifikator2)
    putuskan_banyak(ids=[ajuan.pk], putusan="dikabulkan", catatan="Setuju.", by=d.ketua)
    assert segar(c).nilai_klaim is None
    assert log(c) == [("klaim", ["1"]), ("tarik", [])]
    assert sel(d, "A-006").klaim is None


def test_the_last_window_of_the_year_counts(d: SimpleNamespace) -> None:
    for ke, angka in ((1, 2), (2, 4)):
        c = kirim_realisasi(d.rm.capaian("A-006", ke=ke), d.op2, [angka])
        verifikasi_realisasi(c, d.verifikator)
    kirim_realisasi(d.rm.capaian("A-006", ke=3), d.op2, [5])
    shown = sel(d, "A-006")
    assert (shown.capaian, shown.capaian_klaim) == (Decimal(80), Decimal(100))


def test_four_eyes_and_rights(d: SimpleNamespace) -> None:
    c = d.rm.capaian("A-001")
    for user in (d.op2, d.verifikator, d.ketua, d.auditor, d.admin):
        with pytest.raises(Denied):
            isi_realisasi(c, user, [1, 1], pagu=1, anggaran=1)
    c = kirim_realisasi(c, d.op, [1, 1], pagu=1, anggaran=1)
    c.penulis.add(d.verifikator)
    for user in (d.op, d.ketua, d.auditor, d.verifikator):
        with pytest.raises(Denied):
            verifikasi_realisasi(c, user)
    assert verifikasi_realisasi(c, d.verifikator2).status == Status.DISETUJUI
    with pytest.raises(NotAllowed):
        isi_realisasi(segar(c), d.op, [2, 2], pagu=1, anggaran=1)


def test_an_old_version_changes_nothing(d: SimpleNamespace) -> None:
    c = d.rm.capaian("A-001")
    isi_realisasi(c, d.op, [1, 1], pagu=1, anggaran=1)
    with pytest.raises(Bentrok):
        kirim(capaian_id=c.pk, versi=c.versi, by=d.op, isian=Isian(khusus=angka_khusus([2, 2])))
    assert Realisasi.objects.get(capaian=c).komponen == ["1", "1"]


def test_recorded_figures_can_not_be_changed_or_deleted(d: SimpleNamespace) -> None:
    c = kirim_realisasi(d.rm.capaian("A-006"), d.op2, [1])
    row = RealisasiTercatat.objects.get(capaian=c)
    for sql in (
        "UPDATE roadmap_realisasitercatat SET komponen = '[\"9\"]' WHERE id = %s",
        "UPDATE roadmap_realisasitercatat SET anggaran = 5 WHERE id = %s",
        "DELETE FROM roadmap_realisasitercatat WHERE id = %s",
    ):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql, [row.pk])
    row.refresh_from_db()
    assert (row.komponen, row.anggaran) == (["1"], None)


def test_the_audit_record_has_both_figures(d: SimpleNamespace) -> None:
    c = kirim_realisasi(d.rm.capaian("A-001"), d.op, [18, 9], pagu=PAGU, anggaran=10)
    verifikasi_realisasi(c, d.verifikator, [9, 9], catatan="Sebagian.")
    isi = Kejadian.objects.filter(aksi="capaian.setujui").latest("pk").isi
    assert (isi["klaim"]["komponen"], isi["realisasi"]["komponen"]) == (["18", "9"], ["9", "9"])
    assert isi["realisasi"]["pagu"] == str(PAGU)


def test_past_evenings_read_as_they_were_shown(db: None, data_folder: object) -> None:
    """Each step has its evening; all of them are read again at the end."""
    d = bangun_roadmap("contoh", contoh=True, tahun=2025, at=datetime(2026, 1, 2, tzinfo=UTC))
    a, b = d.rm.capaian("A-006", ke=1), d.rm.capaian("A-006", ke=2)
    sedang = d.rm.capaian("B02")

    def pagi(bulan: int, hari: int) -> datetime:
        return datetime(2026, bulan, hari, 2, tzinfo=UTC)

    steps: list[tuple[datetime, Callable[[datetime], object]]] = [
        (pagi(2, 1), lambda at: kirim_realisasi(a, d.op2, [1], at=at)),
        (
            pagi(2, 2),
            lambda at: tarik(capaian_id=a.pk, versi=segar(a).versi, by=d.op2, at=at),
        ),
        (pagi(2, 3), lambda at: kirim_realisasi(segar(a), d.op2, [2], at=at)),
        (
            pagi(2, 4),
            lambda at: verifikasi_realisasi(
                segar(a), d.verifikator, [1], catatan="Sebagian.", at=at
            ),
        ),
        (pagi(3, 1), lambda at: kirim_realisasi(sedang, d.op, [40], at=at)),
        (pagi(3, 2), lambda at: verifikasi_realisasi(sedang, d.verifikator, at=at)),
        (
            pagi(3, 5),
            lambda at: ubah_target(
                butir_id=d.rm.butir["A-006"].pk,
                tahun=2026,
                isi=IsiTarget(
                    target="10x", anggaran=None, alasan="Perubahan.", dasar_hukum="Pergub 1"
                ),
                versi=1,
                by=d.admin,
                at=at,
            ),
        ),
        (
            pagi(4, 1),
            lambda at: buka_kembali(
                capaian_id=a.pk,
                versi=segar(a).versi,
                pemenuhan_id=a.pemenuhan_set.get().pk,
                catatan="Salah.",
                by=d.verifikator,
                at=at,
            ),
        ),
        (pagi(4, 2), lambda at: kirim_realisasi(b, d.op2, [4], at=at)),
        (pagi(4, 3), lambda at: verifikasi_realisasi(segar(b), d.verifikator, at=at)),
        (
            pagi(4, 4),
            lambda at: verifikasi_realisasi(
                segar(a), d.verifikator, [3], catatan="Lengkap.", at=at
            ),
        ),
    ]

    def malam(at: datetime, *, lampau: bool) -> dict[str, tuple[Sel, ...]]:
        sheet = lembar(d.rm.rencana, d.ketua, at=at, lampau=lampau)
        return {kode: sheet.baris(butir.pk) for kode, butir in d.rm.butir.items()}

    shown = []
    for at, step in steps:
        step(at)
        evening = at.replace(hour=15)
        shown.append((evening, malam(evening, lampau=False)))
    capaian = [cells["A-006"][1].capaian for _, cells in shown]
    assert capaian == [
        None,
        None,
        None,
        Decimal(20),
        Decimal(20),
        Decimal(20),
        Decimal(10),
        None,
        None,
        Decimal(40),
        Decimal(40),
    ]
    for evening, cells in shown:
        assert malam(evening, lampau=True) == cells, evening
