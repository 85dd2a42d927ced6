"""Mean scores of tasks, claimed and verified and KPK's, by the score engine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from evidence.keadaan import Tugas
from ukuran.cara_hitung import Keadaan
from ukuran.skor import Daun, Hasil, Simpul, Skor, hitung


@dataclass(frozen=True, slots=True)
class Nilai:
    """A computed score with its coverage; a figure without any value is None, 0 is a value."""

    hasil: Hasil

    @property
    def jumlah(self) -> int:
        """Leaves in the denominator."""
        return self.hasil.mandiri.cakupan.penyebut

    @property
    def mandiri(self) -> Decimal | None:
        """The claimed score; None where nobody has sent a value."""
        return _bernilai(self.hasil.mandiri)

    @property
    def internal(self) -> Decimal | None:
        """The verified score; None where nothing is verified."""
        return _bernilai(self.hasil.inspektorat)

    @property
    def kpk(self) -> Decimal | None:
        """KPK's score; None where KPK has given no value."""
        return _bernilai(self.hasil.kpk)

    @property
    def terisi_mandiri(self) -> int:
        """Leaves with a claimed value."""
        return self.hasil.mandiri.cakupan.bernilai

    @property
    def terisi_internal(self) -> int:
        """Leaves with a verified value."""
        return self.hasil.inspektorat.cakupan.bernilai

    @property
    def terisi_kpk(self) -> int:
        """Leaves with a value of KPK."""
        return self.hasil.kpk.cakupan.bernilai


def _bernilai(skor: Skor) -> Decimal | None:
    return skor.nilai if skor.cakupan.bernilai else None


def daun(tugas: Tugas, kode: str, kpk: Decimal | None) -> Daun:
    """Return the leaf of one task in one window; the claim counts as sent, not as drafted.

    A value of KPK counts, whatever the portal had decided: it graded the thing after all.
    """
    return Daun(
        kode=kode,
        nama=kode,
        mandiri=tugas.klaim,
        inspektorat=tugas.nilai,
        kpk=kpk,
        keadaan=tugas.keadaan if kpk is None else Keadaan.DINILAI,
    )


def butir(tugas: Iterable[Tugas], kpk: Mapping[int, Decimal]) -> dict[int, Simpul | Daun]:
    """Return one node for each scored Butir; several windows of one count equally."""
    scored = sorted((t for t in tugas if t.dinilai), key=lambda t: (t.urut, t.butir_id, t.mulai))
    found: dict[int, Simpul | Daun] = {}
    for pk, group in groupby(scored, key=lambda t: t.butir_id):
        rows = list(group)
        value = kpk.get(pk)
        if len(rows) == 1:
            found[pk] = daun(rows[0], rows[0].kode, value)
        else:
            leaves = tuple(
                daun(row, f"{row.kode} ({n})", value) for n, row in enumerate(rows, start=1)
            )
            found[pk] = Simpul(rows[0].kode, rows[0].kode, leaves)
    return found


def rata_kelompok(
    groups: Iterable[tuple[str, Iterable[Tugas]]], kpk: Mapping[int, Decimal]
) -> tuple[Nilai, list[Nilai]]:
    """Return the plain mean over all tasks, and that of each group of them, in order.

    One tree for both: groups weigh as many leaves as they have in the denominator, so that the
    mean of the whole is the plain mean over tasks. Groups must not overlap.
    """
    nodes = []
    for nama, rows in groups:
        leaves = tuple(butir(rows, kpk).values())
        counted = sum(_dihitung(leaf) for leaf in leaves)
        nodes.append(Simpul(nama, nama, leaves, bobot=counted))
    whole = hitung(Simpul("", "Nilai", tuple(nodes)))
    return Nilai(whole), [Nilai(found) for found in whole.anak]


def _dihitung(node: Simpul | Daun) -> bool:
    """Whether a node stands in the denominator."""
    if isinstance(node, Daun):
        return node.keadaan.dalam_penyebut
    return any(_dihitung(child) for child in node.anak)


def rata(tugas: Iterable[Tugas], kpk: Mapping[int, Decimal], nama: str = "Nilai") -> Nilai:
    """Return the plain mean over tasks: equal weights, labelled so by the engine."""
    return Nilai(hitung(Simpul("", nama, tuple(butir(tugas, kpk).values()))))
