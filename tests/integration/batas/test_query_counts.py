"""Lists and dashboards cost the same with 1 and with 1,000 Capaian, for a restricted user."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit, User
from accounts.permissions import Role
from evidence.jadwal import batas_baku
from evidence.models import (
    Bukti,
    BuktiTaut,
    BuktiVersi,
    Capaian,
    Disposisi,
    Pemenuhan,
    Pengecualian,
    Rencana,
)
from evidence.workflow import Status
from reports.actions.periode import potret_sekarang
from satgas.models import Anggota, RincianTugas
from tests.factories import (
    buat_butir,
    buat_instansi,
    buat_rencana,
    buat_unit,
    buat_user,
    dikembalikan,
    mulai,
    terkirim,
)
from tests.factories.impor_batch import buat_batch
from tests.factories.keputusan_word import buat_naskah_uji

SERIBU = 1000
BATAS = 12


def _rows(count: int) -> SimpleNamespace:
    """A plan with `count` Capaian over 20 units, each with its own file, sender and state."""
    instansi = buat_instansi("skala")
    akar = buat_unit(instansi, "akar", jenis="pimpinan")
    itda = buat_unit(instansi, "itda", induk=akar, inspektorat=True)
    units = [buat_unit(instansi, f"unit{n}", induk=akar) for n in range(min(20, count))]
    rencana = buat_rencana(instansi)
    for n in range(count):
        buat_butir(rencana, units[n % len(units)], f"{n % len(units) + 1}.a{n}", dokumen=2)
    capaian = mulai(rencana, by=buat_user("skala.admin", Role.ADMIN, akar))
    kepala = buat_unit(instansi, "kelompok")
    Unit.objects.filter(pk__in=[u.pk for u in units]).update(induk=kepala)
    for unit in units:
        unit.refresh_from_db()
        unit.save()
    operator = buat_user("skala.operator", Role.OPERATOR, kepala)
    verifikator = buat_user("skala.verif", Role.VERIFIKATOR, itda)
    dikembalikan(capaian[0], operator, verifikator)
    if count > 1:
        terkirim(capaian[1], operator)
        _spread(capaian[2:], operator)
    _asked(capaian, operator, verifikator)
    _frozen(rencana, buat_user("skala.ketua", Role.KETUA, akar))
    admin = User.objects.get(username="skala.admin")
    for _ in range(min(count, 20)):
        buat_batch(instansi, admin)
    return SimpleNamespace(
        operator=operator,
        verifikator=verifikator,
        admin=admin,
        naskah=buat_naskah_uji(rencana, admin),
        anggota=Anggota.objects.filter(sk__rencana=rencana).order_by("no")[0],
        capaian=capaian[0],
    )


def _spread(capaian: list[Capaian], operator: User) -> None:
    """Give rows distinct files, senders and states in bulk; only the read side is measured."""
    states = list(Status)
    senders = [buat_user(f"pengirim{n}") for n in range(25)]
    now = timezone.now()
    for n, row in enumerate(capaian):
        row.status = states[n % len(states)]
        row.dikirim, row.dikirim_oleh = now, senders[n % 25]
        row.diubah, row.diubah_oleh = now, senders[n % 25]
        row.nilai_mandiri = row.nilai_klaim = 90
        row.nilai_internal = 75 if row.status == Status.DISETUJUI else None
    Capaian.objects.bulk_update(
        capaian,
        [
            "status",
            "dikirim",
            "dikirim_oleh",
            "diubah",
            "diubah_oleh",
            "nilai_mandiri",
            "nilai_klaim",
            "nilai_internal",
        ],
    )
    documents = list(Pemenuhan.objects.filter(capaian__in=capaian).select_related("capaian"))
    for document in documents:
        document.status = document.capaian.status
    Pemenuhan.objects.bulk_update(documents, ["status"])
    filled = [d for d in documents if d.status != Status.BELUM]
    bukti = Bukti.objects.bulk_create(
        Bukti(
            instansi_id=d.capaian.instansi_id,
            unit_id=d.capaian.unit_id,
            dibuat=now,
            oleh=d.capaian.dikirim_oleh or operator,
        )
        for d in filled
    )
    versi = BuktiVersi.objects.bulk_create(
        BuktiVersi(
            instansi_id=b.instansi_id,
            bukti=b,
            no=1,
            berkas=f"x/{b.pk}.pdf",
            nama_asli=f"bukti-{b.pk}.pdf",
            jenis="pdf",
            ukuran=1000,
            sha256=f"{b.pk:064x}",
            dibuat=now,
            oleh=b.oleh,
        )
        for b in bukti
    )
    BuktiTaut.objects.bulk_create(
        BuktiTaut(pemenuhan=d, versi=v, dibuat=now, oleh=v.oleh)
        for d, v in zip(filled, versi, strict=True)
    )


def _asked(capaian: list[Capaian], operator: User, verifikator: User) -> None:
    """Give each task a request for an exception and an instruction, written in bulk."""
    now = timezone.now()
    ajuan = Pengecualian.objects.bulk_create(
        Pengecualian(
            instansi_id=c.instansi_id,
            capaian=c,
            jenis="tak_dapat",
            alasan=f"Pernyataan {c.pk}",
            diajukan=now,
            diajukan_oleh=c.dikirim_oleh or operator,
        )
        for c in capaian
    )
    by_task = {a.capaian_id: a for a in ajuan}
    through = Pengecualian.dokumen.through
    through.objects.bulk_create(
        through(pengecualian=by_task[p.capaian_id], pemenuhan=p)
        for p in Pemenuhan.objects.filter(capaian__in=capaian)
    )
    Disposisi.objects.bulk_create(
        Disposisi(
            instansi_id=c.instansi_id,
            rencana_id=c.butir.rencana_id,
            capaian=c,
            kepada_id=c.unit_id,
            isi=f"Disposisi {c.pk}",
            dibuat=now,
            oleh=verifikator,
        )
        for c in capaian
    )


def _frozen(rencana: Rencana, ketua: User) -> None:
    """Freeze two cut-offs with all tasks in them."""
    for row in batas_baku(rencana.mulai, rencana.selesai)[:2]:
        row.rencana, row.dibuka = rencana, rencana.mulai
        row.save()
        potret_sekarang(batas_id=row.pk, by=ketua)


def _statistics() -> None:
    """Let PostgreSQL know its tables, as autovacuum does for committed rows.

    Earlier tests leave the statistics of empty tables behind; with those it picks plans that
    take minutes for a thousand rows.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _count(client: Client, user: User, name: str, args: list[object], query: dict[str, str]) -> int:
    client.force_login(user)
    url = reverse(name, args=args)
    client.get(url, query)  # the first request after a login stamps the session
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(url, query)
    assert answer.status_code == 200
    return len(queries)


