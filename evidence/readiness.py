"""What evidence adds to the check list of an institution: two reviewers, a running plan."""

from django.urls import reverse

from accounts.models import Instansi
from accounts.readiness import Check, register
from evidence.lists.pemeriksa import pemeriksa_aktif, peringatan
from evidence.models import Rencana


@register
def second_reviewer(instansi: Instansi) -> Check:
    """Whether every task can be decided by somebody who did not work on it."""
    people = pemeriksa_aktif([instansi.pk])[instansi.pk]
    problem = peringatan(instansi, people)
    return Check(
        "Dua verifikator", not problem, problem or f"{len(people)} orang.", reverse("pengguna")
    )


@register
def plan_runs(instansi: Instansi) -> Check:
    """Whether there is a plan, and one that runs."""
    states = list(Rencana.objects.filter(instansi=instansi).values_list("status", flat=True))
    running = Rencana.Keadaan.BERJALAN in states
    if running:
        words = f"{states.count(Rencana.Keadaan.BERJALAN)} rencana berjalan."
    elif states:
        words = "Ada rencana, tetapi belum ada yang berjalan."
    else:
        words = "Belum ada rencana: tidak ada tugas yang dapat dibuktikan."
    return Check("Rencana berjalan", running, words, reverse("satgas"))
