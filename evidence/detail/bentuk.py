"""The shape of a task in full, as the task page and the desk read it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from evidence.models import BuktiTaut, Capaian, Keputusan, KriteriaNilai, Pemenuhan
from evidence.mutakhir import Kata, Mutakhir
from evidence.workflow import KECUALI, Status


@dataclass(frozen=True)
class Dokumen:
    """A required document on the page; `lama`: files of an approval that is being renewed."""

    no: int
    pemenuhan: Pemenuhan
    berkas: list[BuktiTaut]
    lama: list[BuktiTaut]
    kembali: Keputusan | None
    kata: list[Kata]
    diterima: bool
    bisa_unggah: bool
    bisa_lepas: bool
    bisa_ulang: bool
    bisa_buka: bool
    bisa_perbarui: bool
    perlu_perbarui: bool

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
    """Everything the task page and the desk show about one task; `catatan` are source notes."""

    capaian: Capaian
    jendela: str
    kata: list[Kata]
    segar: Mutakhir | None
    dokumen: list[Dokumen]
    kriteria: list[KriteriaNilai]
    catatan: list[Any]
    riwayat: list[Peristiwa]
    alur: list[LangkahAlur]
    tone: str
    berikut: Berikut
    lewat: str
    boleh_kirim: bool
    isian_terbuka: bool
    di_unit: bool

    @property
    def diterima(self) -> int:
        """How many documents are accepted (a valid approval counts while it is renewed)."""
        return sum(d.diterima for d in self.dokumen)

    @property
    def nilai_internal(self) -> int | None:
        """The verified value, once every document is accepted or excepted.

        A valid approval counts while its renewal is being prepared, an ended one does not.
        """
        whole = all(d.diterima or d.pemenuhan.status in KECUALI for d in self.dokumen)
        approved = any(d.diterima and d.pemenuhan.status != Status.NIHIL for d in self.dokumen)
        return self.capaian.nilai_internal if whole and approved else None

    @property
    def menunggu(self) -> list[Dokumen]:
        """Documents that wait for a decision."""
        return [d for d in self.dokumen if d.pemenuhan.status == Status.MENUNGGU]

    @property
    def ada_unggah(self) -> bool:
        """Whether any document takes files now."""
        return self.boleh_kirim and any(d.bisa_unggah for d in self.dokumen)

    @property
    def perbarui(self) -> list[Dokumen]:
        """Documents of a continuous task that the person may open for newer files."""
        return [d for d in self.dokumen if d.bisa_perbarui]

    @property
    def bisa_progres(self) -> bool:
        """Whether the person may say how far the task is."""
        return self.boleh_kirim and self.di_unit
