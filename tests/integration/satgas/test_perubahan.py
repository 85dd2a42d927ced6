"""Amending decrees: what they do to tasks, evidence and pages."""

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.permissions import Role
from audit.models import Kejadian
from evidence.actions import (
    Denied,
    IsianKurang,
    NotAllowed,
    mulai_rencana,
    tutup_rencana,
    unggah,
)
from evidence.actions.alur import tambah_alur
from evidence.models import BuktiVersi, Butir, Capaian, Keputusan
from satgas.actions.perubahan import IsiPerubahan, TugasBaru, catat_perubahan
from satgas.models import Anggota, PerubahanButir, PerubahanSK, RincianTugas, SuratKeputusan
from satgas.salin import NOMOR_MENYUSUL
from tests.factories import (
    buat_butir,
    buat_instansi,
    buat_rencana,
    buat_unit,
    buat_user,
    disetujui,
)

ISI = IsiPerubahan(nomor="99/KEP/HK/2026", tanggal=date(2026, 5, 4), tentang="Perubahan")


@pytest.fixture(autouse=True)
def _hari() -> object:
    with time_machine.travel(datetime(2026, 5, 20, 1, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def d(db: None, data_folder: object) -> SimpleNamespace:
    """A running plan with three tasks of two members."""
    instansi = buat_instansi("alfa")
    akar = buat_unit(instansi, "setda", jenis="pimpinan")
    bkd = buat_unit(instansi, "bkd", induk=akar)
    itda = buat_unit(instansi, "itda", induk=akar, inspektorat=True)
    rencana = buat_rencana(instansi, tahun=2026)
    a, b, c = (buat_butir(rencana, u, k) for u, k in ((bkd, "9.a"), (bkd, "9.b"), (itda, "13.a")))
    Butir.objects.filter(rencana=rencana).update(
        pola="semester", sumber_pola="teks", kutipan_pola="menyusun laporan"
    )
    admin = buat_user("admin.alfa", Role.ADMIN, akar)
    mulai_rencana(rencana_id=rencana.pk, by=admin)
    rencana.refresh_from_db()
    return SimpleNamespace(
        instansi=instansi,
        akar=akar,
        bkd=bkd,
        rencana=rencana,
        sk=rencana.surat_keputusan,
        a=a,
        b=b,
        c=c,
        admin=admin,
        operator=buat_user("operator", Role.OPERATOR, bkd),
        verifikator=buat_user("verif", Role.VERIFIKATOR, itda),
        anggota=Anggota.objects.get(sk__rencana=rencana, no=9),
    )


def _first(butir: Butir) -> Capaian:
    return Capaian.objects.filter(butir=butir).order_by("mulai")[0]


def test_changed_text_keeps_the_evidence(d: SimpleNamespace) -> None:
    task = disetujui(_first(d.a), d.operator, d.verifikator)
    isi = replace(ISI, ubah=((d.a.pk, "menyusun laporan baru;"), (d.c.pk, "mengawasi;")))
    perubahan = catat_perubahan(rencana_id=d.rencana.pk, isi=isi, by=d.admin)
    d.a.refresh_from_db()
    d.c.refresh_from_db()
    assert (d.a.uraian, d.a.rincian_tugas.teks) == ("menyusun laporan baru;",) * 2
    assert (d.a.sumber_pola, d.a.kutipan_pola) == ("teks", "menyusun laporan")
    # The words that carried the pola are gone, so it is the portal's classification now.
    assert (d.c.pola, d.c.sumber_pola, d.c.kutipan_pola) == ("semester", "portal", "")
    task.refresh_from_db()
    assert (task.status, task.gugur) == ("disetujui", None)
    rows = PerubahanButir.objects.filter(perubahan=perubahan).order_by("butir__urut")
    assert [(r.jenis, r.teks_lama, r.teks_baru) for r in rows] == [
        ("ubah", "menyusun laporan 9.a alfa;", "menyusun laporan baru;"),
        ("ubah", "menyusun laporan 13.a alfa;", "mengawasi;"),
    ]


def test_a_revoked_task_no_longer_counts_and_stays_readable(
    client: Client, d: SimpleNamespace
) -> None:
    tambah_alur(dari_id=d.a.pk, ke_id=d.c.pk, by=d.admin)
    task = disetujui(_first(d.a), d.operator, d.verifikator)
    steps, files = Keputusan.objects.count(), BuktiVersi.objects.count()
    catat_perubahan(rencana_id=d.rencana.pk, isi=replace(ISI, cabut=(d.a.pk,)), by=d.admin)
    d.a.refresh_from_db()
    assert d.a.dicabut == datetime(2026, 5, 20, 1, tzinfo=UTC)
    assert d.a.dasar_cabut == "Keputusan Nomor 99/KEP/HK/2026 tanggal 4 Mei 2026"
    assert not Capaian.objects.current().filter(butir=d.a).exists()
    assert Capaian.objects.filter(butir=d.a).count() == 2
    assert (Keputusan.objects.count(), BuktiVersi.objects.count()) == (steps, files)
    assert {c.pemegang_id for c in Capaian.objects.filter(butir=d.c)} == {None}
    pemenuhan = Capaian.objects.filter(butir=d.a).order_by("mulai")[1].pemenuhan_set.get()
    with pytest.raises(NotAllowed):
        unggah(pemenuhan_id=pemenuhan.pk, files=[], by=d.operator)
    client.force_login(d.operator)
    page = client.get(reverse("tugas", args=[task.pk]))
    assert page.status_code == 200
    assert "Dicabut oleh Keputusan Nomor 99/KEP/HK/2026" in page.content.decode()
    versi = BuktiVersi.objects.latest("pk")
    assert client.get(reverse("berkas", args=[versi.pk])).status_code == 200
    member = client.get(
        reverse("satgas_anggota", args=[d.anggota.pk]), {"rencana": d.rencana.pk}
    ).content.decode()
    assert "Keputusan Nomor 99/KEP/HK/2026 tanggal 4 Mei 2026" in member
    assert reverse("tugas", args=[task.pk]) in member
    assert "1 tugas, 1 dokumen wajib." in member
    decree = client.get(reverse("satgas"), {"rencana": d.rencana.pk})
    assert [(r.tugas, r.dicabut) for r in decree.context["naskah"].anggota] == [(1, 1), (1, 0)]


def test_an_added_task_is_asked_for_what_has_not_ended(d: SimpleNamespace) -> None:
    baru = TugasBaru(d.anggota.pk, "c", "melaporkan gratifikasi;", "triwulan", ("Laporan", " "))
    isi = replace(ISI, tambah=(baru, replace(baru, huruf="d", dokumen=())))
    catat_perubahan(rencana_id=d.rencana.pk, isi=isi, by=d.admin)
    order = list(d.rencana.butir_set.order_by("urut").values_list("urut", "kode"))
    assert order == [(1, "9.a"), (2, "9.b"), (3, "9.c"), (4, "9.d"), (5, "13.a")]
    butir = Butir.objects.get(kode="9.c")
    assert (butir.unit, butir.pola, butir.sumber_pola, butir.jalur) == (
        d.bkd,
        "triwulan",
        "portal",
        f"9. {d.anggota.jabatan}",
    )
    assert [x.uraian for x in butir.dokumen_set.all()] == ["Laporan"]
    other = Butir.objects.get(kode="9.d")
    assert [x.uraian for x in other.dokumen_set.all()] == ["Bukti pelaksanaan tugas"]
    tugas = butir.rincian_tugas
    assert (tugas.anggota, tugas.huruf, tugas.urut, tugas.bentuk) == (d.anggota, "c", 3, "huruf")
    tasks = Capaian.objects.filter(butir=butir).order_by("mulai")
    assert [t.mulai for t in tasks] == [date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1)]
    assert [t.pemenuhan_set.count() for t in tasks] == [1, 1, 1]


def test_all_or_nothing(d: SimpleNamespace) -> None:
    before = Kejadian.objects.count()
    isi = replace(
        ISI,
        cabut=(d.a.pk,),
        ubah=((d.b.pk, "bunyi baru"),),
        tambah=(TugasBaru(d.anggota.pk, "b", "sudah dipakai"),),
    )
    with pytest.raises(IsianKurang) as error:
        catat_perubahan(rencana_id=d.rencana.pk, isi=isi, by=d.admin)
    assert error.value.galat == {"tambah-0": "Kode 9.b sudah dipakai. Pilih huruf lain."}
    d.a.refresh_from_db()
    d.b.refresh_from_db()
    assert (d.a.dicabut, d.b.uraian) == (None, "menyusun laporan 9.b alfa;")
    assert (PerubahanSK.objects.count(), Kejadian.objects.count()) == (0, before)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"nomor": " "}, ["nomor"]),
        ({"tanggal": date(2026, 5, 21)}, ["tanggal"]),
        ({"tanggal": date(2026, 1, 1)}, ["tanggal"]),
        ({"cabut": ()}, [""]),
        ({"ubah": "sama"}, ["ubah-a"]),
        ({"ubah": "dua kali"}, ["ubah-b"]),
        ({"cabut": "asing"}, ["cabut-asing"]),
    ],
)
def test_what_is_wrong_is_named(
    d: SimpleNamespace, change: dict[str, object], wrong: list[str]
) -> None:
    foreign = buat_butir(buat_rencana(d.instansi, tahun=2027), d.bkd, "9.a")
    values: dict[str, object] = dict(change)
    if values.get("ubah") == "sama":
        values["ubah"] = ((d.a.pk, f" {d.a.uraian} "),)
    if values.get("ubah") == "dua kali":
        values["ubah"] = ((d.b.pk, "baru"),)
    if values.get("cabut") == "asing":
        values["cabut"] = (foreign.pk,)
    isi = replace(ISI, **{"cabut": (d.b.pk,), **values})  # type: ignore[arg-type]
    with pytest.raises(IsianKurang) as error:
        catat_perubahan(rencana_id=d.rencana.pk, isi=isi, by=d.admin)
    names = {
        f"ubah-{d.a.pk}": "ubah-a",
        f"ubah-{d.b.pk}": "ubah-b",
        f"cabut-{foreign.pk}": "cabut-asing",
    }
    assert [names.get(k, k) for k in error.value.galat] == wrong


