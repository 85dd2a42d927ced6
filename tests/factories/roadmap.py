"""A small running Road Map: 5 indikator, 8 rows of the Lampiran, each kind of target once.

Three years; the first is last year unless told otherwise. Units share it out: the first has B01,
B02, B03, A-001 and A-002, the second everything else.

    B01 predicate, B02 percentage, B03 minimise, B04 "Semua PD", B05 cumulative count
    A-001 four components with a budget, A-002 two components sharing it, A-003 a heading,
    A-004 percentage ("900%" in the third year; budgets 0, 75,000, -),
    A-005 "-", then a document, then "0", A-006 blank but for the second year,
    B-007 two components (no budget in the third year), B-008 money only, second year only
"""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import Instansi, Unit, User
from accounts.permissions import Role
from evidence.actions import Isian, kirim, mulai_rencana, putuskan, simpan_draf, unggah
from evidence.jadwal import batas_baku
from evidence.models import Butir, Capaian, DokumenWajib, Rencana
from evidence.workflow import Aksi, Status
from roadmap.models import (
    AturanUkur,
    BarisAksi,
    CatatanSumber,
    Indikator,
    IsiSenarai,
    Kegiatan,
    KelompokSasaran,
    Program,
    RealisasiTercatat,
    RoadMap,
    Sasaran,
    Senarai,
    TargetTahun,
    TotalTercetak,
    UsulanBaca,
)
from roadmap.nilai import kolom_anggaran, kolom_target
from tests.factories.people import buat_instansi, buat_unit, buat_user
from tests.factories.states import pdf_kecil
from ukuran.models import PitaCapaian, SkalaPredikat
from ukuran.target import baca_anggaran, baca_target

_ANGKA = ("komponen", "predikat", "ada", "pagu", "pergeseran", "anggaran")
_PREDIKAT = ("TMP", "TW", "WDP", "WTP")

INDIKATOR: dict[str, tuple[str, tuple[str, str, str]]] = {
    "B01": ("Opini BPK", ("WDP", "WTP", "WTP")),
    "B02": ("Temuan yang ditindaklanjuti", ("70% (rata-rata)", "80%", "90%")),
    "B03": ("Jumlah pengaduan", ("20 kasus", "15 kasus", "10 kasus")),
    "B04": ("PD yang menerapkan SPIP", ("Semua PD", "Semua PD", "Semua PD")),
    "B05": ("Unit yang dibangun menuju WBK", ("2 unit", "3 unit", "5 unit")),
}
"""Indikator: text and the target of each year."""

BARIS: dict[str, tuple[tuple[str, str], ...]] = {
    "A-001": (
        ("15 tim, 10 PD, 8 kab/kota, 5 kl pertemuan,", "120,000"),
        ("18 kasus/18 laporan", "150,500"),
        ("1 rgn, 2 set, 16 unit", "200,000"),
    ),
    "A-002": (("18 kasus/18 laporan", ""), ("20 PD, 20 UPT/cabang Dns", ""), ("5x", "")),
    "A-004": (("100%", "0"), ("100%", "75,000"), ("900%", "-")),
    "A-005": (("-", "-"), ("Kep. Gub. Satgas SPIP Pemda", "50,000"), ("0", "0")),
    "A-006": (("", ""), ("5x", ""), ("", "")),
    "B-007": (
        ("50 PNS Prov dan 44 PNS Kab/Kota", "1,200,287"),
        ("50 PNS Prov dan 44 PNS Kab/Kota", "1,000,000"),
        ("60 PNS Prov dan 44 PNS Kab/Kota", ""),
    ),
    "B-008": (("", ""), ("", "30,000"), ("-", "-")),
}
"""Rows of the Lampiran that ask something: target and budget of each year, as printed."""


