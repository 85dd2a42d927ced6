"""Writing the tree of an instrument in bulk, from the areas down."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from accounts.models import Unit
from satgas.actions.susunan import rapi_kriteria
from satgas.models import Area, DokumenSub, IndikatorMCP, Instrumen, KriteriaSub, SubIndikator
from satgas.resources.instrumen_kolom import baca_kriteria, pisah_kriteria
from sheets.resource import Perubahan
from sheets.values import lipat

if TYPE_CHECKING:
    from sheets.writes import Tulisan


class PenulisInstrumen:
    """Plans the writes of rows; knows the whole tree by its codes."""

    def __init__(self, instrumen: Instrumen) -> None:
        """Read the tree (four queries)."""
        self._instrumen = instrumen
        self._unit = dict(
            Unit.objects.filter(instansi=instrumen.instansi_id).values_list("kode", "pk")
        )
        self._area = {lipat(a.kode): a for a in Area.objects.filter(instrumen=instrumen)}
        self._indikator = {
            (lipat(i.area.kode), lipat(i.kode)): i
            for i in IndikatorMCP.objects.filter(area__instrumen=instrumen).select_related("area")
        }
        self._sub = {
            lipat(s.kode): s
            for s in SubIndikator.objects.filter(indikator__area__instrumen=instrumen)
        }
        self._urut: dict[Any, int] = {}
        for area in self._area.values():
            self._tandai(instrumen.pk, area.urut)
        for indikator in self._indikator.values():
            self._tandai(("area", lipat(indikator.area.kode)), indikator.urut)
        codes = {i.pk: key for key, i in self._indikator.items()}
        for sub in self._sub.values():
            self._tandai(codes[sub.indikator_id], sub.urut)

    def _tandai(self, induk: Any, urut: int) -> None:
        self._urut[induk] = max(self._urut.get(induk, 0), urut)

    def _berikut(self, induk: Any) -> int:
        self._urut[induk] = self._urut.get(induk, 0) + 1
        return self._urut[induk]

    def tulis(self, rows: Sequence[Perubahan], tulisan: "Tulisan") -> None:
        """Plan areas, then indikator, then sub indikator, then what hangs on those."""
        for row in rows:
            self._tulis_area(row, tulisan)
        for row in rows:
            if row.nilai["kode_indikator"] is not None:
                self._tulis_indikator(row, tulisan)
        with_sub = [row for row in rows if row.nilai["kode_sub"] is not None]
        subs = [(row, self._tulis_sub(row, tulisan)) for row in with_sub]
        old = [sub.pk for row, sub in subs if row.lama is not None]
        docs = _per(DokumenSub.objects.filter(sub__in=old).order_by("urut", "pk"))
        grades = _per(KriteriaSub.objects.filter(sub__in=old).order_by("urut", "pk"))
        for row, sub in subs:
            if row.berubah("dokumen", "kriteria"):
                _dokumen(row, sub, docs.get(sub.pk, []), tulisan)
            if row.berubah("kriteria_nilai"):
                _kriteria(row, sub, grades.get(sub.pk, []), tulisan)

    def _tulis_area(self, row: Perubahan, tulisan: "Tulisan") -> None:
        isi: dict[str, Any] = dict(row.nilai)
        key = lipat(isi["kode_area"])
        area = self._area.get(key)
        if area is None:
            self._area[key] = tulisan.buat(
                row.no,
                Area(
                    instrumen=self._instrumen,
                    kode=isi["kode_area"],
                    nama=isi["area"],
                    bobot=isi["bobot_area"],
                    urut=self._berikut(self._instrumen.pk),
                ),
            )
        elif area.pk is not None and row.berubah("area", "bobot_area"):
            tulisan.ubah(row.no, area, **_nama(area.nama, isi["area"]), bobot=isi["bobot_area"])

    def _tulis_indikator(self, row: Perubahan, tulisan: "Tulisan") -> None:
        isi: dict[str, Any] = dict(row.nilai)
        key = (lipat(isi["kode_area"]), lipat(isi["kode_indikator"]))
        indikator = self._indikator.get(key)
        if indikator is None:
            self._indikator[key] = tulisan.buat(
                row.no,
                IndikatorMCP(
                    area=self._area[key[0]],
                    kode=isi["kode_indikator"],
                    nama=isi["indikator"],
                    bobot=isi["bobot_indikator"],
                    urut=self._berikut(("area", key[0])),
                ),
            )
        elif indikator.pk is not None and row.berubah("indikator", "bobot_indikator"):
            names = _nama(indikator.nama, isi["indikator"])
            tulisan.ubah(row.no, indikator, **names, bobot=isi["bobot_indikator"])

    def _tulis_sub(self, row: Perubahan, tulisan: "Tulisan") -> SubIndikator:
        isi: dict[str, Any] = dict(row.nilai)
        key = (lipat(isi["kode_area"]), lipat(isi["kode_indikator"]))
        values = {
            "bobot": isi["bobot_sub"],
            "cara_nilai": isi["cara"],
            "unit_id": self._unit[isi["unit"]] if isi["unit"] else None,
        }
        sub = self._sub.get(lipat(isi["kode_sub"]))
        if sub is None:
            sub = tulisan.buat(
                row.no,
                SubIndikator(
                    indikator=self._indikator[key],
                    kode=isi["kode_sub"],
                    nama=isi["sub"],
                    urut=self._berikut(key),
                    **values,
                ),
            )
            self._sub[lipat(isi["kode_sub"])] = sub
        else:
            tulisan.ubah(row.no, sub, **_nama(sub.nama, isi["sub"]), **values)
        return sub


def _nama(lama: str, baru: str) -> dict[str, str]:
    """Return a name to write, nothing where it says the same."""
    return {} if " ".join(lama.split()) == baru else {"nama": baru}


def _dokumen(
    row: Perubahan, sub: SubIndikator, there: Sequence[DokumenSub], tulisan: "Tulisan"
) -> None:
    lines = row.nilai["dokumen"]
    names = lines if isinstance(lines, tuple) else ()
    criteria = baca_kriteria(row.nilai["kriteria"])
    last = max((one.urut for one in there), default=0)
    for n, name in enumerate(names):
        kriteria = criteria.get(n + 1, "")
        if n >= len(there):
            urut = last + n - len(there) + 1
            made = DokumenSub(sub=sub, urut=urut, uraian=name, kriteria=kriteria)
            tulisan.buat(row.no, made)
            continue
        one = there[n]
        if " ".join(one.uraian.split()) != name:
            tulisan.ubah(row.no, one, uraian=name)
        if rapi_kriteria(one.kriteria) != kriteria:
            tulisan.ubah(row.no, one, kriteria=kriteria)
    for one in there[len(names) :]:
        tulisan.hapus(row.no, one)


def _kriteria(
    row: Perubahan, sub: SubIndikator, there: Sequence[KriteriaSub], tulisan: "Tulisan"
) -> None:
    wanted = pisah_kriteria(row.nilai["kriteria_nilai"])
    old = {one.nilai: one for one in there}
    last = max((one.urut for one in there), default=0)
    for nilai, uraian in wanted.items():
        if nilai not in old:
            last += 1
            tulisan.buat(row.no, KriteriaSub(sub=sub, urut=last, nilai=nilai, uraian=uraian))
        elif " ".join(old[nilai].uraian.split()) != uraian:
            tulisan.ubah(row.no, old[nilai], uraian=uraian)
    for nilai, one in old.items():
        if nilai not in wanted:
            tulisan.hapus(row.no, one)


def _per(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.sub_id, []).append(row)
    return found
