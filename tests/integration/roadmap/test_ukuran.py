"""Bands and scales of an institution: next versions, complaints at their rows, who may."""

from datetime import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Denied, Role
from audit.models import Kejadian
from evidence.actions.errors import Bentrok, IsianKurang
from roadmap.actions.ukuran import (
    IsiPita,
    IsiSkala,
    TabelKeliru,
    buat_skala,
    pakai_pita_portal,
    pita_terpakai,
    ubah_pita,
    ubah_skala,
)
from roadmap.lembar import lembar
from roadmap.models import AturanUkur
from roadmap.tabel_ukuran import Baris
from tests.factories import buat_user, segar
from tests.factories.roadmap import buat_roadmap, kirim_realisasi, verifikasi_realisasi
from tests.integration.evidence.conftest import bangun_dunia
from ukuran.models import PitaCapaian, SkalaPredikat


def _dunia(kode: str, **lain: Any) -> SimpleNamespace:
    found = bangun_dunia(kode, contoh=lain.pop("contoh", False))
    found.rm = buat_roadmap(found.instansi, [found.bkd, found.pupr], **lain)
    found.admin = buat_user(f"admin2.{kode}", Role.ADMIN, found.akar)
    return found


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """A running Road Map with the portal's bands and scales."""
    return _dunia("alfa")


DUA = (
    Baris("Kurang", None, Decimal(60), "merah"),
    Baris("Baik", Decimal(60), None, "hijau"),
)
TIGA = (Baris("", kode="C"), Baris("", kode="B"), Baris("Sangat baik", kode="A"))


def _pita(dunia: SimpleNamespace, baris: Any = DUA, **lain: Any) -> PitaCapaian:
    return ubah_pita(
        instansi_id=dunia.instansi.pk,
        isi=IsiPita(lain.pop("nama", "Pita kami"), baris, lain.pop("alasan", "Rapat pleno.")),
        versi=lain.pop("versi", 1),
        by=lain.pop("by", dunia.admin),
        **lain,
    )


def _skala(dunia: SimpleNamespace, kode: str = "sakip", **lain: Any) -> SkalaPredikat:
    asal = SkalaPredikat.objects.get(instansi=None, kode=kode)
    isi = IsiSkala("SAKIP baru", lain.pop("baris", TIGA), lain.pop("sumber", "Permen baru"))
    return ubah_skala(
        skala_id=asal.pk,
        instansi_id=dunia.instansi.pk,
        isi=isi,
        versi=lain.pop("versi", 1),
        by=lain.pop("by", dunia.admin),
        **lain,
    )


def test_the_next_version_belongs_to_the_institution(dunia: SimpleNamespace) -> None:
    made = _pita(dunia)
    stored = [
        {"bawah": None, "atas": "60", "nama": "Kurang", "tone": "merah"},
        {"bawah": "60", "atas": None, "nama": "Baik", "tone": "hijau"},
    ]
    assert (made.versi, made.instansi, made.kini, made.oleh, made.rentang) == (
        2, dunia.instansi, True, dunia.admin, stored
    )  # fmt: skip
    portal = PitaCapaian.objects.get(instansi=None)
    assert (portal.versi, portal.kini) == (1, True)
    assert pita_terpakai(dunia.instansi.pk) == made
    assert pita_terpakai(_dunia("beta").instansi.pk) == portal
    event = Kejadian.objects.get(aksi="ukuran.pita_ubah")
    assert (event.instansi, event.isi) == (
        "alfa",
        {"versi": 2, "lama": portal.rentang, "baru": stored, "alasan": "Rapat pleno."},
    )
    again = _pita(dunia, nama="Pita lain", versi=2)
    assert again.versi == 3
    assert list(PitaCapaian.objects.filter(kini=True, instansi=dunia.instansi)) == [again]


def test_a_past_day_keeps_its_bands(db: None, data_folder: object) -> None:
    zone = timezone.get_current_timezone()
    dunia = _dunia("contoh", contoh=True, tahun=2024, at=datetime(2024, 1, 1, tzinfo=zone))
    PitaCapaian.objects.update(dibuat=datetime(2024, 1, 1, tzinfo=zone))
    task = dunia.rm.capaian("B02", 2024)
    kirim_realisasi(task, dunia.operator, [49], at=datetime(2024, 5, 1, tzinfo=zone))
    verifikasi_realisasi(task, dunia.verifikator, at=datetime(2024, 5, 2, tzinfo=zone))
    _pita(dunia, at=datetime(2024, 7, 1, tzinfo=zone))

    def said(month: int) -> tuple[Decimal | None, str]:
        at = datetime(2024, month, 20, tzinfo=zone)
        found = lembar(dunia.rm.rencana, dunia.ketua, at=at, lampau=True)
        cell = found.sel(dunia.rm.butir["B02"].pk, 2024)
        assert cell.pita is not None
        return cell.capaian, cell.pita.nama

    assert [said(6), said(7)] == [(Decimal(70), "Sedang"), (Decimal(70), "Baik")]


