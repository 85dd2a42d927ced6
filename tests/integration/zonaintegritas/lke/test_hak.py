"""Who reads and who acts: role x state x unit x institution, by the actions themselves."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from audit.models import Kejadian
from evidence.actions import GALAT, Denied
from evidence.workflow import NotAllowed
from tests.factories import segar
from tests.factories.lke import LKEUji, berbukti, buat_tpi, isi_semua, majukan
from zonaintegritas.actions.lke import langkah, lepas, salin_nilai, simpan_jawaban
from zonaintegritas.actions.lke.dasar import untuk
from zonaintegritas.lke.alur import ALUR_LKE, JAWAB, KERJA, AksiLKE
from zonaintegritas.lke.hak import hak, pelaku
from zonaintegritas.models import LKE, AnggotaTPI, JawabanLKE, LangkahLKE, StatusLKE, Tahap

ORANG = (
    "operator",
    "operator2",
    "koordinator",
    "bawahan",
    "operator_lain",
    "verifikator",
    "verifikator2",
    "ketua",
    "admin",
    "auditor",
    "auditor_tugas",
    "tpi_anggota",
    "tpi_ketua",
    "tpi_pengendali",
    "orang_luar",
    "admin_luar",
)
PEMBACA = set(ORANG) - {"bawahan", "operator_lain", "orang_luar", "admin_luar"}
_UNIT = {"operator", "operator2", "koordinator"}
BOLEH: dict[tuple[StatusLKE, AksiLKE], set[str]] = {
    **{(s, a): _UNIT for s in (StatusLKE.MANDIRI, StatusLKE.PERBAIKAN) for a in KERJA},
    (StatusLKE.MANDIRI, AksiLKE.AJUKAN): _UNIT,
    (StatusLKE.PERBAIKAN, AksiLKE.AJUKAN): _UNIT,
    **{(StatusLKE.EVALUASI, a): {"verifikator", "verifikator2"} for a in JAWAB},
    (StatusLKE.EVALUASI, AksiLKE.TERUSKAN): {"verifikator", "verifikator2"},
    (StatusLKE.EVALUASI, AksiLKE.MINTA_PERBAIKAN): {"verifikator", "verifikator2"},
    (StatusLKE.EVALUASI, AksiLKE.TARIK): _UNIT,
    (StatusLKE.TPI_ANGGOTA, AksiLKE.ISI): {"tpi_anggota"},
    (StatusLKE.TPI_ANGGOTA, AksiLKE.AJUKAN_KETUA): {"tpi_anggota"},
    (StatusLKE.TPI_ANGGOTA, AksiLKE.KEMBALIKAN): {"tpi_anggota"},
    (StatusLKE.TPI_KETUA, AksiLKE.ISI): {"tpi_ketua"},
    (StatusLKE.TPI_KETUA, AksiLKE.AJUKAN_PENGENDALI): {"tpi_ketua"},
    (StatusLKE.TPI_KETUA, AksiLKE.KEMBALIKAN): {"tpi_ketua"},
    (StatusLKE.TPI_PENGENDALI, AksiLKE.ISI): {"tpi_pengendali"},
    (StatusLKE.TPI_PENGENDALI, AksiLKE.TETAPKAN): {"tpi_pengendali"},
    (StatusLKE.TPI_PENGENDALI, AksiLKE.KEMBALIKAN): {"tpi_pengendali"},
    (StatusLKE.SELESAI, AksiLKE.BUKA_KEMBALI): {"admin"},
}
"""Who may do what in which state; everything else is refused."""


def test_who_reads_which_assessment(dunia: LKEUji) -> None:
    """Two ZI units of one institution see each other only as the role allows."""
    names = {dunia.lke.pk: "lke", dunia.lke_lain.pk: "lain", dunia.lke_luar.pk: "luar"}
    found = {
        nama: sorted(names[lke.pk] for lke in LKE.objects.visible_to(segar(dunia.orang[nama])))
        for nama in ORANG
    }
    all_here = ["lain", "lke"]
    assert found == {
        "operator": ["lke"],
        "operator2": ["lke"],
        "koordinator": ["lke"],
        "bawahan": [],
        "operator_lain": ["lain"],
        "verifikator": all_here,
        "verifikator2": all_here,
        "ketua": all_here,
        "admin": all_here,
        "auditor": all_here,
        "auditor_tugas": ["lke"],
        "tpi_anggota": ["lke", "luar"],
        "tpi_ketua": ["lke", "luar"],
        "tpi_pengendali": ["lke", "luar"],
        "orang_luar": ["luar"],
        "admin_luar": ["luar"],
    }


@pytest.mark.parametrize("status", list(StatusLKE))
def test_who_may_do_what_in_each_state(dunia: LKEUji, status: StatusLKE) -> None:
    bukti = berbukti(dunia)
    lke = majukan(dunia, status)
    assert lke.status == status
    catatan = "Alasan yang cukup."
    jalan: dict[AksiLKE, Callable[[User], object]] = {
        aksi: lambda by, aksi=aksi: langkah(  # type: ignore[misc]  # bound by the default
            lke_id=lke.pk, aksi=aksi, by=by, catatan=catatan
        )
        for aksi in AksiLKE
        if aksi not in KERJA
    }
    jalan[AksiLKE.ISI] = lambda by: _isi(dunia, by)
    for aksi in (AksiLKE.IMPOR, AksiLKE.URUNG_IMPOR):
        jalan[aksi] = lambda by, aksi=aksi: untuk(lke.pk, aksi, by, None)  # type: ignore[misc]
    jalan[AksiLKE.LAMPIRKAN] = lambda by: berbukti(dunia, "B.I.1", by=by)
    jalan[AksiLKE.LEPASKAN] = lambda by: lepas(lke_id=lke.pk, bukti_id=bukti.pk, by=by)
    assert set(jalan) == set(AksiLKE)
    for aksi, run in jalan.items():
        berhak = set()
        for nama in ORANG:
            if _diizinkan(run, segar(dunia.orang[nama])):
                berhak.add(nama)
        eligible = BOLEH.get((status, aksi), set())
        assert berhak == _menurut_empat_mata(dunia, eligible, aksi, status), (status, aksi)


def _isi(dunia: LKEUji, by: User) -> object:
    """Answer with a mark that can't be right: who gets as far as the conflict may write."""
    return simpan_jawaban(
        lke_id=dunia.lke.pk,
        pertanyaan_id=dunia.pertanyaan["A.I.1"].pk,
        isi={"pilihan": "tidak", "alasan": by.username},
        lama="asing",
        by=by,
    )


