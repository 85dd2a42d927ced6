"""Reasons why an action did not happen; each message is Indonesian and fit for the screen."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import models


class IsianKeliru(Exception):
    """Something is missing or wrong; `galat` maps a field ('' for none) to its message."""

    def __init__(self, galat: Mapping[str, str]) -> None:
        self.galat = dict(galat)
        super().__init__(" ".join(self.galat.values()))


class TautanBasi(Exception):
    """A one-time link was used already, has expired, or never existed."""

    def __init__(self) -> None:
        super().__init__(
            "Tautan ini sudah dipakai atau kedaluwarsa. Minta tautan baru kepada admin Anda."
        )


def require_valid(row: models.Model, exclude: tuple[str, ...] = ()) -> None:
    """Check a row by its model; raises IsianKeliru with the model's messages."""
    try:
        row.full_clean(exclude=exclude)
    except ValidationError as error:
        raise IsianKeliru(
            {
                "" if field == "__all__" else field: " ".join(messages)
                for field, messages in error.message_dict.items()
            }
        ) from error
