"""`load_official`: the decree in the database, twice the same, never over a person's change."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.models import Instansi, Unit
from audit.chain import chains, verify
from audit.models import Kejadian
from evidence.models import Butir, Capaian, DokumenWajib, Rencana
from tests.factories import buat_instansi, buat_rencana, buat_unit
from zonaintegritas.models import (
    AnggotaTim,
    BagianKeputusan,
    CatatanSumber,
    DokumenIndikator,
    IndikatorKeberhasilan,
    KegiatanZI,
    KeputusanZI,
    KeteranganBaris,
    SubKegiatan,
    Tim,
    TugasTim,
)
from zonaintegritas.official import load, reconcile
from zonaintegritas.official.fixture import keputusan
from zonaintegritas.official.loader import KeputusanLoader

Baca = Callable[[], dict[str, Any]]


def source(name: str = "zi") -> dict[str, Any]:
    """A file as it is, read without the loader's own reader."""
    path = settings.BASE_DIR / "fixtures" / "official" / f"{name}.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def test_the_decree_letter_for_letter(resmi: KeputusanZI) -> None:
    data = source()
    wanted = [
        (jenis, row["label"], row["teks"])
        for jenis in ("menimbang", "mengingat", "memperhatikan", "menetapkan", "diktum")
        for row in data[jenis]
    ]
    parts = BagianKeputusan.objects.order_by("pk").values_list("jenis", "label", "teks")
    assert list(parts) == wanted
    assert len(wanted) == 21
    for name in ("status_naskah", "kop", "jenis", "nomor", "nomor_raw", "tentang", "tempat"):
        assert getattr(resmi, name) == data[name]
    for name in ("tanggal_raw", "pejabat_penetap", "penutup", "sumber"):
        assert getattr(resmi, name) == data[name]
    assert str(resmi.tanggal) == data["tanggal"] == "2023-06-05"
    assert {
        "nama": resmi.penandatangan,
        "jabatan": resmi.penandatangan_jabatan,
        "tanda": resmi.penandatangan_tanda,
    } == data["penandatangan"]
    assert {
        "nama": resmi.pengesah,
        "jabatan": resmi.pengesah_jabatan,
        "unit": resmi.pengesah_unit,
    } == data["pengesah_salinan"]
    for no in (1, 2):
        for name in ("kepala", "judul", "kolom", "nomor_kolom"):
            assert getattr(resmi, f"{name}_lampiran_{no}") == data[f"lampiran_{no}"][name]
    assert resmi.halaman_lampiran_2 == data["lampiran_2"]["halaman"]


def test_members_and_tasks_letter_for_letter(resmi: KeputusanZI) -> None:
    for group in source()["lampiran_1"]["kelompok"]:
        tim = resmi.tim_set.get(kode=group["kode"])
        assert (tim.judul_tercetak, tim.nama) == (group["judul_tercetak"], group["nama"])
        names = list(group["anggota"][0])
        assert list(tim.anggota_set.values(*names)) == group["anggota"]
        assert list(tim.tugas_set.values("no", "teks")) == group["tugas"]
    assert AnggotaTim.objects.count() == 36
    assert TugasTim.objects.count() == 25
    acting = AnggotaTim.objects.filter(plt=True).values_list("nama", "jabatan")
    assert sorted(acting) == [
        (
            "Agustina J. Touselak",
            "Plt. Kepala Sub Bagian Teknis Penyelenggaraan Pemilu, "
            "Partisipasi dan Hubungan Masyarakat",
        ),
        ("Edson Carlos", "Plt. Kepala Sub Bagian Umum"),
    ]


