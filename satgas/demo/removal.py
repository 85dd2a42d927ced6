"""Removal of the CONTOH institutions with everything in them, their audit chain included.

Triggers let rows of CONTOH institutions be deleted; the institution's row goes last, because
they look at it, and the head of its chain goes after the events, for the same reason.
"""

from django.db import transaction
from django.db.models import Q

from accounts.models import Instansi, Membership, Unit, User
from audit.models import Kejadian, Rantai
from audit.recorder import SISTEM, Event, System, audited, record
from evidence.models import (
    AlurSerah,
    Bukti,
    BuktiTaut,
    BuktiVersi,
    Butir,
    Capaian,
    Disposisi,
    DokumenWajib,
    Keputusan,
    Pemenuhan,
    Pengecualian,
    Rencana,
    SerahTerima,
    TampilanTersimpan,
)
from jobs.models import Job
from satgas.demo.files import forget_files
from satgas.demo.password import forget
from satgas.demo.people import sample_users, withdraw
from satgas.models import (
    Anggota,
    Instrumen,
    KirimanJaga,
    NaskahTempel,
    NilaiKPK,
    RincianTugas,
    SuratKeputusan,
)


def remove() -> list[str]:
    """Delete all CONTOH institutions and the accounts that exist only for them.

    All or nothing; files go after the rows are gone for good. Returns one line per institution,
    an empty list when there is none.
    """
    with audited():
        gone = list(Instansi.objects.filter(contoh=True))
        users = sample_users()
        if not (gone or users):
            return []
        ids = [instansi.pk for instansi in gone]
        withdraw(users)
        _delete_work(ids)
        files = _delete_jobs(ids, users)
        _delete_people(ids, users)
        _delete_institutions(gone)
        record(
            Event(
                instansi=SISTEM,
                aksi="contoh.hapus",
                oleh=System(),
                isi={
                    "instansi": [instansi.kode for instansi in gone],
                    "akun": [user.username for user in users],
                },
            )
        )
        transaction.on_commit(lambda: _delete_files(ids, files))
    return [f"{instansi.nama}: dihapus" for instansi in gone] + [f"{len(users)} akun dihapus"]


def _delete_work(ids: list[int]) -> None:
    """Delete evidence and plans, from the leaves up."""
    NaskahTempel.objects.filter(instansi__in=ids).delete()
    KirimanJaga.objects.filter(instansi__in=ids).delete()
    NilaiKPK.objects.filter(instansi__in=ids).delete()
    Disposisi.objects.filter(instansi__in=ids).delete()
    Pengecualian.objects.filter(instansi__in=ids).delete()
    SerahTerima.objects.filter(alur__rencana__instansi__in=ids).delete()
    AlurSerah.objects.filter(rencana__instansi__in=ids).delete()
    Keputusan.objects.filter(instansi__in=ids).delete()
    BuktiTaut.objects.filter(pemenuhan__capaian__instansi__in=ids).delete()
    BuktiVersi.objects.filter(instansi__in=ids).delete()
    Bukti.objects.filter(instansi__in=ids).delete()
    Pemenuhan.objects.filter(capaian__instansi__in=ids).delete()
    capaian = Capaian.objects.filter(instansi__in=ids)
    capaian.update(digantikan_oleh=None)
    capaian.delete()
    Instrumen.objects.filter(instansi__in=ids).update(asal=None)
    Instrumen.objects.filter(instansi__in=ids).delete()
    RincianTugas.objects.filter(butir__instansi__in=ids).delete()
    Anggota.objects.filter(sk__rencana__instansi__in=ids).delete()
    SuratKeputusan.objects.filter(rencana__instansi__in=ids).delete()
    DokumenWajib.objects.filter(butir__instansi__in=ids).delete()
    butir = Butir.objects.filter(instansi__in=ids)
    butir.update(asal=None)
    butir.delete()
    plans = Rencana.objects.filter(instansi__in=ids)
    plans.update(asal=None)
    plans.delete()


def _delete_jobs(ids: list[int], users: list[User]) -> list[str]:
    """Delete jobs in these institutions and of these users; return files kept elsewhere."""
    jobs = Job.objects.filter(Q(instansi__in=ids) | Q(oleh__in=users))
    files = [job.hasil.name for job in jobs.exclude(instansi__in=ids) if job.hasil.name]
    jobs.delete()
    return files


def _delete_people(ids: list[int], users: list[User]) -> None:
    TampilanTersimpan.objects.filter(user__in=users).delete()
    Membership.objects.filter(unit__instansi__in=ids).delete()
    User.objects.filter(pk__in=[user.pk for user in users]).delete()


def _delete_institutions(gone: list[Instansi]) -> None:
    kode = [instansi.kode for instansi in gone]
    units = Unit.objects.filter(instansi__in=gone)
    units.update(induk=None, penerus=None)
    units.delete()
    Kejadian.objects.filter(instansi__in=kode).delete()
    Rantai.objects.filter(instansi__in=kode, contoh=True).delete()
    Instansi.objects.filter(pk__in=[instansi.pk for instansi in gone]).delete()


def _delete_files(ids: list[int], files: list[str]) -> None:
    for instansi_id in ids:
        forget_files(instansi_id)
    for name in files:
        Job._meta.get_field("hasil").storage.delete(name)
    forget()
