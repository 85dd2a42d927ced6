"""A pasted decree becomes a draft, and the draft a plan that carries from the year before."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Unit
from accounts.permissions import Denied, Role
from audit.models import Kejadian
from evidence.actions import Bentrok, IsianKurang, NotAllowed, mulai_rencana
from evidence.models import (
    AlurSerah,
    Batas,
    Butir,
    ButirPendukung,
    Capaian,
    DokumenWajib,
    KriteriaNilai,
    Rencana,
)
from satgas.actions.keputusan_baru import buat_rencana_naskah
from satgas.actions.naskah_tempel import buang_naskah, buat_naskah, simpan_naskah
from satgas.models import (
    Anggota,
    NaskahTempel,
    RincianTugas,
    SubTugas,
    SuratKeputusan,
)
from satgas.official.fixture import decree
from satgas.salin import NOMOR_MENYUSUL
from satgas.tempel_sk.banding import bandingkan, jumlah
from satgas.tempel_sk.bentuk import Naskah
from satgas.tempel_sk.tahun_lalu import tugas_lama
from tests.factories import buat_instansi, buat_rencana, buat_unit, buat_user
from tests.factories.keputusan_word import JUDUL, keputusan_word

TABEL = (
    f"{JUDUL}\n"
    "1\tGubernur\tPengarah\tMembina.\n"
    "2\tWakil Gubernur\tPengarah\t\n"
    "3\tKepala BKD\tAnggota\ta. menyusun laporan kinerja seluruh pegawai (tahunan);\n"
    "b. menata aset daerah, meliputi:\n1. tanah.\n2. mesin baru.\n"
    "c. memelihara aplikasi perizinan;"
)
LAPORAN = "menyusun laporan kinerja pegawai (minimal tiap semester);"


@pytest.fixture
def d(db: None) -> SimpleNamespace:
    """Last year's plan with two members and all that a task can have."""
    instansi = buat_instansi("alfa")
    akar = buat_unit(instansi, "setda", jenis="pimpinan")
    bkd, aset = buat_unit(instansi, "bkd", induk=akar), buat_unit(instansi, "aset", induk=akar)
    lama = buat_rencana(instansi, tahun=2026)
    sk = lama.surat_keputusan
    gubernur = Anggota.objects.create(sk=sk, no=1, jabatan="Gubernur", kedudukan="-", unit=akar)
    kepala = Anggota.objects.create(sk=sk, no=2, jabatan="Kepala BKD", kedudukan="-", unit=bkd)
    rows = (
        (gubernur, "", "Membina.", akar, "terus", "portal", ""),
        (kepala, "a", LAPORAN, bkd, "semester", "teks", "minimal tiap semester"),
        (kepala, "b", "menata aset daerah, meliputi:", aset, "triwulan", "portal", ""),
        (kepala, "c", "mengusulkan peraturan tentang gratifikasi;", bkd, "sekali", "portal", ""),
    )
    butir = []
    for urut, (member, huruf, teks, unit, pola, sumber, kutipan) in enumerate(rows, start=1):
        one = Butir.objects.create(
            instansi=instansi,
            rencana=lama,
            kode=f"{member.no}.{huruf}" if huruf else str(member.no),
            uraian=teks,
            urut=urut,
            unit=unit,
            pola=pola,
            sumber_pola=sumber,
            kutipan_pola=kutipan,
            dinilai=bool(huruf),
            jatuh_tempo=date(2026, 5, 31) if huruf == "b" else None,
            masa_mutakhir=6,
            cara_nilai="dokumen" if huruf == "b" else "pilih",
            bobot=2 if huruf == "b" else None,
        )
        RincianTugas.objects.create(
            butir=one,
            anggota=member,
            bentuk="huruf" if huruf else "paragraf",
            huruf=huruf,
            urut=1 + "abc".find(huruf) if huruf else 1,
            teks=teks,
        )
        DokumenWajib.objects.create(
            butir=one, urut=1, uraian="Bukti pelaksanaan tugas", asal="portal"
        )
        butir.append(one)
    _, laporan, aset_butir, gratifikasi = butir
    aset_butir.dokumen_set.all().delete()
    tugas = aset_butir.rincian_tugas
    for no, teks in enumerate(("tanah.", "mesin."), start=1):
        SubTugas.objects.create(tugas=tugas, no=no, teks=teks)
        DokumenWajib.objects.create(
            butir=aset_butir, urut=no, uraian=teks, asal="sumber", kriteria=f"Kriteria {teks}"
        )
    DokumenWajib.objects.create(butir=aset_butir, urut=3, uraian="Foto", asal="portal")
    KriteriaNilai.objects.create(butir=aset_butir, urut=1, nilai=100, uraian="Lengkap")
    ButirPendukung.objects.create(butir=aset_butir, unit=bkd)
    AlurSerah.objects.create(
        rencana=lama, dari=laporan, ke=aset_butir, sumber="portal", uraian="Hasil"
    )
    AlurSerah.objects.create(
        rencana=lama, dari=gratifikasi, ke=aset_butir, sumber="portal", uraian="Usul"
    )
    tanggal = dict.fromkeys(
        ("batas_unit", "batas_inspektorat", "batas_jaga", "verifikasi_kpk", "ditutup"),
        date(2026, 7, 10),
    )
    Batas.objects.create(
        rencana=lama, kode="26B06", akhir=date(2026, 6, 30), dibuka=date(2026, 4, 1), **tanggal
    )
    return SimpleNamespace(
        instansi=instansi,
        akar=akar,
        bkd=bkd,
        aset=aset,
        lama=lama,
        butir=butir,
        admin=buat_user("admin.alfa", Role.ADMIN, akar),
    )


