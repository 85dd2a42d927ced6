"""Every address that names an object: the other institution's object is a 404 for every role."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from types import SimpleNamespace
from typing import cast

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from audit.models import Kejadian
from evidence.actions.batas import IsiBatas
from evidence.jadwal import batas_baku
from evidence.models import Batas, BuktiTaut, BuktiVersi, TampilanTersimpan
from imports.models import Batch
from roadmap.models import RealisasiHistoris
from satgas.models import Anggota, KirimanJaga, NaskahTempel, PadananProgres
from tests.factories import buat_serah, buat_user, terkirim
from tests.factories.impor_batch import buat_batch
from tests.factories.instrumen import buat_susunan
from tests.factories.kecuali import buat_ajuan, buat_disposisi
from tests.factories.keputusan_word import buat_naskah_uji
from tests.factories.lke import LKEUji, berbukti, buat_instrumen_lke, buat_lke
from tests.factories.pages import bergambar
from tests.factories.periode import buat_potret
from tests.factories.rapat_batas import RapatUji, buat_rapat_lengkap
from tests.factories.roadmap import RoadMapUji, buat_roadmap
from tests.factories.terbitan import buat_terbitan
from tests.factories.zi import buat_zi
from tests.factories.zi_register import DaftarUji, buat_daftar_lengkap
from tests.integration.batas.conftest import PERAN
from ukuran.models import SkalaPredikat
from zonaintegritas.kalender.langganan import buat_langganan
from zonaintegritas.models import (
    IndikatorKeberhasilan,
    InstrumenLKE,
    KeputusanZI,
    LanggananKalender,
    SubKegiatan,
)


def _batas(dunia: SimpleNamespace) -> int:
    """Return the last cut-off of a plan; all four are made when there is none."""
    rows = batas_baku(dunia.rencana.mulai, dunia.rencana.selesai)
    for row in rows:
        Batas.objects.get_or_create(
            rencana=dunia.rencana, kode=row.kode, defaults=asdict(IsiBatas.dari(row))
        )
    return int(dunia.rencana.batas_set.get(kode="B12").pk)


def _periode(dunia: SimpleNamespace) -> Batas:
    """Return the first cut-off of a plan; it has opened by now."""
    _batas(dunia)
    return cast(Batas, dunia.rencana.batas_set.get(kode="B03"))


def _impor(dunia: SimpleNamespace) -> int:
    """Return an import that waits to be applied; made when there is none."""
    found = Batch.objects.filter(instansi=dunia.instansi).first()
    return (found or buat_batch(dunia.instansi, dunia.admin, baris=1)).pk


def _potret(dunia: SimpleNamespace) -> int:
    """Return the Potret of that cut-off; frozen when there is none."""
    return buat_potret(_periode(dunia), dunia.ketua).pk


def _terbitan(dunia: SimpleNamespace) -> int:
    """Return a report issued from that Potret; asked for when there is none."""
    return buat_terbitan(buat_potret(_periode(dunia), dunia.ketua), dunia.admin).pk


def _kiriman(dunia: SimpleNamespace) -> int:
    """Return an upload to JAGA; made when there is none."""
    row, _ = KirimanJaga.objects.get_or_create(
        instansi=dunia.instansi,
        pemenuhan_id=dunia.pemenuhan,
        defaults={"diunggah": timezone.now(), "diunggah_oleh": dunia.verifikator},
    )
    return row.pk


def _tampilan(dunia: SimpleNamespace) -> int:
    """Return a saved filter of the verifikator; made when there is none."""
    row, _ = TampilanTersimpan.objects.get_or_create(
        user=dunia.verifikator, halaman="verifikasi", nama="Semua", kueri="status=semua"
    )
    return row.pk


def _naskah(dunia: SimpleNamespace) -> int:
    """Return a pasted decree; made when there is none."""
    found = NaskahTempel.objects.filter(instansi=dunia.instansi).first()
    return (found or buat_naskah_uji(dunia.rencana, dunia.admin)).pk


def _padanan(dunia: SimpleNamespace) -> int:
    """Return words about progress; made when there are none."""
    row, _ = PadananProgres.objects.get_or_create(
        instansi=dunia.instansi,
        kunci=f"otw {dunia.instansi.kode}",
        defaults={"teks": f"otw {dunia.instansi.kode}", "keadaan": "disiapkan"},
    )
    return row.pk


def _rm(dunia: SimpleNamespace) -> RoadMapUji:
    """Return the running Road Map of an institution; made when there is none."""
    if not hasattr(dunia, "rm"):
        dunia.rm = buat_roadmap(dunia.instansi, [dunia.bkd, dunia.pupr])
    return cast(RoadMapUji, dunia.rm)


def _historis(dunia: SimpleNamespace) -> int:
    """Return a figure of an earlier year; made when there is none."""
    rm = _rm(dunia)
    row, _ = RealisasiHistoris.objects.get_or_create(
        instansi=dunia.instansi,
        butir=rm.butir["B02"],
        tahun=rm.tahun[0],
        defaults={"komponen": ["60"], "oleh": dunia.admin, "dibuat": timezone.now()},
    )
    return row.pk


def _tim(dunia: SimpleNamespace) -> int:
    """Return a team of the Zona Integritas; made when there is none."""
    if not hasattr(dunia, "zi"):
        dunia.zi = buat_zi(dunia.instansi, dunia.bkd)
    return cast(KeputusanZI, dunia.zi).tim_set.get(jenis="tim").pk


def _baris_zi(dunia: SimpleNamespace) -> int:
    """Return the Butir of a row of that team."""
    return SubKegiatan.objects.get(kegiatan__tim=_tim(dunia)).butir_id


def _langganan(dunia: SimpleNamespace) -> int:
    """Return a calendar subscription of an operator; made when there is none."""
    own = LanggananKalender.objects.filter(pengguna=dunia.operator).first()
    return (own or buat_langganan(nama="Ponsel", by=dunia.operator)[0]).pk


def _lke(dunia: SimpleNamespace) -> LKEUji:
    """Return the LKE of a unit with one file; made when there is none."""
    if not hasattr(dunia, "lke"):
        dunia.lke = buat_lke(instansi=dunia.instansi, unit=dunia.bkd)
        dunia.lke_bukti = berbukti(dunia.lke).pk
    return cast(LKEUji, dunia.lke)


def _daftar(dunia: SimpleNamespace) -> DaftarUji:
    """Return a ZI unit with a row and a file in each register; made when there is none."""
    if not hasattr(dunia, "daftar_zi"):
        dunia.daftar_zi = buat_daftar_lengkap(dunia.bkd, dunia.operator)
    return cast(DaftarUji, dunia.daftar_zi)


def _instrumen_lke(dunia: SimpleNamespace) -> InstrumenLKE:
    """Return a draft of the institution's own; made when there is none."""
    if not hasattr(dunia, "instrumen_lke"):
        dunia.instrumen_lke = buat_instrumen_lke(dunia.instansi, kode=f"draf-{dunia.instansi.kode}")
    return cast(InstrumenLKE, dunia.instrumen_lke)


