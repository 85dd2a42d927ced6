"""The recap: what it holds for whom, what it costs, and the PDF read back."""

import hashlib
import json
import sys
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import Unit, User
from accounts.permissions import Role
from evidence.actions import kirim, lengkapi, tutup_rencana
from evidence.hitungan import Golongan
from evidence.models import BuktiTaut, BuktiVersi, Butir, Capaian, Pemenuhan, Rencana
from jobs.registry import Gagal
from reports.datasets.rekap_satgas import (
    BELUM_DIMULAI,
    SUDAH_DITUTUP,
    TIDAK_DICATAT,
    RekapSatgas,
    TugasRekap,
    bangun,
)
from reports.datasets.ringkasan import ringkasan
from reports.pdf import mesin
from reports.pdf.rekap_satgas import cetak
from satgas.models import CatatanSumber, SubTugas
from tests.factories import (
    buat_anggota,
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

OFFICIAL = Path(settings.BASE_DIR, "fixtures", "official", "satgas.json")


def _rekap(rencana: Rencana, user: User) -> RekapSatgas:
    return bangun(rencana, segar(user), per_tanggal=timezone.now())


def _tugas(rekap: RekapSatgas) -> dict[str, TugasRekap]:
    return {t.kode: t for a in rekap.anggota for t in a.tugas}


def _normal(text: str) -> str:
    return " ".join(text.split())


def _cetak(rekap: RekapSatgas, folder: Path) -> tuple[Path, list[str]]:
    target = folder / "rekap.pdf"
    pages = cetak(rekap, target, lambda page: None)
    texts = [_normal(page.extract_text()) for page in PdfReader(target).pages]
    assert len(texts) == pages
    return target, texts


def test_reader_of_everything_gets_every_task_and_the_dashboards_figures(
    dunia: SimpleNamespace, lain: SimpleNamespace
) -> None:
    rekap = _rekap(dunia.rencana, dunia.orang[Role.KETUA])
    assert [(a.baris.no, [t.kode for t in a.tugas]) for a in rekap.anggota] == [
        (1, ["1"]),
        (2, []),
        (4, ["4.a", "4.b"]),
        (9, ["9.a", "9.b", "9.c", "9.d"]),
        (13, ["13.a", "13.b"]),
        (15, ["15.a", "15.b"]),
    ]
    ketua = segar(dunia.orang[Role.KETUA])
    assert rekap.ringkasan == ringkasan(dunia.rencana, ketua, now=rekap.per_tanggal)
    documents = [d for t in _tugas(rekap).values() for c in t.capaian for d in c.dokumen]
    total = rekap.ringkasan.total
    assert len(documents) == total.diperlukan == 14
    assert sum(d.status == Golongan.DISETUJUI for d in documents) == total.disetujui
    assert (rekap.cakupan, rekap.keterangan, rekap.draf, rekap.contoh) == ("", "", True, False)
    assert _tugas(rekap)["1"].bersama == (2,)
    assert _tugas(rekap)["1"].capaian == ()


def test_operator_gets_own_and_supported_tasks_and_is_told_so(
    dunia: SimpleNamespace, lain: SimpleNamespace
) -> None:
    rekap = _rekap(dunia.rencana, dunia.orang[Role.OPERATOR])
    assert list(_tugas(rekap)) == ["9.a", "9.b", "9.c", "9.d", "13.b"]
    assert rekap.cakupan == "unit Unit bkd alfa, termasuk tugas yang didukungnya"
    assert rekap.ringkasan.sebagian is True
    documents = [d for t in _tugas(rekap).values() for c in t.capaian for d in c.dokumen]
    assert len(documents) == rekap.ringkasan.total.diperlukan == 6


def test_evidence_carries_number_date_and_hash(dunia: SimpleNamespace) -> None:
    operator = segar(dunia.orang[Role.OPERATOR])
    capaian = Capaian.objects.get(pk=dunia.c["9.c"].pk)
    taut = BuktiTaut.objects.filter(pemenuhan__capaian=capaian).get()
    lengkapi(
        taut_id=taut.pk,
        nomor="800/12/BKD/2026",
        tanggal=date(2026, 3, 5),
        rentang="1",
        kelas="dikecualikan",
        by=operator,
    )
    capaian.refresh_from_db()
    kirim(capaian_id=capaian.pk, versi=capaian.versi, by=operator)
    rekap = _rekap(dunia.rencana, dunia.orang[Role.AUDITOR])
    (baris,) = _tugas(rekap)["9.c"].capaian
    (dokumen,) = baris.dokumen
    (bukti,) = dokumen.bukti
    versi = BuktiVersi.objects.get(pk=taut.versi_id)
    with versi.berkas.open("rb") as stored:
        assert bukti.sha256 == hashlib.sha256(stored.read()).hexdigest()
    assert (bukti.nama, bukti.nomor, bukti.tanggal, bukti.rentang, bukti.dikecualikan) == (
        versi.nama_asli,
        "800/12/BKD/2026",
        date(2026, 3, 5),
        "1",
        True,
    )
    assert (dokumen.status, dokumen.susunan_portal) == (Golongan.MENUNGGU, True)
    assert (baris.nilai_mandiri, baris.nilai_internal) == (75, None)


def test_nothing_unsent_is_reported(dunia: SimpleNamespace) -> None:
    (capaian,) = _tugas(_rekap(dunia.rencana, dunia.orang[Role.OPERATOR]))["9.c"].capaian
    assert BuktiTaut.objects.active().filter(pemenuhan__capaian=dunia.c["9.c"]).count() == 1
    assert [(d.status, d.bukti) for d in capaian.dokumen] == [(Golongan.DRAF, ())]
    assert (capaian.nilai_mandiri, capaian.dikirim) == (None, None)


def test_scores_stand_side_by_side_and_notes_name_who_said_what(dunia: SimpleNamespace) -> None:
    tasks = _tugas(_rekap(dunia.rencana, dunia.orang[Role.VERIFIKATOR]))
    (approved,), (returned,) = tasks["9.a"].capaian, tasks["13.b"].capaian
    assert (approved.nilai_mandiri, approved.nilai_internal, approved.lewat_hari) == (90, 80, 0)
    assert approved.catatan is not None
    assert approved.catatan.putusan == "Disetujui"
    assert approved.catatan.catatan == "Sebagian bukti belum lengkap."
    assert returned.catatan is not None
    assert (returned.catatan.putusan, returned.catatan.alasan, returned.catatan.catatan) == (
        "Perlu perbaikan",
        "Belum ditandatangani",
        "Halaman 3 belum ditandatangani.",
    )
    assert returned.catatan.oleh == "Nama verif.alfa"
    assert (returned.status, returned.lewat_hari) == (Golongan.PERBAIKAN, 1)


def test_expired_approval_reads_the_same_in_row_and_figures(
    dunia: SimpleNamespace, tmp_path: Path
) -> None:
    """9.a is continuous, and its two approvals ended four days ago and yesterday."""
    capaian = dunia.c["9.a"]
    Butir.objects.filter(pk=capaian.butir_id).update(pola="terus", masa_mutakhir=3)
    today = timezone.localdate()
    Capaian.objects.filter(pk=capaian.pk).update(batas=today + timedelta(days=30))
    for pk, days in zip(pemenuhan_ids(capaian), (4, 1), strict=True):
        Pemenuhan.objects.filter(pk=pk).update(berlaku_sampai=today - timedelta(days=days))
    rekap = _rekap(dunia.rencana, dunia.orang[Role.OPERATOR])
    (row,) = _tugas(rekap)["9.a"].capaian
    assert (row.label, row.lewat_hari) == ("Perlu pemutakhiran", 4)
    assert (row.nilai_mandiri, row.nilai_internal) == (90, None)
    assert [d.label for d in row.dokumen] == ["Perlu pemutakhiran"] * 2
    assert all(d.bukti for d in row.dokumen)  # what was approved is still there
    windows = [c for t in _tugas(rekap).values() for c in t.capaian]
    documents = [d for c in windows for d in c.dokumen]
    figures = rekap.ringkasan
    for kind in Golongan:
        assert sum(d.status is kind for d in documents) == getattr(figures.total, kind.value), kind
    assert sum(c.lewat_hari > 0 for c in windows) == figures.terlambat
    assert figures.total.kedaluwarsa == 2
    assert figures.nilai.internal is None
    _, pages = _cetak(rekap, tmp_path)
    assert "Perlu pemutakhiran Batas" in " ".join(pages)
    assert "Lewat batas waktu 4 hari" in " ".join(pages)


def test_superseded_window_is_left_out(dunia: SimpleNamespace) -> None:
    (capaian,) = _tugas(_rekap(dunia.rencana, dunia.orang[Role.KETUA]))["4.b"].capaian
    assert capaian.mulai == dunia.c["4.b baru"].mulai
    assert [d.status for d in capaian.dokumen] == [Golongan.BELUM]


def test_plan_that_does_not_run_says_so(dunia: SimpleNamespace) -> None:
    fresh = buat_rencana(dunia.instansi, tahun=dunia.rencana.tahun + 1)
    buat_butir(fresh, dunia.bkd, "9.a", dokumen=2)
    admin = dunia.orang[Role.ADMIN]
    rekap = _rekap(fresh, admin)
    assert (rekap.keterangan, rekap.berjalan) == (BELUM_DIMULAI, False)
    assert [(d.uraian, d.status) for d in _tugas(rekap)["9.a"].dokumen] == [
        ("Dokumen 1 9.a", None),
        ("Dokumen 2 9.a", None),
    ]
    tutup_rencana(rencana_id=dunia.rencana.pk, by=segar(admin))
    dunia.rencana.refresh_from_db()
    assert _rekap(dunia.rencana, admin).keterangan == SUDAH_DITUTUP


def _banyak(d: SimpleNamespace, count: int) -> None:
    """Add tasks with files, sub-items, notes, members and units of their own."""
    verif = segar(d.orang[Role.VERIFIKATOR])
    plan = buat_rencana(d.instansi, tahun=d.rencana.tahun + 1)
    note = CatatanSumber.objects.create(
        sk=plan.surat_keputusan, kode="S-01", golongan="C", teks="Catatan."
    )
    units = []
    for number in range(count):
        unit = buat_unit(d.instansi, f"u{count}-{number}", induk=d.bkd)
        butir = buat_butir(plan, unit, f"{number + 1}.a", dokumen=2)
        SubTugas.objects.create(tugas=butir.rincian_tugas, no=1, teks="sub")
        butir.rincian_tugas.bersama.add(buat_anggota(plan, unit, number + 500))
        note.butir.add(butir)
        units.append(unit)
    for row, unit in zip(mulai(plan, by=d.orang[Role.ADMIN]), units, strict=True):
        operator = buat_user(f"op{count}.{row.pk}", Role.OPERATOR, unit)
        disetujui(row, operator, verif, klaim=90, nilai=80)
    d.rencana = Rencana.objects.select_related("instansi").get(pk=plan.pk)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.KETUA])
