"""Drawing up an instrument: making, copying, editing, pasting; who may, and what is written."""

from types import SimpleNamespace
from typing import Any

import pytest

from accounts.models import Unit
from accounts.permissions import Denied, Role
from audit.chain import chains, verify
from audit.models import Kejadian
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.workflow import NotAllowed
from satgas.actions.instrumen import (
    buat_instrumen,
    hapus_instrumen,
    salin_ke_tahun,
    ubah_instrumen,
    versi_baru,
)
from satgas.actions.pakai import pakai_instrumen
from satgas.actions.susunan import hapus, ikut_terhapus, petakan, pindah, tambah, ubah
from satgas.actions.tempel import pratinjau, terapkan_tabel
from satgas.instrumen.ekspor import tabel
from satgas.instrumen.susunan import Susunan, susun_lengkap
from satgas.models import Area, DokumenSub, Instrumen, KriteriaSub, RincianTugas, SubIndikator
from tests.factories import buat_rencana, buat_user, segar
from tests.integration.satgas.instrumen import ISI, KEPALA, TAHUN, bangun, isi, sub


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    return bangun()


def bentuk(susunan: Susunan) -> list[Any]:
    """The tree without ids."""
    return [
        (
            a.kode, a.nama, a.bobot,
            [
                (
                    i.kode, i.nama, i.bobot,
                    [
                        (
                            s.kode, s.nama, s.bobot, s.cara_nilai, s.unit,
                            [(d.uraian, d.kriteria) for d in s.dokumen],
                            [(k.nilai, k.uraian) for k in s.kriteria],
                            [t.kode for t in s.tugas],
                        )
                        for s in i.sub
                    ],
                )
                for i in a.indikator
            ],
        )
        for a in susunan.area
    ]  # fmt: skip


def nama_unit(dunia: SimpleNamespace) -> dict[int, tuple[str, str]]:
    return {u.pk: (u.nama, u.kode) for u in Unit.objects.filter(instansi=dunia.instansi)}


# --- making ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kerangka", "jumlah", "terakhir"),
    [("2021", 7, "Pengelolaan BMD"), ("2025", 8, "Optimalisasi Pajak Daerah"), ("", 0, "")],
)
def test_areas_come_without_weights_and_with_their_source(
    dunia: SimpleNamespace, kerangka: str, jumlah: int, terakhir: str
) -> None:
    made = buat_instrumen(
        instansi_id=dunia.instansi.pk, tahun=2025, kerangka=kerangka, by=dunia.admin
    )
    areas = list(Area.objects.filter(instrumen=made))
    assert len(areas) == jumlah
    assert {a.bobot for a in areas} <= {None}
    assert not jumlah or areas[-1].nama == terakhir
    assert bool(made.sumber) == bool(kerangka)
    assert (made.versi, made.keadaan, made.oleh) == (1, "disusun", dunia.admin)


def test_a_year_has_one_line_of_versions(dunia: SimpleNamespace) -> None:
    for tahun in (TAHUN, 1999, 2101):
        with pytest.raises(IsianKurang) as refused:
            buat_instrumen(instansi_id=dunia.instansi.pk, tahun=tahun, by=dunia.admin)
        assert set(refused.value.galat) == {"tahun"}
    with pytest.raises(IsianKurang):
        buat_instrumen(instansi_id=dunia.instansi.pk, tahun=2030, kerangka="1999", by=dunia.admin)


def test_a_copy_into_another_year_finds_tasks_and_successors(dunia: SimpleNamespace) -> None:
    asal = isi(dunia)
    heir = Unit.objects.create(
        instansi=dunia.instansi, kode="baru", nama="Dinas Baru", nama_pendek="Baru", jenis="pd"
    )
    Unit.objects.filter(pk=dunia.pupr.pk).update(aktif_selesai="2020-01-01", penerus=heir)
    made = salin_ke_tahun(instrumen_id=asal.pk, tahun=TAHUN + 1, by=dunia.admin)
    first, copy = susun_lengkap(asal), susun_lengkap(made)
    assert [s.nama for s in copy.sub] == [s.nama for s in first.sub]
    assert [s.unit for s in copy.sub] == ["bkd alfa", "Baru", "Baru"]
    assert [s.tugas for s in copy.sub] == [[], [], []]  # no decree of that year yet
    assert (made.asal, made.versi, made.keadaan) == (asal, 1, "disusun")
    Unit.objects.filter(pk=heir.pk).update(aktif_selesai="2020-01-01")
    last = salin_ke_tahun(instrumen_id=asal.pk, tahun=TAHUN + 2, by=dunia.admin)
    assert [s.unit for s in susun_lengkap(last).sub] == ["bkd alfa", "", ""]


