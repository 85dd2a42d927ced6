"""The database itself refuses to change or delete what is append-only."""

import hashlib
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from accounts.models import Instansi
from accounts.permissions import Role
from audit.models import Kejadian, Rantai
from audit.recorder import Event, System, audited, record
from audit.triggers import TABLES, AppendOnly
from evidence.models import Batas, Bukti, BuktiVersi, Capaian, Keputusan
from jobs.models import Job
from reports.models import BerkasTerbitan, Lambang, LangkahPeriode, Potret, Terbitan
from roadmap.models import (
    CatatanLangkah,
    LangkahPerbaikan,
    Masalah,
    PengangkatanMasalah,
    PerubahanRapat,
    RealisasiTercatat,
)
from tests.factories import buat_butir, buat_instansi, buat_rencana, buat_unit, buat_user, mulai
from tests.factories.lke import buat_lke
from tests.factories.rapat import buat_rapat, dunia_rapat
from zonaintegritas.models import LangkahLKE

BY_TABLE = {item.table: item for item in TABLES}


def _instansi(contoh: bool) -> Instansi:
    return buat_instansi("contoh" if contoh else "resmi", contoh=contoh)


def _kejadian(contoh: bool) -> models.Model:
    instansi = _instansi(contoh)
    with audited():
        record(Event(instansi.kode, "uji", System(), contoh=contoh))
    return Kejadian.objects.get(instansi=instansi.kode, aksi="uji")


def _rantai(contoh: bool) -> models.Model:
    return Rantai.objects.create(instansi="contoh" if contoh else "resmi", contoh=contoh)


def _keputusan(contoh: bool) -> models.Model:
    instansi = _instansi(contoh)
    unit = buat_unit(instansi, "bkd")
    rencana = buat_rencana(instansi)
    buat_butir(rencana, unit, "9.a")
    (capaian,) = mulai(rencana)
    return Keputusan.objects.create(
        instansi=instansi,
        capaian=Capaian.objects.get(pk=capaian.pk),
        aksi="uji",
        putaran=1,
        dari="belum",
        ke="draf",
        oleh=buat_user("orang", Role.OPERATOR, unit),
        at=timezone.now(),
    )


def _realisasi(contoh: bool) -> models.Model:
    instansi = _instansi(contoh)
    unit = buat_unit(instansi, "bkd")
    rencana = buat_rencana(instansi)
    buat_butir(rencana, unit, "9.a")
    (capaian,) = mulai(rencana)
    return RealisasiTercatat.objects.create(
        instansi=instansi,
        capaian=Capaian.objects.get(pk=capaian.pk),
        tahap=RealisasiTercatat.Tahap.KLAIM,
        komponen=["3"],
        oleh=buat_user("orang", Role.OPERATOR, unit),
        at=timezone.now(),
    )


def _dunia_rapat(contoh: bool) -> SimpleNamespace:
    return dunia_rapat("contoh" if contoh else "resmi", contoh=contoh)


def _perubahan_rapat(contoh: bool) -> models.Model:
    d = _dunia_rapat(contoh)
    return PerubahanRapat.objects.create(
        instansi=d.instansi,
        rapat=buat_rapat(d.rencana, d.operator, d.bkd),
        alasan="Nama pimpinan keliru.",
        sebelum={},
        sesudah={},
        oleh=d.operator,
        at=timezone.now(),
    )


def _masalah(d: SimpleNamespace) -> Masalah:
    return Masalah.objects.create(
        instansi=d.instansi,
        rencana=d.rencana,
        butir=d.butir["A-001"],
        rapat=buat_rapat(d.rencana, d.operator, d.bkd),
        unit=d.bkd,
        uraian="Anggaran belum cair.",
        tingkat="unit",
        tingkat_sejak=timezone.now(),
        dibuat=timezone.now(),
        oleh=d.operator,
    )


def _pengangkatan(contoh: bool) -> models.Model:
    d = _dunia_rapat(contoh)
    return PengangkatanMasalah.objects.create(
        instansi=d.instansi,
        masalah=_masalah(d),
        dari="unit",
        ke="pleno",
        alasan="Di luar kewenangan unit.",
        oleh=d.operator,
        at=timezone.now(),
    )


def _catatan_langkah(contoh: bool) -> models.Model:
    d = _dunia_rapat(contoh)
    langkah = LangkahPerbaikan.objects.create(
        instansi=d.instansi,
        masalah=_masalah(d),
        uraian="Ajukan pencairan.",
        unit=d.bkd,
        tenggat=timezone.localdate(),
        dibuat=timezone.now(),
        oleh=d.operator,
    )
    return CatatanLangkah.objects.create(
        instansi=d.instansi,
        langkah=langkah,
        jenis=CatatanLangkah.Jenis.KEMAJUAN,
        oleh=d.operator,
        at=timezone.now(),
    )


def _langkah_lke(contoh: bool) -> models.Model:
    d = buat_lke("contoh" if contoh else "resmi", contoh=contoh)
    return LangkahLKE.objects.create(
        instansi=d.instansi,
        lke=d.lke,
        aksi="ajukan",
        dari="mandiri",
        ke="evaluasi",
        oleh=d.operator,
        at=timezone.now(),
    )


def _buktiversi(contoh: bool) -> models.Model:
    unit = buat_unit(_instansi(contoh), "bkd")
    user, now = buat_user("orang", Role.OPERATOR, unit), timezone.now()
    bukti = Bukti.objects.create(instansi=unit.instansi, unit=unit, dibuat=now, oleh=user)
    return BuktiVersi.objects.create(
        instansi=unit.instansi,
        bukti=bukti,
        no=1,
        berkas="1/ab/berkas.pdf",
        nama_asli="bukti.pdf",
        jenis="pdf",
        ukuran=3,
        sha256=hashlib.sha256(b"abc").hexdigest(),
        dibuat=now,
        oleh=user,
    )


