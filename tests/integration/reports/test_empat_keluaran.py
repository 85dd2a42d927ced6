"""Screen, dashboard, PDF and workbook show the same capaian and the same money.

What people see is read back from the four and compared with each other, for cells that are
claimed only, lowered, historis, and missing.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.test import Client
from openpyxl.worksheet.worksheet import Worksheet

from accounts.models import User
from accounts.permissions import Role
from evidence.models import Rencana
from reports.datasets.evaluasi_bentuk import Semester
from reports.datasets.evaluasi_roadmap import bangun_evaluasi
from reports.datasets.lampiran_roadmap import bangun_lampiran
from reports.datasets.pandangan import Pandangan
from reports.pdf import roadmap_evaluasi, roadmap_lampiran
from reports.xlsx.evaluasi import KEGIATAN, RINGKASAN, SASARAN, tulis_evaluasi
from reports.xlsx.lampiran import LEMBAR, tulis_lampiran
from roadmap.models import RealisasiHistoris
from tests.factories.roadmap import kirim_realisasi, verifikasi_realisasi
from tests.integration.reports.baca_html import SelHtml, TabelHtml
from tests.integration.reports.dunia_roadmap import (
    bangun_roadmap,
    baris_berkode,
    halaman_pdf,
    lembar_kerja,
    tanpa_spasi,
)
from ukuran.format import persen

SAAT = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Asia/Makassar"))
TAHUN = 2026
INDIKATOR = ("B01", "B02", "B03", "B04", "B05")
BARIS = ("A-001", "A-002", "A-004", "A-005", "A-006", "B-007", "B-008")
JUTA = 10**6


@dataclass(frozen=True)
class Angka:
    """What one output says of a cell, as it is written there; '' where it says nothing.

    `capaian`, `klaim_capaian` and `serapan` in percent with one decimal, `uang` in Rp.000.
    """

    realisasi: str = ""
    capaian: str = ""
    klaim: str = ""
    klaim_capaian: str = ""
    uang: str = ""
    serapan: str = ""

    def tanpa_klaim_capaian(self) -> "Angka":
        """Return what an output says that leaves the capaian of a claim out."""
        return Angka(self.realisasi, self.capaian, self.klaim, "", self.uang, self.serapan)


@pytest.fixture(scope="module")
def _dibuat(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SimpleNamespace]:
    travel = time_machine.travel(SAAT, tick=False)
    travel.start()
    try:
        with django_db_blocker.unblock(), transaction.atomic():
            yield _isi(tmp_path_factory.mktemp("keluaran"))
            transaction.set_rollback(True)
    finally:
        travel.stop()
        shutil.rmtree(Path(settings.DATA_DIR) / "berkas", ignore_errors=True)


def _isi(folder: Path) -> SimpleNamespace:
    """Add to the common world: lowered physical figures and money, a shift, a claim, historis."""
    d = bangun_roadmap("alfa", contoh=True)
    d.folder = folder
    assert d.tahun == TAHUN
    op, op2, verif = d.orang[Role.OPERATOR], d.lain, d.orang[Role.VERIFIKATOR]
    money: dict[str, Any] = {"pagu": 150_500_000, "anggaran": 120_250_000}
    kirim_realisasi(d.r.capaian("A-001", ke=2), op, [18, 12], **money)
    verifikasi_realisasi(
        d.r.capaian("A-001", ke=2),
        verif,
        [17, 11],
        anggaran=110 * JUTA,
        catatan="Kuitansi 110 juta, laporan 11.",
    )
    kirim_realisasi(d.r.capaian("A-004"), op2, [80], pagu=75 * JUTA, anggaran=60 * JUTA)
    shifted: dict[str, Any] = {
        "pagu": 1000 * JUTA,
        "pergeseran": -100 * JUTA,
        "anggaran": 450 * JUTA,
    }
    kirim_realisasi(d.r.capaian("B-007"), op2, [50, 33], **shifted)
    verifikasi_realisasi(d.r.capaian("B-007"), verif)
    for kode, isi in (
        ("B02", {"komponen": ["63"]}),
        ("B05", {"komponen": ["1"]}),
        ("A-001", {"komponen": ["15", "10", "8", "4"], "anggaran": 60 * JUTA}),
    ):
        RealisasiHistoris.objects.create(
            instansi=d.instansi, butir=d.r.butir[kode], tahun=TAHUN - 1,
            oleh=d.orang[Role.ADMIN], dibuat=SAAT, rujukan="LKjIP, halaman 12", **isi,
        )  # fmt: skip
    return d


@pytest.fixture
def d(_dibuat: SimpleNamespace, db: None) -> SimpleNamespace:
    """The world with its outputs still to be made."""
    _dibuat.rencana = Rencana.objects.select_related("instansi").get(pk=_dibuat.rencana.pk)
    return _dibuat


# --- what is read back from each output ---------------------------------------------------------


def _halaman(d: SimpleNamespace, user: User, alamat: str, **query: Any) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(alamat, {"rencana": d.rencana.pk, **query})
    assert answer.status_code == 200
    return answer.content.decode()


def _klaim(teks: str) -> tuple[str, str]:
    """Take apart "klaim 18 kasus; 9 laporan (75%)" and "klaim 80%, 80%"."""
    found = re.fullmatch(r"klaim (.+?)(?:,? \(?(-?[\d.,]+%)\)?)?", teks)
    return (found[1], found[2] or "") if found else ("", "")


def matriks_layar(d: SimpleNamespace, user: User, tahun: int) -> dict[str, Angka]:
    """The cells of the indikator in the matrix."""
    table = TabelHtml(_halaman(d, user, "/roadmap/"))
    at = 1 + d.r.tahun.index(tahun)
    found = {}
    for kode in INDIKATOR:
        cell = table.berawal(d.r.butir[kode].uraian)[at]
        klaim, klaim_capaian = _klaim(cell.dalam("a.kl"))
        found[kode] = Angka(
            cell.dalam("span.rs"), _angka_persen(cell.dalam("a.rl")), klaim, klaim_capaian
        )
    return found


def kegiatan_layar(d: SimpleNamespace, user: User, tahun: int) -> dict[str, Angka]:
    """The cells of the rows in the table of program and kegiatan."""
    table = TabelHtml(_halaman(d, user, "/roadmap/kegiatan/", tahun=tahun))
    found, uang = {}, SelHtml()
    for kode in BARIS:
        row, at = next(
            (row, n)
            for row in table.baris
            for n, cell in enumerate(row)
            if cell.dalam("a").split(" ")[0] == kode
        )
        fisik = row[at + 1]
        own = row[at + 2] if row[at + 2].kelas.startswith("n") else None
        uang = own if own is not None else SelHtml()  # of a shared budget: stands above
        klaim, klaim_capaian = _klaim(fisik.dalam("i"))
        bold = fisik.dalam("b")
        found[kode] = Angka(
            _tengah(bold, r"realisasi (.+?)(?: historis)?(?: -?[\d.,]+% [A-Z].*)?"),
            _tengah(bold, r".*?(-?[\d.,]+%) (?:Sangat|Rendah|Sedang|Tinggi).*"),
            klaim,
            klaim_capaian,
            _tengah(uang.dalam("b"), r"realisasi ([\d.]+).*"),
            _tengah(uang.dalam("b"), r".*serapan (-?[\d.,]+%)"),
        )
    return found


def _tengah(teks: str, pola: str) -> str:
    found = re.fullmatch(pola, teks)
    return found[1] if found else ""


def _angka_persen(teks: str) -> str:
    found = re.search(r"-?[\d.,]+%", teks)
    return found[0] if found else ""


def evaluasi_xlsx(sheet: Worksheet, kode: tuple[str, ...], *, uang: bool) -> dict[str, Angka]:
    """The cells of one sheet of the evaluation."""
    heads = [str(c.value) for c in sheet[1]]
    found = {}
    for one, row in baris_berkode(sheet, 1, set(kode)).items():
        cell = dict(zip(heads, row, strict=True))
        found[one] = Angka(
            cell["Realisasi dihitung"] or "",
            _persen(cell["Capaian (%)"]),
            cell["Klaim unit bila berbeda"] or "",
            _persen(cell["Capaian klaim (%)"]),
            _ribu(cell["Realisasi anggaran (Rp)"]) if uang else "",
            _persen(cell["Serapan (%)"]) if uang else "",
        )
    return found


def lampiran_xlsx(sheet: Worksheet) -> dict[str, Angka]:
    """The cells beside the rows of the Lampiran."""
    head = next(r for r in sheet.iter_rows(values_only=True) if "Kode" in r)
    kode = head.index("Kode")
    found = {}
    for one, row in baris_berkode(sheet, kode + 1, set(BARIS)).items():
        words, capaian, money, serapan = row[kode - 4 : kode]
        parts = re.fullmatch(r"(.*?)(?:; historis)?(?:; klaim (.+))?", words or "")
        assert parts is not None
        found[one] = Angka(
            parts[1],
            _persen(capaian),
            parts[2] or "",
            "",
            _ribu(None if money is None else Decimal(str(money)) * 1000),
            _persen(serapan),
        )
    return found


def _persen(value: Any) -> str:
    return "" if value is None else persen(Decimal(str(value)))


def _ribu(rupiah: Any) -> str:
    return "" if rupiah is None else f"{Decimal(str(rupiah)) / 1000:,.0f}".replace(",", ".")


def _kosongkan(angka: Angka) -> Angka:
    """Leave out the reason that reports write where a screen has no figure."""
    reasons = ("tanpa data", "menunggu verifikasi", "tanpa target", "belum mulai")
    return Angka(
        "" if angka.realisasi in reasons else angka.realisasi,
        angka.capaian,
        angka.klaim,
        angka.klaim_capaian,
        angka.uang,
        angka.serapan,
    )


def _semua(rows: dict[str, Angka]) -> dict[str, Angka]:
    return {kode: _kosongkan(angka) for kode, angka in rows.items()}


@dataclass
class Laporan:
    """The reports of one year as files that were read back."""

    sasaran: Worksheet
    kegiatan: Worksheet
    ringkasan: dict[str, Any]
    lampiran: Worksheet
    evaluasi_pdf: str
    lampiran_pdf: str


def laporan(d: SimpleNamespace, user: User, tahun: int) -> Laporan:
    """Make evaluation and Lampiran of a year, both as PDF and workbook, and read them."""
    view = Pandangan(d.rencana, User.objects.get(pk=user.pk), SAAT)
    evaluasi = bangun_evaluasi(view, Semester(tahun, 2))
    lampiran = bangun_lampiran(view, tahun_nilai=tahun)
    paths = {n: d.folder / f"{user.pk}-{tahun}-{n}" for n in ("e.xlsx", "l.xlsx", "e.pdf", "l.pdf")}
    tulis_evaluasi(evaluasi, paths["e.xlsx"])
    tulis_lampiran(lampiran, paths["l.xlsx"])
    roadmap_evaluasi.cetak(evaluasi, paths["e.pdf"], lambda page: None)
    roadmap_lampiran.cetak(lampiran, paths["l.pdf"], lambda page: None)
    summary = lembar_kerja(paths["e.xlsx"], RINGKASAN).iter_rows(values_only=True)
    return Laporan(
        sasaran=lembar_kerja(paths["e.xlsx"], SASARAN),
        kegiatan=lembar_kerja(paths["e.xlsx"], KEGIATAN),
        ringkasan={str(row[0]): row[1] for row in summary},
        lampiran=lembar_kerja(paths["l.xlsx"], LEMBAR),
        evaluasi_pdf="".join(halaman_pdf(paths["e.pdf"])),
        lampiran_pdf="".join(halaman_pdf(paths["l.pdf"])),
    )


@pytest.fixture
def terbuat(d: SimpleNamespace) -> dict[int, Laporan]:
    """The Ketua's reports of the year of the figures and of the historis year, made once."""
    if not hasattr(d, "terbuat"):
        ketua = d.orang[Role.KETUA]
        d.terbuat = {tahun: laporan(d, ketua, tahun) for tahun in (TAHUN, TAHUN - 1)}
    found: dict[int, Laporan] = d.terbuat
    return found