class _Batal(Exception):
    """Takes back what an action did, so that the next person finds the same state."""


def _diizinkan(run: Callable[[User], object], by: User) -> bool:
    """Whether an action lets a person through; whatever it did is undone."""
    from django.db import transaction

    try:
        with transaction.atomic():
            run(by)
            raise _Batal
    except (Denied, NotAllowed):
        return False
    except (_Batal, *GALAT):
        return True


def _menurut_empat_mata(
    dunia: LKEUji, eligible: set[str], aksi: AksiLKE, status: StatusLKE
) -> set[str]:
    """Nobody drops out here: each person of the walk acts in one stage, except for taking back."""
    writers = LangkahLKE.objects.filter(lke=dunia.lke, dari=StatusLKE.EVALUASI)
    evaluated = writers.exclude(aksi=AksiLKE.TARIK).exists()
    return set() if aksi is AksiLKE.TARIK and evaluated else eligible


@pytest.mark.parametrize("status", list(StatusLKE))
def test_the_rights_of_the_screen_are_those_of_the_actions(
    dunia: LKEUji, status: StatusLKE
) -> None:
    lke = majukan(dunia, status)
    for nama in ORANG:
        if nama not in PEMBACA:
            continue
        rights = hak(pelaku(segar(dunia.orang[nama]), lke))
        steps = {p.aksi for p in rights.langkah}
        expected = {
            a for (s, a), who in BOLEH.items() if s is status and nama in who and a not in KERJA
        }
        assert steps == expected, nama
        assert (rights.isi is not None) == (nama in BOLEH.get((status, AksiLKE.ISI), set()))
        assert rights.bukti == (nama in BOLEH.get((status, AksiLKE.LAMPIRKAN), set()))
        assert rights.kelola == (nama == "admin")
        assert rights.tamu == nama.startswith("tpi_")


def _punya_dua_peran(dunia: LKEUji) -> User:
    """Return somebody who is operator of the unit and verifikator, and TPI from today."""
    from accounts.models import Membership
    from accounts.permissions import Role

    user = dunia.operator
    Membership.objects.create(user=user, unit=dunia.akar, role=Role.VERIFIKATOR)
    return segar(user)


