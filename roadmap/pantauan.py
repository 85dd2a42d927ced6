"""What the Sekda sees of monitoring: problems at the pleno, late steps, meetings that are due."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import FilteredRelation, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import Kejadian
from evidence.models import Rencana
from roadmap.jadwal_rapat import Tingkat
from roadmap.models import CatatanLangkah, LangkahPerbaikan, Masalah
from roadmap.tempo_rapat import TempoRapat, tempo_rapat


@dataclass(frozen=True, slots=True)
class LangkahLewat:
    """A remedial step past its day that nobody has confirmed.

    `dilaporkan`: the unit says it is done, the Inspektorat has not looked at it yet.
    """

    langkah_id: int
    uraian: str
    butir: str
    unit_id: int
    unit: str
    tingkat: Tingkat
    tenggat: date
    hari_lewat: int
    dilaporkan: bool

    @property
    def url(self) -> str:
        """The page of the step."""
        return reverse("rapat_langkah_rinci", args=[self.langkah_id])


@dataclass(frozen=True, slots=True)
class MasalahPleno:
    """An unsolved problem that has been raised to the pleno, or was found there."""

    masalah_id: int
    uraian: str
    butir: str
    sejak: datetime

    @property
    def url(self) -> str:
        """The page of the problem."""
        return reverse("rapat_masalah_rinci", args=[self.masalah_id])


@dataclass(frozen=True, slots=True)
class Pantauan:
    """Monitoring of one plan on one day, for one reader.

    `rapat_jatuh_tempo` counts who has not met in the current window, by level; `rapat_terlewat`
    those whose window before passed without a meeting, and who have not met since.
    """

    masalah_pleno: tuple[MasalahPleno, ...]
    langkah_lewat: tuple[LangkahLewat, ...]
    rapat: tuple[TempoRapat, ...]

    @property
    def rapat_jatuh_tempo(self) -> Mapping[Tingkat, int]:
        """How many have not met in their window, by level."""
        return Counter(t.tingkat for t in self.rapat if t.jatuh_tempo)

    @property
    def rapat_terlewat(self) -> Mapping[Tingkat, int]:
        """How many let a whole window pass, by level."""
        return Counter(t.tingkat for t in self.rapat if t.tempo.lewat)

    @property
    def langkah_dilaporkan(self) -> int:
        """How many late steps wait for the Inspektorat."""
        return sum(1 for langkah in self.langkah_lewat if langkah.dilaporkan)


def pantauan(rencana: Rencana, user: User, hari: date) -> Pantauan:
    """Return what needs attention in a plan on a day. Three queries, four for a past day; none of
    a closed plan's today.

    A past day: what was confirmed, cancelled or solved later still counts, each step is judged by
    the deadline of that day, and the plan is what it was on that day.
    """
    end = datetime.combine(hari + timedelta(days=1), time(), ZoneInfo(rencana.instansi.zona_waktu))
    past = end <= timezone.now()
    ran = _berjalan(rencana, end) if past else rencana.berjalan
    if not ran:
        return Pantauan((), (), ())
    problems, steps = _terbuka(rencana, user, hari, end, past=past)
    return Pantauan(problems, steps, tuple(tempo_rapat(rencana, user, hari, berjalan=ran)))


def _berjalan(rencana: Rencana, end: datetime) -> bool:
    """Whether a plan ran at a past moment: told by the first closing or reopening since."""
    step = (
        Kejadian.objects.filter(
            instansi=rencana.instansi.kode,
            objek_jenis="rencana",
            objek_id=str(rencana.pk),
            aksi__in=("rencana.tutup", "rencana.buka"),
            at__gte=end,
        )
        .order_by("at", "no")
        .values_list("aksi", flat=True)
        .first()
    )
    return rencana.berjalan if step is None else step == "rencana.tutup"


def _terbuka(
    rencana: Rencana, user: User, hari: date, end: datetime, *, past: bool
) -> tuple[tuple[MasalahPleno, ...], tuple[LangkahLewat, ...]]:
    """Problems at the pleno and late steps, in one query: a line for each pair."""
    unsolved = Q(dibuat__lt=end) & (Q(selesai__isnull=True) | Q(selesai__gte=end))
    pleno = Q(tingkat=Tingkat.PLENO, tingkat_sejak__lt=end) & unsolved
    late = Q(langkah_set__dibuat__lt=end)
    if not past:  # a later deadline may have been set since
        late &= Q(langkah_set__tenggat__lt=hari)
    moved = CatatanLangkah.objects.filter(
        langkah=OuterRef("lewat__pk"), jenis=CatatanLangkah.Jenis.TENGGAT, at__gte=end
    ).order_by("at", "pk")
    rows = (
        Masalah.objects.visible_to(user)
        .filter(rencana=rencana)
        .annotate(
            lewat=FilteredRelation(
                "langkah_set",
                condition=late
                & (Q(langkah_set__ditutup__isnull=True) | Q(langkah_set__ditutup__gte=end)),
            ),
            tenggat_lama=Subquery(moved.values("tenggat_lama")[:1]),
        )
        .filter(pleno | Q(lewat__isnull=False))
        .order_by("tingkat_sejak", "pk", "lewat__tenggat")
        .values_list(
            "pk",
            "uraian",
            "butir__kode",
            "tingkat",
            "tingkat_sejak",
            "selesai",
            "lewat__pk",
            "lewat__uraian",
            "lewat__unit",
            "lewat__unit__nama_pendek",
            "lewat__tenggat",
            "lewat__keadaan",
            "tenggat_lama",
        )
    )
    problems: dict[int, MasalahPleno] = {}
    steps = []
    for pk, uraian, butir, tingkat, sejak, done, step, kata, unit, nama, due, state, lama in rows:
        if tingkat == Tingkat.PLENO and sejak < end and (done is None or done >= end):
            problems[pk] = MasalahPleno(pk, uraian, butir, sejak)
        tenggat = lama or due
        if step is not None and tenggat < hari:
            steps.append(
                LangkahLewat(
                    langkah_id=step,
                    uraian=kata,
                    butir=butir,
                    unit_id=unit,
                    unit=nama,
                    tingkat=Tingkat(tingkat),
                    tenggat=tenggat,
                    hari_lewat=(hari - tenggat).days,
                    dilaporkan=state == LangkahPerbaikan.Keadaan.DILAPORKAN,
                )
            )
    steps.sort(key=lambda s: (s.dilaporkan, s.tenggat, s.langkah_id))
    return tuple(problems.values()), tuple(steps)
