"""Both annexes beyond the official decree: planned months, copies, samples, changed rows."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import timezone

from accounts.permissions import Role
from evidence.actions.salin import salin_rencana
from evidence.models import Butir, Rencana
from reports.datasets.lampiran_zi import bangun_lampiran_aksi, bangun_lampiran_tim
from reports.datasets.lampiran_zi_aksi import bulan_terencana
from reports.datasets.lampiran_zi_bentuk import (
    BarisZI,
    LampiranAksi,
    LampiranTim,
    OrangTim,
    Teks,
    TugasTercetak,
)
from reports.pdf.lampiran_zi import cetak_aksi, cetak_tim
from reports.xlsx.lampiran_zi import KETERANGAN, TERENCANA, tulis_aksi, tulis_tim
from tests.factories import buat_instansi, buat_unit, buat_user, segar
from tests.factories.zi import buat_zi
from tests.integration.reports.dunia_roadmap import halaman_pdf, lembar_kerja
from zonaintegritas.models import BulanJadwal, KegiatanZI, KeputusanZI, SubKegiatan


def _dunia(kode: str = "alfa", *, contoh: bool = False) -> SimpleNamespace:
    d = SimpleNamespace(instansi=buat_instansi(kode, contoh=contoh))
    d.tim = buat_unit(d.instansi, "tim", jenis="tim")
    d.keputusan = buat_zi(d.instansi, d.tim, tahun=2026)
    d.kegiatan = KegiatanZI.objects.get(tim__keputusan=d.keputusan)
    d.sub = SubKegiatan.objects.get(kegiatan=d.kegiatan)
    d.admin = buat_user(f"admin.{kode}", Role.ADMIN, d.tim)
    return d


@pytest.fixture
def zi(db: None) -> SimpleNamespace:
    """A plan with one team, one kegiatan, one sub kegiatan and one indikator."""
    return _dunia()


def _rencana(d: SimpleNamespace) -> Rencana:
    return Rencana.objects.select_related("instansi").get(pk=d.keputusan.rencana_id)


def _tim(d: SimpleNamespace) -> LampiranTim:
    return bangun_lampiran_tim(_rencana(d), segar(d.admin))


def _aksi(d: SimpleNamespace) -> LampiranAksi:
    return bangun_lampiran_aksi(_rencana(d), segar(d.admin))


def _halaman(lampiran: LampiranTim | LampiranAksi, folder: Path) -> list[str]:
    target = folder / "l.pdf"
    if isinstance(lampiran, LampiranTim):
        cetak_tim(lampiran, target, lambda page: None)
    else:
        cetak_aksi(lampiran, target, lambda page: None)
    return halaman_pdf(target)


def _sub(d: SimpleNamespace, urut: int, teks: str, no: str = "") -> SubKegiatan:
    butir = Butir.objects.create(
        instansi=d.instansi,
        rencana=d.keputusan.rencana,
        kode=f"1.A.{urut}",
        uraian=teks,
        urut=urut,
        unit=d.tim,
    )
    return SubKegiatan.objects.create(
        butir=butir, kegiatan=d.kegiatan, urut=urut, no=no or str(urut), teks=teks
    )


def _bulan(d: SimpleNamespace, sub: SubKegiatan, *bulan: int, tahun: int = 2026) -> None:
    for month in bulan:
        BulanJadwal.objects.create(butir=sub.butir, bulan=date(tahun, month, 1), oleh=d.admin)


def _tercetak(rows: tuple[BarisZI, ...]) -> list[tuple[str, str, list[int]]]:
    return [
        (
            "|".join(map(str, b.sub)),
            "|".join(map(str, b.indikator)),
            sorted(b.bulan),
        )
        for b in rows
    ]


def test_planned_months_are_shaded_and_marked(zi: SimpleNamespace, tmp_path: Path) -> None:
    _bulan(zi, zi.sub, 3, 6)
    _bulan(zi, zi.sub, 1, tahun=2027)  # not of this plan's year
    BulanJadwal.objects.create(
        butir=zi.sub.butir,
        bulan=date(2026, 9, 1),
        oleh=zi.admin,
        gugur=timezone.now(),
        gugur_oleh=zi.admin,
        alasan="Digeser.",
    )
    lain = _dunia("beta")
    _bulan(lain, lain.sub, 12)
    assert bulan_terencana(_rencana(zi)) == {zi.sub.butir_id: frozenset({3, 6})}
    lampiran = _aksi(zi)
    assert lampiran.terencana is True
    (row,) = lampiran.baris
    assert [n for n, planned in enumerate(row.sel_bulan, 1) if planned] == [3, 6]
    text = "".join(_halaman(lampiran, tmp_path))
    assert "1Rapattim" in text
    assert "a.Notulenrapat." in text
    assert "Bulanyangdiarsirdanbertandaxadalahbulanyangdirencanakan" in text
    target = tmp_path / "l.xlsx"
    tulis_aksi(lampiran, target)
    sheet = lembar_kerja(target, "Lampiran II")
    top = next(r for r in range(1, 40) if sheet.cell(r, 1).value == "NO.")
    cells = [sheet.cell(top + 3, n) for n in range(6, 18)]
    assert [c.value for c in cells] == [None, None, "x", None, None, "x", *[None] * 6]
    assert [c.fill.fgColor.rgb == TERENCANA.fgColor.rgb for c in cells] == [
        c.value == "x" for c in cells
    ]


def test_row_of_two_sub_kegiatan_is_split_where_their_months_differ(zi: SimpleNamespace) -> None:
    second = _sub(zi, 2, "Monitoring")
    KegiatanZI.objects.filter(pk=zi.kegiatan.pk).update(
        baris=[
            {"baris_sumber": 1, "sub": [1, 2], "indikator": [1]},
            {"baris_sumber": 2, "sub": [], "indikator": [2]},
        ]
    )
    zi.kegiatan.indikator_set.create(urut=2, huruf="b", teks="Laporan.")
    whole = ("1 Rapat tim|2 Monitoring", "a. Notulen rapat.")
    assert _tercetak(_aksi(zi).baris) == [(*whole, []), ("", "b. Laporan.", [])]
    for sub in (zi.sub, second):
        _bulan(zi, sub, 4)
    assert _tercetak(_aksi(zi).baris) == [(*whole, [4]), ("", "b. Laporan.", [4])]
    _bulan(zi, second, 5)
    rows = _aksi(zi).baris
    assert _tercetak(rows) == [
        ("1 Rapat tim", "a. Notulen rapat.", [4]),
        ("2 Monitoring", "", [4, 5]),
        ("", "b. Laporan.", [4, 5]),
    ]
    assert [(b.atas.tim, b.atas.kegiatan, b.atas.sub, b.atas.indikator) for b in rows] == [
        (False, False, False, False),
        (True, True, False, True),
        (True, True, True, False),
    ]
    assert [(b.atas.bulan, b.atas.ket) for b in rows] == [
        (False, False),
        (False, True),
        (True, True),
    ]
    assert [b.bawah for b in rows[:2]] == [b.atas for b in rows[1:]]


def test_added_rows_follow_and_removed_ones_are_left_out(zi: SimpleNamespace) -> None:
    zi.kegiatan.baris = [
        {"baris_sumber": 7, "sub": [1], "indikator": [1]},
        {"baris_sumber": 8, "sub": [9], "indikator": [9]},  # removed since
    ]
    zi.kegiatan.save(update_fields=["baris"])
    added = _sub(zi, 2, "Rapat kedua")
    own = zi.kegiatan.indikator_set.create(urut=2, huruf="b", teks="Daftar hadir.")
    own.sub.add(added)
    zi.kegiatan.indikator_set.create(urut=3, huruf="", teks="Foto.").sub.add(zi.sub)
    zi.kegiatan.indikator_set.create(urut=4, huruf="", teks="Undangan.")
    zi.kegiatan.keterangan_set.create(sub=added, teks="Kedua", baris_sumber=30)
    zi.kegiatan.keterangan_set.create(teks="Umum", baris_sumber=7)
    rows = _aksi(zi).baris
    assert _tercetak(rows) == [
        ("1 Rapat tim", "a. Notulen rapat.|Foto.", []),
        ("2 Rapat kedua", "b. Daftar hadir.|Undangan.", []),
    ]
    assert [b.ket for b in rows] == ["Umum", "Kedua"]


def test_copy_for_another_year_is_no_decree(zi: SimpleNamespace, tmp_path: Path) -> None:
    KeputusanZI.objects.filter(pk=zi.keputusan.pk).update(
        status_naskah="SALINAN",
        jenis="KEPUTUSAN KOMISI DAN BADAN",
        nomor="142 Tahun 2023",
        kepala_lampiran_2=["LAMPIRAN II", "NOMOR 142 TAHUN 2023"],
        judul_lampiran_2=["RENCANA AKSI TAHUN 2023"],
        penutup=[{"bagian": "lampiran_2", "tanda": "ttd.", "nama": "KETUA"}],
    )
    own = _aksi(zi)
    assert (own.naskah.tanda, own.naskah.judul) == ("SALINAN", ("RENCANA AKSI TAHUN 2023",))
    assert own.naskah.penutup is not None
    assert "ttd.KETUA" in "".join(_halaman(own, tmp_path))
    plan = _rencana(zi)
    Rencana.objects.filter(pk=plan.pk).update(
        asal=Rencana.objects.create(
            instansi=zi.instansi,
            jenis=Rencana.Jenis.ZI,
            nama="Zona Integritas 2023",
            tahun=2023,
            mulai=date(2023, 1, 1),
            selesai=date(2023, 12, 31),
        )
    )
    said = "Salinan susunan Keputusan Komisi dan Badan Nomor 142 Tahun 2023 untuk tahun 2026"
    for lampiran in (_tim(zi), _aksi(zi)):
        head = lampiran.naskah
        assert (head.salinan, head.asal, head.penutup) == (True, said, None)
        assert head.kepala == (f"LAMPIRAN {head.nomor}",)
        assert head.tanda == "SUSUNAN TAHUN 2026"
        text = "".join(_halaman(lampiran, tmp_path))
        assert said.replace(" ", "") in text
        assert "bukannaskahkeputusandantidakditandatangani" in text
        assert "ttd." not in text
        assert "SALINAN" not in text
        assert "CONTOH" not in text
    tulis_aksi(_aksi(zi), tmp_path / "l.xlsx")
    sheet = lembar_kerja(tmp_path / "l.xlsx", "Lampiran II")
    assert [sheet.cell(n, 1).value for n in (1, 2, 3)] == [
        "SUSUNAN TAHUN 2026",
        "LAMPIRAN II",
        said,
    ]
    notes = lembar_kerja(tmp_path / "l.xlsx", KETERANGAN)
    assert notes.cell(6, 2).value == f"{said}. Bukan naskah keputusan dan tidak ditandatangani."


def test_sample_is_marked_on_every_page(db: None, tmp_path: Path) -> None:
    d = _dunia("gama", contoh=True)
    for urut in range(2, 60):
        _sub(d, urut, "Melaksanakan rapat pembentukan tim kerja pada unit kerja masing-masing")
    pages = _halaman(_aksi(d), tmp_path)
    assert len(pages) > 2
    assert all("SUSUNANTAHUN2026CONTOH" in page for page in pages)
    assert "CONTOH.Dokumeninibukannaskahkeputusan" in pages[0]
    assert "Lanjutan1Timgama,A.Pembentukantim" in pages[1]
    assert "Belumadabulanyangdirencanakan." in pages[-1]
    assert all("SUSUNANTAHUN2026CONTOH" in page for page in _halaman(_tim(d), tmp_path))


def test_tasks_longer_than_a_page_lose_nothing(zi: SimpleNamespace, tmp_path: Path) -> None:
    lampiran = _tim(zi)
    group = lampiran.kelompok[0]
    many = tuple(
        TugasTercetak(Teks(f"{n}.", f"Tugas nomor {n} " + "dan memberi arahan " * 8), ())
        for n in range(1, 61)
    )
    people = tuple(OrangTim(f"{n}.", f"Orang {n}", "Kepala", "", n > 1, ()) for n in range(1, 4))
    long = replace(group, orang=people, tugas=many)
    assert [len(row.tugas) for row in long.baris] == [1] * 60
    assert [row.orang.nama if row.orang else "" for row in long.baris[:4]] == [
        "Orang 1",
        "Orang 2",
        "Orang 3",
        "",
    ]
    short = replace(long, tugas=many[:2])
    assert [(len(row.tugas), row.rentang) for row in short.baris] == [(2, 3), (0, 0), (0, 0)]
    assert [row.kedudukan_terus for row in short.baris] == [True, True, False]
    assert replace(long, orang=(), tugas=()).baris == ()
    assert [row.orang for row in replace(long, orang=(), tugas=many[:2]).baris] == [None, None]
    whole = replace(lampiran, kelompok=(long,))
    text = "".join(_halaman(whole, tmp_path))
    assert [t.teks for t in many if str(t.teks).replace(" ", "") not in text] == []
    assert [n for n in range(1, 4) if f"{n}.Orang{n}Kepala" not in text] == []
    tulis_tim(whole, tmp_path / "l.xlsx")
    sheet = lembar_kerja(tmp_path / "l.xlsx", "Lampiran I")
    found = [sheet.cell(r, 5).value for r in range(1, sheet.max_row + 1)]
    assert [v for v in found if v and str(v).endswith("arahan")] == [str(t.teks) for t in many]


def test_plan_copied_by_the_portal_names_the_decree_it_comes_from(
    zi: SimpleNamespace, tmp_path: Path
) -> None:
    KeputusanZI.objects.filter(pk=zi.keputusan.pk).update(nomor="142 Tahun 2026")
    _bulan(zi, zi.sub, 2, 8)
    first = salin_rencana(rencana_id=zi.keputusan.rencana_id, tahun=2027, by=segar(zi.admin))
    second = salin_rencana(rencana_id=first.rencana.pk, tahun=2028, by=segar(zi.admin))
    for year, plan in ((2027, first.rencana), (2028, second.rencana)):
        copied = Rencana.objects.select_related("instansi").get(pk=plan.pk)
        lampiran = bangun_lampiran_aksi(copied, segar(zi.admin))
        assert lampiran.naskah.asal == (
            f"Salinan susunan Keputusan Nomor 142 Tahun 2026 untuk tahun {year}"
        )
        assert lampiran.naskah.catatan == ()
        assert len(lampiran.bulan) == 12
        assert _tercetak(lampiran.baris) == [("1 Rapat tim", "a. Notulen rapat.", [2, 8])]
        text = "".join(_halaman(lampiran, tmp_path))
        assert "menyusul" not in text
        assert f"SUSUNANTAHUN{year}" in text
