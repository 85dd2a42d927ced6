"""Both annexes of a Zona Integritas decree as they are printed: frozen objects for PDF and xlsx.

Texts stand as printed. Months come from the month plan of the plan, never from the source: the
official decree prints them blank. A plan that took over the rows of a decree, for another year or
as a sample, says so in its head and carries no closing lines.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from evidence.models import Rencana
from reports.datasets.lampiran_zi_aksi import baris_aksi, bulan_terencana
from reports.datasets.lampiran_zi_bentuk import (
    CatatanZI,
    IsiLampiranZI,
    KelompokTim,
    KepalaZI,
    LampiranAksi,
    LampiranTim,
    OrangTim,
    Penutup,
    Teks,
    TugasTercetak,
)
from zonaintegritas.models import (
    AnggotaTim,
    IndikatorKeberhasilan,
    KegiatanZI,
    KeputusanZI,
    SubKegiatan,
    Tim,
    TugasTim,
)
from zonaintegritas.salin import NOMOR_MENYUSUL
from zonaintegritas.sumber import (
    LETAK_BULAN,
    LETAK_KEPALA_2,
    LETAK_KEPALA_BULAN,
    LETAK_PENGESAHAN,
    CatatanHalaman,
)

KOLOM_1 = ("NO", "NAMA", "JABATAN", "KEDUDUKAN DALAM TIM", "TUGAS DALAM TIM")
KOLOM_2 = (
    "NO.",
    "TIM KERJA",
    "KEGIATAN",
    "SUB KEGIATAN",
    "INDIKATOR KEBERHASILAN",
    "PELAKSANAAN (BULAN)",
    "KET.",
)
NAMA_BULAN = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
"""Heads of a plan whose document prints none."""

_JUDUL = {
    "I": "TIM KERJA PEMBANGUNAN ZONA INTEGRITAS",
    "II": "RENCANA AKSI KEGIATAN ZONA INTEGRITAS",
}
_BAGIAN = {"I": "lampiran_1", "II": "lampiran_2"}
_KATA_KECIL = frozenset({"Dan", "Di", "Dari", "Pada", "Tentang", "Serta", "Untuk"})


def bangun_lampiran_tim(rencana: Rencana, user: User) -> LampiranTim:
    """Return Lampiran I of a plan that is visible to the person (five queries).

    Raises KeputusanZI.DoesNotExist for a plan without a document.
    """
    document = _keputusan(rencana)
    notes = CatatanHalaman(document.pk)
    groups = tuple(_kelompok(tim, notes) for tim in _tim(document))
    if not _salinan(rencana):
        notes.pada_letak(LETAK_PENGESAHAN)
    head = _kepala(
        rencana,
        user,
        document,
        "I",
        kepala=document.kepala_lampiran_1,
        judul=document.judul_lampiran_1,
        kolom=_teks(document.kolom_lampiran_1) or KOLOM_1,
        nomor_kolom=_teks(document.nomor_kolom_lampiran_1),
        catatan=catatan_lampiran(notes),
    )
    return LampiranTim(head, groups)


def bangun_lampiran_aksi(rencana: Rencana, user: User) -> LampiranAksi:
    """Return Lampiran II of a plan that is visible to the person, in a constant number of queries.

    Raises KeputusanZI.DoesNotExist for a plan without a document.
    """
    document = _keputusan(rencana)
    notes = CatatanHalaman(document.pk)
    rows = baris_aksi(document, notes, bulan_terencana(rencana))
    if not _salinan(rencana):
        for place in (LETAK_KEPALA_2, LETAK_BULAN, LETAK_KEPALA_BULAN, LETAK_PENGESAHAN):
            notes.pada_letak(place)
    pages = document.halaman_lampiran_2
    head = _kepala(
        rencana,
        user,
        document,
        "II",
        kepala=document.kepala_lampiran_2,
        judul=document.judul_lampiran_2,
        kolom=_teks(document.kolom_lampiran_2) or KOLOM_2,
        nomor_kolom=_teks(document.nomor_kolom_lampiran_2),
        catatan=catatan_lampiran(notes),
    )
    return LampiranAksi(head, _teks(pages[0]["bulan"]) if pages else NAMA_BULAN, rows)


def isi_lampiran_zi(rencana: Sequence[Rencana]) -> dict[int, IsiLampiranZI]:
    """Return by plan what its annexes would hold (one query for all plans)."""
    document = OuterRef("pk")
    kegiatan = KegiatanZI.objects.filter(tim__keputusan=document)
    found = KeputusanZI.objects.filter(rencana__in=rencana).annotate(
        z_tim=_banyak(Tim.objects.filter(keputusan=document, jenis=Tim.Jenis.TIM)),
        z_anggota=_banyak(AnggotaTim.objects.filter(tim__keputusan=document)),
        z_kegiatan=_banyak(kegiatan),
        z_sub=_banyak(SubKegiatan.objects.filter(kegiatan__tim__keputusan=document)),
        z_indikator=_banyak(
            IndikatorKeberhasilan.objects.filter(kegiatan__tim__keputusan=document)
        ),
    )
    names = ("tim", "anggota", "kegiatan", "sub", "indikator")
    return {
        row["rencana"]: IsiLampiranZI(**{name: row[f"z_{name}"] for name in names})
        for row in found.values("rencana", *(f"z_{name}" for name in names))
    }


def _banyak(rows: QuerySet[Any]) -> Coalesce:
    """Return how many rows there are, as a column."""
    counted = rows.order_by().values(semua=Value(1)).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), Value(0), output_field=IntegerField())


def _keputusan(rencana: Rencana) -> KeputusanZI:
    return KeputusanZI.objects.get(rencana=rencana)


def _salinan(rencana: Rencana) -> bool:
    """Whether a plan only took over what a decree prints."""
    return rencana.asal_id is not None or rencana.instansi.contoh


def _asal(rencana: Rencana, document: KeputusanZI) -> str:
    """Name the decree whose rows were taken over: the next one above that has a number.

    A copy gets its number when it becomes a decree, so it can't name itself.
    """
    source, above = document, rencana.asal
    while above is not None and (source.rencana_id == rencana.pk or source.nomor == NOMOR_MENYUSUL):
        source = KeputusanZI.objects.filter(rencana=above).first() or source
        above = above.asal
    named = f"{_kata(source.jenis)} Nomor {source.nomor}"
    return f"Salinan susunan {named} untuk tahun {rencana.tahun}"


def _teks(lines: Sequence[object]) -> tuple[str, ...]:
    return tuple(str(line) for line in lines)


def _tim(document: KeputusanZI) -> QuerySet[Tim]:
    return document.tim_set.order_by("urut").prefetch_related("anggota_set", "tugas_set")


def _kelompok(tim: Tim, notes: CatatanHalaman) -> KelompokTim:
    marks = _kode(notes, "tim", tim.pk)
    return KelompokTim(
        judul=tim.judul_tercetak,
        orang=tuple(
            OrangTim(
                no=one.no_tercetak,
                nama=one.nama,
                jabatan=one.jabatan,
                kedudukan=one.kedudukan_tercetak,
                lanjut=place > 0 and not one.kedudukan_tercetak,
                catatan=_kode(notes, "anggota", one.pk),
            )
            for place, one in enumerate(sorted(tim.anggota_set.all(), key=_nomor))
        ),
        tugas=tuple(
            TugasTercetak(Teks(f"{one.no}.", one.teks), _kode(notes, "tugas", one.pk))
            for one in sorted(tim.tugas_set.all(), key=_nomor)
        ),
        catatan=marks,
    )


def _nomor(row: AnggotaTim | TugasTim) -> int:
    return row.no


def _kode(notes: CatatanHalaman, jenis: str, pk: int) -> tuple[str, ...]:
    return tuple(mark.kode for mark in notes.pada(jenis, pk))


def _kepala(
    rencana: Rencana,
    user: User,
    document: KeputusanZI,
    nomor: str,
    *,
    kepala: Sequence[object],
    judul: Sequence[object],
    kolom: tuple[str, ...],
    nomor_kolom: tuple[str, ...],
    catatan: tuple[CatatanZI, ...],
) -> KepalaZI:
    instansi = rencana.instansi
    copied = _salinan(rencana)
    mark = f"SUSUNAN TAHUN {rencana.tahun}" if copied else document.status_naskah
    own = (f"{_JUDUL[nomor]} TAHUN {rencana.tahun}", instansi.nama)
    return KepalaZI(
        nomor=nomor,
        instansi=instansi.nama,
        zona_waktu=instansi.zona_waktu,
        contoh=instansi.contoh,
        rencana=rencana.nama,
        salinan=copied,
        asal=_asal(rencana, document) if copied else "",
        tanda=" ".join(filter(None, (mark, "CONTOH" if instansi.contoh else ""))),
        kepala=(f"LAMPIRAN {nomor}",) if copied else _teks(kepala) or _kepala_baku(document, nomor),
        judul=own if copied else _teks(judul) or own,
        kolom=kolom,
        nomor_kolom=nomor_kolom or _urutan(nomor),
        penutup=None if copied else _penutup(document, nomor),
        catatan=catatan,
        per_tanggal=timezone.now(),
        peminta=", ".join(filter(None, (user.nama, user.jabatan))),
    )


def _kepala_baku(document: KeputusanZI, nomor: str) -> tuple[str, ...]:
    """Return the heading of an annex whose document prints none."""
    lines = (document.jenis, f"NOMOR {document.nomor_raw}", "TENTANG", document.tentang)
    return (f"LAMPIRAN {nomor}", *lines)


def _urutan(nomor: str) -> tuple[str, ...]:
    last = len(KOLOM_1) if nomor == "I" else len(KOLOM_2) - 1 + len(NAMA_BULAN)
    return tuple(str(n) for n in range(1, last + 1))


def _kata(teks: str) -> str:
    """Return a text printed in capitals as one writes it in a sentence."""
    if not teks.isupper():
        return teks
    words = (word.capitalize() for word in teks.split())
    return " ".join(word.lower() if word in _KATA_KECIL else word for word in words)


def _penutup(document: KeputusanZI, nomor: str) -> Penutup | None:
    for one in document.penutup:
        if one.get("bagian") == _BAGIAN[nomor]:
            return Penutup(
                tempat_tanggal=_teks(one.get("tempat_tanggal", ())),
                jabatan=_teks(one.get("jabatan", ())),
                tanda=str(one.get("tanda", "")),
                nama=str(one.get("nama", "")),
                pengesahan=_teks(one.get("pengesahan", ())),
                pengesah=str(one.get("pengesah", "")),
            )
    return None


def catatan_lampiran(notes: CatatanHalaman) -> tuple[CatatanZI, ...]:
    """Return the notes that have a marker, as a document lists them (no query)."""
    return tuple(
        CatatanZI(
            kode=note.kode,
            golongan=note.golongan,
            mentah=note.mentah,
            alasan=note.alasan,
            usulan=note.usulan,
            letak=note.letak,
            baris=tuple(one.kata for one in note.pada),
        )
        for note in notes.yang_tampil()
    )
