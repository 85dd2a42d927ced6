"""What a file is: kind, sheet, headings, columns, and where its rows belong; or a question."""

from dataclasses import dataclass, field
from typing import Any

from audit.masking import mask_nip
from imports.hak import boleh_impor
from imports.models import Batch, Pemetaan
from imports.reading import Buku
from imports.recognise import Kenalan, kenali
from sheets.resource import SheetResource, Tujuan
from sheets.values import lipat, sebut

CONTOH_BARIS, CONTOH_KOLOM, CONTOH_HURUF = 30, 60, 60


@dataclass(frozen=True)
class Tanya:
    """What has to be settled by a person; `nilai` are the columns of Batch that say so."""

    nilai: dict[str, Any] = field(default_factory=dict)


def kenali_batch(batch: Batch, buku: Buku) -> Tanya | None:
    """Settle what an import is and keep it in its row; a Tanya where a person must say.

    What a person has chosen is taken as it is.
    """
    settled = batch.lembar and batch.jenis and batch.pemetaan
    if settled and batch.lembar in {one.nama for one in buku.lembar}:
        return None
    kinds = boleh_impor(batch.oleh, batch.instansi)
    if batch.jenis:
        kinds = [kelas for kelas in kinds if kelas.kode == batch.jenis]
    found = kenali(buku, kinds, _ingatan(batch))
    values: dict[str, Any] = {"kenalan": _kenalan(found, buku)}
    kelas = found.jenis
    if kelas is None or not found.yakin:
        return Tanya({**values, "pesan": _pesan(found)})
    values |= {
        "jenis": kelas.kode,
        "tata": Batch.Tata.RESMI if found.resmi else Batch.Tata.DATAR,
        "lembar": found.lembar[:120],
        "baris_judul": found.baris_judul,
        "pemetaan": dict(found.pemetaan),
    }
    if kelas.bertujuan and batch.tujuan is None:
        chosen = _tujuan(kelas, batch, found.penanda.tujuan if found.penanda else "")
        if chosen is None:
            ask = f"Berkas ini dikenali sebagai {kelas.label}. Pilih tujuan datanya."
            return Tanya({**values, "pesan": ask})
        values |= {"tujuan": chosen.id, "tujuan_nama": chosen.nama[:250]}
    for nama, nilai in values.items():
        setattr(batch, nama, nilai)
    batch.save(update_fields=list(values))
    return None


def asal_lain(batch: Batch) -> str:
    """Return a note when a file of the portal was made for another institution, else ''."""
    made_for = batch.kenalan.get("instansi", "")
    if not made_for or made_for == batch.instansi.kode:
        return ""
    return (
        f"Berkas ini dibuat untuk instansi lain; isinya dibandingkan dengan data {batch.instansi}."
    )


def _ingatan(batch: Batch) -> dict[str, dict[str, Any]]:
    return {
        row.sidik: {"jenis": row.jenis, "pemetaan": row.pemetaan}
        for row in Pemetaan.objects.filter(instansi=batch.instansi_id)
    }


def _tujuan(kelas: type[SheetResource], batch: Batch, wanted: str) -> Tujuan | None:
    """Return the Tujuan that a file names, or the only one that can be written."""
    there = kelas.daftar_tujuan(batch.oleh, batch.instansi)
    named = [t for t in there if wanted and lipat(t.nama) == lipat(wanted)]
    open_now = [t for t in there if t.tulis]
    for found in (named, there, open_now):
        if len(found) == 1:
            return found[0]
    return None


def _pesan(found: Kenalan) -> str:
    kelas = found.jenis
    if kelas is None:
        return "Jenis data berkas ini belum dikenali. Pilih jenisnya dan padankan kolomnya."
    if found.hilang:
        columns = kelas.kolom_impor()
        names = ", ".join(columns[nama].judul for nama in found.hilang)
        return f"Berkas ini mirip {kelas.label}, tetapi kolom {names} belum ditemukan."
    return f"Berkas ini mirip {kelas.label}. Periksa padanan kolomnya."


def _kenalan(found: Kenalan, buku: Buku) -> dict[str, Any]:
    """Return what the page of choices shows: the top of each sheet, and what was guessed."""
    return {
        "jenis": found.jenis.kode if found.jenis else "",
        "lembar_terpilih": found.lembar,
        "baris_judul": found.baris_judul,
        "pemetaan": dict(found.pemetaan),
        "calon": [[kelas.kode, mirip] for kelas, mirip in found.calon],
        "asing": [[one.kolom, one.judul, one.mirip] for one in found.asing],
        "sidik": found.sidik,
        "instansi": found.penanda.instansi if found.penanda else "",
        "lembar": [{"nama": one.nama, "baris": _puncak(one)} for one in buku.lembar],
    }


def _puncak(lembar: Any) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for nomor, cells in lembar.baris():
        rows.append([nomor, [_teks(cell) for cell in cells[:CONTOH_KOLOM]]])
        if len(rows) >= CONTOH_BARIS:
            break
    return rows


def _teks(cell: Any) -> str:
    return "" if cell is None else mask_nip(sebut(getattr(cell, "teks", cell)))[:CONTOH_HURUF]
