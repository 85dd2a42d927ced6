"""Reading a decree pasted from Word: marks, broken lines, merged cells, wrong tables."""

from itertools import count

import pytest

from satgas.official.fixture import decree
from satgas.tempel_sk.baca import MAKS_BARIS, MAKS_BITA, TidakTerbaca, baca
from satgas.tempel_sk.bentuk import Naskah, tugas_dari
from satgas.tempel_sk.rincian import TANPA_TANDA, TANPA_TANDA_TITIK_DUA, Baris, rinci
from satgas.tempel_sk.tanda import JenisTanda, baca_tanda, huruf_ke, tempat_huruf
from tests.factories.keputusan_word import JUDUL, keputusan_word

Pohon = list[tuple[str, str, tuple[str, ...]]]


def _pohon(naskah: Naskah, urut: int = 0) -> Pohon:
    member = naskah.anggota[urut]
    return [
        (t.simpul.tanda, t.simpul.teks, tuple(s.teks for s in t.sub)) for t in tugas_dari(member)
    ]


def _sel(teks: str) -> tuple[Pohon, list[str]]:
    """Read one cell; return its tree and all notes of doubt."""
    naskah = baca(f"{JUDUL}\n1\tKepala A\tAnggota\t{teks}")
    member = naskah.anggota[0]
    return _pohon(naskah), [*member.ragu, *(r for s in member.simpul for r in s.ragu)]


def test_the_printed_decree_becomes_exactly_its_tree() -> None:
    naskah, resmi = baca(keputusan_word(decree())), decree()
    assert [(a.no, a.jabatan, a.kedudukan) for a in naskah.anggota] == [
        (a.no, a.jabatan, a.kedudukan) for a in resmi.anggota
    ]
    assert [_pohon(naskah, n) for n in range(len(naskah.anggota))] == [
        [(t.huruf, t.teks, t.sub) for t in a.tugas] for a in resmi.anggota
    ]
    ids = {a.id: a.no for a in naskah.anggota}
    assert [(a.no, ids[a.bersama]) for a in naskah.anggota if a.bersama] == [(2, 1)]
    notes = [r for a in naskah.anggota for r in a.ragu + [x for s in a.simpul for x in s.ragu]]
    assert notes == ["Sel rincian tugas kosong: dibaca sebagai tugas bersama anggota 1."]
    assert naskah.catatan == []
    assert Naskah.dari_json(naskah.ke_json()) == naskah


def test_letters_go_on_as_the_printed_decree_does() -> None:
    letters = [huruf_ke(n) for n in range(1, 79)]
    assert letters[:2] + letters[24:28] + letters[51:53] + letters[77:] == [
        *("a", "b", "y", "z", "aa", "bb", "zz", "aaa", "zzz")
    ]
    assert [tempat_huruf(one) for one in letters] == list(range(1, 79))
    assert (tempat_huruf("ab"), tempat_huruf("az"), tempat_huruf("ba")) == (28, 52, 53)
    assert [tempat_huruf(one) for one in ("", "A", "dll", "abcd", "1")] == [None] * 5
    with pytest.raises(ValueError, match="0"):
        huruf_ke(0)


@pytest.mark.parametrize("jumlah", [1, 26, 27, 28, 60, 78])
@pytest.mark.parametrize("bentuk", ["{}.", "{})", "({})"])
def test_every_sequence_of_letters_is_read_back(jumlah: int, bentuk: str) -> None:
    marks = [huruf_ke(n) for n in range(1, jumlah + 1)]
    for lines in (
        [f"{bentuk.format(m)} menyusun laporan {n};" for n, m in enumerate(marks)],
        [f"{bentuk.format(m.upper())}\tmenyusun laporan {n};" for n, m in enumerate(marks)],
    ):
        found, notes = _sel("\n".join(lines))
        assert [f[0] for f in found] == marks
        assert [f[1] for f in found] == [f"menyusun laporan {n};" for n in range(jumlah)]
        assert notes == []


