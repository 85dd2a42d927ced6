"""The tasks of a Potret with documents, files, notes, KPK's answers and exceptions.

Eleven queries, however many tasks. What a unit has not sent (drafts of files, a narrative that it
may have changed since) is not reported; kendala, tindak lanjut and progres are: they say why
nothing came. A document whose renewal is under way counts by its approval, so it shows the files
that were approved, not those of the renewal. Files of class Dikecualikan have no name.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Prefetch, Q

from evidence.actions.isian import EDITABLE
from evidence.hitungan import Golongan
from evidence.keadaan import Dokumen, Tugas, hari_di
from evidence.models import (
    Bukti,
    BuktiTaut,
    Butir,
    Capaian,
    DokumenWajib,
    Keputusan,
    Pemenuhan,
    Pengecualian,
    Rencana,
)
from evidence.workflow import KECUALI, Aksi, Alasan, Status
from reports.datasets.kelompok import LINTAS, AnggotaBertugas, AreaKelompok
from reports.datasets.rincian import keadaan_tugas
from reports.potret.bentuk import (
    BuktiPotret,
    CapaianPotret,
    CatatanPotret,
    DokumenPotret,
    JagaPotret,
    NilaiKPKPotret,
    PengecualianPotret,
    TugasPotret,
)
from satgas.jaga.status import NilaiSaatItu, status_jaga
from satgas.models import KirimanJaga, RincianTugas

_SENT = (Status.MENUNGGU, Status.PERBAIKAN, Status.DISETUJUI)
_PUTUSAN = (Aksi.SETUJUI, Aksi.MINTA_PERBAIKAN, Aksi.BUKA_KEMBALI)
_KATA: Mapping[str, str] = {
    Aksi.LAMPIRKAN: "Berkas dilampirkan",
    Aksi.LEPASKAN: "Berkas dilepas",
    Aksi.KOSONGKAN: "Berkas dilepas",
    Aksi.KIRIM: "Dikirim",
    Aksi.TARIK: "Ditarik kembali",
    Aksi.SETUJUI: "Disetujui",
    Aksi.MINTA_PERBAIKAN: "Perlu perbaikan",
    Aksi.BUKA_KEMBALI: "Dibuka kembali",
    Aksi.PERBARUI: "Diperbarui",
    Aksi.NIHILKAN: "Dinyatakan nihil",
    Aksi.TAK_BERLAKUKAN: "Dinyatakan tidak berlaku",
    Aksi.TAK_DAPATKAN: "Dinyatakan tidak dapat dipenuhi",
    Aksi.BATALKAN_KECUALI: "Pengecualian dibatalkan",
    Aksi.TOLAK_KPK: "Ditolak KPK",
    Aksi.ATUR_DOKUMEN: "Daftar dokumen diubah",
    Aksi.PULIHKAN_KPK: "Penolakan KPK dicabut",
}


@dataclass(frozen=True)
class BarisTugas:
    """What a task takes from the plan around it: member, area, KPK's value, source notes."""

    pembawa: Mapping[int, AnggotaBertugas]
    area: Mapping[int, AreaKelompok]
    kpk: Mapping[int, NilaiSaatItu]
    catatan: Mapping[int, tuple[str, ...]]


def susun_tugas(
    rencana: Rencana, counted: Mapping[int, Tugas], at: datetime, around: BarisTugas
) -> tuple[TugasPotret, ...]:
    """Return every task of the plan that stood at a moment, or that counts, in its order.

    `counted`: the windows that the figures count, by Capaian.
    """
    windows = _capaian(rencana, counted, at)
    printed = {
        row.butir_id: row
        for row in RincianTugas.objects.filter(butir__rencana=rencana).prefetch_related(
            "sub_set", "bersama"
        )
    }
    stands = Q(dicabut__isnull=True) | Q(dicabut__gt=at)
    rows = (
        Butir.objects.filter(stands | Q(pk__in=list(windows)), rencana=rencana)
        .select_related("unit")
        .order_by("urut")
    )
    return tuple(
        _tugas(butir, printed.get(butir.pk), tuple(windows.get(butir.pk, ())), around)
        for butir in rows
    )


