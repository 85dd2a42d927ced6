"""Where to go after a form that stands on several pages."""

from django.utils.http import url_has_allowed_host_and_scheme

from accounts.permintaan import Permintaan


def alamat_aman(request: Permintaan, alamat: str) -> str:
    """Return an address of the portal to go back to, empty when it leads elsewhere."""
    ours = alamat.startswith("/") and url_has_allowed_host_and_scheme(
        alamat, request.get_host(), require_https=request.is_secure()
    )
    return alamat if ours else ""