@dataclass
class RoadMapUji:
    """What was made."""

    rencana: Rencana
    roadmap: RoadMap
    tahun: tuple[int, int, int]
    units: tuple[Unit, ...]
    butir: dict[str, Butir] = field(default_factory=dict)
    baris: dict[str, BarisAksi] = field(default_factory=dict)

    def capaian(self, kode: str, tahun: int | None = None, ke: int = 1) -> Capaian:
        """Return the task of a Butir: its `ke`-th window in a year (default: the second year)."""
        rows = Capaian.objects.filter(
            butir=self.butir[kode],
            selesai__year=self.tahun[1] if tahun is None else tahun,
            gugur__isnull=True,
        )
        return rows.select_related("butir__rencana", "unit", "instansi").order_by("mulai")[ke - 1]


def buat_ukuran_umum() -> None:
    """Make the portal's own bands and scales (from fixtures/instruments) where they are not yet."""
    folder = Path(settings.BASE_DIR) / "fixtures" / "instruments"
    for row in json.loads((folder / "skala.json").read_text("utf-8"))["skala"]:
        SkalaPredikat.objects.get_or_create(
            instansi=None,
            kode=row["kode"],
            versi=row["versi"],
            defaults={k: v for k, v in row.items() if k not in ("kode", "versi")},
        )
    for row in json.loads((folder / "pita.json").read_text("utf-8"))["pita"]:
        PitaCapaian.objects.get_or_create(
            instansi=None,
            kode="capaian",
            versi=row["versi"],
            defaults={k: v for k, v in row.items() if k not in ("kode", "versi")},
        )


def buat_roadmap(
    instansi: Instansi,
    units: Sequence[Unit],
    *,
    tahun: int | None = None,
    jalan: bool = True,
    at: datetime | None = None,
) -> RoadMapUji:
    """Make the plan described above; started by its action when `jalan`.

    `tahun` is its first year. `at` is when it is started (CONTOH institutions only).
    """
    buat_ukuran_umum()
    first = tahun or timezone.localdate().year - 1
    years = (first, first + 1, first + 2)
    rencana = Rencana.objects.create(
        instansi=instansi,
        jenis=Rencana.Jenis.ROADMAP,
        nama=f"Road Map {instansi.kode} {first}-{first + 2}",
        tahun=first,
        mulai=date(first, 1, 1),
        selesai=date(first + 2, 12, 31),
    )
    for batas in batas_baku(rencana.mulai, rencana.selesai):
        batas.rencana = rencana
        batas.save()
    roadmap = RoadMap.objects.create(
        rencana=rencana,
        judul=f"ROAD MAP UJI {first}-{first + 2}",
        instrumen="PERATURAN GUBERNUR UJI",
        nomor_raw="10 TAHUN 2018",
        sumber="road-map-uji.pdf",
        penandatangan="PENANDA TANGAN UJI",
        penandatangan_jabatan="GUBERNUR UJI",
        kolom_lampiran=["No.", "Program/Kegiatan", "Indikator", "Penanggung Jawab"],
    )
    made = RoadMapUji(rencana, roadmap, years, tuple(units))
    _sasaran(made)
    _lampiran(made)
    _catatan(made)
    if jalan:
        root = units[0]
        while root.induk is not None:
            root = root.induk
        starter = buat_user(f"pemulai.roadmap.{rencana.pk}", Role.ADMIN, root)
        mulai_rencana(rencana_id=rencana.pk, by=starter, at=at)
        rencana.refresh_from_db()
    return made


def _butir(made: RoadMapUji, kode: str, uraian: str, jalur: str, unit: Unit, pola: str) -> Butir:
    butir = Butir.objects.create(
        instansi=made.rencana.instansi,
        rencana=made.rencana,
        kode=kode,
        uraian=uraian,
        jalur=jalur,
        urut=len(made.butir) + 1,
        unit=unit,
        pola=pola,
        cara_nilai=Butir.CaraNilai.KHUSUS,
    )
    DokumenWajib.objects.create(
        butir=butir, urut=1, uraian=f"Bukti pelaksanaan {kode}", asal="portal"
    )
    made.butir[kode] = butir
    return butir


