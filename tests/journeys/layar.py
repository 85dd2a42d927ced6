"""Every screen of the portal: its address, and who opens it in the browser tests."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.links import password_path, setup_path
from accounts.models import Instansi, Membership, Unit, User
from accounts.permissions import Role
from audit.models import Kejadian
from evidence.actions.salin import salin_rencana
from evidence.models import (
    Batas,
    BuktiTaut,
    Butir,
    Capaian,
    Pemenuhan,
    Pengecualian,
    Rencana,
    SerahTerima,
    TampilanTersimpan,
)
from imports.models import Batch
from reports.actions.permohonan import minta_rekap
from reports.actions.terbitan import minta_kemajuan
from reports.bentuk import Bentuk
from reports.models import KeadaanPeriode, Potret, Terbitan
from reports.potret.periode import daftar_periode
from roadmap.models import LangkahPerbaikan, Masalah, Notula, Rapat, RealisasiHistoris
from satgas.actions.instrumen import versi_baru
from satgas.actions.padanan import tambah_padanan
from satgas.models import (
    Anggota,
    DokumenSub,
    Instrumen,
    KirimanJaga,
    NaskahTempel,
    PadananProgres,
    SubIndikator,
)
from tests.factories.impor_batch import buat_batch
from tests.factories.kecuali import buat_ajuan, buat_disposisi
from tests.factories.keputusan_word import buat_naskah_uji
from tests.factories.periode import bawa, buat_potret
from tests.factories.terbitan import buat_terbitan
from ukuran.models import SkalaPredikat
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

CONTOH = "pemprov-ntt-contoh"
AUDITOR_TUGAS = "auditor.bertugas"


@dataclass(frozen=True)
class Layar:
    """One screen: name of its address, who opens it, how to find it, what it answers."""

    nama: str
    oleh: str
    alamat: Callable[[], str]
    status: int = 200


def capaian(kode: str) -> int:
    """Return the id of a task of the CONTOH plan, in the window in which it was worked on."""
    rows = Capaian.objects.filter(
        instansi__kode=CONTOH, butir__rencana__jenis="satgas", butir__kode=kode
    )
    return rows.order_by("-versi", "mulai")[0].pk


def pemenuhan(kode: str, no: int = 1) -> int:
    """Return the id of a document of a task."""
    return Pemenuhan.objects.get(capaian_id=capaian(kode), dokumen__urut=no).pk


def taut(kode: str, no: int = 1) -> int:
    """Return the id of a file attached to a document of a task."""
    return BuktiTaut.objects.active().filter(pemenuhan_id=pemenuhan(kode, no)).latest("pk").pk


def anggota(no: int, kode: str = CONTOH) -> int:
    """Return the id of a member of the Satgas."""
    return Anggota.objects.get(sk__rencana=rencana(kode), no=no).pk


def serah(kode: str) -> int:
    """Return the id of a hand-over that a task of the CONTOH plan gives."""
    rows = SerahTerima.objects.filter(dari__instansi__kode=CONTOH, dari__butir__kode=kode)
    return rows.order_by("ke__batas", "pk")[0].pk


def orang(username: str) -> int:
    """Return the id of a person."""
    return User.objects.get(username=username).pk


def realisasi(kode: str = "") -> int:
    """Return the id of a task of the CONTOH Road Map in the window of today.

    Without `kode` one of operator.bkd on which nobody has worked.
    """
    rows = Capaian.objects.filter(
        instansi__kode=CONTOH,
        butir__rencana__jenis=Rencana.Jenis.ROADMAP,
        mulai__lte=timezone.localdate(),
        selesai__gte=timezone.localdate(),
    )
    if kode:
        return rows.get(butir__kode=kode).pk
    mine = Membership.objects.get(user__username="operator.bkd").unit
    return rows.filter(unit=mine, status="belum").order_by("butir__urut")[0].pk


def rencana(kode: str) -> int:
    """Return the id of the Satgas plan of an institution."""
    satgas = Rencana.objects.filter(jenis=Rencana.Jenis.SATGAS, asal=None)
    return satgas.get(instansi__kode=kode).pk


def laporan(username: str) -> int:
    """Return the id of a report that this person asked for, still waiting."""
    user = User.objects.get(username=username)
    return minta_rekap(rencana_id=rencana(CONTOH), by=user).pk


def laporan_kemajuan(username: str) -> int:
    """Return the id of a progress report that this person asked for."""
    user = User.objects.get(username=username)
    potret, alamat = potret_contoh(), "http://127.0.0.1:8000"
    return minta_kemajuan(potret_id=potret, bentuk=Bentuk.XLSX, alamat=alamat, by=user).pk


def instrumen() -> int:
    """Return the id of the instrument in use of the CONTOH institution."""
    return Instrumen.objects.get(instansi__kode=CONTOH, keadaan="dipakai").pk


def instrumen_draf() -> int:
    """Return the id of a new version of it that is being drawn up."""
    found = Instrumen.objects.filter(instansi__kode=CONTOH, keadaan="disusun").first()
    admin = User.objects.get(username="admin")
    return (found or versi_baru(instrumen_id=instrumen(), by=admin)).pk


def sub_indikator(kode: str = "3.1.1") -> int:
    """Return the id of a sub indikator of that version."""
    rows = SubIndikator.objects.filter(indikator__area__instrumen=instrumen_draf())
    return rows.get(kode=kode).pk


def _bagian(nama: str, tingkat: str, baris: Callable[[], int]) -> Callable[[], str]:
    return lambda: reverse(nama, args=[instrumen_draf(), tingkat, baris()])


def tampilan(username: str) -> int:
    """Return the id of a saved filter of a person."""
    user = User.objects.get(username=username)
    row, _ = TampilanTersimpan.objects.get_or_create(
        user=user, halaman="verifikasi", nama="Semua", kueri="status=semua"
    )
    return row.pk


def auditor_bertugas(password: str) -> None:
    """Make the one role that has no sample account: an auditor with a surat tugas."""
    user = User.objects.create_user(AUDITOR_TUGAS, password, nama="Auditor bertugas (CONTOH)")
    Membership.objects.create(
        user=user,
        unit=Unit.objects.get(instansi__kode=CONTOH, kode="badan-kepegawaian"),
        role=Role.AUDITOR_TUGAS,
        dasar="ST-1/CONTOH",
        selesai=timezone.localdate() + timedelta(days=30),
    )


def _tugas_kosong() -> Capaian:
    """Return a task of the BKD for which nothing was uploaded."""
    return Capaian.objects.filter(
        instansi__kode=CONTOH,
        unit__kode="badan-kepegawaian",
        status="belum",
        butir__rencana__jenis=Rencana.Jenis.SATGAS,
        pengecualian_set=None,
    ).latest("pk")


def ajuan() -> int:
    """Return the id of a request that waits for the Inspektorat's opinion."""
    return buat_ajuan(_tugas_kosong(), User.objects.get(username="operator.bkd")).pk


