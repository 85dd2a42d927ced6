"""What every task of a plan was on any day: the one rule behind lists, figures and trends.

*Period* says which Capaian count, *per tanggal* which decisions: those recorded by then. Now is
read from the cached states, a past moment from the decisions; a test holds the two together.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from accounts.models import User
from evidence.ajuan import Ajuan, capaian_rencana, daftar_ajuan
from evidence.hitungan import Golongan, Hitungan
from evidence.models import Butir, Keputusan, Pemenuhan, Rencana
from evidence.models.capaian import CapaianQuerySet
from evidence.workflow import DI_UNIT, KECUALI, Aksi, Status
from ukuran.cara_hitung import Keadaan

K = TypeVar("K")
_STATUS = {status.value: status for status in Status}
_GOLONGAN = {status: Golongan(status.value) for status in Status}


def golongan(
    status: Status, berlaku_sampai: date | None, hari: date, *, terus: bool, dikeluarkan: bool
) -> Golongan:
    """Return what a document counts as on a day.

    An approval of a continuous task (`terus`) counts until its date, also while the renewal is
    being prepared; after it the document is owed again, until its renewal has been sent. What KPK
    accepted (`dikeluarkan`) is out of the count as long as the exception stands.
    """
    if dikeluarkan and status in KECUALI:
        return Golongan.DIKELUARKAN
    if not terus or berlaku_sampai is None:
        return _GOLONGAN[status]
    if berlaku_sampai >= hari:
        return Golongan.DISETUJUI
    owed = status is Status.DISETUJUI or status in DI_UNIT
    return Golongan.KEDALUWARSA if owed else _GOLONGAN[status]


@dataclass(frozen=True, slots=True)
class Dokumen:
    """One required document at a moment; `sejak`: since when it has this status."""

    pk: int
    status: Status
    golongan: Golongan
    sejak: datetime | None
    berlaku_sampai: date | None = None


@dataclass(frozen=True, slots=True)
class Tugas:
    """One Capaian at a moment."""

    pk: int
    butir_id: int
    kode: str
    urut: int
    unit_id: int
    unit: str
    pemegang_id: int
    pemegang: str
    dinilai: bool
    mulai: date
    selesai: date
    batas: date
    klaim: int | None
    internal: int | None
    dikirim: datetime | None
    dokumen: tuple[Dokumen, ...]
    hitungan: Hitungan

    @property
    def nilai(self) -> int | None:
        """The verified value: it counts once nothing of the task is open."""
        return self.internal if self.selesai_diputus and self.hitungan.disetujui else None

    @property
    def selesai_diputus(self) -> bool:
        """Whether every document is accepted or excepted."""
        return not (self.hitungan.di_unit or self.hitungan.menunggu)

    @property
    def keadaan(self) -> Keadaan:
        """What the task is for the score."""
        h = self.hitungan
        if h.disetujui or not self.selesai_diputus or not self.dokumen:
            return Keadaan.DINILAI
        if not h.diperlukan:
            return Keadaan.DIKELUARKAN
        if h.tak_dapat:
            return Keadaan.TIDAK_DAPAT
        return Keadaan.TIDAK_BERLAKU if h.tak_berlaku else Keadaan.NIHIL

    def lewat(self, hari: date) -> bool:
        """Whether the unit owes a document after the deadline, or an approval has run out."""
        return self.lewat_sejak(hari) is not None

    def lewat_sejak(self, hari: date) -> date | None:
        """The last punctual day of what is owed: the deadline, or the end of an approval."""
        days = [
            d.berlaku_sampai
            for d in self.dokumen
            if d.golongan is Golongan.KEDALUWARSA and d.berlaku_sampai
        ]
        if self.hitungan.di_unit > self.hitungan.kedaluwarsa and self.batas < hari:
            days.append(self.batas)
        return min(days, default=None)

    def sejak(self, status: Status) -> datetime | None:
        """Since when the oldest document of a status has it."""
        return min((d.sejak for d in self.dokumen if d.status is status and d.sejak), default=None)

    def berstatus(self, status: Status) -> int:
        """How many documents have a status, whatever they count as."""
        return sum(d.status is status for d in self.dokumen)


def hari_di(rencana: Rencana, at: datetime) -> date:
    """Return the day of a moment in the zone of the plan's institution."""
    return at.astimezone(ZoneInfo(rencana.instansi.zona_waktu)).date()