def _komponen_lke(dunia: SimpleNamespace) -> int:
    """Return a component of that draft."""
    return _instrumen_lke(dunia).komponen_set.get(kode="A.I").pk


def _indikator(dunia: SimpleNamespace) -> int:
    """Return an indikator of the action plan."""
    _tim(dunia)
    return IndikatorKeberhasilan.objects.filter(kegiatan__tim__keputusan=dunia.zi).earliest("pk").pk


def _skala(dunia: SimpleNamespace) -> int:
    """Return a scale of the institution's own; made when there is none."""
    row, _ = SkalaPredikat.objects.get_or_create(
        instansi=dunia.instansi, kode="sendiri", defaults={"nama": "Skala sendiri"}
    )
    return row.pk


def _rapat(dunia: SimpleNamespace) -> RapatUji:
    """Return a meeting with all that hangs on it; made when there is none."""
    if not hasattr(dunia, "rapat"):
        rm = _rm(dunia)
        butir = rm.butir["A-001"].pk
        dunia.rapat = buat_rapat_lengkap(
            rm.rencana, dunia.bkd, butir, dunia.verifikator, dunia.operator
        )
    return cast(RapatUji, dunia.rapat)


# How each named object of the other institution is reached: address name -> arguments.
ALAMAT: dict[str, Callable[[SimpleNamespace], list[object]]] = {
    "tugas": lambda d: [d.c_bkd.pk],
    "tugas_tarik": lambda d: [d.c_bkd.pk],
    "tugas_progres": lambda d: [d.c_bkd.pk],
    "tugas_perbarui": lambda d: [d.c_bkd.pk],
    "tugas_setara": lambda d: [d.c_bkd.pk, d.taut, d.pemenuhan],
    "serah": lambda d: [d.serah],
    "tugas_pakai": lambda d: [d.c_bkd.pk, d.pemenuhan],
    "tugas_versi_baru": lambda d: [d.c_bkd.pk, d.taut],
    "tugas_rincian": lambda d: [d.c_bkd.pk, d.taut],
    "tugas_lepas": lambda d: [d.c_bkd.pk, d.taut],
    "berkas": lambda d: [d.versi],
    "meja": lambda d: [d.c_bkd.pk],
    "meja_ambil": lambda d: [d.c_bkd.pk],
    "meja_buka": lambda d: [d.c_bkd.pk, d.pemenuhan],
    "tampilan_ubah": lambda d: [_tampilan(d)],
    "tampilan_hapus": lambda d: [_tampilan(d)],
    "meja_halaman": lambda d: [d.c_bkd.pk, d.versi],
    "meja_halaman_buat": lambda d: [d.c_bkd.pk, d.versi],
    "meja_gambar": lambda d: [d.c_bkd.pk, d.versi, 1],
    "tugas_pengecualian": lambda d: [d.c_bkd.pk],
    "tugas_ada_kejadian": lambda d: [d.c_bkd.pk],
    "pengecualian_rinci": lambda d: [d.ajuan],
    "disposisi_rinci": lambda d: [d.disposisi],
    "satgas_anggota": lambda d: [d.anggota],
    "impor_rinci": lambda d: [_impor(d)],
    "impor_kemajuan": lambda d: [_impor(d)],
    "impor_pilih": lambda d: [_impor(d)],
    "impor_ajukan": lambda d: [_impor(d)],
    "impor_terapkan": lambda d: [_impor(d)],
    "impor_urungkan": lambda d: [_impor(d)],
    "impor_batal": lambda d: [_impor(d)],
    "impor_ulang": lambda d: [_impor(d)],
    "impor_lanjut": lambda d: [_impor(d)],
    "impor_berkas": lambda d: [_impor(d)],
    "impor_tanda": lambda d: [_impor(d)],
    "keputusan_tempel_susun": lambda d: [_naskah(d)],
    "keputusan_tempel_banding": lambda d: [_naskah(d)],
    "keputusan_tempel_buang": lambda d: [_naskah(d)],
    "padanan_progres_ubah": lambda d: [_padanan(d)],
    "padanan_progres_hapus": lambda d: [_padanan(d)],
    "jaga_unggah": lambda d: [d.c_bkd.pk],
    "jaga_batal": lambda d: [_kiriman(d)],
    "jaga_jawaban": lambda d: [_kiriman(d)],
    "jaga_koreksi": lambda d: [_kiriman(d)],
    "jaga_nilai": lambda d: [d.c_bkd.butir_id],
    "rencana_rinci": lambda d: [d.rencana.pk],
    "rencana_banding": lambda d: [d.rencana.pk],
    "rencana_batas": lambda d: [d.rencana.pk],
    "rencana_batas_baru": lambda d: [d.rencana.pk],
    "rencana_batas_ubah": lambda d: [d.rencana.pk, _batas(d)],
    "rencana_batas_hapus": lambda d: [d.rencana.pk, _batas(d)],
    "rencana_butir": lambda d: [d.rencana.pk, d.c_bkd.butir_id],
    "rencana_mulai": lambda d: [d.rencana.pk],
    "rencana_tutup": lambda d: [d.rencana.pk],
    "rencana_buka": lambda d: [d.rencana.pk],
    "rencana_salin": lambda d: [d.rencana.pk],
    "instrumen_rinci": lambda d: [d.susunan.instrumen],
    "instrumen_nilai": lambda d: [d.susunan.instrumen],
    "instrumen_tabel": lambda d: [d.susunan.instrumen],
    "instrumen_tempel": lambda d: [d.susunan.instrumen],
    "instrumen_pakai": lambda d: [d.susunan.instrumen],
    "instrumen_versi": lambda d: [d.susunan.instrumen],
    "instrumen_nama": lambda d: [d.susunan.instrumen],
    "instrumen_hapus": lambda d: [d.susunan.instrumen],
    "instrumen_tambah": lambda d: [d.susunan.instrumen, "area"],
    "instrumen_tugas": lambda d: [d.susunan.instrumen, d.susunan.sub],
    "instrumen_ubah": lambda d: [d.susunan.instrumen, "sub", d.susunan.sub],
    "instrumen_pindah": lambda d: [d.susunan.instrumen, "area", d.susunan.area],
    "instrumen_hapus_bagian": lambda d: [d.susunan.instrumen, "dokumen", d.susunan.dokumen],
    "periode_rinci": lambda d: [_periode(d).pk],
    "periode_potret": lambda d: [_periode(d).pk],
    "periode_amandemen": lambda d: [_periode(d).pk],
    "periode_setujui": lambda d: [_periode(d).pk],
    "periode_buka": lambda d: [_periode(d).pk],
    "potret_rinci": lambda d: [_potret(d)],
    "potret_unduh": lambda d: [_potret(d)],
    "terbitan_nomor": lambda d: [_terbitan(d)],
    "laporan_rinci": lambda d: [d.job.pk],
    "laporan_unduh": lambda d: [d.job.pk],
    "laporan_kemajuan": lambda d: [d.job.pk],
    "laporan_batal": lambda d: [d.job.pk],
    "laporan_ulang": lambda d: [d.job.pk],
    "jejak_audit_rinci": lambda d: [d.kejadian],
    "pengguna_rinci": lambda d: [d.operator.pk],
    "pengguna_ubah": lambda d: [d.operator.pk],
    "peran_beri": lambda d: [d.operator.pk],
    "pengguna_tautan": lambda d: [d.operator.pk],
    "pengguna_tautan_baru": lambda d: [d.operator.pk],
    "pengguna_aktif": lambda d: [d.operator.pk],
    "pengguna_dua_langkah": lambda d: [d.operator.pk],
    "peran_akhiri": lambda d: [d.keanggotaan],
    "unit_ubah": lambda d: [d.bkd.pk],
    "rapat_rinci": lambda d: [_rapat(d).rapat],
    "rapat_ubah": lambda d: [_rapat(d).rapat],
    "rapat_catat": lambda d: [_rapat(d).rapat],
    "rapat_batal": lambda d: [_rapat(d).rapat],
    "rapat_cetak": lambda d: [_rapat(d).rapat],
    "rapat_notula": lambda d: [_rapat(d).rapat],
    "rapat_notula_berkas": lambda d: [_rapat(d).rapat, _rapat(d).versi],
    "rapat_notula_lepas": lambda d: [_rapat(d).rapat, _rapat(d).notula],
    "rapat_masalah_baru": lambda d: [_rapat(d).rapat],
    "rapat_masalah_rinci": lambda d: [_rapat(d).masalah],
    "rapat_langkah_rinci": lambda d: [_rapat(d).langkah],
    "rapat_langkah_berkas": lambda d: [_rapat(d).langkah, _rapat(d).bukti],
    "roadmap_isi": lambda d: [_rm(d).capaian("A-001").pk],
    "roadmap_butir": lambda d: [_rm(d).butir["A-001"].pk],
    "roadmap_target": lambda d: [_rm(d).butir["A-001"].pk, _rm(d).tahun[1]],
    "roadmap_aturan": lambda d: [_rm(d).butir["A-001"].pk],
    "roadmap_historis_hapus": lambda d: [_historis(d)],
    "roadmap_skala": lambda d: [_skala(d)],
    "zi_tim": lambda d: [_tim(d)],
    "zi_unit_ubah": lambda d: [_daftar(d).unit_zi.pk],
    "zi_unit_akhiri": lambda d: [_daftar(d).unit_zi.pk],
    "zi_agen_ubah": lambda d: [_daftar(d).agen.pk],
    "zi_agen_hapus": lambda d: [_daftar(d).agen.pk],
    "zi_agen_berkas": lambda d: [_daftar(d).agen.pk, _daftar(d).versi],
    "zi_pengaduan_ubah": lambda d: [_daftar(d).pengaduan.pk],
    "zi_pengaduan_hapus": lambda d: [_daftar(d).pengaduan.pk],
    "zi_pengaduan_berkas": lambda d: [_daftar(d).pengaduan.pk, _daftar(d).versi],
    "zi_survei_ubah": lambda d: [_daftar(d).survei.pk],
    "zi_survei_hapus": lambda d: [_daftar(d).survei.pk],
    "zi_survei_berkas": lambda d: [_daftar(d).survei.pk, _daftar(d).versi],
    "zi_instrumen_rinci": lambda d: [_instrumen_lke(d).pk],
    "zi_instrumen_unduh": lambda d: [_instrumen_lke(d).pk],
    "zi_instrumen_salin": lambda d: [_instrumen_lke(d).pk],
    "zi_instrumen_buang": lambda d: [_instrumen_lke(d).pk],
    "zi_instrumen_pokok": lambda d: [_instrumen_lke(d).pk],
    "zi_instrumen_ambang": lambda d: [_instrumen_lke(d).pk],
    "zi_instrumen_pembulatan": lambda d: [_instrumen_lke(d).pk],
    "zi_instrumen_tambah": lambda d: [_instrumen_lke(d).pk, "komponen"],
    "zi_instrumen_ubah": lambda d: [_instrumen_lke(d).pk, "komponen", _komponen_lke(d)],
    "zi_instrumen_hapus": lambda d: [_instrumen_lke(d).pk, "komponen", _komponen_lke(d)],
    "zi_peta_atur": lambda d: [_indikator(d)],
    "zi_jadwal_usulan": lambda d: [_tim(d)],
    "zi_jadwal_geser": lambda d: [_baris_zi(d)],
    "zi_kalender_cabut": lambda d: [_langganan(d)],
    "zi_lke_berkas": lambda d: [_lke(d).lke.pk, d.lke_bukti],
    "zi_lke": lambda d: [_lke(d).lke.pk],
    "zi_lke_soal": lambda d: [_lke(d).lke.pk, _lke(d).pertanyaan["A.I.1"].pk],
    "zi_lke_bukti": lambda d: [_lke(d).lke.pk, _lke(d).pertanyaan["A.I.1"].pk],
    "zi_lke_lepas": lambda d: [_lke(d).lke.pk, d.lke_bukti],
    "zi_lke_nilai": lambda d: [_lke(d).lke.pk],
    "zi_lke_penjelasan": lambda d: [_lke(d).lke.pk, "A.I"],
    "zi_lke_simulasi": lambda d: [_lke(d).lke.pk],
    "zi_lke_alur": lambda d: [_lke(d).lke.pk],
    "zi_lke_langkah": lambda d: [_lke(d).lke.pk, "ajukan"],
    "zi_lke_salin": lambda d: [_lke(d).lke.pk],
    "zi_lke_tpi_cabut": lambda d: [_lke(d).lke.pk, _lke(d).lke.tpi_set.earliest("pk").pk],
    "zi_lke_hapus": lambda d: [_lke(d).lke.pk],
}
# Addresses whose argument is no object of an institution: secrets of their own.
# A list, not an object; what hangs on one is asked in test_unduh.
BUKAN_OBJEK = {"siapkan_awal", "tautan_sandi", "zi_kalender_umpan", "periksa", "unduh"}
# Kinds of table, not rows: tests/integration/imports/test_layar_impor.py holds who has which.
BUKAN_OBJEK |= {"impor_jenis_rinci", "impor_templat", "impor_ekspor"}


