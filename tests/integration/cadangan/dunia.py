"""What happens inside an installation of a test: `python -m ... bangun | menulis | masuk`.

Run in a process of its own, on the database that its environment names.
"""

import hashlib
import json
import random
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402
from allauth.mfa.totp.internal.auth import (  # noqa: E402
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.files.base import ContentFile  # noqa: E402
from django.core.files.storage import default_storage  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import Instansi, User  # noqa: E402
from audit.models import Kejadian  # noqa: E402
from audit.recorder import Event, System, audited, record  # noqa: E402
from config.cadangan.migrasi import keadaan_basis_data  # noqa: E402
from evidence.actions.batas import TANGGAL  # noqa: E402
from evidence.models import Batas, BuktiVersi, Capaian  # noqa: E402
from jobs.models import Job  # noqa: E402
from reports.actions.periode import potret_sekarang  # noqa: E402
from reports.models import Lambang, Potret  # noqa: E402
from reports.pdf.kemajuan import cetak_kemajuan  # noqa: E402
from reports.potret.bentuk import baca, kanonik, sidik  # noqa: E402
from reports.potret.susun import bangun_potret  # noqa: E402
from reports.xlsx.kemajuan import tulis_kemajuan  # noqa: E402
from tests.factories import buat_unit, disetujui, draf  # noqa: E402
from tests.factories.people import SANDI  # noqa: E402
from tests.factories.potret import parameter_kemajuan  # noqa: E402
from tests.integration.evidence.conftest import bangun_dunia  # noqa: E402

KODE_UJI = "K7QF2MXP9TAB34CDE6FG"
LARGE = 12_000_000  # more than the database itself
RAHASIA = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def bangun() -> dict[str, int]:
    """Make an institution with people, work, a crest, and a person who logs in in two steps."""
    dunia = bangun_dunia("alfa")
    disetujui(dunia.c_bkd, dunia.operator, dunia.verifikator)
    TOTP.activate(dunia.operator, RAHASIA)
    Lambang.objects.create(
        instansi=dunia.instansi,
        jenis="png",
        isi=bytes(range(256)),
        sha256="0" * 64,
        dibuat=timezone.now(),
        oleh=dunia.ketua,
    )
    today = timezone.localdate()
    dates = {n: today + timedelta(days=d) for d, n in enumerate(TANGGAL[1:], start=1)}
    batas = Batas.objects.create(
        rencana=dunia.rencana, kode="B03", akhir=today, dibuka=today, **dates
    )
    potret_sekarang(batas_id=batas.pk, by=dunia.ketua)
    gone = buat_unit(dunia.instansi, "bubar")
    number = gone.pk  # the highest number was given out, and its row is no more
    gone.delete()
    content = random.Random(6).randbytes(LARGE)
    Job.objects.create(
        instansi=dunia.instansi,
        jenis="uji",
        judul="Angka yang tidak semua basis data tulis sama",
        parameter={"angka": [1e20, -0.0, 1.5, 1e-7], "z": None, "a": {"y": [], "b": "\u00e9\n"}},
        status=Job.Status.SELESAI,
        oleh=dunia.ketua,
        hasil=default_storage.save(f"laporan/{dunia.instansi.pk}/besar.pdf", ContentFile(content)),
        hasil_sha256=hashlib.sha256(content).hexdigest(),
    )
    return {"unit": number}


def menulis() -> dict[str, int]:
    """Upload evidence from two threads until told to stop; say when the first is stored."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    faults: list[BaseException] = []
    begun = threading.Event()

    def work(kode: str, username: str) -> None:
        try:
            operator = User.objects.get(username=username)
            while not stop.is_set():
                draf(Capaian.objects.get(butir__kode=kode), operator)
                begun.set()
        except BaseException as error:
            faults.append(error)
            begun.set()
            raise

    threads = [
        threading.Thread(target=work, args=("13.a", "pupr.alfa")),
        threading.Thread(target=work, args=("4.a", "itda.alfa")),
    ]
    for thread in threads:
        thread.start()
    begun.wait()
    sys.stdout.write("begins\n")
    sys.stdout.flush()
    for thread in threads:
        thread.join()
    if faults:
        sys.exit(1)
    return {"versi": BuktiVersi.objects.count()}


def masuk() -> dict[str, Any]:
    """Log in with a password and then with the second step; look at a page."""
    simple, two = Client(), Client()
    signin, step = reverse("account_login"), reverse("mfa_authenticate")
    first = simple.post(signin, {"login": "ketua.alfa", "password": SANDI})
    second = two.post(signin, {"login": "operator.alfa", "password": SANDI})
    code = format_hotp_value(hotp_value(RAHASIA, next(yield_hotp_counters_from_time())))
    third = two.post(step, {"code": code})
    return {
        "sandi": [first.status_code, simple.get("/dasbor/").status_code],
        "dua_langkah": [second.headers["Location"], third.status_code],
        "sesudahnya": two.get("/tugas-saya/").status_code,
        "perangkat": Authenticator.objects.count(),
    }


def laporan() -> dict[str, str]:
    """Read the frozen period anew from the rows, and print its report; return the SHA-256 of each.

    `potret` is what was frozen, `dibaca` the same moment read again from this database.
    """
    potret = Potret.objects.select_related("batas__rencana__instansi").get()
    isi, parameter = baca(potret.isi), parameter_kemajuan()
    found = {
        "potret": potret.sha256,
        "dibaca": sidik(kanonik(bangun_potret(potret.batas, potret.at))),
    }
    with tempfile.TemporaryDirectory() as name:
        pdf, xlsx = Path(name, "a.pdf"), Path(name, "a.xlsx")
        cetak_kemajuan(isi, potret.sha256, parameter, KODE_UJI, None, pdf, lambda _: None)
        tulis_kemajuan(isi, potret.sha256, parameter, KODE_UJI, xlsx)
        for file in (pdf, xlsx):
            found[file.suffix] = hashlib.sha256(file.read_bytes()).hexdigest()
    return found


def lama() -> dict[str, Any]:
    """Put rows into the tables of an older version, and an event into its log."""
    state = keadaan_basis_data()
    kpu = state.apps.get_model("accounts", "Instansi").objects.create(
        kode="kpu-ntt", nama="KPU Uji", tempat="Kupang", kop="KPU", mfa_wajib=["admin"]
    )
    unit = state.apps.get_model("accounts", "Unit").objects.create(
        instansi=kpu, kode="akar", nama="KPU Uji", nama_pendek="KPU", jenis="pimpinan"
    )
    rencana = state.apps.get_model("evidence", "Rencana").objects.create(
        instansi=kpu,
        jenis="zi",
        nama="Zona Integritas",
        tahun=2026,
        mulai="2026-01-01",
        selesai="2026-12-31",
        status="berjalan",
    )
    state.apps.get_model("evidence", "Butir").objects.create(
        instansi=kpu, rencana=rencana, kode="1", uraian="Uraian", jalur="1", urut=1, unit=unit
    )
    with audited():
        record(Event("kpu-ntt", "instansi.tambah", System(), isi={"kode": "kpu-ntt"}))
    return {"daun": state.daun, "terkini": state.terkini}


def unit_baru() -> int:
    """Make a unit; return its number."""
    return buat_unit(Instansi.objects.get(kode="alfa"), "baru").pk


PARTS: dict[str, Callable[[], Any]] = {
    "bangun": bangun,
    "menulis": menulis,
    "masuk": masuk,
    "laporan": laporan,
    "lama": lama,
    "unit_baru": unit_baru,
    "hitung": lambda: {"versi": BuktiVersi.objects.count(), "kejadian": Kejadian.objects.count()},
}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(PARTS[sys.argv[1]]()) + "\n")