def test_number_of_queries_does_not_grow(dunia: SimpleNamespace, role: Role) -> None:
    counts = []
    tahun = dunia.rencana.tahun
    for number in (1, 6):
        _banyak(dunia, number)
        with CaptureQueriesContext(connection) as captured:
            rekap = _rekap(dunia.rencana, dunia.orang[role])
        assert len(_tugas(rekap)) == number
        assert all(c.dokumen[1].bukti for t in _tugas(rekap).values() for c in t.capaian)
        assert all(t.catatan == ("S-01",) and t.bersama for t in _tugas(rekap).values())
        counts.append(len(captured))
        dunia.rencana.tahun = tahun + number
    assert counts[0] == counts[1]


def test_pdf_says_what_the_dataset_says(
    dunia: SimpleNamespace, lain: SimpleNamespace, tmp_path: Path
) -> None:
    rekap = _rekap(dunia.rencana, dunia.orang[Role.KETUA])
    with CaptureQueriesContext(connection) as captured:
        target, pages = _cetak(rekap, tmp_path)
    assert len(captured) == 0  # a renderer never queries
    text = " ".join(pages)
    total = len(pages)
    assert [f"Halaman {n} dari {total}" in page for n, page in enumerate(pages, 1)] == [
        True
    ] * total
    assert all("DRAF" in page for page in pages)
    assert "DRAF, belum disetujui Ketua Satgas." in pages[0]
    assert "CONTOH" not in text
    for line in ("PEMERINTAH ALFA", "SEKRETARIAT DAERAH", "Jalan Uji Nomor 1"):
        assert line in pages[0]
    assert (
        "Dari 11 tugas dengan 14 dokumen yang diperlukan, 7 dokumen sudah dikirim: "
        "3 disetujui Inspektorat, 3 menunggu verifikasi, dan 1 perlu perbaikan; "
        "2 masih draf dan 5 belum diunggah. Kelengkapan menurut kiriman unit 50%; "
        "yang diterima 21,4%. 3 tugas lewat batas waktu."
    ) in pages[0]
    assert "Nilai mandiri 37,8; nilai terverifikasi Inspektorat 8,9" in pages[0]
    files = [
        b for t in _tugas(rekap).values() for c in t.capaian for d in c.dokumen for b in d.bukti
    ]
    assert files
    assert all(b.sha256 in text and b.nama in text for b in files)
    assert "Perlu perbaikan: Belum ditandatangani Halaman 3 belum ditandatangani." in text
    assert "beta" not in text
    with pikepdf.open(target) as pdf:
        assert str(pdf.Root.Lang) == "id"
        assert bool(pdf.Root.MarkInfo.Marked) is True
        with pdf.open_metadata() as meta:
            assert meta.pdfa_status == "2A"
            assert meta["dc:title"] == f"Rekap {dunia.rencana.nama}, Instansi alfa"
        assert {tuple(round(float(n) / 72 * 25.4) for n in p.MediaBox[2:]) for p in pdf.pages} == {
            (215, 330),
            (330, 215),
        }


