"""A small LKE: eight questions of every scale kind, two ZI units, everybody who acts in it."""

import io
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count

from django.utils import timezone

from accounts.models import Instansi, Unit, User
from accounts.permissions import Role
from tests.factories.people import buat_instansi, buat_unit, buat_user
from tests.factories.states import pdf_kecil
from zonaintegritas.actions.lke import lampirkan, langkah, salin_nilai, simpan_jawaban
from zonaintegritas.lke.alur import TAHAP, AksiLKE
from zonaintegritas.lke.isian import tanda
from zonaintegritas.models import (
    LKE,
    AnggotaTPI,
    BuktiLKE,
    InstrumenLKE,
    JawabanLKE,
    KomponenLKE,
    PeranTPI,
    PertanyaanLKE,
    StatusLKE,
    UnitZI,
)

_NOMOR = count(1)  # no two files alike

SKALA: dict[str, dict[str, object]] = {
    "ya_tidak": {"jenis": "pilihan", "pilihan": [("ya", "1", "Ya"), ("tidak", "0", "Tidak")]},
    "a_c": {
        "jenis": "pilihan",
        "pilihan": [("A", "1", "Semua"), ("B", "0.5", "Sebagian"), ("C", "0", "Belum")],
    },
    "a_d": {
        "jenis": "pilihan",
        "pilihan": [
            ("A", "1", "Semua"),
            ("B", "0.67", "Sebagian besar"),
            ("C", "0.33", "Sebagian kecil"),
            ("D", "0", "Belum"),
        ],
    },
    "a_e": {
        "jenis": "pilihan",
        "pilihan": [
            ("A", "1", "Selalu"),
            ("B", "0.75", "Sering"),
            ("C", "0.5", "Kadang"),
            ("D", "0.25", "Jarang"),
            ("E", "0", "Tidak"),
        ],
    },
    "rasio": {
        "jenis": "rasio",
        "label_pembilang": "Pegawai yang mengikuti",
        "label_penyebut": "Seluruh pegawai",
    },
    "indeks": {"jenis": "indeks", "maks": Decimal(4)},
}
"""Answer scales by code; `pilihan` are code, value, label."""

KOMPONEN: tuple[tuple[str, str, str, str, str, str, str | None, str | None], ...] = (
    ("P", "", "Pengungkit", "", "", "60", None, None),
    ("A", "P", "Pemenuhan", "", "pemenuhan", "30", None, None),
    ("A.I", "A", "Manajemen Perubahan", "mp", "pemenuhan", "10", "6", "7.5"),
    ("A.II", "A", "Pelayanan Publik", "pp", "pemenuhan", "20", "12", "15"),
    ("B", "P", "Reform", "", "reform", "30", None, None),
    ("B.I", "B", "Manajemen Perubahan", "mp", "reform", "10", "6", "7.5"),
    ("B.II", "B", "Pelayanan Publik", "pp", "reform", "20", "12", "15"),
    ("H", "", "Hasil", "", "hasil", "40", None, None),
    ("H.I", "H", "Indeks persepsi anti korupsi", "ipak", "hasil", "25", "20", "22.5"),
    ("H.II", "H", "Capaian kinerja", "kinerja", "hasil", "15", "7.5", "12"),
)
"""kode, induk, nama, kelompok, paruh, bobot, min_wbk, min_wbbm."""

PERTANYAAN: tuple[tuple[str, str, str], ...] = (
    ("A.I.1", "A.I", "ya_tidak"),
    ("A.I.2", "A.I", "a_c"),
    ("A.II.1", "A.II", "a_d"),
    ("A.II.2", "A.II", "rasio"),
    ("B.I.1", "B.I", "a_e"),
    ("B.II.1", "B.II", "rasio"),
    ("H.I.1", "H.I", "indeks"),
    ("H.II.1", "H.II", "a_c"),
)
"""kode, komponen, skala."""

