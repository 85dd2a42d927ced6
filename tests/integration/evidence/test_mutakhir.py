"""Continuous tasks: never finished, current until a date, renewed without losing the approval."""

import io
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Denied
from evidence.actions import (
    Bentrok,
    IsianKurang,
    NotAllowed,
    kirim,
    lengkapi,
    perbarui,
    putuskan,
    unggah,
)
from evidence.lists.tasks import daftar_tugas
from evidence.models import BuktiTaut, Butir, Capaian, Pemenuhan
from evidence.mutakhir import sampai, sampai_sql
from evidence.workflow import Aksi, Status
from tests.factories import dikembalikan, disetujui, pdf_kecil, pemenuhan_ids, terkirim
from ukuran.format import tanggal


@pytest.fixture
def terus(dunia: SimpleNamespace) -> Capaian:
    """A continuous task with two documents, approved today."""
    Butir.objects.filter(pk=dunia.c_bkd.butir_id).update(pola="terus", masa_mutakhir=3)
    c = Capaian.objects.get(pk=dunia.c_bkd.pk)
    disetujui(c, dunia.operator, dunia.verifikator)
    return Capaian.objects.get(pk=c.pk)


def berlaku(capaian: Capaian, *days: date | None) -> None:
    """Let the approvals of the documents end on these days."""
    for pk, day in zip(pemenuhan_ids(capaian), days, strict=True):
        Pemenuhan.objects.filter(pk=pk).update(berlaku_sampai=day)


def baris(dunia: SimpleNamespace, hari: date) -> list[tuple[str, list[str], str, bool]]:
    """Group, words, button and lateness of the task in Tugas saya."""
    found = daftar_tugas(
        dunia.operator, dunia.rencana, giliran="", kata="9.a", halaman="", hari_ini=hari
    )
    return [
        (k.kunci, [w.label for w in b.kata], b.tombol, b.lewat)
        for k in found.kelompok
        for b in k.baris
    ]


def test_never_finished_in_the_list(dunia: SimpleNamespace, terus: Capaian) -> None:
    today = timezone.localdate()
    end = terus.pemenuhan_set.get(pk=pemenuhan_ids(terus)[0]).berlaku_sampai
    assert end is not None
    words = f"Mutakhir s.d. {tanggal(end)}"
    assert baris(dunia, today) == [("mutakhir", [words], "Lihat", False)]
    assert baris(dunia, end) == [("mutakhir", [f"{words}, segera perbarui"], "Perbarui", False)]
    assert baris(dunia, end + timedelta(days=1)) == [
        ("lengkapi", ["Perlu pemutakhiran"], "Perbarui", True)
    ]
    rows = Capaian.objects.filter(pk=terus.pk)
    assert [rows.late(end + timedelta(days=n)).count() for n in (0, 1)] == [0, 1]


def test_late_from_the_day_after_even_before_the_first_deadline(
    dunia: SimpleNamespace, terus: Capaian
) -> None:
    today = timezone.localdate()
    berlaku(terus, today - timedelta(days=1), today + timedelta(days=90))
    assert terus.batas > today
    assert Capaian.objects.filter(pk=terus.pk).late(today).count() == 1
    assert baris(dunia, today)[0][3] is True


def test_sql_and_python_agree(dunia: SimpleNamespace, terus: Capaian) -> None:
    today = timezone.localdate()
    ended, soon, far = (today + timedelta(days=n) for n in (-1, 5, 90))
    first, second = pemenuhan_ids(terus)
    for one in Status.values:
        for other in Status.values:
            for days in ((ended, far), (soon, far), (None, far), (ended, ended), (None, None)):
                Pemenuhan.objects.filter(pk=first).update(status=one, berlaku_sampai=days[0])
                Pemenuhan.objects.filter(pk=second).update(status=other, berlaku_sampai=days[1])
                rows = Capaian.objects.annotate(s=sampai_sql(today)).filter(pk=terus.pk)
                pairs = [(p.status, p.berlaku_sampai) for p in terus.pemenuhan_set.all()]
                found = rows.values_list("s", flat=True).get()
                assert found == sampai("terus", pairs, today), (one, other, days)


