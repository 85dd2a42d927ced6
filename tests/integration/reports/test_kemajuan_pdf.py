"""The progress report as PDF: everything of a Potret is in it, and it says what it is."""

import hashlib
import io
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pikepdf
import pytest
from django.conf import settings
from PIL import Image
from pypdf import PdfReader

from evidence.hitungan import Golongan, Hitungan
from reports.kemajuan import kata
from reports.kemajuan.kalimat import persetujuan as kalimat_sah
from reports.kemajuan.kalimat import ringkasan
from reports.kemajuan.parameter import ParameterKemajuan, TandaTangan, kode, kode_terbaca
from reports.models import TemplatLaporan
from reports.pdf.kemajuan import cetak_kemajuan
from reports.potret.bentuk import (
    BuktiPotret,
    IsiPotret,
    NilaiPotret,
    SumberPotret,
    kanonik,
    sidik,
)
from tests.factories.potret import isi_potret, parameter_kemajuan, persetujuan
from tests.periksa_pdf import periksa_pdfa, periksa_tag
from ukuran.format import angka, tanggal, tanggal_waktu

TAK_TERCETAK = {
    "instansi_kode",
    "zona_waktu",
    "jenis",
    "sebutan_verifikator",
    "aksi",
    "jawaban",
    "progres",
}
"""Fields that a report says otherwise: codes of the portal, a zone as WITA, an answer in words."""
F4, A4 = (609.4, 935.4), (595.3, 841.9)


@dataclass
class Cetakan:
    """A printed report with what it was made of."""

    isi: IsiPotret
    parameter: ParameterKemajuan
    path: Path
    halaman: list[str]

    @property
    def kode(self) -> str:
        return kode(sidik(kanonik(self.isi)), self.parameter)

    @property
    def rapat(self) -> str:
        """All text without white space: lines may break anywhere."""
        return _rapat("".join(self.halaman))


def cetak(
    path: Path,
    isi: IsiPotret,
    parameter: ParameterKemajuan,
    lambang: tuple[str, bytes] | None = None,
    code: str = "",
    **pilihan: int,
) -> Cetakan:
    """Print a report and read its text back; without a code under its own."""
    hashed = sidik(kanonik(isi))
    code = code or kode(hashed, parameter)
    pages = cetak_kemajuan(
        isi, hashed, parameter, code, lambang, path, lambda page: None, **pilihan
    )
    texts = [page.extract_text() for page in PdfReader(path).pages]
    assert len(texts) == pages
    return Cetakan(isi, parameter, path, texts)


@pytest.fixture(scope="module")
def draf(tmp_path_factory: pytest.TempPathFactory) -> Cetakan:
    """A draft of sample data on F4, drawn in parts, with all that there can be."""
    isi = isi_potret(
        tugas=12, berkas=180, jendela=2, anggota=4, area=3, perubahan=2, amandemen=1, no=2
    )
    return cetak(tmp_path_factory.mktemp("draf") / "draf.pdf", isi, parameter_kemajuan(), pendek=0)


@pytest.fixture(scope="module")
def sah(tmp_path_factory: pytest.TempPathFactory) -> Cetakan:
    """An approved MCP report on A4, with crest and number, of an institution with a verifikator."""
    isi = isi_potret(
        tugas=5,
        berkas=4,
        anggota=0,
        area=3,
        jenis="mcp",
        contoh=False,
        sebutan="verifikator",
        pengecualian=0,
        catatan=0,
        zona="Asia/Jakarta",
    )
    parameter = parameter_kemajuan(
        kertas=TemplatLaporan.Kertas.A4,
        huruf="Liberation Serif",
        lambang="0" * 64,
        persetujuan=persetujuan(),
        nomor="700/123/ITDA/VII/2026",
        nomor_tanggal=date(2026, 7, 8),
        tanda_tangan=TandaTangan("Plt.", "", "Kepala Dinas", "Dra. Maria Contoh", "Pembina", "123"),
        tembusan=(),
    )
    path = tmp_path_factory.mktemp("sah") / "sah.pdf"
    return cetak(path, isi, parameter, ("image/png", _lambang()))


def _lambang() -> bytes:
    made = io.BytesIO()
    Image.new("RGBA", (60, 68), (20, 60, 140, 128)).save(made, "PNG")
    return made.getvalue()


def _rapat(teks: str) -> str:
    return "".join(teks.split())


