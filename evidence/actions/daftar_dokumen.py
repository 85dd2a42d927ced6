"""The documents that a Butir requires: adding, wording, order, removing."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from accounts.models import User
from audit.recorder import audited
from evidence.actions.butir import lock_butir
from evidence.actions.errors import IsianKurang
from evidence.actions.penjadwalan import hari_di, kunci_capaian
from evidence.actions.rencana import record_rencana
from evidence.actions.transition import Langkah, clock, finish, move
from evidence.models import (
    BuktiTaut,
    Butir,
    Capaian,
    DokumenWajib,
    Keputusan,
    Pemenuhan,
    Rencana,
)
from evidence.workflow import Aksi, NotAllowed


@dataclass(frozen=True)
class IsiDokumen:
    """What is said about a required document."""

    uraian: str
    kriteria: str = ""

    def check(self) -> None:
        """Raise IsianKurang when the document has no name."""
        if not self.uraian.strip():
            raise IsianKurang({"uraian": "Sebutkan dokumennya."})


def tambah_dokumen(*, butir_id: int, isi: IsiDokumen, by: User, at: datetime | None = None) -> int:
    """Add a required document; return in how many tasks of a running plan it is asked.

    It is asked in every task whose deadline is not past, and of a continuous task as long as
    its window runs: its deadline is only the first. Where all else was approved the task is
    unfinished again (the state follows from its documents). A task whose deadline is past was
    judged by the list of that day and stays. Raises Denied, NotAllowed, IsianKurang.
    """
    isi.check()
    with audited():
        rencana, butir = lock_butir(butir_id, by)
        now = clock(rencana.instansi, at)
        last = butir.dokumen_set.aggregate(n=Max("urut"))["n"] or 0
        dokumen = DokumenWajib.objects.create(
            butir=butir,
            urut=last + 1,
            uraian=isi.uraian.strip(),
            kriteria=isi.kriteria.strip(),
            asal=DokumenWajib.Asal.PORTAL,
        )
        asked = []
        if rencana.berjalan:
            today = hari_di(rencana.instansi, now)
            asked = [row for row in kunci_capaian(rencana, [butir.pk]) if _sampai(row) >= today]
            Pemenuhan.objects.bulk_create(
                Pemenuhan(capaian=c, dokumen=dokumen, dibuat=now) for c in asked
            )
            note = f"Dokumen wajib ditambah: {dokumen.uraian}"
            _follow(asked, by, now, note)
        record_rencana(
            rencana,
            "rencana.dokumen_tambah",
            by,
            now,
            {
                "butir": butir.kode,
                "dokumen": dokumen.uraian,
                "kriteria": dokumen.kriteria,
                "capaian": [row.pk for row in asked],
            },
        )
        return len(asked)


def _sampai(row: Capaian) -> date:
    """Return the last day on which a new document is asked of a task."""
    return row.selesai if row.butir.pola == Butir.Pola.TERUS else row.batas


def ubah_dokumen(*, dokumen_id: int, isi: IsiDokumen, by: User, at: datetime | None = None) -> None:
    """Change the words of a required document; evidence and decisions stay.

    Raises Denied, NotAllowed, IsianKurang.
    """
    isi.check()
    with audited():
        rencana, dokumen = _lock(dokumen_id, by)
        before = [dokumen.uraian, dokumen.kriteria]
        after = [isi.uraian.strip(), isi.kriteria.strip()]
        if before == after:
            return
        dokumen.uraian, dokumen.kriteria = after
        dokumen.save(update_fields=["uraian", "kriteria"])
        record_rencana(
            rencana,
            "rencana.dokumen_ubah",
            by,
            clock(rencana.instansi, at),
            {"butir": dokumen.butir.kode, "no": dokumen.urut, "lama": before, "baru": after},
        )


def geser_dokumen(*, dokumen_id: int, naik: bool, by: User, at: datetime | None = None) -> bool:
    """Move a required document one place up or down; False at the end of the list.

    Raises Denied, NotAllowed.
    """
    with audited():
        rencana, dokumen = _lock(dokumen_id, by)
        order = list(dokumen.butir.dokumen_set.order_by("urut"))
        place = order.index(dokumen)
        other = place - 1 if naik else place + 1
        if not 0 <= other < len(order):
            return False
        neighbour = order[other]
        mine, theirs = dokumen.urut, neighbour.urut
        rows = DokumenWajib.objects
        rows.filter(pk=dokumen.pk).update(urut=order[-1].urut + 1)  # the pair is unique
        rows.filter(pk=neighbour.pk).update(urut=mine)
        rows.filter(pk=dokumen.pk).update(urut=theirs)
        record_rencana(
            rencana,
            "rencana.dokumen_ubah",
            by,
            clock(rencana.instansi, at),
            {"butir": dokumen.butir.kode, "dokumen": dokumen.uraian, "urut": [mine, theirs]},
        )
        return True


def dokumen_terpakai(ids: list[int]) -> set[int]:
    """Return the documents with a file (also one taken back), a step or an exception anywhere."""
    files = BuktiTaut.objects.filter(pemenuhan__dokumen__in=ids)
    steps = Keputusan.objects.filter(pemenuhan__dokumen__in=ids)
    asked_for = Pemenuhan.objects.filter(dokumen__in=ids, pengecualian_set__isnull=False)
    return (
        set(files.values_list("pemenuhan__dokumen", flat=True))
        | set(steps.values_list("pemenuhan__dokumen", flat=True))
        | set(asked_for.values_list("dokumen", flat=True))
    )


def hapus_dokumen(*, dokumen_id: int, by: User, at: datetime | None = None) -> None:
    """Remove a required document for which nobody has given anything.

    Raises Denied, and NotAllowed when it has evidence, decisions or an exception (also one taken
    back), or is the last one that a running plan asks of its Butir.
    """
    with audited():
        rencana, dokumen = _lock(dokumen_id, by)
        now = clock(rencana.instansi, at)
        rows = kunci_capaian(rencana, [dokumen.butir_id])
        if dokumen_terpakai([dokumen.pk]):
            raise NotAllowed(
                "Dokumen ini sudah mempunyai berkas, putusan, atau pengajuan pengecualian, "
                "jadi tidak dapat dihapus."
            )
        if rencana.berjalan and dokumen.butir.dokumen_set.count() == 1:
            raise NotAllowed("Tugas dalam rencana yang berjalan perlu sedikitnya satu dokumen.")
        asked = set(dokumen.pemenuhan_set.values_list("capaian", flat=True))
        dokumen.pemenuhan_set.all().delete()
        butir, words = dokumen.butir, dokumen.uraian
        dokumen.delete()
        _follow(
            [row for row in rows if row.pk in asked], by, now, f"Dokumen wajib dihapus: {words}"
        )
        record_rencana(
            rencana, "rencana.dokumen_hapus", by, now, {"butir": butir.kode, "dokumen": words}
        )


def _lock(dokumen_id: int, by: User) -> tuple[Rencana, DokumenWajib]:
    butir_id = DokumenWajib.objects.filter(pk=dokumen_id).values_list("butir", flat=True).first()
    rencana, _ = lock_butir(butir_id or 0, by)
    dokumen = DokumenWajib.objects.select_related("butir").filter(pk=dokumen_id).first()
    if dokumen is None:
        raise NotAllowed("Dokumen ini sudah dihapus.")
    return rencana, dokumen


def _follow(rows: list[Capaian], by: User, now: datetime, note: str) -> None:
    """Let the state of locked tasks follow their documents, and say why."""
    step = Langkah(Aksi.ATUR_DOKUMEN, by, now, catatan=note)
    for row in rows:
        move(row, (), step)
        finish(row, step, {"catatan": note}, by_unit=False)
