"""A running Road Map with figures that can be added up by hand, for its reports."""

import json
import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pypdf
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from accounts.models import Unit, User
from accounts.permissions import Role
from evidence.models import Capaian, Rencana
from reports.datasets.pandangan import Pandangan
from tests.factories import buat_instansi, buat_unit, buat_user, segar
from tests.factories.roadmap import buat_roadmap, kirim_realisasi, verifikasi_realisasi


def bangun_roadmap(kode: str, *, contoh: bool = False) -> SimpleNamespace:
    """Build institution, units, one person per role, and the plan of `buat_roadmap`.

    Second year, first semester: B01 reached (WTP), B02 claimed 60% and verified 40% of 80%,
    B03 claimed only; A-001 all components, 100,000,000 of 150,500,000 spent; B-007 not told.
    """
    d = SimpleNamespace(instansi=buat_instansi(kode, contoh=contoh))
    d.akar = buat_unit(d.instansi, "setda", jenis="pimpinan")
    for name in ("itda", "satu", "dua"):
        setattr(d, name, buat_unit(d.instansi, name, induk=d.akar, inspektorat=name == "itda"))
    d.orang = {
        Role.OPERATOR: buat_user(f"op.{kode}", Role.OPERATOR, d.satu),
        Role.VERIFIKATOR: buat_user(f"verif.{kode}", Role.VERIFIKATOR, d.itda),
        Role.KETUA: buat_user(f"ketua.{kode}", Role.KETUA, d.akar),
        Role.ADMIN: buat_user(f"admin.{kode}", Role.ADMIN, d.akar),
        Role.AUDITOR: buat_user(f"auditor.{kode}", Role.AUDITOR, d.akar),
        Role.AUDITOR_TUGAS: buat_user(f"st.{kode}", Role.AUDITOR_TUGAS, d.satu),
    }
    d.lain = buat_user(f"dua.{kode}", Role.OPERATOR, d.dua)
    d.r = buat_roadmap(d.instansi, (d.satu, d.dua))
    d.rencana = Rencana.objects.select_related("instansi").get(pk=d.r.rencana.pk)
    d.tahun = d.r.tahun[1]
    op, verif = d.orang[Role.OPERATOR], d.orang[Role.VERIFIKATOR]
    kirim_realisasi(d.r.capaian("B01"), op, predikat="WTP")
    verifikasi_realisasi(d.r.capaian("B01"), verif)
    kirim_realisasi(d.r.capaian("B02"), op, [60])
    verifikasi_realisasi(d.r.capaian("B02"), verif, [40], catatan="Bukti untuk 40% saja.")
    kirim_realisasi(d.r.capaian("B03"), op, [15])
    money: dict[str, Any] = {"pagu": 150_500_000, "pergeseran": 0, "anggaran": 100_000_000}
    kirim_realisasi(d.r.capaian("A-001"), op, [18, 9], **money)
    verifikasi_realisasi(d.r.capaian("A-001"), verif)
    Capaian.objects.filter(pk=d.r.capaian("B03").pk).update(
        kendala="Data pengaduan terlambat.", tindak_lanjut="Menyurati unit."
    )
    return d


def muat_resmi() -> SimpleNamespace:
    """Load the official plans; return the Road Map with its fixture and an auditor."""
    call_command("load_official", verbosity=0)
    d = SimpleNamespace()
    d.rencana = Rencana.objects.select_related("instansi").get(
        jenis=Rencana.Jenis.ROADMAP, instansi__kode="pemprov-ntt"
    )
    unit = Unit.objects.filter(instansi=d.rencana.instansi).order_by("jalur")[0]
    d.auditor = buat_user("auditor.resmi", Role.AUDITOR, unit)
    path = Path(settings.BASE_DIR) / "fixtures" / "official" / "roadmap.json"
    d.sumber = json.loads(path.read_text("utf-8"))
    return d


def pandang(rencana: Rencana, user: User, hari: date | None = None) -> Pandangan:
    """Return a view of a plan for a person, now or at the end of a day."""
    return Pandangan(rencana, segar(user), timezone.now(), hari)


def tanpa_spasi(teks: str) -> str:
    """Return a text without white space: lines of a cell end anywhere."""
    return re.sub(r"\s+", "", teks)


def halaman_pdf(path: Path) -> list[str]:
    """Return the text of each page, without white space."""
    return [tanpa_spasi(page.extract_text()) for page in pypdf.PdfReader(path).pages]


def ukuran_pdf(path: Path) -> set[tuple[int, int]]:
    """Return the page sizes of a document in millimetres."""
    with pikepdf.open(path) as pdf:
        return {
            (round(float(p.MediaBox[2]) / 72 * 25.4), round(float(p.MediaBox[3]) / 72 * 25.4))
            for p in pdf.pages
        }


def lembar_kerja(path: Path, nama: str) -> Worksheet:
    """Return a sheet of a stored workbook."""
    sheet = load_workbook(path)[nama]
    assert isinstance(sheet, Worksheet)
    return sheet


def baris_berkode(sheet: Worksheet, kolom: int, kode: set[str]) -> dict[str, list[Any]]:
    """Return the rows of a sheet whose cell in a column is one of some codes, by that code."""
    found = {}
    for row in sheet.iter_rows(values_only=True):
        if row[kolom - 1] in kode:
            found[str(row[kolom - 1])] = list(row)
    return found
