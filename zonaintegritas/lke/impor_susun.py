"""Rows of a workbook into an instrument: links resolved, then checked as every instrument is."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ukuran.lke.baca import Naskah, SalahBaca, baca_naskah, baca_skala
from ukuran.lke.instrumen import CaraBulat, JenisSkala, Paruh, Predikat, Skala, TingkatBulat
from ukuran.lke.periksa import Cacat, periksa
from zonaintegritas.lke.buku import INSTRUMEN, KETERANGAN, KOMPONEN, PERTANYAAN, SKALA
from zonaintegritas.lke.sel import PANJANG, Baris, GalatSel, ImporDitolak, Pembaca, tampil

_KODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_STATUS_TERPANJANG, _NAMA_SKALA_TERPANJANG = 40, 120


@dataclass(frozen=True)
class Terbaca:
    """What a workbook says: the instrument with its notes, and all its scales."""

    naskah: Naskah
    skala: tuple[Skala, ...]


def susun(lembar: Mapping[str, list[Baris]], pembaca: Pembaca) -> Terbaca:
    """Return the instrument that filled rows make. Raises ImporDitolak with every fault."""
    data, kepala = _kepala(lembar[INSTRUMEN], pembaca)
    skala = _skala(lembar[SKALA], pembaca)
    komponen = _komponen(lembar[KOMPONEN], pembaca)
    _pertanyaan(lembar[PERTANYAAN], skala, komponen, pembaca)
    if pembaca.galat:
        raise ImporDitolak(pembaca.galat)
    try:
        naskah = baca_naskah(
            {
                **data,
                "skala": [isi for _, isi in skala.values()],
                "komponen": [isi for _, isi, induk in komponen.values() if not induk],
            }
        )
        semua = tuple(baca_skala(isi, kode) for kode, (_, isi) in skala.items())
    except SalahBaca as error:
        raise ImporDitolak([GalatSel("", "", "", f"{error.letak}: {error.pesan}.")]) from error
    cacat = periksa(naskah.instrumen, siap=False)
    if cacat:
        raise ImporDitolak([_tempat(satu, komponen, kepala) for satu in cacat])
    return Terbaca(naskah, semua)


def _kepala(rows: list[Baris], pembaca: Pembaca) -> tuple[dict[str, Any], dict[str, Baris]]:
    """Read the sheet Instrumen: one line for each of its names."""
    found: dict[str, Baris] = {}
    for row in rows:
        nama = pembaca.teks(row, "isian").lower()
        if nama not in KETERANGAN:
            pembaca.salah(row, "isian", "Isian ini tidak dikenal. Pakai nama dari templat.")
        elif nama in found:
            pembaca.salah(row, "isian", f"Isian ini sudah ada di baris {found[nama].nomor}.")
        else:
            # The cell is checked under the name of the line, whatever the column is called.
            found[nama] = row

    def teks(nama: str, *, wajib: bool = False) -> str:
        if nama not in found:
            if wajib:
                pesan = "Tambahkan baris ini dan isi nilainya."
                pembaca.galat.append(GalatSel(INSTRUMEN, "", nama, pesan))
            return ""
        text = pembaca.teks(found[nama], "nilai")
        if wajib and not text:
            pembaca.salah(found[nama], "nilai", f"Isi {nama}.")
        batas = 64 if nama == "kode" else PANJANG.get(nama)
        if batas is not None and len(text) > batas:
            pembaca.salah(
                found[nama], "nilai", f"Paling panjang {batas} huruf, di sini {len(text)}."
            )
        return text

    def angka(nama: str) -> str | None:
        return pembaca.angka(found[nama], "nilai") if nama in found else None

    def pilih(nama: str, boleh: list[str], usual: str) -> str:
        if nama not in found:
            return usual
        return pembaca.pilih(found[nama], "nilai", boleh, wajib=False) or usual

    kode = teks("kode", wajib=True)
    if kode and not _KODE.fullmatch(kode):
        pembaca.salah(found["kode"], "nilai", "Pakai huruf kecil, angka, dan tanda hubung saja.")
    desimal = angka("pembulatan_angka")
    if desimal is not None and desimal not in ("0", "1", "2", "3", "4"):
        pembaca.salah(found["pembulatan_angka"], "nilai", "Tulis 0, 1, 2, 3, atau 4.")
        desimal = None
    catatan = teks("catatan")
    data: dict[str, Any] = {
        "kode": kode or "-",
        "nama": teks("nama", wajib=True) or "-",
        "dasar": teks("dasar"),
        "status_sumber": teks("status_sumber"),
        "catatan": [catatan] if catatan else [],
        "pembulatan": {
            "angka": int(desimal or 2),
            "cara": pilih("pembulatan_cara", list(CaraBulat), CaraBulat.SETENGAH_NAIK),
            "tingkat": pilih("pembulatan_tingkat", list(TingkatBulat), TingkatBulat.AKHIR),
            "status_sumber": teks("pembulatan_status"),
        },
        "ambang": [],
    }
    ambang = []
    for predikat in Predikat:
        awal = f"ambang_{predikat}_"
        total, pengungkit = angka(f"{awal}total"), angka(f"{awal}pengungkit")
        status = teks(f"{awal}status")
        if total is not None:
            ambang.append(
                {
                    "predikat": predikat.value,
                    "total": total,
                    "pengungkit": pengungkit,
                    "status_sumber": status,
                }
            )
        elif pengungkit is not None and f"{awal}pengungkit" in found:
            pembaca.salah(found[f"{awal}pengungkit"], "nilai", f"Isi juga {awal}total.")
    data["ambang"] = ambang
    return data, found


def _skala(rows: list[Baris], pembaca: Pembaca) -> dict[str, tuple[Baris, dict[str, Any]]]:
    """Read the scales; rows of one code are its choices."""
    found: dict[str, tuple[Baris, dict[str, Any]]] = {}
    for row in rows:
        kode = pembaca.teks(row, "kode", wajib=True)
        if not kode:
            continue
        if kode not in found:
            jenis = pembaca.pilih(row, "jenis", list(JenisSkala))
            found[kode] = (
                row,
                {
                    "kode": kode,
                    "nama": pembaca.teks(row, "nama", wajib=True),
                    "jenis": jenis,
                    "pilihan": [],
                    "maks": pembaca.angka(row, "maks"),
                    "label_pembilang": pembaca.teks(row, "label_pembilang"),
                    "label_penyebut": pembaca.teks(row, "label_penyebut"),
                },
            )
            if len(found[kode][1]["nama"]) > _NAMA_SKALA_TERPANJANG:
                pembaca.salah(row, "nama", f"Paling panjang {_NAMA_SKALA_TERPANJANG} huruf.")
        isi = found[kode][1]
        if isi["jenis"] != JenisSkala.PILIHAN:
            for kolom in ("pilihan_kode", "pilihan_nilai", "pilihan_label"):
                if str(row.isi.get(kolom) if row.isi.get(kolom) is not None else "").strip():
                    pembaca.salah(
                        row, kolom, "Kosongkan: hanya skala pilihan yang mempunyai pilihan."
                    )
            continue
        isi["pilihan"].append(
            {
                "kode": pembaca.teks(row, "pilihan_kode", wajib=True),
                "nilai": pembaca.angka(row, "pilihan_nilai", wajib=True),
                "label": pembaca.teks(row, "pilihan_label", wajib=True),
            }
        )
    return found


def _komponen(rows: list[Baris], pembaca: Pembaca) -> dict[str, tuple[Baris, dict[str, Any], str]]:
    """Read the components and hang them below each other."""
    found: dict[str, tuple[Baris, dict[str, Any], str]] = {}
    for row in rows:
        kode = pembaca.teks(row, "kode", wajib=True)
        isi: dict[str, Any] = {
            "kode": kode,
            "nama": pembaca.teks(row, "nama", wajib=True),
            "kelompok": pembaca.teks(row, "kelompok"),
            "paruh": pembaca.pilih(row, "paruh", list(Paruh), wajib=False),
            "bobot": pembaca.angka(row, "bobot", wajib=True),
            "min_wbk": pembaca.angka(row, "min_wbk"),
            "min_wbbm": pembaca.angka(row, "min_wbbm"),
            "status_sumber": pembaca.teks(row, "status_sumber"),
            "anak": [],
            "pertanyaan": [],
        }
        if len(isi["status_sumber"]) > _STATUS_TERPANJANG:
            pembaca.salah(row, "status_sumber", "Paling panjang 40 huruf.")
        if kode in found:
            pembaca.salah(row, "kode", f"Kode ini sudah dipakai di baris {found[kode][0].nomor}.")
        elif kode:
            found[kode] = (row, isi, pembaca.teks(row, "induk"))
    if not rows:
        pembaca.galat.append(
            GalatSel(KOMPONEN, "A2", "", "Isi paling sedikit pengungkit dan hasil.")
        )
    for row, isi, induk in found.values():
        if induk and induk not in found:
            pembaca.salah(row, "induk", "Tidak ada komponen dengan kode ini.")
        elif induk and _melingkar(isi["kode"], found):
            pembaca.salah(row, "induk", "Komponen ini berada di bawah dirinya sendiri.")
        elif induk:
            found[induk][1]["anak"].append(isi)
    return found


def _melingkar(kode: str, found: Mapping[str, tuple[Baris, dict[str, Any], str]]) -> bool:
    """Whether the way up from a component never ends."""
    seen = set()
    step = kode
    while step in found and step not in seen:
        seen.add(step)
        step = found[step][2]
    return step in seen


def _pertanyaan(
    rows: list[Baris],
    skala: Mapping[str, tuple[Baris, dict[str, Any]]],
    komponen: Mapping[str, tuple[Baris, dict[str, Any], str]],
    pembaca: Pembaca,
) -> None:
    """Read the questions into their components."""
    seen: dict[str, int] = {}
    for row in rows:
        kode = pembaca.teks(row, "kode", wajib=True)
        if kode in seen:
            pembaca.salah(row, "kode", f"Kode ini sudah dipakai di baris {seen[kode]}.")
        seen.setdefault(kode, row.nomor)
        tempat = pembaca.teks(row, "komponen", wajib=True)
        if tempat and tempat not in komponen:
            pembaca.salah(row, "komponen", "Tidak ada komponen dengan kode ini.")
        nama_skala = pembaca.teks(row, "skala", wajib=True)
        if nama_skala and nama_skala not in skala:
            pembaca.salah(row, "skala", "Tidak ada skala dengan kode ini.")
        isi = {
            "kode": kode,
            "teks": pembaca.teks(row, "teks", wajib=True),
            "penjelasan": pembaca.teks(row, "penjelasan"),
            "skala": nama_skala,
            "dokumen": [
                satu.strip() for satu in pembaca.teks(row, "dokumen").split("\n") if satu.strip()
            ],
        }
        if tempat in komponen:
            komponen[tempat][1]["pertanyaan"].append(isi)


def _tempat(
    cacat: Cacat,
    komponen: Mapping[str, tuple[Baris, dict[str, Any], str]],
    kepala: Mapping[str, Baris],
) -> GalatSel:
    """Return a defect at the weight of the component that it names, where it names one."""
    names = Counter(isi["nama"] for _, isi, _ in komponen.values())
    for row, isi, _ in komponen.values():
        if cacat.letak[-1] == isi["nama"] and names[isi["nama"]] == 1:
            return GalatSel(KOMPONEN, row.sel("bobot"), tampil(row.isi.get("bobot")), cacat.pesan)
    letak = " > ".join(cacat.letak[1:]) or "seluruh instrumen"
    return GalatSel(KOMPONEN, "", letak, cacat.pesan)
