"""Units as a table: one row a unit, the tree by the code of the parent."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug

from accounts.models import Instansi, Unit
from accounts.permissions import Denied, Permission
from accounts.resources.acuan_unit import AcuanUnitBaru, rujukan_unit
from sheets.columns import Kode, Kolom, Pilihan, Tanggal, Teks, Ya
from sheets.resource import Ada, Isi, Perubahan, SheetResource, Temuan
from sheets.values import lipat, teks

if TYPE_CHECKING:
    from sheets.writes import Tulisan

_SINONIM_JENIS = {
    "opd": "pd",
    "skpd": "pd",
    "dinas": "pd",
    "badan": "pd",
    "perangkat daerah": "pd",
    "kelompok kerja": "pokja",
    "bagian": "biro",
    "tim kerja": "tim",
}


class UnitResource(SheetResource):
    """Units of an institution."""

    kode = "unit"
    label = "Unit"
    golongan = "Instansi"
    permission = Permission.USER_MANAGE
    kunci = ("kode_unit",)
    petunjuk = (
        "Satu baris untuk satu unit. Kode tidak berubah selama unit itu ada.",
        "Unit induk ditulis dengan kode atau namanya; unit induk yang baru boleh di berkas ini.",
        "Satu instansi mempunyai satu unit paling atas, yang unit induknya kosong.",
        "Unit tidak dihapus. Isi Aktif sampai bila unit berakhir, lalu sebutkan unit penerusnya.",
    )

    kode_unit = Kolom(
        "Kode",
        Kode(64),
        wajib=True,
        sinonim=("Kode unit", "Kode OPD", "Kode perangkat daerah"),
        catatan="Huruf, angka, tanda hubung, atau garis bawah, tanpa spasi.",
    )
    nama = Kolom(
        "Nama",
        Teks(250),
        wajib=True,
        sinonim=("Nama unit", "Nama OPD", "Nama perangkat daerah", "Unit kerja"),
        lebar=50,
    )
    nama_pendek = Kolom(
        "Nama pendek",
        Teks(80),
        sinonim=("Singkatan", "Nama singkat"),
        catatan="Kosong: sama dengan nama.",
    )
    jenis = Kolom(
        "Jenis",
        Pilihan(Unit.Jenis.choices, _SINONIM_JENIS),
        wajib=True,
        sinonim=("Jenis unit", "Jenis OPD", "Jenis PD"),
    )
    induk = Kolom(
        "Unit induk",
        AcuanUnitBaru(),
        sinonim=("Induk", "Di bawah", "Atasan unit", "Atasan", "Unit atasan"),
        catatan="Kosong hanya untuk unit paling atas.",
    )
    inspektorat = Kolom(
        "Unit pengawas",
        Ya(),
        sinonim=("Pengawas", "Inspektorat"),
        catatan="Ya: tugas unit ini diverifikasi orang kedua.",
    )
    aktif_mulai = Kolom("Aktif sejak", Tanggal(), sinonim=("Aktif mulai", "Berlaku sejak"))
    aktif_selesai = Kolom(
        "Aktif sampai", Tanggal(), sinonim=("Aktif selesai", "Berakhir", "Berlaku sampai")
    )
    penerus = Kolom(
        "Unit penerus",
        AcuanUnitBaru(),
        sinonim=("Penerus", "Diteruskan oleh"),
        catatan="Unit yang melanjutkan tugas unit ini sesudah berakhir.",
    )

    def siapkan(self) -> None:
        """Read the units that cells may name."""
        self.acuan["unit"] = rujukan_unit(self.konteks.instansi)
        self.unit_baru: dict[str, str] = {}
        self._pohon: dict[str, Isi] = {}
        self._objek: dict[str, Unit] = {}
        self._tertaut: dict[str, Perubahan] = {}

    def ada(self) -> Iterator[Ada]:
        """Yield the units in the order of the tree; one query."""
        rows = Unit.objects.filter(instansi=self.konteks.instansi).order_by("jalur")
        for pk, kode, nama, pendek, jenis, induk, awas, mulai, selesai, penerus in rows.values_list(
            "pk",
            "kode",
            "nama",
            "nama_pendek",
            "jenis",
            "induk__kode",
            "inspektorat",
            "aktif_mulai",
            "aktif_selesai",
            "penerus__kode",
        ):
            nilai: Isi = {
                "kode_unit": kode,
                "nama": teks(nama),
                "nama_pendek": teks(pendek),
                "jenis": jenis,
                "induk": induk,
                "inspektorat": awas,
                "aktif_mulai": mulai,
                "aktif_selesai": selesai,
                "penerus": penerus,
            }
            self._pohon[kode] = nilai
            yield Ada(nilai, pk)

    def contoh(self) -> Isi:
        """Return the example row of the template."""
        return {
            "kode_unit": "dinas-contoh",
            "nama": "Dinas Contoh Provinsi",
            "nama_pendek": "Dinas Contoh",
            "jenis": Unit.Jenis.PERANGKAT_DAERAH.value,
            "induk": self.acuan["unit"].pertama(),
            "inspektorat": False,
            "aktif_mulai": None,
            "aktif_selesai": None,
            "penerus": None,
        }

    def lengkapi(self, isi: Isi, lama: Isi | None) -> None:
        """Fill short name and yes-or-no; remember a new unit for rows that name it."""
        if lama is not None:
            isi["kode_unit"] = lama["kode_unit"]
        if isi["inspektorat"] is None:
            isi["inspektorat"] = False
        nama = str(isi["nama"] or "")
        if isi["nama_pendek"] is None and nama:
            isi["nama_pendek"] = nama if len(nama) <= 80 else None
        if lama is None and isi["kode_unit"]:
            kode = str(isi["kode_unit"])
            for kata in (kode, nama, str(isi["nama_pendek"] or "")):
                if kata:
                    self.unit_baru.setdefault(lipat(kata), kode)

    def periksa(self, isi: Isi, lama: Isi | None) -> Iterable[Temuan]:
        """Yield what is wrong about one unit alone."""
        try:
            validate_slug(str(isi["kode_unit"] or ""))
        except ValidationError:
            yield Temuan(
                "Kode hanya boleh berisi huruf, angka, tanda hubung, atau garis bawah.",
                "Ganti spasi dengan tanda hubung.",
                kolom="kode_unit",
            )
        if isi["nama"] and isi["nama_pendek"] is None:
            yield Temuan(
                "Nama pendek belum diisi.",
                "Isi nama pendek, paling panjang 80 huruf.",
                kolom="nama_pendek",
            )
        mulai, selesai = isi["aktif_mulai"], isi["aktif_selesai"]
        if mulai and selesai and str(selesai) < str(mulai):
            yield Temuan(
                "Aktif sampai lebih awal daripada Aktif sejak.",
                "Periksa kedua tanggal.",
                kolom="aktif_selesai",
            )

    def periksa_semua(self, rows: Sequence[tuple[int, Isi]]) -> Iterable[tuple[int, Temuan]]:
        """Yield what is wrong about the tree that would come of all rows together."""
        after = dict(self._pohon) | {str(isi["kode_unit"]): isi for _, isi in rows}
        tops = [kode for kode, isi in after.items() if isi["induk"] is None]
        for no, isi in rows:
            kode = str(isi["kode_unit"])
            before = self._pohon.get(kode)
            for kolom in ("induk", "penerus"):
                name = isi[kolom]
                if name is not None and name not in after:
                    yield (
                        no,
                        Temuan(
                            f"Unit “{name}” tidak dikenal.",
                            "Pakai kode unit yang sudah ada, atau tambahkan barisnya.",
                            kolom=kolom,
                        ),
                    )
                elif name is not None and _melingkar(after, kode, kolom):
                    yield no, Temuan(_LINGKAR[kolom], "Pilih unit lain.", kolom=kolom)
            moved = before is None or before["induk"] != isi["induk"]
            if isi["induk"] is None and len(tops) > 1 and moved:
                yield (
                    no,
                    Temuan(
                        "Instansi ini sudah mempunyai unit paling atas.",
                        "Isi unit induknya.",
                        kolom="induk",
                    ),
                )
            if isi != before and isi["aktif_selesai"]:
                living = _masih_aktif(after, kode, isi)
                if living:
                    yield (
                        no,
                        Temuan(
                            f"Akhiri dahulu unit di bawahnya: {living}.",
                            "Isi Aktif sampai unit itu juga.",
                            kolom="aktif_selesai",
                        ),
                    )

    def kunci_tulis(self) -> None:
        """Lock the tree; one change at a time could else close a circle. Raises Denied."""
        Instansi.objects.select_for_update().get(pk=self.konteks.instansi.pk)
        if not self.konteks.oleh.akses.has(self.permission, self.konteks.instansi.pk):
            raise Denied("Anda tidak berwenang mengubah unit instansi ini.")

    def tulis(self, rows: Sequence[Perubahan], tulisan: "Tulisan") -> None:
        """Plan units; parents, successors and paths follow when all units are there."""
        objek = self._semua()
        for row in rows:
            isi = row.nilai
            kode = str(isi["kode_unit"])
            values = {
                "nama": isi["nama"],
                "nama_pendek": isi["nama_pendek"],
                "jenis": isi["jenis"],
                "inspektorat": bool(isi["inspektorat"]),
                "aktif_mulai": isi["aktif_mulai"],
                "aktif_selesai": isi["aktif_selesai"],
            }
            if row.lama is None:
                made = Unit(instansi=self.konteks.instansi, kode=kode, **values)
                objek[lipat(kode)] = tulisan.buat(row.no, made)
            else:
                changed = {nama: v for nama, v in values.items() if row.berubah(nama)}
                tulisan.ubah(row.no, objek[lipat(kode)], **changed)
            if row.berubah("induk", "penerus"):
                self._tertaut[lipat(kode)] = row

    def sesudah(self, tulisan: "Tulisan") -> None:
        """Link units that are there by now, and set the paths of all that moved."""
        objek = self._semua()
        for kode, row in self._tertaut.items():
            linked = {
                kolom: objek[lipat(str(row.nilai[kolom]))].pk if row.nilai[kolom] else None
                for kolom in ("induk", "penerus")
                if row.berubah(kolom)
            }
            tulisan.ubah(row.no, objek[kode], **{f"{k}_id": pk for k, pk in linked.items()})
        by_pk = {unit.pk: unit for unit in objek.values()}
        numbers = {objek[kode].pk: row.no for kode, row in self._tertaut.items()}
        for unit in objek.values():
            chain = _rantai(unit, by_pk)
            jalur = "".join(f"{one.pk}." for one in reversed(chain))
            if jalur != unit.jalur:
                no = next(numbers[one.pk] for one in chain if one.pk in numbers)
                tulisan.ubah(no, unit, jalur=jalur)

    def sesudah_urung(self) -> None:
        """Set the paths of units that came below others since. Raises Denied for a circle."""
        by_pk = {unit.pk: unit for unit in Unit.objects.filter(instansi=self.konteks.instansi)}
        for unit in by_pk.values():
            jalur = "".join(f"{one.pk}." for one in reversed(_rantai(unit, by_pk)))
            if jalur != unit.jalur:
                Unit.objects.filter(pk=unit.pk).update(jalur=jalur)

    def _semua(self) -> dict[str, Unit]:
        if not self._objek:
            rows = Unit.objects.filter(instansi=self.konteks.instansi)
            self._objek = {lipat(unit.kode): unit for unit in rows}
        return self._objek


_LINGKAR = {
    "induk": "Unit induk ini berada di bawah unit itu sendiri.",
    "penerus": "Unit penerus ini diteruskan kembali ke unit itu sendiri.",
}


def _naik(pohon: Mapping[str, Isi], kode: str, kolom: str) -> str | None:
    isi = pohon.get(kode)
    return None if isi is None or isi[kolom] is None else str(isi[kolom])


def _melingkar(pohon: Mapping[str, Isi], kode: str, kolom: str) -> bool:
    """Whether going up from a unit comes back to it."""
    seen = set()
    step = _naik(pohon, kode, kolom)
    while step is not None and step not in seen:
        if step == kode:
            return True
        seen.add(step)
        step = _naik(pohon, step, kolom)
    return False


def _masih_aktif(pohon: Mapping[str, Isi], kode: str, isi: Isi) -> str:
    """Return a unit below that ends later than its parent, '' when there is none."""
    for anak in pohon.values():
        if anak["induk"] == kode:
            end = anak["aktif_selesai"]
            if end is None or str(end) > str(isi["aktif_selesai"]):
                return str(anak["nama_pendek"] or anak["nama"])
    return ""


def _rantai(unit: Unit, by_pk: Mapping[int, Unit]) -> list[Unit]:
    """Return a unit and those above it. Raises Denied where the tree would close a circle."""
    chain = [unit]
    while chain[-1].induk_id is not None:
        above = by_pk[chain[-1].induk_id]
        if above in chain:
            raise Denied(
                "Unit induk menjadi melingkar. Pindahkan dahulu unit yang dipindah belakangan."
            )
        chain.append(above)
    return chain