# --- who and when ----------------------------------------------------------------------------


def langkah(d: SimpleNamespace, by: Any) -> dict[str, Any]:
    """Every change of an instrument, ready to be tried."""
    pk, satu = d.instrumen.pk, sub(d.instrumen, "1.1.1")
    area = Area.objects.get(instrumen=d.instrumen, kode="1")
    return {
        "tambah": lambda: tambah(
            instrumen_id=pk, tingkat="area", induk_id=pk, isian={"nama": "X"}, by=by
        ),
        "ubah": lambda: ubah(
            instrumen_id=pk, tingkat="area", baris_id=area.pk, isian={"nama": "Y"}, by=by
        ),
        "pindah": lambda: pindah(
            instrumen_id=pk, tingkat="area", baris_id=area.pk, naik=False, by=by
        ),
        "petakan": lambda: petakan(instrumen_id=pk, sub_id=satu.pk, tugas_ids=[], by=by),
        "tempel": lambda: terapkan_tabel(instrumen_id=pk, teks=KEPALA + "9 Z" + "\t" * 10, by=by),
        "nama": lambda: ubah_instrumen(instrumen_id=pk, nama="N", sumber="S", by=by),
        "hapus_bagian": lambda: hapus(instrumen_id=pk, tingkat="sub", baris_id=satu.pk, by=by),
        "hapus": lambda: hapus_instrumen(instrumen_id=pk, by=by),
        "pakai": lambda: pakai_instrumen(instrumen_id=pk, by=by),
    }


ORANG = ("operator", "verifikator", "ketua", "auditor", "auditor_tugas")


@pytest.mark.parametrize("peran", [*ORANG, "platform", "admin_lain"])
def test_only_admins_of_the_institution_change_anything(dunia: SimpleNamespace, peran: str) -> None:
    isi(dunia)
    if peran == "platform":
        by = buat_user("plat", Role.PLATFORM)
    else:
        by = bangun("beta").admin if peran == "admin_lain" else getattr(dunia, peran)
    before = Kejadian.objects.count()
    for nama, lakukan in langkah(dunia, segar(by)).items():
        with pytest.raises(Denied):
            lakukan()
        assert Kejadian.objects.count() == before, nama
    for change in (
        lambda: versi_baru(instrumen_id=dunia.instrumen.pk, by=by),
        lambda: salin_ke_tahun(instrumen_id=dunia.instrumen.pk, tahun=2031, by=by),
        lambda: buat_instrumen(instansi_id=dunia.instansi.pk, tahun=2031, by=by),
    ):
        with pytest.raises(Denied):
            change()


@pytest.mark.parametrize("keadaan", ["dipakai", "diganti"])
def test_a_frozen_version_does_not_change(dunia: SimpleNamespace, keadaan: str) -> None:
    isi(dunia)
    pakai_instrumen(instrumen_id=dunia.instrumen.pk, by=dunia.admin)
    if keadaan == "diganti":
        new = versi_baru(instrumen_id=dunia.instrumen.pk, by=dunia.admin)
        pakai_instrumen(instrumen_id=new.pk, by=dunia.admin)
    assert Instrumen.objects.get(pk=dunia.instrumen.pk).keadaan == keadaan
    before = bentuk(susun_lengkap(dunia.instrumen))
    for lakukan in langkah(dunia, dunia.admin).values():
        with pytest.raises(NotAllowed):
            lakukan()
    assert bentuk(susun_lengkap(dunia.instrumen)) == before