def ajuan_siap() -> int:
    """Return the id of a request that waits for the Ketua."""
    operator, verifikator = (
        User.objects.get(username=name) for name in ("operator.bkd", "verifikator")
    )
    return buat_ajuan(_tugas_kosong(), operator, verifikator).pk


def tugas_berajuan() -> int:
    """Return the id of a task with a request."""
    return Pengecualian.objects.get(pk=ajuan()).capaian_id


def disposisi() -> int:
    """Return the id of an instruction to the BKD."""
    return buat_disposisi(_tugas_kosong(), User.objects.get(username="sekda")).pk


def kiriman(jawaban: str = "") -> int:
    """Return the id of a sample upload to JAGA that KPK answered so."""
    rows = KirimanJaga.objects.filter(instansi__kode=CONTOH, dibatalkan=None, jawaban=jawaban)
    return rows.latest("pk").pk


def _jaga(saringan: str = "") -> Callable[[], str]:
    return lambda: f"{reverse('jaga')}?rencana={rencana(CONTOH)}{saringan}"


def batas_contoh() -> int:
    """Return the id of the last cut-off of the CONTOH plan."""
    return Batas.objects.filter(rencana=rencana(CONTOH)).latest("akhir").pk


def butir_contoh() -> int:
    """Return the id of a thing to do of the CONTOH plan."""
    return Butir.objects.get(rencana=rencana(CONTOH), kode="9.a").pk


def rencana_salinan() -> int:
    """Return the id of next year's copy of the CONTOH plan, still being drawn up."""
    asal = Rencana.objects.get(pk=rencana(CONTOH))
    there = Rencana.objects.filter(asal=asal).first()
    if there is not None:
        return there.pk
    admin = User.objects.get(username="admin")
    return salin_rencana(rencana_id=asal.pk, tahun=asal.tahun + 1, by=admin).rencana.pk


def padanan_progres() -> int:
    """Return the id of words about progress of the CONTOH institution; made when there are none."""
    instansi = Rencana.objects.get(pk=rencana(CONTOH)).instansi
    found = PadananProgres.objects.filter(instansi=instansi).first()
    if found is None:
        found = tambah_padanan(
            instansi_id=instansi.pk,
            teks="otw bulan depan",
            keadaan=PadananProgres.Keadaan.DISIAPKAN,
            by=User.objects.get(username="admin"),
        )
    return found.pk


def naskah_tempel() -> int:
    """Return the id of a pasted decree beside the CONTOH plan; made when there is none."""
    asal = Rencana.objects.get(pk=rencana(CONTOH))
    found = NaskahTempel.objects.filter(instansi=asal.instansi_id, rencana=None).first()
    return (found or buat_naskah_uji(asal, User.objects.get(username="admin"))).pk


def periode(keadaan: KeadaanPeriode) -> Callable[[], int]:
    """Return the id of a cut-off of the CONTOH plan in a state; brought there when there is none.

    `dibuka` of the one that is brought there is moved to the plan's first day: early in a year
    there are not enough that have opened.
    """

    def found() -> int:
        plan = Rencana.objects.select_related("instansi").get(pk=rencana(CONTOH))
        sekda = User.objects.get(username="sekda")
        rows = daftar_periode(plan, sekda, timezone.now())
        there = next((p for p in rows if p.keadaan is keadaan and p.boleh), None)
        if there is not None:
            return there.batas.pk
        fresh = next(p.batas for p in rows if p.keadaan is KeadaanPeriode.TERBUKA)
        Batas.objects.filter(pk=fresh.pk).update(dibuka=plan.mulai)
        return bawa(
            Batas.objects.select_related("rencana__instansi").get(pk=fresh.pk), keadaan, sekda
        ).pk

    return found


def potret_contoh() -> int:
    """Return the id of a Potret of the CONTOH plan."""
    batas = Batas.objects.select_related("rencana__instansi").get(
        pk=periode(KeadaanPeriode.DIPOTRET)()
    )
    return buat_potret(batas, User.objects.get(username="sekda")).pk


def terbitan_contoh() -> Terbitan:
    """Return a report issued from that Potret."""
    return buat_terbitan(Potret.objects.get(pk=potret_contoh()), User.objects.get(username="sekda"))


def _banding(b: str = "") -> Callable[[], str]:
    return lambda: f"{reverse('potret_banding')}?a={potret_contoh()}&b={b or potret_contoh()}"


def _at(name: str, *args: Callable[[], int], query: str = "") -> Callable[[], str]:
    return lambda: reverse(name, args=[arg() for arg in args]) + query


def _layar(
    oleh: str, nama: str, *args: Callable[[], int], query: str = "", status: int = 200
) -> Layar:
    return Layar(nama, oleh, _at(nama, *args, query=query), status)


