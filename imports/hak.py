"""Who sees, who opens and who moves an import."""

from django.db.models import Q

from accounts.models import Instansi, User
from accounts.permissions import Denied, Permission
from imports.models import Batch, PengaturanImpor
from sheets import registry
from sheets.resource import SheetResource


def tergerak(user: User) -> Q:
    """Return the filter for imports that a person moves.

    Those of a kind are moved where its permission covers the whole institution; where it covers a
    unit only, own imports. An import whose kind is not known yet is its uploader's.
    """
    condition = Q(pk__in=[])
    for jenis in registry.semua():
        for grant in user.akses.with_permission(jenis.permission):
            own = Q(jenis=jenis.kode, instansi=grant.instansi_id)
            condition |= own if grant.whole else own & Q(oleh=user)
    return condition | Q(jenis="", oleh=user, instansi__in=_tempat(user))


def terlihat(user: User) -> Q:
    """Return the filter for imports of which a person sees who, when, figures and state.

    Those that they move, and all where they read the audit trail, which tells them row by row.
    """
    return tergerak(user) | Q(instansi__in=_diperiksa(user))


def terbuka(user: User) -> Q:
    """Return the filter for imports of which a person reads rows and findings.

    Who only reads the audit trail opens no kind with a secret column, nor an import of no known
    kind. The file itself and its marked copy are for who moves the import (`tergerak`): beside the
    columns that are read it may hold what screens and trail leave out.
    """
    kinds = [jenis.kode for jenis in registry.semua() if not pribadi(jenis)]
    return tergerak(user) | Q(instansi__in=_diperiksa(user), jenis__in=kinds)


def menggerakkan(user: User, batch: Batch) -> bool:
    """Whether a person moves an import: `tergerak` for one that is read already."""
    kelas = batch.kelas
    if kelas is None:
        own = not batch.jenis and batch.oleh_id == user.pk
        return own and batch.instansi_id in _tempat(user)
    return any(
        grant.instansi_id == batch.instansi_id and (grant.whole or batch.oleh_id == user.pk)
        for grant in user.akses.with_permission(kelas.permission)
    )


def membuka(user: User, batch: Batch) -> bool:
    """Whether a person reads rows and findings: `terbuka` for one that is read already."""
    kelas = batch.kelas
    plain = kelas is not None and not pribadi(kelas)
    return menggerakkan(user, batch) or (plain and batch.instansi_id in _diperiksa(user))


def pribadi(kelas: type[SheetResource]) -> bool:
    """Whether files of a kind hold what is never shown (NIP)."""
    return any(kolom.rahasia for kolom in kelas.kolom().values())


def boleh_lihat(user: User, instansi: Instansi) -> bool:
    """Whether a person has the list of imports for an institution."""
    return instansi.pk in _diperiksa(user) or bool(boleh_impor(user, instansi))


def jenis_terlihat(user: User, instansi: Instansi) -> list[type[SheetResource]]:
    """Return the kinds of which a person may see imports in an institution."""
    return registry.semua() if instansi.pk in _diperiksa(user) else boleh_impor(user, instansi)


def _diperiksa(user: User) -> list[int]:
    """Return the institutions whose audit trail a person reads."""
    return user.akses.instansi_ids(Permission.AUDIT_READ)


def _tempat(user: User) -> set[int]:
    return {
        grant.instansi_id
        for jenis in registry.semua()
        for grant in user.akses.with_permission(jenis.permission)
        if grant.instansi_id is not None
    }


def boleh_impor(user: User, instansi: Instansi) -> list[type[SheetResource]]:
    """Return the kinds that a person may bring in for an institution."""
    return registry.untuk(user, instansi)


def butuh_kelas(batch: Batch, user: User) -> type[SheetResource]:
    """Return the kind of an import; raises Denied unless the person may bring it in today."""
    kelas = batch.kelas
    if kelas is None or not user.akses.has(kelas.permission, batch.instansi_id):
        raise Denied("Anda tidak berwenang mengimpor data jenis ini untuk instansi ini.")
    return kelas


def dua_orang(instansi_id: int) -> bool:
    """Whether an institution asks for a second person before an import is applied."""
    return PengaturanImpor.objects.filter(instansi=instansi_id, dua_orang=True).exists()
