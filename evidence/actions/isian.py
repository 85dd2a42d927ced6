"""What the unit writes about a task, saved as a draft."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from accounts.models import User
from accounts.permissions import Permission
from audit.recorder import audited
from evidence.actions.errors import IsianKurang
from evidence.actions.progres import catat_progres
from evidence.actions.transition import Langkah, clock, finish, lock
from evidence.grades import nilai_rasio
from evidence.models import Butir, Capaian
from evidence.pelengkap import pelengkap
from evidence.workflow import Aksi, NotAllowed, Status

EDITABLE = (Status.BELUM, Status.DRAF, Status.PERBAIKAN)


@dataclass(frozen=True)
class Isian:
    """Text and claimed value of a task.

    The value is picked (`nilai_mandiri`) or computed from two figures (`pembilang`, `penyebut`),
    as the Butir says; what does not apply is left out. `progres` None leaves it as stored.
    `khusus` are the figures of the plan's own form (`evidence.pelengkap`), None leaves them.
    """

    narasi: str = ""
    kendala: str = ""
    tindak_lanjut: str = ""
    nilai_mandiri: int | None = None
    pembilang: Decimal | None = None
    penyebut: Decimal | None = None
    progres: str | None = None
    khusus: Mapping[str, Any] | None = None


def apply_isian(capaian: Capaian, isian: Isian) -> dict[str, object]:
    """Put the text into a locked task; return what changed. Raises IsianKurang, NotAllowed."""
    if Status(capaian.status) not in EDITABLE:
        raise NotAllowed(
            f"Isian tidak dapat diubah pada status {Status(capaian.status).label}. "
            "Tarik kembali dahulu bila perlu."
        )
    galat = _galat(capaian.butir, isian)
    if galat:
        raise IsianKurang(galat)
    changed: dict[str, object] = {}
    for field, value in _berlaku(capaian.butir, isian).items():
        if getattr(capaian, field) != value:
            changed[field] = value
            setattr(capaian, field, value)
    own = pelengkap(capaian.butir)
    if own is not None and isian.khusus is not None:
        changed |= own.simpan(capaian, isian.khusus)
    return changed


def _galat(butir: Butir, isian: Isian) -> dict[str, str]:
    """Name each wrong field."""
    galat = {}
    if butir.cara_nilai == Butir.CaraNilai.PILIH and isian.nilai_mandiri is not None:
        grades = set(butir.kriteria_set.values_list("nilai", flat=True))
        if grades and isian.nilai_mandiri not in grades:
            galat["nilai_mandiri"] = "Pilih salah satu nilai dari kriteria tugas ini."
        elif not 0 <= isian.nilai_mandiri <= 100:
            galat["nilai_mandiri"] = "Nilai mandiri harus antara 0 dan 100."
    if butir.cara_nilai == Butir.CaraNilai.RASIO:
        if isian.pembilang is not None and isian.pembilang < 0:
            galat["pembilang"] = "Angka yang tercapai tidak boleh di bawah 0."
        if isian.penyebut is not None and isian.penyebut <= 0:
            galat["penyebut"] = "Angka seluruhnya harus lebih dari 0."
    if isian.progres is not None and isian.progres not in Capaian.Progres.values:
        galat["progres"] = "Pilih progres dari daftar."
    return galat


def _berlaku(butir: Butir, isian: Isian) -> dict[str, object]:
    """Return the fields that this text sets, by the way the Butir is graded."""
    fields = asdict(isian)
    del fields["khusus"]
    if isian.progres is None:
        del fields["progres"]
    if butir.cara_nilai == Butir.CaraNilai.RASIO:
        return fields | {"nilai_mandiri": nilai_rasio(isian.pembilang, isian.penyebut)}
    del fields["pembilang"], fields["penyebut"]
    if butir.cara_nilai in (Butir.CaraNilai.DOKUMEN, Butir.CaraNilai.KHUSUS):
        del fields["nilai_mandiri"]  # computed when sending, or by the plan
    return fields


def simpan_draf(
    *, capaian_id: int, versi: int, isian: Isian, by: User, at: datetime | None = None
) -> Capaian:
    """Save the text of a task without sending it.

    Raises Denied, NotAllowed (waiting or approved), Bentrok, IsianKurang. Unchanged text writes
    nothing; with nothing but the progress changed, `versi` stays (see `atur_progres`).
    """
    with audited():
        capaian = lock(capaian_id, by, Permission.EVIDENCE_SEND, versi=versi)
        now = clock(capaian.instansi, at)
        changed = apply_isian(capaian, isian)
        if changed.keys() <= {"progres"}:
            if changed:
                capaian.refresh_from_db(fields=["progres"])
                catat_progres(capaian, str(isian.progres), by, now)
            return capaian
        step = Langkah(Aksi.LAMPIRKAN, by, now)
        isi = {k: str(v) if isinstance(v, Decimal) else v for k, v in changed.items()}
        finish(capaian, step, {"berubah": isi}, nama="simpan_draf")
        return capaian