def _impor(keadaan: str) -> Callable[[], int]:
    """Return where an import of the CONTOH institution in a state is; made when there is none."""

    def pk() -> int:
        state = Batch.Keadaan(keadaan)
        found = Batch.objects.filter(instansi__kode=CONTOH, keadaan=state).first()
        if found is None:
            instansi = Instansi.objects.get(kode=CONTOH)
            admin = User.objects.get(username="admin")
            found = buat_batch(instansi, admin, state, baris=2, temuan=1)
        return found.pk

    return pk


def _tugas(kode: str) -> Callable[[], int]:
    return lambda: capaian(kode)


def _dokumen(kode: str, no: int = 1) -> Callable[[], int]:
    return lambda: pemenuhan(kode, no)


def _berkas(kode: str, no: int = 1) -> Callable[[], int]:
    return lambda: taut(kode, no)


def _versi(kode: str, no: int = 1) -> Callable[[], int]:
    return lambda: BuktiTaut.objects.get(pk=taut(kode, no)).versi_id


def _anggota(no: int, kode: str = CONTOH) -> Callable[[], int]:
    return lambda: anggota(no, kode)


def _orang(username: str) -> Callable[[], int]:
    return lambda: orang(username)


def _unit(kode: str) -> Callable[[], int]:
    return lambda: Unit.objects.get(instansi__kode=CONTOH, kode=kode).pk


def _peran(username: str) -> Callable[[], int]:
    return lambda: Membership.objects.filter(user__username=username).latest("pk").pk


def _resmi(nama: str) -> Callable[[], str]:
    return lambda: f"{reverse(nama)}?rencana={rencana('pemprov-ntt')}"


def rencana_roadmap(kode: str = CONTOH) -> int:
    """Return the id of the Road Map of an institution."""
    return Rencana.objects.get(jenis=Rencana.Jenis.ROADMAP, instansi__kode=kode).pk


def _resmi_roadmap(nama: str, query: str = "") -> Callable[[], str]:
    return lambda: f"{reverse(nama)}?rencana={rencana_roadmap('pemprov-ntt')}{query}"


def _peta(nama: str, query: str = "") -> Callable[[], str]:
    return lambda: f"{reverse(nama)}?rencana={rencana_roadmap()}{query}"


def _butir_roadmap(awal: str, kode: str = CONTOH) -> Callable[[], int]:
    """The first row of a Road Map whose code begins so."""
    rows = Butir.objects.filter(kode__startswith=awal).order_by("urut")
    return lambda: rows.filter(rencana=rencana_roadmap(kode))[0].pk


def _tahun_roadmap(geser: int) -> Callable[[], int]:
    return lambda: timezone.localdate().year + geser


def _skala_portal() -> int:
    return SkalaPredikat.objects.get(instansi=None, kode="opini-bpk", kini=True).pk


def _historis_contoh() -> str:
    """The table of last year in the CONTOH Road Map."""
    tahun = timezone.localdate().year - 1
    return f"{reverse('roadmap_historis_isi')}?rencana={rencana_roadmap()}&tahun={tahun}"


def _angka_historis() -> int:
    """A figure of an earlier year of the CONTOH Road Map."""
    rows = RealisasiHistoris.objects.filter(butir__rencana=rencana_roadmap(), diganti=None)
    return rows.earliest("pk").pk


def _rapat(keadaan: str) -> Callable[[], int]:
    """The last meeting in this state; held ones are of the pleno."""
    rows = Rapat.objects.filter(instansi__kode=CONTOH, keadaan=keadaan)
    if keadaan == Rapat.Keadaan.DILAKSANAKAN:
        rows = rows.filter(tingkat="pleno")
    return lambda: rows.latest("pk").pk


def _notula() -> int:
    return Notula.objects.filter(rapat=_rapat("dilaksanakan")(), dilepas=None).latest("pk").pk


def _masalah() -> int:
    return Masalah.objects.filter(instansi__kode=CONTOH, tingkat="pleno").latest("pk").pk


def _langkah() -> int:
    return LangkahPerbaikan.objects.filter(masalah=_masalah()).latest("pk").pk


def _keputusan_zi() -> KeputusanZI:
    """Return the official decree of the KPU; auditor.kpu is made a reader of it."""
    Membership.objects.get_or_create(
        user=User.objects.get(username="auditor.kpu"),
        unit=Unit.objects.get(instansi__kode="kpu-ntt", induk=None),
        role=Role.AUDITOR,
    )
    return KeputusanZI.objects.get(rencana__instansi__kode="kpu-ntt")


def _resmi_zi(nama: str, query: str = "") -> Callable[[], str]:
    return lambda: f"{reverse(nama)}?rencana={_keputusan_zi().rencana_id}{query}"


def _tim_zi(kode: str) -> Callable[[], str]:
    def alamat() -> str:
        decree = _keputusan_zi()
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