ISI: dict[str, dict[str, str]] = {
    "A.I.1": {"pilihan": "ya"},
    "A.I.2": {"pilihan": "B", "alasan": "Rencana aksi baru sebagian."},
    "A.II.1": {"pilihan": "A"},
    "A.II.2": {"pembilang": "45", "penyebut": "60"},
    "B.I.1": {"pilihan": "B"},
    "B.II.1": {"pembilang": "60", "penyebut": "60"},
    "H.I.1": {"angka": "3,6"},
    "H.II.1": {"pilihan": "A"},
}
"""One full sheet as it is typed. Its total, by hand: A.I (1 + 0.5)/2 x 10 = 7.5, A.II
(1 + 0.75)/2 x 20 = 17.5, B.I 0.75 x 10 = 7.5, B.II 20, H.I 3.6/4 x 25 = 22.5, H.II 15; 90 in all.
"""
NILAI_ISI = Decimal("90")


def buat_instrumen_lke(
    instansi: Instansi | None = None, *, kode: str = "lke-uji", versi: int = 1
) -> InstrumenLKE:
    """Make the small instrument; without an institution it is a regulation for everybody."""
    instrumen = InstrumenLKE.objects.create(
        instansi=instansi,
        kode=kode,
        versi=versi,
        nama=f"Instrumen uji {kode}",
        ambang=[
            {"predikat": "wbk", "total": "75", "pengungkit": "40"},
            {"predikat": "wbbm", "total": "85", "pengungkit": "48"},
        ],
        pembulatan={"angka": 2, "cara": "setengah_naik", "tingkat": "akhir"},
    )
    skala = {}
    for nama, isi in SKALA.items():
        pilihan = isi.get("pilihan", [])
        assert isinstance(pilihan, list)
        rest = {k: v for k, v in isi.items() if k != "pilihan"}
        skala[nama] = instrumen.skala_set.create(
            kode=nama,
            nama=f"Skala {nama}",
            pilihan=[{"kode": k, "nilai": n, "label": teks} for k, n, teks in pilihan],
            **rest,
        )
    komponen: dict[str, KomponenLKE] = {}
    for urut, row in enumerate(KOMPONEN, start=1):
        kode_k, induk, nama, kelompok, paruh, bobot, wbk, wbbm = row
        komponen[kode_k] = instrumen.komponen_set.create(
            kode=kode_k,
            induk=komponen.get(induk),
            nama=nama,
            kelompok=kelompok,
            paruh=paruh,
            urut=urut,
            bobot=Decimal(bobot),
            min_wbk=Decimal(wbk) if wbk else None,
            min_wbbm=Decimal(wbbm) if wbbm else None,
        )
    for urut, (kode_p, induk, nama) in enumerate(PERTANYAAN, start=1):
        instrumen.pertanyaan_set.create(
            komponen=komponen[induk],
            kode=kode_p,
            urut=urut,
            teks=f"Apakah {kode_p} sudah dilaksanakan?",
            skala=skala[nama],
            dokumen=[f"Dokumen {kode_p}"],
        )
    return instrumen


@dataclass
class LKEUji:
    """An institution with two ZI units, one assessment of the first, and everybody around it.

    `tpi_*` are appointed to `lke` from yesterday for thirty days; they work in the institution
    `luar`, which has an assessment of its own (`lke_luar`) of the same instrument.
    """

    instansi: Instansi
    akar: Unit
    unit: Unit
    unit_lain: Unit
    biasa: Unit
    luar: Instansi
    unit_luar: Unit
    instrumen: InstrumenLKE
    lke: LKE
    lke_lain: LKE
    lke_luar: LKE
    pertanyaan: dict[str, PertanyaanLKE]
    orang: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, nama: str) -> User:
        """Return a person by name: operator, koordinator, verifikator, tpi_ketua, ..."""
        orang: dict[str, User] = self.__dict__.get("orang", {})
        if nama not in orang:
            raise AttributeError(nama)
        return orang[nama]

    def segar(self) -> LKE:
        """Return the assessment read anew."""
        return LKE.objects.select_related("instansi", "unit", "instrumen").get(pk=self.lke.pk)


