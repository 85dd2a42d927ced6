"""Workbooks: what goes out comes back equal; every fault is named, and nothing is half stored."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from accounts.permissions import Denied
from audit.models import Kejadian
from evidence.actions.errors import IsianKurang
from tests.hostile.sound import pdf
from zonaintegritas.actions.instrumen_impor import impor_instrumen
from zonaintegritas.lke.buku import templat, tulis_buku
from zonaintegritas.lke.impor import baca_buku
from zonaintegritas.lke.isian import skala_dari
from zonaintegritas.lke.muat import CONTOH, PERATURAN, naskah, naskah_dari
from zonaintegritas.lke.sel import GalatSel, ImporDitolak
from zonaintegritas.models import InstrumenLKE


def _buku(row: InstrumenLKE) -> bytes:
    return tulis_buku(naskah_dari(row), [skala_dari(s) for s in row.skala_set.order_by("id")])


def _ubah(data: bytes, ubah: Callable[[Workbook], None]) -> bytes:
    buku = load_workbook(BytesIO(data))
    ubah(buku)
    raw = BytesIO()
    buku.save(raw)
    return raw.getvalue()


def _impor(
    zi: SimpleNamespace, data: bytes, nama: str = "lke.xlsx", by: Any = None
) -> InstrumenLKE:
    return impor_instrumen(
        instansi_id=zi.instansi.pk, nama=nama, file=BytesIO(data), by=by or zi.admin
    )


def _galat(data: bytes) -> list[GalatSel]:
    with pytest.raises(ImporDitolak) as error:
        baca_buku(data)
    return error.value.galat


@pytest.mark.parametrize("berkas", [CONTOH, *PERATURAN])
def test_an_instrument_goes_out_and_comes_back_equal(berkas: str) -> None:
    satu = naskah(berkas)
    skala = {p.skala.kode: p.skala for p in satu.instrumen.semua_pertanyaan()}
    terbaca = baca_buku(tulis_buku(satu, skala.values()))
    assert terbaca.naskah == satu
    assert terbaca.skala == tuple(skala.values())


def test_export_and_import_by_the_pages_are_each_others_reverse(
    client: Client, zi: SimpleNamespace
) -> None:
    client.force_login(zi.admin)
    answer = client.get(reverse("zi_instrumen_unduh", args=[zi.umum.pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="lke-umum-v1.xlsx"'
    sent = {
        "instansi": zi.instansi.pk,
        "berkas": SimpleUploadedFile("lke.xlsx", answer.content),
    }
    posted = client.post(reverse("zi_instrumen_impor"), sent)
    made = InstrumenLKE.objects.get(instansi=zi.instansi, kode="umum")
    assert posted["Location"] == reverse("zi_instrumen_rinci", args=[made.pk])
    assert naskah_dari(made) == naskah_dari(zi.umum)
    assert (made.versi, made.dibekukan) == (1, None)
    assert [skala_dari(s) for s in made.skala_set.order_by("id")] == [
        skala_dari(s) for s in zi.umum.skala_set.order_by("id")
    ]
    assert Kejadian.objects.get(aksi="zi.instrumen_impor").isi == {
        "berkas": "lke.xlsx",
        "komponen": 10,
        "pertanyaan": 8,
    }
    # The same code again: the next version, equal but for its number.
    client.post(
        reverse("zi_instrumen_impor"),
        {**sent, "berkas": SimpleUploadedFile("lke.xlsx", answer.content)},
    )
    second = InstrumenLKE.objects.get(instansi=zi.instansi, kode="umum", versi=2)
    again, before = naskah_dari(second), naskah_dari(made)
    assert replace(again, instrumen=replace(again.instrumen, versi=1)) == before


def test_the_template_is_refused_as_it_is_but_its_examples_are_never_read() -> None:
    assert [(g.lembar, g.sel) for g in _galat(templat())] == [
        ("Instrumen", "B2"),
        ("Instrumen", "B3"),
        ("Komponen", "A2"),
    ]

    def fill(buku: Workbook) -> None:
        buku["Instrumen"]["B2"], buku["Instrumen"]["B3"] = "baru", "Instrumen baru"
        for n, row in enumerate(
            (("A", None, "Pengungkit", None, None, 60), ("B", None, "Hasil", None, "hasil", 40)),
            start=3,
        ):
            for kolom, value in enumerate(row, start=1):
                buku["Komponen"].cell(row=n, column=kolom, value=value)

    terbaca = baca_buku(_ubah(templat(), fill))
    assert [k.kode for k in terbaca.naskah.instrumen.telusuri()] == ["A", "B"]
    assert terbaca.skala == ()


def test_weights_that_do_not_add_up_refuse_the_whole_file(zi: SimpleNamespace) -> None:
    def heavier(buku: Workbook) -> None:
        buku["Komponen"]["F4"] = 11  # A.I: 10

    before = InstrumenLKE.objects.count()
    data = _ubah(_buku(zi.umum), heavier)
    with pytest.raises(ImporDitolak) as error:
        _impor(zi, data)
    assert error.value.galat == [
        GalatSel("Komponen", "F3", "30", "Jumlah bobot di bawahnya 31, seharusnya 30.")
    ]
    assert InstrumenLKE.objects.count() == before
    assert Kejadian.objects.filter(aksi__startswith="zi.").count() == 0


def test_all_faults_are_named_at_once_with_sheet_cell_value_and_advice(
    zi: SimpleNamespace,
) -> None:
    def spoil(buku: Workbook) -> None:
        buku["Instrumen"]["B2"] = "Kode Salah"
        buku["Instrumen"]["B8"] = "tiga"  # pembulatan_cara
        buku["Komponen"]["F4"] = "sepuluh"
        buku["Komponen"]["B5"] = "Z"
        buku["Komponen"]["E6"] = "atas"
        buku["Pertanyaan"]["A3"] = buku["Pertanyaan"]["A2"].value
        buku["Pertanyaan"]["B4"] = "Q"
        buku["Pertanyaan"]["E5"] = "tak-ada"
        buku["Pertanyaan"]["C6"] = None
        buku["Skala"]["E2"] = None
        buku["Komponen"]["A7"] = 1.5

    found = {(g.lembar, g.sel): (g.nilai, g.pesan) for g in _galat(_ubah(_buku(zi.umum), spoil))}
    assert set(found) >= {
        ("Instrumen", "B2"),
        ("Instrumen", "B8"),
        ("Komponen", "F4"),
        ("Komponen", "B5"),
        ("Komponen", "E6"),
        ("Komponen", "A7"),
        ("Pertanyaan", "A3"),
        ("Pertanyaan", "B4"),
        ("Pertanyaan", "E5"),
        ("Pertanyaan", "C6"),
        ("Skala", "E2"),
    }
    assert found["Komponen", "F4"][0] == "sepuluh"
    assert found["Pertanyaan", "B4"] == ("Q", "Tidak ada komponen dengan kode ini.")
    assert found["Komponen", "A7"] == (
        "1.5",
        "Terbaca sebagai bilangan. Jadikan sel teks, lalu tulis lagi.",
    )


def test_components_below_themselves_are_refused(zi: SimpleNamespace) -> None:
    def circle(buku: Workbook) -> None:
        buku["Komponen"]["B3"] = "A.I"  # A lies below A.I, which lies below A

    cells = {(g.lembar, g.sel) for g in _galat(_ubah(_buku(zi.umum), circle))}
    assert ("Komponen", "B3") in cells


def test_a_missing_sheet_and_other_headings_are_named(zi: SimpleNamespace) -> None:
    def drop(buku: Workbook) -> None:
        del buku["Skala"]

    def rename(buku: Workbook) -> None:
        buku["Komponen"]["F1"] = "berat"

    assert _galat(_ubah(_buku(zi.umum), drop)) == [
        GalatSel("Skala", "", "", "Lembar ini tidak ada. Pakai templatnya.")
    ]
    assert [(g.lembar, g.sel, g.nilai) for g in _galat(_ubah(_buku(zi.umum), rename))] == [
        ("Komponen", "F1", "berat")
    ]


def test_a_cell_far_outside_and_a_bomb_cost_nothing(zi: SimpleNamespace) -> None:
    def far(buku: Workbook) -> None:
        buku["Skala"]["XFD1048576"] = "x"

    (only,) = _galat(_ubah(_buku(zi.umum), far))
    assert only.sel in ("1048576", "XFD1048576")
    raw = io.BytesIO(_buku(zi.umum))
    with zipfile.ZipFile(raw, "a", zipfile.ZIP_DEFLATED) as paket:
        paket.writestr("xl/besar.bin", b"0" * 41 * 1024 * 1024)
    assert _galat(raw.getvalue()) == [GalatSel("", "", "", "Isi berkas terlalu besar.")]
    assert _galat(b"bukan zip") == [GalatSel("", "", "", "Berkas rusak atau bukan xlsx.")]


def test_the_file_is_checked_by_its_content_and_its_size(zi: SimpleNamespace) -> None:
    for nama, data in (("lke.xlsx", pdf()), ("lke.exe", b"MZ"), ("lke.xlsx", b"")):
        with pytest.raises(IsianKurang) as error:
            _impor(zi, data, nama)
        assert set(error.value.galat) == {"berkas"}
    with pytest.raises(ImporDitolak):
        _impor(zi, pdf(), "lke.pdf")
    with pytest.raises(IsianKurang):
        _impor(zi, _buku(zi.umum) + b"0" * 5 * 1024 * 1024)


@pytest.mark.parametrize("siapa", ["operator", "koordinator", "verifikator", "ketua", "auditor"])
def test_only_an_admin_of_the_institution_imports(
    client: Client, zi: SimpleNamespace, siapa: str
) -> None:
    for by in (getattr(zi, siapa), zi.admin_luar):
        with pytest.raises(Denied):
            _impor(zi, _buku(zi.umum), by=by)
    client.force_login(getattr(zi, siapa))
    assert client.get(reverse("zi_instrumen_impor")).status_code == 403


def test_the_page_shows_the_faults_and_stores_nothing(client: Client, zi: SimpleNamespace) -> None:
    client.force_login(zi.admin)
    sent = {"instansi": zi.instansi.pk, "berkas": SimpleUploadedFile("t.xlsx", templat())}
    answer = client.post(reverse("zi_instrumen_impor"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "belum ada yang tersimpan" in page
    assert '<span class="cell">B2</span>' in page
    sent = {"instansi": zi.luar.pk, "berkas": SimpleUploadedFile("t.xlsx", _buku(zi.umum))}
    assert client.post(reverse("zi_instrumen_impor"), sent).status_code == 422
    assert not InstrumenLKE.objects.filter(kode="umum").exclude(instansi=None).exists()


def test_texts_that_look_like_formulas_stay_texts(zi: SimpleNamespace) -> None:
    soal = zi.umum.pertanyaan_set.earliest("urut")
    soal.teks = "=1+1 bukan rumus"
    soal.save()
    assert baca_buku(_buku(zi.umum)).naskah == naskah_dari(zi.umum)


def _bagian(data: bytes, ubah: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """Return a workbook with its parts renamed or rewritten."""
    raw = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as lama,
        zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as baru,
    ):
        for satu in lama.namelist():
            baru.writestr(*ubah(satu, lama.read(satu)))
    return raw.getvalue()


def test_a_sheet_that_hides_its_size_is_measured_all_the_same(zi: SimpleNamespace) -> None:
    """calamine would hold the whole rectangle; one that does not fit ends the process."""

    def no_addresses(nama: str, isi: bytes) -> tuple[str, bytes]:
        if nama == "xl/worksheets/sheet4.xml":
            isi = isi.replace(b"</sheetData>", b"<row/>" * 3000 + b"</sheetData>")
        return nama, isi

    def no_addresses_of_cells(nama: str, isi: bytes) -> tuple[str, bytes]:
        if nama == "xl/worksheets/sheet4.xml":
            isi = isi.replace(b"</sheetData>", b"<row>" + b"<c/>" * 101 + b"</row></sheetData>")
        return nama, isi

    def many_in_one_place(nama: str, isi: bytes) -> tuple[str, bytes]:
        if nama == "xl/worksheets/sheet4.xml":
            isi = isi.replace(b"</sheetData>", b'<c r="A1"/>' * 50_001 + b"</sheetData>")
        return nama, isi

    for hide in (no_addresses, no_addresses_of_cells, many_in_one_place):
        (only,) = _galat(_bagian(_buku(zi.umum), hide))
        assert only.pesan == (
            "Isi paling jauh baris 3000 dan kolom 100, paling banyak 50000 sel. "
            "Hapus isi di luarnya."
        )

    def other_name(nama: str, isi: bytes) -> tuple[str, bytes]:
        if nama.endswith(".rels") or nama == "[Content_Types].xml":
            isi = isi.replace(b"sheet4.xml", b"sheet4.bin")
        if nama == "xl/worksheets/sheet4.xml":
            nama = "xl/worksheets/sheet4.bin"
            far = b'<row r="1048576"><c r="XFD1048576"/></row></sheetData>'
            isi = isi.replace(b"</sheetData>", far)
        return nama, isi

    def other_kind(nama: str, isi: bytes) -> tuple[str, bytes]:
        return ("content.xml" if nama == "docProps/app.xml" else nama), isi

    for hide in (other_name, other_kind):
        (only,) = _galat(_bagian(_buku(zi.umum), hide))
        assert only.pesan == "Berkas rusak atau bukan xlsx."
