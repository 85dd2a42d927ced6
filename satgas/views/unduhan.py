"""Lists of the decree, the instruments and the sheet for JAGA as files."""

from collections.abc import Iterator
from dataclasses import replace

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.lists.saringan import nomor
from evidence.models import Rencana
from evidence.selection import rencana_terpilih
from satgas.anggota import halaman_anggota, susunan
from satgas.instrumen.halaman import HalamanInstrumen, halaman_instrumen
from satgas.instrumen.halaman_nilai import HalamanNilai, halaman_nilai
from satgas.instrumen.nilai import nilai_arsip
from satgas.instrumen.susunan import SubSusun
from satgas.jaga.keadaan import Keadaan
from satgas.jaga.lembar import Lembar, lembar, rencana_lembar
from satgas.jaga.saringan import BAGIAN, Saringan
from satgas.models import Instrumen, SuratKeputusan
from satgas.naskah import naskah
from satgas.views.instrumen import baca, daftar_instrumen
from satgas.views.perubahan import baris_perubahan, decree
from sheets.tables import Isi, Tabel, dari_baris, dari_halaman, dari_isi, kolom, saringan
from sheets.unduhan import Unduhan, punya, register
from ukuran.skor import Hasil

Rows = Iterator[tuple[Isi, ...]]

_JAGA = kolom(
    ("Bagian", "teks", 30),
    ("Indikator", "teks", 30),
    ("Kode", "kode"),
    ("Tugas", "teks", 50),
    ("Unit", "teks", 30),
    ("Mulai", "tanggal"),
    ("Selesai", "tanggal"),
    ("Keadaan", "teks", 22),
    ("Dokumen dan keadaannya", "teks", 60),
    ("Nilai KPK", "angka"),
    ("Nilai per tanggal", "tanggal"),
    ("Sumber nilai", "teks", 30),
)
_ANGGOTA = kolom(
    ("No", "angka", 6),
    ("Nama/jabatan", "teks", 50),
    ("Kedudukan dalam Satuan Tugas", "teks", 30),
    ("Unit", "teks", 30),
    ("Tugas", "angka"),
    ("Bersama anggota", "teks", 18),
    ("Diubah atau ditambah", "angka"),
    ("Dicabut", "angka"),
    ("Dokumen wajib", "angka"),
)
_TUGAS = kolom(
    ("Kode", "kode"),
    ("Rincian tugas", "teks", 60),
    ("Sub tugas", "teks", 50),
    ("Pola", "teks", 20),
    ("Dokumen wajib", "teks", 60),
    ("Bersama anggota", "teks", 30),
    ("Dicabut", "tanggal"),
    ("Jadwal", "teks", 24),
    ("Keadaan", "teks", 26),
    ("Batas waktu", "tanggal"),
)
_PERUBAHAN = kolom(
    ("Keputusan", "teks", 34),
    ("Tanggal", "tanggal"),
    ("Tentang", "teks", 40),
    ("Kode", "kode"),
    ("Perubahan", "teks", 16),
    ("Bunyi lama", "teks", 50),
    ("Bunyi baru", "teks", 50),
)
_INSTRUMEN = kolom(
    ("Tahun", "kode", 8),
    ("Instrumen", "teks", 50),
    ("Versi", "angka", 8),
    ("Institusi", "teks", 34),
    ("Keadaan", "teks", 18),
    ("Sub indikator", "angka"),
    ("Rencana", "teks", 18),
)
_ISI = kolom(
    ("Area", "teks", 30),
    ("Kode indikator", "kode"),
    ("Indikator", "teks", 40),
    ("Bobot indikator", "angka"),
    ("Kode", "kode"),
    ("Sub indikator", "teks", 50),
    ("Cara nilai", "teks", 22),
    ("Dokumen", "teks", 50),
    ("Kriteria", "teks", 40),
    ("Rincian tugas", "teks", 20),
    ("Unit pengampu", "teks", 30),
    ("Bobot", "angka"),
)
_NILAI = kolom(
    ("Tingkat", "teks", 16),
    ("Kode", "kode"),
    ("Nama", "teks", 50),
    ("Bobot", "angka"),
    ("Mandiri", "angka"),
    ("Inspektorat", "angka"),
    ("KPK", "angka"),
    ("KPK per tanggal", "tanggal"),
    ("Sumber nilai KPK", "teks", 30),
    ("Keterangan", "teks", 26),
)