# --- the comparison -----------------------------------------------------------------------------

DENGAN_TANGAN = {
    TAHUN: {
        "B01": Angka("WTP", "100%"),
        "B02": Angka("40%", "50%", "60%", "75%"),  # 40 of 80
        "B03": Angka("", "", "15 kasus", "100%"),
        "B04": Angka(),
        "B05": Angka(),  # cumulative, this year missing
        # (17/18 + 11/18) / 2 = 77.8; claimed (18 + 12) / 36 = 83.3; 110 of 150.5.
        "A-001": Angka("17 kasus; 11 laporan", "77,8%", "18 kasus; 12 laporan", "83,3%",
                       "110.000", "73,1%"),
        "A-002": Angka(),
        "A-004": Angka("", "", "80%", "80%"),
        "A-005": Angka(),
        "A-006": Angka(),
        # (50/50 + 33/44) / 2 = 87.5; 450 of 1,000 - 100.
        "B-007": Angka("50 PNS Prov; 33 PNS Kab/Kota", "87,5%", "", "", "450.000", "50%"),
        "B-008": Angka(),
    },
    TAHUN - 1: {
        "B01": Angka(),
        "B02": Angka("63%", "90%"),
        "B03": Angka(),
        "B04": Angka(),
        "B05": Angka("1 unit", "50%"),
        # (15/15 + 10/10 + 8/8 + 4/5) / 4 = 95; 60 of the printed 120.
        "A-001": Angka("15 tim; 10 PD; 8 kab/kota; 4 kl pertemuan", "95%", "", "",
                       "60.000", "50%"),
        **{kode: Angka() for kode in BARIS[1:]},
    },
}  # fmt: skip


