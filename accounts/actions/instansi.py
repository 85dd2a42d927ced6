"""Institutions: their own data, the first start of a portal, and the platform's part."""

from dataclasses import asdict, dataclass, field

from django.utils import timezone
from django.utils.text import slugify

from accounts.actions.errors import IsianKeliru, TautanBasi, require_valid
from accounts.actions.orang import DataOrang, new_user
from accounts.actions.tautan import require_password
from accounts.actions.trail import trail
from accounts.demo import USERNAMES
from accounts.links import password_path, setup_token_holds
from accounts.managed import admins_today
from accounts.models import Instansi, Membership, Unit, User
from accounts.permissions import Denied, Permission, Role
from accounts.sebutan import BAKU
from audit.models import Rantai
from audit.recorder import SISTEM, Actor, System, audited

# Roles of an institution that can be asked for a second step.
MFA_ROLES = [role for role in Role if role is not Role.PLATFORM]


@dataclass(frozen=True)
class DataInstansi:
    """What an institution says about itself."""

    nama: str
    tempat: str = ""
    zona_waktu: str = "Asia/Makassar"
    kop: str = ""
    mfa_wajib: list[str] = field(default_factory=list)
    pemutus_pengecualian: str = Instansi.Pemutus.KETUA
    sebutan_verifikator: str = BAKU


def ubah_instansi(*, instansi_id: int, data: DataInstansi, by: User) -> None:
    """Correct the data of one's own institution. Raises Denied, IsianKeliru."""
    with audited():
        if not by.akses.has(Permission.INSTANSI_SETUP, instansi_id):
            raise Denied("Instansi ini bukan instansi Anda.")
        _change(instansi_id, data, by)


def ubah_instansi_platform(*, instansi_id: int, data: DataInstansi, by: User) -> None:
    """The same for the platform. Raises Denied, IsianKeliru."""
    with audited():
        _require_platform(by)
        _change(instansi_id, data, by)


def _change(instansi_id: int, data: DataInstansi, by: User) -> None:
    instansi = Instansi.objects.select_for_update().get(pk=instansi_id)
    if set(data.mfa_wajib) - set(MFA_ROLES):
        raise IsianKeliru({"mfa_wajib": "Pilih peran dari daftar."})
    changed = {}
    for name, value in asdict(data).items():
        before = getattr(instansi, name)
        if before != value:
            changed[name] = [before, value]
            setattr(instansi, name, value)
    if changed:
        require_valid(instansi)
        instansi.save(update_fields=list(changed))
        trail(instansi, "instansi.ubah", by, instansi, changed)


def tambah_instansi(*, data: DataInstansi, by: User) -> Instansi:
    """Add an institution with its uppermost unit (platform only). Raises Denied, IsianKeliru."""
    with audited():
        _require_platform(by)
        return _make(data, by)


def tambah_admin_pertama(*, instansi_id: int, data: DataOrang, by: User) -> tuple[User, str]:
    """Give an institution without any admin its first one (platform only).

    Returns the person and the path of their one-time link. Raises Denied, IsianKeliru.
    """
    with audited():
        _require_platform(by)
        instansi = Instansi.objects.select_for_update().get(pk=instansi_id)
        if has_admin(instansi):
            raise Denied("Instansi ini sudah mempunyai admin. Admin itu yang menambah pengguna.")
        orang = _first_admin(instansi, data, by)
        trail(instansi, "akun.tautan", by, orang)
        return orang, password_path(orang)


def has_admin(instansi: Instansi) -> bool:
    """Whether an active person is admin of the institution today."""
    return admins_today().filter(unit__instansi=instansi, user__is_active=True).exists()


