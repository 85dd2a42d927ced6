"""A year of a plan, played through by the real actions with a seeded dice."""

import io
import random
from collections import Counter
from datetime import UTC, date, datetime
from fractions import Fraction
from types import SimpleNamespace

from django.utils import timezone

from accounts.permissions import Role
from evidence.actions import Isian, buka_kembali, kirim, putuskan, tarik, unggah
from evidence.actions.pengecualian import ajukan, beri_pendapat
from evidence.actions.perbarui import perbarui
from evidence.actions.putusan_kecuali import batalkan, catat_jawaban_kpk, putuskan_banyak
from evidence.actions.tolak_kpk import tolak_kpk
from evidence.jadwal import batas_baku
from evidence.models import Butir, Capaian, Keputusan, Pemenuhan, Pengecualian
from evidence.workflow import KECUALI, Aksi, Status
from tests.factories import (
    buat_butir,
    buat_instansi,
    buat_rencana,
    buat_unit,
    buat_user,
    pdf_kecil,
)

TAHUN = 2026
_KECUALI = ("nihil", "tak_berlaku", "tak_dapat")
POLA = ("sekali", "semester", "triwulan", "terus", "kejadian", "tahunan")


def saat(day: date) -> datetime:
    """Return noon in Kupang (WITA)."""
    return datetime(day.year, day.month, day.day, 4, 0, tzinfo=UTC)


def dunia_tahun(*, contoh: bool = False) -> SimpleNamespace:
    """Return an institution with a plan of 18 tasks of all patterns, not started yet."""
    d = SimpleNamespace(instansi=buat_instansi("alfa", contoh=contoh))
    d.akar = buat_unit(d.instansi, "setda", jenis="pimpinan")
    d.itda = buat_unit(d.instansi, "itda", induk=d.akar, inspektorat=True)
    d.units = [buat_unit(d.instansi, f"u{n}", induk=d.akar) for n in range(3)]
    d.verif = buat_user("verif", Role.VERIFIKATOR, d.itda)
    d.ketua = buat_user("ketua", Role.KETUA, d.akar)
    d.admin = buat_user("admin", Role.ADMIN, d.akar)
    d.op = buat_user("op", Role.OPERATOR, d.akar)
    d.rencana = buat_rencana(d.instansi, tahun=TAHUN)
    for n in range(18):
        butir = buat_butir(d.rencana, d.units[n % 3], f"{4 + n % 3}.{n}", dokumen=1 + n % 3)
        butir.pola = POLA[n % 6]
        butir.masa_mutakhir = 1
        butir.save()
    for row in batas_baku(d.rencana.mulai, d.rencana.selesai):
        row.rencana = d.rencana
        row.save()
    return d


def langkah(d: SimpleNamespace, capaian: Capaian, dice: random.Random) -> None:
    """Do one thing that is possible with a task now, by the real action."""
    documents = list(capaian.pemenuhan_set.order_by("dokumen__urut"))
    chosen = dice.choice(documents)
    status = Status(chosen.status)
    pk, versi = capaian.pk, capaian.versi
    waiting = [p.pk for p in documents if p.status == Status.MENUNGGU]
    if waiting and dice.random() < 0.7:
        if dice.random() < 0.65:
            putuskan(capaian_id=pk, versi=versi, pemenuhan_ids=waiting, aksi=Aksi.SETUJUI,
                     by=d.verif, nilai=dice.choice((0, 50, 90)), catatan="Sesuai.")  # fmt: skip
        else:
            putuskan(capaian_id=pk, versi=versi, pemenuhan_ids=waiting[:1],
                     aksi=Aksi.MINTA_PERBAIKAN, by=d.verif, alasan="tidak_lengkap",
                     catatan="Kurang lampiran.")  # fmt: skip
    elif waiting and dice.random() < 0.3:
        tarik(capaian_id=pk, versi=versi, by=d.op)
    elif status is Status.DISETUJUI:
        if capaian.butir.pola == Butir.Pola.TERUS:
            if dice.random() < 0.3:
                perbarui(capaian_id=pk, versi=versi, pemenuhan_ids=[chosen.pk], by=d.op)
        elif dice.random() < 0.3:
            tolak_kpk(capaian_id=pk, pemenuhan_id=chosen.pk, catatan="Bukan tahun ini.", by=d.verif)
        elif dice.random() < 0.3:
            buka_kembali(capaian_id=pk, versi=versi, pemenuhan_id=chosen.pk, catatan="Periksa lagi",
                         by=d.verif)  # fmt: skip
    elif status in KECUALI and dice.random() < 0.3:
        _cancel(d, chosen)
    elif status in (Status.BELUM, Status.DRAF, Status.PERBAIKAN):
        if dice.random() < (0.6 if capaian.butir.pola == Butir.Pola.KEJADIAN else 0.12):
            _except(d, capaian, chosen, dice)
            return
        nama = f"b{dice.randrange(10**9)}.pdf"
        unggah(pemenuhan_id=chosen.pk, files=[(nama, io.BytesIO(pdf_kecil(nama)))], by=d.op)
        capaian.refresh_from_db()
        if dice.random() < 0.8:
            kirim(capaian_id=pk, versi=capaian.versi, by=d.op,
                  isian=Isian(narasi="Sudah.", nilai_mandiri=dice.choice((0, 100))))  # fmt: skip


