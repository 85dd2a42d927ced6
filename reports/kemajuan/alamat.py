"""Where this portal is reached, as it is printed on a report."""

from django.conf import settings
from django.http import HttpRequest


def alamat_portal(request: HttpRequest) -> str:
    """Return the portal's address without a slash at its end.

    The setting PUBLIC_URL, which names the server whatever way a request came; without one the
    address that the person uses.
    """
    public: str = getattr(settings, "PUBLIC_URL", "")
    return (public or request.build_absolute_uri("/")).rstrip("/")
