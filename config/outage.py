"""What a person sees when the database is away or the disk is full, and when nobody knows why.

This is Django's handler for uncaught exceptions and no middleware: it hears what middleware
raises, too (the session, the person, the body of an upload), which no other middleware would.
Nothing is half done then: each action is one transaction, and files of one that failed are
removed (evidence.actions.storage).
"""

import sqlite3
import sys
from http import HTTPStatus

from django.core.exceptions import SuspiciousOperation
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string

from audit.context import current
from config.limits import FORM_BYTES
from evidence.actions.storage import is_full

RETRY_SECONDS = 30
# PostgreSQL: class 08 connection, 57P01-57P03 shutdown, crash or start, 53300 too many
# connections, 40001, 40P01, 55P03 somebody else holds it. Without a code: no connection at all.
_PG_AWAY = ("08", "57P01", "57P02", "57P03", "53300", "40001", "40P01", "55P03")
_PG_FULL = "53100"
# SQLite: the file is locked, can't be opened, read, written or understood.
_SQLITE_AWAY = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_PROTOCOL,
}
_SECRET = ("password", "sandi")  # fields with these in their names never go into a page
_ONCE = "code"  # nor does the code of a second factor


def database_away(error: BaseException | None) -> bool:
    """Whether an exception says that the database can't be used now (not: that code is wrong)."""
    if not isinstance(error, Error):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None)
        return code is not None and int(code) & 0xFF in _SQLITE_AWAY
    name = type(error).__name__
    pgcode = getattr(cause, "pgcode", None)
    if pgcode is None:
        return name in ("OperationalError", "InterfaceError")
    return str(pgcode).startswith(_PG_AWAY)


def disk_full(error: BaseException | None) -> bool:
    """Whether an exception says that a disk is full: of the files, or of the database."""
    if not isinstance(error, Error):
        return is_full(error)
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return int(code) & 0xFF == sqlite3.SQLITE_FULL
    return getattr(cause, "pgcode", None) == _PG_FULL


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an uncaught exception: 507 full disk, 503 database away, otherwise 500.

    Called while the exception is handled. The page names the request's id, the key to its lines
    in the log. A page that was only read asks again by itself; what was typed into a form is
    offered for sending again, unless it holds a password or files.
    """
    error = sys.exc_info()[1]
    context: dict[str, object] = {"kode_permintaan": current().request}
    if disk_full(error):
        return _page("507.html", HTTPStatus.INSUFFICIENT_STORAGE, context)
    if not database_away(error):
        return _page("500.html", HTTPStatus.INTERNAL_SERVER_ERROR, context)
    reading = request.method in ("GET", "HEAD")
    context |= {
        "ulang_detik": RETRY_SECONDS if reading else None,
        "alamat": request.get_full_path(),
        "isian": [] if reading else typed(request),
    }
    response = _page("503.html", HTTPStatus.SERVICE_UNAVAILABLE, context)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the fields of a sent form, to be sent again; none where it holds a secret or files.

    A form that nobody has read yet is read now when it is small. The token in it is checked when
    it is sent again, so nothing that another site sent here gets through.
    """
    declared = str(request.META.get("CONTENT_LENGTH", ""))
    if not declared.isdecimal() or int(declared) > FORM_BYTES:
        return []
    try:
        data, files = request.POST, request.FILES
    except (OSError, SuspiciousOperation, MultiPartParserError):
        return []  # a broken body; the page says then that the browser has the words
    if files or _ONCE in data or any(word in name.lower() for name in data for word in _SECRET):
        return []
    return [(name, str(value)) for name in data for value in data.getlist(name)]


def _page(template: str, status: HTTPStatus, context: dict[str, object]) -> HttpResponse:
    response = HttpResponse(render_to_string(template, context), status=status)
    response["Cache-Control"] = "no-store"
    return response
