"""Files with pages, and their images, drawn by the real job."""

import io
import random
from functools import cache
from types import SimpleNamespace

import pikepdf
from django.urls import reverse
from PIL import Image, ImageDraw, ImageFilter

from accounts.models import User
from evidence.actions import unggah
from evidence.halaman.kerja import simpan
from evidence.halaman.minta import minta_gambar
from evidence.halaman.proses import Lembar
from evidence.models import BuktiVersi, Capaian, GambarBukti
from jobs import engine, runner
from jobs.models import Job


@cache
def pindaian(halaman: int) -> bytes:
    """Return a PDF of scanned sheets: grey noise, slightly askew lines of text, 150 dpi."""
    sheets = [_sheet(no) for no in range(1, halaman + 1)]
    out = io.BytesIO()
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:], resolution=150, quality=60)
    return out.getvalue()


def _sheet(no: int) -> Image.Image:
    chance = random.Random(no)
    paper = Image.effect_noise((1240, 1754), 10).point(lambda v: min(255, v + 105))
    draw = ImageDraw.Draw(paper)
    draw.text((120, 90), f"Halaman {no}", fill=20, font_size=40)
    for y in range(190, 1600, 30):
        words = ("".join(chance.choices("abdeginrstu", k=chance.randint(3, 9))) for _ in range(9))
        draw.text((120, y), " ".join(words), fill=30, font_size=20)
    return paper.rotate(0.4, fillcolor=232).filter(ImageFilter.GaussianBlur(0.6))


def rusak(halaman: int, nomor: int) -> bytes:
    """Return a scan whose page `nomor` is no page: the header and all others are in order."""
    with pikepdf.open(io.BytesIO(pindaian(halaman))) as pdf:
        pdf.Root.Pages.Kids[nomor - 1] = pikepdf.Dictionary(Type=pikepdf.Name.Rusak)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def terkunci() -> bytes:
    """Return a PDF that opens with a password only."""
    with pikepdf.open(io.BytesIO(pindaian(1))) as pdf:
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="p", user="u"))
    return out.getvalue()


def unggah_satu(dunia: SimpleNamespace, nama: str, isi: bytes) -> BuktiVersi:
    """Attach one file to the first document of the task of the BKD."""
    pemenuhan = dunia.c_bkd.pemenuhan_set.order_by("pk")[0]
    hasil = unggah(pemenuhan_id=pemenuhan.pk, files=[(nama, io.BytesIO(isi))], by=dunia.operator)
    assert hasil.ditolak == []
    return hasil.diterima[0]


def alamat(capaian: Capaian, versi: BuktiVersi, *lain: int, nama: str = "meja_halaman") -> str:
    """Return an address below one file on the desk."""
    return reverse(nama, args=[capaian.pk, versi.pk, *lain])


def jumlah_gambar(isi: bytes) -> int:
    """Count the images in a page."""
    return isi.count(b"<img")


def ganti_isi(versi: BuktiVersi, isi: bytes) -> None:
    """Put other bytes where the file of a version lies: damage that the upload can't have had."""
    with open(versi.berkas.path, "wb") as file:
        file.write(isi)


def antre(versi: BuktiVersi, by: User) -> Job:
    """Ask for the images and let the job be held by "w1"."""
    gambar = minta_gambar(versi_id=versi.pk, by=by)
    assert gambar is not None
    assert gambar.job is not None
    assert engine.claim(gambar.job.pk, "w1")
    return gambar.job


def digambar(versi: BuktiVersi, by: User) -> Job:
    """Draw the images of a version by the real job; return the job as it ended."""
    job = antre(versi, by)
    runner.run(job.pk, "w1")
    job.refresh_from_db()
    return job


def bergambar(versi: BuktiVersi, halaman: int = 1) -> GambarBukti:
    """Give a version finished images without drawing: only rows and bytes matter to the test."""
    gambar = GambarBukti.objects.create(
        versi=versi, keadaan=GambarBukti.Keadaan.SELESAI, jumlah=halaman
    )
    out = io.BytesIO()
    Image.new("RGB", (11, 15), "white").save(out, "WEBP")
    for no in range(1, halaman + 1):
        simpan(gambar, Lembar(no, 11, 15, out.getvalue()))
    return gambar