def test_back_to_the_portals_bands(dunia: SimpleNamespace) -> None:
    _pita(dunia)
    portal = PitaCapaian.objects.get(instansi=None)
    with pytest.raises(IsianKurang):
        pakai_pita_portal(instansi_id=dunia.instansi.pk, versi=2, alasan=" ", by=dunia.admin)
    made = pakai_pita_portal(
        instansi_id=dunia.instansi.pk, versi=2, alasan="Seragam.", by=dunia.admin
    )
    assert (made.versi, made.rentang, made.nama) == (3, portal.rentang, portal.nama)
    assert PitaCapaian.objects.filter(instansi=dunia.instansi).count() == 2
    with pytest.raises(IsianKurang, match="sudah sama"):
        pakai_pita_portal(instansi_id=dunia.instansi.pk, versi=3, alasan="Lagi.", by=dunia.admin)
    assert Kejadian.objects.filter(aksi="ukuran.pita_portal").count() == 1


KELIRU: dict[str, tuple[tuple[Baris, ...], dict[int | None, list[str]]]] = {
    "celah": (
        (Baris("Kurang", None, Decimal(50), "merah"), DUA[1]),
        {1: ["Ada celah antara Kurang dan Baik, dari 50 sampai 60."]},
    ),
    "tumpang tindih": (
        (Baris("Kurang", None, Decimal(70), "merah"), DUA[1]),
        {1: ["Kurang dan Baik tumpang tindih dari 60 sampai 70."]},
    ),
    "nama sama": (
        (DUA[0], Baris("kurang ", Decimal(60), None, "hijau")),
        {1: ["Nama kurang dipakai lebih dari sekali."]},
    ),
    "tanpa 100": (
        (DUA[0], Baris("Baik", Decimal(60), Decimal(100), "hijau")),
        {1: ["Rentang tertinggi harus mencakup 100: kosongkan batas atasnya."]},
    ),
    "tanpa 0": (
        (Baris("Kurang", Decimal(1), Decimal(60), "merah"), DUA[1]),
        {0: ["Rentang terendah harus mencakup 0."]},
    ),
    "semua hijau": (
        (Baris("Kurang", None, Decimal(60), "hijau_muda"), DUA[1]),
        {None: ["Paling sedikit satu rentang tidak berwarna hijau, untuk data belum lengkap."]},
    ),
    "kosong": ((), {None: ["Pita belum memiliki rentang."]}),
}


@pytest.mark.parametrize("nama", KELIRU)
def test_each_complaint_stands_at_its_row(dunia: SimpleNamespace, nama: str) -> None:
    baris, keluhan = KELIRU[nama]
    with pytest.raises(TabelKeliru) as error:
        _pita(dunia, baris)
    assert error.value.keluhan == keluhan
    assert PitaCapaian.objects.count() == 1


def test_a_used_scale_is_frozen(dunia: SimpleNamespace) -> None:
    butir = dunia.rm.butir["B01"]
    before = AturanUkur.objects.get(butir=butir).skala
    made = _skala(dunia, "opini-bpk")
    assert (made.versi, made.instansi, made.kode) == (2, dunia.instansi, "opini-bpk")
    assert made.tingkat == [
        {"kode": "C", "nama": "C", "bawah": None, "atas": None},
        {"kode": "B", "nama": "B", "bawah": None, "atas": None},
        {"kode": "A", "nama": "Sangat baik", "bawah": None, "atas": None},
    ]
    assert AturanUkur.objects.get(butir=butir).skala == before
    assert before is not None
    before.refresh_from_db()
    assert [t["kode"] for t in before.tingkat] == ["TMP", "TW", "WDP", "WTP"]
    assert Kejadian.objects.get(aksi="ukuran.skala_ubah").isi == {
        "versi": 2, "lama": before.tingkat, "baru": made.tingkat, "sumber": "Permen baru"
    }  # fmt: skip


