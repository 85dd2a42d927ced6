"""The analysis of one import: recognise, compare, store rows and findings, settle the state.

Nothing of a plan is written. Rows are stored in pieces of their own while nobody reads them; a
killed analysis begins again and clears what it left.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from accounts.permissions import Denied
from audit.masking import mask_nip
from audit.recorder import System, audited
from imports.actions.langkah import kunci_batch, pindah
from imports.alur import AksiImpor
from imports.analysis.compare import Jenis, Pembanding, TemuanSel, Terbanding
from imports.analysis.satuan import beda_satuan
from imports.analysis.sources import alamat, baris_datar
from imports.analysis.what import Tanya, asal_lain, kenali_batch
from imports.models import BarisBatch, Batch, TemuanBatch
from imports.reading import Buku, Ditolak, Lembar, buka
from jobs.registry import Kemajuan
from sheets.columns import Acuan, Kode, Pilihan, Teks
from sheets.layout import BarisMentah
from sheets.resource import Isi, Konteks, SheetResource, Tingkat
from sheets.values import Keliru, sebut

KEPING = 1000
TEMUAN_TERBANYAK = 5000
_DISEBUT = 200


@dataclass
class Hitungan:
    """What the rows add up to."""

    jumlah: dict[str, int] = field(default_factory=dict)
    temuan: int = 0
    galat: int = 0
    peringatan: int = 0

    def tambah(self, rows: Iterable[Terbanding]) -> None:
        """Count rows."""
        for row in rows:
            self.jumlah[row.jenis] = self.jumlah.get(row.jenis, 0) + 1

    def satu(self, jenis: str) -> int:
        """Return how many rows ended so."""
        return self.jumlah.get(jenis, 0)


def periksa_batch(batch_id: int, kemajuan: Kemajuan) -> None:
    """Analyse an import that waits for it; one that does not is left alone."""
    batch = Batch.objects.select_related("instansi", "oleh").filter(pk=batch_id).first()
    if batch is None or batch.keadaan != Batch.Keadaan.DIPERIKSA:
        return
    kemajuan.langkah("Membuka berkas")
    _bersihkan(batch)
    try:
        with default_storage.open(str(batch.berkas.name)) as stored:
            buku = buka(
                batch.nama_asli,
                cast(BinaryIO, stored.file),
                batas_byte=settings.IMPORT_MAX_BYTES,
                batas_baris=settings.IMPORT_MAX_ROWS,
            )
        kemajuan.langkah("Mengenali isi berkas")
        sasaran = kenali_batch(batch, buku)
        if isinstance(sasaran, Tanya):
            _selesai(batch, AksiImpor.TANYAKAN, **sasaran.nilai)
            return
        _banding(batch, buku, kemajuan)
    except (Ditolak, Denied) as error:
        _selesai(batch, AksiImpor.GAGAL, pesan=str(error))
    except Keliru as error:
        _selesai(batch, AksiImpor.GAGAL, pesan=f"{error} {error.saran}".strip())


def _banding(batch: Batch, buku: Buku, kemajuan: Kemajuan) -> None:
    kelas = batch.kelas
    assert kelas is not None  # kenali_batch has settled it
    resource = kelas(
        Konteks(
            instansi=batch.instansi,
            oleh=batch.oleh,
            at=timezone.now(),
            tujuan=batch.tujuan,
            asal=batch.nama_asli,
        )
    )
    resource.siapkan()
    lembar = next(one for one in buku.lembar if one.nama == batch.lembar)
    kemajuan.langkah("Membaca data yang sudah ada")
    pembanding = Pembanding(resource, lembar)
    hitungan = Hitungan()
    bersama = _bersama(resource)
    kemajuan.bagian(max(1, lembar.tinggi))
    rows = pembanding.banding(_sumber(batch, lembar, resource))
    for piece in _keping(rows):
        kemajuan.langkah(f"Memeriksa baris {piece[-1].baris}", piece[-1].baris)
        if bersama is not None:
            bersama += [(row.no, row) for row in piece if row.isi is not None]
        hitungan.tambah(piece)
        _simpan(batch, resource, piece, lembar.nama, hitungan)
    if bersama is not None:
        _bersama_simpan(batch, resource, bersama, lembar.nama, hitungan)
    with transaction.atomic():
        whole = [
            TemuanSel(t.tingkat, None, "", "", "", t.pesan, t.saran)
            for t in resource.periksa_akhir()
        ]
        whole += _satuan(batch, lembar, resource)
        _temuan(batch, whole, lembar.nama, hitungan)
    _akhiri(batch, resource, hitungan, buku)


def _sumber(batch: Batch, lembar: Lembar, resource: SheetResource) -> Iterator[BarisMentah]:
    if batch.tata == Batch.Tata.RESMI:
        assert resource.tata_resmi is not None
        return resource.tata_resmi.baris(lembar, resource)
    filled = frozenset(
        nama
        for nama, kolom in resource.kolom_impor().items()
        if isinstance(kolom.jenis, Teks | Kode | Acuan | Pilihan)
    )
    return baris_datar(lembar, batch.baris_judul or 1, batch.pemetaan, filled)


def _satuan(batch: Batch, lembar: Lembar, resource: SheetResource) -> Iterator[TemuanSel]:
    """Yield the amounts of a flat table that stand in another unit than the kind takes."""
    if batch.tata == Batch.Tata.RESMI:
        return
    columns = resource.kolom_impor()
    for (baris, ke), t in beda_satuan(lembar, batch.baris_judul or 1, batch.pemetaan, columns):
        judul = columns[t.kolom].judul
        yield TemuanSel(t.tingkat, baris, alamat(baris, ke), judul, "", t.pesan, t.saran)


def _bersama(resource: SheetResource) -> list[tuple[int, Terbanding]] | None:
    """Return a place for all rows when the kind looks at them together, else None."""
    own = type(resource).periksa_semua is not SheetResource.periksa_semua
    return [] if own else None


def _bersama_simpan(
    batch: Batch,
    resource: SheetResource,
    rows: list[tuple[int, Terbanding]],
    lembar: str,
    hitungan: Hitungan,
) -> None:
    by_no = dict(rows)
    isi: list[tuple[int, Isi]] = [(no, row.isi) for no, row in rows if row.isi is not None]
    found: list[TemuanSel] = []
    refused: set[int] = set()
    for no, temuan in resource.periksa_semua(isi):
        row = by_no.get(no)
        if row is not None and temuan.kolom in row.gagal:
            continue
        letak = row.letak.get(temuan.kolom) if row else None
        kolom = resource.kolom_impor().get(temuan.kolom)
        value = row.isi.get(temuan.kolom) if row and row.isi else None
        found.append(
            TemuanSel(
                temuan.tingkat,
                row.baris if row else None,
                alamat(*letak) if letak else "",
                kolom.judul if kolom else "",
                "" if kolom is None or kolom.rahasia else sebut(resource.sel(temuan.kolom, value)),
                temuan.pesan,
                temuan.saran,
            )
        )
        if temuan.tingkat is Tingkat.GALAT and row and row.jenis != Jenis.DITOLAK:
            refused.add(no)
            hitungan.jumlah[row.jenis] -= 1
            hitungan.jumlah[Jenis.DITOLAK] = hitungan.satu(Jenis.DITOLAK) + 1
            row.jenis = Jenis.DITOLAK
    with transaction.atomic():
        _temuan(batch, found, lembar, hitungan)
        BarisBatch.objects.filter(batch=batch, no__in=refused).update(jenis=Jenis.DITOLAK)


def _simpan(
    batch: Batch,
    resource: SheetResource,
    rows: list[Terbanding],
    lembar: str,
    hitungan: Hitungan,
) -> None:
    """Store a piece of rows with their findings."""
    with transaction.atomic():
        BarisBatch.objects.bulk_create(_baris(batch, resource, row) for row in rows)
        _temuan(batch, [t for row in rows for t in row.temuan], lembar, hitungan)


def _baris(batch: Batch, resource: SheetResource, row: Terbanding) -> BarisBatch:
    made = BarisBatch(
        batch=batch, no=row.no, baris=row.baris, jenis=row.jenis, kunci=mask_nip(row.kunci)
    )
    if row.isi is not None and row.jenis in (Jenis.BARU, Jenis.BERUBAH):
        made.nilai = resource.simpan(row.isi)
        made.pasca = resource.sidik(row.isi)
        if row.lama is not None:
            made.pra = resource.sidik(row.lama.nilai)
            made.beda = mask_nip(beda(resource, row.lama.nilai, row.isi))
    return made


def beda(resource: SheetResource, lama: Isi, baru: Isi) -> dict[str, list[Any]]:
    """Return the columns that differ as [old, new], as a person reads them."""
    return {
        nama: [kolom.sebut(lama[nama], resource), kolom.sebut(baru[nama], resource)]
        for nama, kolom in resource.kolom_impor().items()
        if lama[nama] != baru[nama]
    }


def _temuan(batch: Batch, found: Iterable[TemuanSel], lembar: str, hitungan: Hitungan) -> None:
    rows = []
    for one in found:
        hitungan.temuan += 1
        if one.tingkat is Tingkat.PERINGATAN:
            hitungan.peringatan += 1
        else:
            hitungan.galat += 1
        if hitungan.temuan <= TEMUAN_TERBANYAK:
            rows.append(
                TemuanBatch(
                    batch=batch,
                    no=hitungan.temuan,
                    tingkat=one.tingkat,
                    lembar=lembar[:120],
                    baris=one.baris,
                    sel=one.sel,
                    kolom=one.kolom[:120],
                    nilai=mask_nip(one.nilai)[:_DISEBUT],
                    pesan=mask_nip(one.pesan),
                    saran=mask_nip(one.saran),
                )
            )
    TemuanBatch.objects.bulk_create(rows)


def _akhiri(batch: Batch, resource: SheetResource, hitungan: Hitungan, buku: Buku) -> None:
    changed = hitungan.satu(Jenis.BARU) + hitungan.satu(Jenis.BERUBAH)
    aksi, pesan = AksiImpor.SIAPKAN, ""
    if not sum(hitungan.jumlah.values()):
        aksi, pesan = (
            AksiImpor.GAGAL,
            (
                f"Lembar {batch.lembar} tidak berisi baris di bawah judulnya. "
                "Isi barisnya, lalu unggah lagi."
            ),
        )
    elif hitungan.galat:
        aksi = AksiImpor.TEMUKAN
    elif not changed:
        aksi = AksiImpor.SAMAKAN
    elif not _boleh_ditulis(batch):
        aksi, pesan = (
            AksiImpor.TEMUKAN,
            (f"{batch.tujuan_nama} adalah arsip, jadi isinya hanya dapat dibandingkan."),
        )
    _selesai(
        batch,
        aksi,
        pesan=pesan,
        catatan=[*buku.catatan, *filter(None, [asal_lain(batch)])],
        baru=hitungan.satu(Jenis.BARU),
        berubah=hitungan.satu(Jenis.BERUBAH),
        sama=hitungan.satu(Jenis.SAMA),
        ditolak=hitungan.satu(Jenis.DITOLAK),
        peringatan=hitungan.peringatan,
        temuan_jumlah=hitungan.temuan,
        diperiksa=timezone.now(),
    )


def _boleh_ditulis(batch: Batch) -> bool:
    kelas = batch.kelas
    if kelas is None or not kelas.bertujuan:
        return True
    found = kelas.daftar_tujuan(batch.oleh, batch.instansi)
    return any(t.id == batch.tujuan and t.tulis for t in found)


def _bersihkan(batch: Batch) -> None:
    with transaction.atomic():
        BarisBatch.objects.filter(batch=batch).delete()
        TemuanBatch.objects.filter(batch=batch).delete()


def _selesai(batch: Batch, aksi: AksiImpor, **nilai: Any) -> None:
    """Settle the state, unless somebody gave the import up meanwhile."""
    with audited():
        locked = kunci_batch(batch.pk)
        if locked.keadaan == Batch.Keadaan.DIPERIKSA:
            figures = {k: v for k, v in nilai.items() if isinstance(v, int | str)}
            pindah(locked, aksi, System(), isi=figures, **nilai)


def _keping(rows: Iterator[Terbanding]) -> Iterator[list[Terbanding]]:
    while piece := list(islice(rows, KEPING)):
        yield piece