@pytest.mark.parametrize("tahun", [TAHUN, TAHUN - 1])
def test_cells_say_the_same_everywhere(
    d: SimpleNamespace, terbuat: dict[int, Laporan], tahun: int
) -> None:
    ketua, files = d.orang[Role.KETUA], terbuat[tahun]
    layar = matriks_layar(d, ketua, tahun) | kegiatan_layar(d, ketua, tahun)
    assert layar == DENGAN_TANGAN[tahun]
    buku = evaluasi_xlsx(files.sasaran, INDIKATOR, uang=False)
    buku |= evaluasi_xlsx(files.kegiatan, BARIS, uang=True)
    assert _semua(buku) == layar
    rows = {kode: layar[kode].tanpa_klaim_capaian() for kode in BARIS}
    assert _semua(lampiran_xlsx(files.lampiran)) == rows
    pagu = _kolom(files.kegiatan, BARIS, "Pagu (Rp)")
    for kode, angka in buku.items():
        money = (_ribu(pagu[kode]), angka.uang, angka.serapan) if kode in BARIS else ()
        target = d.r.butir[kode].target_set.get(tahun=tahun).target_mentah
        claim = (angka.klaim, angka.klaim_capaian)
        band = () if kode in BARIS else ("PITA",)
        row = "".join((target, angka.realisasi, angka.capaian, *band, *money, *claim))
        words = re.escape(tanpa_spasi(row)).replace("PITA", "(?:[A-Z][a-z]+)?")
        stretch = _baris_pdf(files.evaluasi_pdf, d, kode)
        assert re.search(words, stretch), (kode, words, stretch)
        # No other percentage stands in the row.
        said = "".join(re.findall(r"[-\d.,]+%", tanpa_spasi(row)))
        assert "".join(re.findall(r"[-\d.,]+%", stretch)) == said, kode


