"""The decree's rows: each is made when it is missing by its natural key, and never changed."""

from collections import Counter

from accounts.models import Unit
from evidence.models import AlurSerah, Butir, Capaian, DokumenWajib, Rencana
from satgas.models import (
    Anggota,
    BagianSK,
    CatatanSumber,
    RincianTugas,
    SubTugas,
    SuratKeputusan,
)
from satgas.official.fixture import AnggotaRow, DecreeRow, TugasRow
from satgas.official.kewajiban import alur, kolom_pola

SATU_BUKTI = "Bukti pelaksanaan tugas"


class DecreeLoader:
    """Puts one decree into one plan; counts what it had to make in `made`."""

    def __init__(self, decree: DecreeRow, rencana: Rencana, units: dict[str, Unit]) -> None:
        """`units` are those of the plan's institution, by kode."""
        self._decree = decree
        self._rencana = rencana
        self._units = units
        self._new: set[int] = set()
        self.made: Counter[str] = Counter()

    def run(self) -> None:
        """Make what is missing, from the decree down."""
        rencana = self._rencana
        sk, made = SuratKeputusan.objects.get_or_create(
            rencana=rencana, defaults=self._decree.kolom
        )
        self.made["surat keputusan"] += made
        self._paragraphs(sk)
        members = self._members(sk)
        old = self._without_obligations()
        butir = self._tasks(rencana, sk, members)
        if old:
            self._classify(butir)
        self._arrows(butir, everything=old)
        self._notes(sk, members, butir)

    def _paragraphs(self, sk: SuratKeputusan) -> None:
        there = {(b.jenis, b.urut): b for b in sk.bagian_set.filter(induk=None)}
        below = set(sk.bagian_set.exclude(induk=None).values_list("induk_id", "urut"))
        for row in self._decree.bagian:
            bagian = there.get((row.jenis, row.urut))
            if bagian is None:
                bagian = BagianSK.objects.create(
                    sk=sk, jenis=row.jenis, urut=row.urut, label=row.label, teks=row.teks
                )
                self.made["bagian"] += 1
            missing = [
                BagianSK(sk=sk, induk=bagian, jenis=row.jenis, urut=urut, label=label, teks=teks)
                for urut, (label, teks) in enumerate(row.butir, start=1)
                if (bagian.pk, urut) not in below
            ]
            BagianSK.objects.bulk_create(missing)
            self.made["bagian"] += len(missing)

    def _members(self, sk: SuratKeputusan) -> dict[int, Anggota]:
        there = set(sk.anggota_set.values_list("no", flat=True))
        missing = [
            Anggota(
                sk=sk,
                no=row.no,
                jabatan=row.jabatan,
                kedudukan=row.kedudukan,
                unit=self._units[row.unit],
            )
            for row in self._decree.anggota
            if row.no not in there
        ]
        Anggota.objects.bulk_create(missing)
        self.made["anggota"] += len(missing)
        return {member.no: member for member in sk.anggota_set.select_related("unit")}

    def _tasks(
        self, rencana: Rencana, sk: SuratKeputusan, members: dict[int, Anggota]
    ) -> dict[str, Butir]:
        """Make missing tasks; one that exists keeps its Butir, whatever its kode is now."""
        there = {
            (tugas.anggota.no, tugas.urut): tugas
            for tugas in RincianTugas.objects.filter(anggota__sk=sk).select_related(
                "anggota", "butir"
            )
        }
        new: list[tuple[AnggotaRow, TugasRow, Butir]] = []
        found: dict[str, Butir] = {}
        urut = 0
        for member in self._decree.anggota:
            for task in member.tugas:
                urut += 1
                old = there.get((member.no, task.urut))
                if old is None:
                    butir = self._butir(rencana, members[member.no], task, urut)
                    new.append((member, task, butir))
                    found[task.kode] = butir
                else:
                    found[task.kode] = old.butir
        Butir.objects.bulk_create([butir for _, _, butir in new])
        self._new = {butir.pk for _, _, butir in new}
        rows = RincianTugas.objects.bulk_create(
            RincianTugas(
                butir=butir,
                anggota=members[member.no],
                bentuk=RincianTugas.Bentuk.HURUF if task.huruf else RincianTugas.Bentuk.PARAGRAF,
                huruf=task.huruf,
                urut=task.urut,
                teks=task.teks,
            )
            for member, task, butir in new
        )
        self.made["butir"] += len(new)
        made = {row.butir_id: row for row in rows}
        for _, task, butir in new:
            made[butir.pk].bersama.set([members[no] for no in task.bersama])
        self._sub_tasks(there, {(m.no, t.urut): made[b.pk] for m, t, b in new})
        self._documents([(task, butir) for _, task, butir in new])
        return found

    def _butir(self, rencana: Rencana, member: Anggota, task: TugasRow, urut: int) -> Butir:
        return Butir(
            instansi_id=rencana.instansi_id,
            rencana=rencana,
            kode=task.kode,
            uraian=task.teks,
            jalur=f"{member.no}. {member.jabatan}",
            urut=urut,
            unit=member.unit,
            dinilai=not task.bersama,
            **kolom_pola(task, rencana.tahun),
        )

    def _without_obligations(self) -> bool:
        """Whether the plan was loaded before the portal knew obligations, and nothing hangs on it.

        The portal writes quotes with every decree since then, so a plan with tasks and no quote
        is an old one. This is true once: what people edit or remove afterwards stays so. A plan
        with Capaian keeps its pola, because its windows were made from them.
        """
        tasks = Butir.objects.filter(rencana=self._rencana)
        return (
            tasks.exists()
            and not tasks.exclude(kutipan_pola="").exists()
            and not Capaian.objects.filter(butir__in=tasks).exists()
        )

    def _classify(self, butir: dict[str, Butir]) -> None:
        """Give tasks of an old plan their obligation where they still have its old default.

        The old default is "sekali" by the portal, or a pola by the text without its words.
        """
        for member in self._decree.anggota:
            for task in member.tugas:
                row = butir[task.kode]
                untouched = row.sumber_pola == Butir.SumberPola.TEKS or (
                    row.pola == Butir.Pola.SEKALI
                )
                columns = kolom_pola(task, self._rencana.tahun)
                if untouched and any(getattr(row, name) != columns[name] for name in columns):
                    Butir.objects.filter(pk=row.pk).update(**columns)
                    self.made["pola"] += 1

    def _arrows(self, butir: dict[str, Butir], *, everything: bool) -> None:
        """Hand-overs come with a new task, or once for an old plan: a removed one stays removed."""
        there = set(AlurSerah.objects.filter(rencana=self._rencana).values_list("dari", "ke"))
        rows = []
        for row in alur():
            dari, ke = butir[row.dari], butir[row.ke]
            wanted = everything or not self._new.isdisjoint({dari.pk, ke.pk})
            if wanted and (dari.pk, ke.pk) not in there:
                rows.append(
                    AlurSerah(
                        rencana=self._rencana,
                        dari=dari,
                        ke=ke,
                        sumber=row.sumber,
                        uraian=row.uraian,
                    )
                )
        AlurSerah.objects.bulk_create(rows)
        self.made["alur serah"] += len(rows)

    def _sub_tasks(
        self,
        there: dict[tuple[int, int], RincianTugas],
        made: dict[tuple[int, int], RincianTugas],
    ) -> None:
        tasks = there | made
        known = set(SubTugas.objects.filter(tugas__in=there.values()).values_list("tugas_id", "no"))
        missing = []
        for member in self._decree.anggota:
            for task in member.tugas:
                tugas = tasks[member.no, task.urut]
                missing += [
                    SubTugas(tugas=tugas, no=no, teks=teks)
                    for no, teks in enumerate(task.sub, start=1)
                    if (tugas.pk, no) not in known
                ]
        SubTugas.objects.bulk_create(missing)
        self.made["sub tugas"] += len(missing)

    def _documents(self, new: list[tuple[TugasRow, Butir]]) -> None:
        """Required documents come with a new Butir only: a list a person edited stays edited."""
        rows = []
        for task, butir in new:
            if task.sub:
                rows += [
                    DokumenWajib(butir=butir, urut=no, uraian=teks, asal=DokumenWajib.Asal.SUMBER)
                    for no, teks in enumerate(task.sub, start=1)
                ]
            else:
                rows.append(
                    DokumenWajib(
                        butir=butir, urut=1, uraian=SATU_BUKTI, asal=DokumenWajib.Asal.PORTAL
                    )
                )
        DokumenWajib.objects.bulk_create(rows)
        self.made["dokumen wajib"] += len(rows)

    def _notes(
        self, sk: SuratKeputusan, members: dict[int, Anggota], butir: dict[str, Butir]
    ) -> None:
        there = set(sk.catatan_set.values_list("kode", flat=True))
        for row in self._decree.catatan:
            if row.kode in there:
                continue
            note = CatatanSumber.objects.create(
                sk=sk, kode=row.kode, golongan=row.golongan, teks=row.teks
            )
            note.butir.set([butir[kode] for kode in row.butir])
            note.anggota.set([members[no] for no in row.anggota])
            self.made["catatan sumber"] += 1
