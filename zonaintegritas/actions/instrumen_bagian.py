"""Components, questions and answer scales of a draft: added, changed, removed one at a time."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Max

from accounts.models import User
from audit.recorder import audited
from evidence.actions.errors import IsianKurang
from evidence.workflow import NotAllowed
from ukuran.lke.instrumen import Paruh
from zonaintegritas.actions.instrumen import catat, kata, kunci_rancangan, saat, ubah_baris
from zonaintegritas.models import InstrumenLKE, KomponenLKE, PertanyaanLKE, SkalaLKE

SERATUS, DESIMAL = Decimal(100), 4
PANJANG_KODE, PANJANG_NAMA, PANJANG_TEKS = 40, 200, 4000
Bagian = KomponenLKE | PertanyaanLKE | SkalaLKE
ModelBagian = type[KomponenLKE] | type[PertanyaanLKE] | type[SkalaLKE]


def _batas(
    galat: dict[str, str], nama: str, isi: str, batas: int, wajib: str = "Wajib diisi."
) -> str:
    isi = isi.replace("\r\n", "\n").strip()
    if wajib and not isi:
        galat[nama] = wajib
    elif len(isi) > batas:
        galat[nama] = f"Paling panjang {batas} huruf, Anda menulis {len(isi)}."
    return isi


def _angka(galat: dict[str, str], nama: str, nilai: Decimal | None, atas: Decimal) -> None:
    if nilai is None:
        return
    if not nilai.is_finite() or not 0 <= nilai <= atas:
        galat[nama] = f"Tulis bilangan dari 0 sampai {atas}."
    elif nilai != round(nilai, DESIMAL):
        galat[nama] = f"Paling banyak {DESIMAL} angka di belakang koma."


@dataclass(frozen=True)
class IsiBagian(ABC):
    """What a part says; `kolom` gives its columns or notes what is wrong."""

    MODEL: ClassVar[ModelBagian]

    @abstractmethod
    def kolom(
        self, instrumen: InstrumenLKE, row: Bagian | None, galat: dict[str, str]
    ) -> dict[str, Any]:
        """Return the columns; note in `galat` what is wrong, by field."""


@dataclass(frozen=True)
class IsiKomponen(IsiBagian):
    """A component: its place in the tree, weight and minima."""

    MODEL: ClassVar[ModelBagian] = KomponenLKE

    kode: str
    nama: str
    bobot: Decimal
    induk_id: int | None = None
    kelompok: str = ""
    paruh: str = ""
    min_wbk: Decimal | None = None
    min_wbbm: Decimal | None = None
    status_sumber: str = ""

    def kolom(
        self, instrumen: InstrumenLKE, row: Bagian | None, galat: dict[str, str]
    ) -> dict[str, Any]:
        """Return the columns; a component never lies below itself."""
        if self.paruh not in list(Paruh):
            galat["paruh"] = "Pilih dari daftar."
        _angka(galat, "bobot", self.bobot, SERATUS)
        for nama in ("min_wbk", "min_wbbm"):
            _angka(galat, nama, getattr(self, nama), SERATUS)
        induk = None
        if self.induk_id is not None:
            induk = instrumen.komponen_set.filter(pk=self.induk_id).first()
            if induk is None or (row is not None and _di_bawah(instrumen, induk.pk, row.pk)):
                galat["induk"] = "Pilih komponen lain di atasnya."
            elif induk.pertanyaan_set.exists():
                galat["induk"] = "Komponen itu memuat pertanyaan, jadi tidak memuat komponen lain."
        return {
            "kode": _batas(galat, "kode", self.kode, PANJANG_KODE),
            "nama": _batas(galat, "nama", self.nama, PANJANG_NAMA),
            "kelompok": _batas(galat, "kelompok", self.kelompok, PANJANG_KODE, ""),
            "paruh": self.paruh,
            "bobot": self.bobot,
            "min_wbk": self.min_wbk,
            "min_wbbm": self.min_wbbm,
            "status_sumber": _batas(galat, "status_sumber", self.status_sumber, 40, ""),
            "induk": induk,
        }


def _di_bawah(instrumen: InstrumenLKE, mulai: int, akar: int) -> bool:
    """Whether a component is another one or lies below it."""
    induk = dict(instrumen.komponen_set.values_list("pk", "induk"))
    step: int | None = mulai
    while step is not None:
        if step == akar:
            return True
        step = induk[step]
    return False


@dataclass(frozen=True)
class IsiPertanyaan(IsiBagian):
    """A question: its component, its scale, the documents that it expects."""

    MODEL: ClassVar[ModelBagian] = PertanyaanLKE

    kode: str
    teks: str
    komponen_id: int
    skala_id: int
    penjelasan: str = ""
    dokumen: tuple[str, ...] = ()

    def kolom(
        self, instrumen: InstrumenLKE, row: Bagian | None, galat: dict[str, str]
    ) -> dict[str, Any]:
        """Return the columns; only a component without components holds questions."""
        komponen = instrumen.komponen_set.filter(pk=self.komponen_id).first()
        if komponen is None:
            galat["komponen"] = "Pilih komponen dari daftar."
        elif komponen.anak_set.exists():
            galat["komponen"] = "Komponen ini memuat komponen lain, jadi tidak memuat pertanyaan."
        skala = instrumen.skala_set.filter(pk=self.skala_id).first()
        if skala is None:
            galat["skala"] = "Pilih skala dari daftar."
        dokumen = [satu.strip() for satu in self.dokumen if satu.strip()]
        if any(len(satu) > PANJANG_NAMA for satu in dokumen):
            galat["dokumen"] = f"Nama dokumen paling panjang {PANJANG_NAMA} huruf."
        return {
            "kode": _batas(galat, "kode", self.kode, PANJANG_KODE),
            "teks": _batas(galat, "teks", self.teks, PANJANG_TEKS),
            "penjelasan": _batas(galat, "penjelasan", self.penjelasan, PANJANG_TEKS, ""),
            "komponen": komponen,
            "skala": skala,
            "dokumen": dokumen,
        }


@dataclass(frozen=True)
class IsiSkala(IsiBagian):
    """An answer scale; `pilihan` are code, value from 0 to 1, label."""

    MODEL: ClassVar[ModelBagian] = SkalaLKE

    kode: str
    nama: str
    jenis: str
    pilihan: tuple[tuple[str, Decimal, str], ...] = ()
    maks: Decimal | None = None
    label_pembilang: str = ""
    label_penyebut: str = ""

    def kolom(
        self, instrumen: InstrumenLKE, row: Bagian | None, galat: dict[str, str]
    ) -> dict[str, Any]:
        """Return the columns: what the kind needs and nothing of another kind."""
        if self.jenis not in SkalaLKE.Jenis.values:
            galat["jenis"] = "Pilih dari daftar."
        pilihan = self.pilihan if self.jenis == SkalaLKE.Jenis.PILIHAN else ()
        if self.jenis == SkalaLKE.Jenis.PILIHAN:
            self._periksa_pilihan(galat)
        maks = self.maks if self.jenis == SkalaLKE.Jenis.INDEKS else None
        if self.jenis == SkalaLKE.Jenis.INDEKS:
            _angka(galat, "maks", maks, Decimal(1000))
            if not maks:
                galat["maks"] = "Nilai tertinggi lebih dari 0."
        rasio = self.jenis == SkalaLKE.Jenis.RASIO
        wajib = "Tulis apa yang dihitung." if rasio else ""
        label = {
            nama: _batas(galat, nama, getattr(self, nama) if rasio else "", 160, wajib)
            for nama in ("label_pembilang", "label_penyebut")
        }
        return {
            "kode": _batas(galat, "kode", self.kode, PANJANG_KODE),
            "nama": _batas(galat, "nama", self.nama, 120),
            "jenis": self.jenis,
            "pilihan": [{"kode": k, "nilai": f"{n:f}", "label": teks} for k, n, teks in pilihan],
            "maks": maks,
            **label,
        }

    def _periksa_pilihan(self, galat: dict[str, str]) -> None:
        nilai = [n for _, n, _ in self.pilihan]
        kode = [k for k, _, _ in self.pilihan]
        if any(not n.is_finite() or not 0 <= n <= 1 or n != round(n, DESIMAL) for n in nilai):
            galat["pilihan"] = f"Nilai pilihan dari 0 sampai 1, paling banyak {DESIMAL} desimal."
        elif not nilai or max(nilai) != 1 or min(nilai) != 0:
            galat["pilihan"] = "Pilihan terbaik bernilai 1 dan yang terburuk bernilai 0."
        elif len(set(kode)) != len(kode) or not all(kode):
            galat["pilihan"] = "Setiap pilihan mempunyai kode sendiri."
        elif any(len(k) > 20 for k in kode):
            galat["pilihan"] = "Kode pilihan paling panjang 20 huruf."


def simpan_bagian(
    *,
    instrumen_id: int,
    isi: IsiBagian,
    by: User,
    baris_id: int | None = None,
    at: datetime | None = None,
) -> Bagian:
    """Add a part to a draft, or change the part `baris_id`.

    Raises Denied, NotAllowed (regulation, in use, part gone), IsianKurang with the fields of `isi`
    ("induk", "komponen" and "skala" for what it names).
    """
    with audited():
        instrumen = kunci_rancangan(instrumen_id, by)
        row: Bagian | None = None
        if baris_id is not None:
            row = _bagian(instrumen, isi.MODEL, baris_id)
        galat: dict[str, str] = {}
        kolom = isi.kolom(instrumen, row, galat)
        same = isi.MODEL.objects.filter(instrumen=instrumen, kode=kolom["kode"])
        if "kode" not in galat and same.exclude(pk=baris_id or 0).exists():
            galat["kode"] = f"Kode {kolom['kode']} sudah dipakai dalam instrumen ini."
        if galat:
            raise IsianKurang(galat)
        if row is not None:
            changed: Bagian = ubah_baris(instrumen, row, kolom, by, at)
            return changed
        if isi.MODEL is not SkalaLKE:
            last = isi.MODEL.objects.filter(instrumen=instrumen).aggregate(m=Max("urut"))["m"]
            kolom["urut"] = (last or 0) + 1
        made: Bagian = isi.MODEL.objects.create(instrumen=instrumen, **kolom)
        nama = str(made._meta.verbose_name)
        isi_kejadian = {"bagian": f"{nama} {made.kode}"} | {n: kata(v) for n, v in kolom.items()}
        catat("zi.instrumen_tambah", instrumen, by, saat(instrumen, at), isi_kejadian)
        return made


def hapus_bagian(
    *,
    instrumen_id: int,
    model: ModelBagian,
    baris_id: int,
    by: User,
    at: datetime | None = None,
) -> None:
    """Remove a part that holds nothing any more and that nothing uses.

    Raises Denied, NotAllowed.
    """
    with audited():
        instrumen = kunci_rancangan(instrumen_id, by)
        row = _bagian(instrumen, model, baris_id)
        if isinstance(row, KomponenLKE) and (row.anak_set.exists() or row.pertanyaan_set.exists()):
            raise NotAllowed("Hapus atau pindahkan dahulu isi komponen ini.")
        if isinstance(row, SkalaLKE) and row.pertanyaan_set.exists():
            raise NotAllowed(f"Skala ini dipakai {row.pertanyaan_set.count()} pertanyaan.")
        isi = {"bagian": f"{row._meta.verbose_name} {row.kode}", "isi": str(row)[:300]}
        row.delete()
        catat("zi.instrumen_hapus", instrumen, by, saat(instrumen, at), isi)


def _bagian(instrumen: InstrumenLKE, model: ModelBagian, baris_id: int) -> Bagian:
    row: Bagian | None = model.objects.filter(instrumen=instrumen, pk=baris_id).first()
    if row is None:
        raise NotAllowed("Bagian ini sudah tidak ada dalam instrumen.")
    return row
