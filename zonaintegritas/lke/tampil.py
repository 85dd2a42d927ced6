"""The sheet as its page shows it: which questions, whose columns, what each row says.

Reads what `zonaintegritas.lke.lembar` brought; no query and no arithmetic of its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ukuran.format import angka
from ukuran.lke.instrumen import Predikat
from ukuran.lke.nilai import HasilLKE
from zonaintegritas.lke.alur import TAHAP
from zonaintegritas.lke.isian import dari_baris
from zonaintegritas.lke.lembar import BarisPertanyaan, LembarLKE
from zonaintegritas.lke.saringan import SARING, SaringanLembar, TabSaring
from zonaintegritas.lke.survei import bersurvei
from zonaintegritas.models import LKE, BuktiLKE, SkalaLKE, StatusLKE, Tahap

NAMA_TAHAP: Mapping[Tahap, str] = {
    Tahap.MANDIRI: "mandiri",
    Tahap.EVALUATOR: "evaluator",
    Tahap.TPI: "TPI",
}
_ANGKA: Mapping[str, tuple[str, ...]] = {
    SkalaLKE.Jenis.PILIHAN: (),
    SkalaLKE.Jenis.RASIO: ("pembilang", "penyebut"),
    SkalaLKE.Jenis.INDEKS: ("angka",),
}


@dataclass(frozen=True)
class IsianAngka:
    """One figure of a form."""

    nama: str
    label: str
    isi: str
    galat: str = ""


@dataclass(frozen=True)
class IsiForm:
    """What stands in the form of the open stage; `lama` is the mark it was opened with."""

    lama: str = ""
    pilihan: str = ""
    pembilang: str = ""
    penyebut: str = ""
    angka: str = ""
    alasan: str = ""


@dataclass(frozen=True)
class KolomTahap:
    """What one stage says about a question."""

    tahap: Tahap
    jawaban: str
    nilai: Decimal | None
    alasan: str
    terbuka: bool


@dataclass(frozen=True)
class BuktiTampil:
    """One file of a question."""

    pk: int
    nama: str
    asal: str


@dataclass(frozen=True)
class Pesan:
    """What a submission came to: words, tone, faults by field, what became of files.

    `isian` repeats what was typed where there is no form any more.
    """

    teks: str = ""
    nada: str = "hijau"
    galat: Mapping[str, str] = field(default_factory=dict)
    isian: str = ""
    bukti: tuple[str, ...] = ()
    tersimpan: bool = False


@dataclass(frozen=True)
class SoalTampil:
    """One question of the sheet; `isi` is what stands in the form of the open stage."""

    pk: int
    kode: str
    teks: str
    penjelasan: str
    dokumen: tuple[str, ...]
    skala: SkalaLKE
    kolom: tuple[KolomTahap, ...]
    isi: IsiForm
    bukti: tuple[BuktiTampil, ...]
    peta: int
    bersurvei: bool
    bagian: str
    belum: bool
    tanpa_bukti: bool
    beda: bool
    pesan: Pesan = Pesan()

    @property
    def terisi(self) -> bool:
        """Whether the stored answer of the open stage says anything."""
        return bool(self.isi.lama)

    @property
    def isian_angka(self) -> tuple[IsianAngka, ...]:
        """The figures that the scale asks for."""
        label = {
            "pembilang": self.skala.label_pembilang or "Pembilang",
            "penyebut": self.skala.label_penyebut or "Penyebut",
            "angka": f"Nilai indeks, 0 sampai {angka(self.skala.maks, 4)}",
        }
        return tuple(
            IsianAngka(nama, label[nama], getattr(self.isi, nama), self.pesan.galat.get(nama, ""))
            for nama in _ANGKA[self.skala.jenis]
        )

    @property
    def galat_pilihan(self) -> str:
        """What is wrong with the choice."""
        return self.pesan.galat.get("pilihan", "")

    @property
    def galat_alasan(self) -> str:
        """What is wrong with the reason."""
        return self.pesan.galat.get("alasan", "")

    @property
    def cocok(self) -> Mapping[str, bool]:
        """Which filters this question passes."""
        return {"belum": self.belum, "tanpa_bukti": self.tanpa_bukti, "beda": self.beda}

    def dengan(self, pesan: Pesan, isi: IsiForm | None = None) -> "SoalTampil":
        """Return the row with the outcome of a submission, and what was typed."""
        return replace(self, pesan=pesan, isi=isi or self.isi)


@dataclass(frozen=True)
class BagianTampil:
    """One component with its own questions; `kurang` is missing to the minimum of the sasaran.

    `tingkat` is how deep it stands on the page: below the chosen component, else `kedalaman`.
    """

    pk: int
    kode: str
    nama: str
    kedalaman: int
    tingkat: int
    nilai: Decimal | None
    bobot: Decimal
    minimal: Decimal | None
    kurang: Decimal | None
    soal: tuple[SoalTampil, ...]


@dataclass(frozen=True)
class LembarTampil:
    """The page: the stage it speaks of, its scores, the parts that pass the filters."""

    lke: LKE
    tahap: Tahap
    hasil: HasilLKE
    bagian: tuple[BagianTampil, ...]
    semua: tuple[BagianTampil, ...]
    saring: tuple[TabSaring, ...]
    jumlah: int
    boleh_isi: bool
    boleh_bukti: bool
    draf: str
    komponen: str

    @property
    def nama_tahap(self) -> str:
        """Whose score this is, inside a sentence."""
        return NAMA_TAHAP[self.tahap]

    @property
    def area(self) -> tuple[BagianTampil, ...]:
        """The components to choose from: all that hold others or stand at the top."""
        return tuple(b for b in self.semua if b.kedalaman < _AREA or not b.soal)

    @property
    def kalimat(self) -> str:
        """What the sheet says, in one sentence for the head of the page."""
        return kalimat(self.hasil, self.tahap, Predikat(self.lke.sasaran))

    def soal(self, pk: int) -> SoalTampil | None:
        """Return one question, None when the instrument lacks it."""
        return next((s for b in self.semua for s in b.soal if s.pk == pk), None)

    def jalur(self, pk: int) -> tuple[BagianTampil, ...]:
        """Return the component of a question and all above it, the nearest first.

        Only those on a page that shows one component; none where the question is not on it.
        """
        dalam = _dalam(self.semua, self.komponen)
        letak = next((n for n, b in enumerate(dalam) if any(s.pk == pk for s in b.soal)), -1)
        found: list[BagianTampil] = []
        for bagian in reversed(dalam[: letak + 1]):
            if not found or bagian.kedalaman < found[-1].kedalaman:
                found.append(bagian)
        return tuple(found)


_AREA = 3


def tahap_kini(lke: LKE) -> Tahap:
    """Return the stage whose turn it is; the TPI's once the assessment is finished."""
    return TAHAP.get(StatusLKE(lke.status), Tahap.TPI)


