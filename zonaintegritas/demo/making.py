"""Making of the sample Zona Integritas: the decree of this year, its months, their history."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import Instansi, Unit, User
from audit.recorder import Event, System, audited, record
from evidence.actions import mulai_rencana
from evidence.models import Rencana
from zonaintegritas.demo.antrean import Antrean, Kalender
from zonaintegritas.demo.bulan import BulanContoh
from zonaintegritas.demo.fixture import riwayat
from zonaintegritas.demo.keputusan import contoh
from zonaintegritas.demo.walk import Petugas, Walk
from zonaintegritas.models import AnggotaTim
from zonaintegritas.official.fixture import keputusan
from zonaintegritas.official.institutions import load_units
from zonaintegritas.official.loader import KeputusanLoader

KPU = "kpu-ntt-contoh"
# Which sample account is which person of the decree: numeral of the group and number.
KEDUDUKAN: Mapping[tuple[str, int], str] = {
    ("PENGARAH", 1): "ketua.kpu",
    ("I", 5): "operator.kpu",
    ("V", 1): "koordinator.kpu",
    ("V", 2): "anggota.kpu",
}


def make() -> list[str]:
    """Make the sample Zona Integritas where the CONTOH institution of the KPU has none.

    All or nothing. Returns one line per thing made; an empty list when everything was there, or
    when there is no CONTOH institution to put it in.
    """
    with audited():
        instansi = Instansi.objects.filter(kode=KPU, contoh=True).first()
        if instansi is None:
            return []
        if Rencana.objects.filter(instansi=instansi, jenis=Rencana.Jenis.ZI).exists():
            return []
        zona = ZoneInfo(instansi.zona_waktu)
        kalender = Kalender(timezone.localdate(timezone=zona), timezone.now(), zona)
        return _make(instansi, kalender)


def _make(instansi: Instansi, kalender: Kalender) -> list[str]:
    units, _ = load_units(instansi)
    names = User.objects.in_bulk(KEDUDUKAN.values(), field_name="username")
    hari = tanggal_keputusan(kalender.today)
    rencana, made = _keputusan(instansi, units, names, kalender, hari)
    antrean = Antrean()
    walked = _jadwal(rencana, units, kalender, hari, antrean)
    steps = antrean.jalankan()
    return [f"{rencana.nama}: {made['butir']} butir, {walked + steps} langkah riwayat"]


def tanggal_keputusan(today: date) -> date:
    """Return the day of the sample's decree: 5 June, or earlier where little would lie behind it.

    Before August it moves towards January, so that some months have passed since; it never lies
    after today.
    """
    month = 6 if today.month >= 8 else max(1, today.month - 3)
    return min(date(today.year, month, 5), today)


def _keputusan(
    instansi: Instansi,
    units: dict[str, Unit],
    names: Mapping[str, User],
    kalender: Kalender,
    hari: date,
) -> tuple[Rencana, Mapping[str, int]]:
    rencana = Rencana.objects.create(
        instansi=instansi,
        jenis=Rencana.Jenis.ZI,
        nama=f"Zona Integritas {hari.year} (CONTOH)",
        tahun=hari.year,
        mulai=date(hari.year, 1, 1),
        selesai=date(hari.year, 12, 31),
    )
    source = contoh(keputusan(), hari, {k: names[v].nama for k, v in KEDUDUKAN.items()})
    loader = KeputusanLoader(source, rencana, units)
    document = loader.run()
    for (kode, no), username in KEDUDUKAN.items():
        AnggotaTim.objects.filter(tim__keputusan=document, tim__kode=kode, no=no).update(
            pengguna=names[username]
        )
    record(
        Event(
            instansi=instansi.kode,
            contoh=True,
            aksi="rencana.contoh_buat",
            oleh=System(),
            objek_jenis="rencana",
            objek_id=str(rencana.pk),
            objek_nama=rencana.nama,
            isi={"dibuat": {name: n for name, n in loader.made.items() if n}},
            at=kalender.at(hari, time(8)),
        )
    )
    return rencana, loader.made


def _jadwal(
    rencana: Rencana,
    units: Mapping[str, Unit],
    kalender: Kalender,
    hari: date,
    antrean: Antrean,
) -> int:
    """Plan the months, start the plan, and put its history into the queue; return steps done."""
    users = User.objects.in_bulk(
        [
            "admin.kpu",
            "operator.kpu",
            "koordinator.kpu",
            "anggota.kpu",
            "verifikator.kpu",
            "ketua.kpu",
        ],
        field_name="username",
    )
    pengawasan = units["V"].pk
    bulan = BulanContoh(
        rencana,
        riwayat().baris,
        {pengawasan: users["koordinator.kpu"]},
        users["admin.kpu"],
        kalender.today.month,
    )
    bulan.susun(kalender.at(hari + timedelta(days=2), time(9)))
    mulai = hari + timedelta(days=4)
    mulai_rencana(rencana_id=rencana.pk, by=users["admin.kpu"], at=kalender.at(mulai, time(8)))
    bulan.geser(antrean, kalender, mulai + timedelta(days=1))
    petugas = Petugas(
        {pengawasan: users["anggota.kpu"]},
        users["operator.kpu"],
        users["verifikator.kpu"],
        users["ketua.kpu"],
    )
    Walk(rencana, riwayat(), petugas, kalender, mulai).isi(antrean)
    return 2