def daftarkan() -> None:
    """Register the lists of this app; called once when it is ready."""
    rencana = punya(Permission.PLAN_READ)
    register(
        Unduhan("jaga", "Lembar Unggah JAGA", punya(Permission.EVIDENCE_READ), jaga),
        Unduhan("satgas", "Susunan Satuan Tugas", rencana, anggota),
        Unduhan("satgas_anggota", "Rincian tugas", rencana, tugas),
        Unduhan("satgas_perubahan", "Keputusan perubahan", rencana, perubahan),
        Unduhan("instrumen", "Instrumen", rencana, instrumen),
        Unduhan("instrumen_rinci", "Isi instrumen", rencana, isi),
        Unduhan("instrumen_nilai", "Nilai instrumen", rencana, nilai),
    )


def _objek(request: Permintaan) -> int:
    return nomor(request.GET.get("objek", "")) or 0


def jaga(request: Permintaan) -> Tabel:
    """Return the lines of the sheet for JAGA, the documents of a line in one cell."""
    plan, every = rencana_terpilih(request)
    if plan is None or plan.jenis not in BAGIAN:
        plan = None if request.GET.get("rencana") else rencana_lembar(every)
    if plan is None:
        raise Http404("Rencana ini tidak punya isian di JAGA.")
    chosen, found = Saringan.dari(request.GET), plan

    def baca_halaman(halaman: str) -> Lembar:
        return lembar(request.user, found, replace(chosen, page=halaman))

    return dari_halaman(
        "jaga",
        "Lembar Unggah JAGA",
        _JAGA,
        baca=baca_halaman,
        halaman=lambda d: d.page_obj,
        baris=_jaga,
        keterangan=saringan(
            Rencana=plan.nama,
            Status=str(Keadaan(chosen.status).label) if chosen.status else None,
            Kata=chosen.kata,
        ),
        lingkup=(plan.instansi_id,),
    )


def _jaga(sheet: Lembar) -> Rows:
    for group in sheet.kelompok:
        for row in group.baris:
            yield (
                row.kelompok,
                row.indikator,
                row.capaian.butir.kode,
                row.capaian.butir.uraian,
                str(row.capaian.unit),
                row.capaian.mulai,
                row.capaian.selesai,
                row.tanda.label,
                "\n".join(
                    f"{d.pemenuhan.dokumen.urut}. {d.pemenuhan.dokumen.uraian}: {d.tanda.label}"
                    for d in row.dokumen
                ),
                row.nilai_kpk,
                row.nilai_tanggal,
                row.nilai_sumber,
            )


def anggota(request: Permintaan) -> Tabel:
    """Return the members of the decree of the chosen Satgas plan."""
    plan, _ = rencana_terpilih(request, Rencana.Jenis.SATGAS)
    sk = get_object_or_404(SuratKeputusan.objects.visible_to(request.user), rencana=plan)
    return dari_baris(
        "satgas",
        "Susunan Satuan Tugas",
        _ANGGOTA,
        (
            (
                row.anggota.no,
                row.anggota.jabatan,
                row.anggota.kedudukan,
                row.anggota.unit.nama,
                row.tugas,
                ", ".join(str(no) for no in row.bersama),
                row.berubah,
                row.dicabut,
                row.dokumen,
            )
            for row in naskah(sk).anggota
        ),
        keterangan=saringan(Rencana=plan.nama if plan else None, Keputusan=sk.nomor),
        lingkup=(plan.instansi_id,) if plan else (),
    )


def tugas(request: Permintaan) -> Tabel:
    """Return the tasks of one member (`objek`), one row for each due window the reader sees."""
    found = susunan(request.user, _objek(request))
    member, page = found.dipilih, halaman_anggota(request.user, found)

    def baris() -> Rows:
        for row in page.tugas:
            head = (
                row.butir.kode,
                row.tugas.teks,
                "\n".join(f"{s.no}. {s.teks}" for s in row.sub),
                row.butir.get_pola_display(),
                "\n".join(f"{d.urut}. {d.uraian}" for d in row.dokumen),
                ", ".join(f"{no} ({jabatan})" for no, jabatan in row.bersama),
                row.butir.dicabut,
            )
            for window in row.capaian:
                words = ", ".join(kata.label for kata in window.kata)
                yield (*head, window.jendela, words, window.batas)
            if not row.capaian:
                yield (*head, "", "", None)

    return dari_baris(
        "satgas_anggota",
        f"Rincian tugas anggota {member.no}",
        _TUGAS,
        baris(),
        keterangan=saringan(
            Rencana=member.sk.rencana.nama, Anggota=f"{member.no}. {member.jabatan}"
        ),
        lingkup=(member.sk.rencana.instansi_id,),
    )


def perubahan(request: Permintaan) -> Tabel:
    """Return what amending decrees changed in the chosen Satgas plan."""
    plan, sk = decree(request)
    return dari_baris(
        "satgas_perubahan",
        "Keputusan perubahan",
        _PERUBAHAN,
        (
            (
                row.perubahan.nomor,
                row.perubahan.tanggal,
                row.perubahan.tentang,
                row.butir.kode,
                row.get_jenis_display(),
                row.teks_lama,
                row.teks_baru,
            )
            for row in baris_perubahan(sk)
        ),
        keterangan=saringan(Rencana=plan.nama),
        lingkup=(plan.instansi_id,),
    )