def test_renewal_keeps_the_approval_and_shows_only_new_files_to_the_reviewer(
    dunia: SimpleNamespace, terus: Capaian, client: Client
) -> None:
    first, second = pemenuhan_ids(terus)
    end = Pemenuhan.objects.get(pk=first).berlaku_sampai
    assert end is not None
    old = BuktiTaut.objects.active().get(pemenuhan=first)
    perbarui(capaian_id=terus.pk, versi=terus.versi, pemenuhan_ids=[first], by=dunia.operator)
    c = Capaian.objects.get(pk=terus.pk)
    assert c.status == "draf"
    assert list(c.pemenuhan_set.values_list("status", "berlaku_sampai")) == [
        ("draf", end),
        ("disetujui", end),
    ]
    assert not Capaian.objects.filter(pk=c.pk, pk__in=Capaian.objects.late(end)).exists()
    with pytest.raises(IsianKurang):  # the approved file can't be sent once more by itself
        kirim(capaian_id=c.pk, versi=c.versi, by=dunia.operator)
    with pytest.raises(NotAllowed):  # nor changed under the approval that still stands
        lengkapi(
            taut_id=old.pk, by=dunia.operator, nomor="2", tanggal=None, rentang="", kelas="internal"
        )
    client.force_login(dunia.operator)
    page = client.get(reverse("tugas", args=[c.pk]))
    assert page.context["rincian"].berikut.judul == (
        "Langkah berikut: unggah dokumen 1, lalu kirim ke Inspektorat"
    )
    assert [t.pk for t in page.context["rincian"].dokumen[0].lama] == [old.pk]
    assert (page.context["rincian"].diterima, page.context["rincian"].nilai_internal) == (2, 90)
    berlaku(c, timezone.localdate() - timedelta(days=1), end)
    ended = client.get(reverse("tugas", args=[c.pk])).context["rincian"]
    assert (ended.diterima, ended.nilai_internal, ended.lewat) == (
        1,
        None,
        "Lewat batas waktu 1 hari",
    )
    berlaku(c, end, end)

    unggah(
        pemenuhan_id=first, files=[("baru.pdf", io.BytesIO(pdf_kecil("baru")))], by=dunia.operator
    )
    c.refresh_from_db()
    kirim(capaian_id=c.pk, versi=c.versi, by=dunia.operator)
    client.force_login(dunia.verifikator)
    desk = client.get(reverse("meja", args=[c.pk]))
    shown = desk.context["rincian"].dokumen[0]
    assert [t.versi.nama_asli for t in shown.berkas] == ["baru.pdf"]
    assert [t.pk for t in shown.lama] == [old.pk]
    c.refresh_from_db()
    putuskan(
        capaian_id=c.pk,
        versi=c.versi,
        pemenuhan_ids=[first],
        aksi=Aksi.SETUJUI,
        by=dunia.verifikator,
        nilai=90,
    )
    assert Capaian.objects.get(pk=c.pk).status == "disetujui"
    assert second in pemenuhan_ids(c, Status.DISETUJUI)


def test_the_earlier_file_is_still_read_by_both_units(
    dunia: SimpleNamespace, lain: SimpleNamespace, client: Client
) -> None:
    """The supporting unit's file, in a task that another unit leads."""
    Butir.objects.filter(pk=dunia.c_dukung.butir_id).update(pola="terus")
    c = disetujui(Capaian.objects.get(pk=dunia.c_dukung.pk), dunia.operator, dunia.verifikator)
    old = BuktiTaut.objects.active().get(pemenuhan__capaian=c)
    assert old.versi.bukti.unit == dunia.bkd
    perbarui(capaian_id=c.pk, versi=c.versi, pemenuhan_ids=pemenuhan_ids(c), by=dunia.operator)
    for who, status in (("operator", 200), ("operator_pupr", 200), ("operator_itda", 404)):
        client.force_login(getattr(dunia, who))
        assert client.get(reverse("berkas", args=[old.versi_id])).status_code == status
    client.force_login(lain.auditor)
    assert client.get(reverse("berkas", args=[old.versi_id])).status_code == 404