def _kolom(sheet: Worksheet, kode: tuple[str, ...], nama: str) -> dict[str, Any]:
    """Return one column of a sheet of the evaluation, by code."""
    at = [c.value for c in sheet[1]].index(nama)
    return {one: row[at] for one, row in baris_berkode(sheet, 1, set(kode)).items()}


_HISTORIS = "historis, tidak diverifikasi: LKjIP, halaman 12"


def _baris_pdf(text: str, d: SimpleNamespace, kode: str) -> str:
    """Return the row of a code in the evaluation: from its text to the next row."""
    butir = d.r.butir[kode]
    start = text.index(tanpa_spasi(f"{kode}{butir.uraian}"))
    rest = text[start + len(tanpa_spasi(f"{kode}{butir.uraian}")) :]
    ends = [tanpa_spasi(f"{k}{b.uraian}") for k, b in d.r.butir.items() if k != kode]
    ends += ["Jumlahprogram", "b.Menurunnya", "Meningkatnyaintegritas", "K2Bab", "3.Kegiatan:"]
    ends += ["Penguatankelembagaan", "Pelatihanpegawai"]
    stops = [rest.index(e) for e in ends if e in rest]
    row = rest[: min(stops)].replace(tanpa_spasi(_HISTORIS), "")
    return re.sub(r";catatan(?:R-\d\d)+", "", row)


