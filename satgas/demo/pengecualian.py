"""Exceptions in the sample: asked for and judged by real actions, waiting for the Ketua."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.models import User
from evidence.actions.pengecualian import ajukan, beri_pendapat
from evidence.models import Capaian, Pengecualian, Rencana

_JAM = time(10, 20)


@dataclass(frozen=True)
class _Ajuan:
    """One request: by whom, what, why, and the opinion (none: it still waits for one)."""

    hari: int
    kode: str
    oleh: str
    jenis: str
    alasan: str
    pendapat_hari: int | None = None
    pendapat: str = ""


_AJUAN = (
    _Ajuan(
        -9,
        "9.f",
        "operator.bkd",
        Pengecualian.Jenis.NIHIL,
        "Sampai hari ini tidak ada pengisian jabatan pimpinan tinggi melalui mutasi, sehingga "
        "tidak ada dokumen yang dapat disusun (CONTOH).",
        -6,
        "Register mutasi tahun berjalan kosong.",
    ),
    _Ajuan(
        -5,
        "15.c",
        "operator.dpmptsp",
        Pengecualian.Jenis.TIDAK_DAPAT,
        "Rancangan peraturan masih dalam fasilitasi di kementerian dan tidak dapat ditetapkan "
        "tahun ini (CONTOH).",
        -2,
        "Surat fasilitasi sudah kami lihat; usulkan penetapan pada triwulan pertama.",
    ),
    _Ajuan(
        -1,
        "12.i",
        "operator.pengadaan",
        Pengecualian.Jenis.NIHIL,
        "Tidak ada sanggahan dan tidak ada pemanggilan sampai hari ini (CONTOH).",
    ),
)


def buat_pengecualian(rencana: Rencana, users: dict[str, User], today: date) -> str:
    """Ask for the sample's exceptions; return one line that says how many.

    The verifikator who gives the opinion is the second one, so that four eyes hold.
    """
    zone = ZoneInfo(rencana.instansi.zona_waktu)

    def at(hari: int) -> datetime:
        return datetime.combine(today + timedelta(days=hari), _JAM, zone)

    for row in _AJUAN:
        capaian = Capaian.objects.filter(
            butir__rencana=rencana, butir__kode=row.kode, gugur__isnull=True
        ).order_by("-mulai")[0]
        ajuan = ajukan(
            capaian_id=capaian.pk,
            versi=capaian.versi,
            jenis=row.jenis,
            pemenuhan_ids=list(capaian.pemenuhan_set.values_list("pk", flat=True)),
            alasan=row.alasan,
            by=users[row.oleh],
            at=at(row.hari),
        )
        if row.pendapat_hari is not None:
            beri_pendapat(
                ajuan_id=ajuan.pk,
                pendapat=Pengecualian.Pendapat.MENDUKUNG,
                catatan=row.pendapat,
                by=users["verifikator.dua"],
                at=at(row.pendapat_hari),
            )
    return f"{len(_AJUAN)} pengecualian diajukan"
