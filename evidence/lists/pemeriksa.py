"""Who may review in an institution, and which tasks nobody there can decide (four eyes)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Instansi, Membership, User
from accounts.permissions import ROLE_PERMISSIONS, Permission
from evidence.lists.marks import sambung
from evidence.models import BuktiTaut, Capaian
from evidence.workflow import Status

PERAN = [role for role, may in ROLE_PERMISSIONS.items() if Permission.EVIDENCE_REVIEW in may]
"""Roles that review. Each of them reaches the whole institution."""


def terlibat(user_id: int) -> Q:
    """Return the condition of tasks that a person wrote, uploaded or sent: they may not decide.

    For rows of Capaian; says for a list what `actions.boleh_memutus` says for one task.
    """
    penulis = Capaian.penulis.through.objects.filter(capaian=OuterRef("pk"), user=user_id)
    pengunggah = BuktiTaut.objects.active().filter(
        versi__oleh=user_id, pemenuhan__capaian=OuterRef("pk")
    )
    return Q(Exists(penulis)) | Q(Exists(pengunggah))


def pemeriksa_aktif(instansi_ids: Collection[int]) -> dict[int, list[User]]:
    """Return the people who may review today, by institution, each list in the order of names."""
    rows = (
        Membership.objects.valid_on(timezone.localdate())
        .filter(unit__instansi__in=instansi_ids, role__in=PERAN, user__is_active=True)
        .select_related("user", "unit")
        .order_by("user__nama", "user_id")
    )
    found: dict[int, dict[int, User]] = {pk: {} for pk in instansi_ids}
    for row in rows:
        if row.unit is not None:
            found[row.unit.instansi_id][row.user_id] = row.user
    return {pk: list(people.values()) for pk, people in found.items()}


@dataclass(frozen=True)
class Macet:
    """Open tasks that no reviewer can decide, because all of them took part."""

    jumlah: int
    unit: list[str]


def macet(instansi_id: int, orang: Iterable[User]) -> Macet:
    """Return the open tasks of an institution in whose work all these reviewers took part."""
    rows = Capaian.objects.current().filter(
        instansi=instansi_id, status__in=[Status.DRAF, Status.MENUNGGU, Status.PERBAIKAN]
    )
    for user in orang:
        rows = rows.filter(terlibat(user.pk))
    found = rows.order_by().values_list("unit__nama").annotate(n=Count("pk")).order_by("unit__nama")
    units = list(found)
    return Macet(sum(n for _, n in units), [nama for nama, _ in units])


def peringatan(instansi: Instansi, orang: list[User]) -> str:
    """Return what is wrong with the second pair of eyes of an institution; empty when nothing is.

    `orang` are its active reviewers. One reviewer alone can't decide what they wrote themselves;
    two who wrote a task together can't decide that task.
    """
    if not orang:
        return "Belum ada verifikator: data dukung tidak dapat diputus."
    stuck = macet(instansi.pk, orang)
    daftar = sambung(stuck.unit[:3]) if len(stuck.unit) <= 3 else f"{len(stuck.unit)} unit"
    if len(orang) == 1:
        kini = f" Sekarang {stuck.jumlah} tugas ({daftar})." if stuck.jumlah else ""
        return (
            f"Belum ada verifikator kedua: tugas yang ditulis {orang[0].nama} "
            f"tidak dapat diputus siapa pun.{kini}"
        )
    if stuck.jumlah:
        return (
            f"{stuck.jumlah} tugas tidak dapat diputus siapa pun, karena semua verifikator ikut "
            f"mengerjakannya ({daftar}). Perlu seorang verifikator lagi."
        )
    return ""
