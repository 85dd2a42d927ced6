"""Writing indikator of Bab III.B in bulk: what new ones own, versions of targets and rules."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import Max

from roadmap.models import AturanUkur, Indikator, KelompokSasaran, Sasaran
from roadmap.official.loader import BUKTI_INDIKATOR
from roadmap.resources.cetakan import rapi
from roadmap.resources.tahunan_tulis import PenulisTahunan
from sheets.resource import Perubahan
from sheets.values import lipat
from sheets.writes import Tulisan

if TYPE_CHECKING:
    from evidence.models import Butir
    from roadmap.resources.sasaran import SasaranResource


class PenulisSasaran(PenulisTahunan["SasaranResource"]):
    """Plans the writes of one import; made when the first piece is written."""

    bukti = BUKTI_INDIKATOR

    def __init__(self, resource: "SasaranResource") -> None:
        """`resource` is prepared and its plan locked (three queries)."""
        super().__init__(resource)
        self._kelompok = max((k.urut for k in resource.kelompok_ada.values()), default=0)
        self._urut: dict[int, int] = dict(
            Indikator.objects.filter(sasaran__in=[s.pk for s in resource.sasaran_ada.values()])
            .values("sasaran")
            .annotate(n=Max("urut"))
            .values_list("sasaran", "n")
        )

    # --- new rows -----------------------------------------------------------------------------
    def buat(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        """Plan new indikator with their tables and sasaran."""
        groups = [self._tabel(row, tulisan) for row in rows]
        tulisan.simpan()
        aims = [self._sasaran(row, k, tulisan) for row, k in zip(rows, groups, strict=True)]
        tulisan.simpan()
        made = [
            self.buat_butir(
                row,
                str(row.nilai["indikator"]),
                " / ".join(str(title) for title in group.jalur),
                tulisan,
            )
            for row, group in zip(rows, groups, strict=True)
        ]
        tulisan.simpan()
        for row, (aim, first), butir in zip(rows, aims, made, strict=True):
            self._indikator(row, aim, first, butir, tulisan)
            self.buat_milik(
                row,
                butir,
                tulisan,
                arah=str(row.nilai["arah"]),
                sifat=str(row.nilai["sifat"]),
                asal=AturanUkur.Asal.INSTANSI,
            )

    def _tabel(self, row: Perubahan, tulisan: Tulisan) -> KelompokSasaran:
        key = lipat(str(row.nilai["kelompok"]))
        found = self._r.kelompok_ada.get(key)
        if found is None:
            self._kelompok += 1
            titles = row.nilai["judul_kelompok"]
            found = KelompokSasaran(
                roadmap=self._rencana.roadmap,
                kode=str(row.nilai["kelompok"]),
                urut=self._kelompok,
                jalur=list(titles) if isinstance(titles, tuple) else [],
                kepala_tahun=[str(tahun) for tahun in self._r.tahun],
            )
            self._r.kelompok_ada[key] = tulisan.buat(row.no, found)
        return found

    def _sasaran(
        self, row: Perubahan, group: KelompokSasaran, tulisan: Tulisan
    ) -> tuple[Sasaran, bool]:
        urut = row.nilai["sasaran_urut"]
        assert isinstance(urut, int)
        key = (lipat(group.kode), urut)
        found = self._r.sasaran_ada.get(key)
        if found is not None:
            return found, False
        made = Sasaran(kelompok=group, urut=urut, teks=str(row.nilai["sasaran"]))
        self._r.sasaran_ada[key] = tulisan.buat(row.no, made)
        return made, True

    def _indikator(
        self, row: Perubahan, aim: Sasaran, first: bool, butir: "Butir", tulisan: Tulisan
    ) -> None:
        urut = self._urut[aim.pk] = self._urut.get(aim.pk, 0) + 1
        tulisan.buat(
            row.no,
            Indikator(
                butir=butir,
                sasaran=aim,
                kode=butir.kode,
                urut=urut,
                teks=butir.uraian,
                sub=_baris(row),
                sasaran_tercetak=aim.teks if first else "",
            ),
        )

    # --- changed rows -------------------------------------------------------------------------
    def ubah(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        """Plan changed texts, who reports, rules and years."""
        refs = [row.lama.ref for row in rows if row.lama is not None]
        found = Indikator.objects.select_related("butir").in_bulk([pk for pk, _ in refs])
        support = self.dukungan(butir for _, butir in refs)
        for row, (pk, butir) in zip(rows, refs, strict=True):
            self._teks(row, found[pk], tulisan)
            self.tugaskan(row, found[pk].butir, support.get(butir, ()), tulisan)
            if row.berubah("arah", "sifat"):
                self._aturan(row, butir, tulisan)
        years = [(row, butir) for row, (_, butir) in zip(rows, refs, strict=True)]
        self.ubah_tahunan(years, tulisan)

    def _teks(self, row: Perubahan, indikator: Indikator, tulisan: Tulisan) -> None:
        butir = indikator.butir
        if row.berubah("indikator"):
            if rapi(butir.uraian) == rapi(indikator.teks):
                tulisan.ubah(row.no, butir, uraian=str(row.nilai["indikator"]))
            tulisan.ubah(row.no, indikator, teks=str(row.nilai["indikator"]))
        if row.berubah("sub"):
            tulisan.ubah(row.no, indikator, sub=_baris(row))

    def _aturan(self, row: Perubahan, butir: int, tulisan: Tulisan) -> None:
        """Plan the next version of a rule; what the file does not say stays."""
        konteks = self._r.konteks
        old = self._r.ukur.get(lipat(str(row.nilai["kode_indikator"])))
        new = AturanUkur(butir_id=butir, versi=2)
        if old is not None:
            tulisan.ubah(row.no, old, kini=False)
            new.versi = old.versi + 1
            new.rumus, new.cara_predikat = old.rumus, old.cara_predikat
            new.batas_atas, new.skala = old.batas_atas, old.skala
        new.arah, new.sifat = str(row.nilai["arah"]), str(row.nilai["sifat"])
        new.asal, new.alasan = AturanUkur.Asal.INSTANSI, konteks.alasan
        new.dibuat, new.oleh = konteks.at, konteks.oleh
        tulisan.buat(row.no, new)


def _baris(row: Perubahan) -> list[str]:
    sub = row.nilai["sub"]
    return list(sub) if isinstance(sub, tuple) else []
