"""`{% load kecuali %}`: what the page of a task shows about exceptions and instructions."""

from dataclasses import dataclass

from django import template
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from evidence.lists import disposisi as lists_disposisi
from evidence.lists.pengecualian import Baris, baris, dengan_isi
from evidence.models import Capaian, Pengecualian
from evidence.workflow import DI_UNIT, Status

register = template.Library()


@dataclass(frozen=True)
class Kotak:
    """The box of exceptions at a task."""

    terakhir: Baris | None
    jumlah: int
    ada_nihil: bool
    ada_di_unit: bool

    @property
    def terbuka(self) -> bool:
        """Whether the last request waits for an opinion or a decision."""
        last = self.terakhir
        return last is not None and not last.ajuan.putusan and last.ajuan.ditarik is None


@register.simple_tag
def kotak_pengecualian(capaian: Capaian, user: User) -> Kotak:
    """`{% kotak_pengecualian capaian request.user as kotak %}`: the last request and more."""
    rows = dengan_isi(Pengecualian.objects.filter(capaian=capaian), user)
    found = list(rows.order_by("-diajukan", "-pk"))
    documents = list(capaian.pemenuhan_set.all())
    return Kotak(
        terakhir=baris(found[0], user, timezone.localdate()) if found else None,
        jumlah=len(found),
        ada_nihil=any(p.status == Status.NIHIL for p in documents),
        ada_di_unit=any(p.status in DI_UNIT for p in documents),
    )


@register.simple_tag
def disposisi_tugas(capaian: Capaian, user: User) -> list[lists_disposisi.Baris]:
    """`{% disposisi_tugas capaian request.user as baris %}`: instructions about a task."""
    return lists_disposisi.tentang(capaian, user, timezone.localdate())


@register.simple_tag
def boleh_disposisi(capaian: Capaian, user: User) -> bool:
    """`{% boleh_disposisi capaian request.user as boleh %}`: whether to offer the form."""
    open_task = capaian.gugur is None and capaian.butir.rencana.berjalan
    return open_task and user.akses.may(Permission.DISPOSITION_GIVE, capaian.unit)
