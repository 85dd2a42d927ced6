"""The history of a task, one line a step."""

from itertools import groupby

from accounts.sebutan import sebut_malas
from evidence.detail.bentuk import Peristiwa
from evidence.lists.marks import sambung
from evidence.models import Keputusan
from evidence.workflow import SIFAT, Aksi, Alasan, Status

_JUDUL = {
    Aksi.LAMPIRKAN: "Draf",
    Aksi.KOSONGKAN: "Berkas dilepas",
    Aksi.KIRIM: sebut_malas("Dikirim ke Inspektorat"),
    Aksi.TARIK: "Ditarik kembali",
    Aksi.SETUJUI: sebut_malas("Disetujui Inspektorat"),
    Aksi.MINTA_PERBAIKAN: "Perlu perbaikan",
    Aksi.BUKA_KEMBALI: "Persetujuan dibuka kembali",
    Aksi.PERBARUI: "Pemutakhiran dimulai",
    Aksi.NIHILKAN: "Nihil dikabulkan",
    Aksi.TAK_BERLAKUKAN: "Tidak berlaku dikabulkan",
    Aksi.TAK_DAPATKAN: "Tidak dapat dipenuhi dikabulkan",
    Aksi.BATALKAN_KECUALI: "Pengecualian dibatalkan",
    Aksi.TOLAK_KPK: "Ditolak KPK",
    Aksi.ATUR_DOKUMEN: "Daftar dokumen wajib diubah",
    Aksi.PULIHKAN_KPK: "Penolakan KPK dibatalkan",
}


def riwayat(decisions: list[Keputusan]) -> list[Peristiwa]:
    """One line per step, newest first: documents that moved together stand together."""
    lines = []
    for _, group in groupby(decisions, key=lambda k: (k.at, k.aksi, k.oleh_id)):
        rows = list(group)
        documents = [k for k in rows if k.pemenuhan is not None] or rows
        first = documents[0]
        sifat = SIFAT[Status(first.ke)]
        lines.append(
            Peristiwa(
                tone=sifat.tone,
                ikon=sifat.ikon,
                judul=_judul(first),
                isi=_isi(first, documents),
                catatan=first.catatan,
                oleh=nama_pelaku(first),
                saat=first.at,
            )
        )
    return lines


def _judul(first: Keputusan) -> str:
    if first.aksi == Aksi.PERBARUI and first.dari == Status.NIHIL:
        return "Ada kejadian, dibuka lagi"
    return str(_JUDUL.get(Aksi(first.aksi), Status(first.ke).label))


def _isi(first: Keputusan, documents: list[Keputusan]) -> str:
    numbers = sorted(k.pemenuhan.dokumen.urut for k in documents if k.pemenuhan is not None)
    parts = [f"dokumen {sambung(numbers)}"] if numbers else []
    if first.alasan:
        parts.append(f"alasan: {Alasan(first.alasan).label}")
    if first.nilai is not None:
        kata = "klaim" if first.aksi == Aksi.KIRIM else "nilai"
        parts.append(f"{kata} {first.nilai}")
    return ", ".join(parts)


def nama_pelaku(keputusan: Keputusan) -> str:
    """Return who took a step, with the office of that time."""
    nama = keputusan.oleh.nama
    return f"{nama}, {keputusan.jabatan}" if keputusan.jabatan else nama
