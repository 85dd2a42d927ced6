"""Two plans side by side as a file."""

from django.http import Http404

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.banding import Baris, Hasil, bandingkan
from evidence.lists.banding import sisi
from evidence.lists.saringan import nomor
from evidence.views.rencana.banding import LABEL, rencana_dibanding
from sheets.tables import Isi, Tabel, dari_baris, kolom, saringan
from sheets.unduhan import Unduhan, punya, register

_BANDING = kolom(
    ("Kode", "kode"),
    ("Butir", "teks", 60),
    ("Hasil", "teks", 14),
    ("Dugaan", "teks", 10),
    ("Perbedaan", "teks", 70),
)


def daftarkan() -> None:
    """Register the list; called once when the app is ready."""
    register(Unduhan("rencana_banding", "Banding rencana", punya(Permission.PLAN_READ), banding))


def banding(request: Permintaan) -> Tabel:
    """Return the Butir of a plan (`objek`) beside those of another one (`dengan`)."""
    rencana, _, dengan = rencana_dibanding(request, nomor(request.GET.get("objek", "")) or 0)
    if dengan is None:
        raise Http404("Belum ada rencana lain untuk dibandingkan.")
    early, late = sorted((dengan, rencana), key=lambda r: (r.tahun, r.pk))
    asked = request.GET.get("hasil", "")
    hasil = asked if asked in list(Hasil) else ""
    lines = (line for line in bandingkan(*sisi(early, late)) if hasil in ("", line.hasil))
    return dari_baris(
        "rencana_banding",
        "Banding rencana",
        _BANDING,
        (_satu(line) for line in lines),
        keterangan=saringan(
            Semula=early.nama, Menjadi=late.nama, Hasil=LABEL[hasil] if hasil else None
        ),
        lingkup=(rencana.instansi_id,),
    )


def _satu(line: Baris) -> tuple[Isi, ...]:
    side = line.baru or line.lama
    assert side is not None  # a line has one side at least
    return (
        side.kode,
        side.uraian,
        LABEL[line.hasil],
        "Ya" if line.dugaan else "",
        "\n".join(f"{b.nama}: {b.lama} \N{RIGHTWARDS ARROW} {b.baru}" for b in line.beda),
    )