def _tugas(
    butir: Butir,
    row: RincianTugas | None,
    windows: tuple[CapaianPotret, ...],
    around: BarisTugas,
) -> TugasPotret:
    member, area = around.pembawa.get(butir.pk), around.area.get(butir.pk)
    kpk = around.kpk.get(butir.pk)
    return TugasPotret(
        id=butir.pk,
        kode=butir.kode,
        teks=row.teks if row else butir.uraian,
        jalur=butir.jalur,
        sub=tuple((s.no, s.teks) for s in row.sub_set.all()) if row else (),
        anggota=member.no if member else None,
        bersama=tuple(sorted(a.no for a in row.bersama.all())) if row else (),
        area=area.kode if area else LINTAS.kode if around.area else "",
        unit=butir.unit.nama,
        pola=butir.get_pola_display(),
        dinilai=butir.dinilai,
        catatan=around.catatan.get(butir.pk, ()),
        kpk=NilaiKPKPotret(kpk.nilai, kpk.tanggal, kpk.sumber) if kpk else None,
        capaian=windows,
    )


def _capaian(
    rencana: Rencana, counted: Mapping[int, Tugas], at: datetime
) -> dict[int, list[CapaianPotret]]:
    said, last = _langkah(rencana, at)
    documents = _dokumen(rencana, counted, at)
    day = hari_di(rencana, at)
    rows = Capaian.objects.filter(butir__rencana=rencana).select_related("unit")
    found: dict[int, list[CapaianPotret]] = defaultdict(list)
    for row in rows.order_by("butir__urut", "mulai", "pk"):
        task = counted.get(row.pk)
        if task is None:
            continue
        since = task.lewat_sejak(day)
        found[row.butir_id].append(
            CapaianPotret(
                id=row.pk,
                mulai=row.mulai,
                selesai=row.selesai,
                batas=row.batas,
                unit=row.unit.nama,
                pemegang=task.pemegang if task.pemegang_id != task.unit_id else "",
                status=keadaan_tugas(task),
                lewat_hari=(day - since).days if since else 0,
                nilai_mandiri=task.klaim,
                nilai_internal=task.nilai,
                dikirim=task.dikirim.astimezone(UTC) if task.dikirim else None,
                narasi=row.narasi if _terkirim(row, task) else "",
                kendala=row.kendala,
                tindak_lanjut=row.tindak_lanjut,
                progres=row.get_progres_display(),
                dokumen=tuple(documents.get(row.pk, ())),
                catatan=said.get(row.pk),
                langkah=last.get(row.pk),
            )
        )
    return found


def _terkirim(row: Capaian, task: Tugas) -> bool:
    """Whether the narrative is the one that was sent.

    It keeps no history: while the unit may write, it is only sure that it didn't since it sent.
    """
    if task.dikirim is None:
        return False
    return Status(row.status) not in EDITABLE or row.diubah is None or row.diubah <= task.dikirim


def _dokumen(
    rencana: Rencana, counted: Mapping[int, Tugas], at: datetime
) -> dict[int, list[DokumenPotret]]:
    """Documents by Capaian: those that the figures count, with the files that were sent."""
    kinds = {d.pk: d for t in counted.values() for d in t.dokumen}
    files, jaga = _bukti(rencana, at, _disetujui(kinds.values(), at)), _jaga(rencana, at)
    rows = (
        Pemenuhan.objects.filter(capaian__butir__rencana=rencana)
        .order_by("capaian", "dokumen__urut", "pk")
        .values_list("pk", "capaian", "dokumen__urut", "dokumen__uraian", "dokumen__asal")
    )
    found: dict[int, list[DokumenPotret]] = defaultdict(list)
    for pk, capaian, urut, uraian, asal in rows:
        kind = kinds.get(pk)
        if kind is None:
            continue
        found[capaian].append(
            DokumenPotret(
                id=pk,
                urut=urut,
                uraian=uraian,
                susunan_portal=asal == DokumenWajib.Asal.PORTAL,
                golongan=Golongan(kind.golongan),
                bukti=tuple(files.get(pk, ())) if _tampil(kind) else (),
                jaga=jaga.get(pk),
            )
        )
    return found


