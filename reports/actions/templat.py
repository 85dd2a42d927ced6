"""The look of an institution's reports: paper, font, signatory, crest. Issued ones stay as is."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils import timezone

from accounts.models import Instansi, User
from accounts.permissions import Denied, Permission
from audit.recorder import Event, audited, record
from evidence.actions.errors import Bentrok, IsianKurang
from reports.lambang import LambangDitolak, bersihkan
from reports.models import Lambang, TemplatLaporan

TEMBUSAN_MAKS = 20
_BENTROK = "Tampilan laporan baru saja diubah orang lain. Muat ulang, lalu ulangi perubahan Anda."
_DITAHAN = "diubah"  # an NIP is not written into the trail


@dataclass(frozen=True)
class IsiTemplat:
    """What the form says; empty texts mean none. `tembusan`: one line each."""

    kertas: str = TemplatLaporan.Kertas.F4
    huruf: str = TemplatLaporan.Huruf.SANS
    sebutan: str = TemplatLaporan.Sebutan.TETAP
    atas_nama: str = ""
    jabatan: str = ""
    nama: str = ""
    pangkat: str = ""
    nip: str = ""
    tembusan: str = ""


def kekurangan(isi: IsiTemplat) -> dict[str, str]:
    """Return what is wrong with the words of a template, by field."""
    galat = {}
    if isi.sebutan == TemplatLaporan.Sebutan.ATAS_NAMA and not isi.atas_nama:
        galat["atas_nama"] = "Tulis pejabat yang diwakili, misalnya Gubernur."
    if isi.sebutan != TemplatLaporan.Sebutan.ATAS_NAMA and isi.atas_nama:
        galat["atas_nama"] = "Hanya untuk a.n.; kosongkan, atau pilih a.n."
    if (isi.nama or isi.sebutan) and not isi.jabatan:
        galat["jabatan"] = "Tulis jabatan penanda tangan."
    if (isi.pangkat or isi.nip) and not isi.nama:
        galat["nama"] = "Tulis nama penanda tangan, atau kosongkan pangkat dan NIP."
    if isi.nip and (len(isi.nip) != 18 or not isi.nip.isdecimal() or not isi.nip.isascii()):
        galat["nip"] = "NIP terdiri atas 18 angka."
    if len(isi.tembusan.splitlines()) > TEMBUSAN_MAKS:
        galat["tembusan"] = f"Paling banyak {TEMBUSAN_MAKS} baris."
    return galat


def simpan_templat(
    *, instansi_id: int, isi: IsiTemplat, diubah: datetime | None, by: User
) -> TemplatLaporan:
    """Save how the reports of an institution look from now on.

    `diubah`: when the template that the person saw was last changed, None for none. Raises Denied,
    IsianKurang, and Bentrok when somebody changed it meanwhile.
    """

    def ubah(row: TemplatLaporan) -> dict[str, object]:
        galat = kekurangan(isi)
        if galat:
            raise IsianKurang(galat)
        changed: dict[str, object] = {}
        for name, value in asdict(isi).items():
            before = getattr(row, name)
            if before != value:
                changed[name] = _DITAHAN if name == "nip" else [before, value]
                setattr(row, name, value)
        return changed

    return _ubah(instansi_id, diubah, by, "templat.ubah", ubah)


def pasang_lambang(
    *, instansi_id: int, berkas: bytes, diubah: datetime | None, by: User
) -> TemplatLaporan:
    """Put a crest on the letterhead: the picture drawn anew, small and without metadata.

    Raises as `simpan_templat`; IsianKurang says what is wrong with the picture (field "lambang").
    """
    _boleh(instansi_id, by)  # before a stranger's picture is decoded
    try:
        bersih = bersihkan(berkas)
    except LambangDitolak as error:
        raise IsianKurang({"lambang": str(error)}) from error
    sha256 = hashlib.sha256(bersih.isi).hexdigest()

    def ubah(row: TemplatLaporan) -> dict[str, object]:
        crest, _ = Lambang.objects.get_or_create(
            instansi_id=instansi_id,
            sha256=sha256,
            defaults={
                "jenis": bersih.jenis,
                "isi": bersih.isi,
                "dibuat": timezone.now(),
                "oleh": by,
            },
        )
        if row.lambang_id == crest.pk:
            return {}
        before = row.lambang.sha256 if row.lambang else ""
        row.lambang = crest
        return {"lambang": [before, sha256], "ukuran": [bersih.lebar, bersih.tinggi]}

    return _ubah(instansi_id, diubah, by, "templat.lambang", ubah)


def lepas_lambang(*, instansi_id: int, diubah: datetime | None, by: User) -> TemplatLaporan:
    """Take the crest off the letterhead; reports that carry it keep it. Raises as above."""

    def ubah(row: TemplatLaporan) -> dict[str, object]:
        if row.lambang is None:
            return {}
        before = row.lambang.sha256
        row.lambang = None
        return {"lambang": [before, ""]}

    return _ubah(instansi_id, diubah, by, "templat.lambang_lepas", ubah)


def _boleh(instansi_id: int, by: User) -> None:
    if not by.akses.has(Permission.INSTANSI_SETUP, instansi_id):
        raise Denied("Instansi ini bukan instansi Anda.")


def _ubah(
    instansi_id: int,
    diubah: datetime | None,
    by: User,
    aksi: str,
    ubah: Callable[[TemplatLaporan], dict[str, object]],
) -> TemplatLaporan:
    """Lock the institution, change its template by `ubah`, record what it says was changed."""
    with audited():
        _boleh(instansi_id, by)
        instansi = Instansi.objects.select_for_update().get(pk=instansi_id)
        row = TemplatLaporan.objects.select_related("lambang").filter(instansi=instansi).first()
        if (row.diubah if row else None) != diubah:
            raise Bentrok(_BENTROK)
        row = row or TemplatLaporan(instansi=instansi)
        changed = ubah(row)
        if not changed and row.pk:
            return row
        row.diubah, row.diubah_oleh = timezone.now(), by
        row.save()
        record(
            Event(
                instansi=instansi.kode,
                contoh=instansi.contoh,
                aksi=aksi,
                oleh=by,
                objek_jenis="templatlaporan",
                objek_id=str(row.pk),
                objek_nama=f"Tampilan laporan {instansi.nama}"[:300],
                isi=changed,
            )
        )
        return row
