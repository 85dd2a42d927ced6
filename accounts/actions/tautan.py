"""One-time password links and the second step: handed over, used, taken away."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Exists
from django.utils import timezone

from accounts.actions.errors import IsianKeliru, TautanBasi
from accounts.actions.orang import instansi_of, lock_person
from accounts.actions.trail import home, trail
from accounts.links import password_path, password_token_holds
from accounts.managed import admins_today, other_admins
from accounts.models import Membership, User
from accounts.permissions import Denied, Permission
from audit.recorder import audited


def buat_tautan(*, orang_id: int, by: User) -> str:
    """Return the path of a one-time link with which a person sets their password.

    Raises Denied unless `by` wholly manages the person's account and the account is active.
    """
    with audited():
        orang = lock_person(orang_id, by)
        _require_active(orang)
        for instansi in instansi_of(orang, by):
            trail(instansi, "akun.tautan", by, orang)
        return password_path(orang)


def buat_tautan_platform(*, orang_id: int, by: User) -> str:
    """The same for the platform: its own people, and an institution's only admin.

    Where an institution has another admin, that admin hands over links. Raises Denied.
    """
    with audited():
        if not by.akses.has(Permission.INSTANSI_MANAGE):
            raise Denied("Hanya pengelola platform.")
        orang = User.objects.select_for_update().filter(pk=orang_id).first()
        if orang is None or not (orang.is_staff or is_only_admin(orang)):
            raise Denied(
                "Pengelola platform hanya membuat tautan untuk pengelola platform dan untuk "
                "satu-satunya admin sebuah instansi. Mintalah kepada admin instansi itu."
            )
        _require_active(orang)
        trail(home(orang), "akun.tautan", by, orang)
        return password_path(orang)


def is_only_admin(orang: User) -> bool:
    """Whether a person is the only active admin of every institution they have rights in."""
    rows = Membership.objects.valid_on(timezone.localdate()).filter(user=orang)
    instansi = set(rows.values_list("unit__instansi", flat=True))
    alone = admins_today().filter(user=orang).filter(~Exists(other_admins()))
    return bool(instansi) and instansi == set(alone.values_list("unit__instansi", flat=True))


def _require_active(orang: User) -> None:
    if not orang.is_active:
        raise Denied("Akun ini tidak aktif. Aktifkan dahulu, lalu buat tautannya.")


def pakai_tautan(*, orang_id: int, token: str, sandi: str) -> User:
    """Set the password of the person who holds a link; the link is used up by it.

    Raises TautanBasi, and IsianKeliru for a password that is too weak.
    """
    with audited():
        orang = User.objects.select_for_update().filter(pk=orang_id).first()
        if orang is None or not password_token_holds(orang, token):
            raise TautanBasi
        require_password(sandi, orang)
        orang.set_password(sandi)
        orang.save(update_fields=["password"])
        trail(home(orang), "akun.sandi", orang, orang, {"cara": "tautan sekali pakai"})
        return orang


def require_password(sandi: str, orang: User) -> None:
    """Raise IsianKeliru for a password that the rules refuse."""
    try:
        validate_password(sandi, orang)
    except ValidationError as error:
        raise IsianKeliru({"sandi": " ".join(error.messages)}) from error


def hapus_dua_langkah(*, orang_id: int, by: User) -> None:
    """Take the second step away from a person who lost phone and recovery codes.

    Raises Denied. An institution that requires it asks the person to set it up again.
    """
    if orang_id == by.pk:
        raise Denied("Matikan masuk dua langkah Anda sendiri lewat halaman profil.")
    with audited():
        orang = lock_person(orang_id, by)
        removed, _ = Authenticator.objects.filter(user=orang).delete()
        if not removed:
            raise Denied("Orang ini tidak memakai masuk dua langkah.")
        for instansi in instansi_of(orang, by):
            trail(instansi, "akun.dua_langkah_mati", by, orang, {"cara": "oleh admin"})
