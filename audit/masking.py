"""NIP never enters the log: any run of 18 digits, also spaced 8-6-1-3, is masked.

A run inside a longer word is none: hashes and keys hold runs of digits by chance, and a masked
hash would prove nothing any more.
"""

import re
from typing import TypeVar, cast

_NIP = re.compile(
    r"(?:(?<![0-9A-Za-z])|(?<=[Nn][Ii][Pp]))"
    r"\d{8}[ .\-]?\d{6}[ .\-]?\d[ .\-]?\d{3}(?![0-9A-Za-z])"
)

T = TypeVar("T")


def mask_nip(value: T) -> T:
    """Return the value (text, list, dict, nested) with every NIP replaced by 'NIP …' + last 3.

    The digit before them tells the sex of the person.
    """
    return cast(T, _masked(value))


def _masked(value: object) -> object:
    if isinstance(value, str):
        return _NIP.sub(lambda m: "NIP …" + re.sub(r"\D", "", m.group())[-3:], value)
    if isinstance(value, dict):
        return {key: _masked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_masked(item) for item in value]
    return value
