"""The task page: upload, save, send in one form; errors and conflicts lose nothing."""

import io
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from accounts.models import User
from evidence.actions import Isian, simpan_draf, tarik
from evidence.models import BuktiTaut, BuktiVersi, Capaian, Keputusan, Rencana
from tests.factories import buat_user, dikembalikan, draf, pdf_kecil, terkirim
from tests.hostile import KASUS


def pdf(nama: str = "laporan.pdf", teks: str = "isi") -> SimpleUploadedFile:
    """A sound upload."""
    return SimpleUploadedFile(nama, pdf_kecil(teks), content_type="application/pdf")


def isi(capaian: Capaian, **extra: Any) -> dict[str, Any]:
    """The fields of the working form as the page would send them."""
    data = {
        "versi": capaian.versi,
        "narasi": "Narasi dari unit.",
        "kendala": "",
        "tindak_lanjut": "",
        "nilai_mandiri": "90",
        "aksi": "simpan",
    }
    return data | extra


def kirim_form(client: Client, capaian: Capaian, **extra: Any) -> HttpResponse:
    """Submit the working form."""
    answer: Any = client.post(reverse("tugas", args=[capaian.pk]), isi(capaian, **extra))
    return answer  # type: ignore[no-any-return]


def masukan(capaian: Capaian) -> list[str]:
    """Names of the file inputs, in the order of the documents."""
    rows = capaian.pemenuhan_set.order_by("dokumen__urut")
    return [f"berkas_{p.pk}" for p in rows]


def pesan(answer: Any, client: Client) -> list[str]:
    """Messages that the next page shows."""
    page = client.get(answer["Location"])
    return [str(m) for m in page.context["messages"]]


@pytest.fixture
def masuk(client: Client, dunia: SimpleNamespace) -> Client:
    """The operator, logged in."""
    client.force_login(dunia.operator)
    return client


def test_two_files_sent_with_one_button(dunia: SimpleNamespace, masuk: Client) -> None:
    c: Capaian = dunia.c_dukung
    (name,) = masukan(c)
    answer = kirim_form(
        masuk, c, aksi="kirim", **{name: [pdf("a.pdf", "satu"), pdf("b.pdf", "dua")]}
    )
    assert answer.status_code == 302
    assert pesan(answer, masuk) == ["2 berkas diunggah. Tugas 13.a dikirim ke Inspektorat."]
    c.refresh_from_db()
    assert (c.status, c.narasi, c.nilai_mandiri) == ("menunggu", "Narasi dari unit.", 90)
    names = BuktiTaut.objects.filter(pemenuhan__capaian=c).values_list(
        "versi__nama_asli", flat=True
    )
    assert sorted(names) == ["a.pdf", "b.pdf"]


def test_two_documents_sent_with_one_button(dunia: SimpleNamespace, masuk: Client) -> None:
    c: Capaian = dunia.c_bkd
    first, second = masukan(c)
    answer = kirim_form(
        masuk, c, aksi="kirim", **{first: pdf("a.pdf", "satu"), second: pdf("b.pdf", "dua")}
    )
    assert answer.status_code == 302
    statuses = c.pemenuhan_set.order_by("dokumen__urut").values_list("status", flat=True)
    assert list(statuses) == ["menunggu", "menunggu"]


def test_same_form_twice_sends_once(dunia: SimpleNamespace, masuk: Client) -> None:
    c: Capaian = dunia.c_dukung
    (name,) = masukan(c)
    kirim_form(masuk, c, aksi="kirim", **{name: pdf()})
    before = (BuktiVersi.objects.count(), BuktiTaut.objects.count(), Keputusan.objects.count())
    answer = kirim_form(masuk, c, aksi="kirim", **{name: pdf()})
    assert answer.status_code == 409
    assert "tugas ini baru saja diubah" in answer.content.decode()
    after = (BuktiVersi.objects.count(), BuktiTaut.objects.count(), Keputusan.objects.count())
    assert after == before


