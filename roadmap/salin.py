"""What a Road Map adds to a plan that is copied into other years."""

import re

from evidence.models import Rencana
from evidence.salin import Salinan
from roadmap.lembar import tahun_rencana
from roadmap.models import (
    AturanUkur,
    BarisAksi,
    Indikator,
    Kegiatan,
    KelompokSasaran,
    Program,
    RoadMap,
    Sasaran,
    TargetTahun,
)

_TARGET = (
    "target_mentah",
    "target_jenis",
    "komponen",
    "predikat",
    "keterangan",
    "anggaran_mentah",
    "anggaran_jenis",
    "anggaran_ribu",
)
_ATURAN = (
    "arah",
    "rumus",
    "cara_predikat",
    "sifat",
    "batas_atas",
    "skala_id",
    "asal",
    "alasan",
)
_BARIS = (
    "kode",
    "urut",
    "tipe",
    "no_tercetak",
    "kegiatan_tercetak",
    "sub_induk",
    "sub_kegiatan",
    "indikator_tercetak",
    "indikator",
    "penanggung_jawab",
)


def salin_roadmap(salinan: Salinan) -> None:
    """Copy the document of a Road Map as a draft for the years of the new plan.

    Copied: tables, sasaran, indikator, programs, kegiatan and rows; the targets and budgets in
    force, moved by the years between, as version 1; the rules in force, as version 1. Left
    behind: instrument, number, date and signatory, heading lines of the Lampiran, printed totals,
    lists, source notes, positions in the source, realisasi. Rows of revoked Butir are left out.
    """
    old = RoadMap.objects.filter(rencana=salinan.asal).first()
    if old is None:
        return
    years = salinan.baru.tahun - salinan.asal.tahun
    new = RoadMap.objects.create(
        rencana=salinan.baru,
        judul=geser_teks(old.judul, salinan.asal, years),
        penandatangan_jabatan=old.penandatangan_jabatan,
        kolom_lampiran=[geser_teks(str(teks), salinan.asal, years) for teks in old.kolom_lampiran],
    )
    _sasaran(salinan, old, new)
    _lampiran(salinan, old, new)
    _targets(salinan, years)
    _rules(salinan)
    span = tahun_rencana(salinan.baru)
    salinan.perlu.append(
        f"Periksa target dan anggaran {span[0]} sampai {span[-1]}: disalin dari "
        f"{salinan.asal.nama} dan belum ditetapkan untuk tahun-tahun itu."
    )


def geser_teks(teks: str, rencana: Rencana, tahun: int) -> str:
    """Return a text with the years of a plan moved; other years stay ("2018-2022", not "1945")."""
    own = {str(year) for year in tahun_rencana(rencana)}

    def moved(found: re.Match[str]) -> str:
        return str(int(found[0]) + tahun) if found[0] in own else found[0]

    return re.sub(r"(?<!\d)\d{4}(?!\d)", moved, teks)


def _sasaran(salinan: Salinan, old: RoadMap, new: RoadMap) -> None:
    span = [str(year) for year in tahun_rencana(salinan.baru)]
    groups = list(old.kelompok_set.order_by("urut"))
    group = dict(
        zip(
            [g.pk for g in groups],
            KelompokSasaran.objects.bulk_create(
                KelompokSasaran(
                    roadmap=new,
                    kode=g.kode,
                    urut=g.urut,
                    jalur=g.jalur,
                    teks=g.teks,
                    kepala_tahun=span if g.kepala_tahun else [],
                )
                for g in groups
            ),
            strict=True,
        )
    )
    aims = list(Sasaran.objects.filter(kelompok__in=group).order_by("pk"))
    aim = dict(
        zip(
            [s.pk for s in aims],
            Sasaran.objects.bulk_create(
                Sasaran(kelompok=group[s.kelompok_id], urut=s.urut, teks=s.teks) for s in aims
            ),
            strict=True,
        )
    )
    Indikator.objects.bulk_create(
        Indikator(
            butir=salinan.butir[i.butir_id],
            sasaran=aim[i.sasaran_id],
            kode=i.kode,
            urut=i.urut,
            teks=i.teks,
            sub=i.sub,
            sasaran_tercetak=i.sasaran_tercetak,
        )
        for i in Indikator.objects.filter(butir__in=salinan.butir).order_by("pk")
    )


def _lampiran(salinan: Salinan, old: RoadMap, new: RoadMap) -> None:
    programs = list(old.program_set.order_by("urut"))
    program = dict(
        zip(
            [p.pk for p in programs],
            Program.objects.bulk_create(
                Program(
                    roadmap=new,
                    huruf=p.huruf,
                    nama=p.nama,
                    judul_tercetak=p.judul_tercetak,
                    urut=p.urut,
                )
                for p in programs
            ),
            strict=True,
        )
    )
    kegiatan = _kegiatan(program)
    rows = [
        row
        for row in BarisAksi.objects.filter(kegiatan__in=kegiatan).order_by("pk")
        if row.butir_id is None or row.butir_id in salinan.butir
    ]
    copies = dict(
        zip(
            [row.pk for row in rows],
            BarisAksi.objects.bulk_create(
                BarisAksi(
                    kegiatan=kegiatan[row.kegiatan_id],
                    butir=salinan.butir[row.butir_id] if row.butir_id is not None else None,
                    **{name: getattr(row, name) for name in _BARIS},
                )
                for row in rows
            ),
            strict=True,
        )
    )
    alone = []
    sharing = []
    for row in rows:
        if row.anggaran_pada_id is None:
            continue
        copy = copies[row.pk]
        copy.anggaran_pada = copies.get(row.anggaran_pada_id)
        if copy.anggaran_pada is None:
            alone.append(row.kode)
        else:
            sharing.append(copy)
    BarisAksi.objects.bulk_update(sharing, ["anggaran_pada"])
    if alone:
        salinan.perlu.append(
            f"Baris {', '.join(alone)} berbagi anggaran dengan baris yang sudah dicabut. "
            "Isi anggarannya sendiri."
        )


def _kegiatan(program: dict[int, Program]) -> dict[int, Kegiatan]:
    old = list(Kegiatan.objects.filter(program__in=program).order_by("pk"))
    new = Kegiatan.objects.bulk_create(
        Kegiatan(program=program[k.program_id], no=k.no, nama=k.nama, urut=k.urut) for k in old
    )
    return {k.pk: copy for k, copy in zip(old, new, strict=True)}


def _targets(salinan: Salinan, years: int) -> None:
    TargetTahun.objects.bulk_create(
        TargetTahun(
            butir=salinan.butir[t.butir_id],
            tahun=t.tahun + years,
            dibuat=salinan.at,
            oleh=salinan.by,
            **{name: getattr(t, name) for name in _TARGET},
        )
        for t in TargetTahun.objects.filter(butir__in=salinan.butir, kini=True).order_by("pk")
    )


def _rules(salinan: Salinan) -> None:
    AturanUkur.objects.bulk_create(
        AturanUkur(
            butir=salinan.butir[a.butir_id],
            dibuat=salinan.at,
            oleh=salinan.by,
            **{name: getattr(a, name) for name in _ATURAN},
        )
        for a in AturanUkur.objects.filter(butir__in=salinan.butir, kini=True).order_by("pk")
    )
