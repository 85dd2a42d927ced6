"""Problems: found in a meeting, raised unit > pokja > pleno, solved."""

from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import Unit, User
from accounts.permissions import Denied
from audit.recorder import audited
from evidence.actions.errors import IsianKurang
from evidence.actions.transition import clock
from evidence.models import Butir, ButirPendukung
from evidence.models.rencana import ButirQuerySet
from evidence.workflow import NotAllowed
from roadmap.actions.rapat import kunci_rapat
from roadmap.actions.rapat_hak import JEDA_GANDA, boleh_catat, catat, rencana_berjalan, teks
from roadmap.jadwal_rapat import Tingkat
from roadmap.models import LangkahPerbaikan, Masalah, PengangkatanMasalah, Rapat

BUKAN_PENCATAT = "Anda tidak berwenang mencatat masalah pada tingkat ini."


def butir_rapat(rapat: Rapat) -> ButirQuerySet:
    """Return the rows of the plan that a meeting may find a problem on.

    A unit's meeting: what the unit and those below it report or support. Pokja and pleno: all.
    """
    rows = Butir.objects.berlaku().filter(rencana=rapat.rencana_id)
    if rapat.tingkat != Tingkat.UNIT or rapat.unit is None:
        return rows
    below = Unit.objects.filter(
        instansi=rapat.instansi_id, jalur__startswith=rapat.unit.jalur
    ).values("pk")
    return rows.filter(
        Q(unit__in=below) | Q(pk__in=ButirPendukung.objects.filter(unit__in=below).values("butir"))
    )


def temukan(
    *, rapat_id: int, butir_id: int, uraian: str, by: User, at: datetime | None = None
) -> Masalah:
    """Write down a problem that a held meeting found. Raises Denied, NotAllowed, IsianKurang."""
    with audited():
        rapat = kunci_rapat(rapat_id, by)
        if not rapat.terlaksana:
            raise NotAllowed("Catat dahulu pelaksanaan rapat, lalu temuannya.")
        galat: dict[str, str] = {}
        uraian = teks(galat, "uraian", uraian, "Tulis masalahnya.")
        butir = butir_rapat(rapat).filter(pk=butir_id).first()
        if butir is None:
            galat["butir"] = "Pilih indikator atau kegiatan dari daftar."
        if galat or butir is None:
            raise IsianKurang(galat)
        now = clock(rapat.instansi, at)
        sama = Masalah.objects.filter(
            rapat=rapat, butir=butir, uraian=uraian, dibuat__gt=now - JEDA_GANDA
        )
        if sama.exists():
            raise IsianKurang({"uraian": "Masalah yang sama baru saja dicatat pada rapat ini."})
        masalah = Masalah.objects.create(
            instansi=rapat.instansi,
            rencana=rapat.rencana,
            butir=butir,
            rapat=rapat,
            unit=rapat.unit,
            pokja=rapat.unit if rapat.tingkat == Tingkat.POKJA else None,
            uraian=uraian,
            tingkat=rapat.tingkat,
            tingkat_sejak=now,
            dibuat=now,
            oleh=by,
        )
        isi = {"uraian": uraian, "butir": butir.kode, "rapat": rapat.pk}
        catat("masalah.temukan", rapat.instansi, by, now, masalah, _nama(masalah), isi)
        return masalah


def kunci_masalah(masalah_id: int, by: User) -> Masalah:
    """Lock an open problem for a person who may record at its level.

    Raises Denied, NotAllowed (solved, or plan not running).
    """
    masalah = (
        Masalah.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("instansi", "rencana", "unit", "butir")
        .filter(pk=masalah_id)
        .first()
    )
    if masalah is None or not boleh_catat(by, masalah.instansi_id, masalah.tingkat, masalah.unit):
        raise Denied(BUKAN_PENCATAT)
    rencana_berjalan(masalah.rencana)
    if masalah.selesai is not None:
        raise NotAllowed("Masalah ini sudah selesai.")
    return masalah


