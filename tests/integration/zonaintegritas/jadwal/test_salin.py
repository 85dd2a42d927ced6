"""Copying a Zona Integritas into another year: a draft decree, all rows, the months moved."""

from datetime import date
from types import SimpleNamespace

import pytest

from accounts.permissions import Role
from evidence.actions import mulai_rencana
from evidence.actions.salin import salin_rencana
from evidence.models import Butir, Capaian, Rencana
from tests.factories import buat_unit, buat_user
from tests.integration.zonaintegritas.jadwal.test_atur import atur, bulan
from zonaintegritas.actions.jadwal import atur_bentuk, geser_bulan
from zonaintegritas.jadwal.petak import petak
from zonaintegritas.jadwal.usulan import usulan_rencana
from zonaintegritas.models import (
    AnggotaTim,
    BentukJadwal,
    BulanJadwal,
    CatatanSumber,
    DokumenIndikator,
    IndikatorKeberhasilan,
    KegiatanZI,
    KeputusanZI,
    KeteranganBaris,
    SubKegiatan,
    Tim,
    TugasTim,
)


def _texts(rencana: Rencana) -> dict[str, list[tuple[object, ...]]]:
    """Everything that the decree of a plan says, without keys, numbers of lines and the draft."""
    of = {"tim__keputusan__rencana": rencana}
    return {
        "bagian": list(
            rencana.keputusan_zi.bagian_set.order_by("pk").values_list("jenis", "label", "teks")
        ),
        "tim": list(
            Tim.objects.filter(keputusan__rencana=rencana)
            .order_by("urut")
            .values_list("jenis", "kode", "judul_tercetak", "nama_lampiran_2", "unit")
        ),
        "anggota": list(
            AnggotaTim.objects.filter(**of)
            .order_by("tim__urut", "no")
            .values_list("no_tercetak", "nama", "jabatan", "plt", "kedudukan", "pengguna")
        ),
        "tugas": list(
            TugasTim.objects.filter(**of).order_by("tim__urut", "no").values_list("no", "teks")
        ),
        "kegiatan": list(
            KegiatanZI.objects.filter(**of)
            .order_by("tim__urut", "urut")
            .values_list("huruf", "teks", "bersub", "butir__kode", "baris")
        ),
        "sub": list(
            SubKegiatan.objects.filter(butir__rencana=rencana)
            .order_by("butir__urut")
            .values_list("butir__kode", "kegiatan__huruf", "no", "teks")
        ),
        "indikator": list(
            IndikatorKeberhasilan.objects.filter(kegiatan__tim__keputusan__rencana=rencana)
            .order_by("kegiatan__tim__urut", "kegiatan__urut", "urut", "sub__urut")
            .values_list("huruf", "teks", "sub__butir__kode")
        ),
        "dokumen": list(
            DokumenIndikator.objects.filter(dokumen__butir__rencana=rencana)
            .order_by("dokumen__butir__urut", "dokumen__urut")
            .values_list("dokumen__butir__kode", "dokumen__uraian", "indikator__teks")
        ),
        "keterangan": list(
            KeteranganBaris.objects.filter(kegiatan__tim__keputusan__rencana=rencana)
            .order_by("baris_sumber")
            .values_list("kegiatan__huruf", "sub__no", "teks")
        ),
    }


def test_every_text_of_the_official_decree_comes_along(resmi: KeputusanZI) -> None:
    old = resmi.rencana
    admin = buat_user("admin.kpu", Role.ADMIN, old.instansi.unit_set.filter(induk=None)[0])
    copy = salin_rencana(rencana_id=old.pk, tahun=2026, by=admin)
    new = copy.rencana
    assert (new.status, new.asal, new.tahun) == (Rencana.Keadaan.DISUSUN, old, 2026)
    before, after = _texts(old), _texts(new)
    assert {name: len(rows) for name, rows in before.items()} == {
        "bagian": 21,
        "tim": 8,
        "anggota": 36,
        "tugas": 25,
        "kegiatan": 30,
        "sub": 68,
        "indikator": 89,
        "dokumen": 89,
        "keterangan": 2,
    }
    assert after == before
    copies = Butir.objects.filter(rencana=new, asal__in=usulan_rencana(old))
    assert set(usulan_rencana(new)) == set(copies.values_list("pk", flat=True))
    assert not BulanJadwal.objects.exists()
    assert not CatatanSumber.objects.filter(keputusan__rencana=new).exists()


