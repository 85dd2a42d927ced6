"""The tree and the comparison as the screens show them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evidence.models import Butir
from satgas.tempel_sk.banding import Baris, Lama
from satgas.tempel_sk.beda_kata import kata, mirip
from satgas.tempel_sk.bentuk import TUGAS, AnggotaNaskah, Naskah, Simpul, Tugas
from satgas.tempel_sk.dokumen import DokumenLama, susun_dokumen
from satgas.tempel_sk.pola_baru import pola_baru
from satgas.tempel_sk.tahun_lalu import Bawaan

MAKS_CALON = 15
"""So many counterparts are offered for a task, the most alike first."""


@dataclass(frozen=True)
class SimpulLayar:
    """A node with what it may do: `pertama` can't be merged, `tugas` can't go up."""

    simpul: Simpul
    tugas: bool
    pertama: bool
    bawa: str
    nama: str


@dataclass(frozen=True)
class AnggotaLayar:
    """A member with its nodes and figures."""

    anggota: AnggotaNaskah
    simpul: list[SimpulLayar]
    tugas: int
    sub: int
    ragu: int
    buka: bool
    pemilik: list[AnggotaNaskah]


@dataclass(frozen=True)
class Calon:
    """A counterpart that may be chosen."""

    pk: int
    label: str


@dataclass(frozen=True)
class BarisLayar:
    """A line of the comparison with what is carried and what may be chosen instead."""

    baris: Baris
    bawa: str
    calon: list[Calon]


def susun_layar(
    naskah: Naskah, baris: Sequence[Baris], bawaan: Mapping[int, Bawaan], buka: int | None
) -> list[AnggotaLayar]:
    """Return the members as shown; open are `buka` and, without it, those with doubts."""
    carried = {row.baru.simpul.id: bawa(row, bawaan) for row in baris if row.baru}
    found = []
    for member in naskah.anggota:
        doubts = len(member.ragu) + sum(len(one.ragu) for one in member.simpul)
        tasks = sum(one.tingkat == TUGAS for one in member.simpul)
        found.append(
            AnggotaLayar(
                member,
                _nodes(member, carried),
                tasks,
                len(member.simpul) - tasks,
                doubts,
                member.id == buka if buka is not None else bool(doubts),
                [one for one in naskah.anggota if one.simpul and one.id != member.id],
            )
        )
    return found


def _nodes(member: AnggotaNaskah, carried: Mapping[int, str]) -> list[SimpulLayar]:
    found, task = [], ""
    for place, one in enumerate(member.simpul):
        if one.tingkat == TUGAS:
            task = f"{member.no}.{one.tanda}" if one.tanda else f"{member.no}"
        name = task if one.tingkat == TUGAS else f"{task} butir {one.tanda}"
        found.append(
            SimpulLayar(one, one.tingkat == TUGAS, place == 0, carried.get(one.id, ""), name)
        )
    return found


def bawa(row: Baris, bawaan: Mapping[int, Bawaan]) -> str:
    """Return in words what a task has: its pola, whose word that is, documents, and from where."""
    if row.baru is None:
        return ""
    old = bawaan.get(row.lama.pk) if row.lama else None
    teks = row.baru.simpul.teks
    pola = pola_baru(teks, old.pola if old else None, row.lama.teks if row.lama else "")
    said = f"menurut teks “{pola.kutipan}”" if pola.kutipan else "klasifikasi portal"
    parts = [f"Pola {Butir.Pola(pola.pola).label.lower()} ({said})"]
    parts.append(f"{_dokumen(row.baru, row.lama, old)} dokumen wajib")
    if row.lama is None:
        return f"Tugas baru. {', '.join(parts)}."
    return f"Dari {row.lama.kode} rencana pembanding. {', '.join(parts)}."


def _dokumen(baru: Tugas, lama: Lama | None, old: Bawaan | None) -> int:
    sub = [one.teks for one in baru.sub]
    if lama is not None and old is not None and sub == list(lama.sub):
        return old.dokumen
    before = [DokumenLama(one, "", "sumber") for one in lama.sub] if lama else []
    return len(susun_dokumen(sub, list(lama.sub) if lama else [], before))


def banding_layar(
    baris: Sequence[Baris], sisa: Sequence[Lama], bawaan: Mapping[int, Bawaan]
) -> list[BarisLayar]:
    """Return lines of the comparison; `sisa` are the tasks of the earlier plan nobody took."""
    words = {one.pk: kata(one.teks) for one in sisa}
    return [BarisLayar(row, bawa(row, bawaan), _calon(row, sisa, words)) for row in baris]


def _calon(row: Baris, sisa: Sequence[Lama], words: Mapping[int, tuple[str, ...]]) -> list[Calon]:
    if row.baru is None:
        return []
    chosen = [row.lama] if row.lama and row.baru.simpul.pasangan == row.lama.pk else []
    near = list(sisa)
    if len(near) > MAKS_CALON:
        own = kata(row.baru.simpul.teks)
        near.sort(key=lambda one: -mirip(own, words[one.pk]))
        near = near[:MAKS_CALON]
    return [Calon(one.pk, f"{one.kode} {one.teks[:60]}") for one in [*chosen, *near]]