def test_numbers_are_recorded_once_and_a_draft_needs_its_own_first(d: SimpleNamespace) -> None:
    isi = replace(ISI, cabut=(d.a.pk,))
    catat_perubahan(rencana_id=d.rencana.pk, isi=isi, by=d.admin)
    with pytest.raises(IsianKurang) as error:
        catat_perubahan(rencana_id=d.rencana.pk, isi=replace(isi, cabut=(d.b.pk,)), by=d.admin)
    assert set(error.value.galat) == {"nomor"}
    with pytest.raises(IsianKurang) as error:
        catat_perubahan(rencana_id=d.rencana.pk, isi=replace(isi, nomor="2"), by=d.admin)
    assert set(error.value.galat) == {f"cabut-{d.a.pk}"}
    SuratKeputusan.objects.filter(pk=d.sk.pk).update(nomor=NOMOR_MENYUSUL)
    with pytest.raises(IsianKurang) as error:
        catat_perubahan(
            rencana_id=d.rencana.pk, isi=replace(isi, nomor="2", cabut=(d.b.pk,)), by=d.admin
        )
    assert set(error.value.galat) == {""}


@pytest.mark.parametrize("status", ["disusun", "berjalan", "ditutup"])
@pytest.mark.parametrize("peran", ["admin", "operator", "verifikator", "ketua", "admin lain"])
def test_who_amends_in_which_state(d: SimpleNamespace, peran: str, status: str) -> None:
    if status == "ditutup":
        tutup_rencana(rencana_id=d.rencana.pk, by=d.admin)
    elif status == "disusun":
        d.rencana = buat_rencana(d.instansi, tahun=2025)
        d.a = buat_butir(d.rencana, d.bkd, "9.a")
    person = {
        "admin": d.admin,
        "operator": d.operator,
        "verifikator": d.verifikator,
        "ketua": buat_user("ketua", Role.KETUA, d.akar),
        "admin lain": buat_user("admin.beta", Role.ADMIN, buat_unit(buat_instansi("beta"), "akar")),
    }[peran]
    isi = replace(ISI, cabut=(d.a.pk,))
    if peran != "admin":
        with pytest.raises(Denied):
            catat_perubahan(rencana_id=d.rencana.pk, isi=isi, by=person)
    elif status == "ditutup":
        with pytest.raises(NotAllowed):
            catat_perubahan(rencana_id=d.rencana.pk, isi=isi, by=person)
    else:
        catat_perubahan(rencana_id=d.rencana.pk, isi=isi, by=person)
    done = peran == "admin" and status != "ditutup"
    assert PerubahanSK.objects.count() == done


