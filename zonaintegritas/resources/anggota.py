"""Members of the teams of Lampiran I as rows of a spreadsheet."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sheets.columns import Acuan, Bulat, Kode, Kolom, Nilai, Pilihan, Teks, Ya
from sheets.resource import Ada, Isi, Perubahan, Temuan, Tingkat
from sheets.values import teks
from sheets.writes import Tulisan
from zonaintegritas.models import AnggotaTim
from zonaintegritas.resources.rencana_zi import RencanaZI

_PLT = "plt."


class AnggotaZI(RencanaZI):
    """The people of Pengarah, Pelaksana and the teams."""

    kode = "zi_anggota"
    label = "Anggota tim Zona Integritas"
    kunci = ("tim", "no")
    hanya_tim = False
    petunjuk = (
        "Satu baris satu orang; tim dan nomor menunjuk orangnya.",
        "Tim ditulis dengan kodenya (I, II, PENGARAH) atau namanya pada Lampiran I.",
        "Kosongkan Kedudukan tercetak bila naskah mencetaknya sekali untuk beberapa orang.",
        "Baris yang tidak ada dalam berkas dibiarkan.",
    )

    tim = Kolom(
        "Tim", Acuan("tim"), wajib=True, sinonim=("Kelompok", "Tim kerja", "Kode tim"), lebar=14
    )
    no = Kolom(
        "No. anggota",
        Bulat(1, 999),
        wajib=True,
        sinonim=("No. dalam tim", "Nomor anggota"),
        lebar=10,
    )
    nama = Kolom("Nama", Teks(200), wajib=True, sinonim=("Nama anggota", "Nama lengkap"), lebar=34)
    jabatan = Kolom("Jabatan", Teks(250), wajib=True, sinonim=("Jabatan dinas",), lebar=40)
    plt = Kolom(
        "Plt.",
        Ya(),
        sinonim=("Pelaksana tugas",),
        catatan="Kosong: Ya bila jabatan dimulai dengan Plt.",
        lebar=8,
    )
    kedudukan = Kolom(
        "Kedudukan dalam tim",
        Pilihan(AnggotaTim.Kedudukan.choices, {"penanggung jawab": "pengarah"}),
        wajib=True,
        sinonim=("Kedudukan",),
        lebar=18,
    )
    kedudukan_tercetak = Kolom(
        "Kedudukan tercetak", Teks(60), catatan="Sebagaimana tercetak dalam naskah.", lebar=20
    )
    no_tercetak = Kolom("Nomor tercetak", Kode(8), catatan="Kosong: nomor dengan titik.", lebar=10)

    def contoh(self) -> Isi:
        """Return the example row of the template."""
        return {
            "tim": next(iter(self.daftar_tim), "I"),
            "no": 1,
            "nama": "Nama pegawai",
            "jabatan": "Kepala Subbagian",
            "plt": False,
            "kedudukan": AnggotaTim.Kedudukan.KOORDINATOR.value,
            "kedudukan_tercetak": "Koordinator",
            "no_tercetak": "1.",
        }

    def ada(self) -> Iterator[Ada]:
        """Yield the members in the order of Lampiran I; one query."""
        names = ("nama", "jabatan", "plt", "kedudukan", "kedudukan_tercetak", "no_tercetak")
        rows = AnggotaTim.objects.filter(tim__keputusan__rencana=self.rencana)
        for pk, tim, no, *rest in rows.order_by("tim__urut", "no").values_list(
            "pk", "tim__kode", "no", *names
        ):
            isi: Isi = {"tim": tim, "no": no}
            for nama, nilai in zip(names, rest, strict=True):
                isi[nama] = teks(nilai) if isinstance(nilai, str) else nilai
            yield Ada(isi, pk)

    def lengkapi(self, isi: Isi, lama: Isi | None) -> None:
        """Say of a blank Plt. what the office says, of a blank printed number what is usual."""
        if isi["plt"] is None:
            jabatan = str(isi["jabatan"] or "").casefold()
            isi["plt"] = lama["plt"] if lama else jabatan.startswith(_PLT)
        if isi["no_tercetak"] is None:
            isi["no_tercetak"] = lama["no_tercetak"] if lama else f"{isi['no']}."

    def periksa(self, isi: Isi, lama: Isi | None) -> Iterable[Temuan]:
        """Warn of an office that says otherwise than the column Plt."""
        if str(isi["jabatan"] or "").casefold().startswith(_PLT) and not isi["plt"]:
            yield Temuan(
                "Jabatan dimulai dengan Plt., tetapi kolom Plt. berisi Tidak.",
                "Periksa salah satunya.",
                kolom="plt",
                tingkat=Tingkat.PERINGATAN,
            )

    def tulis(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        """Plan the members."""
        known = AnggotaTim.objects.in_bulk([row.lama.ref for row in rows if row.lama])
        for row in rows:
            isi = row.nilai
            if row.lama is None:
                tulisan.buat(
                    row.no,
                    AnggotaTim(
                        tim=self.daftar_tim[str(isi["tim"])],
                        **{nama: _isi(isi[nama]) for nama in self.fields if nama != "tim"},
                    ),
                )
                continue
            changed = {
                nama: _isi(isi[nama])
                for nama in self.fields
                if nama not in self.kunci and row.berubah(nama)
            }
            tulisan.ubah(row.no, known[row.lama.ref], **changed)


def _isi(nilai: Nilai) -> Any:
    """Return what a column of the table holds for a value."""
    return "" if nilai is None else nilai
