"""Lists of meetings: with filters, as a month, and what one meeting has to speak about."""

import calendar
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.text import Truncator

from accounts.models import Unit, User
from evidence.models import Rencana
from roadmap.jadwal_rapat import Tingkat
from roadmap.models import LangkahPerbaikan, Masalah, Notula, Rapat
from roadmap.tempo_rapat import TempoRapat
from sheets.values import BULAN

PER_HALAMAN = 50


def _angka(text: str) -> int | None:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 12 else None


def baca_bulan(text: str) -> date | None:
    """Return the first day of a month written as 2026-11; None when it is none."""
    tahun, _, bulan = text.partition("-")
    year, month = _angka(tahun), _angka(bulan)
    if year is None or month is None or not (1900 < year < 2200 and 1 <= month <= 12):
        return None
    return date(year, month, 1)


def bulan_lain(bulan: date, selisih: int) -> date:
    """Return the first day of the month before or after."""
    year, month = divmod(bulan.year * 12 + bulan.month - 1 + selisih, 12)
    return date(year, month + 1, 1)


def sebut_bulan(bulan: date) -> str:
    """Return "November 2026"."""
    return f"{BULAN[bulan.month - 1]} {bulan.year}"


@dataclass(frozen=True)
class Saringan:
    """The filters that stand in the address."""

    tingkat: str = ""
    unit: int | None = None
    keadaan: str = ""
    bulan: date | None = None

    @classmethod
    def dari(cls, data: QueryDict) -> "Saringan":
        """Read the filters; what can't be read counts as not set."""
        tingkat, keadaan = data.get("tingkat", ""), data.get("keadaan", "")
        return cls(
            tingkat=tingkat if tingkat in list(Tingkat) else "",
            unit=_angka(data.get("unit", "")),
            keadaan=keadaan if keadaan in Rapat.Keadaan.values else "",
            bulan=baca_bulan(data.get("bulan", "")),
        )

    @property
    def ada(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.tingkat or self.unit or self.keadaan or self.bulan)

    def kueri(self) -> Q:
        """Return the condition of these filters."""
        syarat = Q()
        if self.tingkat:
            syarat &= Q(tingkat=self.tingkat)
        if self.unit is not None:
            syarat &= Q(unit=self.unit)
        if self.keadaan:
            syarat &= Q(keadaan=self.keadaan)
        if self.bulan is not None:
            akhir = bulan_lain(self.bulan, 1)
            syarat &= Q(dilaksanakan__gte=self.bulan, dilaksanakan__lt=akhir) | Q(
                dilaksanakan__isnull=True, dijadwalkan__gte=self.bulan, dijadwalkan__lt=akhir
            )
        return syarat


@dataclass(frozen=True)
class DaftarRapat:
    """One page of meetings, and the units to choose from."""

    page_obj: "Page[Rapat]"
    unit_pilihan: list[Unit]


def daftar_rapat(rencana: Rencana, user: User, saringan: Saringan, halaman: str) -> DaftarRapat:
    """Return one page of the meetings of a plan that a person may read. Three queries."""
    semua = Rapat.objects.visible_to(user).filter(rencana=rencana)
    notula = Notula.objects.filter(rapat=OuterRef("pk"), dilepas__isnull=True)
    rows = (
        semua.filter(saringan.kueri())
        .select_related("unit")
        .annotate(ada_notula=Exists(notula), temuan=Count("masalah_set"))
        .order_by("-dijadwalkan", "-pk")
    )
    units = Unit.objects.filter(pk__in=semua.order_by().values("unit")).order_by("nama")
    return DaftarRapat(Paginator(rows, PER_HALAMAN).get_page(halaman), list(units))


@dataclass(frozen=True)
class Acara:
    """One thing on a day of the calendar."""

    teks: str
    url: str
    tone: str
    ikon: str
    keadaan: str


@dataclass(frozen=True)
class HariKalender:
    """One day of the month grid."""

    tanggal: date
    dalam_bulan: bool
    hari_ini: bool
    acara: list[Acara] = field(default_factory=list)


@dataclass(frozen=True)
class Kalender:
    """One month as weeks from Monday; before and after it in the address."""

    bulan: date
    minggu: list[list[HariKalender]]

    @property
    def judul(self) -> str:
        """The name of the month."""
        return sebut_bulan(self.bulan)

    @property
    def sebelum(self) -> str:
        """The month before, as the address names it."""
        return f"{bulan_lain(self.bulan, -1):%Y-%m}"

    @property
    def sesudah(self) -> str:
        """The month after, as the address names it."""
        return f"{bulan_lain(self.bulan, 1):%Y-%m}"

    @property
    def terisi(self) -> list[HariKalender]:
        """The days of the month on which there is something."""
        return [h for week in self.minggu for h in week if h.dalam_bulan and h.acara]


_WUJUD = {
    Rapat.Keadaan.DIJADWALKAN: ("biru", "s-rencana"),
    Rapat.Keadaan.DILAKSANAKAN: ("hijau", "s-selesai"),
    Rapat.Keadaan.DIBATALKAN: ("abu", "s-tidak"),
}


