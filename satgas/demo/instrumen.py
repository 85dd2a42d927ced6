"""The instrument of the sample: invented rows on the areas of 2025, in use, with a short history.

Everything is done by real actions: the table is pasted, the instrument used, the plan started and
its history walked.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import User
from evidence.actions import mulai_rencana
from evidence.actions.batas import usulkan_batas
from evidence.models import Butir, Rencana
from satgas.actions.instrumen import buat_instrumen, ubah_instrumen
from satgas.actions.nilai_kpk import catat_nilai_kpk
from satgas.actions.pakai import pakai_instrumen
from satgas.actions.tempel import terapkan_tabel
from satgas.demo.fixture import RiwayatRow, baca_fixture, langkah
from satgas.demo.walk import Walk
from satgas.instrumen.baku import KERANGKA
from satgas.instrumen.kolom import Kolom
from satgas.instrumen.tabel import tulis_sel

NAMA = "instrumen_contoh.json"
_KERANGKA = "2025"
_JAM = time(14, 20)
_SUMBER = "JAGA.ID, hasil verifikasi (CONTOH)"
Sel = dict[Kolom, str]


def buat_contoh(
    satgas: Rencana, users: dict[str, User], riwayat: RiwayatRow, today: date, start: datetime
) -> str:
    """Make the instrument of the year of the Satgas plan; return a line that says so.

    `riwayat` says when the plans of the sample start; `users` by username.
    """
    data = baca_fixture(NAMA)
    admin = users["admin"]
    instrumen = buat_instrumen(
        instansi_id=satgas.instansi_id,
        tahun=satgas.tahun,
        kerangka=_KERANGKA,
        by=admin,
        at=start,
    )
    ubah_instrumen(
        instrumen_id=instrumen.pk, nama=instrumen.nama, sumber=data["sumber"], by=admin, at=start
    )
    terapkan_tabel(instrumen_id=instrumen.pk, teks=tabel_contoh(data), by=admin, at=start)
    rencana, hasil = pakai_instrumen(instrumen_id=instrumen.pk, by=admin, at=start)
    usulkan_batas(rencana_id=rencana.pk, by=admin, at=start)
    mulai_rencana(
        rencana_id=rencana.pk, by=admin, dari=today + timedelta(days=riwayat.dari), at=start
    )
    own = replace(
        riwayat,
        tugas={
            task["kode"]: tuple(langkah(step, task["oleh"]) for step in task["langkah"])
            for task in data["tugas"]
        },
    )
    rencana.refresh_from_db()
    steps = Walk(rencana, users, today).run(own)
    for row in data["kpk"]:
        _nilai_kpk(rencana, row, users["verifikator"], today)
    return f"{rencana.nama}: {hasil.baru} sub indikator, {steps} langkah riwayat"


def _nilai_kpk(rencana: Rencana, row: dict[str, Any], by: User, today: date) -> None:
    """Record a value that KPK is said to have given, on its day."""
    day = today + timedelta(days=row["hari"])
    catat_nilai_kpk(
        butir_id=Butir.objects.get(rencana=rencana, kode=row["kode"]).pk,
        nilai=Decimal(row["nilai"]),
        tanggal=day,
        sumber=_SUMBER,
        by=by,
        at=datetime.combine(day, _JAM, ZoneInfo(rencana.instansi.zona_waktu)),
    )


def tabel_contoh(data: dict[str, Any]) -> str:
    """Return the rows of the fixture as the table that is pasted."""
    kriteria = "\n".join(f"{nilai}: {uraian}" for nilai, uraian in data["kriteria"].items())
    rows = [[kolom.value for kolom in Kolom]]
    rows += [[row.get(kolom, "") for kolom in Kolom] for row in _baris(data, kriteria)]
    return tulis_sel(rows)


def _baris(data: dict[str, Any], kriteria: str) -> Iterator[Sel]:
    """One row for each document; merged cells stay empty as in a spreadsheet."""
    names = dict(KERANGKA[_KERANGKA].area)
    for area in data["area"]:
        for n, indikator in enumerate(area["indikator"], start=1):
            kode = f"{area['kode']}.{n}"
            head: Sel = {
                Kolom.KODE_AREA: area["kode"],
                Kolom.AREA: names[area["kode"]],
                Kolom.BOBOT_AREA: area["bobot"],
                Kolom.KODE_INDIKATOR: kode,
                Kolom.INDIKATOR: indikator["nama"],
                Kolom.BOBOT_INDIKATOR: indikator["bobot"],
            }
            for m, sub in enumerate(indikator["sub"], start=1):
                row = head | {
                    Kolom.KODE_SUB: f"{kode}.{m}",
                    Kolom.SUB: sub["sub"],
                    Kolom.BOBOT_SUB: sub["bobot"],
                    Kolom.UNIT: sub["unit"],
                    Kolom.TUGAS: ", ".join(sub["tugas"]),
                    Kolom.CARA: sub.get("cara", ""),
                    Kolom.KRITERIA_NILAI: "" if sub.get("cara") else kriteria,
                }
                for uraian, syarat in sub["dokumen"]:
                    yield row | {Kolom.DOKUMEN: uraian, Kolom.KRITERIA: syarat}
                    row = {}
                head = {}
