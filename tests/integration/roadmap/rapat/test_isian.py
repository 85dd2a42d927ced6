"""The forms: a meeting from its plan to a confirmed step, by way of the pages."""

from datetime import timedelta
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from roadmap.jadwal_rapat import Tingkat
from roadmap.models import (
    Kehadiran,
    LangkahPerbaikan,
    Masalah,
    Notula,
    PengaturanRapat,
    Rapat,
)
from tests.factories.states import pdf_kecil
from tests.integration.roadmap.rapat.isi import isi


def _hadir(*orang: str, tambah: bool = False) -> dict[str, str]:
    """Fields of the attendance list."""
    data = {"hadir-TOTAL_FORMS": str(len(orang)), "hadir-INITIAL_FORMS": "0"}
    for n, nama in enumerate(orang):
        data |= {f"hadir-{n}-nama": nama, f"hadir-{n}-hadir": "on"}
    return data | ({"tambah": "1"} if tambah else {})


def test_the_whole_way(client: Client, dunia: SimpleNamespace) -> None:
    today = timezone.localdate()
    soon = today + timedelta(days=10)
    client.force_login(dunia.operator)
    page = client.get(reverse("rapat_baru"))
    assert b"Pleno" not in page.content.split(b"id_siapa")[1].split(b"</select>")[0]

    wrong = client.post(
        reverse("rapat_baru"),
        {"siapa": f"unit-{dunia.bkd.pk}", "maksud": "monitoring", "tempat": "Aula kantor"},
    )
    assert wrong.status_code == 422
    assert "Isi tanggal rapat." in wrong.content.decode()
    assert "Aula kantor" in wrong.content.decode()  # what was typed stays

    answer = client.post(
        reverse("rapat_baru"),
        {
            "siapa": f"unit-{dunia.bkd.pk}",
            "maksud": "monitoring",
            "dijadwalkan": str(today),
            "acara": "Kemajuan kegiatan",
        },
    )
    rapat = Rapat.objects.get()
    assert answer.headers["Location"] == reverse("rapat_rinci", args=[rapat.pk])
    assert (rapat.tingkat, rapat.unit, rapat.acara) == ("unit", dunia.bkd, "Kemajuan kegiatan")

    catat = reverse("rapat_catat", args=[rapat.pk])
    isi = {
        "versi": "1",
        "dilaksanakan": str(today),
        "tempat": "Aula",
        "pimpinan": "Kepala BKD",
        "ringkasan": "Dibahas.",
    }
    more = client.post(catat, {**isi, **_hadir("Maria", "Yosef", tambah=True)})
    assert more.status_code == 200
    assert 'name="hadir-TOTAL_FORMS" value="7"' in more.content.decode()
    assert "Yosef" in more.content.decode()
    assert Kehadiran.objects.count() == 0
    answer = client.post(catat, {**isi, **_hadir("Maria", "", "Yosef")})
    assert answer.status_code == 302
    assert list(Kehadiran.objects.values_list("nama", flat=True)) == ["Maria", "Yosef"]
    again = client.post(catat, {**isi, **_hadir("Maria"), "alasan": "Terlambat."})
    assert again.status_code == 409  # somebody else's version

    unggah = reverse("rapat_notula", args=[rapat.pk])
    refused = client.post(unggah, {"berkas": SimpleUploadedFile("a.pdf", b"bukan pdf")})
    assert refused.status_code == 422
    assert "a.pdf" in refused.content.decode()
    assert client.post(unggah, {}).status_code == 422
    file = SimpleUploadedFile("notula.pdf", pdf_kecil("notula"))
    assert client.post(unggah, {"berkas": file}).status_code == 302
    notula = Notula.objects.get()
    lepas = reverse("rapat_notula_lepas", args=[rapat.pk, notula.pk])
    assert client.get(lepas).status_code == 200
    assert client.post(lepas, {"alasan": ""}).status_code == 422

    baru = reverse("rapat_masalah_baru", args=[rapat.pk])
    butir = dunia.butir["A-001"].pk
    assert client.post(baru, {"butir": dunia.butir["B-007"].pk, "uraian": "x"}).status_code == 422
    assert client.post(baru, {"butir": butir, "uraian": "Belum ada tim."}).status_code == 302
    masalah = Masalah.objects.get()
    url = reverse("rapat_masalah_rinci", args=[masalah.pk])
    kurang = client.post(url, {"aksi": "angkat", "a-ke": "pokja", "a-alasan": "Tanpa pagu."})
    assert kurang.status_code == 422
    assert "Pilih pokja yang menerima" in kurang.content.decode()
    ke = {"aksi": "angkat", "a-ke": "pleno", "a-alasan": "Tanpa pagu."}
    assert client.post(url, ke).status_code == 302
    assert client.post(url, ke).status_code == 403  # now it is the pleno's

    client.force_login(dunia.ketua)
    langkah = {
        "aksi": "langkah",
        "l-uraian": "Tetapkan tim.",
        "l-unit": dunia.bkd.pk,
        "l-tenggat": str(soon),
    }
    assert client.post(url, {**langkah, "l-tenggat": "2020-01-01"}).status_code == 422
    assert client.post(url, langkah).status_code == 302
    tutup = {"aksi": "selesai", "s-penyelesaian": "Beres."}
    assert client.post(url, tutup).status_code == 422  # a step is open
    step = LangkahPerbaikan.objects.get()
    url_langkah = reverse("rapat_langkah_rinci", args=[step.pk])
    lapor = {"aksi": "lapor", "versi": "1", "k-catatan": "Tim ada."}
    assert client.post(url_langkah, lapor).status_code == 403  # not the ketua's

    client.force_login(dunia.operator)
    kosong = client.post(url_langkah, {**lapor, "k-catatan": ""})
    assert kosong.status_code == 422
    bukti = SimpleUploadedFile("sk.pdf", pdf_kecil("sk"))
    assert client.post(url_langkah, {**lapor, "k-berkas": bukti}).status_code == 302
    assert b"sk.pdf" in client.get(url_langkah).content

    client.force_login(dunia.verifikator)
    balik = {"aksi": "kembali", "versi": "2", "p-catatan": ""}
    assert client.post(url_langkah, balik).status_code == 422  # a note is needed
    setuju = {"aksi": "konfirmasi", "versi": "1", "p-catatan": ""}
    assert client.post(url_langkah, setuju).status_code == 409
    assert client.post(url_langkah, {**setuju, "versi": "2"}).status_code == 302
    step.refresh_from_db()
    assert step.keadaan == "dikonfirmasi"

    client.force_login(dunia.ketua)
    assert client.post(url, tutup).status_code == 302
    masalah.refresh_from_db()
    assert masalah.keadaan == "selesai"


