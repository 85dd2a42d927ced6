"""The progress report on the screen: chosen, looked at, asked for, and what it stands for."""

import hashlib
import io
import re
from datetime import date
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from PIL import Image

from accounts.models import User
from jobs import engine, runner
from jobs.models import Job
from reports.actions.periode import (
    buat_amandemen,
    buka_periode,
    potret_sekarang,
    setujui_periode,
)
from reports.actions.templat import IsiTemplat, pasang_lambang, simpan_templat
from reports.actions.terbitan import catat_nomor
from reports.bentuk import Bentuk
from reports.kemajuan.parameter import kode_terbaca
from reports.kemajuan.pratinjau import (
    DIGANTIKAN,
    TANPA_LAMBANG,
    TANPA_PENANDA,
    perkiraan_halaman,
)
from reports.models import Potret, Terbitan
from reports.potret.bentuk import baca
from tests.factories import segar, terkirim
from tests.integration.reports.dunia_terbitan import ALAMAT, PERAN, terbitkan

ALAMAT_JENIS = "/laporan/?jenis=kemajuan"
SEMUA = [p for p in PERAN if p != "operator"]


@pytest.fixture
def d(_dua_terbitan: tuple[SimpleNamespace, ...], db: None) -> SimpleNamespace:
    """The institution under test, with the Potret of B03."""
    return _dua_terbitan[0]


@pytest.fixture
def lain(_dua_terbitan: tuple[SimpleNamespace, ...], db: None) -> SimpleNamespace:
    """The other institution: rows that could leak."""
    return _dua_terbitan[1]


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _text(response: Any) -> str:
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def _pilihan(response: Any) -> list[tuple[str, str, bool]]:
    """Return the options of the Potret field: group, words, whether it is the chosen one."""
    html = unescape(response.content.decode())
    field = html[html.index('<select name="potret"') :]
    found, group = [], ""
    for name, chosen, words in re.findall(
        r'<optgroup label="([^"]+)">|<option value="\d+"( selected)?>([^<]+)',
        field[: field.index("</select>")],
    ):
        group = name or group
        if words:
            found.append((group, words.strip(), bool(chosen)))
    return found


def _amandemen(d: SimpleNamespace) -> Potret:
    terkirim(d.capaian[0], d.operator)
    return buat_amandemen(
        batas_id=d.batas.pk,
        potret_id=d.potret.pk,
        alasan="Data terlambat masuk.",
        by=segar(d.ketua),
    )


def _templat(d: SimpleNamespace) -> None:
    admin = segar(d.admin)
    isi = IsiTemplat(
        sebutan="a.n.", atas_nama="Gubernur", jabatan="Sekretaris Daerah", nama="Nama Penanda"
    )
    row = simpan_templat(instansi_id=d.instansi.pk, isi=isi, diubah=None, by=admin)
    picture = io.BytesIO()
    Image.new("RGB", (64, 64), "white").save(picture, "PNG")
    pasang_lambang(
        instansi_id=d.instansi.pk, berkas=picture.getvalue(), diubah=row.diubah, by=admin
    )


@pytest.mark.parametrize("peran", PERAN)
def test_who_reads_all_reports_is_offered_the_progress_report(
    d: SimpleNamespace, peran: str
) -> None:
    client = _client(getattr(d, peran))
    page = client.get(ALAMAT_JENIS)
    offered = peran in SEMUA
    assert ("Minta laporan kemajuan" in _text(page)) is offered
    answer = client.post(ALAMAT_JENIS, {"potret": d.potret.pk, "bentuk": "pdf"})
    assert answer.status_code == (302 if offered else 422)
    assert Job.objects.filter(jenis="kemajuan").count() == (1 if offered else 0)
    assert Terbitan.objects.count() == (1 if offered else 0)


