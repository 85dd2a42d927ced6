"""Drafts: copied, edited part by part, thrown away; regulations and versions in use stay."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.permissions import Denied
from audit.models import Kejadian
from evidence.actions.errors import IsianKurang
from evidence.workflow import NotAllowed
from tests.factories.lke import buat_instrumen_lke
from ukuran.lke.instrumen import Ambang, CaraBulat, Pembulatan, Predikat, TingkatBulat
from zonaintegritas.actions.instrumen import (
    buang_instrumen,
    salin_instrumen,
    ubah_ambang,
    ubah_pembulatan,
    ubah_pokok,
)
from zonaintegritas.actions.instrumen_bagian import (
    IsiBagian,
    IsiKomponen,
    IsiPertanyaan,
    IsiSkala,
    hapus_bagian,
    simpan_bagian,
)
from zonaintegritas.lke.halaman_instrumen import kata_status
from zonaintegritas.lke.muat import bentuk, naskah_dari
from zonaintegritas.models import InstrumenLKE, KomponenLKE, SkalaLKE

BUKAN_ADMIN = ("operator", "koordinator", "verifikator", "ketua", "auditor", "admin_luar")
KOMPONEN = IsiKomponen(kode="X", nama="Baru", bobot=Decimal(1))


def test_a_copy_is_equal_and_a_version_of_its_own(zi: SimpleNamespace) -> None:
    for asal, versi in ((zi.umum, 1), (zi.beku, 2)):
        made = salin_instrumen(
            instrumen_id=asal.pk, instansi_id=zi.instansi.pk, nama=" Salinan ", by=zi.admin
        )
        assert (made.versi, made.kode, made.asal_id) == (versi, asal.kode, asal.pk)
        assert (made.instansi_id, made.dibekukan, made.nama) == (zi.instansi.pk, None, "Salinan")
        copied, before = bentuk(made), bentuk(asal)
        assert replace(copied, versi=1, nama=before.nama) == before
        assert made.skala_set.count() == asal.skala_set.count()
    assert Kejadian.objects.filter(aksi="zi.instrumen_salin").count() == 2


@pytest.mark.parametrize("siapa", BUKAN_ADMIN)
def test_nobody_else_writes(zi: SimpleNamespace, siapa: str) -> None:
    by = getattr(zi, siapa)
    steps: list[Callable[[], object]] = [
        lambda: salin_instrumen(
            instrumen_id=zi.umum.pk, instansi_id=zi.instansi.pk, nama="A", by=by
        ),
        lambda: ubah_pokok(instrumen_id=zi.draf.pk, nama="A", by=by),
        lambda: ubah_ambang(instrumen_id=zi.draf.pk, ambang=(), by=by),
        lambda: ubah_pembulatan(instrumen_id=zi.draf.pk, pembulatan=Pembulatan(), by=by),
        lambda: simpan_bagian(instrumen_id=zi.draf.pk, isi=KOMPONEN, by=by),
        lambda: buang_instrumen(instrumen_id=zi.draf.pk, by=by),
    ]
    for step in steps:
        with pytest.raises(Denied):
            step()
    with pytest.raises(Denied):
        salin_instrumen(instrumen_id=zi.draf.pk, instansi_id=zi.luar.pk, nama="A", by=zi.admin_luar)


def test_regulations_and_versions_in_use_are_never_changed(zi: SimpleNamespace) -> None:
    for row in (zi.umum, zi.beku):
        before = naskah_dari(row)
        komponen = row.komponen_set.earliest("pk")
        steps: list[Callable[[], object]] = [
            lambda row=row: ubah_pokok(instrumen_id=row.pk, nama="A", by=zi.admin),  # type: ignore[misc]
            lambda row=row: simpan_bagian(instrumen_id=row.pk, isi=KOMPONEN, by=zi.admin),  # type: ignore[misc]
            lambda row=row, k=komponen: hapus_bagian(  # type: ignore[misc]
                instrumen_id=row.pk, model=KomponenLKE, baris_id=k.pk, by=zi.admin
            ),
            lambda row=row: buang_instrumen(instrumen_id=row.pk, by=zi.admin),  # type: ignore[misc]
        ]
        for step in steps:
            with pytest.raises(NotAllowed):
                step()
        assert naskah_dari(InstrumenLKE.objects.get(pk=row.pk)) == before


def test_topics_of_a_draft_are_set(zi: SimpleNamespace) -> None:
    pk = zi.draf.pk
    ambang = (Ambang(Predikat.WBK, Decimal(70), None, "[U]"),)
    bulat = Pembulatan(1, CaraBulat.POTONG, TingkatBulat.SUB, "[D]")
    ubah_pokok(instrumen_id=pk, nama="Nama", dasar="SK", catatan="a\r\nb", by=zi.admin)
    ubah_ambang(instrumen_id=pk, ambang=ambang, by=zi.admin)
    ubah_pembulatan(instrumen_id=pk, pembulatan=bulat, by=zi.admin)
    row = InstrumenLKE.objects.get(pk=pk)
    found = bentuk(row)
    assert (found.nama, row.dasar, row.catatan) == ("Nama", "SK", "a\nb")
    assert (found.ambang, found.pembulatan) == (ambang, bulat)
    assert Kejadian.objects.filter(aksi="zi.instrumen_ubah").count() == 3
    with pytest.raises(IsianKurang):
        ubah_pokok(instrumen_id=pk, nama=" ", by=zi.admin)


def test_parts_are_added_changed_and_removed(zi: SimpleNamespace) -> None:
    pk = zi.draf.pk
    skala = simpan_bagian(
        instrumen_id=pk,
        isi=IsiSkala(
            "baru", "Dua", "pilihan", (("Y", Decimal(1), "Ya"), ("T", Decimal(0), "Tidak"))
        ),
        by=zi.admin,
    )
    daun = zi.draf.komponen_set.get(kode="A.I")
    soal = simpan_bagian(
        instrumen_id=pk,
        isi=IsiPertanyaan("A.I.9", "Apakah?", daun.pk, skala.pk, dokumen=(" SK ", "")),
        by=zi.admin,
    )
    assert (soal.urut, soal.dokumen) == (9, ["SK"])  # type: ignore[union-attr]
    with pytest.raises(NotAllowed):
        hapus_bagian(instrumen_id=pk, model=SkalaLKE, baris_id=skala.pk, by=zi.admin)
    with pytest.raises(NotAllowed):
        hapus_bagian(instrumen_id=pk, model=KomponenLKE, baris_id=daun.pk, by=zi.admin)
    changed = IsiKomponen(
        kode="A.I", nama="Lain", bobot=Decimal("9.5"), induk_id=daun.induk_id, paruh="pemenuhan"
    )
    simpan_bagian(instrumen_id=pk, isi=changed, baris_id=daun.pk, by=zi.admin)
    daun.refresh_from_db()
    assert (daun.nama, daun.bobot, daun.min_wbk) == ("Lain", Decimal("9.5"), None)
    hapus_bagian(instrumen_id=pk, model=type(soal), baris_id=soal.pk, by=zi.admin)
    hapus_bagian(instrumen_id=pk, model=SkalaLKE, baris_id=skala.pk, by=zi.admin)
    assert Kejadian.objects.filter(aksi="zi.instrumen_hapus").count() == 2


@pytest.mark.parametrize(
    ("isi", "bidang"),
    [
        (IsiKomponen("A", "", Decimal(101)), {"kode", "nama", "bobot"}),
        (IsiKomponen("X", "N", Decimal("0.00001"), paruh="lain"), {"bobot", "paruh"}),
        (IsiKomponen("X", "N", Decimal(1), induk_id=999_999), {"induk"}),
        (IsiPertanyaan("A.I.1", "", 999_999, 999_999), {"kode", "teks", "komponen", "skala"}),
        (IsiSkala("s", "S", "pilihan", (("A", Decimal(1), "a"),)), {"pilihan"}),
        (
            IsiSkala("s", "S", "pilihan", (("A", Decimal(1), "a"), ("A", Decimal(0), "b"))),
            {"pilihan"},
        ),
        (IsiSkala("s", "S", "indeks"), {"maks"}),
        (IsiSkala("s", "S", "rasio"), {"label_pembilang", "label_penyebut"}),
    ],
)
def test_wrong_parts_are_refused_at_their_field(
    zi: SimpleNamespace, isi: IsiBagian, bidang: set[str]
) -> None:
    with pytest.raises(IsianKurang) as error:
        simpan_bagian(instrumen_id=zi.draf.pk, isi=isi, by=zi.admin)
    assert set(error.value.galat) == bidang


def test_a_component_never_lies_below_itself(zi: SimpleNamespace) -> None:
    top, below = (zi.draf.komponen_set.get(kode=kode) for kode in ("P", "A"))
    isi = IsiKomponen("P", "Pengungkit", Decimal(60), induk_id=below.pk)
    with pytest.raises(IsianKurang):
        simpan_bagian(instrumen_id=zi.draf.pk, isi=isi, baris_id=top.pk, by=zi.admin)


def test_parts_of_another_instrument_are_out_of_reach(zi: SimpleNamespace) -> None:
    other = zi.beku.komponen_set.earliest("pk")
    with pytest.raises(NotAllowed):
        simpan_bagian(instrumen_id=zi.draf.pk, isi=KOMPONEN, baris_id=other.pk, by=zi.admin)
    with pytest.raises(IsianKurang):
        simpan_bagian(
            instrumen_id=zi.draf.pk,
            isi=IsiKomponen("X", "N", Decimal(1), induk_id=other.pk),
            by=zi.admin,
        )


def test_a_draft_goes_with_all_its_parts(zi: SimpleNamespace) -> None:
    salinan = salin_instrumen(
        instrumen_id=zi.draf.pk, instansi_id=zi.instansi.pk, nama="A", by=zi.admin
    )
    with pytest.raises(NotAllowed):
        buang_instrumen(instrumen_id=zi.draf.pk, by=zi.admin)
    buang_instrumen(instrumen_id=salinan.pk, by=zi.admin)
    buang_instrumen(instrumen_id=zi.draf.pk, by=zi.admin)
    assert not InstrumenLKE.objects.filter(kode="draf").exists()


def test_pages_show_tree_status_faults_and_what_froze_it(
    client: Client, zi: SimpleNamespace
) -> None:
    client.force_login(zi.admin)
    KomponenLKE.objects.filter(instrumen=zi.draf, kode="A.I").update(
        bobot=11, status_sumber="bobot [S], minimal [U]"
    )
    page = client.get(reverse("zi_instrumen_rinci", args=[zi.draf.pk])).content.decode()
    assert "Jumlah bobot di bawahnya 31, seharusnya 30." in page
    assert "bobot dikutip dari sumber kedua, minimal belum terverifikasi" in page
    assert reverse("zi_instrumen_buang", args=[zi.draf.pk]) in page
    frozen = client.get(reverse("zi_instrumen_rinci", args=[zi.beku.pk])).content.decode()
    assert "Dibekukan" in frozen
    assert reverse("zi_instrumen_buang", args=[zi.beku.pk]) not in frozen
    client.force_login(zi.operator)
    read = client.get(reverse("zi_instrumen_rinci", args=[zi.draf.pk]))
    assert (read.status_code, b"Ubah ambang" in read.content) == (200, False)
    assert client.get(reverse("zi_instrumen_rinci", args=[zi.asing.pk])).status_code == 404
    assert kata_status("[V] dan [D]") == "dibaca pada sumbernya dan rancangan sendiri"
    assert kata_status("rancangan sendiri [D]") == "rancangan sendiri"


def _bagian(row: InstrumenLKE) -> dict[str, int]:
    return {
        "komponen": row.komponen_set.get(kode="A.I").pk,
        "pertanyaan": row.pertanyaan_set.get(kode="A.I.1").pk,
        "skala": row.skala_set.get(kode="a_c").pk,
    }


def test_every_page_of_a_draft_is_for_its_admin(client: Client, zi: SimpleNamespace) -> None:
    def pages(row: InstrumenLKE) -> list[str]:
        own = [
            reverse(f"zi_instrumen_{nama}", args=[row.pk])
            for nama in ("pokok", "ambang", "pembulatan", "buang")
        ]
        for bagian, baris in _bagian(row).items():
            own.append(reverse("zi_instrumen_tambah", args=[row.pk, bagian]))
            own += [
                reverse(f"zi_instrumen_{nama}", args=[row.pk, bagian, baris])
                for nama in ("ubah", "hapus")
            ]
        return own

    wanted = {"admin": (200, 403, 403), "operator": (403, 403, 403), "admin_luar": (404, 403, 404)}
    for siapa, codes in wanted.items():
        client.force_login(getattr(zi, siapa))
        for row, code in zip((zi.draf, zi.umum, zi.beku), codes, strict=True):
            assert {client.get(page).status_code for page in pages(row)} == {code}
    client.force_login(zi.admin)
    assert client.get(reverse("zi_instrumen_tambah", args=[zi.draf.pk, "lain"])).status_code == 404


def test_forms_store_what_they_show(client: Client, zi: SimpleNamespace) -> None:
    """Each form sent back as it was shown changes nothing; a changed one changes that."""
    client.force_login(zi.admin)
    before = naskah_dari(zi.draf)
    pages = [
        reverse(f"zi_instrumen_{nama}", args=[zi.draf.pk])
        for nama in ("pokok", "ambang", "pembulatan")
    ] + [
        reverse("zi_instrumen_ubah", args=[zi.draf.pk, bagian, row.pk])
        for bagian, rows in (
            ("komponen", zi.draf.komponen_set.all()),
            ("pertanyaan", zi.draf.pertanyaan_set.all()),
            ("skala", zi.draf.skala_set.all()),
        )
        for row in rows
    ]
    for page in pages:
        form = client.get(page).context["form"]
        data = {field.name: field.value() for field in form if field.value() is not None}
        answer = client.post(page, data)
        assert answer.status_code == 302, (page, answer.context["form"].errors)
    assert naskah_dari(InstrumenLKE.objects.get(pk=zi.draf.pk)) == before
    page = reverse("zi_instrumen_tambah", args=[zi.draf.pk, "skala"])
    data = {"kode": "q", "nama": "Q", "jenis": "pilihan", "pilihan": "A | 1 | Ya\nB | nol | Tidak"}
    refused = client.post(page, data)
    assert refused.status_code == 422
    assert "Baris 2: nilai seperti 0,67." in refused.content.decode()
    assert "B | nol | Tidak" in refused.content.decode()
    data["pilihan"] = "A | 1 | Ya\nB | 0 | Tidak"
    assert client.post(page, data).status_code == 302
    copy = reverse("zi_instrumen_salin", args=[zi.beku.pk])
    assert client.post(copy, {"instansi": zi.instansi.pk, "nama": "Versi dua"}).status_code == 302
    gone = client.post(reverse("zi_instrumen_buang", args=[zi.draf.pk]))
    assert (gone.status_code, gone["Location"]) == (302, reverse("zi_instrumen"))


def test_the_list_shows_regulations_and_own_ones(client: Client, zi: SimpleNamespace) -> None:
    client.force_login(zi.operator)

    def codes(**query: str) -> set[str]:
        return {r.kode for r in client.get(reverse("zi_instrumen"), query).context["page_obj"]}

    assert codes() == {"draf", "dipakai", "umum"}
    assert codes(asal="peraturan") == {"umum"}
    assert codes(asal="sendiri") == {"draf", "dipakai"}


@pytest.mark.parametrize("banyak", [0, 60])
def test_pages_cost_the_same_however_many_rows(
    client: Client, zi: SimpleNamespace, banyak: int
) -> None:
    for n in range(banyak):
        InstrumenLKE.objects.create(instansi=zi.instansi, kode=f"k{n}", nama=f"K{n}")
        zi.draf.pertanyaan_set.create(
            kode=f"p{n}",
            urut=100 + n,
            teks="Apakah?",
            komponen=zi.draf.komponen_set.get(kode="A.I"),
            skala=zi.draf.skala_set.get(kode="a_c"),
        )
    client.force_login(zi.admin)
    client.get(reverse("zi_instrumen"))
    found = {}
    for nama, args in (("zi_instrumen", []), ("zi_instrumen_rinci", [zi.draf.pk])):
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(nama, args=args)).status_code == 200
        found[nama] = len(queries)
    assert found == {"zi_instrumen": 6, "zi_instrumen_rinci": 9}


def test_a_regulation_is_copied_once_a_version(zi: SimpleNamespace) -> None:
    buat_instrumen_lke(kode="lain")
    first, second = (
        salin_instrumen(instrumen_id=zi.umum.pk, instansi_id=zi.instansi.pk, nama="A", by=zi.admin)
        for _ in range(2)
    )
    assert (first.versi, second.versi) == (1, 2)
