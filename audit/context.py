"""What a log line belongs to: the request, the person who asked, the job.

It travels beside the code, so no call has to pass it on. A person is a number here, never a name.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace


def _nobody() -> int | None:
    return None


@dataclass(frozen=True)
class Context:
    """Id of the request ("" for none), id of the job, and how to learn the person's number.

    `user` is asked when a line is written: at the start of a request nobody is known yet. It must
    ask no database.
    """

    request: str = ""
    job: int | None = None
    user: Callable[[], int | None] = _nobody


_NOTHING = Context()
_current: ContextVar[Context | None] = ContextVar("log_context", default=None)


def current() -> Context:
    """Return the context of the running thread; an empty one outside of any."""
    return _current.get() or _NOTHING


@contextmanager
def request_bound(code: str, user: Callable[[], int | None]) -> Iterator[None]:
    """Bind a request and its person while the block runs."""
    token = _current.set(Context(request=code, user=user))
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def job_bound(job_id: int) -> Iterator[None]:
    """Bind a job while the block runs; request and person stay as they are."""
    token = _current.set(replace(current(), job=job_id))
    try:
        yield
    finally:
        _current.reset(token)
