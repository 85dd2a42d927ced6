"""Scores of an instrument in use: where each value comes from, and who sees which part."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from evidence.actions import mulai_rencana, tutup_rencana
from evidence.models import Capaian, Rencana
from satgas.actions.pakai import pakai_instrumen
from satgas.instrumen.nilai import (
    NilaiButir,
    NilaiInstrumen,
    baca_struktur,
    nilai_instrumen,
    pohon,
)
from satgas.jaga.status import nilai_kpk
from satgas.models import Instrumen, NilaiKPK
from tests.factories import disetujui, terkirim
from tests.integration.satgas.instrumen import bangun, isi
from ukuran.cara_hitung import Keadaan, LabelBobot
from ukuran.skor import Hasil, Sudut, hitung


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """The instrument in use, its plan running."""
    d = bangun()
    isi(d)
    rencana, _ = pakai_instrumen(instrumen_id=d.instrumen.pk, by=d.admin)
    mulai_rencana(rencana_id=rencana.pk, by=d.admin)
    d.mcp = Rencana.objects.get(pk=rencana.pk)
    d.instrumen = Instrumen.objects.get(pk=d.instrumen.pk)
    return d


def capaian(d: SimpleNamespace, kode: str) -> Capaian:
    return Capaian.objects.get(butir__rencana=d.mcp, butir__kode=kode)


def kpk(d: SimpleNamespace, kode: str, nilai: str, hari: int = 0) -> NilaiKPK:
    now = timezone.now() + timedelta(days=hari)
    return NilaiKPK.objects.create(
        instansi=d.instansi,
        butir=capaian(d, kode).butir,
        nilai=Decimal(nilai),
        tanggal=timezone.localdate(now),
        sumber="JAGA.ID",
        dicatat=now,
        oleh=d.verifikator,
    )


def lihat(d: SimpleNamespace, user: User) -> NilaiInstrumen:
    return nilai_instrumen(d.instrumen, d.mcp, User.objects.get(pk=user.pk), timezone.now())


def skor(hasil: Hasil) -> dict[str, tuple[Decimal | None, ...]]:
    return {
        satu.kode: tuple(satu.skor(sudut).nilai for sudut in Sudut) for _, satu in hasil.telusuri()
    }


def test_claimed_verified_and_kpk_side_by_side(dunia: SimpleNamespace) -> None:
    disetujui(capaian(dunia, "1.1.1"), dunia.operator, dunia.verifikator, klaim=100, nilai=50)
    terkirim(capaian(dunia, "2.1.1"), dunia.operator_pupr, nilai=80)
    kpk(dunia, "1.1.1", "40", hari=-1)
    kpk(dunia, "1.1.1", "62.5")
    d = Decimal
    found = lihat(dunia, dunia.ketua)
    assert skor(found.hasil) == {
        "": (d(62), d(15), d("18.75")),
        "1": (d(50), d(25), d("31.25")),
        "1.1": (d(50), d(25), d("31.25")),
        "1.1.1": (d(100), d(50), d("62.5")),
        "1.1.2": (None, None, None),
        "2": (d(80), d(0), d(0)),
        "2.1": (d(80), d(0), d(0)),
        "2.1.1": (d(80), None, None),
    }
    assert found.terbatas is False
    assert (found.kpk["1.1.1"].nilai, found.kpk["1.1.1"].sumber) == (Decimal("62.5"), "JAGA.ID")
    assert found.capaian == {kode: capaian(dunia, kode).pk for kode in ("1.1.1", "1.1.2", "2.1.1")}
    cakupan = found.hasil.inspektorat.cakupan
    assert (cakupan.bernilai, cakupan.tanpa_data, cakupan.penyebut) == (1, 2, 3)


def test_values_of_kpk_as_of_a_moment(dunia: SimpleNamespace) -> None:
    first = kpk(dunia, "1.1.1", "40", hari=-3)
    kpk(dunia, "1.1.1", "62.5", hari=-1)
    butir = first.butir_id
    assert nilai_kpk(dunia.mcp)[butir].nilai == Decimal("62.5")
    assert nilai_kpk(dunia.mcp, timezone.now() - timedelta(days=2))[butir].nilai == 40
    assert nilai_kpk(dunia.mcp, timezone.now() - timedelta(days=9)) == {}


def test_a_unit_sees_the_score_of_its_own_part(dunia: SimpleNamespace) -> None:
    disetujui(capaian(dunia, "1.1.1"), dunia.operator, dunia.verifikator, klaim=100, nilai=50)
    terkirim(capaian(dunia, "2.1.1"), dunia.operator_pupr, nilai=80)
    kpk(dunia, "2.1.1", "70")
    found = lihat(dunia, dunia.operator)
    assert found.terbatas is True
    assert set(skor(found.hasil)) == {"", "1", "1.1", "1.1.1"}
    assert found.kpk == {}
    other = bangun("beta")
    assert lihat(dunia, other.ketua).hasil.anak == ()
    assert lihat(dunia, other.admin).terbatas is True


def test_a_closed_plan_shows_kpks_values_and_no_score(
    dunia: SimpleNamespace, client: Client
) -> None:
    """Nobody's view stands alone: the claimed and verified values count while the plan runs."""
    disetujui(capaian(dunia, "1.1.1"), dunia.operator, dunia.verifikator, klaim=100, nilai=50)
    kpk(dunia, "1.1.1", "62.5")
    kpk(dunia, "2.1.1", "70")
    url = reverse("instrumen_nilai", args=[dunia.instrumen.pk])
    client.force_login(dunia.ketua)
    assert "halaman" in client.get(url).context
    tutup_rencana(rencana_id=dunia.mcp.pk, by=dunia.admin)
    shown = {}
    for peran in ("ketua", "operator"):
        client.force_login(getattr(dunia, peran))
        page = client.get(url)
        text = page.content.decode()
        note = "Rencana ini sudah ditutup; nilai dihitung selama rencana berjalan."
        assert (page.status_code, note in text) == (200, True)
        assert "Inspektorat</th>" not in text
        assert "halaman" not in page.context
        shown[peran] = [(r.kode, r.kpk.nilai) for r in page.context["page_obj"]]
    assert shown == {
        "ketua": [("1.1.1", Decimal("62.5")), ("2.1.1", Decimal(70))],
        "operator": [("1.1.1", Decimal("62.5"))],
    }
    with pytest.raises(ValueError, match="closed plan"):
        nilai_instrumen(
            dunia.instrumen, Rencana.objects.get(pk=dunia.mcp.pk), dunia.ketua, timezone.now()
        )


