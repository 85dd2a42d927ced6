"""Issuing a progress report: its parameters are fixed, then a job makes the file."""

import hashlib
from datetime import date
from importlib import metadata
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Instansi, User
from accounts.permissions import Denied, Permission
from audit.recorder import Event, audited, record
from evidence.actions.errors import IsianKurang
from jobs.actions import minta
from jobs.models import Job
from reports.bentuk import Bentuk
from reports.kemajuan.parameter import KODE, ParameterKemajuan, TandaTangan, ke_json, kode
from reports.models import BerkasTerbitan, Potret, TemplatLaporan, Terbitan
from reports.potret.periode import persetujuan

TATA_LETAK = "1"
"""Raised when the layout of the report changes: the same figures then get another code."""

NOMOR = (Permission.PERIOD_CLOSE, Permission.JAGA_RECORD, Permission.PLAN_EDIT)
"""Who enters the number of a letter: any of these in the institution."""


def parameter_kemajuan(
    potret: Potret, bentuk: Bentuk, alamat: str, *, nomor: str = "", tanggal: date | None = None
) -> ParameterKemajuan:
    """Return the parameters of a report asked for now: template, approval, versions (3 queries).

    `potret` comes with its institution. `alamat`: where the portal is reached.
    """
    instansi = potret.instansi
    templat = TemplatLaporan.objects.filter(instansi=instansi).select_related("lambang").first()
    return ParameterKemajuan(
        bentuk=bentuk,
        kertas=TemplatLaporan.Kertas(templat.kertas if templat else TemplatLaporan.Kertas.F4),
        huruf=templat.huruf if templat else TemplatLaporan.Huruf.SANS.value,
        kop=tuple(instansi.kop_baris) or (instansi.nama,),
        lambang=templat.lambang.sha256 if templat and templat.lambang else "",
        tanda_tangan=_tanda_tangan(templat),
        tembusan=tuple(filter(None, map(str.strip, templat.tembusan.splitlines())))
        if templat
        else (),
        persetujuan=persetujuan(potret),
        nomor=nomor,
        nomor_tanggal=tanggal,
        alamat=alamat.rstrip("/"),
        penyusun=f"{TATA_LETAK}/weasyprint {metadata.version('weasyprint')}",
    )


def _tanda_tangan(templat: TemplatLaporan | None) -> TandaTangan:
    if templat is None:
        return TandaTangan()
    return TandaTangan(
        templat.sebutan,
        templat.atas_nama,
        templat.jabatan,
        templat.nama,
        templat.pangkat,
        templat.nip,
    )


def minta_kemajuan(
    *, potret_id: int, bentuk: Bentuk, alamat: str, by: User, bernomor: bool = False
) -> Job:
    """Ask for the progress report of a Potret; the same one still open is returned instead.

    The report is fixed now: the same Potret and parameters are the same Terbitan. `bernomor`: with
    the number entered last for a report of this Potret. Raises Denied, IsianKurang when no number
    was entered.
    """
    potret = (
        Potret.objects.visible_to(by)
        .tanpa_isi()
        .select_related("instansi", "batas__rencana")
        .filter(pk=potret_id)
        .first()
    )
    if potret is None:
        raise Denied("Potret tidak ada atau bukan dari instansi Anda.")
    nomor, tanggal = "", None
    if bernomor:
        numbered = Terbitan.objects.filter(potret=potret).exclude(nomor="").order_by("-nomor_at")
        last = numbered.first()
        if last is None:
            raise IsianKurang({"nomor": "Belum ada nomor yang dicatat untuk laporan ini."})
        nomor, tanggal = last.nomor, last.nomor_tanggal
    parameter = parameter_kemajuan(potret, bentuk, alamat, nomor=nomor, tanggal=tanggal)
    with audited():
        terbitan = _terbitan(potret, parameter, by)
        batas = potret.batas
        return minta(
            jenis=KODE,
            judul=f"Laporan kemajuan {batas.kode} Potret {potret.no}, {batas.rencana.nama} "
            f"({bentuk.label})",
            parameter={"terbitan": terbitan.pk, "bentuk": bentuk.value},
            instansi=potret.instansi,
            by=by,
        )


