"""An instrument from its shape into rows, and the instruments that come with the portal.

`tulis` and `bentuk` are each other's reverse. The two regulations are loaded by `load_official`
for everybody; the CONTOH instrument only into a CONTOH institution.
"""

import json
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.models import Instansi
from audit.recorder import SISTEM, Event, System, audited, record
from ukuran.lke.baca import Naskah, baca_naskah
from ukuran.lke.instrumen import Ambang, Instrumen, Komponen, Pembulatan, Skala
from ukuran.lke.periksa import Cacat, periksa
from zonaintegritas.lke.susunan import susunan
from zonaintegritas.models import InstrumenLKE, KomponenLKE, PertanyaanLKE, SkalaLKE

PERATURAN = ("lke_permenpanrb_52_2014.json", "lke_permenpanrb_90_2021.json")
CONTOH = "lke_contoh.json"


class InstrumenCacat(ValueError):
    """An instrument that must not be stored; `cacat` names every defect."""

    def __init__(self, cacat: tuple[Cacat, ...]) -> None:
        """Keep the defects."""
        super().__init__("; ".join(str(satu) for satu in cacat))
        self.cacat = cacat


class VersiBeku(ValueError):
    """A version that is in use, or that says something else, and so is not written over."""


def naskah(berkas: str) -> Naskah:
    """Return an instrument of fixtures/instruments. Raises SalahBaca as `ukuran.lke.baca`."""
    path = settings.BASE_DIR / "fixtures" / "instruments" / berkas
    return baca_naskah(json.loads(path.read_text(encoding="utf-8")))


def bentuk(row: InstrumenLKE) -> Instrumen:
    """Return a stored instrument in the shape of the engine, in three queries."""
    return susunan(row).bentuk


def naskah_dari(row: InstrumenLKE) -> Naskah:
    """Return a stored instrument with its legal basis and notes."""
    return Naskah(bentuk(row), row.dasar, row.status_sumber, row.catatan)


def tulis(
    instrumen: Instrumen,
    *,
    instansi: Instansi | None,
    dasar: str = "",
    status_sumber: str = "",
    catatan: str = "",
    skala: Iterable[Skala] = (),
    asal: InstrumenLKE | None = None,
) -> InstrumenLKE:
    """Store an instrument as a new version; `bentuk` of what is returned equals `instrumen`.

    Without `instansi` it is a regulation for everybody. `skala` are further scales that no
    question uses yet. All or nothing. Raises InstrumenCacat when `periksa(siap=False)` finds
    defects (weights that do not add up among them), ValidationError for texts and figures that
    are too long for their column, IntegrityError when the version exists. Permission, lock and
    event are the caller's.
    """
    _tolak_cacat(instrumen)
    with transaction.atomic():
        row = InstrumenLKE(
            instansi=instansi,
            kode=instrumen.kode,
            versi=instrumen.versi,
            nama=instrumen.nama,
            dasar=dasar,
            status_sumber=status_sumber,
            catatan=catatan,
            ambang=data_ambang(instrumen.ambang),
            pembulatan=data_pembulatan(instrumen.pembulatan),
            asal=asal,
        )
        _bersih(row, "instansi", "asal", "ambang")
        row.save(force_insert=True)
        _isi(row, instrumen, skala)
    return row


def ganti(row: InstrumenLKE, instrumen: Instrumen, *, skala: Iterable[Skala] = ()) -> None:
    """Put another content into a version that nobody uses; code and version stay the row's.

    Every component, question and scale is made anew. Raises VersiBeku for a frozen version, and
    what `tulis` raises; then nothing has changed.
    """
    _tolak_cacat(instrumen)
    with transaction.atomic():
        segar = InstrumenLKE.objects.select_for_update().get(pk=row.pk)
        if segar.dibekukan is not None:
            raise VersiBeku(f"{segar} sudah dipakai dan tidak dapat diubah.")
        row.pertanyaan_set.all().delete()
        row.komponen_set.all().delete()
        row.skala_set.all().delete()
        row.nama = instrumen.nama
        row.ambang = data_ambang(instrumen.ambang)
        row.pembulatan = data_pembulatan(instrumen.pembulatan)
        _bersih(row, "instansi", "asal", "ambang")
        row.save(update_fields=["nama", "ambang", "pembulatan"])
        _isi(row, instrumen, skala)


def muat_peraturan() -> list[str]:
    """Load the instruments of the regulations that are not there yet, with their audit events.

    Returns one line per instrument made. A version that is there is never changed: where it says
    something else than the file, a line says that the change needs a new version.
    """
    lines = []
    with audited():
        for berkas in PERATURAN:
            satu = naskah(berkas)
            try:
                row, made = muat(satu, instansi=None)
            except VersiBeku as galat:
                lines.append(str(galat))
                continue
            if made:
                lines.append(f"{row}: {_jumlah(satu.instrumen)}")
    return lines


def muat_contoh(instansi: Instansi, *, at: datetime | None = None) -> InstrumenLKE:
    """Return the CONTOH instrument of a CONTOH institution, loaded when it is not there yet.

    Raises ValueError for an institution that is no CONTOH, VersiBeku when its version 1 says
    something else than the file.
    """
    if not instansi.contoh:
        raise ValueError(f"{instansi.kode} is no CONTOH institution")
    row, _ = muat(naskah(CONTOH), instansi=instansi, at=at)
    return row