def test_preview_counts_what_the_potret_says(d: SimpleNamespace) -> None:
    terkirim(d.capaian[0], d.operator)
    potret = potret_sekarang(batas_id=d.rencana.batas_set.get(kode="B06").pk, by=segar(d.ketua))
    page = _client(d.auditor).get(ALAMAT_JENIS, {"potret": potret.pk})
    text = _text(page)
    isi = baca(potret.isi)
    files = sum(len(k.bukti) for t in isi.tugas for c in t.capaian for k in c.dokumen)
    assert (isi.jumlah_tugas, isi.tugas_ditagih, files) == (2, 2, 2)
    assert f"Isi laporan: B06 Potret 1, {d.rencana.nama}" in text
    assert "Tugas 2, 2 ditagih sampai B06" in text
    assert "Dokumen wajib 3 diperlukan, 2 diunggah, 0 diterima" in text
    assert "Berkas bukti 2" in text
    assert "Tanda DRAF, sampai Ketua menyetujui periode B06" in text
    assert "Penanda tangan belum diatur" in text


def test_the_template_decides_about_warnings(d: SimpleNamespace) -> None:
    link = f'href="/laporan/templat/?instansi={d.instansi.pk}"'
    for peran in ("admin", "auditor"):
        page = _client(getattr(d, peran)).get(ALAMAT_JENIS)
        assert TANPA_PENANDA in _text(page)
        assert TANPA_LAMBANG in _text(page)
        assert (link in page.content.decode()) is (peran == "admin")
    assert _client(d.admin).get(f"/laporan/templat/?instansi={d.instansi.pk}").status_code == 200
    _templat(d)
    text = _text(_client(d.admin).get(ALAMAT_JENIS))
    assert TANPA_PENANDA not in text
    assert TANPA_LAMBANG not in text
    assert "Penanda tangan a.n. Gubernur, Sekretaris Daerah, Nama Penanda" in text


def test_last_potret_is_chosen_and_older_ones_stay_possible(d: SimpleNamespace) -> None:
    second = _amandemen(d)
    setujui_periode(batas_id=d.batas.pk, potret_id=second.pk, by=segar(d.ketua))
    later = potret_sekarang(batas_id=d.rencana.batas_set.get(kode="B06").pk, by=segar(d.ketua))
    client = _client(d.auditor)

    def shape(**query: Any) -> list[tuple[str, str, bool]]:
        return [
            (words.split(",")[0], words.rsplit(", ", 1)[1], chosen)
            for _, words, chosen in _pilihan(client.get("/laporan/", query))
        ]

    assert shape(jenis="kemajuan") == [
        ("B06 Potret 1", "belum disetujui", True),
        ("B03 Potret 2", "disetujui", False),
        ("B03 Potret 1", "digantikan amandemen", False),
    ]
    # `?potret=` alone names the kind, too
    assert [row[2] for row in shape(potret=d.potret.pk)] == [False, False, True]
    assert DIGANTIKAN in _text(client.get("/laporan/", {"potret": d.potret.pk}))
    approved = _text(client.get("/laporan/", {"potret": second.pk}))
    assert "Tanda disetujui Nama ketua.alfa, " in approved
    assert DIGANTIKAN not in approved
    seen = client.post(ALAMAT_JENIS, {"potret": second.pk, "bentuk": "xlsx", "lihat": "ya"})
    assert "Isi laporan: B03 Potret 2" in _text(seen)
    assert Job.objects.count() == 0
    assert later.pk > second.pk


def test_potret_of_others_is_no_choice(d: SimpleNamespace, lain: SimpleNamespace) -> None:
    client = _client(d.auditor)
    for value in (str(lain.potret.pk), "999999", "x"):
        assert client.get("/laporan/", {"jenis": "kemajuan", "potret": value}).status_code == 404
        answer = client.post(ALAMAT_JENIS, {"potret": value, "bentuk": "pdf"})
        assert answer.status_code == 422
        assert "Potret ini tidak ada atau bukan dari instansi Anda." in _text(answer)
    assert [group for group, _, _ in _pilihan(client.get(ALAMAT_JENIS))] == [
        f"{d.rencana.nama}, {d.instansi.nama}"
    ]
    assert (Job.objects.count(), Terbitan.objects.count()) == (0, 0)