@pytest.mark.django_db
def test_pdf_of_a_sample_says_contoh_on_every_page(tmp_path: Path) -> None:
    instansi = buat_instansi("contoh", contoh=True)
    unit = buat_unit(instansi, "bkd")
    plan = buat_rencana(instansi)
    buat_butir(plan, unit, "9.a")
    auditor = buat_user("auditor", Role.AUDITOR, unit)
    (row,) = mulai(plan)
    terkirim(row, buat_user("operator", Role.OPERATOR, unit))
    _, pages = _cetak(_rekap(plan, auditor), tmp_path)
    assert all("DRAF CONTOH" in page for page in pages)
    assert "Angka dalam dokumen ini CONTOH." in pages[0]


def test_pdf_of_an_operator_names_its_scope(dunia: SimpleNamespace, tmp_path: Path) -> None:
    _, pages = _cetak(_rekap(dunia.rencana, dunia.orang[Role.OPERATOR]), tmp_path)
    assert "Cakupan: unit Unit bkd alfa, termasuk tugas yang didukungnya." in pages[0]
    assert "4.a" not in " ".join(pages)


def _texts() -> list[str]:
    """Every task text of the decree: paragraphs, lettered tasks, numbered sub-items."""
    found: list[str] = []
    for member in json.loads(OFFICIAL.read_text(encoding="utf-8"))["anggota"]:
        found += [member["paragraf"]] if "paragraf" in member else []
        for task in member.get("tugas", []):
            found += [task["teks"], *task.get("sub", [])]
    return found