def tahap_tampil(lembar: LembarLKE) -> tuple[Tahap, ...]:
    """Return the stages with a column: up to the one whose turn it is, and any with answers."""
    urut = list(Tahap)
    kini = urut.index(tahap_kini(lembar.lke))
    return tuple(
        t
        for n, t in enumerate(urut)
        if n <= kini or (t in lembar.nilai and lembar.nilai[t].terjawab)
    )


def kalimat(hasil: HasilLKE, tahap: Tahap, sasaran: Predikat) -> str:
    """Return score, coverage and what is missing to the sasaran, in one sentence."""
    nama = NAMA_TAHAP[tahap]
    if not hasil.terjawab:
        return f"Belum ada jawaban {nama} dari {hasil.jumlah} pertanyaan."
    bagian = [f"Nilai {nama} {angka(hasil.nilai, 2)} dari {angka(hasil.bobot, 2)}"]
    if hasil.sementara:
        bagian.append(f"sementara, {hasil.terjawab} dari {hasil.jumlah} pertanyaan bernilai")
    syarat = hasil.syarat_untuk(sasaran)
    if syarat is None:
        bagian.append(f"instrumen tidak memuat ambang {sasaran.kata}")
    elif syarat.terpenuhi:
        bagian.append(f"semua {len(syarat.syarat)} syarat {sasaran.kata} terpenuhi")
    else:
        bagian.append(
            f"{len(syarat.belum)} dari {len(syarat.syarat)} syarat {sasaran.kata} belum terpenuhi"
        )
    return "; ".join(bagian) + "."


def tampil(lembar: LembarLKE, saringan: SaringanLembar, *, user_id: int) -> LembarTampil:
    """Return the sheet as its page shows it to a person."""
    kini = tahap_kini(lembar.lke)
    semua = tuple(_bagian(lembar, kini))
    soal = [s for b in semua for s in b.soal]
    return LembarTampil(
        lke=lembar.lke,
        tahap=kini,
        hasil=lembar.nilai[kini],
        bagian=_tersaring(semua, saringan),
        semua=semua,
        saring=tuple(
            TabSaring(kode, nama, sum(s.cocok[kode] for s in soal), saringan.dengan(kode))
            for kode, nama in SARING.items()
        ),
        jumlah=len(soal),
        boleh_isi=lembar.hak.isi is not None,
        boleh_bukti=lembar.hak.bukti,
        draf=f"{user_id}:lke:{lembar.lke.pk}:{kini.value}",
        komponen=saringan.komponen,
    )