TAMU = ""  # nobody is logged in
LAYAR: tuple[Layar, ...] = (
    # the outside
    _layar(TAMU, "account_login"),
    _layar(TAMU, "account_inactive"),
    Layar("tautan_sandi", TAMU, lambda: password_path(User.objects.get(username="sekda"))),
    Layar("tautan_sandi", TAMU, lambda: reverse("tautan_sandi", args=["MQ", "basi-sekali"]), 410),
    Layar("siapkan_awal", TAMU, setup_path),
    _layar(TAMU, "periksa_awal"),
    _layar(TAMU, "periksa_awal", query="?kode=-", status=422),
    Layar("periksa", TAMU, lambda: reverse("periksa", args=[terbitan_contoh().kode])),
    Layar("periksa", TAMU, lambda: reverse("periksa", args=["AAAAA-BBBBB-CCCCC-DDDDD"]), 404),
    # the unit
    _layar("operator.bkd", "tugas_saya", query="?giliran=selesai"),
    _layar("operator.bkd", "tugas_saya", query="?kata=tidakadatugasini"),
    _layar("operator.bkd", "tugas", _tugas("9.d")),
    _layar("operator.bkd", "tugas", _tugas("9.g")),
    _layar("operator.bkd", "tugas", _tugas("9.a")),
    _layar("operator.bkd", "tugas", _tugas("9.j")),
    _layar("operator.bkd", "tugas", realisasi),
    _layar("operator.bkd", "tugas", lambda: realisasi("E-040")),
    _layar("operator.bkd", "roadmap_isi", realisasi),
    _layar("operator.bkd", "roadmap_isi", lambda: realisasi("E-040")),
    _layar("verifikator", "meja", lambda: realisasi("E-040")),
    _layar("operator.bkd", "tugas_pakai", _tugas("9.d"), _dokumen("9.d")),
    _layar("operator.bkd", "tugas_versi_baru", _tugas("9.g"), _berkas("9.g")),
    _layar("operator.bkd", "tugas_rincian", _tugas("9.g"), _berkas("9.g")),
    _layar("operator.bkd", "tugas_lepas", _tugas("9.k"), _berkas("9.k")),
    _layar("operator.bkd", "satgas_anggota", _anggota(9)),
    _layar("operator.bkd", "cari", query="?q=laporan"),
    _layar("operator.bkd", "cari", query="?q=tidakadahasilnya"),
    _layar("operator.bkd", "profil"),
    _layar("operator.bkd", "account_logout"),
    _layar("operator.bkd", "account_change_password"),
    _layar("operator.bkd", "account_reauthenticate"),
    _layar("operator.bkd", "mfa_index"),
    _layar("operator.bkd", "meja", _tugas("9.j"), status=403),
    _layar("operator.bkd", "tugas", lambda: 999_999_999, status=404),
    _layar("operator.inspektorat", "tugas", _tugas("4.d")),
    _layar("operator.inspektorat", "serah", lambda: serah("4.a")),
    # exceptions and instructions
    _layar("operator.bkd", "tugas_pengecualian", _tugas("9.h")),
    _layar("operator.bkd", "tugas_pengecualian", tugas_berajuan),
    _layar("operator.bkd", "tugas", tugas_berajuan),
    _layar("operator.bkd", "pengecualian_rinci", ajuan),
    _layar("operator.bkd", "disposisi_rinci", disposisi),
    _layar("verifikator", "pengecualian_rinci", ajuan),
    _layar("verifikator", "pengecualian", query="?status=pendapat"),
    _layar("sekda", "pengecualian_rinci", ajuan_siap),
    _layar("sekda", "pengecualian", query="?status=putusan"),
    _layar("sekda", "disposisi_beri"),
    _layar("sekda", "disposisi_rinci", disposisi),
    _layar("sekda", "disposisi", query="?keadaan=semua"),
    _layar("sekda", "laporan", query="?jenis=lampiran"),
    _layar("operator.bkd", "laporan", query="?jenis=evaluasi"),
    _layar("sekda", "laporan", query="?jenis=kemajuan"),
    _layar("verifikator", "laporan", query="?status=gagal&kata=tidakadalaporanini"),
    _layar("verifikator", "laporan", query="?tahun=19&urut=peminta"),
    # the Inspektorat
    _layar("verifikator", "verifikasi", query="?status=disetujui"),
    _layar("verifikator", "verifikasi", query="?kata=tidakadatugasini"),
    _layar("verifikator", "meja", _tugas("9.j")),
    _layar("verifikator", "meja", _tugas("4.d")),
    _layar("verifikator", "meja", _tugas("9.a")),
    _layar("verifikator", "meja", _tugas("9.b")),
    _layar("verifikator", "tampilan_baru", query="?status=semua"),
    _layar("verifikator", "tampilan_ubah", lambda: tampilan("verifikator")),
    _layar("verifikator", "tampilan_hapus", lambda: tampilan("verifikator")),
    _layar("verifikator", "meja_buka", _tugas("9.b"), _dokumen("9.b")),
    _layar("verifikator", "meja_halaman", _tugas("9.j"), _versi("9.j")),
    _layar("verifikator", "tugas", _tugas("9.j")),
    _layar("verifikator", "satgas_anggota", _anggota(4)),
    Layar("jaga", "verifikator", _jaga("&status=siap")),
    Layar("jaga", "verifikator", _jaga("&status=ditolak")),
    Layar("jaga", "verifikator", _jaga("&kata=tidakadatugasini")),
    Layar("jaga", "operator.bkd", _jaga()),
    _layar("verifikator", "jaga_jawaban", kiriman),
    _layar("verifikator", "jaga_koreksi", lambda: kiriman("ditolak")),
    _layar("verifikator", "jaga_nilai", butir_contoh),
    # the Road Map in figures
    _layar("operator.bkd", "roadmap", query="?keadaan=tanpa_data"),
    _layar("sekda", "roadmap", query="?cari=tidakadaindikatorini"),
    _layar("sekda", "roadmap", query="?per=2026-02-01"),
    Layar("roadmap", "auditor", _resmi_roadmap("roadmap")),
    *(
        _layar("sekda", "roadmap_grafik", query=f"?bagian={bagian}")
        for bagian in ("sasaran", "anggaran", "tren")
    ),
    Layar("roadmap_grafik", "auditor", _resmi_roadmap("roadmap_grafik", "&bagian=anggaran")),
    _layar("operator.bkd", "roadmap_butir", _butir_roadmap("B01")),
    _layar("sekda", "roadmap_butir", _butir_roadmap("A-001")),
    _layar("auditor", "roadmap_butir", _butir_roadmap("A-001", "pemprov-ntt")),
    # the Road Map as a document
    _layar("operator.bkd", "roadmap_kegiatan"),
    _layar("sekda", "roadmap_kegiatan", query="?keadaan=tanpa_data"),
    _layar("sekda", "roadmap_kegiatan", query="?cari=tidakadabarisini"),
    _layar("sekda", "roadmap_rekonsiliasi"),
    _layar("auditor", "roadmap_rekonsiliasi", query="?usulan=1"),
    *(
        _layar("verifikator", "roadmap_naskah", query=f"?bagian={bagian}")
        for bagian in ("sasaran", "kegiatan", "program", "monev", "lampiran", "daftar", "catatan")
    ),
    _layar("auditor", "roadmap_naskah", query="?cari=integritas"),
    # who leads
    _layar("sekda", "dasbor_dokumen"),
    _layar("sekda", "dasbor_periode"),
    _layar("sekda", "dasbor_area"),
    _layar("sekda", "dasbor_cetak"),
    _layar("sekda", "dasbor_tugas", query="?keadaan=terlambat"),
    _layar("sekda", "dasbor_kerja"),
    _layar("sekda", "dasbor_pantauan"),
    Layar("dasbor", "sekda", _peta("dasbor")),
    Layar("dasbor", "sekda", _peta("dasbor", "&per=2026-02-01")),
    Layar("dasbor", "operator.bkd", _peta("dasbor")),
    Layar("dasbor_tugas", "sekda", _peta("dasbor_tugas", "&keadaan=terlambat")),
    Layar("dasbor", "auditor", _resmi_roadmap("dasbor")),
    _layar("sekda", "tugas", _tugas("9.h")),
    _layar(
        "sekda",
        "jejak_audit_rinci",
        lambda: Kejadian.objects.filter(instansi=CONTOH).latest("pk").pk,
    ),
    _layar("sekda", "laporan_rinci", lambda: laporan("sekda")),
    _layar("verifikator", "laporan_rinci", lambda: laporan_kemajuan("verifikator")),
    # periods, Potret, what has changed
    _layar("sekda", "periode_rinci", periode(KeadaanPeriode.DIPOTRET)),
    _layar("auditor", "periode_rinci", periode(KeadaanPeriode.DISETUJUI)),
    _layar("sekda", "periode_rinci", periode(KeadaanPeriode.TERBUKA)),
    _layar("sekda", "periode_potret", periode(KeadaanPeriode.TERBUKA)),
    _layar("sekda", "periode_setujui", periode(KeadaanPeriode.DIPOTRET)),
    _layar("sekda", "periode_amandemen", periode(KeadaanPeriode.DIPOTRET)),
    _layar("sekda", "periode_buka", periode(KeadaanPeriode.DISETUJUI)),
    _layar("verifikator", "periode_setujui", periode(KeadaanPeriode.DIPOTRET), status=403),
    _layar("operator.bkd", "periode_rinci", periode(KeadaanPeriode.DIPOTRET), status=404),
    _layar("auditor", "potret_rinci", potret_contoh),
    _layar("auditor", "potret_rinci", potret_contoh, query="?anggota=4"),
    _layar("auditor", "potret_banding"),
    _layar("admin", "terbitan_nomor", lambda: terbitan_contoh().pk),
    _layar("auditor", "terbitan_nomor", lambda: terbitan_contoh().pk, status=403),
    _layar("admin", "templat_laporan"),
    _layar("sekda", "templat_laporan", status=403),
    Layar("potret_banding", "auditor", _banding("sekarang")),
    Layar("potret_banding", "auditor", _banding()),
    Layar("periode", "admin", _resmi("periode")),
    Layar("periode", "admin", lambda: f"{reverse('periode')}?rencana={rencana_roadmap()}"),
    Layar("potret_banding", "admin", _resmi("potret_banding")),
    # who administers
    _layar("admin", "pengguna_tambah"),
    _layar("admin", "pengguna_rinci", _orang("verifikator")),
    _layar("admin", "pengguna_ubah", _orang("verifikator")),
    _layar("admin", "peran_beri", _orang("verifikator")),
    _layar("admin", "peran_akhiri", _peran("verifikator")),
    _layar("admin", "pengguna_tautan", _orang("verifikator")),
    _layar("admin", "pengguna_aktif", _orang("verifikator")),
    _layar("admin", "pengguna_dua_langkah", _orang("verifikator")),
    _layar("admin", "unit"),
    _layar("admin", "unit_tambah"),
    _layar("admin", "unit_ubah", _unit("badan-kepegawaian")),
    _layar("admin", "rencana_rinci", lambda: rencana(CONTOH)),
    _layar("admin", "rencana_rinci", lambda: rencana("pemprov-ntt"), query="?page=2"),
    _layar("admin", "rencana_rinci", lambda: rencana(CONTOH), query="?kata=tidakadabutirini"),
    _layar("admin", "rencana_batas", lambda: rencana(CONTOH)),
    _layar("admin", "rencana_batas_baru", lambda: rencana(CONTOH)),
    _layar("admin", "rencana_batas_ubah", lambda: rencana(CONTOH), batas_contoh),
    _layar("admin", "rencana_batas_hapus", lambda: rencana(CONTOH), batas_contoh),
    _layar("admin", "rencana_butir", lambda: rencana(CONTOH), butir_contoh),
    _layar("admin", "rencana_tutup", lambda: rencana(CONTOH)),
    _layar("admin", "rencana_buka", lambda: rencana(CONTOH)),
    _layar("admin", "rencana_buka", lambda: rencana("pemprov-ntt"), status=403),
    _layar("admin", "rencana_salin", lambda: rencana(CONTOH)),
    _layar("admin", "rencana_mulai", rencana_salinan),
    _layar("admin", "rencana_banding", rencana_salinan),
    Layar(
        "satgas_perubahan",
        "admin",
        lambda: f"{reverse('satgas_perubahan')}?rencana={rencana(CONTOH)}",
    ),
    Layar(
        "satgas_perubahan_baru",
        "admin",
        lambda: (
            f"{reverse('satgas_perubahan_baru')}?rencana={rencana(CONTOH)}"
            f"&ubah={butir_contoh()}&tambah=1"
        ),
    ),
    Layar(
        "satgas_pokok", "admin", lambda: f"{reverse('satgas_pokok')}?rencana={rencana_salinan()}"
    ),
    # imports, one in each state that has a page of its own
    _layar("admin", "impor", query="?kata=tidakadaberkasini"),
    _layar("admin", "impor_baru", query="?jenis=unit"),
    _layar("admin", "impor_jenis"),
    Layar("impor_jenis_rinci", "admin", lambda: reverse("impor_jenis_rinci", args=["unit"])),
    _layar("admin", "impor_pengaturan"),
    _layar("admin", "padanan_progres"),
    _layar("admin", "padanan_progres_ubah", padanan_progres),
    _layar("admin", "padanan_progres_hapus", padanan_progres),
    _layar("admin", "impor_rinci", _impor("siap")),
    _layar("admin", "impor_rinci", _impor("bermasalah"), query="?bagian=temuan"),
    _layar("admin", "impor_rinci", _impor("bergeser"), query="?bagian=berkas"),
    _layar("admin", "impor_rinci", _impor("menerapkan")),
    _layar("admin", "impor_pilih", _impor("diunggah")),
    _layar("admin", "impor_terapkan", _impor("siap")),
    _layar("admin", "impor_urungkan", _impor("diterapkan")),
    _layar("admin", "impor_batal", _impor("siap")),
    _layar("admin", "impor_ulang", _impor("siap")),
    _layar("admin", "impor_lanjut", _impor("menerapkan")),
    _layar("admin", "keputusan_tempel"),
    _layar("auditor", "keputusan_tempel", status=403),
    _layar("admin", "keputusan_tempel_susun", naskah_tempel),
    _layar("admin", "keputusan_tempel_banding", naskah_tempel),
    _layar("admin", "keputusan_tempel_buang", naskah_tempel),
    _layar("auditor", "rencana_rinci", lambda: rencana(CONTOH)),
    _layar("auditor", "rencana"),
    Layar("satgas", "admin", _resmi("satgas")),
    Layar("dasbor", "admin", _resmi("dasbor")),
    Layar("roadmap_kegiatan", "admin", _resmi_roadmap("roadmap_kegiatan")),
    Layar("roadmap_kegiatan", "admin", _resmi_roadmap("roadmap_kegiatan", "&tahun=2019")),
    Layar("roadmap_rekonsiliasi", "admin", _resmi_roadmap("roadmap_rekonsiliasi", "&usulan=1")),
    Layar("roadmap_naskah", "admin", _resmi_roadmap("roadmap_naskah", "&cari=zona")),
    _layar("admin", "satgas_anggota", _anggota(15, "pemprov-ntt")),
    # revisions, bands and scales, earlier years
    _layar("admin", "roadmap_target", _butir_roadmap("A-001"), _tahun_roadmap(0)),
    _layar("admin", "roadmap_target", _butir_roadmap("B01"), _tahun_roadmap(-1)),
    _layar("admin", "roadmap_aturan", _butir_roadmap("B18")),
    _layar("operator.bkd", "roadmap_aturan", _butir_roadmap("B18"), status=403),
    Layar(
        "roadmap_target",
        "admin",
        lambda: reverse("roadmap_target", args=[_butir_roadmap("A-001", "pemprov-ntt")(), 2019]),
        status=403,  # of the official plan admin is a reader
    ),
    _layar("operator.bkd", "roadmap_ukuran"),
    _layar("admin", "roadmap_ukuran"),
    _layar("admin", "roadmap_pita"),
    _layar("admin", "roadmap_pita_portal"),
    _layar("admin", "roadmap_skala_baru"),
    _layar("admin", "roadmap_skala", _skala_portal),
    _layar("admin", "roadmap_historis"),
    _layar("auditor", "roadmap_historis"),
    Layar("roadmap_historis", "admin", _resmi_roadmap("roadmap_historis")),
    Layar("roadmap_historis_isi", "admin", _historis_contoh),
    _layar("admin", "roadmap_historis_hapus", _angka_historis),
    # the Zona Integritas
    Layar("zona_integritas", "auditor.kpu", _resmi_zi("zona_integritas")),
    Layar("zi_rencana_aksi", "auditor.kpu", _resmi_zi("zi_rencana_aksi")),
    Layar("zi_rencana_aksi", "auditor.kpu", _resmi_zi("zi_rencana_aksi", "&tim=6")),
    Layar("zi_tim", "auditor.kpu", _tim_zi("III")),
    Layar("zi_jadwal", "auditor.kpu", _resmi_zi("zi_jadwal")),
    Layar("zi_jadwal", "auditor.kpu", _resmi_zi("zi_jadwal", "&keadaan=terlambat")),
    Layar("zi_papan", "auditor.kpu", _resmi_zi("zi_papan")),
    Layar("zi_jadwal_cetak", "auditor.kpu", _resmi_zi("zi_jadwal_cetak")),
    _layar("koordinator.kpu", "dasbor"),
    _layar("verifikator.kpu", "dasbor"),
    _layar("ketua.kpu", "dasbor"),
    _layar("ketua.kpu", "dasbor_zi_lke"),
    Layar("dasbor", "auditor.kpu", _resmi_zi("dasbor")),
    _layar("koordinator.kpu", "zi_papan"),
    _layar("koordinator.kpu", "zi_jadwal"),
    _layar("koordinator.kpu", "zi_jadwal", query="?tim=5"),
    _layar("koordinator.kpu", "zi_jadwal_cetak"),
    _layar("koordinator.kpu", "zi_jadwal_usulan", _tim_contoh),
    _layar("koordinator.kpu", "zi_jadwal_geser", _baris_contoh),
    _layar("koordinator.kpu", "zi_kalender"),
    _layar("koordinator.kpu", "zi_kalender_cabut", _langganan),
    Layar("laporan", "auditor.kpu", _resmi_zi("laporan", "&jenis=lampiran_zi")),
    Layar("laporan", "auditor.kpu", _resmi_zi("laporan", "&jenis=pantauan_zi")),
    _layar("koordinator.kpu", "laporan", query="?jenis=pantauan_zi"),
    _layar("verifikator.kpu", "laporan", query="?jenis=lhe"),
    _layar("tpi.kpu", "laporan", query="?jenis=lhe"),
    # registers, units, instruments and the mapping of the Zona Integritas
    _layar("operator.kpu", "zi_agen"),
    _layar("operator.kpu", "zi_agen", query="?tahun=1999"),
    _layar("auditor.kpu", "zi_pengaduan"),
    _layar("operator.kpu", "zi_pengaduan"),
    _layar("ketua.kpu", "zi_survei"),
    _layar("operator.kpu", "zi_agen_baru"),
    _layar("operator.kpu", "zi_pengaduan_baru"),
    _layar("operator.kpu", "zi_survei_baru"),
    _layar("operator.kpu", "zi_agen_ubah", _agen_zi),
    _layar("operator.kpu", "zi_pengaduan_ubah", _pengaduan_zi),
    _layar("operator.kpu", "zi_survei_ubah", _survei_zi),
    _layar("operator.kpu", "zi_agen_hapus", _agen_zi),
    _layar("operator.kpu", "zi_pengaduan_hapus", _pengaduan_zi),
    _layar("operator.kpu", "zi_survei_hapus", _survei_zi),
    _layar("admin.kpu", "zi_unit"),
    _layar("operator.kpu", "zi_unit"),
    _layar("admin.kpu", "zi_unit_baru"),
    _layar("admin.kpu", "zi_unit_ubah", _unit_zi),
    _layar("admin.kpu", "zi_unit_akhiri", _unit_zi),
    _layar("admin.kpu", "zi_instrumen"),
    _layar("operator.kpu", "zi_instrumen"),
    _layar("operator.kpu", "zi_instrumen_rinci", _lke_peraturan),
    _layar("admin.kpu", "zi_instrumen_rinci", _lke_contoh),
    _layar("admin.kpu", "zi_instrumen_rinci", _lke_draf),
    _layar("admin.kpu", "zi_instrumen_impor"),
    _layar("admin.kpu", "zi_instrumen_salin", _lke_contoh),
    _layar("admin.kpu", "zi_instrumen_buang", _lke_draf),
    _layar("admin.kpu", "zi_instrumen_pokok", _lke_draf),
    _layar("admin.kpu", "zi_instrumen_ambang", _lke_draf),
    _layar("admin.kpu", "zi_instrumen_pembulatan", _lke_draf),
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
    _layar("operator.kpu", "zi_lke_daftar"),
    _layar("admin.kpu", "zi_lke_daftar", query="?tahun=2011"),
    _layar("operator.kpu", "zi_lke", _lke_zi()),
    _layar("operator.kpu", "zi_lke", _lke_zi(), query="?saring=tanpa_bukti&komponen=A.1.1"),
    _layar("verifikator.kpu", "zi_lke", _lke_zi()),
    _layar("ketua.kpu", "zi_lke", _lke_zi(1)),
    _layar("operator.kpu", "zi_lke_soal", _lke_zi(), _soal_zi("A.1.1.1.a")),
    _layar("operator.kpu", "zi_lke_soal", _lke_zi(), _soal_zi("B.1.a")),
    _layar("operator.kpu", "zi_lke_lepas", _lke_zi(), _bukti_lke),
    _layar("operator.kpu", "zi_lke_nilai", _lke_zi()),
    _layar("ketua.kpu", "zi_lke_nilai", _lke_zi(1)),
    Layar("zi_lke_penjelasan", "operator.kpu", _lke_alamat("zi_lke_penjelasan", "A.1.1")),
    Layar("zi_lke_penjelasan", "operator.kpu", _lke_alamat("zi_lke_penjelasan", "B.1.a")),
    _layar("operator.kpu", "zi_lke_simulasi", _lke_zi()),
    _layar("ketua.kpu", "zi_lke_simulasi", _lke_zi(), query="?sasaran=wbbm&survei=1"),
    _layar("operator.kpu", "zi_lke_alur", _lke_zi()),
    _layar("admin.kpu", "zi_lke_alur", _lke_zi()),
    _layar("admin.kpu", "zi_lke_alur", _lke_zi(1)),
    Layar("zi_lke_langkah", "operator.kpu", _lke_alamat("zi_lke_langkah", "ajukan")),
    _layar("admin.kpu", "zi_lke_tpi_cabut", _lke_zi(), _tpi_zi),
    _layar("admin.kpu", "zi_lke_hapus", _lke_zi()),
    _layar("admin.kpu", "zi_lke_buka"),
    _layar("operator.kpu", "zi_lke_buka", status=403),
    _layar("auditor.kpu", "zi_lke_banding"),
    _layar("tpi.kpu", "zi_lke", _lke_zi()),
    _layar("tpi.kpu", "zi_lke_alur", _lke_zi()),
    _layar("tpi.kpu", "zi_lke", _lke_zi(1), status=404),
    _layar("admin.kpu", "zi_peta"),
    _layar("operator.kpu", "zi_peta", query="?dari=pertanyaan&belum=1"),
    _layar("admin.kpu", "zi_peta_atur", _indikator_zi),
    # KPK's instrument
    _layar("sekda", "instrumen_rinci", instrumen),
    _layar("sekda", "instrumen_rinci", instrumen, query="?area=3"),
    _layar("sekda", "instrumen_nilai", instrumen),
    _layar("operator.bkd", "instrumen_nilai", instrumen),
    _layar("auditor", "instrumen_tabel", instrumen),
    _layar("operator.bkd", "instrumen_pakai", instrumen, status=403),
    _layar("admin", "instrumen_baru"),
    _layar("admin", "instrumen_versi", instrumen),
    _layar("admin", "instrumen_rinci", instrumen_draf, query="?area=3"),
    _layar("admin", "instrumen_tempel", instrumen_draf),
    _layar("admin", "instrumen_pakai", instrumen_draf),
    _layar("admin", "instrumen_nama", instrumen_draf),
    _layar("admin", "instrumen_hapus", instrumen_draf),
    _layar("admin", "instrumen_tugas", instrumen_draf, sub_indikator),
    Layar(
        "instrumen_tambah",
        "admin",
        lambda: reverse("instrumen_tambah", args=[instrumen_draf(), "area"]),
    ),
    Layar("instrumen_ubah", "admin", _bagian("instrumen_ubah", "sub", sub_indikator)),
    Layar(
        "instrumen_ubah",
        "admin",
        _bagian(
            "instrumen_ubah",
            "dokumen",
            lambda: DokumenSub.objects.filter(sub=sub_indikator()).latest("pk").pk,
        ),
    ),
    Layar(
        "instrumen_hapus_bagian", "admin", _bagian("instrumen_hapus_bagian", "sub", sub_indikator)
    ),
    # meetings of the Road Map
    _layar("operator.bkd", "rapat", query="?tingkat=pleno&bulan=2026-01"),
    _layar("sekda", "rapat"),
    Layar("rapat", "auditor", _resmi_roadmap("rapat")),
    _layar("sekda", "rapat_kalender"),
    _layar("operator.bkd", "rapat_kalender", query="?bulan=2026-02"),
    _layar("sekda", "rapat_masalah"),
    _layar("operator.bkd", "rapat_masalah", query="?keadaan=diangkat&tingkat=unit"),
    _layar("verifikator", "rapat_langkah"),
    _layar("operator.bkd", "rapat_langkah", query="?keadaan=lewat"),
    _layar("admin", "rapat_pengaturan"),
    _layar("operator.bkd", "rapat_pengaturan"),
    _layar("operator.bkd", "rapat_baru"),
    _layar("sekda", "rapat_baru"),
    _layar("operator.bkd", "rapat_rinci", _rapat("dijadwalkan")),
    _layar("operator.bkd", "rapat_catat", _rapat("dijadwalkan")),
    _layar("operator.bkd", "rapat_ubah", _rapat("dijadwalkan")),
    _layar("operator.bkd", "rapat_batal", _rapat("dijadwalkan")),
    _layar("sekda", "rapat_rinci", _rapat("dilaksanakan")),
    _layar("auditor", "rapat_cetak", _rapat("dilaksanakan")),
    _layar("sekda", "rapat_cetak", _rapat("dijadwalkan")),
    _layar("verifikator", "rapat_catat", _rapat("dilaksanakan")),
    _layar("verifikator", "rapat_masalah_baru", _rapat("dilaksanakan")),
    _layar("verifikator", "rapat_notula_lepas", _rapat("dilaksanakan"), _notula),
    _layar("auditor", "rapat_catat", _rapat("dilaksanakan"), status=403),
    _layar("operator.bkd", "rapat_rinci", lambda: 999_999_999, status=404),
    _layar("sekda", "rapat_masalah_rinci", _masalah),
    _layar("auditor", "rapat_masalah_rinci", _masalah),
    _layar("sekda", "rapat_langkah_rinci", _langkah),
    _layar("verifikator", "rapat_langkah_rinci", _langkah),
    # who audits
    _layar("auditor", "satgas_anggota", _anggota(15)),
    _layar("auditor", "tugas", _tugas("9.a")),
    _layar(AUDITOR_TUGAS, "tugas", _tugas("9.g")),
    _layar(AUDITOR_TUGAS, "satgas_anggota", _anggota(9)),
    # who runs the portal
    _layar("platform", "admin:accounts_instansi_changelist"),
    _layar("platform", "admin:accounts_instansi_add"),
    _layar(
        "platform",
        "admin:accounts_instansi_change",
        lambda: Instansi.objects.get(kode="pemprov-ntt").pk,
    ),
    _layar("platform", "admin:accounts_user_changelist"),
    _layar("platform", "admin:accounts_user_change", _orang("platform")),
)

