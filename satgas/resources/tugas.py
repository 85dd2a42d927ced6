"""Tasks of the decree as a table: one row a lettered task or paragraph."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from evidence.actions.kewajiban import buat_capaian
from evidence.actions.penjadwalan import hari_di
from evidence.models import Butir, ButirPendukung, DokumenWajib
from evidence.penjadwal import pola_rencana
from satgas.models import Anggota, RincianTugas, SubTugas
from satgas.pola import pola_tertulis
from satgas.resources.rencana import PERUBAHAN, SatgasResource, sebaris
from satgas.resources.tulis_tugas import PenulisTugas
from sheets.columns import Acuan, Bulat, Daftar, Kode, Kolom, Pilihan, Tanggal, Teks, Ya
from sheets.resource import Ada, Isi, Perubahan, Temuan
from sheets.values import teks

if TYPE_CHECKING:
    from sheets.writes import Tulisan

_KODE = re.compile(r"([0-9]{1,3})(?:\.([a-z]{1,3}))?")
_BUNYI = ("anggota", "huruf", "urut", "uraian", "sub", "bersama")
_LAYAR = "Ubah di halaman tugas itu pada menu Rencana."
_PANJANG = 4000


class PilihanPola(Pilihan):
    """How often a task is due: what a plan of the Satgas knows."""

    def __init__(self) -> None:
        super().__init__(
            Butir.Pola.choices, {"setiap bulan": "bulanan", "per triwulan": "triwulan"}
        )


class TugasResource(SatgasResource):
    """Tasks of the members of one plan, with how often and by which documents."""

    kode = "satgas_tugas"
    label = "Tugas Satgas"
    kunci = ("kode_tugas",)
    petunjuk = (
        "Satu baris untuk satu tugas. Kode adalah nomor anggota dan hurufnya, misalnya 9.g.",
        "Sub tugas, dokumen, dan unit pendukung ditulis satu per baris di dalam selnya.",
        "Anggotanya harus sudah ada: impor dahulu Anggota Satgas.",
        "Bunyi tugas rencana yang berjalan diubah melalui Keputusan perubahan, bukan di sini.",
    )

    kode_tugas = Kolom("Kode", Kode(24), wajib=True, sinonim=("Kode tugas", "Kode butir"))
    anggota = Kolom(
        "Anggota no.",
        Bulat(1, 999),
        sinonim=("No. anggota", "Nomor anggota", "Anggota"),
        catatan="Kosong: menurut kode.",
    )
    huruf = Kolom("Huruf", Kode(4), catatan="Kosong untuk tugas yang satu paragraf.")
    urut = Kolom("Urutan", Bulat(1, 999), sinonim=("Urut",), catatan="Kosong: paling akhir.")
    uraian = Kolom(
        "Uraian tugas", Teks(_PANJANG), wajib=True, sinonim=("Tugas", "Uraian"), lebar=60
    )
    sub = Kolom("Sub tugas", Daftar(_PANJANG), sinonim=("Rincian",), lebar=44)
    bersama = Kolom(
        "Bersama anggota no.",
        Daftar(3),
        sinonim=("Bersama",),
        catatan="Nomor anggota lain yang memikul tugas ini, satu per baris.",
    )
    pola = Kolom(
        "Pola", PilihanPola(), sinonim=("Frekuensi", "Periode"), catatan="Kosong: menurut bunyinya."
    )
    unit = Kolom(
        "Unit pelapor",
        Acuan("unit"),
        sinonim=("Unit", "OPD", "Penanggung jawab"),
        catatan="Kosong: unit anggotanya.",
    )
    pendukung = Kolom(
        "Unit pendukung", Daftar(acuan="unit"), sinonim=("Pendukung", "OPD pendukung"), lebar=30
    )
    dokumen = Kolom(
        "Dokumen wajib",
        Daftar(_PANJANG),
        sinonim=("Dokumen", "Bukti", "Data dukung"),
        catatan="Satu dokumen per baris. Kosong: tetap; pada tugas baru sub tugasnya.",
        lebar=44,
    )
    asal_dokumen = Kolom(
        "Asal dokumen",
        Daftar(8),
        catatan="Satu kata per dokumen, urut: sumber (menurut keputusan) atau portal.",
    )
    dinilai = Kolom("Dinilai", Ya(), catatan="Kosong: ya, kecuali tugas bersama.")
    masa_mutakhir = Kolom("Masa mutakhir (bulan)", Bulat(1, 24), catatan="Kosong: 3 bulan.")
    jatuh_tempo = Kolom("Jatuh tempo khusus", Tanggal(), sinonim=("Jatuh tempo",))
    dicabut = Kolom("Dicabut", Ya(), hanya_baca=True)

    def siapkan(self) -> None:
        """Read plan, units, decree and members."""
        super().siapkan()
        rows = Anggota.objects.filter(sk=self.sk).values_list("no", "unit__kode")
        self._unit_anggota: dict[int, str] = dict(rows)
        self._urut: dict[tuple[object, object], str] = {}
        self._terakhir: dict[int, int] = {}
        self._dicabut: set[str] = set()
        self._penulis: PenulisTugas | None = None

    def ada(self) -> Iterator[Ada]:
        """Yield the tasks in the order of the plan; five queries."""
        tasks = RincianTugas.objects.filter(anggota__sk=self.sk)
        subs = _kumpul(
            SubTugas.objects.filter(tugas__in=tasks.values("pk"))
            .order_by("no")
            .values_list("tugas", "teks")
        )
        shared = _kumpul(
            RincianTugas.bersama.through.objects.filter(rinciantugas__in=tasks.values("pk"))
            .order_by("anggota__no")
            .values_list("rinciantugas", "anggota__no")
        )
        butir = tasks.values("butir")
        support = _kumpul(
            ButirPendukung.objects.filter(butir__in=butir)
            .order_by("unit__kode")
            .values_list("butir", "unit__kode")
        )
        documents: dict[int, list[tuple[str, str]]] = {}
        for pk, uraian, asal in (
            DokumenWajib.objects.filter(butir__in=butir)
            .order_by("urut")
            .values_list("butir", "uraian", "asal")
        ):
            documents.setdefault(pk, []).append((sebaris(uraian) or "", asal))
        for row in tasks.order_by("butir__urut", "butir").values(
            "pk", "butir", "butir__kode", "anggota__no", "huruf", "urut", "teks", "butir__pola",
            "butir__unit__kode", "butir__dinilai", "butir__masa_mutakhir", "butir__jatuh_tempo",
            "butir__dicabut",
        ):  # fmt: skip
            kode, no = row["butir__kode"], row["anggota__no"]
            docs = documents.get(row["butir"], [])
            nilai: Isi = {
                "kode_tugas": kode,
                "anggota": no,
                "huruf": row["huruf"] or None,
                "urut": row["urut"],
                "uraian": teks(row["teks"]),
                "sub": subs.get(row["pk"]),
                "bersama": shared.get(row["pk"]),
                "pola": row["butir__pola"],
                "unit": row["butir__unit__kode"],
                "pendukung": _urut(support.get(row["butir"], ())),
                "dokumen": tuple(uraian for uraian, _ in docs) or None,
                "asal_dokumen": tuple(asal for _, asal in docs) or None,
                "dinilai": row["butir__dinilai"],
                "masa_mutakhir": row["butir__masa_mutakhir"],
                "jatuh_tempo": row["butir__jatuh_tempo"],
                "dicabut": row["butir__dicabut"] is not None,
            }
            self._urut[no, row["urut"]] = kode
            self._terakhir[no] = max(self._terakhir.get(no, 0), row["urut"])
            if nilai["dicabut"]:
                self._dicabut.add(kode)
            yield Ada(nilai, row["butir"])

    def contoh(self) -> Isi:
        """Return the example row of the template."""
        isi: Isi = dict.fromkeys(self.kolom())
        return isi | {
            "kode_tugas": "9.g",
            "anggota": 9,
            "huruf": "g",
            "uraian": "menyusun laporan pelaksanaan tugas;",
            "pola": Butir.Pola.TRIWULAN.value,
            "dokumen": ("Laporan pelaksanaan tugas",),
            "asal_dokumen": ("portal",),
            "dinilai": True,
            "masa_mutakhir": 3,
        }

    def lengkapi(self, isi: Isi, lama: Isi | None) -> None:
        """Fill what a code, a text and a member already say."""
        if lama is not None:
            isi["kode_tugas"] = lama["kode_tugas"]
        if lama is None:
            self._baru(isi)
        for nama in (
            "anggota", "huruf", "urut", "pola", "unit", "dinilai", "masa_mutakhir", "dokumen",
        ):  # fmt: skip
            if isi[nama] is None and lama is not None:
                isi[nama] = lama[nama]
        isi["asal_dokumen"] = _asal(isi, lama)
        support = isi["pendukung"] if isinstance(isi["pendukung"], tuple) else ()
        isi["pendukung"] = _urut(kode for kode in support if kode != isi["unit"])
        shared = isi["bersama"] if isinstance(isi["bersama"], tuple) else ()
        isi["bersama"] = _urut(str(int(no)) if no.isdecimal() else no for no in shared)

    def _baru(self, isi: Isi) -> None:
        found = _KODE.fullmatch(str(isi["kode_tugas"] or ""))
        if found:
            if isi["anggota"] is None:
                isi["anggota"] = int(found[1])
            if isi["huruf"] is None:
                isi["huruf"] = found[2]
        no = int(str(isi["anggota"] or 0))
        if isi["urut"] is None:
            isi["urut"] = self._terakhir.get(no, 0) + 1
        self._terakhir[no] = max(self._terakhir.get(no, 0), int(str(isi["urut"])))
        if isi["pola"] is None:
            stated = pola_tertulis(str(isi["uraian"] or ""))
            isi["pola"] = (stated.pola if stated else Butir.Pola.TAHUNAN).value
        if isi["unit"] is None:
            isi["unit"] = self._unit_anggota.get(no)
        if isi["dinilai"] is None:
            isi["dinilai"] = isi["bersama"] is None
        if isi["masa_mutakhir"] is None:
            isi["masa_mutakhir"] = 3
        if isi["dokumen"] is None:
            isi["dokumen"] = isi["sub"] or ("Bukti pelaksanaan tugas",)

    def periksa(self, isi: Isi, lama: Isi | None) -> Iterable[Temuan]:
        """Yield what is wrong about one task."""
        if lama is None:
            yield from self._periksa_baru(isi)
        else:
            yield from self._periksa_ubah(isi, lama)
        for no in isi["bersama"] if isinstance(isi["bersama"], tuple) else ():
            if not no.isdecimal() or int(no) not in self._unit_anggota or int(no) == isi["anggota"]:
                yield Temuan(
                    f"Anggota bersama nomor {no} tidak ada.",
                    "Pakai nomor anggota lain dari keputusan ini.",
                    kolom="bersama",
                )
        if isi["pola"] not in pola_rencana(self.rencana):
            yield Temuan("Pola ini tidak dipakai rencana Satgas.", "Pilih pola lain.", kolom="pola")
        tempo = isi["jatuh_tempo"]
        if tempo and not str(self.rencana.mulai) <= str(tempo) <= str(self.rencana.selesai):
            yield Temuan(
                "Jatuh tempo harus berada di dalam masa rencana.",
                "Perbaiki tanggalnya.",
                kolom="jatuh_tempo",
            )
        documents = isi["dokumen"] if isinstance(isi["dokumen"], tuple) else ()
        if len({doc.casefold() for doc in documents}) < len(documents):
            yield Temuan("Ada dokumen yang disebut dua kali.", "Hapus salah satu.", kolom="dokumen")
        origins = isi["asal_dokumen"] if isinstance(isi["asal_dokumen"], tuple) else ()
        if len(origins) > len(documents) or set(origins) - set(DokumenWajib.Asal.values):
            yield Temuan(
                "Asal dokumen tidak cocok dengan dokumennya.",
                "Tulis sumber atau portal, satu baris untuk tiap dokumen.",
                kolom="asal_dokumen",
            )

    def _periksa_baru(self, isi: Isi) -> Iterable[Temuan]:
        no, huruf = isi["anggota"], isi["huruf"]
        if no not in self._unit_anggota:
            yield Temuan(
                f"Anggota nomor {no or '(kosong)'} tidak ada pada keputusan ini.",
                "Impor dahulu Anggota Satgas, atau perbaiki nomornya.",
                kolom="anggota",
            )
        wanted = f"{no}.{huruf}" if huruf else f"{no}"
        if isi["kode_tugas"] != wanted:
            yield Temuan(
                f"Kode tidak cocok dengan anggota dan hurufnya: seharusnya {wanted}.",
                "Perbaiki kode, nomor anggota, atau hurufnya.",
                kolom="kode_tugas",
            )
        if huruf and not re.fullmatch(r"[a-z]{1,3}", str(huruf)):
            yield Temuan(
                "Huruf tugas terdiri atas satu sampai tiga huruf kecil, misalnya q.",
                "Perbaiki hurufnya.",
                kolom="huruf",
            )

    def _periksa_ubah(self, isi: Isi, lama: Isi) -> Iterable[Temuan]:
        if lama["kode_tugas"] in self._dicabut:
            yield Temuan("Tugas ini sudah dicabut dari rencana.", "Kembalikan isinya.")
            return
        for nama in self.kolom_impor():
            if isi[nama] == lama[nama]:
                continue
            if nama in ("anggota", "huruf", "urut"):
                yield Temuan(
                    "Letak tugas yang sudah ada tidak diubah lewat berkas.",
                    "Kembalikan isinya seperti semula.",
                    kolom=nama,
                )
            elif self.rencana.berjalan and nama in _BUNYI:
                yield Temuan(
                    "Bunyi tugas rencana yang berjalan tidak diubah lewat berkas.",
                    PERUBAHAN,
                    kolom=nama,
                )
            elif self.rencana.berjalan:
                yield Temuan(
                    "Tugas rencana yang berjalan sudah dikerjakan unit.", _LAYAR, kolom=nama
                )

    def periksa_semua(self, rows: Sequence[tuple[int, Isi]]) -> Iterable[tuple[int, Temuan]]:
        """Yield tasks that would stand in one place."""
        places = dict(self._urut)
        for no, isi in rows:
            kode = str(isi["kode_tugas"])
            if places.setdefault((isi["anggota"], isi["urut"]), kode) != kode:
                yield (
                    no,
                    Temuan(
                        "Urutan ini sudah dipakai tugas lain anggota itu.",
                        "Kosongkan urutannya, atau pakai angka lain.",
                        kolom="urut",
                    ),
                )

    def tulis(self, rows: Sequence[Perubahan], tulisan: "Tulisan") -> None:
        """Plan tasks with what hangs on them."""
        if self._penulis is None:
            self._penulis = PenulisTugas(self.rencana, self.sk)
        self._penulis.tulis(rows, tulisan)

    def sesudah(self, tulisan: "Tulisan") -> None:
        """Number the plan anew around new tasks; a running plan asks for them from today."""
        if self._penulis is None or not self._penulis.baru:
            return
        self._penulis.urutkan(tulisan)
        if self.rencana.berjalan:
            scored = [butir for butir, _ in self._penulis.baru if butir.dinilai]
            today = hari_di(self.rencana.instansi, self.konteks.at)
            buat_capaian(self.rencana, scored, at=self.konteks.at, dari=today)


def _kumpul(rows: Iterable[tuple[int, object]]) -> dict[int, tuple[str, ...]]:
    """Return lines by owner, each on one line."""
    found: dict[int, list[str]] = {}
    for pk, text in rows:
        found.setdefault(pk, []).append(sebaris(str(text)) or "")
    return {pk: tuple(lines) for pk, lines in found.items()}


def _urut(lines: Iterable[str]) -> tuple[str, ...] | None:
    """Return lines in one order, numbers as numbers; None when there is none."""
    return tuple(sorted(set(lines), key=_angka)) or None


def _angka(text: str) -> tuple[int, str]:
    return (int(text), "") if text.isdecimal() else (0, text)


def _asal(isi: Isi, lama: Isi | None) -> tuple[str, ...] | None:
    """Return the origin of each document: as written, as it was, or as the sub-items say."""
    documents = isi["dokumen"] if isinstance(isi["dokumen"], tuple) else ()
    given = isi["asal_dokumen"] if isinstance(isi["asal_dokumen"], tuple) else ()
    if lama is not None and given == lama["asal_dokumen"] and documents != lama["dokumen"]:
        given = ()
    before: dict[str, str] = {}
    if lama and isinstance(lama["dokumen"], tuple) and isinstance(lama["asal_dokumen"], tuple):
        before = dict(zip(lama["dokumen"], lama["asal_dokumen"], strict=True))
    sub = isi["sub"] if isinstance(isi["sub"], tuple) else ()
    filled = [
        given[n].casefold()
        if n < len(given)
        else before.get(doc, DokumenWajib.Asal.SUMBER if doc in sub else DokumenWajib.Asal.PORTAL)
        for n, doc in enumerate(documents)
    ]
    return tuple(str(one) for one in [*filled, *given[len(documents) :]]) or None
