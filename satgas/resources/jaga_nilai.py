"""KPK's values as JAGA.ID gives them out: one row a sub indikator of the MCP plan."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from accounts.permissions import Denied, Permission
from evidence.actions.penjadwalan import hari_di
from evidence.models import Butir, Rencana
from evidence.resources.rencana import RencanaResource
from evidence.workflow import NotAllowed
from satgas.models import Instrumen, NilaiKPK, SubIndikator
from satgas.resources.rencana import sebaris
from sheets.columns import Acuan, Desimal, Kolom, Tanggal, Teks
from sheets.references import Rujukan
from sheets.resource import Ada, Isi, Perubahan, Temuan, Tingkat
from sheets.values import lipat, sebut, tanggal

if TYPE_CHECKING:
    from sheets.writes import Tulisan

_BOBOT = ("bobot_area", "bobot_indikator", "bobot_sub")
_LAPOR = re.compile(
    r"Dilaporkan di JAGA(?: tanggal (?P<tgl>\d\d-\d\d-\d{4}))?(?: dengan nilai (?P<n>[0-9.]+))?"
)
_SEBUTAN = (
    (re.compile(r"\bpem(?:erintah)?\.?\s*(?:daerah\s*)?(?=prov|kab|kota)"), ""),
    (re.compile(r"\bprov(?:insi)?\b\.?"), "provinsi"),
    (re.compile(r"\bkab(?:upaten)?\b\.?"), "kabupaten"),
    (re.compile(r"\bntt\b"), "nusa tenggara timur"),
)


class JagaNilaiResource(RencanaResource):
    """What KPK verified, by sub indikator of the instrument in use."""

    kode = "jaga_nilai"
    label = "Nilai KPK dari JAGA.ID"
    golongan = "Instrumen MCP"
    permission = Permission.JAGA_RECORD
    jenis_rencana = Rencana.Jenis.MCP
    kunci = ("sub",)
    bersama_lagi = False
    petunjuk = (
        "Unduh nilainya dari JAGA.ID, lalu unggah berkasnya di sini apa adanya.",
        "Sub indikator dikenali dari nama atau kodenya pada instrumen yang dipakai.",
        "Nilai baru menambah riwayat; nilai yang lama tetap terbaca.",
        "Baris tanpa nilai verifikasi dibiarkan seperti yang sudah tercatat.",
    )

    instansi = Kolom(
        "Instansi",
        Teks(200),
        sinonim=("Pemda", "Pemerintah daerah", "Nama instansi"),
        lebar=32,
    )
    area = Kolom("Area", Teks(400), hanya_baca=True, sinonim=("Area intervensi",), lebar=28)
    indikator = Kolom("Indikator", Teks(400), hanya_baca=True, lebar=32)
    sub = Kolom(
        "Sub indikator",
        Acuan("sub"),
        wajib=True,
        sinonim=("Sub", "Subindikator", "Kode sub indikator"),
        lebar=44,
    )
    tgl_lapor = Kolom("Tgl lapor", Tanggal(), sinonim=("Tanggal lapor", "Tanggal pelaporan"))
    tgl_verif = Kolom(
        "Tgl verif", Tanggal(), sinonim=("Tanggal verif", "Tanggal verifikasi", "Tgl verifikasi")
    )
    bobot_area = Kolom("Bobot area", Desimal(3, 0, 100))
    bobot_indikator = Kolom("Bobot indikator", Desimal(3, 0, 100))
    bobot_sub = Kolom(
        "Bobot sub indikator", Desimal(3, 0, 100), sinonim=("Bobot sub", "Bobot subindikator")
    )
    nilai = Kolom("Nilai", Desimal(2, 0), sinonim=("Nilai lapor", "Nilai pemda", "Nilai pelaporan"))
    nilai_verif = Kolom(
        "Nilai verifikasi",
        Desimal(2, 0, 100),
        sinonim=("Nilai verif", "Nilai KPK", "Nilai hasil verifikasi"),
    )

    @classmethod
    def terbuka(cls, rencana: Rencana) -> bool:
        """Whether values may be recorded: while the plan runs."""
        return rencana.berjalan

    def siapkan(self) -> None:
        """Read plan, units and the sub indikator of the instrument in use."""
        super().siapkan()
        used = Instrumen.objects.filter(rencana=self.rencana, keadaan=Instrumen.Keadaan.DIPAKAI)
        self._sub = list(
            SubIndikator.objects.filter(
                indikator__area__instrumen__in=used,
                butir__rencana=self.rencana,
                butir__dicabut__isnull=True,
                butir__dinilai=True,
            )
            .order_by("indikator__area__urut", "indikator__urut", "urut")
            .values(
                "kode", "nama", "bobot", "butir", "indikator__nama", "indikator__bobot",
                "indikator__area__nama", "indikator__area__bobot",
            )
        )  # fmt: skip
        self.acuan["sub"] = Rujukan(
            "Sub indikator",
            (
                (row["kode"], nama, [f"{row['kode']} {nama}", f"{row['kode']}. {nama}"])
                for row in self._sub
                for nama in (sebaris(row["nama"]) or row["kode"],)
            ),
        )
        self._nama = self.konteks.instansi.nama
        self._kenal = {_sebutan(self._nama), _sebutan(self.konteks.instansi.kode)}
        self._hari = hari_di(self.konteks.instansi, self.konteks.at)
        self._catatan: dict[str, list[Temuan]] = {}

    def ada(self) -> Iterator[Ada]:
        """Yield every scored sub indikator with KPK's last value; one query."""
        last: dict[int, tuple[Decimal, date, str]] = {}
        for butir, nilai, hari, catatan in (
            NilaiKPK.objects.filter(butir__in=[row["butir"] for row in self._sub])
            .order_by("dicatat", "pk")
            .values_list("butir", "nilai", "tanggal", "catatan")
        ):
            last[butir] = (nilai, hari, catatan)
        for row in self._sub:
            found = last.get(row["butir"])
            lapor, claim = _baca_lapor(found[2]) if found else (None, None)
            yield Ada(
                {
                    "instansi": self._nama,
                    "area": sebaris(row["indikator__area__nama"]),
                    "indikator": sebaris(row["indikator__nama"]),
                    "sub": row["kode"],
                    "tgl_lapor": lapor,
                    "tgl_verif": found[1] if found else None,
                    "bobot_area": row["indikator__area__bobot"],
                    "bobot_indikator": row["indikator__bobot"],
                    "bobot_sub": row["bobot"],
                    "nilai": claim,
                    "nilai_verif": found[0] if found else None,
                },
                row["butir"],
            )

    def contoh(self) -> Isi:
        """Return the example row of the template."""
        isi: Isi = dict.fromkeys(self.kolom())
        sub = self._sub[0]["kode"] if self._sub else None
        return isi | {
            "instansi": self._nama,
            "sub": sub,
            "tgl_lapor": self.rencana.mulai,
            "tgl_verif": self.rencana.mulai,
            "nilai": Decimal(80),
            "nilai_verif": Decimal("75.5"),
        }

    def lengkapi(self, isi: Isi, lama: Isi | None) -> None:
        """Set aside what is only compared: the institution and the weights."""
        if lama is None:
            return
        notes = self._catatan.setdefault(str(isi["sub"]), [])
        if isi["instansi"] is not None and _sebutan(str(isi["instansi"])) not in self._kenal:
            notes.append(
                Temuan(
                    f"Baris ini milik instansi lain: {sebut(isi['instansi'])}.",
                    "Hapus baris instansi lain dari berkas.",
                    kolom="instansi",
                )
            )
        for nama in _BOBOT:
            if isi[nama] is not None and isi[nama] != lama[nama]:
                notes.append(
                    Temuan(
                        f"{self.kolom()[nama].judul} berbeda dengan instrumen yang dipakai: "
                        f"{sebut(lama[nama])}.",
                        "Bobot tidak diubah; periksa versi instrumennya.",
                        kolom=nama,
                        tingkat=Tingkat.PERINGATAN,
                    )
                )
        for nama in ("instansi", *_BOBOT):
            isi[nama] = lama[nama]
        if isi["nilai_verif"] is None:
            if lama["nilai_verif"] is not None:
                notes.append(
                    Temuan(
                        "Nilai verifikasi kosong; nilai yang sudah tercatat dibiarkan.",
                        kolom="nilai_verif",
                        tingkat=Tingkat.PERINGATAN,
                    )
                )
            for nama in ("tgl_lapor", "tgl_verif", "nilai", "nilai_verif"):
                isi[nama] = lama[nama]

    def periksa(self, isi: Isi, lama: Isi | None) -> Iterable[Temuan]:
        """Yield what is wrong or suspicious about a value."""
        verif, lapor, claim = isi["tgl_verif"], isi["tgl_lapor"], isi["nilai"]
        if verif is None:
            yield Temuan(
                "Isi tanggal nilai ini berlaku di JAGA.", "Isi Tgl verif.", kolom="tgl_verif"
            )
        elif isinstance(verif, date) and verif > self._hari:
            yield Temuan("Tanggal nilai KPK belum tiba.", "Perbaiki tanggalnya.", kolom="tgl_verif")
        if isinstance(lapor, date) and lapor > self._hari:
            yield Temuan(
                "Tanggal lapor belum tiba.",
                "Periksa tanggalnya.",
                kolom="tgl_lapor",
                tingkat=Tingkat.PERINGATAN,
            )
        if isinstance(claim, Decimal) and claim > 100:
            yield Temuan(
                f"Nilai {sebut(claim)} lebih dari 100.",
                "Periksa nilainya.",
                kolom="nilai",
                tingkat=Tingkat.PERINGATAN,
            )

    def periksa_semua(self, rows: Sequence[tuple[int, Isi]]) -> Iterable[tuple[int, Temuan]]:
        """Yield what was set aside while rows were read."""
        for no, isi in rows:
            for temuan in self._catatan.get(str(isi["sub"]), ()):
                yield no, temuan

    def kunci_tulis(self) -> None:
        """Lock the plan. Raises Denied, NotAllowed (not running)."""
        rencana = (
            Rencana.objects.select_for_update(of=("self",))
            .filter(
                pk=self.konteks.tujuan or 0,
                instansi=self.konteks.instansi,
                jenis=self.jenis_rencana,
            )
            .first()
        )
        if rencana is None:
            raise Denied(self.bukan_rencana())
        if not self.konteks.oleh.akses.has(self.permission, self.konteks.instansi.pk):
            raise Denied("Hanya petugas JAGA di Inspektorat yang mencatat nilai KPK.")
        if not rencana.berjalan:
            raise NotAllowed("Rencana ini tidak sedang berjalan, jadi nilainya tidak dicatat.")

    def tulis(self, rows: Sequence[Perubahan], tulisan: "Tulisan") -> None:
        """Plan one more value for each row; earlier ones stay."""
        source = f"JAGA.ID, berkas {self.konteks.asal}" if self.konteks.asal else "JAGA.ID"
        butir = Butir.objects.in_bulk([row.lama.ref for row in rows if row.lama])
        for row in rows:
            assert row.lama is not None  # every sub indikator has a row
            isi: dict[str, Any] = dict(row.nilai)
            tulisan.buat(
                row.no,
                NilaiKPK(
                    instansi=self.konteks.instansi,
                    butir=butir[row.lama.ref],
                    nilai=isi["nilai_verif"],
                    tanggal=isi["tgl_verif"],
                    sumber=source[:200],
                    catatan=_tulis_lapor(isi["tgl_lapor"], isi["nilai"]),
                    dicatat=self.konteks.at,
                    oleh=self.konteks.oleh,
                ),
            )


def _sebutan(nama: str) -> str:
    """Return the name of an institution as it is compared: "Pemprov NTT" in full words."""
    text = lipat(nama)
    for pattern, word in _SEBUTAN:
        text = pattern.sub(word, text)
    return " ".join(text.replace("pemerintah", " ").split())


def _tulis_lapor(lapor: date | None, nilai: Decimal | None) -> str:
    """Return day and value of the report as the note that `_baca_lapor` reads."""
    if lapor is None and nilai is None:
        return ""
    day = f" tanggal {lapor:%d-%m-%Y}" if lapor else ""
    value = f" dengan nilai {nilai.normalize():f}" if nilai is not None else ""
    return f"Dilaporkan di JAGA{day}{value}"


def _baca_lapor(catatan: str) -> tuple[date | None, Decimal | None]:
    found = _LAPOR.fullmatch(catatan)
    if found is None:
        return None, None
    return tanggal(found["tgl"]), Decimal(found["n"]) if found["n"] else None
