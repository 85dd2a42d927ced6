"""Salin ke tahun baru, and the two plans compared from the database."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine

from accounts.models import Unit
from accounts.permissions import Role
from evidence.actions import Denied, IsianKurang, mulai_rencana
from evidence.actions.batas import usulkan_batas
from evidence.actions.butir import IsiButir, atur_butir
from evidence.actions.salin import salin_rencana
from evidence.banding import Hasil, bandingkan
from evidence.lists.banding import sisi
from evidence.models import (
    AlurSerah,
    Butir,
    ButirSetara,
    Capaian,
    KriteriaNilai,
    Pemenuhan,
    Rencana,
)
from tests.factories import buat_butir, buat_instansi, buat_rencana, buat_unit, buat_user


@pytest.fixture
def d(db: None) -> SimpleNamespace:
    """A plan of a leap year with everything that a copy takes along."""
    instansi = buat_instansi("alfa")
    akar = buat_unit(instansi, "setda", jenis="pimpinan")
    units = {k: buat_unit(instansi, k, induk=akar) for k in ("bkd", "bpkad", "dinas", "biro")}
    rencana = buat_rencana(instansi, jenis="zi", tahun=2028)
    satu = buat_butir(rencana, units["bkd"], "9.a", dokumen=2, pendukung=(units["dinas"],))
    dua = buat_butir(rencana, units["dinas"], "13.a", pendukung=(units["bkd"], units["bpkad"]))
    tiga = buat_butir(rencana, units["biro"], "15.a", dinilai=False)
    cabut = buat_butir(rencana, units["bkd"], "9.b")
    Butir.objects.filter(pk=cabut.pk).update(
        dicabut=datetime(2028, 5, 1, tzinfo=UTC), dasar_cabut="SK"
    )
    Butir.objects.filter(pk=satu.pk).update(
        jatuh_tempo=date(2028, 2, 29), pola="tahunan", sumber_pola="teks", kutipan_pola="menyusun"
    )
    KriteriaNilai.objects.create(butir=satu, urut=1, nilai=75, uraian="Sebagian")
    AlurSerah.objects.create(rencana=rencana, dari=satu, ke=dua, sumber="teks", uraian="Peta")
    AlurSerah.objects.create(rencana=rencana, dari=cabut, ke=dua, sumber="teks")
    admin = buat_user("admin.alfa", Role.ADMIN, akar)
    usulkan_batas(rencana_id=rencana.pk, by=admin)
    return SimpleNamespace(
        instansi=instansi, units=units, rencana=rencana, satu=satu, dua=dua, tiga=tiga, admin=admin
    )


def _end(unit: Unit, day: date, following: Unit | None = None) -> None:
    Unit.objects.filter(pk=unit.pk).update(aktif_selesai=day, penerus=following)


def test_everything_that_is_asked_is_copied_and_nothing_that_was_done(d: SimpleNamespace) -> None:
    mulai_rencana(rencana_id=d.rencana.pk, by=d.admin)
    tasks = Capaian.objects.count()
    hasil = salin_rencana(rencana_id=d.rencana.pk, tahun=2029, by=d.admin)
    baru = hasil.rencana
    assert (baru.status, baru.asal_id, baru.tahun) == ("disusun", d.rencana.pk, 2029)
    assert (baru.mulai, baru.selesai) == (date(2029, 1, 1), date(2029, 12, 31))
    assert baru.nama == d.rencana.nama.replace("2028", "2029")
    assert hasil.perlu == ()
    copies = list(baru.butir_set.order_by("urut"))
    assert [(b.kode, b.asal_id, b.dinilai) for b in copies] == [
        ("9.a", d.satu.pk, True),
        ("13.a", d.dua.pk, True),
        ("15.a", d.tiga.pk, False),
    ]
    one, two, _ = copies
    assert (one.jatuh_tempo, one.sumber_pola, one.kutipan_pola) == (
        date(2029, 2, 28),
        "teks",
        "menyusun",
    )
    assert [(x.urut, x.uraian, x.asal) for x in one.dokumen_set.all()] == [
        (1, "Dokumen 1 9.a", "portal"),
        (2, "Dokumen 2 9.a", "portal"),
    ]
    assert [(k.nilai, k.uraian) for k in one.kriteria_set.all()] == [(75, "Sebagian")]
    arrows = baru.alur_serah_set.values_list("dari", "ke", "sumber", "uraian")
    assert list(arrows) == [(one.pk, two.pk, "teks", "Peta")]
    assert [(b.kode, b.akhir, b.batas_unit) for b in baru.batas_set.all()] == [
        ("B03", date(2029, 3, 31), date(2029, 3, 31)),
        ("B06", date(2029, 6, 30), date(2029, 6, 30)),
        ("B09", date(2029, 9, 30), date(2029, 9, 30)),
        ("B12", date(2029, 12, 31), date(2029, 12, 31)),
    ]
    assert Capaian.objects.count() == tasks
    assert not Pemenuhan.objects.filter(capaian__butir__rencana=baru).exists()


def test_units_that_ended_give_way_to_their_successors(d: SimpleNamespace) -> None:
    bkd, bpkad, dinas, biro = (d.units[k] for k in ("bkd", "bpkad", "dinas", "biro"))
    _end(dinas, date(2028, 6, 30), biro)  # two steps: dinas > biro > bkd
    _end(biro, date(2028, 12, 31), bkd)
    _end(bpkad, date(2028, 12, 31))
    with time_machine.travel(datetime(2028, 12, 20, tzinfo=UTC), tick=False):
        hasil = salin_rencana(rencana_id=d.rencana.pk, tahun=2029, by=d.admin)
    copies = {b.kode: b for b in hasil.rencana.butir_set.all()}
    assert {k: b.unit for k, b in copies.items()} == {"9.a": bkd, "13.a": bkd, "15.a": bkd}
    # dinas became bkd, which reports 9.a itself; bpkad ended without successor and stays.
    assert list(copies["9.a"].pendukung.all()) == []
    assert list(copies["13.a"].pendukung.all()) == [bpkad]
    assert hasil.perlu == (f"{bpkad} sudah berakhir dan belum mempunyai unit penerus.",)


def test_a_reporting_unit_without_successor_is_named_with_its_tasks(d: SimpleNamespace) -> None:
    _end(d.units["dinas"], date(2028, 6, 30))
    hasil = salin_rencana(rencana_id=d.rencana.pk, tahun=2029, by=d.admin)
    assert hasil.perlu == (
        f"{d.units['dinas']} sudah berakhir dan belum mempunyai unit penerus. "
        "Unit pelapor untuk 13.a.",
    )
    assert hasil.rencana.butir_set.get(kode="13.a").unit == d.units["dinas"]


def test_one_plan_for_a_kind_and_year(d: SimpleNamespace) -> None:
    buat_rencana(d.instansi, jenis="roadmap", tahun=2029)  # another kind is not in the way
    salin_rencana(rencana_id=d.rencana.pk, tahun=2029, by=d.admin, nama="Nama sendiri")
    for year in (2029, 2028, 1999, 2101):
        with pytest.raises(IsianKurang) as error:
            salin_rencana(rencana_id=d.rencana.pk, tahun=year, by=d.admin)
        assert set(error.value.galat) == {"tahun"}
    assert Rencana.objects.get(jenis="zi", tahun=2029).nama == "Nama sendiri"
    assert Rencana.objects.filter(jenis="zi").count() == 2


def test_only_who_edits_plans_copies_them(d: SimpleNamespace) -> None:
    beta = buat_unit(buat_instansi("beta"), "akar")
    people = [
        buat_user("op", Role.OPERATOR, d.units["bkd"]),
        buat_user("ketua", Role.KETUA, d.units["bkd"]),
        buat_user("admin.beta", Role.ADMIN, beta),
    ]
    for person in people:
        with pytest.raises(Denied):
            salin_rencana(rencana_id=d.rencana.pk, tahun=2029, by=person)


def test_one_document_for_two_plans_goes_on_when_both_are_copied(d: SimpleNamespace) -> None:
    mcp = buat_rencana(d.instansi, jenis="roadmap", tahun=2028)
    lain = buat_butir(mcp, d.units["bkd"], "3.2.1")
    ButirSetara.objects.create(dari=d.satu, ke=lain)
    a = salin_rencana(rencana_id=d.rencana.pk, tahun=2029, by=d.admin).rencana
    assert ButirSetara.objects.count() == 1
    b = salin_rencana(rencana_id=mcp.pk, tahun=2029, by=d.admin).rencana
    new = ButirSetara.objects.latest("pk")
    assert (new.dari, new.ke) == (a.butir_set.get(kode="9.a"), b.butir_set.get(kode="3.2.1"))


def test_a_copy_compares_as_the_same_and_changes_are_named(d: SimpleNamespace) -> None:
    baru = salin_rencana(rencana_id=d.rencana.pk, tahun=2029, by=d.admin).rencana
    d.rencana.refresh_from_db()
    assert {line.hasil for line in bandingkan(*sisi(d.rencana, baru))} == {Hasil.SAMA}
    two = baru.butir_set.get(kode="13.a")
    atur_butir(butir_id=two.pk, isi=IsiButir(pola="jadwal", unit_id=d.units["bkd"].pk), by=d.admin)
    baru.butir_set.get(kode="15.a").delete()
    added = buat_butir(baru, d.units["bkd"], "16.a")
    Butir.objects.filter(pk=added.pk).update(uraian="membuka kanal pengaduan masyarakat")
    lines = {
        side.kode: line
        for line in bandingkan(*sisi(d.rencana, baru))
        if (side := line.baru or line.lama)
    }
    assert {k: str(x.hasil) for k, x in lines.items()} == {
        "9.a": "sama",
        "13.a": "berubah",
        "15.a": "dihapus",
        "16.a": "baru",
    }
    assert [b.nama for b in lines["13.a"].beda] == ["Unit pelapor", "Pola"]
    third = salin_rencana(rencana_id=baru.pk, tahun=2030, by=d.admin).rencana
    chain = [x.cara for x in bandingkan(*sisi(d.rencana, third)) if x.baru and x.lama]
    assert set(chain) == {"asal"}
