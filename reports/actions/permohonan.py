"""Asking for reports and fetching them: checked and audited."""

from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.permissions import Denied
from audit.recorder import Event, audited, record
from evidence.keadaan import hari_di
from evidence.models import Rencana
from jobs.actions import TidakBisa, minta
from jobs.models import Job
from reports.datasets.evaluasi_bentuk import Semester
from reports.datasets.evaluasi_roadmap import semester_rencana
from reports.datasets.lhe import lke_terbaca
from reports.datasets.pantauan_zi import bulan_rencana
from reports.kinds import (
    EVALUASI_ROADMAP,
    LAMPIRAN_ROADMAP,
    LAMPIRAN_ZI_1,
    LAMPIRAN_ZI_2,
    LHE,
    PANTAUAN_ZI,
    REKAP_SATGAS,
    Bentuk,
)
from reports.kinds.lampiran_zi import TANPA_KEPUTUSAN
from reports.kinds.lhe import TIDAK_TERBACA
from roadmap.lembar import tahun_rencana
from zonaintegritas.kata_jadwal import nama_bulan
from zonaintegritas.models import KeputusanZI


def minta_rekap(*, rencana_id: int, by: User) -> Job:
    """Ask for the recap of a Satgas plan; the same request still open is returned instead.

    Raises Denied when the plan is not visible to the person or reports are not theirs to ask.
    """
    rencana = _rencana(rencana_id, Rencana.Jenis.SATGAS, by)
    return minta(
        jenis=REKAP_SATGAS,
        judul=f"Rekap {rencana.nama}",
        parameter={"rencana": rencana.pk},
        instansi=rencana.instansi,
        by=by,
    )


def minta_lampiran(
    *,
    rencana_id: int,
    bentuk: Bentuk,
    by: User,
    tahun: int | None = None,
    subtotal: bool = True,
    hari: date | None = None,
) -> Job:
    """Ask for the Lampiran of a Road Map, with what was reached in `tahun` if one is named.

    `hari`: as it stood at the end of that day. Raises Denied as `minta_rekap`, TidakBisa for a
    year or a day that the plan does not have.
    """
    rencana = _rencana(rencana_id, Rencana.Jenis.ROADMAP, by)
    if tahun is not None and tahun not in tahun_rencana(rencana):
        raise TidakBisa("Tahun ini tidak ada pada Road Map.")
    kata = f", realisasi {tahun}" if tahun else ""
    return minta(
        jenis=LAMPIRAN_ROADMAP,
        judul=f"Lampiran {rencana.nama}{kata} ({bentuk.label})",
        parameter={"tahun": tahun, "subtotal": subtotal, **_umum(rencana, bentuk, hari)},
        instansi=rencana.instansi,
        by=by,
    )


def minta_evaluasi(
    *,
    rencana_id: int,
    semester: Semester,
    bentuk: Bentuk,
    by: User,
    hari: date | None = None,
) -> Job:
    """Ask for the evaluation of a semester of a Road Map.

    `hari`: as it stood at the end of that day. Raises Denied as `minta_rekap`, TidakBisa for a
    semester that the plan does not have or that has not begun on that day.
    """
    rencana = _rencana(rencana_id, Rencana.Jenis.ROADMAP, by)
    common = _umum(rencana, bentuk, hari)
    day = hari or hari_di(rencana, timezone.now())
    if semester not in semester_rencana(rencana) or day < semester.mulai:
        raise TidakBisa("Semester ini tidak ada pada Road Map atau belum mulai.")
    return minta(
        jenis=EVALUASI_ROADMAP,
        judul=f"Evaluasi {semester.nama}, {rencana.nama} ({bentuk.label})",
        parameter={"tahun": semester.tahun, "semester": semester.nomor, **common},
        instansi=rencana.instansi,
        by=by,
    )


