"""What a progress report stands for: its code, files, number, and the state of its period."""

from dataclasses import dataclass
from urllib.parse import urlencode

import segno
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from jobs.models import Job
from reports.actions.terbitan import boleh_menomori
from reports.kemajuan.parameter import (
    ParameterKemajuan,
    Persetujuan,
    dari_json,
    kode_terbaca,
)
from reports.kinds import KEMAJUAN
from reports.models import BerkasTerbitan, Potret, Terbitan
from reports.potret.periode import persetujuan


@dataclass(frozen=True)
class RincianTerbitan:
    """An issued report: `parameter` as it was asked for, `kini` the approval in force today.

    `pengganti`: the Potret that amended the one it was made from. `qr`: SVG of `alamat`, where
    anybody checks the report. `bisa_menomori`: the person may enter its number.
    """

    terbitan: Terbitan
    parameter: ParameterKemajuan
    kini: Persetujuan | None
    pengganti: Potret | None
    berkas: tuple[BerkasTerbitan, ...]
    alamat: str
    qr: SafeString
    bisa_menomori: bool

    @property
    def kode(self) -> str:
        """The code in groups, as it is printed."""
        return kode_terbaca(self.terbitan.kode)

    @property
    def url_banding(self) -> str:
        """Where its Potret stands beside another one: the one it amended, where there is one."""
        potret = self.terbitan.potret
        sides = {"a": potret.sebelum_id or potret.pk}
        if potret.sebelum_id:
            sides["b"] = potret.pk
        return f"{reverse('potret_banding')}?{urlencode(sides)}"

    @property
    def berubah(self) -> bool:
        """Whether the period was approved, or opened again, since the report was asked for."""
        return (self.kini is None) != self.parameter.draf


def rincian_terbitan(job: Job, user: User) -> RincianTerbitan | None:
    """Return what a progress report stands for (three queries); None for other reports."""
    if job.jenis != KEMAJUAN:
        return None
    terbitan = (
        Terbitan.objects.visible_to(user)
        .select_related("instansi", "potret__batas__rencana", "potret__pengganti", "nomor_oleh")
        .defer("potret__isi", "potret__pengganti__isi")
        .filter(pk=job.parameter["terbitan"])
        .first()
    )
    if terbitan is None:
        return None
    parameter = dari_json(terbitan.parameter)
    alamat = f"{parameter.alamat}/periksa/{terbitan.kode}/"
    return RincianTerbitan(
        terbitan=terbitan,
        parameter=parameter,
        kini=persetujuan(terbitan.potret),
        pengganti=getattr(terbitan.potret, "pengganti", None),
        berkas=tuple(terbitan.berkas_set.select_related("job")),
        alamat=alamat,
        qr=_qr(alamat),
        bisa_menomori=boleh_menomori(user, terbitan.instansi),
    )


def _qr(alamat: str) -> SafeString:
    """Return the QR code of an address as SVG, dark on white in any theme."""
    code = segno.make(alamat, error="m", micro=False)
    # Segno writes shapes only: the address becomes squares, none of it stands in the markup.
    return mark_safe(code.svg_inline(scale=4, border=2, dark="#000", light="#fff"))
