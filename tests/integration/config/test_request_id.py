"""The id of a request: made here unless a trusted proxy sent a harmless one."""

import re

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db
OWN = re.compile(r"[0-9a-f]{12}\Z")


def _ask(given: str) -> str:
    return str(Client().get("/masuk/", headers={"X-Request-ID": given})["X-Request-ID"])


def test_stranger_names_nothing() -> None:
    assert OWN.match(_ask("proxy-0001"))


@pytest.mark.parametrize("given", ["proxy-0001", "A.b_c-9876543210"])
def test_trusted_proxy_names_it(settings: Settings, given: str) -> None:
    settings.BEHIND_PROXY = True
    assert _ask(given) == given


@pytest.mark.parametrize(
    "given", ["", "short", "x" * 65, "a b c d e f", "<script>alert", "baris\tdua12", "1" * 18]
)
def test_even_a_proxy_only_harmless_ones(settings: Settings, given: str) -> None:
    settings.BEHIND_PROXY = True
    assert OWN.match(_ask(given))


def test_every_request_has_another() -> None:
    assert len({_ask("") for _ in range(5)}) == 5


@pytest.mark.parametrize("address", ["/masuk/", "/healthz", "/tidak/ada/", "/", "/metrics"])
def test_every_answer_names_it(address: str) -> None:
    assert OWN.match(Client().get(address)["X-Request-ID"])
