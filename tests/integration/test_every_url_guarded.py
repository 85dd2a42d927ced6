"""Every address of the portal is on the public list, or sends a stranger to the login page."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, SlugConverter, StringConverter, UUIDConverter

from accounts.converters import IdConverter

# The whole outside of the portal. A new name here is a decision, not an accident.
PUBLIC = {
    "healthz",
    "metrics",
    "account_login",
    "account_logout",
    "account_inactive",
    "mfa_authenticate",
    "tautan_sandi",
    "siapkan_awal",
    "zi_kalender_umpan",
    "periksa_awal",
    "periksa",
}
# Of these, the ones that have nothing to say to a stranger and send them on.
PUBLIC_BUT_REDIRECTING = {"account_logout", "mfa_authenticate"}

SAMPLES = {
    IdConverter: "1",
    IntConverter: "2026",
    SlugConverter: "contoh",
    StringConverter: "contoh",
    UUIDConverter: "00000000-0000-4000-8000-000000000000",
}


def sample(pattern: Any) -> str:
    """Return an address that a pattern matches."""
    route = str(pattern.pattern)
    for name, converter in pattern.pattern.converters.items():
        value = next((v for k, v in SAMPLES.items() if isinstance(converter, k)), "contoh")
        for written in (f"<{name}>", *(f"<{kind}:{name}>" for kind in _kinds())):
            route = route.replace(written, value)
    return route


def _kinds() -> list[str]:
    from django.urls.converters import get_converters

    return list(get_converters())


def walk(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield each address below these patterns with its pattern."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, prefix + sample(pattern))
        else:
            yield prefix + sample(pattern), pattern


ROUTES = [
    pytest.param(f"/{address}", pattern, id=f"{pattern.name or address}")
    for address, pattern in walk(get_resolver().url_patterns)
    if "(?P" not in address  # the admin's catch-all; asked below
]


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
@pytest.mark.parametrize(("address", "pattern"), ROUTES)
def test_stranger_meets_login_or_the_public_list(
    address: str, pattern: URLPattern, method: str
) -> None:
    marked = getattr(pattern.callback, "pantas_public", False)
    assert marked == (pattern.name in PUBLIC), f"{address} is not marked as the list says"
    response = getattr(Client(), method)(address)
    sent_to_login = response.status_code == 302 and response["Location"].startswith(
        reverse("account_login")
    )
    if pattern.name in PUBLIC:
        if pattern.name in PUBLIC_BUT_REDIRECTING and method == "get":
            assert sent_to_login
        else:
            assert "next=" not in response.get("Location", "")
    else:
        assert sent_to_login


def test_public_list_names_only_what_exists() -> None:
    names = {pattern.name for _, pattern in walk(get_resolver().url_patterns)}
    assert names >= PUBLIC


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/admin/", "/admin/tidak/ada/", "/admin/login/"])
def test_admin_sends_strangers_to_the_portals_own_login(address: str) -> None:
    response = Client().get(address)
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))