class Riwayat:
    """The tasks of a plan that a person may read, with all decisions on them."""

    def __init__(self, rencana: Rencana, user: User, ajuan: Iterable[Ajuan] | None = None) -> None:
        """Read the plan in four queries, however many moments are asked for.

        `ajuan`: its exceptions, where the caller has them.
        """
        self._rencana = rencana
        rows = capaian_rencana(rencana, user)
        self._tugas = _tugas(rows)
        ids = rows.order_by().values("pk")
        self._dokumen: dict[int, list[tuple[int, datetime | None]]] = defaultdict(list)
        for pk, capaian, dibuat in _dokumen(ids).values_list("pk", "capaian", "dibuat"):
            self._dokumen[capaian].append((pk, dibuat))
        self._langkah: dict[int, list[tuple[datetime, Status, date | None]]] = defaultdict(list)
        self._nilai: dict[int, list[tuple[datetime, str, int | None, int | None]]] = defaultdict(
            list
        )
        log = Keputusan.objects.filter(capaian__in=ids).order_by("at", "pk")
        for capaian, pemenuhan, at, aksi, ke, klaim, internal, sampai in log.values_list(
            "capaian", "pemenuhan", "at", "aksi", "ke", "klaim", "internal", "berlaku_sampai"
        ).iterator(chunk_size=5000):
            if pemenuhan is not None:
                self._langkah[pemenuhan].append((at, _STATUS[ke], sampai))
            else:
                self._nilai[capaian].append((at, aksi, klaim, internal))
        self._keluar = _dikeluarkan(daftar_ajuan(rencana, user) if ajuan is None else ajuan)

    def pada(self, at: datetime) -> list[Tugas]:
        """Return the tasks that counted at a moment, as the decisions by then left them."""
        day = hari_di(self._rencana, at)
        found = []
        for row in self._tugas:
            if row["dibuat"] > at or (row["gugur"] is not None and row["gugur"] <= at):
                continue
            terus = row["butir__pola"] == Butir.Pola.TERUS
            documents = tuple(
                self._document(pk, at, day, terus) for pk in self._wajib(row["pk"], at)
            )
            klaim, internal, sent = self._values(row["pk"], at)
            found.append(_buat(row, documents, klaim, internal, sent))
        return found

    def hitung(
        self, at: datetime, kelompok: Mapping[int, K], akhir: date | None = None
    ) -> dict[K, Hitungan]:
        """Count the documents of a moment by group of Butir, without making the tasks.

        `kelompok` gives the group of each Butir (those without one are left out), `akhir` the
        last day of a cumulative cut-off.
        """
        day = hari_di(self._rencana, at)
        counts: dict[K, dict[str, int]] = {}
        for row in self._tugas:
            if row["dibuat"] > at or (row["gugur"] is not None and row["gugur"] <= at):
                continue
            group = kelompok.get(row["butir"])
            if group is None or (akhir is not None and row["mulai"] > akhir):
                continue
            found = counts.setdefault(group, {})
            terus = row["butir__pola"] == Butir.Pola.TERUS
            for pk in self._wajib(row["pk"], at):
                _, kind, _, _ = self._langkah_terakhir(pk, at, day, terus)
                found[kind.value] = found.get(kind.value, 0) + 1
        return {group: Hitungan(**found) for group, found in counts.items()}

    def _wajib(self, capaian: int, at: datetime) -> list[int]:
        """Documents that were required of a task at a moment: one added later was not."""
        rows = self._dokumen.get(capaian, ())
        return [pk for pk, dibuat in rows if dibuat is None or dibuat <= at]

    def butir(self) -> set[int]:
        """All Butir that have, or had, a task."""
        return {row["butir"] for row in self._tugas}

    def _langkah_terakhir(
        self, pk: int, at: datetime, day: date, terus: bool
    ) -> tuple[Status, Golongan, datetime | None, date | None]:
        status, since, until = Status.BELUM, None, None
        for moment, ke, sampai in reversed(self._langkah.get(pk, ())):
            if moment <= at:
                status, since, until = ke, moment, sampai
                break
        answered = self._keluar.get(pk)
        out = answered is not None and answered <= at
        kind = golongan(status, until, day, terus=terus, dikeluarkan=out)
        return status, kind, since, until

    def _document(self, pk: int, at: datetime, day: date, terus: bool) -> Dokumen:
        return Dokumen(pk, *self._langkah_terakhir(pk, at, day, terus))

    def _values(self, pk: int, at: datetime) -> tuple[int | None, int | None, datetime | None]:
        known = [row for row in self._nilai.get(pk, ()) if row[0] <= at]
        if not known:
            return None, None, None
        _, _, klaim, internal = known[-1]
        sent = next((row[0] for row in reversed(known) if row[1] == Aksi.KIRIM), None)
        return klaim, internal, sent if klaim is not None else None


