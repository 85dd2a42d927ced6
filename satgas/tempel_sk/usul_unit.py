"""Which unit stands behind an office of the decree: last year's, or the nearest name. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from satgas.tempel_sk.beda_kata import kata, mirip
from satgas.tempel_sk.bentuk import Naskah
from satgas.tempel_sk.jabatan import sejabatan

MIRIP_UNIT = 0.4
"""From this ratio on, a unit's name is proposed for an office that last year did not have."""
_UMUM = {"kepala", "ketua", "sekretaris", "inspektur", "direktur", "asisten"}


@dataclass(frozen=True)
class JabatanLama:
    """An office of last year's decree and the unit that stands there now."""

    no: int
    jabatan: str
    unit: int


def usulkan(naskah: Naskah, lama: Sequence[JabatanLama], unit: Mapping[int, str]) -> None:
    """Fill in the unit of every member that has none, and say where it came from."""
    names = {pk: kata(nama) for pk, nama in unit.items()}
    for member in naskah.anggota:
        if member.unit is not None:
            continue
        words = kata(member.jabatan)
        near = [(sejabatan(member.jabatan, row.jabatan), row) for row in lama]
        best, found = max(near, key=lambda pair: pair[0], default=(0.0, None))
        if found is not None and best and found.unit in unit:
            member.unit = found.unit
            same = "sama dengan" if best == 1.0 else "mirip"
            member.usul = f"Jabatannya {same} anggota {found.no} pada rencana pembanding."
            continue
        bare = tuple(word for word in words if word not in _UMUM)
        ranked = sorted(
            ((mirip(bare, name, MIRIP_UNIT), -pk) for pk, name in names.items()), reverse=True
        )
        if ranked and ranked[0][0]:
            member.unit = -ranked[0][1]
            member.usul = "Nama unit terdekat. Periksa."
        else:
            member.usul = "Tidak ada unit yang namanya dekat. Pilih sendiri."
