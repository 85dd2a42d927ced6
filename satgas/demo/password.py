"""The one password of all sample accounts, kept in the data folder."""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ImproperlyConfigured, ValidationError

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # no l, o, i, 0, 1: it is typed by hand


def password_file() -> Path:
    """Return where the password is kept; the file is there while sample accounts are."""
    return Path(settings.DATA_DIR) / "demo_password"


def kept_password() -> str:
    """Return the password in the file, '' when there is none."""
    file = password_file()
    return file.read_text(encoding="utf-8").strip() if file.is_file() else ""


def chosen_password() -> str:
    """Return the password to use: PORTAL_DEMO_PASSWORD, the one kept, or a new random one.

    Raises ImproperlyConfigured when the variable holds a password the portal would refuse.
    """
    wanted = os.environ.get("PORTAL_DEMO_PASSWORD", "")
    if wanted:
        try:
            validate_password(wanted)
        except ValidationError as error:
            raise ImproperlyConfigured(
                f"PORTAL_DEMO_PASSWORD: {' '.join(error.messages)}"
            ) from error
        return wanted
    return kept_password() or "-".join(
        "".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4)
    )


def keep(password: str) -> None:
    """Write the password into its file, readable by the owner only."""
    file = password_file()
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        os.fchmod(handle.fileno(), 0o600)
        handle.write(password + "\n")


def forget() -> None:
    """Remove the file."""
    password_file().unlink(missing_ok=True)
