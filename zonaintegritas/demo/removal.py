"""Removal of what the Zona Integritas keeps in CONTOH institutions; the spine's rows go after."""

from django.db.models import Q, QuerySet

from accounts.demo import USERNAMES
from accounts.models import Instansi, Membership, User
from audit.recorder import audited
from zonaintegritas.models import (
    LKE,
    AgenPerubahan,
    AnggotaTPI,
    BentukJadwal,
    BuktiLKE,
    BulanJadwal,
    DokumenIndikator,
    InstrumenLKE,
    JawabanLKE,
    KegiatanZI,
    KeputusanZI,
    LanggananKalender,
    LangkahLKE,
    PengaduanBulanan,
    PertanyaanLKE,
    PetaIndikator,
    SubKegiatan,
    SurveiZI,
    UnitZI,
)


def remove() -> list[str]:
    """Delete the Zona Integritas of all CONTOH institutions, from the leaves up."""
    with audited():
        ids = list(Instansi.objects.filter(contoh=True).values_list("pk", flat=True))
        _lke(ids)
        for register in (AgenPerubahan, PengaduanBulanan, SurveiZI):
            register.objects.filter(instansi__in=ids).delete()
        UnitZI.objects.filter(instansi__in=ids).delete()
        LanggananKalender.objects.filter(
            Q(tim__keputusan__rencana__instansi__in=ids) | Q(pengguna__in=_hanya_contoh())
        ).delete()
        months = BulanJadwal.objects.filter(butir__instansi__in=ids)
        months.update(digeser_ke=None)
        months.delete()
        BentukJadwal.objects.filter(butir__instansi__in=ids).delete()
        DokumenIndikator.objects.filter(dokumen__butir__instansi__in=ids).delete()
        SubKegiatan.objects.filter(butir__instansi__in=ids).delete()
        KegiatanZI.objects.filter(tim__keputusan__rencana__instansi__in=ids).delete()
        gone, _ = KeputusanZI.objects.filter(rencana__instansi__in=ids).delete()
    return [f"Zona Integritas CONTOH: {gone} baris dihapus"] if gone else []


def _lke(ids: list[int]) -> None:
    own = LKE.objects.filter(instansi__in=ids)
    LangkahLKE.objects.filter(instansi__in=ids).delete()
    for model in (BuktiLKE, JawabanLKE, AnggotaTPI):
        model.objects.filter(lke__in=own).delete()
    own.delete()
    PetaIndikator.objects.filter(
        Q(indikator__kegiatan__tim__keputusan__rencana__instansi__in=ids)
        | Q(pertanyaan__instrumen__instansi__in=ids)
    ).delete()
    instruments = InstrumenLKE.objects.filter(instansi__in=ids)
    PertanyaanLKE.objects.filter(instrumen__in=instruments).delete()
    instruments.update(asal=None)
    instruments.delete()


def _hanya_contoh() -> QuerySet[User]:
    """Return people who are here for the samples only."""
    inside = Membership.objects.filter(unit__instansi__contoh=True).values("user")
    outside = Membership.objects.filter(
        Q(unit__isnull=True) | Q(unit__instansi__contoh=False)
    ).values("user")
    return User.objects.filter(
        (Q(pk__in=inside) & ~Q(pk__in=outside))
        | Q(username__in=USERNAMES, nama__endswith="(CONTOH)")
    )