def _tempel(d: SimpleNamespace, teks: str = TABEL, **isi: object) -> NaskahTempel:
    asked: dict[str, object] = {
        "instansi_id": d.instansi.pk,
        "tahun": 2027,
        "banding_id": d.lama.pk,
        "teks": teks,
        "by": d.admin,
    }
    return buat_naskah(**(asked | isi))  # type: ignore[arg-type]


def _lengkap(d: SimpleNamespace, naskah: NaskahTempel) -> NaskahTempel:
    """Choose the unit where none could be proposed."""
    isi = Naskah.dari_json(naskah.isi)
    for member in isi.anggota:
        member.unit = member.unit or d.akar.pk
    return simpan_naskah(naskah_id=naskah.pk, versi=naskah.versi, isi=isi, by=d.admin)


def test_the_official_decree_pasted_again_is_the_same_plan(resmi: SuratKeputusan) -> None:
    lama = resmi.rencana
    admin = buat_user(
        "admin.ntt", Role.ADMIN, Unit.objects.get(instansi=lama.instansi, kode="setda")
    )
    naskah = buat_naskah(
        instansi_id=lama.instansi_id,
        tahun=2027,
        banding_id=lama.pk,
        teks=keputusan_word(decree()),
        by=admin,
    )
    isi, total = Naskah.dari_json(naskah.isi), lama.butir_set.count()
    assert jumlah(bandingkan(isi, tugas_lama(lama))) == {
        "sama": total,
        "berubah": 0,
        "baru": 0,
        "dihapus": 0,
        "pindah": 0,
    }
    hasil = buat_rencana_naskah(naskah_id=naskah.pk, versi=naskah.versi, by=admin)
    baru = hasil.rencana
    assert (baru.nama, baru.tahun, baru.status, baru.asal_id) == (
        lama.nama.replace("2021", "2027"),
        2027,
        "disusun",
        lama.pk,
    )

    def rows(rencana: Rencana) -> dict[str, list[tuple[object, ...]]]:
        """Return all that a plan asks, without ids and years."""
        butir = rencana.butir_set.order_by("urut")
        sk = rencana.surat_keputusan
        return {
            "butir": list(
                butir.values_list(
                    *("kode", "uraian", "jalur", "urut", "unit", "pola", "sumber_pola"),
                    *("kutipan_pola", "masa_mutakhir", "cara_nilai", "bobot", "dinilai"),
                )
            ),
            "anggota": list(sk.anggota_set.values_list("no", "jabatan", "kedudukan", "unit")),
            "tugas": list(
                RincianTugas.objects.filter(anggota__sk=sk)
                .order_by("anggota__no", "urut")
                .values_list("anggota__no", "bentuk", "huruf", "urut", "teks", "bersama__no")
            ),
            "sub": list(
                SubTugas.objects.filter(tugas__anggota__sk=sk)
                .order_by("tugas__butir__urut", "no")
                .values_list("tugas__butir__kode", "no", "teks")
            ),
            "dokumen": list(
                DokumenWajib.objects.filter(butir__rencana=rencana)
                .order_by("butir__urut", "urut")
                .values_list("butir__kode", "urut", "uraian", "kriteria", "asal")
            ),
            "alur": sorted(
                AlurSerah.objects.filter(rencana=rencana).values_list(
                    "dari__kode", "ke__kode", "sumber", "uraian"
                )
            ),
        }

    assert rows(baru) == rows(lama)
    tempo = {b.kode: b.jatuh_tempo for b in baru.butir_set.exclude(jatuh_tempo=None)}
    assert tempo == {"12.m": date(2027, 1, 31)}
    assert all(b.asal_id for b in baru.butir_set.all())


