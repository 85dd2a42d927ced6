"""Kinds of cells of an instrument: grades with what they take, criteria of documents."""

import re
from typing import TYPE_CHECKING, Any

from satgas.instrumen.isi_sel import kriteria_per_dokumen
from sheets.columns import Daftar, Jenis, Nilai
from sheets.values import Keliru, teks

if TYPE_CHECKING:
    from sheets.resource import SheetResource

_NILAI = re.compile(r"(\d{1,3})\s*(?:[:=–]|-|\s)\s*(\S.*)")
_NOMOR = re.compile(r"\[(\d{1,3})\]\s*")
_SERATUS = 100


class DaftarKriteriaNilai(Daftar):
    """Grades, one a line as "100: lengkap"; the value has them from the highest down."""

    def baca(self, mentah: Any, resource: "SheetResource") -> Nilai:
        lines = super().baca(mentah, resource)
        found: dict[int, str] = {}
        for line in lines if isinstance(lines, tuple) else ():
            match = _NILAI.fullmatch(line)
            if match is None or int(match[1]) > _SERATUS:
                raise Keliru(
                    f"“{line[:60]}” bukan kriteria nilai.",
                    "Tulis satu kriteria per baris, misalnya “100: lengkap”.",
                )
            if int(match[1]) in found:
                raise Keliru(f"Nilai {match[1]} disebut dua kali.", "Hapus salah satunya.")
            found[int(match[1])] = " ".join(match[2].split())
        return baris_kriteria(found) or None


def baris_kriteria(kriteria: dict[int, str]) -> tuple[str, ...]:
    """Return grades as lines, the highest first."""
    return tuple(f"{nilai}: {kriteria[nilai]}" for nilai in sorted(kriteria, reverse=True))


def pisah_kriteria(nilai: Nilai) -> dict[int, str]:
    """Return the grades that `baris_kriteria` wrote."""
    lines = nilai if isinstance(nilai, tuple) else ()
    return {int(line.partition(": ")[0]): line.partition(": ")[2] for line in lines}


class KriteriaDokumen(Jenis):
    """Criteria of the documents beside it: each begins with the document's number, "[2] ...".

    Criteria may have several lines. A cell without numbers stands for one document, or has one
    line for each of several (see `samakan_kriteria`).
    """

    def baca(self, mentah: Any, resource: "SheetResource") -> Nilai:
        text = teks(mentah)
        if text is None or not text.strip("-–— "):
            return None
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        if _NOMOR.match(lines[0]) is None:
            return ("\n".join(lines),)
        found: dict[int, list[str]] = {}
        no = 0
        for line in lines:
            match = _NOMOR.match(line)
            if match:
                no = int(match[1])
                if no in found:
                    raise Keliru(f"Kriteria dokumen [{no}] disebut dua kali.", "Gabungkan.")
                found[no] = [line[match.end() :]]
            else:
                found[no].append(line)
        return tulis_kriteria({no: "\n".join(found[no]).strip() for no in found}) or None

    def tulis(self, nilai: Nilai, resource: "SheetResource") -> Any:
        return "\n".join(nilai) if isinstance(nilai, tuple) else None

    def simpan(self, nilai: Nilai) -> Any:
        return list(nilai) if isinstance(nilai, tuple) else None

    def pulih(self, isi: Any) -> Nilai:
        return tuple(isi) if isi else None


def tulis_kriteria(kriteria: dict[int, str]) -> tuple[str, ...]:
    """Return criteria by number of the document (from 1) as lines of the cell."""
    return tuple(f"[{no}] {kriteria[no]}" for no in sorted(kriteria) if kriteria[no])


def baca_kriteria(nilai: Nilai) -> dict[int, str]:
    """Return criteria by number of the document; what has no number is left out."""
    found = {}
    for line in nilai if isinstance(nilai, tuple) else ():
        match = _NOMOR.match(line)
        if match:
            found[int(match[1])] = line[match.end() :]
    return found


def samakan_kriteria(nilai: Nilai, jumlah: int) -> Nilai:
    """Return criteria with numbers; as it stands where they can't be told apart."""
    if not isinstance(nilai, tuple) or len(nilai) != 1 or _NOMOR.match(nilai[0]) or not jumlah:
        return nilai
    each = kriteria_per_dokumen(nilai[0], jumlah)
    return nilai if each is None else tulis_kriteria(dict(enumerate(each, start=1))) or None


def bernomor(nilai: Nilai, jumlah: int) -> bool:
    """Whether every criterion names a document that is there."""
    lines = nilai if isinstance(nilai, tuple) else ()
    return len(baca_kriteria(nilai)) == len(lines) and all(
        1 <= no <= jumlah for no in baca_kriteria(nilai)
    )
