"""An institution with a frozen period and reports issued from it, by the real actions."""

from pathlib import Path
from types import SimpleNamespace

from accounts.permissions import Role
from evidence.jadwal import batas_baku
from reports.actions.periode import potret_sekarang
from reports.actions.terbitan import catat_berkas, minta_kemajuan
from reports.bentuk import Bentuk
from reports.models import Potret, Terbitan
from tests.factories import buat_butir, buat_instansi, buat_rencana, buat_unit, buat_user, mulai

ALAMAT = "https://pantas.uji.go.id"
PERAN = ("operator", "verifikator", "ketua", "admin", "auditor")


def bangun_terbitan(kode: str, *, contoh: bool = False) -> SimpleNamespace:
    """Build an institution with one person per role and the Potret of B03 of a running plan."""
    d = SimpleNamespace(instansi=buat_instansi(kode, contoh=contoh))
    d.akar = buat_unit(d.instansi, "setda", jenis="pimpinan")
    d.itda = buat_unit(d.instansi, "itda", induk=d.akar, inspektorat=True)
    d.bkd = buat_unit(d.instansi, "bkd", induk=d.akar)
    places = {"operator": d.bkd, "verifikator": d.itda}
    for peran in PERAN:
        setattr(d, peran, buat_user(f"{peran}.{kode}", Role(peran), places.get(peran, d.akar)))
    d.rencana = buat_rencana(d.instansi)
    buat_butir(d.rencana, d.bkd, "9.a", dokumen=2)
    buat_butir(d.rencana, d.bkd, "9.b")
    for row in batas_baku(d.rencana.mulai, d.rencana.selesai):
        row.rencana = d.rencana
        row.save()
    d.capaian = mulai(d.rencana, by=d.admin)
    d.batas = d.rencana.batas_set.get(kode="B03")
    d.potret = potret_sekarang(batas_id=d.batas.pk, by=d.ketua)
    return d


def terbitkan(
    d: SimpleNamespace,
    folder: Path,
    isi: bytes,
    *,
    potret: Potret | None = None,
    bentuk: Bentuk = Bentuk.PDF,
    halaman: int | None = 12,
    bernomor: bool = False,
) -> Terbitan:
    """Issue a report of a Potret (the first one), with these bytes as its file."""
    job = minta_kemajuan(
        potret_id=(potret or d.potret).pk,
        bentuk=bentuk,
        alamat=ALAMAT,
        by=d.admin,
        bernomor=bernomor,
    )
    terbitan = Terbitan.objects.get(pk=job.parameter["terbitan"])
    berkas = folder / f"laporan.{bentuk}"
    berkas.write_bytes(isi)
    catat_berkas(terbitan, job, berkas, halaman)
    return terbitan
