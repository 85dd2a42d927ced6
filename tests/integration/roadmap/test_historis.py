"""Figures of earlier years: one document for many rows, all or none, never beside verified ones."""

import io
from datetime import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Denied, Role
from audit.models import Kejadian
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.models import Bukti, BuktiVersi, Butir, Rencana
from evidence.workflow import NotAllowed
from roadmap.actions.historis import (
    HasilHistoris,
    IsiHistoris,
    catat_historis,
    hapus_historis,
    simpan_dokumen,
)
from roadmap.historis import SUDAH_DIKIRIM, SUDAH_DIVERIFIKASI, tahun_historis
from roadmap.lembar import lembar
from roadmap.models import RealisasiHistoris, TargetTahun
from roadmap.sel import Sel
from tests.factories import buat_unit, buat_user, pdf_kecil, segar
from tests.factories.pages import terkunci
from tests.factories.roadmap import (
    angka_khusus,
    buat_roadmap,
    kirim_realisasi,
    verifikasi_realisasi,
)
from tests.integration.evidence.conftest import bangun_dunia


def _dunia(kode: str, **lain: Any) -> SimpleNamespace:
    found = bangun_dunia(kode, contoh=lain.pop("contoh", False))
    found.biro = buat_unit(found.instansi, "biro-organisasi", induk=found.akar)
    found.rm = buat_roadmap(found.instansi, [found.bkd, found.pupr], **lain)
    found.admin = buat_user(f"admin2.{kode}", Role.ADMIN, found.akar)
    found.tahun = found.rm.tahun[0]
    return found


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """A running Road Map: last year (ended), this year, the next; with one source document."""
    found = _dunia("alfa")
    found.sumber = _dokumen(found)
    return found


def _dokumen(dunia: SimpleNamespace, isi: str = "LKjIP", **lain: Any) -> BuktiVersi:
    return simpan_dokumen(
        rencana_id=dunia.rm.rencana.pk,
        unit_id=lain.pop("unit", dunia.biro).pk,
        nama="lkjip.pdf",
        file=io.BytesIO(pdf_kecil(isi)),
        sebutan="LKjIP 2025",
        by=lain.pop("by", dunia.admin),
        **lain,
    )


def _baris(dunia: SimpleNamespace, kode: str, *angka: Any, **lain: Any) -> IsiHistoris:
    dasar, halaman = lain.pop("dasar", None), lain.pop("halaman", "45")
    figures = angka_khusus(angka, **lain)
    return IsiHistoris(dunia.rm.butir[kode].pk, figures, halaman, dasar)


def _catat(dunia: SimpleNamespace, *baris: IsiHistoris, **lain: Any) -> HasilHistoris:
    return catat_historis(
        rencana_id=dunia.rm.rencana.pk,
        tahun=lain.pop("tahun", dunia.tahun),
        sumber_id=lain.pop("sumber", dunia.sumber).pk,
        dokumen="LKjIP 2025",
        baris=baris,
        by=lain.pop("by", dunia.admin),
        **lain,
    )


def _sel(dunia: SimpleNamespace, kode: str) -> Sel:
    sheet = lembar(dunia.rm.rencana, dunia.ketua, at=timezone.now())
    return sheet.sel(dunia.rm.butir[kode].pk, dunia.tahun)


