"""Pasting a decree on screen: what is typed stays, buttons do one thing, others see nothing."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.permissions import Role
from evidence.models import Rencana
from satgas.models import NaskahTempel
from satgas.tempel_sk.bentuk import Naskah
from tests.factories import buat_butir, buat_instansi, buat_rencana, buat_unit, buat_user
from tests.factories.keputusan_word import JUDUL, PENDEK, buat_naskah_uji


@pytest.fixture
def d(db: None) -> SimpleNamespace:
    """A plan of last year with two tasks, and a pasted decree beside it."""
    instansi = buat_instansi("alfa")
    akar = buat_unit(instansi, "setda", jenis="pimpinan")
    bkd = buat_unit(instansi, "bkd", induk=akar)
    rencana = buat_rencana(instansi, tahun=2026)
    for kode in ("2.a", "2.b"):
        buat_butir(rencana, bkd, kode)
    admin = buat_user("admin.alfa", Role.ADMIN, akar)
    naskah = buat_naskah_uji(rencana, admin, tahun=2027)
    return SimpleNamespace(
        instansi=instansi, akar=akar, bkd=bkd, rencana=rencana, admin=admin, naskah=naskah
    )


def _url(d: SimpleNamespace, name: str = "susun") -> str:
    return reverse(f"keputusan_tempel_{name}", args=[d.naskah.pk])


def _isi(d: SimpleNamespace) -> Naskah:
    d.naskah.refresh_from_db()
    return Naskah.dari_json(d.naskah.isi)


def _ketik(d: SimpleNamespace, **lain: str) -> dict[str, str]:
    """Return the fields of the page as a browser sends them."""
    data = {"versi": str(d.naskah.versi)}
    for member in _isi(d).anggota:
        data |= {
            f"a{member.id}-no": str(member.no),
            f"a{member.id}-jabatan": member.jabatan,
            f"a{member.id}-kedudukan": member.kedudukan,
            f"a{member.id}-unit": str(member.unit or ""),
        }
        for one in member.simpul:
            data |= {f"s{one.id}-tanda": one.tanda, f"s{one.id}-teks": one.teks}
    return data | lain


def test_a_table_that_can_not_be_read_keeps_what_was_typed(
    client: Client, d: SimpleNamespace
) -> None:
    client.force_login(d.admin)
    url = reverse("keputusan_tempel")
    first = client.get(url).content.decode()
    assert f'<option value="r{d.rencana.pk}" selected>' in first
    assert 'value="2027"' in first
    data = {"banding": f"r{d.rencana.pk}", "tahun": "2028", "teks": "1\tKepala\ta. satu;"}
    answer = client.post(url, data)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Judul kolom tidak dikenali" in text
    assert "1\tKepala\ta. satu;</textarea>" in text
    taken = client.post(url, data | {"tahun": "2026", "teks": PENDEK})
    assert taken.status_code == 422
    assert f"Tahun 2026 sudah mempunyai {d.rencana.nama}." in taken.content.decode()
    assert reverse("rencana_rinci", args=[d.rencana.pk]) in taken.content.decode()
    for wrong in ({"banding": "r999"}, {"banding": ""}, {"tahun": "x"}, {"teks": ""}):
        assert client.post(url, data | wrong).status_code == 422
    assert NaskahTempel.objects.count() == 1
    done = client.post(url, data | {"teks": PENDEK})
    fresh = NaskahTempel.objects.exclude(pk=d.naskah.pk).get()
    assert done.url == reverse("keputusan_tempel_susun", args=[fresh.pk])  # type: ignore[attr-defined]
    assert (fresh.tahun, fresh.banding, fresh.oleh) == (2028, d.rencana, d.admin)


def test_every_button_keeps_what_was_typed(client: Client, d: SimpleNamespace) -> None:
    client.force_login(d.admin)
    sekda, bkd = _isi(d).anggota
    a, c = bkd.simpul[0], bkd.simpul[1]
    page = client.get(_url(d)).content.decode()
    assert "Setelah a seharusnya b, tertulis c." in page
    assert "Baris 4." in page
    data = _ketik(d, aksi=f"turun:{c.id}")
    data |= {
        f"s{a.id}-teks": "menyusun\x00 laporan baru;\u200f",
        f"a{sekda.id}-unit": str(d.akar.pk),
    }
    answer = client.post(_url(d), data)
    assert answer.url == f"{_url(d)}?buka={bkd.id}#s{c.id}"  # type: ignore[attr-defined]
    isi = _isi(d)
    assert isi.anggota[0].unit == d.akar.pk
    assert [(s.tingkat, s.tanda, s.teks) for s in isi.anggota[1].simpul] == [
        (1, "a", "menyusun laporan baru;"),
        (2, "1", "menata arsip, meliputi:"),
        (2, "2", "arsip dinamis."),
        (2, "3", "arsip statis."),
    ]
    refused = client.post(_url(d), _ketik(d, aksi=f"naik:{a.id}"), follow=True)
    assert "Ini sudah tugas, bukan sub butir." in refused.content.decode()
    stale = client.post(_url(d), _ketik(d, aksi="simpan", versi="1") | {f"s{a.id}-teks": "ketik"})
    assert stale.status_code == 422
    assert "baru saja diubah di tempat lain" in stale.content.decode()
    assert ">ketik</textarea>" in stale.content.decode()
    assert _isi(d).anggota[1].simpul[0].teks == "menyusun laporan baru;"
    for strange in ("", "x", "naik:", "naik:²", f"naik:{'9' * 20}", "terbang:1", "hapus:99999"):
        assert client.post(_url(d), _ketik(d, aksi=strange)).status_code == 302
    on = client.post(_url(d), _ketik(d, aksi="bandingkan"))
    assert on.url == _url(d, "banding")  # type: ignore[attr-defined]


def test_counterparts_by_hand_and_the_plan(client: Client, d: SimpleNamespace) -> None:
    client.force_login(d.admin)
    sekda, bkd = _isi(d).anggota
    client.post(_url(d), _ketik(d, aksi="simpan", **_unit(d)))
    page = client.get(_url(d, "banding")).content.decode()
    for words in ("Baru <b>3</b>", "Dihapus <b>2</b>", "Sama <b>0</b>", "Buat rencana 2027"):
        assert words in page
    satu, dua = d.rencana.butir_set.order_by("urut")
    a, c = bkd.simpul[0].id, bkd.simpul[1].id
    twice = {"versi": str(d.naskah.versi), f"p{a}": str(satu.pk), f"p{c}": str(satu.pk)}
    d.naskah.refresh_from_db()
    twice["versi"] = str(d.naskah.versi)
    answer = client.post(_url(d, "banding"), twice)
    assert answer.status_code == 422
    assert "lebih dari sekali: 2.a, 2.c" in answer.content.decode()
    kept = client.post(_url(d, "banding"), twice | {f"p{c}": "0", "aksi": "padanan"}, follow=True)
    assert "Padanan tersimpan." in kept.content.decode()
    assert kept.content.decode().count("dipilih sendiri") == 2
    foreign = {"versi": str(_versi(d)), f"p{a}": "99999", "aksi": "padanan"}
    client.post(_url(d, "banding"), foreign)
    assert _isi(d).anggota[1].simpul[0].pasangan is None
    done = client.post(
        _url(d, "banding"), {"versi": str(_versi(d)), f"p{a}": str(satu.pk), "aksi": "buat"}
    )
    baru = Rencana.objects.get(asal=d.rencana)
    assert done.url == reverse("rencana_rinci", args=[baru.pk])  # type: ignore[attr-defined]
    assert baru.butir_set.get(kode="2.a").asal == satu
    assert dua.turunan.count() == 0
    assert client.get(done.url).status_code == 200  # type: ignore[attr-defined]
    assert sekda.no == 1


def _versi(d: SimpleNamespace) -> int:
    d.naskah.refresh_from_db()
    return int(d.naskah.versi)


def _unit(d: SimpleNamespace) -> dict[str, str]:
    return {f"a{a.id}-unit": str(d.bkd.pk) for a in _isi(d).anggota}


def test_a_year_that_has_a_plan_by_now_is_refused_with_a_link(
    client: Client, d: SimpleNamespace
) -> None:
    client.force_login(d.admin)
    client.post(_url(d), _ketik(d, aksi="simpan", **_unit(d)))
    there = buat_rencana(d.instansi, tahun=2027)
    answer = client.post(_url(d, "banding"), {"versi": str(_versi(d)), "aksi": "buat"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert reverse("rencana_rinci", args=[there.pk]) in text
    assert "Buat rencana 2027" not in text
    assert NaskahTempel.objects.get().rencana is None


def test_a_draft_is_thrown_away_only_after_asking(client: Client, d: SimpleNamespace) -> None:
    client.force_login(d.admin)
    assert "Buang naskah 2027?" in client.get(_url(d, "buang")).content.decode()
    assert NaskahTempel.objects.count() == 1
    client.post(_url(d, "buang"))
    assert NaskahTempel.objects.count() == 0
    assert client.get(_url(d)).status_code == 404


@pytest.mark.parametrize(
    ("peran", "awal", "naskah"),
    [
        (Role.ADMIN, 200, 200),
        (Role.OPERATOR, 403, 404),
        (Role.VERIFIKATOR, 403, 404),
        (Role.KETUA, 403, 404),
        (Role.AUDITOR, 403, 404),
        (Role.AUDITOR_TUGAS, 403, 404),
        (None, 403, 404),
    ],
)
def test_only_those_who_edit_plans_paste(
    client: Client, d: SimpleNamespace, peran: Role | None, awal: int, naskah: int
) -> None:
    client.force_login(buat_user("orang", peran, d.akar if peran else None))
    assert client.get(reverse("keputusan_tempel")).status_code == awal
    for name in ("susun", "banding", "buang"):
        assert client.get(_url(d, name)).status_code == naskah
    if peran is Role.ADMIN:
        return
    for name in ("susun", "banding", "buang"):
        assert client.post(_url(d, name), {"versi": "1", "aksi": "buat"}).status_code == 404
    before = NaskahTempel.objects.count()
    data = {"banding": f"r{d.rencana.pk}", "tahun": "2030", "teks": PENDEK}
    assert client.post(reverse("keputusan_tempel"), data).status_code == 403
    assert NaskahTempel.objects.count() == before


def test_the_other_institution_is_neither_seen_nor_named(
    client: Client, d: SimpleNamespace
) -> None:
    lain = buat_instansi("beta")
    akar = buat_unit(lain, "akar")
    client.force_login(buat_user("admin.beta", Role.ADMIN, akar))
    for name in ("susun", "banding", "buang"):
        assert client.get(_url(d, name)).status_code == 404
        assert client.post(_url(d, name), {"versi": "1", "aksi": "buat"}).status_code == 404
    page = client.get(f"{reverse('keputusan_tempel')}?rencana={d.rencana.pk}")
    assert page.status_code in (200, 404)
    assert b"alfa" not in page.content
    forged = {"banding": f"r{d.rencana.pk}", "tahun": "2030", "teks": PENDEK}
    assert client.post(reverse("keputusan_tempel"), forged).status_code == 422
    forged["banding"] = f"i{d.instansi.pk}"
    assert client.post(reverse("keputusan_tempel"), forged).status_code == 422
    assert NaskahTempel.objects.count() == 1


def test_a_unit_of_others_can_not_be_chosen(client: Client, d: SimpleNamespace) -> None:
    asing = buat_unit(buat_instansi("beta"), "akar")
    client.force_login(d.admin)
    member = _isi(d).anggota[0]
    client.post(
        _url(d), _ketik(d, aksi="simpan", **(_unit(d) | {f"a{member.id}-unit": str(asing.pk)}))
    )
    answer = client.post(_url(d, "banding"), {"versi": str(_versi(d)), "aksi": "buat"})
    assert answer.status_code == 422
    assert "Anggota 1: pilih unit." in answer.content.decode()
    assert Rencana.objects.filter(tahun=2027).count() == 0


def test_what_is_pasted_is_text(client: Client, d: SimpleNamespace) -> None:
    client.force_login(d.admin)
    teks = f"{JUDUL}\n1\t<script>x</script>\tAnggota\ta. <img src=x> & satu;"
    data = {"banding": f"i{d.instansi.pk}", "tahun": "2031", "teks": teks}
    done = client.post(reverse("keputusan_tempel"), data, follow=True)
    assert "<script>x" not in done.content.decode()
    assert "<img src=x>" not in done.content.decode()
