"""One document for two plans: where else a file of this task may be used."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from accounts.models import User
from accounts.permissions import Permission
from evidence.jadwal import Jendela, label
from evidence.models import BuktiTaut, Capaian, Pemenuhan, Rencana
from evidence.workflow import Status, editable

_SEBUTAN = {Rencana.Jenis.SATGAS: "SK", Rencana.Jenis.MCP: "MCP"}


@dataclass(frozen=True)
class Tawaran:
    """One document of an equal task in another plan, for one file of this task."""

    pemenuhan: Pemenuhan
    nama: str
    uraian: str
    jendela: str
    dipakai: bool
    bisa: bool


@dataclass(frozen=True)
class BerkasSetara:
    """One attached file with the equal documents it may serve too."""

    taut: BuktiTaut
    tawaran: list[Tawaran]


def berkas_setara(user: User, capaian: Capaian, files: Iterable[BuktiTaut]) -> list[BerkasSetara]:
    """Return for each attached file of the own units the equal documents of other running plans.

    Only where the person may send. Two queries, one where the task has no equal.
    """
    theirs = (
        Capaian.objects.visible_to(user, Permission.EVIDENCE_SEND)
        .current()
        .filter(
            Q(butir__setara_ke__dari=capaian.butir_id) | Q(butir__setara_dari__ke=capaian.butir_id),
            instansi=capaian.instansi_id,
            mulai__lte=capaian.selesai,
            selesai__gte=capaian.mulai,
        )
        .exclude(butir__rencana=capaian.butir.rencana_id)
    )
    active = BuktiTaut.objects.active().select_related("versi")
    documents = list(
        Pemenuhan.objects.filter(capaian__in=theirs.values("pk"))
        .select_related("capaian__butir__rencana", "dokumen")
        .prefetch_related(Prefetch("taut_set", queryset=active, to_attr="berkas"))
        .order_by("capaian__butir__rencana", "capaian__butir__urut", "capaian", "dokumen__urut")
    )
    if not documents:
        return []
    return [
        BerkasSetara(taut, [_tawaran(p, taut) for p in documents])
        for taut in files
        if user.akses.may(Permission.EVIDENCE_SEND, taut.versi.bukti.unit)
    ]


def _tawaran(pemenuhan: Pemenuhan, taut: BuktiTaut) -> Tawaran:
    there, butir = pemenuhan.capaian, pemenuhan.capaian.butir
    uses: list[BuktiTaut] = pemenuhan.berkas  # type: ignore[attr-defined]  # prefetched
    used = any(u.versi.bukti_id == taut.versi.bukti_id for u in uses)
    jenis = Rencana.Jenis(butir.rencana.jenis)
    return Tawaran(
        pemenuhan=pemenuhan,
        nama=f"{_SEBUTAN.get(jenis, jenis.label)} {butir.kode}",
        uraian=butir.uraian.rstrip(" ;."),
        jendela=label(butir.pola, Jendela(there.mulai, there.selesai)),
        dipakai=used,
        bisa=not used and editable(Status(pemenuhan.status)),
    )
