"""The matrix of sasaran and years: the front page of a Road Map."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from roadmap.keadaan import Saringan
from roadmap.lembar import Lembar
from roadmap.matriks import BarisIndikator, KelompokBaris, Matriks, matriks
from roadmap.tampil import PitaTampil, SelTampil, legenda, pita_tampil, tampil
from roadmap.views.saat import Saat, rencana_roadmap, saat
from ukuran.capaian import RataCapaian
from ukuran.pita import pita_untuk

_ANGKA_MAKS = 9  # digits of an id, or of a year, in an address


@dataclass(frozen=True)
class RataTampil:
    """The mean of one year with its band."""

    tahun: int
    rata: RataCapaian
    klaim: RataCapaian
    pita: PitaTampil | None
    berjalan: bool = True

    @property
    def ada(self) -> bool:
        """Whether there is something to say: a plan that does not run owes nothing."""
        return bool(self.rata.terisi or (self.berjalan and self.rata.jumlah))

    @property
    def nada(self) -> str:
        """Classes of the cell."""
        if self.pita is None:
            return ""
        return f"pn-band {self.pita.nada}{'' if self.rata.lengkap else ' part'}"

    @property
    def beda(self) -> bool:
        """Whether claims give another mean."""
        return self.klaim.nilai_eksak is not None and (
            self.klaim.nilai_eksak != self.rata.nilai_eksak
        )


@dataclass(frozen=True)
class BarisTampil:
    """One indikator with its cells in words; `isi`: where the reader writes its figures."""

    baris: BarisIndikator
    sel: tuple[SelTampil, ...]
    url: str
    isi: str


@dataclass(frozen=True)
class SasaranTampil:
    """One sasaran with its means and rows."""

    teks: str
    rata: tuple[RataTampil, ...]
    baris: tuple[BarisTampil, ...]


@dataclass(frozen=True)
class KelompokTampil:
    """One group of sasaran."""

    kode: str
    judul: str
    sasaran: tuple[SasaranTampil, ...]


@dataclass(frozen=True)
class Diminta:
    """What the address asks for."""

    kelompok: str
    unit: int | None
    keadaan: str
    cari: str
    tahun: int | None

    @property
    def ada(self) -> bool:
        """Whether rows may be hidden."""
        return bool(self.kelompok or self.unit is not None or self.keadaan or self.cari)


@require_safe
def halaman_matriks(request: Permintaan) -> HttpResponse:
    """Show the matrix of the chosen Road Map, as of now or of a past day."""
    rencana = rencana_roadmap(request)
    if rencana is None:
        return tanpa_rencana(request)
    moment = saat(request, rencana)
    asked = diminta(request)
    found = matriks(
        rencana,
        request.user,
        at=moment.at,
        lampau=moment.lampau,
        unit=asked.unit,
        keadaan=asked.keadaan,
        cari=asked.cari,
        kelompok=asked.kelompok,
        tahun=asked.tahun,
        tugas=not moment.lampau,
    )
    return render(request, "roadmap/matriks.html", _konteks(request, found, moment, asked))


def _konteks(
    request: Permintaan, found: Matriks, moment: Saat, asked: Diminta
) -> dict[str, object]:
    sheet, n = found.lembar, found.nomor_acuan
    means = rata_tampil(sheet, found.rata, found.rata_klaim)
    links = _Tautan(request.get_full_path(), moment.kueri.replace("&", "?", 1))
    akses, instansi = request.user.akses, found.rencana.instansi_id
    return {
        "rencana": found.rencana,
        "m": found,
        "saat": moment,
        "asked": asked,
        "saringan": list(Saringan),
        "kelompok": [_kelompok(k, sheet, links) for k in found.kelompok],
        "rata": means,
        "kini": means[n],
        "serapan": found.serapan[n],
        "pita": legenda(sheet.pita),
        "historis": any(mean.terisi for mean in found.rata) and not found.rencana.berjalan,
        "bisa_isi": any(i.tugas for i in found.baris),
        "boleh_kirim": akses.has(Permission.EVIDENCE_SEND, instansi),
        "boleh_periksa": akses.has(Permission.EVIDENCE_REVIEW, instansi),
    }


def _kelompok(group: KelompokBaris, sheet: Lembar, links: "_Tautan") -> KelompokTampil:
    return KelompokTampil(
        kode=group.kode,
        judul=": ".join(group.jalur) or group.judul,
        sasaran=tuple(
            SasaranTampil(
                s.teks,
                rata_tampil(sheet, s.rata, s.rata_klaim),
                tuple(_baris(i, sheet, links) for i in s.indikator),
            )
            for s in group.sasaran
        ),
    )


@dataclass(frozen=True)
class _Tautan:
    """What the addresses of rows carry: where to come back to, and the day."""

    kembali: str
    kueri: str


def _baris(row: BarisIndikator, sheet: Lembar, links: _Tautan) -> BarisTampil:
    isi = ""
    if row.tugas is not None:
        url = reverse("roadmap_isi", args=[row.tugas.capaian_id])
        isi = f"{url}?{urlencode({'kembali': links.kembali})}"
    cells = tuple(tampil(c, sheet, terbaca=row.terbaca) for c in row.sel)
    return BarisTampil(row, cells, reverse("roadmap_butir", args=[row.butir_id]) + links.kueri, isi)


def rata_tampil(
    sheet: Lembar, rata: Sequence[RataCapaian], klaim: Sequence[RataCapaian]
) -> tuple[RataTampil, ...]:
    """Return the means of all years with their bands."""
    return tuple(
        RataTampil(tahun, done, sent, _pita(sheet, done), sheet.rencana.berjalan)
        for tahun, done, sent in zip(sheet.tahun, rata, klaim, strict=True)
    )


def _pita(sheet: Lembar, rata: RataCapaian) -> PitaTampil | None:
    if sheet.pita is None:
        return None
    band = pita_untuk(rata.nilai, sheet.pita, lengkap=rata.lengkap)
    return pita_tampil(band, sheet.pita)


def diminta(request: Permintaan) -> Diminta:
    """Read the filters; what can not be meant filters everything away, never nothing."""
    get = request.GET.get
    return Diminta(
        kelompok=get("kelompok", ""),
        unit=_bulat(get("unit", "")),
        keadaan=get("keadaan", ""),
        cari=get("cari", "").strip(),
        tahun=_bulat(get("tahun", "")),
    )


def _bulat(text: str) -> int | None:
    if not text:
        return None
    whole = text.isascii() and text.isdigit() and len(text) <= _ANGKA_MAKS
    return int(text) if whole else 0


def tanpa_rencana(request: Permintaan) -> HttpResponse:
    """Say that there is no Road Map to read; who may not read plans is refused."""
    if not request.user.akses.has(Permission.PLAN_READ):
        raise PermissionDenied("Road Map tidak termasuk peran Anda.")
    return render(request, "roadmap/kosong.html")
