"""Frozen figures of any size for tests and benchmarks, without a database.

The same arguments give the same figures, and the figures agree with each other: counts, scores and
recaps are computed from the tasks. Texts are those of the decree, people and documents made up.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from evidence.hitungan import Golongan, Hitungan
from reports.kemajuan.parameter import ParameterKemajuan, Persetujuan, TandaTangan
from reports.kinds.bentuk import Bentuk
from reports.models import TemplatLaporan
from reports.potret.bentuk import (
    SKEMA,
    AcuanPotret,
    AmandemenPotret,
    AnggotaPotret,
    AreaPotret,
    BatasPotret,
    BuktiPotret,
    CapaianPotret,
    CatatanPotret,
    DasarPotret,
    DokumenPotret,
    IsiPotret,
    JagaPotret,
    NilaiKPKPotret,
    NilaiPotret,
    PengecualianPotret,
    PerubahanPotret,
    SkorPotret,
    SumberPotret,
    TugasPotret,
    Ubahan,
)

AT = datetime(2026, 6, 30, 15, 59, 59, tzinfo=UTC)
_RESMI = Path(__file__).resolve().parents[2] / "fixtures" / "official"
_AREA = (
    "Perencanaan dan Penganggaran APBD",
    "Pengadaan Barang dan Jasa",
    "Perizinan",
    "Pengawasan APIP",
    "Manajemen ASN",
    "Optimalisasi Pajak Daerah",
    "Pengelolaan BMD",
)
_GOLONGAN = (
    Golongan.DISETUJUI,
    Golongan.DISETUJUI,
    Golongan.MENUNGGU,
    Golongan.PERBAIKAN,
    Golongan.BELUM,
    Golongan.DISETUJUI,
    Golongan.NIHIL,
    Golongan.DRAF,
    Golongan.DISETUJUI,
    Golongan.TAK_DAPAT,
    Golongan.DISETUJUI,
    Golongan.KEDALUWARSA,
    Golongan.DIKELUARKAN,
    Golongan.TAK_BERLAKU,
)
_DIKIRIM = (Golongan.DISETUJUI, Golongan.MENUNGGU, Golongan.PERBAIKAN)
_URUTAN = (Golongan.PERBAIKAN, Golongan.BELUM, Golongan.DRAF, Golongan.MENUNGGU, *Golongan)
_KENDALA = (
    "",
    "Data dari dua unit pelaksana teknis belum diterima; jaringan terputus selama tiga minggu.",
    "Pejabat penanda tangan berhalangan; berkas menunggu tanda tangan sejak pertengahan bulan.",
)
_NAMA = ("laporan-reviu", "SK-tim", "notula_rapat")


@cache
def _sk() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((_RESMI / "satgas.json").read_text("utf-8"))
    return found


@cache
def _teks() -> tuple[str, ...]:
    return tuple(t["teks"] for a in _sk()["anggota"] for t in a.get("tugas", ()))


def isi_potret(
    tugas: int = 132,
    berkas: int = 500,
    *,
    jendela: int = 1,
    anggota: int = 15,
    area: int = 7,
    jenis: str = "satgas",
    kode: str = "B06",
    no: int = 1,
    contoh: bool = True,
    pengecualian: int = 2,
    catatan: int = 3,
    perubahan: int = 0,
    amandemen: int = 0,
    sebutan: str = "Inspektorat",
    zona: str = "Asia/Makassar",
) -> IsiPotret:
    """Return figures of a cut-off: `tugas` tasks with `jendela` windows and `berkas` files in all.

    `anggota` 0: a plan without members; `area` 0: one without areas. Files go to documents that
    were sent; without such a document there are none. `perubahan` rows stand against the cut-off
    before, `amandemen` amendments before this Potret.
    """
    tasks = [_tugas(n, jendela, anggota, area, catatan) for n in range(tugas)]
    tasks = _berkas(tasks, berkas)
    members = tuple(_anggota(no, tasks, anggota, catatan) for no in range(1, anggota + 1))
    codes = [f"A{n}" for n in range(1, area + 1)]
    names = dict(zip(codes, _nama_area(area), strict=True)) | (
        {"lintas": "Lintas area"} if area else {}
    )
    windows = [c for t in tasks for c in t.capaian]
    changes = tuple(_perubahan(t, n) for n, t in enumerate(tasks[:perubahan]))
    acuan = AcuanPotret("B03", 1, AT - timedelta(days=91), _sidik("acuan")) if perubahan else None
    sk = _sk()
    return IsiPotret(
        skema=SKEMA,
        instansi="Pemerintah Provinsi Nusa Tenggara Timur",
        instansi_kode="pemprov-ntt",
        tempat="Kupang",
        zona_waktu=zona,
        contoh=contoh,
        sebutan_verifikator=sebutan,
        rencana="Rencana aksi pencegahan korupsi terintegrasi tahun 2026",
        jenis=jenis,
        tahun=2026,
        dasar=DasarPotret(sk["jenis"], sk["nomor"], date(2021, 3, 8), sk["tentang"])
        if anggota
        else None,
        batas=BatasPotret(
            kode,
            date(2026, 6, 30),
            date(2026, 4, 1),
            date(2026, 7, 5),
            date(2026, 7, 12),
            date(2026, 7, 15),
            date(2026, 7, 20),
            date(2026, 7, 31),
        ),
        no=no,
        at=AT,
        per=date(2026, 6, 30),
        jumlah_tugas=len(tasks),
        tugas_ditagih=sum(bool(t.capaian) for t in tasks),
        capaian=len(windows),
        terlambat=sum(bool(c.lewat_hari) for c in windows),
        hitungan=_hitung(tasks),
        nilai=_nilai(tasks),
        kpk_per=max((t.kpk.tanggal for t in tasks if t.kpk), default=None),
        area=tuple(
            AreaPotret(code, name, len(rows), _hitung(rows), _nilai(rows))
            for code, name in names.items()
            if (rows := [t for t in tasks if t.area == code]) or code != "lintas"
        ),
        anggota=members,
        tugas=tuple(tasks),
        pengecualian=tuple(_pengecualian(t, n) for n, t in enumerate(tasks[:pengecualian])),
        catatan=tuple(
            SumberPotret(row["kode"], "Pertentangan dalam sumber", row["teks"], n == 0)
            for n, row in enumerate(_catatan_resmi()[:catatan])
        ),
        acuan=acuan,
        perubahan=changes,
        amandemen=tuple(_amandemen(n, tasks) for n in range(1, amandemen + 1)),
    )


def parameter_kemajuan(bentuk: Bentuk = Bentuk.PDF, **ganti: Any) -> ParameterKemajuan:
    """Return parameters of a draft with letterhead and signatory; keywords replace fields."""
    return replace(
        ParameterKemajuan(
            bentuk=bentuk,
            kertas=TemplatLaporan.Kertas.F4,
            huruf="Liberation Sans",
            kop=tuple(_sk()["kop"]),
            lambang="",
            tanda_tangan=TandaTangan(
                sebutan="a.n.",
                atas_nama="Gubernur Nusa Tenggara Timur",
                jabatan="Sekretaris Daerah",
                nama="Drs. Contoh Penanda Tangan, M.Si.",
                pangkat="Pembina Utama Madya",
                nip="196205241989031014",
            ),
            tembusan=("Gubernur Nusa Tenggara Timur di Kupang", "Inspektur Daerah di Kupang"),
            persetujuan=None,
            nomor="",
            nomor_tanggal=None,
            alamat="https://pantas.example.go.id",
            penyusun="1",
        ),
        **ganti,
    )


def persetujuan() -> Persetujuan:
    """Return an approval by the Ketua, four days after the figures were taken."""
    jabatan = "Sekretaris Daerah Provinsi Nusa Tenggara Timur"
    return Persetujuan("Benediktus Contoh", jabatan, AT + timedelta(days=4))


def _nama_area(jumlah: int) -> list[str]:
    return [_AREA[n] if n < len(_AREA) else f"Area intervensi {n + 1}" for n in range(jumlah)]


def _catatan_resmi() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((_RESMI / "catatan_satgas.json").read_text("utf-8"))[
        "catatan"
    ]
    return found


def _tugas(n: int, jendela: int, anggota: int, area: int, catatan: int) -> TugasPotret:
    texts = _teks()
    member = n * anggota // 132 % anggota + 1 if anggota else None
    sub = ((1, "Peraturan Gubernur yang berlaku;"), (2, "Laporan triwulan.")) if n % 11 == 5 else ()
    return TugasPotret(
        id=1000 + n,
        kode=f"{member}.{n + 1}" if member else f"{n % max(area, 1) + 1}.{n + 1}",
        teks=texts[n % len(texts)],
        jalur=""
        if member
        else f"{_nama_area(max(area, 1))[n % max(area, 1)]} > Indikator {n // 9}",
        sub=sub,
        anggota=member,
        bersama=(1, 2) if n % 29 == 7 and member else (),
        area=(f"A{n % (area + 1)}" if n % (area + 1) else "lintas") if area else "",
        unit=_unit(member or 0),
        pola=("Triwulan", "Tahunan", "Bila ada kejadian")[n % 3],
        dinilai=n % 17 != 16,
        catatan=("S-02",) if n % 40 == 3 and catatan >= 2 else (),
        kpk=NilaiKPKPotret(
            Decimal(75 + n % 20), date(2026, 6, 20), "Berita acara evaluasi Korsupgah"
        )
        if n % 8 == 2
        else None,
        capaian=tuple(_capaian(n, w, _unit(member or 0)) for w in range(jendela)),
    )


def _unit(member: int) -> str:
    people = _sk()["anggota"]
    return f"{people[(member - 1) % len(people)]['jabatan']}".removeprefix("Kepala ")


def _capaian(n: int, w: int, unit: str) -> CapaianPotret:
    key = n + 3 * w
    documents = tuple(_dokumen(n, w, d) for d in range(1 + n % 3))
    kinds = [d.golongan for d in documents]
    state = next(g for g in _URUTAN if g in kinds)
    sent = any(g in _DIKIRIM for g in kinds)
    begin = date(2026, 1, 1) if w % 2 == 0 else date(2026, 4, 1)
    limit = date(2026, 4, 5) if w % 2 == 0 else date(2026, 7, 5)
    owed = state in (Golongan.PERBAIKAN, Golongan.BELUM, Golongan.DRAF)
    last = CatatanPotret(
        "kirim", "Dikirim", "", "", f"Operator Contoh {key % 7}", "Operator", AT - timedelta(days=5)
    )
    said = (
        CatatanPotret(
            "minta_perbaikan",
            "Perlu perbaikan",
            "Tidak lengkap",
            "Halaman lampiran belum dilampirkan; sertakan lampiran II dan daftar hadir rapat.",
            "Verifikator Contoh",
            "Auditor Madya",
            AT - timedelta(days=3),
        )
        if Golongan.PERBAIKAN in kinds
        else None
    )
    return CapaianPotret(
        id=100_000 + 100 * n + w,
        mulai=begin,
        selesai=date(2026, 3, 31) if w % 2 == 0 else date(2026, 6, 30),
        batas=limit,
        unit=unit,
        pemegang="Biro Hukum Setda Provinsi NTT" if key % 23 == 4 else "",
        status=state,
        lewat_hari=(date(2026, 6, 30) - limit).days if owed and limit < date(2026, 6, 30) else 0,
        nilai_mandiri=(key * 7) % 101 if sent else None,
        nilai_internal=(key * 5) % 101 if set(kinds) == {Golongan.DISETUJUI} else None,
        dikirim=AT - timedelta(days=5) if sent else None,
        narasi=f"Kegiatan dilaksanakan bersama {1 + key % 9} kabupaten dan dilaporkan tertulis."
        if sent
        else "",
        kendala=_KENDALA[key % 3],
        tindak_lanjut="Inspektorat memanggil unit pada minggu kedua Juli." if key % 3 else "",
        progres=("Belum mulai", "Sedang disiapkan", "Menunggu tanda tangan")[key % 3],
        dokumen=documents,
        catatan=said,
        langkah=(said or last) if sent else None,
    )


def _dokumen(n: int, w: int, d: int) -> DokumenPotret:
    kind = _GOLONGAN[(n * 3 + d + w) % len(_GOLONGAN)]
    jaga = None
    if kind is Golongan.DISETUJUI and (n + d) % 4 == 1:
        answer = ("", "diterima", "ditolak")[(n + d) % 3]
        jaga = JagaPotret(
            AT - timedelta(days=2),
            answer,
            "Dokumen yang diunggah bukan tahun berjalan." if answer == "ditolak" else "",
            date(2026, 6, 29) if answer else None,
            n % 5 == 0,
        )
    return DokumenPotret(
        id=1_000_000 + 1000 * n + 10 * w + d,
        urut=d + 1,
        uraian=("Bukti pelaksanaan tugas", "Peraturan Gubernur", "Laporan hasil reviu/evaluasi")[d],
        susunan_portal=d == 0,
        golongan=kind,
        bukti=(),
        jaga=jaga,
    )


def _berkas(tasks: list[TugasPotret], jumlah: int) -> list[TugasPotret]:
    """Spread files over the documents that were sent, as evenly as it goes."""
    sent = [d.id for t in tasks for c in t.capaian for d in c.dokumen if d.golongan in _DIKIRIM]
    if not sent:
        return tasks
    each, more = divmod(jumlah, len(sent))
    count = {pk: each + (n < more) for n, pk in enumerate(sent)}
    return [
        replace(
            t,
            capaian=tuple(
                replace(
                    c,
                    dokumen=tuple(
                        replace(
                            d,
                            bukti=tuple(_bukti(t.kode, d, n) for n in range(count.get(d.id, 0))),
                        )
                        for d in c.dokumen
                    ),
                )
                for c in t.capaian
            ),
        )
        for t in tasks
    ]


def _bukti(kode: str, dokumen: DokumenPotret, n: int) -> BuktiPotret:
    key = dokumen.id + n
    return BuktiPotret(
        nama=f"{_NAMA[key % 3]}-{kode}-{dokumen.urut}-{n + 1}.pdf",
        nomor="" if key % 5 == 0 else f"700/{key % 997}/ITDA/VI/2026",
        tanggal=None if key % 7 == 0 else date(2026, 1 + key % 6, 1 + key % 28),
        sha256=_sidik(f"{dokumen.id}/{n}"),
        halaman=None if key % 13 == 0 else 1 + key % 60,
        rentang="3-5" if key % 4 == 0 else "",
        dikecualikan=key % 31 == 0,
    )


def _sidik(teks: str) -> str:
    return hashlib.sha256(teks.encode()).hexdigest()


def _hitung(tasks: Iterable[TugasPotret]) -> Hitungan:
    return Hitungan.dari(d.golongan for t in tasks for c in t.capaian for d in c.dokumen)


def _nilai(tasks: Sequence[TugasPotret]) -> NilaiPotret:
    scored = [(t, c) for t in tasks for c in t.capaian if t.dinilai]
    return NilaiPotret(
        mandiri=_skor([c.nilai_mandiri for _, c in scored]),
        internal=_skor([c.nilai_internal for _, c in scored]),
        kpk=_skor([t.kpk.nilai if t.kpk else None for t, _ in scored]),
        bobot="bobot sama" if scored else "",
    )


def _skor(nilai: Sequence[Decimal | int | None]) -> SkorPotret:
    known = [Decimal(n) for n in nilai if n is not None]
    total = sum(known, Decimal(0))
    return SkorPotret(
        nilai=total / len(nilai) if known else None,
        jumlah=total,
        pembagi=Decimal(len(nilai)),
        terisi=len(known),
        penyebut=len(nilai),
    )


def _anggota(no: int, tasks: Sequence[TugasPotret], anggota: int, catatan: int) -> AnggotaPotret:
    people = _sk()["anggota"]
    person = people[(no - 1) % len(people)]
    rows = [t for t in tasks if t.anggota == no]
    shared = not rows and anggota > 1
    sent = [c.dikirim for t in rows for c in t.capaian if c.dikirim]
    return AnggotaPotret(
        no=no,
        jabatan=person["jabatan"],
        kedudukan=person["kedudukan"],
        unit=_unit(no),
        tugas=len(rows),
        hitungan=_hitung(rows),
        nilai=_nilai(rows),
        terlambat=sum(bool(c.lewat_hari) for t in rows for c in t.capaian),
        terakhir=max(sent, default=None),
        dihitung_pada=(1,) if shared and no > 1 else (),
        catatan=("S-03",) if no == 4 and catatan >= 3 else (),
    )


def _pengecualian(task: TugasPotret, n: int) -> PengecualianPotret:
    window = task.capaian[0]
    decided = n % 2 == 0
    return PengecualianPotret(
        id=n + 1,
        kode=task.kode,
        unit=window.unit,
        mulai=window.mulai,
        jenis=("Tidak dapat dipenuhi", "Tidak berlaku", "Nihil")[n % 3],
        alasan="Kewenangan beralih kepada pemerintah pusat sejak Januari; surat terlampir.",
        dokumen=tuple(d.urut for d in window.dokumen),
        diajukan=AT - timedelta(days=20),
        pendapat="Mendukung" if decided else "",
        pendapat_catatan="Dasar hukumnya sudah diperiksa." if decided else "",
        putusan="Dikabulkan" if decided else "",
        putusan_catatan="Berlaku untuk tahun berjalan." if decided else "",
        putusan_oleh="Ketua Contoh" if decided else "",
        jawaban_kpk="Diterima KPK" if decided else "",
        jawaban_catatan="Sesuai berita acara." if decided else "",
    )


def _perubahan(task: TugasPotret, n: int) -> PerubahanPotret:
    window = task.capaian[0]
    return PerubahanPotret(
        kode=task.kode,
        teks=task.teks,
        unit=window.unit,
        capaian=window.id,
        mulai=window.mulai,
        selesai=window.selesai,
        ubahan=(
            Ubahan("Status", "Menunggu verifikasi", "Disetujui Inspektorat"),
            Ubahan("Nilai terverifikasi", "tanpa data", str(60 + n % 40)),
        ),
        sebab="Disetujui",
        oleh="Verifikator Contoh, Auditor Madya",
        at=AT - timedelta(days=3),
    )


def _amandemen(no: int, tasks: Sequence[TugasPotret]) -> AmandemenPotret:
    return AmandemenPotret(
        batas="B03",
        no=no + 1,
        at=AT - timedelta(days=60 - no),
        alasan=f"Nilai tugas {tasks[0].kode} salah ketik pada berita acara; dibetulkan.",
        oleh="Benediktus Contoh",
        jabatan="Sekretaris Daerah Provinsi Nusa Tenggara Timur",
        perubahan=(_perubahan(tasks[0], no),),
    )