def _tampil(dokumen: Dokumen) -> bool:
    """Whether files of a document are reported: they were sent, or an approval of them counts."""
    return dokumen.status in _SENT or dokumen.golongan is Golongan.DISETUJUI


def _disetujui(dokumen: Iterable[Dokumen], at: datetime) -> dict[int, datetime]:
    """Documents that count by an approval while their renewal is under way: when that was."""
    renewed = [
        d.pk
        for d in dokumen
        if d.golongan is Golongan.DISETUJUI and d.status is not Status.DISETUJUI
    ]
    rows = Keputusan.objects.filter(pemenuhan__in=renewed, aksi=Aksi.SETUJUI, at__lte=at)
    return dict(rows.order_by("at", "pk").values_list("pemenuhan", "at"))


def _bukti(
    rencana: Rencana, at: datetime, disetujui: Mapping[int, datetime]
) -> dict[int, list[BuktiPotret]]:
    """Files in use at a moment, by document, in the order in which they were attached.

    `disetujui`: documents of which those count that were in use at an earlier moment.
    """
    rows = (
        BuktiTaut.objects.filter(
            Q(dilepas__isnull=True) | Q(dilepas__gt=at) | Q(pemenuhan__in=list(disetujui)),
            pemenuhan__capaian__butir__rencana=rencana,
            dibuat__lte=at,
        )
        .select_related("versi__bukti")
        .order_by("pk")
    )
    found: dict[int, list[BuktiPotret]] = defaultdict(list)
    for use in rows:
        moment = disetujui.get(use.pemenuhan_id, at)
        if use.dibuat > moment or (use.dilepas is not None and use.dilepas <= moment):
            continue
        versi = use.versi
        excluded = versi.bukti.kelas == Bukti.Kelas.DIKECUALIKAN
        found[use.pemenuhan_id].append(
            BuktiPotret(
                nama="" if excluded else versi.nama_asli,
                nomor=versi.nomor_dokumen,
                tanggal=versi.tanggal_dokumen,
                sha256=versi.sha256,
                halaman=versi.halaman,
                rentang=use.rentang_halaman,
                dikecualikan=excluded,
            )
        )
    return found


def _jaga(rencana: Rencana, at: datetime) -> dict[int, JagaPotret]:
    """The upload that held at a moment, by document, with KPK's answer known by then."""
    status = status_jaga(rencana, at)
    rows = KirimanJaga.objects.filter(
        Q(dibatalkan__isnull=True) | Q(dibatalkan__gt=at),
        pemenuhan__capaian__butir__rencana=rencana,
        diunggah__lte=at,
    )
    found = {}
    for row in rows.order_by("diunggah", "-pk"):  # the last holds, as in status_jaga
        answered = row.dijawab is not None and row.dijawab <= at
        known = status.get(row.pemenuhan_id)
        found[row.pemenuhan_id] = JagaPotret(
            diunggah=row.diunggah.astimezone(UTC),
            jawaban=row.jawaban if answered else "",
            catatan=row.catatan if answered else "",
            tanggal=row.tanggal_jawaban if answered else None,
            usang=known.usang if known else False,
        )
    return found


def _langkah(
    rencana: Rencana, at: datetime
) -> tuple[dict[int, CatatanPotret], dict[int, CatatanPotret]]:
    """By Capaian: the verifikator's last words, and the last step of all."""
    rows = (
        Keputusan.objects.filter(capaian__butir__rencana=rencana, at__lte=at)
        .order_by("at", "pk")
        .values_list("capaian", "aksi", "alasan", "catatan", "oleh__nama", "jabatan", "at")
    )
    said: dict[int, CatatanPotret] = {}
    last: dict[int, CatatanPotret] = {}
    for capaian, aksi, alasan, catatan, oleh, jabatan, when in rows.iterator(chunk_size=5000):
        step = CatatanPotret(
            aksi=aksi,
            putusan=_KATA.get(aksi, aksi),
            alasan=str(Alasan(alasan).label) if alasan else "",
            catatan=catatan,
            oleh=oleh,
            jabatan=jabatan,
            at=when.astimezone(UTC),
        )
        known = last.get(capaian)
        # Several documents move in one step: the one that says something speaks for it.
        if known is None or known.at != step.at or step.catatan:
            last[capaian] = step
        if catatan and aksi in _PUTUSAN:
            said[capaian] = step
    return said, last


