"""A kind of table with every kind of column, for tests of reading and writing; no database."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

from accounts.models import Instansi, User
from accounts.permissions import Permission
from sheets.columns import (
    Acuan,
    Bulan,
    Bulat,
    Daftar,
    Desimal,
    Kode,
    Kolom,
    Nip,
    Pilihan,
    Tanggal,
    Teks,
    Uang,
    Ya,
)
from sheets.references import Rujukan
from sheets.resource import Ada, Isi, Konteks, SheetResource, Tujuan

KELAS = [("k1", "Kelas satu"), ("k2", "Kelas dua")]


class KegiatanUji(SheetResource):
    """Activities of nobody."""

    kode = "kegiatan_uji"
    label = "Kegiatan uji"
    golongan = "Uji"
    permission = Permission.PLAN_EDIT
    kunci = ("nomor",)
    petunjuk = ("Satu baris untuk satu kegiatan.",)
    versi = 3
    bertujuan = True

    nomor = Kolom("Nomor kegiatan", Kode(20), wajib=True, catatan="Misalnya A.1.", lebar=16)
    nama = Kolom("Nama kegiatan", Teks(200), wajib=True, sinonim=("Kegiatan", "Uraian kegiatan"))
    uraian = Kolom("Uraian", Teks())
    pelaksana = Kolom("NIP pelaksana", Nip(), sinonim=("NIP",), rahasia=True)
    banyak = Kolom("Jumlah", Bulat(), sinonim=("Banyaknya",))
    bobot = Kolom("Bobot", Desimal(angka=3))
    anggaran = Kolom("Anggaran", Uang(), sinonim=("Pagu", "Pagu (Rp)"))
    target_2021 = Kolom("Target 2021", Teks(100))
    target_2022 = Kolom("Target 2022", Teks(100))
    mulai = Kolom("Tanggal mulai", Tanggal())
    bulan = Kolom("Bulan", Bulan())
    aktif = Kolom("Aktif", Ya())
    kelas = Kolom("Kelas", Pilihan(KELAS))
    unit = Kolom("Unit", Acuan("unit"), sinonim=("OPD",))
    dokumen = Kolom("Dokumen", Daftar())
    keadaan = Kolom("Keadaan", Teks(), hanya_baca=True)

    @classmethod
    def daftar_tujuan(cls, user: User, instansi: Instansi) -> list[Tujuan]:
        """Two plans."""
        return [Tujuan(7, "Rencana 2021"), Tujuan(9, "Rencana 2022")]

    def siapkan(self) -> None:
        """Two units."""
        self.acuan = {
            "unit": Rujukan(
                "Unit", [("hukum", "Biro Hukum", ["Bag. Hukum"]), ("umum", "Biro Umum, Setda", [])]
            )
        }

    def ada(self) -> Iterator[Ada]:
        """Nothing is there."""
        return iter(())

    def contoh(self) -> Isi:
        """One full row."""
        return baris("A.1", dokumen=("SK Tim", "Laporan"))


class ProgramUji(SheetResource):
    """Programmes of nobody, much like KegiatanUji."""

    kode = "program_uji"
    label = "Pantas"
    golongan = "Uji"
    permission = Permission.PLAN_EDIT
    kunci = ("nomor",)

    nomor = Kolom("Nomor program", Kode(20), wajib=True)
    nama = Kolom("Nama program", Teks(200), wajib=True, sinonim=("Program",))
    bobot = Kolom("Bobot", Desimal())
    unit = Kolom("Unit", Acuan("unit"))


def baris(nomor: str, **lain: object) -> Isi:
    """Return a full row of KegiatanUji."""
    isi: Isi = {
        "nomor": nomor,
        "nama": "Sosialisasi",
        "uraian": None,
        "pelaksana": "196205011986031001",
        "banyak": 12,
        "bobot": Decimal("12.345"),
        "anggaran": 1_200_000,
        "target_2021": "80%",
        "target_2022": "Semua PD",
        "mulai": date(2021, 3, 8),
        "bulan": date(2021, 3, 1),
        "aktif": True,
        "kelas": "k1",
        "unit": "umum",
        "dokumen": ("SK Tim",),
        "keadaan": "Berjalan",
    }
    return isi | lain  # type: ignore[return-value]  # names and values of columns


def kegiatan_uji(tujuan: int | None = 7) -> KegiatanUji:
    """Return the kind bound to an institution that is nowhere stored, prepared."""
    instansi = Instansi(kode="ntt", nama="Pemerintah Provinsi NTT", zona_waktu="Asia/Makassar")
    at = datetime(2021, 12, 31, 17, 30, tzinfo=UTC)  # already the next day in WITA
    resource = KegiatanUji(Konteks(instansi=instansi, oleh=User(), at=at, tujuan=tujuan))
    resource.siapkan()
    return resource
