"""Attached files: use again, replace, describe, take back."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from evidence.models import BuktiTaut, BuktiVersi, Capaian
from tests.factories import draf, pdf_kecil, terkirim


@pytest.fixture
def masuk(client: Client, dunia: SimpleNamespace) -> Client:
    """The operator, logged in."""
    client.force_login(dunia.operator)
    return client


def tauts(capaian: Capaian) -> list[BuktiTaut]:
    """Files attached to a task now."""
    return list(BuktiTaut.objects.active().filter(pemenuhan__capaian=capaian).order_by("id"))


def test_use_a_file_again(dunia: SimpleNamespace, masuk: Client, lain: SimpleNamespace) -> None:
    draf(lain.c_bkd, lain.operator)
    draf(dunia.c_pupr, dunia.operator_pupr)
    draf(dunia.c_bkd, dunia.operator, dokumen=1)
    versi = tauts(dunia.c_bkd)[0].versi
    target = dunia.c_dukung.pemenuhan_set.get()
    url = reverse("tugas_pakai", args=[dunia.c_dukung.pk, target.pk])
    page = masuk.get(url)
    assert [p.versi for p in page.context["pilihan"]] == [versi]
    assert masuk.get(url, {"kata": "tidak-ada"}).context["pilihan"] == []
    assert masuk.get(url, {"kata": "BUKTI-"}).context["pilihan"][0].versi == versi
    answer = masuk.post(url, {"versi_berkas": versi.pk})
    assert answer.status_code == 302
    assert [t.versi for t in tauts(dunia.c_dukung)] == [versi]
    assert BuktiVersi.objects.filter(bukti__unit=dunia.bkd).count() == 1
    assert masuk.get(url).context["pilihan"][0].terlampir is True


@pytest.mark.parametrize("whose", ["lain", "pupr"])
def test_files_of_others_cannot_be_used(
    dunia: SimpleNamespace, masuk: Client, lain: SimpleNamespace, whose: str
) -> None:
    if whose == "lain":
        draf(lain.c_bkd, lain.operator)
        versi = tauts(lain.c_bkd)[0].versi
    else:
        draf(dunia.c_pupr, dunia.operator_pupr)
        versi = tauts(dunia.c_pupr)[0].versi
    target = dunia.c_dukung.pemenuhan_set.get()
    url = reverse("tugas_pakai", args=[dunia.c_dukung.pk, target.pk])
    answer = masuk.post(url, {"versi_berkas": versi.pk}, follow=True)
    assert "Dokumen itu bukan milik unit Anda." in answer.content.decode()
    assert tauts(dunia.c_dukung) == []


def test_new_version_takes_the_place(dunia: SimpleNamespace, masuk: Client) -> None:
    draf(dunia.c_bkd, dunia.operator, dokumen=1)
    old = tauts(dunia.c_bkd)[0]
    url = reverse("tugas_versi_baru", args=[dunia.c_bkd.pk, old.pk])
    assert masuk.get(url).status_code == 200
    file = SimpleUploadedFile("perbaikan.pdf", pdf_kecil("perbaikan"))
    assert masuk.post(url, {"berkas": file}).status_code == 302
    new = tauts(dunia.c_bkd)[0]
    assert (new.versi.no, new.versi.nama_asli, new.versi.bukti) == (
        2,
        "perbaikan.pdf",
        old.versi.bukti,
    )


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (None, "Pilih berkas dahulu."),
        (SimpleUploadedFile("a.pdf", b""), "kosong"),
        (SimpleUploadedFile("a.exe", b"MZ" + bytes(90)), "EXE"),
    ],
    ids=["none", "empty", "program"],
)
def test_new_version_refused_with_reason(
    dunia: SimpleNamespace, masuk: Client, file: SimpleUploadedFile | None, words: str
) -> None:
    draf(dunia.c_bkd, dunia.operator, dokumen=1)
    url = reverse("tugas_versi_baru", args=[dunia.c_bkd.pk, tauts(dunia.c_bkd)[0].pk])
    answer = masuk.post(url, {"berkas": file} if file else {})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert BuktiVersi.objects.count() == 1


def test_number_date_pages_and_class(dunia: SimpleNamespace, masuk: Client) -> None:
    draf(dunia.c_bkd, dunia.operator, dokumen=1)
    taut = tauts(dunia.c_bkd)[0]
    url = reverse("tugas_rincian", args=[dunia.c_bkd.pk, taut.pk])
    data = {"nomor": "800/214", "tanggal": "2021-08-24", "rentang": "1–3", "kelas": "terbuka"}
    assert masuk.post(url, data).status_code == 302
    taut = BuktiTaut.objects.select_related("versi__bukti").get(pk=taut.pk)
    assert (
        taut.versi.nomor_dokumen,
        taut.versi.tanggal_dokumen,
        taut.rentang_halaman,
        taut.versi.bukti.kelas,
    ) == ("800/214", date(2021, 8, 24), "1–3", "terbuka")
    form = masuk.get(url).context["form"]
    assert form["nomor"].value() == "800/214"


def test_impossible_date_stays_on_the_page(dunia: SimpleNamespace, masuk: Client) -> None:
    draf(dunia.c_bkd, dunia.operator, dokumen=1)
    taut = tauts(dunia.c_bkd)[0]
    url = reverse("tugas_rincian", args=[dunia.c_bkd.pk, taut.pk])
    data = {"nomor": "800/214", "tanggal": "31-09-2021", "rentang": "", "kelas": "internal"}
    answer = masuk.post(url, data)
    assert answer.status_code == 422
    assert "Tanggal ini tidak ada." in answer.content.decode()
    assert answer.context["form"]["nomor"].value() == "800/214"
    future = masuk.post(url, data | {"tanggal": "2999-01-01"})
    assert "Tanggal dokumen belum terjadi." in future.content.decode()


def test_take_back_asks_first(dunia: SimpleNamespace, masuk: Client) -> None:
    draf(dunia.c_bkd, dunia.operator, dokumen=1)
    taut = tauts(dunia.c_bkd)[0]
    url = reverse("tugas_lepas", args=[dunia.c_bkd.pk, taut.pk])
    assert "Lepas berkas" in masuk.get(url).content.decode()
    assert tauts(dunia.c_bkd) == [taut]
    assert masuk.post(url).status_code == 302
    assert tauts(dunia.c_bkd) == []
    assert masuk.post(url).status_code == 404
    dunia.c_bkd.refresh_from_db()
    assert dunia.c_bkd.status == "belum"


def test_sent_files_stay_as_they_are(dunia: SimpleNamespace, masuk: Client) -> None:
    c = terkirim(dunia.c_bkd, dunia.operator)
    taut = tauts(c)[0]
    args = [c.pk, taut.pk]
    file = SimpleUploadedFile("lain.pdf", pdf_kecil("lain"))
    texts = [
        masuk.post(reverse("tugas_lepas", args=args), follow=True).content.decode(),
        masuk.post(
            reverse("tugas_versi_baru", args=args), {"berkas": file}, follow=True
        ).content.decode(),
        masuk.post(
            reverse("tugas_rincian", args=args), {"kelas": "terbuka"}, follow=True
        ).content.decode(),
    ]
    refusal = "Langkah ini tidak tersedia pada status Menunggu verifikasi."
    assert [refusal in text for text in texts] == [True, True, True]
    assert [t.versi for t in tauts(c)] == [t.versi for t in (taut, tauts(c)[1])]
    assert BuktiVersi.objects.count() == 2


def test_file_of_another_task_is_not_there(dunia: SimpleNamespace, masuk: Client) -> None:
    draf(dunia.c_dukung, dunia.operator)
    taut = tauts(dunia.c_dukung)[0]
    assert masuk.get(reverse("tugas_lepas", args=[dunia.c_bkd.pk, taut.pk])).status_code == 404
    foreign = dunia.c_dukung.pemenuhan_set.get()
    assert masuk.get(reverse("tugas_pakai", args=[dunia.c_bkd.pk, foreign.pk])).status_code == 404
