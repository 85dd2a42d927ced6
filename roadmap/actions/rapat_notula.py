"""Minutes of a meeting as files: attach, take back with a reason, deliver."""

from datetime import datetime

from accounts.models import User
from accounts.permissions import Denied
from audit.recorder import audited
from evidence.actions.errors import IsianKurang
from evidence.actions.storage import discard_on_error
from evidence.actions.transition import clock
from evidence.models import BuktiVersi
from evidence.workflow import NotAllowed
from roadmap.actions.rapat import kunci_rapat
from roadmap.actions.rapat_hak import (
    Berkas,
    catat,
    periksa_berkas,
    sebut_berkas,
    simpan,
    teks,
    unit_pencatat,
)
from roadmap.models import CatatanLangkah, LangkahPerbaikan, Notula, Rapat


def unggah_notula(
    *, rapat_id: int, files: Berkas, by: User, at: datetime | None = None
) -> list[Notula]:
    """Attach minutes to a held meeting; all files or none.

    Raises Denied, NotAllowed (not held), IsianKurang (a file was refused or is there already).
    """
    if not files:
        raise IsianKurang({"berkas": "Pilih berkas notula."})
    passed = periksa_berkas(files)
    with discard_on_error() as stored, audited():
        rapat = kunci_rapat(rapat_id, by)
        if not rapat.terlaksana:
            raise NotAllowed("Catat dahulu pelaksanaan rapat, lalu unggah notulanya.")
        now = clock(rapat.instansi, at)
        unit = unit_pencatat(by, rapat.instansi_id, rapat.unit)
        versi = simpan(passed, unit, by, now, stored)
        there = set(rapat.notula_set.filter(dilepas__isnull=True).values_list("versi", flat=True))
        if len({v.pk for v in versi} - there) != len(versi):
            raise IsianKurang({"berkas": "Berkas yang sama sudah menjadi notula rapat ini."})
        made = [Notula.objects.create(rapat=rapat, versi=v, dibuat=now, oleh=by) for v in versi]
        isi = {"berkas": sebut_berkas(versi)}
        catat("rapat.notula", rapat.instansi, by, now, rapat, str(rapat), isi)
        return made


def lepas_notula(
    *, rapat_id: int, notula_id: int, alasan: str, by: User, at: datetime | None = None
) -> Notula:
    """Take minutes back from a meeting; the file stays as evidence of the unit.

    Raises Denied, NotAllowed, IsianKurang.
    """
    with audited():
        rapat = kunci_rapat(rapat_id, by)
        notula = rapat.notula_set.select_related("versi").filter(pk=notula_id).first()
        if notula is None or notula.dilepas is not None:
            raise NotAllowed("Notula ini sudah dilepas.")
        galat: dict[str, str] = {}
        alasan = teks(galat, "alasan", alasan, "Tulis alasan notula ini dilepas.")
        if galat:
            raise IsianKurang(galat)
        now = clock(rapat.instansi, at)
        notula.dilepas, notula.alasan_lepas = now, alasan
        notula.save(update_fields=["dilepas", "alasan_lepas"])
        isi = {"alasan": alasan, "berkas": sebut_berkas([notula.versi])}
        catat("rapat.lepas_notula", rapat.instansi, by, now, rapat, str(rapat), isi)
        return notula


def versi_notula(user: User, rapat_id: int, versi_id: int) -> BuktiVersi | None:
    """Return minutes that a person may read: whoever reads the meeting reads its minutes."""
    rows = Notula.objects.filter(
        rapat__in=Rapat.objects.visible_to(user).filter(pk=rapat_id).values("pk"),
        versi=versi_id,
        dilepas__isnull=True,
    )
    found = rows.select_related("versi__instansi").first()
    return found.versi if found else None


def versi_langkah(user: User, langkah_id: int, versi_id: int) -> BuktiVersi | None:
    """Return a file of a remedial step that a person may read."""
    steps = LangkahPerbaikan.objects.visible_to(user).filter(pk=langkah_id)
    notes = CatatanLangkah.objects.filter(langkah__in=steps.values("pk"))
    rows = BuktiVersi.objects.filter(catatan_langkah_set__in=notes.values("pk"), pk=versi_id)
    return rows.select_related("instansi").distinct().first()


def buka(*, versi: BuktiVersi | None, by: User) -> BuktiVersi:
    """Record the download of minutes or of a step's file that `versi_*` found.

    Raises Denied when there was none.
    """
    if versi is None:
        raise Denied("Berkas tidak ada atau bukan untuk unit Anda.")
    with audited():
        now = clock(versi.instansi, None)
        isi = {"sha256": versi.sha256}
        catat("bukti.unduh", versi.instansi, by, now, versi, versi.nama_asli, isi)
        return versi