@pytest.mark.parametrize(
    ("teks", "jenis", "isi", "sisa"),
    [
        ("a. melakukan", JenisTanda.HURUF, "a", "melakukan"),
        ("(aa)\tmelakukan", JenisTanda.HURUF, "aa", "melakukan"),
        ("a.melakukan reviu", JenisTanda.HURUF, "a", "melakukan reviu"),
        ("12) pengadaan", JenisTanda.ANGKA, "12", "pengadaan"),
        ("(3) x", JenisTanda.ANGKA, "3", "x"),
        ("• bimbingan", JenisTanda.BUTIR, "•", "bimbingan"),
        ("b.", JenisTanda.HURUF, "b", ""),
        ("a.n. Gubernur", None, "", "a.n. Gubernur"),
        ("s.d. 2021", None, "", "s.d. 2021"),
        ("dll. sesuai", None, "", "dll. sesuai"),
        ("1.200 berkas", None, "", "1.200 berkas"),
        ("2021 berjalan", None, "", "2021 berjalan"),
        ("(a. rusak", None, "", "(a. rusak"),
        ("0. nol", None, "", "0. nol"),
    ],
)
def test_marks(teks: str, jenis: JenisTanda | None, isi: str, sisa: str) -> None:
    tanda, rest = baca_tanda(teks)
    assert (tanda.jenis if tanda else None, tanda.isi if tanda else "", rest) == (jenis, isi, sisa)


def test_lines_that_word_broke_are_joined() -> None:
    found, notes = _sel(
        "a.\tmelakukan reviu atas\n   dokumen; dan\n"
        "b.\tmenyusun peman\u00ad\nfaatan\u00a0langkah-\nlangkah\u00ad awal;\n"
    )
    assert found == [
        ("a", "melakukan reviu atas dokumen; dan", ()),
        ("b", "menyusun pemanfaatan langkah-langkah awal;", ()),
    ]
    assert notes == ["Tanda hubung sebelum baris 6 dipertahankan."]


def test_sub_items_restart_and_deeper_lists_stay_with_them() -> None:
    found, notes = _sel(
        "a. ruang lingkup:\n1) satu.\n2) dua:\na) rinci;\n3) tiga.\nb. lain:\n1) satu lagi."
    )
    assert found == [
        ("a", "ruang lingkup:", ("satu.", "dua: a) rinci;", "tiga.")),
        ("b", "lain:", ("satu lagi.",)),
    ]
    assert notes == ["Rincian di bawah sub butir (baris 5) digabung ke sini."]


def test_numbered_tasks_get_letters_and_lettered_items_numbers() -> None:
    found, notes = _sel("1. satu:\na. x;\nb. y;\n2. dua.")
    assert found == [("a", "satu:", ("x;", "y;")), ("b", "dua.", ())]
    assert notes == [
        "Bernomor 1 dalam naskah: diberi huruf a.",
        "Berhuruf a dalam naskah: diberi nomor 1.",
        "Berhuruf b dalam naskah: diberi nomor 2.",
        "Bernomor 2 dalam naskah: diberi huruf b.",
    ]


@pytest.mark.parametrize(
    ("teks", "pohon", "ragu"),
    [
        (
            "a. satu;\nc. tiga;",
            [("a", "satu;", ()), ("c", "tiga;", ())],
            ["Setelah a seharusnya b, tertulis c."],
        ),
        (
            "a. satu;\na. dua;",
            [("a", "satu;", ()), ("b", "dua;", ())],
            ["Huruf a berulang: diberi huruf b."],
        ),
        (
            "a. di Jalan\nA. Yani Nomor 2;\nb. dua;",
            [("a", "di Jalan a. Yani Nomor 2;", ()), ("b", "dua;", ())],
            ["“a.” di baris 3 mungkin awal tugas sendiri."],
        ),
        (
            "b. dua;\nc. tiga;",
            [("b", "dua;", ()), ("c", "tiga;", ())],
            ["Huruf pertama b, bukan a."],
        ),
        (
            "a. lingkup:\n1. satu.\n3. tiga.",
            [("a", "lingkup:", ("satu.", "tiga."))],
            ["Bernomor 3 dalam naskah: diberi nomor 2."],
        ),
        (
            "a. satu;\nkalimat lepas.",
            [("a", "satu; kalimat lepas.", ())],
            ["Baris 3 tidak berhuruf dan digabung ke sini. Pisahkan bila tugas sendiri."],
        ),
        (
            "Membantu Ketua:\na. satu;",
            [("", "Membantu Ketua:", ()), ("a", "satu;", ())],
            ["Kalimat sebelum huruf pertama. Hapus bila bukan tugas tersendiri."],
        ),
        ("Membantu:\n1. satu.\n2. dua.", [("", "Membantu:", ("satu.", "dua."))], []),
        (
            "a. satu; b. dua; dan c. tiga:  1. x. 2. y.",
            [("a", "satu;", ()), ("b", "dua; dan", ()), ("c", "tiga:", ("x.", "y."))],
            ["4 tugas atau sub butir dipisah di tengah baris, karena tandanya berurutan."],
        ),
    ],
)
def test_doubts_are_said(teks: str, pohon: Pohon, ragu: list[str]) -> None:
    assert _sel(teks) == (pohon, ragu)


