"""Hand-overs between two units: Serahkan, then Terima or back with a reason.

No document changes its state here. A hand-over says who holds a task up: lateness follows the
holder (`tetapkan_pemegang`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.permissions import Denied, Permission
from audit.recorder import Event, audited, record
from evidence.actions.errors import IsianKurang
from evidence.actions.kewajiban import tetapkan_pemegang
from evidence.actions.transition import clock
from evidence.models import Capaian, SerahTerima
from evidence.workflow import NotAllowed

_Keadaan = SerahTerima.Keadaan
BISA_DISERAHKAN: tuple[str, ...] = (_Keadaan.BELUM, _Keadaan.DIKEMBALIKAN)
BISA_DIJAWAB: tuple[str, ...] = (_Keadaan.DISERAHKAN,)


@dataclass(frozen=True)
class _Terkunci:
    """A locked hand-over with both of its tasks."""

    serah: SerahTerima
    dari: Capaian
    ke: Capaian


def _lock(serah_id: int, by: User, *, pemberi: bool) -> _Terkunci:
    """Lock both tasks in the order of their ids, then the hand-over, and check who and when."""
    ends = SerahTerima.objects.filter(pk=serah_id).values_list("dari", "ke").first()
    if ends is None:
        raise Denied("Serah terima ini tidak ada atau bukan untuk unit Anda.")
    rows = {
        c.pk: c
        for c in Capaian.objects.select_for_update(of=("self",))
        .select_related("instansi", "unit", "butir__rencana")
        .filter(pk__in=ends)
        .order_by("pk")
    }
    dari, ke = rows[ends[0]], rows[ends[1]]
    own = dari if pemberi else ke
    mine = Capaian.objects.visible_to(by, Permission.EVIDENCE_SEND).filter(pk=own.pk)
    if not mine.exists():
        siapa = "yang menyerahkan" if pemberi else "yang menerima"
        raise Denied(f"Hanya operator unit {siapa} yang dapat melakukan langkah ini.")
    if not own.butir.rencana.berjalan:
        raise NotAllowed("Rencana ini tidak sedang berjalan, jadi serah terimanya tidak dicatat.")
    if dari.gugur is not None or ke.gugur is not None:
        raise NotAllowed("Jadwal salah satu tugasnya sudah diganti atau dicabut.")
    serah = (
        SerahTerima.objects.select_for_update(of=("self",))
        .select_related("alur", "diserahkan_oleh", "dijawab_oleh")
        .get(pk=serah_id)
    )
    return _Terkunci(serah, dari, ke)


def _require(serah: SerahTerima, states: tuple[str, ...]) -> None:
    if serah.keadaan in states:
        return
    keadaan = _Keadaan(serah.keadaan)
    if keadaan is _Keadaan.BELUM:
        raise NotAllowed("Tugas ini belum diserahkan, jadi belum ada yang dapat dijawab.")
    oleh = serah.diserahkan_oleh if keadaan is _Keadaan.DISERAHKAN else serah.dijawab_oleh
    siapa = f" oleh {oleh.nama}" if oleh else ""
    raise NotAllowed(
        f"Langkah ini tidak tersedia: serah terima sudah {keadaan.label.lower()}{siapa}."
    )


def _record(found: _Terkunci, aksi: str, by: User, at: datetime, isi: dict[str, Any]) -> None:
    dari, ke = found.dari, found.ke
    record(
        Event(
            instansi=ke.instansi.kode,
            contoh=ke.instansi.contoh,
            aksi=f"serah.{aksi}",
            oleh=by,
            objek_jenis="serah_terima",
            objek_id=str(found.serah.pk),
            objek_nama=f"{dari.butir.kode} diserahkan untuk {ke.butir.kode}"[:300],
            isi={"dari": dari.pk, "ke": ke.pk, "keadaan": found.serah.keadaan, **isi},
            at=at,
        )
    )


def serahkan(
    *, serah_id: int, by: User, catatan: str = "", at: datetime | None = None
) -> SerahTerima:
    """Hand over to the next unit; from now on that unit holds its task.

    For who may send the giving task. Raises Denied, NotAllowed (already handed over, plan not
    running, window superseded), IsianKurang.
    """
    catatan = _catatan(catatan)
    with audited():
        found = _lock(serah_id, by, pemberi=True)
        _require(found.serah, BISA_DISERAHKAN)
        now = clock(found.ke.instansi, at)
        serah = found.serah
        serah.keadaan, serah.catatan = _Keadaan.DISERAHKAN, catatan
        serah.diserahkan, serah.diserahkan_oleh = now, by
        serah.save()
        tetapkan_pemegang([found.ke.pk])
        _record(found, "serahkan", by, now, {"catatan": catatan})
        return serah


def terima(
    *, serah_id: int, by: User, catatan: str = "", at: datetime | None = None
) -> SerahTerima:
    """Confirm that a hand-over has arrived. For who may send the receiving task.

    Raises Denied, NotAllowed, IsianKurang.
    """
    return _jawab(serah_id, by, _Keadaan.DITERIMA, "terima", _catatan(catatan), at)


def kembalikan(*, serah_id: int, by: User, catatan: str, at: datetime | None = None) -> SerahTerima:
    """Give a hand-over back with the reason; the giving unit holds the task again.

    For who may send the receiving task. Raises Denied, NotAllowed, IsianKurang.
    """
    catatan = _catatan(catatan)
    if not catatan:
        raise IsianKurang({"catatan": "Tulis alasan supaya unit pemberi tahu apa yang kurang."})
    return _jawab(serah_id, by, _Keadaan.DIKEMBALIKAN, "kembalikan", catatan, at)


def _jawab(
    serah_id: int, by: User, keadaan: str, aksi: str, catatan: str, at: datetime | None
) -> SerahTerima:
    with audited():
        found = _lock(serah_id, by, pemberi=False)
        _require(found.serah, BISA_DIJAWAB)
        now = clock(found.ke.instansi, at)
        serah = found.serah
        serah.keadaan, serah.jawaban = keadaan, catatan
        serah.dijawab, serah.dijawab_oleh = now, by
        serah.save()
        tetapkan_pemegang([found.ke.pk])
        _record(found, aksi, by, now, {"catatan": catatan})
        return serah


def _catatan(text: str) -> str:
    text = text.strip()
    if len(text) > 4000:
        raise IsianKurang({"catatan": "Catatan paling panjang 4000 huruf."})
    return text
