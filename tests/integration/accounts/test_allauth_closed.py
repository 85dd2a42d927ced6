"""Of allauth only what we mount exists, and each of its pages is ours."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse

from accounts import urls as accounts_urls

CLOSED = [
    "account_signup",
    "account_email",
    "account_reset_password",
    "account_reset_password_done",
    "account_set_password",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_confirm_login_code",
    "account_request_login_code",
]


@pytest.mark.parametrize("name", CLOSED)
def test_address_does_not_exist(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_every_mounted_allauth_view_uses_a_template_of_this_repository() -> None:
    found = {}
    for pattern in accounts_urls.urlpatterns:
        view = getattr(pattern.callback, "view_class", None)
        if view is not None and view.template_name:
            origin = Path(get_template(view.template_name).origin.name)
            found[view.template_name] = origin.is_relative_to(settings.BASE_DIR / "templates")
    assert found == {
        "account/login.html": True,
        "account/logout.html": True,
        "account/account_inactive.html": True,
        "account/password_change.html": True,
        "account/reauthenticate.html": True,
        "mfa/authenticate.html": True,
        "mfa/index.html": True,
        "mfa/reauthenticate.html": True,
        "mfa/recovery_codes/index.html": True,
        "mfa/recovery_codes/generate.html": True,
        "mfa/recovery_codes/download.txt": True,
        "mfa/totp/activate_form.html": True,
        "mfa/totp/deactivate_form.html": True,
    }


def test_page_of_too_many_requests_is_ours() -> None:
    origin = Path(get_template("429.html").origin.name)
    assert origin.is_relative_to(settings.BASE_DIR / "templates")
