"""One required document on the sheet: its state in words, its files, what KPK said and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from evidence.models import BuktiTaut, Pemenuhan
from satgas.jaga.keadaan import Keadaan
from satgas.models import KirimanJaga

if TYPE_CHECKING:
    from satgas.jaga.keadaan import PemenuhanJaga

TANDA: dict[Keadaan, tuple[str, str]] = {
    Keadaan.SIAP: ("nila", "i-upload"),
    Keadaan.DITOLAK: ("merah", "s-ditolak"),
    Keadaan.DIBUKA: ("jingga", "s-dikembalikan"),
    Keadaan.MENUNGGU: ("biru", "s-direviu"),
    Keadaan.BELUM: ("abu", "s-belum"),
    Keadaan.DITERIMA: ("hijau", "s-diterima"),
    Keadaan.KECUALI: ("abu", "s-nihil"),
}
"""Tone and shape of each state."""


@dataclass(frozen=True)
class Tanda:
    """A state as it is shown: tone, shape, word."""

    tone: str
    ikon: str
    label: str


@dataclass(frozen=True)
class Riwayat:
    """One upload in the history of a document."""

    diunggah: datetime
    diunggah_oleh: str
    jawaban: str
    tanggal: date | None
    catatan: str
    dijawab: datetime | None
    dijawab_oleh: str
    akhir: str


@dataclass(frozen=True)
class Dokumen:
    """A document in its row. `kiriman` is the upload that stands, `tolakan` the last refusal."""

    pemenuhan: Pemenuhan
    keadaan: Keadaan
    tanda: Tanda
    berkas: list[BuktiTaut]
    kiriman: KirimanJaga | None
    tolakan: KirimanJaga | None
    berubah: bool
    riwayat: list[Riwayat]
    bisa_tandai: bool
    bisa_batal: bool
    bisa_jawab: bool
    koreksi: KirimanJaga | None


def dokumen(pemenuhan: "PemenuhanJaga", boleh: bool, hari_ini: date) -> Dokumen:
    """Put one loaded document together, as a person may work on it (`boleh`)."""
    rows = cast("list[KirimanJaga]", pemenuhan.kiriman_urut)  # type: ignore[attr-defined]
    keadaan = Keadaan(pemenuhan.keadaan_jaga)
    berdiri = [k for k in rows if k.dibatalkan is None]
    kiriman = next((k for k in berdiri if k.jawaban != KirimanJaga.Jawaban.DITOLAK), None)
    last = berdiri[0] if berdiri else None
    rejected = last if last is not None and kiriman is None else None
    waits = kiriman is not None and not kiriman.jawaban
    return Dokumen(
        pemenuhan=pemenuhan,
        keadaan=keadaan,
        tanda=_tanda(keadaan, pemenuhan, kiriman, hari_ini),
        berkas=pemenuhan.berkas,  # type: ignore[attr-defined]
        kiriman=kiriman,
        tolakan=rejected,
        berubah=kiriman is not None and bool(kiriman.berubah),  # type: ignore[attr-defined]
        riwayat=_riwayat(rows),
        bisa_tandai=boleh and keadaan is Keadaan.SIAP,
        bisa_batal=boleh and waits,
        bisa_jawab=boleh and waits,
        koreksi=last if boleh and last is not None and last.jawaban else None,
    )


def _tanda(
    keadaan: Keadaan, pemenuhan: Pemenuhan, kiriman: KirimanJaga | None, hari_ini: date
) -> Tanda:
    """Until the cut-off's day for JAGA an upload is just there; after it KPK verifies."""
    if keadaan is Keadaan.KECUALI:
        return Tanda(*TANDA[keadaan], label=pemenuhan.get_status_display())
    if keadaan is Keadaan.MENUNGGU:
        sampai: date | None = getattr(kiriman, "jaga_sampai", None)
        if sampai is not None and hari_ini <= sampai:
            return Tanda("hijau", "s-jaga", "Sudah diunggah")
        return Tanda(*TANDA[keadaan], label="Proses verifikasi KPK")
    return Tanda(*TANDA[keadaan], label=str(keadaan.label))


def _riwayat(rows: Sequence[KirimanJaga]) -> list[Riwayat]:
    """All uploads, newest first, with how those that no longer stand came to an end."""
    return [
        Riwayat(
            diunggah=row.diunggah,
            diunggah_oleh=row.diunggah_oleh.nama,
            jawaban=row.get_jawaban_display() if row.jawaban else "",
            tanggal=row.tanggal_jawaban,
            catatan=row.catatan,
            dijawab=row.dijawab,
            dijawab_oleh=row.dijawab_oleh.nama if row.dijawab_oleh else "",
            akhir=_akhir(row, rows),
        )
        for row in rows
    ]


def _akhir(row: KirimanJaga, rows: Sequence[KirimanJaga]) -> str:
    if row.dibatalkan is None:
        return ""
    if any(other.diunggah == row.dibatalkan for other in rows):
        return "Diganti unggahan baru"
    if any(other.diunggah == row.diunggah and other.pk > row.pk for other in rows):
        return "Jawaban dikoreksi"
    return "Tanda unggah dibatalkan"
