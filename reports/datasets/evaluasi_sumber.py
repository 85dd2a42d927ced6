"""What stands around the figures of an evaluation: rules, bands, obstacles told by the units."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q

from accounts.models import User
from evidence.models import Capaian, Rencana
from evidence.workflow import Status
from reports.datasets.evaluasi_bentuk import (
    AturanEvaluasi,
    KendalaEvaluasi,
    PitaEvaluasi,
    Semester,
)
from roadmap.kata import kata_aturan
from roadmap.lembar import Lembar
from roadmap.models import AturanUkur
from roadmap.sel import Sel
from roadmap.tampil import legenda
from ukuran.models import PitaCapaian

_TERKIRIM = (Status.MENUNGGU, Status.PERBAIKAN, Status.DISETUJUI)


def kendala(
    rencana: Rencana, user: User, semester: Semester, at: datetime
) -> tuple[KendalaEvaluasi, ...]:
    """Return obstacles and follow-up that units sent with their figures (one query).

    The text is the one that stands now; what was never sent by `at` is not told.
    """
    rows = (
        Capaian.objects.visible_to(user)
        .filter(
            ~Q(kendala="") | ~Q(tindak_lanjut=""),
            butir__rencana=rencana,
            gugur__isnull=True,
            selesai__gte=semester.mulai,
            selesai__lte=semester.selesai,
            status__in=_TERKIRIM,
            dikirim__lte=at,
        )
        .select_related("butir", "unit")
        .order_by("butir__urut", "mulai")
    )
    return tuple(
        KendalaEvaluasi(
            kode=row.butir.kode,
            uraian=row.butir.uraian,
            unit=row.unit.nama,
            mulai=row.mulai,
            selesai=row.selesai,
            kendala=row.kendala,
            tindak_lanjut=row.tindak_lanjut,
        )
        for row in rows
    )


def aturan(
    rencana: Rencana, at: datetime, sel: Mapping[int, tuple[str, Sel]]
) -> tuple[AturanEvaluasi, ...]:
    """Return the rules in words, each version with the rows it applies to (one query).

    `sel` gives kode and cell of each Butir.
    """
    versions = {
        row.butir_id: row
        for row in AturanUkur.objects.filter(
            Q(versi=1) | Q(dibuat__lte=at), butir__rencana=rencana
        ).order_by("versi")
    }
    found: dict[tuple[tuple[str, ...], str, int], list[str]] = defaultdict(list)
    for pk, (kode, cell) in sel.items():
        words = kata_aturan(cell.target, cell.aturan)
        if not words:
            continue
        version = versions.get(pk)
        origin = str(AturanUkur.Asal(version.asal).label) if version else "Aturan umum portal"
        found[words, origin, version.versi if version else 1].append(kode)
    return tuple(AturanEvaluasi(*key, tuple(rows)) for key, rows in found.items())


def pita(rencana: Rencana, at: datetime, sheet: Lembar) -> PitaEvaluasi | None:
    """Return the bands of a sheet with their source (one query); None where there are none."""
    bands = sheet.pita
    if bands is None:
        return None
    rows = PitaCapaian.objects.filter(
        Q(versi=1) | Q(dibuat__lte=at),
        Q(instansi=rencana.instansi_id) | Q(instansi__isnull=True),
        kode=bands.kode,
        versi=bands.versi,
        nama=bands.nama,
    )
    own = sorted(rows, key=lambda p: p.instansi_id is not None)
    return PitaEvaluasi(
        nama=bands.nama,
        versi=bands.versi,
        sumber=own[-1].sumber if own else "",
        rentang=tuple((row.nama, row.batas) for row in legenda(bands)),
    )
