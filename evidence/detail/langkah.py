"""Where a task stands in its flow, and what to do next."""

from datetime import date, datetime

from accounts.sebutan import sebut, sebut_malas
from evidence.detail.bentuk import Berikut, Catatan, Dokumen, LangkahAlur
from evidence.detail.riwayat import nama_pelaku
from evidence.lists.marks import sambung
from evidence.models import Capaian, Keputusan
from evidence.mutakhir import Mutakhir, Tahap
from evidence.workflow import KECUALI, SIFAT, Alasan, Status
from ukuran.format import sisa_hari, tanggal

_ALUR = (
    ("Draf", "s-draf"),
    ("Menunggu verifikasi", "s-diajukan"),
    (sebut_malas("Disetujui Inspektorat"), "s-disetujui"),
    ("Sudah diunggah ke JAGA", "s-jaga"),
    ("Diterima KPK", "s-diterima"),
)
_TEMPAT = {Status.BELUM: -1, Status.DRAF: 0, Status.MENUNGGU: 1, Status.DISETUJUI: 2}


def alur(status: Status, *, kpk: bool = True) -> list[LangkahAlur]:
    """Return the steps of a task; a return stands among them, an exception ends them.

    `kpk`: what is approved goes on to KPK.
    """
    rows = _ALUR if kpk else _ALUR[:3]
    if status in KECUALI:
        steps = [("Belum diunggah", "s-belum"), (str(status.label), SIFAT[status].ikon)]
        current = 1
    elif status is Status.PERBAIKAN:
        steps = [*rows[:2], ("Perlu perbaikan", "s-dikembalikan"), *rows[2:]]
        current = 2
    else:
        steps, current = list(rows), _TEMPAT[status]
    return [
        LangkahAlur(str(label), ikon, "past" if n < current else "now" if n == current else "")
        for n, (label, ikon) in enumerate(steps)
    ]


def _catatan(dokumen: list[Dokumen]) -> list[Catatan]:
    """Reasons and notes of returned documents; one decision on several stands once."""
    notes: dict[tuple[datetime, int, str], tuple[list[int], Keputusan]] = {}
    for d in dokumen:
        if d.kembali is not None:
            key = (d.kembali.at, d.kembali.oleh_id, d.kembali.catatan)
            notes.setdefault(key, ([], d.kembali))[0].append(d.no)
    return [
        Catatan(
            dokumen=f"Dokumen {sambung(numbers)}",
            alasan=str(Alasan(k.alasan).label) if k.alasan else "",
            catatan=k.catatan,
            oleh=nama_pelaku(k),
            saat=k.at,
        )
        for numbers, k in notes.values()
    ]


def tertutup(capaian: Capaian) -> Berikut:
    """Return the box of a task that takes no work: superseded, revoked, or plan not running."""
    if capaian.gugur is None:
        isi = "Rencana ini tidak sedang berjalan."
    elif capaian.digantikan_oleh_id:
        isi = "Jadwal tugas ini sudah diganti. Isian dan berkasnya tetap dapat dibaca di sini."
    else:
        isi = "Tugas ini sudah dicabut dari rencana. Isian dan berkasnya tetap dapat dibaca."
    return Berikut("abu", "Capaian tidak dicatat di sini", isi, [], "")


def berikut(
    capaian: Capaian,
    dokumen: list[Dokumen],
    segar: Mutakhir | None,
    hari_ini: date,
    *,
    boleh_kirim: bool,
) -> Berikut:
    """Return what to do now in an open task, and until when."""
    status = Status(capaian.status)
    if segar is not None and status is Status.DISETUJUI:
        return _terus(segar, hari_ini, boleh_kirim)
    if status is Status.DISETUJUI or status in KECUALI:
        judul = (
            sebut("Selesai: semua dokumen disetujui Inspektorat")
            if status is Status.DISETUJUI
            else f"Diputus: {status.label}"
        )
        return Berikut(SIFAT[status].tone, judul, "", [], "Tidak ada langkah lagi.")
    perlu = _perlu(dokumen)
    if status is Status.MENUNGGU and not perlu:
        siapa = f" oleh {capaian.dikirim_oleh.nama}" if capaian.dikirim_oleh else ""
        isi = "Anda dapat menariknya kembali selama belum diputus." if boleh_kirim else ""
        saat = f"Dikirim {tanggal(capaian.dikirim)}{siapa}." if capaian.dikirim else ""
        return Berikut("biru", sebut("Menunggu verifikasi Inspektorat"), isi, [], saat)
    notes = _catatan(dokumen)
    if capaian.pemegang is not None:
        return Berikut(
            "jingga" if notes else "abu",
            f"Menunggu penyerahan dari {capaian.pemegang.nama}",
            "Dokumen boleh disiapkan sambil menunggu. Keterlambatan tidak dihitung bagi unit ini.",
            notes,
            f"Batas {tanggal(capaian.batas)}.",
        )
    due = segar.sampai if segar else capaian.batas
    kata = "Persetujuan terdahulu berlaku sampai" if segar else "Batas"
    tone = "jingga" if notes else "merah" if due < hari_ini else "nila"
    sub = f"{kata} {tanggal(due)}, {sisa_hari(due, hari_ini)}."
    return Berikut(tone, _ajakan(perlu, boleh_kirim), "", notes, sub)


def _terus(segar: Mutakhir, hari_ini: date, boleh_kirim: bool) -> Berikut:
    kata = segar.kata
    siapa = "Perbarui" if boleh_kirim else "Unit memperbarui"
    isi = {
        Tahap.LEWAT: f"{siapa} buktinya: persetujuan terakhir berlaku sampai "
        f"{tanggal(segar.sampai)}.",
        Tahap.SEGERA: f"{siapa} buktinya sebelum tanggal itu.",
        Tahap.SEGAR: "Tugas terus-menerus: buktinya diperbarui sebelum tanggal itu.",
    }[segar.tahap]
    return Berikut(kata.tone, kata.label, isi, [], f"{sisa_hari(segar.sampai, hari_ini)}.")


def _perlu(dokumen: list[Dokumen]) -> dict[str, list[int]]:
    """Return the documents with work for the unit: to mend, to upload, to renew, to send."""
    found: dict[str, list[int]] = {}
    for d in dokumen:
        status = Status(d.pemenuhan.status)
        if status is Status.PERBAIKAN:
            found.setdefault("perbaiki", []).append(d.no)
        elif status is Status.BELUM or (status is Status.DRAF and not d.berkas):
            found.setdefault("unggah", []).append(d.no)
        elif d.perlu_perbarui:
            found.setdefault("perbarui", []).append(d.no)
        elif status is Status.DRAF:
            found.setdefault("kirim", []).append(d.no)
    return found


def _ajakan(perlu: dict[str, list[int]], boleh_kirim: bool) -> str:
    """Return "Langkah berikut: perbaiki dokumen 2, unggah dokumen 3, lalu kirim"."""
    parts = [
        f"{kata} dokumen {sambung(numbers)}"
        for kata in ("perbaiki", "unggah", "perbarui")
        if (numbers := perlu.get(kata))
    ]
    send = sebut("kirim ke Inspektorat")
    parts.append(f"lalu {send}" if parts else send)
    prefix = "Langkah berikut" if boleh_kirim else "Giliran unit"
    return f"{prefix}: {', '.join(parts)}"
