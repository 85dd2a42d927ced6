"""Assignment: who of the Inspektorat looks at a task first. Others may still decide it."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from accounts.models import User
from accounts.permissions import Denied, Permission
from audit.recorder import Event, audited, record
from evidence.actions.errors import IsianKurang
from evidence.models import BuktiTaut, Capaian
from evidence.workflow import NotAllowed, Status

PALING_BANYAK = 200
DIBAGI = (Status.MENUNGGU, Status.PERBAIKAN, Status.DRAF)
"""States in which a task that was sent once is still to be reviewed."""


@dataclass
class HasilBagi:
    """What became of the tasks: codes that were assigned, who got how many, why others were not."""

    dibagi: list[str] = field(default_factory=list)
    dilewati: list[str] = field(default_factory=list)
    dapat: "Counter[str]" = field(default_factory=Counter)


def bagikan(*, capaian_ids: Collection[int], pemeriksa_id: int | None, by: User) -> HasilBagi:
    """Give tasks to one reviewer, or take them back from whoever has them (None).

    `versi` stays: a form that somebody has open can still be saved. Tasks that this reviewer
    can't decide (no right there, or took part in the work) are left as they are and named in the
    result. Raises Denied (a task is not yours to assign), IsianKurang, NotAllowed (too many).
    """
    with audited():
        rows = _kunci(capaian_ids, by)
        orang = None if pemeriksa_id is None else _pilihan([pemeriksa_id], rows)[0]
        penulis = _penulis(rows)
        hasil = HasilBagi()
        for capaian in rows:
            alasan = _larangan(capaian, orang, penulis)
            if alasan:
                hasil.dilewati.append(f"{capaian.butir.kode}: {alasan}")
            else:
                _tetapkan(capaian, orang, by)
                hasil.dibagi.append(capaian.butir.kode)
                hasil.dapat[orang.nama if orang else ""] += 1
        return hasil


def bagi_rata(
    *, capaian_ids: Collection[int], pemeriksa_ids: Collection[int], by: User
) -> HasilBagi:
    """Share tasks among reviewers in turn, each task to the one who got fewest so far.

    Whoever took part in a task is passed over for it; a task that none of them can decide is
    left as it is and named in the result. Raises as `bagikan`.
    """
    with audited():
        rows = _kunci(capaian_ids, by)
        orang = _pilihan(pemeriksa_ids, rows)
        penulis = _penulis(rows)
        dapat: Counter[int] = Counter()
        hasil = HasilBagi()
        for capaian in rows:
            boleh = [o for o in orang if not _larangan(capaian, o, penulis)]
            if not boleh:
                alasan = _larangan(capaian, orang[0], penulis)
                hasil.dilewati.append(
                    f"{capaian.butir.kode}: {alasan}"
                    if len(orang) == 1 or not _dibagi(capaian)
                    else f"{capaian.butir.kode}: tidak seorang pun dari mereka dapat memutusnya"
                )
                continue
            giliran = min(boleh, key=lambda o: dapat[o.pk])  # the first of equals: in turn
            dapat[giliran.pk] += 1
            _tetapkan(capaian, giliran, by)
            hasil.dibagi.append(capaian.butir.kode)
            hasil.dapat[giliran.nama] += 1
        return hasil


def _kunci(capaian_ids: Collection[int], by: User) -> list[Capaian]:
    """Lock tasks in the order of the queue: the longest waiting first."""
    ids = set(capaian_ids)
    if not ids:
        raise IsianKurang({"capaian": "Centang paling sedikit satu tugas."})
    if len(ids) > PALING_BANYAK:
        raise NotAllowed(f"Paling banyak {PALING_BANYAK} tugas sekali bagi.")
    rows = list(
        Capaian.objects.visible_to(by, Permission.REVIEW_ASSIGN)
        .select_for_update(of=("self",))
        .select_related("instansi", "unit", "butir__rencana", "pemeriksa")
        .filter(pk__in=ids)
        .order_by("dikirim", "batas", "butir__urut", "pk")
    )
    if len(rows) != len(ids):
        raise Denied("Ada tugas yang tidak dapat Anda bagi. Muat ulang antrean, lalu pilih lagi.")
    return rows


def _pilihan(pemeriksa_ids: Collection[int], rows: list[Capaian]) -> list[User]:
    """Return the chosen people in their order; IsianKurang unless each reviews some of the rows."""
    found = User.objects.in_bulk(list(pemeriksa_ids))
    orang = [found[pk] for pk in dict.fromkeys(pemeriksa_ids) if pk in found]
    units = {c.unit_id: c.unit for c in rows}.values()
    known = all(any(o.akses.may(Permission.EVIDENCE_REVIEW, unit) for unit in units) for o in orang)
    if not orang or len(orang) != len(set(pemeriksa_ids)) or not known:
        raise IsianKurang({"pemeriksa": "Pilih pemeriksa dari daftar."})
    return orang


def _penulis(rows: Iterable[Capaian]) -> set[tuple[int, int]]:
    """Return (task, person) for everybody who took part in one of the tasks."""
    ids = [c.pk for c in rows]
    through = Capaian.penulis.through.objects.filter(capaian__in=ids)
    files = BuktiTaut.objects.active().filter(pemenuhan__capaian__in=ids)
    return {
        *through.values_list("capaian_id", "user_id"),
        *files.values_list("pemenuhan__capaian_id", "versi__oleh_id"),
    }


def _dibagi(capaian: Capaian) -> bool:
    """Whether a task is in the hands of the review, or comes back to it."""
    counts = capaian.gugur is None and capaian.butir.rencana.berjalan
    return counts and capaian.dikirim is not None and capaian.status in DIBAGI


def _larangan(capaian: Capaian, orang: User | None, penulis: set[tuple[int, int]]) -> str:
    """Return why a task can't go to a reviewer, empty when it can; taking back always can."""
    if orang is None:
        return ""
    if not _dibagi(capaian):
        return "tidak sedang menunggu pemeriksaan"
    if not orang.akses.may(Permission.EVIDENCE_REVIEW, capaian.unit):
        return f"{orang.nama} tidak dapat memutus tugas unit ini"
    if (capaian.pk, orang.pk) in penulis:
        return f"{orang.nama} ikut mengisi, mengunggah, atau mengirim tugas ini (empat mata)"
    return ""


def _tetapkan(capaian: Capaian, orang: User | None, by: User) -> None:
    """Write the reviewer of a locked task; the same one again writes nothing."""
    before = capaian.pemeriksa
    if before == orang:
        return
    capaian.pemeriksa = orang
    capaian.save(update_fields=["pemeriksa"])
    record(
        Event(
            instansi=capaian.instansi.kode,
            contoh=capaian.instansi.contoh,
            aksi="capaian.bagi",
            oleh=by,
            objek_jenis="capaian",
            objek_id=str(capaian.pk),
            objek_nama=f"{capaian.butir.kode} {capaian.butir.uraian}"[:300],
            isi={
                "dari": before.nama if before else "",
                "ke": orang.nama if orang else "",
            },
        )
    )
