"""A problem goes from a unit's meeting to the pleno; its late step stands before the Sekda."""

import io
from datetime import datetime, timedelta
from types import SimpleNamespace

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from audit.models import Kejadian
from evidence.models import Rencana
from roadmap.actions.langkah import catat_kemajuan, kembalikan, konfirmasi
from roadmap.actions.masalah import angkat, selesaikan
from roadmap.jadwal_rapat import Tingkat
from roadmap.models import LangkahPerbaikan, Masalah, PengangkatanMasalah
from roadmap.pantauan import pantauan
from tests.factories.rapat import (
    buat_langkah,
    buat_masalah,
    rapat_terlaksana,
)
from tests.factories.states import pdf_kecil


def _segar(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_from_a_units_meeting_to_the_pleno_and_gone_again(
    dunia: SimpleNamespace, lalu: datetime
) -> None:
    today = timezone.localdate()
    butir = dunia.butir["A-001"]
    rapat = rapat_terlaksana(dunia.rencana, dunia.operator, dunia.bkd, hari=lalu.date(), at=lalu)
    masalah = buat_masalah(rapat, dunia.operator, butir.pk, at=lalu)
    angkat(
        masalah_id=masalah.pk,
        ke="pokja",
        pokja_id=dunia.pokja.pk,
        alasan="Tidak ada pagu.",
        by=dunia.operator,
        at=lalu + timedelta(days=1),
    )
    pokja = rapat_terlaksana(
        dunia.rencana, dunia.verifikator, dunia.pokja, hari=lalu.date(), at=lalu
    )
    angkat(
        masalah_id=masalah.pk,
        ke="pleno",
        alasan="Perlu keputusan Sekda.",
        rapat_id=pokja.pk,
        by=dunia.verifikator,
        at=lalu + timedelta(days=2),
    )
    masalah.refresh_from_db()
    assert (masalah.tingkat, masalah.pokja) == ("pleno", dunia.pokja)
    assert list(
        PengangkatanMasalah.objects.values_list("dari", "ke", "rapat", "pokja", "oleh")
    ) == [
        ("unit", "pokja", rapat.pk, dunia.pokja.pk, dunia.operator.pk),
        ("pokja", "pleno", pokja.pk, None, dunia.verifikator.pk),
    ]

    due = lalu.date() + timedelta(days=30)
    langkah = buat_langkah(masalah, dunia.ketua, dunia.bkd, due, at=lalu + timedelta(days=3))
    masalah.refresh_from_db()
    assert masalah.keadaan == Masalah.Keadaan.DITANGANI

    before = pantauan(dunia.rencana, dunia.ketua, due)
    assert [m.masalah_id for m in before.masalah_pleno] == [masalah.pk]
    assert before.langkah_lewat == ()  # its day has not passed

    with CaptureQueriesContext(connection) as queries:
        found = pantauan(dunia.rencana, dunia.ketua, today)
    assert len(queries) == 3
    (late,) = found.langkah_lewat
    assert (late.langkah_id, late.unit_id, late.butir) == (langkah.pk, dunia.bkd.pk, "A-001")
    assert (late.tingkat, late.hari_lewat, late.dilaporkan) == (
        Tingkat.PLENO,
        (today - due).days,
        False,
    )
    assert late.url == f"/roadmap/rapat/langkah/{langkah.pk}/"

    catat_kemajuan(
        langkah_id=langkah.pk,
        catatan="Tim sudah ditetapkan.",
        files=[("sk-tim.pdf", io.BytesIO(pdf_kecil("sk tim")))],
        selesai=True,
        by=dunia.operator,
    )
    claimed = pantauan(dunia.rencana, dunia.ketua, today)
    assert [s.dilaporkan for s in claimed.langkah_lewat] == [True]
    assert claimed.langkah_dilaporkan == 1

    kembalikan(langkah_id=langkah.pk, catatan="SK belum bernomor.", by=dunia.verifikator)
    assert [s.dilaporkan for s in pantauan(dunia.rencana, dunia.ketua, today).langkah_lewat] == [
        False
    ]
    catat_kemajuan(
        langkah_id=langkah.pk, catatan="SK sudah bernomor.", selesai=True, by=dunia.operator
    )
    konfirmasi(langkah_id=langkah.pk, by=dunia.verifikator)
    langkah.refresh_from_db()
    assert langkah.keadaan == LangkahPerbaikan.Keadaan.DIKONFIRMASI
    gone = pantauan(dunia.rencana, dunia.ketua, today)
    assert gone.langkah_lewat == ()
    assert [m.masalah_id for m in gone.masalah_pleno] == [masalah.pk]

    selesaikan(masalah_id=masalah.pk, penyelesaian="Tim bekerja.", by=dunia.ketua)
    assert pantauan(dunia.rencana, dunia.ketua, today).masalah_pleno == ()

    # Yesterday it was still late and unsolved.
    then = pantauan(dunia.rencana, dunia.ketua, today - timedelta(days=1))
    assert [s.langkah_id for s in then.langkah_lewat] == [langkah.pk]
    assert [m.masalah_id for m in then.masalah_pleno] == [masalah.pk]

    steps = Kejadian.objects.filter(
        instansi="alfa", objek_jenis__in=["masalah", "langkahperbaikan"]
    )
    assert list(steps.order_by("no").values_list("aksi", flat=True)) == [
        "masalah.temukan",
        "masalah.angkat",
        "masalah.angkat",
        "langkah.rumuskan",
        "langkah.lapor",
        "langkah.kembali",
        "langkah.lapor",
        "langkah.konfirmasi",
        "masalah.selesai",
    ]


def test_meetings_that_are_due(dunia: SimpleNamespace, lalu: datetime) -> None:
    today = timezone.localdate()
    first = pantauan(dunia.rencana, dunia.ketua, today)
    # Two units, one pokja and the pleno, each for monitoring and for evaluation.
    assert first.rapat_jatuh_tempo == {Tingkat.UNIT: 4, Tingkat.POKJA: 2, Tingkat.PLENO: 2}
    assert first.rapat_terlewat[Tingkat.UNIT] >= 2  # 40 days: two whole fortnights

    rapat_terlaksana(dunia.rencana, dunia.operator, dunia.bkd)
    rapat_terlaksana(dunia.rencana, dunia.ketua, None)
    then = pantauan(dunia.rencana, dunia.ketua, today)
    assert then.rapat_jatuh_tempo == {Tingkat.UNIT: 3, Tingkat.POKJA: 2, Tingkat.PLENO: 1}

    own = pantauan(dunia.rencana, _segar(dunia.operator), today)
    assert {t.unit_id for t in own.rapat} == {dunia.bkd.pk}

    dunia.rencana.status = "ditutup"
    assert pantauan(dunia.rencana, dunia.ketua, today) == pantauan(
        dunia.rencana, dunia.operator, today
    )
    assert pantauan(dunia.rencana, dunia.ketua, today).rapat == ()


def test_the_other_institution_changes_nothing(
    dunia: SimpleNamespace, lain: SimpleNamespace, lalu: datetime
) -> None:
    today = timezone.localdate()
    before = pantauan(dunia.rencana, _segar(dunia.ketua), today)
    rapat = rapat_terlaksana(lain.rencana, lain.ketua, None, hari=lalu.date(), at=lalu)
    masalah = buat_masalah(rapat, lain.ketua, lain.butir["A-001"].pk, at=lalu)
    buat_langkah(masalah, lain.ketua, lain.bkd, lalu.date() + timedelta(days=1), at=lalu)
    assert pantauan(dunia.rencana, _segar(dunia.ketua), today) == before
    assert pantauan(lain.rencana, _segar(dunia.ketua), today).langkah_lewat == ()
    assert len(pantauan(lain.rencana, _segar(lain.ketua), today).langkah_lewat) == 1


def test_three_queries_whatever_there_is(dunia: SimpleNamespace, lalu: datetime) -> None:
    rapat = rapat_terlaksana(dunia.rencana, dunia.ketua, None, hari=lalu.date(), at=lalu)
    for n in range(30):
        masalah = buat_masalah(rapat, dunia.ketua, dunia.butir["A-001"].pk, at=lalu)
        buat_langkah(masalah, dunia.ketua, dunia.bkd, lalu.date() + timedelta(days=n % 5), at=lalu)
    rencana = Rencana.objects.select_related("instansi").get(pk=dunia.rencana.pk)
    for who in (dunia.ketua, dunia.operator):
        user = _segar(who)
        assert user.akses.grants  # read once a request, before any page
        with CaptureQueriesContext(connection) as queries:
            found = pantauan(rencana, user, timezone.localdate())
        assert len(queries) == 3
        assert len(found.langkah_lewat) == len(found.masalah_pleno) == 30