def test_a_scale_of_ones_own(dunia: SimpleNamespace) -> None:
    isi = IsiSkala("Indeks Inovasi", TIGA, "Permendagri")
    made = buat_skala(instansi_id=dunia.instansi.pk, isi=isi, by=dunia.admin)
    assert (made.kode, made.versi) == ("indeks-inovasi", 1)
    with pytest.raises(IsianKurang, match="sudah ada"):
        buat_skala(instansi_id=dunia.instansi.pk, isi=isi, by=dunia.admin)
    satu = IsiSkala("Lain", TIGA[:1], "Permendagri")
    with pytest.raises(TabelKeliru) as error:
        buat_skala(instansi_id=dunia.instansi.pk, isi=satu, by=dunia.admin)
    assert error.value.keluhan == {None: ["Skala memerlukan paling sedikit dua tingkat."]}
    ganda = IsiSkala("Lain", (*TIGA, Baris("", kode="a")), "Permendagri")
    with pytest.raises(TabelKeliru) as error:
        buat_skala(instansi_id=dunia.instansi.pk, isi=ganda, by=dunia.admin)
    assert error.value.keluhan == {3: ["Kode a dipakai lebih dari sekali."]}
    panjang = IsiSkala("Lain", (*TIGA, Baris("", kode="Z" * 21)), "Permendagri")
    with pytest.raises(TabelKeliru) as error:
        buat_skala(instansi_id=dunia.instansi.pk, isi=panjang, by=dunia.admin)
    assert error.value.keluhan == {3: ["Kode paling panjang 20 huruf."]}


def test_two_versions_of_one_and_one_wins(dunia: SimpleNamespace) -> None:
    _pita(dunia)
    with pytest.raises(Bentrok):
        _pita(dunia, nama="Lain")
    _skala(dunia)
    with pytest.raises(Bentrok):
        _skala(dunia, sumber="Lain")
    assert (PitaCapaian.objects.count(), SkalaPredikat.objects.filter(kode="sakip").count()) == (
        2,
        2,
    )


def test_what_does_not_differ_is_refused(dunia: SimpleNamespace) -> None:
    _pita(dunia)
    with pytest.raises(IsianKurang, match="Belum ada yang berubah"):
        _pita(dunia, versi=2)
    _skala(dunia)
    with pytest.raises(IsianKurang, match="Belum ada yang berubah"):
        _skala(dunia, versi=2)


ALAMAT = ("roadmap_pita", "roadmap_pita_portal", "roadmap_skala_baru", "roadmap_skala")
PERAN = ("operator", "operator_pupr", "verifikator", "ketua", "auditor", "auditor_tugas", "admin")


@pytest.mark.parametrize("peran", PERAN)
def test_who_changes_bands_and_scales(client: Client, dunia: SimpleNamespace, peran: str) -> None:
    user = segar(getattr(dunia, peran))
    client.force_login(user)
    assert client.get(reverse("roadmap_ukuran")).status_code == 200
    portal = SkalaPredikat.objects.get(instansi=None, kode="sakip")
    wanted = 200 if peran == "admin" else 403
    for name in ALAMAT:
        url = reverse(name, args=[portal.pk] if name == "roadmap_skala" else [])
        assert client.get(url).status_code == wanted
    if peran == "admin":
        return
    for act in (_pita, _skala):
        with pytest.raises(Denied):
            act(dunia, by=user)
    isi = IsiSkala("Lain", TIGA, "Permen")
    with pytest.raises(Denied):
        buat_skala(instansi_id=dunia.instansi.pk, isi=isi, by=user)
    with pytest.raises(Denied):
        pakai_pita_portal(instansi_id=dunia.instansi.pk, versi=1, alasan="x", by=user)
    assert (PitaCapaian.objects.count(), SkalaPredikat.objects.count()) == (1, 5)


def test_another_institution_sees_and_changes_nothing(
    client: Client, dunia: SimpleNamespace
) -> None:
    lain = _dunia("beta")
    own = buat_skala(
        instansi_id=lain.instansi.pk, isi=IsiSkala("Rahasia", TIGA, "Beta"), by=lain.admin
    )
    _pita(lain, nama="Pita beta")
    client.force_login(dunia.admin)
    text = client.get(reverse("roadmap_ukuran")).content.decode()
    assert "Rahasia" not in text
    assert "Pita beta" not in text
    assert client.get(reverse("roadmap_skala", args=[own.pk])).status_code == 404
    with pytest.raises(Denied):
        _pita(lain, by=dunia.admin, versi=2)
    with pytest.raises(Denied):
        ubah_skala(
            skala_id=own.pk, instansi_id=dunia.instansi.pk,
            isi=IsiSkala("x", TIGA, "y"), versi=1, by=dunia.admin,
        )  # fmt: skip


