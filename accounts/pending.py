"""What was typed survives an expired session: kept until the same person logs in again."""

from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

_KEY = "isian_tertunda"
_OWNER = "pn_pengguna"  # hidden field of every form that wants this
_PAGE = "pn_halaman"  # page to return to
_LIMIT = 64 * 1024


def stash(request: HttpRequest) -> str | None:
    """Keep the text of a POST whose session has expired; return the page to come back to.

    Only forms that name their owner and page take part; files can't be kept. Returns None when
    there is nothing to come back to.
    """
    page = request.POST.get(_PAGE, "")
    if not url_has_allowed_host_and_scheme(page, None) or not page.startswith("/"):
        return None
    owner = request.POST.get(_OWNER, "")
    data = request.POST.copy()
    data.pop("csrfmiddlewaretoken", None)
    encoded = data.urlencode()
    if owner and len(encoded) <= _LIMIT:
        request.session[_KEY] = {"pengguna": owner, "halaman": page, "isian": encoded}
    return page


def kept(request: HttpRequest) -> bool:
    """Whether text of an expired session waits for its owner."""
    return _KEY in request.session


def take(request: HttpRequest) -> QueryDict | None:
    """Return what this person had typed for this page, once; None otherwise.

    What another person typed on the same device is dropped, never shown.
    """
    waiting = request.session.get(_KEY)
    if waiting is None:
        return None
    if waiting["pengguna"] != str(request.user.pk):
        del request.session[_KEY]
        return None
    if urlsplit(waiting["halaman"]).path != request.path:
        return None
    del request.session[_KEY]
    return QueryDict(waiting["isian"])
