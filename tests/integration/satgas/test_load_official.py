"""`load_official`: the decree in the database, twice the same, never over a person's change."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from accounts.models import Instansi, Unit
from audit.chain import chains, verify
from audit.models import Kejadian
from evidence.models import Butir, Capaian, DokumenWajib
from satgas.models import BagianSK, CatatanSumber, RincianTugas, SubTugas, SuratKeputusan
from satgas.official import load

Baca = Callable[[], dict[str, Any]]


def source() -> dict[str, Any]:
    """The file as it is, read without the loader's own reader."""
    path = settings.BASE_DIR / "fixtures" / "official" / "satgas.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def printed_tasks() -> Iterator[tuple[int, str, str]]:
    for member in source()["anggota"]:
        if "paragraf" in member:
            yield member["no"], "", member["paragraf"]
        for task in member.get("tugas", []):
            yield member["no"], task["huruf"], task["teks"]


def test_every_task_letter_for_letter(resmi: SuratKeputusan) -> None:
    tasks = RincianTugas.objects.filter(anggota__sk=resmi).order_by("anggota__no", "urut")
    wanted = list(printed_tasks())
    assert list(tasks.values_list("anggota__no", "huruf", "teks")) == wanted
    assert len(wanted) == 132
    assert list(tasks.values_list("butir__uraian", flat=True)) == [teks for _, _, teks in wanted]


def test_every_sub_item_letter_for_letter(resmi: SuratKeputusan) -> None:
    wanted = [
        (member["no"], task["huruf"], no, teks)
        for member in source()["anggota"]
        for task in member.get("tugas", [])
        for no, teks in enumerate(task.get("sub", []), start=1)
    ]
    rows = SubTugas.objects.filter(tugas__anggota__sk=resmi).order_by(
        "tugas__anggota__no", "tugas__urut", "no"
    )
    found = rows.values_list("tugas__anggota__no", "tugas__huruf", "no", "teks")
    assert list(found) == wanted
    assert len(wanted) == 43


def test_every_paragraph_letter_for_letter(resmi: SuratKeputusan) -> None:
    wanted: list[tuple[str, str | None, str, str]] = []
    for jenis, rows in source()["bagian"].items():
        for row in rows:
            wanted.append((jenis, None, row["label"], row["teks"]))
            wanted += [
                (jenis, row["label"], item["label"], item["teks"]) for item in row.get("butir", [])
            ]
    found = BagianSK.objects.filter(sk=resmi).values_list("jenis", "induk__label", "label", "teks")
    assert sorted(found, key=str) == sorted(wanted, key=str)


def test_members_and_their_units(resmi: SuratKeputusan) -> None:
    found = resmi.anggota_set.order_by("no").values_list("no", "jabatan", "kedudukan", "unit__kode")
    assert list(found) == [
        (m["no"], m["jabatan"], m["kedudukan"], m["unit"]) for m in source()["anggota"]
    ]


def test_the_plan_is_closed_and_has_no_work(resmi: SuratKeputusan) -> None:
    plan = resmi.rencana
    assert (plan.nama, plan.tahun, plan.status) == (
        "Satgas Pencegahan Korupsi 2021",
        2021,
        "ditutup",
    )
    assert (str(plan.mulai), str(plan.selesai)) == ("2021-03-08", "2021-12-31")
    assert not Capaian.objects.exists()


def test_the_shared_task_is_one_and_not_scored(resmi: SuratKeputusan) -> None:
    shared = Butir.objects.filter(rencana=resmi.rencana, dinilai=False)
    assert [butir.kode for butir in shared] == ["1"]
    task = shared[0].rincian_tugas
    assert task.anggota.no == 1
    assert [member.no for member in task.bersama.all()] == [2]
    assert RincianTugas.objects.filter(bersama__isnull=False).count() == 1


def test_codes_and_places(resmi: SuratKeputusan) -> None:
    kode = list(
        Butir.objects.filter(rencana=resmi.rencana).order_by("urut").values_list("kode", flat=True)
    )
    assert kode[:4] == ["1", "3", "4.a", "4.b"]
    assert kode[-3:] == ["15.z", "15.aa", "15.bb"]
    butir = Butir.objects.get(rencana=resmi.rencana, kode="9.g")
    assert butir.jalur == "9. Kepala Badan Kepegawaian Daerah Provinsi NTT"
    assert butir.unit.kode == "badan-kepegawaian"


def test_required_documents(resmi: SuratKeputusan) -> None:
    documents = DokumenWajib.objects.filter(butir__rencana=resmi.rencana)
    assert documents.count() == 170
    sub = SubTugas.objects.filter(tugas__anggota__sk=resmi)
    assert sorted(documents.filter(asal="sumber").values_list("butir__kode", "urut", "uraian")) == (
        sorted(sub.values_list("tugas__butir__kode", "no", "teks"))
    )
    portal = documents.filter(asal="portal").values_list("uraian", "urut")
    assert set(portal) == {("Bukti pelaksanaan tugas", 1)}


