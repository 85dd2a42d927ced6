"""Delivery of one file that backs an answer: to all who read the LKE, also from outside."""

import logging

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from accounts.permissions import Denied
from evidence.views.berkas import sebagai_unduhan
from zonaintegritas.actions.lke import buka_bukti
from zonaintegritas.lke.bukti import bukti_terlihat

log = logging.getLogger(__name__)


@require_safe
def lke_berkas(request: Permintaan, pk: int, bukti: int) -> HttpResponseBase:
    """Deliver a file of an assessment as attachment and record it; HEAD records nothing."""
    row = bukti_terlihat(request.user, pk, bukti)
    if row is None:
        raise Http404("Berkas tidak ada atau bukan untuk Anda.")
    try:
        stored = row.versi.berkas.open("rb")
    except FileNotFoundError:
        log.error("stored file of BuktiVersi %s is missing", row.versi_id)
        return render(request, "evidence/berkas_hilang.html", {"versi": row.versi}, status=404)
    if request.method != "HEAD":
        try:
            buka_bukti(lke_id=pk, bukti_id=bukti, by=request.user)
        except BaseException as error:
            stored.close()
            if isinstance(error, Denied):  # lost the right between the two lines
                raise Http404(str(error)) from error
            raise
    return sebagai_unduhan(row.versi, stored)
