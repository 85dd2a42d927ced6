"""Pages of the registers: what each role sees, filters, totals, trend, forms, files, queries."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Kejadian
from tests.factories.zi_register import buat_agen, buat_pengaduan, buat_survei
from tests.hostile.sound import pdf
from zonaintegritas.models import AgenPerubahan, PengaduanBulanan, SurveiZI

BUAT: dict[str, Callable[..., Any]] = {
    "agen": buat_agen,
    "pengaduan": buat_pengaduan,
    "survei": buat_survei,
}
MODEL = {"agen": AgenPerubahan, "pengaduan": PengaduanBulanan, "survei": SurveiZI}
ISIAN = {
    "agen": {"jenis": "agen", "nama": "Maria", "jabatan": "Analis", "mulai": "2026-01-05"},
    "pengaduan": {
        "bulan": "2026-02",
        "saluran": "Kotak",
        "diterima": "1.250",
        "selesai": "1000",
    },
    "survei": {
        "jenis": "ipak",
        "tahun": "2025",
        "nilai": "3,62",
        "maks": "4",
        "responden": "120",
        "metode": "Kuesioner",
        "tanggal": "2025-12-20",
    },
}
SEMUA = ("agen", "pengaduan", "survei")


def _masuk(client: Client, user: Any, nama: str, **query: str) -> Any:
    client.force_login(user)
    return client.get(reverse(nama), query)


# Who reads the rows of `satu` and of `dua`, who gets the buttons of `satu`.
PERAN = {
    "operator": (True, False, True),
    "koordinator": (True, False, True),
    "operator_dua": (False, True, False),
    "verifikator": (True, True, False),
    "ketua": (True, True, False),
    "admin": (True, True, False),
    "auditor": (True, True, False),
    "auditor_tugas": (True, False, False),
    "orang_luar": (False, False, False),
    "admin_luar": (False, False, False),
}


@pytest.mark.parametrize("kode", SEMUA)
@pytest.mark.parametrize("siapa", list(PERAN))
def test_two_units_see_each_other_as_roles_allow(
    client: Client, zi: SimpleNamespace, siapa: str, kode: str
) -> None:
    rows = [BUAT[kode](unit, zi.operator) for unit in (zi.satu, zi.dua)]
    sees_one, sees_two, writes = PERAN[siapa]
    answer = _masuk(client, getattr(zi, siapa), f"zi_{kode}")
    found = [row.pk for row in answer.context["page_obj"]]
    assert set(found) == {
        row.pk for row, sees in zip(rows, (sees_one, sees_two), strict=True) if sees
    }
    edit = reverse(f"zi_{kode}_ubah", args=[rows[0].pk])
    assert (f'href="{edit}"' in answer.content.decode()) == writes
    wanted = 200 if writes else 403 if sees_one else 404
    for nama in (f"zi_{kode}_ubah", f"zi_{kode}_hapus"):
        assert client.get(reverse(nama, args=[rows[0].pk])).status_code == wanted


@pytest.mark.parametrize("kode", SEMUA)
def test_a_row_is_written_corrected_and_removed_by_forms(
    client: Client, zi: SimpleNamespace, kode: str
) -> None:
    client.force_login(zi.operator)
    assert client.get(reverse(f"zi_{kode}_baru")).context["form"].errors == {}
    file = SimpleUploadedFile("sk.pdf", pdf())
    data = {**ISIAN[kode], "unit_zi": zi.satu.pk, "berkas": [file]}
    answer = client.post(reverse(f"zi_{kode}_baru"), data)
    assert (answer.status_code, answer["Location"]) == (302, reverse(f"zi_{kode}"))
    row = MODEL[kode].objects.get()
    versi = row.bukti.get()
    page = client.get(reverse(f"zi_{kode}")).content.decode()
    where = reverse(f"zi_{kode}_berkas", args=[row.pk, versi.pk])
    assert f'href="{where}"' in page
    got = client.get(where)
    assert got["Content-Disposition"] == 'attachment; filename="sk.pdf"'
    assert b"".join(got.streaming_content)[:5] == b"%PDF-"  # type: ignore[attr-defined]
    assert client.head(where).status_code == 200
    assert Kejadian.objects.filter(aksi="bukti.unduh").count() == 1
    client.force_login(zi.operator_dua)
    assert client.get(where).status_code == 404
    client.force_login(zi.operator)

    edit = reverse(f"zi_{kode}_ubah", args=[row.pk])
    shown = client.get(edit).context["form"]
    assert (shown.is_bound, shown["versi"].value()) == (False, 1)
    sent = {**ISIAN[kode], "versi": 1, "lepas": [versi.pk]}
    assert client.post(edit, sent).status_code == 302
    row.refresh_from_db()
    assert (row.versi, row.bukti.count()) == (2, 0)
    answer = client.post(edit, {**sent, "lepas": []})
    assert answer.status_code == 409
    assert "Yang tersimpan sekarang" in answer.content.decode()
    assert 'name="versi" value="2"' in answer.content.decode()

    gone = reverse(f"zi_{kode}_hapus", args=[row.pk])
    assert client.post(gone, {"versi": 2, "alasan": ""}).status_code == 422
    assert client.post(gone, {"versi": 1, "alasan": "Salah"}).status_code == 409
    assert client.post(gone, {"versi": 2, "alasan": "Salah"}).status_code == 302
    assert client.get(edit).status_code == 404


def test_what_was_typed_stays_when_a_form_is_refused(client: Client, zi: SimpleNamespace) -> None:
    client.force_login(zi.operator)
    data = {**ISIAN["survei"], "unit_zi": zi.satu.pk, "nilai": "empat", "metode": "Wawancara <b>"}
    answer = client.post(reverse("zi_survei_baru"), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Tulis bilangan seperti 3,62" in page
    assert 'value="empat"' in page
    assert "Wawancara &lt;b&gt;" in page
    assert SurveiZI.objects.count() == 0


def test_figures_are_read_as_officials_write_them(client: Client, zi: SimpleNamespace) -> None:
    client.force_login(zi.operator)
    for kode in ("pengaduan", "survei"):
        data = {**ISIAN[kode], "unit_zi": zi.satu.pk}
        assert client.post(reverse(f"zi_{kode}_baru"), data).status_code == 302
    assert PengaduanBulanan.objects.get().diterima == 1250
    assert SurveiZI.objects.get().nilai == Decimal("3.62")


def test_a_unit_of_others_can_not_be_chosen(client: Client, zi: SimpleNamespace) -> None:
    client.force_login(zi.operator)
    for unit in (zi.dua, zi.jauh):
        data = {**ISIAN["agen"], "unit_zi": unit.pk}
        assert client.post(reverse("zi_agen_baru"), data).status_code == 422
    assert AgenPerubahan.objects.count() == 0


def test_nobody_without_a_unit_gets_the_form(client: Client, zi: SimpleNamespace) -> None:
    client.force_login(zi.verifikator)
    assert client.get(reverse("zi_agen_baru")).status_code == 403


def test_complaints_add_up_over_all_pages_with_the_right_denominator(
    client: Client, zi: SimpleNamespace
) -> None:
    for n in range(60):
        buat_pengaduan(zi.satu, zi.operator, saluran=f"S{n:02}", diterima=3, selesai=2)
    buat_pengaduan(
        zi.satu, zi.operator, saluran="S00", bulan=date(2025, 5, 1), diterima=0, selesai=0
    )
    answer = _masuk(client, zi.operator, "zi_pengaduan")
    jumlah = answer.context["jumlah"]
    assert (jumlah.diterima, jumlah.selesai, jumlah.belum, jumlah.bulan) == (180, 120, 60, 2)
    assert jumlah.bagian == Decimal(100) * 120 / 180
    assert "66,7%" in answer.content.decode()
    assert len(answer.context["page_obj"]) == 50
    # Nothing received: no share, never 0 and never 100.
    answer = _masuk(client, zi.operator, "zi_pengaduan", tahun="2025")
    assert answer.context["jumlah"].bagian is None
    assert "tanpa data" in answer.content.decode()
    answer = _masuk(client, zi.operator, "zi_pengaduan", saluran="S00")
    assert answer.context["jumlah"].diterima == 3


def test_filters_live_in_the_address(client: Client, zi: SimpleNamespace) -> None:
    buat_agen(zi.satu, zi.operator, nama="Lama", selesai=date(2026, 2, 1), mulai=date(2025, 1, 1))
    buat_agen(zi.satu, zi.operator, nama="Kini", jenis="panutan", mulai=date(2025, 6, 1))
    buat_agen(zi.dua, zi.operator, nama="Dua", mulai=date(2025, 6, 1))

    def names(**query: str) -> set[str]:
        answer = _masuk(client, zi.verifikator, "zi_agen", **query)
        return {row.nama for row in answer.context["page_obj"]}

    assert names() == {"Lama", "Kini", "Dua"}
    assert names(keadaan="berakhir") == {"Lama"}
    assert names(keadaan="berlaku") == {"Kini", "Dua"}
    assert names(jenis="panutan") == {"Kini"}
    assert names(unit=str(zi.dua.pk)) == {"Dua"}
    assert names(unit=str(zi.jauh.pk)) == set()
    assert names(tahun="2024") == set()
    assert names(unit="²", jenis="x", tahun="99999", keadaan="?") == {"Lama", "Kini", "Dua"}


def test_the_trend_compares_the_last_results_of_years_on_one_scale(
    client: Client, zi: SimpleNamespace
) -> None:
    for tahun, nilai, maks, bulan in (
        (2022, "70", "100", 12),
        (2023, "3.2", "4", 12),
        (2024, "3.5", "4", 6),
        (2024, "3.4", "4", 12),
        (2025, "3.3", "4", 12),
    ):
        buat_survei(
            zi.satu,
            zi.operator,
            tahun=tahun,
            nilai=Decimal(nilai),
            maks=Decimal(maks),
            tanggal=date(tahun, bulan, 1),
        )
    buat_survei(zi.satu, zi.operator, jenis="ipkp")  # one year only: no trend
    answer = _masuk(client, zi.operator, "zi_survei", tahun="2025")
    (tren,) = answer.context["tren"]
    assert [(t.tahun, t.nilai, t.hasil, t.selisih, t.beda_skala) for t in tren.titik] == [
        (2022, Decimal("70"), 1, None, False),
        (2023, Decimal("3.2"), 1, None, True),
        (2024, Decimal("3.4"), 2, Decimal("0.2"), False),
        (2025, Decimal("3.3"), 1, Decimal("-0.1"), False),
    ]
    assert len(answer.context["page_obj"]) == 2
    page = answer.content.decode()
    assert "turun 0,1" in page
    assert "skala berbeda dari hasil sebelumnya" in page


def test_empty_registers_say_what_to_do(client: Client, zi: SimpleNamespace) -> None:
    assert "Mulai dengan tombol" in _masuk(client, zi.operator, "zi_agen").content.decode()
    assert "Operator unit mencatatnya" in _masuk(client, zi.ketua, "zi_agen").content.decode()
    filtered = _masuk(client, zi.ketua, "zi_agen", tahun="1999").content.decode()
    assert "Tidak ada yang cocok" in filtered


KUERI = {"agen": 9, "pengaduan": 11, "survei": 10}


@pytest.mark.parametrize("banyak", [1, 120])
@pytest.mark.parametrize("kode", SEMUA)
def test_a_page_costs_the_same_however_many_rows(
    client: Client, zi: SimpleNamespace, kode: str, banyak: int
) -> None:
    for n in range(banyak):
        unit = zi.satu if n % 2 else zi.dua
        row = BUAT[kode](unit, zi.operator, **({"saluran": f"S{n}"} if kode == "pengaduan" else {}))
        row.bukti.set([])
    client.force_login(zi.verifikator)
    client.get(reverse(f"zi_{kode}"))
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(f"zi_{kode}")).status_code == 200
    assert len(queries) == KUERI[kode]
