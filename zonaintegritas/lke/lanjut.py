"""What is to be done next with an LKE, in words, by whom, and what a step leads to."""

from collections.abc import Mapping
from dataclasses import dataclass

from evidence.workflow import Sifat
from zonaintegritas.lke.alur import DI_UNIT, SIFAT_LKE, AksiLKE, PanahLKE
from zonaintegritas.lke.hak import HakLKE
from zonaintegritas.models import LKE, StatusLKE, Tahap

UTAMA = (
    AksiLKE.AJUKAN,
    AksiLKE.TERUSKAN,
    AksiLKE.AJUKAN_KETUA,
    AksiLKE.AJUKAN_PENGENDALI,
    AksiLKE.TETAPKAN,
)
"""Steps forward; the others go back."""

GILIRAN: Mapping[StatusLKE, str] = {
    StatusLKE.MANDIRI: "Giliran unit",
    StatusLKE.PERBAIKAN: "Giliran unit",
    StatusLKE.EVALUASI: "Giliran evaluator",
    StatusLKE.TPI_ANGGOTA: "Giliran anggota TPI",
    StatusLKE.TPI_KETUA: "Giliran ketua TPI",
    StatusLKE.TPI_PENGENDALI: "Giliran pengendali teknis TPI",
    StatusLKE.SELESAI: "Tidak ada lagi yang perlu dilakukan",
}

AKIBAT: Mapping[AksiLKE, str] = {
    AksiLKE.AJUKAN: "Penilaian mandiri dikirim ke evaluator. Selama evaluator belum menilai, unit "
    "masih dapat menariknya kembali; sesudah itu jawaban dan bukti tidak dapat diubah sampai "
    "evaluator meminta perbaikan.",
    AksiLKE.TARIK: "LKE kembali ke unit dan dapat diubah lagi. Evaluator menunggu sampai unit "
    "mengajukannya lagi.",
    AksiLKE.MINTA_PERBAIKAN: "LKE dikembalikan ke unit dengan catatan Anda. Nilai evaluator yang "
    "sudah diisi tetap tersimpan.",
    AksiLKE.TERUSKAN: "LKE diteruskan ke anggota TPI. Nilai evaluator tidak dapat diubah lagi "
    "sampai TPI mengembalikannya.",
    AksiLKE.AJUKAN_KETUA: "Penilaian anggota TPI diserahkan ke ketua TPI untuk direviu.",
    AksiLKE.AJUKAN_PENGENDALI: "Penilaian TPI diserahkan ke pengendali teknis untuk direviu.",
    AksiLKE.TETAPKAN: "Hasil penilaian TPI ditetapkan dan LKE selesai. Sesudah itu hanya "
    "admin yang dapat membukanya kembali, dengan alasan.",
    AksiLKE.KEMBALIKAN: "LKE dikembalikan ke evaluator dengan catatan Anda. Nilai TPI yang sudah "
    "diisi tetap tersimpan.",
    AksiLKE.BUKA_KEMBALI: "Hasil yang sudah ditetapkan dibuka kembali pada pengendali teknis TPI. "
    "Alasan Anda tercatat pada riwayat.",
}

_KERJA: Mapping[StatusLKE, tuple[str, str]] = {
    StatusLKE.MANDIRI: (
        "Isi penilaian mandiri",
        "Jawab setiap pertanyaan dengan alasan dan bukti. Setelah semua terjawab, ajukan ke "
        "evaluator.",
    ),
    StatusLKE.PERBAIKAN: (
        "Perbaiki menurut catatan evaluator",
        "Perbaiki jawaban, alasan, atau bukti, lalu ajukan lagi ke evaluator.",
    ),
    StatusLKE.EVALUASI: (
        "Nilai setiap pertanyaan sebagai evaluator",
        "Bandingkan jawaban unit dengan buktinya. Setelah semua dinilai, teruskan ke TPI, atau "
        "minta perbaikan unit.",
    ),
    StatusLKE.TPI_ANGGOTA: (
        "Nilai setiap pertanyaan sebagai anggota TPI",
        "Bandingkan jawaban unit dan nilai evaluator dengan buktinya, lalu ajukan ke ketua TPI.",
    ),
    StatusLKE.TPI_KETUA: (
        "Reviu penilaian TPI sebagai ketua",
        "Periksa dan ubah nilai TPI bila perlu, lalu ajukan ke pengendali teknis.",
    ),
    StatusLKE.TPI_PENGENDALI: (
        "Reviu penilaian TPI sebagai pengendali teknis",
        "Periksa dan ubah nilai TPI bila perlu. Setelah semua dinilai, tetapkan hasilnya.",
    ),
}
_TUNGGU: Mapping[StatusLKE, tuple[str, str]] = {
    StatusLKE.MANDIRI: ("Menunggu unit", "Unit sedang mengisi penilaian mandiri."),
    StatusLKE.PERBAIKAN: (
        "Menunggu perbaikan unit",
        "Evaluator mengembalikan LKE ini ke unit dengan catatan.",
    ),
    StatusLKE.EVALUASI: ("Menunggu evaluator", "Evaluator sedang menilai LKE ini."),
    StatusLKE.TPI_ANGGOTA: ("Menunggu anggota TPI", "Anggota TPI sedang menilai LKE ini."),
    StatusLKE.TPI_KETUA: ("Menunggu ketua TPI", "Ketua TPI sedang mereviu LKE ini."),
    StatusLKE.TPI_PENGENDALI: (
        "Menunggu pengendali teknis TPI",
        "Pengendali teknis TPI sedang mereviu LKE ini.",
    ),
    StatusLKE.SELESAI: ("Penilaian selesai", "Hasil TPI sudah ditetapkan."),
}


@dataclass(frozen=True)
class Catatan:
    """The note of the return that led to the present state, and who wrote it."""

    teks: str
    oleh: str


@dataclass(frozen=True)
class Tombol:
    """One step that the person may take; `utama` goes forward."""

    aksi: str
    label: str
    utama: bool


@dataclass(frozen=True)
class Lanjut:
    """What to do now: heading, words, the note of the last return, steps, a stage to begin from."""

    sifat: Sifat
    judul: str
    isi: str
    catatan: Catatan | None
    langkah: tuple[Tombol, ...]
    salin: Tahap | None


def lanjut(lke: LKE, hak: HakLKE, catatan: Catatan | None = None, *, sisa: bool = False) -> Lanjut:
    """Return what a person reads about the next step of an assessment (no query).

    `sisa`: questions wait for an answer of this stage, so those of the stage before are offered.
    """
    status = StatusLKE(lke.status)
    judul, isi = (_KERJA if hak.isi is not None else _TUNGGU)[status]
    boleh = [panah.aksi for panah in hak.langkah]
    if AksiLKE.TARIK in boleh:
        isi += " Selama evaluator belum menilai, Anda dapat menariknya kembali."
    if hak.isi is None and status in DI_UNIT and hak.kelola:
        isi += " Tetapkan anggota TPI pada halaman Langkah dan TPI."
    return Lanjut(
        sifat=SIFAT_LKE[status],
        judul=judul,
        isi=f"{isi} {hak.alasan}".strip(),
        catatan=catatan,
        langkah=tuple(_tombol(panah) for panah in hak.langkah),
        salin=hak.salin if sisa else None,
    )


def _tombol(panah: PanahLKE) -> Tombol:
    return Tombol(panah.aksi.value, panah.aksi.label, panah.aksi in UTAMA)
