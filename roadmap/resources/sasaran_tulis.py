"""Writing indikator of Bab III.B in bulk: what new ones own, versions of targets and rules."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import Max

from accounts.models import Unit
from evidence.actions.kewajiban import buat_capaian
from evidence.keadaan import hari_di
from evidence.models import Butir, ButirPendukung, DokumenWajib
from roadmap.models import AturanUkur, Indikator, KelompokSasaran, Sasaran, TargetTahun
from roadmap.nilai import kolom_target
from roadmap.official.loader import BUKTI_INDIKATOR
from roadmap.resources.cetakan import rapi, target_teks
from roadmap.resources.rencana import TAHUN, kolom_tahun
from roadmap.resources.rencana_aksi_tulis import versi_baru
from sheets.resource import Perubahan
from sheets.values import lipat
from sheets.writes import Tulisan

if TYPE_CHECKING:
    from roadmap.resources.sasaran import SasaranResource

TARGET = kolom_tahun("target")
_JALUR = 300  # length of Butir.jalur
_BUDGET = ("anggaran_mentah", "anggaran_jenis", "anggaran_ribu")


class PenulisSasaran:
    """Plans the writes of one import; made when the first piece is written."""

    def __init__(self, resource: "SasaranResource") -> None:
        """`resource` is prepared and its plan locked (two queries)."""
        self._r = resource
        self._rencana = resource.rencana
        self._units = {
            u.kode: u.pk for u in Unit.objects.filter(instansi=resource.konteks.instansi)
        }
        butir = Butir.objects.filter(rencana=self._rencana)
        self._butir_urut = butir.aggregate(n=Max("urut"))["n"] or 0
        self._kelompok = max((k.urut for k in resource.kelompok_ada.values()), default=0)
        self._urut: dict[int, int] = dict(
            Indikator.objects.filter(sasaran__in=[s.pk for s in resource.sasaran_ada.values()])
            .values("sasaran")
            .annotate(n=Max("urut"))
            .values_list("sasaran", "n")
        )
        self._baru: list[Butir] = []

    def tulis(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        """Write a piece; parents get their ids before their children are planned."""
        new = [row for row in rows if row.lama is None]
        if new:
            self._buat(new, tulisan)
        changed = [row for row in rows if row.lama is not None]
        if changed:
            self._ubah(changed, tulisan)

    def tugas(self) -> None:
        """Make the tasks of the new Butir of a running plan, from today's window on."""
        if self._baru:
            now = self._r.konteks.at
            buat_capaian(self._rencana, self._baru, at=now, dari=hari_di(self._rencana, now))

    def _buat(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        groups = [self._tabel(row, tulisan) for row in rows]
        tulisan.simpan()
        aims = [self._sasaran(row, k, tulisan) for row, k in zip(rows, groups, strict=True)]
        tulisan.simpan()
        made = [
            tulisan.buat(row.no, self._butir(row, group))
            for row, group in zip(rows, groups, strict=True)
        ]
        tulisan.simpan()
        if self._rencana.berjalan:
            self._baru += made
        for row, (aim, first), butir in zip(rows, aims, made, strict=True):
            self._milik(row, aim, first, butir, tulisan)

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

    def _butir(self, row: Perubahan, group: KelompokSasaran) -> Butir:
        self._butir_urut += 1
        jalur = " / ".join(str(title) for title in group.jalur)
        return Butir(
            instansi_id=self._rencana.instansi_id,
            rencana=self._rencana,
            kode=str(row.nilai["kode_indikator"]),
            uraian=str(row.nilai["indikator"]),
            jalur=jalur if len(jalur) <= _JALUR else f"{jalur[: _JALUR - 1]}…",
            urut=self._butir_urut,
            unit_id=self._units[str(row.nilai["unit"])],
            pola=str(row.nilai["pola"]),
            sumber_pola=Butir.SumberPola.PORTAL,
            cara_nilai=Butir.CaraNilai.KHUSUS,
        )

    def _milik(
        self, row: Perubahan, aim: Sasaran, first: bool, butir: Butir, tulisan: Tulisan
    ) -> None:
        konteks, nilai = self._r.konteks, row.nilai
        urut = self._urut[aim.pk] = self._urut.get(aim.pk, 0) + 1
        sub = nilai["sub"]
        tulisan.buat(
            row.no,
            Indikator(
                butir=butir,
                sasaran=aim,
                kode=butir.kode,
                urut=urut,
                teks=butir.uraian,
                sub=list(sub) if isinstance(sub, tuple) else [],
                sasaran_tercetak=aim.teks if first else "",
            ),
        )
        self._dukung(row, butir, tulisan)
        tulisan.buat(
            row.no,
            DokumenWajib(
                butir=butir, urut=1, uraian=BUKTI_INDIKATOR, asal=DokumenWajib.Asal.PORTAL
            ),
        )
        tulisan.buat(
            row.no,
            AturanUkur(
                butir=butir,
                arah=str(nilai["arah"]),
                sifat=str(nilai["sifat"]),
                asal=AturanUkur.Asal.INSTANSI,
                dibuat=konteks.at,
                oleh=konteks.oleh,
            ),
        )
        for n, tahun in enumerate(self._r.tahun[:TAHUN]):
            version = self._versi(row, n, butir.pk, tahun)
            version.dibuat, version.oleh = konteks.at, konteks.oleh
            tulisan.buat(row.no, version)

    def _versi(self, row: Perubahan, n: int, butir: int, tahun: int) -> TargetTahun:
        text = row.nilai[TARGET[n]]
        aim = target_teks(None if text is None else str(text), self._r.tingkat(row.nilai))
        return TargetTahun(butir_id=butir, tahun=tahun, **kolom_target(aim))

    def _dukung(self, row: Perubahan, butir: Butir, tulisan: Tulisan) -> None:
        names = row.nilai["pendukung"]
        for kode in names if isinstance(names, tuple) else ():
            tulisan.buat(row.no, ButirPendukung(butir=butir, unit_id=self._units[kode]))

    def _ubah(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        refs = [row.lama.ref for row in rows if row.lama is not None]
        found = Indikator.objects.select_related("butir").in_bulk([pk for pk, _ in refs])
        ids = [butir for _, butir in refs]
        aims = {
            (t.butir_id, t.tahun): t
            for t in TargetTahun.objects.filter(butir__in=ids, kini=True).order_by()
        }
        support: dict[int, list[ButirPendukung]] = {}
        for one in ButirPendukung.objects.filter(butir__in=ids):
            support.setdefault(one.butir_id, []).append(one)
        for row in rows:
            assert row.lama is not None
            pk, butir_pk = row.lama.ref
            self._teks(row, found[pk], tulisan)
            if row.berubah("pendukung"):
                for one in support.get(butir_pk, ()):
                    tulisan.hapus(row.no, one)
                self._dukung(row, found[pk].butir, tulisan)
            if row.berubah("arah", "sifat"):
                self._aturan(row, butir_pk, tulisan)
            for n, tahun in enumerate(self._r.tahun[:TAHUN]):
                if row.berubah(TARGET[n]):
                    new = self._versi(row, n, butir_pk, tahun)
                    versi_baru(self._r, row, new, aims.get((butir_pk, tahun)), _BUDGET, tulisan)

    def _teks(self, row: Perubahan, indikator: Indikator, tulisan: Tulisan) -> None:
        butir = indikator.butir
        if row.berubah("indikator"):
            if rapi(butir.uraian) == rapi(indikator.teks):
                tulisan.ubah(row.no, butir, uraian=str(row.nilai["indikator"]))
            tulisan.ubah(row.no, indikator, teks=str(row.nilai["indikator"]))
        if row.berubah("sub"):
            sub = row.nilai["sub"]
            tulisan.ubah(row.no, indikator, sub=list(sub) if isinstance(sub, tuple) else [])
        if row.berubah("unit"):
            tulisan.ubah(row.no, butir, unit_id=self._units[str(row.nilai["unit"])])
        if row.berubah("pola"):
            tulisan.ubah(
                row.no,
                butir,
                pola=str(row.nilai["pola"]),
                sumber_pola=Butir.SumberPola.PORTAL,
                kutipan_pola="",
            )

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