def test_the_action_plan_letter_for_letter(resmi: KeputusanZI) -> None:
    texts = 0
    for part in source()["lampiran_2"]["tim"]:
        tim = resmi.tim_set.get(no_lampiran_2=part["no"])
        assert (tim.nama_lampiran_2, tim.kode) == (part["nama_tercetak"], part["kelompok"])
        assert [k.huruf for k in tim.kegiatan_set.all()] == [k["huruf"] for k in part["kegiatan"]]
        for wanted in part["kegiatan"]:
            kegiatan = tim.kegiatan_set.get(huruf=wanted["huruf"])
            assert kegiatan.teks == wanted["teks"]
            assert list(kegiatan.sub_set.values("no", "teks")) == wanted["sub"]
            assert [
                {"huruf": i.huruf, "teks": i.teks, "sub": [s.urut for s in i.sub.order_by("urut")]}
                for i in kegiatan.indikator_set.all()
            ] == wanted["indikator"]
            kets = {b["baris_sumber"]: b.pop("ket") for b in wanted["baris"]}
            assert kegiatan.baris == wanted["baris"]
            stored = dict(kegiatan.keterangan_set.values_list("baris_sumber", "teks"))
            assert stored == {line: ket for line, ket in kets.items() if ket}
            texts += 1 + len(wanted["sub"]) + len(wanted["indikator"])
    assert texts == 30 + 68 + 75
    assert KeteranganBaris.objects.count() == 2


def test_the_plan_is_closed_and_has_no_month(resmi: KeputusanZI) -> None:
    plan = resmi.rencana
    assert (plan.nama, plan.jenis, plan.tahun, plan.status) == (
        "Zona Integritas 2023",
        "zi",
        2023,
        "ditutup",
    )
    assert (str(plan.mulai), str(plan.selesai)) == ("2023-01-01", "2023-12-31")
    assert not Capaian.objects.exists()


def test_every_sub_kegiatan_and_4c_own_a_butir(resmi: KeputusanZI) -> None:
    butir = Butir.objects.filter(rencana=resmi.rencana).order_by("urut")
    assert list(butir.values_list("urut", flat=True)) == list(range(1, 70))
    assert butir.filter(sub_kegiatan_zi__isnull=False).count() == 68
    (own,) = KegiatanZI.objects.exclude(butir=None)
    assert own.butir is not None
    assert (own.butir.kode, own.butir.uraian, own.bersub) == (
        "4.C",
        "Monitoring pencapaian kinerja secara berkala",
        False,
    )
    kode = list(butir.values_list("kode", flat=True))
    assert kode[:5] == ["1.A.1", "1.A.2", "1.A.3", "1.A.4", "1.B.1"]
    assert kode[32:38] == ["4.A", "4.B", "4.C", "4.D", "4.E", "4.F"]
    assert Counter(butir.values_list("unit__kode", flat=True)) == {
        "tim-manajemen-perubahan": 19,
        "tim-tatalaksana": 5,
        "tim-sdm": 8,
        "tim-akuntabilitas": 6,
        "tim-pengawasan": 12,
        "tim-pelayanan-publik": 19,
    }
    for sub in SubKegiatan.objects.select_related("butir"):
        assert sub.butir.uraian == sub.teks
    assert butir[0].jalur == "1 Manajemen Perubahan / A. Pembentukan Tim Kerja"
    assert max(len(jalur) for jalur in butir.values_list("jalur", flat=True)) <= 300
    # nothing is planned: the pattern stays the default until months are
    assert set(butir.values_list("pola", "sumber_pola")) == {("jadwal", "portal")}


def test_indikator_are_the_documents_of_their_butir(resmi: KeputusanZI) -> None:
    documents = DokumenWajib.objects.filter(butir__rencana=resmi.rencana)
    assert Counter(documents.values_list("asal", flat=True)) == {"sumber": 89}
    found = {
        (link.dokumen.butir_id, link.indikator_id)
        for link in DokumenIndikator.objects.select_related("dokumen")
    }
    wanted = {
        (sub.butir_id, one.pk)
        for one in IndikatorKeberhasilan.objects.prefetch_related("sub")
        for sub in one.sub.all()
    }
    own = KegiatanZI.objects.get(bersub=False)
    wanted.add((own.butir_id or 0, own.indikator_set.get().pk))
    assert found == wanted
    assert len(found) == DokumenIndikator.objects.count() == 89
    assert not IndikatorKeberhasilan.objects.filter(dokumen_set=None).exists()
    for link in DokumenIndikator.objects.select_related("dokumen", "indikator"):
        assert link.dokumen.uraian == link.indikator.teks
    shared = IndikatorKeberhasilan.objects.get(kegiatan__huruf="C", kegiatan__tim__kode="I")
    assert [d.dokumen.butir.kode for d in shared.dokumen_set.order_by("pk")] == [
        "1.C.1",
        "1.C.2",
        "1.C.3",
    ]