def test_one_document_serves_many_rows(dunia: SimpleNamespace) -> None:
    again = _dokumen(dunia)
    assert again == dunia.sumber
    hasil = _catat(
        dunia,
        _baris(dunia, "B01", predikat="WTP", halaman="12"),
        _baris(dunia, "B02", 63),
        _baris(dunia, "A-001", 15, 5, None, 5, pagu=120_000_000, anggaran=60_000_000),
        _baris(dunia, "A-004", halaman=""),
    )
    assert (hasil.baru, hasil.koreksi, hasil.tetap) == (3, 0, 0)
    rows = RealisasiHistoris.objects.order_by("butir__urut")
    assert [
        (r.butir.kode, r.tahun, r.komponen, r.predikat, r.pagu, r.anggaran, r.rujukan)
        for r in rows
    ] == [
        ("B01", dunia.tahun, [], "WTP", None, None, "LKjIP 2025, hlm. 12"),
        ("B02", dunia.tahun, ["63"], "", None, None, "LKjIP 2025, hlm. 45"),
        ("A-001", dunia.tahun, ["15", "5", None, "5"], "", 120_000_000, 60_000_000,
         "LKjIP 2025, hlm. 45"),
    ]  # fmt: skip
    assert {r.sumber_id for r in rows} == {dunia.sumber.pk}
    assert (Bukti.objects.filter(unit=dunia.biro).count(), BuktiVersi.objects.count()) == (1, 1)
    b02 = _sel(dunia, "B02")
    assert b02.historis is not None
    assert b02.capaian == 90
    assert (b02.angka, b02.historis.historis) == (b02.historis, True)
    a001 = _sel(dunia, "A-001")  # 100, 50, nothing, 100: over four components
    assert [a001.capaian, a001.serapan.persen] == [Decimal("62.5"), 50]
    assert not a001.hasil.lengkap
    event = Kejadian.objects.get(aksi="roadmap.historis")
    assert event.isi == {
        "tahun": dunia.tahun,
        "dokumen": "LKjIP 2025",
        "berkas": "lkjip.pdf",
        "sha256": dunia.sumber.sha256,
        "baru": 3,
        "koreksi": 0,
        "baris": ["B01", "B02", "A-001"],
    }


def test_a_correction_is_a_new_row(dunia: SimpleNamespace) -> None:
    _catat(dunia, _baris(dunia, "B02", 63), _baris(dunia, "B03", 20))
    first = RealisasiHistoris.objects.get(butir=dunia.rm.butir["B02"])
    other = RealisasiHistoris.objects.get(butir=dunia.rm.butir["B03"])
    hasil = _catat(
        dunia,
        _baris(dunia, "B02", 70, dasar=first.pk),
        _baris(dunia, "B03", "20.0", dasar=other.pk),
    )
    assert (hasil.baru, hasil.koreksi, hasil.tetap) == (0, 1, 1)
    first.refresh_from_db()
    assert first.diganti is not None
    assert _sel(dunia, "B02").capaian == 100
    assert RealisasiHistoris.objects.count() == 3
    with pytest.raises(Bentrok, match="B02"):
        _catat(dunia, _baris(dunia, "B02", 71, dasar=first.pk))
    with pytest.raises(Bentrok):
        _catat(dunia, _baris(dunia, "B02", 71))


def test_all_rows_or_none(dunia: SimpleNamespace) -> None:
    kirim_realisasi(dunia.rm.capaian("B03", dunia.tahun), dunia.operator, [12])
    task = dunia.rm.capaian("B02", dunia.tahun)
    kirim_realisasi(task, dunia.operator, [60])
    verifikasi_realisasi(task, dunia.verifikator)
    butir = {kode: row.pk for kode, row in dunia.rm.butir.items()}
    with pytest.raises(IsianKurang) as error:
        _catat(
            dunia,
            _baris(dunia, "B01", predikat="WTP"),
            _baris(dunia, "B02", 63),
            _baris(dunia, "B03", 12),
            _baris(dunia, "B04", 3, halaman=" "),
            _baris(dunia, "B05", halaman="7"),
            _baris(dunia, "A-001", 1, halaman="x" * 200),
            IsiHistoris(dunia.c_bkd.butir_id, angka_khusus([1]), "5"),
        )
    assert error.value.galat == {
        f"r{butir['B02']}_halaman": SUDAH_DIVERIFIKASI,
        f"r{butir['B03']}_halaman": SUDAH_DIKIRIM,
        f"r{butir['B04']}_halaman": "Sebutkan halamannya dalam dokumen sumber.",
        f"r{butir['B05']}_halaman": "Angkanya belum diisi.",
        f"r{butir['A-001']}_halaman": (
            "Nama dokumen dan halaman bersama paling panjang 200 huruf."
        ),
        f"r{dunia.c_bkd.butir_id}_halaman": "Baris ini bukan bagian rencana ini.",
    }
    assert RealisasiHistoris.objects.count() == 0
    assert Kejadian.objects.filter(aksi="roadmap.historis").count() == 0


def test_verified_figures_count_before_historis_ones(dunia: SimpleNamespace) -> None:
    _catat(dunia, _baris(dunia, "B02", 63))
    task = dunia.rm.capaian("B02", dunia.tahun)
    kirim_realisasi(task, dunia.operator, [35])
    verifikasi_realisasi(task, dunia.verifikator)
    cell = _sel(dunia, "B02")
    assert cell.capaian == 50
    assert cell.angka == cell.verifikasi
    assert cell.historis is None


