"""A file over the limit, sent through the real form, is named with the reason."""

from html import unescape
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from evidence.models import BuktiVersi
from tests.factories import pdf_kecil


def test_file_of_26_mb_gets_its_own_message(dunia: SimpleNamespace, client: Client) -> None:
    client.force_login(dunia.operator)
    capaian = dunia.c_dukung
    (pemenuhan,) = capaian.pemenuhan_set.all()
    besar = SimpleUploadedFile("besar.pdf", pdf_kecil("isi") + b"\0" * (26 * 1024 * 1024))
    data = {"versi": capaian.versi, "narasi": "Narasi dari unit.", "aksi": "simpan"}
    answer = client.post(
        reverse("tugas", args=[capaian.pk]), {**data, f"berkas_{pemenuhan.pk}": besar}, follow=True
    )
    assert answer.status_code in (200, 422)
    page = " ".join(unescape(answer.content.decode()).split())
    assert "besar.pdf lebih besar dari 25 MB" in page
    assert "Narasi dari unit." in page
    assert BuktiVersi.objects.count() == 0
