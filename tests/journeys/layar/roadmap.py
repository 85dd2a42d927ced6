"""Screens of the Road Map: figures, document, meetings."""

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone

from evidence.models import (
    Butir,
)
from roadmap.models import LangkahPerbaikan, Masalah, Notula, Rapat, RealisasiHistoris
from tests.journeys.layar.dasar import (
    CONTOH,
    Layar,
    layar,
    realisasi,
    rencana_roadmap,
    resmi_roadmap,
)
from ukuran.models import SkalaPredikat


def _butir_roadmap(awal: str, kode: str = CONTOH) -> Callable[[], int]:
    """The first row of a Road Map whose code begins so."""
    rows = Butir.objects.filter(kode__startswith=awal).order_by("urut")
    return lambda: rows.filter(rencana=rencana_roadmap(kode))[0].pk


def _tahun_roadmap(geser: int) -> Callable[[], int]:
    return lambda: timezone.localdate().year + geser


def _skala_portal() -> int:
    return SkalaPredikat.objects.get(instansi=None, kode="opini-bpk", kini=True).pk


def _historis_contoh() -> str:
    """The table of last year in the CONTOH Road Map."""
    tahun = timezone.localdate().year - 1
    return f"{reverse('roadmap_historis_isi')}?rencana={rencana_roadmap()}&tahun={tahun}"


def _angka_historis() -> int:
    """A figure of an earlier year of the CONTOH Road Map."""
    rows = RealisasiHistoris.objects.filter(butir__rencana=rencana_roadmap(), diganti=None)
    return rows.earliest("pk").pk


def _rapat(keadaan: str) -> Callable[[], int]:
    """The last meeting in this state; held ones are of the pleno."""
    rows = Rapat.objects.filter(instansi__kode=CONTOH, keadaan=keadaan)
    if keadaan == Rapat.Keadaan.DILAKSANAKAN:
        rows = rows.filter(tingkat="pleno")
    return lambda: rows.latest("pk").pk


def _notula() -> int:
    return Notula.objects.filter(rapat=_rapat("dilaksanakan")(), dilepas=None).latest("pk").pk


def _masalah() -> int:
    return Masalah.objects.filter(instansi__kode=CONTOH, tingkat="pleno").latest("pk").pk


def _langkah() -> int:
    return LangkahPerbaikan.objects.filter(masalah=_masalah()).latest("pk").pk


