"""One kind of table: its columns, its natural key, what is there, and what writing it takes.

An app says these things in a SheetResource, a resource of django-import-export, beside the plan
it belongs to. `imports` runs them: it compares a file with `ada` in memory, and writes what
differs by `tulis` in bulk. Nothing here knows a file, a batch or a screen.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from import_export.resources import Resource

from sheets.columns import Kolom, Nilai
from sheets.references import Rujukan
from sheets.values import lipat

if TYPE_CHECKING:
    from accounts.models import Instansi, User
    from accounts.permissions import Permission
    from sheets.layout import TataResmi
    from sheets.writes import Tulisan

Isi = dict[str, Nilai]
"""A row: column to value, all columns of the kind."""
Kunci = tuple[str, ...]


class Tingkat(StrEnum):
    """How grave a finding is."""

    GALAT = "galat"
    PERINGATAN = "peringatan"


@dataclass(frozen=True)
class Temuan:
    """What a kind has to say about a row: `kolom` '' for the row as a whole."""

    pesan: str
    saran: str = ""
    kolom: str = ""
    tingkat: Tingkat = Tingkat.GALAT


@dataclass(frozen=True, slots=True)
class Ada:
    """A row that is there; `ref` is whatever `tulis` needs to find it again (an id, ids)."""

    nilai: Isi
    ref: Any


@dataclass(frozen=True, slots=True)
class Perubahan:
    """A row to write: its number in the batch, its values, and the row it changes."""

    no: int
    nilai: Isi
    lama: Ada | None

    def berubah(self, *kolom: str) -> bool:
        """Whether any of these columns differs from what is there."""
        return self.lama is None or any(self.nilai[k] != self.lama.nilai[k] for k in kolom)


@dataclass(frozen=True)
class Tujuan:
    """What a file of a kind can be put into: a plan, an instrument."""

    id: int
    nama: str
    tulis: bool = True  # an archive is only compared and exported


@dataclass(frozen=True)
class Konteks:
    """Whose rows, put there by whom, when; `tujuan` is the id of a Tujuan, None without one."""

    instansi: "Instansi"
    oleh: "User"
    at: datetime
    tujuan: int | None = None
    alasan: str = ""
    dasar: str = ""
    asal: str = ""  # what the rows come from, for reasons and sources: the file's name
    diterapkan: datetime | None = None  # when an import was applied that is undone now


class SheetResource(Resource):
    """Base of all kinds. Subclasses declare Kolom attributes and the parts that raise here."""

    kode: ClassVar[str]
    label: ClassVar[str]
    golongan: ClassVar[str]
    """Group under which the kind is listed: Instansi, Satgas, Road Map, Zona Integritas."""
    permission: ClassVar["Permission"]
    kunci: ClassVar[tuple[str, ...]]
    """Columns that name a row; texts are compared without regard to case and spacing."""
    petunjuk: ClassVar[tuple[str, ...]] = ()
    """Short lines for the instruction sheet."""
    versi: ClassVar[int] = 1
    bertujuan: ClassVar[bool] = False
    """Whether a file goes into a Tujuan, not just into the institution."""
    bersama_lagi: ClassVar[bool] = True
    """Whether `periksa_semua` may be asked again, when rows are applied: not where it tells what
    `lengkapi` found in the cells of the file."""
    tata_resmi: ClassVar["TataResmi | None"] = None
    """How the official document lays these rows out, for kinds that have such a layout."""
    do_not_call_in_templates: ClassVar[bool] = True
    """Templates show what a kind says; they never make one."""

    def __init__(self, konteks: Konteks) -> None:
        """Bind the kind to an institution; reads nothing yet."""
        super().__init__()
        self.konteks = konteks
        self.acuan: dict[str, Rujukan] = {}

    # --- what a kind says -------------------------------------------------------------------
    @classmethod
    def daftar_tujuan(cls, user: "User", instansi: "Instansi") -> list[Tujuan]:
        """Return what a person may put such rows into; [] for kinds without a Tujuan."""
        return []

    @classmethod
    def perlu_dasar(cls, tujuan: int | None, *, baru: int, berubah: int) -> bool:
        """Whether writing so many new and changed rows asks for a reason and a legal basis.

        `tujuan` is the id of a Tujuan as it is now; may query.
        """
        return False

    def siapkan(self) -> None:
        """Read what cells refer to into `acuan`; a constant number of queries."""

    def ada(self) -> Iterator[Ada]:
        """Yield the rows that are there in the order of the export; constant queries."""
        raise NotImplementedError

    def contoh(self) -> Isi:
        """Return the example row of the template."""
        raise NotImplementedError

    def lengkapi(self, isi: Isi, lama: Isi | None) -> None:
        """Fill what a file may leave out, in place; `lama` is the row that is there."""

    def periksa(self, isi: Isi, lama: Isi | None) -> Iterable[Temuan]:
        """Yield what is wrong or suspicious about a new or changed row. No queries."""
        return ()

    def periksa_semua(self, rows: Sequence[tuple[int, Isi]]) -> Iterable[tuple[int, Temuan]]:
        """Yield findings about rows together (sums, twins), each with the row's number."""
        return ()

    def periksa_akhir(self) -> Iterable[Temuan]:
        """Yield findings about the file as a whole, after its last row.

        For kinds that remember sums while `lengkapi` sees every row; unlike `periksa_semua` no
        row is kept for it.
        """
        return ()

    def periksa_urung(self, rows: Iterable[tuple[int, Isi]]) -> Iterable[tuple[int, Temuan]]:
        """Yield why who undoes may not, each with the row's number; rows as the import left them.

        Only rows that the import wrote; `siapkan` and `ada` were run. No queries.
        """
        return ()

    def sesudah_urung(self) -> None:
        """Set right what follows from the earlier rows, in the transaction of the undo.

        For columns that the portal derives from several rows. Raises Denied where the earlier rows
        no longer fit what came since.
        """

    def kunci_tulis(self) -> None:
        """Lock what will be written and check the right again.

        Runs inside the transaction. Raises Denied or evidence.workflow.NotAllowed.
        """
        raise NotImplementedError

    def tulis(self, rows: Sequence[Perubahan], tulisan: "Tulisan") -> None:
        """Plan the writes of some rows; called in pieces, in the order of the file."""
        raise NotImplementedError

    def sesudah(self, tulisan: "Tulisan") -> None:
        """Do what follows from all rows together, after the last piece, before the commit."""

    # --- what follows from it ---------------------------------------------------------------
    @classmethod
    def kolom(cls) -> dict[str, Kolom]:
        """Return the columns by name, in their order."""
        return dict(cls.fields)

    @classmethod
    def kolom_impor(cls) -> dict[str, Kolom]:
        """Return the columns that a file may change."""
        return {nama: kolom for nama, kolom in cls.fields.items() if not kolom.readonly}

    def kunci_dari(self, isi: Mapping[str, Nilai]) -> Kunci:
        """Return the natural key of a row, folded for comparison."""
        return tuple(lipat(self._teks(nama, isi[nama])) for nama in self.kunci)

    def sebut_kunci(self, isi: Mapping[str, Nilai]) -> str:
        """Return the natural key as a person reads it."""
        columns = self.kolom()
        parts = (columns[nama].sebut(isi.get(nama), self) for nama in self.kunci)
        return " / ".join(part for part in parts if part)

    def simpan(self, isi: Mapping[str, Nilai]) -> dict[str, Any]:
        """Return a row as JSON."""
        return {nama: self.kolom_nilai(nama, isi.get(nama)) for nama in self.kolom_impor()}

    def pulih(self, isi: Mapping[str, Any]) -> Isi:
        """Return the row that `simpan` wrote."""
        return {
            nama: None if isi.get(nama) is None else kolom.jenis.pulih(isi[nama])
            for nama, kolom in self.kolom_impor().items()
        }

    def kolom_nilai(self, nama: str, nilai: Nilai) -> Any:
        """Return one value as JSON."""
        return None if nilai is None else self.fields[nama].jenis.simpan(nilai)

    def sidik(self, isi: Mapping[str, Nilai]) -> str:
        """Return the SHA-256 of a row: equal exactly for rows that say the same."""
        text = json.dumps(self.simpan(isi), ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def sel(self, nama: str, nilai: Nilai) -> Any:
        """Return the cell of a value in a column."""
        return self.fields[nama].tampil(nilai, self)

    def _teks(self, nama: str, nilai: Nilai) -> str:
        return "" if nilai is None else str(self.fields[nama].jenis.simpan(nilai))

    # --- what django-import-export's own export asks -------------------------------------------
    def get_queryset(self) -> "_Baris":
        """Return the rows that are there, for `Resource.export`."""
        return _Baris(self)

    def iter_queryset(self, queryset: Iterable[Ada]) -> Iterator[Ada]:
        """Iterate rows: they are no queryset."""
        return iter(queryset)

    def export_field(self, field: Kolom, instance: Ada, **kwargs: Any) -> Any:
        """Return one cell."""
        nilai = field.tampil(instance.nilai[self.get_field_name(field)], self)
        return "" if nilai is None else nilai


class _Baris:
    """The rows of a kind, read when they are iterated."""

    def __init__(self, resource: SheetResource) -> None:
        self._resource = resource

    def __iter__(self) -> Iterator[Ada]:
        return self._resource.ada()