def _nilai(isi: object) -> Iterator[tuple[str, Any]]:
    """Walk a dataclass: every field that holds no further one, by its name."""
    assert is_dataclass(isi)
    for field in fields(isi):
        value = getattr(isi, field.name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Golongan):
                yield "golongan", one
            elif is_dataclass(one) and not isinstance(one, Hitungan | NilaiPotret):
                if not (isinstance(one, BuktiPotret) and one.dikecualikan):
                    yield from _nilai(one)
            elif isinstance(one, tuple):  # a sub-item: number and text
                yield from ((field.name, part) for part in one)
            else:
                yield field.name, one


@pytest.mark.parametrize("nama", ["draf", "sah"])
def test_every_text_and_day_of_the_potret_is_printed(
    nama: str, request: pytest.FixtureRequest
) -> None:
    report: Cetakan = request.getfixturevalue(nama)
    zone, text = ZoneInfo(report.isi.zona_waktu), report.rapat
    missing = []
    for field, value in _nilai(report.isi):
        if field in TAK_TERCETAK or not value:
            continue
        if isinstance(value, Golongan):
            words = kata.keadaan(value, report.isi.sebutan_verifikator)
        elif isinstance(value, datetime):
            day = tanggal_waktu(value, zone)
            words = day if _rapat(day) in text else tanggal(value, zone)
        elif isinstance(value, date):
            words = tanggal(value)
            if field in ("mulai", "selesai"):
                words = words.removesuffix(f" {value.year}")
        elif isinstance(value, str):
            words = value
        else:
            continue
        if _rapat(words) not in text:
            missing.append((field, words))
    assert missing == []


def _rekap(h: Hitungan, v: NilaiPotret, terlambat: int | None) -> str:
    """Figures of a recap row, in its columns."""
    cells = [angka(n) for n in (h.diperlukan, h.diunggah, h.diterima, h.perbaikan)]
    cells += [] if terlambat is None else [angka(terlambat)]
    cells.append(kata.cara_kelengkapan(h))
    for s in (v.mandiri, v.internal, v.kpk):
        cells += [kata.cara_nilai(s), f"{s.terisi} dari {s.penyebut} dinilai"]
    return _rapat("".join(cells))


def test_figures_of_both_recaps_are_those_of_the_potret(draf: Cetakan, sah: Cetakan) -> None:
    for report in (draf, sah):
        isi, text = report.isi, report.rapat
        rows = [_rekap(a.hitungan, a.nilai, None) for a in isi.area]
        rows += [_rekap(m.hitungan, m.nilai, m.terlambat) for m in isi.anggota]
        rows += [_rekap(isi.hitungan, isi.nilai, None)]
        rows += [_rekap(isi.hitungan, isi.nilai, isi.terlambat)] if isi.anggota else []
        assert {row: text.count(row) for row in rows} == dict(Counter(rows))
        for sentence in ringkasan(isi):
            assert _rapat(sentence) in text


def test_scores_of_tasks_tell_no_data_from_zero(draf: Cetakan) -> None:
    found = re.findall(
        r"Nilai mandiri (tanpa data|\d+)\s+Nilai Inspektorat (tanpa data|\d+)\s+"
        r"Nilai KPK (tanpa data|[\d,]+)",
        "\n".join(draf.halaman),
    )
    expected = [
        (
            angka(c.nilai_mandiri),
            angka(c.nilai_internal),
            kata.nilai(t.kpk.nilai if t.kpk else None),
        )
        for t in draf.isi.tugas
        for c in t.capaian
        if t.dinilai
    ]
    assert found == expected
    assert {"tanpa data", "0"} <= {score for row in found for score in row}


def test_every_file_is_listed_with_its_full_hash(draf: Cetakan) -> None:
    files = [b for t in draf.isi.tugas for c in t.capaian for d in c.dokumen for b in d.bukti]
    assert draf.isi.acuan is not None
    named = [b.sha256 for b in files]
    others = [sidik(kanonik(draf.isi)), draf.isi.acuan.sha256]
    printed = re.findall(r"\b[0-9a-f]{64}\b", "\n".join(draf.halaman))
    assert Counter(printed) == Counter(named + others)
    secret = [b.nama for b in files if b.dikecualikan]
    assert secret
    assert [name for name in secret if _rapat(name) in draf.rapat] == []
    assert draf.rapat.count(_rapat(kata.DIKECUALIKAN)) == len(secret)


def test_contents_name_the_pages_of_their_headings(draf: Cetakan, sah: Cetakan) -> None:
    for report in (draf, sah):
        contents = " ".join(report.halaman[1].split())
        groups = [m.jabatan for m in report.isi.anggota] or [a.nama for a in report.isi.area]
        headings = {
            title: page
            for title, page in _penanda(report.path).items()
            if re.match(r"\d\. |Anggota ", title) or title in groups
        }
        assert len(headings) == 8 + len(groups)
        for title, page in headings.items():
            assert re.search(rf"{re.escape(title)} {page}\b", contents), title