def test_lost_automatic_marks_are_given_by_order_and_said() -> None:
    ids = count(1)
    lines = [
        *("menyusun laporan;", "melakukan penertiban", "aset daerah, meliputi:"),
        *("kendaraan dinas.", "tanah.", "mengusulkan aturan;"),
    ]
    simpul, _ = rinci([Baris(n, t) for n, t in enumerate(lines, 1)], lambda: next(ids))
    assert [(s.tingkat, s.tanda, s.teks) for s in simpul] == [
        (1, "a", "menyusun laporan;"),
        (1, "b", "melakukan penertiban aset daerah, meliputi:"),
        (2, "1", "kendaraan dinas."),
        (2, "2", "tanah."),
        (1, "c", "mengusulkan aturan;"),
    ]
    assert {r for s in simpul for r in s.ragu} == {TANPA_TANDA}
    assert [s.baris for s in simpul] == [(1, 1), (2, 3), (4, 4), (5, 5), (6, 6)]
    indented = ["menyusun:", "\tsatu;", "\tdua;", "mengusulkan;"]
    simpul, _ = rinci([Baris(n, t) for n, t in enumerate(indented, 1)], lambda: next(ids))
    assert [(s.tingkat, s.tanda) for s in simpul] == [(1, "a"), (2, "1"), (2, "2"), (1, "b")]
    flat = ["menyusun:", "satu;", "dua;"]
    simpul, _ = rinci([Baris(n, t) for n, t in enumerate(flat, 1)], lambda: next(ids))
    assert [(s.tanda, s.ragu) for s in simpul] == [
        ("a", [TANPA_TANDA]),
        ("b", [TANPA_TANDA_TITIK_DUA]),
        ("c", [TANPA_TANDA]),
    ]


def test_bullets() -> None:
    found, notes = _sel("• satu;\n• dua;")
    assert [f[0] for f in found] == ["a", "b"]
    found, more = _sel("a. satu:\n- x;\n- y;")
    assert found == [("a", "satu:", ("x;", "y;"))]
    assert {*notes, *more} == {"Berbulatan dalam naskah: diberi huruf atau nomor menurut urutan."}


def test_rows_broken_over_lines_and_pages() -> None:
    naskah = baca(
        "LAMPIRAN\n\nNO\tNAMA/JABATAN\tKEDUDUKAN DALAM\nSATUAN TUGAS\tRINCIAN TUGAS\n1\t2\t3\t4\n"
        "1.\tKepala Badan\nKeuangan\tWakil Ketua\nMerangkap Admin\ta.\tsatu;\n"
        "NO\tNAMA/JABATAN\tKEDUDUKAN DALAM\nSATUAN TUGAS\tRINCIAN TUGAS\n"
        "\t\t\tb.\tdua;\n1.\tKepala Badan Keuangan\tWakil Ketua\tc. tiga:\n1.\tempat.\n"
        "2.\t\tKepala Dinas\tAnggota\tMembantu.\n\tKepala Biro\tAnggota\ta. satu.\n"
        "Ditetapkan di Kupang\npada tanggal 1 Maret"
    )
    assert [(a.no, a.jabatan, a.kedudukan) for a in naskah.anggota] == [
        (1, "Kepala Badan Keuangan", "Wakil Ketua Merangkap Admin"),
        (2, "Kepala Dinas", "Anggota"),
        (3, "Kepala Biro", "Anggota"),
    ]
    assert _pohon(naskah) == [("a", "satu;", ()), ("b", "dua;", ()), ("c", "tiga:", ("empat.",))]
    assert naskah.catatan == [
        "1 baris sebelum tabel tidak dibaca.",
        "2 baris mulai baris 16 (“Ditetapkan di Kupang”) tidak dibaca: penutup.",
    ]
    assert naskah.anggota[2].ragu == ["Nomornya tidak ikut tersalin: diberi nomor 3."]


