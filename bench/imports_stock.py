"""The import of django-import-export as it comes, on the columns of rencana aksi.

One ModelResource with `use_transactions` and without bulk: each row is looked up, read, saved and
reported on its own; what a row owns besides (Butir, targets of five years) is saved by the hooks
that the library gives for it. Nothing is checked beyond the library's own rules, and no audit
event, journal or difference is stored: it does less than the portal's own import.
"""

from pathlib import Path
from typing import Any

from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import ForeignKeyWidget
from tablib import Dataset  # type: ignore[import-untyped]  # no stubs

from accounts.models import Unit
from evidence.models import Butir, ButirPendukung, Rencana
from roadmap.models import BarisAksi, Kegiatan, Program, TargetTahun
from roadmap.nilai import kolom_anggaran, kolom_target
from ukuran.target import baca_anggaran, baca_target

TAHUN_BANYAK = 5
_SAMA = ("uraian", "unit_id", "pola")


class AksiStok(ModelResource):  # type: ignore[misc]  # untyped library
    """Rows of the Lampiran by their code, with the library's own ways."""

    kode_baris = Field(attribute="kode", column_name="Kode")
    kegiatan = Field(
        attribute="kegiatan",
        column_name="Nomor kegiatan",
        widget=ForeignKeyWidget(Kegiatan, "no"),
    )
    tipe = Field(attribute="tipe", column_name="Tipe baris")
    sub_kegiatan = Field(attribute="sub_kegiatan", column_name="Sub kegiatan")
    indikator = Field(attribute="indikator", column_name="Indikator")
    penanggung_jawab = Field(attribute="penanggung_jawab", column_name="Penanggung jawab tercetak")

    class Meta:
        model = BarisAksi
        fields = (
            "kode_baris",
            "kegiatan",
            "tipe",
            "sub_kegiatan",
            "indikator",
            "penanggung_jawab",
        )
        import_id_fields = ("kode_baris",)
        use_transactions = True
        use_bulk = False

    def __init__(self, rencana: Rencana) -> None:
        """Bind the rows to a plan."""
        super().__init__()
        self._rencana = rencana
        self._urut = 1_000_000  # behind all rows that are there

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        """Make program and kegiatan where they are new."""
        row["Tipe baris"] = str(row["Tipe baris"]).lower()
        row["Nomor kegiatan"] = str(row["Nomor kegiatan"])
        program, _ = Program.objects.get_or_create(
            roadmap=self._rencana.roadmap,
            huruf=row["Huruf program"],
            defaults={
                "nama": row["Program"],
                "judul_tercetak": f"{row['Huruf program']}. {row['Program']}",
                "urut": lambda: Program.objects.count() + 1,
            },
        )
        Kegiatan.objects.get_or_create(
            program=program,
            no=row["Nomor kegiatan"],
            defaults={"nama": row["Kegiatan"], "urut": lambda: Kegiatan.objects.count() + 1},
        )

    def before_save_instance(self, instance: BarisAksi, row: Any, **kwargs: Any) -> None:
        """Save the Butir of a row first: the row belongs to it."""
        unit = Unit.objects.get(instansi=self._rencana.instansi, nama_pendek=row["Unit pelapor"])
        values = {"uraian": row["Indikator"], "unit_id": unit.pk, "pola": row["Pola"].lower()}
        if instance.butir is None:
            self._urut += 1
            instance.urut = self._urut
            instance.indikator_tercetak = row["Indikator"]
            instance.butir = Butir.objects.create(
                instansi=self._rencana.instansi,
                rencana=self._rencana,
                kode=row["Kode"],
                urut=self._urut,
                cara_nilai=Butir.CaraNilai.KHUSUS,
                **values,
            )
        elif any(getattr(instance.butir, nama) != values[nama] for nama in _SAMA):
            Butir.objects.filter(pk=instance.butir.pk).update(**values)
        support = Unit.objects.get(
            instansi=self._rencana.instansi, nama_pendek=row["Unit pendukung"]
        )
        ButirPendukung.objects.get_or_create(butir=instance.butir, unit=support)

    def after_save_instance(self, instance: BarisAksi, row: Any, **kwargs: Any) -> None:
        """Save the targets of all years."""
        for ke in range(1, TAHUN_BANYAK + 1):
            money = row[f"Anggaran tahun ke-{ke} (Rp.000)"]
            TargetTahun.objects.update_or_create(
                butir=instance.butir,
                tahun=self._rencana.tahun + ke - 1,
                kini=True,
                defaults={
                    **kolom_target(baca_target(str(row[f"Target tahun ke-{ke}"]))),
                    **kolom_anggaran(baca_anggaran(f"{money:,}")),
                },
            )


def impor_stok(path: Path, rencana_id: int) -> dict[str, int]:
    """Import a file row by row; return the library's totals. Raises what a row raises."""
    rencana = Rencana.objects.select_related("roadmap", "instansi").get(pk=rencana_id)
    dataset = Dataset().load(path.read_bytes(), format="xlsx")
    result = AksiStok(rencana).import_data(dataset, dry_run=False, raise_errors=True)
    return {nama: n for nama, n in result.totals.items() if n}
