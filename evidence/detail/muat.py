"""Loading a task with all that its pages need, and putting it together for one reader."""

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Subquery, prefetch_related_objects

from accounts.models import User
from accounts.permissions import Permission
from evidence.actions.isian import EDITABLE
from evidence.detail.bentuk import Dokumen, Rincian
from evidence.detail.langkah import alur, berikut, tertutup
from evidence.detail.riwayat import riwayat
from evidence.jadwal import Jendela, label
from evidence.models import BuktiTaut, Butir, Capaian, Keputusan, Pemenuhan
from evidence.models.capaian import CapaianQuerySet
from evidence.mutakhir import Mutakhir, diterima, mutakhir, sampai, sebutan
from evidence.workflow import DI_UNIT, KEMBALI, SIFAT, Aksi, Status, editable, find
from ukuran.format import sisa_hari


def dengan_rincian(rows: CapaianQuerySet) -> CapaianQuerySet:
    """Load with each task all that `rincian` needs, in a fixed number of queries."""
    files = BuktiTaut.objects.select_related("versi__bukti__unit", "versi__oleh", "oleh").order_by(
        "id"
    )
    renewed = Keputusan.objects.filter(
        pemenuhan=OuterRef("pemenuhan"), aksi=Aksi.PERBARUI, at=OuterRef("dilepas")
    )
    documents = (
        Pemenuhan.objects.select_related("dokumen")
        .order_by("dokumen__urut")
        .prefetch_related(
            Prefetch("taut_set", queryset=files.filter(dilepas=None), to_attr="berkas"),
            Prefetch("taut_set", queryset=files.filter(Exists(renewed)), to_attr="lama"),
        )
    )
    decisions = Keputusan.objects.select_related("oleh", "pemenuhan__dokumen").order_by(
        "-at", "-id"
    )
    # The app of the plan keeps KPK's values; the last one recorded counts.
    kpk = Butir.objects.filter(pk=OuterRef("butir"), nilai_kpk_set__isnull=False).order_by(
        "-nilai_kpk_set__dicatat", "-nilai_kpk_set__pk"
    )
    return (
        rows.annotate(
            kpk_nilai=Subquery(kpk.values("nilai_kpk_set__nilai")[:1]),
            kpk_tanggal=Subquery(kpk.values("nilai_kpk_set__tanggal")[:1]),
        )
        .select_related(
            "butir__rencana__instansi",
            "butir__rencana__surat_keputusan",
            "butir__rincian_tugas__anggota",
            "unit",
            "instansi",
            "pemegang",
            "diubah_oleh",
            "dikirim_oleh",
        )
        .prefetch_related(
            Prefetch("pemenuhan_set", queryset=documents),
            Prefetch("keputusan_set", queryset=decisions),
        )
    )


def rincian(capaian: Capaian, user: User, hari_ini: date) -> Rincian:
    """Put together one task loaded by `dengan_rincian`, as this person may see and change it."""
    terbuka = capaian.butir.rencana.berjalan and capaian.gugur is None
    boleh_kirim = terbuka and _boleh_kirim(capaian, user)
    decisions = list(capaian.keputusan_set.all())
    rows = list(capaian.pemenuhan_set.all())
    pola, status = capaian.butir.pola, Status(capaian.status)
    segar = mutakhir(sampai(pola, [(p.status, p.berlaku_sampai) for p in rows], hari_ini), hari_ini)
    pembaca = _Pembaca(decisions, pola, hari_ini, terbuka, boleh_kirim)
    dokumen = [pembaca.dokumen(p) for p in rows]
    di_unit = any(p.status in DI_UNIT for p in rows)
    owes = di_unit or any(d.perlu_perbarui for d in dokumen)
    due = segar.sampai if segar else capaian.batas
    late = terbuka and owes and due < hari_ini and capaian.pemegang_id is None
    # Plans with figures of their own have neither grades nor notes of the decree.
    own_figures = capaian.butir.cara_nilai == Butir.CaraNilai.KHUSUS
    if not own_figures:
        prefetch_related_objects([capaian.butir], "catatan_sumber", "kriteria_set")
    return Rincian(
        capaian=capaian,
        jendela=label(pola, Jendela(capaian.mulai, capaian.selesai)),
        kata=sebutan(status, segar),
        segar=segar,
        dokumen=dokumen,
        kriteria=[] if own_figures else list(capaian.butir.kriteria_set.all()),
        catatan=[] if own_figures else list(capaian.butir.catatan_sumber.all()),
        riwayat=riwayat(decisions),
        alur=alur(status, kpk=capaian.butir.rencana.berjaga),
        tone=SIFAT[status].tone,
        berikut=berikut(capaian, dokumen, segar, hari_ini, boleh_kirim=boleh_kirim)
        if terbuka
        else tertutup(capaian),
        lewat=sisa_hari(due, hari_ini) if late else "",
        boleh_kirim=boleh_kirim,
        isian_terbuka=boleh_kirim and status in EDITABLE,
        di_unit=di_unit,
    )


