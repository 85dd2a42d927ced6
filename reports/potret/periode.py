"""Where the cut-offs of a plan stand: open, frozen, approved, opened again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from accounts.models import User
from accounts.permissions import Permission
from evidence.keadaan import hari_di
from evidence.models import Batas, Rencana
from reports.kemajuan.parameter import Persetujuan
from reports.models import KeadaanPeriode, LangkahPeriode, Potret
from reports.potret.alur import ALUR_PERIODE, AksiPeriode


@dataclass(frozen=True)
class Periode:
    """One cut-off: its state, its last Potret, its steps (newest first), what a person may do."""

    batas: Batas
    keadaan: KeadaanPeriode
    potret: Potret | None
    langkah: tuple[LangkahPeriode, ...]
    tahap: Batas.Tahap
    boleh: frozenset[AksiPeriode]


def keadaan(langkah: LangkahPeriode | None) -> KeadaanPeriode:
    """Return the state of a period from its last step."""
    return KeadaanPeriode(langkah.ke) if langkah else KeadaanPeriode.TERBUKA


def dapat_dipotret(batas: Batas, at: datetime) -> bool:
    """Whether a cut-off has opened by a moment, and reports to KPK: before, there is nothing."""
    rencana = batas.rencana
    return rencana.berjaga and rencana.berjalan and batas.dibuka <= hari_di(rencana, at)


def daftar_periode(rencana: Rencana, user: User, now: datetime) -> list[Periode]:
    """Return the cut-offs of a plan in their order, as a person sees them (three queries)."""
    return susun_periode(rencana.batas_set.select_related("rencana__instansi"), user, now)


def susun_periode(batas: Iterable[Batas], user: User, now: datetime) -> list[Periode]:
    """Return cut-offs, which come with plan and institution, with their state (two queries)."""
    rows = sorted(batas, key=lambda b: (b.akhir, b.pk))
    ids = [b.pk for b in rows]
    steps: dict[int, list[LangkahPeriode]] = {pk: [] for pk in ids}
    for step in LangkahPeriode.objects.filter(batas__in=ids).select_related("oleh").order_by("-pk"):
        steps[step.batas_id].append(step)
    last = Potret.objects.filter(batas=OuterRef("batas")).order_by("-no").values("pk")[:1]
    frozen = {
        p.batas_id: p
        for p in Potret.objects.tanpa_isi()
        .filter(batas__in=ids, pk=Subquery(last))
        .select_related("oleh")
    }
    found = []
    for row in rows:
        own = tuple(steps[row.pk])
        state = keadaan(own[0] if own else None)
        found.append(
            Periode(
                batas=row,
                keadaan=state,
                potret=frozen.get(row.pk),
                langkah=own,
                tahap=row.tahap(hari_di(row.rencana, now)),
                boleh=_boleh(row, state, user, now),
            )
        )
    return found


def _boleh(
    batas: Batas, state: KeadaanPeriode, user: User, now: datetime
) -> frozenset[AksiPeriode]:
    if not user.akses.has(Permission.PERIOD_CLOSE, batas.rencana.instansi_id):
        return frozenset()
    return frozenset(
        arrow.aksi for arrow in ALUR_PERIODE.dari(state) if not penghalang(batas, arrow.aksi, now)
    )


def penghalang(batas: Batas, aksi: AksiPeriode, at: datetime) -> str:
    """Return what forbids a step whatever the state of the period, "" when nothing does."""
    if not batas.rencana.berjaga:
        return "Rencana ini tidak dilaporkan ke KPK, jadi tidak mempunyai periode."
    if aksi is not AksiPeriode.SETUJUI and not dapat_dipotret(batas, at):
        return f"{batas.kode} belum dibuka atau rencananya tidak sedang berjalan."
    return ""


def sebab_terkunci(batas: Batas) -> str:
    """Return why code and last day of a cut-off are fixed: a Potret speaks of them."""
    if not Potret.objects.filter(batas=batas).exists():
        return ""
    return (
        f"{batas.kode} sudah dipotret, jadi kode dan akhir periodenya tetap dan batas ini tidak "
        "dapat dihapus. Tanggal lainnya masih dapat diubah."
    )


def persetujuan(potret: Potret) -> Persetujuan | None:
    """Return the approval in force for exactly this Potret (one query).

    None when its period was never approved, was opened again, or has a later Potret.
    """
    step = (
        LangkahPeriode.objects.filter(batas=potret.batas_id)
        .select_related("oleh")
        .order_by("-pk")
        .first()
    )
    return berlaku(step, potret.pk)


def berlaku(step: LangkahPeriode | None, potret_id: int) -> Persetujuan | None:
    """Return the approval of a Potret that the last step of its period gives (with its `oleh`)."""
    if step is None or step.ke != KeadaanPeriode.DISETUJUI or step.potret_id != potret_id:
        return None
    return Persetujuan(step.oleh.nama if step.oleh else "", step.jabatan, step.at)