def test_every_page_of_tasks_has_the_head_of_its_table(draf: Cetakan) -> None:
    marks = _penanda(draf.path)
    first, last = marks["4. Rincian tugas"], marks["5. Pengecualian"]
    assert last - first > 5
    head = "Status dan nilai Dokumen, bukti, dan sidik SHA-256 berkas"
    for page in draf.halaman[first - 1 : last - 1]:
        assert head in " ".join(page.split())


def _penanda(path: Path) -> dict[str, int]:
    """Return bookmarks with their page, from 1."""
    reader = PdfReader(path)
    found: dict[str, int] = {}

    def walk(items: list[Any]) -> None:
        for item in items:
            if isinstance(item, list):
                walk(item)
            else:
                found[item.title] = (reader.get_destination_page_number(item) or 0) + 1

    walk(list(reader.outline))
    return found


def test_draft_says_so_on_every_page_behind_and_above_the_text(draf: Cetakan) -> None:
    assert all("DRAF CONTOH" in page for page in draf.halaman)
    assert all(_bercap(draf.path))
    assert _rapat(kalimat_sah(draf.isi, draf.parameter)) in draf.rapat
    assert f"Nomor: {kata.ISIAN}" in draf.halaman[0]


def test_approved_report_has_number_and_signature_and_no_mark(sah: Cetakan) -> None:
    assert not any(_bercap(sah.path))
    assert "DRAF" not in sah.rapat
    assert "CONTOH" not in sah.rapat
    assert "Nomor: 700/123/ITDA/VII/2026" in sah.halaman[0]
    assert _rapat(kalimat_sah(sah.isi, sah.parameter)) in _rapat(sah.halaman[0])
    last = " ".join(sah.halaman[-1].split())
    assert "Kupang, 8 Juli 2026 Plt. KEPALA DINAS, Dra. Maria Contoh Pembina NIP. 123" in last
    assert "Tembusan" not in last
    assert "7. Catatan sumber Tidak ada." in last
    assert "Inspektorat" not in sah.halaman[3]


def _bercap(path: Path) -> list[bool]:
    """For each page: whether it begins with a drawing behind the text that nobody reads aloud."""
    behind = re.compile(rb"/Artifact\s+BMC\s+0 0 [\d. ]+ re\s+W\s+n\s+/x\d+ Do\s+EMC")
    with pikepdf.open(path) as pdf:
        return [behind.search(_isi_halaman(page)[:600]) is not None for page in pdf.pages]


def _isi_halaman(page: pikepdf.Page) -> bytes:
    found = page.obj.Contents
    parts = list(found) if isinstance(found, pikepdf.Array) else [found]
    return b"\n".join(part.read_bytes() for part in parts)


def test_file_is_archivable_tagged_and_named(draf: Cetakan, sah: Cetakan) -> None:
    for report, (across, high) in ((draf, F4), (sah, A4)):
        periksa_pdfa(report.path)
        periksa_tag(report.path)
        checked = subprocess.run(
            ["qpdf", "--check", str(report.path)], capture_output=True, text=True, check=True
        )
        assert "No syntax or stream encoding errors found" in checked.stdout
        reader = PdfReader(report.path)
        assert reader.metadata is not None
        assert reader.metadata.title == (
            f"{kata.JUDUL}, {report.isi.rencana}, periode {report.isi.batas.kode}"
        )
        assert reader.metadata.author == report.isi.instansi
        sizes = {tuple(round(float(n), 1) for n in p.mediabox[2:]) for p in reader.pages}
        assert sizes == {(across, high), (high, across)}


def test_pictures_say_in_words_what_they_show(draf: Cetakan, sah: Cetakan) -> None:
    code, chart = _alternatif(draf.path)
    assert code == f"Kode QR menuju halaman periksa laporan {kode_terbaca(draf.kode)}"
    for area in draf.isi.area:
        h = area.hitungan
        said = (
            f"{area.nama} {h.diterima} diterima, {h.diunggah - h.diterima} diunggah dan belum "
            f"diterima, {h.diperlukan - h.diunggah} belum diunggah, dari {h.diperlukan}"
        )
        assert said in chart
    assert f"Lambang {sah.isi.instansi}" in _alternatif(sah.path)
    assert len(_alternatif(sah.path)) == 3


def _alternatif(path: Path) -> list[str]:
    """Return the words for pictures, codes first."""
    with pikepdf.open(path) as pdf:
        figures = [
            thing
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
        ]
        return sorted((str(one.Alt) for one in figures), key=lambda words: words[:1] != "K")


