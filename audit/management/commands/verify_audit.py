"""`manage.py verify_audit [--instansi KODE] [--catat]`: walk the hash chains."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.berkala import Catatan
from audit.chain import PERIKSA, Putus, chains, verify
from audit.models import Kejadian, Pemeriksaan, Rantai
from audit.recorder import SISTEM, Event, System, audited, record


class Command(BaseCommand):
    """Verify every chain, or one; end with an error when one is broken."""

    help = "Walks the hash chains of the audit log; exit code 1 when one is broken."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--instansi", default="", help="only the chain of this institution")
        parser.add_argument(
            "--catat",
            action="store_true",
            help="record the result in the chain 'sistem', so that the audit screen shows it, "
            "and (of all chains) as the nightly check on the admins' pages",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each chain with its number of events and its head, or its first broken link.

        A broken chain keeps no other from being walked. Raises CommandError (exit code 1) for an
        unknown chain, and at the end for the first broken link.
        """
        names = chains()
        if options["instansi"]:
            if options["instansi"] not in names:
                raise CommandError(f"Rantai tidak ada: {options['instansi']}")
            names = [options["instansi"]]
        total, broken, catatan = 0, list[Putus](), Catatan()
        for name in names:
            first: Putus | None = None
            for fault in verify(name):
                first = first or fault
                catatan.cacat(name, f"kejadian nomor {fault.no}", fault.sebab)
            head = Rantai.objects.filter(instansi=name).first()
            if options["catat"]:
                self._record(name, head, first)
            count = Kejadian.objects.filter(instansi=name).count()
            total += count
            catatan.lihat(name, count)
            if first is not None:
                broken.append(first)
                self.stderr.write(_told(first))
                continue
            number, tip = (head.no, head.hash) if head else (0, "")
            self.stdout.write(f"{name}: {count} kejadian, kepala nomor {number} {tip}, utuh")
        if options["catat"] and not options["instansi"]:
            catatan.simpan(Pemeriksaan.Jenis.RANTAI)
        if broken:
            raise CommandError(_told(broken[0]))
        self.stdout.write(f"{len(names)} rantai, {total} kejadian, semua utuh")

    def _record(self, name: str, head: Rantai | None, broken: Putus | None) -> None:
        number = broken.no if broken else head.no if head else 0
        with audited():
            record(
                Event(
                    instansi=SISTEM,
                    aksi=PERIKSA,
                    oleh=System(),
                    objek_jenis="rantai",
                    objek_id=name,
                    objek_nama=f"Rantai {name}",
                    isi={
                        "no": number,
                        "hash": head.hash if head else "",
                        "sebab": broken.sebab if broken else "",
                    },
                )
            )


def _told(broken: Putus) -> str:
    return f"{broken.instansi}: putus pada kejadian nomor {broken.no}: {broken.sebab}"