def _terbitan(potret: Potret, parameter: ParameterKemajuan, by: User) -> Terbitan:
    """Find the report of these parameters, or issue it; two at once give one row."""
    code = kode(potret.sha256, parameter)
    found = Terbitan.objects.filter(kode=code).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            made = Terbitan.objects.create(
                instansi=potret.instansi,
                potret=potret,
                kode=code,
                parameter=ke_json(parameter),
                dibuat=timezone.now(),
                oleh=by,
                nomor=parameter.nomor,
                nomor_tanggal=parameter.nomor_tanggal,
                nomor_at=timezone.now() if parameter.nomor else None,
                nomor_oleh=by if parameter.nomor else None,
            )
    except IntegrityError:  # somebody asked for the same at the same moment
        return Terbitan.objects.get(kode=code)
    _catat(made, "terbit", by, {"kode": code, "potret": potret.pk, "draf": parameter.draf})
    return made


def catat_nomor(*, terbitan_id: int, nomor: str, tanggal: date | None, by: User) -> Terbitan:
    """Enter or correct number and date of the letter under which a report went out.

    Raises Denied, IsianKurang. The earlier number stays in the audit trail.
    """
    nomor = " ".join(nomor.split())
    with audited():
        terbitan = (
            Terbitan.objects.visible_to(by)
            .select_for_update(of=("self",))
            .select_related("instansi", "potret__batas__rencana")
            .filter(pk=terbitan_id)
            .first()
        )
        if terbitan is None or not boleh_menomori(by, terbitan.instansi):
            raise Denied("Anda tidak berwenang mencatat nomor laporan ini.")
        galat = {}
        if not nomor:
            galat["nomor"] = "Tulis nomor laporan."
        elif len(nomor) > 120:
            galat["nomor"] = "Nomor paling panjang 120 huruf."
        if tanggal is None:
            galat["tanggal"] = "Isi tanggal laporan."
        if galat:
            raise IsianKurang(galat)
        before = {"nomor": terbitan.nomor, "tanggal": str(terbitan.nomor_tanggal or "")}
        terbitan.nomor, terbitan.nomor_tanggal = nomor, tanggal
        terbitan.nomor_at, terbitan.nomor_oleh = timezone.now(), by
        terbitan.save(update_fields=["nomor", "nomor_tanggal", "nomor_at", "nomor_oleh"])
        _catat(
            terbitan,
            "nomor",
            by,
            {"lama": before, "baru": {"nomor": nomor, "tanggal": str(tanggal)}},
        )
        return terbitan


def boleh_menomori(user: User, instansi: Instansi) -> bool:
    """Whether a person enters numbers of reports in an institution."""
    return any(user.akses.has(p, instansi.pk) for p in NOMOR)


def catat_berkas(terbitan: Terbitan, job: Job, berkas: Path, halaman: int | None) -> BerkasTerbitan:
    """Keep the SHA-256 of a file made under a code; a content that is known gives the same row."""
    with berkas.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    made, _ = BerkasTerbitan.objects.get_or_create(
        terbitan=terbitan,
        sha256=sha256,
        defaults={
            "instansi": terbitan.instansi,
            "job": job,
            "ukuran": berkas.stat().st_size,
            "halaman": halaman,
            "dibuat": timezone.now(),
        },
    )
    return made


def _catat(terbitan: Terbitan, aksi: str, by: User, isi: dict[str, object]) -> None:
    rencana = terbitan.potret.batas.rencana
    record(
        Event(
            instansi=terbitan.instansi.kode,
            contoh=terbitan.instansi.contoh,
            aksi=f"terbitan.{aksi}",
            oleh=by,
            objek_jenis="terbitan",
            objek_id=str(terbitan.pk),
            objek_nama=f"Laporan kemajuan {terbitan.potret.batas.kode}, {rencana.nama}"[:300],
            isi=isi,
        )
    )