def _bagian(lembar: LembarLKE, kini: Tahap) -> Iterator[BagianTampil]:
    tahap = tahap_tampil(lembar)
    sasaran = Predikat(lembar.lke.sasaran)
    for satu in lembar.bagian:
        skor = satu.nilai[kini]
        minimal = skor.komponen.minimal(sasaran)
        nama = f"{skor.kode} {skor.nama}"
        kelompok = skor.komponen.kelompok
        yield BagianTampil(
            pk=satu.komponen.pk,
            kode=skor.kode,
            nama=skor.nama,
            kedalaman=satu.kedalaman,
            tingkat=satu.kedalaman,
            nilai=skor.nilai,
            bobot=skor.bobot,
            minimal=minimal,
            kurang=None if minimal is None else max(minimal - (skor.nilai or 0), Decimal()),
            soal=tuple(_soal(lembar, b, tahap, nama, kelompok) for b in satu.pertanyaan),
        )


def _soal(
    lembar: LembarLKE,
    baris: BarisPertanyaan,
    tahap: tuple[Tahap, ...],
    bagian: str,
    kelompok: str,
) -> SoalTampil:
    kini = tahap_kini(lembar.lke)
    isi = dari_baris(baris.jawaban.get(kini))
    terisi = {n for t in tahap if (n := baris.nilai[t]) is not None}
    return SoalTampil(
        pk=baris.pertanyaan.pk,
        kode=baris.pertanyaan.kode,
        teks=baris.pertanyaan.teks,
        penjelasan=baris.pertanyaan.penjelasan,
        dokumen=tuple(baris.pertanyaan.dokumen),
        skala=baris.pertanyaan.skala,
        kolom=tuple(_kolom(baris, t) for t in tahap),
        isi=IsiForm(
            lama=baris.lama,
            pilihan=isi.pilihan,
            pembilang=_tulis(isi.pembilang),
            penyebut=_tulis(isi.penyebut),
            angka=_tulis(isi.angka),
            alasan=isi.alasan,
        ),
        bukti=tuple(_bukti(b) for b in baris.bukti),
        peta=baris.peta,
        bersurvei=baris.isi is not None and bersurvei(kelompok, baris.pertanyaan.skala),
        bagian=bagian,
        belum=not baris.terjawab(kini),
        tanpa_bukti=baris.tanpa_bukti,
        beda=len(terisi) > 1,
    )


def _kolom(baris: BarisPertanyaan, tahap: Tahap) -> KolomTahap:
    row = baris.jawaban.get(tahap)
    return KolomTahap(
        tahap=tahap,
        jawaban=baris.sebut(tahap),
        nilai=baris.nilai[tahap],
        alasan=row.alasan if row is not None else "",
        terbuka=baris.isi is tahap,
    )


def _bukti(row: BuktiLKE) -> BuktiTampil:
    return BuktiTampil(row.pk, row.versi.nama_asli, row.get_asal_display())


def _tulis(nilai: Decimal | None) -> str:
    """Write a figure for an input: exact, with a comma, without dots for thousands."""
    if nilai is None:
        return ""
    teks = format(nilai.normalize(), "f")
    return teks.replace(".", ",")


def _tersaring(
    semua: tuple[BagianTampil, ...], saringan: SaringanLembar
) -> tuple[BagianTampil, ...]:
    """Return the parts with a question that passes the filters, and the parts above them."""
    if not saringan.ada:
        return semua
    dalam = _dalam(semua, saringan.komponen)
    found: list[BagianTampil] = []
    butuh = -1  # how deep the nearest kept part below is
    for bagian in reversed(dalam):
        soal = tuple(s for s in bagian.soal if not saringan.saring or s.cocok[saringan.saring])
        if soal or (butuh > bagian.kedalaman):
            found.append(replace(bagian, soal=soal))
            butuh = bagian.kedalaman
    return tuple(reversed(found))


def _dalam(semua: tuple[BagianTampil, ...], kode: str) -> tuple[BagianTampil, ...]:
    """Return a component with all below it; all when the instrument lacks it or none is asked."""
    awal = next((n for n, b in enumerate(semua) if b.kode == kode), None)
    if awal is None:
        return semua
    found = [semua[awal]]
    for bagian in semua[awal + 1 :]:
        if bagian.kedalaman <= semua[awal].kedalaman:
            break
        found.append(bagian)
    dasar = semua[awal].kedalaman
    return tuple(replace(b, tingkat=b.kedalaman - dasar) for b in found)