def test_rhythm_and_reminders_by_the_page(client: Client, dunia: SimpleNamespace) -> None:
    client.force_login(dunia.operator)
    url = reverse("rapat_pengaturan")
    prefix = f"u{dunia.bkd.pk}"
    data = {
        "tingkat": "unit",
        "unit": dunia.bkd.pk,
        f"{prefix}-irama_monitoring": "bulanan",
        f"{prefix}-irama_evaluasi": "semester",
        f"{prefix}-pengingat": "on",
    }
    assert client.post(url, {**data, f"{prefix}-irama_monitoring": "x"}).status_code == 422
    assert client.post(url, data).status_code == 302
    row = dunia.bkd.pengaturan_rapat.get()
    assert (row.irama_monitoring, row.pengingat) == ("bulanan", True)
    assert client.post(url, {**data, "unit": dunia.pupr.pk}).status_code == 403
    assert client.post(url, {**data, "unit": ""}).status_code == 403


def test_a_closed_plan_is_read_only(client: Client, dunia: SimpleNamespace) -> None:
    dunia.rencana.status = "ditutup"
    dunia.rencana.save()
    client.force_login(dunia.ketua)
    page = client.get(reverse("rapat"), {"rencana": dunia.rencana.pk}).content.decode()
    assert "tidak sedang berjalan" in page
    assert "Jatuh tempo" not in page
    assert "Belum ada rapat yang jatuh tempo" not in page
    for send in (client.get, client.post):
        answer = send(f"{reverse('rapat_baru')}?rencana={dunia.rencana.pk}", follow=True)
        assert answer.redirect_chain == [(f"{reverse('rapat')}?rencana={dunia.rencana.pk}", 302)]
        assert "jadi tidak ada rapat baru." in answer.content.decode()
    # Whoever records no meeting at all is told that, not the state of the plan.
    client.force_login(dunia.auditor)
    answer = client.get(reverse("rapat_baru"), {"rencana": dunia.rencana.pk})
    assert answer.status_code == 403
    assert "Anda tidak dapat menjadwalkan rapat pada Road Map ini." in answer.content.decode()