def buat_lke(
    kode: str = "alfa",
    *,
    contoh: bool = False,
    instansi: Instansi | None = None,
    unit: Unit | None = None,
    tahun: int | None = None,
) -> LKEUji:
    """Make the small world of one LKE; an institution and its unit may be given.

    People: operator and operator2 and koordinator of the unit, bawahan (a unit below it),
    operator_lain of the second ZI unit, verifikator, verifikator2, ketua, admin, auditor,
    auditor_tugas (of the unit); from outside tpi_anggota, tpi_ketua, tpi_pengendali, and
    orang_luar (operator there, without appointment).
    """
    tahun = tahun or timezone.localdate().year
    instansi = instansi or buat_instansi(kode, contoh=contoh)
    kode = instansi.kode
    akar = buat_unit(instansi, "akar-zi", jenis="pimpinan")
    unit = unit or buat_unit(instansi, "zi-satu", induk=akar)
    lain = buat_unit(instansi, "zi-dua", induk=akar)
    biasa = buat_unit(instansi, "bukan-zi", induk=akar)
    luar = buat_instansi(f"luar-{kode}", contoh=contoh)
    unit_luar = buat_unit(luar, "tpi")
    for satu in (unit, lain, unit_luar):
        UnitZI.objects.get_or_create(instansi=satu.instansi, unit=satu)
    umum = InstrumenLKE.objects.filter(instansi=None, kode="lke-uji").first()
    instrumen = umum or buat_instrumen_lke()
    orang = _orang(kode, akar, unit, lain, unit_luar)
    now = timezone.now()
    lke, lke_lain, lke_luar = (
        LKE.objects.create(
            instansi=satu.instansi,
            unit=satu,
            tahun=tahun,
            instrumen=instrumen,
            dibuat=now,
            dibuat_oleh=orang["admin"],
        )
        for satu in (unit, lain, unit_luar)
    )
    InstrumenLKE.objects.filter(pk=instrumen.pk).update(dibekukan=now)
    for peran in PeranTPI:
        buat_tpi(lke, orang[f"tpi_{peran.value}"], peran, orang["admin"])
    return LKEUji(
        instansi=instansi,
        akar=akar,
        unit=unit,
        unit_lain=lain,
        biasa=biasa,
        luar=luar,
        unit_luar=unit_luar,
        instrumen=instrumen,
        lke=lke,
        lke_lain=lke_lain,
        lke_luar=lke_luar,
        pertanyaan={p.kode: p for p in instrumen.pertanyaan_set.select_related("skala")},
        orang=orang,
    )


def _orang(kode: str, akar: Unit, unit: Unit, lain: Unit, unit_luar: Unit) -> dict[str, User]:
    bawah = buat_unit(unit.instansi, "zi-bawah", induk=unit)
    places: dict[str, tuple[Role, Unit]] = {
        "operator": (Role.OPERATOR, unit),
        "operator2": (Role.OPERATOR, unit),
        "koordinator": (Role.KOORDINATOR, unit),
        "bawahan": (Role.OPERATOR, bawah),
        "operator_lain": (Role.OPERATOR, lain),
        "verifikator": (Role.VERIFIKATOR, akar),
        "verifikator2": (Role.VERIFIKATOR, akar),
        "ketua": (Role.KETUA, akar),
        "admin": (Role.ADMIN, akar),
        "auditor": (Role.AUDITOR, akar),
        "auditor_tugas": (Role.AUDITOR_TUGAS, unit),
        "tpi_anggota": (Role.VERIFIKATOR, unit_luar),
        "tpi_ketua": (Role.VERIFIKATOR, unit_luar),
        "tpi_pengendali": (Role.VERIFIKATOR, unit_luar),
        "orang_luar": (Role.OPERATOR, unit_luar),
        "admin_luar": (Role.ADMIN, unit_luar),
    }
    return {
        nama: buat_user(f"{nama}.zi.{kode}", role, place) for nama, (role, place) in places.items()
    }


