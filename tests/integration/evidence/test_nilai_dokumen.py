"""Claims computed from documents: which documents count."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from evidence.actions import kirim
from evidence.actions.pengecualian import ajukan, beri_pendapat
from evidence.actions.putusan_kecuali import catat_jawaban_kpk, putuskan_banyak
from evidence.models import Butir, Capaian, DokumenWajib, Pemenuhan, Pengecualian
from tests.factories import draf, pemenuhan_ids


@pytest.fixture
def tiga(dunia: SimpleNamespace) -> Capaian:
    """A task of three documents whose grade is the share of those sent."""
    capaian: Capaian = dunia.c_bkd
    Butir.objects.filter(pk=capaian.butir_id).update(cara_nilai=Butir.CaraNilai.DOKUMEN)
    third = DokumenWajib.objects.create(
        butir=capaian.butir, urut=3, uraian="Dokumen ketiga", asal="portal"
    )
    Pemenuhan.objects.create(capaian=capaian, dokumen=third)
    return Capaian.objects.get(pk=capaian.pk)


def dikecualikan(dunia: SimpleNamespace, capaian: Capaian, pemenuhan: int) -> Pengecualian:
    """One document that cannot be fulfilled, as the Ketua decided."""
    ajuan = ajukan(
        capaian_id=capaian.pk,
        versi=capaian.versi,
        jenis="tak_dapat",
        pemenuhan_ids=[pemenuhan],
        alasan="Tidak ada pengadaan seperti ini pada unit kami tahun ini.",
        by=dunia.operator,
    )
    beri_pendapat(ajuan_id=ajuan.pk, pendapat="mendukung", by=dunia.verifikator)
    [granted] = putuskan_banyak(ids=[ajuan.pk], putusan="dikabulkan", by=dunia.ketua)
    return granted


def jawab(dunia: SimpleNamespace, ajuan: Pengecualian, jawaban: str, catatan: str = "") -> None:
    catat_jawaban_kpk(
        ajuan_id=ajuan.pk,
        jawaban=jawaban,
        tanggal=timezone.localdate(),
        catatan=catatan,
        by=dunia.verifikator,
    )


def klaim(dunia: SimpleNamespace, capaian: Capaian) -> int | None:
    """Fill the first document, send it, and return the claim."""
    draf(Capaian.objects.get(pk=capaian.pk), dunia.operator, dokumen=1)
    now = Capaian.objects.get(pk=capaian.pk)
    return kirim(capaian_id=now.pk, versi=now.versi, by=dunia.operator).nilai_klaim


@pytest.mark.parametrize(
    ("jawaban", "claim"),
    [((), 33), (("diterima",), 50), (("diterima", "ditolak"), 33)],
)
def test_what_kpk_took_out_is_not_asked_in_the_claim(
    dunia: SimpleNamespace, tiga: Capaian, jawaban: tuple[str, ...], claim: int
) -> None:
    """One of three is sent: of two once KPK has accepted that the third cannot be fulfilled."""
    ajuan = dikecualikan(dunia, tiga, pemenuhan_ids(tiga)[2])
    for satu in jawaban:
        jawab(dunia, ajuan, satu, "Lampirkan daftar pengadaan." if satu == "ditolak" else "")
    assert klaim(dunia, tiga) == claim
