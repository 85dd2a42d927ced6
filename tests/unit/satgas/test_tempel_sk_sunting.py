"""Editing a pasted decree, and finding which task is which."""

import pytest

from satgas.official.fixture import decree
from satgas.tempel_sk.baca import baca
from satgas.tempel_sk.banding import Baris, Cara, Hasil, Lama, bandingkan, jumlah
from satgas.tempel_sk.beda_kata import Potong, beda_kata, kata, mirip
from satgas.tempel_sk.bentuk import Naskah
from satgas.tempel_sk.dokumen import DokumenLama, susun_dokumen
from satgas.tempel_sk.jabatan import sejabatan
from satgas.tempel_sk.periksa import periksa
from satgas.tempel_sk.pola_baru import Pola, pola_baru
from satgas.tempel_sk.sunting import TidakDapat, jalankan
from satgas.tempel_sk.usul_unit import JabatanLama, usulkan
from tests.factories.keputusan_word import JUDUL, keputusan_word


def _naskah(*sel: str) -> Naskah:
    rows = (f"{n}\tKepala {n}\tAnggota\t{teks}" for n, teks in enumerate(sel, start=1))
    return baca("\n".join([JUDUL, *rows]))


def _bentuk(naskah: Naskah) -> list[tuple[int, str, str]]:
    return [(s.tingkat, s.tanda, s.teks) for s in naskah.anggota[0].simpul]


def _id(naskah: Naskah, place: int) -> int:
    return naskah.anggota[0].simpul[place].id


def _lama(naskah: Naskah) -> list[Lama]:
    """Return a tree as if it were the plan of an earlier year."""
    return [
        Lama(
            pk=1000 + t.simpul.id,
            kode=t.kode,
            no=t.anggota.no,
            jabatan=t.anggota.jabatan,
            huruf=t.simpul.tanda,
            teks=t.simpul.teks,
            sub=tuple(s.teks for s in t.sub),
        )
        for t in naskah.tugas()
    ]


def test_levels_go_up_and_down_and_letters_follow() -> None:
    naskah = _naskah("a. satu;\nb. dua;\nc. tiga;")
    assert jalankan(naskah, "turun", _id(naskah, 1)) == _id(naskah, 1)
    assert _bentuk(naskah) == [(1, "a", "satu;"), (2, "1", "dua;"), (1, "b", "tiga;")]
    jalankan(naskah, "naik", _id(naskah, 1))
    assert _bentuk(naskah) == [(1, "a", "satu;"), (1, "b", "dua;"), (1, "c", "tiga;")]


def test_splitting_merging_deleting_adding() -> None:
    naskah = _naskah("a. satu;\nb. dua:\n1. x.\n2. y.\nc. tiga;")
    naskah.anggota[0].simpul[0].teks = "satu;\n\n  setengah;"
    fresh = jalankan(naskah, "pisah", _id(naskah, 0))
    assert fresh == _id(naskah, 1)
    assert [b[:2] for b in _bentuk(naskah)] == [
        (1, "a"),
        (1, "b"),
        (1, "c"),
        (2, "1"),
        (2, "2"),
        (1, "d"),
    ]
    jalankan(naskah, "gabung", _id(naskah, 1))
    assert _bentuk(naskah)[0] == (1, "a", "satu; setengah;")
    jalankan(naskah, "hapus", _id(naskah, 2))
    assert _bentuk(naskah)[1:3] == [(1, "b", "dua:"), (2, "1", "y.")]
    jalankan(naskah, "hapus", _id(naskah, 1))
    assert [b[:2] for b in _bentuk(naskah)] == [(1, "a"), (1, "b")]
    jalankan(naskah, "tambah", naskah.anggota[0].id)
    assert _bentuk(naskah)[2] == (1, "c", "")


def test_letters_out_of_order_in_the_decree_stay() -> None:
    naskah = _naskah("a. satu;\nc. tiga;")
    naskah.anggota[0].simpul[0].teks = "satu;\ndua;"
    jalankan(naskah, "pisah", _id(naskah, 0))
    assert [b[1] for b in _bentuk(naskah)] == ["a", "d", "c"]
    jalankan(naskah, "urutkan", naskah.anggota[0].id)
    assert [b[1] for b in _bentuk(naskah)] == ["a", "b", "c"]


def test_a_paragraph_that_is_split_becomes_lettered() -> None:
    naskah = _naskah("satu.")
    naskah.anggota[0].simpul[0].teks = "satu.\ndua."
    jalankan(naskah, "pisah", _id(naskah, 0))
    assert _bentuk(naskah) == [(1, "a", "satu."), (1, "b", "dua.")]


def test_notes_are_marked_right_and_members_deleted() -> None:
    naskah = _naskah("a. satu;\nc. tiga;", "")
    assert naskah.ragu == 2
    jalankan(naskah, "benar", _id(naskah, 1))
    assert naskah.ragu == 1
    jalankan(naskah, "benar-anggota", naskah.anggota[1].id)
    assert naskah.ragu == 0
    jalankan(naskah, "hapus-anggota", naskah.anggota[0].id)
    assert [(a.no, a.bersama) for a in naskah.anggota] == [(2, None)]


