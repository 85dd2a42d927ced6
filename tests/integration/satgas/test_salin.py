"""What the Satgas and the instrument add to a plan that is copied."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from accounts.permissions import Role
from evidence.actions import Denied, IsianKurang, NotAllowed
from evidence.actions.salin import salin_rencana
from evidence.models import Butir
from satgas.actions.pokok import IsiPokok, ubah_pokok
from satgas.models import (
    Anggota,
    Area,
    BagianSK,
    CatatanSumber,
    DokumenSub,
    IndikatorMCP,
    Instrumen,
    KriteriaSub,
    RincianTugas,
    SubIndikator,
    SubTugas,
    SuratKeputusan,
)
from satgas.salin import NOMOR_MENYUSUL
from tests.factories import buat_butir, buat_instansi, buat_rencana, buat_unit, buat_user


@pytest.fixture
def d(db: None) -> SimpleNamespace:
    """A decree of 2026 with a shared task, sub-items, a recital and a note."""
    instansi = buat_instansi("alfa")
    akar = buat_unit(instansi, "setda", jenis="pimpinan")
    bkd, dinas = buat_unit(instansi, "bkd", induk=akar), buat_unit(instansi, "dinas", induk=akar)
    rencana = buat_rencana(instansi, tahun=2026)
    satu = buat_butir(rencana, bkd, "9.a")
    dua = buat_butir(rencana, dinas, "13.a")
    sk = rencana.surat_keputusan
    SuratKeputusan.objects.filter(pk=sk.pk).update(sumber="berkas.pdf", penandatangan_nip="1")
    bersama = satu.rincian_tugas
    bersama.bersama.add(Anggota.objects.get(sk=sk, no=13))
    SubTugas.objects.create(tugas=bersama, no=1, teks="rincian")
    BagianSK.objects.create(sk=sk, jenis="menimbang", urut=1, label="a", teks="bahwa")
    note = CatatanSumber.objects.create(sk=sk, kode="C-1", golongan="C", teks="janggal")
    note.butir.add(satu)
    return SimpleNamespace(
        instansi=instansi,
        akar=akar,
        bkd=bkd,
        dinas=dinas,
        rencana=rencana,
        satu=satu,
        dua=dua,
        admin=buat_user("admin.alfa", Role.ADMIN, akar),
    )


def test_the_decree_becomes_a_draft_with_members_and_tasks(d: SimpleNamespace) -> None:
    Unit.objects.filter(pk=d.dinas.pk).update(aktif_selesai=date(2026, 12, 31), penerus=d.bkd)
    hasil = salin_rencana(rencana_id=d.rencana.pk, tahun=2027, by=d.admin)
    sk = hasil.rencana.surat_keputusan
    assert (sk.nomor, sk.nomor_raw, sk.tanggal_raw) == (
        NOMOR_MENYUSUL,
        NOMOR_MENYUSUL,
        "(tanggal menyusul)",
    )
    assert (sk.tentang, sk.sumber, sk.penandatangan_nip) == ("SATUAN TUGAS UJI", "", "")
    assert [(a.no, a.unit) for a in sk.anggota_set.all()] == [(9, d.bkd), (13, d.bkd)]
    tasks = RincianTugas.objects.filter(anggota__sk=sk).order_by("butir__urut")
    assert [(t.anggota.no, t.huruf, t.teks, t.butir.asal_id) for t in tasks] == [
        (9, "a", d.satu.uraian, d.satu.pk),
        (13, "a", d.dua.uraian, d.dua.pk),
    ]
    assert [a.no for a in tasks[0].bersama.all()] == [13]
    assert [a.sk_id for a in tasks[0].bersama.all()] == [sk.pk]
    assert [(s.no, s.teks) for s in tasks[0].sub_set.all()] == [(1, "rincian")]
    assert not sk.bagian_set.exists()
    assert not sk.catatan_set.exists()
    assert [line for line in hasil.perlu if "menyusul" in line] == [
        "Nomor, tanggal, dan penanda tangan keputusan tahun ini menyusul. "
        "Lengkapi di halaman Keputusan perubahan setelah ditetapkan."
    ]


def test_pages_of_the_draft_say_that_number_and_date_follow(
    client: Client, d: SimpleNamespace
) -> None:
    baru = salin_rencana(rencana_id=d.rencana.pk, tahun=2027, by=d.admin).rencana
    client.force_login(d.admin)
    text = client.get(reverse("satgas"), {"rencana": baru.pk}).content.decode()
    assert NOMOR_MENYUSUL in text
    assert "(tanggal menyusul)" in text
    assert "1 Januari 2027" not in text
    member = Anggota.objects.get(sk__rencana=baru, no=9)
    page = client.get(reverse("satgas_anggota", args=[member.pk]), {"rencana": baru.pk})
    assert d.satu.uraian in page.content.decode()


def test_number_and_date_are_filled_in_once_they_are_known(
    client: Client, d: SimpleNamespace
) -> None:
    baru = salin_rencana(rencana_id=d.rencana.pk, tahun=2027, by=d.admin).rencana
    url = f"{reverse('satgas_pokok')}?rencana={baru.pk}"
    client.force_login(d.admin)
    data = {
        "nomor": "12/KEP/HK/2027",
        "tanggal": "2027-01-08",
        "tentang": "SATUAN TUGAS UJI",
        "penandatangan": "",
        "penandatangan_jabatan": "GUBERNUR",
    }
    refused = client.post(url, data)
    assert refused.status_code == 422
    assert 'value="12/KEP/HK/2027"' in refused.content.decode()
    assert client.post(url, {**data, "penandatangan": "NAMA"}).status_code == 302
    sk = SuratKeputusan.objects.get(rencana=baru)
    assert (sk.nomor, sk.nomor_raw, sk.tanggal, sk.tanggal_raw, sk.penandatangan) == (
        "12/KEP/HK/2027",
        "12/KEP/HK/2027",
        date(2027, 1, 8),
        "8 JANUARI 2027",
        "NAMA",
    )


def test_a_decree_that_was_read_is_never_edited(client: Client, d: SimpleNamespace) -> None:
    isi = IsiPokok("1", date(2026, 1, 1), "x", "y", "z")
    with pytest.raises(NotAllowed):
        ubah_pokok(rencana_id=d.rencana.pk, isi=isi, by=d.admin)
    with pytest.raises(IsianKurang):
        ubah_pokok(
            rencana_id=d.rencana.pk, isi=IsiPokok(" ", date(2026, 1, 1), "x", "y", "z"), by=d.admin
        )
    with pytest.raises(Denied):
        ubah_pokok(rencana_id=d.rencana.pk, isi=isi, by=buat_user("op", Role.OPERATOR, d.bkd))
    client.force_login(d.admin)
    url = f"{reverse('satgas_pokok')}?rencana={d.rencana.pk}"
    assert client.get(url).status_code == 302


@pytest.fixture
def mcp(d: SimpleNamespace) -> SimpleNamespace:
    """An instrument of 2026 in use, one sub indikator mapped to a task."""
    d.mcp = buat_rencana(d.instansi, jenis="mcp", tahun=2026)
    d.sub_butir = buat_butir(d.mcp, d.dinas, "1.1.1")
    d.instrumen = Instrumen.objects.create(
        instansi=d.instansi,
        tahun=2026,
        versi=2,
        nama="Instrumen MCP 2026",
        sumber="KPK",
        keadaan="dipakai",
        rencana=d.mcp,
        dibuat=timezone.now(),
        dipakai=timezone.now(),
    )
    area = Area.objects.create(
        instrumen=d.instrumen, kode="1", nama="Perencanaan", urut=1, bobot=40
    )
    line = IndikatorMCP.objects.create(area=area, kode="1.1", nama="APBD", urut=1)
    sub = SubIndikator.objects.create(
        indikator=line, kode="1.1.1", nama="Pokir", urut=1, unit=d.dinas, butir=d.sub_butir
    )
    sub.tugas.add(d.satu.rincian_tugas)
    KriteriaSub.objects.create(sub=sub, urut=1, nilai=50, uraian="separuh")
    DokumenSub.objects.create(sub=sub, urut=1, uraian="Berita acara", kriteria="asli")
    return d


def test_the_instrument_in_use_becomes_version_one_of_the_new_year(mcp: SimpleNamespace) -> None:
    decree = salin_rencana(rencana_id=mcp.rencana.pk, tahun=2027, by=mcp.admin).rencana
    Unit.objects.filter(pk=mcp.dinas.pk).update(aktif_selesai=date(2026, 12, 31), penerus=mcp.bkd)
    hasil = salin_rencana(rencana_id=mcp.mcp.pk, tahun=2027, by=mcp.admin)
    new = Instrumen.objects.get(tahun=2027)
    assert (new.versi, new.keadaan, new.nama, new.rencana_id, new.asal_id) == (
        1,
        "disusun",
        "Instrumen MCP 2027",
        None,
        mcp.instrumen.pk,
    )
    sub = SubIndikator.objects.get(indikator__area__instrumen=new)
    assert (sub.kode, sub.nama, sub.unit, sub.butir) == ("1.1.1", "Pokir", mcp.bkd, None)
    assert (sub.indikator.kode, sub.indikator.area.kode, sub.indikator.area.bobot) == (
        "1.1",
        "1",
        40,
    )
    assert [(k.nilai, k.uraian) for k in sub.kriteria_set.all()] == [(50, "separuh")]
    assert [(x.uraian, x.kriteria) for x in sub.dokumen_set.all()] == [("Berita acara", "asli")]
    assert [t.butir for t in sub.tugas.all()] == [Butir.objects.get(rencana=decree, kode="9.a")]
    assert hasil.rencana.butir_set.get().asal == mcp.sub_butir
    assert hasil.perlu == ("Periksa instrumen MCP 2027, lalu pakai, sebelum rencana dimulai.",)


def test_an_instrument_of_the_new_year_is_not_overwritten(mcp: SimpleNamespace) -> None:
    Instrumen.objects.create(
        instansi=mcp.instansi, tahun=2027, versi=1, nama="Sendiri", dibuat=timezone.now()
    )
    hasil = salin_rencana(rencana_id=mcp.mcp.pk, tahun=2027, by=mcp.admin)
    assert [i.nama for i in Instrumen.objects.filter(tahun=2027)] == ["Sendiri"]
    assert hasil.perlu == (
        "Instrumen MCP 2027 sudah ada dan tidak ditimpa. Samakan dengan isi rencana ini.",
    )
