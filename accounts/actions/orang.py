"""People: adding, correcting, switching an account off and on."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions.errors import IsianKeliru, require_valid
from accounts.actions.keanggotaan import Masa, make_membership
from accounts.actions.trail import trail
from accounts.managed import managed_instansi, visible_people, wholly_managed
from accounts.models import Instansi, User
from accounts.nip import NIP_DIGITS, doubts
from accounts.permissions import Denied
from audit.recorder import audited


@dataclass(frozen=True)
class DataOrang:
    """What is known about a person; the NIP is kept whole and shown masked."""

    nama: str
    username: str
    jabatan: str = ""
    nip: str = ""
    email: str = ""


def tambah_orang(
    *, data: DataOrang, unit_id: int, role: str, masa: Masa, by: User
) -> tuple[User, list[str]]:
    """Add a person with a first membership; the account waits for its one-time link.

    Returns the person and doubts about the NIP. Raises Denied, IsianKeliru.
    """
    with audited():
        orang = new_user(data)
        membership = make_membership(orang, unit_id=unit_id, role=role, masa=masa, by=by)
        assert membership.unit is not None
        trail(
            membership.unit.instansi,
            "pengguna.tambah",
            by,
            orang,
            {"username": orang.username, "jabatan": orang.jabatan},
        )
        return orang, doubts(orang.nip, timezone.localdate()) if orang.nip else []


def new_user(data: DataOrang) -> User:
    """Store a new person without a password. Raises IsianKeliru; needs a transaction.

    A NIP is no username: usernames stand in lists, in the event log and in addresses.
    """
    if sum(letter.isdigit() for letter in data.username) >= NIP_DIGITS:
        raise IsianKeliru({"username": "NIP tidak boleh menjadi nama pengguna."})
    orang = User(
        nama=data.nama,
        username=data.username,
        jabatan=data.jabatan,
        nip=data.nip,
        email=data.email,
    )
    orang.set_unusable_password()
    require_valid(orang, exclude=("password",))
    try:
        with transaction.atomic():
            orang.save()
    except IntegrityError as error:
        raise IsianKeliru({"username": "Nama pengguna ini sudah dipakai."}) from error
    return orang


def ubah_orang(
    *, orang_id: int, nama: str, jabatan: str, email: str, nip: str | None, by: User
) -> list[str]:
    """Correct a person's data; `nip` None keeps the number, '' removes it.

    Returns doubts about a new NIP. Raises Denied, IsianKeliru.
    """
    with audited():
        orang, instansi = _lock(orang_id, by)
        changed = {}
        values = {"nama": nama, "jabatan": jabatan, "email": email}
        if nip is not None:
            values["nip"] = nip
        for field, value in values.items():
            before = getattr(orang, field)
            if before != value:
                changed[field] = "diganti" if field == "nip" else [before, value]
                setattr(orang, field, value)
        if changed:
            require_valid(orang, exclude=("password",))
            orang.save(update_fields=list(changed))
            for satu in instansi:
                trail(satu, "pengguna.ubah", by, orang, changed)
        return doubts(nip, timezone.localdate()) if nip else []


def nonaktifkan(*, orang_id: int, by: User) -> None:
    """Switch an account off: no login, running sessions end. Raises Denied."""
    if orang_id == by.pk:
        raise Denied("Anda tidak dapat menonaktifkan akun Anda sendiri.")
    _switch(orang_id, by, active=False)


def aktifkan(*, orang_id: int, by: User) -> None:
    """Switch an account on again. Raises Denied."""
    _switch(orang_id, by, active=True)


def _switch(orang_id: int, by: User, *, active: bool) -> None:
    with audited():
        orang, instansi = _lock(orang_id, by)
        if orang.is_active == active:
            return
        orang.is_active = active
        orang.save(update_fields=["is_active"])
        for satu in instansi:
            trail(satu, "pengguna.aktif" if active else "pengguna.nonaktif", by, orang)


def _lock(orang_id: int, by: User) -> tuple[User, list[Instansi]]:
    """Lock a wholly managed person; return also the institutions whose chains hear of it."""
    orang = lock_person(orang_id, by)
    return orang, instansi_of(orang, by)


def lock_person(orang_id: int, by: User) -> User:
    """Lock a person whose account `by` wholly manages. Raises Denied."""
    orang = visible_people(by).select_for_update().filter(pk=orang_id).first()
    if orang is None:
        raise Denied("Orang ini bukan pengguna instansi Anda.")
    if not wholly_managed(by, orang):
        raise Denied(
            "Akun ini juga dipakai di luar instansi Anda. Anda hanya dapat mengubah perannya di "
            "instansi Anda."
        )
    return orang


def instansi_of(orang: User, by: User) -> list[Instansi]:
    """Institutions of `by` in which a person has or had a membership."""
    ids = set(orang.membership_set.values_list("unit__instansi", flat=True))
    return [instansi for instansi in managed_instansi(by) if instansi.pk in ids]
