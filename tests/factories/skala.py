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
    Rencana,
)
from evidence.workflow import Aksi, Status
from satgas.models import Anggota, RincianTugas
from tests.factories.people import buat_instansi, buat_unit, buat_user
from tests.factories.plans import buat_rencana

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
    d.capaian = _capaian(rencana, [buat_user(f"{kode}.pengirim{n}") for n in range(25)])
    _dokumen(d.capaian, d.verifikator)
    d.anggota = Anggota.objects.filter(sk__rencana=rencana).order_by("no")[0]
    return d


def _susun(plan: Rencana, units: list[Unit], count: int) -> None:
    for batas in batas_baku(plan.mulai, plan.selesai):
        Batas.objects.create(
            rencana=plan,
            **{f.name: getattr(batas, f.name) for f in Batas._meta.fields[2:]},
        )
    members = Anggota.objects.bulk_create(
        Anggota(sk=plan.surat_keputusan, no=n + 1, jabatan=f"Kepala {n}", kedudukan="Anggota",
                unit=unit)
        for n, unit in enumerate(units)
    )  # fmt: skip
    butir = Butir.objects.bulk_create(
        Butir(
            instansi=units[0].instansi,
            rencana=plan,
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


def _capaian(rencana: Rencana, senders: list[User]) -> list[Capaian]:
    """Start the plan with a state for each task, in turn."""
    states, now = list(_JALAN), timezone.now()
    rows = []
    for n, butir in enumerate(Butir.objects.filter(rencana=rencana).order_by("urut")):
        status = states[n % 5]
        sent = status in (Status.MENUNGGU, Status.PERBAIKAN, Status.DISETUJUI)
        rows.append(
            Capaian(
                instansi_id=butir.instansi_id,
                butir=butir,
                unit_id=butir.unit_id,
                mulai=rencana.mulai,
                selesai=rencana.selesai,
                batas=timezone.localdate() + timedelta(days=30),
                dibuat=now - timedelta(days=90),
                status=status,
                dikirim=now - timedelta(days=n % 30) if sent else None,
                dikirim_oleh=senders[n % 25] if sent else None,
                diubah_oleh=senders[n % 25],
                nilai_mandiri=90 if sent else None,
                nilai_klaim=90 if sent else None,
                nilai_internal=75 if status is Status.DISETUJUI else None,
            )
        )
    Rencana.objects.filter(pk=rencana.pk).update(status=Rencana.Keadaan.BERJALAN)
    rencana.refresh_from_db()
    return Capaian.objects.bulk_create(rows, batch_size=1000)


def _dokumen(capaian: list[Capaian], verifikator: User) -> None:
    """Give each document the state of its task and the decisions that lead there, one a week."""
    now = timezone.now()
    by_butir = {c.butir_id: c for c in capaian}
    required = DokumenWajib.objects.filter(butir__in=list(by_butir)).order_by("butir", "urut")
    documents = Pemenuhan.objects.bulk_create(
        [
            Pemenuhan(capaian=by_butir[d.butir_id], dokumen=d, status=by_butir[d.butir_id].status,
                      sejak=now, dibuat=None)
            for d in required
        ],
        batch_size=1000,
    )  # fmt: skip
    by_pk = {c.pk: (n, c) for n, c in enumerate(capaian)}
    log: list[Keputusan] = []
    seen: set[int] = set()
    for document in documents:
        n, row = by_pk[document.capaian_id]
        for step, (aksi, dari, ke) in enumerate(_JALAN[Status(row.status)]):
            at = now - timedelta(days=80 - 7 * step - n % 21)
            klaim = 90 if step else None
            internal = 75 if ke is Status.DISETUJUI else None
            by = verifikator if step == 2 else row.diubah_oleh
            common = {
                "instansi_id": row.instansi_id, "capaian": row, "aksi": aksi, "putaran": 1,
                "dari": dari, "ke": ke, "oleh": by, "at": at,
            }  # fmt: skip
            log.append(Keputusan(pemenuhan=document, **common))
            if row.pk not in seen:
                log.append(Keputusan(pemenuhan=None, klaim=klaim, internal=internal, **common))
        seen.add(row.pk)
    Keputusan.objects.bulk_create(log, batch_size=2000)
    _berkas([d for d in documents if d.status != Status.BELUM], by_pk)


def _berkas(documents: list[Pemenuhan], by_pk: dict[int, tuple[int, Capaian]]) -> None:
    now = timezone.now()
    bukti = Bukti.objects.bulk_create(
        Bukti(
            instansi_id=by_pk[d.capaian_id][1].instansi_id,
            unit_id=by_pk[d.capaian_id][1].unit_id,
            dibuat=now,
            oleh=by_pk[d.capaian_id][1].diubah_oleh,
        )
        for d in documents
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
