"""Rules of login that differ from allauth's defaults."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No self-registration: an admin makes accounts and hands over a one-time link."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False