def test_a_changed_decree_carries_and_reads_again(d: SimpleNamespace) -> None:
    naskah = _tempel(d)
    isi = Naskah.dari_json(naskah.isi)
    assert [(a.no, a.unit, a.bersama) for a in isi.anggota] == [
        (1, d.akar.pk, None),
        (2, None, isi.anggota[0].id),
        (3, d.bkd.pk, None),
    ]
    naskah = _lengkap(d, naskah)
    hasil = buat_rencana_naskah(naskah_id=naskah.pk, versi=naskah.versi, by=d.admin)
    assert hasil.jumlah == {"sama": 1, "berubah": 2, "baru": 1, "dihapus": 1, "pindah": 2}
    butir = list(hasil.rencana.butir_set.order_by("urut"))
    lama_satu, lama_laporan, lama_aset, _ = d.butir
    assert [(b.kode, b.asal_id, b.unit_id, b.dinilai) for b in butir] == [
        ("1", lama_satu.pk, d.akar.pk, False),
        ("3.a", lama_laporan.pk, d.bkd.pk, True),
        ("3.b", lama_aset.pk, d.aset.pk, True),  # an admin had given it to another unit
        ("3.c", None, d.bkd.pk, True),
    ]
    assert [(b.pola, b.sumber_pola, b.kutipan_pola, b.masa_mutakhir) for b in butir] == [
        ("terus", "portal", "", 6),
        ("tahunan", "teks", "(tahunan)", 6),
        ("triwulan", "portal", "", 6),
        ("tahunan", "portal", "", 3),
    ]
    aset = butir[2]
    assert (aset.jatuh_tempo, aset.cara_nilai, aset.bobot) == (
        date(2027, 5, 31),
        "dokumen",
        Decimal(2),
    )
    assert list(aset.dokumen_set.values_list("urut", "uraian", "kriteria", "asal")) == [
        (1, "tanah.", "Kriteria tanah.", "sumber"),
        (2, "mesin baru.", "Kriteria mesin.", "sumber"),
        (3, "Foto", "", "portal"),
    ]
    assert list(aset.kriteria_set.values_list("nilai", "uraian")) == [(100, "Lengkap")]
    assert [u.pk for u in aset.pendukung.all()] == [d.bkd.pk]
    assert list(butir[3].dokumen_set.values_list("uraian", "asal")) == [
        ("Bukti pelaksanaan tugas", "portal")
    ]
    arrows = AlurSerah.objects.filter(rencana=hasil.rencana)
    assert [(a.dari.kode, a.ke.kode) for a in arrows] == [("3.a", "3.b")]
    batas = hasil.rencana.batas_set.get()
    assert (batas.kode, batas.akhir, batas.batas_unit) == (
        "27B06",
        date(2027, 6, 30),
        date(2027, 7, 10),
    )
    sk = hasil.rencana.surat_keputusan
    assert (sk.nomor, sk.tentang, sk.tanggal) == (
        NOMOR_MENYUSUL,
        "SATUAN TUGAS UJI",
        date(2027, 1, 1),
    )
    assert [a.no for a in butir[0].rincian_tugas.bersama.all()] == [2]
    assert hasil.perlu == (
        "Bunyinya berubah, jadi pola dibaca ulang dari kata-katanya: 3.a. Periksa polanya.",
        "Tugas baru: 3.c. Periksa pola dan dokumennya.",
        "Nomor, tanggal, dan penanda tangan keputusan tahun ini menyusul. "
        "Lengkapi di halaman Keputusan perubahan setelah ditetapkan.",
    )
    naskah.refresh_from_db()
    assert naskah.rencana == hasil.rencana
    kejadian = Kejadian.objects.filter(instansi="alfa").order_by("pk")
    assert [k.aksi for k in kejadian][-2:] == ["naskah_tempel.ubah", "rencana.dari_naskah"]
    last = kejadian.last()
    assert last is not None
    assert last.isi["jumlah"] == hasil.jumlah
    assert mulai_rencana(rencana_id=hasil.rencana.pk, by=d.admin) > 0
    assert Capaian.objects.filter(butir__rencana=hasil.rencana).exists()


