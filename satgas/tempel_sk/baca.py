"""Reading a decree pasted from Word: the one entrance. Pure."""

from satgas.tempel_sk.bentuk import AnggotaNaskah, Naskah
from satgas.tempel_sk.bersih import polos, rapi, tanpa_html
from satgas.tempel_sk.rincian import rinci
from satgas.tempel_sk.tabel import AnggotaMentah, TidakTerbaca, baca_tabel, bongkar_kutipan

MAKS_BARIS = 2000
MAKS_BITA = 500_000
MAKS_ANGGOTA = 100
MAKS_SIMPUL = 800

__all__ = ["MAKS_ANGGOTA", "MAKS_BARIS", "MAKS_BITA", "MAKS_SIMPUL", "TidakTerbaca", "baca"]


def baca(teks: str) -> Naskah:
    """Return the tree of a pasted member table.

    Raises TidakTerbaca with a sentence for the screen when there is nothing, too much, or no
    member table in it.
    """
    if not teks.strip():
        raise TidakTerbaca("Tempel tabel susunan Satuan Tugas dari Word dahulu.")
    if len(teks.encode()) > MAKS_BITA:
        raise TidakTerbaca(
            f"Teksnya lebih dari {MAKS_BITA // 1000} kB. Salin hanya tabel susunan Satuan Tugas."
        )
    teks = polos(tanpa_html(polos(teks)))
    if teks.count("\n") >= MAKS_BARIS:
        raise TidakTerbaca(
            f"Teksnya lebih dari {MAKS_BARIS} baris. Salin hanya tabel susunan Satuan Tugas."
        )
    table = baca_tabel(bongkar_kutipan(teks))
    if len(table.anggota) > MAKS_ANGGOTA:
        raise TidakTerbaca(f"Lebih dari {MAKS_ANGGOTA} anggota. Periksa tabel yang Anda salin.")
    naskah = Naskah(catatan=table.catatan)
    for row in table.anggota:
        naskah.anggota.append(_anggota(naskah, row))
    if sum(len(a.simpul) for a in naskah.anggota) > MAKS_SIMPUL:
        raise TidakTerbaca(
            f"Lebih dari {MAKS_SIMPUL} tugas dan sub butir. Periksa tabel yang Anda salin."
        )
    _bersama(naskah, table.anggota)
    return naskah


def _anggota(naskah: Naskah, row: AnggotaMentah) -> AnggotaNaskah:
    own = naskah.id_baru()
    simpul, notes = rinci(row.baris, naskah.id_baru)
    return AnggotaNaskah(
        id=own,
        no=row.no or 0,
        jabatan=row.jabatan,
        kedudukan=row.kedudukan,
        baris=(row.awal, row.akhir),
        ragu=[*row.ragu, *notes],
        simpul=simpul,
    )


def _bersama(naskah: Naskah, rows: list[AnggotaMentah]) -> None:
    """Find members that share the tasks above: an empty cell, or the same one once more."""
    owner: AnggotaNaskah | None = None
    said = ""
    for member, row in zip(naskah.anggota, rows, strict=True):
        text = rapi(" ".join(line.teks for line in row.baris))
        if owner is not None and not member.simpul:
            member.bersama = owner.id
            member.ragu.append(
                f"Sel rincian tugas kosong: dibaca sebagai tugas bersama anggota {owner.no}."
            )
        elif owner is not None and text == said:
            member.bersama, member.simpul = owner.id, []
            member.ragu.append(
                f"Bunyinya sama dengan anggota {owner.no}: dibaca sebagai tugas bersama."
            )
        elif member.simpul:
            owner, said = member, text