def pengecualian(
    rencana: Rencana, counted: set[int], at: datetime
) -> tuple[PengecualianPotret, ...]:
    """Exceptions of the windows that count, as they stood at a moment; withdrawn ones left out."""
    rows = (
        Pengecualian.objects.filter(
            Q(ditarik__isnull=True) | Q(ditarik__gt=at),
            capaian__butir__rencana=rencana,
            diajukan__lte=at,
        )
        .select_related("capaian__butir", "capaian__unit", "putusan_oleh")
        .prefetch_related(Prefetch("dokumen", Pemenuhan.objects.select_related("dokumen")))
        .order_by("diajukan", "pk")
    )
    granted = _dikabulkan(rencana, at)
    found = []
    for row in rows:
        if row.capaian_id not in counted:
            continue
        said = row.pendapat_at is not None and row.pendapat_at <= at
        putusan = _putusan(row, at, granted)
        answered = row.jawaban_at is not None and row.jawaban_at <= at
        found.append(
            PengecualianPotret(
                id=row.pk,
                kode=row.capaian.butir.kode,
                unit=row.capaian.unit.nama,
                mulai=row.capaian.mulai,
                jenis=row.get_jenis_display(),
                alasan=row.alasan,
                dokumen=tuple(sorted(p.dokumen.urut for p in row.dokumen.all())),
                diajukan=row.diajukan.astimezone(UTC),
                pendapat=row.get_pendapat_display() if said else "",
                pendapat_catatan=row.pendapat_catatan if said else "",
                putusan=putusan[0],
                putusan_catatan=putusan[1],
                putusan_oleh=putusan[2],
                jawaban_kpk=row.get_jawaban_kpk_display() if answered else "",
                jawaban_catatan=row.jawaban_catatan if answered else "",
            )
        )
    return tuple(found)


def _putusan(
    row: Pengecualian, at: datetime, granted: Mapping[int, list[CatatanPotret]]
) -> tuple[str, str, str]:
    """What was decided on an exception by a moment: the words, the note, by whom.

    A grant that was cancelled later has lost its own moment in the row; its step keeps it.
    """
    if row.putusan_at is not None and row.putusan_at <= at:
        by = row.putusan_oleh.nama if row.putusan_oleh else ""
        return row.get_putusan_display(), row.putusan_catatan, by
    if row.putusan == Pengecualian.Putusan.DIBATALKAN:
        steps = [s for s in granted.get(row.capaian_id, ()) if s.at >= row.diajukan]
        if steps:
            return Pengecualian.Putusan.DIKABULKAN.label, steps[-1].catatan, steps[-1].oleh
    return "", "", ""


def _dikabulkan(rencana: Rencana, at: datetime) -> dict[int, list[CatatanPotret]]:
    """Grants of exceptions by a moment, by Capaian, from the steps they made."""
    rows = (
        Keputusan.objects.filter(
            capaian__butir__rencana=rencana, aksi__in=list(KECUALI.values()), at__lte=at
        )
        .order_by("at", "pk")
        .values_list("capaian", "aksi", "catatan", "oleh__nama", "jabatan", "at")
    )
    found: dict[int, list[CatatanPotret]] = defaultdict(list)
    for capaian, aksi, catatan, oleh, jabatan, when in rows:
        step = CatatanPotret(aksi, _KATA.get(aksi, aksi), "", catatan, oleh, jabatan, when)
        found[capaian].append(step)
    return found