def muat(
    satu: Naskah, *, instansi: Instansi | None, at: datetime | None = None
) -> tuple[InstrumenLKE, bool]:
    """Load one instrument once: return its row and whether it was made now, with its event.

    Raises VersiBeku when this version is there and says something else, and what `tulis` raises.
    """
    instrumen = satu.instrumen
    with audited():
        row = InstrumenLKE.objects.filter(
            instansi=instansi, kode=instrumen.kode, versi=instrumen.versi
        ).first()
        if row is not None:
            if naskah_dari(row) != satu:
                raise VersiBeku(
                    f"{row} sudah ada dan isinya berbeda; tidak diubah. Muat perubahan itu "
                    "sebagai versi baru."
                )
            return row, False
        row = tulis(
            instrumen,
            instansi=instansi,
            dasar=satu.dasar,
            status_sumber=satu.status_sumber,
            catatan=satu.catatan,
        )
        record(
            Event(
                instansi=instansi.kode if instansi else SISTEM,
                contoh=bool(instansi and instansi.contoh),
                aksi="zi.instrumen_muat",
                oleh=System(),
                objek_jenis="instrumen_lke",
                objek_id=str(row.pk),
                objek_nama=str(row),
                isi={"dibuat": _jumlah(instrumen)},
                at=at,
            )
        )
        return row, True


def data_ambang(ambang: Iterable[Ambang]) -> list[dict[str, str]]:
    """Return thresholds as `ukuran.lke.baca.baca_ambang` reads them."""
    return [
        {
            "predikat": satu.predikat.value,
            "total": f"{satu.total:f}",
            **({} if satu.pengungkit is None else {"pengungkit": f"{satu.pengungkit:f}"}),
            **({"status_sumber": satu.status_sumber} if satu.status_sumber else {}),
        }
        for satu in ambang
    ]


def data_pembulatan(pembulatan: Pembulatan) -> dict[str, str | int]:
    """Return rounding as `ukuran.lke.baca.baca_pembulatan` reads it."""
    return {
        "angka": pembulatan.angka,
        "cara": pembulatan.cara.value,
        "tingkat": pembulatan.tingkat.value,
        **({"status_sumber": pembulatan.status_sumber} if pembulatan.status_sumber else {}),
    }


def _jumlah(instrumen: Instrumen) -> str:
    komponen = sum(1 for _ in instrumen.telusuri())
    return f"{komponen} komponen, {sum(1 for _ in instrumen.semua_pertanyaan())} pertanyaan"


def _tolak_cacat(instrumen: Instrumen) -> None:
    cacat = periksa(instrumen, siap=False)
    if cacat:
        raise InstrumenCacat(cacat)


def _bersih(row: InstrumenLKE | SkalaLKE | KomponenLKE | PertanyaanLKE, *kecuali: str) -> None:
    """Check texts and figures against their columns. Raises ValidationError."""
    row.full_clean(exclude=kecuali, validate_unique=False, validate_constraints=False)


def _isi(row: InstrumenLKE, instrumen: Instrumen, lain: Iterable[Skala]) -> None:
    """Make scales, components and questions of a version, in their order."""
    skala = {satu.kode: satu for satu in lain}
    skala |= {satu.skala.kode: satu.skala for satu in instrumen.semua_pertanyaan()}
    rows = [_skala(row, satu) for satu in skala.values()]
    SkalaLKE.objects.bulk_create(rows)
    menurut = {satu.kode: satu for satu in rows}
    baris: dict[str, KomponenLKE] = {}
    for urut, (induk, komponen) in enumerate(_turun(instrumen), start=1):
        baris[komponen.kode] = _komponen(row, komponen, urut, baris.get(induk))
        baris[komponen.kode].save(force_insert=True)
    soal: list[PertanyaanLKE] = []
    for komponen in instrumen.telusuri():
        for pertanyaan in komponen.pertanyaan:
            satu_soal = PertanyaanLKE(
                instrumen=row,
                komponen=baris[komponen.kode],
                kode=pertanyaan.kode,
                urut=len(soal) + 1,
                teks=pertanyaan.teks,
                penjelasan=pertanyaan.penjelasan,
                skala=menurut[pertanyaan.skala.kode],
                dokumen=list(pertanyaan.dokumen),
            )
            _bersih(satu_soal, "instrumen", "komponen", "skala")
            soal.append(satu_soal)
    PertanyaanLKE.objects.bulk_create(soal)


def _turun(instrumen: Instrumen) -> list[tuple[str, Komponen]]:
    """Return all components with the code of their parent, parents first."""
    urutan: list[tuple[str, Komponen]] = []

    def turun(induk: str, komponen: tuple[Komponen, ...]) -> None:
        for satu in komponen:
            urutan.append((induk, satu))
            turun(satu.kode, satu.anak)

    turun("", instrumen.komponen)
    return urutan


def _skala(row: InstrumenLKE, skala: Skala) -> SkalaLKE:
    satu = SkalaLKE(
        instrumen=row,
        kode=skala.kode,
        nama=skala.nama,
        jenis=skala.jenis.value,
        pilihan=[
            {"kode": p.kode, "nilai": f"{p.nilai:f}", "label": p.label} for p in skala.pilihan
        ],
        maks=skala.maks,
        label_pembilang=skala.label_pembilang,
        label_penyebut=skala.label_penyebut,
    )
    _bersih(satu, "instrumen")
    return satu


def _komponen(
    row: InstrumenLKE, komponen: Komponen, urut: int, induk: KomponenLKE | None
) -> KomponenLKE:
    satu = KomponenLKE(
        instrumen=row,
        induk=induk,
        kode=komponen.kode,
        nama=komponen.nama,
        kelompok=komponen.kelompok,
        paruh=komponen.paruh.value,
        urut=urut,
        bobot=komponen.bobot,
        min_wbk=komponen.min_wbk,
        min_wbbm=komponen.min_wbbm,
        status_sumber=komponen.status_sumber,
    )
    _bersih(satu, "instrumen", "induk")
    return satu
