"""The Celery app, and the sign of life by which /healthz knows that a worker listens."""

import logging
import logging.config
import os
import threading
import warnings
from pathlib import Path
from typing import Any

from celery import Celery, bootsteps
from celery.signals import after_task_publish, beat_init, setup_logging
from kombu.exceptions import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

logger = logging.getLogger(__name__)
BEAT_SECONDS = 5.0
# Advice for servers with accounts of their own; a first look or a container may be root's.
warnings.filterwarnings("ignore", message="You're running the worker with superuser")

app = Celery("pantas")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def _our_logs(**_options: Any) -> None:
    """Worker and scheduler log as the web process does; Celery sets up nothing of its own."""
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)


def beat_file() -> Path:
    """The file a worker touches while it is connected to the broker."""
    from django.conf import settings

    return Path(settings.DATA_DIR) / "run" / "worker.beat"


def scheduler_file() -> Path:
    """The file the scheduler touches whenever it has rung; docker-compose.yml looks at it."""
    return beat_file().with_name("scheduler.beat")


@beat_init.connect
def _sign_of_the_scheduler(**_kwargs: Any) -> None:
    after_task_publish.connect(_has_rung, weak=False)


def _has_rung(**_kwargs: Any) -> None:
    file = scheduler_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    except OSError as error:  # a full disk must not end the scheduler
        logger.warning("no sign of life of the scheduler: %s", error)


class SignOfLife(bootsteps.StartStopStep):
    """Touches the beat file every few seconds while the consumer runs.

    It hangs on the consumer, not on the process and not on a task: when the broker is lost
    the consumer stops and the beat with it, and two long jobs do not look like a dead worker.
    """

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, consumer: Any, **options: Any) -> None:
        self._stopped = threading.Event()
        super().__init__(consumer, **options)

    def start(self, consumer: Any) -> None:
        """Beat now and from now on, in a thread: Celery's own timer delays its shutdown."""
        self._stopped = threading.Event()
        threading.Thread(target=_beat, args=(self._stopped,), daemon=True).start()

    def stop(self, consumer: Any) -> None:
        """The consumer stops or reconnects."""
        self._stopped.set()


def _beat(stopped: threading.Event) -> None:
    _look_for_work()
    file = beat_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    while not stopped.is_set():
        try:
            file.touch()
        except OSError as error:  # a full disk: /healthz says so, and later it goes on
            logger.warning("no sign of life: %s", error)
        stopped.wait(BEAT_SECONDS)


def _look_for_work() -> None:
    """Look at once for what waits: jobs of a worker that died, and of bells nobody heard.

    Without this a new worker, or one whose broker was away, would wait for the scheduler.
    """
    try:
        app.send_task("jobs.tasks.requeue", expires=25, retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("the broker is away again, the scheduler rings later: %s", error)


app.steps["consumer"].add(SignOfLife)
