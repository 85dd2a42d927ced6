"""Answers of an LKE sheet as rows of a spreadsheet: one kind for each stage of the institution.

Who writes when is the table of the LKE's flow (zonaintegritas/lke/alur.py) with four eyes. An
import is a step of the assessment's history; its undo is a further one, and both count as work in
the stage. It is undone while the sheet is with the same stage and nobody else has acted since.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from accounts.models import Instansi, User
from accounts.permissions import Denied, Permission
from audit.masking import mask_nip
from evidence.actions.errors import IsianKurang
from evidence.workflow import NotAllowed
from sheets.columns import Acuan, Desimal, Kode, Kolom, Nilai, Teks
from sheets.references import Rujukan
from sheets.resource import Ada, Isi, Perubahan, SheetResource, Temuan, Tingkat, Tujuan
from sheets.values import lipat, teks
from sheets.writes import Tulisan
from ukuran.format import angka as angka_id
from ukuran.format import tanggal_waktu
from zonaintegritas.actions.lke.dasar import BUKAN_PEMBACA, tulis_langkah, untuk
from zonaintegritas.lke.alur import ALUR_LKE, KERJA, TAHAP, AksiLKE, tahap_pelaku
from zonaintegritas.lke.hak import Pelaku
from zonaintegritas.lke.isian import ALASAN_MAKS, baca_isi
from zonaintegritas.models import LKE, JawabanLKE, LangkahLKE, PertanyaanLKE, StatusLKE, Tahap

_ISI = ("pilihan", "pembilang", "penyebut", "angka", "alasan")
_ANGKA = ("pembilang", "penyebut", "angka")
_TUNGGU = "Impor menunggu sampai LKE ini kembali pada tahap Anda."
_SARAN = {
    **dict.fromkeys(StatusLKE, _TUNGGU),
    StatusLKE.EVALUASI: "Unit menariknya kembali dahulu di halaman LKE, selama evaluator belum "
    "menilai; sesudah itu minta perbaikan kepada evaluator.",
    StatusLKE.SELESAI: "Hasilnya sudah ditetapkan, jadi jawabannya tidak berubah lagi.",
}


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
    _jumlah = 0

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
        """Lock the sheet.

        Raises Denied (right, four eyes) and NotAllowed (not this stage's turn; to be undone, but
        another stage has acted since).
        """
        konteks = self.konteks
        self._periksa_giliran()
        aksi = AksiLKE.URUNG_IMPOR if konteks.diterapkan else AksiLKE.IMPOR
        orang, panah, _ = untuk(konteks.tujuan or 0, aksi, konteks.oleh, None)
        if TAHAP[panah.dari] is not self.tahap:
            raise NotAllowed(f"LKE sedang pada {StatusLKE(orang.lke.status).label}.")
        self._orang, self._panah = orang, panah

    def _periksa_giliran(self) -> None:
        """Look whose turn it is and who acted since the import. Raises Denied, NotAllowed."""
        konteks = self.konteks
        lke = (
            LKE.objects.visible_to(konteks.oleh)
            .filter(pk=konteks.tujuan or 0, instansi=konteks.instansi)
            .first()
        )
        if lke is None:
            raise Denied(BUKAN_PEMBACA)
        steps = list(lke.langkah_set.select_related("oleh").order_by("-at", "-id"))
        status = StatusLKE(lke.status)
        if TAHAP.get(status) is not self.tahap:
            moved = next((s for s in steps if s.aksi not in KERJA), None)
            who = _siapa(moved, konteks.instansi)
            raise NotAllowed(f"LKE ini sedang pada {status.label}{who}. {_SARAN[status]}")
        if konteks.diterapkan is None:
            return
        for step in steps:
            tahap = tahap_pelaku(AksiLKE(step.aksi), StatusLKE(step.dari))
            if step.at > konteks.diterapkan and tahap not in (None, self.tahap):
                raise NotAllowed(
                    f"{Tahap(tahap).label} sudah bekerja pada LKE ini setelah impor diterapkan"
                    f"{_siapa(step, konteks.instansi)}. Impor ini tidak dapat diurungkan lagi; "
                    "perbaiki jawabannya di halaman LKE."
                )

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
        self._jumlah += len(rows)

    def sesudah(self, tulisan: Tulisan) -> None:
        """Write the step of the history: how many answers, from which file."""
        self._langkah(f"{angka_id(self._jumlah)} jawaban dari {self.konteks.asal}.")

    def sesudah_urung(self) -> None:
        """Write the further step that says the import was undone; the first one stays."""
        self._langkah(f"Jawaban dari {self.konteks.asal} kembali seperti sebelum diimpor.")

    def _langkah(self, catatan: str) -> None:
        """Write one step, and that the sheet changed: no open page of before may move it."""
        lke = self._orang.lke
        tulis_langkah(self._orang, self._panah, self.konteks.at, mask_nip(catatan))
        lke.diubah, lke.versi = self.konteks.at, lke.versi + 1
        lke.save(update_fields=["diubah", "versi"])


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


def _siapa(step: LangkahLKE | None, instansi: Instansi) -> str:
    """Return who took a step and when, to stand within a sentence; '' without a step."""
    if step is None:
        return ""
    return f" ({step.oleh.nama}, {tanggal_waktu(step.at, ZoneInfo(instansi.zona_waktu))})"


def _mentah(isi: Isi) -> dict[str, object]:
    return {n: isi[n] if n in _ANGKA else (isi[n] or "") for n in _ISI}


def _isi(nama: str, nilai: Nilai) -> Any:
    if nama in _ANGKA:
        return Decimal(str(nilai)) if nilai is not None else None
    return "" if nilai is None else nilai
