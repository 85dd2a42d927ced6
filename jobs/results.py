"""Where the result of an attempt lies, so that an attempt that died leaves no file behind."""

import base64
import contextlib
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.utils.crypto import salted_hmac

from jobs.models import Job

_SALT = "jobs.results"


def name_for(job: Job, pemegang: str, suffix: str) -> str:
    """Return the stored name of what this holder makes: nobody else can guess it."""
    return f"{_folder(job, pemegang)}/{_token(pemegang)}{suffix}"


def discard(job: Job, pemegang: str) -> None:
    """Remove what this holder has stored for a job that it did not finish."""
    folder, token = _folder(job, pemegang), _token(pemegang)
    with contextlib.suppress(FileNotFoundError):  # it has stored nothing yet
        for name in default_storage.listdir(folder)[1]:
            if PurePosixPath(name).name.startswith(token):
                default_storage.delete(f"{folder}/{name}")


def _folder(job: Job, pemegang: str) -> str:
    return f"laporan/{job.instansi_id}/{_token(pemegang)[:2]}"


def _token(pemegang: str) -> str:
    digest = salted_hmac(_SALT, pemegang, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:24]).decode("ascii")
