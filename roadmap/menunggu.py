"""What waits for a person in meetings: steps to work on or to confirm, and notices."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from evidence.models import Rencana
from roadmap.daftar_masalah import milik
from roadmap.jadwal_rapat import Tingkat
from roadmap.models import LangkahPerbaikan, PengingatRapat, Rapat
from roadmap.models.rapat import di_bawah


def langkah_menunggu(user: User) -> QuerySet[LangkahPerbaikan]:
    """Return steps of running plans that the person's units owe, or that they may confirm."""
    states = LangkahPerbaikan.Keadaan
    mine = Q(keadaan=states.BERJALAN) & milik(user)
    watched = Q(keadaan=states.DILAPORKAN) & user.akses.rows(Permission.FOLLOWUP_WATCH)
    return LangkahPerbaikan.objects.filter(
        mine | watched, masalah__rencana__status=Rencana.Keadaan.BERJALAN
    )


def pengingat_terbuka(user: User) -> QuerySet[PengingatRapat]:
    """Return notices for the person whose meeting is neither held nor planned yet.

    A unit's for who works there; those of pokja and pleno for who records for the institution.
    """
    whole = user.akses.instansi_ids(Permission.MEETING_RECORD)
    mine = Q(tingkat=Tingkat.UNIT) & di_bawah(user, Permission.MEETING_RECORD, "unit")
    above = Q(tingkat__in=[Tingkat.POKJA, Tingkat.PLENO], instansi__in=whole)
    same = Q(unit=OuterRef("unit")) | Q(unit=None, tingkat=Tingkat.PLENO)
    window = (OuterRef("mulai"), OuterRef("selesai"))
    met = Rapat.objects.filter(
        same,
        Q(dilaksanakan__range=window)
        | Q(keadaan=Rapat.Keadaan.DIJADWALKAN, dijadwalkan__range=window),
        rencana=OuterRef("rencana"),
        tingkat=OuterRef("tingkat"),
        maksud=OuterRef("maksud"),
    )
    return PengingatRapat.objects.filter(
        mine | above,
        ~Exists(met),
        selesai__gte=timezone.localdate(),
        rencana__status=Rencana.Keadaan.BERJALAN,
    )


def menunggu_rapat(user: User) -> "QuerySet[Any]":
    """Return the ids of all that waits for a person, as one query to be counted."""
    steps = langkah_menunggu(user).order_by().values("pk")
    return steps.union(pengingat_terbuka(user).order_by().values("pk"), all=True)
