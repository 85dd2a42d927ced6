"""Where things lie in a checkout."""

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"
MANAGE = CHECKOUT / "manage.py"
APPS = (
    "audit",
    "accounts",
    "jobs",
    "ukuran",
    "evidence",
    "satgas",
    "roadmap",
    "zonaintegritas",
    "imports",
    "reports",
    "sheets",
)