def _boleh_kirim(capaian: Capaian, user: User) -> bool:
    if user.akses.may(Permission.EVIDENCE_SEND, capaian.unit):
        return True
    if not user.akses.has(Permission.EVIDENCE_SEND, capaian.instansi_id):
        return False
    reachable = Capaian.objects.visible_to(user, Permission.EVIDENCE_SEND)
    return reachable.filter(pk=capaian.pk).exists()


def _terakhir(files: list[BuktiTaut]) -> list[BuktiTaut]:
    """Return the files of the latest approval only; earlier ones are older history."""
    steps = [t.dilepas for t in files if t.dilepas is not None]
    return [t for t in files if t.dilepas == max(steps)]


class _Pembaca:
    """Reads the documents of one task for one person."""

    def __init__(
        self,
        decisions: list[Keputusan],
        pola: str,
        hari_ini: date,
        terbuka: bool,
        boleh_kirim: bool,
    ) -> None:
        self.decisions = decisions
        self.pola = pola
        self.hari_ini = hari_ini
        self.terbuka = terbuka
        self.boleh_kirim = boleh_kirim

    def dokumen(self, pemenuhan: Pemenuhan) -> Dokumen:
        """Return one document with its files and what may be done with it."""
        status = Status(pemenuhan.status)
        files: list[BuktiTaut] = pemenuhan.berkas  # type: ignore[attr-defined]  # prefetched
        before: list[BuktiTaut] = pemenuhan.lama  # type: ignore[attr-defined]  # prefetched
        segar = self._segar(pemenuhan)
        renewable = self.pola == Butir.Pola.TERUS and status is Status.DISETUJUI
        return Dokumen(
            no=pemenuhan.dokumen.urut,
            pemenuhan=pemenuhan,
            berkas=files,
            lama=_terakhir(before) if status is not Status.DISETUJUI else [],
            kembali=self._kembali(pemenuhan) if status is Status.PERBAIKAN else None,
            kata=sebutan(status, segar),
            diterima=diterima(self.pola, status, pemenuhan.berlaku_sampai, self.hari_ini),
            bisa_unggah=self.boleh_kirim and editable(status),
            bisa_lepas=self.boleh_kirim and find(status, Aksi.LEPASKAN) is not None,
            bisa_ulang=self.boleh_kirim and status is Status.PERBAIKAN and bool(files),
            bisa_buka=self.terbuka and find(status, Aksi.BUKA_KEMBALI) is not None,
            bisa_perbarui=self.boleh_kirim and renewable,
            perlu_perbarui=renewable and segar is not None and segar.sampai < self.hari_ini,
        )

    def _segar(self, pemenuhan: Pemenuhan) -> Mutakhir | None:
        one = [(pemenuhan.status, pemenuhan.berlaku_sampai)]
        return mutakhir(sampai(self.pola, one, self.hari_ini), self.hari_ini)

    def _kembali(self, pemenuhan: Pemenuhan) -> Keputusan | None:
        return next(
            (k for k in self.decisions if k.pemenuhan_id == pemenuhan.pk and k.aksi in KEMBALI),
            None,
        )
