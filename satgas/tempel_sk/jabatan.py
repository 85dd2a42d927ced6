"""Whether two names of an office mean the same one. Pure."""

from satgas.tempel_sk.beda_kata import kata, mirip

MIRIP_JABATAN = 0.6
"""From this ratio on, over the words that tell offices apart, two names are the same office."""
_WILAYAH = {"provinsi", "kabupaten", "kota"}
_PENJABAT = {"plt", "plh", "pj"}
_UMUM = _WILAYAH | {
    *("kepala", "dinas", "badan", "biro", "kantor", "bagian", "daerah", "setda", "dan", "pada"),
    *("sekretariat", "pemerintah"),
}


def sejabatan(satu: str, dua: str) -> float:
    """Return how alike two offices are: 1.0 the same words, 0.0 another office.

    The first word must be the same ("Wakil Gubernur" is not "Gubernur"); words that all offices
    share, and the region after "Provinsi", do not count ("Dinas Kesehatan Provinsi NTT" is not
    "Dinas Pendidikan Provinsi NTT").
    """
    a = tuple(word for word in kata(satu) if word not in _PENJABAT)
    b = tuple(word for word in kata(dua) if word not in _PENJABAT)
    if not a or not b or a[0] != b[0]:
        return 0.0
    return 1.0 if a == b else mirip(_khas(a), _khas(b), MIRIP_JABATAN) * 0.99


def _khas(words: tuple[str, ...]) -> tuple[str, ...]:
    region = next((n for n, word in enumerate(words) if word in _WILAYAH and n), len(words))
    return tuple(word for word in words[:region] if word not in _UMUM) or words