def _objects() -> Iterator[str]:
    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[tuple[str, str]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                if pattern.namespace != "admin":
                    yield from walk(pattern.url_patterns, prefix + str(pattern.pattern))
            elif "<" in str(pattern.pattern):
                yield pattern.name or "", prefix + str(pattern.pattern)

    for name, _ in walk(get_resolver().url_patterns, ""):
        yield name


def test_every_address_with_an_object_is_in_the_table() -> None:
    assert {n for n in _objects() if n not in BUKAN_OBJEK} == set(ALAMAT)


@pytest.fixture
def sasaran(lain: SimpleNamespace) -> SimpleNamespace:
    """The other institution with an object behind each address."""
    terkirim(lain.c_bkd, lain.operator)
    pemenuhan = lain.c_bkd.pemenuhan_set.order_by("pk")[0]
    lain.pemenuhan = pemenuhan.pk
    taut = BuktiTaut.objects.filter(pemenuhan=pemenuhan)[0]
    lain.taut, lain.versi = taut.pk, taut.versi_id
    bergambar(BuktiVersi.objects.get(pk=lain.versi))
    lain.serah = buat_serah(lain.c_bkd, lain.c_itda).pk
    lain.ajuan = buat_ajuan(lain.c_dukung, lain.operator).pk
    lain.disposisi = buat_disposisi(lain.c_bkd, lain.ketua).pk
    lain.susunan = buat_susunan(lain.instansi, lain.bkd, lain.admin)
    lain.anggota = Anggota.objects.filter(sk__rencana=lain.rencana)[0].pk
    lain.kejadian = Kejadian.objects.filter(instansi=lain.instansi.kode)[0].pk
    lain.keanggotaan = lain.operator.membership_set.get().pk
    _naskah(lain)
    _impor(lain)
    _rapat(lain)
    _lke(lain)
    _langganan(lain)
    _terbitan(lain)
    return lain


@pytest.mark.parametrize("peran", [*PERAN, "platform"])
def test_other_institution_is_404_for_every_role(
    client: Client, dunia: SimpleNamespace, sasaran: SimpleNamespace, peran: str
) -> None:
    user = buat_user("plat", "platform") if peran == "platform" else getattr(dunia, peran)
    client.force_login(user)
    before = Kejadian.objects.filter(instansi="beta").count()
    wrong = {}
    for name, arguments in ALAMAT.items():
        url = reverse(name, args=arguments(sasaran))
        for method in ("get", "post"):
            status = getattr(client, method)(url).status_code
            # 403: the whole screen is not for this role; 405: the address takes no such method.
            if status not in (404, 403, 405):
                wrong[f"{method} {url}"] = status
    assert wrong == {}
    assert Kejadian.objects.filter(instansi="beta").count() == before


@pytest.mark.parametrize("peran", PERAN)
def test_objects_that_the_role_could_open_at_home_are_404(
    client: Client, dunia: SimpleNamespace, sasaran: SimpleNamespace, peran: str
) -> None:
    """Where the own object opens (200), the other institution's same address says 404."""
    terkirim(dunia.c_bkd, dunia.operator)
    own = dunia
    own.pemenuhan = dunia.c_bkd.pemenuhan_set.order_by("pk")[0].pk
    taut = BuktiTaut.objects.filter(pemenuhan=own.pemenuhan)[0]
    own.taut, own.versi = taut.pk, taut.versi_id
    bergambar(taut.versi)
    own.serah = buat_serah(dunia.c_bkd, dunia.c_itda).pk
    own.ajuan = buat_ajuan(dunia.c_dukung, dunia.operator).pk
    own.disposisi = buat_disposisi(dunia.c_bkd, dunia.ketua).pk
    own.susunan = buat_susunan(dunia.instansi, dunia.bkd, dunia.admin)
    own.anggota = Anggota.objects.filter(sk__rencana=dunia.rencana)[0].pk
    own.kejadian = Kejadian.objects.filter(instansi=dunia.instansi.kode)[0].pk
    own.keanggotaan = dunia.operator.membership_set.get().pk
    client.force_login(getattr(dunia, peran))
    opened = [
        n for n, a in ALAMAT.items() if client.get(reverse(n, args=a(own))).status_code == 200
    ]
    assert opened != []
    answers = {n: client.get(reverse(n, args=ALAMAT[n](sasaran))).status_code for n in opened}
    assert answers == dict.fromkeys(opened, 404)


@pytest.mark.parametrize("peran", PERAN)
def test_plan_of_another_institution_can_not_be_chosen(
    client: Client, dunia: SimpleNamespace, lain: SimpleNamespace, peran: str
) -> None:
    client.force_login(getattr(dunia, peran))
    for name in ("dasbor", "tugas_saya", "verifikasi", "satgas", "laporan", "cari", "berkas_unit"):
        answer = client.get(reverse(name), {"rencana": lain.rencana.pk, "q": "laporan"})
        assert answer.status_code in (403, 404) or b"beta" not in answer.content
