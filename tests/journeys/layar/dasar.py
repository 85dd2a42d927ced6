"""A screen in the browser tests, and what the screens of several apps stand on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Unit, User
from accounts.permissions import Role
from evidence.actions.salin import salin_rencana
from evidence.models import (
    Butir,
    Capaian,
    Rencana,
)
from zonaintegritas.models import (
    KeputusanZI,
)

CONTOH = "pemprov-ntt-contoh"
AUDITOR_TUGAS = "auditor.bertugas"
TAMU = ""  # nobody is logged in


@dataclass(frozen=True)
class Layar:
    """One screen: name of its address, who opens it, how to find it, what it answers."""

    nama: str
    oleh: str
    alamat: Callable[[], str]
    status: int = 200


def realisasi(kode: str = "") -> int:
    """Return the id of a task of the CONTOH Road Map in the window of today.

    Without `kode` one of operator.bkd on which nobody has worked.
    """
    rows = Capaian.objects.filter(
        instansi__kode=CONTOH,
        butir__rencana__jenis=Rencana.Jenis.ROADMAP,
        mulai__lte=timezone.localdate(),
        selesai__gte=timezone.localdate(),
    )
    if kode:
        return rows.get(butir__kode=kode).pk
    mine = Membership.objects.get(user__username="operator.bkd").unit
    return rows.filter(unit=mine, status="belum").order_by("butir__urut")[0].pk


def rencana(kode: str) -> int:
    """Return the id of the Satgas plan of an institution."""
    satgas = Rencana.objects.filter(jenis=Rencana.Jenis.SATGAS, asal=None)
    return satgas.get(instansi__kode=kode).pk


def auditor_bertugas(password: str) -> None:
    """Make the one role that has no sample account: an auditor with a surat tugas."""
    user = User.objects.create_user(AUDITOR_TUGAS, password, nama="Auditor bertugas (CONTOH)")
    Membership.objects.create(
        user=user,
        unit=Unit.objects.get(instansi__kode=CONTOH, kode="badan-kepegawaian"),
        role=Role.AUDITOR_TUGAS,
        dasar="ST-1/CONTOH",
        selesai=timezone.localdate() + timedelta(days=30),
    )


def butir_contoh() -> int:
    """Return the id of a thing to do of the CONTOH plan."""
    return Butir.objects.get(rencana=rencana(CONTOH), kode="9.a").pk


def rencana_salinan() -> int:
    """Return the id of next year's copy of the CONTOH plan, still being drawn up."""
    asal = Rencana.objects.get(pk=rencana(CONTOH))
    there = Rencana.objects.filter(asal=asal).first()
    if there is not None:
        return there.pk
    admin = User.objects.get(username="admin")
    return salin_rencana(rencana_id=asal.pk, tahun=asal.tahun + 1, by=admin).rencana.pk


def di(name: str, *args: Callable[[], int], query: str = "") -> Callable[[], str]:
    return lambda: reverse(name, args=[arg() for arg in args]) + query


def layar(
    oleh: str, nama: str, *args: Callable[[], int], query: str = "", status: int = 200
) -> Layar:
    return Layar(nama, oleh, di(nama, *args, query=query), status)


def resmi(nama: str) -> Callable[[], str]:
    return lambda: f"{reverse(nama)}?rencana={rencana('pemprov-ntt')}"


def rencana_roadmap(kode: str = CONTOH) -> int:
    """Return the id of the Road Map of an institution."""
    return Rencana.objects.get(jenis=Rencana.Jenis.ROADMAP, instansi__kode=kode).pk


def resmi_roadmap(nama: str, query: str = "") -> Callable[[], str]:
    return lambda: f"{reverse(nama)}?rencana={rencana_roadmap('pemprov-ntt')}{query}"


def keputusan_zi() -> KeputusanZI:
    """Return the official decree of the KPU; auditor.kpu is made a reader of it."""
    Membership.objects.get_or_create(
        user=User.objects.get(username="auditor.kpu"),
        unit=Unit.objects.get(instansi__kode="kpu-ntt", induk=None),
        role=Role.AUDITOR,
    )
    return KeputusanZI.objects.get(rencana__instansi__kode="kpu-ntt")


def resmi_zi(nama: str, query: str = "") -> Callable[[], str]:
    return lambda: f"{reverse(nama)}?rencana={keputusan_zi().rencana_id}{query}"
