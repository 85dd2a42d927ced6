"""A person with a browser: logs in, opens tasks, uploads, also over a slow line."""

import http.client
import io
import random
import re
import socket
import time
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pikepdf

from tests.factories.people import SANDI

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_MARK = "----pantas-siksa"


class Orang:
    """One session of one person."""

    def __init__(self, port: int, nama: str) -> None:
        """Log in; fails when that is not possible."""
        self.port = port
        self._cookies: dict[str, str] = {}
        status, page = self.get("/masuk/")
        assert status == 200, page
        form = {"login": nama, "password": SANDI, "csrfmiddlewaretoken": _token(page)}
        status, page = self._ask(
            "POST", "/masuk/", urlencode(form).encode(), "application/x-www-form-urlencoded"
        )
        assert status == 302, page

    def get(self, path: str) -> tuple[int, str]:
        """Open a page."""
        return self._ask("GET", path)

    def unggah(self, tugas: list[int], nama: str, isi: bytes) -> tuple[int, str]:
        """Upload a file to a task's only document and save."""
        body = self._body(tugas, nama, isi)
        return self._ask("POST", f"/tugas/{tugas[0]}/", body, _multipart())

    def unggah_pelan(
        self, tugas: list[int], nama: str, isi: bytes, bagian: float = 2 / 3
    ) -> socket.socket:
        """Begin an upload and stop after this part of it; return the open line."""
        body = self._body(tugas, nama, isi)
        line = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        head = [f"POST /tugas/{tugas[0]}/ HTTP/1.1", f"Content-Length: {len(body)}"]
        head += [f"{name}: {value}" for name, value in self._headers(_multipart()).items()]
        line.sendall(("\r\n".join(head) + "\r\n\r\n").encode())
        chunk, end = 256 * 1024, int(len(body) * bagian)
        for start in range(0, end, chunk):
            line.sendall(body[start : min(start + chunk, end)])
            time.sleep(0.01)
        return line

    def _body(self, tugas: list[int], nama: str, isi: bytes) -> bytes:
        status, page = self.get(f"/tugas/{tugas[0]}/")
        assert status == 200, page
        versi = re.search(r'name="versi" value="(\d+)"', page)
        assert versi is not None, page
        fields = {"csrfmiddlewaretoken": _token(page), "versi": versi.group(1), "aksi": "simpan"}
        parts = [
            f'--{_MARK}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in fields.items()
        ]
        parts.append(
            f'--{_MARK}\r\nContent-Disposition: form-data; name="berkas_{tugas[1]}"; '
            f'filename="{nama}"\r\nContent-Type: application/pdf\r\n\r\n'
        )
        return "".join(parts).encode() + isi + f"\r\n--{_MARK}--\r\n".encode()

    def _headers(self, kind: str = "") -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Host": "localhost", "Cookie": cookies}
        return headers | ({"Content-Type": kind} if kind else {})

    def _ask(
        self, method: str, path: str, body: bytes | None = None, kind: str = ""
    ) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, self._headers(kind))
            answer = connection.getresponse()
            for value in answer.headers.get_all("Set-Cookie") or []:
                for name, morsel in SimpleCookie(value).items():
                    self._cookies[name] = morsel.value
            return answer.status, answer.read().decode()
        finally:
            connection.close()


def _multipart() -> str:
    return f"multipart/form-data; boundary={_MARK}"


def _token(page: str) -> str:
    found = _TOKEN.search(page)
    assert found is not None, page
    return found.group(1)


def pdf_besar(benih: int, ukuran: int = 5 * 1024 * 1024) -> bytes:
    """Return a sound PDF of about this size, another one for each seed."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    page.obj["/PantasUji"] = pdf.make_stream(random.Random(benih).randbytes(ukuran))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()