@pytest.mark.parametrize(
    ("aksi", "place", "pesan"),
    [
        ("naik", 0, "Ini sudah tugas"),
        ("turun", 0, "Tugas pertama"),
        ("turun", 1, "Ini sudah sub butir"),
        ("gabung", 0, "Tidak ada tugas di atasnya"),
        ("pisah", 0, "Tekan Enter"),
        ("terbang", 0, "tidak dikenal"),
        ("naik", 99, "sudah tidak ada"),
        ("tambah", 99, "sudah tidak ada"),
    ],
)
def test_what_makes_no_sense_is_refused(aksi: str, place: int, pesan: str) -> None:
    naskah = _naskah("a. satu:\n1. x.")
    before = naskah.ke_json()
    with pytest.raises(TidakDapat, match=pesan):
        jalankan(naskah, aksi, _id(naskah, place) if place < 9 else place)
    assert naskah.ke_json() == before


def test_a_decree_can_not_grow_without_end() -> None:
    naskah = _naskah("a. satu;")
    naskah.anggota[0].simpul[0].teks = "x;\n" * 801
    with pytest.raises(TidakDapat, match="Paling banyak 800"):
        jalankan(naskah, "pisah", _id(naskah, 0))
    assert len(naskah.anggota[0].simpul) == 1


def test_what_has_to_be_settled() -> None:
    naskah = _naskah("a. satu;", "a. dua;", "")
    satu, dua, tiga = naskah.anggota
    satu.unit = dua.unit = tiga.unit = 7
    assert periksa(naskah, {7}) == []
    dua.no, dua.jabatan, dua.unit = 1, " ", 8
    tiga.bersama, tiga.kedudukan = 999, "x" * 121
    satu.simpul[0].tanda, satu.simpul[0].teks = "A1", ""
    assert [(k.letak, k.pesan) for k in periksa(naskah, {7})] == [
        (f"a{satu.id}", "Anggota 1: nomor ini dipakai 2 anggota."),
        (f"s{satu.simpul[0].id}", "Tugas 1.A1: tulis bunyinya atau hapus."),
        (
            f"s{satu.simpul[0].id}",
            "Tugas 1.A1: huruf tugas satu sampai tiga huruf kecil, misalnya q.",
        ),
        (f"a{dua.id}", "Anggota 1: nomor ini dipakai 2 anggota."),
        (f"a{dua.id}", "Anggota 1: isi nama/jabatan."),
        (f"a{dua.id}", "Anggota 1: pilih unit."),
        (f"a{tiga.id}", "Anggota 3: kedudukan paling panjang 120 huruf."),
        (f"a{tiga.id}", "Anggota 3: pilih anggota yang mempunyai tugas."),
    ]
    assert [k.pesan for k in periksa(Naskah(), {7})] == [
        "Naskah ini tidak berisi anggota. Tempel tabelnya lagi."
    ]


def test_the_same_decree_is_the_same_everywhere() -> None:
    naskah = baca(keputusan_word(decree()))
    rows = bandingkan(naskah, _lama(baca(keputusan_word(decree()))))
    total = sum(len(a.tugas) for a in decree().anggota)
    assert jumlah(rows) == {"sama": total, "berubah": 0, "baru": 0, "dihapus": 0, "pindah": 0}
    assert {row.cara for row in rows} == {Cara.SAMA}


def test_changed_new_deleted_and_moved_tasks() -> None:
    lama = _lama(
        _naskah(
            "a. menyusun laporan kinerja tahunan;\nb. melakukan reviu atas rencana kerja;\n"
            "c. mengusulkan peraturan gubernur tentang aset;",
            "a. memelihara aplikasi perizinan daring bagi pemohon;",
        )
    )
    naskah = _naskah(
        "a. melakukan reviu atas rencana kerja;\nb. menyusun laporan kinerja semester;\n"
        "c. memelihara aplikasi perizinan daring bagi pemohon;\nd. hal yang belum pernah ada;",
    )
    rows = bandingkan(naskah, lama)
    assert [
        (r.hasil, r.baru and r.baru.kode, r.lama and r.lama.kode, r.cara, r.pindah) for r in rows
    ] == [
        (Hasil.SAMA, "1.a", "1.b", Cara.SAMA, True),
        (Hasil.BERUBAH, "1.b", "1.a", Cara.MIRIP, True),
        (Hasil.SAMA, "1.c", "2.a", Cara.SAMA, True),
        (Hasil.BARU, "1.d", None, None, False),
        (Hasil.DIHAPUS, None, "1.c", None, False),
    ]
    assert rows[1].beda == [
        Potong("sama", "menyusun laporan kinerja"),
        Potong("hapus", "tahunan;"),
        Potong("tambah", "semester;"),
    ]


