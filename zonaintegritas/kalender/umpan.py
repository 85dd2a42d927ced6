"""The feed behind a subscription: one all-day event per Capaian, on its deadline (RFC 5545).

VEVENT and not VTODO: the calendars that officials have subscribe to events only (Google Calendar
and Outlook leave out VTODO). An event marks no time as busy. It names no person.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from icalendar import Calendar, Event, vDuration

from accounts.models import User
from accounts.permissions import Permission
from evidence.jadwal import Jendela, label
from evidence.models import Butir, Capaian, Keputusan, Rencana
from evidence.models.capaian import CapaianQuerySet
from evidence.workflow import Status
from ukuran.format import tanggal
from zonaintegritas.models import AnggotaTim, LanggananKalender, Tim

_JUDUL = 120  # letters of the text in a title
_SEGAR = timedelta(hours=6)
_KATA: dict[Status, str] = {
    Status.BELUM: "belum diunggah",
    Status.DRAF: "draf",
    Status.MENUNGGU: "menunggu verifikasi",
    Status.PERBAIKAN: "perlu perbaikan",
    Status.DISETUJUI: "disetujui",
    Status.NIHIL: "nihil",
    Status.TIDAK_BERLAKU: "tidak berlaku",
    Status.TIDAK_DAPAT: "tidak dapat dipenuhi",
}
"""States without the name of an office: the verifikator differs from institution to institution."""

_MENJAWAB = (AnggotaTim.Kedudukan.KOORDINATOR, AnggotaTim.Kedudukan.ANGGOTA)


@dataclass(frozen=True)
class Entri:
    """One task in a calendar."""

    uid: str
    capaian_id: int
    kode: str
    uraian: str
    unit: str
    periode: str
    batas: date
    keadaan: str
    versi: int
    diubah: datetime


def entri(langganan: LanggananKalender, now: datetime) -> list[Entri]:
    """Return the tasks of a subscription, as far as its person may read them at this moment.

    Of one team, or those the person answers for: of teams in which they are Koordinator or
    Anggota, and of units in whose name they send evidence. Only plans that run.
    """
    last = (
        Keputusan.objects.filter(capaian=OuterRef("pk"))
        .order_by()
        .values("capaian")
        .annotate(terakhir=Max("at"))
        .values("terakhir")
    )
    rows = (
        _rows(langganan)
        .annotate(z_terakhir=Subquery(last), z_owing=CapaianQuerySet.owing(now.date()))
        .select_related("butir", "instansi", "unit")
        .order_by("batas", "butir__urut", "pk")
    )
    found = []
    for row in rows:
        today = now.astimezone(ZoneInfo(row.instansi.zona_waktu)).date()
        late = row.z_owing and row.batas < today  # type: ignore[attr-defined]  # annotated above
        last_step = row.z_terakhir  # type: ignore[attr-defined]
        moments = (row.dibuat, row.diubah, last_step)
        found.append(
            Entri(
                uid=f"capaian-{row.pk}.{row.instansi.kode}@pantas",
                capaian_id=row.pk,
                kode=row.butir.kode,
                uraian=row.butir.uraian,
                unit=row.unit.nama_pendek or row.unit.nama,
                periode=label(row.butir.pola, Jendela(row.mulai, row.selesai)),
                batas=row.batas,
                keadaan=_keadaan(Status(row.status), late),
                versi=row.versi,
                diubah=max(moment for moment in moments if moment is not None),
            )
        )
    return found


def _rows(langganan: LanggananKalender) -> CapaianQuerySet:
    user = langganan.pengguna
    rows = (
        Capaian.objects.visible_to(user)
        .current()
        .filter(butir__rencana__jenis=Rencana.Jenis.ZI, butir__pola=Butir.Pola.JADWAL)
    )
    if langganan.tim_id is not None:
        return rows.filter(_of_teams(Tim.objects.filter(pk=langganan.tim_id)))
    mine = Tim.objects.filter(
        anggota_set__in=AnggotaTim.objects.filter(pengguna=user, kedudukan__in=_MENJAWAB)
    )
    return rows.filter(_of_teams(mine) | _sent_by(user))


def _of_teams(teams: QuerySet[Tim]) -> Q:
    ids = teams.values("pk")
    return Q(butir__sub_kegiatan_zi__kegiatan__tim__in=ids) | Q(butir__kegiatan_zi__tim__in=ids)


def _sent_by(user: User) -> Q:
    return Q(
        pk__in=Capaian.objects.visible_to(user, Permission.EVIDENCE_SEND).order_by().values("pk")
    )


def _keadaan(status: Status, late: bool) -> str:
    word = _KATA[status]
    return f"terlambat, {word}" if late else word


def umpan(langganan: LanggananKalender, alamat: Callable[[int], str], now: datetime) -> bytes:
    """Return the feed of a subscription as iCalendar text; `alamat` gives the link of a task.

    The same tasks in the same states give the same bytes, so that `sidik_isi` can serve as ETag.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Pantas//Zona Integritas//ID")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    name = "tugas saya" if langganan.tim is None else langganan.tim.nama_lampiran_2
    calendar.add("x-wr-calname", f"Zona Integritas: {name}")
    calendar.add("refresh-interval", vDuration(_SEGAR), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_SEGAR))
    for one in entri(langganan, now):
        calendar.add_component(_event(one, alamat(one.capaian_id)))
    return bytes(calendar.to_ical())


def _event(one: Entri, link: str) -> Event:
    title = one.uraian if len(one.uraian) <= _JUDUL else f"{one.uraian[: _JUDUL - 1]}…"
    event = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", one.diubah)
    event.add("last-modified", one.diubah)
    event.add("sequence", one.versi)
    event.add("dtstart", one.batas)
    event.add("dtend", one.batas + timedelta(days=1))
    event.add("summary", f"{one.kode} {title} ({one.keadaan})")
    event.add(
        "description",
        "\n".join(
            (
                f"{one.kode} {one.uraian}",
                f"Jadwal: {one.periode}",
                f"Batas waktu: {tanggal(one.batas)}",
                f"Keadaan: {one.keadaan}",
                link,
            )
        ),
    )
    event.add("url", link)
    event.add("categories", [one.unit])
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def sidik_isi(isi: bytes) -> str:
    """Return a feed's entity tag, without the quotes."""
    return hashlib.sha256(isi).hexdigest()
