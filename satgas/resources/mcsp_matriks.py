"""The MCSP matrix that many offices keep: one row a document, with commitment and progress."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from accounts.permissions import Permission
from evidence.actions.penjadwalan import hari_di
from evidence.models import Capaian, DokumenWajib, Rencana
from evidence.resources.rencana import RencanaResource
from evidence.workflow import DI_UNIT, NotAllowed, Status
from satgas.models import Instrumen, PadananProgres, SubIndikator
from satgas.padanan import padanan
from satgas.resources.rencana import sebaris
from sheets.columns import Acuan, Jenis, Kolom, Nilai, Pengatur, Teks
from sheets.references import Rujukan
from sheets.resource import Ada, Isi, Perubahan, Temuan, Tingkat
from sheets.values import Keliru, lipat, teks

if TYPE_CHECKING:
    from sheets.resource import SheetResource
    from sheets.writes import Tulisan

_ABAIKAN = PadananProgres.Keadaan.ABAIKAN.value
_LABEL = {kode: str(label) for kode, label in Capaian.Progres.choices}


class AreaMatriks(Acuan):
    """An area; documents of the row are looked for in it."""

    def baca(self, mentah: Any, resource: "SheetResource") -> Nilai:
        kode = super().baca(mentah, resource)
        if isinstance(resource, MatriksResource):
            resource.area_kini = None if kode is None else str(kode)
        return kode


class DokumenMatriks(Acuan):
    """A required document by its text, looked for in the area of the row first."""

    def baca(self, mentah: Any, resource: "SheetResource") -> Nilai:
        text = teks(mentah)
        if text is None:
            return None
        text = " ".join(text.split())
        area = resource.area_kini if isinstance(resource, MatriksResource) else None
        own = resource.acuan.get(f"dokumen:{area}")
        return (own or resource.acuan[self.nama]).cari(text)


class Progres(Jenis):
    """Free words about progress, by the institution's own table."""

    pengatur = Pengatur("Atur padanan progres", "padanan_progres", Permission.PLAN_EDIT)

    def baca(self, mentah: Any, resource: "SheetResource") -> Nilai:
        text = teks(mentah)
        if text is None:
            return None
        assert isinstance(resource, MatriksResource)
        found = resource.padanan.get(lipat(text))
        if found is None:
            raise Keliru(
                f"Progress “{text[:60]}” belum mempunyai padanan.",
                "Atur padanannya, lalu periksa ulang.",
            )
        return found

    def tulis(self, nilai: Nilai, resource: "SheetResource") -> Any:
        return _LABEL[str(nilai)]

    def pilihan(self, resource: "SheetResource") -> list[str] | None:
        return list(_LABEL.values())