def test_button_with_the_chosen_documents(
    dunia: SimpleNamespace, terus: Capaian, client: Client
) -> None:
    url = reverse("tugas_perbarui", args=[terus.pk])
    client.force_login(dunia.operator)
    page = client.get(reverse("tugas", args=[terus.pk])).content.decode()
    assert f'action="{url}"' in page
    assert "Selesai:" not in page
    client.post(url, {"versi": terus.versi})
    assert Capaian.objects.get(pk=terus.pk).status == "disetujui"
    answer = client.post(url, {"versi": terus.versi, "dokumen": pemenuhan_ids(terus)})
    assert answer["Location"] == reverse("tugas", args=[terus.pk])
    terus.refresh_from_db()
    assert terus.status == "draf"
    field = f"berkas_{pemenuhan_ids(terus)[0]}"
    new = SimpleUploadedFile("baru.pdf", pdf_kecil("baru"), content_type="application/pdf")
    client.post(
        reverse("tugas", args=[terus.pk]),
        {"versi": terus.versi, "nilai_mandiri": 90, "aksi": "simpan", field: new},
    )
    assert BuktiTaut.objects.active().filter(pemenuhan__capaian=terus).count() == 1


def test_who_may_renew_and_when(dunia: SimpleNamespace, lain: SimpleNamespace) -> None:
    Butir.objects.filter(pk=dunia.c_bkd.butir_id).update(pola="terus")

    def coba(user: object, capaian: Capaian) -> str:
        c = Capaian.objects.get(pk=capaian.pk)
        try:
            perbarui(
                capaian_id=c.pk,
                versi=c.versi,
                pemenuhan_ids=pemenuhan_ids(c),
                by=user,  # type: ignore[arg-type]
            )
        except (Denied, NotAllowed) as error:
            return type(error).__name__
        return ""

    assert coba(dunia.operator, dunia.c_bkd) == "NotAllowed"  # nothing approved yet
    dikembalikan(dunia.c_bkd, dunia.operator, dunia.verifikator)
    assert coba(dunia.operator, dunia.c_bkd) == "NotAllowed"
    disetujui(dunia.c_dukung, dunia.operator, dunia.verifikator)
    assert coba(dunia.operator, dunia.c_dukung) == "NotAllowed"  # another pola
    Butir.objects.filter(pk=dunia.c_dukung.butir_id).update(pola="terus")
    others = ("verifikator", "ketua", "auditor", "auditor_tugas", "operator_itda", "bawahan")
    assert [coba(getattr(dunia, p), dunia.c_dukung) for p in others] == ["Denied"] * 6
    assert coba(lain.operator, dunia.c_dukung) == "Denied"
    with pytest.raises(Bentrok):
        perbarui(
            capaian_id=dunia.c_dukung.pk,
            versi=1,
            pemenuhan_ids=pemenuhan_ids(dunia.c_dukung),
            by=dunia.operator,
        )
    assert coba(dunia.operator, dunia.c_dukung) == ""


def test_other_windows_are_linked_with_their_state(dunia: SimpleNamespace, client: Client) -> None:
    c: Capaian = dunia.c_bkd
    Butir.objects.filter(pk=c.butir_id).update(pola="semester")
    year = dunia.rencana.tahun
    Capaian.objects.filter(pk=c.pk).update(selesai=date(year, 6, 30))
    other = Capaian.objects.create(
        instansi=c.instansi,
        butir=c.butir,
        unit=c.unit,
        mulai=date(year, 7, 1),
        selesai=date(year, 12, 31),
        batas=date(year, 12, 31),
    )
    terkirim(c, dunia.operator)
    client.force_login(dunia.operator)
    page = client.get(reverse("tugas", args=[other.pk]))
    assert [(j.nama, [k.label for k in j.kata], j.kini) for j in page.context["jendela_lain"]] == [
        (f"Semester I {year}", ["Menunggu verifikasi"], False),
        (f"Semester II {year}", ["Belum diunggah"], True),
    ]
    assert reverse("tugas", args=[c.pk]) in page.content.decode()
    found = client.get(reverse("tugas_saya")).context["daftar"]
    assert {b.jendela for k in found.kelompok for b in k.baris if b.kode == "9.a"} == {
        f"Semester I {year}",
        f"Semester II {year}",
    }
    before = daftar_tugas(
        dunia.operator,
        dunia.rencana,
        giliran="nanti",
        kata="",
        halaman="",
        hari_ini=date(year, 3, 1),
    )
    assert [(b.kode, b.jendela) for k in before.kelompok for b in k.baris] == [
        ("9.a", f"Semester II {year}")
    ]
