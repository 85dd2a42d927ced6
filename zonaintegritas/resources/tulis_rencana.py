"""Writing rows of the action plan: kegiatan, sub kegiatan, their Butir and notes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Max

from accounts.models import Unit
from evidence.jalur import jalur_muat
from evidence.models import Butir, Rencana
from sheets.resource import Isi, Perubahan
from sheets.values import teks
from sheets.writes import Tulisan
from zonaintegritas.models import KegiatanZI, KeteranganBaris, SubKegiatan, Tim
from zonaintegritas.resources.isi_rencana import KunciKegiatan, Letak, kunci_kegiatan
from zonaintegritas.resources.tulis_indikator import Sasaran, tulis_indikator

KunciBaris = tuple[str, str, int | None]


def letak(tim: Tim, huruf: str, kegiatan: str, *, bersub: bool) -> str:
    """Return where a Butir lies: its team, and its kegiatan when it is a sub kegiatan's."""
    full = f"{tim.no_lampiran_2} {tim.nama_lampiran_2}"
    if bersub:
        full = f"{full} / {huruf}. {kegiatan}"
    return jalur_muat(full)


class PenulisRencana:
    """Plans the writes of rows; what it made is known by key for what follows.

    `butir_baru` are the new Butir with the number of their row.
    """

    def __init__(self, rencana: Rencana, tim: Mapping[str, Tim]) -> None:
        """Take the plan and its teams by code; reads nothing yet."""
        self._rencana, self._tim = rencana, tim
        self._unit: dict[str, int] | None = None
        self._kegiatan: dict[KunciKegiatan, KegiatanZI] = {}
        self._butir: dict[int, Butir] = {}
        self._sub: dict[int, SubKegiatan] = {}
        self._sasaran: dict[KunciKegiatan, Sasaran] = {}
        self._kode: set[str] = set()
        self._urut_butir = 0
        self._urut_kegiatan: dict[int, int] = {}
        self.butir_baru: dict[KunciBaris, tuple[int, Butir]] = {}

    def tulis(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        """Plan what rows change, then what is new: Butir, then kegiatan, then sub kegiatan."""
        self._baca(rows)
        for row in rows:
            if row.lama is not None:
                self._ubah(row, tulisan)
        new = [row for row in rows if row.lama is None]
        made = [(row, self._buat_butir(row, tulisan)) for row in new]
        for row, butir in made:
            self._buat_kegiatan(row, butir, tulisan)
        for row, butir in made:
            self._buat_sub(row, butir, tulisan)
        for row in rows:
            if row.berubah("ket"):
                self._keterangan(row, tulisan)

    def indikator(self, tulisan: Tulisan) -> None:
        """Plan the indikator of all rows whose lines changed, with their documents."""
        tulis_indikator(
            [(self._kegiatan[key], sasaran) for key, sasaran in self._sasaran.items()], tulisan
        )

    def _baca(self, rows: Sequence[Perubahan]) -> None:
        """Read what rows touch: all units and codes once, rows that are there by id."""
        if self._unit is None:
            units = Unit.objects.filter(instansi=self._rencana.instansi_id)
            self._unit = dict(units.values_list("kode", "pk"))
            known = Butir.objects.filter(rencana=self._rencana)
            self._kode = set(known.values_list("kode", flat=True))
            self._urut_butir = known.aggregate(n=Max("urut"))["n"] or 0
            kegiatan = KegiatanZI.objects.filter(tim__keputusan__rencana=self._rencana)
            for one in kegiatan.select_related("tim"):
                key = kunci_kegiatan(one.tim.kode, one.huruf)
                self._kegiatan[key] = one
                last = self._urut_kegiatan.get(one.tim_id, 0)
                self._urut_kegiatan[one.tim_id] = max(last, one.urut)
        refs: list[Letak] = [row.lama.ref for row in rows if row.lama is not None]
        own = {ref.butir for ref in refs} - self._butir.keys()
        self._butir |= Butir.objects.in_bulk(own)
        subs = {ref.sub for ref in refs if ref.sub is not None} - self._sub.keys()
        self._sub |= SubKegiatan.objects.in_bulk(subs)
        renamed = {
            row.lama.ref.kegiatan
            for row in rows
            if row.lama is not None and row.berubah("kegiatan")
        }
        if renamed:  # their other rows name the kegiatan too
            others = Butir.objects.filter(sub_kegiatan_zi__kegiatan__in=renamed)
            self._butir |= others.exclude(pk__in=self._butir).in_bulk()

    def _kunci(self, isi: Isi) -> KunciKegiatan:
        return kunci_kegiatan(isi["tim"], isi["huruf"])

    def _ubah(self, row: Perubahan, tulisan: Tulisan) -> None:
        assert row.lama is not None
        isi, was, ref = row.nilai, row.lama.nilai, row.lama.ref
        kegiatan, butir = self._kegiatan[self._kunci(isi)], self._butir[ref.butir]
        if row.berubah("kegiatan"):
            self._ganti_kegiatan(row.no, kegiatan, str(isi["kegiatan"]), tulisan)
        if ref.sub is not None:
            sub = self._sub[ref.sub]
            if row.berubah("sub"):
                if teks(butir.uraian) == was["sub"]:
                    tulisan.ubah(row.no, butir, uraian=str(isi["sub"]))
                tulisan.ubah(row.no, sub, teks=str(isi["sub"]))
            if row.berubah("no"):
                tulisan.ubah(row.no, sub, no=str(isi["no"] or ""))
        if row.berubah("unit"):
            tulisan.ubah(row.no, butir, unit_id=self._unit_id(isi))
        if row.berubah("indikator"):
            self._catat(row)

    def _ganti_kegiatan(self, no: int, kegiatan: KegiatanZI, baru: str, tulisan: Tulisan) -> None:
        """Reword a kegiatan, and what its Butir take from its words while they still do."""
        was, tim = kegiatan.teks, kegiatan.tim
        if teks(was) == baru:
            return  # an earlier row of it said so
        tulisan.ubah(no, kegiatan, teks=baru)
        if kegiatan.butir_id is not None:
            butir = self._butir[kegiatan.butir_id]
            if teks(butir.uraian) == teks(was):
                tulisan.ubah(no, butir, uraian=baru)
            return
        before = letak(tim, kegiatan.huruf, was, bersub=True)
        after = letak(tim, kegiatan.huruf, baru, bersub=True)
        for butir in self._butir.values():
            if butir.jalur == before:
                tulisan.ubah(no, butir, jalur=after)

    def _buat_butir(self, row: Perubahan, tulisan: Tulisan) -> Butir:
        isi = row.nilai
        tim, bersub = self._tim[str(isi["tim"])], isi["urut"] is not None
        huruf, kegiatan = str(isi["huruf"]), str(isi["kegiatan"])
        self._urut_butir += 1
        butir = tulisan.buat(
            row.no,
            Butir(
                instansi_id=self._rencana.instansi_id,
                rencana=self._rencana,
                kode=self._kode_baru(tim, isi),
                uraian=str(isi["sub"]) if bersub else kegiatan,
                jalur=letak(tim, huruf, kegiatan, bersub=bersub),
                urut=self._urut_butir,
                unit_id=self._unit_id(isi),
                pola=Butir.Pola.JADWAL,
                cara_nilai=Butir.CaraNilai.DOKUMEN,
            ),
        )
        urut = isi["urut"] if isinstance(isi["urut"], int) else None
        self.butir_baru[(*self._kunci(isi), urut)] = (row.no, butir)
        return butir

    def _kode_baru(self, tim: Tim, isi: Isi) -> str:
        """Return the code of a new Butir: number of the team, letter, number of the sub."""
        base = f"{tim.no_lampiran_2}.{isi['huruf']}"
        number = isi["no"] or isi["urut"]
        wanted = [base] if number is None else [f"{base}.{number}", f"{base}.{isi['urut']}"]
        kode = next((one for one in wanted if one not in self._kode), "")
        place = 2
        while not kode:
            other = f"{wanted[-1]}-{place}"
            kode, place = ("" if other in self._kode else other), place + 1
        self._kode.add(kode)
        return kode

    def _buat_kegiatan(self, row: Perubahan, butir: Butir, tulisan: Tulisan) -> None:
        isi, key = row.nilai, self._kunci(row.nilai)
        known = self._kegiatan.get(key)
        if known is not None:
            self._ganti_kegiatan(row.no, known, str(isi["kegiatan"]), tulisan)
            return
        tim = self._tim[str(isi["tim"])]
        self._urut_kegiatan[tim.pk] = self._urut_kegiatan.get(tim.pk, 0) + 1
        bersub = isi["urut"] is not None
        self._kegiatan[key] = tulisan.buat(
            row.no,
            KegiatanZI(
                tim=tim,
                huruf=str(isi["huruf"]),
                urut=self._urut_kegiatan[tim.pk],
                teks=str(isi["kegiatan"]),
                bersub=bersub,
                butir=None if bersub else butir,
            ),
        )

    def _buat_sub(self, row: Perubahan, butir: Butir, tulisan: Tulisan) -> None:
        isi = row.nilai
        if isinstance(isi["urut"], int):
            sub = SubKegiatan(
                butir=butir,
                kegiatan=self._kegiatan[self._kunci(isi)],
                urut=isi["urut"],
                no=str(isi["no"] or ""),
                teks=str(isi["sub"]),
            )
            self._catat(row, tulisan.buat(row.no, sub))
        else:
            self._catat(row)

    def _catat(self, row: Perubahan, baru: SubKegiatan | None = None) -> None:
        """Keep what indikator a row wants; `baru` is its sub kegiatan when that is new."""
        isi = row.nilai
        sasaran = self._sasaran.setdefault(self._kunci(isi), Sasaran())
        urut = isi["urut"] if isinstance(isi["urut"], int) else None
        lines = isi["indikator"] if isinstance(isi["indikator"], tuple) else ()
        was = row.lama.nilai["indikator"] if row.lama is not None else None
        sasaran.baris[urut] = (row.no, lines, was)
        if baru is not None:
            sasaran.sub_baru[baru.urut] = baru

    def _keterangan(self, row: Perubahan, tulisan: Tulisan) -> None:
        """Reword, add or take out the note of a row; a new one stands below the others."""
        isi = row.nilai
        kegiatan = self._kegiatan[self._kunci(isi)]
        sub = row.lama.ref.sub if row.lama is not None else None
        there: Iterable[KeteranganBaris] = (
            kegiatan.keterangan_set.all() if kegiatan.pk is not None else ()
        )
        notes = list(there)
        note = next((one for one in notes if row.lama and one.sub_id == sub), None)
        if note is not None:
            if isi["ket"] is None:
                tulisan.hapus(row.no, note)
            else:
                tulisan.ubah(row.no, note, teks=str(isi["ket"]))
        elif isi["ket"] is not None:
            place = max((one.baris_sumber for one in notes), default=kegiatan.baris_sumber or 0)
            urut = isi["urut"] if isinstance(isi["urut"], int) else 0
            new: dict[str, Any] = {"kegiatan": kegiatan, "teks": str(isi["ket"])}
            if urut:
                new["sub"] = self._sub_dari(row, urut)
            tulisan.buat(row.no, KeteranganBaris(baris_sumber=place + 1 + urut, **new))

    def _sub_dari(self, row: Perubahan, urut: int) -> SubKegiatan:
        if row.lama is not None:
            return self._sub[row.lama.ref.sub]
        return self._sasaran[self._kunci(row.nilai)].sub_baru[urut]

    def _unit_id(self, isi: Isi) -> int:
        assert self._unit is not None
        return self._unit[str(isi["unit"])]