def test_what_is_due_is_counted_by_level_the_pleno_first(
    client: Client, dunia: SimpleNamespace
) -> None:
    client.force_login(dunia.ketua)
    page = client.get(reverse("rapat"))
    due = page.context["jatuh_tempo"]
    levels = [t.tingkat.value for t in due]
    assert levels == ["pleno"] * levels.count("pleno") + ["pokja"] * levels.count("pokja") + [
        "unit"
    ] * levels.count("unit")
    said = f"pleno {levels.count('pleno')}, pokja {levels.count('pokja')}, unit "
    assert f"{len(due)} rapat belum dilaksanakan: {said}{levels.count('unit')}" in " ".join(
        page.content.decode().split()
    )


def test_nothing_was_ever_due(client: Client, dunia: SimpleNamespace) -> None:
    PengaturanRapat.objects.bulk_create(
        PengaturanRapat(
            instansi=dunia.instansi, tingkat=t, irama_monitoring="tidak", irama_evaluasi="tidak"
        )
        for t in Tingkat
    )
    client.force_login(dunia.ketua)
    page = client.get(reverse("rapat")).content.decode()
    assert "Belum ada rapat yang jatuh tempo." in page
    assert "sudah dilaksanakan" not in page


def test_what_can_not_be_read_filters_nothing_and_breaks_nothing(
    client: Client, dunia: SimpleNamespace
) -> None:
    client.force_login(dunia.operator)
    odd = {"tingkat": "x", "unit": "²", "keadaan": "y", "bulan": "2026-13", "page": "zzz"}
    for name in ("rapat", "rapat_kalender", "rapat_masalah", "rapat_langkah", "rapat_baru"):
        assert client.get(reverse(name), odd).status_code == 200, name
        assert client.get(reverse(name), {"unit": "9" * 20}).status_code == 200, name


def test_problems_of_one_row(client: Client, dunia: SimpleNamespace) -> None:
    """The page of a row leads to its problems, and the filter stays on the tabs."""
    s = isi(dunia)
    client.force_login(dunia.verifikator)
    butir = dunia.butir["A-001"].pk
    page = client.get(reverse("roadmap_butir", args=[butir])).content.decode()
    url = f"{reverse('rapat_masalah')}?rencana={dunia.rencana.pk}&amp;butir={butir}&amp;keadaan="
    assert url in page
    found = client.get(reverse("rapat_masalah"), {"butir": butir, "keadaan": "semua"})
    assert {m.pk for m in found.context["daftar"].page_obj} == {s.m_bkd.pk, s.m_pleno.pk}
    assert f"butir={butir}" in found.context["daftar"].tabs[0].alamat
    steps = client.get(reverse("rapat_langkah"), {"butir": butir})
    assert [b.langkah.pk for b in steps.context["daftar"].baris] == [s.l_bkd.pk]