def test_one_version_at_a_time(dunia: SimpleNamespace) -> None:
    isi(dunia)
    with pytest.raises(NotAllowed):
        versi_baru(instrumen_id=dunia.instrumen.pk, by=dunia.admin)
    pakai_instrumen(instrumen_id=dunia.instrumen.pk, by=dunia.admin)
    new = versi_baru(instrumen_id=dunia.instrumen.pk, by=dunia.admin)
    assert bentuk(susun_lengkap(new)) == bentuk(susun_lengkap(dunia.instrumen))
    assert (new.versi, new.asal_id, new.keadaan) == (2, dunia.instrumen.pk, "disusun")
    with pytest.raises(NotAllowed):
        versi_baru(instrumen_id=dunia.instrumen.pk, by=dunia.admin)


# --- editing ---------------------------------------------------------------------------------


def test_codes_follow_their_parent(dunia: SimpleNamespace) -> None:
    pk, by = dunia.instrumen.pk, dunia.admin
    area: Any = tambah(instrumen_id=pk, tingkat="area", induk_id=pk, isian={"nama": "A"}, by=by)
    ind: Any = tambah(
        instrumen_id=pk, tingkat="indikator", induk_id=area.pk, isian={"nama": " B  c "}, by=by
    )
    codes = [
        tambah(instrumen_id=pk, tingkat="sub", induk_id=ind.pk, isian={"nama": n}, by=by)
        for n in ("satu", "dua")
    ]
    assert (area.kode, ind.kode, ind.nama) == ("1", "1.1", "B c")
    assert [c.kode for c in codes if isinstance(c, SubIndikator)] == ["1.1.1", "1.1.2"]


@pytest.mark.parametrize(
    ("tingkat", "kode", "isian", "field"),
    [
        ("area", "1", {"kode": "2", "nama": "A"}, "kode"),
        ("area", "1", {"kode": "1", "nama": ""}, "nama"),
        ("area", "1", {"kode": "1", "nama": "A", "bobot": 101}, "bobot"),
        ("sub", "1.1.1", {"kode": "2.1.1", "nama": "A"}, "kode"),
        ("sub", "1.1.1", {"kode": "1.1.1", "nama": "A", "cara_nilai": "asal"}, "cara_nilai"),
    ],
)
def test_wrong_values_name_their_field(
    dunia: SimpleNamespace, tingkat: str, kode: str, isian: dict[str, Any], field: str
) -> None:
    isi(dunia)
    row = (
        Area.objects.get(instrumen=dunia.instrumen, kode=kode)
        if tingkat == "area"
        else sub(dunia.instrumen, kode)
    )
    with pytest.raises(IsianKurang) as refused:
        ubah(
            instrumen_id=dunia.instrumen.pk, tingkat=tingkat, baris_id=row.pk, isian=isian,
            by=dunia.admin,
        )  # fmt: skip
    assert set(refused.value.galat) == {field}


def test_a_unit_of_another_institution_is_refused(dunia: SimpleNamespace) -> None:
    isi(dunia)
    other = bangun("beta")
    with pytest.raises(IsianKurang) as refused:
        ubah(
            instrumen_id=dunia.instrumen.pk,
            tingkat="sub",
            baris_id=sub(dunia.instrumen, "1.1.1").pk,
            isian={"nama": "S", "unit": other.bkd},
            by=dunia.admin,
        )
    assert set(refused.value.galat) == {"unit"}
    foreign = RincianTugas.objects.filter(anggota__sk__rencana=other.satgas)[0]
    with pytest.raises(NotAllowed):
        petakan(
            instrumen_id=dunia.instrumen.pk,
            sub_id=sub(dunia.instrumen, "1.1.1").pk,
            tugas_ids=[foreign.pk],
            by=dunia.admin,
        )


def test_rows_of_another_instrument_are_not_reached(dunia: SimpleNamespace) -> None:
    isi(dunia)
    other = bangun("beta")
    foreign = sub(isi(other), "1.1.1")
    for lakukan in (
        lambda: hapus(
            instrumen_id=dunia.instrumen.pk, tingkat="sub", baris_id=foreign.pk, by=dunia.admin
        ),
        lambda: tambah(
            instrumen_id=dunia.instrumen.pk,
            tingkat="dokumen",
            induk_id=foreign.pk,
            isian={"uraian": "x", "kriteria": ""},
            by=dunia.admin,
        ),
    ):
        with pytest.raises(NotAllowed):
            lakukan()


