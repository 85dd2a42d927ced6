"""Who has the file of a list: who asked for it, while their rights are those they asked with."""

import hashlib
from typing import Any

from django.db.models import Q

from accounts.models import User
from sheets import unduhan

KODE = "unduhan"


def sidik(user: User) -> str:
    """Return a fingerprint of a person's grants of today; equal ones open the same rows."""
    grants = sorted(
        f"{g.role}/{g.instansi_id or 0}/{g.unit_id or 0}/{g.jalur}" for g in user.akses.grants
    )
    return hashlib.sha256("\n".join([str(user.pk), *grants]).encode()).hexdigest()


def terbaca(user: User, parameter: dict[str, Any]) -> bool:
    """Whether a person may ask for a list with the rights that are kept with the request."""
    daftar = unduhan.cari(str(parameter.get("kode")))
    return daftar is not None and daftar.boleh(user) and parameter.get("hak") == sidik(user)


def milik(user: User) -> Q:
    """Filter for the files of lists that a person asked for with the rights of today."""
    return Q(jenis=KODE, oleh=user, parameter__hak=sidik(user))
