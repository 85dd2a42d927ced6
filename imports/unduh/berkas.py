"""From a list to a file: names, media types, what stands beside the rows, the audit line."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from accounts.models import Instansi, User
from accounts.permintaan import Permintaan
from audit.recorder import Event, audited, record_many
from sheets.tables import Tabel, tulis_tabel_csv, tulis_tabel_xlsx

LANGSUNG = 1000
"""So many rows are answered at once; more are written by a job."""

_BUKAN_SARINGAN = ("bentuk", "page", "csrfmiddlewaretoken")


class BentukDaftar(StrEnum):
    """The kinds of file that a list is given as."""

    XLSX = "xlsx"
    CSV = "csv"

    @property
    def label(self) -> str:
        """Its name on screen."""
        return "Excel (xlsx)" if self is BentukDaftar.XLSX else "CSV"

    @property
    def jenis_berkas(self) -> str:
        """The media type under which it is delivered."""
        if self is BentukDaftar.XLSX:
            return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return "text/csv; charset=utf-8"


def kueri(data: QueryDict) -> str:
    """Return the filters of an address, without the page and the kind of file."""
    pairs = [(n, v) for n in data for v in data.getlist(n) if n not in _BUKAN_SARINGAN and v]
    return urlencode(pairs)


def permintaan(user: User, alamat: str) -> Permintaan:
    """Return what a screen is asked with: the person and the filters, outside of a browser."""
    request = HttpRequest()
    request.method = "GET"
    request.GET = QueryDict(alamat)
    request.user = user
    return request  # type: ignore[return-value]  # its user is a person


def lingkup(tabel: Tabel, user: User) -> list[Instansi]:
    """Return the institutions whose rows may be in a list, the reader's home first."""
    if tabel.lingkup:
        return list(Instansi.objects.filter(pk__in=tabel.lingkup).order_by("nama"))
    return list(user.akses.instansi)


def nama_berkas(tabel: Tabel, tempat: list[Instansi], at: datetime, bentuk: BentukDaftar) -> str:
    """Return the name a person gets a list under: what, where, the moment of the rows."""
    where = f"-{tempat[0].kode}" if len(tempat) == 1 else ""
    what = tabel.kode.replace("_", "-")
    return f"{what}{where}-{timezone.localtime(at):%Y%m%d-%H%M}.{bentuk}"


def tulis(
    tabel: Tabel, path: Path, bentuk: BentukDaftar, tempat: list[Instansi], at: datetime
) -> int:
    """Write a list into a file and return the number of rows."""
    if bentuk is BentukDaftar.CSV:
        return tulis_tabel_csv(tabel, path)
    names = ", ".join(f"{i.nama}{' CONTOH' if i.contoh else ''}" for i in tempat)
    moment = f"Data per {timezone.localtime(at):%d-%m-%Y %H:%M %Z}"
    return tulis_tabel_xlsx(tabel, path, (names, moment) if names else (moment,))


def catat(
    tabel: Tabel,
    *,
    by: User,
    saringan: str,
    bentuk: BentukDaftar,
    baris: int,
    tempat: list[Instansi],
) -> None:
    """Record that a list was taken out, in the chain of each institution it speaks of."""
    with audited():
        record_many(
            Event(
                instansi=instansi.kode,
                contoh=instansi.contoh,
                aksi="daftar.unduh",
                oleh=by,
                objek_jenis="daftar",
                objek_id=tabel.kode,
                objek_nama=tabel.judul,
                isi={"saringan": saringan, "bentuk": str(bentuk), "baris": baris},
            )
            for instansi in tempat
        )
