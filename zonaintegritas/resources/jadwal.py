"""The month plan: one row a Butir, twelve months."""

from collections.abc import Iterable, Iterator, Sequence

from accounts.permissions import Permission
from evidence.models import Butir
from sheets.columns import Kode, Kolom, Teks
from sheets.resource import Ada, Isi, Perubahan, Temuan
from sheets.writes import Tulisan
from zonaintegritas.actions.jadwal_tulis import kunci_jadwal
from zonaintegritas.resources.bulan import (
    NAMA,
    DenganBulan,
    bulan_dari,
    kosong_bulan,
    pilih_bulan,
)
from zonaintegritas.resources.isi_rencana import (
    BarisRencana,
    Letak,
    baca_rencana,
    kunci_kegiatan,
)
from zonaintegritas.resources.tulis_bulan import BulanDiminta, PenulisBulan


class JadwalZI(DenganBulan):
    """Months of the rows of a plan; rows themselves are not made here."""

    kode = "zi_jadwal"
    label = "Jadwal bulanan Zona Integritas"
    permission = Permission.SCHEDULE_PLAN
    petunjuk = (
        "Satu baris satu butir; beri tanda x pada bulan yang direncanakan.",
        "Bulan yang dikosongkan dicabut dari jadwal.",
        "Pada rencana berjalan bulan yang dicabut tetap tercatat dengan alasannya.",
        "Bulan yang sudah dikerjakan tidak dapat dicabut.",
        "Baris yang tidak ada dalam berkas dibiarkan.",
    )

    kode_butir = Kolom("Kode butir", Kode(24), hanya_baca=True, lebar=12)
    uraian = Kolom("Uraian", Teks(), hanya_baca=True, sinonim=("Sub kegiatan",), lebar=50)

    def siapkan(self) -> None:
        """Read the plan and what may change in it."""
        super().siapkan()
        self.siapkan_bulan()
        self._ada: dict[tuple[str, str, int | None], BarisRencana] = {
            (*kunci_kegiatan(row.tim, row.huruf), row.urut): row
            for row in baca_rencana(self.rencana)
        }
        self._diminta: list[tuple[int, Isi, Letak, str | None]] = []

    def contoh(self) -> Isi:
        """Return the example row of the template."""
        first = next(iter(self._ada.values()), None)
        isi: Isi = {
            "tim": first.tim if first else next(iter(self.daftar_tim), "I"),
            "huruf": first.huruf if first else "A",
            "urut": first.urut if first else 1,
        }
        return pilih_bulan({**isi, **kosong_bulan()}, [3, 6, 9])

    def ada(self) -> Iterator[Ada]:
        """Yield the rows of the plan in the order of Lampiran II."""
        for row in baca_rencana(self.rencana):
            isi: Isi = {
                "tim": row.tim,
                "huruf": row.huruf,
                "urut": row.urut,
                **self.isi_bulan(row),
                "kode_butir": row.kode,
                "uraian": row.sub or row.kegiatan,
            }
            yield Ada(isi, row.letak)

    def lengkapi(self, isi: Isi, lama: Isi | None) -> None:
        """Leave the bentuk as it is where the file says nothing."""
        if isi["bentuk"] is None and lama is not None:
            isi["bentuk"] = lama["bentuk"]

    def periksa(self, isi: Isi, lama: Isi | None) -> Iterable[Temuan]:
        """Yield rows that the plan does not have, and months that it refuses."""
        if lama is None:
            yield Temuan(
                "Rencana tidak mempunyai baris ini.",
                "Periksa tim, huruf kegiatan dan urutannya, atau impor rencana aksinya dahulu.",
            )
            return
        row = self._ada.get(self._tempat(isi))
        if row is not None and row.dicabut:
            yield Temuan(
                f"Butir {row.kode} sudah dicabut dari rencana, jadi tidak dapat diubah.",
                "Hapus baris ini dari berkas.",
            )
        yield from self.periksa_bulan(isi, lama, row)

    def _tempat(self, isi: Isi) -> tuple[str, str, int | None]:
        urut = isi["urut"] if isinstance(isi["urut"], int) else None
        return (*kunci_kegiatan(isi["tim"], isi["huruf"]), urut)

    def kunci_tulis(self) -> None:
        """Lock the plan for a change of months. Raises Denied, NotAllowed."""
        self.harus_terbuka(kunci_jadwal(self.konteks.tujuan or 0, self.konteks.oleh))

    def tulis(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        """Keep what the rows want; months are written when all are known."""
        for row in rows:
            if row.lama is not None and row.berubah("bentuk", *NAMA):
                bentuk = str(row.nilai["bentuk"]) if row.berubah("bentuk") else None
                self._diminta.append((row.no, row.nilai, row.lama.ref, bentuk))

    def sesudah(self, tulisan: Tulisan) -> None:
        """Write the months; the tasks of a running plan follow."""
        butir = Butir.objects.in_bulk([ref.butir for _, _, ref, _ in self._diminta])
        tahun = self.rencana.tahun
        wanted = [
            BulanDiminta(no, butir[ref.butir], bulan_dari(isi, tahun), bentuk)
            for no, isi, ref, bentuk in self._diminta
        ]
        PenulisBulan(self.rencana, self.konteks).tulis(wanted, tulisan)
