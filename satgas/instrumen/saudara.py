"""Finding a row among its siblings by code or name, however many there are. Pure."""

from typing import Generic, Protocol, TypeVar


class Bernama(Protocol):
    """A row of an instrument: area, indikator or sub indikator."""

    @property
    def kode(self) -> str:
        """Its code, "" while unknown."""

    @property
    def nama(self) -> str:
        """Its name, "" while unknown."""


N = TypeVar("N", bound=Bernama)


class Saudara(Generic[N]):
    """The rows below one parent in their order; letter case says nothing."""

    def __init__(self) -> None:
        self._jumlah = 0
        self._kode: dict[str, tuple[int, N]] = {}
        self._nama: dict[str, tuple[int, N]] = {}
        self._tanpa_kode: dict[str, tuple[int, N]] = {}

    def tambah(self, satu: N) -> None:
        """Add a row after the others; of two with one name the first is found."""
        here = (self._jumlah, satu)
        self._jumlah += 1
        nama = satu.nama.casefold()
        if satu.kode:
            self._kode.setdefault(satu.kode.casefold(), here)
        elif nama:
            self._tanpa_kode.setdefault(nama, here)
        if nama:
            self._nama.setdefault(nama, here)

    def berkode(self, kode: str) -> N | None:
        """Return the row of a code."""
        found = self._kode.get(kode.casefold())
        return found[1] if found else None

    def bernama(self, nama: str) -> N | None:
        """Return the first row of a name, whatever its code."""
        found = self._nama.get(nama.casefold())
        return found[1] if found else None

    def cari(self, kode: str, nama: str) -> N | None:
        """Return the row meant: a code decides where both have one, otherwise the name."""
        if not kode:
            return self.bernama(nama)
        found = (self._kode.get(kode.casefold()), self._tanpa_kode.get(nama.casefold()))
        known = [satu for satu in found if satu is not None]
        return min(known, key=lambda satu: satu[0])[1] if known else None