def test_save_draft_keeps_text_and_files(dunia: SimpleNamespace, masuk: Client) -> None:
    c: Capaian = dunia.c_bkd
    first, _ = masukan(c)
    answer = kirim_form(masuk, c, kendala="Belum ditandatangani", **{first: pdf()})
    (text,) = pesan(answer, masuk)
    assert re.fullmatch(r"1 berkas diunggah\. Draf tersimpan pukul \d\d\.\d\d WITA\.", text)
    c.refresh_from_db()
    assert (c.status, c.kendala) == ("draf", "Belum ditandatangani")


def test_draft_on_the_device_is_dropped_once_saved(dunia: SimpleNamespace, masuk: Client) -> None:
    c: Capaian = dunia.c_bkd
    url = reverse("tugas", args=[c.pk])
    kirim_form(masuk, c)
    assert "data-draf-tersimpan" in masuk.get(url).content.decode()
    assert "data-draf-tersimpan" not in masuk.get(url).content.decode()


def test_draft_on_the_device_is_dropped_once_everything_is_sent(
    dunia: SimpleNamespace, masuk: Client
) -> None:
    c: Capaian = dunia.c_dukung
    (name,) = masukan(c)
    kirim_form(masuk, c, aksi="kirim", **{name: pdf()})
    page = masuk.get(reverse("tugas", args=[c.pk])).content.decode()
    assert "data-draf=" not in page, "no form is left that could say so"
    user = masuk.session["_auth_user_id"]
    assert f'data-draf-tersimpan="{user}:capaian:{c.pk}"' in page


def test_only_plans_of_kpk_go_on_to_jaga(dunia: SimpleNamespace, masuk: Client) -> None:
    c: Capaian = dunia.c_bkd
    url = reverse("tugas", args=[c.pk])
    words = ("Sudah diunggah ke JAGA", "belum dinilai")
    page = masuk.get(url).content.decode()
    assert [word in page for word in words] == [True, True]
    Rencana.objects.filter(pk=c.butir.rencana_id).update(jenis="zi")
    page = masuk.get(url).content.decode()
    assert [word in page for word in words] == [False, False]


def test_progress_with_one_tap(dunia: SimpleNamespace, masuk: Client) -> None:
    c: Capaian = dunia.c_bkd
    data = isi(c, progres="tanda_tangan")
    del data["aksi"]
    assert masuk.post(reverse("tugas", args=[c.pk]), data).status_code == 302
    c.refresh_from_db()
    assert (c.progres, c.narasi) == ("tanda_tangan", "Narasi dari unit.")
    kirim_form(masuk, c)
    c.refresh_from_db()
    assert c.progres == "tanda_tangan"


def test_sending_without_value_keeps_the_file_and_names_the_field(
    dunia: SimpleNamespace, masuk: Client
) -> None:
    c: Capaian = dunia.c_dukung
    (name,) = masukan(c)
    answer = kirim_form(masuk, c, aksi="kirim", nilai_mandiri="", **{name: pdf()})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Pilih nilai mandiri sebelum mengirim." in page
    assert "Sudah diunggah dan tersimpan: laporan.pdf" in page
    c.refresh_from_db()
    assert (c.status, c.narasi) == ("draf", "Narasi dari unit.")
    # the page can be sent at once: it carries the new version
    fresh = kirim_form(masuk, c, aksi="kirim")
    assert fresh.status_code == 302


def test_sending_without_files(dunia: SimpleNamespace, masuk: Client) -> None:
    c: Capaian = dunia.c_bkd
    answer = kirim_form(masuk, c, aksi="kirim")
    assert answer.status_code == 422
    assert "Belum ada berkas yang dapat dikirim. Unggah dahulu." in answer.content.decode()
    c.refresh_from_db()
    assert (c.status, c.narasi) == ("belum", "Narasi dari unit.")


