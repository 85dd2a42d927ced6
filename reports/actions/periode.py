"""The life of a period: freeze its figures, amend them with a reason, approve, open again."""

import logging
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from accounts.permissions import ROLE_PERMISSIONS, Denied, Permission
from audit.recorder import Event, System, audited, record
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.actions.transition import clock
from evidence.keadaan import hari_di
from evidence.models import Batas, Capaian, Rencana
from evidence.workflow import NotAllowed
from reports.models import KeadaanPeriode, LangkahPeriode, Potret
from reports.potret.alur import ALUR_PERIODE, AksiPeriode
from reports.potret.bentuk import baca, kanonik, sidik
from reports.potret.periode import keadaan, penghalang
from reports.potret.perubahan import berbeda
from reports.potret.susun import bangun_potret

logger = logging.getLogger(__name__)
ALASAN_MAKS = 1000
TANPA_BEDA = "Tidak ada angka yang berbeda dari potret terakhir, jadi tidak ada yang diamandemen."


def potret_sekarang(*, batas_id: int, by: User, at: datetime | None = None) -> Potret:
    """Freeze the figures of a cut-off as they stand now.

    Raises Denied, NotAllowed (plan not running or not one that reports to KPK, cut-off not opened
    yet, already frozen).
    """
    with audited():
        batas = _kunci(batas_id, by)
        now = clock(batas.rencana.instansi, at)
        _siap(batas, AksiPeriode.POTRET, now)
        return _bekukan(batas, AksiPeriode.POTRET, at=now, dibuat=now, by=by)


def buat_amandemen(
    *, batas_id: int, potret_id: int, alasan: str, by: User, at: datetime | None = None
) -> Potret:
    """Freeze the figures of a cut-off anew, with the reason; the earlier Potret stays.

    `potret_id`: the Potret that the person saw. Raises as `potret_sekarang`, Bentrok when another
    Potret was made meanwhile, IsianKurang without a reason, NotAllowed when nothing differs or the
    period is approved and was not opened again.
    """
    with audited():
        batas = _kunci(batas_id, by)
        now = clock(batas.rencana.instansi, at)
        _siap(batas, AksiPeriode.AMANDEMEN, now)
        alasan = _alasan(alasan)
        return _bekukan(
            batas,
            AksiPeriode.AMANDEMEN,
            at=now,
            dibuat=now,
            by=by,
            sebelum=_terakhir(batas, potret_id),
            alasan=alasan,
        )


def setujui_periode(
    *, batas_id: int, potret_id: int, by: User, at: datetime | None = None
) -> LangkahPeriode:
    """Approve the last Potret of a cut-off; reports made from now on no longer say DRAF.

    Raises Denied, NotAllowed, and Bentrok when the person saw an earlier Potret.
    """
    return _langkah(batas_id, potret_id, AksiPeriode.SETUJUI, "", by, at)


def buka_periode(
    *, batas_id: int, potret_id: int, alasan: str, by: User, at: datetime | None = None
) -> LangkahPeriode:
    """Open an approved period again, with the reason. Raises as `setujui_periode`, IsianKurang."""
    return _langkah(batas_id, potret_id, AksiPeriode.BUKA, _alasan(alasan), by, at)


def potret_terjadwal(now: datetime | None = None) -> list[Potret]:
    """Freeze every cut-off whose last day has ended and that has no Potret; return the new ones.

    The figures are those of the end of that day, whenever this runs; only texts without a history
    are those of the moment of making. A cut-off that ended before its plan was started has none.
    Each cut-off is a unit of its own: what fails is logged, the others are frozen, and then an
    ExceptionGroup of all that failed is raised.
    """
    now = now or timezone.now()
    frozen = Potret.objects.filter(batas=OuterRef("pk"))
    rows = (
        Batas.objects.filter(
            ~Exists(frozen),
            rencana__status=Rencana.Keadaan.BERJALAN,
            rencana__jenis__in=[j for j in Rencana.Jenis.values if Rencana(jenis=j).berjaga],
            ditutup__lt=now + timedelta(days=1),  # the exact day is asked in its own zone below
        )
        .select_related("rencana__instansi")
        .order_by("akhir", "pk")
    )
    found, failed = [], []
    for row in rows:
        if row.ditutup >= hari_di(row.rencana, now):
            continue
        try:
            made = _terjadwal(row.pk, now)
        except Exception as error:  # one institution's fault is not another's
            logger.exception("cut-off %s could not be frozen", row.pk)
            failed.append(error)
        else:
            found += [made] if made else []
    if failed:
        raise ExceptionGroup("cut-offs that could not be frozen", failed)
    return found


def potret_sebelum_tutup(rencana: Rencana, now: datetime) -> None:
    """Freeze every opened cut-off of a plan that has no Potret: a closed plan has no figures."""
    if not rencana.berjaga:
        return
    today = hari_di(rencana, now)
    for batas in Batas.objects.filter(rencana=rencana, dibuka__lte=today).order_by("akhir", "pk"):
        _terjadwal(batas.pk, now)


