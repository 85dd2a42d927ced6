"""Reasons why an action did not happen; each message is Indonesian and fit for the screen."""

from collections.abc import Mapping


class Bentrok(Exception):
    """Somebody else changed the task between reading and writing."""


class IsianKurang(Exception):
    """Something is missing or wrong; `galat` maps a field to its message."""

    def __init__(self, galat: Mapping[str, str]) -> None:
        self.galat = dict(galat)
        super().__init__(" ".join(self.galat.values()))
