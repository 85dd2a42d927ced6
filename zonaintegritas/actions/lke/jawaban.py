"""Answers: one question at a time, by the stage whose turn it is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import User
from audit.recorder import audited
from evidence.workflow import NotAllowed
from zonaintegritas.actions.lke.dasar import (
    BentrokJawaban,
    catat,
    pertanyaan_dari,
    tandai_kerja,
    untuk,
)
from zonaintegritas.lke.alur import SEBELUM, TAHAP, AksiLKE
from zonaintegritas.lke.isian import IsiJawaban, baca_isi, dari_baris, sebut, tanda, terjawab
from zonaintegritas.models import JawabanLKE, PertanyaanLKE


def simpan_jawaban(
    *,
    lke_id: int,
    pertanyaan_id: int,
    isi: Mapping[str, object],
    lama: str,
    by: User,
    at: datetime | None = None,
) -> JawabanLKE:
    """Store the answer of the present stage to one question.

    Of `isi` only pilihan, pembilang, penyebut, angka and alasan are read: weights and scores come
    from the instrument. `lama` is the `tanda` of the answer that the form was opened with, '' for
    none; an answer given meanwhile raises BentrokJawaban with both. Raises Denied, NotAllowed,
    IsianKurang with the fields of `isi`.
    """
    with audited():
        orang, panah, now = untuk(lke_id, AksiLKE.ISI, by, at)
        pertanyaan = pertanyaan_dari(orang.lke, pertanyaan_id)
        baru = baca_isi(pertanyaan, isi)
        tahap = TAHAP[panah.dari]
        row = (
            JawabanLKE.objects.select_related("oleh")
            .filter(lke=orang.lke, pertanyaan=pertanyaan, tahap=tahap)
            .first()
        )
        sebelum = dari_baris(row)
        if row is not None and sebelum == baru:
            return row
        if tanda(row) != lama:
            raise _bentrok(pertanyaan, row, baru)
        row = row or JawabanLKE(lke=orang.lke, pertanyaan=pertanyaan, tahap=tahap)
        _tulis(row, baru, by, now)
        tandai_kerja(orang, panah, now)
        catat(
            orang.lke,
            "jawab",
            by,
            now,
            {
                "pertanyaan": pertanyaan.kode,
                "tahap": tahap.value,
                "sebelum": _isi(sebelum),
                "sesudah": _isi(baru),
            },
        )
        return row


def _bentrok(pertanyaan: PertanyaanLKE, row: JawabanLKE | None, baru: IsiJawaban) -> BentrokJawaban:
    tersimpan = sebut(pertanyaan.skala, dari_baris(row))
    isian = sebut(pertanyaan.skala, baru)
    oleh = f" oleh {row.oleh.nama}" if row is not None else ""
    alasan = f' dengan alasan "{row.alasan}"' if row is not None and row.alasan else ""
    return BentrokJawaban(
        f"Pertanyaan {pertanyaan.kode} baru saja diubah{oleh}: {tersimpan}{alasan}. "
        f"Jawaban Anda ({isian}) belum tersimpan. Simpan lagi bila jawaban Anda yang berlaku.",
        tersimpan=tersimpan,
        isian=isian,
        tanda=tanda(row),
    )


def _tulis(row: JawabanLKE, isi: IsiJawaban, by: User, at: datetime) -> None:
    row.pilihan, row.alasan = isi.pilihan, isi.alasan
    row.pembilang, row.penyebut, row.angka = isi.pembilang, isi.penyebut, isi.angka
    row.oleh, row.diubah = by, at
    row.save()


def _isi(isi: IsiJawaban) -> dict[str, Any]:
    """Return what an event says about an answer: only what is there, figures as text."""
    found = {
        "pilihan": isi.pilihan,
        **{
            nama: "" if nilai is None else format(nilai.normalize(), "f")
            for nama, nilai in (
                ("pembilang", isi.pembilang),
                ("penyebut", isi.penyebut),
                ("angka", isi.angka),
            )
        },
        "alasan": isi.alasan,
    }
    return {nama: nilai for nama, nilai in found.items() if nilai}


def salin_nilai(*, lke_id: int, by: User, at: datetime | None = None) -> int:
    """Take over the answers of the stage before where the present stage has none yet.

    Only the answers: the reasons stay with those who gave them. Returns how many. Raises Denied,
    NotAllowed (the unit has no stage before it).
    """
    with audited():
        orang, panah, now = untuk(lke_id, AksiLKE.ISI, by, at)
        tahap = TAHAP[panah.dari]
        asal = SEBELUM.get(tahap)
        if asal is None:
            raise NotAllowed("Penilaian mandiri tidak mempunyai nilai tahap sebelumnya.")
        rows = orang.lke.jawaban_set.select_related("pertanyaan__skala")
        ada = {r.pertanyaan_id: r for r in rows.filter(tahap=tahap)}
        kode = []
        for row in rows.filter(tahap=asal).order_by("pertanyaan__urut"):
            own = ada.get(row.pertanyaan_id)
            skala = row.pertanyaan.skala
            if not terjawab(skala, row) or terjawab(skala, own):
                continue
            target = own or JawabanLKE(lke=orang.lke, pertanyaan_id=row.pertanyaan_id, tahap=tahap)
            given = dari_baris(row)
            alasan = own.alasan if own is not None else ""
            isi = IsiJawaban(given.pilihan, given.pembilang, given.penyebut, given.angka, alasan)
            _tulis(target, isi, by, now)
            kode.append(row.pertanyaan.kode)
        if kode:
            tandai_kerja(orang, panah, now)
            isi_event = {"tahap": tahap.value, "dari": asal.value, "pertanyaan": kode}
            catat(orang.lke, "salin_nilai", by, now, isi_event)
        return len(kode)
