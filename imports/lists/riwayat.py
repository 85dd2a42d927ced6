"""The life of one import, told by the audit trail."""

from datetime import datetime
from typing import TypedDict

from audit.models import Kejadian
from imports.alur import ALUR_IMPOR, AksiImpor
from imports.models import Batch

TERAKHIR = 50
_KATA = {
    "impor.pilih": "Jenis dan kolom dipilih",
    "impor.periksa_ulang": "Diperiksa ulang",
    "impor.ajukan": "Diajukan ke orang kedua",
    "impor.terapkan": "Penerapan diminta",
    "impor.urungkan": "Pengurungan diminta",
    "impor.batalkan": "Dibatalkan",
    "impor.unduh_berkas": "Berkas diunduh",
    "impor.unduh_tanda": "Berkas bertanda diunduh",
}


class Langkah(TypedDict):
    """One step as components/history.html shows it."""

    tone: str
    ikon: str
    judul: str
    isi: str
    catatan: str
    oleh: str
    saat: datetime


def riwayat(batch: Batch, *, berisi: bool) -> list[Langkah]:
    """Return the last steps of an import, newest first (one query).

    Not `berisi`: without the messages, which may quote a cell.
    """
    events = Kejadian.objects.filter(
        instansi=batch.instansi.kode, objek_jenis="impor", objek_id=str(batch.pk)
    ).order_by("-no")
    steps = [_langkah(event) for event in events[:TERAKHIR]]
    return steps if berisi else [{**step, "catatan": ""} for step in steps]


def _langkah(event: Kejadian) -> Langkah:
    kode = event.aksi.removeprefix("impor.")
    known = kode in set(AksiImpor)
    state = event.isi.get("ke")
    sifat = ALUR_IMPOR.sifat.get(Batch.Keadaan(state)) if known and state else None
    words = _KATA.get(event.aksi) or (AksiImpor(kode).label if known else event.aksi)
    if event.aksi == "impor.pilih" and "ukuran" in event.isi:
        words = "Diunggah"
    names = dict.fromkeys((event.aktor_nama or "Pantas", event.aktor_jabatan))
    return {
        "tone": sifat.tone if sifat else "abu",
        "ikon": sifat.ikon if sifat else "s-diterima",
        "judul": words,
        "isi": "",
        "catatan": str(event.isi.get("pesan", "")),
        "oleh": ", ".join(filter(None, names)),
        "saat": event.at,
    }
