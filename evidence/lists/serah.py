"""Hand-overs on the screen: those of one task, and those that wait for a person's units."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from evidence.actions.serah import BISA_DIJAWAB, BISA_DISERAHKAN
from evidence.models import Capaian, Rencana, SerahTerima
from evidence.mutakhir import Kata
from ukuran.format import sisa_hari

PALING_BANYAK = 50
_KEADAAN = {
    SerahTerima.Keadaan.BELUM: ("abu", "s-belum"),
    SerahTerima.Keadaan.DISERAHKAN: ("biru", "s-diajukan"),
    SerahTerima.Keadaan.DITERIMA: ("hijau", "s-disetujui"),
    SerahTerima.Keadaan.DIKEMBALIKAN: ("jingga", "s-dikembalikan"),
}


@dataclass(frozen=True)
class SatuSerah:
    """One hand-over as one side sees it: the other task and unit, the state, what to do."""

    serah: SerahTerima
    lain: Capaian
    lain_terlihat: bool
    kata: Kata
    sejak: date | datetime
    bisa_serahkan: bool
    bisa_jawab: bool

    @property
    def masukan(self) -> str:
        """Id of the note's field where several hand-overs stand on one page."""
        return f"catatan-{self.serah.pk}"


@dataclass(frozen=True)
class BlokSerah:
    """The block of a task: what it waits for, and what it gives to others."""

    masuk: list[SatuSerah]
    keluar: list[SatuSerah]


@dataclass(frozen=True)
class TugasSerah:
    """One line on top of Tugas saya: hand over to, or accept from, another unit."""

    serah: SerahTerima
    ajakan: str
    kode: str
    uraian: str
    batas: date
    sisa: str
    lewat: bool


def serah_terlihat(user: User) -> "QuerySet[SerahTerima]":
    """Hand-overs of which the person may read at least one of the two tasks."""
    visible = Capaian.objects.visible_to(user).values("pk")
    return SerahTerima.objects.filter(Q(dari__in=visible) | Q(ke__in=visible)).select_related(
        "alur",
        "dari__butir__rencana",
        "dari__unit",
        "ke__butir__rencana",
        "ke__unit",
        "diserahkan_oleh",
        "dijawab_oleh",
    )


def blok_serah(user: User, capaian: Capaian, *, boleh_kirim: bool) -> BlokSerah:
    """Return the hand-overs of one task that the person may read (at most two queries)."""
    rows = list(
        SerahTerima.objects.filter(Q(dari=capaian) | Q(ke=capaian))
        .filter(dari__gugur__isnull=True, ke__gugur__isnull=True)
        .select_related(
            "alur", "dari__butir", "dari__unit", "ke__butir", "ke__unit", "diserahkan_oleh",
            "dijawab_oleh",
        )
        .order_by("alur__dari__urut", "ke__batas", "pk")
    )  # fmt: skip
    others = {s.dari_id if s.ke_id == capaian.pk else s.ke_id for s in rows}
    seen = (
        set(Capaian.objects.visible_to(user).filter(pk__in=others).values_list("pk", flat=True))
        if others
        else set()
    )
    return BlokSerah(
        masuk=[satu_serah(s, s.dari, seen, boleh_kirim) for s in rows if s.ke_id == capaian.pk],
        keluar=[satu_serah(s, s.ke, seen, boleh_kirim) for s in rows if s.dari_id == capaian.pk],
    )


def satu_serah(serah: SerahTerima, lain: Capaian, seen: set[int], boleh_kirim: bool) -> SatuSerah:
    """Return a hand-over seen from the side whose partner is `lain`."""
    keadaan = SerahTerima.Keadaan(serah.keadaan)
    tone, ikon = _KEADAAN[keadaan]
    memberi = lain.pk == serah.ke_id
    return SatuSerah(
        serah=serah,
        lain=lain,
        lain_terlihat=lain.pk in seen,
        kata=Kata(tone, ikon, str(keadaan.label)),
        sejak=_sejak(serah),
        bisa_serahkan=boleh_kirim and memberi and keadaan in BISA_DISERAHKAN,
        bisa_jawab=boleh_kirim and not memberi and keadaan in BISA_DIJAWAB,
    )


def _sejak(serah: SerahTerima) -> date | datetime:
    """Return since when a hand-over is in its state; waiting begins with the window."""
    if serah.keadaan == SerahTerima.Keadaan.DISERAHKAN and serah.diserahkan:
        return serah.diserahkan
    if serah.keadaan != SerahTerima.Keadaan.BELUM and serah.dijawab:
        return serah.dijawab
    return max(serah.ke.mulai, timezone.localdate(serah.ke.dibuat))


def serah_daftar(user: User, rencana: Rencana, hari_ini: date) -> list[TugasSerah]:
    """Return what waits for the person's units: to hand over, and to accept (one query).

    Windows that have not begun are left out. The deadline is that of the receiving task.
    """
    own = Capaian.objects.visible_to(user, Permission.EVIDENCE_SEND).current()
    own = own.filter(butir__rencana=rencana)
    rows = (
        SerahTerima.objects.filter(
            Q(keadaan__in=BISA_DISERAHKAN, dari__in=own.values("pk"))
            | Q(keadaan__in=BISA_DIJAWAB, ke__in=own.values("pk")),
            dari__gugur__isnull=True,
            ke__gugur__isnull=True,
            ke__mulai__lte=hari_ini,
        )
        .select_related("alur", "dari__butir", "dari__unit", "ke__butir", "ke__unit")
        .order_by("ke__batas", "alur__dari__urut", "pk")[:PALING_BANYAK]
    )
    return [_tugas_serah(s, hari_ini) for s in rows]


def _tugas_serah(serah: SerahTerima, hari_ini: date) -> TugasSerah:
    memberi = serah.keadaan in BISA_DISERAHKAN
    own, lain = (serah.dari, serah.ke) if memberi else (serah.ke, serah.dari)
    kata = "Serahkan kepada" if memberi else "Terima dari"
    return TugasSerah(
        serah=serah,
        ajakan=f"{kata} {lain.unit.nama_pendek or lain.unit.nama}",
        kode=own.butir.kode,
        uraian=serah.alur.uraian or own.butir.uraian,
        batas=serah.ke.batas,
        sisa=sisa_hari(serah.ke.batas, hari_ini),
        lewat=serah.ke.batas < hari_ini,
    )
