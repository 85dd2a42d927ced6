"""One task in full: its documents with their files, its history, and what to do next."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Prefetch

from accounts.models import User
from accounts.permissions import Permission
from evidence.actions.isian import EDITABLE
from evidence.lists.marks import sambung
from evidence.models import BuktiTaut, Capaian, Keputusan, Pemenuhan
from evidence.models.capaian import CapaianQuerySet
from evidence.workflow import DI_UNIT, KECUALI, SIFAT, Aksi, Alasan, Status, editable, find
from ukuran.format import sisa_hari, tanggal


@dataclass(frozen=True)
class Dokumen:
    """A required document on the page."""

    no: int
    pemenuhan: Pemenuhan
    berkas: list[BuktiTaut]
    kembali: Keputusan | None
    bisa_unggah: bool
    bisa_lepas: bool
    bisa_ulang: bool
    bisa_buka: bool

    @property
    def masukan(self) -> str:
        """Name of the file input of this document."""
        return f"berkas_{self.pemenuhan.pk}"


@dataclass(frozen=True)
class Peristiwa:
    """One line of the history."""

    tone: str
    ikon: str
    judul: str
    isi: str
    catatan: str
    oleh: str
    saat: datetime


@dataclass(frozen=True)
class LangkahAlur:
    """One step of the flow."""

    label: str
    ikon: str
    keadaan: str


@dataclass(frozen=True)
class Catatan:
    """The reason and note of a return, with who and when."""

    dokumen: str
    alasan: str
    catatan: str
    oleh: str
    saat: datetime


@dataclass(frozen=True)
class Berikut:
    """The box that says what to do now."""

    tone: str
    judul: str
    isi: str
    catatan: list[Catatan]
    sub: str


@dataclass(frozen=True)
class Rincian:
    """Everything the task page and the desk show about one task."""

    capaian: Capaian
    dokumen: list[Dokumen]
    riwayat: list[Peristiwa]
    alur: list[LangkahAlur]
    tone: str
    berikut: Berikut
    lewat: str
    boleh_kirim: bool
    isian_terbuka: bool

    @property
    def diterima(self) -> int:
        """How many documents are approved."""
        return sum(d.pemenuhan.status == Status.DISETUJUI for d in self.dokumen)

    @property
    def menunggu(self) -> list[Dokumen]:
        """Documents that wait for a decision."""
        return [d for d in self.dokumen if d.pemenuhan.status == Status.MENUNGGU]

    @property
    def ada_unggah(self) -> bool:
        """Whether any document takes files now."""
        return self.boleh_kirim and any(d.bisa_unggah for d in self.dokumen)


def dengan_rincian(rows: CapaianQuerySet) -> CapaianQuerySet:
    """Load with each task all that `rincian` needs, in a fixed number of queries."""
    files = (
        BuktiTaut.objects.active()
        .select_related("versi__bukti__unit", "versi__oleh", "oleh")
        .order_by("id")
    )
    documents = (
        Pemenuhan.objects.select_related("dokumen")
        .order_by("dokumen__urut")
        .prefetch_related(Prefetch("taut_set", queryset=files, to_attr="berkas"))
    )
    decisions = Keputusan.objects.select_related("oleh", "pemenuhan__dokumen").order_by(
        "-at", "-id"
    )
    return rows.select_related(
        "butir__rencana__instansi",
        "butir__rencana__surat_keputusan",
        "butir__rincian_tugas__anggota",
        "unit",
        "instansi",
        "diubah_oleh",
        "dikirim_oleh",
    ).prefetch_related(
        "butir__catatan_sumber",
        Prefetch("pemenuhan_set", queryset=documents),
        Prefetch("keputusan_set", queryset=decisions),
    )


def rincian(capaian: Capaian, user: User, hari_ini: date) -> Rincian:
    """Put together one task loaded by `dengan_rincian`, as this person may see and change it."""
    terbuka = capaian.butir.rencana.berjalan and capaian.gugur is None
    boleh_kirim = terbuka and _boleh_kirim(capaian, user)
    decisions = list(capaian.keputusan_set.all())
    dokumen = [_dokumen(p, decisions, boleh_kirim, terbuka) for p in capaian.pemenuhan_set.all()]
    status = Status(capaian.status)
    di_unit = any(p.status in DI_UNIT for p in capaian.pemenuhan_set.all())
    terlambat = terbuka and di_unit and capaian.batas < hari_ini
    return Rincian(
        capaian=capaian,
        dokumen=dokumen,
        riwayat=_riwayat(decisions),
        alur=_alur(status),
        tone=SIFAT[status].tone,
        berikut=_berikut(capaian, dokumen, terbuka, boleh_kirim, hari_ini),
        lewat=sisa_hari(capaian.batas, hari_ini) if terlambat else "",
        boleh_kirim=boleh_kirim,
        isian_terbuka=boleh_kirim and status in EDITABLE,
    )


def _boleh_kirim(capaian: Capaian, user: User) -> bool:
    if user.akses.may(Permission.EVIDENCE_SEND, capaian.unit):
        return True
    if not user.akses.has(Permission.EVIDENCE_SEND, capaian.instansi_id):
        return False
    reachable = Capaian.objects.visible_to(user, Permission.EVIDENCE_SEND)
    return reachable.filter(pk=capaian.pk).exists()


def _dokumen(
    pemenuhan: Pemenuhan, decisions: list[Keputusan], boleh_kirim: bool, terbuka: bool
) -> Dokumen:
    status = Status(pemenuhan.status)
    kembali = None
    if status is Status.PERBAIKAN:
        kembali = next(
            (
                k
                for k in decisions
                if k.pemenuhan_id == pemenuhan.pk and k.aksi == Aksi.MINTA_PERBAIKAN
            ),
            None,
        )
    files: list[BuktiTaut] = pemenuhan.berkas  # type: ignore[attr-defined]  # prefetched
    return Dokumen(
        no=pemenuhan.dokumen.urut,
        pemenuhan=pemenuhan,
        berkas=files,
        kembali=kembali,
        bisa_unggah=boleh_kirim and editable(status),
        bisa_lepas=boleh_kirim and find(status, Aksi.LEPASKAN) is not None,
        bisa_ulang=boleh_kirim and status is Status.PERBAIKAN and bool(files),
        bisa_buka=terbuka and find(status, Aksi.BUKA_KEMBALI) is not None,
    )


# --- history ------------------------------------------------------------------------------------

_JUDUL = {
    Aksi.LAMPIRKAN: "Draf",
    Aksi.KOSONGKAN: "Berkas dilepas",
    Aksi.KIRIM: "Dikirim ke Inspektorat",
    Aksi.TARIK: "Ditarik kembali",
    Aksi.SETUJUI: "Disetujui Inspektorat",
    Aksi.MINTA_PERBAIKAN: "Perlu perbaikan",
    Aksi.BUKA_KEMBALI: "Persetujuan dibuka kembali",
}


def _riwayat(decisions: list[Keputusan]) -> list[Peristiwa]:
    """One line per step, newest first: documents that moved together stand together."""
    lines = []
    for _, group in groupby(decisions, key=lambda k: (k.at, k.aksi, k.oleh_id)):
        rows = list(group)
        documents = [k for k in rows if k.pemenuhan is not None] or rows
        first = documents[0]
        sifat = SIFAT[Status(first.ke)]
        lines.append(
            Peristiwa(
                tone=sifat.tone,
                ikon=sifat.ikon,
                judul=_JUDUL.get(Aksi(first.aksi), Status(first.ke).label),
                isi=_isi(first, documents),
                catatan=first.catatan,
                oleh=_nama(first),
                saat=first.at,
            )
        )
    return lines


def _isi(first: Keputusan, documents: list[Keputusan]) -> str:
    numbers = sorted(k.pemenuhan.dokumen.urut for k in documents if k.pemenuhan is not None)
    parts = [f"dokumen {sambung(numbers)}"] if numbers else []
    if first.alasan:
        parts.append(f"alasan: {Alasan(first.alasan).label}")
    if first.nilai is not None:
        kata = "klaim" if first.aksi == Aksi.KIRIM else "nilai"
        parts.append(f"{kata} {first.nilai}")
    return ", ".join(parts)


def _nama(keputusan: Keputusan) -> str:
    nama = keputusan.oleh.nama
    return f"{nama}, {keputusan.jabatan}" if keputusan.jabatan else nama


# --- flow and next step --------------------------------------------------------------------------

_ALUR = (
    ("Draf", "s-draf"),
    ("Menunggu verifikasi", "s-diajukan"),
    ("Disetujui Inspektorat", "s-disetujui"),
    ("Sudah diunggah ke JAGA", "s-jaga"),
    ("Diterima KPK", "s-diterima"),
)
_TEMPAT = {Status.BELUM: -1, Status.DRAF: 0, Status.MENUNGGU: 1, Status.DISETUJUI: 2}


def _alur(status: Status) -> list[LangkahAlur]:
    if status in KECUALI:
        steps, current = [("Ajuan pengecualian", "s-diajukan"), _bentuk(status)], 1
    elif status is Status.PERBAIKAN:
        steps = [*_ALUR[:2], ("Perlu perbaikan", "s-dikembalikan"), *_ALUR[2:]]
        current = 2
    else:
        steps, current = list(_ALUR), _TEMPAT[status]
    return [
        LangkahAlur(label, ikon, "past" if n < current else "now" if n == current else "")
        for n, (label, ikon) in enumerate(steps)
    ]


def _bentuk(status: Status) -> tuple[str, str]:
    return str(status.label), SIFAT[status].ikon


def _catatan(dokumen: list[Dokumen]) -> list[Catatan]:
    """Reasons and notes of returned documents; one decision on several stands once."""
    notes: dict[tuple[datetime, int, str], tuple[list[int], Keputusan]] = {}
    for d in dokumen:
        if d.kembali is not None:
            key = (d.kembali.at, d.kembali.oleh_id, d.kembali.catatan)
            notes.setdefault(key, ([], d.kembali))[0].append(d.no)
    return [
        Catatan(
            dokumen=f"Dokumen {sambung(numbers)}",
            alasan=str(Alasan(k.alasan).label) if k.alasan else "",
            catatan=k.catatan,
            oleh=_nama(k),
            saat=k.at,
        )
        for numbers, k in notes.values()
    ]


def _berikut(
    capaian: Capaian, dokumen: list[Dokumen], terbuka: bool, boleh_kirim: bool, hari_ini: date
) -> Berikut:
    if not terbuka:
        return Berikut(
            "abu", "Capaian tidak dicatat di sini", "Rencana ini tidak sedang berjalan.", [], ""
        )
    by_status: dict[Status, list[int]] = {}
    for d in dokumen:
        by_status.setdefault(Status(d.pemenuhan.status), []).append(d.no)
    status = Status(capaian.status)
    batas = f"Batas {tanggal(capaian.batas)}, {sisa_hari(capaian.batas, hari_ini)}."
    if status is Status.DISETUJUI:
        return Berikut(
            "hijau",
            "Selesai: semua dokumen disetujui Inspektorat",
            "",
            [],
            "Tidak ada langkah lagi.",
        )
    if status in KECUALI:
        isi = "Putusan dan alasannya ada pada bagian pengecualian di halaman ini."
        return Berikut(SIFAT[status].tone, f"Diputus: {status.label}", isi, [], "")
    kurang = by_status.keys() & {Status.PERBAIKAN, Status.BELUM, Status.DRAF}
    if status is Status.MENUNGGU and not kurang:
        siapa = f" oleh {capaian.dikirim_oleh.nama}" if capaian.dikirim_oleh else ""
        isi = "Anda dapat menariknya kembali selama belum diputus." if boleh_kirim else ""
        saat = f"Dikirim {tanggal(capaian.dikirim)}{siapa}." if capaian.dikirim else ""
        return Berikut("biru", "Menunggu verifikasi Inspektorat", isi, [], saat)
    notes = _catatan(dokumen)
    late = capaian.batas < hari_ini
    tone = "jingga" if notes else "merah" if late else "nila"
    return Berikut(tone, _ajakan(by_status, boleh_kirim), "", notes, batas)


def _ajakan(by_status: dict[Status, list[int]], boleh_kirim: bool) -> str:
    """Return "Langkah berikut: perbaiki dokumen 2, unggah dokumen 3, lalu kirim"."""
    parts = []
    if Status.PERBAIKAN in by_status:
        parts.append(f"perbaiki dokumen {sambung(by_status[Status.PERBAIKAN])}")
    if Status.BELUM in by_status:
        parts.append(f"unggah dokumen {sambung(by_status[Status.BELUM])}")
    parts.append("lalu kirim ke Inspektorat" if parts else "kirim ke Inspektorat")
    prefix = "Langkah berikut" if boleh_kirim else "Giliran unit"
    return f"{prefix}: {', '.join(parts)}"
