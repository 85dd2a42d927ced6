"""Who sees and who moves an import."""

from django.db.models import Q

from accounts.models import Instansi, User
from accounts.permissions import ROLE_SCOPE, Denied, Scope
from imports.models import Batch, PengaturanImpor
from sheets import registry
from sheets.resource import SheetResource


def terlihat(user: User) -> Q:
    """Return the filter for imports that a person sees.

    A kind is seen where its permission covers the whole institution; where it covers a unit only,
    own imports. An import whose kind is not known yet is its uploader's.
    """
    condition = Q(pk__in=[])
    for jenis in registry.semua():
        for grant in user.akses.with_permission(jenis.permission):
            whole = ROLE_SCOPE[grant.role] is Scope.INSTANSI
            own = Q(jenis=jenis.kode, instansi=grant.instansi_id)
            condition |= own if whole else own & Q(oleh=user)
    return condition | Q(jenis="", oleh=user, instansi__in=_tempat(user))


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
