"""Every event code in the source has Indonesian words, and no word stands for nothing."""

import re
from pathlib import Path

from accounts.permissions import Permission
from evidence.workflow import Aksi
from imports.alur import AksiImpor
from reports.aksi import AKSI
from zonaintegritas.lke.alur import KERJA, AksiLKE

ROOT = Path(__file__).resolve().parents[3]
_CODE = re.compile(
    r'"((?:akun|pengguna|keanggotaan|unit|instansi|profil|laporan|bukti|rencana|contoh|rantai'
    r'|pekerjaan|roadmap|ukuran|rapat|masalah|langkah|jadwal|kalender|zi|impor|daftar)\.[a-z_]+)"'
)
_LKE = re.compile(r'\bcatat\([^"]*?lke,\s+"([a-z_]+)"')
_FILES = {"akun.json", "roadmap.json", "zi.json"}


def _codes() -> set[str]:
    found = {f"capaian.{aksi}" for aksi in Aksi if aksi != Aksi.KOSONGKAN}
    found |= {"capaian.simpan_draf", "capaian.lengkapi"}
    found |= {f"lke.{aksi}" for aksi in AksiLKE if aksi not in KERJA}
    found |= {f"impor.{aksi}" for aksi in AksiImpor}
    for path in (ROOT / "zonaintegritas" / "actions" / "lke").glob("*.py"):
        found |= {f"lke.{code}" for code in _LKE.findall(path.read_text(encoding="utf-8"))}
    for app in (
        "accounts",
        "evidence",
        "jobs",
        "satgas",
        "reports",
        "audit",
        "roadmap",
        "ukuran",
        "zonaintegritas",
        "imports",
    ):
        for path in (ROOT / app).rglob("*.py"):
            if path.name != "aksi.py":
                found |= set(_CODE.findall(path.read_text(encoding="utf-8")))
    steps = re.findall(
        r'aksi="([a-z_]+)"',
        "".join(p.read_text(encoding="utf-8") for p in (ROOT / "jobs").glob("*.py")),
    )
    return (found | {f"pekerjaan.{s}" for s in steps}) - set(Permission) - _FILES


def test_every_code_has_words() -> None:
    assert _codes() - set(AKSI) == set()
