"""Files: who may upload and open them, reuse, versions, taking back, their number and date."""

import io
import os
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.storage import default_storage

from accounts.permissions import Denied
from audit.models import Kejadian
from evidence.actions import (
    Isian,
    NotAllowed,
    buka_berkas,
    kirim,
    lengkapi,
    lepaskan,
    pakai,
    unggah,
    versi_baru,
)
from evidence.actions.storage import discard_on_error
from evidence.models import BuktiTaut, BuktiVersi, Capaian
from tests.factories import (
    draf,
    pdf_kecil,
    pemenuhan_ids,
    terkirim,
)


def _statuses(capaian: Capaian) -> list[str]:
    return list(capaian.pemenuhan_set.order_by("dokumen__urut").values_list("status", flat=True))


@pytest.mark.parametrize(
    ("who", "row", "may"),
    [
        ("operator", "c_bkd", True),
        ("operator", "c_dukung", True),  # supports it
        ("operator", "c_pupr", False),
        ("operator", "c_itda", False),
        ("bawahan", "c_bkd", False),  # a unit below does not act for the unit above
        ("operator_pupr", "c_bkd", False),
        ("operator_pupr", "c_pupr", True),
        ("verifikator", "c_bkd", False),
        ("ketua", "c_bkd", False),
        ("auditor", "c_bkd", False),
        ("auditor_tugas", "c_bkd", False),
    ],
)
def test_who_may_upload(dunia: SimpleNamespace, who: str, row: str, may: bool) -> None:
    capaian, user = getattr(dunia, row), getattr(dunia, who)
    files = [("a.pdf", io.BytesIO(pdf_kecil()))]
    if may:
        assert (
            len(unggah(pemenuhan_id=pemenuhan_ids(capaian)[0], files=files, by=user).diterima) == 1
        )
    else:
        with pytest.raises(Denied):
            unggah(pemenuhan_id=pemenuhan_ids(capaian)[0], files=files, by=user)
        assert not BuktiVersi.objects.exists()


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("operator", True),
        ("verifikator", True),
        ("ketua", True),
        ("auditor", True),
        ("auditor_tugas", True),
        ("operator_pupr", False),
        ("bawahan", False),
    ],
)
def test_who_may_open_a_file(dunia: SimpleNamespace, who: str, may: bool) -> None:
    c = terkirim(dunia.c_bkd, dunia.operator)
    versi = BuktiVersi.objects.filter(taut_set__pemenuhan__capaian=c).order_by("id")[0]
    events = Kejadian.objects.filter(aksi="bukti.unduh")
    if may:
        assert buka_berkas(versi_id=versi.pk, by=getattr(dunia, who)) == versi
        assert events.count() == 1
    else:
        with pytest.raises(Denied):
            buka_berkas(versi_id=versi.pk, by=getattr(dunia, who))
        assert events.count() == 0


def test_one_bad_file_does_not_touch_the_others(dunia: SimpleNamespace) -> None:
    hasil = unggah(
        pemenuhan_id=pemenuhan_ids(dunia.c_pupr)[0],
        files=[("a.pdf", io.BytesIO(pdf_kecil())), ("b.pdf", io.BytesIO(b"bukan pdf"))],
        by=dunia.operator_pupr,
    )
    assert [v.nama_asli for v in hasil.diterima] == ["a.pdf"]
    assert [nama for nama, _ in hasil.ditolak] == ["b.pdf"]


def test_rows_rolled_back_take_their_bytes_with_them(dunia: SimpleNamespace) -> None:
    draf(dunia.c_pupr, dunia.operator_pupr)
    versi = BuktiVersi.objects.get()
    assert _stored(dunia) == [os.path.basename(versi.berkas.name)]

    def fail_after_storing() -> None:
        with discard_on_error() as stored:
            stored.append(versi.berkas.name)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_storing()
    assert _stored(dunia) == []


def _stored(dunia: SimpleNamespace) -> list[str]:
    folder = default_storage.path(str(dunia.instansi.pk))
    return [f for _, _, files in os.walk(folder) for f in files]