def angkat(
    *,
    masalah_id: int,
    ke: str,
    alasan: str,
    by: User,
    pokja_id: int | None = None,
    rapat_id: int | None = None,
    at: datetime | None = None,
) -> PengangkatanMasalah:
    """Raise a problem that can't be solved here to a level above, with the reason.

    One step, or from a unit straight to the pleno. `pokja_id` names the pokja that takes it,
    `rapat_id` the meeting that decided so (the one that found it, when left out).
    Raises Denied, NotAllowed, IsianKurang.
    """
    with audited():
        masalah = kunci_masalah(masalah_id, by)
        dari = Tingkat(masalah.tingkat)
        galat: dict[str, str] = {}
        alasan = teks(galat, "alasan", alasan, "Tulis mengapa masalah ini perlu diangkat.")
        if ke not in dari.di_atasnya:
            raise NotAllowed("Masalah hanya dapat diangkat ke tingkat di atasnya.")
        pokja = None
        if ke == Tingkat.POKJA:
            pokja = pokja_instansi(masalah.instansi_id).filter(pk=pokja_id or 0).first()
            if pokja is None:
                galat["pokja"] = "Pilih pokja yang menerima masalah ini."
        rapat = _rapat(masalah, rapat_id, by)
        if rapat is None:
            galat["rapat"] = "Pilih rapat dari daftar."
        if galat:
            raise IsianKurang(galat)
        now = clock(masalah.instansi, at)
        naik = PengangkatanMasalah.objects.create(
            instansi=masalah.instansi,
            masalah=masalah,
            dari=dari,
            ke=ke,
            pokja=pokja,
            alasan=alasan,
            rapat=rapat,
            oleh=by,
            at=now,
        )
        masalah.tingkat, masalah.tingkat_sejak = ke, now
        masalah.pokja = pokja or masalah.pokja
        masalah.save(update_fields=["tingkat", "tingkat_sejak", "pokja"])
        isi = {"dari": dari, "ke": ke, "pokja": pokja_id, "alasan": alasan}
        catat("masalah.angkat", masalah.instansi, by, now, masalah, _nama(masalah), isi)
        return naik


def pokja_instansi(instansi_id: int) -> QuerySet[Unit]:
    """Return the pokja of an institution."""
    return Unit.objects.filter(instansi=instansi_id, jenis=Unit.Jenis.POKJA).order_by("nama")


def _rapat(masalah: Masalah, rapat_id: int | None, by: User) -> Rapat | None:
    if rapat_id is None:
        return masalah.rapat
    rows = Rapat.objects.visible_to(by).filter(
        rencana=masalah.rencana_id, keadaan=Rapat.Keadaan.DILAKSANAKAN
    )
    return rows.filter(pk=rapat_id).first()


def selesaikan(
    *, masalah_id: int, penyelesaian: str, by: User, at: datetime | None = None
) -> Masalah:
    """Close a problem at its level, when none of its steps is open.

    Raises Denied, NotAllowed (an open step), IsianKurang.
    """
    with audited():
        masalah = kunci_masalah(masalah_id, by)
        terbuka = LangkahPerbaikan.objects.terbuka().filter(masalah=masalah).count()
        if terbuka:
            raise NotAllowed(
                f"{terbuka} langkah perbaikan belum dikonfirmasi Inspektorat. "
                "Masalah ditutup sesudah semuanya selesai."
            )
        galat: dict[str, str] = {}
        penyelesaian = teks(galat, "penyelesaian", penyelesaian, "Tulis bagaimana selesainya.")
        if galat:
            raise IsianKurang(galat)
        now = clock(masalah.instansi, at)
        masalah.keadaan, masalah.penyelesaian = Masalah.Keadaan.SELESAI, penyelesaian
        masalah.selesai, masalah.selesai_oleh = now, by
        masalah.save(update_fields=["keadaan", "penyelesaian", "selesai", "selesai_oleh"])
        isi = {"penyelesaian": penyelesaian}
        catat("masalah.selesai", masalah.instansi, by, now, masalah, _nama(masalah), isi)
        return masalah


def _nama(masalah: Masalah) -> str:
    return f"{masalah.butir.kode}: {masalah.uraian}"
