"""Rows of the registers: who writes, what is refused, what the audit trail keeps."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.utils import timezone

from accounts.permissions import Denied
from audit.models import Kejadian
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.models import BuktiVersi
from evidence.workflow import NotAllowed
from tests.factories.zi_register import buat_agen, buat_pengaduan, buat_survei
from tests.hostile.sound import pdf, png
from zonaintegritas.actions.register import buka_berkas, catat, hapus, ubah
from zonaintegritas.daftar.isi import IsiAgen, IsiBaris, IsiPengaduan, IsiSurvei
from zonaintegritas.models import AgenPerubahan, PengaduanBulanan, SurveiZI

HARI = timezone.localdate()
AGEN = IsiAgen(jenis="agen", nama=" Maria Seran ", jabatan="Kasubbag", mulai=date(2026, 1, 5))
ADUAN = IsiPengaduan(bulan=date(2026, 2, 1), saluran="SP4N-LAPOR", diterima=4, selesai=3)
SURVEI = IsiSurvei(
    jenis="ipkp",
    tahun=2025,
    nilai_indeks=Decimal("3.62"),
    maks=Decimal(4),
    responden=150,
    metode="Kuesioner daring",
    tanggal=date(2025, 12, 1),
)


def _berkas(nama: str = "sk.pdf", isi: bytes | None = None) -> tuple[str, BytesIO]:
    return nama, BytesIO(pdf() if isi is None else isi)


def test_each_register_keeps_row_files_and_event(zi: SimpleNamespace) -> None:
    same = pdf()  # made once: two of them may differ in their identifier
    rows = [
        catat(unit_zi_id=zi.satu.pk, isi=isi, files=[_berkas(isi=same)], by=zi.operator)
        for isi in (AGEN, ADUAN, SURVEI)
    ]
    agen, aduan, survei = rows
    assert isinstance(agen, AgenPerubahan)
    assert (agen.nama, agen.versi, agen.instansi_id) == ("Maria Seran", 1, zi.instansi.pk)
    assert isinstance(aduan, PengaduanBulanan)
    assert (aduan.diterima, aduan.selesai) == (4, 3)
    assert isinstance(survei, SurveiZI)
    assert (survei.nilai, survei.maks) == (Decimal("3.62"), Decimal(4))
    # The same bytes are stored once for the unit and used three times.
    versi = BuktiVersi.objects.get()
    assert versi.bukti.unit_id == zi.satu.unit_id
    assert [list(row.bukti.all()) for row in rows] == [[versi]] * 3
    events = Kejadian.objects.filter(aksi="zi.daftar_catat").order_by("no")
    assert [row.objek_jenis for row in events] == [
        "agenperubahan",
        "pengaduanbulanan",
        "surveizi",
    ]
    assert events[0].isi["berkas"][0]["sha256"] == versi.sha256


@pytest.mark.parametrize(
    ("siapa", "boleh"),
    [
        ("operator", True),
        ("koordinator", True),
        ("operator_dua", False),
        ("verifikator", False),
        ("ketua", False),
        ("admin", False),
        ("auditor", False),
        ("auditor_tugas", False),
        ("orang_luar", False),
        ("admin_luar", False),
    ],
)
def test_who_writes_is_who_sends_evidence_of_the_unit(
    zi: SimpleNamespace, siapa: str, boleh: bool
) -> None:
    by = getattr(zi, siapa)
    row = buat_agen(zi.satu, zi.operator)

    def writes() -> None:
        catat(unit_zi_id=zi.satu.pk, isi=AGEN, by=by)
        ubah(baris_id=row.pk, versi=1, isi=AGEN_LAIN, by=by)
        hapus(model=AgenPerubahan, baris_id=row.pk, versi=2, alasan="Salah", by=by)

    if boleh:
        writes()
        assert AgenPerubahan.objects.visible_to(by).count() == 1
        return
    for step in (
        lambda: catat(unit_zi_id=zi.satu.pk, isi=AGEN, by=by),
        lambda: ubah(baris_id=row.pk, versi=1, isi=AGEN_LAIN, by=by),
        lambda: hapus(model=AgenPerubahan, baris_id=row.pk, versi=1, alasan="Salah", by=by),
    ):
        with pytest.raises(Denied):
            step()
    row.refresh_from_db()
    assert (row.versi, row.dihapus) == (1, None)


AGEN_LAIN = IsiAgen(jenis="panutan", nama="Yosef", jabatan="Kabag", mulai=date(2026, 3, 1))


@pytest.mark.parametrize(
    ("isi", "bidang"),
    [
        (IsiAgen("x", "", "", date(2026, 1, 5)), {"jenis", "nama", "jabatan"}),
        (IsiAgen("agen", "A", "B", date(2026, 1, 5), selesai=date(2026, 1, 4)), {"selesai"}),
        (IsiAgen("agen", "A" * 201, "B", date(2026, 1, 5)), {"nama"}),
        (IsiPengaduan(HARI.replace(day=1) + timedelta(days=40), "A", 1, 1), {"bulan"}),
        (IsiPengaduan(date(2026, 1, 1), "", 3, 4), {"saluran", "selesai"}),
        (IsiPengaduan(date(2026, 1, 1), "A", 3_000_000_000, 1), {"diterima"}),
        (IsiPengaduan(date(2026, 1, 1), "A", -1, -1), {"diterima", "selesai"}),
        (
            IsiSurvei("x", 1990, Decimal(5), Decimal(4), 0, "", date(2025, 1, 1)),
            {"jenis", "tahun", "nilai", "responden", "metode"},
        ),
        (
            IsiSurvei("ipak", 2025, Decimal("3.00001"), Decimal(0), 1, "M", date(2024, 1, 1)),
            {"nilai", "maks", "tanggal"},
        ),
        (
            IsiSurvei("ipak", 2025, Decimal("NaN"), Decimal(4), 1, "M", HARI + timedelta(days=1)),
            {"nilai", "tanggal"},
        ),
    ],
)
def test_what_is_wrong_is_named_at_its_field(
    zi: SimpleNamespace, isi: IsiBaris, bidang: set[str]
) -> None:
    with pytest.raises(IsianKurang) as error:
        catat(unit_zi_id=zi.satu.pk, isi=isi, by=zi.operator)
    assert set(error.value.galat) == bidang
    assert isi.MODEL.objects.count() == 0


def test_a_month_and_channel_stand_once_in_a_unit(zi: SimpleNamespace) -> None:
    first = buat_pengaduan(zi.satu, zi.operator, bulan=ADUAN.bulan, saluran="sp4n-lapor")
    buat_pengaduan(zi.dua, zi.operator_dua, bulan=ADUAN.bulan, saluran=ADUAN.saluran)
    with pytest.raises(IsianKurang) as error:
        catat(unit_zi_id=zi.satu.pk, isi=ADUAN, by=zi.operator)
    assert set(error.value.galat) == {""}
    hapus(model=PengaduanBulanan, baris_id=first.pk, versi=1, alasan="Ganda", by=zi.operator)
    assert catat(unit_zi_id=zi.satu.pk, isi=ADUAN, by=zi.operator).pk != first.pk


def test_nothing_is_recorded_after_the_unit_ended(zi: SimpleNamespace) -> None:
    zi.satu.berakhir = date(2026, 2, 1)
    zi.satu.save()
    with pytest.raises(NotAllowed):
        catat(unit_zi_id=zi.satu.pk, isi=ADUAN, by=zi.operator)
    january = IsiPengaduan(date(2026, 1, 1), "Kotak", 1, 1)
    row = catat(unit_zi_id=zi.satu.pk, isi=january, by=zi.operator)
    with pytest.raises(NotAllowed):
        ubah(baris_id=row.pk, versi=1, isi=ADUAN, by=zi.operator)
    settled = IsiPengaduan(date(2026, 1, 1), "Kotak", 2, 1)
    assert ubah(baris_id=row.pk, versi=1, isi=settled, by=zi.operator).versi == 2


def test_a_refused_file_refuses_the_row(zi: SimpleNamespace) -> None:
    with pytest.raises(IsianKurang) as error:
        catat(
            unit_zi_id=zi.satu.pk,
            isi=AGEN,
            files=[_berkas(), _berkas("foto.pdf", png())],
            by=zi.operator,
        )
    assert set(error.value.galat) == {"berkas"}
    assert (AgenPerubahan.objects.count(), BuktiVersi.objects.count()) == (0, 0)


def test_a_correction_writes_what_changed_and_a_second_one_is_refused(zi: SimpleNamespace) -> None:
    row = catat(unit_zi_id=zi.satu.pk, isi=ADUAN, files=[_berkas()], by=zi.operator)
    old = row.bukti.get()
    better = IsiPengaduan(ADUAN.bulan, ADUAN.saluran, 4, 4)
    ubah(
        baris_id=row.pk,
        versi=1,
        isi=better,
        files=[_berkas("rekap.png", png())],
        lepas=[old.pk],
        by=zi.koordinator,
    )
    row.refresh_from_db()
    assert (row.versi, [v.nama_asli for v in row.bukti.all()]) == (2, ["rekap.png"])
    event = Kejadian.objects.get(aksi="zi.daftar_ubah")
    assert event.isi["selesai"] == [3, 4]
    assert event.isi["dilepas"][0]["id"] == old.pk
    assert BuktiVersi.objects.filter(pk=old.pk).exists()
    with pytest.raises(Bentrok):
        ubah(baris_id=row.pk, versi=1, isi=ADUAN, by=zi.operator)
    # Saying what stands already changes nothing and writes nothing.
    ubah(baris_id=row.pk, versi=2, isi=better, by=zi.operator)
    assert Kejadian.objects.filter(aksi="zi.daftar_ubah").count() == 1


def test_removal_needs_a_reason_and_keeps_the_row(zi: SimpleNamespace) -> None:
    row = buat_survei(zi.satu, zi.operator)
    with pytest.raises(IsianKurang):
        hapus(model=SurveiZI, baris_id=row.pk, versi=1, alasan=" ", by=zi.operator)
    hapus(model=SurveiZI, baris_id=row.pk, versi=1, alasan="Salah tahun", by=zi.operator)
    assert SurveiZI.objects.visible_to(zi.operator).count() == 0
    kept = SurveiZI.objects.get(pk=row.pk)
    assert (kept.alasan_hapus, kept.dihapus is not None) == ("Salah tahun", True)
    with pytest.raises(Denied):
        hapus(model=SurveiZI, baris_id=row.pk, versi=2, alasan="Lagi", by=zi.operator)


def test_a_file_is_for_who_reads_the_row_and_is_recorded(zi: SimpleNamespace) -> None:
    row = catat(unit_zi_id=zi.satu.pk, isi=AGEN, files=[_berkas()], by=zi.operator)
    versi = row.bukti.get()
    for by in (zi.operator, zi.verifikator, zi.auditor_tugas):
        found = buka_berkas(model=AgenPerubahan, baris_id=row.pk, versi_id=versi.pk, by=by)
        assert found == versi
    for by in (zi.operator_dua, zi.orang_luar, zi.admin_luar):
        with pytest.raises(Denied):
            buka_berkas(model=AgenPerubahan, baris_id=row.pk, versi_id=versi.pk, by=by)
    other = buat_agen(zi.satu, zi.operator)
    with pytest.raises(Denied):
        buka_berkas(model=AgenPerubahan, baris_id=other.pk, versi_id=versi.pk, by=zi.operator)
    assert Kejadian.objects.filter(aksi="bukti.unduh").count() == 3
