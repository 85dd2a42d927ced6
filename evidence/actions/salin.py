"""Salin ke tahun baru: a plan with everything it asks, ready to be edited and started."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError
from django.db.models import Q

from accounts.models import Unit, User
from audit.recorder import audited
from evidence.actions.errors import IsianKurang
from evidence.actions.penjadwalan import hari_di
from evidence.actions.rencana import lock_rencana, record_rencana
from evidence.actions.transition import clock
from evidence.models import (
    AlurSerah,
    Batas,
    Butir,
    ButirPendukung,
    ButirSetara,
    DokumenWajib,
    KriteriaNilai,
    Rencana,
)
from evidence.salin import Penerus, Salinan, geser_tahun, kode_tahun, nama_tahun, salin_khusus

_TANGGAL_BATAS = (
    "akhir",
    "dibuka",
    "batas_unit",
    "batas_inspektorat",
    "batas_jaga",
    "verifikasi_kpk",
    "ditutup",
)


@dataclass(frozen=True)
class HasilSalin:
    """The new plan and what a person has to settle before it starts."""

    rencana: Rencana
    perlu: tuple[str, ...]


def salin_rencana(
    *, rencana_id: int, tahun: int, by: User, nama: str = "", at: datetime | None = None
) -> HasilSalin:
    """Copy a plan into another year as Disusun, whatever the state of the source.

    Copied: Butir that stand (each knows its source), documents, grades, supporting units,
    hand-overs, cut-offs and own deadlines moved by the years between; what apps registered.
    Units that have ended are replaced by their successors; without one the Butir keeps its
    unit and the result says so. No evidence, task or decision is copied. Raises Denied, and
    IsianKurang when the year is the source's, out of range, or taken.
    """
    taken = IsianKurang({"tahun": f"Sudah ada rencana jenis ini untuk tahun {tahun}."})
    try:
        with audited():
            asal = lock_rencana(rencana_id, by)
            if tahun == asal.tahun or not 2000 <= tahun <= 2100:
                raise IsianKurang({"tahun": "Pilih tahun lain antara 2000 dan 2100."})
            same = Rencana.objects.filter(instansi=asal.instansi_id, jenis=asal.jenis, tahun=tahun)
            if same.exists():
                raise taken
            return _copy(asal, tahun, nama.strip(), by, clock(asal.instansi, at))
    except IntegrityError as error:
        # Somebody made the plan of this year in the same moment, from another source.
        if Rencana.objects.filter(
            instansi=asal.instansi_id, jenis=asal.jenis, tahun=tahun
        ).exists():
            raise taken from error
        raise


def _copy(asal: Rencana, tahun: int, nama: str, by: User, now: datetime) -> HasilSalin:
    years = tahun - asal.tahun
    baru = Rencana.objects.create(
        instansi=asal.instansi,
        jenis=asal.jenis,
        nama=nama[:200] or nama_tahun(asal.nama, asal.tahun, tahun, asal.selesai.year),
        tahun=tahun,
        mulai=geser_tahun(asal.mulai, years),
        selesai=geser_tahun(asal.selesai, years),
        asal=asal,
    )
    units = {unit.pk: unit for unit in Unit.objects.filter(instansi=asal.instansi_id)}
    start = max(baru.mulai, hari_di(asal.instansi, now))
    penerus = Penerus(units, start)
    butir = _butir(asal, baru, years, penerus)
    salinan = Salinan(asal, baru, butir, penerus, by, now)
    _documents(butir)
    _pendukung(salinan)
    _arrows(salinan)
    _cut_offs(asal, baru, years)
    _setara(salinan)
    salin_khusus(salinan)
    salinan.perlu[:0] = _to_settle(salinan, units)
    record_rencana(
        baru,
        "rencana.salin",
        by,
        now,
        {
            "asal": asal.pk,
            "asal_nama": asal.nama,
            "butir": len(butir),
            "unit_diganti": [
                [str(units[old]), str(units[new])] for old, new in penerus.diganti.items()
            ],
            "perlu": salinan.perlu,
        },
    )
    return HasilSalin(baru, tuple(salinan.perlu))


def salin_kaitan(salinan: Salinan) -> None:
    """Copy what ties Butir together: supporting units, hand-overs, cut-offs, equal documents.

    For a plan that was not copied as a whole: only Butir in `salinan.butir` take part.
    """
    _pendukung(salinan)
    _arrows(salinan)
    _cut_offs(salinan.asal, salinan.baru, salinan.baru.tahun - salinan.asal.tahun)
    _setara(salinan)


def _butir(asal: Rencana, baru: Rencana, years: int, penerus: Penerus) -> dict[int, Butir]:
    old = list(Butir.objects.berlaku().filter(rencana=asal).order_by("urut"))
    new = Butir.objects.bulk_create(
        Butir(
            instansi_id=b.instansi_id,
            rencana=baru,
            kode=b.kode,
            uraian=b.uraian,
            jalur=b.jalur,
            urut=b.urut,
            unit_id=penerus.untuk(b.unit_id),
            pola=b.pola,
            sumber_pola=b.sumber_pola,
            kutipan_pola=b.kutipan_pola,
            jatuh_tempo=geser_tahun(b.jatuh_tempo, years) if b.jatuh_tempo else None,
            masa_mutakhir=b.masa_mutakhir,
            cara_nilai=b.cara_nilai,
            bobot=b.bobot,
            dinilai=b.dinilai,
            asal=b,
        )
        for b in old
    )
    return {b.pk: copy for b, copy in zip(old, new, strict=True)}


def _documents(butir: dict[int, Butir]) -> None:
    DokumenWajib.objects.bulk_create(
        DokumenWajib(
            butir=butir[d.butir_id],
            urut=d.urut,
            uraian=d.uraian,
            kriteria=d.kriteria,
            asal=d.asal,
        )
        for d in DokumenWajib.objects.filter(butir__in=butir)
    )
    KriteriaNilai.objects.bulk_create(
        KriteriaNilai(butir=butir[k.butir_id], urut=k.urut, nilai=k.nilai, uraian=k.uraian)
        for k in KriteriaNilai.objects.filter(butir__in=butir)
    )


def _pendukung(salinan: Salinan) -> None:
    """Supporting units; two that became one stand once, and none supports itself."""
    pairs = {
        (row.butir_id, salinan.unit(row.unit_id)): None
        for row in ButirPendukung.objects.filter(butir__in=salinan.butir).order_by("pk")
    }
    ButirPendukung.objects.bulk_create(
        ButirPendukung(butir=salinan.butir[butir], unit_id=unit)
        for butir, unit in pairs
        if salinan.butir[butir].unit_id != unit
    )


def _arrows(salinan: Salinan) -> None:
    butir = salinan.butir
    AlurSerah.objects.bulk_create(
        AlurSerah(
            rencana=salinan.baru,
            dari=butir[a.dari_id],
            ke=butir[a.ke_id],
            sumber=a.sumber,
            uraian=a.uraian,
        )
        for a in AlurSerah.objects.filter(rencana=salinan.asal)
        if a.dari_id in butir and a.ke_id in butir  # not those of revoked Butir
    )


def _cut_offs(asal: Rencana, baru: Rencana, years: int) -> None:
    Batas.objects.bulk_create(
        Batas(
            rencana=baru,
            kode=kode_tahun(row.kode, years),
            **{name: geser_tahun(getattr(row, name), years) for name in _TANGGAL_BATAS},
        )
        for row in asal.batas_set.all()
    )


def _setara(salinan: Salinan) -> None:
    """Keep "one document serves both" where the other plan has a copy in the new year too."""
    old = salinan.butir
    pairs = list(ButirSetara.objects.filter(Q(dari__in=old) | Q(ke__in=old)))
    others = {pk for pair in pairs for pk in (pair.dari_id, pair.ke_id)} - set(old)
    copies = dict(
        Butir.objects.berlaku()
        .filter(asal__in=others, rencana__tahun=salinan.baru.tahun)
        .values_list("asal", "pk")
    )
    ends = {pk: copy.pk for pk, copy in old.items()} | copies
    ButirSetara.objects.bulk_create(
        ButirSetara(dari_id=ends[p.dari_id], ke_id=ends[p.ke_id])
        for p in pairs
        if p.dari_id in ends and p.ke_id in ends
    )


def _to_settle(salinan: Salinan, units: dict[int, Unit]) -> list[str]:
    lines = []
    for pk, unit in salinan.penerus.tanpa.items():
        codes = [b.kode for b in salinan.butir.values() if b.unit_id == pk]
        where = f" Unit pelapor untuk {', '.join(codes)}." if codes else ""
        lines.append(f"{unit} sudah berakhir dan belum mempunyai unit penerus.{where}")
    return lines
