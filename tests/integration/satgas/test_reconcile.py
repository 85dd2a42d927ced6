"""`reconcile`: counts from the database, and where it differs from the fixture."""

import json
from typing import Any

import pytest
from django.core.management import call_command

from evidence.models import Butir
from roadmap.official import load as load_roadmap
from satgas.models import SubTugas, SuratKeputusan
from tests.factories import buat_butir, buat_instansi, buat_rencana, buat_unit
from zonaintegritas.official import load as load_zi

JUMLAH = {
    "anggota": 15,
    "tugas_huruf": 127,
    "sub_tugas": 43,
    "tugas_paragraf": 5,
    "butir": 132,
    "dokumen_wajib": 170,
    "menimbang": 3,
    "mengingat": 4,
    "memperhatikan": 1,
    "diktum": 7,
    "butir_kedua": 3,
    "tembusan": 14,
    "catatan": 19,
}


@pytest.fixture
def resmi(resmi: SuratKeputusan) -> SuratKeputusan:
    """The decree beside the other official documents, which the command reads too."""
    load_roadmap()
    load_zi()
    return resmi


def run(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    call_command("reconcile", json=True)
    return satgas(capsys)


def satgas(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    result = json.loads(capsys.readouterr().out)
    (document,) = [d for d in result["dokumen"] if d["dokumen"] == "satgas"]
    assert result["selaras"] == all(d["selaras"] for d in result["dokumen"])
    found: dict[str, Any] = document
    return found


def test_counts(resmi: SuratKeputusan, capsys: pytest.CaptureFixture[str]) -> None:
    document = run(capsys)
    assert document["jumlah"] == JUMLAH
    assert (document["selaras"], document["beda"]) == (True, [])
    assert (document["nomor"], document["status"]) == ("92/KEP/HK/2021", "ditutup")
    assert [c["kode"] for c in document["catatan"]] == [f"S-{n:02d}" for n in range(1, 20)]


def test_other_institutions_do_not_count(
    resmi: SuratKeputusan, capsys: pytest.CaptureFixture[str]
) -> None:
    for kode, contoh in (("beta", False), ("gamma", True)):
        instansi = buat_instansi(kode, contoh=contoh)
        plan = buat_rencana(instansi, tahun=2021)
        for n in range(5):
            buat_butir(plan, buat_unit(instansi, f"u{n}"), f"{n + 1}.a", dokumen=3)
    assert run(capsys)["jumlah"] == JUMLAH


def test_a_changed_letter_is_named(
    resmi: SuratKeputusan, capsys: pytest.CaptureFixture[str]
) -> None:
    sub = SubTugas.objects.get(tugas__butir__kode="4.f", no=8)
    sub.teks = sub.teks.replace("prasana", "prasarana")
    sub.save()
    Butir.objects.filter(kode="12.e").update(uraian="lain")
    resmi.anggota_set.filter(no=4).update(kedudukan="Wakil Ketua")
    with pytest.raises(SystemExit) as stop:
        call_command("reconcile", json=True)
    assert stop.value.code == 1
    document = satgas(capsys)
    assert (document["selaras"], document["beda"]) == (
        False,
        ["anggota.4", "butir.12.e", "tugas.4.6.8"],
    )
    assert document["jumlah"] == JUMLAH


def test_missing_and_surplus_rows_are_named_and_counted(
    resmi: SuratKeputusan, capsys: pytest.CaptureFixture[str]
) -> None:
    resmi.catatan_set.filter(kode="S-19").delete()
    resmi.catatan_set.create(kode="S-99", golongan="X", teks="tambahan")
    resmi.catatan_set.create(kode="S-98", golongan="X", teks="tambahan")
    with pytest.raises(SystemExit):
        call_command("reconcile", json=True)
    document = satgas(capsys)
    assert document["beda"] == ["catatan.S-19", "catatan.S-98", "catatan.S-99"]
    assert document["jumlah"] == {**JUMLAH, "catatan": 20}


def test_not_loaded(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        call_command("reconcile", json=True)
    assert stop.value.code == 1
    assert satgas(capsys)["beda"] == ["belum dimuat"]


def test_table_for_the_eye(resmi: SuratKeputusan, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("reconcile")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == (
        "satgas (pemprov-ntt), Nomor 92/KEP/HK/2021, Satgas Pencegahan Korupsi 2021, ditutup"
    )
    assert lines[2].split() == ["tugas", "huruf", "127"]
    assert lines[-1] == "  selaras dengan sumber, huruf demi huruf"
