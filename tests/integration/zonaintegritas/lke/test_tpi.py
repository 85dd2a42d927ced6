"""Appointments to the TPI of one LKE, opening and removing one, and the map of indikator."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import Kejadian
from evidence.actions import Denied, IsianKurang
from evidence.workflow import NotAllowed
from tests.factories import buat_user, segar
from tests.factories.lke import LKEUji, berbukti, buat_instrumen_lke, isi_semua, majukan
from tests.factories.zi import buat_zi
from zonaintegritas.actions.lke import (
    atur_peta,
    buka_lke,
    cabut_tpi,
    hapus_lke,
    langkah,
    salin_nilai,
    tetapkan_tpi,
)
from zonaintegritas.lke.alur import AksiLKE
from zonaintegritas.lke.hak import hak, pelaku
from zonaintegritas.models import (
    LKE,
    AnggotaTPI,
    IndikatorKeberhasilan,
    InstrumenLKE,
    PeranTPI,
    PetaIndikator,
    StatusLKE,
    UnitZI,
)

HARI = timedelta(days=1)


def _tetapkan(dunia: LKEUji, **ganti: Any) -> AnggotaTPI:
    today = timezone.localdate()
    isi: dict[str, Any] = {
        "lke_id": dunia.lke.pk,
        "username": dunia.orang_luar.username,
        "peran": "anggota",
        "mulai": today,
        "selesai": today + 30 * HARI,
        "surat_tugas": " ST-12/2026 ",
        "by": dunia.admin,
    }
    return tetapkan_tpi(**(isi | ganti))


def test_an_admin_appoints_somebody_from_outside(dunia: LKEUji) -> None:
    row = _tetapkan(dunia)
    assert (row.user, row.peran, row.surat_tugas) == (dunia.orang_luar, "anggota", "ST-12/2026")
    guest = segar(dunia.orang_luar)
    assert LKE.objects.visible_to(guest).filter(pk=dunia.lke.pk).exists()
    assert hak(pelaku(guest, dunia.segar())).peran is PeranTPI.ANGGOTA
    event = Kejadian.objects.get(aksi="lke.tpi_tetapkan")
    assert event.instansi == dunia.instansi.kode
    assert event.isi["akun"] == dunia.orang_luar.username
    assert (event.isi["mulai"], event.isi["peran"]) == (row.mulai.isoformat(), "anggota")


@pytest.mark.parametrize(
    "siapa",
    ["operator", "koordinator", "verifikator", "ketua", "auditor", "tpi_ketua", "admin_luar"],
)
def test_nobody_else_appoints_or_ends(dunia: LKEUji, siapa: str) -> None:
    with pytest.raises(Denied):
        _tetapkan(dunia, by=dunia.orang[siapa])
    row = dunia.lke.tpi_set.get(peran="ketua")
    with pytest.raises(Denied):
        cabut_tpi(anggota_id=row.pk, by=dunia.orang[siapa])
    assert dunia.lke.tpi_set.filter(dicabut__isnull=True).count() == 3


def _lama(bulan: int) -> date:
    today = timezone.localdate()
    return today.replace(year=today.year + bulan // 12, day=min(today.day, 28))


@pytest.mark.parametrize(
    ("ganti", "field"),
    [
        ({"surat_tugas": " "}, "surat_tugas"),
        ({"surat_tugas": "S" * 161}, "surat_tugas"),
        ({"peran": "sekretaris"}, "peran"),
        ({"mulai": None}, "mulai"),
        ({"selesai": None}, "selesai"),
        ({"selesai": timezone.localdate() - HARI, "mulai": timezone.localdate()}, "selesai"),
        ({"selesai": timezone.localdate() - HARI, "mulai": date(2020, 1, 1)}, "selesai"),
        ({"selesai": _lama(24)}, "selesai"),
        ({"username": "tidak.ada"}, "username"),
        ({"username": ""}, "username"),
    ],
)
def test_what_an_appointment_needs(dunia: LKEUji, ganti: dict[str, Any], field: str) -> None:
    with pytest.raises(IsianKurang) as error:
        _tetapkan(dunia, **ganti)
    assert list(error.value.galat) == [field]
    assert not AnggotaTPI.objects.filter(user=dunia.orang_luar).exists()


def test_twelve_months_are_the_longest(dunia: LKEUji) -> None:
    with pytest.raises(IsianKurang, match="paling lama 12 bulan"):
        _tetapkan(dunia, mulai=date(2030, 1, 31), selesai=date(2031, 2, 1))
    row = _tetapkan(dunia, mulai=date(2030, 1, 31), selesai=date(2031, 1, 31))
    assert row.selesai == date(2031, 1, 31)


def test_an_inactive_account_is_not_found(dunia: LKEUji) -> None:
    User.objects.filter(pk=dunia.orang_luar.pk).update(is_active=False)
    with pytest.raises(IsianKurang, match="Tidak ada akun aktif"):
        _tetapkan(dunia)


def test_a_sample_account_is_no_guest_of_a_real_assessment(dunia: LKEUji) -> None:
    User.objects.create_user("tpi.kpu", nama="Ketua TPI (CONTOH)")
    with pytest.raises(IsianKurang) as caught:
        _tetapkan(dunia, username="tpi.kpu")
    assert caught.value.galat == {
        "username": "Akun CONTOH hanya dapat ditugaskan pada LKE institusi CONTOH."
    }
    User.objects.filter(username="tpi.kpu").update(nama="Orang sungguhan")
    assert _tetapkan(dunia, username="tpi.kpu").peran == "anggota"


def test_nobody_appoints_themselves(dunia: LKEUji) -> None:
    with pytest.raises(IsianKurang) as caught:
        _tetapkan(dunia, username=dunia.admin.username)
    assert list(caught.value.galat) == ["username"]


def test_readers_are_not_asked_what_only_an_admin_answers(dunia: LKEUji, client: Client) -> None:
    row = _tetapkan(dunia)
    addresses = [
        reverse("zi_lke_tpi_cabut", args=[dunia.lke.pk, row.pk]),
        reverse("zi_lke_hapus", args=[dunia.lke.pk]),
    ]
    for who, status in ((dunia.admin, 200), (dunia.orang["auditor"], 302)):
        client.force_login(who)
        assert [client.get(address).status_code for address in addresses] == [status, status]


def test_whoever_filled_in_or_evaluated_is_not_appointed(dunia: LKEUji) -> None:
    majukan(dunia, StatusLKE.TPI_ANGGOTA)
    for siapa, pesan in (("operator", "ikut mengisi"), ("verifikator", "ikut mengevaluasi")):
        with pytest.raises(IsianKurang, match=pesan):
            _tetapkan(dunia, username=dunia.orang[siapa].username)
    assert _tetapkan(dunia, username=dunia.verifikator2.username).user == dunia.verifikator2


def test_one_role_at_a_time_and_none_after_another(dunia: LKEUji) -> None:
    with pytest.raises(IsianKurang, match="sudah ditugaskan"):
        _tetapkan(dunia, username=dunia.tpi_anggota.username, peran="ketua")
    majukan(dunia, StatusLKE.TPI_ANGGOTA)
    salin_nilai(lke_id=dunia.lke.pk, by=dunia.tpi_anggota)
    row = dunia.lke.tpi_set.get(user=dunia.tpi_anggota)
    cabut_tpi(anggota_id=row.pk, by=dunia.admin, alasan="Pindah tugas.")
    with pytest.raises(Denied):
        langkah(lke_id=dunia.lke.pk, aksi=AksiLKE.AJUKAN_KETUA, by=segar(dunia.tpi_anggota))
    with pytest.raises(IsianKurang, match="pada peran TPI yang lain"):
        _tetapkan(dunia, username=dunia.tpi_anggota.username, peran="ketua")
    again = _tetapkan(dunia, username=dunia.tpi_anggota.username)
    assert again.peran == "anggota"
    with pytest.raises(NotAllowed, match="sudah dicabut"):
        cabut_tpi(anggota_id=row.pk, by=dunia.admin)
    assert Kejadian.objects.get(aksi="lke.tpi_cabut").isi["alasan"] == "Pindah tugas."


def test_an_appointment_that_is_over_makes_room(dunia: LKEUji) -> None:
    row = dunia.lke.tpi_set.get(user=dunia.tpi_ketua)
    AnggotaTPI.objects.filter(pk=row.pk).update(selesai=timezone.localdate() - HARI)
    again = _tetapkan(dunia, username=dunia.tpi_ketua.username, peran="ketua")
    row.refresh_from_db()
    assert (again.pk != row.pk, row.dicabut is not None) == (True, True)


# --- Opening and removing -----------------------------------------------------------------------


def _buka(dunia: LKEUji, **ganti: Any) -> LKE:
    isi: dict[str, Any] = {
        "unit_id": dunia.unit.pk,
        "tahun": dunia.lke.tahun + 1,
        "instrumen_id": dunia.instrumen.pk,
        "by": dunia.admin,
    }
    return buka_lke(**(isi | ganti))


def test_opening_freezes_the_instrument(dunia: LKEUji) -> None:
    instrumen = buat_instrumen_lke(dunia.instansi, kode="sendiri")
    lke = _buka(dunia, instrumen_id=instrumen.pk, sasaran="wbbm")
    instrumen.refresh_from_db()
    assert (lke.status, lke.sasaran, lke.instansi) == ("mandiri", "wbbm", dunia.instansi)
    assert instrumen.dibekukan == lke.dibuat
    assert Kejadian.objects.get(aksi="lke.buka").objek_id == str(lke.pk)
    second = _buka(dunia, instrumen_id=instrumen.pk, unit_id=dunia.unit_lain.pk)
    instrumen.refresh_from_db()
    assert (second.sasaran, instrumen.dibekukan) == ("wbk", lke.dibuat)


@pytest.mark.parametrize(
    "siapa", ["operator", "koordinator", "verifikator", "ketua", "auditor", "admin_luar"]
)
def test_only_the_admin_of_the_unit_opens_and_removes(dunia: LKEUji, siapa: str) -> None:
    with pytest.raises(Denied):
        _buka(dunia, by=dunia.orang[siapa])
    with pytest.raises(Denied):
        hapus_lke(lke_id=dunia.lke.pk, by=dunia.orang[siapa])
    assert LKE.objects.filter(unit=dunia.unit).count() == 1


def test_what_keeps_an_assessment_from_being_opened(dunia: LKEUji) -> None:
    foreign = buat_instrumen_lke(dunia.luar, kode="milik-luar")
    unready = buat_instrumen_lke(dunia.instansi, kode="belum-siap")
    unready.pertanyaan_set.filter(kode="B.I.1").delete()
    unready.komponen_set.filter(kode="H.I").update(bobot=24)
    cases: list[tuple[dict[str, Any], str, str]] = [
        ({"unit_id": dunia.biasa.pk}, "unit", "belum ditetapkan"),
        ({"tahun": dunia.lke.tahun}, "tahun", "sudah mempunyai LKE"),
        ({"tahun": 1999}, "tahun", "Tahun antara"),
        ({"sasaran": "wtp"}, "sasaran", "Pilih sasaran"),
        ({"instrumen_id": 0}, "instrumen", "Pilih instrumen"),
        ({"instrumen_id": foreign.pk}, "instrumen", "Pilih instrumen"),
        ({"instrumen_id": unready.pk}, "instrumen", "Belum memiliki pertanyaan."),
    ]
    for ganti, field, pesan in cases:
        with pytest.raises(IsianKurang) as error:
            _buka(dunia, **ganti)
        assert list(error.value.galat) == [field]
        assert pesan in error.value.galat[field]
    unready.refresh_from_db()
    assert unready.dibekukan is None
    UnitZI.objects.filter(unit=dunia.unit).update(berakhir=date(dunia.lke.tahun, 6, 1))
    with pytest.raises(IsianKurang, match="tidak lagi Zona Integritas"):
        _buka(dunia)


def test_an_admin_of_two_institutions_does_not_mix_instruments(dunia: LKEUji) -> None:
    from accounts.models import Membership

    Membership.objects.create(user=dunia.admin, unit=dunia.unit_luar, role="admin")
    foreign = buat_instrumen_lke(dunia.luar, kode="milik-luar")
    by = segar(dunia.admin)
    assert InstrumenLKE.objects.visible_to(by).filter(pk=foreign.pk).exists()
    with pytest.raises(IsianKurang, match="Pilih instrumen"):
        _buka(dunia, instrumen_id=foreign.pk, by=by)


def test_only_an_untouched_assessment_is_removed(dunia: LKEUji) -> None:
    hapus_lke(lke_id=dunia.lke_lain.pk, by=dunia.admin)
    assert not LKE.objects.filter(pk=dunia.lke_lain.pk).exists()
    assert Kejadian.objects.filter(aksi="lke.hapus").count() == 1
    berbukti(dunia)
    with pytest.raises(NotAllowed, match="sudah diisi"):
        hapus_lke(lke_id=dunia.lke.pk, by=dunia.admin)
    isi_semua(dunia, dunia.operator)
    with pytest.raises(NotAllowed, match="sudah diisi"):
        hapus_lke(lke_id=dunia.lke.pk, by=dunia.admin)


# --- The map of indikator -------------------------------------------------------------------------


def _peta(dunia: LKEUji, indikator: int, kode: list[str], **ganti: Any) -> list[str]:
    isi: dict[str, Any] = {
        "indikator_id": indikator,
        "instrumen_id": dunia.instrumen.pk,
        "pertanyaan": [dunia.pertanyaan[k].pk for k in kode],
        "by": dunia.admin,
    }
    return [row.pertanyaan.kode for row in atur_peta(**(isi | ganti))]


def test_the_map_holds_what_was_set_last_per_instrument(dunia: LKEUji) -> None:
    zi = buat_zi(dunia.instansi, dunia.unit)
    indikator = IndikatorKeberhasilan.objects.get(kegiatan__tim__keputusan=zi).pk
    other = buat_instrumen_lke(kode="versi-lain")
    atur_peta(
        indikator_id=indikator,
        instrumen_id=other.pk,
        pertanyaan=[other.pertanyaan_set.get(kode="H.I.1").pk],
        by=dunia.admin,
    )
    assert _peta(dunia, indikator, ["A.I.2", "A.I.1"]) == ["A.I.1", "A.I.2"]
    events = Kejadian.objects.filter(aksi="lke.peta").count()
    assert _peta(dunia, indikator, ["A.I.1", "A.I.2"]) == ["A.I.1", "A.I.2"]
    assert Kejadian.objects.filter(aksi="lke.peta").count() == events
    assert _peta(dunia, indikator, ["A.I.2"]) == ["A.I.2"]
    assert _peta(dunia, indikator, []) == []
    assert PetaIndikator.objects.get().pertanyaan.instrumen == other


def test_who_maps_what(dunia: LKEUji) -> None:
    zi = buat_zi(dunia.instansi, dunia.unit)
    indikator = IndikatorKeberhasilan.objects.get(kegiatan__tim__keputusan=zi).pk
    for siapa in ("operator", "koordinator", "verifikator", "ketua", "auditor", "admin_luar"):
        with pytest.raises(Denied):
            _peta(dunia, indikator, ["A.I.1"], by=dunia.orang[siapa])
    foreign = buat_instrumen_lke(dunia.luar, kode="milik-luar")
    with pytest.raises(Denied):
        _peta(dunia, indikator, [], instrumen_id=foreign.pk)
    with pytest.raises(NotAllowed, match="bukan bagian dari instrumen"):
        _peta(dunia, indikator, [], pertanyaan=[foreign.pertanyaan_set.get(kode="A.I.1").pk])
    with pytest.raises(Denied):
        _peta(dunia, 0, ["A.I.1"])
    assert not PetaIndikator.objects.exists()
    assert buat_user("orang.lain").akses.grants == ()