def test_moving_keeps_every_row_and_ends_at_the_edge(dunia: SimpleNamespace) -> None:
    isi(dunia)
    satu = sub(dunia.instrumen, "1.1.1")
    first = satu.dokumen_set.order_by("urut")[0]

    def geser(naik: bool) -> bool:
        return pindah(
            instrumen_id=dunia.instrumen.pk,
            tingkat="dokumen",
            baris_id=first.pk,
            naik=naik,
            by=dunia.admin,
        )

    assert geser(True) is False
    assert geser(False) is True
    assert list(satu.dokumen_set.values_list("urut", "uraian")) == [
        (1, "Tindak lanjut"),
        (2, "Laporan reviu"),
    ]
    assert geser(False) is False


def test_an_indikator_moves_to_another_area(dunia: SimpleNamespace) -> None:
    isi(dunia)
    satu = sub(dunia.instrumen, "1.1.1")
    target = Area.objects.get(instrumen=dunia.instrumen, kode="2")
    ubah(
        instrumen_id=dunia.instrumen.pk,
        tingkat="indikator",
        baris_id=satu.indikator_id,
        isian={"kode": "", "nama": "RKPD"},
        induk_id=target.pk,
        by=dunia.admin,
    )
    tree = susun_lengkap(dunia.instrumen)
    assert [(a.kode, [i.kode for i in a.indikator]) for a in tree.area] == [
        ("1", []),
        ("2", ["2.1", "1.1"]),
    ]


def test_a_delete_names_what_goes_with_it(dunia: SimpleNamespace) -> None:
    isi(dunia)
    area = Area.objects.get(instrumen=dunia.instrumen, kode="1")
    assert ikut_terhapus("area", area) == {
        "indikator": 1,
        "sub indikator": 2,
        "dokumen": 3,
        "kriteria nilai": 3,
    }
    hapus(instrumen_id=dunia.instrumen.pk, tingkat="area", baris_id=area.pk, by=dunia.admin)
    assert [s.kode for s in susun_lengkap(dunia.instrumen).sub] == ["2.1.1"]
    event = Kejadian.objects.filter(aksi="instrumen.hapus_bagian").get()
    assert event.isi["ikut"]["dokumen"] == 3
    assert [list(verify(chain)) for chain in chains()] == [[]] * len(chains())


# --- pasting ---------------------------------------------------------------------------------


def test_a_tree_survives_the_way_through_a_spreadsheet(dunia: SimpleNamespace) -> None:
    first = isi(dunia)
    tambah(
        instrumen_id=first.pk,
        tingkat="dokumen",
        induk_id=sub(first, "1.1.2").pk,
        isian={"uraian": '1. "Surat" edaran', "kriteria": 'baris satu\n"baris" dua\n- tiga'},
        by=dunia.admin,
    )
    ubah(
        instrumen_id=first.pk,
        tingkat="sub",
        baris_id=sub(first, "2.1.1").pk,
        isian={"kode": "X-9", "nama": "2.5 Nama berangka", "cara_nilai": "rasio", "unit": None},
        by=dunia.admin,
    )
    before = susun_lengkap(first)
    teks = tabel(before, nama_unit(dunia))
    empty = buat_instrumen(instansi_id=dunia.instansi.pk, tahun=TAHUN + 1, by=dunia.admin)
    Instrumen.objects.filter(pk=first.pk).update(tahun=2019)  # the tasks are those of TAHUN
    Instrumen.objects.filter(pk=empty.pk).update(tahun=TAHUN)
    terapkan_tabel(instrumen_id=empty.pk, teks=teks, by=dunia.admin)
    assert bentuk(susun_lengkap(empty)) == bentuk(before)
    again = pratinjau(Instrumen.objects.get(pk=empty.pk), teks)
    assert (again.galat, again.perubahan) == ([], [])


