"""One meeting with everything that hangs on it, for tables of addresses."""

import io
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from accounts.models import Unit, User
from evidence.models import Rencana
from roadmap.actions.langkah import catat_kemajuan
from tests.factories.rapat import buat_langkah, buat_masalah, buat_notula, rapat_terlaksana
from tests.factories.states import pdf_kecil


@dataclass(frozen=True)
class RapatUji:
    """Ids of what was made."""

    rapat: int
    notula: int
    versi: int
    masalah: int
    langkah: int
    bukti: int


def buat_rapat_lengkap(
    rencana: Rencana, unit: Unit, butir_id: int, verifikator: User, operator: User
) -> RapatUji:
    """Hold a pleno with minutes, a problem, and a step of a unit with a file."""
    rapat = rapat_terlaksana(rencana, verifikator, None)
    notula = buat_notula(rapat, verifikator)
    masalah = buat_masalah(rapat, verifikator, butir_id)
    day = timezone.localdate() + timedelta(days=3)
    langkah = buat_langkah(masalah, verifikator, unit, day)
    files = [("bukti.pdf", io.BytesIO(pdf_kecil(f"langkah {langkah.pk}")))]
    catat_kemajuan(langkah_id=langkah.pk, catatan="Mulai.", files=files, by=operator)
    bukti = langkah.catatan_set.get().bukti.get()
    return RapatUji(rapat.pk, notula.pk, notula.versi_id, masalah.pk, langkah.pk, bukti.pk)
