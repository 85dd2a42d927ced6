"""Grades by criteria, and one document for two plans."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.permissions import Denied
from evidence.actions import Isian, IsianKurang, NotAllowed, kirim, pakai, pakai_setara, simpan_draf
from evidence.forms import IsianForm, PutusanForm
from evidence.models import BuktiTaut, BuktiVersi, Butir, ButirSetara, Capaian, KriteriaNilai
from tests.factories import buat_butir, buat_rencana, disetujui, draf, mulai, terkirim


@pytest.fixture
def mcp(dunia: SimpleNamespace) -> Capaian:
    """A task of KPK's instrument that the office's decree task is mapped to."""
    rencana = buat_rencana(dunia.instansi, jenis="mcp")
    butir = buat_butir(rencana, dunia.bkd, "3.2.1", dokumen=1)
    ButirSetara.objects.create(dari=butir, ke=dunia.c_bkd.butir)
    return mulai(rencana)[0]


def tautan(capaian: Capaian) -> BuktiTaut:
    """The first file of a task."""
    return BuktiTaut.objects.active().filter(pemenuhan__capaian=capaian).order_by("pk")[0]


def test_uploaded_once_used_twice_decided_alone(
    dunia: SimpleNamespace, mcp: Capaian, client: Client
) -> None:
    c = draf(dunia.c_bkd, dunia.operator)
    taut, there = tautan(c), mcp.pemenuhan_set.get()
    client.force_login(dunia.operator)
    page = client.get(reverse("tugas", args=[c.pk]))
    offers = page.context["setara"]
    shown = [
        (o.taut.pk == taut.pk, [(t.nama, t.dipakai, t.bisa) for t in o.tawaran]) for o in offers
    ]
    assert shown == [
        (True, [("MCP 3.2.1", False, True)]),
        (False, [("MCP 3.2.1", False, True)]),
    ]
    stored = BuktiVersi.objects.count()
    url = reverse("tugas_setara", args=[c.pk, taut.pk, there.pk])
    assert client.post(url).status_code == 302
    assert BuktiVersi.objects.count() == stored
    assert BuktiTaut.objects.active().filter(versi=taut.versi).count() == 2
    mcp.refresh_from_db()
    c = Capaian.objects.get(pk=c.pk)
    kirim(capaian_id=c.pk, versi=c.versi, by=dunia.operator, isian=Isian(nilai_mandiri=90))
    assert (c.pk, Capaian.objects.get(pk=c.pk).status, mcp.status) == (c.pk, "menunggu", "draf")
    offers = client.get(reverse("tugas", args=[c.pk])).context["setara"]
    assert [(t.dipakai, t.bisa, t.pemenuhan.status) for t in offers[0].tawaran] == [
        (True, False, "draf")
    ]
    with pytest.raises(NotAllowed, match="sudah dilampirkan"):
        pakai_setara(taut_id=taut.pk, pemenuhan_id=there.pk, by=dunia.operator)


def test_only_between_mapped_tasks_and_for_who_may_send(
    dunia: SimpleNamespace, lain: SimpleNamespace, mcp: Capaian
) -> None:
    taut = tautan(draf(dunia.c_bkd, dunia.operator))
    there = mcp.pemenuhan_set.get()
    for user in (dunia.verifikator, dunia.ketua, dunia.operator_pupr, lain.operator):
        with pytest.raises(Denied):
            pakai_setara(taut_id=taut.pk, pemenuhan_id=there.pk, by=user)
    for other in (dunia.c_dukung, lain.c_bkd):
        with pytest.raises(NotAllowed, match="tidak dipetakan"):
            pakai_setara(
                taut_id=taut.pk, pemenuhan_id=other.pemenuhan_set.all()[0].pk, by=dunia.operator
            )
    with pytest.raises(Denied):
        pakai_setara(taut_id=taut.pk, pemenuhan_id=0, by=dunia.operator)


def test_no_offer_when_the_other_takes_no_files(
    dunia: SimpleNamespace, mcp: Capaian, client: Client
) -> None:
    draf(dunia.c_bkd, dunia.operator)
    disetujui(mcp, dunia.operator, dunia.verifikator)
    client.force_login(dunia.operator)
    offers = client.get(reverse("tugas", args=[dunia.c_bkd.pk])).context["setara"]
    assert [t.bisa for o in offers for t in o.tawaran] == [False, False]
    client.force_login(dunia.verifikator)
    assert client.get(reverse("tugas", args=[dunia.c_bkd.pk])).context["setara"] == []


# --- grades -------------------------------------------------------------------------------------


def test_grades_are_those_of_the_criteria(dunia: SimpleNamespace, client: Client) -> None:
    c: Capaian = dunia.c_bkd
    for urut, (nilai, uraian) in enumerate([(100, "Lengkap."), (40, "Sebagian.")], start=1):
        KriteriaNilai.objects.create(butir=c.butir, urut=urut, nilai=nilai, uraian=uraian)
    form = IsianForm.untuk(c)
    assert form.fields["nilai_mandiri"].choices == [  # type: ignore[attr-defined]
        (100, "100: Lengkap."),
        (40, "40: Sebagian."),
    ]
    client.force_login(dunia.operator)
    assert "40: Sebagian." in client.get(reverse("tugas", args=[c.pk])).content.decode()
    with pytest.raises(IsianKurang) as error:
        simpan_draf(
            capaian_id=c.pk, versi=c.versi, isian=Isian(nilai_mandiri=90), by=dunia.operator
        )
    assert set(error.value.galat) == {"nilai_mandiri"}
    simpan_draf(capaian_id=c.pk, versi=c.versi, isian=Isian(nilai_mandiri=40), by=dunia.operator)
    same = PutusanForm.untuk(Capaian.objects.get(pk=c.pk))
    assert [n for n, _ in same.fields["nilai"].choices] == [100, 40]  # type: ignore[attr-defined]
    assert [n for n, _ in PutusanForm().fields["nilai"].choices] == [  # type: ignore[attr-defined]
        0,
        50,
        75,
        80,
        90,
        100,
    ]


@pytest.mark.parametrize(
    ("typed", "nilai"),
    [(("30", "40"), 75), (("1.250,5", "2501"), 50), (("3", "2"), 100), (("0", "7"), 0)],
)
def test_ratio_is_computed(
    dunia: SimpleNamespace, client: Client, typed: tuple[str, str], nilai: int
) -> None:
    c: Capaian = dunia.c_bkd
    Butir.objects.filter(pk=c.butir_id).update(cara_nilai="rasio")
    client.force_login(dunia.operator)
    url = reverse("tugas", args=[c.pk])
    data = {"versi": c.versi, "pembilang": typed[0], "penyebut": typed[1], "aksi": "simpan"}
    assert client.post(url, data).status_code == 302
    c.refresh_from_db()
    assert c.nilai_mandiri == nilai
    page = client.get(url).content.decode()
    assert "100 × " in page
    assert 'name="nilai_mandiri"' not in page
    # A computed claim is among the grades of the verifikator.
    c = draf(Capaian.objects.get(pk=c.pk), dunia.operator)
    c = kirim(capaian_id=c.pk, versi=c.versi, by=dunia.operator)
    choices = PutusanForm.untuk(c).fields["nilai"].choices  # type: ignore[attr-defined]
    assert nilai in [n for n, _ in choices]


@pytest.mark.parametrize("typed", [("3", "0"), ("-1", "4"), ("tiga", "4"), ("1,234", "4")])
def test_impossible_figures_stay_on_the_page(
    dunia: SimpleNamespace, client: Client, typed: tuple[str, str]
) -> None:
    c: Capaian = dunia.c_bkd
    Butir.objects.filter(pk=c.butir_id).update(cara_nilai="rasio")
    client.force_login(dunia.operator)
    data = {"versi": c.versi, "pembilang": typed[0], "penyebut": typed[1], "aksi": "simpan"}
    answer = client.post(reverse("tugas", args=[c.pk]), data)
    assert answer.status_code == 422
    assert f'value="{typed[0]}"' in answer.content.decode()
    c.refresh_from_db()
    assert (c.pembilang, c.penyebut, c.nilai_mandiri) == (None, None, None)


def test_sending_without_figures_names_the_field(dunia: SimpleNamespace) -> None:
    Butir.objects.filter(pk=dunia.c_bkd.butir_id).update(cara_nilai="rasio")
    c = draf(Capaian.objects.get(pk=dunia.c_bkd.pk), dunia.operator)
    with pytest.raises(IsianKurang) as error:
        kirim(capaian_id=c.pk, versi=c.versi, by=dunia.operator, isian=Isian(pembilang=Decimal(3)))
    assert error.value.galat == {"pembilang": "Isi kedua angka sebelum mengirim."}


def test_value_from_documents_is_computed_when_sending(dunia: SimpleNamespace) -> None:
    Butir.objects.filter(pk=dunia.c_bkd.butir_id).update(cara_nilai="dokumen")
    c = Capaian.objects.get(pk=dunia.c_bkd.pk)
    half = terkirim(c, dunia.operator, dokumen=1)
    assert (half.nilai_mandiri, half.nilai_klaim) == (50, 50)
    rest = [p for p in half.pemenuhan_set.all() if p.status == "belum"]
    versi = BuktiVersi.objects.latest("pk")
    pakai(pemenuhan_id=rest[0].pk, versi_id=versi.pk, by=dunia.operator)
    whole = Capaian.objects.get(pk=half.pk)
    sent = kirim(capaian_id=whole.pk, versi=whole.versi, by=dunia.operator)
    assert (sent.nilai_mandiri, sent.nilai_klaim) == (100, 100)
