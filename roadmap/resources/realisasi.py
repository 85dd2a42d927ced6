"""Realisasi of a running Road Map: the drafts of tasks that are in the hands of their units.

A file fills what the unit's own form fills, and sends nothing: the figures become a claim when a
person sends the task with its documents.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from accounts.permissions import Denied, Permission
from evidence.actions.isian import EDITABLE
from evidence.models import Capaian, Rencana
from evidence.workflow import NotAllowed, Status
from roadmap.actions.historis import beranggaran, susunan_baris
from roadmap.forms_realisasi import Susunan
from roadmap.models import Realisasi
from roadmap.nilai import realisasi, tahun_jendela
from roadmap.resources.angka import (
    isi_angka,
    kolom_dokumen,
    kolom_fisik,
    kolom_kode,
    kolom_predikat,
    kolom_uang,
    masukan,
    periksa_angka,
)
from roadmap.resources.cetakan import rapi
from roadmap.resources.rencana import RoadmapResource
from roadmap.tolok import hasil_klaim, nilai_bulat, tahun_lalu, tolok
from sheets.columns import Kolom, Tanggal, Teks
from sheets.resource import Ada, Isi, Perubahan, Temuan
from sheets.values import kode as kode_rapi
from sheets.values import lipat
from sheets.writes import Tulisan

if TYPE_CHECKING:
    from django.db.models import QuerySet


class RealisasiResource(RoadmapResource):
    """The figures of one task: one due window of a row or indikator."""

    kode = "roadmap_realisasi"
    label = "Realisasi Road Map"
    permission = Permission.EVIDENCE_SEND
    kunci = ("kode_butir", "sampai")
    petunjuk = (
        "Satu baris untuk tiap tugas unit Anda: kode butir dan hari terakhir masanya.",
        "Angka dihitung sejak 1 Januari sampai hari itu, fisik menurut komponen targetnya.",
        "Uang ditulis dalam rupiah penuh. Kosong berarti belum ada data, 0 adalah angka.",
        "Isian menjadi draf; kirim tetap dari halaman tugas, dengan dokumennya.",
    )

    kode_butir = kolom_kode()
    sampai = Kolom(
        "Sampai dengan",
        Tanggal(),
        wajib=True,
        sinonim=("Sampai tanggal", "Akhir masa", "Per tanggal"),
        catatan="Hari terakhir masa tugas, misalnya 30/06/2026.",
        lebar=14,
    )
    uraian = Kolom("Uraian", Teks(), hanya_baca=True, lebar=40)
    unit = Kolom("Unit", Teks(), hanya_baca=True, lebar=24)
    target = Kolom("Target", Teks(), hanya_baca=True, lebar=20)
    fisik = kolom_fisik()
    predikat = kolom_predikat()
    dokumen_ada = kolom_dokumen()
    pagu = kolom_uang("pagu")
    pergeseran = kolom_uang("pergeseran")
    anggaran = kolom_uang("anggaran")
    status = Kolom("Status", Teks(), hanya_baca=True, lebar=18)

    def siapkan(self) -> None:
        """Read the plan and what each task asks for (two queries a year of the plan)."""
        super().siapkan()
        self._susunan: dict[tuple[str, str], Susunan] = {}

    def _tugas(self) -> "QuerySet[Capaian]":
        rows = Capaian.objects.visible_to(self.konteks.oleh, Permission.EVIDENCE_SEND)
        return rows.filter(
            butir__rencana=self.konteks.tujuan,
            instansi=self.konteks.instansi,
            gugur__isnull=True,
        )

    def ada(self) -> Iterator[Ada]:
        """Yield every task of the person's units in the order of the plan."""
        rows = list(
            self._tugas()
            .select_related("butir__baris_aksi", "unit", "realisasi")
            .order_by("butir__urut", "selesai", "pk")
        )
        asked: dict[int, dict[int, bool]] = {}
        for row in rows:
            year = tahun_jendela(row.mulai, row.selesai)
            asked.setdefault(year, {})[row.butir_id] = beranggaran(row.butir)
        shapes = {year: susunan_baris(year, butir) for year, butir in asked.items()}
        for row in rows:
            susunan = shapes[tahun_jendela(row.mulai, row.selesai)][row.butir_id]
            kode = kode_rapi(row.butir.kode)
            self._susunan[lipat(str(kode)), row.selesai.isoformat()] = susunan
            draft: Realisasi | None = getattr(row, "realisasi", None)
            isi: Isi = {
                "kode_butir": kode,
                "sampai": row.selesai,
                "uraian": rapi(row.butir.uraian),
                "unit": row.unit.nama,
                "target": rapi(susunan.target.mentah),
                **isi_angka(draft, susunan),
                "status": str(Status(row.status).label),
            }
            yield Ada(isi, row.pk)

    def contoh(self) -> Isi:
        """Return the example row of the template."""
        isi: Isi = dict.fromkeys(self.kolom_impor())
        isi |= {"kode_butir": "A-001", "sampai": self.rencana.selesai, "fisik": ("14", "10")}
        return isi

    def periksa(self, isi: Isi, lama: Isi | None) -> Iterator[Temuan]:
        """Yield tasks that are not there or not with the unit, and figures not asked for."""
        if lama is None:
            yield Temuan(
                f"Tugas {isi['kode_butir']} dengan masa itu tidak ada di unit Anda.",
                "Periksa kode dan hari terakhir masanya; tugas unit lain tidak dapat diisi.",
                kolom="kode_butir",
            )
            return
        if lama["status"] not in {str(status.label) for status in EDITABLE}:
            yield Temuan(
                f"Tugas ini berstatus {lama['status']}, jadi isiannya tidak dapat diubah.",
                "Tarik kembali dahulu di halaman tugasnya bila perlu.",
                kolom="kode_butir",
            )
        key = (lipat(str(isi["kode_butir"])), str(isi["sampai"]))
        yield from periksa_angka(isi, lama, self._susunan[key])

    def kunci_tulis(self) -> None:
        """Lock the tasks. Raises Denied (no right here), NotAllowed (the plan does not run)."""
        user, instansi = self.konteks.oleh, self.konteks.instansi
        rencana = Rencana.objects.filter(
            pk=self.konteks.tujuan or 0, instansi=instansi, jenis=Rencana.Jenis.ROADMAP
        ).first()
        if rencana is None or not user.akses.has(Permission.EVIDENCE_SEND, instansi.pk):
            raise Denied(self.bukan_rencana())
        if not rencana.berjalan:
            raise NotAllowed("Rencana ini tidak sedang berjalan, jadi isiannya tidak dapat diubah.")
        list(self._tugas().select_for_update(of=("self",)).order_by("pk").values_list("pk"))

    def tulis(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        """Write drafts with the value that follows from them, as saving the form does."""
        ids = [row.lama.ref for row in rows if row.lama is not None]
        tasks = self._tugas().select_related("butir__rencana", "instansi").in_bulk(ids)
        drafts = {r.capaian_id: r for r in Realisasi.objects.filter(capaian__in=ids)}
        through = Capaian.penulis.through
        by, at = self.konteks.oleh, self.konteks.at
        authors = set(
            through._default_manager.filter(capaian__in=ids, user=by.pk).values_list(
                "capaian", flat=True
            )
        )
        for row in rows:
            assert row.lama is not None  # `periksa` refuses new ones
            task = tasks[row.lama.ref]
            if Status(task.status) not in EDITABLE:
                raise NotAllowed(f"Tugas {task.butir.kode} tidak lagi di tangan unit.")
            measure = tolok(task)
            figures = measure.susunan.angka(masukan(row.nilai))
            draft = drafts.get(task.pk)
            if draft is None:
                draft = tulisan.buat(row.no, Realisasi(capaian=task, **figures))
            else:
                tulisan.ubah(row.no, draft, **figures)
            reached = realisasi(draft, measure.target)
            value = nilai_bulat(hasil_klaim(measure, tahun_lalu(task, measure), reached))
            tulisan.ubah(
                row.no,
                task,
                nilai_mandiri=value,
                versi=task.versi + 1,
                diubah=at,
                diubah_oleh=by,
            )
            if task.pk not in authors:
                authors.add(task.pk)
                tulisan.buat(row.no, through(capaian_id=task.pk, user_id=by.pk))