def _cancel(d: SimpleNamespace, chosen: Pemenuhan) -> None:
    ajuan = Pengecualian.objects.filter(dokumen=chosen, putusan="dikabulkan", jawaban_kpk="")
    for row in ajuan:
        batalkan(ajuan_id=row.pk, catatan="Ternyata dapat dipenuhi.", by=d.ketua)


def _except(d: SimpleNamespace, capaian: Capaian, chosen: Pemenuhan, dice: random.Random) -> None:
    kinds = ["tak_dapat", "tak_berlaku"]
    if capaian.butir.pola == Butir.Pola.KEJADIAN:
        kinds = ["nihil"]
    if Pengecualian.objects.terbuka().filter(capaian=capaian).exists():
        return
    ajuan = ajukan(
        capaian_id=capaian.pk,
        versi=capaian.versi,
        jenis=dice.choice(kinds),
        pemenuhan_ids=[chosen.pk],
        alasan="Pernyataan kepala unit untuk tahun berjalan.",
        by=d.op,
    )
    beri_pendapat(ajuan_id=ajuan.pk, pendapat="mendukung", by=d.verif)
    putuskan_banyak(ids=[ajuan.pk], putusan="dikabulkan", by=d.ketua)
    if dice.random() < 0.5 and ajuan.jenis != "nihil":
        catat_jawaban_kpk(
            ajuan_id=ajuan.pk, jawaban="diterima", tanggal=timezone.localdate(), by=d.verif
        )


def hitung_ulang(
    d: SimpleNamespace, day: date, akhir: date | None = None
) -> tuple[int, int, int, Fraction | None]:
    """Count from the raw decisions, by another way than the portal's.

    `akhir`: the last day of a cut-off; windows that begin later don't count.
    """
    until = datetime(day.year, day.month, day.day, 16, 0, tzinfo=UTC)  # midnight in Kupang
    state: dict[int, str] = {}
    valid: dict[int, date | None] = {}
    value: dict[int, int | None] = {}
    for k in Keputusan.objects.filter(at__lt=until).order_by("pk"):
        if k.pemenuhan_id is not None:
            state[k.pemenuhan_id], valid[k.pemenuhan_id] = k.ke, k.berlaku_sampai
        elif k.aksi in (Aksi.SETUJUI, Aksi.BUKA_KEMBALI, Aksi.TOLAK_KPK):
            value[k.capaian_id] = k.internal
    out = set(
        Pengecualian.objects.filter(jawaban_kpk="diterima", jawaban_at__lt=until)
        .values_list("dokumen", flat=True)
    )  # fmt: skip
    kinds: dict[int, list[str]] = {}
    begun = Capaian.objects.filter(mulai__lte=akhir or day)
    for p in Pemenuhan.objects.filter(capaian__in=begun).select_related("capaian__butir"):
        kind = state.get(p.pk, "belum")
        if p.capaian.butir.pola == "terus":
            fresh = valid.get(p.pk)
            if fresh and fresh >= day:
                kind = "disetujui"
            elif fresh and kind not in ("menunggu", *_KECUALI):
                kind = "basi"
        out_now = p.pk in out and kind in _KECUALI
        kinds.setdefault(p.capaian_id, []).append("keluar" if out_now else kind)
    every = Counter(kind for found in kinds.values() for kind in found)
    required = sum(every.values()) - every["keluar"]
    accepted = every["disetujui"] + every["nihil"]
    sent = accepted + every["menunggu"] + every["perbaikan"]
    means: dict[int, list[int]] = {}
    for c in begun:
        found = set(kinds[c.pk])
        settled = found <= {"disetujui", "nihil", "tak_berlaku", "tak_dapat", "keluar"}
        if settled and "disetujui" not in found and found <= {"nihil", "keluar"}:
            continue  # nothing to score, or taken out by KPK
        got = value.get(c.pk) if settled and "disetujui" in found else None
        means.setdefault(c.butir_id, []).append(got or 0)
    scores = [Fraction(sum(v), len(v)) for v in means.values()]
    return required, accepted, sent, sum(scores, Fraction()) / len(scores) if scores else None
