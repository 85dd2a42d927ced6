"""Delivery of a file, and the list of own files."""

import io
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.http import FileResponse
from django.test import Client
from django.urls import reverse

from audit.models import Kejadian
from evidence.actions import pakai, unggah
from evidence.models import BuktiVersi
from tests.factories import draf, pdf_kecil


def unduhan() -> int:
    """How many downloads are recorded."""
    return Kejadian.objects.filter(aksi="bukti.unduh").count()


ISI = pdf_kecil("isi")


@pytest.fixture
def versi(dunia: SimpleNamespace) -> BuktiVersi:
    """One stored file with an awkward name."""
    file = io.BytesIO(ISI)
    hasil = unggah(
        pemenuhan_id=dunia.c_dukung.pemenuhan_set.get().pk,
        files=[('Rekap "SKP" – é.pdf', file)],
        by=dunia.operator,
    )
    return hasil.diterima[0]


def test_download_is_an_attachment_and_recorded(
    dunia: SimpleNamespace, client: Client, versi: BuktiVersi
) -> None:
    client.force_login(dunia.auditor)
    answer = client.get(reverse("berkas", args=[versi.pk]))
    assert isinstance(answer, FileResponse)
    assert answer.getvalue() == ISI
    assert unduhan() == 1
    disposition = answer["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''")
    assert "\n" not in disposition
    assert {
        k: answer[k]
        for k in (
            "Content-Type",
            "Content-Length",
            "X-Content-Type-Options",
            "Cache-Control",
            "Content-Security-Policy",
        )
    } == {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(ISI)),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }


def test_head_records_nothing(dunia: SimpleNamespace, client: Client, versi: BuktiVersi) -> None:
    client.force_login(dunia.auditor)
    answer = client.head(reverse("berkas", args=[versi.pk]))
    assert (answer.status_code, answer["Content-Length"]) == (200, str(versi.ukuran))
    assert unduhan() == 0
    assert client.post(reverse("berkas", args=[versi.pk])).status_code == 405


def test_missing_file_is_a_clear_page(
    dunia: SimpleNamespace, client: Client, versi: BuktiVersi
) -> None:
    Path(versi.berkas.path).unlink()
    client.force_login(dunia.auditor)
    answer = client.get(reverse("berkas", args=[versi.pk]))
    assert answer.status_code == 404
    assert "tidak ada di penyimpanan" in answer.content.decode()
    assert unduhan() == 0


def test_other_unit_and_other_institution(
    dunia: SimpleNamespace, lain: SimpleNamespace, client: Client
) -> None:
    draf(dunia.c_bkd, dunia.operator, dokumen=1)
    versi = BuktiVersi.objects.get()
    for user in (dunia.operator_pupr, lain.auditor, lain.operator):
        client.force_login(user)
        assert client.get(reverse("berkas", args=[versi.pk])).status_code == 404
    assert unduhan() == 0


def test_own_files_with_their_uses(
    dunia: SimpleNamespace, lain: SimpleNamespace, client: Client
) -> None:
    draf(lain.c_bkd, lain.operator)
    draf(dunia.c_pupr, dunia.operator_pupr)
    draf(dunia.c_bkd, dunia.operator, dokumen=1)
    versi = BuktiVersi.objects.get(bukti__unit=dunia.bkd)
    pakai(pemenuhan_id=dunia.c_dukung.pemenuhan_set.get().pk, versi_id=versi.pk, by=dunia.operator)
    client.force_login(dunia.operator)
    page = client.get(reverse("berkas_unit")).context["page_obj"]
    assert [v.pk for v in page] == [versi.pk]
    uses = [t.pemenuhan.capaian.butir.kode for t in page[0].dipakai]
    assert uses == ["9.a", "13.a"]


def test_own_files_search_and_class(dunia: SimpleNamespace, client: Client) -> None:
    draf(dunia.c_bkd, dunia.operator)
    first, second = BuktiVersi.objects.order_by("pk")
    BuktiVersi.objects.filter(pk=first.pk).update(nomor_dokumen="800/214/BKD")
    second.bukti.kelas = "terbuka"
    second.bukti.save()
    client.force_login(dunia.operator)

    def found(**query: str) -> list[int]:
        return [v.pk for v in client.get(reverse("berkas_unit"), query).context["page_obj"]]

    assert found(kata="214/bkd") == [first.pk]
    assert found(kelas="terbuka") == [second.pk]
    assert found(kelas="bukan-kelas") == [second.pk, first.pk]
    assert found(kata=second.nama_asli, kelas="internal") == []