def sekarang(
    rencana: Rencana, user: User, now: datetime, ajuan: Iterable[Ajuan] | None = None
) -> list[Tugas]:
    """Return the tasks of a plan as they are now, from the cached states (three queries).

    `ajuan`: its exceptions, where the caller has them.
    """
    rows = capaian_rencana(rencana, user).filter(gugur__isnull=True)
    ids = rows.order_by().values("pk")
    day = hari_di(rencana, now)
    tasks = _tugas(rows)
    keluar = _dikeluarkan(daftar_ajuan(rencana, user) if ajuan is None else ajuan)
    terus = {row["pk"]: row["butir__pola"] == Butir.Pola.TERUS for row in tasks}
    documents: dict[int, list[Dokumen]] = defaultdict(list)
    for pk, capaian, status, since, sampai in _dokumen(ids).values_list(
        "pk", "capaian", "status", "sejak", "berlaku_sampai"
    ):
        kind = golongan(Status(status), sampai, day, terus=terus[capaian], dikeluarkan=pk in keluar)
        documents[capaian].append(Dokumen(pk, Status(status), kind, since, sampai))
    return [
        _buat(
            row,
            tuple(documents.get(row["pk"], ())),
            row["nilai_klaim"],
            row["nilai_internal"],
            row["dikirim"] if row["nilai_klaim"] is not None else None,
        )
        for row in tasks
    ]


def _tugas(rows: CapaianQuerySet) -> Sequence[Mapping[str, Any]]:
    return list(
        rows.order_by("butir__urut", "mulai", "pk").values(
            "pk",
            "butir",
            "butir__kode",
            "butir__urut",
            "butir__pola",
            "butir__dinilai",
            "unit",
            "pemegang",
            "unit__nama",
            "unit__nama_pendek",
            "pemegang__nama",
            "pemegang__nama_pendek",
            "mulai",
            "selesai",
            "batas",
            "dibuat",
            "gugur",
            "nilai_klaim",
            "nilai_internal",
            "dikirim",
        )
    )


def _dokumen(ids: Any) -> Any:
    return Pemenuhan.objects.filter(capaian__in=ids).order_by("capaian", "dokumen__urut")


def _dikeluarkan(ajuan: Iterable[Ajuan]) -> dict[int, datetime]:
    """Documents that KPK took out of the count, with the moment that was recorded."""
    return {pk: a.diterima_kpk for a in ajuan if a.diterima_kpk is not None for pk in a.dokumen}


def _buat(
    row: Mapping[str, Any],
    documents: tuple[Dokumen, ...],
    klaim: int | None,
    internal: int | None,
    sent: datetime | None,
) -> Tugas:
    unit = row["unit__nama_pendek"] or row["unit__nama"]
    return Tugas(
        pk=row["pk"],
        butir_id=row["butir"],
        kode=row["butir__kode"],
        urut=row["butir__urut"],
        unit_id=row["unit"],
        unit=unit,
        pemegang_id=row["pemegang"] or row["unit"],
        pemegang=row["pemegang__nama_pendek"] or row["pemegang__nama"] or unit,
        dinilai=row["butir__dinilai"],
        mulai=row["mulai"],
        selesai=row["selesai"],
        batas=row["batas"],
        klaim=klaim,
        internal=internal,
        dikirim=sent,
        dokumen=documents,
        hitungan=Hitungan.dari(d.golongan for d in documents),
    )
