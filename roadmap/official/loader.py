"""The Road Map's rows: each is made when it is missing by its natural key, and never changed."""

from collections import Counter
from collections.abc import Iterable, Iterator

from accounts.models import Unit
from evidence.models import Butir, Rencana
from roadmap.models import (
    BarisAksi,
    CatatanSumber,
    Indikator,
    IsiSenarai,
    Kegiatan,
    KelompokSasaran,
    Program,
    RoadMap,
    Sasaran,
    Senarai,
    TotalTercetak,
    UsulanBaca,
)
from roadmap.official.butir import ButirLoader, IsiButirRow
from roadmap.official.fixture import (
    BarisRow,
    IndikatorRow,
    KegiatanRow,
    KelompokRow,
    ProgramRow,
    RoadMapRow,
)
from roadmap.official.penanggung import aturan, penanggung_baris, penanggung_indikator, pola
from ukuran.target import baca_anggaran

BUKTI_INDIKATOR = "Bukti capaian indikator"
BUKTI_BARIS = "Bukti pelaksanaan kegiatan"


class RoadMapLoader:
    """Puts one Road Map into one plan; counts what it had to make in `made`."""

    def __init__(
        self,
        source: RoadMapRow,
        rencana: Rencana,
        units: dict[str, Unit],
        *,
        geser_tahun: int = 0,
    ) -> None:
        """`units` are those of the plan's institution, by kode.

        `geser_tahun` moves the years of every target, budget and TOTAL, for a copy in other years;
        texts stay as printed.
        """
        self._source = source
        self._rencana = rencana
        self._geser = geser_tahun
        self.made: Counter[str] = Counter()
        self._butir = ButirLoader(rencana, units, geser_tahun, self.made)

    def run(self) -> RoadMap:
        """Make what is missing, from the document down; return the document."""
        document, made = RoadMap.objects.get_or_create(
            rencana=self._rencana, defaults=self._source.kolom
        )
        self.made["road map"] += made
        self._total(document)
        self._senarai(document)
        butir = self._sasaran(document) | self._lampiran(document)
        self._catatan(document, butir)
        return document

    def _total(self, document: RoadMap) -> None:
        there = set(document.total_set.values_list("tahun", flat=True))
        missing = [
            TotalTercetak(
                roadmap=document,
                tahun=tahun + self._geser,
                mentah=mentah,
                ribu=baca_anggaran(mentah).ribu,
            )
            for tahun, mentah in self._source.total
            if tahun + self._geser not in there
        ]
        TotalTercetak.objects.bulk_create(missing)
        self.made["TOTAL tercetak"] += len(missing)

    def _senarai(self, document: RoadMap) -> None:
        there = {s.kunci: s for s in document.senarai_set.all()}
        known = set(
            IsiSenarai.objects.filter(senarai__roadmap=document).values_list("senarai_id", "urut")
        )
        new = Senarai.objects.bulk_create(
            Senarai(
                roadmap=document,
                kelompok=row.kelompok,
                kunci=row.kunci,
                urut=urut,
                bagian=row.bagian,
                judul=row.judul,
                pengantar=row.pengantar,
                sumber=row.sumber,
            )
            for urut, row in enumerate(self._source.senarai, start=1)
            if row.kunci not in there
        )
        self.made["senarai"] += len(new)
        there |= {senarai.kunci: senarai for senarai in new}
        isi = [
            IsiSenarai(
                senarai=there[row.kunci], urut=no, label=one.label, teks=one.teks, sumber=one.sumber
            )
            for row in self._source.senarai
            for no, one in enumerate(row.isi, start=1)
            if (there[row.kunci].pk, no) not in known
        ]
        IsiSenarai.objects.bulk_create(isi)
        self.made["isi senarai"] += len(isi)

    def _sasaran(self, document: RoadMap) -> dict[str, Butir]:
        """Make Bab III.B; return the Butir of every indikator by its kode in the source."""
        kelompok = self._kelompok(document)
        there = {
            (s.kelompok_id, s.urut): s
            for s in Sasaran.objects.filter(kelompok__in=kelompok.values())
        }
        known = {
            i.kode: i.butir
            for i in Indikator.objects.filter(sasaran__kelompok__roadmap=document).select_related(
                "butir"
            )
        }
        rows: dict[str, IsiButirRow] = {}
        new: list[tuple[Sasaran, int, IndikatorRow]] = []
        for row in self._source.kelompok:
            above = kelompok[row.kode]
            for no, one in enumerate(row.sasaran, start=1):
                sasaran = there.get((above.pk, no))
                if sasaran is None:
                    sasaran = Sasaran.objects.create(kelompok=above, urut=no, teks=one.teks)
                    self.made["sasaran"] += 1
                for urut, indikator in enumerate(one.indikator, start=1):
                    rows[indikator.kode] = _isi_indikator(row, indikator, len(rows) + 1)
                    if indikator.kode not in known:
                        new.append((sasaran, urut, indikator))
        made = self._butir.buat([rows[row.kode] for _, _, row in new])
        Indikator.objects.bulk_create(
            Indikator(
                butir=butir,
                sasaran=sasaran,
                kode=row.kode,
                urut=urut,
                teks=row.teks,
                sub=list(row.sub),
                sasaran_tercetak=row.sasaran_tercetak,
                sumber={"baris_sumber": row.baris_sumber},
            )
            for (sasaran, urut, row), butir in zip(new, made, strict=True)
        )
        self.made["indikator"] += len(new)
        found = known | {row.kode: butir for (_, _, row), butir in zip(new, made, strict=True)}
        self._butir.target((rows[kode], found[kode]) for kode in rows)
        return found

    def _kelompok(self, document: RoadMap) -> dict[str, KelompokSasaran]:
        found = {k.kode: k for k in document.kelompok_set.all()}
        for urut, row in enumerate(self._source.kelompok, start=1):
            if row.kode not in found:
                found[row.kode] = KelompokSasaran.objects.create(
                    roadmap=document,
                    kode=row.kode,
                    urut=urut,
                    jalur=list(row.jalur),
                    teks=row.teks,
                    kepala_tahun=list(row.kepala_tahun),
                    sumber={"baris_sumber": row.baris_sumber},
                )
                self.made["kelompok sasaran"] += 1
        return found

    def _lampiran(self, document: RoadMap) -> dict[str, Butir]:
        """Make the Lampiran; return the Butir of every row that owns one, by its kode."""
        printed = {row.kode: row for row in self._source.baris}
        known = {
            b.kode: b
            for b in BarisAksi.objects.filter(kegiatan__program__roadmap=document).select_related(
                "butir"
            )
        }
        rows: dict[str, IsiButirRow] = {}
        new: list[tuple[Kegiatan, int, BarisRow]] = []
        before = len(self._source.indikator)
        nomor = {row.kode: no for no, row in enumerate(self._source.baris, start=1)}
        for program, kegiatan, parent in self._kegiatan(document):
            for row in kegiatan.baris:
                if not row.judul:
                    urut = before + len(rows) + 1
                    rows[row.kode] = _isi_baris(program, kegiatan, row, urut, printed)
                if row.kode not in known:
                    new.append((parent, nomor[row.kode], row))
        asked = [row.kode for _, _, row in new if not row.judul]
        butir = dict(zip(asked, self._butir.buat([rows[k] for k in asked]), strict=True))
        known |= {
            b.kode: b
            for b in BarisAksi.objects.bulk_create(
                _baris(parent, no, row, butir.get(row.kode)) for parent, no, row in new
            )
        }
        self.made["baris"] += len(new)
        self._berbagi((row for _, _, row in new), known)
        found = {kode: b.butir for kode, b in known.items() if b.butir is not None}
        self._butir.target((row, found[kode]) for kode, row in rows.items() if kode in found)
        return found

    def _kegiatan(self, document: RoadMap) -> Iterator[tuple[ProgramRow, KegiatanRow, Kegiatan]]:
        """Make programs and kegiatan; yield each kegiatan with its source."""
        programs = {p.huruf: p for p in document.program_set.all()}
        there = {
            (k.program_id, k.no): k for k in Kegiatan.objects.filter(program__roadmap=document)
        }
        for urut, row in enumerate(self._source.program, start=1):
            program = programs.get(row.huruf)
            if program is None:
                program = Program.objects.create(
                    roadmap=document,
                    huruf=row.huruf,
                    nama=row.nama,
                    judul_tercetak=row.judul_tercetak,
                    urut=urut,
                )
                self.made["program"] += 1
            for no, one in enumerate(row.kegiatan, start=1):
                kegiatan = there.get((program.pk, one.no))
                if kegiatan is None:
                    kegiatan = Kegiatan.objects.create(
                        program=program, no=one.no, nama=one.nama, urut=no
                    )
                    self.made["kegiatan"] += 1
                yield row, one, kegiatan

    def _berbagi(self, new: Iterable[BarisRow], known: dict[str, BarisAksi]) -> None:
        """Name the row that carries a shared budget; a row that exists keeps what it has."""
        shared = []
        for row in new:
            if row.anggaran_pada:
                baris = known[row.kode]
                baris.anggaran_pada = known[row.anggaran_pada]
                shared.append(baris)
        BarisAksi.objects.bulk_update(shared, ["anggaran_pada"])

    def _catatan(self, document: RoadMap, butir: dict[str, Butir]) -> None:
        there = set(document.catatan_set.values_list("kode", flat=True))
        program = {p.huruf: p for p in document.program_set.all()}
        kegiatan = {
            f"{k.program.huruf}.{k.no}": k
            for k in Kegiatan.objects.filter(program__roadmap=document).select_related("program")
        }
        rows = [row for row in self._source.catatan if row.kode not in there]
        notes = CatatanSumber.objects.bulk_create(
            CatatanSumber(
                roadmap=document,
                kode=row.kode,
                golongan=row.golongan,
                mentah=row.mentah,
                alasan=row.alasan,
                usulan=row.usulan,
                dalam_total=row.dalam_total,
                letak=row.letak,
            )
            for row in rows
        )
        pairs = [(note, k) for row, note in zip(rows, notes, strict=True) for k in row.baris]
        on_butir, on_kegiatan, on_program = (
            CatatanSumber.butir.through,
            CatatanSumber.kegiatan.through,
            CatatanSumber.program.through,
        )
        on_butir.objects.bulk_create(
            on_butir(catatansumber=note, butir=butir[k]) for note, k in pairs if k in butir
        )
        on_kegiatan.objects.bulk_create(
            on_kegiatan(catatansumber=note, kegiatan=kegiatan[k])
            for note, k in pairs
            if k in kegiatan
        )
        on_program.objects.bulk_create(
            on_program(catatansumber=note, program=program[k]) for note, k in pairs if k in program
        )
        usulan = UsulanBaca.objects.bulk_create(
            UsulanBaca(
                catatan=note,
                butir=butir[one.baris],
                tahun=one.tahun + self._geser,
                target_mentah=one.target,
                anggaran_ribu=one.anggaran_ribu,
            )
            for row, note in zip(rows, notes, strict=True)
            for one in row.usulan_baca
        )
        self.made["catatan sumber"] += len(notes)
        self.made["usulan pembacaan"] += len(usulan)


