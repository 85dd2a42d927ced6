"""What a person may do with an assessment, and why not: one place, for actions and for screens."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from accounts.models import User
from accounts.permissions import ROLE_PERMISSIONS, Permission
from evidence.workflow import NotAllowed
from zonaintegritas.lke.alur import (
    ALUR_LKE,
    KERJA,
    SEBELUM,
    TAHAP,
    AksiLKE,
    PanahLKE,
    tahap_pelaku,
)
from zonaintegritas.models import LKE, AnggotaTPI, PeranTPI, StatusLKE, Tahap

_SIAPA: Mapping[Permission, str] = {
    Permission.LKE_FILL: "Langkah ini hanya untuk operator atau koordinator unit yang dinilai.",
    Permission.LKE_EVALUATE: "Langkah ini hanya untuk verifikator yang mengevaluasi unit ini.",
    Permission.LKE_MANAGE: "Langkah ini hanya untuk admin instansi.",
}
_PEKERJAAN: Mapping[Tahap, str] = {
    Tahap.MANDIRI: "ikut mengisi penilaian mandiri",
    Tahap.EVALUATOR: "ikut mengevaluasi",
    Tahap.TPI: "ikut menilai sebagai TPI",
}


@dataclass(frozen=True)
class Pelaku:
    """A person before one assessment: today's role in its TPI, and who has worked in which stage.

    `penulis` holds, of each stage, the ids of all who ever did something in it.
    """

    user: User
    lke: LKE
    peran: PeranTPI | None
    penulis: Mapping[Tahap, frozenset[int]]

    def sudah(self, tahap: Tahap) -> bool:
        """Whether this person has worked in a stage of this assessment."""
        return self.user.pk in self.penulis[tahap]

    def larangan(self, panah: PanahLKE) -> str | None:
        """Return None if the person may take an arrow, otherwise the Indonesian reason.

        Rights first (a permission on the unit, or the role in the TPI that holds today), then
        four eyes: nobody acts in two of the three stages of one assessment.
        """
        if isinstance(panah.permission, PeranTPI):
            if self.peran is not panah.permission:
                return f"Langkah ini hanya untuk {panah.permission.label} yang sedang bertugas."
        elif not self.user.akses.may(panah.permission, self.lke.unit):
            return _SIAPA[panah.permission]
        if panah.empat_mata and (lain := self.empat_mata(tahap_pelaku(panah.aksi, panah.dari))):
            return lain
        if panah.aksi is AksiLKE.TARIK and self.penulis[Tahap.EVALUATOR]:
            return "LKE ini tidak dapat ditarik lagi: evaluator sudah mulai menilai."
        return None

    def empat_mata(self, tahap: Tahap | None) -> str | None:
        """Return why the person must not act in a stage: they have acted in another one."""
        for lain in Tahap:
            if tahap is not None and lain is not tahap and self.sudah(lain):
                return (
                    f"Empat mata: Anda {_PEKERJAAN[lain]} pada LKE ini, "
                    "jadi tahap ini harus dikerjakan orang lain."
                )
        return None

    def jabatan(self, panah: PanahLKE) -> str:
        """Return the office in which the person takes an arrow, as it is written down."""
        if isinstance(panah.permission, PeranTPI):
            return f"{panah.permission.label}, {self.user.jabatan}".rstrip(", ")[:220]
        for grant in self.user.akses.grants:
            covers = grant.covers(self.lke.instansi_id, self.lke.unit.jalur)
            if covers and panah.permission in ROLE_PERMISSIONS[grant.role]:
                return f"{grant.sebutan} {self.user.jabatan or grant.role.label}".strip()[:220]
        return self.user.jabatan


@dataclass(frozen=True)
class HakLKE:
    """What a person may do now.

    `isi` is the stage whose answers they may write, None for reading only; `alasan` says why not
    where somebody with the right of this stage is kept out (four eyes). `langkah` are the steps
    of the flow in the order of the table; `salin` is the stage whose answers may be taken over.
    """

    isi: Tahap | None
    bukti: bool
    langkah: tuple[PanahLKE, ...]
    salin: Tahap | None
    kelola: bool
    peran: PeranTPI | None
    alasan: str

    @property
    def tamu(self) -> bool:
        """Whether the person acts as a member of the TPI today."""
        return self.peran is not None

    def boleh(self, aksi: AksiLKE) -> bool:
        """Whether a step of the flow is open to the person now."""
        return any(panah.aksi is aksi for panah in self.langkah)


def hari_lke(lke: LKE, at: datetime) -> date:
    """Return the day of a moment where the assessed institution is."""
    return at.astimezone(ZoneInfo(lke.instansi.zona_waktu)).date()


def pelaku(user: User, lke: LKE, hari: date | None = None) -> Pelaku:
    """Return a person before an assessment (two queries); `hari` is the day of their TPI role."""
    row = AnggotaTPI.objects.bertugas(user, hari).filter(lke=lke).first()
    return Pelaku(user, lke, PeranTPI(row.peran) if row else None, penulis(lke))


def penulis(lke: LKE) -> dict[Tahap, frozenset[int]]:
    """Return who has worked in each stage; the steps are append-only, so nobody drops out."""
    found: dict[Tahap, set[int]] = {tahap: set() for tahap in Tahap}
    for aksi, dari, user in lke.langkah_set.order_by().values_list("aksi", "dari", "oleh"):
        tahap = tahap_pelaku(AksiLKE(aksi), StatusLKE(dari))
        if tahap is not None:
            found[tahap].add(user)
    return {tahap: frozenset(ids) for tahap, ids in found.items()}


def hak(orang: Pelaku) -> HakLKE:
    """Return what a person may do with the assessment as it stands (no query)."""
    status = StatusLKE(orang.lke.status)
    arrows = ALUR_LKE.dari(status)
    terbuka = [panah for panah in arrows if orang.larangan(panah) is None]
    aksi = {panah.aksi for panah in terbuka}
    tahap = TAHAP.get(status) if AksiLKE.ISI in aksi else None
    return HakLKE(
        isi=tahap,
        bukti=AksiLKE.LAMPIRKAN in aksi,
        langkah=tuple(panah for panah in terbuka if panah.aksi not in KERJA),
        salin=SEBELUM.get(tahap) if tahap is not None else None,
        kelola=orang.user.akses.may(Permission.LKE_MANAGE, orang.lke.unit),
        peran=orang.peran,
        alasan="" if tahap is not None else _alasan(orang, arrows),
    )


def _alasan(orang: Pelaku, arrows: Iterable[PanahLKE]) -> str:
    """Return why somebody who has the right of this stage may not write; '' for all others."""
    for panah in arrows:
        if panah.aksi is not AksiLKE.ISI:
            continue
        if isinstance(panah.permission, PeranTPI):
            berhak = orang.peran is panah.permission
        else:
            berhak = orang.user.akses.may(panah.permission, orang.lke.unit)
        if berhak:
            return orang.larangan(panah) or ""
    return ""


def panah_untuk(orang: Pelaku, aksi: AksiLKE) -> PanahLKE:
    """Return the arrow of an action in the present state.

    Raises NotAllowed when the table has none; whether the person may is `larangan`.
    """
    status = StatusLKE(orang.lke.status)
    found = ALUR_LKE.find(status, aksi)
    if found is not None:
        return found
    if status is StatusLKE.SELESAI:
        raise NotAllowed("LKE ini sudah selesai, jadi isinya tidak dapat diubah.")
    raise NotAllowed(f"Langkah ini tidak tersedia: LKE sedang pada {status.label}.")
