"""Two people at once: one of two answers stands, other questions never meet, one step counts."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from evidence.actions import Bentrok, IsianKurang
from evidence.workflow import NotAllowed
from tests.factories.lke import LKEUji, buat_lke, isi_semua
from zonaintegritas.actions.lke import BentrokJawaban, langkah, simpan_jawaban, tetapkan_tpi
from zonaintegritas.lke.alur import AksiLKE
from zonaintegritas.models import JawabanLKE, LangkahLKE


@pytest.fixture
def dunia(transactional_db: None, data_folder: object) -> LKEUji:
    """The LKE under test, in a database that threads share."""
    return buat_lke()


def _serentak(users: list[User], act: Callable[[User, int], Any]) -> list[str]:
    """Let two people do something at once; say how it ended for each, sorted."""
    start = Barrier(2)

    def run(no: int) -> str:
        try:
            user = User.objects.get(pk=users[no].pk)
            start.wait(10)
            act(user, no)
        except BentrokJawaban:
            return "jawaban bentrok"
        except (Bentrok, NotAllowed):
            return "langkah bentrok"
        except IsianKurang as error:
            return ", ".join(error.galat)
        else:
            return "tercatat"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(run, (0, 1)))


def _orang(dunia: LKEUji) -> list[User]:
    return [dunia.operator, dunia.operator2]


def test_one_of_two_answers_stands(dunia: LKEUji) -> None:
    def act(by: User, no: int) -> None:
        simpan_jawaban(
            lke_id=dunia.lke.pk,
            pertanyaan_id=dunia.pertanyaan["A.I.2"].pk,
            isi={"pilihan": "AC"[no]},
            lama="",
            by=by,
        )

    assert _serentak(_orang(dunia), act) == ["jawaban bentrok", "tercatat"]
    assert JawabanLKE.objects.count() == 1


def test_different_questions_never_meet(dunia: LKEUji) -> None:
    def act(by: User, no: int) -> None:
        simpan_jawaban(
            lke_id=dunia.lke.pk,
            pertanyaan_id=dunia.pertanyaan[("A.I.1", "A.I.2")[no]].pk,
            isi={"pilihan": ("ya", "A")[no]},
            lama="",
            by=by,
        )

    assert _serentak(_orang(dunia), act) == ["tercatat", "tercatat"]
    assert JawabanLKE.objects.count() == 2


def test_one_of_two_steps_counts(dunia: LKEUji) -> None:
    isi_semua(dunia, dunia.operator)

    def act(by: User, no: int) -> None:
        langkah(lke_id=dunia.lke.pk, aksi=AksiLKE.AJUKAN, by=by, versi=1)

    assert _serentak(_orang(dunia), act) == ["langkah bentrok", "tercatat"]
    assert LangkahLKE.objects.filter(aksi="ajukan").count() == 1


def test_a_person_is_appointed_once(dunia: LKEUji) -> None:
    today = timezone.localdate()

    def act(by: User, no: int) -> None:
        tetapkan_tpi(
            lke_id=dunia.lke.pk,
            username=dunia.orang_luar.username,
            peran=("anggota", "ketua")[no],
            mulai=today,
            selesai=today,
            surat_tugas="ST-1",
            by=by,
        )

    assert _serentak([dunia.admin, dunia.admin], act) == ["tercatat", "username"]
    assert dunia.lke.tpi_set.filter(user=dunia.orang_luar).count() == 1
