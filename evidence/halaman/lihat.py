"""What the desk shows of a file's page images, and the trace that looking at them leaves."""

from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from audit.models import Kejadian
from audit.recorder import Event, audited, record
from evidence.models import BuktiVersi, GambarBukti, HalamanBukti


@dataclass(frozen=True)
class Pratinjau:
    """The page images of one file as they stand now.

    `halaman` holds the pages behind number `dari`; `siap` counts all that are drawn. `terbuka`:
    a job works on it. `catatan`: what is missing and why, or what was left out on purpose.
    `bisa_minta`: nothing works on it and something is missing.
    """

    versi: BuktiVersi
    halaman: list[HalamanBukti]
    dari: int
    siap: int
    jumlah: int | None
    terbuka: bool
    gagal: bool
    catatan: str
    bisa_minta: bool

    @property
    def sampai(self) -> int:
        """The number of the last page shown; the next answer begins behind it."""
        return self.halaman[-1].no if self.halaman else self.dari

    @property
    def berikut(self) -> int:
        """The place of the page being drawn now."""
        return min(self.siap + 1, self.jumlah or self.siap + 1)


def pratinjau(versi: BuktiVersi, dari: int = 0) -> Pratinjau:
    """Return what can be shown of a file version whose `gambar` and its job are loaded."""
    gambar: GambarBukti | None = getattr(versi, "gambar", None)
    semua = list(HalamanBukti.objects.filter(versi=versi).order_by("no"))
    terbuka = gambar is not None and gambar.terbuka
    selesai = gambar is not None and gambar.keadaan == GambarBukti.Keadaan.SELESAI
    return Pratinjau(
        versi=versi,
        halaman=[h for h in semua if h.no > dari],
        dari=dari,
        siap=len(semua),
        jumlah=gambar.jumlah if gambar is not None else None,
        terbuka=terbuka,
        gagal=gambar is not None and not terbuka and not selesai,
        catatan=gambar.alasan if gambar is not None else "",
        bisa_minta=not terbuka and not selesai,
    )


def catat_lihat(*, versi: BuktiVersi, by: User) -> None:
    """Record that a person looks at a document: once for each person, version and day.

    Looking is access, but no download: the images are the portal's own rendering. It is written
    when the frame with the images is shown, not for each image, which a browser fetches again
    as it likes. Two frames opened in the same instant may leave two events; no one is lost.
    """
    instansi = versi.instansi
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    known = Kejadian.objects.filter(
        instansi=instansi.kode,
        objek_jenis="buktiversi",
        objek_id=str(versi.pk),
        aksi="bukti.lihat",
        aktor=by.audit_id,
        at__gte=today,
    )
    if known.exists():
        return
    with audited():
        record(
            Event(
                instansi=instansi.kode,
                contoh=instansi.contoh,
                aksi="bukti.lihat",
                oleh=by,
                objek_jenis="buktiversi",
                objek_id=str(versi.pk),
                objek_nama=versi.nama_asli,
                isi={"sha256": versi.sha256},
            )
        )
