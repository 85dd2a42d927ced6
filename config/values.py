"""Strict reading of environment values: a wrong one stops the start with its name."""

import os
from collections.abc import Collection

from django.core.exceptions import ImproperlyConfigured

_YES = {"1", "true", "yes", "on"}
_NO = {"0", "false", "no", "off"}


def yes_no(name: str, *, default: bool = False) -> bool:
    """A switch; raises ImproperlyConfigured for anything that is neither yes nor no."""
    text = os.environ.get(name, "").strip().lower()
    if not text:
        return default
    if text not in _YES | _NO:
        raise ImproperlyConfigured(f"{name}: {text!r} is neither true nor false")
    return text in _YES


def whole(name: str, *, default: int, at_least: int = 1) -> int:
    """A whole number; raises ImproperlyConfigured when it is none or too small."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal() or int(text) < at_least:
        raise ImproperlyConfigured(f"{name}: {text!r} is not a whole number from {at_least} up")
    return int(text)


def choice(name: str, options: Collection[str], *, default: str) -> str:
    """One of `options`, in capitals; raises ImproperlyConfigured for anything else."""
    text = os.environ.get(name, "").strip().upper() or default
    if text not in options:
        raise ImproperlyConfigured(f"{name}: {text!r} is none of {', '.join(options)}")
    return text


def secret(name: str, *, at_least: int = 24) -> str:
    """A shared secret, "" when unset; raises ImproperlyConfigured when it could be guessed."""
    text = os.environ.get(name, "").strip()
    if text and (len(text) < at_least or not text.isascii()):
        raise ImproperlyConfigured(f"{name}: needs at least {at_least} ASCII characters")
    return text


def hosts(name: str, *, default: list[str]) -> list[str]:
    """Host names separated by commas; raises ImproperlyConfigured for addresses with a path."""
    found = _listed(name) or default
    for host in found:
        if "/" in host or " " in host:
            raise ImproperlyConfigured(f"{name}: {host!r} is not a host name (no http:// here)")
    return found


def origins(name: str) -> list[str]:
    """Origins separated by commas; raises ImproperlyConfigured when one lacks its scheme."""
    found = _listed(name)
    for origin in found:
        if not origin.startswith(("http://", "https://")):
            raise ImproperlyConfigured(f"{name}: {origin!r} must begin with http:// or https://")
    return found


def origin(name: str) -> str:
    """Where the portal is reached, without a slash at its end; empty when not set.

    Raises ImproperlyConfigured when it lacks its scheme or carries a path.
    """
    text = os.environ.get(name, "").strip().rstrip("/")
    scheme, _, rest = text.partition("://")
    if text and (scheme not in ("http", "https") or not rest or any(c in rest for c in "/?# ")):
        raise ImproperlyConfigured(f"{name}: {text!r} must be like https://pantas.example.go.id")
    return text


def _listed(name: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]
