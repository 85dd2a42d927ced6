"""Source notes of a Road Map as its reports cite them."""

from dataclasses import dataclass

from roadmap.models import CatatanSumber, RoadMap


@dataclass(frozen=True)
class CatatanLaporan:
    """A source note; `baris`: what it concerns, '' when it concerns a place (`letak`)."""

    kode: str
    golongan: str
    mentah: str
    alasan: str
    usulan: str
    dalam_total: bool | None
    letak: str
    baris: tuple[str, ...]

    @property
    def termasuk(self) -> str:
        """Whether the printed TOTAL includes the value as printed, in words."""
        if self.dalam_total is None:
            return ""
        return "termasuk" if self.dalam_total else "tidak termasuk"


def catatan_laporan(roadmap: RoadMap) -> tuple[CatatanLaporan, ...]:
    """Return all source notes of a Road Map in order (four queries)."""
    rows = CatatanSumber.objects.filter(roadmap=roadmap).order_by("kode")
    return tuple(
        CatatanLaporan(
            kode=row.kode,
            golongan=row.get_golongan_display(),
            mentah=row.mentah,
            alasan=row.alasan,
            usulan=row.usulan,
            dalam_total=row.dalam_total,
            letak=row.letak,
            baris=(
                *sorted(b.kode for b in row.butir.all()),
                *sorted(f"{k.program.huruf}.{k.no}" for k in row.kegiatan.all()),
                *sorted(p.huruf for p in row.program.all()),
            ),
        )
        for row in rows.prefetch_related("butir", "kegiatan__program", "program")
    )