def _isi_indikator(kelompok: KelompokRow, row: IndikatorRow, urut: int) -> IsiButirRow:
    return IsiButirRow(
        kode=row.kode,
        uraian=row.teks,
        jalur=" / ".join(kelompok.jalur),
        urut=urut,
        pola=pola("indikator"),
        penanggung=penanggung_indikator(row),
        aturan=aturan(row.kode),
        dokumen=BUKTI_INDIKATOR,
        sel=row.sel,
    )


def _isi_baris(
    program: ProgramRow,
    kegiatan: KegiatanRow,
    row: BarisRow,
    urut: int,
    printed: dict[str, BarisRow],
) -> IsiButirRow:
    return IsiButirRow(
        kode=row.kode,
        uraian=row.indikator or kegiatan.nama,
        jalur=f"{program.judul_tercetak} / {kegiatan.no}. {kegiatan.nama}",
        urut=urut,
        pola=pola("baris"),
        penanggung=penanggung_baris(row, printed),
        aturan=aturan(row.kode),
        dokumen=BUKTI_BARIS,
        sel=row.sel,
    )


def _baris(kegiatan: Kegiatan, no: int, row: BarisRow, butir: Butir | None) -> BarisAksi:
    return BarisAksi(
        kegiatan=kegiatan,
        butir=butir,
        kode=row.kode,
        urut=no,
        tipe=row.tipe,
        no_tercetak=row.no_tercetak,
        kegiatan_tercetak=row.kegiatan_tercetak,
        sub_induk=row.sub_induk,
        sub_kegiatan=row.sub_kegiatan,
        indikator_tercetak=row.indikator_tercetak,
        indikator=row.indikator,
        penanggung_jawab=row.penanggung_jawab,
        sel_ocr=list(row.sel_ocr),
        sumber={"baris_sumber": row.baris_sumber, "jumlah_kolom_ocr": row.jumlah_kolom_ocr},
    )
