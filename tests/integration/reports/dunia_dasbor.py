"""What the tests of a Road Map's dashboard share: readers, words of a page, means by hand."""

import copy
import html
import re
from datetime import date
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Role
from reports.datasets.pandangan import Pandangan
from reports.datasets.roadmap import RingkasanRoadmap, ringkasan_roadmap
from tests.factories import buat_butir, buat_rencana, mulai
from ukuran.capaian import RataCapaian


def dengan_satgas(peta: SimpleNamespace) -> SimpleNamespace:
    """Return the institution of a Road Map with a small running plan of the Satgas."""
    d = copy.copy(peta)
    d.satgas = buat_rencana(d.instansi)
    buat_butir(d.satgas, d.satu, "9.a")
    mulai(d.satgas, by=d.orang[Role.ADMIN])
    return d


def orang(user: User) -> User:
    """Return the person with memberships read anew."""
    return User.objects.get(pk=user.pk)


def client(user: User) -> Client:
    """Return a browser of the person."""
    made = Client()
    made.force_login(user)
    return made


def teks(answer: Any) -> str:
    """Return the words of the page below its menus."""
    body = answer.content.decode()
    body = body[body.index("<main") :] if "<main" in body else body
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def ringkas(
    d: SimpleNamespace, user: User, tahun: int | None = None, per: date | None = None
) -> RingkasanRoadmap:
    """Return what the dashboard says to a person, of the year of the figures unless told."""
    view = Pandangan(d.rencana, orang(user), timezone.now(), per)
    return ringkasan_roadmap(view, tahun or d.tahun)


def rata(jumlah: int | Fraction | None, terisi: int, dari: int) -> RataCapaian:
    """The mean of figures that add up to `jumlah`, over `dari` that are due."""
    eksak = None if jumlah is None else Fraction(jumlah) / dari
    return RataCapaian(eksak, terisi, dari, lengkap=0 < terisi == dari)