def test_choose_type_look_apply(client: Client, d: SimpleNamespace) -> None:
    client.force_login(d.admin)
    listing = client.get(reverse("satgas_perubahan"), {"rencana": d.rencana.pk})
    assert "Belum ada keputusan perubahan." in listing.content.decode()
    base = f"{reverse('satgas_perubahan_baru')}?rencana={d.rencana.pk}"
    assert client.get(base).status_code == 302  # nothing chosen
    url = f"{base}&ubah={d.a.pk}&cabut={d.b.pk}&tambah=1"
    data = {
        "nomor": "99/KEP/HK/2026",
        "tanggal": "2026-05-04",
        "tentang": "Perubahan",
        f"ubah-{d.a.pk}": "bunyi yang\r\nbaru",
        "tambah-0-anggota": d.anggota.pk,
        "tambah-0-huruf": "B",
        "tambah-0-teks": "tugas tambahan;",
        "tambah-0-pola": "tahunan",
        "tambah-0-dokumen": "Laporan\r\nDaftar hadir",
    }
    wrong = client.post(url, {**data, "langkah": "pratinjau"})
    assert wrong.status_code == 422
    assert "huruf kecil" in wrong.content.decode()
    assert "tugas tambahan;" in wrong.content.decode()
    data["tambah-0-huruf"] = "c"
    preview = client.post(url, {**data, "langkah": "pratinjau"})
    assert preview.status_code == 200
    text = preview.content.decode()
    for words in ("Belum diterapkan", "bunyi yang", "9.c", d.b.uraian, "Laporan; Daftar hadir"):
        assert words in text
    assert PerubahanSK.objects.count() == 0
    back = client.post(url, {**data, "langkah": "isi"}).content.decode()
    assert "Lihat pratinjau" in back
    assert "tugas tambahan;" in back
    assert client.post(url, {**data, "langkah": "terapkan"}).status_code == 302
    d.a.refresh_from_db()
    assert d.a.uraian == "bunyi yang\nbaru"
    assert set(PerubahanButir.objects.values_list("butir__kode", "jenis")) == {
        ("9.a", "ubah"),
        ("9.b", "cabut"),
        ("9.c", "tambah"),
    }
    assert client.post(url, {**data, "langkah": "terapkan"}).status_code != 200
    assert PerubahanSK.objects.count() == 1
    listing = client.get(reverse("satgas_perubahan"), {"rencana": d.rencana.pk}).content.decode()
    assert "Keputusan Nomor 99/KEP/HK/2026" in listing
    member = client.get(
        reverse("satgas_anggota", args=[d.anggota.pk]), {"rencana": d.rencana.pk}
    ).content.decode()
    assert "Diubah oleh Keputusan Nomor 99/KEP/HK/2026." in " ".join(member.split())
    assert "Ditambah oleh Keputusan Nomor 99/KEP/HK/2026." in " ".join(member.split())


@pytest.mark.parametrize("peran", ["operator", "verifikator", "admin lain"])
def test_others_read_or_see_nothing(client: Client, d: SimpleNamespace, peran: str) -> None:
    other = buat_user("admin.beta", Role.ADMIN, buat_unit(buat_instansi("beta"), "akar"))
    person = {"operator": d.operator, "verifikator": d.verifikator, "admin lain": other}[peran]
    client.force_login(person)
    query = {"rencana": d.rencana.pk}
    seen = 404 if person == other else 200
    assert client.get(reverse("satgas_perubahan"), query).status_code == seen
    text = client.get(reverse("satgas_perubahan"), query).content.decode()
    assert "Catat keputusan perubahan" not in text
    edit = 404 if person == other else 403
    for name in ("satgas_perubahan_baru", "satgas_pokok"):
        url = f"{reverse(name)}?rencana={d.rencana.pk}&cabut={d.a.pk}"
        assert (client.get(url).status_code, client.post(url).status_code) == (edit, edit)
    assert RincianTugas.objects.count() == 3
