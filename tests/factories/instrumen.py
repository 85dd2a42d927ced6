"""A small instrument of one institution."""

from types import SimpleNamespace

from django.utils import timezone

from accounts.models import Instansi, Unit, User
from satgas.actions.instrumen import buat_instrumen
from satgas.actions.susunan import tambah
from satgas.models import SubIndikator


def buat_susunan(instansi: Instansi, unit: Unit, by: User) -> SimpleNamespace:
    """Make an instrument of this year with one row on each level; return their ids.

    `by` is an admin of the institution.
    """
    instrumen = buat_instrumen(instansi_id=instansi.pk, tahun=timezone.localdate().year, by=by)

    def satu(tingkat: str, induk: int, **isian: object) -> int:
        made = tambah(
            instrumen_id=instrumen.pk, tingkat=tingkat, induk_id=induk, isian=isian, by=by
        )
        return int(made.pk)

    area = satu("area", instrumen.pk, nama=f"Area {instansi.kode}")
    indikator = satu("indikator", area, nama=f"Indikator {instansi.kode}")
    sub = satu("sub", indikator, nama=f"Sub {instansi.kode}", unit=unit)
    dokumen = satu("dokumen", sub, uraian=f"Dokumen {instansi.kode}", kriteria="")
    assert SubIndikator.objects.get(pk=sub).kode == "1.1.1"
    return SimpleNamespace(
        instrumen=instrumen.pk, area=area, indikator=indikator, sub=sub, dokumen=dokumen
    )
