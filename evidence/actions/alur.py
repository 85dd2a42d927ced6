"""Hand-over arrows of a plan: adding and removing."""

from datetime import datetime

from accounts.models import User
from audit.recorder import audited
from evidence.actions.butir import lock_butir
from evidence.actions.errors import IsianKurang
from evidence.actions.kewajiban import buat_serah_terima, tetapkan_pemegang
from evidence.actions.rencana import record_rencana
from evidence.actions.transition import clock
from evidence.models import AlurSerah, Butir, SerahTerima
from evidence.workflow import NotAllowed


def tambah_alur(
    *, dari_id: int, ke_id: int, by: User, uraian: str = "", at: datetime | None = None
) -> AlurSerah:
    """Add an arrow between two Butir of one plan; a running plan gets its hand-overs.

    Raises Denied, NotAllowed and IsianKurang: another plan, the same Butir, an arrow that is
    there, or one that closes a circle in which everybody waits.
    """
    with audited():
        rencana, dari = lock_butir(dari_id, by)
        ke = Butir.objects.berlaku().filter(pk=ke_id, rencana=rencana).first()
        if ke is None:
            raise IsianKurang({"ke": "Pilih tugas lain dari rencana ini."})
        if ke.pk == dari.pk:
            raise IsianKurang({"ke": "Tugas tidak dapat menunggu dirinya sendiri."})
        pairs = set(AlurSerah.objects.filter(rencana=rencana).values_list("dari", "ke"))
        if (dari.pk, ke.pk) in pairs:
            raise IsianKurang({"ke": f"Serah terima {dari.kode} ke {ke.kode} sudah ada."})
        if _reaches(pairs, ke.pk, dari.pk):
            raise IsianKurang({"ke": f"{dari.kode} sudah menunggu {ke.kode}: keduanya buntu."})
        if len(uraian) > 300:
            raise IsianKurang({"uraian": "Paling panjang 300 huruf."})
        alur = AlurSerah.objects.create(
            rencana=rencana,
            dari=dari,
            ke=ke,
            sumber=AlurSerah.Sumber.PORTAL,
            uraian=uraian.strip(),
        )
        made = buat_serah_terima(rencana) if rencana.berjalan else 0
        record_rencana(
            rencana,
            "rencana.alur_tambah",
            by,
            clock(rencana.instansi, at),
            {"dari": dari.kode, "ke": ke.kode, "uraian": alur.uraian, "serah_terima": made},
        )
        return alur


def hapus_alur(*, alur_id: int, by: User, at: datetime | None = None) -> None:
    """Remove an arrow whose hand-overs nobody has made.

    Raises Denied, and NotAllowed when something was handed over.
    """
    with audited():
        dari = AlurSerah.objects.filter(pk=alur_id).values_list("dari", flat=True).first()
        rencana, _ = lock_butir(dari or 0, by)
        alur = AlurSerah.objects.select_related("dari", "ke").filter(pk=alur_id).first()
        if alur is None:
            raise NotAllowed("Serah terima ini sudah dihapus.")
        rows = list(alur.serah_set.select_for_update(of=("self",)))
        if any(row.keadaan != SerahTerima.Keadaan.BELUM for row in rows):
            raise NotAllowed(
                "Sudah ada penyerahan menurut serah terima ini, jadi tidak dapat dihapus."
            )
        receivers = [row.ke_id for row in rows]
        alur.serah_set.all().delete()
        alur.delete()
        tetapkan_pemegang(receivers)
        record_rencana(
            rencana,
            "rencana.alur_hapus",
            by,
            clock(rencana.instansi, at),
            {"dari": alur.dari.kode, "ke": alur.ke.kode},
        )


def _reaches(pairs: set[tuple[int, int]], start: int, target: int) -> bool:
    """Whether a chain of arrows leads from one Butir to another."""
    seen, todo = {start}, [start]
    while todo:
        here = todo.pop()
        if here == target:
            return True
        ahead = {ke for dari, ke in pairs if dari == here} - seen
        seen |= ahead
        todo.extend(ahead)
    return False