def test_nothing_zero_and_not_possible_are_three_things(dunia: SimpleNamespace) -> None:
    """Pure: the tree with given values; weights 60/40 of the areas, 50/50 below area 1."""
    susunan = baca_struktur(dunia.instrumen)
    butir = {sub.kode: sub.butir_id or 0 for sub in susunan.sub}
    values = {
        butir["1.1.1"]: NilaiButir(mandiri=0),
        butir["1.1.2"]: NilaiButir(keadaan=Keadaan.TIDAK_DAPAT),
    }
    hasil = hitung(pohon(susunan, values))
    by_code = {satu.kode: satu for _, satu in hasil.telusuri()}
    assert by_code["1.1.1"].mandiri.nilai == 0
    assert by_code["2.1.1"].mandiri.nilai is None
    assert by_code["1.1.2"].keadaan is Keadaan.TIDAK_DAPAT
    cakupan = hasil.mandiri.cakupan
    assert (cakupan.bernilai, cakupan.tanpa_data, cakupan.tidak_dapat) == (1, 1, 1)
    assert hasil.label_bobot is LabelBobot.INSTRUMEN


def test_kpk_grades_what_the_portal_had_excepted(dunia: SimpleNamespace) -> None:
    susunan = baca_struktur(dunia.instrumen)
    butir = {sub.kode: sub.butir_id or 0 for sub in susunan.sub}
    values = {butir["1.1.2"]: NilaiButir(kpk=Decimal(80), keadaan=Keadaan.TIDAK_DAPAT)}
    by_code = {s.kode: s for _, s in hitung(pohon(susunan, values)).telusuri()}
    assert (by_code["1.1.2"].keadaan, by_code["1.1.2"].kpk.nilai) == (Keadaan.DINILAI, Decimal(80))


def test_without_weights_all_count_the_same(db: None, data_folder: object) -> None:
    d = bangun("gama")
    instrumen = isi(
        d, "1 A\t\t1.1 I\t\t1.1.1 S\t\tbkd {k}\t\t\tD\t\n\t\t\t\tT\t\tbkd {k}\t\t\tE\t\n"
    )
    susunan = baca_struktur(instrumen)
    hasil = hitung(pohon(susunan, {}))
    assert hasil.anak[0].anak[0].label_bobot is LabelBobot.SAMA
