"""Objects of one institution on every level, for tables of who sees and who writes what."""

import io
from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from roadmap.actions.langkah import catat_kemajuan
from tests.factories.rapat import (
    buat_langkah,
    buat_masalah,
    buat_notula,
    buat_rapat,
    rapat_terlaksana,
)
from tests.factories.states import pdf_kecil


def isi(d: SimpleNamespace) -> SimpleNamespace:
    """Meetings of both offices, the pokja and the pleno, a problem in each, and their steps.

    The pokja spoke about a row of the pupr, the pleno about one of the bkd.
    """
    soon = timezone.localdate() + timedelta(days=7)
    s = SimpleNamespace()
    s.bkd = rapat_terlaksana(d.rencana, d.operator, d.bkd)
    s.pupr = rapat_terlaksana(d.rencana, d.operator_pupr, d.pupr)
    s.pokja = rapat_terlaksana(d.rencana, d.verifikator, d.pokja)
    s.pleno = rapat_terlaksana(d.rencana, d.ketua, None)
    s.rencana = buat_rapat(d.rencana, d.operator, d.bkd)
    s.m_bkd = buat_masalah(s.bkd, d.operator, d.butir["A-001"].pk)
    s.m_pupr = buat_masalah(s.pupr, d.operator_pupr, d.butir["B-007"].pk)
    s.m_pokja = buat_masalah(s.pokja, d.verifikator, d.butir["B-007"].pk)
    s.m_pleno = buat_masalah(s.pleno, d.ketua, d.butir["A-001"].pk)
    s.l_bkd = buat_langkah(s.m_pleno, d.ketua, d.bkd, soon)
    s.l_pupr = buat_langkah(s.m_pokja, d.verifikator, d.pupr, soon)
    s.notula = buat_notula(s.pleno, d.ketua)
    s.notula_bkd = buat_notula(s.bkd, d.operator)
    step = catat_kemajuan(langkah_id=s.l_bkd.pk, catatan="Mulai.", files=berkas(), by=d.operator)
    s.berkas_langkah = step.catatan_set.get().bukti.get().pk
    return s


def berkas(isi: str = "bukti") -> list[tuple[str, io.BytesIO]]:
    """Return one small PDF as an upload."""
    return [("bukti.pdf", io.BytesIO(pdf_kecil(isi)))]
