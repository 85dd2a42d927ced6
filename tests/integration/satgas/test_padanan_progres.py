"""The page of words about progress: added, changed, taken away, each in the audit trail."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.permissions import Denied, Role
from audit.models import Kejadian
from satgas.actions.padanan import hapus_padanan, tambah_padanan
from satgas.models import PadananProgres
from tests.factories import buat_instansi, buat_unit, buat_user


@pytest.fixture
def dunia(db: None) -> SimpleNamespace:
    """Two institutions with an admin each, and an operator."""
    instansi, lain = buat_instansi("alfa"), buat_instansi("beta")
    akar = buat_unit(instansi, "setda", jenis="pimpinan")
    return SimpleNamespace(
        instansi=instansi,
        admin=buat_user("admin.alfa", Role.ADMIN, akar),
        operator=buat_user("operator.alfa", Role.OPERATOR, akar),
        lain=lain,
        admin_lain=buat_user("admin.beta", Role.ADMIN, buat_unit(lain, "setda")),
    )


@pytest.fixture
def admin(dunia: SimpleNamespace) -> Client:
    """A browser in which alfa's admin is logged in."""
    client = Client()
    client.force_login(dunia.admin)
    return client


def test_words_are_added_changed_and_taken_away(dunia: SimpleNamespace, admin: Client) -> None:
    daftar = reverse("padanan_progres")
    page = admin.post(daftar, {"teks": "OTW  bos", "keadaan": "disiapkan"}, follow=True)
    assert "OTW bos" in page.content.decode()
    row = PadananProgres.objects.get()
    assert (row.instansi, row.teks, row.kunci) == (dunia.instansi, "OTW bos", "otw bos")
    page = admin.post(daftar, {"teks": "otw BOS", "keadaan": "belum"})
    assert page.status_code == 422
    assert "Kata-kata ini sudah mempunyai padanan." in page.content.decode()
    assert 'value="otw BOS"' in page.content.decode()
    ubah = reverse("padanan_progres_ubah", args=[row.pk])
    answer = admin.post(ubah, {"teks": "OTW bos", "keadaan": "pihak_lain"})
    assert (answer.status_code, answer.headers["Location"]) == (302, daftar)
    hapus = reverse("padanan_progres_hapus", args=[row.pk])
    assert "Hapus padanan “OTW bos”?" in admin.get(hapus).content.decode()
    assert PadananProgres.objects.get().keadaan == "pihak_lain"
    admin.post(hapus)
    assert PadananProgres.objects.count() == 0
    trail = Kejadian.objects.filter(aksi__startswith="padanan_progres.").order_by("pk")
    assert list(trail.values_list("aksi", "isi")) == [
        ("padanan_progres.tambah", {"teks": "OTW bos", "keadaan": "disiapkan"}),
        ("padanan_progres.ubah", {"teks": ["OTW bos"] * 2, "keadaan": ["disiapkan", "pihak_lain"]}),
        ("padanan_progres.hapus", {"teks": "OTW bos", "keadaan": "pihak_lain"}),
    ]


def test_words_of_others_are_out_of_reach(dunia: SimpleNamespace, admin: Client) -> None:
    row = tambah_padanan(
        instansi_id=dunia.lain.pk, teks="rahasia", keadaan="belum", by=dunia.admin_lain
    )
    assert "rahasia" not in admin.get(reverse("padanan_progres")).content.decode()
    for name in ("padanan_progres_ubah", "padanan_progres_hapus"):
        assert admin.post(reverse(name, args=[row.pk])).status_code == 404
    with pytest.raises(Denied):
        hapus_padanan(padanan_id=row.pk, by=dunia.admin)
    with pytest.raises(Denied):
        tambah_padanan(instansi_id=dunia.lain.pk, teks="x", keadaan="belum", by=dunia.admin)
    client = Client()
    client.force_login(dunia.operator)
    assert client.get(reverse("padanan_progres")).status_code == 403


def test_queries_stay_the_same_however_many_rows(dunia: SimpleNamespace, admin: Client) -> None:
    counts = []
    admin.get(reverse("padanan_progres"))
    for jumlah in (1, 60):
        PadananProgres.objects.all().delete()
        PadananProgres.objects.bulk_create(
            PadananProgres(instansi=dunia.instansi, teks=f"k {n}", kunci=f"k {n}", keadaan="belum")
            for n in range(jumlah)
        )
        with CaptureQueriesContext(connection) as queries:
            assert admin.get(reverse("padanan_progres")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[1] <= 12
