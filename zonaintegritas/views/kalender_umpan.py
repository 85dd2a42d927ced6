"""The calendar feed: whoever has the address reads it, no login."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from accounts.middleware import public
from zonaintegritas.kalender.langganan import catat_dibaca, langganan_dari
from zonaintegritas.kalender.umpan import sidik_isi, umpan


@public
@require_safe
def kalender_umpan(request: HttpRequest, token: str) -> HttpResponse:
    """Answer with the feed of a token; 404 when it is wrong, revoked, or its person inactive.

    What the person may not read any more is not in it. A token has 256 random bits, so guessing
    needs no throttle.
    """
    langganan = langganan_dari(token)
    if langganan is None:
        raise Http404("Langganan ini tidak ada.")
    now = timezone.now()
    catat_dibaca(langganan, now)
    body = umpan(langganan, lambda pk: request.build_absolute_uri(reverse("tugas", args=[pk])), now)
    tag = quote_etag(sidik_isi(body))
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = tag
    response["Content-Disposition"] = 'inline; filename="zona-integritas.ics"'
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, no_cache=True)
    conditional = get_conditional_response(request, etag=tag, response=response)
    return conditional if conditional is not None else response