def test_without_an_earlier_plan(d: SimpleNamespace) -> None:
    naskah = _lengkap(d, _tempel(d, banding_id=None, tahun=2025))
    hasil = buat_rencana_naskah(naskah_id=naskah.pk, versi=naskah.versi, by=d.admin)
    assert hasil.jumlah == {"sama": 0, "berubah": 0, "baru": 4, "dihapus": 0, "pindah": 0}
    assert (hasil.rencana.nama, hasil.rencana.mulai, hasil.rencana.selesai) == (
        "Satgas Pencegahan Korupsi 2025",
        date(2025, 1, 1),
        date(2025, 12, 31),
    )
    assert [(b.kode, b.dinilai) for b in hasil.rencana.butir_set.all()] == [
        ("1", False),
        ("3.a", True),
        ("3.b", True),
        ("3.c", True),
    ]
    assert hasil.rencana.batas_set.count() == 0


def test_what_is_refused_writes_nothing(d: SimpleNamespace) -> None:
    lain = buat_rencana(buat_instansi("beta"), tahun=2025)
    before = Kejadian.objects.count()
    for isi, field in (
        ({"tahun": 2026}, "tahun"),
        ({"tahun": 1999}, "tahun"),
        ({"banding_id": lain.pk}, "banding"),
        ({"teks": "bukan tabel"}, "teks"),
    ):
        with pytest.raises(IsianKurang) as error:
            _tempel(d, **isi)
        assert list(error.value.galat) == [field]
    for role in (Role.OPERATOR, Role.KETUA, Role.VERIFIKATOR, Role.AUDITOR):
        with pytest.raises(Denied):
            _tempel(d, by=buat_user(f"bukan.{role}", role, d.akar))
    with pytest.raises(Denied):
        _tempel(d, instansi_id=lain.instansi_id)
    assert (NaskahTempel.objects.count(), Kejadian.objects.count()) == (0, before)


def test_a_draft_that_is_not_ready_or_too_late_makes_no_plan(d: SimpleNamespace) -> None:
    naskah = _tempel(d)
    isi = Naskah.dari_json(naskah.isi)
    isi.anggota[0].unit, isi.anggota[1].unit = None, d.akar.pk
    simpan_naskah(naskah_id=naskah.pk, versi=1, isi=isi, by=d.admin)
    with pytest.raises(IsianKurang, match="Anggota 1: pilih unit"):
        buat_rencana_naskah(naskah_id=naskah.pk, versi=2, by=d.admin)
    with pytest.raises(Bentrok):
        simpan_naskah(naskah_id=naskah.pk, versi=1, isi=isi, by=d.admin)
    with pytest.raises(Bentrok):
        buat_rencana_naskah(naskah_id=naskah.pk, versi=1, by=d.admin)
    isi.anggota[0].unit = d.akar.pk
    simpan_naskah(naskah_id=naskah.pk, versi=2, isi=isi, by=d.admin)
    lain = buat_user("admin.beta", Role.ADMIN, buat_unit(buat_instansi("beta"), "akar"))
    with pytest.raises(Denied):
        buat_rencana_naskah(naskah_id=naskah.pk, versi=3, by=lain)
    with pytest.raises(Denied):
        buang_naskah(naskah_id=naskah.pk, by=lain)
    buat_rencana(d.instansi, tahun=2027)
    with pytest.raises(IsianKurang, match="sudah mempunyai rencana Satgas"):
        buat_rencana_naskah(naskah_id=naskah.pk, versi=3, by=d.admin)
    assert Rencana.objects.filter(asal=d.lama).count() == 0
    buang_naskah(naskah_id=naskah.pk, by=d.admin)
    assert NaskahTempel.objects.count() == 0


def test_a_draft_that_became_a_plan_stays_as_it_is(client: Client, d: SimpleNamespace) -> None:
    naskah = _lengkap(d, _tempel(d))
    hasil = buat_rencana_naskah(naskah_id=naskah.pk, versi=2, by=d.admin)
    for call in (
        lambda: simpan_naskah(naskah_id=naskah.pk, versi=2, isi=Naskah(), by=d.admin),
        lambda: buang_naskah(naskah_id=naskah.pk, by=d.admin),
        lambda: buat_rencana_naskah(naskah_id=naskah.pk, versi=2, by=d.admin),
    ):
        with pytest.raises(NotAllowed):
            call()
    client.force_login(d.admin)
    for name in ("susun", "banding", "buang"):
        answer = client.get(reverse(f"keputusan_tempel_{name}", args=[naskah.pk]))
        assert answer.url == reverse("rencana_rinci", args=[hasil.rencana.pk])  # type: ignore[attr-defined]
