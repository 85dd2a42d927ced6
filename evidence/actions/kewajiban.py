"""Obligations: the Capaian that follow from Butir, their pola and the cut-offs of the plan."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from evidence.jadwal import Jendela, jatuh_tempo
from evidence.keadaan import hari_di
from evidence.models import (
    AlurSerah,
    Butir,
    Capaian,
    DokumenWajib,
    Pemenuhan,
    Rencana,
    SerahTerima,
)
from evidence.pelengkap import pelengkap_rencana
from evidence.penjadwal import jendela_rencana


def _nothing(butir: Butir) -> date | None:
    return None


def _whole(butir: Butir, window: Jendela) -> Jendela | None:
    return window


def _always(butir: Butir, window: Jendela) -> bool:
    return True


def buat_capaian(
    rencana: Rencana,
    butir: Iterable[Butir],
    *,
    at: datetime,
    dari: date | None = None,
    tetap: Callable[[Butir], date | None] = _nothing,
    potong: Callable[[Butir, Jendela], Jendela | None] = _whole,
) -> list[Capaian]:
    """Make the Capaian and Pemenuhan of Butir in a locked plan; return the Capaian.

    Windows that ended before `dari` are left out. `tetap` may name a deadline that stands in
    for the cut-offs, `potong` shorten windows or leave them out (None). A window that a Butir
    already has is not made again, nor one that the plan does not ask for (`Pelengkap.perlu`).
    """
    butir = list(butir)
    own = pelengkap_rencana(rencana)
    perlu = own.perlu(rencana) if own else _always
    cut_offs = list(rencana.batas_set.all())
    today = hari_di(rencana, at)
    there = set(
        Capaian.objects.filter(butir__in=butir, gugur__isnull=True).values_list("butir", "mulai")
    )
    windows = jendela_rencana(rencana, butir)
    rows = Capaian.objects.bulk_create(
        Capaian(
            instansi_id=rencana.instansi_id,
            butir=b,
            unit_id=b.unit_id,
            mulai=window.mulai,
            selesai=window.selesai,
            batas=tetap(b) or jatuh_tempo(b, window, cut_offs, rencana.selesai, today),
            dibuat=at,
        )
        for b in butir
        for whole in windows[b.pk]
        if (dari is None or whole.selesai >= dari)
        and perlu(b, whole)
        and (window := potong(b, whole)) is not None
        and (b.pk, window.mulai) not in there
    )
    documents: dict[int, list[int]] = {}
    for butir_id, pk in (
        DokumenWajib.objects.filter(butir__in=butir).order_by("urut").values_list("butir", "pk")
    ):
        documents.setdefault(butir_id, []).append(pk)
    Pemenuhan.objects.bulk_create(
        Pemenuhan(capaian=c, dokumen_id=pk, dibuat=at)
        for c in rows
        for pk in documents.get(c.butir_id, ())
    )
    return rows


def buat_serah_terima(rencana: Rencana) -> int:
    """Make the missing hand-overs of a plan's arrows, one for each receiving Capaian.

    It comes from the giving Capaian whose window shares the most days with the receiving one
    (the earliest of equals); without a shared day there is none. Returns how many were made.
    """
    arrows = list(AlurSerah.objects.filter(rencana=rencana))
    ends = {pk for arrow in arrows for pk in (arrow.dari_id, arrow.ke_id)}
    windows: dict[int, list[Capaian]] = {}
    for row in Capaian.objects.filter(butir__in=ends, gugur__isnull=True).order_by("mulai"):
        windows.setdefault(row.butir_id, []).append(row)
    there = set(SerahTerima.objects.filter(alur__in=arrows).values_list("alur", "ke"))
    made = []
    for arrow in arrows:
        for ke in windows.get(arrow.ke_id, ()):
            if (arrow.pk, ke.pk) in there:
                continue
            target = Jendela(ke.mulai, ke.selesai)
            shared = [
                (target.tumpang(Jendela(c.mulai, c.selesai)), c)
                for c in windows.get(arrow.dari_id, ())
            ]
            best = max(shared, key=lambda pair: pair[0], default=(0, None))
            if best[0] and best[1] is not None:
                made.append(SerahTerima(alur=arrow, dari=best[1], ke=ke))
    SerahTerima.objects.bulk_create(made)
    tetapkan_pemegang(serah.ke_id for serah in made)
    return len(made)


def tetapkan_pemegang(capaian_ids: Iterable[int]) -> None:
    """Say for each task who holds it: the first unit that has not handed over, or nobody else.

    Lateness follows the holder. Once handed over, the task is with its own unit, which has to
    confirm with Terima or give it back.
    """
    ids = set(capaian_ids)
    waiting: dict[int, int] = {}
    open_states = (SerahTerima.Keadaan.BELUM, SerahTerima.Keadaan.DIKEMBALIKAN)
    for ke, unit in (
        SerahTerima.objects.filter(keadaan__in=open_states, ke__in=ids, dari__gugur__isnull=True)
        .order_by("alur__dari__urut")
        .values_list("ke", "dari__unit")
    ):
        waiting.setdefault(ke, unit)
    for capaian in Capaian.objects.filter(pk__in=ids):
        holder = waiting.get(capaian.pk)
        if holder == capaian.unit_id:
            holder = None
        if capaian.pemegang_id != holder:
            Capaian.objects.filter(pk=capaian.pk).update(pemegang=holder)