def test_nobody_acts_in_two_stages(dunia: LKEUji) -> None:
    user = _punya_dua_peran(dunia)
    isi_semua(dunia, user)
    majukan(dunia, StatusLKE.EVALUASI)
    with pytest.raises(Denied, match="Empat mata: Anda ikut mengisi penilaian mandiri"):
        salin_nilai(lke_id=dunia.lke.pk, by=user)
    rights = hak(pelaku(user, dunia.segar()))
    assert rights.isi is None
    assert rights.alasan.startswith("Empat mata: Anda ikut mengisi penilaian mandiri")
    majukan(dunia, StatusLKE.TPI_ANGGOTA)
    buat_tpi(dunia.lke, user, "anggota", dunia.admin)
    with pytest.raises(Denied, match="Empat mata"):
        langkah(lke_id=dunia.lke.pk, aksi=AksiLKE.AJUKAN_KETUA, by=user)


def test_an_answer_that_somebody_else_overwrote_still_counts(dunia: LKEUji) -> None:
    user = _punya_dua_peran(dunia)
    isi_semua(dunia, user)
    isi_semua(dunia, dunia.operator2, ganti={"A.I.1": {"pilihan": "tidak"}})
    JawabanLKE.objects.filter(lke=dunia.lke).update(oleh=dunia.operator2)
    langkah(lke_id=dunia.lke.pk, aksi=AksiLKE.AJUKAN, by=dunia.operator2)
    with pytest.raises(Denied, match="Empat mata"):
        salin_nilai(lke_id=dunia.lke.pk, by=user)


def test_an_evaluator_of_this_assessment_does_not_fill_it_in_later(dunia: LKEUji) -> None:
    user = _punya_dua_peran(dunia)
    isi_semua(dunia, dunia.operator2)
    langkah(lke_id=dunia.lke.pk, aksi=AksiLKE.AJUKAN, by=dunia.operator2)
    langkah(lke_id=dunia.lke.pk, aksi=AksiLKE.MINTA_PERBAIKAN, by=user, catatan="Lengkapi.")
    with pytest.raises(Denied, match="Empat mata: Anda ikut mengevaluasi"):
        berbukti(dunia, by=user)
    isi_semua(dunia, dunia.operator2, ganti={"A.I.1": {"pilihan": "tidak"}})


def test_the_first_work_of_each_person_in_a_stage_is_one_row(dunia: LKEUji) -> None:
    isi_semua(dunia, dunia.operator)
    isi_semua(dunia, dunia.operator2, ganti={"A.I.1": {"pilihan": "tidak"}})
    rows = LangkahLKE.objects.filter(lke=dunia.lke).values_list("aksi", "oleh__username", "dari")
    assert sorted(rows) == [
        ("isi", dunia.operator.username, "mandiri"),
        ("isi", dunia.operator2.username, "mandiri"),
    ]


@pytest.mark.parametrize(
    ("mulai", "selesai", "dicabut", "aktif", "terlihat"),
    [
        (-5, 5, False, True, True),
        (0, 0, False, True, True),
        (1, 5, False, True, False),
        (-5, -1, False, True, False),
        (-5, 5, True, True, False),
        (-5, 5, False, False, False),
    ],
)
def test_a_guest_reads_between_the_two_days_only(
    dunia: LKEUji, mulai: int, selesai: int, dicabut: bool, aktif: bool, terlihat: bool
) -> None:
    today = timezone.localdate()
    guest = dunia.orang_luar
    row = buat_tpi(
        dunia.lke,
        guest,
        "anggota",
        dunia.admin,
        mulai=today + timedelta(days=mulai),
        selesai=today + timedelta(days=selesai),
    )
    if dicabut:
        AnggotaTPI.objects.filter(pk=row.pk).update(dicabut=timezone.now())
    if not aktif:
        User.objects.filter(pk=guest.pk).update(is_active=False)
    seen = set(LKE.objects.visible_to(segar(guest)).values_list("pk", flat=True))
    expected = {dunia.lke.pk} if terlihat else set()
    assert seen - {dunia.lke_luar.pk} == expected


def test_a_refused_action_leaves_no_trace(dunia: LKEUji) -> None:
    before = Kejadian.objects.count()
    for nama in ("operator_lain", "orang_luar", "ketua", "auditor", "tpi_ketua"):
        with pytest.raises((Denied, NotAllowed)):
            berbukti(dunia, by=dunia.orang[nama])
        with pytest.raises((Denied, NotAllowed)):
            _isi(dunia, dunia.orang[nama])
    assert Kejadian.objects.count() == before
    assert not JawabanLKE.objects.filter(lke=dunia.lke).exists()
    assert not LangkahLKE.objects.filter(lke=dunia.lke).exists()


def test_the_table_has_an_expectation_for_every_arrow() -> None:
    assert set(BOLEH) == {(p.dari, p.aksi) for p in ALUR_LKE.panah}
    assert {t.value for t in Tahap} == {"mandiri", "evaluator", "tpi"}
