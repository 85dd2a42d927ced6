"""The history of an LKE and where it stands in its flow, as the page shows them."""

from dataclasses import dataclass
from datetime import datetime

from zonaintegritas.lke.alur import SIFAT_LKE, AksiLKE
from zonaintegritas.models import LKE, StatusLKE

_URUT: tuple[tuple[str, tuple[StatusLKE, ...]], ...] = (
    ("Penilaian mandiri", (StatusLKE.MANDIRI, StatusLKE.PERBAIKAN)),
    ("Evaluasi", (StatusLKE.EVALUASI,)),
    ("Anggota TPI", (StatusLKE.TPI_ANGGOTA,)),
    ("Ketua TPI", (StatusLKE.TPI_KETUA,)),
    ("Pengendali teknis", (StatusLKE.TPI_PENGENDALI,)),
    ("Selesai", (StatusLKE.SELESAI,)),
)
_KERJA = {
    AksiLKE.ISI: "Mulai mengisi",
    AksiLKE.IMPOR: "Jawaban diimpor",
    AksiLKE.URUNG_IMPOR: "Impor jawaban diurungkan",
    AksiLKE.LAMPIRKAN: "Mulai melampirkan bukti",
    AksiLKE.LEPASKAN: "Mulai melepas bukti",
}


@dataclass(frozen=True)
class LangkahTampil:
    """One stage of the flow: passed, current, or to come."""

    label: str
    ikon: str
    keadaan: str


@dataclass(frozen=True)
class RiwayatTampil:
    """One step of the history."""

    tone: str
    ikon: str
    judul: str
    isi: str
    catatan: str
    oleh: str
    saat: datetime


def urutan(lke: LKE) -> tuple[LangkahTampil, ...]:
    """Return the stages of the flow with the one the assessment is in."""
    status = StatusLKE(lke.status)
    kini = next(n for n, (_, states) in enumerate(_URUT) if status in states)
    return tuple(
        LangkahTampil(
            label=status.label if n == kini and status is StatusLKE.PERBAIKAN else label,
            ikon="s-disetujui" if n < kini else SIFAT_LKE[status if n == kini else states[0]].ikon,
            keadaan="past" if n < kini else "now" if n == kini else "",
        )
        for n, (label, states) in enumerate(_URUT)
    )


def kata_langkah(aksi: AksiLKE) -> str:
    """Return a step of the history in words; work by hand within a state is its beginning."""
    return _KERJA.get(aksi, aksi.label)


def riwayat(lke: LKE) -> list[RiwayatTampil]:
    """Return the steps of an assessment, newest first (one query)."""
    rows = lke.langkah_set.select_related("oleh").order_by("-at", "-id")
    found = []
    for row in rows:
        aksi, ke = AksiLKE(row.aksi), StatusLKE(row.ke)
        sifat = SIFAT_LKE[ke]
        jabatan = f", {row.jabatan}" if row.jabatan else ""
        found.append(
            RiwayatTampil(
                tone=sifat.tone,
                ikon=sifat.ikon,
                judul=kata_langkah(aksi),
                isi="" if row.dari == row.ke else f"menjadi {ke.label}",
                catatan=row.catatan,
                oleh=f"{row.oleh.nama}{jabatan}",
                saat=row.at,
            )
        )
    return found