def test_refused_file_is_named_and_the_good_one_stays(
    dunia: SimpleNamespace, masuk: Client
) -> None:
    c: Capaian = dunia.c_dukung
    (name,) = masukan(c)
    bad = SimpleUploadedFile("notula.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    answer = kirim_form(masuk, c, aksi="kirim", **{name: [pdf("baik.pdf"), bad]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "1 berkas ditolak, tugas belum dikirim" in page
    assert "Simpan ulang sebagai .docx" in page
    c.refresh_from_db()
    assert (c.status, c.narasi) == ("draf", "Narasi dari unit.")
    assert list(BuktiVersi.objects.values_list("nama_asli", flat=True)) == ["baik.pdf"]


def test_text_that_is_too_long_stays_on_the_page(dunia: SimpleNamespace, masuk: Client) -> None:
    c: Capaian = dunia.c_bkd
    first, _ = masukan(c)
    answer = kirim_form(masuk, c, aksi="kirim", kendala="x" * 4001, **{first: pdf()})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "paling banyak 4000 huruf, Anda menulis 4001" in page
    assert "x" * 4001 in page
    assert BuktiVersi.objects.count() == 1
    c.refresh_from_db()
    assert (c.status, c.kendala) == ("draf", "")


# The table itself is walked by the tests of the check; here one file for each kind of refusal.
# A name with a zero byte can't come this far: Django's parser takes such characters out.
LEWAT_LAYAR = {k.kode: k for k in KASUS if k.kode != "nama_tidak_sah"}


def test_hostile_uploads_store_nothing(
    dunia: SimpleNamespace, masuk: Client, data_folder: Path
) -> None:
    c: Capaian = dunia.c_dukung
    (name,) = masukan(c)
    assert len(LEWAT_LAYAR) >= 15
    for kasus in LEWAT_LAYAR.values():
        file = io.BytesIO(kasus.build())
        file.name = kasus.nama
        c.refresh_from_db()
        answer = kirim_form(masuk, c, aksi="kirim", **{name: file})
        ((_, reason),) = answer.context["keadaan"].hasil.ditolak  # type: ignore[attr-defined]
        assert (answer.status_code, kasus.potongan in reason) == (422, True), kasus.id
        assert escape(reason) in answer.content.decode()
        assert BuktiVersi.objects.count() == 0, kasus.id
        assert [p for p in (data_folder / "berkas").rglob("*") if p.is_file()] == [], kasus.id
    c.refresh_from_db()
    assert (c.status, c.pemenuhan_set.get().status) == ("belum", "belum")


def test_conflict_keeps_what_was_typed(dunia: SimpleNamespace, masuk: Client) -> None:
    c: Capaian = dunia.c_bkd
    colleague = buat_user("rekan", "operator", dunia.bkd)
    simpan_draf(capaian_id=c.pk, versi=c.versi, isian=Isian(narasi="Dari rekan."), by=colleague)
    answer = kirim_form(masuk, c, narasi="Kalimat saya")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Nama rekan" in page
    assert "Dari rekan." in page
    form = answer.context["form"]  # type: ignore[attr-defined]
    assert form["narasi"].value() == "Kalimat saya"
    c.refresh_from_db()
    assert c.narasi == "Dari rekan."
    assert f'name="versi" value="{c.versi}"' in page
    assert kirim_form(masuk, c, narasi="Kalimat saya").status_code == 302
    c.refresh_from_db()
    assert c.narasi == "Kalimat saya"


def test_conflict_with_a_sent_task_shows_typed_text_to_copy(
    dunia: SimpleNamespace, masuk: Client
) -> None:
    c: Capaian = dunia.c_bkd
    terkirim(c, buat_user("rekan", "operator", dunia.bkd))
    answer = kirim_form(masuk, c, narasi="Kalimat saya")
    assert answer.status_code == 409
    assert "Kalimat saya" in answer.content.decode()


def test_expired_session_keeps_what_was_typed(
    dunia: SimpleNamespace, client: Client, lain: SimpleNamespace
) -> None:
    c: Capaian = dunia.c_bkd
    url = reverse("tugas", args=[c.pk])
    data = isi(c, narasi="Ketikan panjang", pn_pengguna=dunia.operator.pk, pn_halaman=url)
    answer = client.post(url, data)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))
    _login_keeping_session(client, dunia.operator)
    page = client.get(url)
    assert page.context["form"]["narasi"].value() == "Ketikan panjang"
    assert "sudah dipulihkan" in page.content.decode()
    c.refresh_from_db()
    assert c.narasi == ""
    assert client.get(url).context["form"]["narasi"].value() == ""


