"""The drawing process: what it draws, what it refuses, and that nothing can hang it."""

import io
import time
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from evidence.halaman import proses
from evidence.halaman.kerja import keluhan, rentang
from evidence.halaman.proses import Cacat, Jumlah, Kabar, Lembar, TakTerbaca, lukis
from tests.factories.pages import pindaian, rusak, terkunci


def _lukis(folder: Path, isi: bytes, jenis: str = "pdf", **lain: object) -> list[Kabar]:
    berkas = folder / f"berkas.{jenis}"
    berkas.write_bytes(isi)
    return list(lukis(berkas, jenis, **({"paling_banyak": 300} | lain)))  # type: ignore[arg-type]


def _ringkas(kabar: list[Kabar]) -> list[tuple[object, ...]]:
    return [
        (k.halaman,) if isinstance(k, Jumlah) else (k.no, getattr(k, "kode", "gambar"))
        for k in kabar
    ]


def _pdf(*isi: bytes) -> bytes:
    pdf = pikepdf.new()
    for content in isi:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Contents = pdf.make_stream(content)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_a_scan_becomes_small_pictures_of_one_width(tmp_path: Path) -> None:
    kabar = _lukis(tmp_path, pindaian(3))
    assert _ringkas(kabar) == [(3,), (1, "gambar"), (2, "gambar"), (3, "gambar")]
    for lembar in kabar[1:]:
        assert isinstance(lembar, Lembar)
        assert len(lembar.isi) <= 150 * 1024
        with Image.open(io.BytesIO(lembar.isi)) as picture:
            assert (picture.format, picture.size) == ("WEBP", (lembar.lebar, lembar.tinggi))
        assert (lembar.lebar, lembar.tinggi) == (1100, 1556)


def test_pages_that_are_there_are_left_out(tmp_path: Path) -> None:
    assert _ringkas(_lukis(tmp_path, pindaian(3), lewati={1, 3})) == [(3,), (2, "gambar")]
    assert _ringkas(_lukis(tmp_path, pindaian(3), paling_banyak=2)) == [
        (3,),
        (1, "gambar"),
        (2, "gambar"),
    ]


def test_a_damaged_page_costs_only_itself(tmp_path: Path) -> None:
    assert _ringkas(_lukis(tmp_path, rusak(3, 2))) == [
        (3,),
        (1, "gambar"),
        (2, "rusak"),
        (3, "gambar"),
    ]


def test_an_image_that_does_not_decode_is_no_empty_page(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(pindaian(2))) as pdf:
        (image,) = pdf.pages[1].Resources.XObject.values()
        image.write(image.read_raw_bytes()[:200], filter=image.Filter)
        out = io.BytesIO()
        pdf.save(out)
    assert _ringkas(_lukis(tmp_path, out.getvalue())) == [(2,), (1, "gambar"), (2, "rusak")]


def test_a_content_stream_that_does_not_decode_is_no_empty_page(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(_pdf(b"", b"q Q"))) as pdf:
        pdf.pages[1].Contents.write(b"no flate at all", filter=pikepdf.Name.FlateDecode)
        out = io.BytesIO()
        pdf.save(out)
    assert _ringkas(_lukis(tmp_path, out.getvalue())) == [(2,), (1, "gambar"), (2, "rusak")]


def test_really_empty_pages_are_drawn(tmp_path: Path) -> None:
    assert _ringkas(_lukis(tmp_path, _pdf(b"", b"q Q"))) == [(2,), (1, "gambar"), (2, "gambar")]


def test_form_and_signature_fields_are_part_of_the_page(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    look = pdf.make_stream(b"0 0 0 rg 0 0 300 300 re f")
    look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    look.BBox = [0, 0, 300, 300]
    field = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Sig,
            T=pikepdf.String("tte"),
            F=4,
            Rect=[100, 100, 400, 400],
            AP=pikepdf.Dictionary(N=look),
        )
    )
    page.Annots = pdf.make_indirect(pikepdf.Array([field]))
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field], SigFlags=3)
    out = io.BytesIO()
    pdf.save(out)
    _, lembar = _lukis(tmp_path, out.getvalue())
    assert isinstance(lembar, Lembar)
    with Image.open(io.BytesIO(lembar.isi)) as picture:
        assert max(picture.convert("L").getextrema()) > 250
        assert picture.convert("L").getpixel((460, 1100)) < 10  # type: ignore[operator]


@pytest.mark.parametrize(
    ("isi", "kode"),
    [(b"%PDF-1.7\nnothing behind the header", "rusak"), (terkunci(), "sandi")],
    ids=["header only", "locked"],
)
def test_a_file_that_does_not_open_says_why(tmp_path: Path, isi: bytes, kode: str) -> None:
    with pytest.raises(TakTerbaca) as found:
        _lukis(tmp_path, isi)
    assert found.value.kode == kode


