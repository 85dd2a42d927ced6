"""Database away, disk full, unknown fault: what a person sees, and that nothing is half done."""

import errno
import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path, reverse

from accounts.middleware import public
from config.outage import RETRY_SECONDS, database_away, disk_full
from evidence.models import BuktiVersi, Capaian
from tests.factories import pdf_kecil
from tests.integration.evidence.conftest import bangun_dunia

pytestmark = pytest.mark.django_db
KODE = "Sebutkan kode ini kepada pengelola"


def _sqlite(code: int) -> Exception:
    cause = sqlite3.OperationalError("x")
    cause.sqlite_errorcode = code
    return _caused(OperationalError, cause)


def _postgres(made: type[Exception], code: str | None) -> Exception:
    cause = type("Error", (Exception,), {"pgcode": code})("x")
    return _caused(made, cause)


def _caused(made: type[Exception], cause: Exception) -> Exception:
    error = made("x")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        _sqlite(sqlite3.SQLITE_BUSY),
        _sqlite(sqlite3.SQLITE_CANTOPEN),
        _sqlite(sqlite3.SQLITE_IOERR | (3 << 8)),  # extended code
        _postgres(OperationalError, None),
        _postgres(InterfaceError, None),
        _postgres(OperationalError, "57P01"),
        _postgres(OperationalError, "08006"),
        _postgres(OperationalError, "53300"),
        InterfaceError("connection already closed"),
    ],
)
def test_away(error: Exception) -> None:
    assert database_away(error)
    assert not disk_full(error)


@pytest.mark.parametrize(
    "error",
    [
        _sqlite(sqlite3.SQLITE_ERROR),  # no such table: our own mistake
        _postgres(OperationalError, "57014"),  # a query that took too long
        _postgres(DatabaseError, "42P01"),
        IntegrityError("x"),
        ValueError("x"),
        OSError(errno.ENOENT, "x"),
        None,
    ],
)
def test_neither(error: Exception | None) -> None:
    assert not database_away(error)
    assert not disk_full(error)


@pytest.mark.parametrize(
    "error",
    [
        _sqlite(sqlite3.SQLITE_FULL),
        _postgres(OperationalError, "53100"),
        OSError(errno.ENOSPC, "x"),
        OSError(errno.EDQUOT, "x"),
    ],
)
def test_full(error: Exception) -> None:
    assert disk_full(error)
    assert not database_away(error)


@public
def jatuh(request: HttpRequest) -> HttpResponse:
    """A view that meets what its query names, after it has read the form."""
    request.POST.get("x")
    if request.GET["apa"] == "penuh":
        raise OSError(errno.ENOSPC, "No space left on device")
    if request.GET["apa"] == "pergi":
        raise InterfaceError("connection already closed")
    raise ValueError("Budi")


urlpatterns = [path("jatuh/", jatuh), path("", include("config.urls"))]
handler500 = "config.outage.server_error"


@pytest.fixture
def client() -> Client:
    """A browser that sees what people see."""
    return Client(raise_request_exception=False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["/", "/masuk/?next=/tugas/"])