# Opened from the menu by everybody who has it there.
MENU = {
    "impor",
    "tugas_saya",
    "verifikasi",
    "pengecualian",
    "disposisi",
    "jaga",
    "dasbor",
    "satgas",
    "instrumen",
    "rapat",
    "roadmap",
    "zona_integritas",
    "zi_lke_daftar",
    "rencana",
    "berkas_unit",
    "laporan",
    "periode",
    "jejak_audit",
    "pengguna",
    "siapkan_instansi",
}
# Opened by the tests of the two steps, of one-time links and of reports.
SENDIRI = {
    "zi_lke_salin",  # only while a stage has questions that another one answered
    "mfa_authenticate",
    "mfa_activate_totp",
    "mfa_reauthenticate",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "pengguna_tautan_baru",
}
# No screens: redirects, files, answers to scripts, and addresses that only take a POST.
BUKAN_LAYAR = {
    "impor_ajukan",  # the page of impor_terapkan in other words, where a second person is asked for
    "impor_berkas",
    "impor_ekspor",
    "impor_kemajuan",
    "impor_tanda",
    "impor_templat",
    "zi_agen_berkas",
    "zi_pengaduan_berkas",
    "zi_survei_berkas",
    "zi_lke_berkas",
    "zi_lke_bukti",
    "zi_instrumen_templat",
    "zi_instrumen_unduh",
    "beranda",
    "berkas",
    "healthz",
    "metrics",
    "jaga_batal",
    "jaga_unggah",
    "instrumen_pindah",
    "mfa_download_recovery_codes",
    "rapat_langkah_berkas",
    "rapat_notula",
    "rapat_notula_berkas",
    "laporan_batal",
    "laporan_kemajuan",
    "laporan_ulang",
    "laporan_unduh",
    "potret_unduh",
    "roadmap_unduh",
    "unduh",
    "meja_ambil",
    "meja_gambar",
    "meja_halaman_buat",
    "meja_pintasan",
    "tugas_perbarui",
    "tugas_ada_kejadian",
    "tugas_progres",
    "tugas_setara",
    "tugas_tarik",
    "zi_kalender_umpan",
}
PENGGUNA = (
    TAMU,
    "operator.bkd",
    "operator.inspektorat",
    "verifikator",
    "sekda",
    "admin",
    "auditor",
    AUDITOR_TUGAS,
    "operator.kpu",
    "koordinator.kpu",
    "verifikator.kpu",
    "ketua.kpu",
    "admin.kpu",
    "auditor.kpu",
    "tpi.kpu",
    "platform",
)
