"""Capaian in a given state, reached as a person would reach it."""

import io
from itertools import count

import pikepdf

from accounts.models import User
from evidence.actions import Isian, kirim, putuskan, unggah
from evidence.models import Capaian
from evidence.workflow import Aksi, Status

_NOMOR = count(1)  # no two files alike: a file that is already attached is refused


def pdf_kecil(teks: str = "CONTOH") -> bytes:
    """Return a real one-page PDF whose bytes differ with the text."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    font = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    text = teks.encode("latin-1", "replace").replace(b"(", b"").replace(b")", b"")
    page.Contents = pdf.make_stream(b"BT /F1 14 Tf 72 760 Td (" + text + b") Tj ET")
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)  # the same text, the same file
    return out.getvalue()


def segar(user: User) -> User:
    """Return the user read anew, so that memberships made meanwhile count."""
    return User.objects.get(pk=user.pk)


def draf(capaian: Capaian, operator: User, *, dokumen: int | None = None) -> Capaian:
    """Attach one file to each (or the first `dokumen`) required document."""
    rows = list(capaian.pemenuhan_set.order_by("dokumen__urut"))[:dokumen]
    for row in rows:
        hasil = unggah(
            pemenuhan_id=row.pk,
            files=[(f"bukti-{row.pk}.pdf", io.BytesIO(pdf_kecil(f"{row.pk} {next(_NOMOR)}")))],
            by=operator,
        )
        assert hasil.ditolak == []
    return Capaian.objects.get(pk=capaian.pk)


def terkirim(
    capaian: Capaian, operator: User, *, nilai: int = 90, dokumen: int | None = None
) -> Capaian:
    """Upload and send."""
    capaian = draf(capaian, operator, dokumen=dokumen)
    return kirim(
        capaian_id=capaian.pk,
        versi=capaian.versi,
        by=operator,
        isian=Isian(narasi="Sudah dikerjakan.", nilai_mandiri=nilai),
    )


def disetujui(
    capaian: Capaian, operator: User, verifikator: User, *, klaim: int = 90, nilai: int = 90
) -> Capaian:
    """Upload, send, approve all documents."""
    capaian = terkirim(capaian, operator, nilai=klaim)
    return putuskan(
        capaian_id=capaian.pk,
        versi=capaian.versi,
        pemenuhan_ids=pemenuhan_ids(capaian, Status.MENUNGGU),
        aksi=Aksi.SETUJUI,
        by=verifikator,
        nilai=nilai,
        catatan="Sebagian bukti belum lengkap." if nilai < klaim else "",
    )


def dikembalikan(capaian: Capaian, operator: User, verifikator: User) -> Capaian:
    """Upload, send, return all documents."""
    capaian = terkirim(capaian, operator)
    return putuskan(
        capaian_id=capaian.pk,
        versi=capaian.versi,
        pemenuhan_ids=pemenuhan_ids(capaian, Status.MENUNGGU),
        aksi=Aksi.MINTA_PERBAIKAN,
        by=verifikator,
        alasan="belum_ditandatangani",
        catatan="Halaman 3 belum ditandatangani.",
    )


def pemenuhan_ids(capaian: Capaian, *status: Status) -> list[int]:
    """Return the ids of a task's documents in order, of the given states only (default: all)."""
    rows = capaian.pemenuhan_set.order_by("dokumen__urut")
    return [p.pk for p in rows if not status or p.status in status]
