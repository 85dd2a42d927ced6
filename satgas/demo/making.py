"""Making of the CONTOH institutions: what is there already stays as it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.core.management.base import CommandError
from django.utils import timezone

from accounts.models import Instansi, Unit, User
from audit.recorder import Event, System, audited, record
from evidence.actions import mulai_rencana
from evidence.actions.batas import usulkan_batas
from evidence.actions.butir import IsiButir, atur_butir
from evidence.models import Butir, Rencana
from satgas.demo.files import forget_files
from satgas.demo.fixture import RiwayatRow, history, institutions
from satgas.demo.instrumen import buat_contoh
from satgas.demo.jaga import LembarContoh
from satgas.demo.pengecualian import buat_pengecualian
from satgas.demo.people import make_accounts
from satgas.demo.walk import Walk
from satgas.official.decree import DecreeLoader
from satgas.official.fixture import decree
from satgas.official.institutions import load_institution


def make() -> list[str]:
    """Make the CONTOH institutions, their accounts, the Satgas plan and its history.

    All or nothing. Returns one line per thing made; an empty list when everything was there.
    Raises CommandError when a real account or institution is in the way.
    """
    new: list[Instansi] = []
    today = timezone.localdate()
    begin = {row.instansi.kode: _begin(today, row.mulai) for row in institutions()}
    with _no_files_left(new), audited():
        lines: list[str] = []
        units: dict[str, dict[str, Unit]] = {}
        for row in institutions():
            instansi, units[row.instansi.kode], made = load_institution(row.instansi, contoh=True)
            if not instansi.contoh:
                raise CommandError(f"{instansi.kode}: kode ini milik instansi yang bukan CONTOH.")
            if "instansi" in made:
                new.append(instansi)
            if made:
                _record(instansi, "instansi.contoh_buat", made, begin[instansi.kode])
                lines.append(f"{instansi.nama}: {made['unit']} unit")
        names = make_accounts(units, begin)
        if names:
            lines.append(f"{len(names)} akun CONTOH")
        pemprov = institutions()[0].instansi.kode
        lines += _plan(units[pemprov], today, _begin(today, history().mulai))
    return lines


def _begin(today: date, hari: int) -> datetime:
    return timezone.make_aware(datetime.combine(today + timedelta(days=hari), time(8)))


@contextmanager
def _no_files_left(new: list[Instansi]) -> Iterator[None]:
    """Delete the stored bytes of institutions whose rows were rolled back."""
    try:
        yield
    except BaseException:
        for instansi in new:
            if instansi.pk is not None:
                forget_files(instansi.pk)
        raise


def _plan(units: dict[str, Unit], today: date, start: datetime) -> list[str]:
    """Copy the decree into this year's plan, start it, and walk its history.

    The plan begins early enough for the history; windows that ended in its first weeks are not
    asked.
    """
    instansi = next(iter(units.values())).instansi
    if Rencana.objects.filter(instansi=instansi, jenis=Rencana.Jenis.SATGAS).exists():
        return []
    riwayat = history()
    rencana = Rencana.objects.create(
        instansi=instansi,
        jenis=Rencana.Jenis.SATGAS,
        nama=f"Satgas Pencegahan Korupsi {today.year} (CONTOH)",
        tahun=today.year,
        mulai=min(start.date(), date(today.year, 1, 1)),
        selesai=date(today.year, 12, 31),
    )
    official = decree()
    kolom = {**official.kolom, "nomor": f"{official.kolom['nomor']} (CONTOH)"}
    loader = DecreeLoader(replace(official, kolom=kolom), rencana, units)
    loader.run()
    _record(instansi, "rencana.contoh_buat", dict(loader.made), start, rencana)
    users = {
        user.username: user for user in User.objects.filter(membership_set__unit__instansi=instansi)
    }
    admin = users["admin"]
    usulkan_batas(rencana_id=rencana.pk, by=admin, at=start)
    _settle(rencana, riwayat, today, admin, start)
    mulai_rencana(
        rencana_id=rencana.pk, by=admin, dari=today + timedelta(days=riwayat.dari), at=start
    )
    jaga = LembarContoh(rencana, users["verifikator"], today)
    steps = Walk(rencana, users, today).run(riwayat, jaga.sebelum)
    return [
        f"{rencana.nama}: {loader.made['butir']} tugas, {steps} langkah riwayat",
        buat_pengecualian(rencana, users, today),
        buat_contoh(rencana, users, riwayat, today, start),
    ]


def _settle(
    rencana: Rencana, riwayat: RiwayatRow, today: date, admin: User, start: datetime
) -> None:
    """Set own deadlines and months of validity, as the admin of the sample.

    Continuous tasks are due from the first cut-off on: here from the one that is not past. A
    deadline behind the end of the plan is left to the cut-offs.
    """
    now = rencana.batas_set.filter(batas_unit__gte=today).order_by("akhir").first()
    for butir in Butir.objects.filter(rencana=rencana, dinilai=True).order_by("urut"):
        tempo = butir.jatuh_tempo
        if now and butir.pola == Butir.Pola.TERUS:
            tempo = now.batas_unit
        if butir.kode in riwayat.jatuh_tempo:
            day = today + timedelta(days=riwayat.jatuh_tempo[butir.kode])
            tempo = day if day <= rencana.selesai else tempo
        masa = riwayat.masa_mutakhir.get(butir.kode, butir.masa_mutakhir)
        if (tempo, masa) == (butir.jatuh_tempo, butir.masa_mutakhir):
            continue
        isi = IsiButir(butir.pola, butir.unit_id, masa_mutakhir=masa, jatuh_tempo=tempo)
        atur_butir(butir_id=butir.pk, isi=isi, by=admin, at=start)


def _record(
    instansi: Instansi,
    aksi: str,
    made: dict[str, int],
    at: datetime,
    rencana: Rencana | None = None,
) -> None:
    objek = rencana or instansi
    record(
        Event(
            instansi=instansi.kode,
            contoh=instansi.contoh,
            aksi=aksi,
            oleh=System(),
            objek_jenis=str(objek._meta.model_name),
            objek_id=str(objek.pk),
            objek_nama=objek.nama,
            isi={"dibuat": made},
            at=at,
        )
    )