def test_what_another_person_typed_is_not_shown(dunia: SimpleNamespace, client: Client) -> None:
    c: Capaian = dunia.c_bkd
    url = reverse("tugas", args=[c.pk])
    client.post(url, isi(c, narasi="Rahasia", pn_pengguna=dunia.operator.pk, pn_halaman=url))
    _login_keeping_session(client, dunia.auditor)
    assert "Rahasia" not in client.get(url).content.decode()


def _login_keeping_session(client: Client, user: User) -> None:
    """Log in as the login page does: the session of the stranger goes on."""
    kept = dict(client.session.items())
    client.force_login(user)
    session = client.session
    session.update({k: v for k, v in kept.items() if not k.startswith("_auth")})
    session.save()


def test_returned_document_sent_again_as_it_is(dunia: SimpleNamespace, masuk: Client) -> None:
    c = dikembalikan(dunia.c_dukung, dunia.operator, dunia.verifikator)
    page = masuk.get(reverse("tugas", args=[c.pk])).content.decode()
    assert "Langkah berikut: perbaiki dokumen 1, lalu kirim ke Inspektorat" in page
    assert "Halaman 3 belum ditandatangani." in page
    assert "Belum ditandatangani" in page
    pemenuhan = c.pemenuhan_set.get()
    assert kirim_form(masuk, c, aksi="kirim", ulang=pemenuhan.pk).status_code == 302
    c.refresh_from_db()
    assert (c.status, c.putaran) == ("menunggu", 2)


def test_withdraw(dunia: SimpleNamespace, masuk: Client) -> None:
    c = terkirim(dunia.c_bkd, dunia.operator)
    url = reverse("tugas_tarik", args=[c.pk])
    answer = masuk.post(url, {"versi": c.versi})
    assert pesan(answer, masuk) == ["Tugas 9.a ditarik kembali dan dapat diubah."]
    c.refresh_from_db()
    assert c.status == "draf"
    again = masuk.post(url, {"versi": c.versi})
    assert pesan(again, masuk) == ["Tidak ada dokumen yang sedang menunggu verifikasi."]


def test_files_can_follow_while_a_document_waits(dunia: SimpleNamespace, masuk: Client) -> None:
    c = terkirim(dunia.c_bkd, dunia.operator, dokumen=1)
    page = masuk.get(reverse("tugas", args=[c.pk])).content.decode()
    assert "Unggah saja" in page
    assert 'name="narasi"' not in page
    _, second = masukan(c)
    data = {"versi": c.versi, "aksi": "kirim", second: pdf("dua.pdf", "dua")}
    assert masuk.post(reverse("tugas", args=[c.pk]), data).status_code == 302
    assert set(c.pemenuhan_set.values_list("status", flat=True)) == {"menunggu"}
    c.refresh_from_db()
    assert c.narasi == "Sudah dikerjakan."


def test_file_names_of_another_task_are_ignored(dunia: SimpleNamespace, masuk: Client) -> None:
    other = masukan(dunia.c_dukung)[0]
    kirim_form(masuk, dunia.c_bkd, **{other: pdf()})
    assert BuktiVersi.objects.count() == 0


def test_waiting_task_is_read_only_and_tells_who_sent_it(
    dunia: SimpleNamespace, masuk: Client
) -> None:
    c = terkirim(dunia.c_bkd, dunia.operator)
    page = masuk.get(reverse("tugas", args=[c.pk])).content.decode()
    assert "Tarik kembali" in page
    assert "Nama operator.alfa" in page
    assert 'id="kerja"' not in page
    tarik(capaian_id=c.pk, versi=c.versi, by=dunia.operator)
    assert 'id="kerja"' in masuk.get(reverse("tugas", args=[c.pk])).content.decode()


def test_reader_sees_documents_without_form(dunia: SimpleNamespace, client: Client) -> None:
    c = draf(dunia.c_bkd, dunia.operator)
    client.force_login(dunia.verifikator)
    page = client.get(reverse("tugas", args=[c.pk])).content.decode()
    assert reverse("meja", args=[c.pk]) in page
    assert 'id="kerja"' not in page
    assert page.count("download>") == 2
    client.force_login(dunia.auditor)
    assert (
        reverse("meja", args=[c.pk])
        not in client.get(reverse("tugas", args=[c.pk])).content.decode()
    )