def test_the_same_cell_twice_is_one_shared_task() -> None:
    naskah = baca(
        f"{JUDUL}\n1\tGubernur\tPengarah\tMembina.\n2\tWakil Gubernur\tPengarah\tMembina.\n"
        "4\tSekda\tKetua\tMemimpin."
    )
    assert [a.bersama for a in naskah.anggota] == [None, naskah.anggota[0].id, None]
    assert naskah.anggota[1].ragu == [
        "Bunyinya sama dengan anggota 1: dibaca sebagai tugas bersama."
    ]
    assert naskah.anggota[2].ragu == ["Nomor setelah 2 seharusnya 3, tertulis 4."]


def test_html_spreadsheets_and_marks_nobody_sees() -> None:
    word = f"{JUDUL}\n1\tKepala A\tAnggota\ta. satu;\nb. dua:\n1. x.\n2\tKepala B\tAnggota\t"
    html = (
        "<html><table border=1><tr><th>NO<th>NAMA/<br>JABATAN<th>KEDUDUKAN<th>RINCIAN TUGAS</tr>"
        "<tr><td>1<td>Kepala\n A<td rowspan=2>Anggota<td rowspan='2'><p>a. <b>satu</b>;</p>"
        "<p>b. dua:</p><ol><li>x.</ol></td></tr><tr><td>2</td><td>Kepala B</td></tr></table>"
    )
    excel = f'{JUDUL}\n1\tKepala A\tAnggota\t"a. satu;\nb. dua:\n1. x."\n2\t"Kepala\nB"\tAnggota\t'
    marked = "\ufeff\u200f" + word.replace("satu", "sa\u00adtu\u200e").replace(" ", "\u00a0")
    tags = word.replace("a. satu;\nb.", "<p>a. <i>satu</i>;</p><p>b.").replace("x.", "x.</p>")
    wanted = [("a", "satu;", ()), ("b", "dua:", ("x.",))]
    for text in (
        word,
        html,
        excel,
        marked,
        tags,
        word.replace("\n", "\r\n"),
        word.replace("\n", "\x0b"),
    ):
        naskah = baca(text)
        assert _pohon(naskah) == wanted, text
        assert [a.jabatan for a in naskah.anggota] == ["Kepala A", "Kepala B"]
        assert naskah.anggota[1].bersama == naskah.anggota[0].id


def test_a_table_without_its_heading_is_read_and_said() -> None:
    naskah = baca("1\tKepala A\tAnggota\ta. satu;\n2\tKepala B\tAnggota\ta. dua;")
    assert [_pohon(naskah, n) for n in (0, 1)] == [[("a", "satu;", ())], [("a", "dua;", ())]]
    assert naskah.catatan == [
        "Judul kolom tidak ada. Kolomnya dibaca sebagai No, Nama/Jabatan, Kedudukan dalam Satuan "
        "Tugas, Rincian Tugas."
    ]


@pytest.mark.parametrize(
    ("teks", "pesan"),
    [
        ("", "Tempel tabel susunan Satuan Tugas dari Word dahulu."),
        (" \n\t", "Tempel tabel susunan Satuan Tugas dari Word dahulu."),
        ("1\tKepala A\ta. satu;", "Judul kolom tidak dikenali"),
        ("Surat undangan rapat", "Judul kolom tidak dikenali"),
        ("NO\tNAMA/JABATAN\tKEDUDUKAN\n1\tA\tAnggota", "Kolom Rincian Tugas tidak ada"),
        ("NO\tNAMA/JABATAN\tRINCIAN TUGAS\n1\tA\tx", "Yang terbaca: No, Nama/Jabatan"),
        ("NO\tJABATAN\tRINCIAN TUGAS\tKEDUDUKAN\n1\tA\tx\ty", "terakhir Rincian Tugas"),
        (JUDUL, "Tidak ada anggota di bawah judul kolom"),
        ("x\n" * MAKS_BARIS, "lebih dari 2000 baris"),
        ("x" * (MAKS_BITA + 1), "lebih dari 500 kB"),
        (JUDUL + "".join(f"\n{n}\tA{n}\tB\tc" for n in range(1, 102)), "Lebih dari 100 anggota"),
        (
            f"{JUDUL}\n1\tA\tB\ta. x:" + "".join(f"\n{n}. y." for n in range(1, 801)),
            "Lebih dari 800 tugas",
        ),
    ],
)
def test_what_can_not_be_read_is_refused_with_a_sentence(teks: str, pesan: str) -> None:
    with pytest.raises(TidakTerbaca, match=pesan):
        baca(teks)
