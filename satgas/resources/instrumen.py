"""An instrument that is being drawn up as a flat table: one row a sub indikator."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from accounts.permissions import Denied, Permission
from accounts.resources.acuan_unit import rujukan_unit
from evidence.models import Butir
from satgas.actions.instrumen import kunci
from satgas.actions.susunan import rapi_kriteria
from satgas.instrumen.susunan import AreaSusun, IndikatorSusun, SubSusun, susun_lengkap
from satgas.instrumen.tempel import MAKS_DOKUMEN_SUB, MAKS_TEKS
from satgas.models import Instrumen
from satgas.models.instrumen import CARA_NILAI
from satgas.resources.instrumen_kolom import (
    DaftarKriteriaNilai,
    KriteriaDokumen,
    baris_kriteria,
    bernomor,
    samakan_kriteria,
    tulis_kriteria,
)
from satgas.resources.rencana import sebaris
from satgas.resources.tulis_instrumen import PenulisInstrumen
from sheets.columns import Acuan, Daftar, Desimal, Kode, Kolom, Pilihan, Teks
from sheets.resource import Ada, Isi, Perubahan, SheetResource, Temuan, Tingkat, Tujuan
from sheets.values import Keliru, teks

if TYPE_CHECKING:
    from accounts.models import Instansi, User
    from sheets.writes import Tulisan

_AREA = ("area", "bobot_area")
_INDIKATOR = ("indikator", "bobot_indikator")
_SUB = ("sub", "bobot_sub", "cara", "unit", "kriteria_nilai", "dokumen", "kriteria")
_BUKAN = "Instrumen ini bukan milik instansi ini, atau tidak dapat Anda baca."


class InstrumenResource(SheetResource):
    """Areas, indikator and sub indikator of one instrument, with documents and grades."""

    kode = "mcp_instrumen"
    label = "Instrumen MCP"
    golongan = "Instrumen MCP"
    permission = Permission.PLAN_EDIT
    bertujuan = True
    kunci = ("kode_area", "kode_indikator", "kode_sub")
    petunjuk = (
        "Satu baris untuk satu sub indikator; nama dan bobot area dan indikator diulang.",
        "Dokumen ditulis satu per baris di dalam selnya.",
        "Kriteria dokumen diawali nomor dokumennya, misalnya [2] ditetapkan kepala daerah.",
        "Hanya instrumen yang masih disusun yang dapat diubah.",
    )

    kode_area = Kolom("Kode area", Kode(12), wajib=True, sinonim=("No area", "Nomor area"))
    area = Kolom("Area", Teks(200), wajib=True, sinonim=("Area intervensi", "Area MCP"), lebar=28)
    bobot_area = Kolom("Bobot area", Desimal(3, 0, 100), sinonim=("Bobot area intervensi",))
    kode_indikator = Kolom("Kode indikator", Kode(16), sinonim=("No indikator",))
    indikator = Kolom("Indikator", Teks(400), sinonim=("Nama indikator", "Indikator MCP"), lebar=32)
    bobot_indikator = Kolom("Bobot indikator", Desimal(3, 0, 100))
    kode_sub = Kolom(
        "Kode sub", Kode(20), sinonim=("Kode sub indikator", "No sub", "No sub indikator")
    )
    sub = Kolom("Sub indikator", Teks(4000), sinonim=("Sub", "Nama sub indikator"), lebar=44)
    bobot_sub = Kolom("Bobot sub", Desimal(3, 0, 100), sinonim=("Bobot sub indikator",))
    cara = Kolom(
        "Cara menilai",
        Pilihan(CARA_NILAI),
        sinonim=("Cara nilai", "Cara penilaian"),
        catatan="Kosong: dipilih dari kriteria.",
    )
    unit = Kolom(
        "Unit pengampu",
        Acuan("unit"),
        sinonim=("Unit", "OPD", "PD", "Perangkat daerah", "OPD pengampu", "Pengampu"),
    )
    tugas = Kolom(
        "Tugas terkait", Daftar(24), hanya_baca=True, catatan="Diatur di halaman instrumen."
    )
    kriteria_nilai = Kolom(
        "Kriteria nilai",
        DaftarKriteriaNilai(MAKS_TEKS),
        sinonim=("Kriteria penilaian", "Skala nilai", "Rubrik"),
        catatan="Satu nilai per baris, misalnya 100: lengkap.",
        lebar=30,
    )
    dokumen = Kolom(
        "Dokumen",
        Daftar(MAKS_TEKS),
        sinonim=(
            "Dokumen yang diperlukan",
            "Dokumen yang dibutuhkan",
            "Dokumen wajib",
            "Dokumen pendukung",
            "Data dukung",
            "Bukti dukung",
            "Eviden",
        ),
        lebar=44,
    )
    kriteria = Kolom("Kriteria dokumen", KriteriaDokumen(), sinonim=("Kriteria",), lebar=44)

    instrumen: Instrumen

    @classmethod
    def daftar_tujuan(cls, user: "User", instansi: "Instansi") -> list[Tujuan]:
        """Return the instruments that a person reads; frozen ones are archives."""
        may = user.akses.has(cls.permission, instansi.pk)
        rows = Instrumen.objects.visible_to(user).filter(instansi=instansi)
        return [
            Tujuan(row.pk, str(row), may and row.keadaan == Instrumen.Keadaan.DISUSUN)
            for row in rows.order_by("-tahun", "-versi")
        ]

    def siapkan(self) -> None:
        """Read the instrument and the units (two queries). Raises Keliru."""
        found = (
            Instrumen.objects.visible_to(self.konteks.oleh)
            .filter(pk=self.konteks.tujuan or 0, instansi=self.konteks.instansi)
            .first()
        )
        if found is None:
            raise Keliru(_BUKAN, "Pilih instrumen lain.")
        self.instrumen = found
        self.acuan["unit"] = rujukan_unit(self.konteks.instansi)
        self._ada: dict[tuple[str, ...], Isi] = {}
        self._penulis: PenulisInstrumen | None = None

    def ada(self) -> Iterator[Ada]:
        """Yield sub indikator in the order of the tree, and branches without any; five queries."""
        units = dict(self.konteks.instansi.unit_set.values_list("pk", "kode"))
        for area in susun_lengkap(self.instrumen).area:
            branches: list[IndikatorSusun | None] = [*area.indikator]
            for indikator in branches or [None]:
                leaves: list[SubSusun | None] = [*indikator.sub] if indikator else []
                for sub in leaves or [None]:
                    isi = _isi(area, indikator, sub, units)
                    self._ada[self.kunci_dari(isi)] = isi
                    yield Ada(isi, None)

    def contoh(self) -> Isi:
        """Return the example row of the template."""
        isi: Isi = dict.fromkeys(self.kolom())
        return isi | {
            "kode_area": "1",
            "area": "Perencanaan",
            "kode_indikator": "1.1",
            "indikator": "Penetapan RKPD",
            "kode_sub": "1.1.1",
            "sub": "Reviu RKPD oleh Inspektorat",
            "cara": Butir.CaraNilai.PILIH.value,
            "kriteria_nilai": ("100: lengkap", "50: sebagian", "0: tidak ada"),
            "dokumen": ("Laporan hasil reviu", "Bukti tindak lanjut"),
            "kriteria": ("[1] ditandatangani Inspektur",),
        }

    def lengkapi(self, isi: Isi, lama: Isi | None) -> None:
        """Bring names on one line and criteria to the numbers of their documents."""
        for nama in ("area", "indikator", "sub"):
            if isi[nama] is not None:
                isi[nama] = sebaris(str(isi[nama]))
        if lama is not None:
            for nama in self.kunci:
                isi[nama] = lama[nama]
        if isi["cara"] is None and isi["kode_sub"] is not None:
            isi["cara"] = Butir.CaraNilai.PILIH.value
        documents = isi["dokumen"] if isinstance(isi["dokumen"], tuple) else ()
        isi["kriteria"] = samakan_kriteria(isi["kriteria"], len(documents))

    def periksa(self, isi: Isi, lama: Isi | None) -> Iterable[Temuan]:
        """Yield what is wrong about one row."""
        for kode, columns, di_atas in (
            ("kode_indikator", _INDIKATOR, "kode_area"),
            ("kode_sub", _SUB, "kode_indikator"),
        ):
            filled = [nama for nama in columns if isi[nama] is not None]
            if isi[kode] is None and filled:
                judul = self.kolom()[kode].judul
                yield Temuan(f"{judul} belum diisi.", "Isi kodenya.", kolom=kode)
            if isi[kode] is not None and isi[di_atas] is None:
                judul = self.kolom()[di_atas].judul
                yield Temuan(f"{judul} belum diisi.", "Isi kodenya.", kolom=di_atas)
            if isi[kode] is not None and isi[columns[0]] is None:
                judul = self.kolom()[columns[0]].judul
                yield Temuan(f"{judul} belum diisi.", "Isi namanya.", kolom=columns[0])
        documents = isi["dokumen"] if isinstance(isi["dokumen"], tuple) else ()
        if len(documents) > MAKS_DOKUMEN_SUB:
            yield Temuan(
                f"Paling banyak {MAKS_DOKUMEN_SUB} dokumen per sub indikator.",
                "Kurangi dokumennya.",
                kolom="dokumen",
            )
        if len({doc.casefold() for doc in documents}) < len(documents):
            yield Temuan("Ada dokumen yang disebut dua kali.", "Hapus salah satu.", kolom="dokumen")
        if not bernomor(isi["kriteria"], len(documents)):
            yield Temuan(
                "Kriteria tidak dapat dibagi menurut dokumennya.",
                "Awali tiap kriteria dengan nomor dokumennya, misalnya [1] dan [2].",
                kolom="kriteria",
            )
        if lama is not None and lama["dokumen"] and not documents:
            yield Temuan(
                "Semua dokumen sub indikator ini akan dihapus.",
                "Isi dokumennya bila itu tidak dimaksudkan.",
                kolom="dokumen",
                tingkat=Tingkat.PERINGATAN,
            )

    def periksa_semua(self, rows: Sequence[tuple[int, Isi]]) -> Iterable[tuple[int, Temuan]]:
        """Yield rows that call one area or indikator by two names, and codes used twice."""
        subs: dict[str, tuple[str, ...]] = {}
        for key in self._ada:
            if key[2]:
                subs[key[2]] = key
        first: dict[tuple[str, ...], Isi] = {}
        for no, isi in rows:
            key = self.kunci_dari(isi)
            if key[2] and subs.setdefault(key[2], key) != key:
                yield (
                    no,
                    Temuan(
                        "Kode sub indikator ini sudah dipakai pada indikator lain.",
                        "Beri kode lain.",
                        kolom="kode_sub",
                    ),
                )
            for depth, columns in ((1, _AREA), (2, _INDIKATOR)):
                if not all(key[:depth]):
                    continue
                other = first.setdefault(key[:depth], isi)
                for nama in columns:
                    if isi[nama] != other[nama]:
                        judul = self.kolom()[nama].judul
                        yield (
                            no,
                            Temuan(
                                f"{judul} berbeda dengan barisnya yang lain di berkas ini.",
                                "Samakan di semua barisnya.",
                                kolom=nama,
                            ),
                        )

    def kunci_tulis(self) -> None:
        """Lock the instrument. Raises Denied, NotAllowed (frozen)."""
        found = kunci(self.konteks.tujuan or 0, self.konteks.oleh)
        if found.instansi_id != self.konteks.instansi.pk:
            raise Denied(_BUKAN)

    def tulis(self, rows: Sequence[Perubahan], tulisan: "Tulisan") -> None:
        """Plan the tree from the top down."""
        if self._penulis is None:
            self._penulis = PenulisInstrumen(self.instrumen)
        self._penulis.tulis(rows, tulisan)


def _isi(
    area: AreaSusun, indikator: IndikatorSusun | None, sub: SubSusun | None, units: dict[int, str]
) -> Isi:
    isi: Isi = {
        "kode_area": area.kode,
        "area": sebaris(area.nama),
        "bobot_area": area.bobot,
        "kode_indikator": indikator.kode if indikator else None,
        "indikator": sebaris(indikator.nama) if indikator else None,
        "bobot_indikator": indikator.bobot if indikator else None,
        "kode_sub": sub.kode if sub else None,
    }
    if sub is None:
        return isi | dict.fromkeys([*_SUB, "tugas"])
    return isi | {
        "sub": sebaris(sub.nama),
        "bobot_sub": sub.bobot,
        "cara": sub.cara_nilai,
        "unit": units[sub.unit_id] if sub.unit_id else None,
        "tugas": tuple(satu.kode for satu in sub.tugas) or None,
        "kriteria_nilai": baris_kriteria({k.nilai: sebaris(k.uraian) or "" for k in sub.kriteria})
        or None,
        "dokumen": tuple(sebaris(d.uraian) or "" for d in sub.dokumen) or None,
        "kriteria": tulis_kriteria(
            {n: teks(rapi_kriteria(d.kriteria)) or "" for n, d in enumerate(sub.dokumen, start=1)}
        )
        or None,
    }
