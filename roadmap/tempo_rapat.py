"""Which meetings are due in a plan on a day: rhythms, meetings and units put together."""

from dataclasses import dataclass
from datetime import date

from django.db.models import FilteredRelation, Max, Min, Q, QuerySet, Subquery

from accounts.models import Unit, User
from accounts.permissions import Permission
from evidence.keadaan import hari_di
from evidence.models import Butir, ButirPendukung, Capaian, Rencana
from roadmap.jadwal_rapat import BAKU, Irama, Keadaan, Maksud, Tempo, Tingkat, tempo
from roadmap.models import Rapat


@dataclass(frozen=True, slots=True)
class TempoRapat:
    """What one unit, pokja or the pleno owes on a day; the pleno has no unit."""

    tingkat: Tingkat
    maksud: Maksud
    unit_id: int | None
    unit: str
    irama: Irama
    pengingat: bool
    tempo: Tempo

    @property
    def jatuh_tempo(self) -> bool:
        """Whether nobody has met in the window of that day."""
        return self.tempo.keadaan is not Keadaan.SUDAH

    @property
    def perlu_dijadwalkan(self) -> bool:
        """Whether nobody has met, and nobody has planned to."""
        return self.tempo.keadaan is Keadaan.BELUM


@dataclass(frozen=True, slots=True)
class _Atur:
    """A rhythm that an office has set."""

    monitoring: str
    evaluasi: str
    pengingat: bool

    def irama(self, maksud: Maksud) -> str:
        return self.monitoring if maksud is Maksud.MONITORING else self.evaluasi


@dataclass(frozen=True, slots=True)
class _Unit:
    """Who meets."""

    pk: int | None
    tingkat: Tingkat
    nama: str
    atur: _Atur | None


_Tanggal = dict[tuple[str, int | None, str], tuple[date | None, date | None]]


def tempo_rapat(
    rencana: Rencana, user: User | None, hari: date, *, berjalan: bool | None = None
) -> list[TempoRapat]:
    """Return what is due in a plan on a day for the units that a person may read. Two queries.

    Those who meet: units that report a Butir, pokja that report or support one, and the pleno
    (shown to who reads the whole institution). Nothing for a plan that is not running.
    `user` None reads everything (scheduled work). `berjalan`: what the plan was on a past day.
    """
    if not (rencana.berjalan if berjalan is None else berjalan):
        return []
    units, levels, sejak = _muat(rencana, user)
    whole = user is None or rencana.instansi_id in user.akses.instansi_ids(Permission.EVIDENCE_READ)
    if whole and units:
        units.append(_Unit(None, Tingkat.PLENO, "Pleno", None))
    dates = _tanggal(rencana, hari) if units else {}
    found = []
    for unit in units:
        atur = unit.atur or levels.get(unit.tingkat)
        for maksud in Maksud:
            irama = Irama(atur.irama(maksud)) if atur else BAKU[unit.tingkat, maksud]
            terakhir, berikut = dates.get((unit.tingkat, unit.pk, maksud), (None, None))
            made = tempo(
                irama,
                sejak=sejak,
                selesai=rencana.selesai,
                hari=hari,
                terakhir=terakhir,
                berikut=berikut,
            )
            if made is not None:
                ask = bool(atur and atur.pengingat)
                found.append(TempoRapat(unit.tingkat, maksud, unit.pk, unit.nama, irama, ask, made))
    return sorted(found, key=_urut)


def _urut(row: TempoRapat) -> tuple[int, date, int, str]:
    level = list(Tingkat).index(row.tingkat)
    return (-row.tempo.terlewat, row.tempo.masa.selesai, -level, row.unit)


def _terbaca(rows: QuerySet[Unit], user: User | None) -> QuerySet[Unit]:
    """Units in the reach of a person; all of them without one."""
    if user is None:
        return rows
    condition = Q(instansi__in=user.akses.instansi_ids(Permission.EVIDENCE_READ))
    for grant in user.akses.with_permission(Permission.EVIDENCE_READ):
        if not grant.whole and grant.jalur:
            condition |= Q(instansi=grant.instansi_id, jalur__startswith=grant.jalur)
    return rows.filter(condition)


def unit_rapat(rencana: Rencana, user: User | None) -> QuerySet[Unit]:
    """Return the units and pokja that meet about a plan, in the reach of a person."""
    reports = Butir.objects.berlaku().filter(rencana=rencana)
    supports = ButirPendukung.objects.filter(butir__rencana=rencana, butir__dicabut=None)
    rows = Unit.objects.filter(
        Q(pk__in=reports.values("unit"))
        | Q(pk__in=supports.values("unit"), jenis=Unit.Jenis.POKJA),
        instansi=rencana.instansi_id,
    )
    return _terbaca(rows, user)


def _muat(rencana: Rencana, user: User | None) -> tuple[list[_Unit], dict[str, _Atur], date]:
    """Units that meet with their own settings, settings of the levels, and the first day.

    One query: settings of a level come as up to three lines for each unit.
    """
    rows = (
        unit_rapat(rencana, user)
        .annotate(
            atur=FilteredRelation(
                "instansi__pengaturanrapat",
                condition=Q(instansi__pengaturanrapat__unit__isnull=True),
            ),
            sejak=Subquery(
                Capaian.objects.filter(butir__rencana=rencana)
                .order_by("dibuat")
                .values("dibuat")[:1]
            ),
        )
        .order_by("nama")
        .values_list(
            "pk",
            "jenis",
            "nama_pendek",
            "nama",
            "pengaturan_rapat__irama_monitoring",
            "pengaturan_rapat__irama_evaluasi",
            "pengaturan_rapat__pengingat",
            "atur__tingkat",
            "atur__irama_monitoring",
            "atur__irama_evaluasi",
            "atur__pengingat",
            "sejak",
        )
    )
    units: dict[int, _Unit] = {}
    levels: dict[str, _Atur] = {}
    first = rencana.mulai
    for pk, jenis, pendek, nama, mon, eva, ask, level, l_mon, l_eva, l_ask, since in rows:
        own = _Atur(mon, eva, ask) if mon else None
        tingkat = Tingkat.POKJA if jenis == Unit.Jenis.POKJA else Tingkat.UNIT
        units[pk] = _Unit(pk, tingkat, pendek or nama, own)
        if level:
            levels[level] = _Atur(l_mon, l_eva, l_ask)
        if since:
            first = max(rencana.mulai, hari_di(rencana, since))
    return list(units.values()), levels, first


def _tanggal(rencana: Rencana, hari: date) -> _Tanggal:
    """The last meeting held by a day and the next one planned from it on. One query."""
    held = Q(keadaan=Rapat.Keadaan.DILAKSANAKAN, dilaksanakan__lte=hari)
    planned = Q(keadaan=Rapat.Keadaan.DIJADWALKAN, dijadwalkan__gte=hari)
    rows = (
        Rapat.objects.filter(rencana=rencana)
        .order_by()
        .values("tingkat", "unit", "maksud")
        .annotate(
            terakhir=Max("dilaksanakan", filter=held), berikut=Min("dijadwalkan", filter=planned)
        )
    )
    return {(r["tingkat"], r["unit"], r["maksud"]): (r["terakhir"], r["berikut"]) for r in rows}