def _potret(contoh: bool) -> Potret:
    rencana = buat_rencana(_instansi(contoh))
    days = ("akhir", "dibuka", "batas_unit", "batas_inspektorat", "batas_jaga", "verifikasi_kpk")
    day = dict.fromkeys((*days, "ditutup"), date(rencana.tahun, 6, 30))
    batas = Batas.objects.create(rencana=rencana, kode="B06", **day)
    now = timezone.now()
    return Potret.objects.create(
        instansi=rencana.instansi, batas=batas, no=1, at=now, dibuat=now, isi="{}", sha256="0" * 64
    )


def _langkah_periode(contoh: bool) -> models.Model:
    potret = _potret(contoh)
    return LangkahPeriode.objects.create(
        instansi=potret.instansi,
        batas=potret.batas,
        potret=potret,
        aksi="potret",
        dari="terbuka",
        ke="dipotret",
        at=timezone.now(),
    )


def _berkas_terbitan(contoh: bool) -> models.Model:
    potret, now = _potret(contoh), timezone.now()
    oleh = buat_user("ketua", Role.KETUA, buat_unit(potret.instansi, "setda"))
    terbitan = Terbitan.objects.create(
        instansi=potret.instansi, potret=potret, kode="ABCD", parameter={}, dibuat=now, oleh=oleh
    )
    job = Job.objects.create(instansi=potret.instansi, jenis="uji", judul="Uji", oleh=oleh)
    return BerkasTerbitan.objects.create(
        instansi=potret.instansi,
        terbitan=terbitan,
        job=job,
        sha256="0" * 64,
        ukuran=1,
        dibuat=now,
    )


def _lambang(contoh: bool) -> models.Model:
    instansi = _instansi(contoh)
    return Lambang.objects.create(
        instansi=instansi,
        jenis=Lambang.Jenis.PNG,
        isi=b"png",
        sha256="0" * 64,
        dibuat=timezone.now(),
        oleh=buat_user("admin", Role.ADMIN, buat_unit(instansi, "setda")),
    )


MAKERS: dict[str, Callable[[bool], models.Model]] = {
    "audit_kejadian": _kejadian,
    "audit_rantai": _rantai,
    "accounts_instansi": _instansi,
    "evidence_keputusan": _keputusan,
    "roadmap_realisasitercatat": _realisasi,
    "roadmap_perubahanrapat": _perubahan_rapat,
    "roadmap_pengangkatanmasalah": _pengangkatan,
    "roadmap_catatanlangkah": _catatan_langkah,
    "zonaintegritas_langkahlke": _langkah_lke,
    "evidence_buktiversi": _buktiversi,
    "reports_potret": _potret,
    "reports_langkahperiode": _langkah_periode,
    "reports_berkasterbitan": _berkas_terbitan,
    "reports_lambang": _lambang,
}


def _run(sql: str, pk: Any) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [pk])
        return int(cursor.rowcount)


def _columns(row: models.Model, item: AppendOnly) -> list[str]:
    fields = [str(f.column) for f in row._meta.concrete_fields if not f.primary_key]
    return [name for name in fields if not item.columns or name in item.columns]


def test_every_protected_table_is_proved_here() -> None:
    assert set(MAKERS) == set(BY_TABLE)


@pytest.mark.parametrize("contoh", [False, True])
@pytest.mark.parametrize("table", list(MAKERS))
def test_update_is_refused_on_all_rows(db: None, table: str, contoh: bool) -> None:
    row = MAKERS[table](contoh)
    columns = _columns(row, BY_TABLE[table])
    assert columns
    for column in columns:
        with pytest.raises(DatabaseError, match=f"{table} is append-only"):
            _run(f"UPDATE {table} SET {column} = {column} WHERE id = %s", row.pk)


@pytest.mark.parametrize("table", [t.table for t in TABLES if t.delete])
def test_delete_is_refused_on_official_rows(db: None, table: str) -> None:
    row = MAKERS[table](False)
    with pytest.raises(DatabaseError, match=f"{table} is append-only"):
        _run(f"DELETE FROM {table} WHERE id = %s", row.pk)
    assert type(row)._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("table", [t.table for t in TABLES if t.delete])
def test_sample_rows_may_be_deleted(db: None, table: str) -> None:
    row = MAKERS[table](True)
    assert _run(f"DELETE FROM {table} WHERE id = %s", row.pk) == 1


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("evidence_buktiversi", "nomor_dokumen", "700/1/ITDA"),
        ("accounts_instansi", "nama", "Nama baru"),
        ("audit_rantai", "hash", "f" * 64),
    ],
)
def test_columns_that_may_change_do(db: None, table: str, column: str, value: str) -> None:
    row = MAKERS[table](False)
    type(row)._default_manager.filter(pk=row.pk).update(**{column: value})
    row.refresh_from_db()
    assert getattr(row, column) == value


def test_an_official_institution_cannot_be_relabelled_to_delete_its_log(db: None) -> None:
    event = _kejadian(False)
    with pytest.raises(DatabaseError, match="accounts_instansi is append-only"):
        _run("UPDATE accounts_instansi SET contoh = %s", True)
    with pytest.raises(DatabaseError, match="audit_rantai is append-only"):
        _run("UPDATE audit_rantai SET contoh = %s", True)
    assert Kejadian.objects.filter(pk=event.pk).exists()