def buat_tpi(
    lke: LKE,
    user: User,
    peran: str,
    oleh: User,
    *,
    mulai: date | None = None,
    selesai: date | None = None,
    at: datetime | None = None,
) -> AnggotaTPI:
    """Appoint somebody to the TPI of an assessment, from yesterday for thirty days by default."""
    hari = timezone.localdate()
    return AnggotaTPI.objects.create(
        lke=lke,
        user=user,
        peran=peran,
        mulai=mulai or hari - timedelta(days=1),
        selesai=selesai or hari + timedelta(days=29),
        surat_tugas="ST-7/TPI/2026",
        ditetapkan_oleh=oleh,
        dibuat=at or timezone.now(),
    )


def isi_semua(
    dunia: LKEUji,
    by: User,
    *,
    lke: LKE | None = None,
    ganti: dict[str, dict[str, str]] | None = None,
) -> None:
    """Answer every question as ISI says (or as `ganti` says), by the real action."""
    lke = lke or dunia.lke
    for kode, isi in {**ISI, **(ganti or {})}.items():
        soal = dunia.pertanyaan[kode]
        now = LKE.objects.get(pk=lke.pk)
        row = JawabanLKE.objects.filter(
            lke=lke, pertanyaan=soal, tahap=TAHAP[StatusLKE(now.status)]
        ).first()
        simpan_jawaban(lke_id=lke.pk, pertanyaan_id=soal.pk, isi=isi, lama=tanda(row), by=by)


def majukan(dunia: LKEUji, sampai: StatusLKE) -> LKE:
    """Walk the assessment forward to a state, by the people whose turn it is."""
    for status, siapa, aksi in _JALAN:
        lke = dunia.segar()
        if lke.status == sampai:
            return lke
        if lke.status != status:
            continue
        by = dunia.orang[siapa]
        if status == StatusLKE.MANDIRI:
            if not lke.jawaban_set.exists():
                isi_semua(dunia, by)
        elif status != StatusLKE.PERBAIKAN:
            salin_nilai(lke_id=lke.pk, by=by)
        catatan = "Perbaiki bukti." if aksi is AksiLKE.MINTA_PERBAIKAN else ""
        if aksi is AksiLKE.MINTA_PERBAIKAN and sampai != StatusLKE.PERBAIKAN:
            continue
        langkah(lke_id=lke.pk, aksi=aksi, by=by, catatan=catatan)
    return dunia.segar()


_JALAN = (
    (StatusLKE.MANDIRI, "operator", AksiLKE.AJUKAN),
    (StatusLKE.EVALUASI, "verifikator", AksiLKE.MINTA_PERBAIKAN),
    (StatusLKE.EVALUASI, "verifikator", AksiLKE.TERUSKAN),
    (StatusLKE.TPI_ANGGOTA, "tpi_anggota", AksiLKE.AJUKAN_KETUA),
    (StatusLKE.TPI_KETUA, "tpi_ketua", AksiLKE.AJUKAN_PENGENDALI),
    (StatusLKE.TPI_PENGENDALI, "tpi_pengendali", AksiLKE.TETAPKAN),
)


def berbukti(
    dunia: LKEUji, kode: str = "A.I.1", *, by: User | None = None, isi: bytes = b""
) -> BuktiLKE:
    """Attach one real PDF (or these bytes of one) to a question and return its row."""
    isi = isi or pdf_kecil(f"{dunia.lke.pk} {kode} {next(_NOMOR)}")
    hasil = lampirkan(
        lke_id=dunia.lke.pk,
        pertanyaan_id=dunia.pertanyaan[kode].pk,
        files=[(f"bukti {kode}.pdf", io.BytesIO(isi))],
        by=by or dunia.orang["operator"],
    )
    assert hasil.ditolak == []
    return BuktiLKE.objects.get(
        lke=dunia.lke, pertanyaan=dunia.pertanyaan[kode], versi=hasil.diterima[0], dilepas=None
    )