@pytest.mark.parametrize("tahun", [TAHUN, TAHUN - 1])
def test_sums_say_the_same_everywhere(
    d: SimpleNamespace, terbuat: dict[int, Laporan], tahun: int
) -> None:
    """Mean of the indikator, and pagu, realisasi, serapan and mean of each program."""
    ketua, files = d.orang[Role.KETUA], terbuat[tahun]
    page = TabelHtml(_halaman(d, ketua, "/roadmap/"))
    mean = page.berawal("Rata-rata")[1 + d.r.tahun.index(tahun)]
    board = _halaman(d, ketua, "/dasbor/", tahun=tahun)
    words = " ".join(re.sub(r"<[^>]+>", " ", board).split())
    lead = re.search(
        r"Capaian terverifikasi ([\d,]+%) dari (\d+) indikator \((\d+) terisi\)", words
    )
    spent = re.search(r"Serapan ([\d,]+%) dari Rp ([\d.]+)\.", words)
    assert lead, words
    assert spent, words
    told = files.ringkasan
    assert _angka_persen(mean.dalam("span.rl")) == lead[1]
    assert mean.dalam("span.kl").startswith(f"{lead[3]} dari {lead[2]} terisi")
    assert _persen(told["Capaian indikator terverifikasi (%)"]) == lead[1]
    assert (str(told["Indikator terisi"]), str(told["Indikator bertarget"])) == (lead[3], lead[2])
    assert (_persen(told["Serapan (%)"]), _ribu(told["Pagu (Rp)"])) == (
        spent[1],
        _tanpa_tiga_nol(spent[2]),
    )
    assert f"Capaianindikator{lead[1]}menurut" in files.evaluasi_pdf
    assert f"daripaguRp{spent[2]},serapan{spent[1]}" in files.evaluasi_pdf

    screen, board_rows = (
        TabelHtml(_halaman(d, ketua, "/roadmap/kegiatan/", tahun=tahun)),
        TabelHtml(board),
    )
    for huruf, nama in (("A", "Program Penguatan Pengawasan"), ("B", "B. (tanpa judul")):
        _, pagu, realisasi, serapan, capaian = (c.teks for c in board_rows.berawal(nama))
        total = screen.berawal(f"Jumlah program {huruf}")
        shown = total[4].dalam("b")
        row = _jumlah_xlsx(files.kegiatan, f"Jumlah program {huruf}")
        sheet = _jumlah_xlsx(files.lampiran, f"Jumlah {huruf} menurut")
        nilai, known = capaian.rsplit(" ", 4)[0], " ".join(capaian.split()[-4:])
        money = "" if realisasi == "tanpa data" else _tanpa_tiga_nol(_angka(realisasi))
        share = "" if serapan == "tanpa data" else serapan
        mean_text = "" if nilai == "tanpa data" else nilai
        assert _tanpa_tiga_nol(_angka(pagu)) == _ribu(row["Pagu (Rp)"])
        assert (
            money
            == _ribu(row["Realisasi anggaran (Rp)"])
            == _tengah(shown, r"realisasi ([\d.]+).*")
        )
        assert share == _persen(row["Serapan (%)"]) == _tengah(shown, r".*serapan ([\d,]+%),.*")
        assert mean_text == _persen(row["Capaian (%)"]) == total[3].dalam("b")
        assert known == row["Realisasi dihitung"] == total[3].dalam("small")
        assert (known, mean_text, share) == (
            sheet["Realisasi"], _persen(sheet["Capaian (%)"]), _persen(sheet["Serapan (%)"])
        )  # fmt: skip
        spent_ribu = sheet["Realisasi anggaran (Rp.000)"]
        assert money == ("" if spent_ribu is None else f"{spent_ribu:,.0f}".replace(",", "."))
        printed = tanpa_spasi(
            f"Jumlah program {huruf}{known}{mean_text}{_ribu(row['Pagu (Rp)'])}{money}{share}"
        )
        assert printed in files.evaluasi_pdf


