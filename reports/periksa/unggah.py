"""Hash a file while it streams in; not a byte of it is kept, neither in memory nor on disk."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest
from django.http.request import UnreadablePostError

_MB = 1024 * 1024


@dataclass(frozen=True)
class BerkasTerbaca:
    """What is left of an upload: its hash and how many bytes it had."""

    sha256: str
    ukuran: int


class Ditolak(Exception):
    """The upload can't be compared; the message is fit for the screen. `status`: of the answer."""

    def __init__(self, pesan: str, status: HTTPStatus) -> None:
        super().__init__(pesan)
        self.status = status


class SidikUnggah(FileUploadHandler):
    """Takes the place of Django's handlers, which keep files in memory and on disk.

    `terbaca`: the first file; `banyak`: there was a second one; `besar`: it was longer than
    `paling` bytes and was not read to its end.
    """

    def __init__(self, paling: int) -> None:
        super().__init__()
        self.paling = paling
        self.terbaca: BerkasTerbaca | None = None
        self.banyak = self.besar = False
        self._hash = hashlib.sha256()
        self._ukuran = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file; a second one is read past."""
        super().new_file(*args, **kwargs)
        if self.terbaca is not None:
            self.banyak = True
            raise SkipFile
        self._hash = hashlib.sha256()
        self._ukuran = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Add a piece to the hash and let it go."""
        self._ukuran += len(raw_data)
        if self._ukuran > self.paling:
            self.besar = True
            raise StopUpload(connection_reset=False)
        self._hash.update(raw_data)

    def file_complete(self, file_size: int) -> None:
        """Keep the hash. No file comes of it: `request.FILES` stays empty."""
        self.terbaca = BerkasTerbaca(self._hash.hexdigest(), self._ukuran)


def badan_tamu(paling: int, halaman: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a view that takes files of up to `paling` bytes from people who are not logged in.

    `config.limits` reads the mark; larger bodies get the page `halaman` from anybody.
    """

    def tandai(view: Callable[..., Any]) -> Callable[..., Any]:
        view.pantas_badan_tamu = (paling, halaman)  # type: ignore[attr-defined]  # a mark
        return view

    return tandai


def baca_unggahan(request: HttpRequest, paling: int) -> BerkasTerbaca:
    """Return the hash of the one file in a request whose body nobody has read yet.

    Raises Ditolak when there is no file, an empty one, several, one longer than `paling` bytes,
    or when the connection broke.
    """
    handler = SidikUnggah(paling)
    request.upload_handlers = [handler]
    try:
        _ = request.FILES  # reads the body
    except UnreadablePostError as error:
        raise Ditolak(
            "Pengiriman terputus sebelum selesai. Pilih berkas sekali lagi.", HTTPStatus.BAD_REQUEST
        ) from error
    if handler.besar:
        raise Ditolak(
            f"Berkas ini lebih besar dari {paling // _MB} MB, jadi bukan berkas laporan ini.",
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        )
    if handler.banyak:
        raise Ditolak(
            "Ada lebih dari satu berkas. Pilih satu berkas saja, lalu periksa satu per satu.",
            HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    if handler.terbaca is None:
        raise Ditolak(
            "Belum ada berkas. Pilih berkas laporan, lalu tekan Cocokkan berkas.",
            HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    if not handler.terbaca.ukuran:
        raise Ditolak(
            "Berkas ini kosong (0 byte). Unduh atau minta sekali lagi, lalu pilih yang utuh.",
            HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    return handler.terbaca