def _tabel(langkah: str, baris: list[tuple[str, str, str, str]], **lain: str) -> dict[str, str]:
    data = {"nama": "Pita kami", "alasan": "Rapat.", "versi": "1", "langkah": langkah,
            "jumlah": str(len(baris)), **lain}  # fmt: skip
    for no, satu in enumerate(baris):
        for kolom, isi in zip(("nama", "bawah", "atas", "tone"), satu, strict=True):
            data[f"b{no}-{kolom}"] = isi
    return data


def test_rows_come_and_go_without_script(client: Client, dunia: SimpleNamespace) -> None:
    client.force_login(dunia.admin)
    url = reverse("roadmap_pita")
    text = client.get(url).content.decode()
    assert text.count('value="hapus-') == 5
    rows = [("Kurang", "", "60", "merah"), ("Baik", "enam puluh", "", "hijau")]
    more = client.post(url, _tabel("sisip-1", rows))
    text = more.content.decode()
    assert more.status_code == 200
    assert text.count('value="hapus-') == 3
    assert 'name="b2-nama" value="Baik"' in text
    assert 'value="enam puluh"' in text
    assert "Bukan angka" not in text
    fewer = client.post(url, _tabel("hapus-0", rows)).content.decode()
    assert fewer.count('value="hapus-') == 1
    assert 'name="b0-nama" value="Baik"' in fewer
    wrong = client.post(url, _tabel("simpan", rows))
    assert wrong.status_code == 422
    assert "Bukan angka" in wrong.content.decode()
    assert PitaCapaian.objects.count() == 1


def test_a_table_is_saved_or_refused_with_its_rows(client: Client, dunia: SimpleNamespace) -> None:
    client.force_login(dunia.admin)
    url = reverse("roadmap_pita")
    gap = [("Kurang", "", "50,5", "merah"), ("Baik", "60", "", "hijau")]
    wrong = client.post(url, _tabel("simpan", gap))
    text = wrong.content.decode()
    assert wrong.status_code == 422
    assert text.count("Ada celah antara Kurang dan Baik, dari 50,5 sampai 60.") == 2
    assert 'value="50,5"' in text
    good = [("Kurang", "", "60", "merah"), ("Baik", "60", "", "hijau")]
    answer = client.post(url, _tabel("simpan", good))
    assert (answer.status_code, answer["Location"]) == (
        302, f"{reverse('roadmap_ukuran')}?rencana={dunia.rm.rencana.pk}"
    )  # fmt: skip
    assert PitaCapaian.objects.get(instansi=dunia.instansi).rentang[0]["atas"] == "60"
    stale = client.post(url, _tabel("simpan", good, nama="Lain"))
    assert stale.status_code == 409
    assert 'name="versi" value="2"' in stale.content.decode()
    assert 'value="Lain"' in stale.content.decode()
    back = client.post(reverse("roadmap_pita_portal"), {"alasan": "Seragam.", "versi": "2"})
    assert back.status_code == 302
    assert pita_terpakai(dunia.instansi.pk).versi == 3  # type: ignore[union-attr]


def test_a_scale_is_edited_on_its_page(client: Client, dunia: SimpleNamespace) -> None:
    client.force_login(dunia.admin)
    portal = SkalaPredikat.objects.get(instansi=None, kode="sakip")
    url = reverse("roadmap_skala", args=[portal.pk])
    text = client.get(url).content.decode()
    assert text.count('value="hapus-') == 7
    data = {"nama": "SAKIP kami", "sumber": "Permen", "versi": "1", "langkah": "simpan",
            "jumlah": "2"}  # fmt: skip
    for no, (kode, bawah, atas) in enumerate((("B", "", "70"), ("A", "70", ""))):
        data |= {f"b{no}-kode": kode, f"b{no}-nama": "", f"b{no}-bawah": bawah, f"b{no}-atas": atas}
    assert client.post(url, data).status_code == 302
    made = SkalaPredikat.objects.get(instansi=dunia.instansi)
    assert (made.versi, [t["kode"] for t in made.tingkat]) == (2, ["B", "A"])
    page = client.get(reverse("roadmap_ukuran")).content.decode()
    assert "SAKIP kami" in page
    assert "88,31 sampai kurang dari 100" in " ".join(page.split())  # SKM of the portal


def test_the_page_costs_the_same_with_many_versions(client: Client, dunia: SimpleNamespace) -> None:
    client.force_login(dunia.operator)
    client.get(reverse("roadmap_ukuran"))

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("roadmap_ukuran")).status_code == 200
        return len(queries)

    one = cost()
    for n in range(2, 10):
        _pita(dunia, nama=f"Pita {n}", versi=n - 1)
        _skala(dunia, sumber=f"Permen {n}", versi=n - 1)
    assert (one, cost()) == (8, 8)