def test_a_kegiatan_owns_a_butir_only_without_sub(resmi: KeputusanZI) -> None:
    own = KegiatanZI.objects.get(bersub=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        KegiatanZI.objects.filter(pk=own.pk).update(bersub=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        KegiatanZI.objects.filter(pk=own.pk).update(butir=None)
    assert set(KegiatanZI.objects.filter(bersub=True).values_list("butir", flat=True)) == {None}
    assert not KegiatanZI.objects.filter(bersub=True, sub_set=None).exists()
    assert not KegiatanZI.objects.filter(bersub=False).exclude(sub_set=None).exists()


def test_only_teams_are_units(resmi: KeputusanZI) -> None:
    units = Unit.objects.filter(instansi__kode="kpu-ntt").order_by("pk")
    assert [(u.kode, u.jenis) for u in units][1:] == [
        ("tim-manajemen-perubahan", "tim"),
        ("tim-tatalaksana", "tim"),
        ("tim-sdm", "tim"),
        ("tim-akuntabilitas", "tim"),
        ("tim-pengawasan", "tim"),
        ("tim-pelayanan-publik", "tim"),
    ]
    assert {u.induk.kode for u in units if u.induk} == {"kpu"}
    teams = resmi.tim_set.filter(jenis="tim").order_by("urut")
    assert [t.unit_id for t in teams] == [u.pk for u in units][1:]
    assert Unit.objects.filter(instansi__kode="pemprov-ntt").count() == 15
    with pytest.raises(IntegrityError), transaction.atomic():
        Tim.objects.filter(kode="PENGARAH").update(unit=units[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Tim.objects.filter(kode="II").update(unit=None)


def test_notes_hang_on_the_rows_they_concern(resmi: KeputusanZI) -> None:
    def names(note: CatatanSumber) -> set[str]:
        found = {f"{b.jenis}.{b.label or b.urut}" for b in note.bagian.all()}
        found |= {f"tim.{t.kode}" for t in note.tim.all()}
        found |= {f"anggota.{a.tim.kode}.{a.no}" for a in note.anggota.all()}
        found |= {f"tugas.{t.tim.kode}.{t.no}" for t in note.tugas.all()}
        found |= {f"kegiatan.{k.tim.no_lampiran_2}.{k.huruf}" for k in note.kegiatan.all()}
        for kind in ("sub", "indikator"):
            found |= {
                f"{kind}.{row.kegiatan.tim.no_lampiran_2}.{row.kegiatan.huruf}.{row.urut}"
                for row in getattr(note, kind).all()
            }
        return found

    for row in source("catatan_zi")["catatan"]:
        note = resmi.catatan_set.get(kode=row["kode"])
        assert names(note) == set(row.get("baris", [])), row["kode"]
        for name in ("golongan", "mentah", "alasan", "usulan"):
            assert getattr(note, name) == row[name]
        assert note.letak == row.get("letak", "")
    assert resmi.catatan_set.count() == 24


def test_twice_changes_nothing(resmi: KeputusanZI, semua_baris: Baca) -> None:
    before = semua_baris()
    assert load() == []
    assert semua_baris() == before


def test_what_a_person_changed_stays(resmi: KeputusanZI, semua_baris: Baca) -> None:
    Unit.objects.filter(kode="tim-sdm").update(nama_pendek="SDM")
    Rencana.objects.filter(pk=resmi.rencana_id).update(nama="ZI lama")
    KeputusanZI.objects.filter(pk=resmi.pk).update(nomor="143 Tahun 2023")
    Butir.objects.filter(kode="1.A.1").update(kode="1.A.1x", pola="triwulan")
    Butir.objects.get(kode="3.D").dokumen_set.all().delete()
    AnggotaTim.objects.filter(nama="Edson Carlos").update(jabatan="Kepala Sub Bagian Umum")
    IndikatorKeberhasilan.objects.get(teks="Dokumen Rencana Aksi;").sub.clear()
    CatatanSumber.objects.get(kode="Z-12").kegiatan.clear()
    before = semua_baris()
    assert load() == []
    assert semua_baris() == before


def test_only_what_is_missing_comes_back(resmi: KeputusanZI, semua_baris: Baca) -> None:
    CatatanSumber.objects.get(kode="Z-16").delete()
    KeteranganBaris.objects.get(baris_sumber=299).delete()
    SubKegiatan.objects.get(butir__kode="5.A.2").butir.delete()
    AnggotaTim.objects.get(nama="Edson Carlos").delete()
    assert load() == [
        "Zona Integritas 2023: 1 anggota, 1 butir, 1 sub kegiatan, 2 dokumen wajib, "
        "1 keterangan, 1 catatan sumber"
    ]
    assert Butir.objects.get(kode="5.A.2").urut == Butir.objects.get(kode="5.A.1").urut + 1
    assert load() == []
    (found,) = reconcile()
    assert found["beda"] == []


def test_a_butir_without_indikator_gets_the_portals_document(resmi: KeputusanZI) -> None:
    IndikatorKeberhasilan.objects.all().delete()
    Butir.objects.filter(rencana=resmi.rencana).delete()
    KegiatanZI.objects.all().delete()
    bare = keputusan()
    (tim,) = [t for t in bare.tim if t.kode == "IV"]
    rows = tuple(replace(row, indikator=()) for row in tim.kegiatan)
    units = {t.kode: t.unit for t in resmi.tim_set.all() if t.unit}
    loader = KeputusanLoader(
        replace(bare, tim=(replace(tim, kegiatan=rows),), catatan=()), resmi.rencana, units
    )
    loader.run()
    documents = DokumenWajib.objects.filter(butir__rencana=resmi.rencana)
    assert Counter(documents.values_list("uraian", "urut", "asal")) == {
        ("Bukti pelaksanaan kegiatan", 1, "portal"): 6
    }
    assert not DokumenIndikator.objects.exists()


def test_one_event_on_the_chain(resmi: KeputusanZI) -> None:
    (event,) = Kejadian.objects.filter(instansi="kpu-ntt", aksi="rencana.muat")
    assert event.objek_nama == "Zona Integritas 2023"
    assert {problem for chain in chains() for problem in verify(chain)} == set()


def test_other_institutions_and_plans_are_untouched(resmi: KeputusanZI, semua_baris: Baca) -> None:
    """The same loader fills a copy elsewhere and leaves everything else as it was."""
    instansi = buat_instansi("kpu-contoh", contoh=True)
    root = buat_unit(instansi, "kpu", jenis="pimpinan")
    units = {
        t.kode: buat_unit(instansi, f"tim-{t.urut}", induk=root, jenis="tim")
        for t in resmi.tim_set.filter(jenis="tim")
    }
    plan = buat_rencana(instansi, jenis="zi", tahun=2026)
    before = semua_baris()
    loader = KeputusanLoader(keputusan(), plan, units)
    copy = loader.run()
    assert loader.made["butir"] == 69
    assert copy.rencana == plan
    assert Butir.objects.filter(rencana=plan).count() == 69
    after = semua_baris()
    assert [row for label in before for row in before[label] if row not in after[label]] == []


def test_the_institution_must_be_there(db: None) -> None:
    with pytest.raises(Instansi.DoesNotExist):
        load()
    assert not KeputusanZI.objects.exists()
