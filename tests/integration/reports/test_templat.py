"""The look of reports: what is stored, what is refused, crests, and what issued reports keep."""

import base64
import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from accounts.permissions import Denied
from audit.models import Kejadian
from evidence.actions.errors import Bentrok, IsianKurang
from reports.actions.templat import IsiTemplat, lepas_lambang, pasang_lambang, simpan_templat
from reports.kemajuan.parameter import dari_json
from reports.lambang import PIKSEL_MAKS, SISI_MAKS, UKURAN_MAKS, LambangDitolak, bersihkan
from reports.models import Lambang, TemplatLaporan, Terbitan
from tests.factories import segar
from tests.integration.reports.dunia_terbitan import bangun_terbitan, terbitkan

NIP = "197001011995031002"
LENGKAP = {
    "kertas": "A4",
    "huruf": "Liberation Serif",
    "sebutan": "a.n.",
    "atas_nama": "Gubernur Uji",
    "jabatan": "Sekretaris Daerah",
    "nama": "Nama Penanda Tangan, S.H.",
    "pangkat": "Pembina Utama (IV/e)",
    "nip": "19700101 199503 1 002",
    "tembusan": "Menteri Uji\n\n  Ketua DPRD  ",
}


@pytest.fixture(scope="module")
def _dunia(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    with django_db_blocker.unblock(), transaction.atomic():
        d = bangun_terbitan("alfa")
        d.lain = bangun_terbitan("beta")
        yield d
        transaction.set_rollback(True)


@pytest.fixture
def d(_dunia: SimpleNamespace, db: None) -> SimpleNamespace:
    return SimpleNamespace(**{**vars(_dunia), "admin": segar(_dunia.admin)})


@pytest.fixture
def admin(d: SimpleNamespace) -> Client:
    client = Client()
    client.force_login(d.admin)
    return client


_WARNA: dict[str, int | tuple[int, ...]] = {
    "RGBA": (200, 30, 30, 128),
    "RGB": (200, 30, 30),
    "L": 90,
    "CMYK": (0, 200, 200, 20),
}


def gambar(
    bentuk: str = "PNG", ukuran: tuple[int, int] = (300, 400), mode: str = "RGBA", **info: Any
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, ukuran, _WARNA.get(mode, 0)).save(out, bentuk, **info)
    return out.getvalue()


def derau(ukuran: tuple[int, int], bentuk: str) -> bytes:
    """A picture that packs badly, the same each time."""
    wide, high = ukuran
    blocks = (hashlib.sha256(str(n).encode()).digest() for n in range(wide * high * 3 // 32 + 1))
    data = b"".join(blocks)[: wide * high * 3]
    out = io.BytesIO()
    Image.frombytes("RGB", ukuran, data).save(out, bentuk)
    return out.getvalue()


def _mpo() -> bytes:
    """What phones make: a JPG that names a second picture."""
    return gambar("MPO", mode="RGB", save_all=True, append_images=[Image.new("RGB", (300, 400))])


def _baris(d: SimpleNamespace) -> TemplatLaporan:
    return TemplatLaporan.objects.select_related("lambang").get(instansi=d.instansi)


def _kirim(client: Client, langkah: str, **isian: Any) -> Any:
    return client.post(reverse("templat_laporan"), {"langkah": langkah, **isian})


# --- the words ------------------------------------------------------------------------------


def test_saved_shown_and_told_in_the_trail_without_the_nip(
    d: SimpleNamespace, admin: Client
) -> None:
    response = _kirim(admin, "simpan", diubah="", **LENGKAP)
    assert response.status_code == 302
    row = _baris(d)
    words = {name: getattr(row, name) for name in LENGKAP}
    assert words == LENGKAP | {"nip": NIP, "tembusan": "Menteri Uji\nKetua DPRD"}
    event = Kejadian.objects.filter(aksi="templat.ubah").get()
    assert event.isi["nip"] == "diubah"
    assert event.isi["jabatan"] == ["", "Sekretaris Daerah"]
    assert NIP not in str(event.isi)
    with CaptureQueriesContext(connection) as asked:
        shown = admin.get(reverse("templat_laporan")).content.decode()
    assert len(asked) <= 12
    text = " ".join(re.sub(r"<[^>]*>", " ", shown).split())
    assert "Kupang, ................ a.n. GUBERNUR UJI SEKRETARIS DAERAH, Nama Penanda" in text
    assert "NIP. 19700101 199503 1 002" in text
    assert "PEMERINTAH ALFA SEKRETARIAT DAERAH Jalan Uji Nomor 1" in text
    assert 'class="tp-kertas berkait"' in shown


def test_sample_of_what_is_typed_stores_nothing(d: SimpleNamespace, admin: Client) -> None:
    response = _kirim(admin, "lihat", diubah="", **LENGKAP)
    assert response.status_code == 200
    shown = response.content.decode()
    assert "belum disimpan" in shown
    assert "a.n. GUBERNUR UJI" in shown
    assert not TemplatLaporan.objects.filter(instansi=d.instansi).exists()


@pytest.mark.parametrize(
    ("isian", "pesan"),
    [
        ({"atas_nama": ""}, "Atas nama: Tulis pejabat yang diwakili"),
        ({"sebutan": "Plt."}, "Atas nama: Hanya untuk a.n."),
        ({"jabatan": ""}, "Jabatan penanda tangan: Tulis jabatan"),
        ({"nama": ""}, "Nama penanda tangan: Tulis nama"),
        ({"nip": "123"}, "NIP: NIP terdiri atas 18 angka."),
        ({"nip": "١" * 18}, "NIP: NIP terdiri atas 18 angka."),
        ({"kertas": "A3"}, "Kertas: Pilih dari daftar."),
        ({"tembusan": "\n".join("x" * 21)}, "Tembusan: Paling banyak 20 baris."),
    ],
)
def test_faults_are_told_and_nothing_typed_is_lost(
    d: SimpleNamespace, admin: Client, isian: dict[str, str], pesan: str
) -> None:
    response = _kirim(admin, "simpan", diubah="", **LENGKAP | isian)
    assert response.status_code == 422
    shown = response.content.decode()
    assert pesan in shown
    assert 'value="Pembina Utama (IV/e)"' in shown
    assert not TemplatLaporan.objects.filter(instansi=d.instansi).exists()


def test_change_by_somebody_else_is_not_written_over(d: SimpleNamespace, admin: Client) -> None:
    page = admin.get(reverse("templat_laporan")).content.decode()
    assert 'name="diubah"' in page
    simpan_templat(instansi_id=d.instansi.pk, isi=IsiTemplat(kertas="A4"), diubah=None, by=d.admin)
    response = _kirim(admin, "simpan", diubah="", **LENGKAP)
    assert response.status_code == 422
    assert "baru saja diubah orang lain" in response.content.decode()
    fresh = admin.get(reverse("templat_laporan")).content.decode()
    versi = re.findall(r'name="diubah" value="([^"]*)"', fresh)
    assert versi == [_baris(d).diubah.isoformat()] * 2
    assert _kirim(admin, "simpan", diubah=versi[0], **LENGKAP).status_code == 302
    with pytest.raises(Bentrok):
        lepas_lambang(instansi_id=d.instansi.pk, diubah=None, by=d.admin)


def test_saving_the_same_again_changes_and_records_nothing(d: SimpleNamespace) -> None:
    isi = IsiTemplat(kertas="A4")
    row = simpan_templat(instansi_id=d.instansi.pk, isi=isi, diubah=None, by=d.admin)
    before = Kejadian.objects.count()
    again = simpan_templat(instansi_id=d.instansi.pk, isi=isi, diubah=row.diubah, by=d.admin)
    assert (again.diubah, Kejadian.objects.count()) == (row.diubah, before)


@pytest.mark.parametrize("peran", ["operator", "verifikator", "ketua", "auditor"])
def test_only_admins_of_the_institution(d: SimpleNamespace, peran: str) -> None:
    orang = segar(getattr(d, peran))
    client = Client()
    client.force_login(orang)
    assert client.get(reverse("templat_laporan")).status_code == 403
    for pk, by in ((d.instansi.pk, orang), (d.lain.instansi.pk, d.admin)):
        with pytest.raises(Denied):
            simpan_templat(instansi_id=pk, isi=IsiTemplat(), diubah=None, by=by)
        with pytest.raises(Denied):
            pasang_lambang(instansi_id=pk, berkas=gambar(), diubah=None, by=by)
        with pytest.raises(Denied):
            lepas_lambang(instansi_id=pk, diubah=None, by=by)


def test_other_institution_in_the_address_is_not_reached(d: SimpleNamespace, admin: Client) -> None:
    shown = admin.get(reverse("templat_laporan"), {"instansi": d.lain.instansi.pk})
    assert d.lain.instansi.nama not in shown.content.decode()


# --- crests ---------------------------------------------------------------------------------


def test_crest_is_put_on_shown_replaced_and_taken_off(d: SimpleNamespace, admin: Client) -> None:
    address = reverse("templat_laporan")
    file = SimpleUploadedFile("lambang.exe", gambar(), "text/html")
    assert _kirim(admin, "lambang", diubah="", lambang=file).status_code == 302
    crest = _baris(d).lambang
    assert crest is not None
    data = base64.b64encode(bytes(crest.isi)).decode()
    assert f'<img src="data:image/png;base64,{data}"' in admin.get(address).content.decode()
    row = _baris(d)
    pasang_lambang(
        instansi_id=d.instansi.pk, berkas=gambar("JPEG", mode="RGB"), diubah=row.diubah, by=d.admin
    )
    row = _baris(d)
    assert row.lambang is not None
    assert row.lambang.jenis == Lambang.Jenis.JPEG
    assert Lambang.objects.filter(instansi=d.instansi).count() == 2  # an old report needs the first
    response = _kirim(admin, "lepas", diubah=row.diubah.isoformat())
    assert response.status_code == 302
    assert _baris(d).lambang is None
    told = Kejadian.objects.filter(objek_jenis="templatlaporan").values_list("aksi", flat=True)
    assert sorted(told) == ["templat.lambang", "templat.lambang", "templat.lambang_lepas"]


@pytest.mark.parametrize("isi", [b"", b"bukan gambar", b"%PDF-1.7"])
def test_refused_crest_is_told_at_its_field(d: SimpleNamespace, admin: Client, isi: bytes) -> None:
    response = _kirim(admin, "lambang", diubah="", lambang=SimpleUploadedFile("l.png", isi))
    assert response.status_code == 422
    assert 'href="#lambang_lambang">Gambar lambang: ' in response.content.decode()
    assert _kirim(admin, "lambang", diubah="").status_code == 422
    assert not Lambang.objects.exists()


@pytest.mark.parametrize(
    ("isi", "jenis", "ukuran"),
    [
        (gambar(), "png", (300, 400)),
        (gambar(ukuran=(2400, 1200)), "png", (600, 300)),
        (gambar("JPEG", (1000, 2000), "RGB"), "jpeg", (300, 600)),
        (gambar("JPEG", (100, 100), "CMYK"), "jpeg", (100, 100)),
        (_mpo(), "jpeg", (300, 400)),
        (gambar(mode="L"), "png", (300, 400)),
        (gambar(mode="P"), "png", (300, 400)),
        (derau((900, 900), "PNG"), "png", None),
        (derau((900, 900), "JPEG"), "jpeg", None),
    ],
)
def test_any_picture_becomes_small_and_opaque(
    isi: bytes, jenis: str, ukuran: tuple[int, int] | None
) -> None:
    bersih = bersihkan(isi)
    assert bersih.jenis == jenis
    assert len(bersih.isi) <= UKURAN_MAKS
    assert max(bersih.lebar, bersih.tinggi) <= SISI_MAKS
    with Image.open(io.BytesIO(bersih.isi)) as drawn:
        assert drawn.size == (ukuran or (bersih.lebar, bersih.tinggi))
        assert drawn.mode in ("RGB", "P")
        assert "transparency" not in drawn.info
    assert bersihkan(isi) == bersih


def test_transparent_places_become_white() -> None:
    with Image.open(io.BytesIO(bersihkan(gambar()).isi)) as drawn:
        assert drawn.convert("RGB").getpixel((0, 0)) == (227, 142, 142)


def test_metadata_and_glued_bytes_do_not_come_along() -> None:
    note = PngInfo()
    note.add_text("Comment", "RAHASIA-KAMERA")
    exif = Image.Exif()
    exif[0x010E] = "RAHASIA-KAMERA"
    exif[0x0112] = 6  # lies on its side
    png = gambar(pnginfo=note) + b"RAHASIA-KAMERA"
    jpg = gambar("JPEG", mode="RGB", exif=exif, comment=b"RAHASIA-KAMERA") + b"PK\x03\x04RAHASIA"
    for isi in (png, jpg):
        assert b"RAHASIA" in isi
        assert b"RAHASIA" not in bersihkan(isi).isi
    bersih = bersihkan(jpg)
    assert (bersih.lebar, bersih.tinggi) == (400, 300)  # turned as a viewer shows it


def _bom() -> bytes:
    """A PNG of some kilobytes that claims and holds 20 megapixels."""
    side = 4472
    head = side.to_bytes(4, "big") * 2 + b"\x08\x00\x00\x00\x00"
    rows = zlib.compress(b"\0" * (side + 1) * side, 9)

    def chunk(name: bytes, data: bytes) -> bytes:
        size, check = len(data).to_bytes(4, "big"), zlib.crc32(name + data).to_bytes(4, "big")
        return size + name + data + check

    assert side * side > PIKSEL_MAKS
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("isi", "pesan"),
    [
        (b"", "kosong"),
        (b"x" * 10, "bukan gambar"),
        (gambar("GIF", mode="L"), "bukan gambar PNG atau JPG"),
        (gambar("WEBP"), "bukan gambar PNG atau JPG"),
        (gambar()[:200], "rusak"),
        (gambar("JPEG", mode="RGB")[:400], "rusak"),
        (gambar(ukuran=(40, 400)), "hanya 40 x 400 piksel"),
        (_bom(), "batasnya 16 megapiksel"),
        (gambar() + b"\0" * 5 * 1024 * 1024, "lebih besar dari 5 MB"),
        (
            gambar(save_all=True, append_images=[Image.new("RGBA", (300, 400))]),
            "Gambar bergerak",
        ),
    ],
)
def test_what_is_no_crest_is_refused(isi: bytes, pesan: str) -> None:
    import_module("weasyprint")  # it tells Pillow to take what is cut off
    with pytest.raises(LambangDitolak, match=pesan):
        bersihkan(isi)


# --- issued reports -------------------------------------------------------------------------


def test_reports_already_issued_keep_their_look(d: SimpleNamespace, tmp_path: Path) -> None:
    first = terbitkan(d, tmp_path, b"lama")
    before = Terbitan.objects.get(pk=first.pk).parameter
    row = simpan_templat(
        instansi_id=d.instansi.pk,
        isi=IsiTemplat(kertas="A4", jabatan="Sekretaris Daerah", nama="Nama Baru", nip=NIP),
        diubah=None,
        by=d.admin,
    )
    pasang_lambang(instansi_id=d.instansi.pk, berkas=gambar(), diubah=row.diubah, by=d.admin)
    second = terbitkan(d, tmp_path, b"baru")
    assert first.kode != second.kode
    assert Terbitan.objects.get(pk=first.pk).parameter == before
    new = dari_json(second.parameter)
    crest = _baris(d).lambang
    assert crest is not None
    assert (new.kertas, new.tanda_tangan.nama, new.lambang) == ("A4", "Nama Baru", crest.sha256)


def test_action_asks_the_same_rules_as_the_form(d: SimpleNamespace) -> None:
    with pytest.raises(IsianKurang) as caught:
        simpan_templat(instansi_id=d.instansi.pk, isi=IsiTemplat(nip="1"), diubah=None, by=d.admin)
    assert set(caught.value.galat) == {"nama", "nip"}