def test_reading_while_the_database_is_away_and_after_it_is_back(
    client: Client, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    dunia = bangun_dunia("alfa")
    client.force_login(dunia.operator)
    assert client.get(reverse("tugas_saya")).status_code == 200
    connection.close()
    with monkeypatch.context() as patch:
        patch.setitem(connection.settings_dict, "NAME", "/gone/database")
        answer = client.get(address)
        connection.close()
    assert (answer.status_code, answer["Retry-After"]) == (503, str(RETRY_SECONDS))
    assert answer["Cache-Control"] == "no-store"
    page = answer.content.decode()
    assert f'<meta http-equiv="refresh" content="{RETRY_SECONDS}">' in page
    assert "Tidak ada yang berubah." in page
    assert f"{KODE}: <strong>{answer['X-Request-ID']}</strong>" in page
    assert client.get(reverse("tugas_saya")).status_code == 200  # still logged in


@pytest.mark.django_db(transaction=True)
def test_saving_while_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    dunia = bangun_dunia("alfa")
    task = Capaian.objects.get(pk=dunia.c_bkd.pk)
    client.force_login(dunia.operator)
    form = {"aksi": "simpan", "versi": task.versi, "narasi": 'Selesai "hari" ini <b>'}
    connection.close()
    with monkeypatch.context() as patch:
        patch.setitem(connection.settings_dict, "NAME", "/gone/database")
        answer = client.post(f"/tugas/{task.pk}/", form)
        connection.close()
    assert answer.status_code == 503
    page = answer.content.decode()
    assert 'http-equiv="refresh"' not in page
    assert 'name="narasi" value="Selesai &quot;hari&quot; ini &lt;b&gt;"' in page
    task.refresh_from_db()
    assert task.narasi == ""


@override_settings(ROOT_URLCONF=__name__)
def test_typed_words_are_offered_for_sending_again(client: Client) -> None:
    page = client.post("/jatuh/?apa=pergi", {"narasi": 'a "b" <i>', "no": ["1", "2"]})
    assert page.status_code == 503
    text = page.content.decode()
    assert '<form method="post" action="/jatuh/?apa=pergi">' in text
    assert '<input type="hidden" name="narasi" value="a &quot;b&quot; &lt;i&gt;">' in text
    assert text.count('<input type="hidden" name="no"') == 2


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    "form",
    [
        {"login": "budi", "password": "sandi-saya-1"},
        {"sandi_baru": "sandi-saya-1"},
        {"code": "123456"},
        {"narasi": "x", "berkas": SimpleUploadedFile("a.pdf", b"%PDF")},
    ],
)
def test_secrets_and_files_are_never_written_into_the_page(
    client: Client, form: dict[str, object]
) -> None:
    text = client.post("/jatuh/?apa=pergi", form).content.decode()
    assert "<input" not in text
    assert "tombol kembali peramban" in text


@override_settings(ROOT_URLCONF=__name__)
def test_full_disk_and_unknown_fault(client: Client) -> None:
    full = client.post("/jatuh/?apa=penuh", {"narasi": "x"})
    assert full.status_code == 507
    assert "Ruang simpan server penuh" in full.content.decode()
    assert "Isian Anda tidak hilang" in full.content.decode()
    unknown = client.get("/jatuh/?apa=lain")
    assert unknown.status_code == 500
    assert "Ada gangguan di portal" in unknown.content.decode()
    assert "Budi" not in unknown.content.decode()
    for answer in (full, unknown):
        assert f"{KODE}: <strong>{answer['X-Request-ID']}</strong>" in answer.content.decode()


def _upload(dunia: SimpleNamespace, client: Client) -> str:
    task = Capaian.objects.get(pk=dunia.c_bkd.pk)
    document = task.pemenuhan_set.order_by("dokumen__urut")[0]
    client.force_login(dunia.operator)
    form = {
        "aksi": "kirim",
        "versi": task.versi,
        "narasi": "Seleksi terbuka selesai.",
        f"berkas_{document.pk}": SimpleUploadedFile("sk.pdf", pdf_kecil("sk")),
    }
    answer = client.post(f"/tugas/{task.pk}/", form)
    assert answer.status_code == 422
    return str(answer.content.decode())


def test_full_disk_during_an_upload_keeps_the_form_and_no_half_file(
    client: Client, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dunia = bangun_dunia("alfa")
    stored = list((data_folder / "berkas").rglob("*.pdf"))
    save: Callable[..., str] = vars(FileSystemStorage)["_save"]

    def half(storage: FileSystemStorage, name: str, content: object) -> str:
        save(storage, name, SimpleUploadedFile("x", b"%PDF-1.7 ha"))
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", half)
    page = _upload(dunia, client)
    assert "Ruang simpan server penuh, jadi berkas ini belum tersimpan." in page
    assert "Seleksi terbuka selesai." in page
    task = Capaian.objects.get(pk=dunia.c_bkd.pk)
    assert task.narasi == "Seleksi terbuka selesai."  # kept as a draft, not sent
    assert task.status != "menunggu"
    assert BuktiVersi.objects.filter(nama_asli="sk.pdf").count() == 0
    assert list((data_folder / "berkas").rglob("*.pdf")) == stored
