"""Members of the Satgas as a table: one row a number of the decree's list."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from accounts.models import Unit
from evidence.models import Butir
from satgas.models import Anggota
from satgas.resources.rencana import PERUBAHAN, SatgasResource
from sheets.columns import Acuan, Bulat, Kolom, Teks
from sheets.resource import Ada, Isi, Perubahan, Temuan
from sheets.values import teks

if TYPE_CHECKING:
    from sheets.writes import Tulisan


class AnggotaResource(SatgasResource):
    """Members of the decree of one plan."""

    kode = "satgas_anggota"
    label = "Anggota Satgas"
    kunci = ("no",)
    petunjuk = (
        "Satu baris untuk satu nomor pada daftar anggota keputusan.",
        "Susunan anggota hanya diubah selama rencananya masih disusun.",
    )

    no = Kolom(
        "No.", Bulat(1, 999), wajib=True, sinonim=("No", "Nomor", "Nomor anggota", "Anggota no")
    )
    jabatan = Kolom(
        "Nama/jabatan", Teks(250), wajib=True, sinonim=("Jabatan", "Nama jabatan"), lebar=44
    )
    kedudukan = Kolom(
        "Kedudukan",
        Teks(120),
        wajib=True,
        sinonim=("Kedudukan dalam Satuan Tugas", "Kedudukan dalam Satgas"),
    )
    unit = Kolom(
        "Unit", Acuan("unit"), wajib=True, sinonim=("Unit kerja", "OPD", "Perangkat daerah")
    )

    def ada(self) -> Iterator[Ada]:
        """Yield the members by number; one query."""
        rows = Anggota.objects.filter(sk=self.sk).order_by("no")
        for pk, no, jabatan, kedudukan, unit in rows.values_list(
            "pk", "no", "jabatan", "kedudukan", "unit__kode"
        ):
            nilai: Isi = {
                "no": no,
                "jabatan": teks(jabatan),
                "kedudukan": teks(kedudukan),
                "unit": unit,
            }
            yield Ada(nilai, pk)

    def contoh(self) -> Isi:
        """Return the example row of the template."""
        return {"no": 1, "jabatan": "Sekretaris Daerah", "kedudukan": "Ketua", "unit": None}

    def periksa(self, isi: Isi, lama: Isi | None) -> Iterable[Temuan]:
        """Yield why a member can't be written."""
        if self.rencana.berjalan:
            yield Temuan("Susunan anggota rencana yang berjalan tidak diubah di sini.", PERUBAHAN)

    def tulis(self, rows: Sequence[Perubahan], tulisan: "Tulisan") -> None:
        """Plan members; the place of their tasks in the plan names the office."""
        units = dict(Unit.objects.filter(instansi=self.konteks.instansi).values_list("kode", "pk"))
        there = Anggota.objects.in_bulk([row.lama.ref for row in rows if row.lama])
        moved = {row.lama.ref: row for row in rows if row.lama and row.berubah("jabatan")}
        for row in rows:
            values: dict[str, Any] = {
                nama: row.nilai[nama] for nama in ("jabatan", "kedudukan") if row.berubah(nama)
            }
            if row.berubah("unit"):
                values["unit_id"] = units[str(row.nilai["unit"])]
            if row.lama is None:
                no = int(str(row.nilai["no"]))
                tulisan.buat(row.no, Anggota(sk=self.sk, no=no, **values))
            else:
                tulisan.ubah(row.no, there[row.lama.ref], **values)
        for butir in Butir.objects.filter(rincian_tugas__anggota__in=moved).select_related(
            "rincian_tugas"
        ):
            row = moved[butir.rincian_tugas.anggota_id]
            place = f"{row.nilai['no']}. {row.nilai['jabatan']}"[:300]
            tulisan.ubah(row.no, butir, jalur=place)
