"""What a Zona Integritas adds to a plan that is copied into another year."""

from typing import TypeVar

from django.db import models

from evidence.models import DokumenWajib
from evidence.salin import Salinan, geser_tahun
from zonaintegritas.models import (
    AnggotaTim,
    BagianKeputusan,
    BentukJadwal,
    BulanJadwal,
    DokumenIndikator,
    IndikatorKeberhasilan,
    KegiatanZI,
    KeputusanZI,
    KeteranganBaris,
    SubKegiatan,
    Tim,
    TugasTim,
)

NOMOR_MENYUSUL = "(nomor menyusul)"
TANGGAL_MENYUSUL = "(tanggal menyusul)"
PENANDA_TANGAN_MENYUSUL = "(penanda tangan menyusul)"
STATUS_SALINAN = "RANCANGAN"

_NASKAH = ("kop", "jenis", "tentang", "tempat", "pejabat_penetap", "penandatangan_jabatan")
_LAMPIRAN = (
    "judul_lampiran_1",
    "kolom_lampiran_1",
    "nomor_kolom_lampiran_1",
    "judul_lampiran_2",
    "kolom_lampiran_2",
    "nomor_kolom_lampiran_2",
)

M = TypeVar("M", bound=models.Model)


def salin_zi(salinan: Salinan) -> None:
    """Copy the decree as a draft, its teams and action plan, and the month plan as a proposal.

    Texts stay as printed. Left behind: number, date, signatory and certification, heads and
    closing lines of the annexes (they name them), month heads, source notes, positions in the
    source, subscriptions. The day of the draft is the plan's first, so every planned month is
    asked for; where it comes from says the plan (`Rencana.asal`). Months move by the years
    between; bentuk stay as confirmed.
    """
    old = KeputusanZI.objects.filter(rencana=salinan.asal).first()
    if old is None:
        return
    new = KeputusanZI.objects.create(
        rencana=salinan.baru,
        status_naskah=STATUS_SALINAN,
        nomor=NOMOR_MENYUSUL,
        nomor_raw=NOMOR_MENYUSUL,
        tanggal=salinan.baru.mulai,
        tanggal_raw=TANGGAL_MENYUSUL,
        penandatangan=PENANDA_TANGAN_MENYUSUL,
        **{name: getattr(old, name) for name in (*_NASKAH, *_LAMPIRAN)},
    )
    BagianKeputusan.objects.bulk_create(
        BagianKeputusan(keputusan=new, jenis=b.jenis, urut=b.urut, label=b.label, teks=b.teks)
        for b in old.bagian_set.order_by("pk")
    )
    teams = _teams(salinan, old, new)
    _rows(salinan, teams)
    planned = _months(salinan)
    salinan.perlu.append(
        "Naskah keputusan disalin sebagai rancangan: nomor, tanggal, dan penanda tangannya "
        "menyusul. Periksa susunan tim dan teksnya, termasuk tahun yang disebut di dalamnya."
    )
    if planned:
        salinan.perlu.append(
            f"Periksa jadwal: {planned} bulan disalin dari {salinan.asal.nama} sebagai usulan."
        )


def _pairs(old: list[M], new: list[M]) -> dict[int, M]:
    """Old rows' ids with their copies, in the order in which both came."""
    return {row.pk: copy for row, copy in zip(old, new, strict=True)}


def _teams(salinan: Salinan, old: KeputusanZI, new: KeputusanZI) -> dict[int, Tim]:
    rows = list(old.tim_set.order_by("urut"))
    teams = _pairs(
        rows,
        Tim.objects.bulk_create(
            Tim(
                keputusan=new,
                jenis=t.jenis,
                kode=t.kode,
                urut=t.urut,
                judul_tercetak=t.judul_tercetak,
                nama=t.nama,
                no_lampiran_2=t.no_lampiran_2,
                nama_lampiran_2=t.nama_lampiran_2,
                unit_id=salinan.unit(t.unit_id) if t.unit_id else None,
            )
            for t in rows
        ),
    )
    AnggotaTim.objects.bulk_create(
        AnggotaTim(
            tim=teams[a.tim_id],
            no=a.no,
            no_tercetak=a.no_tercetak,
            nama=a.nama,
            jabatan=a.jabatan,
            plt=a.plt,
            kedudukan_tercetak=a.kedudukan_tercetak,
            kedudukan=a.kedudukan,
            pengguna_id=a.pengguna_id,
        )
        for a in AnggotaTim.objects.filter(tim__in=teams).order_by("tim", "no")
    )
    TugasTim.objects.bulk_create(
        TugasTim(tim=teams[t.tim_id], no=t.no, teks=t.teks)
        for t in TugasTim.objects.filter(tim__in=teams).order_by("tim", "no")
    )
    return teams


