"""`manage.py run_job <id> --pemegang=<mark>`: the process that does one claimed job."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from audit.context import job_bound
from jobs.runner import run
from launcher.lifeline import die_with_parent

_NICE = 5  # pages come before reports


class Command(BaseCommand):
    """Started by the worker; of no use by hand, because nobody holds a job by hand."""

    help = "Run one job that a worker has claimed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the job, its holder, and the process to end with."""
        parser.add_argument("job_id", type=int)
        parser.add_argument("--pemegang", required=True)
        parser.add_argument("--induk", type=int, default=0)

    def handle(self, *args: Any, **options: Any) -> None:
        """Tie the process to its parent, step back, and run the job."""
        if options["induk"]:
            die_with_parent(options["induk"])
        os.nice(_NICE)
        with job_bound(options["job_id"]):
            run(options["job_id"], options["pemegang"])
