"""`reconcile` of the Zona Integritas: counts from the database, and every difference named."""

from datetime import date
from typing import Any

from evidence.models import Butir
from tests.factories import buat_instansi, buat_unit, buat_user
from tests.factories.zi import buat_zi
from zonaintegritas.models import (
    AnggotaTim,
    CatatanSumber,
    IndikatorKeberhasilan,
    KeputusanZI,
    KeteranganBaris,
    SubKegiatan,
    TugasTim,
)
from zonaintegritas.official import reconcile

JUMLAH = {
    "menimbang": 3,
    "mengingat": 12,
    "memperhatikan": 1,
    "diktum": 4,
    "kelompok": 8,
    "tim": 6,
    "anggota": 36,
    "tugas": 25,
    "kegiatan": 30,
    "sub_kegiatan": 68,
    "indikator": 75,
    "baris": 74,
    "keterangan": 2,
    "butir": 69,
    "dokumen_wajib": 89,
    "bulan_direncanakan": 0,
    "catatan": 24,
}


def document() -> dict[str, Any]:
    (found,) = reconcile()
    return found


def test_counts(resmi: KeputusanZI) -> None:
    found = document()
    assert found["jumlah"] == JUMLAH
    assert (found["selaras"], found["beda"]) == (True, [])
    assert (found["nomor"], found["rencana"], found["status"]) == (
        "142 Tahun 2023",
        "Zona Integritas 2023",
        "ditutup",
    )
    assert found["kedudukan"] == {"pengarah": 5, "ketua": 1, "koordinator": 6, "anggota": 24}
    assert [(t["no"], t["kegiatan"], t["sub_kegiatan"], t["indikator"]) for t in found["tim"]] == [
        (1, 6, 19, 13),
        (2, 3, 5, 10),
        (3, 6, 8, 14),
        (4, 6, 5, 6),
        (5, 4, 12, 13),
        (6, 5, 19, 19),
    ]
    assert [c["kode"] for c in found["catatan"]] == [
        "X-02",
        *(f"Z-{n:02d}" for n in range(1, 24)),
    ]


def test_other_institutions_do_not_count(resmi: KeputusanZI) -> None:
    for kode, contoh in (("beta", False), ("gamma", True)):
        instansi = buat_instansi(kode, contoh=contoh)
        buat_zi(instansi, buat_unit(instansi, "tim", jenis="tim"), tahun=2023)
    assert document()["jumlah"] == JUMLAH


def test_a_changed_letter_is_named(resmi: KeputusanZI) -> None:
    KeputusanZI.objects.filter(pk=resmi.pk).update(tanggal_raw="6 Juni 2023")
    resmi.bagian_set.filter(jenis="mengingat", label="5").update(teks="lain")
    AnggotaTim.objects.filter(nama="Edson Carlos").update(jabatan="Kepala Sub Bagian Umum")
    TugasTim.objects.filter(tim__kode="IV", no=2).update(teks="lain")
    SubKegiatan.objects.filter(butir__kode="6.D.1").update(teks="survei")
    Butir.objects.filter(kode="4.C").update(uraian="lain")
    one = IndikatorKeberhasilan.objects.get(kegiatan__huruf="C", kegiatan__tim__kode="I")
    one.sub.remove(one.sub.get(urut=3))
    KeteranganBaris.objects.filter(baris_sumber=299).update(teks="lain")
    CatatanSumber.objects.filter(kode="Z-02").update(usulan="")
    found = document()
    assert found["beda"] == [
        "anggota.II.2",
        "bagian.mengingat.5",
        "butir.4.C",
        "catatan.Z-02",
        "indikator.1.C.1",
        "keputusan.tanggal_raw",
        "keterangan.6.C.299",
        "sub.6.D.1",
        "tugas.IV.2",
    ]
    assert not found["selaras"]
    assert found["jumlah"] == JUMLAH


def test_missing_and_surplus_rows_are_named_and_counted(resmi: KeputusanZI) -> None:
    CatatanSumber.objects.filter(kode="Z-23").delete()
    resmi.catatan_set.create(kode="Z-99", golongan="X", alasan="tambahan")
    resmi.tim_set.get(kode="I").tugas_set.create(no=4, teks="tambahan")
    SubKegiatan.objects.get(butir__kode="1.A.4").delete()
    planner = buat_user("perencana")
    for month in (3, 4):
        Butir.objects.get(rencana=resmi.rencana, kode="4.C").bulan_set.create(
            bulan=date(2023, month, 1), oleh=planner
        )
    found = document()
    assert found["beda"] == [
        "butir.1.A.4",
        "catatan.Z-23",
        "catatan.Z-99",
        "indikator.1.A.3",
        "sub.1.A.4",
        "tugas.I.4",
    ]
    assert found["jumlah"] == {
        **JUMLAH,
        "tugas": 26,
        "sub_kegiatan": 67,
        "bulan_direncanakan": 2,
    }


def test_not_loaded(db: None) -> None:
    assert document() == {
        "dokumen": "zi",
        "instansi": "kpu-ntt",
        "jumlah": {},
        "selaras": False,
        "beda": ["belum dimuat"],
        "catatan": [],
    }
