"""How refusals of an action come back to the form, and small readings of a request."""

from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from django.forms import Form
from django.utils.datastructures import MultiValueDict

from accounts.permissions import Denied
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.workflow import NotAllowed

BACA_TULIS = ["GET", "HEAD", "POST"]
SALAH, BENTROK = 422, 409
_DIGIT = 9


def coba(form: Form, langkah: Callable[[], object]) -> int | None:
    """Run an action; refusals go to the form. Returns the status to answer, None when it went."""
    try:
        langkah()
    except IsianKurang as error:
        for nama, pesan in error.galat.items():
            form.add_error(nama if nama in form.fields else None, pesan)
        return SALAH
    except Bentrok as error:
        form.add_error(None, str(error))
        return BENTROK
    except (Denied, NotAllowed) as error:
        form.add_error(None, str(error))
        return SALAH
    return None


def bilangan(data: Mapping[str, Any], nama: str) -> int | None:
    """Read a whole number of a form or an address; None when it is none."""
    text = str(data.get(nama, ""))
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= _DIGIT else None


def berkas_dari(
    files: MultiValueDict[str, Any], nama: str = "berkas"
) -> list[tuple[str, BinaryIO]]:
    """Return the files of one field with their names."""
    return [(file.name or "", file) for file in files.getlist(nama)]
