"""Lists of imports as files: what came in, what one would change, what is wrong with it."""

from collections.abc import Iterator

from accounts.models import User
from accounts.permintaan import Permintaan
from imports.hak import boleh_lihat
from imports.lists.isi import saring_baris, saring_temuan, tampilkan
from imports.lists.saringan import SaringanImpor
from imports.models import BarisBatch, Batch, TemuanBatch
from imports.views.pintu import batch_terbuka, nomor, tempat_daftar
from sheets.tables import Isi, Tabel, dari_isi, kolom, saringan
from sheets.unduhan import Unduhan, register

Rows = Iterator[tuple[Isi, ...]]

_KATA_TERPANJANG = 100
_IMPOR = kolom(
    ("Nomor", "angka"),
    ("Berkas", "teks", 40),
    ("Ukuran (byte)", "angka", 14),
    ("SHA-256", "kode", 66),
    ("Data", "teks", 34),
    ("Tujuan", "teks", 34),
    ("Institusi", "teks", 34),
    ("Diunggah", "waktu"),
    ("Oleh", "teks", 30),
    ("Baru", "angka"),
    ("Berubah", "angka"),
    ("Sama", "angka"),
    ("Ditolak", "angka"),
    ("Temuan", "angka"),
    ("Keadaan", "teks", 24),
    ("Diterapkan", "waktu"),
    ("Diurungkan", "waktu"),
)
_PERUBAHAN = kolom(
    ("Baris", "angka"),
    ("Data", "teks", 40),
    ("Hasil", "teks", 14),
    ("Isi lama dan isi baru", "teks", 70),
    ("Temuan", "teks", 60),
)
_TEMUAN = kolom(
    ("Lembar", "teks", 24),
    ("Baris", "angka"),
    ("Sel", "kode", 8),
    ("Kolom", "teks", 26),
    ("Isi berkas", "teks", 34),
    ("Tingkat", "teks", 18),
    ("Temuan", "teks", 50),
    ("Yang perlu dilakukan", "teks", 50),
)


def daftarkan() -> None:
    """Register the lists of this app; called once when it is ready."""
    register(
        Unduhan("impor", "Impor", _melihat, impor),
        Unduhan("impor_perubahan", "Perubahan sebuah impor", _melihat, perubahan),
        Unduhan("impor_temuan", "Temuan sebuah impor", _melihat, temuan),
    )


def _melihat(user: User) -> bool:
    return any(boleh_lihat(user, instansi) for instansi in user.akses.instansi)


def impor(request: Permintaan) -> Tabel:
    """Return the imports that a person sees, newest first."""
    where = tempat_daftar(request)
    form = SaringanImpor(request.GET, user=request.user)
    rows = form.baris(Batch.objects.visible_to(request.user).select_related("oleh", "instansi"))

    def baris(found: list[Batch]) -> Rows:
        for one in found:
            seen = one.diperiksa is not None
            yield (
                one.pk,
                one.nama_asli,
                one.ukuran,
                one.sha256,
                one.label_jenis,
                one.tujuan_nama,
                one.instansi.nama,
                one.dibuat,
                one.oleh.nama,
                *(n if seen else None for n in (one.baru, one.berubah, one.sama, one.ditolak)),
                one.temuan_jumlah if seen else None,
                one.get_keadaan_display(),
                one.diterapkan,
                one.diurungkan,
            )

    asked = {form.fields[n].label or n: request.GET.get(n) for n in form.fields}
    return dari_isi(
        "impor",
        "Impor",
        _IMPOR,
        rows.defer("kenalan", "pemetaan", "bentrok", "catatan"),
        baris=baris,
        keterangan=tuple(f"{label}: {said}" for label, said in asked.items() if said),
        lingkup=tuple(i.pk for i in where),
    )


def _satu(request: Permintaan) -> tuple[Batch, str]:
    """Return the import that `objek` names, and the words looked for."""
    batch = batch_terbuka(request, nomor(request.GET.get("objek", "")) or 0)
    return batch, request.GET.get("cari", "").strip()[:_KATA_TERPANJANG]


def perubahan(request: Permintaan) -> Tabel:
    """Return the rows of one import (`objek`), what each would change in one cell."""
    batch, cari = _satu(request)
    hasil = request.GET.get("hasil", "")

    def baris(rows: list[BarisBatch]) -> Rows:
        columns = batch.kelas.kolom() if batch.kelas else {}
        for row, shown in zip(rows, tampilkan(batch, rows, request.user), strict=True):
            if row.jenis == BarisBatch.Jenis.BARU:
                said = [f"{u.kolom}: {u.potongan[0].teks}" for u in shown.ubahan]
            else:
                said = [
                    f"{columns[nama].judul}: {lama or 'kosong'} \N{RIGHTWARDS ARROW} "
                    f"{baru or 'kosong'}"
                    for nama, (lama, baru) in row.beda.items()
                    if nama in columns
                ]
            faults = [f"{t.sel} {t.pesan} {t.saran}".strip() for t in shown.temuan]
            yield (row.baris, row.kunci, shown.label, "\n".join(said), "\n".join(faults))

    named = BarisBatch.Jenis(hasil).label if hasil in BarisBatch.Jenis.values else None
    return dari_isi(
        "impor_perubahan",
        "Perubahan sebuah impor",
        _PERUBAHAN,
        saring_baris(batch, hasil, cari),
        baris=baris,
        keterangan=saringan(Berkas=batch.nama_asli, Hasil=str(named) if named else None, Cari=cari),
        lingkup=(batch.instansi_id,),
    )


def temuan(request: Permintaan) -> Tabel:
    """Return everything wrong or suspicious in the file of one import (`objek`)."""
    batch, cari = _satu(request)

    def baris(rows: list[TemuanBatch]) -> Rows:
        for row in rows:
            yield (
                row.lembar,
                row.baris,
                row.sel,
                row.kolom,
                row.nilai,
                row.get_tingkat_display(),
                row.pesan,
                row.saran,
            )

    return dari_isi(
        "impor_temuan",
        "Temuan sebuah impor",
        _TEMUAN,
        saring_temuan(batch, request.GET.get("tingkat", ""), cari),
        baris=baris,
        keterangan=saringan(Berkas=batch.nama_asli, Cari=cari),
        lingkup=(batch.instansi_id,),
    )
