"""Prints a progress report: one document when it is short, parts and a cover when it is long."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.sebutan import memakai
from reports.kemajuan.kalimat import persetujuan
from reports.kemajuan.kata import ISIAN, JUDUL, jadwal, periode, tanda
from reports.kemajuan.parameter import ParameterKemajuan, kode_terbaca
from reports.pdf.kemajuan.bagian import baris_tugas
from reports.pdf.kemajuan.gambar import data_uri, qr
from reports.pdf.kemajuan.gaya import CSS, gaya
from reports.pdf.kemajuan.halaman import Isian, daftar_isi, kemas, potongan
from reports.pdf.panjang import Bagian, Dokumen, cetak_bagian
from reports.potret.bentuk import IsiPotret
from ukuran.format import tanggal_waktu

BARIS_PENDEK: Final = 1000
"""Up to so many rows (see `bagian`) a report is one document, of about 70 pages and 300 MB."""


def cetak_kemajuan(
    isi: IsiPotret,
    sidik: str,
    parameter: ParameterKemajuan,
    kode: str,
    lambang: tuple[str, bytes] | None,
    target: Path,
    lapor: Callable[[int | None], None],
    *,
    pendek: int = BARIS_PENDEK,
) -> int:
    """Write the progress report as tagged PDF/A-2a and return its pages.

    Everything in it comes from the arguments: `isi` with its SHA-256 `sidik`, the parameters, the
    code, and the crest (media type and bytes). The same arguments give the same bytes. A report of
    more than `pendek` rows is drawn in parts. Raises jobs.registry.Gagal when PDF is not available
    on this server, and what `lapor` raises.
    """
    with timezone.override(ZoneInfo(isi.zona_waktu)), memakai(lambda: isi.sebutan_verifikator):
        cover = _Sampul(isi, sidik, parameter, kode, lambang)
        document = Dokumen(
            judul=cover.judul,
            subjek=f"{periode(isi)}, Potret {isi.no}",
            penyusun=isi.instansi,
            kepala=f"Laporan kemajuan {isi.batas.kode}, {isi.instansi}",
            kaki=f"Kode {kode_terbaca(kode)}. Potret {isi.no}, data per "
            f"{tanggal_waktu(isi.at, ZoneInfo(isi.zona_waktu))}.",
            waktu=isi.at,
        )
        style = gaya(isi, parameter)
        pieces = potongan(isi, parameter)
        if sum(map(baris_tugas, isi.tugas)) <= pendek:
            part = Bagian(cover.tunggal(p.html for p in pieces), cover.judul, len(isi.tugas))
            return cetak_bagian([part], CSS, target, document, lapor, css_teks=style)
        parts = (
            Bagian(cover.dokumen([p.html for p in part]), part[0].judul, sum(p.berat for p in part))
            for part in kemas(pieces)
        )
        return cetak_bagian(
            parts, CSS, target, document, lapor, css_teks=style, sampul=cover.berhalaman
        )


def dokumen_tunggal(
    isi: IsiPotret,
    sidik: str,
    parameter: ParameterKemajuan,
    kode: str,
    lambang: tuple[str, bytes] | None,
) -> str:
    """Return the whole report as one HTML document, however long it is.

    For measuring; `gaya` and CSS are its style sheets.
    """
    with timezone.override(ZoneInfo(isi.zona_waktu)), memakai(lambda: isi.sebutan_verifikator):
        cover = _Sampul(isi, sidik, parameter, kode, lambang)
        return cover.tunggal(p.html for p in potongan(isi, parameter))


class _Sampul:
    """The cover with the contents, and the frame of every part."""

    def __init__(
        self,
        isi: IsiPotret,
        sidik: str,
        parameter: ParameterKemajuan,
        kode: str,
        lambang: tuple[str, bytes] | None,
    ) -> None:
        """`lambang`: media type and bytes of the crest."""
        self._isi, self._tanda = isi, tanda(isi, parameter)
        self.judul = f"{JUDUL}, {isi.rencana}, periode {isi.batas.kode}"
        address = parameter.alamat
        checked = f"{address}/periksa/{kode}/"
        side, path = qr(checked)
        self._context: dict[str, object] = {
            "isi": isi,
            "p": parameter,
            "sidik": sidik,
            "kode_baca": kode_terbaca(kode),
            "qr_sisi": side,
            "qr_jalur": path,
            "alamat_kode": checked,
            "alamat": f"{address.partition('://')[2] or address}/periksa/",
            "lambang": data_uri(*lambang) if lambang else "",
            "tanda": self._tanda,
            "judul_laporan": JUDUL,
            "periode": periode(isi),
            "jadwal": jadwal(isi),
            "isian": ISIAN,
            "pengantar": persetujuan(isi, parameter),
            "umum": [note.kode for note in isi.catatan if note.umum],
        }

    def html(self, daftar: Sequence[Isian]) -> SafeString:
        """Return cover and contents."""
        context = self._context | {"daftar": daftar}
        return render_to_string("reports/pdf/kemajuan_sampul.html", context)

    def tunggal(self, badan: Iterable[SafeString]) -> str:
        """Return one document of cover and pieces; it counts the pages of its contents itself."""
        return self.dokumen([self.html(daftar_isi(self._isi)), *badan])

    def berhalaman(self, halaman: Mapping[str, int], jumlah: int) -> Bagian:
        """Return cover and contents as the part that names pages."""
        del jumlah  # the stamps say it
        rows = [replace(one, halaman=halaman[one.jangkar]) for one in daftar_isi(self._isi)]
        return Bagian(self.dokumen([self.html(rows)]), self.judul)

    def dokumen(self, badan: Sequence[SafeString]) -> str:
        """Return a complete document around pieces."""
        context = {"judul": self.judul, "isi": self._isi, "tanda": self._tanda, "badan": badan}
        return render_to_string("reports/pdf/kemajuan.html", context)