def siapkan_awal(
    *, token: str, data: DataInstansi, instansi_id: int | None, orang: DataOrang, sandi: str
) -> User:
    """Make the first institution, its uppermost unit and its admin, or an admin for one that
    was loaded from the official documents. The link is used up by it.

    Raises TautanBasi, IsianKeliru.
    """
    with audited():
        # Whoever comes second waits here and then finds the link used.
        Rantai.objects.get_or_create(instansi=SISTEM)
        Rantai.objects.select_for_update().get(instansi=SISTEM)
        if not setup_token_holds(token):
            raise TautanBasi
        system = System()
        if instansi_id is None:
            try:
                instansi = _make(data, system)
            except IsianKeliru as error:
                # Two names stand in that form: the institution's and the person's.
                galat = {"nama_instansi" if k == "nama" else k: v for k, v in error.galat.items()}
                raise IsianKeliru(galat) from error
        else:
            found = Instansi.objects.filter(pk=instansi_id, contoh=False).first()
            if found is None:
                raise IsianKeliru({"instansi": "Pilih instansi dari daftar."})
            instansi = found
        admin = _first_admin(instansi, orang, system)
        require_password(sandi, admin)
        admin.set_password(sandi)
        admin.save(update_fields=["password"])
        trail(instansi, "instansi.siapkan", system, instansi, {"admin": admin.username})
        return admin


def beri_platform(*, data: DataOrang, by: Actor) -> tuple[User, str]:
    """Add a person of the platform; returns them and the path of their one-time link.

    For the command line of the server only: whoever works there owns the portal anyway.
    Raises IsianKeliru.
    """
    with audited():
        orang = new_user(data)
        orang.is_staff = True
        orang.save(update_fields=["is_staff"])
        Membership.objects.create(user=orang, unit=None, role=Role.PLATFORM)
        trail(None, "pengguna.tambah", by, orang, {"peran": Role.PLATFORM.value})
        return orang, password_path(orang)


def _make(data: DataInstansi, by: Actor) -> Instansi:
    instansi = Instansi(kode=slugify(data.nama)[:64], **asdict(data))
    if Instansi.objects.filter(kode=instansi.kode).exists() or instansi.kode == SISTEM:
        raise IsianKeliru({"nama": "Instansi dengan nama ini sudah ada."})
    require_valid(instansi, exclude=() if instansi.kode else ("kode",))
    if not instansi.kode:
        raise IsianKeliru({"nama": "Pakai huruf atau angka dalam nama instansi."})
    instansi.save()
    root = Unit.objects.create(
        instansi=instansi,
        kode="pimpinan",
        nama=instansi.nama,
        nama_pendek=instansi.nama[:80],
        jenis=Unit.Jenis.PIMPINAN,
    )
    trail(instansi, "instansi.tambah", by, instansi, {"nama": instansi.nama})
    trail(None, "instansi.tambah", by, instansi, {"kode": instansi.kode})
    trail(instansi, "unit.tambah", by, root, {"nama": root.nama})
    return instansi


def _first_admin(instansi: Instansi, data: DataOrang, by: Actor) -> User:
    root = instansi.unit_set.filter(induk__isnull=True).order_by("jalur").first()
    if root is None:
        raise IsianKeliru({"instansi": "Instansi ini belum mempunyai unit."})
    orang = new_user(data)
    row = Membership.objects.create(
        user=orang, unit=root, role=Role.ADMIN, mulai=timezone.localdate()
    )
    trail(instansi, "pengguna.tambah", by, orang, {"username": orang.username})
    trail(instansi, "keanggotaan.tambah", by, row, {"peran": row.role, "unit": root.nama})
    if not instansi.contoh:
        _end_samples(instansi, by)
    return orang


def _end_samples(instansi: Instansi, by: Actor) -> None:
    """Take from CONTOH accounts what they may read of an official institution that goes live."""
    contoh = Membership.objects.filter(unit__instansi__contoh=True).values("user")
    rows = Membership.objects.filter(
        unit__instansi=instansi, user__in=contoh, user__username__in=USERNAMES
    ).select_related("user")
    for row in rows:
        isi = {"pengguna": row.user.username, "peran": row.role}
        trail(instansi, "keanggotaan.contoh_cabut", by, row.user, isi)
        row.delete()


def _require_platform(by: User) -> None:
    if not by.akses.has(Permission.INSTANSI_MANAGE):
        raise Denied("Hanya pengelola platform.")
