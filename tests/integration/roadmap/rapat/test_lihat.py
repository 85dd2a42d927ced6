"""Who sees which meeting, problem and step: role by level by institution, a table."""

from types import SimpleNamespace

from django.test import Client
from django.urls import reverse

from accounts.models import User
from roadmap.models import LangkahPerbaikan, Masalah, Rapat
from tests.factories import buat_user
from tests.integration.roadmap.rapat.isi import isi

SEMUA = {
    "rapat": {"bkd", "pupr", "pokja", "pleno", "rencana"},
    "masalah": {"m_bkd", "m_pupr", "m_pokja", "m_pleno"},
    "langkah": {"l_bkd", "l_pupr"},
}
BKD = {
    "rapat": {"bkd", "rencana", "pleno"},  # the pleno spoke about a row of the bkd
    "masalah": {"m_bkd", "m_pleno"},
    "langkah": {"l_bkd"},
}
TIADA: dict[str, set[str]] = {"rapat": set(), "masalah": set(), "langkah": set()}
TERLIHAT = {
    "operator": BKD,
    "auditor_tugas": BKD,
    "bawahan": TIADA,
    "operator_pupr": {
        "rapat": {"pupr", "pokja"},
        "masalah": {"m_pupr", "m_pokja"},
        "langkah": {"l_pupr"},
    },
    # The pokja supports B-007: its own meeting, and what left the unit about that row.
    "operator_pokja": {"rapat": {"pokja"}, "masalah": {"m_pokja"}, "langkah": {"l_pupr"}},
    "verifikator": SEMUA,
    "ketua": SEMUA,
    "admin": SEMUA,
    "auditor": SEMUA,
}
ALAMAT = {
    "rapat": "rapat_rinci",
    "masalah": "rapat_masalah_rinci",
    "langkah": "rapat_langkah_rinci",
}
DAFTAR = ("rapat", "rapat_kalender", "rapat_masalah", "rapat_langkah", "rapat_pengaturan")


def _terlihat(user: User, s: SimpleNamespace) -> dict[str, set[str]]:
    names = {kind: {getattr(s, n).pk: n for n in names} for kind, names in SEMUA.items()}
    rows = {
        "rapat": Rapat.objects.visible_to(user),
        "masalah": Masalah.objects.visible_to(user),
        "langkah": LangkahPerbaikan.objects.visible_to(user),
    }
    return {
        kind: {names[kind].get(pk, f"lain {pk}") for pk in found.values_list("pk", flat=True)}
        for kind, found in rows.items()
    }


def _halaman(client: Client, s: SimpleNamespace) -> dict[tuple[str, str], int]:
    """What each page of an institution answers."""
    return {
        (kind, name): client.get(reverse(ALAMAT[kind], args=[getattr(s, name).pk])).status_code
        for kind, names in SEMUA.items()
        for name in names
    }


def test_rows_and_pages_of_every_role(
    client: Client, dunia: SimpleNamespace, lain: SimpleNamespace
) -> None:
    here, there = isi(dunia), isi(lain)
    for peran, seen in TERLIHAT.items():
        user = User.objects.get(pk=getattr(dunia, peran).pk)
        assert _terlihat(user, here) == seen, peran
        client.force_login(user)
        assert _halaman(client, here) == {
            (kind, name): 200 if name in seen[kind] else 404
            for kind, names in SEMUA.items()
            for name in names
        }, peran
        assert set(_halaman(client, there).values()) == {404}, peran
        for name in DAFTAR:
            answer = client.get(reverse(name))
            assert answer.status_code == 200, (peran, name)
            assert b"beta" not in answer.content, (peran, name)
        assert client.get(reverse("rapat"), {"rencana": lain.rencana.pk}).status_code == 404


def test_the_platform_and_strangers_see_nothing(client: Client, dunia: SimpleNamespace) -> None:
    s = isi(dunia)
    user = buat_user("plat", "platform")
    assert _terlihat(user, s) == TIADA
    client.force_login(user)
    for name in DAFTAR:
        assert client.get(reverse(name)).status_code == 403
    assert client.get(reverse("rapat_rinci", args=[s.pleno.pk])).status_code == 403


def test_files_are_for_who_reads_what_they_belong_to(
    client: Client, dunia: SimpleNamespace
) -> None:
    """Minutes of the pleno belong to another unit; a unit concerned reads them all the same."""
    s = isi(dunia)

    def ask(name: str, *args: int) -> int:
        answer = client.get(reverse(name, args=args))
        if answer.status_code == 200:
            assert b"".join(answer).startswith(b"%PDF")
        return answer.status_code

    found = {}
    for peran in TERLIHAT:
        client.force_login(getattr(dunia, peran))
        found[peran] = (
            ask("rapat_notula_berkas", s.pleno.pk, s.notula.versi_id),
            ask("rapat_notula_berkas", s.bkd.pk, s.notula_bkd.versi_id),
            ask("rapat_langkah_berkas", s.l_bkd.pk, s.berkas_langkah),
        )
        # A file is reached by its own meeting and step only.
        assert ask("rapat_notula_berkas", s.bkd.pk, s.notula.versi_id) == 404
        assert ask("rapat_langkah_berkas", s.l_pupr.pk, s.berkas_langkah) == 404
    none = {"bawahan", "operator_pupr", "operator_pokja"}
    assert found == {p: (404,) * 3 if p in none else (200,) * 3 for p in TERLIHAT}
