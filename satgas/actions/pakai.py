"""Using an instrument: its sub indikator become the Butir of the MCP plan of the year."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from difflib import SequenceMatcher

from accounts.models import Instansi, User
from audit.recorder import audited
from evidence.actions.butir import IsiButir, atur_butir
from evidence.actions.daftar_dokumen import (
    IsiDokumen,
    dokumen_terpakai,
    hapus_dokumen,
    tambah_dokumen,
    ubah_dokumen,
)
from evidence.actions.kewajiban import buat_capaian, tetapkan_pemegang
from evidence.actions.penjadwalan import hari_di, hitung_batas, kunci_capaian, tersentuh
from evidence.actions.rencana import lock_rencana, record_rencana
from evidence.actions.transition import clock
from evidence.models import (
    Butir,
    ButirSetara,
    Capaian,
    DokumenWajib,
    KriteriaNilai,
    Rencana,
    SerahTerima,
)
from evidence.workflow import NotAllowed
from satgas.actions.instrumen import catat, kunci
from satgas.instrumen.siap import Pemakaian, pemakaian
from satgas.instrumen.susunan import AreaSusun, IndikatorSusun, SubSusun
from satgas.models import Instrumen, RincianTugas, SubIndikator

_MIRIP = 0.6  # a document reworded in a new version keeps its evidence; a different one does not
_PANJANG_JALUR = 300


@dataclass
class HasilPakai:
    """What using the instrument did to the plan."""

    baru: int = 0
    tetap: int = 0
    dicabut: int = 0
    capaian: int = 0
    dipulihkan: list[int] = field(default_factory=list)  # tasks that came back with their work
    batas_tugas: list[dict[str, str | int]] = field(default_factory=list)  # and what moved there
    dokumen_tersisa: int = 0  # no longer asked for, but with evidence, so they stay


def pakai_instrumen(
    *, instrumen_id: int, by: User, at: datetime | None = None
) -> tuple[Rencana, HasilPakai]:
    """Use a drawn up instrument: make the MCP plan of its year, or carry it on.

    Each sub indikator owns a Butir, matched by kode: what is there keeps its evidence, what is
    new is added (with its tasks when the plan runs), what is gone is revoked with its basis, and
    what comes back counts again with its work. An older version becomes Diganti. Raises Denied,
    and NotAllowed with all that is missing.
    """
    with audited():
        instrumen = kunci(instrumen_id, by)
        Instansi.objects.select_for_update().get(pk=instrumen.instansi_id)
        now = clock(instrumen.instansi, at)
        today = hari_di(instrumen.instansi, now)
        isi = pemakaian(instrumen, today)
        if not isi.boleh:
            raise NotAllowed(
                " ".join(
                    f"{satu.pesan}: {', '.join(s.kode for s in satu.sub)}."
                    if satu.sub
                    else satu.pesan
                    for satu in isi.kekurangan
                )
            )
        rencana = lock_rencana((isi.rencana or _rencana(instrumen, by, now)).pk, by)
        hasil = _Penerapan(instrumen, rencana, isi, by, now, today).jalan()
        if isi.lama is not None:
            isi.lama.keadaan = Instrumen.Keadaan.DIGANTI
            isi.lama.save(update_fields=["keadaan"])
        instrumen.keadaan = Instrumen.Keadaan.DIPAKAI
        instrumen.rencana, instrumen.dipakai = rencana, now
        instrumen.save(update_fields=["keadaan", "rencana", "dipakai"])
        catat(instrumen, "pakai", by, {"rencana": rencana.pk, **asdict(hasil)}, at)
        return rencana, hasil


def _rencana(instrumen: Instrumen, by: User, now: datetime) -> Rencana:
    """Make the plan; it spans the same days as the Satgas plan of the year, if there is one."""
    kin = Rencana.objects.filter(
        instansi=instrumen.instansi_id, jenis=Rencana.Jenis.SATGAS, tahun=instrumen.tahun
    ).first()
    rencana = Rencana.objects.create(
        instansi=instrumen.instansi,
        jenis=Rencana.Jenis.MCP,
        nama=instrumen.nama,
        tahun=instrumen.tahun,
        mulai=kin.mulai if kin else date(instrumen.tahun, 1, 1),
        selesai=kin.selesai if kin else date(instrumen.tahun, 12, 31),
    )
    record_rencana(rencana, "rencana.dari_instrumen", by, now, {"instrumen": instrumen.pk})
    return rencana


class _Penerapan:
    """Brings the Butir of a locked plan in step with an instrument."""

    def __init__(
        self,
        instrumen: Instrumen,
        rencana: Rencana,
        isi: Pemakaian,
        by: User,
        now: datetime,
        today: date,
    ) -> None:
        self._instrumen, self._rencana, self._isi = instrumen, rencana, isi
        self._by, self._now, self._today = by, now, today
        self._at = now if rencana.instansi.contoh else None
        self._hasil = HasilPakai()

    def jalan(self) -> HasilPakai:
        rencana = self._rencana
        SubIndikator.objects.filter(butir__rencana=rencana).update(butir=None)
        there = {b.kode: b for b in Butir.objects.filter(rencana=rencana).select_related("unit")}
        new: list[tuple[SubSusun, Butir]] = []
        kept: list[tuple[SubSusun, Butir]] = []
        again: dict[int, datetime] = {}
        for urut, (area, indikator, sub) in enumerate(self._isi.susunan.telusuri(), start=1):
            butir = there.get(sub.kode)
            if butir is None:
                butir = Butir(
                    instansi_id=rencana.instansi_id,
                    rencana=rencana,
                    kode=sub.kode,
                    unit_id=sub.unit_id or 0,
                    pola=Butir.Pola.TAHUNAN,
                )
                new.append((sub, butir))
            else:
                kept.append((sub, butir))
                if butir.dicabut is not None:
                    again[butir.pk] = butir.dicabut
                    butir.dicabut, butir.dasar_cabut = None, ""
            _isi_butir(butir, area, indikator, sub, urut)
        Butir.objects.bulk_create([butir for _, butir in new])
        Butir.objects.bulk_update(
            [butir for _, butir in kept],
            ["uraian", "jalur", "urut", "bobot", "cara_nilai", "dicabut", "dasar_cabut"],
        )
        self._isi_baru(new)
        self._pulihkan(again)
        for sub, butir in kept:
            self._sesuaikan(sub, butir)
        both = [*new, *kept]
        self._kriteria(both)
        self._setara(both)
        for sub, butir in both:
            SubIndikator.objects.filter(pk=sub.pk).update(butir=butir)
        self._cabut()
        if rencana.berjalan:
            fresh = [*(butir for _, butir in new), *(b for _, b in kept if b.pk in again)]
            self._hasil.capaian = len(buat_capaian(rencana, fresh, at=self._now, dari=self._today))
        self._hasil.baru, self._hasil.tetap = len(new), len(kept)
        return self._hasil

    def _pulihkan(self, again: dict[int, datetime]) -> None:
        """Let the tasks count again that ended with their Butir (`again`: Butir -> revoked at).

        Tasks without work whose windows ended while the Butir was revoked stay out: nothing was
        asked in that time. Comes before unit and documents, so that both reach these tasks too.
        """
        rows = [
            row
            for row in Capaian.objects.filter(butir__in=again, digantikan_oleh__isnull=True)
            .select_for_update(of=("self",))
            .select_related("butir", "instansi")
            .order_by("pk")
            if row.gugur == again[row.butir_id]
        ]
        worked = tersentuh(rows)
        back = [
            row
            for row in rows
            if row.pk in worked
            or row.selesai >= self._today
            or row.selesai < hari_di(self._rencana.instansi, again[row.butir_id])
        ]
        ids = [row.pk for row in back]
        Capaian.objects.filter(pk__in=ids).update(gugur=None)
        receiving = SerahTerima.objects.filter(dari__in=ids).values_list("ke", flat=True)
        tetapkan_pemegang([*ids, *receiving])
        self._hasil.dipulihkan = ids
        self._hasil.batas_tugas = hitung_batas(self._rencana, back)

    def _isi_baru(self, new: list[tuple[SubSusun, Butir]]) -> None:
        DokumenWajib.objects.bulk_create(
            DokumenWajib(
                butir=butir,
                urut=urut,
                uraian=dokumen.uraian,
                kriteria=dokumen.kriteria,
                asal=DokumenWajib.Asal.SUMBER,
            )
            for sub, butir in new
            for urut, dokumen in enumerate(sub.dokumen, start=1)
        )

    def _sesuaikan(self, sub: SubSusun, butir: Butir) -> None:
        """Bring unit and documents of a Butir that stays in step, keeping evidence."""
        if sub.unit_id is not None and butir.unit_id != sub.unit_id:
            atur_butir(
                butir_id=butir.pk,
                isi=IsiButir(
                    pola=butir.pola,
                    unit_id=sub.unit_id,
                    pendukung=tuple(butir.pendukung.values_list("pk", flat=True)),
                    masa_mutakhir=butir.masa_mutakhir,
                    jatuh_tempo=butir.jatuh_tempo,
                ),
                by=self._by,
                at=self._at,
            )
        old = list(butir.dokumen_set.order_by("urut"))
        pairs = _pasangkan([d.uraian for d in sub.dokumen], [d.uraian for d in old])
        for no, dokumen in enumerate(sub.dokumen):
            isi = IsiDokumen(dokumen.uraian, dokumen.kriteria)
            place = pairs.get(no)
            if place is None:
                tambah_dokumen(butir_id=butir.pk, isi=isi, by=self._by, at=self._at)
            elif (old[place].uraian, old[place].kriteria) != (isi.uraian, isi.kriteria):
                ubah_dokumen(dokumen_id=old[place].pk, isi=isi, by=self._by, at=self._at)
        gone = [d.pk for place, d in enumerate(old) if place not in pairs.values()]
        stays = dokumen_terpakai(gone)
        self._hasil.dokumen_tersisa += len(stays)
        for pk in gone:
            if pk not in stays:
                hapus_dokumen(dokumen_id=pk, by=self._by, at=self._at)
        names = [d.uraian for d in sub.dokumen]
        butir.dokumen_set.filter(uraian__in=names).update(asal=DokumenWajib.Asal.SUMBER)
        _urutkan_dokumen(butir, names)

    def _kriteria(self, rows: list[tuple[SubSusun, Butir]]) -> None:
        KriteriaNilai.objects.filter(butir__in=[butir for _, butir in rows]).delete()
        KriteriaNilai.objects.bulk_create(
            KriteriaNilai(butir=butir, urut=urut, nilai=satu.nilai, uraian=satu.uraian)
            for sub, butir in rows
            for urut, satu in enumerate(sub.kriteria, start=1)
        )

    def _setara(self, rows: list[tuple[SubSusun, Butir]]) -> None:
        """One document serves the sub indikator and the tasks it is mapped to."""
        tasks = RincianTugas.objects.filter(
            butir__rencana__instansi=self._rencana.instansi_id
        ).values("butir")
        ButirSetara.objects.filter(ke__rencana=self._rencana, dari__in=tasks).delete()
        ButirSetara.objects.bulk_create(
            ButirSetara(dari_id=tugas.butir_id, ke=butir)
            for sub, butir in rows
            for tugas in sub.tugas
        )

    def _cabut(self) -> None:
        """Revoke what the new version no longer has; evidence and decisions stay readable."""
        gone = list(self._isi.dicabut)
        dasar = f"Instrumen MCP {self._instrumen.tahun} versi {self._instrumen.versi}"
        rows = kunci_capaian(self._rencana, [butir.pk for butir in gone])
        ids = [row.pk for row in rows]
        Butir.objects.filter(pk__in=[butir.pk for butir in gone]).update(
            dicabut=self._now, dasar_cabut=dasar
        )
        Capaian.objects.filter(pk__in=ids).update(gugur=self._now)
        tetapkan_pemegang(SerahTerima.objects.filter(dari__in=ids).values_list("ke", flat=True))
        self._hasil.dicabut = len(gone)


def _isi_butir(
    butir: Butir, area: AreaSusun, indikator: IndikatorSusun, sub: SubSusun, urut: int
) -> None:
    butir.uraian = sub.nama
    butir.jalur = f"{area.kode}. {area.nama} > {indikator.nama}"[:_PANJANG_JALUR]
    butir.urut = urut
    butir.bobot = sub.bobot
    butir.cara_nilai = sub.cara_nilai


def _pasangkan(baru: list[str], lama: list[str]) -> dict[int, int]:
    """Match documents of the new version to those that are there: same words, else like words.

    Returns place in `baru` -> place in `lama`.
    """
    pairs: dict[int, int] = {}
    for no, teks in enumerate(baru):
        same = [
            place
            for place, old in enumerate(lama)
            if old.casefold() == teks.casefold() and place not in pairs.values()
        ]
        if same:
            pairs[no] = same[0]
    likely = sorted(
        (
            (SequenceMatcher(None, old.casefold(), teks.casefold()).ratio(), -no, -place)
            for no, teks in enumerate(baru)
            if no not in pairs
            for place, old in enumerate(lama)
            if place not in pairs.values()
        ),
        reverse=True,
    )
    for ratio, no, place in likely:
        if ratio >= _MIRIP and -no not in pairs and -place not in pairs.values():
            pairs[-no] = -place
    return pairs


def _urutkan_dokumen(butir: Butir, urutan: list[str]) -> None:
    """Put the documents of a Butir in the instrument's order; what only stays comes last."""
    place = {teks: no for no, teks in enumerate(urutan)}
    rows = sorted(butir.dokumen_set.all(), key=lambda d: (place.get(d.uraian, len(urutan)), d.urut))
    if [d.urut for d in rows] == list(range(1, len(rows) + 1)):
        return
    away = max(d.urut for d in rows) + len(rows) + 1
    for offset in (away, 0):  # the pair of Butir and place is unique
        for no, dokumen in enumerate(rows, start=1):
            DokumenWajib.objects.filter(pk=dokumen.pk).update(urut=offset + no)
