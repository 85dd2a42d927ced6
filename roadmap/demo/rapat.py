"""Meetings of CONTOH institutions: their removal."""

from collections.abc import Collection

from roadmap.models import (
    CatatanLangkah,
    Kehadiran,
    LangkahPerbaikan,
    Masalah,
    Notula,
    PengangkatanMasalah,
    PengaturanRapat,
    PengingatRapat,
    PerubahanRapat,
    Rapat,
)


def hapus_rapat(ids: Collection[int]) -> None:
    """Delete the meetings of these institutions with all that hangs on them, leaves first."""
    CatatanLangkah.objects.filter(instansi__in=ids).delete()
    LangkahPerbaikan.objects.filter(instansi__in=ids).delete()
    PengangkatanMasalah.objects.filter(instansi__in=ids).delete()
    Masalah.objects.filter(instansi__in=ids).delete()
    PerubahanRapat.objects.filter(instansi__in=ids).delete()
    Notula.objects.filter(rapat__instansi__in=ids).delete()
    Kehadiran.objects.filter(rapat__instansi__in=ids).delete()
    Rapat.objects.filter(instansi__in=ids).delete()
    PengingatRapat.objects.filter(instansi__in=ids).delete()
    PengaturanRapat.objects.filter(instansi__in=ids).delete()
