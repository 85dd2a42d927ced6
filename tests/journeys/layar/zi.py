"""Screens of the Zona Integritas: months, registers, instruments, LKE."""

from collections.abc import Callable

from django.urls import reverse

from accounts.models import User
from tests.journeys.layar.dasar import Layar, keputusan_zi, layar, resmi_zi
from zonaintegritas.actions.instrumen import salin_instrumen
from zonaintegritas.kalender.langganan import buat_langganan
from zonaintegritas.models import (
    LKE,
    AgenPerubahan,
    AnggotaTPI,
    BuktiLKE,
    BulanJadwal,
    IndikatorKeberhasilan,
    InstrumenLKE,
    KeputusanZI,
    LanggananKalender,
    PengaduanBulanan,
    SurveiZI,
    UnitZI,
)


def _tim_zi(kode: str) -> Callable[[], str]:
    def alamat() -> str:
        decree = keputusan_zi()
        pk = decree.tim_set.get(kode=kode).pk
        return f"{reverse('zi_tim', args=[pk])}?rencana={decree.rencana_id}"

    return alamat


def _contoh_zi() -> KeputusanZI:
    """Return the decree of the CONTOH KPU."""
    return KeputusanZI.objects.get(rencana__instansi__kode="kpu-ntt-contoh")


def _tim_contoh() -> int:
    """Return the id of the team that koordinator.kpu plans."""
    return _contoh_zi().tim_set.get(no_lampiran_2=5).pk


def _baris_contoh() -> int:
    """Return the id of a row of that team with a planned month."""
    months = BulanJadwal.objects.berlaku().filter(butir__kode__startswith="5.")
    return months.filter(butir__rencana=_contoh_zi().rencana).earliest("bulan").butir_id


def _langganan() -> int:
    """Return the id of a calendar subscription of koordinator.kpu."""
    user = User.objects.get(username="koordinator.kpu")
    found = LanggananKalender.objects.filter(pengguna=user, dicabut=None).first()
    return (found or buat_langganan(nama="Ponsel saya", by=user)[0]).pk


def _baris_zi(model: type[AgenPerubahan] | type[PengaduanBulanan] | type[SurveiZI]) -> int:
    """Return the id of a row of a register of the CONTOH KPU."""
    rows = model._default_manager.filter(instansi__kode="kpu-ntt-contoh", dihapus=None)
    return rows.earliest("pk").pk


def _agen_zi() -> int:
    return _baris_zi(AgenPerubahan)


def _pengaduan_zi() -> int:
    return _baris_zi(PengaduanBulanan)


def _survei_zi() -> int:
    return _baris_zi(SurveiZI)


def _unit_zi() -> int:
    return UnitZI.objects.filter(instansi__kode="kpu-ntt-contoh").earliest("pk").pk


def _lke_zi(mundur: int = 0) -> Callable[[], int]:
    """The LKE of the sample KPU: this year's (sent back to the unit), or an earlier one."""
    rows = LKE.objects.filter(instansi__kode="kpu-ntt-contoh").order_by("-tahun")
    return lambda: rows.all()[mundur].pk


def _soal_zi(kode: str) -> Callable[[], int]:
    return lambda: LKE.objects.get(pk=_lke_zi()()).instrumen.pertanyaan_set.get(kode=kode).pk


def _bukti_lke() -> int:
    """A file of this year's LKE of the sample KPU."""
    return BuktiLKE.objects.filter(lke=_lke_zi()(), dilepas=None).earliest("pk").pk


def _tpi_zi() -> int:
    """Somebody in the TPI of this year's LKE of the sample KPU."""
    return AnggotaTPI.objects.filter(lke=_lke_zi()(), dicabut=None).earliest("pk").pk


def _lke_alamat(nama: str, *sisa: str) -> Callable[[], str]:
    return lambda: reverse(nama, args=[_lke_zi()(), *sisa])


def _lke_contoh() -> int:
    """Return the id of the instrument in use of the CONTOH KPU."""
    own = InstrumenLKE.objects.filter(instansi__kode="kpu-ntt-contoh")
    return own.exclude(dibekukan=None).earliest("pk").pk


