"""Figures of years before the portal: "historis, tidak diverifikasi", each with its source."""

from collections.abc import Iterator, Sequence

from accounts.permissions import Permission
from evidence.keadaan import hari_di
from evidence.models import BuktiVersi, Butir
from roadmap.actions.historis import PANJANG_RUJUKAN, beranggaran, susunan_baris
from roadmap.forms_realisasi import Susunan
from roadmap.historis import rujukan, tahun_historis, terkunci, urai_rujukan
from roadmap.models import RealisasiHistoris
from roadmap.resources.angka import (
    isi_angka,
    kolom_dokumen,
    kolom_fisik,
    kolom_kode,
    kolom_predikat,
    kolom_uang,
    kosong,
    masukan,
    periksa_angka,
)
from roadmap.resources.cetakan import rapi
from roadmap.resources.rencana import RoadmapResource
from sheets.columns import Kode, Kolom, Tahun, Teks
from sheets.resource import Ada, Isi, Perubahan, Temuan
from sheets.values import kode as kode_rapi
from sheets.values import lipat
from sheets.writes import Tulisan


class HistorisResource(RoadmapResource):
    """The figures of one row or indikator in one year that has ended."""

    kode = "roadmap_historis"
    label = "Realisasi historis Road Map"
    permission = Permission.PLAN_EDIT
    kunci = ("kode_butir", "tahun_angka")
    arsip_boleh = True
    petunjuk = (
        "Satu baris untuk tiap kode dan tahun rencana yang sudah berakhir.",
        "Dokumen sumber harus sudah diunggah di halaman Historis Road Map, dengan nama yang sama.",
        "Angka fisik ditulis menurut komponen target tahun itu, satu di tiap baris sel.",
        "Angka yang berubah menjadi koreksi; yang lama tetap tersimpan.",
        "Tahun yang sudah mempunyai angka terverifikasi di Pantas tidak menerima angka historis.",
    )

    kode_butir = kolom_kode()
    tahun_angka = Kolom(
        "Tahun",
        Tahun(),
        wajib=True,
        sinonim=("Tahun realisasi", "Tahun capaian"),
        catatan="Tahun rencana yang sudah berakhir.",
        lebar=8,
    )
    uraian = Kolom("Uraian", Teks(), hanya_baca=True, lebar=40)
    target = Kolom("Target", Teks(), hanya_baca=True, lebar=20)
    fisik = kolom_fisik()
    predikat = kolom_predikat()
    dokumen_ada = kolom_dokumen()
    pagu = kolom_uang("pagu")
    pergeseran = kolom_uang("pergeseran")
    anggaran = kolom_uang("anggaran")
    dokumen = Kolom(
        "Dokumen sumber",
        Teks(150),
        wajib=True,
        sinonim=("Sumber", "Sumber data"),
        catatan="Nama dokumen yang sudah diunggah, misalnya LKjIP 2021.",
        lebar=24,
    )
    halaman = Kolom(
        "Halaman",
        Kode(40),
        sinonim=("Hal", "Hlm", "Halaman dokumen"),
        catatan="Halaman dalam dokumen sumber.",
        lebar=10,
    )

    def siapkan(self) -> None:
        """Read plan, years, Butir, what each year asks for, refusals and documents."""
        super().siapkan()
        today = hari_di(self.rencana, self.konteks.at)
        self._tahun = tahun_historis(self.rencana, today)
        rows = Butir.objects.filter(rencana=self.rencana).select_related("baris_aksi")
        self._butir = {lipat(row.kode): row for row in rows}
        shapes = {row.pk: beranggaran(row) for row in self._butir.values()}
        self._susunan = {tahun: susunan_baris(tahun, shapes) for tahun in self._tahun}
        self._terkunci = {tahun: terkunci(self.rencana, tahun) for tahun in self._tahun}
        files = BuktiVersi.objects.visible_to(self.konteks.oleh).filter(
            instansi=self.konteks.instansi
        )
        self._sumber: dict[str, int] = {}
        for pk, nomor, nama in files.order_by("pk").values_list("pk", "nomor_dokumen", "nama_asli"):
            self._sumber.setdefault(lipat(nama), pk)
            if nomor:
                self._sumber[lipat(nomor)] = pk
        kini = RealisasiHistoris.objects.filter(
            butir__rencana=self.rencana, diganti__isnull=True, sumber__isnull=False
        )
        for teks, pk in kini.values_list("rujukan", "sumber"):
            self._sumber[lipat(urai_rujukan(teks)[0])] = pk

    def ada(self) -> Iterator[Ada]:
        """Yield the historis figures in force (one query)."""
        rows = RealisasiHistoris.objects.filter(
            butir__rencana=self.rencana, diganti__isnull=True
        ).select_related("butir")
        for row in rows.order_by("butir__urut", "tahun"):
            susunan = self._asked(row.butir.kode, row.tahun)
            if susunan is None:
                continue
            document, pages = urai_rujukan(row.rujukan)
            isi: Isi = {
                "kode_butir": kode_rapi(row.butir.kode),
                "tahun_angka": row.tahun,
                "uraian": rapi(row.butir.uraian),
                "target": rapi(susunan.target.mentah),
                **isi_angka(row, susunan),
                "dokumen": rapi(document),
                "halaman": kode_rapi(pages),
            }
            yield Ada(isi, row.pk)

    def _asked(self, kode: object, tahun: object) -> Susunan | None:
        butir = self._butir.get(lipat(str(kode)))
        if butir is None or not isinstance(tahun, int) or tahun not in self._susunan:
            return None
        return self._susunan[tahun][butir.pk]

    def contoh(self) -> Isi:
        """Return the example row of the template."""
        isi: Isi = dict.fromkeys(self.kolom_impor())
        return isi | {
            "kode_butir": "A-001",
            "tahun_angka": self.tahun[0],
            "fisik": ("14", "10"),
            "pagu": 150_000_000,
            "anggaran": 120_000_000,
            "dokumen": f"LKjIP {self.tahun[0]}",
            "halaman": "21",
        }

    def periksa(self, isi: Isi, lama: Isi | None) -> Iterator[Temuan]:
        """Yield what has no place, no source, or figures that the target does not ask for."""
        susunan = self._asked(isi["kode_butir"], isi["tahun_angka"])
        butir = self._butir.get(lipat(str(isi["kode_butir"])))
        tahun = isi["tahun_angka"]
        if butir is None:
            yield Temuan(
                f"Kode {isi['kode_butir']} bukan bagian rencana ini.",
                "Periksa kodenya pada Road Map.",
                kolom="kode_butir",
            )
            return
        if susunan is None or not isinstance(tahun, int):
            yield Temuan(
                f"Angka historis hanya untuk tahun rencana yang sudah berakhir; {tahun} bukan.",
                "Periksa tahunnya; tahun berjalan dilaporkan lewat tugas.",
                kolom="tahun_angka",
            )
            return
        locked = self._terkunci[tahun].get(butir.pk)
        if locked:
            yield Temuan(locked, "Hapus baris ini dari berkas.", kolom="kode_butir")
        if kosong(isi):
            yield Temuan(
                "Angkanya belum diisi."
                if lama is None
                else "Angka yang sudah tercatat dihapus lewat tombol Hapus, dengan alasan.",
                "Isi angkanya, atau hapus baris ini dari berkas.",
                kolom="fisik",
            )
        if isi["halaman"] is None:
            yield Temuan(
                "Halaman dokumen sumber belum diisi.", "Sebutkan halamannya.", kolom="halaman"
            )
        if lipat(str(isi["dokumen"])) not in self._sumber:
            yield Temuan(
                f"Dokumen “{isi['dokumen']}” belum ada di Pantas.",
                "Unggah dahulu di halaman Historis Road Map dengan nama itu.",
                kolom="dokumen",
            )
        if len(rujukan(str(isi["dokumen"]), str(isi["halaman"] or ""))) > PANJANG_RUJUKAN:
            yield Temuan(
                f"Nama dokumen dan halaman bersama paling panjang {PANJANG_RUJUKAN} huruf.",
                "Persingkat namanya.",
                kolom="dokumen",
            )
        yield from periksa_angka(isi, lama, susunan)

    def tulis(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        """Write new figures; a correction is a new row, the earlier one is kept."""
        ids = [row.lama.ref for row in rows if row.lama is not None]
        there = RealisasiHistoris.objects.in_bulk(ids)
        for row in rows:
            nilai = row.nilai
            butir = self._butir[lipat(str(nilai["kode_butir"]))]
            tahun = nilai["tahun_angka"]
            susunan = self._asked(butir.kode, tahun)
            assert susunan is not None  # `periksa` refuses others
            assert isinstance(tahun, int)
            if row.lama is not None:
                tulisan.ubah(row.no, there[row.lama.ref], diganti=self.konteks.at)
            tulisan.buat(
                row.no,
                RealisasiHistoris(
                    instansi_id=self.rencana.instansi_id,
                    butir=butir,
                    tahun=tahun,
                    sumber_id=self._sumber[lipat(str(nilai["dokumen"]))],
                    rujukan=rujukan(str(nilai["dokumen"]), str(nilai["halaman"])),
                    oleh=self.konteks.oleh,
                    dibuat=self.konteks.at,
                    **susunan.angka(masukan(nilai)),
                ),
            )
