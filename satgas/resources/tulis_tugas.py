"""Writing tasks of a decree in bulk: Butir, text, sub-items, members, units, documents."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from accounts.models import Unit
from evidence.models import Butir, ButirPendukung, DokumenWajib, Rencana
from satgas.models import Anggota, RincianTugas, SubTugas, SuratKeputusan
from satgas.pola import pola_tertulis
from sheets.columns import Nilai
from sheets.resource import Perubahan

if TYPE_CHECKING:
    from sheets.writes import Tulisan

Baris = tuple[Perubahan, Butir, RincianTugas]


class PenulisTugas:
    """Plans the writes of tasks; `baru` are the Butir that were made, with their row's number."""

    def __init__(self, rencana: Rencana, sk: SuratKeputusan) -> None:
        """Read members and units (two queries)."""
        self._rencana = rencana
        self._sk = sk
        self._anggota = {one.no: one for one in Anggota.objects.filter(sk=sk)}
        self._unit = dict(
            Unit.objects.filter(instansi=rencana.instansi_id).values_list("kode", "pk")
        )
        self.baru: list[tuple[Butir, int]] = []

    def tulis(self, rows: Sequence[Perubahan], tulisan: "Tulisan") -> None:
        """Plan new Butir first, then their tasks, then what hangs on either."""
        new = [row for row in rows if row.lama is None]
        made = [(row, tulisan.buat(row.no, self._butir(row))) for row in new]
        self.baru += [(butir, row.no) for row, butir in made]
        pairs: list[Baris] = [
            (row, butir, tulisan.buat(row.no, self._tugas(row, butir))) for row, butir in made
        ]
        pairs += self._lama([row for row in rows if row.lama is not None], tulisan)
        self._isi(pairs, tulisan)

    def _butir(self, row: Perubahan) -> Butir:
        isi: dict[str, Any] = dict(row.nilai)
        member = self._anggota[isi["anggota"]]
        return Butir(
            instansi_id=self._rencana.instansi_id,
            rencana=self._rencana,
            kode=isi["kode_tugas"],
            uraian=isi["uraian"],
            jalur=f"{member.no}. {member.jabatan}"[:300],
            urut=0,
            unit_id=self._unit[isi["unit"]],
            dinilai=bool(isi["dinilai"]),
            masa_mutakhir=isi["masa_mutakhir"],
            jatuh_tempo=isi["jatuh_tempo"],
            **_pola(isi["pola"], isi["uraian"]),
        )

    def _tugas(self, row: Perubahan, butir: Butir) -> RincianTugas:
        isi: dict[str, Any] = dict(row.nilai)
        bentuk = RincianTugas.Bentuk.HURUF if isi["huruf"] else RincianTugas.Bentuk.PARAGRAF
        return RincianTugas(
            butir=butir,
            anggota=self._anggota[isi["anggota"]],
            bentuk=bentuk,
            huruf=isi["huruf"] or "",
            urut=isi["urut"],
            teks=isi["uraian"],
        )

    def _lama(self, rows: Sequence[Perubahan], tulisan: "Tulisan") -> list[Baris]:
        tasks = {
            task.butir_id: task
            for task in RincianTugas.objects.select_related("butir").filter(
                butir__in=[row.lama.ref for row in rows if row.lama], anggota__sk=self._sk
            )
        }
        found: list[Baris] = []
        for row in rows:
            assert row.lama is not None
            task = tasks[row.lama.ref]
            isi: dict[str, Any] = dict(row.nilai)
            values: dict[str, Any] = {}
            if row.berubah("uraian"):
                tulisan.ubah(row.no, task, teks=isi["uraian"])
                values["uraian"] = isi["uraian"]
            if row.berubah("uraian", "pola"):
                values |= _pola(isi["pola"], isi["uraian"], task.butir)
            if row.berubah("unit"):
                values["unit_id"] = self._unit[isi["unit"]]
            for nama in ("dinilai", "masa_mutakhir", "jatuh_tempo"):
                if row.berubah(nama):
                    values[nama] = isi[nama]
            tulisan.ubah(row.no, task.butir, **values)
            found.append((row, task.butir, task))
        return found

    def _isi(self, pairs: Sequence[Baris], tulisan: "Tulisan") -> None:
        old = [(row, butir, task) for row, butir, task in pairs if row.lama is not None]
        butir_ids = [butir.pk for _, butir, _ in old]
        task_ids = [task.pk for _, _, task in old]
        subs = _per(SubTugas.objects.filter(tugas__in=task_ids).order_by("no"), "tugas_id")
        docs = _per(DokumenWajib.objects.filter(butir__in=butir_ids).order_by("urut"), "butir_id")
        support = _per(ButirPendukung.objects.filter(butir__in=butir_ids), "butir_id")
        through = RincianTugas.bersama.through
        shared = _per(through.objects.filter(rinciantugas__in=task_ids), "rinciantugas_id")
        for row, butir, task in pairs:
            if row.berubah("sub"):
                self._sub(row, task, subs.get(task.pk, []), tulisan)
            if row.berubah("dokumen", "asal_dokumen"):
                self._dokumen(row, butir, docs.get(butir.pk, []), tulisan)
            if row.berubah("pendukung"):
                wanted = {self._unit[kode] for kode in _baris(row.nilai["pendukung"])}
                wanted.discard(butir.unit_id)
                there = {one.unit_id: one for one in support.get(butir.pk, [])}
                for pk in sorted(wanted - set(there)):
                    tulisan.buat(row.no, ButirPendukung(butir=butir, unit_id=pk))
                for pk in set(there) - wanted:
                    tulisan.hapus(row.no, there[pk])
            if row.berubah("bersama"):
                members = {self._anggota[int(no)].pk for no in _baris(row.nilai["bersama"])}
                links = {one.anggota_id: one for one in shared.get(task.pk, [])}
                for pk in sorted(members - set(links)):
                    tulisan.buat(row.no, through(rinciantugas=task, anggota_id=pk))
                for pk in set(links) - members:
                    tulisan.hapus(row.no, links[pk])

    def _sub(
        self, row: Perubahan, task: RincianTugas, there: Sequence[Any], tulisan: "Tulisan"
    ) -> None:
        lines = _baris(row.nilai["sub"])
        last = max((one.no for one in there), default=0)
        for n, text in enumerate(lines):
            if n < len(there):
                if " ".join(there[n].teks.split()) != text:
                    tulisan.ubah(row.no, there[n], teks=text)
            else:
                no = last + n - len(there) + 1
                tulisan.buat(row.no, SubTugas(tugas=task, no=no, teks=text))
        for one in there[len(lines) :]:
            tulisan.hapus(row.no, one)

    def _dokumen(
        self, row: Perubahan, butir: Butir, there: Sequence[Any], tulisan: "Tulisan"
    ) -> None:
        """Write documents place by place; criteria go with their document's text."""
        names, origins = _baris(row.nilai["dokumen"]), _baris(row.nilai["asal_dokumen"])
        known = {" ".join(one.uraian.split()): (one.uraian, one.kriteria) for one in there}
        last = max((one.urut for one in there), default=0)
        for n, (name, asal) in enumerate(zip(names, origins, strict=True)):
            uraian, kriteria = known.get(name, (name, ""))
            if n < len(there):
                tulisan.ubah(row.no, there[n], uraian=uraian, kriteria=kriteria, asal=asal)
            else:
                urut = last + n - len(there) + 1
                made = DokumenWajib(
                    butir=butir, urut=urut, uraian=uraian, kriteria=kriteria, asal=asal
                )
                tulisan.buat(row.no, made)
        for one in there[len(names) :]:
            tulisan.hapus(row.no, one)

    def urutkan(self, tulisan: "Tulisan") -> None:
        """Number the Butir of the plan by member and place, now that new ones are there."""
        rows = list(Butir.objects.filter(rencana=self._rencana).order_by("urut", "pk"))
        places = {
            pk: (no, urut)
            for pk, no, urut in RincianTugas.objects.filter(anggota__sk=self._sk).values_list(
                "butir", "anggota__no", "urut"
            )
        }
        numbers = {butir.pk: no for butir, no in self.baru}
        first = next(iter(numbers.values()))
        order = sorted(rows, key=lambda b: places.get(b.pk, (9999, b.urut)))
        for urut, butir in enumerate(order, start=1):
            tulisan.ubah(numbers.get(butir.pk, first), butir, urut=urut)


def _baris(nilai: Nilai) -> tuple[str, ...]:
    return nilai if isinstance(nilai, tuple) else ()


def _per(rows: Any, kolom: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, kolom), []).append(row)
    return found


def _pola(pola: str, uraian: str, lama: Butir | None = None) -> dict[str, Any]:
    """Return the columns of a pola: carried by the words of the text, or the portal's own.

    A task that is there keeps its quote while pola and quoted words stay.
    """
    if lama is not None:
        stays = lama.kutipan_pola and lama.kutipan_pola.casefold() in uraian.casefold()
        if pola == lama.pola and (stays or not lama.kutipan_pola):
            return {}
        return {"pola": pola, "kutipan_pola": "", "sumber_pola": Butir.SumberPola.PORTAL}
    stated = pola_tertulis(uraian)
    if stated is not None and stated.pola == pola:
        return {
            "pola": pola,
            "kutipan_pola": stated.kutipan,
            "sumber_pola": Butir.SumberPola.TEKS,
        }
    return {"pola": pola}