def _aturan(butir: Butir, **rule: Any) -> None:
    AturanUkur.objects.create(butir=butir, **rule)


def _sasaran(made: RoadMapUji) -> None:
    susunan: dict[str, tuple[str, dict[str, tuple[str, ...]]]] = {
        "K1": ("A. Penguatan pengawasan", {"a. Meningkatnya akuntabilitas": ("B01", "B02"),
                                           "b. Menurunnya pengaduan": ("B03",)}),
        "K2": ("B. Penguatan pelayanan", {"Meningkatnya integritas": ("B04", "B05")}),
    }  # fmt: skip
    rules: dict[str, dict[str, Any]] = {
        "B01": {"skala": SkalaPredikat.objects.get(instansi=None, kode="opini-bpk", kini=True)},
        "B03": {"arah": "min"},
        "B05": {"sifat": "kumulatif"},
    }
    for n, (kode, (judul, isi)) in enumerate(susunan.items(), start=1):
        kelompok = KelompokSasaran.objects.create(
            roadmap=made.roadmap,
            kode=kode,
            urut=n,
            jalur=["Bab III.B", judul],
            kepala_tahun=[str(t) for t in made.tahun],
        )
        for k, (teks, codes) in enumerate(isi.items(), start=1):
            sasaran = Sasaran.objects.create(kelompok=kelompok, urut=k, teks=teks)
            for i, code in enumerate(codes, start=1):
                uraian, targets = INDIKATOR[code]
                unit = made.units[0 if n == 1 else 1]
                butir = _butir(made, code, uraian, judul, unit, Butir.Pola.SEMESTER)
                Indikator.objects.create(
                    butir=butir, sasaran=sasaran, kode=code, urut=i, teks=uraian
                )
                _aturan(butir, **rules.get(code, {}))
                TargetTahun.objects.bulk_create(
                    TargetTahun(butir=butir, tahun=t, **kolom_target(baca_target(raw, _PREDIKAT)))
                    for t, raw in zip(made.tahun, targets, strict=True)
                )


def _lampiran(made: RoadMapUji) -> None:
    program = {
        "A": Program.objects.create(
            roadmap=made.roadmap, huruf="A", nama="Program Penguatan Pengawasan",
            judul_tercetak="A. PROGRAM PENGUATAN PENGAWASAN", urut=1,
        ),
        "B": Program.objects.create(
            roadmap=made.roadmap, huruf="B", nama="", judul_tercetak="B.", urut=2
        ),
    }  # fmt: skip
    kegiatan = [
        Kegiatan.objects.create(program=program[p], no=no, nama=nama, urut=n)
        for n, (p, no, nama) in enumerate(
            (("A", "1", "Pembinaan SPIP"), ("A", "2", "Penguatan kelembagaan"),
             ("B", "1", "Pelatihan pegawai")),
            start=1,
        )
    ]  # fmt: skip
    rows = (
        ("A-001", 0, "kegiatan", "Terbentuknya tim SPIP"),
        ("A-002", 0, "indikator", "Laporan SPIP"),
        ("A-003", 1, "judul", ""),
        ("A-004", 1, "kegiatan", "Persentase PD yang dievaluasi"),
        ("A-005", 1, "kegiatan", "Keputusan tentang Satgas"),
        ("A-006", 1, "lanjutan", "Rapat koordinasi"),
        ("B-007", 2, "kegiatan", "Pegawai yang dilatih"),
        ("B-008", 2, "kegiatan", ""),
    )
    for n, (kode, k, tipe, indikator) in enumerate(rows, start=1):
        owner, unit = kegiatan[k], made.units[0 if k == 0 else 1]
        head = tipe in ("judul", "kegiatan")
        made.baris[kode] = BarisAksi.objects.create(
            kegiatan=owner,
            butir=None
            if tipe == "judul"
            else _butir(made, kode, indikator or owner.nama, f"{owner.program.judul_tercetak}",
                        unit, Butir.Pola.TRIWULAN),
            kode=kode,
            urut=n,
            tipe=tipe,
            no_tercetak=owner.no if head and (k != 1 or tipe == "judul") else "",
            kegiatan_tercetak=owner.nama if head and (k != 1 or tipe == "judul") else "",
            sub_induk=owner.nama if k == 1 and tipe != "judul" else "",
            sub_kegiatan=f"Sub {kode}" if k == 1 and tipe == "kegiatan" else "",
            indikator_tercetak=indikator,
            indikator=indikator,
            penanggung_jawab=unit.nama if tipe == "kegiatan" else "",
        )  # fmt: skip
    shared = made.baris["A-002"]
    shared.anggaran_pada = made.baris["A-001"]
    shared.save()
    for kode, cells in BARIS.items():
        _aturan(made.butir[kode])
        TargetTahun.objects.bulk_create(
            TargetTahun(
                butir=made.butir[kode],
                tahun=t,
                **kolom_target(baca_target(raw)),
                **kolom_anggaran(baca_anggaran(money)),
            )
            for t, (raw, money) in zip(made.tahun, cells, strict=True)
        )