def test_only_years_that_have_ended(dunia: SimpleNamespace) -> None:
    assert tahun_historis(dunia.rm.rencana, timezone.localdate()) == (dunia.tahun,)
    for tahun in (*dunia.rm.tahun[1:], dunia.tahun - 1):
        with pytest.raises(NotAllowed, match="sudah berakhir"):
            _catat(dunia, _baris(dunia, "B02", 63), tahun=tahun)


def test_a_closed_plan_takes_them_too(dunia: SimpleNamespace) -> None:
    Rencana.objects.filter(pk=dunia.rm.rencana.pk).update(status="ditutup")
    assert _catat(dunia, _baris(dunia, "B02", 63)).baru == 1
    assert _sel(dunia, "B02").capaian == 90


def test_removing_keeps_the_row_and_says_why(dunia: SimpleNamespace) -> None:
    _catat(dunia, _baris(dunia, "B02", 63))
    row = RealisasiHistoris.objects.get()
    with pytest.raises(IsianKurang):
        hapus_historis(historis_id=row.pk, alasan=" ", by=dunia.admin)
    hapus_historis(historis_id=row.pk, alasan="Salah baca.", by=dunia.admin)
    row.refresh_from_db()
    assert row.diganti is not None
    assert _sel(dunia, "B02").historis is None
    assert Kejadian.objects.get(aksi="roadmap.historis_hapus").isi == {
        "tahun": dunia.tahun,
        "butir": "B02",
        "angka": {"komponen": ["63"], "satuan": ["%"], "predikat": "", "ada": None, "pagu": None,
                  "pergeseran": None, "anggaran": None},
        "rujukan": "LKjIP 2025, hlm. 45",
        "sha256": dunia.sumber.sha256,
        "alasan": "Salah baca.",
    }  # fmt: skip
    with pytest.raises(NotAllowed):
        hapus_historis(historis_id=row.pk, alasan="Lagi.", by=dunia.admin)
    assert _catat(dunia, _baris(dunia, "B02", 64)).baru == 1


def test_a_stored_figure_is_not_blanked_by_the_table(dunia: SimpleNamespace) -> None:
    _catat(dunia, _baris(dunia, "B02", 63))
    row = RealisasiHistoris.objects.get()
    with pytest.raises(IsianKurang) as error:
        _catat(dunia, _baris(dunia, "B02", None, halaman="", dasar=row.pk))
    assert list(error.value.galat) == [f"r{dunia.rm.butir['B02'].pk}_halaman"]


def test_past_days_have_the_figures_of_that_day(db: None, data_folder: object) -> None:
    zone = timezone.get_current_timezone()
    dunia = _dunia("contoh", contoh=True, tahun=2024, at=datetime(2025, 1, 2, tzinfo=zone))
    dunia.sumber = _dokumen(dunia, at=datetime(2025, 2, 1, tzinfo=zone))
    _catat(dunia, _baris(dunia, "B02", 63), at=datetime(2025, 2, 1, tzinfo=zone))
    row = RealisasiHistoris.objects.get()
    _catat(dunia, _baris(dunia, "B02", 70, dasar=row.pk), at=datetime(2025, 3, 1, tzinfo=zone))

    def said(month: int) -> Decimal | None:
        at = datetime(2025, month, 20, tzinfo=zone)
        found = lembar(dunia.rm.rencana, dunia.ketua, at=at, lampau=True)
        return found.sel(dunia.rm.butir["B02"].pk, 2024).capaian

    assert [said(1), said(2), said(3)] == [None, 90, 100]


@pytest.mark.parametrize(
    ("isi", "galat"),
    [
        (b"bukan pdf", "berkas"),
        (b"", "berkas"),
        (terkunci(), "berkas"),
    ],
)
def test_a_file_is_checked_by_its_content(dunia: SimpleNamespace, isi: bytes, galat: str) -> None:
    before = Bukti.objects.count()
    with pytest.raises(IsianKurang) as error:
        simpan_dokumen(
            rencana_id=dunia.rm.rencana.pk, unit_id=dunia.biro.pk, nama="lkjip.pdf",
            file=io.BytesIO(isi), sebutan="LKjIP", by=dunia.admin,
        )  # fmt: skip
    assert list(error.value.galat) == [galat]
    assert Bukti.objects.count() == before