def test_files_are_used_again_versioned_and_taken_back(dunia: SimpleNamespace) -> None:
    first, second = pemenuhan_ids(dunia.c_bkd)
    data = pdf_kecil("sama")
    unggah(pemenuhan_id=first, files=[("a.pdf", io.BytesIO(data))], by=dunia.operator)
    hasil = unggah(pemenuhan_id=first, files=[("b.pdf", io.BytesIO(data))], by=dunia.operator)
    assert [p for _, p in hasil.ditolak] == ["Berkas yang sama sudah dilampirkan di sini."]
    unggah(pemenuhan_id=second, files=[("b.pdf", io.BytesIO(data))], by=dunia.operator)
    assert (BuktiVersi.objects.count(), BuktiTaut.objects.count()) == (1, 2)

    taut = BuktiTaut.objects.get(pemenuhan=first)
    baru = versi_baru(
        taut_id=taut.pk, nama="a2.pdf", file=io.BytesIO(pdf_kecil("lain")), by=dunia.operator
    )
    assert (baru.no, baru.bukti_id) == (2, taut.versi.bukti_id)
    active = BuktiTaut.objects.active()
    assert active.get(pemenuhan=first).versi == baru
    assert active.get(pemenuhan=second).versi.no == 1  # decided alone, keeps its version

    lepaskan(taut_id=active.get(pemenuhan=second).pk, by=dunia.operator)
    c = Capaian.objects.get(pk=dunia.c_bkd.pk)
    assert _statuses(c) == ["draf", "belum"]
    assert BuktiVersi.objects.count() == 2  # nothing is deleted


def test_number_and_date_belong_to_the_own_document(dunia: SimpleNamespace) -> None:
    draf(dunia.c_dukung, dunia.operator)  # bkd supports a task of pupr
    taut = BuktiTaut.objects.get()
    args: dict[str, Any] = {"nomor": "800/1", "tanggal": None, "rentang": "1-3", "kelas": "terbuka"}
    with pytest.raises(Denied):
        lengkapi(taut_id=taut.pk, by=dunia.operator_pupr, **args)
    taut = lengkapi(taut_id=taut.pk, by=dunia.operator, **args)
    taut.refresh_from_db()
    assert (taut.rentang_halaman, taut.versi.nomor_dokumen, taut.versi.bukti.kelas) == (
        "1-3",
        "800/1",
        "terbuka",
    )


def test_a_document_in_judgement_keeps_its_number(dunia: SimpleNamespace) -> None:
    first, second = pemenuhan_ids(dunia.c_bkd)
    data = pdf_kecil("dipakai dua kali")
    for pemenuhan in (first, second):
        unggah(pemenuhan_id=pemenuhan, files=[("a.pdf", io.BytesIO(data))], by=dunia.operator)
    c = Capaian.objects.get(pk=dunia.c_bkd.pk)
    c = kirim(capaian_id=c.pk, versi=c.versi, by=dunia.operator, isian=Isian(nilai_mandiri=90))
    versi = BuktiVersi.objects.get()
    other = dunia.c_dukung.pemenuhan_set.get()
    taut = pakai(pemenuhan_id=other.pk, versi_id=versi.pk, by=dunia.operator)
    same: dict[str, Any] = {"nomor": "", "tanggal": None, "kelas": "internal"}
    lengkapi(taut_id=taut.pk, by=dunia.operator, rentang="2", **same)  # pages are of this use
    with pytest.raises(NotAllowed, match=r"9\.a"):
        lengkapi(taut_id=taut.pk, by=dunia.operator, rentang="2", **{**same, "nomor": "PALSU/1"})
    versi.refresh_from_db()
    assert versi.nomor_dokumen == ""


def test_a_file_taken_back_is_closed_to_others(dunia: SimpleNamespace) -> None:
    draf(dunia.c_dukung, dunia.operator_pupr)  # bkd supports this task
    versi = BuktiVersi.objects.get()
    assert buka_berkas(versi_id=versi.pk, by=dunia.operator) == versi
    lepaskan(taut_id=BuktiTaut.objects.get().pk, by=dunia.operator_pupr)
    with pytest.raises(Denied):
        buka_berkas(versi_id=versi.pk, by=dunia.operator)