def test_the_copy_claims_no_decree(zi: SimpleNamespace) -> None:
    copy = salin_rencana(rencana_id=zi.rencana.pk, tahun=2027, by=zi.admin)
    draft = copy.rencana.keputusan_zi
    assert (draft.nomor, draft.nomor_raw, draft.tanggal_raw, draft.penandatangan) == (
        "(nomor menyusul)",
        "(nomor menyusul)",
        "(tanggal menyusul)",
        "(penanda tangan menyusul)",
    )
    assert (draft.status_naskah, draft.tanggal) == ("RANCANGAN", date(2027, 1, 1))
    assert (draft.kepala_lampiran_1, draft.penutup, draft.penandatangan_tanda) == ([], [], "")
    assert draft.tentang == zi.keputusan.tentang
    assert "rancangan" in copy.perlu[-1]


def test_months_move_by_the_years_between(zi: SimpleNamespace) -> None:
    atur(zi, 0, 1, 6, 9)
    geser_bulan(butir_id=zi.butir[0].pk, dari=9, ke=11, alasan="Mundur.", by=zi.koordinator)
    atur_bentuk(butir_id=zi.butir[1].pk, bentuk="rentang", by=zi.koordinator)
    copy = salin_rencana(rencana_id=zi.rencana.pk, tahun=2028, by=zi.admin)
    assert "4 bulan" not in copy.perlu[-1]
    assert "Periksa jadwal: 3 bulan" in copy.perlu[-1]
    first, second = Butir.objects.filter(rencana=copy.rencana).order_by("urut")[:2]
    assert bulan(first) == [1, 6, 11]
    rows = BulanJadwal.objects.filter(butir=first)
    assert {(r.bulan.year, r.oleh, r.gugur) for r in rows} == {(2028, zi.admin, None)}
    shape = BentukJadwal.objects.get(butir=second)
    assert (shape.bentuk, shape.dikonfirmasi_oleh) == ("rentang", zi.koordinator)
    assert not Capaian.objects.exists()
    assert petak(copy.rencana, zi.admin).jumlah.bulan == 3
    # The draft is dated the first day of the year, so January is asked for too.
    assert mulai_rencana(rencana_id=copy.rencana.pk, by=zi.admin) == 3


def test_revoked_rows_stay_behind(zi: SimpleNamespace) -> None:
    for n in (1, 2):
        Butir.objects.filter(pk=zi.butir[n].pk).update(
            dicabut="2026-04-01T00:00:00Z", dasar_cabut="Keputusan 2"
        )
    new = salin_rencana(rencana_id=zi.rencana.pk, tahun=2027, by=zi.admin).rencana
    texts = _texts(new)
    assert [row[0] for row in texts["sub"]] == ["1.A.1", "2.A.1", "2.A.2"]
    assert [(row[0], row[4]) for row in texts["kegiatan"]] == [
        ("A", [{"baris_sumber": 1, "sub": [1], "indikator": [1]}]),
        (
            "A",
            [
                {"baris_sumber": 1, "sub": [1], "indikator": [1]},
                {"baris_sumber": 2, "sub": [2], "indikator": [2]},
            ],
        ),
    ]
    assert [row[1] for row in texts["indikator"]] == ["Notulen rapat.", "Nilai.", "Foto kegiatan."]


def test_a_team_that_ended_is_followed_by_its_successor(zi: SimpleNamespace) -> None:
    heir = buat_unit(zi.instansi, "tim9", induk=zi.akar, jenis="tim")
    zi.unit[0].aktif_selesai, zi.unit[0].penerus = date(2026, 12, 31), heir
    zi.unit[0].save()
    new = salin_rencana(rencana_id=zi.rencana.pk, tahun=2027, by=zi.admin).rencana
    assert [t.unit for t in Tim.objects.filter(keputusan__rencana=new).order_by("urut")] == [
        heir,
        zi.unit[1],
    ]
    assert Butir.objects.get(rencana=new, kode="1.A.1").unit == heir


@pytest.mark.parametrize("times", [2])
def test_a_copy_can_be_copied(zi: SimpleNamespace, times: int) -> None:
    atur(zi, 0, 6)
    plan = zi.rencana
    for n in range(1, times + 1):
        plan = salin_rencana(rencana_id=plan.pk, tahun=2026 + n, by=zi.admin).rencana
    assert _texts(plan) == _texts(zi.rencana)
    assert [m.bulan for m in BulanJadwal.objects.filter(butir__rencana=plan)] == [date(2028, 6, 1)]
