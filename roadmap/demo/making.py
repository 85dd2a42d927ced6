"""Making of the sample Road Map: the official one moved so that this year lies within it."""

import io
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import Instansi, Unit, User
from audit.recorder import Event, System, audited, record
from evidence.actions import mulai_rencana
from evidence.actions.batas import usulkan_batas
from evidence.actions.butir import IsiButir, atur_butir
from evidence.contoh import paper
from evidence.models import Butir, Rencana
from roadmap.actions.historis import IsiHistoris, catat_historis, simpan_dokumen
from roadmap.demo.fixture import HistorisRow, RiwayatRow, history
from roadmap.demo.pertemuan import RapatContoh
from roadmap.demo.walk import Walk
from roadmap.official.fixture import roadmap
from roadmap.official.institutions import load_units
from roadmap.official.loader import RoadMapLoader
from ukuran.official import load as load_ukuran


def make() -> list[str]:
    """Make the sample Road Map and its history where the CONTOH institution has none.

    All or nothing. Returns one line per thing made; an empty list when everything was there, or
    when there is no CONTOH institution to put it in.
    """
    riwayat = history()
    with audited():
        instansi = Instansi.objects.filter(kode=riwayat.instansi, contoh=True).first()
        if instansi is None:
            return []
        if Rencana.objects.filter(instansi=instansi, jenis=Rencana.Jenis.ROADMAP).exists():
            return []
        today = timezone.localdate()
        return _make(instansi, riwayat, today)


def _make(instansi: Instansi, riwayat: RiwayatRow, today: date) -> list[str]:
    start = timezone.make_aware(datetime.combine(today + timedelta(days=riwayat.mulai), time(8)))
    source = roadmap()
    first = today.year - riwayat.tahun_ke + 1
    load_ukuran()
    units, _ = load_units(instansi)
    rencana = Rencana.objects.create(
        instansi=instansi,
        jenis=Rencana.Jenis.ROADMAP,
        nama=f"Road Map Reformasi Birokrasi {first}-{first + len(source.tahun) - 1} (CONTOH)",
        tahun=first,
        mulai=date(first, 1, 1),
        selesai=date(first + len(source.tahun) - 1, 12, 31),
    )
    loader = RoadMapLoader(source, rencana, units, geser_tahun=first - source.tahun[0])
    loader.run()
    _record(rencana, dict(loader.made), start)
    users = {
        user.username: user for user in User.objects.filter(membership_set__unit__instansi=instansi)
    }
    admin = users["admin"]
    usulkan_batas(rencana_id=rencana.pk, by=admin, at=start)
    _settle(rencana, riwayat, today, admin, start)
    mulai_rencana(
        rencana_id=rencana.pk, by=admin, dari=today + timedelta(days=riwayat.dari), at=start
    )
    walk = Walk(rencana, users, today)
    steps = walk.run(riwayat)
    meetings = RapatContoh(rencana, units, users, walk, today).run(riwayat.rapat)
    rows = sum(_historis(rencana, row, units, users, today) for row in riwayat.historis)
    return [
        f"{rencana.nama}: {loader.made['butir']} butir, {steps} langkah riwayat, "
        f"{rows} angka historis, {meetings} rapat"
    ]


def _historis(
    rencana: Rencana,
    row: HistorisRow,
    units: dict[str, Unit],
    users: dict[str, User],
    today: date,
) -> int:
    """Record the figures of a year before, from one sample document; now, since it has ended."""
    by, tahun = users[row.oleh], today.year + row.tahun
    sebutan = f"{row.judul} {tahun} (CONTOH)"
    document = paper(
        sebutan,
        [
            f"Laporan kinerja tahun {tahun} sebagai data contoh.",
            "Angkanya tidak menggambarkan keadaan yang sebenarnya.",
        ],
    )
    sumber = simpan_dokumen(
        rencana_id=rencana.pk,
        unit_id=units[row.unit].pk,
        nama=f"{row.judul}-{tahun}.pdf",
        file=io.BytesIO(document),
        sebutan=sebutan,
        by=by,
    )
    butir = dict(Butir.objects.filter(rencana=rencana, kode__in=row.isi).values_list("kode", "pk"))
    hasil = catat_historis(
        rencana_id=rencana.pk,
        tahun=tahun,
        sumber_id=sumber.pk,
        dokumen=sebutan,
        baris=[IsiHistoris(butir[kode], isi, "1") for kode, isi in row.isi.items()],
        by=by,
    )
    return hasil.baru


def _settle(
    rencana: Rencana, riwayat: RiwayatRow, today: date, admin: User, start: datetime
) -> None:
    """Set own deadlines, as the admin of the sample."""
    for butir in Butir.objects.filter(rencana=rencana, kode__in=riwayat.jatuh_tempo):
        day = today + timedelta(days=riwayat.jatuh_tempo[butir.kode])
        isi = IsiButir(butir.pola, butir.unit_id, jatuh_tempo=day)
        atur_butir(butir_id=butir.pk, isi=isi, by=admin, at=start)


def _record(rencana: Rencana, made: dict[str, int], at: datetime) -> None:
    record(
        Event(
            instansi=rencana.instansi.kode,
            contoh=True,
            aksi="rencana.contoh_buat",
            oleh=System(),
            objek_jenis="rencana",
            objek_id=str(rencana.pk),
            objek_nama=rencana.nama,
            isi={"dibuat": made},
            at=at,
        )
    )