def test_documents_and_units_of_others_are_refused(dunia: SimpleNamespace) -> None:
    lain = _dunia("beta")
    lain.sumber = _dokumen(lain, "beta")
    with pytest.raises(IsianKurang) as error:
        _dokumen(dunia, "lain", unit=lain.biro)
    assert error.value.galat == {"unit": "Pilih unit instansi ini."}
    with pytest.raises(IsianKurang) as error:
        _catat(dunia, _baris(dunia, "B02", 63), sumber=lain.sumber)
    assert list(error.value.galat) == ["sumber"]
    with pytest.raises(Denied):
        _catat(lain, _baris(lain, "B02", 63), by=dunia.admin)
    _catat(lain, _baris(lain, "B02", 63))
    with pytest.raises(Denied):
        hapus_historis(historis_id=RealisasiHistoris.objects.get().pk, alasan="x", by=dunia.admin)


PERAN = ("operator", "operator_pupr", "verifikator", "ketua", "auditor", "auditor_tugas", "admin")


@pytest.mark.parametrize("keadaan", ["disusun", "berjalan", "ditutup"])
@pytest.mark.parametrize("peran", [*PERAN, "admin_lain"])
def test_who_records_earlier_years(
    client: Client, dunia: SimpleNamespace, peran: str, keadaan: str
) -> None:
    if peran == "admin_lain":
        dunia.admin_lain = _dunia("beta").admin
    _catat(dunia, _baris(dunia, "B02", 63))
    row = RealisasiHistoris.objects.get()
    Rencana.objects.filter(pk=dunia.rm.rencana.pk).update(status=keadaan)
    user = segar(getattr(dunia, peran))
    client.force_login(user)
    query = {"rencana": str(dunia.rm.rencana.pk), "tahun": str(dunia.tahun)}
    seen = {
        name: client.get(reverse(name, args=args), query).status_code
        for name, args in (
            ("roadmap_historis", []),
            ("roadmap_historis_isi", []),
            ("roadmap_historis_hapus", [row.pk]),
        )
    }
    edit = {"admin": 200, "admin_lain": 404}.get(peran, 403)
    assert seen == {
        "roadmap_historis": 404 if peran == "admin_lain" else 200,
        "roadmap_historis_isi": edit,
        "roadmap_historis_hapus": edit,
    }
    if peran == "admin":
        assert _catat(dunia, _baris(dunia, "B03", 9), by=user).baru == 1
        return
    for act in (
        lambda: _catat(dunia, _baris(dunia, "B03", 9), by=user),
        lambda: _dokumen(dunia, "baru", by=user),
        lambda: hapus_historis(historis_id=row.pk, alasan="x", by=user),
    ):
        with pytest.raises(Denied):
            act()
    assert RealisasiHistoris.objects.filter(diganti__isnull=True).count() == 1


def _alamat(dunia: SimpleNamespace, **lain: Any) -> str:
    query = {"rencana": dunia.rm.rencana.pk, "tahun": dunia.tahun, **lain}
    pairs = "&".join(f"{k}={v}" for k, v in query.items())
    return f"{reverse('roadmap_historis_isi')}?{pairs}"


def _kosong(dunia: SimpleNamespace, client: Client, url: str) -> dict[str, str]:
    """Everything that the page would send when nothing is typed."""
    rows = client.get(url).context["tabel"].baris
    data = {"sumber": str(dunia.sumber.pk), "dokumen": "LKjIP 2025"}
    for row in rows:
        for name in row.form.fields:
            value = row.form[name].value()
            data[row.form.add_prefix(name)] = "" if value is None else str(value)
    return data


def test_from_the_file_to_the_table(client: Client, dunia: SimpleNamespace) -> None:
    client.force_login(dunia.admin)
    url = f"{reverse('roadmap_historis')}?rencana={dunia.rm.rencana.pk}"
    page = client.get(url)
    assert page.context["form"]["unit"].value() == dunia.biro.pk
    form = page.context["form"]
    assert (form["tahun"].value(), form["sebutan"].value()) == (None, None)
    wrong = client.post(url, {"unit": dunia.biro.pk, "sebutan": "LKjIP"})
    assert (wrong.status_code, set(wrong.context["form"].errors)) == (422, {"tahun", "berkas"})
    file = SimpleUploadedFile("LKjIP.pdf", pdf_kecil("baru"), "application/pdf")
    sent = {"tahun": dunia.tahun, "unit": dunia.biro.pk, "sebutan": "LKjIP Setda", "berkas": file}
    answer = client.post(url, sent)
    made = BuktiVersi.objects.latest("pk")
    assert (answer.status_code, answer["Location"]) == (302, _alamat(dunia, sumber=made.pk))
    form = client.get(answer["Location"]).context["form"]
    assert (form["sumber"].value(), form["dokumen"].value()) == (made.pk, "LKjIP Setda")