def test_asking_never_reads_the_figures(d: SimpleNamespace) -> None:
    """A Potret weighs megabytes: the answer must not wait for them."""
    client = _client(d.auditor)
    client.get("/laporan/")
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(ALAMAT_JENIS, {"potret": d.potret.pk, "bentuk": "pdf"})
    job = Job.objects.get(jenis="kemajuan")
    assert answer["Location"] == f"/laporan/{job.pk}/"
    assert [
        q["sql"] for q in captured if '"isi"' in q["sql"] and "reports_potret" in q["sql"]
    ] == []
    assert len(captured) == POST
    again = client.post(ALAMAT_JENIS, {"potret": d.potret.pk, "bentuk": "pdf"})
    assert again["Location"] == answer["Location"]
    assert Terbitan.objects.get().potret_id == d.potret.pk


POST = 24  # with session, rights, savepoints, the audit trail of two events


def test_the_address_on_the_report_is_the_portals(d: SimpleNamespace) -> None:
    client = _client(d.auditor)
    client.post(ALAMAT_JENIS, {"potret": d.potret.pk, "bentuk": "pdf"})
    with override_settings(PUBLIC_URL="https://pantas.uji.go.id/"):
        client.post(ALAMAT_JENIS, {"potret": d.potret.pk, "bentuk": "xlsx"})
    found = {t.parameter["bentuk"]: t.parameter["alamat"] for t in Terbitan.objects.all()}
    assert found == {"pdf": "http://testserver", "xlsx": "https://pantas.uji.go.id"}


def test_a_report_is_made_and_its_page_says_so(d: SimpleNamespace) -> None:
    client = _client(d.auditor)
    client.post(ALAMAT_JENIS, {"potret": d.potret.pk, "bentuk": "pdf"})
    job = Job.objects.get(jenis="kemajuan")
    assert engine.claim(job.pk, "w1") is True
    runner.run(job.pk, "w1")
    job.refresh_from_db()
    assert (job.status, job.pesan) == (Job.Status.SELESAI, "")
    berkas = Terbitan.objects.get().berkas_set.get()
    assert (berkas.sha256, berkas.halaman) == (job.hasil_sha256, job.hasil_halaman)
    text = _text(client.get(f"/laporan/{job.pk}/"))
    assert text.count(job.hasil_sha256) == 2  # the file of this report, and under its code
    wanted = perkiraan_halaman(baca(d.potret.isi))
    assert abs(wanted - job.hasil_halaman) <= 1
    answer = client.get(f"/laporan/{job.pk}/unduh/")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert hashlib.sha256(content).hexdigest() == job.hasil_sha256
    assert "1 pengunduhan" in _text(client.get(f"/laporan/{job.pk}/"))


def _terbit(d: SimpleNamespace, folder: Path, **kwargs: Any) -> tuple[Terbitan, str]:
    terbitan = terbitkan(d, folder, b"isi laporan", **kwargs)
    return terbitan, f"/laporan/{Job.objects.filter(jenis='kemajuan').latest('pk').pk}/"


def test_page_of_a_report_says_what_it_stands_for(d: SimpleNamespace, tmp_path: Path) -> None:
    terbitan, alamat = _terbit(d, tmp_path)
    page = _client(d.verifikator).get(alamat)
    text, html = _text(page), unescape(page.content.decode())
    assert f"Kode periksa {kode_terbaca(terbitan.kode)}" in text
    assert f'href="/periksa/{terbitan.kode}/"' in html
    assert f"{ALAMAT}/periksa/{terbitan.kode}/" in text
    assert '<svg width="' in html
    assert "Nomor laporan belum dinomori Catat nomor" in text
    assert "Pada laporan DRAF Periode sekarang belum disetujui" in text
    assert "Minta laporan baru supaya tandanya sesuai" not in text
    assert d.potret.sha256 in text
    assert terbitan.berkas_set.get().sha256 in text
    assert "12 halaman, 11 byte" in text
    assert f'href="/laporan/banding/?a={d.potret.pk}"' in html
    assert f'href="/laporan/?jenis=kemajuan&potret={d.potret.pk}#h-minta"' in html
    catat_nomor(
        terbitan_id=terbitan.pk, nomor="700/12/2026", tanggal=date(2026, 7, 1), by=segar(d.admin)
    )
    text = _text(_client(d.auditor).get(alamat))
    assert "Nomor laporan 700/12/2026, 1 Juli 2026 dicatat Nama admin.alfa" in text
    assert "Perbaiki nomor" not in text