@pytest.mark.parametrize("jenis", ["jpg", "png", "webp"])
def test_a_picture_is_one_page(tmp_path: Path, jenis: str) -> None:
    out = io.BytesIO()
    photo = Image.effect_noise((3000, 2000), 20).convert("RGB")
    photo.save(out, {"jpg": "JPEG"}.get(jenis, jenis.upper()), quality=60)
    jumlah, lembar = _lukis(tmp_path, out.getvalue(), jenis)
    assert jumlah == Jumlah(1)
    assert isinstance(lembar, Lembar)
    assert (lembar.no, lembar.lebar, lembar.tinggi) == (1, 1100, 733)


def test_a_photo_stands_upright_and_a_small_one_stays_small(tmp_path: Path) -> None:
    photo = Image.new("RGB", (300, 200), "navy")
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    out = io.BytesIO()
    photo.save(out, "JPEG", exif=exif)
    _, lembar = _lukis(tmp_path, out.getvalue(), "jpg")
    assert isinstance(lembar, Lembar)
    assert (lembar.lebar, lembar.tinggi) == (200, 300)


def test_what_is_transparent_becomes_paper(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")
    _, lembar = _lukis(tmp_path, out.getvalue(), "png")
    assert isinstance(lembar, Lembar)
    with Image.open(io.BytesIO(lembar.isi)) as picture:
        assert picture.convert("RGB").getpixel((20, 20)) == (255, 255, 255)


def test_a_picture_that_does_not_decode(tmp_path: Path) -> None:
    with pytest.raises(TakTerbaca) as found:
        _lukis(tmp_path, b"\xff\xd8\xff\xe0 no picture", "jpg")
    assert found.value.kode == "rusak"


def test_a_sheet_as_long_as_a_street_is_kept_small(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(10, 14_000))
    pdf.add_blank_page(page_size=(14_000, 10))
    out = io.BytesIO()
    pdf.save(out)
    _, high, wide = _lukis(tmp_path, out.getvalue())
    assert isinstance(high, Lembar)
    assert isinstance(wide, Lembar)
    assert (high.lebar, high.tinggi) == (9, 12_000)
    assert (wide.lebar, wide.tinggi) == (1100, 1)


def _tak_berujung(halaman: int) -> bytes:
    """Forms within forms on page 2 and on: ten to the ninth rectangles from a few hundred bytes.

    Page 1 and the last one are empty.
    """
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    inner = pdf.make_stream(b"0 0 9 9 re f " * 10)
    box = pikepdf.Array([0, 0, 500, 500])
    inner.Type, inner.Subtype, inner.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, box
    for _ in range(9):
        outer = pdf.make_stream(b"/X Do " * 10)
        outer.Type, outer.Subtype, outer.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, box
        outer.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=inner))
        inner = outer
    for _ in range(halaman - 2):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=inner))
        page.Contents = pdf.make_stream(b"/X Do")
    pdf.add_blank_page(page_size=(595, 842))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_a_page_that_never_ends_costs_its_time_and_no_more(tmp_path: Path) -> None:
    assert _ringkas(_lukis(tmp_path, _tak_berujung(3), detik=2.0)) == [
        (3,),
        (1, "gambar"),
        (2, "rumit"),
        (3, "gambar"),
    ]


def test_few_pages_that_never_end_are_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proses, "MAX_STUCK", 2)
    began = time.monotonic()
    assert _ringkas(_lukis(tmp_path, _tak_berujung(9), detik=1.0)) == [
        (9,),
        (1, "gambar"),
        *((no, "rumit") for no in range(2, 10)),
    ]
    assert time.monotonic() - began < 7 * 1.0


def test_whoever_asks_to_stop_is_heard(tmp_path: Path) -> None:
    class Berhenti(Exception):
        pass

    def denyut() -> None:
        raise Berhenti

    with pytest.raises(Berhenti):
        _lukis(tmp_path, pindaian(3), denyut=denyut)


@pytest.mark.parametrize(
    ("nomor", "kata"),
    [
        ([3], "3"),
        ([3, 7], "3 dan 7"),
        ([3, 4, 5], "3–5"),
        ([1, 3, 4, 5, 9], "1, 3–5, dan 9"),
    ],
)
def test_numbers_of_pages_in_words(nomor: list[int], kata: str) -> None:
    assert rentang(nomor) == kata


def test_complaint_names_pages_and_reasons() -> None:
    assert keluhan([Cacat(3, "rusak"), Cacat(9, "rumit"), Cacat(4, "rusak")]) == (
        "Halaman 3–4 tidak dapat digambar: berkas rusak di bagian itu. "
        "Halaman 9 tidak dapat digambar: terlalu rumit atau terlalu besar untuk digambar."
    )