def _rows(salinan: Salinan, teams: dict[int, Tim]) -> None:
    """Kegiatan down to indikator and their documents; rows of revoked Butir are left out."""
    old_sub = list(SubKegiatan.objects.filter(butir__in=salinan.butir).order_by("kegiatan", "urut"))
    standing: dict[int, set[int]] = {}
    for one in old_sub:
        standing.setdefault(one.kegiatan_id, set()).add(one.urut)
    old = [
        k
        for k in KegiatanZI.objects.filter(tim__in=teams).order_by("tim", "urut")
        if (k.pk in standing if k.bersub else k.butir_id in salinan.butir)
    ]
    kegiatan = _pairs(
        old,
        KegiatanZI.objects.bulk_create(
            KegiatanZI(
                tim=teams[k.tim_id],
                huruf=k.huruf,
                urut=k.urut,
                teks=k.teks,
                bersub=k.bersub,
                butir=salinan.butir[k.butir_id] if k.butir_id is not None else None,
                baris=_printed(k.baris, standing.get(k.pk, set())),
            )
            for k in old
        ),
    )
    sub = _pairs(
        old_sub,
        SubKegiatan.objects.bulk_create(
            SubKegiatan(
                butir=salinan.butir[s.butir_id],
                kegiatan=kegiatan[s.kegiatan_id],
                urut=s.urut,
                no=s.no,
                teks=s.teks,
            )
            for s in old_sub
        ),
    )
    _indikator(salinan, kegiatan, sub)
    KeteranganBaris.objects.bulk_create(
        KeteranganBaris(
            kegiatan=kegiatan[n.kegiatan_id],
            sub=sub[n.sub_id] if n.sub_id is not None else None,
            teks=n.teks,
            baris_sumber=n.baris_sumber,
        )
        for n in KeteranganBaris.objects.filter(kegiatan__in=kegiatan).order_by("pk")
        if n.sub_id is None or n.sub_id in sub
    )


def _printed(baris: list[dict[str, object]], standing: set[int]) -> list[dict[str, object]]:
    """The printed rows without sub kegiatan that are gone; rows that held only them go too."""
    found = []
    for row in baris:
        places = row["sub"] if isinstance(row["sub"], list) else []
        kept = [urut for urut in places if urut in standing]
        if kept or not places:
            found.append({**row, "sub": kept})
    return found


def _indikator(
    salinan: Salinan, kegiatan: dict[int, KegiatanZI], sub: dict[int, SubKegiatan]
) -> None:
    through = IndikatorKeberhasilan.sub.through
    pairs = list(
        through.objects.filter(indikatorkeberhasilan__kegiatan__in=kegiatan)
        .order_by("pk")
        .values_list("indikatorkeberhasilan", "subkegiatan")
    )
    gone = {one for one, _ in pairs} - {one for one, place in pairs if place in sub}
    old = list(
        IndikatorKeberhasilan.objects.filter(kegiatan__in=kegiatan)
        .exclude(pk__in=gone)
        .order_by("kegiatan", "urut")
    )
    copies = _pairs(
        old,
        IndikatorKeberhasilan.objects.bulk_create(
            IndikatorKeberhasilan(
                kegiatan=kegiatan[i.kegiatan_id], urut=i.urut, huruf=i.huruf, teks=i.teks
            )
            for i in old
        ),
    )
    through.objects.bulk_create(
        through(indikatorkeberhasilan=copies[one], subkegiatan=sub[place])
        for one, place in pairs
        if place in sub
    )
    documents = {
        (pk, urut): document
        for document, pk, urut in DokumenWajib.objects.filter(
            butir__in=[copy.pk for copy in salinan.butir.values()]
        ).values_list("pk", "butir", "urut")
    }
    DokumenIndikator.objects.bulk_create(
        DokumenIndikator(
            dokumen_id=documents[salinan.butir[butir].pk, urut], indikator=copies[indikator]
        )
        for butir, urut, indikator in DokumenIndikator.objects.filter(
            dokumen__butir__in=salinan.butir, indikator__in=copies
        )
        .order_by("pk")
        .values_list("dokumen__butir", "dokumen__urut", "indikator")
    )


def _months(salinan: Salinan) -> int:
    """Bentuk and months in force; returns how many months were copied."""
    years = salinan.baru.tahun - salinan.asal.tahun
    BentukJadwal.objects.bulk_create(
        BentukJadwal(
            butir=salinan.butir[b.butir_id],
            bentuk=b.bentuk,
            kutipan=b.kutipan,
            dikonfirmasi=b.dikonfirmasi,
            dikonfirmasi_oleh_id=b.dikonfirmasi_oleh_id,
        )
        for b in BentukJadwal.objects.filter(butir__in=salinan.butir).order_by("pk")
    )
    made = BulanJadwal.objects.bulk_create(
        BulanJadwal(
            butir=salinan.butir[m.butir_id],
            bulan=geser_tahun(m.bulan, years),
            dibuat=salinan.at,
            oleh=salinan.by,
        )
        for m in BulanJadwal.objects.berlaku().filter(butir__in=salinan.butir).order_by("pk")
    )
    return len(made)
