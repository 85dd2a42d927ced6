"""Components of an LKE instrument as rows of a spreadsheet."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Max

from sheets.columns import Desimal, Kode, Kolom, Nilai, Pilihan, Teks
from sheets.resource import Ada, Isi, Perubahan, Temuan
from sheets.values import teks
from sheets.writes import Tulisan
from zonaintegritas.models import KomponenLKE
from zonaintegritas.resources.instrumen import BagianInstrumen, cacat_dengan, melingkar

_ANGKA = ("bobot", "min_wbk", "min_wbbm")


def _bobot(judul: str, *sinonim: str, wajib: bool = False) -> Kolom:
    return Kolom(judul, Desimal(4, 0, 100), sinonim=sinonim, wajib=wajib, lebar=12)


class KomponenInstrumen(BagianInstrumen):
    """The tree of pengungkit and hasil with weights and minima."""

    kode = "lke_komponen"
    label = "Komponen instrumen LKE"
    kunci = ("kode_komponen",)
    petunjuk = (
        "Satu baris satu komponen; kolom Induk berisi kode komponen di atasnya.",
        "Tingkat teratas terdiri atas satu pengungkit dan satu hasil, berjumlah 100.",
        "Bobot komponen di bawah satu induk berjumlah bobot induknya.",
        "Instrumen peraturan dan yang sudah dipakai hanya dibandingkan.",
    )

    kode_komponen = Kolom(
        "Kode komponen", Kode(40), wajib=True, sinonim=("Kode", "Kode area"), lebar=14
    )
    induk = Kolom(
        "Induk",
        Kode(40),
        sinonim=("Kode induk", "Komponen di atasnya"),
        catatan="Kosong pada tingkat teratas.",
        lebar=14,
    )
    nama = Kolom("Nama komponen", Teks(200), wajib=True, sinonim=("Nama", "Komponen"), lebar=44)
    kelompok = Kolom("Kelompok", Kode(40), catatan="Sama pada area di kedua bagian.", lebar=14)
    paruh = Kolom("Bagian", Pilihan(KomponenLKE.Paruh.choices), sinonim=("Paruh",), lebar=14)
    bobot = _bobot("Bobot", "Nilai maksimal", wajib=True)
    min_wbk = _bobot("Minimal WBK", "Ambang WBK")
    min_wbbm = _bobot("Minimal WBBM", "Ambang WBBM")
    status_sumber = Kolom("Status sumber", Teks(40), lebar=18)

    def contoh(self) -> Isi:
        """Return the example row of the template."""
        return {
            "kode_komponen": "A.1",
            "induk": "A",
            "nama": "Manajemen perubahan",
            "kelompok": "mp",
            "paruh": KomponenLKE.Paruh.PEMENUHAN.value,
            "bobot": Decimal(4),
            "min_wbk": Decimal("2.4"),
            "min_wbbm": Decimal(3),
            "status_sumber": None,
        }

    def siapkan(self) -> None:
        """Read the instrument and which components there are."""
        super().siapkan()
        rows = self.instrumen.komponen_set.values_list("kode", "induk__kode")
        self._induk: dict[str, str | None] = dict(rows)
        self._berisi = set(
            self.instrumen.pertanyaan_set.values_list("komponen__kode", flat=True).distinct()
        )
        self._dibuat: dict[str, KomponenLKE] = {}
        self._menanti: list[tuple[int, str, str | None]] = []

    def ada(self) -> Iterator[Ada]:
        """Yield the components in their order; one query."""
        names = ("nama", "kelompok", "paruh", "status_sumber")
        rows = self.instrumen.komponen_set.order_by("urut", "pk")
        for pk, kode, induk, bobot, wbk, wbbm, *rest in rows.values_list(
            "pk", "kode", "induk__kode", *_ANGKA, *names
        ):
            isi: Isi = {
                "kode_komponen": teks(kode),
                "induk": teks(induk),
                "bobot": bobot,
                "min_wbk": wbk,
                "min_wbbm": wbbm,
            }
            for nama, nilai in zip(names, rest, strict=True):
                isi[nama] = teks(nilai)
            yield Ada(isi, pk)

    def periksa_semua(self, rows: Sequence[tuple[int, Isi]]) -> Iterable[tuple[int, Temuan]]:
        """Yield wrong parents; without any, what the whole instrument would break."""
        found = list(self._periksa_induk(rows))
        yield from found or self._periksa_utuh(rows)

    def _periksa_utuh(self, rows: Sequence[tuple[int, Isi]]) -> Iterable[tuple[int, Temuan]]:
        """Yield the defects that changes would leave, at the row that they name."""
        isi = {str(ada.nilai["kode_komponen"]): ada.nilai for ada in self.ada()}
        baru = {str(row["kode_komponen"]): row for _, row in rows}
        if all(kode in isi and isi[kode] == row for kode, row in baru.items()):
            return
        places = {str(row["nama"]): no for no, row in rows}
        for one in cacat_dengan(self.instrumen, list((isi | baru).values())):
            yield (
                places.get(one.letak[-1], 0),
                Temuan(
                    f"Instrumen menjadi tidak sah. {one}",
                    "Perbaiki baris yang berkaitan, lalu unggah lagi.",
                    kolom="bobot",
                ),
            )

    def _periksa_induk(self, rows: Sequence[tuple[int, Isi]]) -> Iterable[tuple[int, Temuan]]:
        """Yield parents that are not there, circles, and parents that hold questions."""
        induk = dict(self._induk)
        induk |= {str(isi["kode_komponen"]): _kode(isi["induk"]) for _, isi in rows}
        for no, isi in rows:
            parent = _kode(isi["induk"])
            if parent is None:
                continue
            if parent not in induk:
                yield (
                    no,
                    Temuan(
                        f"Tidak ada komponen dengan kode {parent}.",
                        "Tulis kode komponen dalam berkas ini atau dalam instrumen.",
                        kolom="induk",
                    ),
                )
            elif melingkar(str(isi["kode_komponen"]), induk):
                yield (
                    no,
                    Temuan(
                        "Komponen ini berada di bawah dirinya sendiri.",
                        "Pilih komponen lain di atasnya.",
                        kolom="induk",
                    ),
                )
            elif parent in self._berisi:
                yield (
                    no,
                    Temuan(
                        f"Komponen {parent} memuat pertanyaan, jadi tidak memuat komponen lain.",
                        "Pilih komponen lain di atasnya.",
                        kolom="induk",
                    ),
                )

    def tulis(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        """Plan the components; parents are set when all are there."""
        if not self._dibuat:
            self._dibuat = {row.kode: row for row in self.instrumen.komponen_set.all()}
            last = self.instrumen.komponen_set.aggregate(m=Max("urut"))["m"] or 0
            self._urut = last
        for row in rows:
            isi = row.nilai
            columns = {nama: _isi(nama, isi[nama]) for nama in _KOLOM}
            kode = str(isi["kode_komponen"])
            if row.lama is None:
                self._urut += 1
                self._dibuat[kode] = tulisan.buat(
                    row.no,
                    KomponenLKE(instrumen=self.instrumen, kode=kode, urut=self._urut, **columns),
                )
            else:
                changed = {n: v for n, v in columns.items() if row.berubah(n)}
                tulisan.ubah(row.no, self._dibuat[str(row.lama.nilai["kode_komponen"])], **changed)
            if row.berubah("induk"):
                old = str(row.lama.nilai["kode_komponen"]) if row.lama else kode
                self._menanti.append((row.no, old, _kode(isi["induk"])))

    def sesudah(self, tulisan: Tulisan) -> None:
        """Hang the components below each other, then check the whole instrument."""
        tulisan.simpan()
        for no, kode, induk in self._menanti:
            parent = self._dibuat[induk] if induk is not None else None
            tulisan.ubah(no, self._dibuat[kode], induk_id=parent.pk if parent else None)
        super().sesudah(tulisan)


_KOLOM = ("nama", "kelompok", "paruh", "bobot", "min_wbk", "min_wbbm", "status_sumber")


def _isi(nama: str, nilai: Nilai) -> Any:
    return "" if nilai is None and nama not in _ANGKA else nilai


def _kode(nilai: Nilai) -> str | None:
    return None if nilai is None else str(nilai)
