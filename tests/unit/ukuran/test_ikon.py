"""Every icon that a page names is drawn in the one sprite, and drawn once."""

import re
from pathlib import Path

from django.conf import settings

DASAR = Path(settings.BASE_DIR)
SPRITE = DASAR / "static" / "img" / "ikon.svg"
NAMA = re.compile(r"""[#"']([is]-[a-z]+)["']""")
APPS = (
    "accounts",
    "audit",
    "config",
    "evidence",
    "jobs",
    "reports",
    "roadmap",
    "satgas",
    "zonaintegritas",
)


def _sumber() -> list[Path]:
    """Return the templates and the Python files that may name an icon."""
    berkas = list((DASAR / "templates").rglob("*.html"))
    for app in APPS:
        berkas += (DASAR / app).rglob("*.py")
    return berkas


def test_every_named_icon_exists() -> None:
    digambar = re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8"))
    dipakai = {
        nama for berkas in _sumber() for nama in NAMA.findall(berkas.read_text(encoding="utf-8"))
    }
    assert len(digambar) == len(set(digambar))
    assert {"i-search", "i-tasks", "s-disetujui"} <= dipakai
    assert dipakai - set(digambar) == set()
