"""Who writes what, and what is refused: meetings, problems, steps."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import Membership, User
from accounts.permissions import Denied
from audit.models import Kejadian
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.models import BuktiVersi
from evidence.workflow import NotAllowed
from roadmap.actions.langkah import (
    batalkan_langkah,
    catat_kemajuan,
    kembalikan,
    konfirmasi,
    ubah_tenggat,
)
from roadmap.actions.masalah import angkat, selesaikan, temukan
from roadmap.actions.rapat import (
    IsiRapat,
    Orang,
    batalkan,
    laksanakan,
    perbaiki,
    ubah_jadwal,
)
from roadmap.actions.rapat_notula import lepas_notula, unggah_notula
from roadmap.actions.rapat_pengaturan import IsiPengaturan, atur
from roadmap.models import (
    CatatanLangkah,
    Kehadiran,
    LangkahPerbaikan,
    Masalah,
    PengangkatanMasalah,
    PengaturanRapat,
    PerubahanRapat,
    Rapat,
)
from roadmap.tempo_rapat import tempo_rapat
from tests.factories.rapat import (
    buat_langkah,
    buat_masalah,
    buat_notula,
    buat_rapat,
    isi_rapat,
    rapat_terlaksana,
)
from tests.factories.states import pdf_kecil
from tests.integration.roadmap.rapat.isi import isi

SEMUA = (
    "operator",
    "bawahan",
    "operator_pupr",
    "operator_pokja",
    "verifikator",
    "ketua",
    "admin",
    "auditor",
    "auditor_tugas",
)
SELURUH = {"verifikator", "ketua", "admin"}


def _boleh(dunia: SimpleNamespace, act: Callable[[User], object]) -> set[str]:
    """Return the roles for which an action goes; each attempt is taken back."""
    found = set()
    for peran in SEMUA:
        user = User.objects.get(pk=getattr(dunia, peran).pk)
        try:
            with transaction.atomic():
                act(user)
                found.add(peran)
                raise _Batal
        except (_Batal, Denied):
            continue
    return found


class _Batal(Exception):
    """Takes an attempt back."""


def test_who_writes_at_which_level(dunia: SimpleNamespace, lain: SimpleNamespace) -> None:
    s = isi(dunia)
    soon = timezone.localdate() + timedelta(days=5)
    row = dunia.butir["A-001"].pk
    bkd = {"operator"} | SELURUH

    def plan(unit: object) -> set[str]:
        return _boleh(dunia, lambda u: buat_rapat(dunia.rencana, u, unit))  # type: ignore[arg-type]

    assert plan(dunia.bkd) == bkd
    assert plan(dunia.pupr) == {"operator_pupr"} | SELURUH
    assert plan(dunia.bidang) == {"operator", "bawahan"} | SELURUH
    assert plan(dunia.pokja) == SELURUH
    assert plan(None) == SELURUH
    for unit in (lain.bkd, None):
        assert _boleh(dunia, lambda u, m=unit: buat_rapat(lain.rencana, u, m)) == set()  # type: ignore[misc]

    def found_in(rapat: Rapat) -> set[str]:
        return _boleh(
            dunia, lambda u: temukan(rapat_id=rapat.pk, butir_id=row, uraian="Belum.", by=u)
        )

    assert found_in(s.bkd) == bkd
    assert found_in(s.pleno) == SELURUH

    def raise_up(masalah: Masalah) -> set[str]:
        return _boleh(dunia, lambda u: angkat(masalah_id=masalah.pk, ke="pleno", alasan="A.", by=u))

    assert raise_up(s.m_bkd) == bkd
    assert raise_up(s.m_pupr) == {"operator_pupr"} | SELURUH
    assert raise_up(s.m_pokja) == SELURUH

    assert _boleh(dunia, lambda u: buat_langkah(s.m_bkd, u, dunia.bkd, soon)) == bkd
    assert _boleh(dunia, lambda u: buat_langkah(s.m_pleno, u, dunia.pupr, soon)) == SELURUH

    def report(done: bool) -> set[str]:
        return _boleh(
            dunia,
            lambda u: catat_kemajuan(langkah_id=s.l_bkd.pk, catatan="Ya.", selesai=done, by=u),
        )

    assert report(False) == report(True) == {"operator"}
    catat_kemajuan(langkah_id=s.l_bkd.pk, catatan="Selesai.", selesai=True, by=dunia.operator)
    assert _boleh(dunia, lambda u: konfirmasi(langkah_id=s.l_bkd.pk, by=u)) == {"verifikator"}
    assert _boleh(dunia, lambda u: kembalikan(langkah_id=s.l_bkd.pk, catatan="K.", by=u)) == {
        "verifikator"
    }
    assert (
        _boleh(dunia, lambda u: batalkan_langkah(langkah_id=s.l_bkd.pk, catatan="B.", by=u))
        == SELURUH
    )
    assert (
        _boleh(
            dunia,
            lambda u: ubah_tenggat(
                langkah_id=s.l_bkd.pk, tenggat=soon + timedelta(days=9), catatan="T.", by=u
            ),
        )
        == SELURUH
    )

    rhythm = IsiPengaturan("bulanan", "semester", pengingat=True)

    def set_rhythm(unit_id: int | None, tingkat: str) -> set[str]:
        return _boleh(
            dunia,
            lambda u: atur(
                instansi_id=dunia.instansi.pk, tingkat=tingkat, unit_id=unit_id, isi=rhythm, by=u
            ),
        )

    assert set_rhythm(None, "unit") == {"admin"}
    assert set_rhythm(dunia.bkd.pk, "unit") == bkd
    assert set_rhythm(lain.bkd.pk, "unit") == set()


def test_nobody_confirms_their_own_report(dunia: SimpleNamespace) -> None:
    s = isi(dunia)
    both = dunia.verifikator
    Membership.objects.create(user=both, unit=dunia.bkd, role="operator")
    both = User.objects.get(pk=both.pk)
    catat_kemajuan(langkah_id=s.l_bkd.pk, catatan="Selesai.", selesai=True, by=both)
    with pytest.raises(Denied, match="Empat mata"):
        konfirmasi(langkah_id=s.l_bkd.pk, by=both)


def test_a_meeting_is_moved_held_and_corrected(dunia: SimpleNamespace) -> None:
    today = timezone.localdate()
    rapat = buat_rapat(dunia.rencana, dunia.operator, dunia.bkd)
    rapat = ubah_jadwal(
        rapat_id=rapat.pk,
        versi=rapat.versi,
        dijadwalkan=today - timedelta(days=1),
        tempat="Aula",
        by=dunia.operator,
    )
    with pytest.raises(Bentrok):
        batalkan(rapat_id=rapat.pk, versi=1, alasan="Tidak jadi.", by=dunia.operator)
    with pytest.raises(NotAllowed):
        perbaiki(
            rapat_id=rapat.pk,
            versi=rapat.versi,
            isi=isi_rapat(),
            alasan="Salah tulis.",
            by=dunia.operator,
        )
    with pytest.raises(IsianKurang) as error:
        laksanakan(
            rapat_id=rapat.pk,
            versi=rapat.versi,
            isi=IsiRapat(today + timedelta(days=1), "", "", "", [Orang("  ")]),
            by=dunia.operator,
        )
    assert set(error.value.galat) == {
        "dilaksanakan",
        "tempat",
        "pimpinan",
        "ringkasan",
        "kehadiran",
    }
    rapat = laksanakan(rapat_id=rapat.pk, versi=rapat.versi, isi=isi_rapat(), by=dunia.operator)
    again = IsiRapat(today, "Aula", "Sekretaris", "Diperbaiki.", [Orang("Maria Uji")])
    with pytest.raises(IsianKurang):
        perbaiki(rapat_id=rapat.pk, versi=rapat.versi, isi=again, alasan=" ", by=dunia.operator)
    rapat = perbaiki(
        rapat_id=rapat.pk,
        versi=rapat.versi,
        isi=again,
        alasan="Pimpinan keliru.",
        by=dunia.operator,
    )
    change = PerubahanRapat.objects.get()
    assert change.sebelum["pimpinan"] == "Kepala unit"
    assert [o["nama"] for o in change.sebelum["kehadiran"]] == ["Maria Uji", "Yosef Uji"]
    assert change.sesudah["pimpinan"] == "Sekretaris"
    assert list(Kehadiran.objects.filter(diganti=None).values_list("nama", flat=True)) == [
        "Maria Uji"
    ]
    assert Kehadiran.objects.count() == 3  # nothing is deleted
    with pytest.raises(IsianKurang):
        perbaiki(rapat_id=rapat.pk, versi=rapat.versi, isi=again, alasan="Lagi.", by=dunia.operator)
    with pytest.raises(NotAllowed):
        batalkan(rapat_id=rapat.pk, versi=rapat.versi, alasan="Batal.", by=dunia.operator)
    codes = Kejadian.objects.filter(instansi="alfa", objek_jenis="rapat").order_by("no")
    assert list(codes.values_list("aksi", flat=True)) == [
        "rapat.jadwalkan",
        "rapat.ubah_jadwal",
        "rapat.laksanakan",
        "rapat.perbaiki",
    ]


def test_a_cancelled_meeting_stays(dunia: SimpleNamespace) -> None:
    rapat = buat_rapat(dunia.rencana, dunia.operator, dunia.bkd)
    with pytest.raises(IsianKurang):
        batalkan(rapat_id=rapat.pk, versi=rapat.versi, alasan="", by=dunia.operator)
    rapat = batalkan(
        rapat_id=rapat.pk, versi=rapat.versi, alasan="Pimpinan dinas luar.", by=dunia.operator
    )
    assert (rapat.keadaan, rapat.alasan_batal) == ("dibatalkan", "Pimpinan dinas luar.")
    with pytest.raises(NotAllowed):
        laksanakan(rapat_id=rapat.pk, versi=rapat.versi, isi=isi_rapat(), by=dunia.operator)


def test_minutes_are_evidence_of_the_unit(dunia: SimpleNamespace) -> None:
    planned = buat_rapat(dunia.rencana, dunia.operator, dunia.bkd)
    with pytest.raises(NotAllowed):
        buat_notula(planned, dunia.operator)
    rapat = rapat_terlaksana(dunia.rencana, dunia.operator, dunia.bkd)
    notula = buat_notula(rapat, dunia.operator)
    assert notula.versi.bukti.unit == dunia.bkd
    with pytest.raises(IsianKurang, match="sudah menjadi notula"):
        buat_notula(rapat, dunia.operator)
    with pytest.raises(IsianKurang) as error:
        unggah_notula(
            rapat_id=rapat.pk,
            files=[("virus.pdf", io.BytesIO(b"MZ not a pdf")), ("n.pdf", io.BytesIO(b""))],
            by=dunia.operator,
        )
    assert "virus.pdf" in error.value.galat["berkas"]
    assert BuktiVersi.objects.filter(bukti__unit=dunia.bkd).count() == 1
    lepas_notula(rapat_id=rapat.pk, notula_id=notula.pk, alasan="Berkas keliru.", by=dunia.operator)
    assert rapat.notula_set.filter(dilepas=None).count() == 0
    assert BuktiVersi.objects.filter(pk=notula.versi_id).exists()

    pleno = rapat_terlaksana(dunia.rencana, dunia.ketua, None)
    assert buat_notula(pleno, dunia.ketua).versi.bukti.unit == dunia.akar


def test_a_problem_goes_up_only_and_closes_after_its_steps(
    dunia: SimpleNamespace, lalu: datetime
) -> None:
    today = timezone.localdate()
    rapat = rapat_terlaksana(dunia.rencana, dunia.operator, dunia.bkd)
    with pytest.raises(IsianKurang, match="dari daftar"):
        buat_masalah(rapat, dunia.operator, dunia.butir["B-007"].pk)  # a row of the pupr
    masalah = buat_masalah(rapat, dunia.operator, dunia.butir["A-001"].pk)
    with pytest.raises(IsianKurang, match="pokja"):
        angkat(masalah_id=masalah.pk, ke="pokja", alasan="Berat.", by=dunia.operator)
    with pytest.raises(IsianKurang):
        angkat(masalah_id=masalah.pk, ke="pleno", alasan=" ", by=dunia.operator)
    with pytest.raises(NotAllowed):
        angkat(masalah_id=masalah.pk, ke="unit", alasan="Turun.", by=dunia.operator)
    with pytest.raises(IsianKurang):
        buat_langkah(masalah, dunia.operator, dunia.pupr, today)  # not its own unit
    with pytest.raises(IsianKurang):
        buat_langkah(masalah, dunia.operator, dunia.bkd, today - timedelta(days=1))
    langkah = buat_langkah(masalah, dunia.operator, dunia.bkd, today)
    with pytest.raises(NotAllowed, match="1 langkah"):
        selesaikan(masalah_id=masalah.pk, penyelesaian="Beres.", by=dunia.operator)
    with pytest.raises(NotAllowed):
        konfirmasi(langkah_id=langkah.pk, by=dunia.verifikator)  # not reported
    step = catat_kemajuan(
        langkah_id=langkah.pk, catatan="Selesai.", selesai=True, versi=1, by=dunia.operator
    )
    with pytest.raises(NotAllowed):
        catat_kemajuan(langkah_id=langkah.pk, catatan="Lagi.", by=dunia.operator)
    with pytest.raises(Bentrok):
        konfirmasi(langkah_id=langkah.pk, versi=1, by=dunia.verifikator)
    konfirmasi(langkah_id=langkah.pk, versi=step.versi, by=dunia.verifikator)
    selesaikan(masalah_id=masalah.pk, penyelesaian="Beres.", by=dunia.operator)
    with pytest.raises(NotAllowed, match="sudah selesai"):
        angkat(masalah_id=masalah.pk, ke="pleno", alasan="Lagi.", by=dunia.operator)


def test_nothing_is_written_in_a_closed_plan(dunia: SimpleNamespace) -> None:
    s = isi(dunia)
    dunia.rencana.status = "ditutup"
    dunia.rencana.save()
    for act in (
        lambda: buat_rapat(dunia.rencana, dunia.operator, dunia.bkd),
        lambda: buat_notula(s.bkd, dunia.operator, "lain"),
        lambda: buat_masalah(s.bkd, dunia.operator, dunia.butir["A-001"].pk),
        lambda: angkat(masalah_id=s.m_bkd.pk, ke="pleno", alasan="A.", by=dunia.operator),
        lambda: catat_kemajuan(langkah_id=s.l_bkd.pk, catatan="A.", by=dunia.operator),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_append_only(dunia: SimpleNamespace) -> None:
    s = isi(dunia)
    angkat(masalah_id=s.m_bkd.pk, ke="pleno", alasan="Berat.", by=dunia.operator)
    for rows in (PengangkatanMasalah.objects.all(), CatatanLangkah.objects.all()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.update(at=timezone.now())


def test_an_own_rhythm_counts(dunia: SimpleNamespace) -> None:
    today = timezone.localdate()

    def rhythms() -> dict[tuple[str, str], tuple[str, bool]]:
        rows = tempo_rapat(dunia.rencana, dunia.ketua, today)
        return {(t.unit, t.maksud): (t.irama, t.pengingat) for t in rows}

    before = rhythms()
    assert before["bkd alfa", "monitoring"] == ("dua_minggu", False)
    assert not any(ask for _, ask in before.values())  # reminders are off
    common = IsiPengaturan("bulanan", "tidak")
    atur(instansi_id=dunia.instansi.pk, tingkat="unit", isi=common, by=dunia.admin)
    own = IsiPengaturan("triwulan", "semester", pengingat=True)
    atur(
        instansi_id=dunia.instansi.pk,
        tingkat="unit",
        unit_id=dunia.bkd.pk,
        isi=own,
        by=dunia.operator,
    )
    after = rhythms()
    assert after["bkd alfa", "monitoring"] == ("triwulan", True)
    assert after["bkd alfa", "evaluasi"] == ("semester", True)
    assert after["pupr alfa", "monitoring"] == ("bulanan", False)
    assert ("pupr alfa", "evaluasi") not in after
    assert PengaturanRapat.objects.count() == 2
    assert LangkahPerbaikan.objects.count() == 0


def test_a_step_is_moved_and_cancelled_with_reasons(dunia: SimpleNamespace) -> None:
    s = isi(dunia)
    later = s.l_bkd.tenggat + timedelta(days=10)
    ubah_tenggat(langkah_id=s.l_bkd.pk, tenggat=later, catatan="SK menyusul.", by=dunia.ketua)
    note = CatatanLangkah.objects.get(jenis="tenggat")
    assert note.catatan.endswith("SK menyusul.")
    s.l_bkd.refresh_from_db()
    assert s.l_bkd.tenggat == later
    batalkan_langkah(langkah_id=s.l_bkd.pk, catatan="Tidak perlu lagi.", by=dunia.ketua)
    selesaikan(masalah_id=s.m_pleno.pk, penyelesaian="Tidak perlu.", by=dunia.ketua)


def test_files_of_a_step_are_its_units(dunia: SimpleNamespace) -> None:
    s = isi(dunia)
    with pytest.raises(IsianKurang):
        catat_kemajuan(
            langkah_id=s.l_bkd.pk,
            catatan="Ada bukti.",
            files=[("x.exe", io.BytesIO(b"MZ"))],
            by=dunia.operator,
        )
    files = [("bukti.pdf", io.BytesIO(pdf_kecil("langkah baru")))]
    step = catat_kemajuan(
        langkah_id=s.l_bkd.pk, catatan="Ada bukti.", files=files, by=dunia.operator
    )
    found = step.catatan_set.latest("pk").bukti.get()
    assert found.bukti.unit == dunia.bkd
