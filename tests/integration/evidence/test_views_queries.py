"""A page costs the same number of queries with few rows and with a thousand more."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit, User
from evidence.models import (
    Bukti,
    BuktiTaut,
    BuktiVersi,
    Butir,
    Capaian,
    DokumenWajib,
    Keputusan,
    Pemenuhan,
)
from evidence.workflow import Status
from tests.factories import dikembalikan, draf, terkirim

BANYAK = 1000
STATUS = [Status.MENUNGGU, Status.PERBAIKAN, Status.BELUM, Status.DISETUJUI]


def penuhi(dunia: SimpleNamespace, jumlah: int) -> None:
    """Add tasks, each with its own unit, user, two documents and a file.

    Written directly, not walked: only the number of rows matters here.
    """
    now = timezone.now()
    users = User.objects.bulk_create(
        User(username=f"massal{n}", nama=f"Massal {n}", password="!") for n in range(jumlah)
    )
    units = Unit.objects.bulk_create(
        Unit(
            instansi=dunia.instansi,
            induk=dunia.bkd,
            kode=f"m{n}",
            nama=f"Unit massal {n}",
            nama_pendek=f"massal {n}",
            jenis=Unit.Jenis.TIM,
            jalur=f"{dunia.bkd.jalur}9{n:06d}.",
        )
        for n in range(jumlah)
    )
    butir = Butir.objects.bulk_create(
        Butir(
            instansi=dunia.instansi,
            rencana=dunia.rencana,
            kode=f"20.{n}",
            uraian=f"menyusun laporan massal {n};",
            urut=1000 + n,
            unit=units[n],
        )
        for n in range(jumlah)
    )
    capaian = Capaian.objects.bulk_create(
        Capaian(
            instansi=dunia.instansi,
            butir=b,
            unit=b.unit,
            mulai=dunia.rencana.mulai,
            selesai=dunia.rencana.selesai,
            batas=dunia.rencana.selesai,
            status=STATUS[n % 4],
            dikirim=now,
            dikirim_oleh=users[n],
            nilai_mandiri=90,
        )
        for n, b in enumerate(butir)
    )
    documents = DokumenWajib.objects.bulk_create(
        DokumenWajib(butir=b, urut=u, uraian=f"Dokumen {u}", asal="portal")
        for b in butir
        for u in (1, 2)
    )
    rows = Pemenuhan.objects.bulk_create(
        Pemenuhan(capaian=capaian[n // 2], dokumen=d, status=STATUS[n // 2 % 4])
        for n, d in enumerate(documents)
    )
    Keputusan.objects.bulk_create(
        Keputusan(
            instansi=dunia.instansi,
            capaian=c,
            pemenuhan=rows[2 * n],
            aksi="minta_perbaikan",
            putaran=1,
            dari=Status.MENUNGGU,
            ke=Status.PERBAIKAN,
            catatan=f"Catatan {n}",
            oleh=users[n],
            at=now,
        )
        for n, c in enumerate(capaian)
    )
    bukti = Bukti.objects.bulk_create(
        Bukti(instansi=dunia.instansi, unit=units[n], dibuat=now, oleh=users[n])
        for n in range(jumlah)
    )
    versi = BuktiVersi.objects.bulk_create(
        BuktiVersi(
            instansi=dunia.instansi,
            bukti=b,
            no=1,
            berkas=f"x/{n}.pdf",
            nama_asli=f"laporan {n}.pdf",
            jenis="pdf",
            ukuran=1000,
            sha256=f"{n:064d}",
            dibuat=now,
            oleh=users[n],
        )
        for n, b in enumerate(bukti)
    )
    BuktiTaut.objects.bulk_create(
        BuktiTaut(pemenuhan=rows[2 * n], versi=v, dibuat=now, oleh=users[n])
        for n, v in enumerate(versi)
    )


def hitung(client: Client, url: str) -> list[str]:
    """Return the queries of one page, after a first visit and with an empty cache."""
    assert client.get(url).status_code == 200
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return [q["sql"] for q in captured]


PAGES = [
    ("operator", "tugas_saya", ""),
    ("operator", "tugas_saya", "?kata=laporan&giliran=lengkapi"),
    ("operator", "berkas_unit", ""),
    ("operator", "berkas_unit", "?kata=laporan"),
    ("operator", "cari", "?q=laporan"),
    ("auditor", "cari", "?q=laporan"),
    ("verifikator", "verifikasi", ""),
    ("verifikator", "verifikasi", "?status=semua&kata=laporan"),
]


@pytest.fixture
def ringan(dunia: SimpleNamespace) -> SimpleNamespace:
    """A row of each kind before the thousand: otherwise a prefetch has nothing to do."""
    dikembalikan(dunia.c_bkd, dunia.operator, dunia.verifikator)
    draf(dunia.c_dukung, dunia.operator)
    terkirim(dunia.c_pupr, dunia.operator_pupr)
    BuktiVersi.objects.update(nomor_dokumen="laporan")
    return dunia


def test_lists_cost_the_same_with_a_thousand_rows(ringan: SimpleNamespace) -> None:
    clients = {}
    for role in ("operator", "auditor", "verifikator"):
        clients[role] = Client()
        clients[role].force_login(getattr(ringan, role))
    pages = [(role, reverse(name) + query) for role, name, query in PAGES]
    before = {url + role: hitung(clients[role], url) for role, url in pages}
    penuhi(ringan, BANYAK)
    after = {url + role: hitung(clients[role], url) for role, url in pages}
    counts = {url: (len(before[url]), len(after[url])) for url in before}
    assert {url: b for url, (b, _) in counts.items()} == {url: a for url, (_, a) in counts.items()}
    assert max(a for _, a in counts.values()) <= 12, counts


def test_desk_and_task_cost_the_same_with_a_thousand_rows(ringan: SimpleNamespace) -> None:
    verifikator, operator = Client(), Client()
    verifikator.force_login(ringan.verifikator)
    operator.force_login(ringan.operator)
    desk = reverse("meja", args=[ringan.c_pupr.pk])
    task = reverse("tugas", args=[ringan.c_bkd.pk])
    choose = reverse("tugas_pakai", args=[ringan.c_bkd.pk, ringan.c_bkd.pemenuhan_set.first().pk])
    visits = [(verifikator, desk), (operator, task), (operator, choose)]
    before = [len(hitung(client, url)) for client, url in visits]
    penuhi(ringan, BANYAK)
    assert [len(hitung(client, url)) for client, url in visits] == before


def test_pages_hold_fifty_rows(ringan: SimpleNamespace, client: Client) -> None:
    penuhi(ringan, 120)
    client.force_login(ringan.operator)
    first = client.get(reverse("tugas_saya")).context["daftar"]
    assert [b.kode for k in first.kelompok for b in k.baris][:2] == ["9.a", "20.1"]
    assert sum(len(k.baris) for k in first.kelompok) == 50
    last = client.get(reverse("tugas_saya"), {"page": 3}).context["daftar"]
    assert sum(len(k.baris) for k in last.kelompok) == 22
    client.force_login(ringan.verifikator)
    queue = client.get(reverse("verifikasi")).context["antrean"]
    assert (len(queue.baris), queue.page_obj.paginator.count) == (31, 31)