def wujud(rapat: Rapat) -> tuple[str, str]:
    """Return tone and icon of a meeting's state."""
    return _WUJUD[Rapat.Keadaan(rapat.keadaan)]


def kalender(
    rencana: Rencana,
    user: User,
    bulan: date,
    hari_ini: date,
    tempo: list[TempoRapat],
    alamat: Mapping[str, str],
) -> Kalender:
    """Return a month with its meetings, ends of windows without one, and days of open steps.

    Two queries. `alamat` holds addresses with a 0 for the row's id: "rapat" and "langkah",
    those of the list ("daftar") and of planning a meeting ("baru").
    """
    weeks = calendar.Calendar().monthdatescalendar(bulan.year, bulan.month)
    first, last = weeks[0][0], weeks[-1][-1]
    days: dict[date, list[Acara]] = defaultdict(list)
    meetings = Rapat.objects.visible_to(user).filter(rencana=rencana).select_related("unit")
    for rapat in meetings.filter(
        Q(dilaksanakan__range=(first, last))
        | Q(dilaksanakan__isnull=True, dijadwalkan__range=(first, last))
    ).order_by("pk"):
        tone, ikon = wujud(rapat)
        teks = f"{rapat.get_maksud_display()} {rapat.sebutan}"
        url = alamat["rapat"].replace("0", str(rapat.pk))
        days[rapat.tanggal].append(Acara(teks, url, tone, ikon, rapat.get_keadaan_display()))
    for langkah in _langkah_terbuka(rencana, user).filter(tenggat__range=(first, last)):
        tone, ikon = ("merah", "s-telat") if langkah.tenggat < hari_ini else ("kuning", "s-draf")
        teks = Truncator(f"Tenggat {langkah.unit}: {langkah.uraian}").chars(64)
        url = alamat["langkah"].replace("0", str(langkah.pk))
        days[langkah.tenggat].append(Acara(teks, url, tone, ikon, langkah.get_keadaan_display()))
    for day, acara in _batas(rencana, tempo, alamat):
        if first <= day <= last:
            days[day].append(acara)
    return Kalender(
        bulan,
        [
            [HariKalender(d, d.month == bulan.month, d == hari_ini, days.get(d, [])) for d in week]
            for week in weeks
        ],
    )


def _batas(
    rencana: Rencana, tempo: list[TempoRapat], alamat: Mapping[str, str]
) -> Iterator[tuple[date, Acara]]:
    """The last days of windows without a plan; those of many units on a day as one."""
    groups: dict[tuple[date, str, str], list[TempoRapat]] = defaultdict(list)
    for due in tempo:
        if due.perlu_dijadwalkan:
            groups[due.tempo.masa.selesai, due.maksud, due.tingkat].append(due)
    for (day, _, _), rows in groups.items():
        due, kata = rows[0], rows[0].tempo.keadaan.label
        teks = f"Batas {due.maksud.label.lower()} {due.unit}"
        pairs = {"rencana": rencana.pk, "tingkat": due.tingkat, "maksud": due.maksud}
        if due.unit_id is not None:
            pairs["unit"] = due.unit_id
        url = f"{alamat['baru']}?{urlencode(pairs)}"
        if len(rows) > 1:
            teks = f"Batas {due.maksud.label.lower()} {len(rows)} {due.tingkat.label.lower()}"
            url = f"{alamat['daftar']}?rencana={rencana.pk}"
        yield day, Acara(teks, url, "jingga", "i-clock", kata)


def _langkah_terbuka(rencana: Rencana, user: User) -> QuerySet[LangkahPerbaikan]:
    return (
        LangkahPerbaikan.objects.visible_to(user)
        .terbuka()
        .filter(masalah__rencana=rencana)
        .select_related("unit")
        .order_by("tenggat", "pk")
    )


@dataclass(frozen=True)
class Agenda:
    """What a meeting has to speak about: problems at its table, steps past their day."""

    masalah: list[Masalah]
    langkah: list[LangkahPerbaikan]


def agenda(rapat: Rapat, user: User, hari_ini: date) -> Agenda:
    """Return the open problems and the late steps of a meeting. Two queries."""
    problems = (
        Masalah.objects.visible_to(user)
        .terbuka()
        .filter(rencana=rapat.rencana_id, tingkat=rapat.tingkat)
        .select_related("butir", "unit")
        .order_by("tingkat_sejak", "pk")
    )
    steps = (
        LangkahPerbaikan.objects.visible_to(user)
        .terbuka()
        .filter(masalah__rencana=rapat.rencana_id, tenggat__lt=hari_ini)
        .select_related("unit", "masalah__butir")
        .order_by("tenggat", "pk")
    )
    if rapat.tingkat == Tingkat.UNIT and rapat.unit is not None:
        problems = problems.filter(unit=rapat.unit)
        steps = steps.filter(unit__jalur__startswith=rapat.unit.jalur)
    elif rapat.tingkat == Tingkat.POKJA:
        problems = problems.filter(pokja=rapat.unit)
        steps = steps.filter(masalah__pokja=rapat.unit)
    return Agenda(list(problems), list(steps))