def _catatan(made: RoadMapUji) -> None:
    """Printed totals (the second year one too many), two source notes, one list."""
    for tahun, mentah, ribu in zip(
        made.tahun,
        ("1,320,287", "1,305,501", "200,000"),
        (1_320_287, 1_305_501, 200_000),
        strict=True,
    ):
        TotalTercetak.objects.create(roadmap=made.roadmap, tahun=tahun, mentah=mentah, ribu=ribu)
    persen = CatatanSumber.objects.create(
        roadmap=made.roadmap, kode="R-01", golongan="E", mentah="900%",
        alasan="Persentase di atas 100.", usulan="90%", dalam_total=None,
    )  # fmt: skip
    persen.butir.add(made.butir["A-004"])
    UsulanBaca.objects.create(
        catatan=persen, butir=made.butir["A-004"], tahun=made.tahun[2], target_mentah="90%"
    )
    uang = CatatanSumber.objects.create(
        roadmap=made.roadmap, kode="R-02", golongan="E", mentah="1,000,000",
        alasan="Jauh di atas baris lain.", usulan="100,000", dalam_total=True,
    )  # fmt: skip
    uang.butir.add(made.butir["B-007"])
    UsulanBaca.objects.create(
        catatan=uang, butir=made.butir["B-007"], tahun=made.tahun[1], anggaran_ribu=100_000
    )
    senarai = Senarai.objects.create(
        roadmap=made.roadmap, kelompok="iii_c", kunci="a", urut=1, judul="Prioritas pengawasan"
    )
    IsiSenarai.objects.create(senarai=senarai, urut=1, label="a.", teks="Pembinaan SPIP")
    IsiSenarai.objects.create(senarai=senarai, urut=2, label="b.", teks="Pelatihan pegawai")


def bangun_roadmap(
    kode: str, *, contoh: bool = False, tahun: int | None = None, at: datetime | None = None
) -> SimpleNamespace:
    """Make an institution with an Inspektorat, two offices, every role, and the plan above.

    `pupr` (operator `op`) has the first half of the rows, `dinkes` (`op2`) the other.
    """
    instansi = buat_instansi(kode, contoh=contoh)
    akar = buat_unit(instansi, "setda", jenis="pimpinan")
    itda = buat_unit(instansi, "itda", induk=akar, inspektorat=True)
    pupr = buat_unit(instansi, "pupr", induk=akar)
    dinkes = buat_unit(instansi, "dinkes", induk=akar)
    return SimpleNamespace(
        instansi=instansi,
        akar=akar,
        itda=itda,
        pupr=pupr,
        dinkes=dinkes,
        rm=buat_roadmap(instansi, [pupr, dinkes], tahun=tahun, at=at),
        op=buat_user(f"op.{kode}", Role.OPERATOR, pupr),
        op2=buat_user(f"op2.{kode}", Role.OPERATOR, dinkes),
        verifikator=buat_user(f"verif.{kode}", Role.VERIFIKATOR, itda),
        verifikator2=buat_user(f"verif2.{kode}", Role.VERIFIKATOR, itda),
        ketua=buat_user(f"ketua.{kode}", Role.KETUA, akar),
        admin=buat_user(f"admin.{kode}", Role.ADMIN, akar),
        auditor=buat_user(f"auditor.{kode}", Role.AUDITOR, akar),
    )


