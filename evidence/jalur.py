"""Where a Butir lies in its plan, as the one line that it keeps."""

from evidence.models import Butir


def jalur_muat(teks: str) -> str:
    """Return a place as `Butir.jalur` holds it: cut with an ellipsis where it is too long."""
    panjang = Butir._meta.get_field("jalur").max_length
    assert panjang is not None, "a CharField with a length"
    return teks if len(teks) <= panjang else f"{teks[: panjang - 1]}…"
