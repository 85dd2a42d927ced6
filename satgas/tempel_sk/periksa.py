"""What has to be settled in a tree before a plan can be made of it. Pure."""

import re
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass

from satgas.tempel_sk.bentuk import SUB, TUGAS, AnggotaNaskah, Naskah

MAKS_NO = 999
MAKS_JABATAN = 250
MAKS_KEDUDUKAN = 120
_HURUF = re.compile(r"[a-z]{1,3}")


@dataclass(frozen=True)
class Kurang:
    """One thing to correct; `letak` is the mark on the page ("a3" a member, "s14" a node)."""

    letak: str
    pesan: str


def periksa(naskah: Naskah, unit: Container[int]) -> list[Kurang]:
    """Return everything that stands against a plan, nothing when it can be made.

    `unit` are the units that the institution has.
    """
    if not naskah.anggota:
        return [Kurang("", "Naskah ini tidak berisi anggota. Tempel tabelnya lagi.")]
    found = list(_semua(naskah, unit))
    if not any(True for _ in naskah.tugas()):
        found.append(Kurang("", "Naskah ini tidak berisi tugas."))
    return found


def _semua(naskah: Naskah, unit: Container[int]) -> Iterator[Kurang]:
    numbers = Counter(a.no for a in naskah.anggota)
    owners = {a.id: a for a in naskah.anggota}
    for member in naskah.anggota:
        here, who = f"a{member.id}", f"Anggota {member.no}"
        if not 1 <= member.no <= MAKS_NO:
            yield Kurang(here, f"{who}: isi nomor 1 sampai {MAKS_NO}.")
        elif numbers[member.no] > 1:
            yield Kurang(here, f"{who}: nomor ini dipakai {numbers[member.no]} anggota.")
        for name, text, most in (
            ("nama/jabatan", member.jabatan, MAKS_JABATAN),
            ("kedudukan", member.kedudukan, MAKS_KEDUDUKAN),
        ):
            if not text.strip():
                yield Kurang(here, f"{who}: isi {name}.")
            elif len(text) > most:
                yield Kurang(here, f"{who}: {name} paling panjang {most} huruf.")
        if member.unit is None or member.unit not in unit:
            yield Kurang(here, f"{who}: pilih unit.")
        if member.bersama is not None:
            owner = owners.get(member.bersama)
            if member.simpul:
                yield Kurang(here, f"{who}: punya tugas sendiri, jadi tidak dapat bersama.")
            elif owner is None or owner.bersama is not None or not owner.simpul:
                yield Kurang(here, f"{who}: pilih anggota yang mempunyai tugas.")
        yield from _tugas(member)


def _tugas(member: AnggotaNaskah) -> Iterator[Kurang]:
    letters = Counter(s.tanda for s in member.simpul if s.tingkat == TUGAS)
    above = False
    for one in member.simpul:
        here = f"s{one.id}"
        name = f"Tugas {member.no}.{one.tanda}".rstrip(".")
        if one.tingkat == SUB:
            if not above:
                yield Kurang(here, f"Anggota {member.no}: sub butir {one.tanda} tanpa tugas.")
            if not one.teks.strip():
                yield Kurang(here, f"Anggota {member.no}: sub butir {one.tanda} kosong.")
            continue
        above = True
        if not one.teks.strip():
            yield Kurang(here, f"{name}: tulis bunyinya atau hapus.")
        if one.tanda and not _HURUF.fullmatch(one.tanda):
            yield Kurang(here, f"{name}: huruf tugas satu sampai tiga huruf kecil, misalnya q.")
        elif letters[one.tanda] > 1:
            what = f"huruf {one.tanda}" if one.tanda else "tugas tanpa huruf"
            yield Kurang(here, f"{name}: {what} ada {letters[one.tanda]} kali. Beri huruf lain.")
