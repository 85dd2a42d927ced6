"""What a stranger learns from the code of a report, and nothing beside it.

No figures, no names of people, units or tasks, no code of another report.
"""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from reports.bentuk import Bentuk
from reports.kemajuan.parameter import dari_json, kode_diketik, kode_terbaca
from reports.models import BerkasTerbitan, Potret, Terbitan
from reports.potret.alur import AksiPeriode
from ukuran.format import tanggal_waktu

PANJANG_KODE = 24
# The code has neither 0 nor 1 nor 8, so that nobody takes them for letters; some do all the same.
_MIRIP = str.maketrans("018", "OIB")


@dataclass(frozen=True)
class Keadaan:
    """How the approval of a report stands, in words; `riwayat`: what happened, in its order."""

    tone: str
    judul: str
    isi: str
    riwayat: tuple[str, ...]


@dataclass(frozen=True)
class BerkasTerbit:
    """A file that was issued under the code."""

    bentuk: Bentuk
    sha256: str
    ukuran: int
    halaman: int | None


@dataclass(frozen=True)
class Keterangan:
    """Everything that the public page says about a report."""

    kode: str
    judul: str
    instansi: str
    contoh: bool
    nomor: str
    nomor_tanggal: date | None
    data_per: str
    potret_no: int
    potret_sha256: str
    keadaan: Keadaan
    berkas: tuple[BerkasTerbit, ...]

    def cocok(self, sha256: str) -> BerkasTerbit | None:
        """Return the issued file with this hash."""
        return next((b for b in self.berkas if b.sha256 == sha256), None)

    def angka_potret(self, sha256: str) -> bool:
        """Whether the hash is that of the frozen figures themselves (their JSON file)."""
        return sha256 == self.potret_sha256


def rapikan(teks: str) -> str:
    """Return a code as typed in the form in which it is kept; anything else stays wrong."""
    return kode_diketik(teks).translate(_MIRIP)[: PANJANG_KODE + 1]


def cari(kode: str) -> Terbitan | None:
    """Return the report with a code, without the figures of its Potret.

    One query, whatever the code looks like: a malformed one takes as long as an unknown one.
    """
    return (
        Terbitan.objects.select_related("instansi", "potret__batas__rencana")
        .defer("potret__isi")
        .filter(kode=kode)
        .first()
    )


def keterangan(terbitan: Terbitan) -> Keterangan:
    """Return what the public page says (three queries)."""
    potret, parameter = terbitan.potret, dari_json(terbitan.parameter)
    zona = ZoneInfo(terbitan.instansi.zona_waktu)
    return Keterangan(
        kode=kode_terbaca(terbitan.kode),
        judul=judul(terbitan),
        instansi=terbitan.instansi.nama,
        contoh=terbitan.instansi.contoh,
        nomor=terbitan.nomor or parameter.nomor,
        nomor_tanggal=terbitan.nomor_tanggal if terbitan.nomor else parameter.nomor_tanggal,
        data_per=tanggal_waktu(potret.at, zona),
        potret_no=potret.no,
        potret_sha256=potret.sha256,
        keadaan=_keadaan(potret, zona, draf=parameter.draf),
        berkas=tuple(
            BerkasTerbit(parameter.bentuk, b.sha256, b.ukuran, b.halaman)
            for b in BerkasTerbitan.objects.filter(terbitan=terbitan).order_by("pk")
        ),
    )


def judul(terbitan: Terbitan) -> str:
    """Return what a report is called: "Laporan kemajuan periode B06 2026"."""
    batas = terbitan.potret.batas
    return f"Laporan kemajuan periode {batas.kode} {batas.rencana.tahun}"


def _keadaan(potret: Potret, zona: ZoneInfo, *, draf: bool) -> Keadaan:
    steps = potret.langkah_set.filter(aksi__in=[AksiPeriode.SETUJUI, AksiPeriode.BUKA])
    taken = list(steps.order_by("pk").values_list("aksi", "at"))
    newest: tuple[int, datetime] | None = (
        Potret.objects.filter(batas=potret.batas_id, no__gt=potret.no)
        .order_by("-no")
        .values_list("no", "dibuat")
        .first()
    )
    approving = "Periode disetujui" if draf else "Disetujui"
    words = {
        AksiPeriode.SETUJUI: f"{approving} Ketua pada ",
        AksiPeriode.BUKA: "Periode dibuka kembali pada ",
    }
    history = tuple(words[AksiPeriode(aksi)] + tanggal_waktu(at, zona) for aksi, at in taken)
    if newest is not None:
        moment = tanggal_waktu(newest[1], zona)
        return Keadaan(
            "jingga",
            f"Digantikan Potret {newest[0]}",
            "Angka periode ini sudah dipotret lagi. Ada laporan yang lebih baru; mintalah kepada "
            "instansi penerbit."
            + (" Laporan dengan kode ini DRAF, tidak pernah disetujui." if draf else ""),
            (*history, f"Digantikan Potret {newest[0]} pada {moment}"),
        )
    approved = bool(taken) and taken[-1][0] == AksiPeriode.SETUJUI
    if draf:
        isi = _DRAF_DISETUJUI if approved else _DRAF_DIBUKA if taken else _DRAF
        return Keadaan("kuning", "DRAF, belum disetujui", isi, history)
    if approved:
        isi = "Ketua menyetujui angka periode ini, dan persetujuan itu masih berlaku."
        return Keadaan("hijau", "Disetujui Ketua", isi, history)
    return Keadaan(
        "jingga",
        "Disetujui, lalu periode dibuka kembali",
        "Angka periode ini sedang ditinjau lagi dan dapat digantikan.",
        history,
    )


_DRAF = "Ketua belum menyetujui angka periode ini."
_DRAF_DISETUJUI = (
    "Laporan dengan kode ini dibuat tanpa persetujuan Ketua. Laporan yang disetujui memakai kode "
    "lain; mintalah kepada instansi penerbit."
)
_DRAF_DIBUKA = (
    "Laporan dengan kode ini dibuat tanpa persetujuan Ketua. Angka periode ini sedang ditinjau "
    "lagi dan dapat digantikan."
)