def _lke_draf() -> int:
    """Return the id of a draft of it; copied when there is none."""
    own = InstrumenLKE.objects.filter(instansi__kode="kpu-ntt-contoh", dibekukan=None)
    found = own.order_by("pk").last()
    if found is not None:
        return found.pk
    asal = InstrumenLKE.objects.get(pk=_lke_contoh())
    admin = User.objects.get(username="admin.kpu")
    assert asal.instansi_id is not None
    return salin_instrumen(
        instrumen_id=asal.pk, instansi_id=asal.instansi_id, nama=asal.nama, by=admin
    ).pk


def _lke_peraturan() -> int:
    return InstrumenLKE.objects.get(instansi=None, kode="permenpanrb-90-2021", versi=1).pk


def _lke_bagian(nama: str, bagian: str) -> Callable[[], str]:
    def alamat() -> str:
        draf = InstrumenLKE.objects.get(pk=_lke_draf())
        soal = draf.pertanyaan_set.earliest("urut")
        baris = {"komponen": soal.komponen_id, "pertanyaan": soal.pk, "skala": soal.skala_id}
        return reverse(nama, args=[draf.pk, bagian, baris[bagian]])

    return alamat


def _indikator_zi() -> int:
    rows = IndikatorKeberhasilan.objects.filter(kegiatan__tim__keputusan=_contoh_zi())
    return rows.earliest("pk").pk