def test_page_follows_approval_reopening_and_amendment(d: SimpleNamespace, tmp_path: Path) -> None:
    ketua, client = segar(d.ketua), _client(d.auditor)
    ids = {"batas_id": d.batas.pk, "potret_id": d.potret.pk, "by": ketua}
    _, draft = _terbit(d, tmp_path)
    setujui_periode(**ids)
    text = _text(client.get(draft))
    assert "Pada laporan DRAF Periode sekarang disetujui Nama ketua.alfa" in text
    assert "Minta laporan baru supaya tandanya sesuai" in text
    _, final = _terbit(d, tmp_path)
    text = _text(client.get(final))
    assert "Pada laporan Disetujui Ketua Nama ketua.alfa" in text
    assert "Minta laporan baru supaya tandanya sesuai" not in text
    buka_periode(**ids, alasan="Ada berkas yang salah.")
    assert "Periode sekarang dibuka kembali, belum disetujui lagi" in _text(client.get(final))
    second = _amandemen(d)
    page = client.get(final)
    assert "Periode sekarang potretnya sudah diganti Potret 2" in _text(page)
    _, third = _terbit(d, tmp_path, potret=second)
    html = unescape(client.get(third).content.decode())
    assert f'href="/laporan/banding/?a={d.potret.pk}&b={second.pk}"' in html


def test_reports_are_found_by_plan_code_and_number(d: SimpleNamespace, tmp_path: Path) -> None:
    terbitan, alamat = _terbit(d, tmp_path)
    other, _ = _terbit(d, tmp_path, bentuk=Bentuk.XLSX)
    catat_nomor(
        terbitan_id=terbitan.pk, nomor="700/12/2026", tanggal=date(2026, 7, 1), by=segar(d.admin)
    )
    client, both = _client(d.auditor), Job.objects.filter(jenis="kemajuan").count()
    assert (both, other.pk != terbitan.pk) == (2, True)
    for query, count in (
        ({"macam": "kemajuan"}, 2),
        ({"tentang": f"r{d.rencana.pk}"}, 2),
        ({"kata": kode_terbaca(terbitan.kode).lower()}, 1),
        ({"kata": "700/12"}, 1),
        ({"kata": "701/12"}, 0),
    ):
        page = client.get("/laporan/", query)
        found = set(re.findall(r'href="(/laporan/\d+/)"', page.content.decode()))
        assert len(found) == count, query
        assert (alamat in found) is (count > 0)


def test_others_do_not_open_it(d: SimpleNamespace, lain: SimpleNamespace, tmp_path: Path) -> None:
    _, alamat = _terbit(d, tmp_path)
    found = {
        user.username: _client(user).get(alamat).status_code
        for user in (d.operator, lain.operator, lain.auditor, lain.admin, lain.ketua)
    }
    assert set(found.values()) == {404}


def test_pages_cost_a_literal_number_of_queries(d: SimpleNamespace, tmp_path: Path) -> None:
    _, alamat = _terbit(d, tmp_path)

    def counts() -> dict[str, int]:
        found = {}
        for peran in SEMUA:
            client = _client(getattr(d, peran))
            client.get("/laporan/")
            for nama, url in (("minta", ALAMAT_JENIS), ("rinci", alamat)):
                with CaptureQueriesContext(connection) as captured:
                    assert client.get(url).status_code == 200
                found[f"{peran} {nama}"] = len(captured)
        return found

    few = counts()
    _amandemen(d)
    for kode in ("B06", "B09"):
        potret_sekarang(batas_id=d.rencana.batas_set.get(kode=kode).pk, by=segar(d.ketua))
    assert counts() == few == KUERI
    assert max(few.values()) <= 12


KUERI = {
    "verifikator minta": 10,
    "verifikator rinci": 10,
    "ketua minta": 10,
    "ketua rinci": 10,
    "admin minta": 10,
    "admin rinci": 9,
    "auditor minta": 9,
    "auditor rinci": 9,
}
