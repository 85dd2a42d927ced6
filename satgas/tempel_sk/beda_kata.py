"""Word by word: what differs between two texts. Pure."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Potong:
    """Words that stayed ("sama"), went ("hapus") or came ("tambah")."""

    jenis: str
    teks: str


def beda_kata(lama: str, baru: str) -> list[Potong]:
    """Return the two texts as one, in the order in which one becomes the other."""
    before, after = lama.split(), baru.split()
    found: list[Potong] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for op, i, j, k, m in matcher.get_opcodes():
        if op == "equal":
            found.append(Potong("sama", " ".join(before[i:j])))
            continue
        if i < j:
            found.append(Potong("hapus", " ".join(before[i:j])))
        if k < m:
            found.append(Potong("tambah", " ".join(after[k:m])))
    return found


def kata(teks: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared: no case, no punctuation, no last "dan"."""
    words = re.findall(r"\w+", teks.casefold())
    while words and words[-1] in ("dan", "atau"):
        words.pop()
    return tuple(words)


def mirip(satu: tuple[str, ...], dua: tuple[str, ...], sedikitnya: float = 0.0) -> float:
    """Return how alike two word lists are, 0 to 1 (difflib's ratio); 0 below `sedikitnya`.

    Lengths and words in common bound the ratio from above (2 x common / all), so unlike texts
    cost little.
    """
    if not satu or not dua:
        return 0.0
    if satu == dua:
        return 1.0
    total = len(satu) + len(dua)
    if 2 * min(len(satu), len(dua)) / total < sedikitnya:
        return 0.0
    known = set(dua)
    if 2 * sum(word in known for word in satu) / total < sedikitnya:
        return 0.0
    ratio = SequenceMatcher(None, satu, dua, autojunk=False).ratio()
    return ratio if ratio >= sedikitnya else 0.0