@pytest.mark.django_db
def test_every_task_text_of_the_decree_stands_in_the_pdf(tmp_path: Path) -> None:
    call_command("load_official", verbosity=0)
    plan = Rencana.objects.select_related("instansi").get(tahun=2021)
    unit = Unit.objects.filter(instansi=plan.instansi).order_by("jalur")[0]
    rekap = _rekap(plan, buat_user("auditor", Role.AUDITOR, unit))
    _, pages = _cetak(rekap, tmp_path)
    text = " ".join(pages)
    texts = _texts()
    assert len(texts) == 127 + 43 + 5
    assert [t for t in texts if _normal(t) not in text] == []
    assert rekap.keterangan == TIDAK_DICATAT
    assert f"{TIDAK_DICATAT} Keputusan ini memuat 15 anggota dan 132 tugas." in pages[0]
    assert "0%" not in text
    assert "Lewat batas waktu" not in text
    assert len(rekap.catatan) == 19
    assert [c.kode for c in rekap.catatan if _normal(c.teks) not in text] == []


def test_without_pango_the_reason_is_clear(
    dunia: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)  # what an import then does: it fails
    rekap = _rekap(dunia.rencana, dunia.orang[Role.KETUA])
    with pytest.raises(Gagal) as refused:
        cetak(rekap, tmp_path / "rekap.pdf", lambda page: None)
    assert str(refused.value) == mesin.TANPA_PANGO


def test_progress_names_pages_and_may_end_the_work(dunia: SimpleNamespace, tmp_path: Path) -> None:
    rekap = _rekap(dunia.rencana, dunia.orang[Role.KETUA])
    seen: list[int | None] = []

    def berhenti(page: int | None) -> None:
        seen.append(page)
        if page == 2:
            raise RuntimeError("asked to stop")

    with pytest.raises(RuntimeError, match="asked to stop"):
        cetak(rekap, tmp_path / "rekap.pdf", berhenti)
    assert seen[-2:] == [1, 2]
    assert not (tmp_path / "rekap.pdf").exists()