def minta_lampiran_zi(*, rencana_id: int, lampiran: int, bentuk: Bentuk, by: User) -> Job:
    """Ask for Lampiran I (1) or II (2) of a Zona Integritas decree.

    Raises Denied as `minta_rekap`, TidakBisa for a plan without a decree.
    """
    rencana = _rencana(rencana_id, Rencana.Jenis.ZI, by)
    if not KeputusanZI.objects.filter(rencana=rencana).exists():
        raise TidakBisa(TANPA_KEPUTUSAN)
    jenis, nomor = {1: (LAMPIRAN_ZI_1, "I"), 2: (LAMPIRAN_ZI_2, "II")}[lampiran]
    return minta(
        jenis=jenis,
        judul=f"Lampiran {nomor} {rencana.nama} ({bentuk.label})",
        parameter={"rencana": rencana.pk, "bentuk": bentuk.value},
        instansi=rencana.instansi,
        by=by,
    )


def minta_pantauan_zi(
    *, rencana_id: int, bulan: int, bentuk: Bentuk, by: User, hari: date | None = None
) -> Job:
    """Ask for the monitoring report of a month (1 to 12) of a Zona Integritas plan.

    `hari`: as it stood at the end of that day. Raises Denied as `minta_rekap`, TidakBisa for a
    plan without a decree, and for a month that the plan does not have or that has not begun on
    that day.
    """
    rencana = _rencana(rencana_id, Rencana.Jenis.ZI, by)
    if not KeputusanZI.objects.filter(rencana=rencana).exists():
        raise TidakBisa(TANPA_KEPUTUSAN)
    common = _umum(rencana, bentuk, hari)
    day = hari or hari_di(rencana, timezone.now())
    month = next((first for first in bulan_rencana(rencana) if first.month == bulan), None)
    if month is None or day < month:
        raise TidakBisa("Bulan ini tidak ada pada rencana atau belum mulai.")
    return minta(
        jenis=PANTAUAN_ZI,
        judul=f"Pemantauan {nama_bulan(bulan)} {month.year}, {rencana.nama} ({bentuk.label})",
        parameter={"bulan": bulan, **common},
        instansi=rencana.instansi,
        by=by,
    )


def minta_lhe(*, lke_id: int, bentuk: Bentuk, by: User) -> Job:
    """Ask for the evaluation report of an LKE that the person reads, as a guest of its TPI too.

    Raises Denied when the person does not read it today.
    """
    lke = lke_terbaca(by).filter(pk=lke_id).first()
    if lke is None:
        raise Denied(TIDAK_TERBACA)
    return minta(
        jenis=LHE,
        judul=f"Laporan Hasil Evaluasi {lke.tahun}, {lke.unit.nama} ({bentuk.label})",
        parameter={"lke": lke.pk, "bentuk": bentuk.value},
        instansi=lke.instansi,
        by=by,
    )


def _rencana(rencana_id: int, jenis: Rencana.Jenis, by: User) -> Rencana:
    rencana = (
        Rencana.objects.visible_to(by)
        .select_related("instansi")
        .filter(pk=rencana_id, jenis=jenis)
        .first()
    )
    if rencana is None:
        raise Denied("Rencana tidak ada atau bukan untuk unit Anda.")
    return rencana


def _umum(rencana: Rencana, bentuk: Bentuk, hari: date | None) -> dict[str, Any]:
    """Return the parameters that reports of a plan on a day share; today is now."""
    today = hari_di(rencana, timezone.now())
    if hari is not None and not rencana.mulai <= hari <= today:
        raise TidakBisa("Tanggal ini di luar masa rencana.")
    past = hari.isoformat() if hari and hari < today else None
    return {"rencana": rencana.pk, "bentuk": bentuk.value, "hari": past}


def unduh(*, job_id: int, by: User) -> Job:
    """Return a finished report for delivery and record the download.

    Raises Denied when the person may not see it, TidakBisa while it has no file.
    """
    with audited():
        job = Job.objects.visible_to(by).select_related("instansi").filter(pk=job_id).first()
        if job is None:
            raise Denied("Laporan tidak ada atau bukan untuk unit Anda.")
        if job.status != Job.Status.SELESAI or not job.hasil:
            raise TidakBisa("Laporan ini belum mempunyai berkas.")
        record(
            Event(
                instansi=job.instansi.kode,
                contoh=job.instansi.contoh,
                aksi="laporan.unduh",
                oleh=by,
                objek_jenis="job",
                objek_id=str(job.pk),
                objek_nama=job.judul,
                isi={"sha256": job.hasil_sha256},
            )
        )
        return job
