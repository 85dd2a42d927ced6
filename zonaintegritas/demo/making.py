"""Making of the sample Zona Integritas: the decree of this year, its months, their history."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import Instansi, Unit, User
from audit.recorder import Event, System, audited, record
from evidence.actions import mulai_rencana
from evidence.models import Rencana
from zonaintegritas.demo.antrean import Antrean, Kalender
from zonaintegritas.demo.bulan import BulanContoh
from zonaintegritas.demo.daftar import DaftarContoh
from zonaintegritas.demo.fixture import riwayat
from zonaintegritas.demo.keputusan import contoh
from zonaintegritas.demo.penilaian import PenilaianContoh, buat_draf
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
_PENGAWASAN = "V"


def make() -> list[str]:
    """Make the sample Zona Integritas where the CONTOH institutions have none.

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
        lines = _Pembuat(instansi, kalender).buat()
        drafts = buat_draf(kalender.today.year)
        return [*lines, f"{drafts} LKE dimulai pada instansi CONTOH lain"]


def tanggal_keputusan(today: date) -> date:
    """Return the day of the sample's decree: 5 June, or earlier where little would lie behind it.

    Before August it moves towards January, so that some months have passed since; it never lies
    after today.
    """
    month = 6 if today.month >= 8 else max(1, today.month - 3)
    return min(date(today.year, month, 5), today)


class _Pembuat:
    """Makes the sample of the KPU: one queue for its plan, its assessments, its registers."""

    def __init__(self, instansi: Instansi, kalender: Kalender) -> None:
        self._instansi = instansi
        self._kalender = kalender
        self._antrean = Antrean()
        self._units, _ = load_units(instansi)
        self._users = User.objects.in_bulk(
            ["admin.kpu", "verifikator.kpu", *KEDUDUKAN.values()], field_name="username"
        )
        self._hari = tanggal_keputusan(kalender.today)
        self._mulai = self._hari + timedelta(days=4)

    def buat(self) -> list[str]:
        """Do everything in the order of its days; return one line for plan and for LKE."""
        rencana = Rencana.objects.create(
            instansi=self._instansi,
            jenis=Rencana.Jenis.ZI,
            nama=f"Zona Integritas {self._hari.year} (CONTOH)",
            tahun=self._hari.year,
            mulai=date(self._hari.year, 1, 1),
            selesai=date(self._hari.year, 12, 31),
        )
        for days, jam, step in (
            (0, time(8), self._keputusan),
            (2, time(9), self._jadwal),
            (4, time(8), self._jalankan),
        ):
            at = self._kalender.at(self._hari + timedelta(days=days), jam)
            self._antrean.tambah(at, partial(step, rencana))
        root = Unit.objects.get(instansi=self._instansi, induk=None)
        penilaian = PenilaianContoh(self._instansi, root, self._kalender, self._antrean)
        penilaian.tahun_lalu()
        penilaian.tahun_ini()
        DaftarContoh(
            penilaian.unit_zi, self._users["operator.kpu"], self._kalender, self._antrean
        ).isi(self._kalender.lalu(-75))
        steps = self._antrean.jalankan()
        return [
            f"{rencana.nama}: {rencana.butir_set.count()} butir, {steps} langkah riwayat, 2 LKE"
        ]

    def _keputusan(self, rencana: Rencana, at: datetime) -> None:
        names = {place: self._users[name].nama for place, name in KEDUDUKAN.items()}
        source = contoh(keputusan(), self._hari, names)
        loader = KeputusanLoader(source, rencana, self._units)
        document = loader.run()
        for (kode, no), username in KEDUDUKAN.items():
            AnggotaTim.objects.filter(tim__keputusan=document, tim__kode=kode, no=no).update(
                pengguna=self._users[username]
            )
        record(
            Event(
                instansi=self._instansi.kode,
                contoh=True,
                aksi="rencana.contoh_buat",
                oleh=System(),
                objek_jenis="rencana",
                objek_id=str(rencana.pk),
                objek_nama=rencana.nama,
                isi={"dibuat": {name: n for name, n in loader.made.items() if n}},
                at=at,
            )
        )

    def _jadwal(self, rencana: Rencana, at: datetime) -> None:
        """Plan the months: the coordinator the own team's, the admin those of the others."""
        bulan = BulanContoh(
            rencana,
            riwayat().baris,
            {self._units[_PENGAWASAN].pk: self._users["koordinator.kpu"]},
            self._users["admin.kpu"],
            self._kalender.today.month,
        )
        bulan.susun(at)
        bulan.geser(self._antrean, self._kalender, self._mulai + timedelta(days=1))

    def _jalankan(self, rencana: Rencana, at: datetime) -> None:
        """Start the plan, and add what became of its tasks."""
        mulai_rencana(rencana_id=rencana.pk, by=self._users["admin.kpu"], at=at)
        petugas = Petugas(
            {self._units[_PENGAWASAN].pk: self._users["anggota.kpu"]},
            self._users["operator.kpu"],
            self._users["verifikator.kpu"],
            self._users["ketua.kpu"],
        )
        Walk(rencana, riwayat(), petugas, self._kalender, self._mulai).isi(self._antrean)
