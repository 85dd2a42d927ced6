"""What is said of the source after a revision and of a copied plan: no more than it says."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from evidence.actions.salin import salin_rencana
from evidence.models import Butir, Rencana
from reports.datasets.lampiran_roadmap import bangun_lampiran
from reports.datasets.pandangan import Pandangan
from roadmap.actions.target import IsiTarget, ubah_target
from roadmap.tabel import RevisiAnggaran, tabel
from tests.factories.roadmap import bangun_roadmap
from tests.integration.roadmap.halaman import baris, teks
from ukuran.format import tanggal


@pytest.fixture
def d(db: None, data_folder: object) -> SimpleNamespace:
    """The small plan, running, as printed."""
    d = bangun_roadmap("alfa")
    d.kini = d.rm.tahun[1]
    return d


def revisi(
    d: SimpleNamespace, kode: str, target: str, anggaran: str | None, *, versi: int = 1
) -> None:
    """Revise target and budget of the second year."""
    isi = IsiTarget(target, anggaran, "Pergeseran.", "Perubahan RKPD")
    ubah_target(butir_id=d.rm.butir[kode].pk, tahun=d.kini, isi=isi, versi=versi, by=d.admin)


def buka(client: Client, d: SimpleNamespace, nama: str, *args: int, **query: int) -> str:
    """Open a page as the Ketua."""
    client.force_login(d.ketua)
    answer = client.get(reverse(nama, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_printed_total_is_compared_with_what_is_printed(
    client: Client, d: SimpleNamespace
) -> None:
    revisi(d, "A-004", "100%", "80.000")
    revisi(d, "A-006", "6x", None)  # a target alone changes no sum
    first, second, third = d.rm.tahun
    table = tabel(d.rm.rencana, d.ketua, at=timezone.now())
    assert table.revisi == {second: RevisiAnggaran(1, 5_000)}
    html = buka(client, d, "roadmap_kegiatan", rencana=d.rm.rencana.pk)
    rows = {row[1]: row[4::2] for row in baris(html) if row[:1] == [""] and len(row) > 4}
    assert rows["Jumlah sel seperti tercetak, sebelum revisi"] == ["", "1.305.500", ""]
    assert rows["TOTAL tercetak"] == ["1.320.287", "1.305.501", "200.000"]
    assert rows["Selisih jumlah sebelum revisi dikurangi TOTAL tercetak"] == ["0", "-1", "0"]
    assert (
        f"TOTAL tercetak sama dengan jumlah sel seperti tercetak pada {first} dan {third}; pada "
        f"{second} lebih besar Rp 1.000 . Jumlah sesudah revisi (Rp.000): {second} 1.310.500, "
        "1 baris direvisi." in teks(html)
    )


def test_only_a_revised_plan_costs_one_query_more(d: SimpleNamespace) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            tabel(d.rm.rencana, d.ketua, at=timezone.now())
        return len(found)

    queries()  # memberships are read once
    before = queries()
    revisi(d, "A-004", "100%", "80.000")
    revisi(d, "B-007", "50 PNS Prov dan 44 PNS Kab/Kota", "900.000")
    assert queries() == before + 1


def test_the_report_compares_the_printed_total_with_what_is_printed(d: SimpleNamespace) -> None:
    revisi(d, "A-004", "100%", "80.000")
    report = bangun_lampiran(Pandangan(d.rm.rencana, d.ketua, timezone.now()))
    assert [(t.jumlah, t.jumlah_awal, t.selisih, t.direvisi) for t in report.total] == [
        (1_320_287, 1_320_287, 0, 0),
        (1_310_500, 1_305_500, -1, 1),
        (200_000, 200_000, 0, 0),
    ]


def test_a_program_without_a_title_is_named_so_in_the_filter(
    client: Client, d: SimpleNamespace
) -> None:
    html = buka(client, d, "roadmap_kegiatan", rencana=d.rm.rencana.pk)
    assert "B. (tanpa judul pada sumber)</option>" in html


def salinan(d: SimpleNamespace) -> Rencana:
    """A copy of the plan, five years later."""
    return salin_rencana(
        rencana_id=d.rm.rencana.pk, tahun=d.rm.rencana.tahun + 5, by=d.admin
    ).rencana


def test_only_the_first_version_of_a_source_is_printed(client: Client, d: SimpleNamespace) -> None:
    butir = d.rm.butir["A-001"]
    first = teks(buka(client, d, "roadmap_butir", butir.pk))
    assert "Target tercetak 18 kasus/18 laporan , dibaca" in first
    assert "Anggaran tercetak (Rp.000) 150,500 , Rp 150.500.000" in first
    revisi(d, "A-001", "20 kasus/20 laporan", "1.200.287")
    today = tanggal(timezone.localdate())
    text = teks(buka(client, d, "roadmap_butir", butir.pk))
    assert f"Target berlaku (versi 2, {today}) 20 kasus/20 laporan , dibaca" in text
    assert f"Anggaran berlaku (versi 2, {today}) (Rp.000) 1.200.287 , Rp 1.200.287.000" in text
    assert "Versi 2: 20 kasus/20 laporan , anggaran 1.200.287 ." in text
    assert "Versi 1: 18 kasus/18 laporan , anggaran 150,500 . Seperti tercetak." in text
    client.force_login(d.op)
    task = reverse("tugas", args=[d.rm.capaian("A-001").pk])
    text = teks(client.get(task).content.decode())
    assert f"Anggaran berlaku (versi 2, {today}): 1.200.287 (Rp.000)" in text


def test_a_copied_plan_is_not_printed(client: Client, d: SimpleNamespace) -> None:
    revisi(d, "A-001", "20 kasus/20 laporan", "1.200.287")
    copy = Butir.objects.get(rencana=salinan(d), kode="A-001")
    text = teks(buka(client, d, "roadmap_butir", copy.pk))
    assert "Target rencana 20 kasus/20 laporan , dibaca" in text
    assert "Anggaran rencana (Rp.000) 1.200.287 , Rp 1.200.287.000" in text
    assert "Target tercetak" not in text


def test_naskah_and_rekonsiliasi_say_that_a_plan_was_copied(
    client: Client, d: SimpleNamespace
) -> None:
    copy = salinan(d)
    asal = f"Disalin dari {d.rm.rencana.nama}; belum ditetapkan."
    text = teks(buka(client, d, "roadmap_naskah", rencana=copy.pk))
    assert f"{copy.nama}, naskah rencana {copy.roadmap.judul} {asal}" in text
    assert "tercetak" not in text
    text = teks(buka(client, d, "roadmap_rekonsiliasi", rencana=copy.pk))
    assert f"{asal} Yang tampil adalah jumlah yang dihitung portal." in text
    first = d.rm.tahun[0] + 5
    assert f"Jumlah 2 sel anggaran {first} adalah Rp 1.320.287.000." in text
    assert [word for word in ("tercetak", "mencetak") if word in text] == []
    own = teks(buka(client, d, "roadmap_naskah", rencana=d.rm.rencana.pk))
    assert f"{d.rm.rencana.nama}, naskah seperti tercetak" in own


@pytest.mark.parametrize(
    ("mentah", "peringatan"),
    [
        ("7 kl", ""),
        ("50%", "Jenis target berubah dari jumlah menjadi persentase."),
        ("", "Jenis target berubah dari jumlah menjadi tanpa target."),
        (
            "enam kali",
            "Jenis target berubah dari jumlah menjadi dokumen. Angkanya tidak terbaca, jadi teks "
            "itu dianggap nama dokumen: capaian 100% bila dokumennya ada. Bila bukan itu "
            "maksudnya, tulis angka dan satuannya.",
        ),
    ],
)
def test_the_preview_warns_of_another_kind_of_target(
    client: Client, d: SimpleNamespace, mentah: str, peringatan: str
) -> None:
    client.force_login(d.admin)
    url = reverse("roadmap_target", args=[d.rm.butir["A-006"].pk, d.kini])
    data = {"target": mentah, "anggaran": "", "alasan": "Uji.", "dasar_hukum": "Pergub 1"}
    answer = client.post(url, data | {"versi": "1", "langkah": "pratinjau"})
    assert answer.status_code == 200
    assert answer.context["jenis_baru"] == peringatan
    assert peringatan in teks(answer.content.decode())