def test_the_table_is_that_of_the_year_of_the_document(
    client: Client, db: None, data_folder: object
) -> None:
    d = _dunia("gamma", tahun=timezone.localdate().year - 2)
    years = tahun_historis(d.rm.rencana, timezone.localdate())
    assert years == (d.tahun + 1, d.tahun)
    client.force_login(d.admin)
    url = f"{reverse('roadmap_historis')}?rencana={d.rm.rencana.pk}"
    for no, tahun in enumerate(years):
        file = SimpleUploadedFile("lkjip.pdf", pdf_kecil(f"no {no}"), "application/pdf")
        sent = {"tahun": tahun, "unit": d.biro.pk, "sebutan": f"LKjIP {tahun}", "berkas": file}
        answer = client.post(url, sent)
        made = BuktiVersi.objects.latest("pk")
        assert answer["Location"] == _alamat(d, tahun=tahun, sumber=made.pk)
    file = SimpleUploadedFile("lkjip.pdf", pdf_kecil("lain"), "application/pdf")
    wrong = client.post(url, sent | {"tahun": d.tahun + 2, "berkas": file})
    assert (wrong.status_code, wrong.context["form"].errors) == (
        422,
        {"tahun": ["Pilih dari daftar."]},
    )
    assert BuktiVersi.objects.count() == len(years)


def test_all_rows_stand_on_one_page(client: Client, dunia: SimpleNamespace) -> None:
    """A table in pages would leave behind what was typed on the page before."""
    like = TargetTahun.objects.get(butir=dunia.rm.butir["B02"], tahun=dunia.tahun, kini=True)
    for no in range(60):
        butir = Butir.objects.get(pk=dunia.rm.butir["B02"].pk)
        butir.pk, butir.kode, butir.urut = None, f"X{no:02}", 1000 + no
        butir.save()
        like.pk, like.butir = None, butir
        like.save()
    client.force_login(dunia.admin)
    url = _alamat(dunia, sumber=dunia.sumber.pk)
    data = _kosong(dunia, client, url)
    rows = list(Butir.objects.filter(kode__in=["B02", "X00", "X59"]).order_by("urut"))
    for butir in rows:
        data |= {f"r{butir.pk}_fisik_0": "63", f"r{butir.pk}_halaman": "5"}
    page = client.get(url)
    assert (len(page.context["tabel"].baris), "page=" in page.content.decode()) == (69, False)
    assert client.post(url, data).status_code == 302
    found = RealisasiHistoris.objects.order_by("butir__urut")
    assert [row.butir.kode for row in found] == ["B02", "X00", "X59"]


