"""What an institution asks of imports."""

from accounts.models import Instansi, User
from accounts.permissions import Denied, Permission
from audit.recorder import Event, audited, record
from imports.models import PengaturanImpor

PENGATUR = (Permission.USER_MANAGE, Permission.INSTANSI_SETUP)


def boleh_atur(user: User, instansi_id: int) -> bool:
    """Whether a person settles what an institution asks of imports."""
    return any(user.akses.has(permission, instansi_id) for permission in PENGATUR)


def atur_impor(*, instansi: Instansi, dua_orang: bool, by: User) -> PengaturanImpor:
    """Say whether a second person applies imports; an unchanged answer records nothing.

    Raises Denied.
    """
    if not boleh_atur(by, instansi.pk):
        raise Denied("Anda tidak berwenang mengatur impor instansi ini.")
    with audited():
        Instansi.objects.select_for_update().get(pk=instansi.pk)
        row, _ = PengaturanImpor.objects.get_or_create(instansi=instansi)
        if row.dua_orang == dua_orang:
            return row
        row.dua_orang = dua_orang
        row.save(update_fields=["dua_orang"])
        record(
            Event(
                instansi=instansi.kode,
                contoh=instansi.contoh,
                aksi="impor.pengaturan",
                oleh=by,
                objek_jenis="pengaturan_impor",
                objek_id=str(row.pk),
                objek_nama=f"Pengaturan impor {instansi.nama}",
                isi={"dua_orang": dua_orang},
            )
        )
        return row