def test_units_are_a_tree(resmi: SuratKeputusan) -> None:
    units = {unit.kode: unit for unit in Unit.objects.filter(instansi__kode="pemprov-ntt")}
    assert len(units) == 15
    below = {k for k, u in units.items() if u.jalur.startswith(units["setda"].jalur)}
    assert below == {"setda", "biro-hukum", "biro-organisasi", "biro-pengadaan"}
    assert all(u.jalur.startswith(units["gubernur"].jalur) for u in units.values())
    kpu = Instansi.objects.get(kode="kpu-ntt")
    assert (kpu.contoh, kpu.kop_baris) == (
        False,
        ["KOMISI PEMILIHAN UMUM", "PROVINSI NUSA TENGGARA TIMUR"],
    )


def test_twice_changes_nothing(resmi: SuratKeputusan, semua_baris: Baca) -> None:
    before = semua_baris()
    assert load() == []
    assert semua_baris() == before


def test_what_a_person_changed_stays(resmi: SuratKeputusan, semua_baris: Baca) -> None:
    Instansi.objects.filter(kode="pemprov-ntt").update(nama="Nama lain", kop="KOP LAIN")
    Unit.objects.filter(kode="setwan").update(nama="Sekretariat Dewan", nama_pendek="Setwan")
    resmi.rencana.nama = "Satgas lama"
    resmi.rencana.save()
    resmi.catatan_set.filter(kode="S-09").update(teks="Catatan lain")
    butir = Butir.objects.get(rencana=resmi.rencana, kode="9.g")
    Butir.objects.filter(pk=butir.pk).update(kode="9.G", pola="triwulan", sumber_pola="portal")
    butir.dokumen_set.all().delete()
    butir.dokumen_set.create(urut=7, uraian="Dokumen pilihan admin", asal="portal")
    resmi.anggota_set.filter(no=5).update(unit=Unit.objects.get(kode="setda"))
    note = CatatanSumber.objects.get(sk=resmi, kode="S-12")
    note.butir.clear()
    before = semua_baris()
    assert load() == []
    assert semua_baris() == before


def test_only_what_is_missing_comes_back(resmi: SuratKeputusan, semua_baris: Baca) -> None:
    resmi.catatan_set.filter(kode="S-14").delete()
    SubTugas.objects.filter(tugas__butir__kode="7.r", no=2).delete()
    before = semua_baris()
    assert load() == ["Satgas Pencegahan Korupsi 2021: 1 sub tugas, 1 catatan sumber"]
    after = semua_baris()
    changed = {label for label in after if after[label] != before[label]}
    assert changed == {
        "satgas.SubTugas",
        "satgas.CatatanSumber",
        "satgas.CatatanSumber_butir",
        "audit.Kejadian",
        "audit.Rantai",
    }
    del after["audit.Rantai"]  # the head moved on
    assert [row for label in after for row in before[label] if row not in after[label]] == []
    assert len(CatatanSumber.objects.get(sk=resmi, kode="S-14").butir.all()) == 13


def test_events_name_the_portal_and_hold_no_nip(resmi: SuratKeputusan) -> None:
    events = Kejadian.objects.order_by("id")
    assert list(events.values_list("instansi", "aksi", "aktor")) == [
        ("kpu-ntt", "instansi.muat", "sistem"),
        ("pemprov-ntt", "instansi.muat", "sistem"),
        ("pemprov-ntt", "rencana.muat", "sistem"),
    ]
    text = json.dumps(list(events.values()), default=str)
    assert "19620524" not in text
    assert [list(verify(chain)) for chain in chains()] == [[], []]


def test_the_command_says_what_it_did(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_official")
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines[:1] + lines[4:]] == [
        "Skala dan pita portal",
        "Road Map Reformasi Birokrasi 2018-2022",
        "Zona Integritas 2023",
        "LKE Zona Integritas menurut Peraturan Menteri PANRB Nomor 52 Tahun 2014 (versi 1)",
        "LKE Zona Integritas menurut Peraturan Menteri PANRB Nomor 90 Tahun 2021 (versi 1)",
    ]
    assert lines[1:4] == [
        "Pemerintah Provinsi Nusa Tenggara Timur: 1 instansi, 15 unit",
        "Komisi Pemilihan Umum Provinsi Nusa Tenggara Timur: 1 instansi, 1 unit",
        "Satgas Pencegahan Korupsi 2021: 1 rencana, 1 surat keputusan, 32 bagian, 15 anggota, "
        "132 butir, 43 sub tugas, 170 dokumen wajib, 8 alur serah, 19 catatan sumber",
    ]
    call_command("load_official")
    assert capsys.readouterr().out.splitlines() == [
        "Semua dokumen resmi sudah dimuat; tidak ada yang diubah."
    ]