class MatriksResource(RencanaResource):
    """Commitment and progress of the tasks of an MCP plan, document by document."""

    kode = "mcsp_matriks"
    label = "Matriks MCSP"
    golongan = "Instrumen MCP"
    jenis_rencana = Rencana.Jenis.MCP
    kunci = ("dokumen",)
    bersama_lagi = False
    petunjuk = (
        "Matriks kantor dapat diunggah apa adanya: Area Intervensi, OPD, Dokumen, Progress.",
        "Pantas mencatat komitmen dan progres per tugas, bukan per dokumen.",
        "Kata-kata pada Progress diterjemahkan menurut halaman Padanan progres.",
        "Sel Komitmen atau Progress yang kosong tidak mengubah apa pun.",
    )

    area = Kolom("Area Intervensi", AreaMatriks("area"), sinonim=("Area", "Area MCP"), lebar=28)
    opd = Kolom(
        "OPD", Teks(250), sinonim=("Perangkat daerah", "Unit", "OPD pengampu", "PD"), lebar=28
    )
    dokumen = Kolom(
        "Dokumen yang diperlukan",
        DokumenMatriks("dokumen"),
        wajib=True,
        sinonim=("Dokumen", "Dokumen yang dibutuhkan", "Data dukung", "Eviden"),
        lebar=50,
    )
    komitmen = Kolom(
        "Komitmen",
        Teks(4000),
        sinonim=("Komitmen OPD", "Rencana tindak lanjut", "Tindak lanjut"),
        lebar=40,
    )
    progress = Kolom("Progress", Progres(), sinonim=("Progres", "Perkembangan", "Keterangan"))

    area_kini: str | None = None

    @classmethod
    def terbuka(cls, rencana: Rencana) -> bool:
        """Whether progress may be written: while the plan runs."""
        return rencana.berjalan

    def siapkan(self) -> None:
        """Read plan, units, words, areas and documents."""
        super().siapkan()
        self.padanan = padanan(self.konteks.instansi)
        used = Instrumen.objects.filter(rencana=self.rencana, keadaan=Instrumen.Keadaan.DIPAKAI)
        place: dict[int, dict[str, Any]] = {
            row["butir"]: {**row}
            for row in SubIndikator.objects.filter(
                indikator__area__instrumen__in=used, butir__rencana=self.rencana
            ).values(
                "butir", "kode", "indikator__area__kode", "indikator__area__nama",
                "indikator__area__urut",
            )
        }  # fmt: skip
        areas = {
            row["indikator__area__kode"]: row["indikator__area__nama"]
            for row in sorted(place.values(), key=lambda r: r["indikator__area__urut"])
        }
        self.acuan["area"] = Rujukan(
            "Area",
            (
                (kode, sebaris(nama) or kode, [f"{kode} {nama}", f"{kode}. {nama}"])
                for kode, nama in areas.items()
            ),
        )
        self._baca_dokumen(place)
        self.acuan["dokumen"] = Rujukan(
            "Dokumen", ((d["kode"], d["uraian"], []) for d in self._dokumen)
        )
        for area in areas:
            rows = [d for d in self._dokumen if d["area"] == area]
            self.acuan[f"dokumen:{area}"] = Rujukan(
                "Dokumen", ((d["kode"], d["uraian"], []) for d in rows)
            )
        self._catatan: dict[str, list[Temuan]] = {}
        self._tegas: dict[str, tuple[Nilai, Nilai]] = {}
        self._butir = {d["kode"]: d["butir"] for d in self._dokumen}
        self._status: dict[str, str | None] = {}
        self._tertulis: set[int] = set()

    def _baca_dokumen(self, place: dict[int, dict[str, Any]]) -> None:
        self._dokumen: list[dict[str, Any]] = []
        numbers: dict[int, int] = {}
        for butir, uraian in (
            DokumenWajib.objects.filter(butir__in=place, butir__dicabut__isnull=True)
            .order_by("butir__urut", "urut")
            .values_list("butir", "uraian")
        ):
            numbers[butir] = numbers.get(butir, 0) + 1
            row = place[butir]
            self._dokumen.append(
                {
                    "kode": f"{row['kode']}/{numbers[butir]}",
                    "uraian": sebaris(uraian) or row["kode"],
                    "butir": butir,
                    "area": row["indikator__area__kode"],
                }
            )

    def ada(self) -> Iterator[Ada]:
        """Yield every document with the task that is current today; one query."""
        today = hari_di(self.konteks.instansi, self.konteks.at)
        now: dict[int, dict[str, Any]] = {}
        for row in (
            Capaian.objects.filter(butir__in=set(self._butir.values()), gugur__isnull=True)
            .order_by("mulai")
            .values(
                "pk", "butir", "mulai", "status", "progres", "tindak_lanjut",
                "unit__nama", "unit__nama_pendek",
            )
        ):  # fmt: skip
            if row["butir"] not in now or row["mulai"] <= today:
                now[row["butir"]] = {**row}
        for d in self._dokumen:
            task = now.get(d["butir"])
            self._status[d["kode"]] = task["status"] if task else None
            nilai: Isi = {
                "area": d["area"],
                "opd": teks(task["unit__nama_pendek"] or task["unit__nama"]) if task else None,
                "dokumen": d["kode"],
                "komitmen": teks(task["tindak_lanjut"]) if task else None,
                "progress": task["progres"] if task else None,
            }
            yield Ada(nilai, task["pk"] if task else None)

    def contoh(self) -> Isi:
        """Return the example row of the template."""
        first = self._dokumen[0] if self._dokumen else None
        return {
            "area": first["area"] if first else None,
            "opd": "Dinas Contoh",
            "dokumen": first["kode"] if first else None,
            "komitmen": "Dokumen diserahkan akhir bulan",
            "progress": Capaian.Progres.DISIAPKAN.value,
        }

    def lengkapi(self, isi: Isi, lama: Isi | None) -> None:
        """Set aside what is only compared; blank cells say nothing."""
        self.area_kini = None
        if lama is None:
            return
        kode = str(isi["dokumen"])
        notes = self._catatan.setdefault(kode, [])
        self._tegas[kode] = (isi["komitmen"], isi["progress"])
        if isi["area"] is not None and isi["area"] != lama["area"]:
            notes.append(
                Temuan(
                    f"Dokumen ini milik area {self.fields['area'].sebut(lama['area'], self)}.",
                    "Perbaiki areanya.",
                    kolom="area",
                )
            )
        if isi["opd"] is not None and not self._unit_sama(str(isi["opd"]), lama["opd"]):
            notes.append(
                Temuan(
                    f"Di Pantas dokumen ini tugas {lama['opd'] or '(belum ada)'}.",
                    "OPD tidak diubah dari berkas ini; periksa unit pengampunya.",
                    kolom="opd",
                    tingkat=Tingkat.PERINGATAN,
                )
            )
        if isi["progress"] == _ABAIKAN:
            notes.append(
                Temuan(
                    "Selesai dicatat lewat bukti yang disetujui, bukan lewat progres.",
                    "Minta unit mengunggah dan mengirim dokumennya.",
                    kolom="progress",
                    tingkat=Tingkat.PERINGATAN,
                )
            )
            isi["progress"] = None
            self._tegas[kode] = (isi["komitmen"], None)
        for nama in ("area", "opd"):
            isi[nama] = lama[nama]
        for nama in ("komitmen", "progress"):
            if isi[nama] is None:
                isi[nama] = lama[nama]

    def _unit_sama(self, tertulis: str, di_sini: Nilai) -> bool:
        units = self.acuan["unit"]
        try:
            return units.sebut(units.cari(tertulis)) == units.sebut(units.cari(str(di_sini)))
        except Keliru:
            return False

    def periksa(self, isi: Isi, lama: Isi | None) -> Iterable[Temuan]:
        """Yield why a task can't be changed."""
        status = self._status.get(str(isi["dokumen"]))
        if status is None:
            yield Temuan(
                "Tugas dokumen ini belum berjalan.", "Mulai dahulu rencananya.", kolom="dokumen"
            )
        elif status not in DI_UNIT:
            yield Temuan(
                f"Tugas dokumen ini berstatus {Status(status).label}.",
                "Hapus baris ini dari berkas: komitmen dan progres hanya diubah selama tugasnya di "
                "tangan unit.",
                kolom="dokumen",
            )

    def periksa_semua(self, rows: Sequence[tuple[int, Isi]]) -> Iterable[tuple[int, Temuan]]:
        """Yield what was set aside, and rows of one task that contradict each other."""
        said: dict[tuple[int, str], Nilai] = {}
        for no, isi in rows:
            kode = str(isi["dokumen"])
            for temuan in self._catatan.get(kode, ()):
                yield no, temuan
            for nama, value in zip(
                ("komitmen", "progress"), self._tegas.get(kode, ()), strict=False
            ):
                if value is None:
                    continue
                if said.setdefault((self._butir[kode], nama), value) != value:
                    yield (
                        no,
                        Temuan(
                            f"{self.kolom()[nama].judul} berbeda dengan dokumen lain dari tugas "
                            "yang sama.",
                            "Pantas mencatatnya per tugas: samakan, atau kosongkan salah satu.",
                            kolom=nama,
                        ),
                    )

    def kunci_tulis(self) -> None:
        """Lock the plan. Raises Denied, NotAllowed (not running)."""
        super().kunci_tulis()
        plan = Rencana.objects.get(pk=self.konteks.tujuan or 0)
        if not plan.berjalan:
            raise NotAllowed("Rencana ini tidak sedang berjalan, jadi progresnya tidak dicatat.")

    def tulis(self, rows: Sequence[Perubahan], tulisan: "Tulisan") -> None:
        """Plan the changes of tasks; whoever applies them counts as one of their authors."""
        ids = sorted({row.lama.ref for row in rows if row.lama and row.lama.ref})
        tasks = {
            task.pk: task
            for task in Capaian.objects.select_for_update(of=("self",)).filter(pk__in=ids)
        }
        author = Capaian.penulis.through
        there = set(
            author.objects.filter(capaian__in=ids, user=self.konteks.oleh).values_list(
                "capaian", flat=True
            )
        )
        for row in rows:
            if row.lama is None or row.lama.ref in self._tertulis:
                continue
            task = tasks[row.lama.ref]
            if task.status not in DI_UNIT:
                raise NotAllowed("Ada tugas yang sudah dikirim sejak berkas ini diperiksa.")
            self._tertulis.add(task.pk)
            values: dict[str, Any] = {}
            if row.berubah("komitmen"):
                values["tindak_lanjut"] = row.nilai["komitmen"]
            if row.berubah("progress"):
                values["progres"] = row.nilai["progress"]
            tulisan.ubah(
                row.no,
                task,
                **values,
                versi=task.versi + 1,
                diubah=self.konteks.at,
                diubah_oleh_id=self.konteks.oleh.pk,
            )
            if task.pk not in there:
                tulisan.buat(row.no, author(capaian=task, user=self.konteks.oleh))