def test_pasting_is_all_or_nothing(dunia: SimpleNamespace) -> None:
    before = Kejadian.objects.count()
    with pytest.raises(NotAllowed):
        terapkan_tabel(
            instrumen_id=dunia.instrumen.pk,
            teks=KEPALA + ISI.replace("{k}", "alfa").replace("pupr", "antah"),
            by=dunia.admin,
        )
    assert (Area.objects.count(), Kejadian.objects.count()) == (0, before)


def test_pasting_changes_adds_and_never_removes(dunia: SimpleNamespace) -> None:
    isi(dunia)
    teks = KEPALA + (
        '1 Perencanaan\t70\t1.1 RKPD\t\t1.1.1 Reviu RKPD\t\t\t\t"100: sangat lengkap\n75: cukup"'
        "\tLaporan reviu\tbertanda tangan\n"
        "\t\t\t\tMusrenbang\t\t\t\t\tNotula\t\n"
    )
    hasil = terapkan_tabel(instrumen_id=dunia.instrumen.pk, teks=teks, by=dunia.admin)
    assert (hasil.baru, hasil.berubah) == (3, 3)
    tree = susun_lengkap(dunia.instrumen)
    assert [a.bobot for a in tree.area] == [70, 40]
    satu = tree.sub[0]
    assert satu.bobot == 50
    assert satu.unit == "bkd alfa"
    assert [(k.nilai, k.uraian) for k in satu.kriteria] == [
        (100, "sangat lengkap"),
        (75, "cukup"),
        (50, "sebagian"),
        (0, "tidak ada"),
    ]
    assert [(d.uraian, d.kriteria) for d in satu.dokumen] == [
        ("Laporan reviu", "bertanda tangan"),
        ("Tindak lanjut", ""),
    ]
    assert [s.kode for s in tree.sub] == ["1.1.1", "1.1.2", "1.1.3", "2.1.1"]
    with pytest.raises(NotAllowed, match="sama dengan"):
        terapkan_tabel(instrumen_id=dunia.instrumen.pk, teks=teks, by=dunia.admin)


def test_places_that_run_out_are_numbered_anew(dunia: SimpleNamespace) -> None:
    isi(dunia)
    satu = sub(dunia.instrumen, "1.1.1")
    last = DokumenSub.objects.get(sub=satu, uraian="Tindak lanjut")
    DokumenSub.objects.filter(pk=last.pk).update(urut=32_767)
    teks = KEPALA + "1 Perencanaan\t\t1.1 RKPD\t\t1.1.1 Reviu RKPD\t\t\t\t\tNotula\t\n"
    terapkan_tabel(instrumen_id=dunia.instrumen.pk, teks=teks, by=dunia.admin)
    rows = DokumenSub.objects.filter(sub=satu).order_by("urut").values_list("urut", "uraian")
    assert list(rows) == [(1, "Laporan reviu"), (2, "Tindak lanjut"), (3, "Notula")]


def test_what_is_applied_is_what_was_shown(dunia: SimpleNamespace) -> None:
    teks = KEPALA + ISI.replace("{k}", "alfa")
    shown = pratinjau(dunia.instrumen, teks)
    tambah(
        instrumen_id=dunia.instrumen.pk,
        tingkat="area",
        induk_id=dunia.instrumen.pk,
        isian={"kode": "1", "nama": "Perencanaan"},
        by=dunia.admin,
    )
    with pytest.raises(Bentrok):
        terapkan_tabel(
            instrumen_id=dunia.instrumen.pk, teks=teks, sidik=shown.sidik, by=dunia.admin
        )
    assert DokumenSub.objects.count() == KriteriaSub.objects.count() == 0


def test_a_draft_that_was_never_used_can_go(dunia: SimpleNamespace) -> None:
    isi(dunia)
    buat_rencana(dunia.instansi, tahun=TAHUN + 1)
    copy = salin_ke_tahun(instrumen_id=dunia.instrumen.pk, tahun=TAHUN + 1, by=dunia.admin)
    with pytest.raises(NotAllowed):
        hapus_instrumen(instrumen_id=dunia.instrumen.pk, by=dunia.admin)
    hapus_instrumen(instrumen_id=copy.pk, by=dunia.admin)
    hapus_instrumen(instrumen_id=dunia.instrumen.pk, by=dunia.admin)
    assert Instrumen.objects.count() == SubIndikator.objects.count() == 0