def test_equals_are_named_and_a_person_decides() -> None:
    lama = _lama(_naskah("a. menyusun laporan aset tanah;\nb. menyusun laporan aset mesin;"))
    naskah = _naskah("a. menyusun laporan aset jalan;")
    first = bandingkan(naskah, lama)[0]
    assert (first.lama and first.lama.kode, first.seri) == ("1.a", ("1.b",))
    task = naskah.anggota[0].simpul[0]
    task.pasangan = lama[1].pk
    chosen = bandingkan(naskah, lama)
    assert [(r.hasil, r.lama and r.lama.kode, r.cara) for r in chosen] == [
        (Hasil.BERUBAH, "1.b", Cara.TANGAN),
        (Hasil.DIHAPUS, "1.a", None),
    ]
    task.pasangan = 0
    assert [(r.hasil, r.cara) for r in bandingkan(naskah, lama)] == [
        (Hasil.BARU, Cara.TANGAN),
        (Hasil.DIHAPUS, None),
        (Hasil.DIHAPUS, None),
    ]


def test_sub_items_that_differ_are_shown_one_by_one() -> None:
    lama = _lama(_naskah("a. lingkup:\n1. pengadaan barang.\n2. penilaian aset.\n3. tanah."))
    row: Baris = bandingkan(
        _naskah("a. lingkup:\n1. penilaian aset daerah.\n2. pengadaan barang.\n3. mesin."), lama
    )[0]
    assert row.hasil is Hasil.BERUBAH
    assert row.beda == []
    assert [[(p.jenis, p.teks) for p in one] for one in row.beda_sub] == [
        [("sama", "penilaian"), ("hapus", "aset."), ("tambah", "aset daerah.")],
        [("tambah", "mesin.")],
        [("hapus", "tanah.")],
    ]


@pytest.mark.parametrize(
    ("satu", "dua", "sama"),
    [
        ("Kepala Dinas Kesehatan Provinsi NTT", "Kepala Dinas Pendidikan Provinsi NTT", False),
        ("Wakil Gubernur Nusa Tenggara Timur", "Gubernur Nusa Tenggara Timur", False),
        ("Plt. Kepala Biro Hukum Setda", "Kepala Biro Hukum Setda Provinsi NTT", True),
        ("Kepala Badan Perencanaan Pembangunan", "Kepala Badan Perencanaan Daerah", True),
        ("Kepala Badan Keuangan Daerah", "Kepala Badan Aset Daerah", False),
        ("", "Inspektur", False),
    ],
)
def test_offices(satu: str, dua: str, sama: bool) -> None:
    assert (sejabatan(satu, dua) > 0) is sama


def test_words() -> None:
    assert kata("Melakukan Reviu SSH, dan") == ("melakukan", "reviu", "ssh")
    assert mirip(kata("a b c d"), kata("a b c x"), 0.6) == 0.75
    assert mirip(kata("a b c d"), kata("a x y z"), 0.6) == 0.0
    assert mirip((), ("a",)) == 0.0
    assert beda_kata("", "baru") == [Potong("tambah", "baru")]


def test_pola_is_carried_or_read_again() -> None:
    teks = Pola("semester", "teks", "minimal tiap semester")
    assert pola_baru("menyusun laporan", teks, "menyusun  laporan") == teks
    assert pola_baru("menyusun laporan (tahunan)", teks, "lain") == Pola(
        "tahunan", "teks", "(tahunan)"
    )
    assert pola_baru("menyusun", teks, "lain") == Pola("semester", "portal")
    assert pola_baru("menyusun", None, "") == Pola("tahunan", "portal")


def test_documents_follow_the_sub_items() -> None:
    old = [
        DokumenLama("peta aset", "bertanda tangan", "sumber"),
        DokumenLama("daftar aset", "", "sumber"),
        DokumenLama("foto", "", "portal"),
    ]
    assert susun_dokumen(["peta aset"], ["peta aset"], old) == old
    assert susun_dokumen(["daftar mesin baru", "peta aset"], ["peta aset", "daftar aset"], old) == [
        DokumenLama("daftar mesin baru", "", "sumber"),
        DokumenLama("peta aset", "bertanda tangan", "sumber"),
        DokumenLama("foto", "", "portal"),
    ]
    assert susun_dokumen([], ["peta aset"], old[:2]) == [
        DokumenLama("Bukti pelaksanaan tugas", "", "portal")
    ]


def test_units_are_proposed_by_last_years_office_then_by_name() -> None:
    naskah = _naskah("a. x;", "a. y;", "a. z;", "a. w;")
    names = (
        "Kepala Badan Keuangan Daerah Provinsi NTT",
        "Kepala Badan Keuangan Daerah",
        "Kepala Dinas Komunikasi dan Informatika",
        "Camat Alak",
    )
    for member, jabatan in zip(naskah.anggota, names, strict=True):
        member.jabatan = jabatan
    lama = [JabatanLama(8, names[0], 5)]
    usulkan(naskah, lama, {5: "Badan Keuangan", 6: "Dinas Komunikasi dan Informatika"})
    assert [(a.unit, a.usul) for a in naskah.anggota] == [
        (5, "Jabatannya sama dengan anggota 8 pada rencana pembanding."),
        (5, "Jabatannya mirip anggota 8 pada rencana pembanding."),
        (6, "Nama unit terdekat. Periksa."),
        (None, "Tidak ada unit yang namanya dekat. Pilih sendiri."),
    ]
