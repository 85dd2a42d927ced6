"""A person at a second terminal: asks for reports, looks at rows, verifies chains and files.

Run as `python -m tests.integration.portal.penilik` with the environment of a service. One JSON
array on a line in (a verb and its arguments), one JSON object on a line out: one process for a
whole test, because starting Django anew for each question would cost more than the test.
"""

import io
import json
import sys
import traceback
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from accounts.models import User  # noqa: E402
from accounts.permissions import Role  # noqa: E402
from audit.models import Kejadian  # noqa: E402
from evidence.models import BuktiVersi, Capaian, Rencana  # noqa: E402
from evidence.simpanan import stored_files  # noqa: E402
from jobs.actions import ulangi as ulangi_pekerjaan  # noqa: E402
from jobs.models import Job  # noqa: E402
from reports.actions.permohonan import minta_rekap  # noqa: E402
from tests.factories import (  # noqa: E402
    buat_butir,
    buat_instansi,
    buat_rencana,
    buat_unit,
    buat_user,
    mulai,
)


def dunia(nama: str, orang: int, rencana: int, butir: int) -> dict[str, Any]:
    """Make an institution with auditors and plans, and one running plan with an operator."""
    instansi = buat_instansi(nama)
    unit = buat_unit(instansi, "bkd")
    auditors = [buat_user(f"auditor{n}.{nama}", Role.AUDITOR, unit) for n in range(orang)]
    operator = buat_user(f"operator.{nama}", Role.OPERATOR, unit)
    plans = [buat_rencana(instansi, tahun=2020 + n) for n in range(rencana)]
    for plan in plans:
        for number in range(butir):
            buat_butir(plan, unit, f"9.{chr(97 + number)}")
    running = buat_rencana(instansi)
    for number in range(6):
        buat_butir(running, unit, f"1.{chr(97 + number)}")
    tasks = mulai(running)
    return {
        "auditor": [user.pk for user in auditors],
        "operator": operator.username,
        "rencana": [plan.pk for plan in plans],
        "tugas": [[task.pk, task.pemenuhan_set.get().pk] for task in tasks],
    }


def minta(auditor: list[int], rencana: list[int]) -> list[int]:
    """Ask for the recap of each plan by each auditor."""
    people = list(User.objects.filter(pk__in=auditor))
    plans = Rencana.objects.filter(pk__in=rencana).values_list("pk", flat=True)
    return [minta_rekap(rencana_id=pk, by=person).pk for pk in plans for person in people]


def keadaan(pks: list[int]) -> list[dict[str, Any]]:
    """Return the rows of jobs, and how often each was said to be finished."""
    return [
        {
            "id": job.pk,
            "status": job.status,
            "percobaan": job.percobaan,
            "pesan": job.pesan,
            "hasil": job.hasil.name,
            "selesai": Kejadian.objects.filter(
                objek_jenis="job", objek_id=str(job.pk), aksi="pekerjaan.selesai"
            ).count(),
        }
        for job in Job.objects.filter(pk__in=pks).order_by("pk")
    ]


def terbuka() -> int:
    """Return how many jobs wait or run."""
    return Job.objects.filter(status__in=(Job.Status.ANTRE, Job.Status.BERJALAN)).count()


def ulangi(pks: list[int]) -> None:
    """Ask again for failed jobs."""
    for job in Job.objects.filter(pk__in=pks).select_related("oleh"):
        ulangi_pekerjaan(job_id=job.pk, by=job.oleh)


def periksa() -> list[str]:
    """Run verify_audit and verify_files; return their closing lines. Raises CommandError."""
    found = []
    for command in ("verify_audit", "verify_files"):
        output = io.StringIO()
        call_command(command, stdout=output, stderr=output)
        found.append(output.getvalue().splitlines()[-1])
    return found


def dikenal() -> list[str]:
    """Return the names of all files that the database knows."""
    return sorted(item.jalur for item in stored_files())


def bukti(tugas: int) -> dict[str, int]:
    """Return the version of a task, and how many files it has."""
    versions = BuktiVersi.objects.filter(taut_set__pemenuhan__capaian=tugas)
    return {"versi": Capaian.objects.get(pk=tugas).versi, "berkas": versions.distinct().count()}


VERBS = {
    verb.__name__: verb
    for verb in (dunia, minta, keadaan, terbuka, ulangi, periksa, dikenal, bukti)
}


def main() -> None:
    """Answer lines until there are no more."""
    for line in sys.stdin:
        verb, *arguments = json.loads(line)
        try:
            answer = {"isi": VERBS[verb](*arguments)}
        except Exception:  # told to the test, which fails with it
            answer = {"galat": traceback.format_exc()}
        connection.close()  # the database may be restarted before the next question
        print(json.dumps(answer), flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
