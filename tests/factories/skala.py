"""A plan with thousands of Capaian, written in bulk: only what is read is measured."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from accounts.models import Unit, User
from accounts.permissions import Role
from evidence.jadwal import batas_baku
from evidence.models import (
    Batas,
    Bukti,
    BuktiTaut,
    BuktiVersi,
    Butir,
    Capaian,
    DokumenWajib,
    Keputusan,
    Pemenuhan,
)
from evidence.workflow import Aksi, Status
from satgas.models import Anggota, RincianTugas
from tests.factories.people import buat_instansi, buat_unit, buat_user
from tests.factories.plans import buat_rencana, mulai

UNIT = 20
_JALAN: dict[Status, tuple[tuple[Aksi, Status, Status], ...]] = {
    Status.BELUM: (),
    Status.DRAF: ((Aksi.LAMPIRKAN, Status.BELUM, Status.DRAF),),
    Status.MENUNGGU: (
        (Aksi.LAMPIRKAN, Status.BELUM, Status.DRAF),
        (Aksi.KIRIM, Status.DRAF, Status.MENUNGGU),
    ),
    Status.PERBAIKAN: (
        (Aksi.LAMPIRKAN, Status.BELUM, Status.DRAF),
        (Aksi.KIRIM, Status.DRAF, Status.MENUNGGU),
        (Aksi.MINTA_PERBAIKAN, Status.MENUNGGU, Status.PERBAIKAN),
    ),
    Status.DISETUJUI: (
        (Aksi.LAMPIRKAN, Status.BELUM, Status.DRAF),
        (Aksi.KIRIM, Status.DRAF, Status.MENUNGGU),
        (Aksi.SETUJUI, Status.MENUNGGU, Status.DISETUJUI),
    ),
}


def skala(count: int, kode: str = "skala") -> SimpleNamespace:
    """Make a running plan of `count` tasks, two documents each, over 20 units and members.

    States, files, senders and decisions differ from row to row. The operator's role stands on a
    unit above all units: a restricted reader of every row.
    """
    instansi = buat_instansi(kode)
    akar = buat_unit(instansi, "akar", jenis="pimpinan")
    itda = buat_unit(instansi, "itda", induk=akar, inspektorat=True)
    kelompok = buat_unit(instansi, "kelompok", induk=akar)
    units = [buat_unit(instansi, f"unit{n}", induk=kelompok) for n in range(min(UNIT, count))]
    rencana = buat_rencana(instansi)
    _susun(rencana, units, count)
    d = SimpleNamespace(
        instansi=instansi,
        rencana=rencana,
        operator=buat_user(f"{kode}.operator", Role.OPERATOR, kelompok),
        verifikator=buat_user(f"{kode}.verif", Role.VERIFIKATOR, itda),
        ketua=buat_user(f"{kode}.ketua", Role.KETUA, akar),
        admin=buat_user(f"{kode}.admin", Role.ADMIN, akar),
    )
    d.capaian = mulai(rencana, by=d.admin)
    rencana.refresh_from_db()
    _isi(d.capaian, [buat_user(f"{kode}.pengirim{n}") for n in range(25)], d.verifikator)
    d.anggota = Anggota.objects.filter(sk__rencana=rencana).order_by("no")[0]
    return d


def _susun(rencana: object, units: list[Unit], count: int) -> None:
    plan = rencana
    for batas in batas_baku(plan.mulai, plan.selesai):  # type: ignore[attr-defined]
        Batas.objects.create(
            rencana=plan,  # type: ignore[misc]
            **{f.name: getattr(batas, f.name) for f in Batas._meta.fields[2:]},
        )
    members = Anggota.objects.bulk_create(
        Anggota(sk=plan.surat_keputusan, no=n + 1, jabatan=f"Kepala {n}", kedudukan="Anggota",
                unit=unit)  # type: ignore[attr-defined]
        for n, unit in enumerate(units)
    )  # fmt: skip
    butir = Butir.objects.bulk_create(
        Butir(
            instansi=units[0].instansi,
            rencana=plan,  # type: ignore[misc]
            kode=f"{n % len(units) + 1}.a{n}",
            uraian=f"menyusun laporan {n};",
            jalur=f"{n % len(units) + 1}. Kepala",
            urut=n + 1,
            unit=units[n % len(units)],
        )
        for n in range(count)
    )
    RincianTugas.objects.bulk_create(
        RincianTugas(
            butir=b, anggota=members[n % len(units)], bentuk="huruf", urut=n + 1, teks=b.uraian
        )
        for n, b in enumerate(butir)
    )
    DokumenWajib.objects.bulk_create(
        DokumenWajib(butir=b, urut=no, uraian=f"Dokumen {no}", asal="portal")
        for b in butir
        for no in (1, 2)
    )


def _isi(capaian: list[Capaian], senders: list[User], verifikator: User) -> None:
    """Give each task a state with the decisions that lead to it, one a week."""
    states = list(_JALAN)
    now = timezone.now()
    for n, row in enumerate(capaian):
        row.status = states[n % 5]
        row.dibuat = now - timedelta(days=90)
        sent = row.status in (Status.MENUNGGU, Status.PERBAIKAN, Status.DISETUJUI)
        row.dikirim = now - timedelta(days=n % 30) if sent else None
        row.dikirim_oleh = senders[n % 25] if sent else None
        row.nilai_mandiri = row.nilai_klaim = 90 if sent else None
        row.nilai_internal = 75 if row.status == Status.DISETUJUI else None
    Capaian.objects.bulk_update(
        capaian,
        [
            "status",
            "dibuat",
            "dikirim",
            "dikirim_oleh",
            "nilai_mandiri",
            "nilai_klaim",
            "nilai_internal",
        ],
        batch_size=500,
    )
    by_pk = {c.pk: (n, c) for n, c in enumerate(capaian)}
    documents = list(Pemenuhan.objects.filter(capaian__in=list(by_pk)).order_by("pk"))
    log: list[Keputusan] = []
    seen: set[int] = set()
    for document in documents:
        n, row = by_pk[document.capaian_id]
        document.status = row.status
        for step, (aksi, dari, ke) in enumerate(_JALAN[Status(row.status)]):
            at = now - timedelta(days=80 - 7 * step - n % 21)
            document.sejak = at
            klaim = 90 if step else None
            internal = 75 if ke is Status.DISETUJUI else None
            by = verifikator if step == 2 else senders[n % 25]
            common = {
                "instansi_id": row.instansi_id, "capaian": row, "aksi": aksi, "putaran": 1,
                "dari": dari, "ke": ke, "oleh": by, "at": at,
            }  # fmt: skip
            log.append(Keputusan(pemenuhan=document, **common))
            if row.pk not in seen:
                log.append(Keputusan(pemenuhan=None, klaim=klaim, internal=internal, **common))
        seen.add(row.pk)
    Pemenuhan.objects.bulk_update(documents, ["status", "sejak"], batch_size=500)
    Keputusan.objects.bulk_create(log, batch_size=2000)
    _berkas([d for d in documents if d.status != Status.BELUM], by_pk, senders)


def _berkas(
    documents: list[Pemenuhan], by_pk: dict[int, tuple[int, Capaian]], senders: list[User]
) -> None:
    now = timezone.now()
    bukti = Bukti.objects.bulk_create(
        Bukti(
            instansi_id=by_pk[d.capaian_id][1].instansi_id,
            unit_id=by_pk[d.capaian_id][1].unit_id,
            dibuat=now,
            oleh=senders[n % 25],
        )
        for n, d in enumerate(documents)
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
        for d, v in zip(documents, versi, strict=True)
    )
