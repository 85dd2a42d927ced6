"""Removal of what the Road Map keeps in CONTOH institutions; the spine's rows go afterwards."""

from accounts.models import Instansi
from audit.recorder import audited
from roadmap.demo.rapat import hapus_rapat
from roadmap.models import (
    AturanUkur,
    BarisAksi,
    Indikator,
    Realisasi,
    RealisasiHistoris,
    RealisasiTercatat,
    RoadMap,
    TargetTahun,
)
from ukuran.models import PitaCapaian, SkalaPredikat


def remove() -> list[str]:
    """Delete the Road Maps of all CONTOH institutions, from the leaves up."""
    with audited():
        ids = list(Instansi.objects.filter(contoh=True).values_list("pk", flat=True))
        hapus_rapat(ids)
        RealisasiTercatat.objects.filter(instansi__in=ids).delete()
        RealisasiHistoris.objects.filter(instansi__in=ids).delete()
        Realisasi.objects.filter(capaian__instansi__in=ids).delete()
        TargetTahun.objects.filter(butir__instansi__in=ids).delete()
        AturanUkur.objects.filter(butir__instansi__in=ids).delete()
        BarisAksi.objects.filter(butir__instansi__in=ids).update(anggaran_pada=None)
        rows = BarisAksi.objects.filter(kegiatan__program__roadmap__rencana__instansi__in=ids)
        rows.delete()
        Indikator.objects.filter(butir__instansi__in=ids).delete()
        gone, _ = RoadMap.objects.filter(rencana__instansi__in=ids).delete()
        PitaCapaian.objects.filter(instansi__in=ids).delete()
        SkalaPredikat.objects.filter(instansi__in=ids).delete()
    return [f"Road Map CONTOH: {gone} baris dihapus"] if gone else []
