"""How a target is measured and what came of it, in words for officials."""

from decimal import Decimal

from ukuran.capaian import Arah, Aturan, CaraPredikat, HasilCapaian, Langkah, Rumus, Sifat
from ukuran.cara_hitung import desimal
from ukuran.format import persen
from ukuran.skala import tulis
from ukuran.target import JenisTarget, Target


def kata_aturan(target: Target, aturan: Aturan) -> tuple[str, ...]:
    """Return the rule of a target as short sentences; none where there is no target."""
    if not target.ada:
        return ()
    if target.jenis is JenisTarget.PREDIKAT:
        return _predikat(aturan)
    if target.jenis is JenisTarget.DOKUMEN:
        return ("Dokumen yang dituju sudah ada: 100; belum ada: 0.",)
    lines = [_rumus(aturan)]
    if target.jenis is JenisTarget.SEMUA and aturan.jumlah_unit:
        lines.append(f"Semua PD berarti {aturan.jumlah_unit} Perangkat Daerah yang aktif.")
    if len(target.komponen) > 1:
        lines.append(
            "Setiap komponen dihitung sendiri dan dibatasi, lalu dirata-ratakan; komponen tanpa "
            "realisasi dihitung 0."
        )
    lines.append(f"Capaian paling rendah 0 dan paling tinggi {tulis(aturan.batas_atas)}%.")
    if aturan.sifat is Sifat.KUMULATIF:
        lines.append("Kumulatif: target dan realisasi dijumlahkan sejak awal rencana.")
    return tuple(lines)


def _rumus(aturan: Aturan) -> str:
    if aturan.arah is Arah.MAKSIMUM:
        return "Makin besar makin baik: realisasi ÷ target × 100."
    if aturan.rumus is Rumus.SELISIH:
        return "Makin kecil makin baik: (2 × target - realisasi) ÷ target × 100."
    return "Makin kecil makin baik: target ÷ realisasi × 100."


def _predikat(aturan: Aturan) -> tuple[str, ...]:
    how = (
        "Predikat target tercapai atau terlampaui: 100; belum: 0."
        if aturan.predikat is CaraPredikat.TERCAPAI
        else "Urutan predikat yang diperoleh ÷ urutan predikat target × 100."
    )
    if aturan.skala is None:
        return (how, "Skala predikat belum ditetapkan.")
    levels = ", ".join(t.kode for t in aturan.skala.tingkat)
    return (
        how,
        f"Skala {aturan.skala.nama} versi {aturan.skala.versi}, terendah dahulu: {levels}.",
    )


def kata_hasil(hasil: HasilCapaian) -> tuple[str, ...]:
    """Return how a capaian came about: each step with its figures, the mean, what was special."""
    lines = [_langkah(satu) for satu in hasil.langkah]
    if len(hasil.langkah) > 1 and hasil.terbatas is not None:
        lines.append(
            f"Rata-rata {len(hasil.langkah)} komponen: {persen(hasil.terbatas)}"
            f"{_sebelum_batas(hasil.mentah, hasil.terbatas)}."
        )
    return (*lines, *(alasan.kata for alasan in hasil.alasan))


def _langkah(satu: Langkah) -> str:
    head = f"{satu.uraian}: " if satu.uraian else ""
    if satu.terbatas is None or satu.mentah is None:
        return f"{head}{satu.rumus}."
    raw, capped = desimal(satu.mentah), desimal(satu.terbatas)
    line = f"{head}{satu.rumus} = {persen(raw)}"
    return f"{line}." if raw == capped else f"{line}, dibatasi menjadi {persen(capped)}."


def _sebelum_batas(mentah: Decimal | None, terbatas: Decimal) -> str:
    if mentah is None or mentah == terbatas:
        return ""
    return f" (sebelum dibatasi {persen(mentah)})"
