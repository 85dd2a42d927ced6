"""Settings of a test run: the real ones, on a data folder that goes away.

DATABASE_URL and REDIS_URL choose the backend, as in production. A process that a test
starts (a worker, a job's subprocess) inherits the environment and so finds the same folder
and, thanks to a fixture in conftest.py, the same test database.
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

_running = "pytest" in sys.modules  # otherwise mypy's plugin reads this, and nothing is stored
if _running and "PANTAS_TEST_ROOT" not in os.environ:
    os.environ["PANTAS_TEST_ROOT"] = tempfile.mkdtemp(prefix="pantas-test-")
    atexit.register(shutil.rmtree, os.environ["PANTAS_TEST_ROOT"], ignore_errors=True)
_root = os.environ.get("PANTAS_TEST_ROOT", tempfile.gettempdir())
_data = Path(_root, os.environ.get("PYTEST_XDIST_WORKER", "main"))
os.environ["PORTAL_DATA_DIR"] = str(_data)
os.environ["SECRET_KEY"] = "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz"
_worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
if "REDIS_URL" in os.environ:  # one Redis, a database of its own for each test process
    os.environ["REDIS_URL"] = os.environ["REDIS_URL"].rpartition("/")[0] + f"/{_worker}"
os.environ.setdefault("MALLOC_ARENA_MAX", "2")
for _name in ("run", "broker/queue", "broker/control", "static"):
    if "PANTAS_TEST_ROOT" in os.environ:
        (_data / _name).mkdir(parents=True, exist_ok=True)

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, STORAGES  # noqa: E402

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# The real hasher is slow on purpose; tests log in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: other processes and threads of a test must see it.
    DATABASES["default"]["TEST"] = {"NAME": str(_data / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
