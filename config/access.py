"""One line and one count for each request: route, status, time, queries. Never the address."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from config.logs import route
from config.metrics import observe

GetResponse = Callable[[HttpRequest], HttpResponse]
logger = logging.getLogger("pantas.access")
SLOW_SECONDS = 1.0
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class _Count:
    """Counts the queries of one request (an execute wrapper of the database connection)."""

    def __init__(self) -> None:
        self.queries = 0

    def __call__(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any
    ) -> Any:
        self.queries += 1
        return execute(sql, params, many, context)


class AccessMiddleware:
    """Log each request at INFO, slow ones at WARNING, and count it for /metrics."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the time is that until the answer is there, not until it is sent."""
        began, count = time.perf_counter(), _Count()
        with connection.execute_wrapper(count):
            response = self.get_response(request)
        seconds = time.perf_counter() - began
        method = request.method if request.method in METHODS else "OTHER"
        slow = seconds > SLOW_SECONDS
        logger.log(
            logging.WARNING if slow else logging.INFO,
            "slow request" if slow else "request",
            extra={
                "fields": {
                    "method": method,
                    "route": route(request),
                    "status": response.status_code,
                    "ms": round(seconds * 1000),
                    "queries": count.queries,
                }
            },
        )
        observe(route(request), str(method), response.status_code, seconds)
        return response
