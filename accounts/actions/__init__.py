"""Every write of this app: keyword-only, checked, atomic, audited."""

from accounts.actions.errors import IsianKeliru, TautanBasi
from accounts.actions.instansi import (
    DataInstansi,
    beri_platform,
    siapkan_awal,
    tambah_admin_pertama,
    tambah_instansi,
    ubah_instansi,
    ubah_instansi_platform,
)
from accounts.actions.keanggotaan import Masa, akhiri_keanggotaan, beri_keanggotaan
from accounts.actions.orang import (
    DataOrang,
    aktifkan,
    nonaktifkan,
    tambah_orang,
    ubah_orang,
)
from accounts.actions.profil import ubah_tema
from accounts.actions.tautan import (
    buat_tautan,
    buat_tautan_platform,
    hapus_dua_langkah,
    pakai_tautan,
)
from accounts.actions.unit import DataUnit, tambah_unit, ubah_unit

__all__ = [
    "DataInstansi",
    "DataOrang",
    "DataUnit",
    "IsianKeliru",
    "Masa",
    "TautanBasi",
    "akhiri_keanggotaan",
    "aktifkan",
    "beri_keanggotaan",
    "beri_platform",
    "buat_tautan",
    "buat_tautan_platform",
    "hapus_dua_langkah",
    "nonaktifkan",
    "pakai_tautan",
    "siapkan_awal",
    "tambah_admin_pertama",
    "tambah_instansi",
    "tambah_orang",
    "tambah_unit",
    "ubah_instansi",
    "ubah_instansi_platform",
    "ubah_orang",
    "ubah_tema",
    "ubah_unit",
]
