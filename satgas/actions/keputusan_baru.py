"""A plan made of a pasted decree, carrying from the earlier plan what its tasks had there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError

from accounts.models import Unit, User
from audit.recorder import audited
from evidence.actions.errors import IsianKurang
from evidence.actions.penjadwalan import hari_di
from evidence.actions.rencana import record_rencana
from evidence.actions.salin import salin_kaitan
from evidence.actions.transition import clock
from evidence.models import Butir, DokumenWajib, KriteriaNilai, Rencana
from evidence.salin import Penerus, Salinan, geser_tahun, nama_tahun
from satgas.actions.naskah_tempel import kunci_naskah, rencana_tahun
from satgas.models import Anggota, NaskahTempel, RincianTugas, SubTugas, SuratKeputusan
from satgas.pola import tempo_tertulis
from satgas.salin import NOMOR_MENYUSUL, PENANDA_TANGAN_MENYUSUL, TANGGAL_MENYUSUL
from satgas.tempel_sk.banding import Baris, Hasil, bandingkan, jumlah
from satgas.tempel_sk.bentuk import AnggotaNaskah, Naskah, Tugas
from satgas.tempel_sk.bersih import rapi
from satgas.tempel_sk.dokumen import DokumenLama, susun_dokumen
from satgas.tempel_sk.jabatan import sejabatan
from satgas.tempel_sk.periksa import periksa
from satgas.tempel_sk.pola_baru import Pola, pola_baru
from satgas.tempel_sk.tahun_lalu import tugas_lama

JENIS_KEPUTUSAN = "KEPUTUSAN"
TENTANG_MENYUSUL = "(tentang menyusul)"
PENETAP_MENYUSUL = "(pejabat penetap menyusul)"
JABATAN_MENYUSUL = "(jabatan menyusul)"


@dataclass(frozen=True)
class HasilNaskah:
    """The new plan, the figures of the comparison, and what a person has to settle."""

    rencana: Rencana
    jumlah: dict[str, int]
    perlu: tuple[str, ...]


@dataclass
class _Asal:
    """The Butir of the earlier plan, with what hangs on each."""

    butir: dict[int, Butir] = field(default_factory=dict)
    unit_anggota: dict[int, int] = field(default_factory=dict)  # Butir -> unit of its old member
    dokumen: dict[int, list[DokumenWajib]] = field(default_factory=dict)
    kriteria: dict[int, list[KriteriaNilai]] = field(default_factory=dict)


def buat_rencana_naskah(
    *, naskah_id: int, versi: int, by: User, at: datetime | None = None
) -> HasilNaskah:
    """Make the plan of a pasted decree: all of it or nothing, as Disusun.

    A task with a counterpart carries its unit (where that differs from its old member's),
    supporting units, pola, currency, way of grading, weight, documents, grades, hand-overs and
    cut-offs, moved by the years between. Where the text changed, the pola is read from the new
    words; if they say nothing, the old one stays as the portal's classification. Numbered
    sub-items are the documents. Raises Denied, NotAllowed, Bentrok, and IsianKurang when the
    year has a Satgas plan or something in the tree has to be settled first.
    """
    taken = IsianKurang({"tahun": "Tahun naskah ini sudah mempunyai rencana Satgas."})
    try:
        with audited():
            naskah = kunci_naskah(naskah_id, versi, by)
            if rencana_tahun(naskah.instansi_id, naskah.tahun):
                raise taken
            isi = Naskah.dari_json(naskah.isi)
            units = {unit.pk: unit for unit in Unit.objects.filter(instansi=naskah.instansi_id)}
            if faults := periksa(isi, units):
                raise IsianKurang({f"{n}": one.pesan for n, one in enumerate(faults)})
            return _Pembuat(naskah, isi, units, by, clock(naskah.instansi, at)).jalan()
    except IntegrityError as error:
        # Somebody made the plan of this year in the same moment, in another way.
        there = NaskahTempel.objects.filter(pk=naskah_id).first()
        if there is not None and rencana_tahun(there.instansi_id, there.tahun):
            raise taken from error
        raise


class _Pembuat:
    """Writes one plan, from the top down."""

    def __init__(
        self, naskah: NaskahTempel, isi: Naskah, units: dict[int, Unit], by: User, now: datetime
    ) -> None:
        self._naskah = naskah
        self._isi = isi
        self._units = units
        self._by = by
        self._now = now
        self._asal = naskah.banding
        self._years = naskah.tahun - self._asal.tahun if self._asal else 0
        self._rows = bandingkan(isi, tugas_lama(self._asal))
        self._lama = _baca_asal(self._asal)
        self._pola_baru: list[str] = []

    def jalan(self) -> HasilNaskah:
        rencana = self._rencana()
        sk = self._keputusan(rencana)
        members = self._anggota(sk)
        penerus = Penerus(self._units, max(rencana.mulai, hari_di(rencana.instansi, self._now)))
        rows = [row for row in self._rows if row.baru is not None]
        made = Butir.objects.bulk_create(
            self._butir(rencana, row, row.baru, urut, penerus)
            for urut, row in enumerate(rows, start=1)
            if row.baru is not None
        )
        self._tugas(rows, made, members)
        self._dokumen(rows, made)
        if self._asal is not None:
            pairs = {row.lama.pk: copy for row, copy in zip(rows, made, strict=True) if row.lama}
            salin_kaitan(Salinan(self._asal, rencana, pairs, penerus, self._by, self._now))
        counts = jumlah(self._rows)
        perlu = self._perlu(penerus)
        self._naskah.rencana = rencana
        self._naskah.diubah = self._now
        self._naskah.save(update_fields=["rencana", "diubah"])
        record_rencana(
            rencana,
            "rencana.dari_naskah",
            self._by,
            self._now,
            {
                "naskah": self._naskah.pk,
                "asal": self._asal.pk if self._asal else None,
                "asal_nama": self._asal.nama if self._asal else "",
                "anggota": len(members),
                "butir": len(made),
                "jumlah": counts,
                "pola_dibaca_ulang": self._pola_baru,
                "perlu": perlu,
            },
        )
        return HasilNaskah(rencana, counts, tuple(perlu))

    def _rencana(self) -> Rencana:
        asal, tahun = self._asal, self._naskah.tahun
        return Rencana.objects.create(
            instansi=self._naskah.instansi,
            jenis=Rencana.Jenis.SATGAS,
            nama=nama_tahun(asal.nama, asal.tahun, tahun, asal.selesai.year)
            if asal
            else f"{Rencana.Jenis.SATGAS.label} {tahun}",
            tahun=tahun,
            mulai=geser_tahun(asal.mulai, self._years) if asal else date(tahun, 1, 1),
            selesai=geser_tahun(asal.selesai, self._years) if asal else date(tahun, 12, 31),
            asal=asal,
        )

    def _keputusan(self, rencana: Rencana) -> SuratKeputusan:
        """Make the decree as a draft: number, date and signatory follow."""
        old = SuratKeputusan.objects.filter(rencana=self._asal).first() if self._asal else None
        return SuratKeputusan.objects.create(
            rencana=rencana,
            jenis=old.jenis if old else JENIS_KEPUTUSAN,
            nomor=NOMOR_MENYUSUL,
            nomor_raw=NOMOR_MENYUSUL,
            tentang=old.tentang if old else TENTANG_MENYUSUL,
            tempat=old.tempat if old else rencana.instansi.tempat,
            tanggal=rencana.mulai,
            tanggal_raw=TANGGAL_MENYUSUL,
            pejabat_penetap=old.pejabat_penetap if old else PENETAP_MENYUSUL,
            penandatangan=PENANDA_TANGAN_MENYUSUL,
            penandatangan_jabatan=old.penandatangan_jabatan if old else JABATAN_MENYUSUL,
            kop=old.kop if old else rencana.instansi.kop,
        )

    def _anggota(self, sk: SuratKeputusan) -> dict[int, Anggota]:
        """Make the members; `periksa` saw to it that each has a unit."""
        made = Anggota.objects.bulk_create(
            Anggota(
                sk=sk,
                no=member.no,
                jabatan=rapi(member.jabatan),
                kedudukan=rapi(member.kedudukan),
                unit=self._units[member.unit or 0],
            )
            for member in self._isi.anggota
        )
        return {member.id: row for member, row in zip(self._isi.anggota, made, strict=True)}

    def _butir(
        self, rencana: Rencana, row: Baris, task: Tugas, urut: int, penerus: Penerus
    ) -> Butir:
        teks, member = rapi(task.simpul.teks), task.anggota
        old = self._lama.butir[row.lama.pk] if row.lama else None
        shared = bool(_bersama(self._isi, member)) and not task.simpul.tanda
        fresh = Butir(
            instansi_id=rencana.instansi_id,
            rencana=rencana,
            kode=task.kode,
            uraian=teks,
            jalur=f"{member.no}. {rapi(member.jabatan)}"[:300],
            urut=urut,
            unit_id=self._unit(old, row, member, penerus),
            asal=old,
        )
        if old is None:
            fresh.dinilai = not shared
        else:
            fresh.masa_mutakhir, fresh.cara_nilai = old.masa_mutakhir, old.cara_nilai
            fresh.bobot, fresh.dinilai = old.bobot, old.dinilai
            if old.jatuh_tempo:
                fresh.jatuh_tempo = geser_tahun(old.jatuh_tempo, self._years)
        self._pola(fresh, old)
        return fresh

    def _unit(self, old: Butir | None, row: Baris, member: AnggotaNaskah, penerus: Penerus) -> int:
        """Return who reports: the member's unit, or the one an admin gave the task before."""
        assert member.unit is not None  # checked by `periksa`
        moved = row.lama is not None and not sejabatan(member.jabatan, row.lama.jabatan)
        if old is None or moved or old.unit_id == self._lama.unit_anggota[old.pk]:
            return penerus.untuk(member.unit)
        return penerus.untuk(old.unit_id)

    def _pola(self, fresh: Butir, old: Butir | None) -> None:
        """Give a task its pola; note where a changed text changes it."""
        before = Pola(old.pola, old.sumber_pola, old.kutipan_pola) if old else None
        after = pola_baru(fresh.uraian, before, old.uraian if old else "")
        fresh.pola, fresh.sumber_pola, fresh.kutipan_pola = after.pola, after.sumber, after.kutipan
        if old is None or rapi(old.uraian) != fresh.uraian:
            due = tempo_tertulis(fresh.uraian, fresh.rencana.tahun)
            fresh.jatuh_tempo = due or fresh.jatuh_tempo
        if before is not None and (before.pola, before.sumber) != (after.pola, after.sumber):
            self._pola_baru.append(fresh.kode)

    def _tugas(
        self, rows: Sequence[Baris], made: Sequence[Butir], members: dict[int, Anggota]
    ) -> None:
        tasks = [row.baru for row in rows if row.baru is not None]
        places: dict[int, int] = {}
        details = []
        for task, butir in zip(tasks, made, strict=True):
            places[task.anggota.id] = places.get(task.anggota.id, 0) + 1
            details.append(
                RincianTugas(
                    butir=butir,
                    anggota=members[task.anggota.id],
                    bentuk=RincianTugas.Bentuk.HURUF
                    if task.simpul.tanda
                    else RincianTugas.Bentuk.PARAGRAF,
                    huruf=task.simpul.tanda,
                    urut=places[task.anggota.id],
                    teks=butir.uraian,
                )
            )
        stored = RincianTugas.objects.bulk_create(details)
        SubTugas.objects.bulk_create(
            SubTugas(tugas=detail, no=no, teks=rapi(one.teks))
            for task, detail in zip(tasks, stored, strict=True)
            for no, one in enumerate(task.sub, start=1)
        )
        through = RincianTugas.bersama.through
        through.objects.bulk_create(
            through(rinciantugas=detail, anggota=members[other.id])
            for task, detail in zip(tasks, stored, strict=True)
            for other in _bersama(self._isi, task.anggota)
        )

    def _dokumen(self, rows: Sequence[Baris], made: Sequence[Butir]) -> None:
        documents, grades = [], []
        for row, butir in zip(rows, made, strict=True):
            assert row.baru is not None
            key = row.lama.pk if row.lama else 0
            old = [
                DokumenLama(d.uraian, d.kriteria, d.asal) for d in self._lama.dokumen.get(key, [])
            ]
            sub = [rapi(one.teks) for one in row.baru.sub]
            before = [rapi(one) for one in row.lama.sub] if row.lama else []
            documents += [
                DokumenWajib(
                    butir=butir, urut=n, uraian=one.uraian, kriteria=one.kriteria, asal=one.asal
                )
                for n, one in enumerate(susun_dokumen(sub, before, old), start=1)
            ]
            grades += [
                KriteriaNilai(butir=butir, urut=k.urut, nilai=k.nilai, uraian=k.uraian)
                for k in self._lama.kriteria.get(key, [])
            ]
        DokumenWajib.objects.bulk_create(documents)
        KriteriaNilai.objects.bulk_create(grades)

    def _perlu(self, penerus: Penerus) -> list[str]:
        lines = [
            f"{unit} sudah berakhir dan belum mempunyai unit penerus."
            for unit in penerus.tanpa.values()
        ]
        if self._pola_baru:
            lines.append(
                "Bunyinya berubah, jadi pola dibaca ulang dari kata-katanya: "
                f"{', '.join(self._pola_baru)}. Periksa polanya."
            )
        fresh = [row.baru.kode for row in self._rows if row.hasil is Hasil.BARU and row.baru]
        guessed = [kode for kode in fresh if self._asal is not None]
        if guessed:
            lines.append(f"Tugas baru: {', '.join(guessed)}. Periksa pola dan dokumennya.")
        lines.append(
            "Nomor, tanggal, dan penanda tangan keputusan tahun ini menyusul. "
            "Lengkapi di halaman Keputusan perubahan setelah ditetapkan."
        )
        return lines


def _bersama(isi: Naskah, owner: AnggotaNaskah) -> list[AnggotaNaskah]:
    """Return the members that share a member's tasks."""
    return [member for member in isi.anggota if member.bersama == owner.id]


def _baca_asal(asal: Rencana | None) -> _Asal:
    """Read the earlier plan's Butir with documents and grades (four queries)."""
    found = _Asal()
    if asal is None:
        return found
    found.butir = {b.pk: b for b in Butir.objects.berlaku().filter(rencana=asal)}
    found.unit_anggota = dict(
        RincianTugas.objects.filter(butir__in=found.butir).values_list("butir", "anggota__unit")
    )
    for document in DokumenWajib.objects.filter(butir__in=found.butir).order_by("butir", "urut"):
        found.dokumen.setdefault(document.butir_id, []).append(document)
    for grade in KriteriaNilai.objects.filter(butir__in=found.butir).order_by("butir", "urut"):
        found.kriteria.setdefault(grade.butir_id, []).append(grade)
    return found