LAYAR: tuple[Layar, ...] = (
    layar("operator.bkd", "roadmap_isi", realisasi),
    layar("operator.bkd", "roadmap_isi", lambda: realisasi("E-040")),
    # the Road Map in figures
    layar("operator.bkd", "roadmap", query="?keadaan=tanpa_data"),
    layar("sekda", "roadmap", query="?cari=tidakadaindikatorini"),
    layar("sekda", "roadmap", query="?per=2026-02-01"),
    Layar("roadmap", "auditor", resmi_roadmap("roadmap")),
    *(
        layar("sekda", "roadmap_grafik", query=f"?bagian={bagian}")
        for bagian in ("sasaran", "anggaran", "tren")
    ),
    Layar("roadmap_grafik", "auditor", resmi_roadmap("roadmap_grafik", "&bagian=anggaran")),
    layar("operator.bkd", "roadmap_butir", _butir_roadmap("B01")),
    layar("sekda", "roadmap_butir", _butir_roadmap("A-001")),
    layar("auditor", "roadmap_butir", _butir_roadmap("A-001", "pemprov-ntt")),
    # the Road Map as a document
    layar("operator.bkd", "roadmap_kegiatan"),
    layar("sekda", "roadmap_kegiatan", query="?keadaan=tanpa_data"),
    layar("sekda", "roadmap_kegiatan", query="?cari=tidakadabarisini"),
    layar("sekda", "roadmap_rekonsiliasi"),
    layar("auditor", "roadmap_rekonsiliasi", query="?usulan=1"),
    *(
        layar("verifikator", "roadmap_naskah", query=f"?bagian={bagian}")
        for bagian in ("sasaran", "kegiatan", "program", "monev", "lampiran", "daftar", "catatan")
    ),
    layar("auditor", "roadmap_naskah", query="?cari=integritas"),
    Layar("roadmap_kegiatan", "admin", resmi_roadmap("roadmap_kegiatan")),
    Layar("roadmap_kegiatan", "admin", resmi_roadmap("roadmap_kegiatan", "&tahun=2019")),
    Layar("roadmap_rekonsiliasi", "admin", resmi_roadmap("roadmap_rekonsiliasi", "&usulan=1")),
    Layar("roadmap_naskah", "admin", resmi_roadmap("roadmap_naskah", "&cari=zona")),
    # revisions, bands and scales, earlier years
    layar("admin", "roadmap_target", _butir_roadmap("A-001"), _tahun_roadmap(0)),
    layar("admin", "roadmap_target", _butir_roadmap("B01"), _tahun_roadmap(-1)),
    layar("admin", "roadmap_aturan", _butir_roadmap("B18")),
    layar("operator.bkd", "roadmap_aturan", _butir_roadmap("B18"), status=403),
    Layar(
        "roadmap_target",
        "admin",
        lambda: reverse("roadmap_target", args=[_butir_roadmap("A-001", "pemprov-ntt")(), 2019]),
        status=403,  # of the official plan admin is a reader
    ),
    layar("operator.bkd", "roadmap_ukuran"),
    layar("admin", "roadmap_ukuran"),
    layar("admin", "roadmap_pita"),
    layar("admin", "roadmap_pita_portal"),
    layar("admin", "roadmap_skala_baru"),
    layar("admin", "roadmap_skala", _skala_portal),
    layar("admin", "roadmap_historis"),
    layar("auditor", "roadmap_historis"),
    Layar("roadmap_historis", "admin", resmi_roadmap("roadmap_historis")),
    Layar("roadmap_historis_isi", "admin", _historis_contoh),
    layar("admin", "roadmap_historis_hapus", _angka_historis),
    # meetings of the Road Map
    layar("operator.bkd", "rapat", query="?tingkat=pleno&bulan=2026-01"),
    layar("sekda", "rapat"),
    Layar("rapat", "auditor", resmi_roadmap("rapat")),
    layar("sekda", "rapat_kalender"),
    layar("operator.bkd", "rapat_kalender", query="?bulan=2026-02"),
    layar("sekda", "rapat_masalah"),
    layar("operator.bkd", "rapat_masalah", query="?keadaan=diangkat&tingkat=unit"),
    layar("verifikator", "rapat_langkah"),
    layar("operator.bkd", "rapat_langkah", query="?keadaan=lewat"),
    layar("admin", "rapat_pengaturan"),
    layar("operator.bkd", "rapat_pengaturan"),
    layar("operator.bkd", "rapat_baru"),
    layar("sekda", "rapat_baru"),
    layar("operator.bkd", "rapat_rinci", _rapat("dijadwalkan")),
    layar("operator.bkd", "rapat_catat", _rapat("dijadwalkan")),
    layar("operator.bkd", "rapat_ubah", _rapat("dijadwalkan")),
    layar("operator.bkd", "rapat_batal", _rapat("dijadwalkan")),
    layar("sekda", "rapat_rinci", _rapat("dilaksanakan")),
    layar("auditor", "rapat_cetak", _rapat("dilaksanakan")),
    layar("sekda", "rapat_cetak", _rapat("dijadwalkan")),
    layar("verifikator", "rapat_catat", _rapat("dilaksanakan")),
    layar("verifikator", "rapat_masalah_baru", _rapat("dilaksanakan")),
    layar("verifikator", "rapat_notula_lepas", _rapat("dilaksanakan"), _notula),
    layar("auditor", "rapat_catat", _rapat("dilaksanakan"), status=403),
    layar("operator.bkd", "rapat_rinci", lambda: 999_999_999, status=404),
    layar("sekda", "rapat_masalah_rinci", _masalah),
    layar("auditor", "rapat_masalah_rinci", _masalah),
    layar("sekda", "rapat_langkah_rinci", _langkah),
    layar("verifikator", "rapat_langkah_rinci", _langkah),
)
