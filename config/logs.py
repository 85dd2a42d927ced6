"""Log lines without personal data, as JSON or as plain lines, and the LOGGING that uses them.

What is logged by the portal itself names ids only. What other packages log may carry an address,
a query, a value of a form: their lines are written anew here (`_ABOUT_REQUESTS`, Celery), messages
of exceptions are left out, and whatever still looks like a NIP, an e-mail address or a query
string is masked. With DEBUG the messages of exceptions are shown: a developer needs them.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from django.http import HttpRequest

from audit.context import Context, current
from audit.masking import mask_nip

FORMATS = ("LINE", "JSON")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
TANPA_ROUTE = "-"
META_KEY = "pantas.request_id"
"""Where a request keeps its id: Django writes some lines when the request is over."""

_BASE = str(Path(__file__).resolve().parent.parent) + "/"
_PACKAGES = "/site-packages/"
_FRAMES = 20
_ABOUT_REQUESTS = ("django.request", "django.security", "django.server")
_GUNICORN = ("Error handling request", "Invalid request")  # an address or a line follows
_SUREL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_KUERI = re.compile(r"\?[^\s\"']+")
_BARIS = re.compile(r"[\r\n\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029]+")


def route(request: HttpRequest | None) -> str:
    """Return the pattern of a request's address ('tugas/<id:pk>/'), '-' when none matched."""
    match = getattr(request, "resolver_match", None)
    return (match.route or "/") if match is not None else TANPA_ROUTE


def user_id(request: HttpRequest) -> int | None:
    """Return the number of the person if it is known already; asks no database."""
    pk: int | None = getattr(getattr(request, "_cached_user", None), "pk", None)
    return pk


def _context(record: logging.LogRecord) -> Context:
    """The context of a line; that of the request it is about when no other is bound."""
    found, request = current(), getattr(record, "request", None)
    if found.request or not isinstance(request, HttpRequest):
        return found
    return Context(request=request.META.get(META_KEY, ""), user=lambda: user_id(request))


def masked(text: str) -> str:
    """Return a text without NIP, e-mail addresses and query strings, on one line."""
    text = _KUERI.sub("?…", _SUREL.sub("surel …", mask_nip(text)))
    return _BARIS.sub(" ", text)


def message(record: logging.LogRecord) -> str:
    """Return what a record says, without what may be personal."""
    if record.name.startswith(_ABOUT_REQUESTS):
        status = getattr(record, "status_code", "")
        return f"{status} {route(getattr(record, 'request', None))}".strip()
    if record.name.startswith("celery") and isinstance(data := getattr(record, "data", None), dict):
        return f"task {data.get('name')}[{data.get('id')}] {data.get('description', '')}".strip()
    if record.name.startswith("gunicorn") and str(record.msg).startswith(_GUNICORN):
        return next(words for words in _GUNICORN if str(record.msg).startswith(words))
    return masked(record.getMessage())


def exceptions(error: BaseException, *, detail: bool) -> list[dict[str, Any]]:
    """Return an exception and its causes: type, code of the system or database, places.

    The text of an exception may hold a value somebody typed; it stands there with `detail` only.
    """
    found: list[dict[str, Any]] = []
    link: BaseException | None = error
    while link is not None and len(found) < 5:
        one: dict[str, Any] = {"type": f"{type(link).__module__}.{type(link).__qualname__}"}
        for name in ("errno", "pgcode", "sqlite_errorname"):
            if getattr(link, name, None) is not None:
                one["code"] = getattr(link, name)
        if detail:
            one["message"] = str(link)
        one["at"] = _places(link.__traceback__)
        found.append(one)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return found


def _places(tb: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(tb)[-_FRAMES:]
    return [f"{_short(f.filename)}:{f.lineno} {f.name}" for f in frames]


def _short(filename: str) -> str:
    _, _, package = filename.rpartition(_PACKAGES)
    return package.removeprefix(_BASE)


class SafeFormatter(logging.Formatter):
    """Common part of both forms; `detail` shows the texts of exceptions."""

    def __init__(self, *, detail: bool = False) -> None:
        super().__init__()
        self._detail = detail

    def parts(self, record: logging.LogRecord) -> dict[str, Any]:
        """Return the fields of a line; those that are not known are left out."""
        context = _context(record)
        at = datetime.fromtimestamp(record.created, UTC)
        parts: dict[str, Any] = {
            "time": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "message": message(record),
        }
        ids = {"request": context.request or None, "job": context.job, "user": context.user()}
        parts |= {name: value for name, value in ids.items() if value is not None}
        parts |= getattr(record, "fields", {})
        if record.exc_info and isinstance(record.exc_info[1], BaseException):
            parts["exception"] = exceptions(record.exc_info[1], detail=self._detail)
        return parts


class JsonFormatter(SafeFormatter):
    """One JSON object on one line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return json.dumps(self.parts(record), ensure_ascii=False, default=str)


class LineFormatter(SafeFormatter):
    """One line for a person; the places of an exception below it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        parts = self.parts(record)
        trace = parts.pop("exception", [])
        head = [str(parts.pop(name)) for name in ("time", "level", "logger", "message")]
        lines = [" ".join([*head, *(f"{name}={value}" for name, value in parts.items())])]
        for one in trace:
            lines.append(
                "  " + " ".join(str(one[k]) for k in ("type", "code", "message") if k in one)
            )
            lines += [f"    {place}" for place in one["at"]]
        return "\n".join(lines)


def configuration(form: str, level: str, *, detail: bool = False) -> dict[str, Any]:
    """Return the LOGGING of every process: web, worker, scheduler, commands.

    The handler has the level as well: Django's own loggers pass on what is below the root's.
    """
    made = JsonFormatter if form == "JSON" else LineFormatter
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"pantas": {"()": made, "detail": detail}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "pantas", "level": level}
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": "INFO"},  # never DEBUG: values stand in queries
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            "gunicorn.error": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
            # Their words at INFO are about each bell (the row of a job says more), or about the
            # glyphs of a document.
            **{name: {"level": "WARNING"} for name in ("celery", "kombu", "fontTools", "pikepdf")},
        },
    }
