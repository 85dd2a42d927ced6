"""Answers of an LKE sheet as rows of a spreadsheet: one kind for each stage of the institution.

Who writes when is the table of the LKE's flow (zonaintegritas/lke/alur.py) with four eyes. That
somebody worked in a stage stays in the history of the assessment also when the import is undone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from accounts.models import Instansi, User
from accounts.permissions import Denied, Permission
from evidence.actions.errors import IsianKurang
from evidence.workflow import NotAllowed
from sheets.columns import Acuan, Desimal, Kode, Kolom, Nilai, Teks
from sheets.references import Rujukan
from sheets.resource import Ada, Isi, Perubahan, SheetResource, Temuan, Tingkat, Tujuan
from sheets.values import lipat, teks
from sheets.writes import Tulisan
from zonaintegritas.actions.lke.dasar import BUKAN_PEMBACA, tandai_kerja, untuk
from zonaintegritas.lke.alur import ALUR_LKE, TAHAP, AksiLKE, tahap_pelaku
from zonaintegritas.lke.hak import Pelaku
from zonaintegritas.lke.isian import ALASAN_MAKS, baca_isi
from zonaintegritas.models import LKE, JawabanLKE, LangkahLKE, PertanyaanLKE, StatusLKE, Tahap

_ISI = ("pilihan", "pembilang", "penyebut", "angka", "alasan")
_ANGKA = ("pembilang", "penyebut", "angka")


def _angka(judul: str, *sinonim: str) -> Kolom:
    return Kolom(judul, Desimal(4, None, 10**12 - 1), sinonim=sinonim, lebar=14)


class JawabanSatuTahap(SheetResource):
    """Base of both kinds: the answers of one stage to every question of an assessment."""

    golongan = "Zona Integritas"
    bertujuan = True
    kunci = ("pertanyaan",)
    tahap: ClassVar[Tahap]
    petunjuk = (
        "Satu baris satu pertanyaan; isi kolom menurut jenis skalanya saja.",
        "Skala pilihan: kolom Pilihan. Skala rasio: Pembilang dan Penyebut. Skala indeks: Nilai.",
        "Kosongkan jawaban yang belum ada; nilai dihitung oleh Pantas.",
        "Bukti dilampirkan di halaman LKE.",
    )

    pertanyaan = Kolom(
        "Kode pertanyaan",
        Acuan("pertanyaan"),
        wajib=True,
        sinonim=("Kode", "Nomor pertanyaan"),
        lebar=14,
    )
    uraian = Kolom("Pertanyaan", Teks(), hanya_baca=True, lebar=60)
    skala = Kolom("Skala", Teks(), hanya_baca=True, lebar=30)
    pilihan = Kolom("Pilihan", Kode(160), sinonim=("Jawaban",), lebar=14)
    pembilang = _angka("Pembilang", "Angka tercapai")
    penyebut = _angka("Penyebut", "Angka seluruhnya")
    angka = _angka("Nilai indeks", "Nilai", "Indeks")
    alasan = Kolom("Alasan", Teks(ALASAN_MAKS), sinonim=("Keterangan", "Catatan"), lebar=50)

    lke: LKE

    @classmethod
    def daftar_tujuan(cls, user: User, instansi: Instansi) -> list[Tujuan]:
        """Return the sheets that the person reads; writable where it is their turn today."""
        rows = list(
            LKE.objects.visible_to(user)
            .filter(instansi=instansi)
            .select_related("unit", "instansi")
            .order_by("-tahun", "unit__jalur")
        )
        worked = _penulis(rows)
        found = []
        for row in rows:
            orang = Pelaku(user, row, None, worked[row.pk])
            panah = ALUR_LKE.find(StatusLKE(row.status), AksiLKE.ISI)
            turn = TAHAP.get(StatusLKE(row.status)) is cls.tahap and panah is not None
            tulis = turn and panah is not None and orang.larangan(panah) is None
            found.append(Tujuan(row.pk, str(row), tulis))
        return found

    def siapkan(self) -> None:
        """Read the sheet and its questions; raises Denied for one of others."""
        found = (
            LKE.objects.visible_to(self.konteks.oleh)
            .select_related("unit", "instrumen")
            .filter(pk=self.konteks.tujuan or 0, instansi=self.konteks.instansi)
            .first()
        )
        if found is None:
            raise Denied(BUKAN_PEMBACA)
        self.lke = found
        questions = PertanyaanLKE.objects.filter(instrumen=found.instrumen_id)
        self.soal: dict[str, PertanyaanLKE] = {
            one.kode: one for one in questions.select_related("skala").order_by("urut")
        }
        self.acuan["pertanyaan"] = Rujukan("Pertanyaan", ((k, k, []) for k in self.soal))

    def contoh(self) -> Isi:
        """Return the example row of the template."""
        first = next(iter(self.soal.values()), None)
        pilihan = first.skala.pilihan if first else []
        return {
            "pertanyaan": first.kode if first else "A.1.1.a",
            "pilihan": pilihan[0]["kode"] if pilihan else None,
            "pembilang": None,
            "penyebut": None,
            "angka": None,
            "alasan": "Dokumen pendukung tersedia dan dipakai.",
        }

    def ada(self) -> Iterator[Ada]:
        """Yield every question with the answer of the stage; one query."""
        rows = {
            kode: (pk, rest)
            for pk, kode, *rest in JawabanLKE.objects.filter(
                lke=self.lke, tahap=self.tahap
            ).values_list("pk", "pertanyaan__kode", *_ISI)
        }
        for kode, soal in self.soal.items():
            pk, rest = rows.get(kode, (None, ["", None, None, None, ""]))
            isi: Isi = {"pertanyaan": kode, "uraian": teks(soal.teks), "skala": soal.skala.nama}
            for nama, nilai in zip(_ISI, rest, strict=True):
                isi[nama] = teks(nilai) if isinstance(nilai, str) else nilai
            yield Ada(isi, pk)

    def lengkapi(self, isi: Isi, lama: Isi | None) -> None:
        """Take the label of a choice, or its code in other letters, for its code."""
        soal = self.soal.get(str(isi["pertanyaan"]))
        given = isi["pilihan"]
        if soal is None or given is None:
            return
        for satu in soal.skala.pilihan:
            if lipat(str(given)) in (lipat(satu["kode"]), lipat(satu["label"])):
                isi["pilihan"] = teks(satu["kode"])
                return

    def periksa(self, isi: Isi, lama: Isi | None) -> Iterable[Temuan]:
        """Yield answers that do not fit the scale of their question; warn of lost ones."""
        soal = self.soal[str(isi["pertanyaan"])]
        try:
            baca_isi(soal, _mentah(isi))
        except IsianKurang as error:
            for nama, pesan in error.galat.items():
                yield Temuan(pesan, "Perbaiki jawaban ini.", kolom=nama)
        answered = lama is not None and any(lama[n] is not None for n in _ISI[:-1])
        if answered and all(isi[n] is None for n in _ISI[:-1]):
            yield Temuan(
                "Jawaban yang sudah ada menjadi kosong.",
                "Biarkan bila memang dikosongkan.",
                tingkat=Tingkat.PERINGATAN,
            )

    def kunci_tulis(self) -> None:
        """Lock the sheet. Raises Denied (right, four eyes), NotAllowed (not this stage's turn)."""
        orang, panah, _ = untuk(self.konteks.tujuan or 0, AksiLKE.ISI, self.konteks.oleh, None)
        if orang.lke.instansi_id != self.konteks.instansi.pk:
            raise Denied(BUKAN_PEMBACA)
        if TAHAP[panah.dari] is not self.tahap:
            raise NotAllowed(f"LKE sedang pada {StatusLKE(orang.lke.status).label}.")
        self._orang, self._panah = orang, panah

    def tulis(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        """Plan the answers."""
        refs = [row.lama.ref for row in rows if row.lama and row.lama.ref is not None]
        known = JawabanLKE.objects.in_bulk(refs)
        said = {"oleh": self.konteks.oleh, "diubah": self.konteks.at}
        for row in rows:
            columns = {n: _isi(n, row.nilai[n]) for n in _ISI if row.berubah(n)}
            soal = self.soal[str(row.nilai["pertanyaan"])]
            if row.lama is not None and row.lama.ref is not None:
                tulisan.ubah(row.no, known[row.lama.ref], **columns, **said)
            else:
                new = JawabanLKE(lke=self.lke, pertanyaan=soal, tahap=self.tahap, **columns, **said)
                tulisan.buat(row.no, new)
        if rows:
            self._no = rows[0].no

    def sesudah(self, tulisan: Tulisan) -> None:
        """Note the work in the history of the sheet, and that the sheet changed."""
        lke = self._orang.lke
        before = lke.diubah
        tandai_kerja(self._orang, self._panah, self.konteks.at)
        lke.diubah = before  # so that the journal has what stood there
        tulisan.ubah(self._no, lke, diubah=self.konteks.at, versi=lke.versi + 1)


class PenilaianMandiriLKE(JawabanSatuTahap):
    """The unit's own assessment."""

    kode = "lke_jawaban"
    label = "Penilaian mandiri LKE"
    permission = Permission.LKE_FILL
    tahap = Tahap.MANDIRI


class EvaluasiLKE(JawabanSatuTahap):
    """The evaluator's assessment."""

    kode = "lke_evaluasi"
    label = "Penilaian evaluator LKE"
    permission = Permission.LKE_EVALUATE
    tahap = Tahap.EVALUATOR


def _penulis(rows: Sequence[LKE]) -> defaultdict[int, dict[Tahap, frozenset[int]]]:
    """Return who worked in each stage of some sheets; one query."""
    found: defaultdict[int, dict[Tahap, frozenset[int]]] = defaultdict(
        lambda: {tahap: frozenset() for tahap in Tahap}
    )
    steps = LangkahLKE.objects.filter(lke__in=rows).order_by()
    for lke, aksi, dari, user in steps.values_list("lke", "aksi", "dari", "oleh"):
        tahap = tahap_pelaku(AksiLKE(aksi), StatusLKE(dari))
        if tahap is not None:
            found[lke][tahap] |= {user}
    return found


def _mentah(isi: Isi) -> dict[str, object]:
    return {n: isi[n] if n in _ANGKA else (isi[n] or "") for n in _ISI}


def _isi(nama: str, nilai: Nilai) -> Any:
    if nama in _ANGKA:
        return Decimal(str(nilai)) if nilai is not None else None
    return "" if nilai is None else nilai
