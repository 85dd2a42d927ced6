"""When an official institution gets its first own admin, the samples no longer read it."""

from accounts.actions import DataOrang, tambah_admin_pertama
from accounts.models import Membership
from accounts.permissions import Role
from audit.models import Kejadian
from tests.factories import buat_instansi, buat_unit, buat_user


def test_samples_lose_what_they_read(db: None) -> None:
    resmi, contoh = buat_instansi("resmi"), buat_instansi("contoh", contoh=True)
    lain = buat_instansi("lain")
    akar, akar_contoh = buat_unit(resmi, "akar"), buat_unit(contoh, "akar")
    akar_lain = buat_unit(lain, "akar")
    auditor = buat_user("auditor", Role.AUDITOR, akar_contoh)
    nyata = buat_user("orang.nyata", Role.AUDITOR, akar_contoh)
    for user, unit in ((auditor, akar), (auditor, akar_lain), (nyata, akar)):
        Membership.objects.create(user=user, unit=unit, role=Role.AUDITOR)
    tambah_admin_pertama(
        instansi_id=resmi.pk,
        data=DataOrang("Admin Resmi", "admin.resmi"),
        by=buat_user("plat", Role.PLATFORM),
    )
    left = auditor.membership_set.values_list("unit__instansi__kode", flat=True)
    assert sorted(left) == ["contoh", "lain"]
    assert nyata.membership_set.count() == 2
    event = Kejadian.objects.get(aksi="keanggotaan.contoh_cabut")
    assert (event.instansi, event.isi) == ("resmi", {"pengguna": "auditor", "peran": "auditor"})