def test_errors_stand_at_their_cells_and_nothing_is_lost(
    client: Client, dunia: SimpleNamespace
) -> None:
    client.force_login(dunia.admin)
    url = _alamat(dunia, sumber=dunia.sumber.pk)
    b02, a001 = (dunia.rm.butir[kode].pk for kode in ("B02", "A-001"))
    data = _kosong(dunia, client, url) | {
        f"r{b02}_fisik_0": "63,5",
        f"r{b02}_halaman": "",
        f"r{a001}_pagu": "120.000.000",
        f"r{a001}_anggaran": "60.000.000",
        f"r{a001}_halaman": "7",
    }
    answer = client.post(url, data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#id_r{b02}_halaman"' in text
    assert 'value="63,5"' in text
    assert 'value="120.000.000"' in text
    assert RealisasiHistoris.objects.count() == 0
    wrong = client.post(url, data | {f"r{b02}_halaman": "5", f"r{b02}_fisik_0": "enam"})
    assert wrong.status_code == 422
    assert 'value="enam"' in wrong.content.decode()
    assert RealisasiHistoris.objects.count() == 0
    done = client.post(url, data | {f"r{b02}_halaman": "5"})
    assert (done.status_code, done["Location"]) == (302, url)
    found = RealisasiHistoris.objects.order_by("butir__urut")
    assert [(r.butir.kode, r.komponen, r.anggaran) for r in found] == [
        ("B02", ["63.5"], None),
        ("A-001", [None, None, None, None], 60_000_000),
    ]
    again = client.post(url, _kosong(dunia, client, url))
    assert again.status_code == 302
    assert RealisasiHistoris.objects.count() == 2
    stale = client.post(url, data | {f"r{b02}_halaman": "6"})
    assert stale.status_code == 409
    assert 'value="63,5"' in stale.content.decode()


def test_a_reported_row_says_why_it_is_closed(client: Client, dunia: SimpleNamespace) -> None:
    task = dunia.rm.capaian("B02", dunia.tahun)
    kirim_realisasi(task, dunia.operator, [35])
    verifikasi_realisasi(task, dunia.verifikator)
    client.force_login(dunia.admin)
    url = _alamat(dunia, sumber=dunia.sumber.pk)
    text = client.get(url).content.decode()
    pk = dunia.rm.butir["B02"].pk
    assert SUDAH_DIVERIFIKASI in text
    assert f'name="r{pk}_halaman"' not in text
    data = {k: v for k, v in _kosong(dunia, client, url).items() if not k.startswith(f"r{pk}_")}
    b03 = dunia.rm.butir["B03"].pk
    typed = data | {f"r{b03}_fisik_0": "9", f"r{b03}_halaman": "4"}
    late = client.post(url, typed | {f"r{pk}_fisik_0": "63", f"r{pk}_halaman": "5"})
    assert late.status_code == 422
    assert SUDAH_DIVERIFIKASI in late.content.decode()
    assert client.post(url, typed).status_code == 302


def test_rows_are_filtered_by_group_program_and_words(
    client: Client, dunia: SimpleNamespace
) -> None:
    client.force_login(dunia.admin)

    def rows(**query: str) -> list[str]:
        page = client.get(_alamat(dunia, **query))
        return [row.butir.kode for row in page.context["tabel"].baris]

    assert rows() == ["B01", "B02", "B03", "B04", "B05", "A-001", "A-002", "A-004", "B-007"]
    assert rows(bagian="s:K2") == ["B04", "B05"]
    assert rows(bagian="p:B") == ["B-007"]
    assert rows(kata="OPINI") == ["B01"]
    assert rows(kata="tidakada") == []
    for tahun in (dunia.tahun + 1, "x", "9" * 20):
        assert client.get(_alamat(dunia, tahun=tahun)).status_code == 404


def test_what_was_entered_is_marked_everywhere(client: Client, dunia: SimpleNamespace) -> None:
    _catat(dunia, _baris(dunia, "A-001", 15, None, 8, 5), _baris(dunia, "B01", predikat="WTP"))
    client.force_login(dunia.operator)
    page = client.get(reverse("roadmap_historis"))
    text = " ".join(page.content.decode().split())
    assert [satu.fisik for satu in page.context["baris"]] == [
        "WTP",
        "15 tim; tanpa data PD; 8 kab/kota; 5 kl pertemuan",
    ]
    assert text.count("historis, tidak diverifikasi") == 2
    assert "LKjIP 2025, hlm. 45" in text
    assert "Hapus" not in text
    tab = f'href="{reverse("roadmap_historis")}?rencana={dunia.rm.rencana.pk}"'
    assert tab in client.get(reverse("roadmap")).content.decode()


@pytest.mark.parametrize("nama", ["roadmap_historis", "roadmap_historis_isi"])
def test_pages_cost_the_same_with_many_rows(
    client: Client, dunia: SimpleNamespace, nama: str
) -> None:
    client.force_login(dunia.admin)
    url = f"{reverse(nama)}?rencana={dunia.rm.rencana.pk}&tahun={dunia.tahun}"
    _catat(dunia, _baris(dunia, "B02", 63))
    client.get(url)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    one = cost()
    _catat(
        dunia,
        *(_baris(dunia, kode, 1) for kode in ("B03", "B04", "B05", "A-001", "A-002", "B-007")),
        _baris(dunia, "B01", predikat="WTP"),
    )
    wanted = {"roadmap_historis": 10, "roadmap_historis_isi": 10}[nama]
    assert (one, cost()) == (wanted, wanted)
