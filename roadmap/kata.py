"""How a target is measured, in words for officials."""

from ukuran.capaian import Arah, Aturan, CaraPredikat, Rumus, Sifat
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