def angka_khusus(
    komponen: Sequence[int | str | Decimal | None] = (),
    *,
    predikat: str = "",
    ada: bool | None = None,
    pagu: int | None = None,
    pergeseran: int | None = None,
    anggaran: int | None = None,
) -> dict[str, Any]:
    """Return figures as the form of a task gives them to the actions."""
    figures: dict[str, Any] = {
        f"fisik_{n}": None if k is None else Decimal(k) for n, k in enumerate(komponen)
    }
    figures["predikat"] = predikat
    figures["ada"] = "" if ada is None else ("ya" if ada else "tidak")
    for name, value in (("pagu", pagu), ("pergeseran", pergeseran), ("anggaran", anggaran)):
        figures[name] = None if value is None else Decimal(value)
    return figures


def isi_realisasi(
    capaian: Capaian,
    by: User,
    komponen: Sequence[int | str | Decimal | None] = (),
    *,
    at: datetime | None = None,
    **figures: Any,
) -> Capaian:
    """Save figures as the unit's draft (see `angka_khusus` for what can be named)."""
    return simpan_draf(
        capaian_id=capaian.pk,
        versi=Capaian.objects.get(pk=capaian.pk).versi,
        isian=Isian(khusus=angka_khusus(komponen, **figures)),
        by=by,
        at=at,
    )


def kirim_realisasi(
    capaian: Capaian,
    by: User,
    komponen: Sequence[int | str | Decimal | None] = (),
    *,
    at: datetime | None = None,
    **figures: Any,
) -> Capaian:
    """Attach a file to each document that has none, and send the figures."""
    for row in capaian.pemenuhan_set.filter(status=Status.BELUM):
        sent = unggah(
            pemenuhan_id=row.pk,
            files=[(f"bukti-{row.pk}.pdf", io.BytesIO(pdf_kecil(f"realisasi {row.pk}")))],
            by=by,
            at=at,
        )
        assert sent.ditolak == []
    returned = capaian.pemenuhan_set.filter(status=Status.PERBAIKAN)
    return kirim(
        capaian_id=capaian.pk,
        versi=Capaian.objects.get(pk=capaian.pk).versi,
        isian=Isian(narasi="Sudah dikerjakan.", khusus=angka_khusus(komponen, **figures)),
        ulang=list(returned.values_list("pk", flat=True)),
        by=by,
        at=at,
    )


def verifikasi_realisasi(
    capaian: Capaian,
    by: User,
    komponen: Sequence[int | str | Decimal | None] | None = None,
    *,
    catatan: str = "",
    at: datetime | None = None,
    **figures: Any,
) -> Capaian:
    """Approve what waits: with the claimed figures, or with those named here instead."""
    claim = (
        RealisasiTercatat.objects.filter(capaian=capaian, tahap="klaim")
        .order_by("at", "pk")
        .values(*_ANGKA)
        .last()
    )
    assert claim is not None
    claimed = claim | figures | ({} if komponen is None else {"komponen": komponen})
    return putuskan(
        capaian_id=capaian.pk,
        versi=Capaian.objects.get(pk=capaian.pk).versi,
        pemenuhan_ids=list(
            capaian.pemenuhan_set.filter(status=Status.MENUNGGU).values_list("pk", flat=True)
        ),
        aksi=Aksi.SETUJUI,
        by=by,
        catatan=catatan,
        khusus=angka_khusus(claimed.pop("komponen"), **claimed),
        at=at,
    )