def _terjadwal(batas_id: int, now: datetime) -> Potret | None:
    """Freeze a cut-off without a Potret at the end of its last day, or now if that is to come."""
    with audited():
        batas = _baris(batas_id)
        if batas is None or Potret.objects.filter(batas=batas).exists():
            return None
        zone = ZoneInfo(batas.rencana.instansi.zona_waktu)
        moment = min(datetime.combine(batas.ditutup, time.max, zone), now)
        if not Capaian.objects.filter(butir__rencana=batas.rencana, dibuat__lte=moment).exists():
            return None  # the plan was started later: "0 tasks" would be a figure nobody had
        _siap(batas, AksiPeriode.POTRET, moment)
        return _bekukan(batas, AksiPeriode.POTRET, at=moment, dibuat=now, by=None)


def _baris(batas_id: int) -> Batas | None:
    """Lock a cut-off: everything about its period happens one after the other."""
    return (
        Batas.objects.select_for_update(of=("self",))
        .select_related("rencana__instansi")
        .filter(pk=batas_id)
        .first()
    )


def _kunci(batas_id: int, by: User) -> Batas:
    batas = _baris(batas_id)
    if batas is None or not by.akses.has(Permission.PERIOD_CLOSE, batas.rencana.instansi_id):
        raise Denied("Hanya Ketua yang memotret, menyetujui, atau membuka kembali periode ini.")
    return batas


def _siap(batas: Batas, aksi: AksiPeriode, at: datetime) -> KeadaanPeriode:
    """Return the state of a period in which a step may be taken; raises NotAllowed."""
    if reason := penghalang(batas, aksi, at):
        raise NotAllowed(reason)
    last = LangkahPeriode.objects.filter(batas=batas).order_by("-pk").first()
    state = keadaan(last)
    ALUR_PERIODE.require(state, aksi)
    return state


def _alasan(alasan: str) -> str:
    alasan = alasan.strip()
    if not alasan:
        raise IsianKurang({"alasan": "Tulis alasannya. Alasan ini dimuat pada laporan berikutnya."})
    if len(alasan) > ALASAN_MAKS:
        raise IsianKurang({"alasan": f"Alasan paling panjang {ALASAN_MAKS} huruf."})
    return alasan


def _terakhir(batas: Batas, potret_id: int) -> Potret:
    last = Potret.objects.filter(batas=batas).order_by("-no").first()
    if last is None or last.pk != potret_id:
        raise Bentrok("Periode ini baru saja dipotret lagi. Lihat dahulu potret yang terakhir.")
    return last


def _bekukan(
    batas: Batas,
    aksi: AksiPeriode,
    *,
    at: datetime,
    dibuat: datetime,
    by: User | None,
    sebelum: Potret | None = None,
    alasan: str = "",
) -> Potret:
    no = sebelum.no + 1 if sebelum else 1
    before = baca(sebelum.isi) if sebelum else None
    jabatan = _jabatan(by, batas) if by else ""
    isi = bangun_potret(
        batas,
        at,
        no=no,
        sebelum=before,
        alasan=alasan,
        oleh=by.nama if by else "",
        jabatan=jabatan,
    )
    if before is not None and not berbeda(before, isi):
        raise NotAllowed(TANPA_BEDA)
    text = kanonik(isi)
    potret = Potret.objects.create(
        instansi=batas.rencana.instansi,
        batas=batas,
        no=no,
        at=at,
        dibuat=dibuat,
        oleh=by,
        jabatan=jabatan,
        sebelum=sebelum,
        alasan=alasan,
        isi=text,
        sha256=sidik(text),
    )
    _catat(potret, aksi, alasan, by, jabatan, dibuat)
    return potret


def _langkah(
    batas_id: int,
    potret_id: int,
    aksi: AksiPeriode,
    alasan: str,
    by: User,
    at: datetime | None,
) -> LangkahPeriode:
    with audited():
        batas = _kunci(batas_id, by)
        now = clock(batas.rencana.instansi, at)
        _siap(batas, aksi, now)
        potret = _terakhir(batas, potret_id)
        return _catat(potret, aksi, alasan, by, _jabatan(by, batas), now)


def _catat(
    potret: Potret, aksi: AksiPeriode, alasan: str, by: User | None, jabatan: str, at: datetime
) -> LangkahPeriode:
    """Write the step and its event; the caller has checked that the flow has it."""
    batas = potret.batas
    rencana = batas.rencana
    last = LangkahPeriode.objects.filter(batas=batas).order_by("-pk").first()
    arrow = ALUR_PERIODE.require(keadaan(last), aksi)
    step = LangkahPeriode.objects.create(
        instansi=rencana.instansi,
        batas=batas,
        potret=potret,
        aksi=aksi,
        dari=arrow.dari,
        ke=arrow.ke,
        alasan=alasan,
        oleh=by,
        jabatan=jabatan,
        at=at,
    )
    record(
        Event(
            instansi=rencana.instansi.kode,
            contoh=rencana.instansi.contoh,
            aksi=f"periode.{aksi}",
            oleh=by or System(),
            objek_jenis="batas",
            objek_id=str(batas.pk),
            objek_nama=f"{batas.kode}, {rencana.nama}"[:300],
            isi={"potret": potret.no, "sha256": potret.sha256, "alasan": alasan},
            at=at,
        )
    )
    return step


def _jabatan(by: User, batas: Batas) -> str:
    """The office in which a person acts, with Plt./Plh. where the grant says so."""
    for grant in by.akses.grants:
        closes = Permission.PERIOD_CLOSE in ROLE_PERMISSIONS[grant.role]
        if closes and grant.instansi_id == batas.rencana.instansi_id:
            return f"{grant.sebutan} {by.jabatan or grant.role.label}".strip()[:220]
    return by.jabatan
