"""Which indikator of the action plan answers which questions of an instrument."""

from collections.abc import Collection
from datetime import datetime

from accounts.models import User
from accounts.permissions import Denied, Permission
from audit.recorder import Event, audited, record
from evidence.actions.transition import clock
from evidence.workflow import NotAllowed
from zonaintegritas.models import (
    IndikatorKeberhasilan,
    InstrumenLKE,
    PertanyaanLKE,
    PetaIndikator,
)


def atur_peta(
    *,
    indikator_id: int,
    instrumen_id: int,
    pertanyaan: Collection[int],
    by: User,
    at: datetime | None = None,
) -> list[PetaIndikator]:
    """Set the questions of one instrument that an indikator answers; other instruments stay.

    Returns the rows that hold afterwards, in the order of the questions. Raises Denied (no admin
    of the indikator's institution, or an instrument that is not theirs), NotAllowed (a question
    of another instrument).
    """
    with audited():
        indikator = (
            IndikatorKeberhasilan.objects.select_for_update(of=("self",))
            .select_related("kegiatan__tim__keputusan__rencana__instansi")
            .filter(pk=indikator_id)
            .first()
        )
        instrumen = InstrumenLKE.objects.visible_to(by).filter(pk=instrumen_id).first()
        if indikator is None or instrumen is None:
            raise Denied("Indikator atau instrumen itu bukan untuk instansi Anda.")
        instansi = indikator.kegiatan.tim.keputusan.rencana.instansi
        if not by.akses.has(Permission.LKE_MANAGE, instansi.pk):
            raise Denied("Peta indikator hanya diatur oleh admin instansi.")
        if instrumen.instansi_id not in (None, instansi.pk):
            raise Denied("Instrumen itu milik instansi lain.")
        now = clock(instansi, at)
        wanted = {
            p.pk: p
            for p in PertanyaanLKE.objects.filter(instrumen=instrumen, pk__in=set(pertanyaan))
        }
        if len(wanted) != len(set(pertanyaan)):
            raise NotAllowed("Ada pertanyaan yang bukan bagian dari instrumen ini.")
        rows = PetaIndikator.objects.filter(indikator=indikator, pertanyaan__instrumen=instrumen)
        ada = set(rows.values_list("pertanyaan", flat=True))
        rows.exclude(pertanyaan__in=wanted).delete()
        PetaIndikator.objects.bulk_create(
            PetaIndikator(indikator=indikator, pertanyaan_id=pk, oleh=by, dibuat=now)
            for pk in wanted
            if pk not in ada
        )
        if ada != set(wanted):
            record(
                Event(
                    instansi=instansi.kode,
                    contoh=instansi.contoh,
                    aksi="lke.peta",
                    oleh=by,
                    objek_jenis="indikatorkeberhasilan",
                    objek_id=str(indikator.pk),
                    objek_nama=str(indikator)[:300],
                    isi={
                        "instrumen": str(instrumen),
                        "pertanyaan": sorted(p.kode for p in wanted.values()),
                    },
                    at=now,
                )
            )
        return list(rows.select_related("pertanyaan").order_by("pertanyaan__urut"))
