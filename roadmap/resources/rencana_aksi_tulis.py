"""Writing rows of the Lampiran in bulk: what a new row owns, and versions of targets."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from evidence.models import Butir, ButirPendukung
from roadmap.models import BarisAksi, Kegiatan, Program
from roadmap.official.loader import BUKTI_BARIS
from roadmap.resources.cetakan import rapi
from roadmap.resources.tahunan_tulis import TUGAS, PenulisTahunan
from sheets.resource import Perubahan
from sheets.values import lipat
from sheets.writes import Tulisan

if TYPE_CHECKING:
    from roadmap.resources.rencana_aksi import AksiResource

_TEKS = ("sub_kegiatan", "indikator", "penanggung_jawab")


class PenulisAksi(PenulisTahunan["AksiResource"]):
    """Plans the writes of one import; made when the first piece is written."""

    bukti = BUKTI_BARIS

    def __init__(self, resource: "AksiResource") -> None:
        """`resource` is prepared and its plan locked (three queries)."""
        super().__init__(resource)
        document = self._rencana.roadmap
        self._document = document
        self._program = max((p.urut for p in resource.programs.values()), default=0)
        self._kegiatan: dict[int, int] = {}
        for kegiatan in resource.kegiatan_ada.values():
            last = self._kegiatan.get(kegiatan.program_id, 0)
            self._kegiatan[kegiatan.program_id] = max(last, kegiatan.urut)
        rows = BarisAksi.objects.filter(kegiatan__program__roadmap=document)
        self._urut = rows.aggregate(n=Max("urut"))["n"] or 0
        self._baris_baru: dict[str, int] = {}

    # --- new rows -----------------------------------------------------------------------------
    def buat(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        """Plan new rows with their programs and kegiatan."""
        places = [self._tempat(row, tulisan) for row in rows]
        tulisan.simpan()
        asked = [
            (row, self._butir(row, kegiatan, tulisan))
            for row, (kegiatan, _) in zip(rows, places, strict=True)
            if row.nilai["tipe"] != BarisAksi.Tipe.JUDUL
        ]
        tulisan.simpan()
        butir = {row.no: one for row, one in asked}
        made = []
        for row, (kegiatan, first) in zip(rows, places, strict=True):
            baris = self._baris(row, kegiatan, first, butir.get(row.no))
            made.append((row, tulisan.buat(row.no, baris)))
        for row, one in asked:
            self.buat_milik(row, one, tulisan)
        tulisan.simpan()
        self._baris_baru |= {lipat(baris.kode): baris.pk for _, baris in made}
        for row, baris in made:
            if row.nilai["anggaran_bersama"] is not None:
                tulisan.ubah(
                    row.no, baris, anggaran_pada_id=self._pemilik(row.nilai["anggaran_bersama"])
                )

    def _tempat(self, row: Perubahan, tulisan: Tulisan) -> tuple[Kegiatan, bool]:
        """Return the kegiatan of a new row, made where it is new, and whether it was made now."""
        huruf, no = str(row.nilai["program_huruf"]), str(row.nilai["kegiatan_no"])
        place = (lipat(huruf), lipat(no))
        found = self._r.kegiatan_ada.get(place)
        if found is not None:
            return found, False
        program = self._r.programs.get(place[0])
        if program is None:
            self._program += 1
            nama = str(row.nilai["program"] or "")
            judul = nama if nama.startswith(f"{huruf}.") else f"{huruf}. {nama}".strip()
            program = Program(
                roadmap=self._document,
                huruf=huruf,
                nama=nama,
                judul_tercetak=judul,
                urut=self._program,
            )
            tulisan.buat(row.no, program)
            tulisan.simpan()
            self._r.programs[place[0]] = program
        urut = self._kegiatan[program.pk] = self._kegiatan.get(program.pk, 0) + 1
        made = Kegiatan(program=program, no=no, nama=str(row.nilai["kegiatan"]), urut=urut)
        self._r.kegiatan_ada[place] = tulisan.buat(row.no, made)
        return made, True

    def _butir(self, row: Perubahan, kegiatan: Kegiatan, tulisan: Tulisan) -> Butir:
        uraian = str(row.nilai["indikator"] or kegiatan.nama)
        jalur = f"{kegiatan.program.judul_tercetak} / {kegiatan.no}. {kegiatan.nama}"
        return self.buat_butir(row, uraian, jalur, tulisan)

    def _baris(
        self, row: Perubahan, kegiatan: Kegiatan, first: bool, butir: Butir | None
    ) -> BarisAksi:
        """Return a row with the cells as the Lampiran prints them: the first names its kegiatan."""
        self._urut += 1
        nilai = row.nilai
        indikator, sub = str(nilai["indikator"] or ""), str(nilai["sub_kegiatan"] or "")
        continued = nilai["tipe"] == BarisAksi.Tipe.LANJUTAN
        return BarisAksi(
            kegiatan=kegiatan,
            butir=butir,
            kode=str(nilai["kode_baris"]),
            urut=self._urut,
            tipe=str(nilai["tipe"]),
            no_tercetak=kegiatan.no if first else "",
            kegiatan_tercetak=kegiatan.nama if first else sub,
            sub_kegiatan=sub,
            indikator_tercetak="" if continued else indikator,
            indikator=indikator,
            penanggung_jawab=str(nilai["penanggung_jawab"] or ""),
        )

    def _pemilik(self, kode: object) -> int | None:
        """Return the id of the row that carries a shared budget."""
        if kode is None:
            return None
        key = lipat(str(kode))
        fresh = self._baris_baru.get(key)
        return fresh if fresh is not None else self._r.baris_ada[key][0]

    # --- changed rows -------------------------------------------------------------------------
    def ubah(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        """Plan changed texts, budgets that are shared, who reports, and years."""
        refs = [(row, *row.lama.ref) for row in rows if row.lama is not None]
        texts = [ref for ref in refs if ref[0].berubah(*_TEKS, "anggaran_bersama", *TUGAS)]
        baris: dict[int, BarisAksi] = {}
        butir: dict[int, Butir] = {}
        support: dict[int, list[ButirPendukung]] = {}
        if texts:
            baris = BarisAksi.objects.select_related("kegiatan").in_bulk([pk for _, pk, _ in texts])
            butir = Butir.objects.in_bulk([own for _, _, own in texts if own is not None])
            support = self.dukungan(butir)
        for row, pk, own in texts:
            self._teks(row, baris[pk], butir.get(own), tulisan)
            if own in butir:
                self.tugaskan(row, butir[own], support.get(own, ()), tulisan)
        self.ubah_tahunan([(row, own) for row, _, own in refs if own is not None], tulisan)

    def _teks(
        self, row: Perubahan, baris: BarisAksi, butir: Butir | None, tulisan: Tulisan
    ) -> None:
        """Plan changed texts; printed cells and the Butir follow where they said the same."""
        changes: dict[str, Any] = {
            nama: str(row.nilai[nama] or "") for nama in _TEKS if row.berubah(nama)
        }
        for nama, cell in (
            ("sub_kegiatan", "kegiatan_tercetak"),
            ("indikator", "indikator_tercetak"),
        ):
            old = getattr(baris, nama)
            if nama in changes and old and rapi(getattr(baris, cell)) == rapi(old):
                changes[cell] = changes[nama]
        if butir is not None and "indikator" in changes:
            before = baris.indikator or baris.kegiatan.nama
            if rapi(butir.uraian) == rapi(before):
                uraian = changes["indikator"] or baris.kegiatan.nama
                tulisan.ubah(row.no, butir, uraian=uraian)
        if row.berubah("anggaran_bersama"):
            changes["anggaran_pada_id"] = self._pemilik(row.nilai["anggaran_bersama"])
        if changes:
            tulisan.ubah(row.no, baris, **changes)
