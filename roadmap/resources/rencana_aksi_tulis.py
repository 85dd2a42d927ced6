"""Writing rows of the Lampiran in bulk: what a new row owns, and versions of targets."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from accounts.models import Unit
from evidence.actions.kewajiban import buat_capaian
from evidence.keadaan import hari_di
from evidence.models import Butir, ButirPendukung, DokumenWajib
from roadmap.models import AturanUkur, BarisAksi, Kegiatan, Program, TargetTahun
from roadmap.nilai import kolom_anggaran, kolom_target
from roadmap.official.loader import BUKTI_BARIS
from roadmap.resources.cetakan import anggaran_teks, rapi, target_teks
from roadmap.resources.rencana import TAHUN, RoadmapResource, kolom_tahun
from sheets.resource import Perubahan
from sheets.values import lipat
from sheets.writes import Tulisan

if TYPE_CHECKING:
    from roadmap.resources.rencana_aksi import AksiResource

TARGET, ANGGARAN = kolom_tahun("target"), kolom_tahun("anggaran")
_JALUR = 300  # length of Butir.jalur
_TEKS = ("sub_kegiatan", "indikator", "penanggung_jawab")
_ANGGARAN = ("anggaran_mentah", "anggaran_jenis", "anggaran_ribu")
_TARGET = ("target_mentah", "target_jenis", "komponen", "predikat", "keterangan")


class PenulisAksi:
    """Plans the writes of one import; made when the first piece is written."""

    def __init__(self, resource: "AksiResource") -> None:
        """`resource` is prepared and its plan locked (four queries)."""
        self._r = resource
        self._rencana = resource.rencana
        self._units = {
            u.kode: u.pk for u in Unit.objects.filter(instansi=resource.konteks.instansi)
        }
        document = self._rencana.roadmap
        self._document = document
        self._program = max((p.urut for p in resource.programs.values()), default=0)
        self._kegiatan: dict[int, int] = {}
        for kegiatan in resource.kegiatan_ada.values():
            last = self._kegiatan.get(kegiatan.program_id, 0)
            self._kegiatan[kegiatan.program_id] = max(last, kegiatan.urut)
        rows = BarisAksi.objects.filter(kegiatan__program__roadmap=document)
        self._urut = rows.aggregate(n=Max("urut"))["n"] or 0
        butir = Butir.objects.filter(rencana=self._rencana)
        self._butir_urut = butir.aggregate(n=Max("urut"))["n"] or 0
        self._baru: list[Butir] = []
        self._baris_baru: dict[str, int] = {}

    def tulis(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        """Write a piece; parents get their ids before their children are planned."""
        new = [row for row in rows if row.lama is None]
        if new:
            self._buat(new, tulisan)
        changed = [row for row in rows if row.lama is not None]
        if changed:
            self._ubah(changed, tulisan)

    def tugas(self) -> None:
        """Make the tasks of the new Butir of a running plan, from today's window on."""
        if self._baru:
            now = self._r.konteks.at
            buat_capaian(self._rencana, self._baru, at=now, dari=hari_di(self._rencana, now))

    # --- new rows -----------------------------------------------------------------------------
    def _buat(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        places = [self._tempat(row, tulisan) for row in rows]
        tulisan.simpan()
        asked = [
            (row, tulisan.buat(row.no, self._butir(row, kegiatan)))
            for row, (kegiatan, _) in zip(rows, places, strict=True)
            if row.nilai["tipe"] != BarisAksi.Tipe.JUDUL
        ]
        tulisan.simpan()
        butir = {row.no: one for row, one in asked}
        if self._rencana.berjalan:
            self._baru += butir.values()
        made = []
        for row, (kegiatan, first) in zip(rows, places, strict=True):
            baris = self._baris(row, kegiatan, first, butir.get(row.no))
            made.append((row, tulisan.buat(row.no, baris)))
        for row, one in asked:
            self._milik(row, one, tulisan)
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

    def _butir(self, row: Perubahan, kegiatan: Kegiatan) -> Butir:
        self._butir_urut += 1
        jalur = f"{kegiatan.program.judul_tercetak} / {kegiatan.no}. {kegiatan.nama}"
        return Butir(
            instansi_id=self._rencana.instansi_id,
            rencana=self._rencana,
            kode=str(row.nilai["kode_baris"]),
            uraian=str(row.nilai["indikator"] or kegiatan.nama),
            jalur=jalur if len(jalur) <= _JALUR else f"{jalur[: _JALUR - 1]}…",
            urut=self._butir_urut,
            unit_id=self._units[str(row.nilai["unit"])],
            pola=str(row.nilai["pola"]),
            sumber_pola=Butir.SumberPola.PORTAL,
            cara_nilai=Butir.CaraNilai.KHUSUS,
        )

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

    def _milik(self, row: Perubahan, butir: Butir, tulisan: Tulisan) -> None:
        """Plan what hangs on a new Butir: supporters, document, rule, printed targets."""
        konteks = self._r.konteks
        self._dukung(row, butir, tulisan)
        tulisan.buat(
            row.no,
            DokumenWajib(butir=butir, urut=1, uraian=BUKTI_BARIS, asal=DokumenWajib.Asal.PORTAL),
        )
        tulisan.buat(row.no, AturanUkur(butir=butir, dibuat=konteks.at, oleh=konteks.oleh))
        for n, tahun in enumerate(self._r.tahun[:TAHUN]):
            columns = _kolom(row, n, ())
            tulisan.buat(
                row.no,
                TargetTahun(
                    butir=butir, tahun=tahun, dibuat=konteks.at, oleh=konteks.oleh, **columns
                ),
            )

    def _dukung(self, row: Perubahan, butir: Butir, tulisan: Tulisan) -> None:
        names = row.nilai["pendukung"]
        for kode in names if isinstance(names, tuple) else ():
            tulisan.buat(row.no, ButirPendukung(butir=butir, unit_id=self._units[kode]))

    def _pemilik(self, kode: object) -> int | None:
        """Return the id of the row that carries a shared budget."""
        if kode is None:
            return None
        key = lipat(str(kode))
        fresh = self._baris_baru.get(key)
        return fresh if fresh is not None else self._r.baris_ada[key][0]

    # --- changed rows -------------------------------------------------------------------------
    def _ubah(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        refs = [row.lama.ref for row in rows if row.lama is not None]
        baris: dict[int, BarisAksi] = {}
        texts = [
            row
            for row in rows
            if row.berubah(*_TEKS, "anggaran_bersama", "unit", "pola", "pendukung")
        ]
        butir: dict[int, Butir] = {}
        support: dict[int, list[ButirPendukung]] = {}
        if texts:
            ids = [row.lama.ref for row in texts if row.lama is not None]
            baris = BarisAksi.objects.select_related("kegiatan").in_bulk([pk for pk, _ in ids])
            butir = Butir.objects.in_bulk([pk for _, pk in ids if pk is not None])
            for one in ButirPendukung.objects.filter(butir__in=list(butir)):
                support.setdefault(one.butir_id, []).append(one)
        aims: dict[tuple[int, int], TargetTahun] = {}
        if any(row.berubah(*TARGET, *ANGGARAN) for row in rows):
            found = TargetTahun.objects.filter(butir__in=[pk for _, pk in refs if pk], kini=True)
            aims = {(t.butir_id, t.tahun): t for t in found.order_by()}
        for row in rows:
            assert row.lama is not None
            pk, butir_pk = row.lama.ref
            if pk in baris:
                self._teks(row, baris[pk], butir.get(butir_pk), tulisan)
                if butir_pk in butir:
                    self._tugaskan(row, butir[butir_pk], support.get(butir_pk, []), tulisan)
            if butir_pk is not None:
                for n, tahun in enumerate(self._r.tahun[:TAHUN]):
                    if row.berubah(TARGET[n], ANGGARAN[n]):
                        columns = _kolom(row, n, self._r.ukur_baris(row.nilai)[0])
                        versi_baru(
                            self._r,
                            row,
                            TargetTahun(butir_id=butir_pk, tahun=tahun, **columns),
                            aims.get((butir_pk, tahun)),
                            (
                                *(() if row.berubah(TARGET[n]) else _TARGET),
                                *(() if row.berubah(ANGGARAN[n]) else _ANGGARAN),
                            ),
                            tulisan,
                        )

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

    def _tugaskan(
        self, row: Perubahan, butir: Butir, support: Sequence[ButirPendukung], tulisan: Tulisan
    ) -> None:
        """Plan a changed unit, pola or supporters; `periksa` lets them pass before a plan runs."""
        if row.berubah("unit"):
            tulisan.ubah(row.no, butir, unit_id=self._units[str(row.nilai["unit"])])
        if row.berubah("pola"):
            tulisan.ubah(
                row.no,
                butir,
                pola=str(row.nilai["pola"]),
                sumber_pola=Butir.SumberPola.PORTAL,
                kutipan_pola="",
            )
        if row.berubah("pendukung"):
            for one in support:
                tulisan.hapus(row.no, one)
            self._dukung(row, butir, tulisan)


def versi_baru(
    resource: RoadmapResource,
    perubahan: Perubahan,
    baru: TargetTahun,
    lama: TargetTahun | None,
    tetap: Sequence[str],
    tulisan: Tulisan,
) -> None:
    """Plan the next version of one year, as roadmap.actions.target records it.

    `baru` has the columns that were read; those named by `tetap` stay as they are.
    """
    if lama is not None:
        tulisan.ubah(perubahan.no, lama, kini=False)
        for nama in tetap:
            setattr(baru, nama, getattr(lama, nama))
    konteks = resource.konteks
    baru.versi = (lama.versi if lama else 1) + 1
    baru.alasan, baru.dasar_hukum = konteks.alasan, konteks.dasar
    baru.dibuat, baru.oleh = konteks.at, konteks.oleh
    tulisan.buat(perubahan.no, baru)


def _kolom(row: Perubahan, n: int, grades: tuple[str, ...]) -> dict[str, Any]:
    """Return the columns of a version as its cells are read."""
    aim, money = row.nilai[TARGET[n]], row.nilai[ANGGARAN[n]]
    return {
        **kolom_target(target_teks(None if aim is None else str(aim), grades)),
        **kolom_anggaran(anggaran_teks(None if money is None else str(money))),
    }