def instrumen(request: Permintaan) -> Tabel:
    """Return the instruments by year and version."""

    def baris(rows: list[Instrumen]) -> Rows:
        for one in rows:
            used = one.rencana and one.keadaan == Instrumen.Keadaan.DIPAKAI
            yield (
                str(one.tahun),
                one.nama,
                one.versi,
                one.instansi.nama,
                one.get_keadaan_display(),
                one.sub,  # type: ignore[attr-defined]  # annotated
                one.rencana.get_status_display() if used and one.rencana else "",
            )

    return dari_isi("instrumen", "Instrumen", _INSTRUMEN, daftar_instrumen(request), baris=baris)


def isi(request: Permintaan) -> Tabel:
    """Return one area of an instrument (`objek`), the one that the screen shows."""
    found, area = baca(request, _objek(request)), request.GET.get("area", "")
    first = halaman_instrumen(found, area, "1")
    if first.dipilih is None or first.page is None:
        raise Http404("Instrumen ini belum berisi.")

    page = first.page
    return dari_halaman(
        "instrumen_rinci",
        f"Isi {found.nama}",
        _ISI,
        baca=lambda halaman: halaman_instrumen(found, area, halaman),
        halaman=lambda h: h.page or page,
        baris=_isi,
        keterangan=saringan(
            Instrumen=f"{found.nama} versi {found.versi}",
            Area=f"{first.dipilih.kode} {first.dipilih.nama}",
        ),
        lingkup=(found.instansi_id,),
    )


def _isi(halaman: HalamanInstrumen) -> Rows:
    area = halaman.dipilih
    for part in halaman.bagian:
        node = part.indikator
        head = (
            f"{area.kode} {area.nama}" if area else "",
            node.kode,
            node.nama,
            node.bobot,
        )
        for sub in part.sub:
            yield (*head, *_sub(sub))
        if not part.sub:
            yield (*head, "", "", "", "", "", "", "", None)


def _sub(sub: SubSusun) -> tuple[Isi, ...]:
    return (
        sub.kode,
        sub.nama,
        sub.cara,
        "\n".join(
            f"{n}. {d.uraian}" + (f"\n{d.kriteria}" if d.kriteria else "")
            for n, d in enumerate(sub.dokumen, start=1)
        ),
        "\n".join(f"{k.nilai}: {k.uraian}" for k in sub.kriteria),
        ", ".join(t.kode for t in sub.tugas),
        sub.unit,
        sub.bobot,
    )


def nilai(request: Permintaan) -> Tabel:
    """Return the scores of an instrument in use (`objek`): all areas, the chosen one in full."""
    found = baca(request, _objek(request))
    plan = found.rencana
    if found.keadaan != Instrumen.Keadaan.DIPAKAI or plan is None:
        raise Http404("Instrumen ini belum dipakai, jadi belum bernilai.")
    about, where = saringan(Instrumen=f"{found.nama} versi {found.versi}"), (found.instansi_id,)
    if plan.status == Rencana.Keadaan.DITUTUP:
        rows: Rows = (
            (
                "Sub indikator",
                one.kode,
                one.nama,
                None,
                None,
                None,
                one.kpk.nilai,
                one.kpk.tanggal,
                one.kpk.sumber,
                "",
            )
            for one in nilai_arsip(found, plan, request.user)
        )
    else:
        area = request.GET.get("area", "")
        page = halaman_nilai(found, plan, request.user, now=timezone.now(), area=area)
        rows = _nilai(page)
    return dari_baris(
        "instrumen_nilai", f"Nilai {found.nama}", _NILAI, rows, keterangan=about, lingkup=where
    )


def _nilai(page: HalamanNilai) -> Rows:
    yield ("Keseluruhan", *_skor(page.akar.hasil))
    for area in page.area:
        yield ("Area", *_skor(area.hasil))
        if page.dipilih is None or page.dipilih.hasil.kode != area.hasil.kode:
            continue
        for part in page.bagian:
            yield ("Indikator", *_skor(part.simpul.hasil))
            for sub in part.sub:
                row = _skor(sub.hasil)
                if sub.keterangan:
                    row = (*row[:3], None, None, None)
                kpk = (sub.kpk.tanggal, sub.kpk.sumber) if sub.kpk else (None, "")
                yield ("Sub indikator", *row[:6], *kpk, sub.keterangan)


def _skor(node: Hasil) -> tuple[Isi, ...]:
    scores = (node.mandiri.nilai, node.inspektorat.nilai, node.kpk.nilai)
    return (node.kode, node.nama, node.bobot, *scores, None, "", "")
