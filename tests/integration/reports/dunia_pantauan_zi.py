"""A running Zona Integritas on 15 June 2026 whose months can be counted by hand."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import time_machine

from evidence.actions import mulai_rencana
from evidence.models import Capaian, Rencana
from tests.factories import dikembalikan, disetujui, terkirim
from tests.integration.zonaintegritas.jadwal.conftest import bangun_zi
from zonaintegritas.actions.jadwal import atur_bentuk, atur_bulan, geser_bulan

KENDALA = "Nara sumber berhalangan.\nRapat ditunda."


def tugas(d: SimpleNamespace, n: int, bulan: int) -> Capaian:
    """Return the task of row `n` that begins in a month."""
    return Capaian.objects.get(butir=d.butir[n], mulai=date(2026, bulan, 1), gugur__isnull=True)


def bangun_pantauan_zi(kode: str) -> SimpleNamespace:
    """Build a plan of two teams and five rows; the decree is of 5 March, the start of 6 March.

    1.A.1 in January (never asked for), March (approved in April), April (late), May (approved),
    June (returned), and in October, shifted to November; 1.A.2 from May to July as one window;
    2.A.1 in April (sent) and December; 1.B and 2.A.2 have no month.
    """
    d = bangun_zi(kode)
    with time_machine.travel(datetime(2026, 3, 6, tzinfo=UTC)):
        for n, months in ((0, (1, 3, 4, 5, 6, 10)), (1, (5, 6, 7)), (3, (4, 12))):
            by = d.koordinator if n < 3 else d.koordinator2
            atur_bulan(rencana_id=d.rencana.pk, isi={d.butir[n].pk: months}, by=by)
        atur_bentuk(butir_id=d.butir[1].pk, bentuk="rentang", by=d.koordinator)
        mulai_rencana(rencana_id=d.rencana.pk, by=d.admin)
    with time_machine.travel(datetime(2026, 4, 20, tzinfo=UTC)):
        disetujui(tugas(d, 0, 3), d.operator, d.verifikator, klaim=100, nilai=100)
    with time_machine.travel(datetime(2026, 5, 10, tzinfo=UTC)):
        disetujui(tugas(d, 0, 5), d.operator, d.verifikator, klaim=100, nilai=100)
    dikembalikan(tugas(d, 0, 6), d.operator, d.verifikator)
    terkirim(tugas(d, 3, 4), d.koordinator2)
    Capaian.objects.filter(pk=tugas(d, 3, 4).pk).update(
        kendala=KENDALA, tindak_lanjut="Dijadwalkan ulang."
    )
    Capaian.objects.filter(pk=tugas(d, 0, 4).pk).update(kendala="Draf unit, belum dikirim.")
    geser_bulan(
        butir_id=d.butir[0].pk,
        dari=10,
        ke=11,
        alasan="Menunggu anggaran perubahan.",
        by=d.koordinator,
    )
    d.rencana = Rencana.objects.select_related("instansi").get(pk=d.rencana.pk)
    return d