def test_code_leads_to_the_public_check(draf: Cetakan) -> None:
    address = f"{draf.parameter.alamat}/periksa/{draf.kode}/"
    with pikepdf.open(draf.path) as pdf:
        links = [str(a.A.URI) for a in pdf.pages[0].obj.Annots if "/A" in a]
    assert links == [address]
    assert kode_terbaca(draf.kode) in draf.halaman[0]
    assert all(f"Kode {kode_terbaca(draf.kode)}." in page for page in draf.halaman[1:])


def test_pages_are_counted_and_headed(draf: Cetakan) -> None:
    total = len(draf.halaman)
    assert total > 6
    for number, page in enumerate(draf.halaman[1:], start=2):
        assert f"Halaman {number} dari {total}" in page
        assert f"Laporan kemajuan B06, {draf.isi.instansi}" in page
    assert "Halaman 1 dari" not in draf.halaman[0]


@pytest.mark.parametrize("catatan", [0, 12, 13])
def test_signature_never_stands_alone_and_empty_sections_say_so(
    tmp_path: Path, catatan: int
) -> None:
    isi = replace(
        isi_potret(tugas=0, berkas=0, anggota=0, area=0, pengecualian=0),
        catatan=tuple(
            SumberPotret(f"S-{n}", "Golongan", "Kalimat. " * 60, False) for n in range(catatan)
        ),
    )
    report = cetak(tmp_path / "kosong.pdf", isi, parameter_kemajuan())
    (signed,) = [page for page in report.halaman if "NIP. 19620524 198903 1 014" in page]
    assert signed is report.halaman[-1]
    assert "8. Pengesahan" in signed
    assert "belum dapat dipakai" in " ".join(signed.split())
    text = " ".join("".join(report.halaman).split())
    for words in (
        "Rencana ini tidak mempunyai area intervensi.",
        "Rencana ini tidak dibagi menurut anggota Satgas.",
        "Rencana ini belum memuat tugas.",
        "Tidak ada pengecualian.",
        "Amandemen Tidak ada.",
        "Tidak ada: ini periode pertama yang dipotret.",
        "kelengkapan tanpa data",
    ):
        assert words in text


def test_long_words_and_markup_stay_on_the_paper(tmp_path: Path) -> None:
    isi = isi_potret(tugas=1, berkas=1, anggota=1, area=1, pengecualian=0, catatan=0)
    (task,) = isi.tugas
    (window,) = task.capaian
    endless = "laporan_hasil_reviu_atas_rencana_kerja_dan_anggaran_" * 4
    document = replace(
        window.dokumen[0], bukti=(replace(window.dokumen[0].bukti[0], nama=f"{endless}.pdf"),)
    )
    window = replace(window, kendala="<b>tebal</b> & \n=1+1", dokumen=(document,))
    isi = replace(isi, tugas=(replace(task, capaian=(window,)),), instansi="Dinas <Uji> & Coba")
    report = cetak(tmp_path / "panjang.pdf", isi, parameter_kemajuan())
    assert f"{endless}.pdf" in report.rapat
    assert _rapat("<b>tebal</b> & =1+1") in report.rapat
    assert "Dinas <Uji> & Coba" in report.halaman[0]
    shown = subprocess.run(
        ["pdftotext", "-bbox", str(report.path), "-"], capture_output=True, text=True, check=True
    ).stdout
    right = [float(x) for x in re.findall(r'xMax="([\d.]+)"', shown)]
    assert max(right) < F4[1] - 40


_SEKALI = """
import sys, hashlib, django
django.setup()
from pathlib import Path
from tests.integration.reports.test_kemajuan_pdf import cetak
from tests.factories.potret import isi_potret, parameter_kemajuan
path = Path(sys.argv[1])
isi = isi_potret(tugas=3, berkas=4, anggota=2, area=2)
cetak(path, isi, parameter_kemajuan(), code="K7QF2MXP9TAB34CDE6FG")
print(hashlib.sha256(path.read_bytes()).hexdigest())
"""


def test_same_figures_and_parameters_give_the_same_bytes(tmp_path: Path) -> None:
    isi, code = isi_potret(tugas=3, berkas=4, anggota=2, area=2), "K7QF2MXP9TAB34CDE6FG"
    here = cetak(tmp_path / "sini.pdf", isi, parameter_kemajuan(), code=code).path.read_bytes()
    env = {"PYTHONHASHSEED": "7", "TZ": "America/New_York", "PYTHONPATH": str(settings.BASE_DIR)}
    done = subprocess.run(
        [sys.executable, "-c", _SEKALI, str(tmp_path / "sana.pdf")],
        env=os.environ | env | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split()[-1] == hashlib.sha256(here).hexdigest()