def _angka(rupiah: str) -> str:
    return rupiah.removeprefix("Rp ")


def _tanpa_tiga_nol(rupiah: str) -> str:
    assert rupiah.endswith(".000") or rupiah == "0", rupiah
    return rupiah.removesuffix(".000")


_KEPALA = (
    "Pagu (Rp)",
    "Realisasi anggaran (Rp)",
    "Realisasi anggaran (Rp.000)",
    "Serapan (%)",
    "Capaian (%)",
    "Realisasi dihitung",
    "Realisasi",
)


def _jumlah_xlsx(sheet: Worksheet, judul: str) -> dict[str, Any]:
    """Return a row of sums under the heads of its sheet."""
    heads: dict[int, str] = {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value in _KEPALA:
                heads[cell.column] = str(cell.value)
        if any(str(c.value or "").startswith(judul) for c in row[:3]):
            return {heads[c.column]: c.value for c in row if c.column in heads}
    raise AssertionError(judul)


def test_lowest_on_the_dashboard_are_those_cells(d: SimpleNamespace) -> None:
    ketua = d.orang[Role.KETUA]
    words = " ".join(re.sub(r"<[^>]+>", " ", _halaman(d, ketua, "/dasbor/")).split())
    found = dict(re.findall(r"([AB]-?\d+) [^,]{3,120}, capaian ([\d,]+%) dari target", words))
    layar = matriks_layar(d, ketua, TAHUN) | kegiatan_layar(d, ketua, TAHUN)
    below = {k: a.capaian for k, a in layar.items() if a.capaian and a.capaian != "100%"}
    assert found == below == {"B02": "50%", "A-001": "77,8%", "B-007": "87,5%"}


def test_a_unit_gets_the_same_from_all(d: SimpleNamespace) -> None:
    """The second unit: its own rows, and of others nothing but historis."""
    files = laporan(d, d.lain, TAHUN)
    layar = matriks_layar(d, d.lain, TAHUN) | kegiatan_layar(d, d.lain, TAHUN)
    own = [kode for kode in layar if kode in ("B04", "B05", *BARIS[2:])]
    assert {k: a for k, a in layar.items() if k not in own} == {
        k: Angka() for k in layar if k not in own
    }
    buku = evaluasi_xlsx(files.sasaran, INDIKATOR, uang=False)
    buku |= evaluasi_xlsx(files.kegiatan, BARIS, uang=True)
    assert sorted(buku) == sorted(own)
    assert _semua(buku) == {kode: layar[kode] for kode in own}
    assert "110.000" not in files.evaluasi_pdf
    assert "77,8" not in files.lampiran_pdf
    board = _halaman(d, d.lain, "/dasbor/")
    words = " ".join(re.sub(r"<[^>]+>", " ", board).split())
    spent = re.search(r"Serapan ([\d,]+%) dari Rp ([\d.]+)\.", words)
    assert spent, words
    assert spent[1] == _persen(files.ringkasan["Serapan (%)"])
    assert _tanpa_tiga_nol(spent[2]) == _ribu(files.ringkasan["Pagu (Rp)"])
