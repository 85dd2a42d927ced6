"""What a long report consists of, and what is known of it as a whole."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Bagian:
    """One part: a complete HTML document with lang="id", cut at a natural section.

    A part of at most 250 table rows takes about 150 MB while it is drawn. `judul` names the part
    in messages, and is its bookmark when it has no heading of its own and the part before has
    another title; `baris` says how many rows it has, for the log when it was too large.
    """

    html: str
    judul: str
    baris: int = 0


@dataclass(frozen=True)
class Dokumen:
    """What stands over all parts: metadata, and what is stamped on every page.

    `kepala` is the running head and `kaki` the left foot; "Halaman x dari y" is the right foot.
    An empty head or foot leaves the parts' own margin in place. `waktu` (aware) is the only date
    in the metadata; without it there is none, so that bytes depend on the content alone.
    """

    judul: str
    subjek: str = ""
    penyusun: str = "Pantas"
    kepala: str = ""
    kaki: str = ""
    waktu: datetime | None = None
    tanpa_kepala_di_sampul: bool = True

    def __post_init__(self) -> None:
        """Refuse a time that would read differently from zone to zone."""
        if self.waktu is not None and self.waktu.tzinfo is None:
            raise ValueError("the time of a document must be aware of its zone")
