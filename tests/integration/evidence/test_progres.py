"""Progress by one tap: from the list, from the task, with and without htmx."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.permissions import Denied
from audit.models import Kejadian
from evidence.actions import Isian, IsianKurang, NotAllowed, atur_progres, simpan_draf
from evidence.models import Capaian
from tests.factories import dikembalikan, disetujui, draf, terkirim


def url(capaian: Capaian) -> str:
    """Address of the tap."""
    return reverse("tugas_progres", args=[capaian.pk])


def test_a_tap_leaves_an_open_form_alone(dunia: SimpleNamespace) -> None:
    c: Capaian = dunia.c_bkd
    atur_progres(capaian_id=c.pk, progres="disiapkan", by=dunia.operator)
    # Somebody's form, opened before the tap, is still saved, and the progress stays.
    simpan_draf(
        capaian_id=c.pk, versi=c.versi, isian=Isian(narasi="Diketik lama."), by=dunia.operator
    )
    c.refresh_from_db()
    assert (c.progres, c.narasi) == ("disiapkan", "Diketik lama.")
    last = Kejadian.objects.filter(objek_jenis="capaian", aksi="capaian.progres").get()
    assert (last.objek_id, last.isi) == (str(c.pk), {"dari": "belum", "ke": "disiapkan"})
    assert c.penulis.filter(pk=dunia.operator.pk).exists()


def test_the_same_progress_writes_nothing(dunia: SimpleNamespace) -> None:
    before = Kejadian.objects.count()
    atur_progres(capaian_id=dunia.c_bkd.pk, progres="belum", by=dunia.operator)
    assert Kejadian.objects.count() == before
    with pytest.raises(IsianKurang):
        atur_progres(capaian_id=dunia.c_bkd.pk, progres="hampir", by=dunia.operator)


def _tap(dunia: SimpleNamespace, peran: str, capaian: Capaian) -> str:
    try:
        atur_progres(capaian_id=capaian.pk, progres="tanda_tangan", by=getattr(dunia, peran))
    except (Denied, NotAllowed) as error:
        return type(error).__name__
    return ""


@pytest.mark.parametrize(
    ("keadaan", "own"),
    [
        ("belum", ""),
        ("draf", ""),
        ("sebagian", ""),
        ("menunggu", "NotAllowed"),
        ("perbaikan", ""),
        ("disetujui", "NotAllowed"),
    ],
)
def test_role_by_state(dunia: SimpleNamespace, keadaan: str, own: str) -> None:
    c: Capaian = dunia.c_bkd
    walks = {
        "belum": lambda: c,
        "draf": lambda: draf(c, dunia.operator),
        "sebagian": lambda: terkirim(c, dunia.operator, dokumen=1),
        "menunggu": lambda: terkirim(c, dunia.operator),
        "perbaikan": lambda: dikembalikan(c, dunia.operator, dunia.verifikator),
        "disetujui": lambda: disetujui(c, dunia.operator, dunia.verifikator),
    }
    walks[keadaan]()
    others = (
        "bawahan",
        "operator_pupr",
        "operator_itda",
        "verifikator",
        "ketua",
        "auditor",
        "auditor_tugas",
    )
    found = {peran: _tap(dunia, peran, c) for peran in (*others, "operator")}
    assert found == dict.fromkeys(others, "Denied") | {"operator": own}


@pytest.mark.parametrize(
    "peran", ["operator", "operator_pupr", "verifikator", "ketua", "auditor", "auditor_tugas"]
)
def test_not_over_the_wall(
    dunia: SimpleNamespace, lain: SimpleNamespace, client: Client, peran: str
) -> None:
    assert _tap(lain, peran, dunia.c_bkd) == "Denied"
    client.force_login(getattr(lain, peran))
    assert client.post(url(dunia.c_bkd), {"progres": "disiapkan"}).status_code == 404


def test_from_the_list_without_scripts(dunia: SimpleNamespace, client: Client) -> None:
    client.force_login(dunia.operator)
    home = f"{reverse('tugas_saya')}?kata=9.a"
    page = client.get(home).content.decode()
    assert f'action="{url(dunia.c_bkd)}"' in page
    answer = client.post(
        url(dunia.c_bkd), {"progres": "pihak_lain", "di": "daftar", "kembali": home}
    )
    assert answer["Location"] == f"{home}#t-{dunia.c_bkd.pk}"
    found = client.get(home)
    assert [str(m) for m in found.context["messages"]] == ["Progres 9.a: Menunggu pihak lain."]
    assert found.context["daftar"].kelompok[0].baris[0].progres_label == "Menunggu pihak lain"
    away = client.post(
        url(dunia.c_bkd),
        {"progres": "belum", "di": "daftar", "kembali": "https://contoh.example/"},
    )
    assert away["Location"] == f"{reverse('tugas_saya')}#t-{dunia.c_bkd.pk}"
    assert client.get(url(dunia.c_bkd)).status_code == 405


def test_htmx_swaps_the_piece(dunia: SimpleNamespace, client: Client) -> None:
    client.force_login(dunia.operator)
    row = client.post(
        url(dunia.c_bkd), {"progres": "disiapkan", "di": "daftar"}, headers={"HX-Request": "true"}
    )
    assert row.templates[0].name == "evidence/parts/progres_baris.html"
    assert "Sedang disiapkan" in row.content.decode()
    task = client.post(
        url(dunia.c_bkd),
        {"progres": "tanda_tangan", "terbuka": "1"},
        headers={"HX-Request": "true"},
    )
    assert task.templates[0].name == "evidence/parts/progres_tugas.html"
    assert 'form="kerja"' in task.content.decode()
    terkirim(dunia.c_bkd, dunia.operator)
    late = client.post(
        url(dunia.c_bkd), {"progres": "belum", "di": "daftar"}, headers={"HX-Request": "true"}
    )
    assert "Progres dicatat selama" in late.content.decode()
    dunia.c_bkd.refresh_from_db()
    assert dunia.c_bkd.progres == "tanda_tangan"


def test_progress_with_the_working_form_keeps_its_version(
    dunia: SimpleNamespace, client: Client
) -> None:
    """Without scripts the tap on the task page carries the typed text."""
    c: Capaian = dunia.c_bkd
    client.force_login(dunia.operator)
    page = reverse("tugas", args=[c.pk])
    client.post(page, {"versi": c.versi, "narasi": "Teks.", "progres": "disiapkan"})
    c.refresh_from_db()
    assert (c.progres, c.narasi, c.versi) == ("disiapkan", "Teks.", 2)
    client.post(page, {"versi": c.versi, "narasi": "Teks.", "progres": "tanda_tangan"})
    c.refresh_from_db()
    assert (c.progres, c.versi) == ("tanda_tangan", 2)