LAYAR: tuple[Layar, ...] = (
    # the Zona Integritas
    Layar("zona_integritas", "auditor.kpu", resmi_zi("zona_integritas")),
    Layar("zi_rencana_aksi", "auditor.kpu", resmi_zi("zi_rencana_aksi")),
    Layar("zi_rencana_aksi", "auditor.kpu", resmi_zi("zi_rencana_aksi", "&tim=6")),
    Layar("zi_tim", "auditor.kpu", _tim_zi("III")),
    Layar("zi_jadwal", "auditor.kpu", resmi_zi("zi_jadwal")),
    Layar("zi_jadwal", "auditor.kpu", resmi_zi("zi_jadwal", "&keadaan=terlambat")),
    Layar("zi_papan", "auditor.kpu", resmi_zi("zi_papan")),
    Layar("zi_jadwal_cetak", "auditor.kpu", resmi_zi("zi_jadwal_cetak")),
    layar("koordinator.kpu", "zi_papan"),
    layar("koordinator.kpu", "zi_jadwal"),
    layar("koordinator.kpu", "zi_jadwal", query="?tim=5"),
    layar("koordinator.kpu", "zi_jadwal_cetak"),
    layar("koordinator.kpu", "zi_jadwal_usulan", _tim_contoh),
    layar("koordinator.kpu", "zi_jadwal_geser", _baris_contoh),
    layar("koordinator.kpu", "zi_kalender"),
    layar("koordinator.kpu", "zi_kalender_cabut", _langganan),
    # registers, units, instruments and the mapping of the Zona Integritas
    layar("operator.kpu", "zi_agen"),
    layar("operator.kpu", "zi_agen", query="?tahun=1999"),
    layar("auditor.kpu", "zi_pengaduan"),
    layar("operator.kpu", "zi_pengaduan"),
    layar("ketua.kpu", "zi_survei"),
    layar("operator.kpu", "zi_agen_baru"),
    layar("operator.kpu", "zi_pengaduan_baru"),
    layar("operator.kpu", "zi_survei_baru"),
    layar("operator.kpu", "zi_agen_ubah", _agen_zi),
    layar("operator.kpu", "zi_pengaduan_ubah", _pengaduan_zi),
    layar("operator.kpu", "zi_survei_ubah", _survei_zi),
    layar("operator.kpu", "zi_agen_hapus", _agen_zi),
    layar("operator.kpu", "zi_pengaduan_hapus", _pengaduan_zi),
    layar("operator.kpu", "zi_survei_hapus", _survei_zi),
    layar("admin.kpu", "zi_unit"),
    layar("operator.kpu", "zi_unit"),
    layar("admin.kpu", "zi_unit_baru"),
    layar("admin.kpu", "zi_unit_ubah", _unit_zi),
    layar("admin.kpu", "zi_unit_akhiri", _unit_zi),
    layar("admin.kpu", "zi_instrumen"),
    layar("operator.kpu", "zi_instrumen"),
    layar("operator.kpu", "zi_instrumen_rinci", _lke_peraturan),
    layar("admin.kpu", "zi_instrumen_rinci", _lke_contoh),
    layar("admin.kpu", "zi_instrumen_rinci", _lke_draf),
    layar("admin.kpu", "zi_instrumen_impor"),
    layar("admin.kpu", "zi_instrumen_salin", _lke_contoh),
    layar("admin.kpu", "zi_instrumen_buang", _lke_draf),
    layar("admin.kpu", "zi_instrumen_pokok", _lke_draf),
    layar("admin.kpu", "zi_instrumen_ambang", _lke_draf),
    layar("admin.kpu", "zi_instrumen_pembulatan", _lke_draf),
    Layar(
        "zi_instrumen_tambah",
        "admin.kpu",
        lambda: reverse("zi_instrumen_tambah", args=[_lke_draf(), "pertanyaan"]),
    ),
    Layar("zi_instrumen_ubah", "admin.kpu", _lke_bagian("zi_instrumen_ubah", "komponen")),
    Layar("zi_instrumen_ubah", "admin.kpu", _lke_bagian("zi_instrumen_ubah", "pertanyaan")),
    Layar("zi_instrumen_ubah", "admin.kpu", _lke_bagian("zi_instrumen_ubah", "skala")),
    Layar("zi_instrumen_hapus", "admin.kpu", _lke_bagian("zi_instrumen_hapus", "skala")),
    # the LKE: sheet, scores, simulation, flow
    layar("operator.kpu", "zi_lke_daftar"),
    layar("admin.kpu", "zi_lke_daftar", query="?tahun=2011"),
    layar("operator.kpu", "zi_lke", _lke_zi()),
    layar("operator.kpu", "zi_lke", _lke_zi(), query="?saring=tanpa_bukti&komponen=A.1.1"),
    layar("verifikator.kpu", "zi_lke", _lke_zi()),
    layar("ketua.kpu", "zi_lke", _lke_zi(1)),
    layar("operator.kpu", "zi_lke_soal", _lke_zi(), _soal_zi("A.1.1.1.a")),
    layar("operator.kpu", "zi_lke_soal", _lke_zi(), _soal_zi("B.1.a")),
    layar("operator.kpu", "zi_lke_lepas", _lke_zi(), _bukti_lke),
    layar("operator.kpu", "zi_lke_nilai", _lke_zi()),
    layar("ketua.kpu", "zi_lke_nilai", _lke_zi(1)),
    Layar("zi_lke_penjelasan", "operator.kpu", _lke_alamat("zi_lke_penjelasan", "A.1.1")),
    Layar("zi_lke_penjelasan", "operator.kpu", _lke_alamat("zi_lke_penjelasan", "B.1.a")),
    layar("operator.kpu", "zi_lke_simulasi", _lke_zi()),
    layar("ketua.kpu", "zi_lke_simulasi", _lke_zi(), query="?sasaran=wbbm&survei=1"),
    layar("operator.kpu", "zi_lke_alur", _lke_zi()),
    layar("admin.kpu", "zi_lke_alur", _lke_zi()),
    layar("admin.kpu", "zi_lke_alur", _lke_zi(1)),
    Layar("zi_lke_langkah", "operator.kpu", _lke_alamat("zi_lke_langkah", "ajukan")),
    layar("admin.kpu", "zi_lke_tpi_cabut", _lke_zi(), _tpi_zi),
    layar("admin.kpu", "zi_lke_hapus", _lke_zi()),
    layar("admin.kpu", "zi_lke_buka"),
    layar("operator.kpu", "zi_lke_buka", status=403),
    layar("auditor.kpu", "zi_lke_banding"),
    layar("tpi.kpu", "zi_lke", _lke_zi()),
    layar("tpi.kpu", "zi_lke_alur", _lke_zi()),
    layar("tpi.kpu", "zi_lke", _lke_zi(1), status=404),
    layar("admin.kpu", "zi_peta"),
    layar("operator.kpu", "zi_peta", query="?dari=pertanyaan&belum=1"),
    layar("admin.kpu", "zi_peta_atur", _indikator_zi),
)
