"""The institution's own words about progress as a file."""

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from satgas.models import PadananProgres
from sheets.tables import Isi, Tabel, dari_isi, kolom
from sheets.unduhan import Unduhan, punya, register

_PADANAN = kolom(
    ("Kata-kata di berkas", "teks", 50),
    ("Progres di Pantas", "teks", 30),
    ("Institusi", "teks", 34),
)


def daftarkan() -> None:
    """Register this list; called once when the app is ready."""
    register(
        Unduhan("padanan_progres", "Padanan progres", punya(Permission.PLAN_EDIT), padanan),
    )


def padanan(request: Permintaan) -> Tabel:
    """Return the words that the screen lists, by the alphabet."""

    def baris(rows: list[PadananProgres]) -> list[tuple[Isi, ...]]:
        return [(row.teks, row.get_keadaan_display(), row.instansi.nama) for row in rows]

    rows = PadananProgres.objects.visible_to(request.user).select_related("instansi")
    return dari_isi("padanan_progres", "Padanan progres", _PADANAN, rows, baris=baris)