def _tentang(dunia: SimpleNamespace, name: str) -> list[object]:
    """Return what the address names."""
    if name == "satgas_anggota":
        return [dunia.anggota.pk]
    return [dunia.naskah.pk] if name.startswith("keputusan_tempel_") else []


HALAMAN: list[tuple[str, str, dict[str, str]]] = [
    ("operator", "tugas_saya", {}),
    ("operator", "dasbor", {}),
    ("operator", "satgas_anggota", {}),
    ("operator", "satgas", {}),
    ("operator", "berkas_unit", {}),
    ("operator", "cari", {"q": "bukti"}),
    ("verifikator", "verifikasi", {"status": "semua"}),
    ("verifikator", "dasbor", {}),
    ("verifikator", "pengecualian", {"status": "semua"}),
    ("verifikator", "jaga", {}),
    ("verifikator", "periode", {}),
    ("verifikator", "potret_banding", {}),
    ("operator", "jaga", {}),
    ("operator", "pengecualian", {"status": "semua"}),
    ("operator", "disposisi", {"keadaan": "semua"}),
    ("operator", "rencana", {}),
    ("operator", "satgas_perubahan", {}),
    ("admin", "impor", {}),
    ("admin", "keputusan_tempel", {}),
    ("admin", "keputusan_tempel_susun", {}),
    ("admin", "keputusan_tempel_banding", {}),
]


@pytest.mark.parametrize("count", [1, SERIBU])
def test_pages_cost_a_literal_number_of_queries(
    client: Client, db: None, data_folder: object, count: int
) -> None:
    dunia = _rows(count)
    assert Capaian.objects.count() == count
    _statistics()
    found = {
        f"{who} {name}": _count(
            client,
            getattr(dunia, who),
            name,
            _tentang(dunia, name),
            query,
        )
        for who, name, query in HALAMAN
    }
    assert found == KUERI
    assert max(found.values()) <= BATAS


# Session, user and memberships, plans, and one menu count are part of each.
KUERI: dict[str, int] = {
    "operator tugas_saya": 11,  # with open disposisi, and hand-overs that wait
    "operator dasbor": 11,
    "operator satgas_anggota": 11,
    "operator satgas": 10,
    "operator berkas_unit": 8,
    "operator cari": 10,
    "verifikator verifikasi": 11,
    "verifikator dasbor": 11,
    "verifikator pengecualian": 9,
    "verifikator jaga": 11,
    "verifikator periode": 9,
    "verifikator potret_banding": 7,
    "operator jaga": 11,
    "operator pengecualian": 9,
    "operator disposisi": 8,
    "operator rencana": 7,
    "operator satgas_perubahan": 7,
    "admin impor": 6,
    "admin keputusan_tempel": 8,
    "admin keputusan_tempel_susun": 9,
    "admin keputusan_tempel_banding": 10,
}


def test_the_scale_is_real(db: None, data_folder: object) -> None:
    """The measured rows differ in unit, sender, file and state, as real ones do."""
    _rows(60)
    assert Capaian.objects.values("unit").distinct().count() == 20
    assert (
        Capaian.objects.exclude(dikirim_oleh=None).values("dikirim_oleh").distinct().count() >= 25
    )
    assert BuktiVersi.objects.values("sha256").distinct().count() >= 80
    assert set(Capaian.objects.values_list("status", flat=True)) == set(Status.values)
    assert RincianTugas.objects.count() == 60
