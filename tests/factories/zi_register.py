"""ZI units and rows of their registers."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import Unit, User
from evidence.models import Bukti, BuktiVersi
from zonaintegritas.models import AgenPerubahan, PengaduanBulanan, SurveiZI, UnitZI


def buat_unit_zi(unit: Unit, **isi: Any) -> UnitZI:
    """Return the ZI unit of a unit; made when there is none."""
    row, _ = UnitZI.objects.get_or_create(unit=unit, instansi=unit.instansi, defaults=isi)
    return row


def _dasar(unit_zi: UnitZI, oleh: User) -> dict[str, Any]:
    return {
        "instansi": unit_zi.instansi,
        "unit_zi": unit_zi,
        "dicatat": timezone.now(),
        "oleh": oleh,
    }


def buat_agen(unit_zi: UnitZI, oleh: User, **isi: Any) -> AgenPerubahan:
    """Return an agent of change named after the unit."""
    isi = {
        "jenis": "agen",
        "nama": f"Agen {unit_zi.unit.nama}",
        "jabatan": "Analis",
        "mulai": date(timezone.localdate().year, 1, 2),
        **isi,
    }
    return AgenPerubahan.objects.create(**_dasar(unit_zi, oleh), **isi)


def buat_pengaduan(unit_zi: UnitZI, oleh: User, **isi: Any) -> PengaduanBulanan:
    """Return complaints of January: ten received, eight settled."""
    isi = {
        "bulan": date(timezone.localdate().year, 1, 1),
        "saluran": f"Kotak {unit_zi.unit.nama_pendek}",
        "diterima": 10,
        "selesai": 8,
        **isi,
    }
    return PengaduanBulanan.objects.create(**_dasar(unit_zi, oleh), **isi)


def buat_survei(unit_zi: UnitZI, oleh: User, **isi: Any) -> SurveiZI:
    """Return an IPAK of last year, 3.6 of 4."""
    tahun = isi.get("tahun", timezone.localdate().year - 1)
    isi = {
        "jenis": "ipak",
        "tahun": tahun,
        "nilai": Decimal("3.6"),
        "maks": Decimal(4),
        "responden": 120,
        "metode": f"Survei {unit_zi.unit.nama_pendek}",
        "tanggal": date(tahun, 12, 20),
        **isi,
    }
    return SurveiZI.objects.create(**_dasar(unit_zi, oleh), **isi)


@dataclass(frozen=True)
class DaftarUji:
    """A ZI unit with one row in each register; the agent has a file."""

    unit_zi: UnitZI
    agen: AgenPerubahan
    pengaduan: PengaduanBulanan
    survei: SurveiZI
    versi: int


def buat_daftar_lengkap(unit: Unit, oleh: User) -> DaftarUji:
    """Make a ZI unit with a row and a file in each register."""
    unit_zi = buat_unit_zi(unit)
    rows = buat_agen(unit_zi, oleh), buat_pengaduan(unit_zi, oleh), buat_survei(unit_zi, oleh)
    bukti = Bukti.objects.create(
        instansi=unit.instansi, unit=unit, dibuat=timezone.now(), oleh=oleh
    )
    versi = BuktiVersi.objects.create(
        instansi=unit.instansi,
        bukti=bukti,
        no=1,
        berkas=ContentFile(b"%PDF-1.4", name="sk.pdf"),
        nama_asli=f"sk-{unit.instansi.kode}.pdf",
        jenis="pdf",
        ukuran=8,
        sha256=f"{bukti.pk:064x}",
        dibuat=timezone.now(),
        oleh=oleh,
    )
    for row in rows:
        row.bukti.add(versi)
    return DaftarUji(unit_zi, *rows, versi.pk)
