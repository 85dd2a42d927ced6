"""Files of the own units, and what a search finds, as files."""

from collections.abc import Iterable, Iterator

from django.http import Http404

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.lists.files import daftar_berkas
from evidence.lists.search import PALING_PENDEK, cari_berkas, cari_butir
from evidence.models import Bukti, BuktiVersi, Capaian
from sheets.tables import Isi, Tabel, dari_halaman, kolom
from sheets.tables import saringan as kata_saringan
from sheets.unduhan import Unduhan, punya, register, siapa_pun

Rows = Iterator[tuple[Isi, ...]]

_BERKAS = kolom(
    ("Nama berkas", "teks", 44),
    ("Versi", "angka"),
    ("Ukuran (byte)", "angka", 14),
    ("Halaman", "angka"),
    ("Unit", "teks", 26),
    ("Nomor dokumen", "kode", 26),
    ("Tanggal dokumen", "tanggal"),
    ("Klasifikasi", "teks", 18),
    ("Retensi", "teks", 18),
    ("Dipakai di", "teks", 30),
    ("Diunggah", "waktu"),
    ("Oleh", "teks", 26),
)
_CARI_TUGAS = kolom(
    ("Kode", "kode"),
    ("Uraian", "teks", 60),
    ("Rencana", "teks", 40),
    ("Tahun", "kode", 8),
    ("Unit", "teks", 30),
    ("Status", "teks", 22),
)


def daftarkan() -> None:
    """Register these lists; called once when the app is ready."""
    register(
        Unduhan("berkas_unit", "Berkas unit saya", punya(Permission.EVIDENCE_SEND), berkas_unit),
        Unduhan("cari_tugas", "Tugas yang ditemukan", siapa_pun, tugas_ditemukan),
        Unduhan("cari_berkas", "Berkas yang ditemukan", siapa_pun, berkas_ditemukan),
    )


def berkas_unit(request: Permintaan) -> Tabel:
    """Return the files that the person's units own."""
    kata, kelas = request.GET.get("kata", "").strip()[:100], request.GET.get("kelas", "")
    named = Bukti.Kelas(kelas).label if kelas in Bukti.Kelas.values else None
    return dari_halaman(
        "berkas_unit",
        "Berkas unit saya",
        _BERKAS,
        baca=lambda page: daftar_berkas(request.user, kata=kata, kelas=kelas, halaman=page),
        halaman=lambda page: page,
        baris=_berkas,
        keterangan=kata_saringan(Kata=kata, Klasifikasi=str(named) if named else None),
    )


def _berkas(page: Iterable[BuktiVersi]) -> Rows:
    for versi in page:
        used = (t.pemenuhan for t in versi.dipakai)  # type: ignore[attr-defined]  # prefetched
        yield (
            versi.nama_asli,
            versi.no,
            versi.ukuran,
            versi.halaman,
            str(versi.bukti.unit),
            versi.nomor_dokumen,
            versi.tanggal_dokumen,
            versi.bukti.get_kelas_display(),
            versi.bukti.get_retensi_display(),
            "\n".join(f"{p.capaian.butir.kode} dokumen {p.dokumen.urut}" for p in used),
            versi.dibuat,
            versi.oleh.nama,
        )


def _cari(request: Permintaan) -> str:
    kata = " ".join(request.GET.get("q", "").split())[:100]
    if len(kata) < PALING_PENDEK:
        raise Http404("Tulis kata yang dicari.")
    return kata


def tugas_ditemukan(request: Permintaan) -> Tabel:
    """Return all tasks that a search finds; the screen shows the first of them."""
    kata = _cari(request)
    rows = cari_butir(request.user, kata)

    def baris() -> Rows:
        for one in rows.iterator(chunk_size=500):
            task: Capaian | None = next(iter(one.terlihat), None)  # type: ignore[attr-defined]  # prefetched
            yield (
                one.kode,
                one.uraian,
                one.rencana.nama,
                str(one.rencana.tahun),
                str(one.unit),
                task.get_status_display() if task else "",
            )

    return Tabel("cari_tugas", "Tugas", _CARI_TUGAS, rows.count(), baris, kata_saringan(Kata=kata))


def berkas_ditemukan(request: Permintaan) -> Tabel:
    """Return all files that a search finds; the screen shows the first of them."""
    kata = _cari(request)
    rows = cari_berkas(request.user, kata).select_related("oleh")
    return Tabel(
        "cari_berkas",
        "Berkas",
        _BERKAS,
        rows.count(),
        lambda: _berkas(rows.iterator(chunk_size=500)),
        kata_saringan(Kata=kata),
    )
