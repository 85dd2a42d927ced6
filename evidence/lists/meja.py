"""What the desk shows beside a document: what was decided before, and where else it is used."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from accounts.models import User
from accounts.sebutan import sebut_malas
from evidence.detail.bentuk import Dokumen, Rincian
from evidence.detail.riwayat import nama_pelaku
from evidence.lists.saringan import nomor
from evidence.models import BuktiTaut, Capaian, Keputusan
from evidence.workflow import KEMBALI, SIFAT, Aksi, Alasan, Status

_JUDUL = {
    Aksi.SETUJUI: sebut_malas("Disetujui Inspektorat"),
    Aksi.MINTA_PERBAIKAN: "Dikembalikan untuk diperbaiki",
    Aksi.TOLAK_KPK: "Ditolak KPK",
    Aksi.BUKA_KEMBALI: "Persetujuan dibuka kembali",
    Aksi.PULIHKAN_KPK: "Penolakan KPK dikoreksi",
}
_PUTUSAN = tuple(_JUDUL)
_MENUTUP = (*KEMBALI, Aksi.BUKA_KEMBALI)
"""Decisions after which the unit or the Inspektorat had to begin again."""


@dataclass(frozen=True)
class Sebelumnya:
    """One earlier decision on a document and the files that it was about.

    `sama`: those files are the ones in use now. `sampai`: until when an approval is valid that
    is being renewed, `lewat`: that day has passed.
    """

    putusan: Keputusan
    judul: str
    tone: str
    ikon: str
    alasan: str
    oleh: str
    berkas: list[BuktiTaut]
    sama: bool
    sampai: date | None
    lewat: bool

    @property
    def kunci(self) -> int:
        """What the address calls these files."""
        return self.putusan.pk

    @property
    def kpk(self) -> bool:
        """Whether the note is KPK's own."""
        return self.putusan.aksi == Aksi.TOLAK_KPK


@dataclass(frozen=True)
class PemakaianLain:
    """Another use of one of the document's files (any version of it)."""

    taut: BuktiTaut
    lain_rencana: bool
    putusan: Sebelumnya | None


@dataclass(frozen=True)
class DokumenMeja:
    """A required document on the desk. `dipilih`: the earlier files the address asks for."""

    isi: Dokumen
    sebelumnya: list[Sebelumnya]
    dipilih: Sebelumnya | None
    lain: list[PemakaianLain] = field(default_factory=list)

    @property
    def berkas(self) -> list[BuktiTaut]:
        """The files to show: those of the chosen earlier version, else those in use."""
        return self.dipilih.berkas if self.dipilih else self.isi.berkas

    @property
    def versi_lain(self) -> list[Sebelumnya]:
        """Earlier decisions whose files are no longer the ones in use: what one can switch to."""
        return [s for s in self.sebelumnya if s.berkas and not s.sama]


def dokumen_meja(rincian: Rincian, user: User, versi: str, hari_ini: date) -> list[DokumenMeja]:
    """Return the documents of a task with their past; `versi` is what the address asks to see."""
    capaian = rincian.capaian
    decisions = list(capaian.keputusan_set.all())  # prefetched, newest first
    files, uses = _berkas(user, capaian)
    lain = _pemakaian_lain(uses, capaian)
    asked = nomor(versi)
    rows = []
    for dokumen in rincian.dokumen:
        past = _sebelumnya(dokumen, decisions, files, hari_ini)
        rows.append(
            DokumenMeja(
                isi=dokumen,
                sebelumnya=past,
                dipilih=next((s for s in past if s.kunci == asked and s.berkas), None),
                lain=[
                    p
                    for p in lain
                    if p.taut.versi.bukti_id in {t.versi.bukti_id for t in dokumen.berkas}
                ],
            )
        )
    return rows


def _sebelumnya(
    dokumen: Dokumen, decisions: list[Keputusan], files: list[BuktiTaut], hari_ini: date
) -> list[Sebelumnya]:
    """Return what was decided about a document before, newest first; not how it stands now."""
    pemenuhan = dokumen.pemenuhan
    steps = [k for k in decisions if k.pemenuhan_id == pemenuhan.pk]
    own = [t for t in files if t.pemenuhan_id == pemenuhan.pk]
    now = {t.versi_id for t in dokumen.berkas}
    past = []
    for n, k in enumerate(steps):
        later = steps[:n]
        if k.aksi not in _PUTUSAN or (k.aksi not in _MENUTUP and not later):
            continue
        then = _berkas_pada(own, k)
        renewed = k.aksi == Aksi.SETUJUI and bool(later) and later[-1].aksi == Aksi.PERBARUI
        ended = any(s.aksi in (Aksi.SETUJUI, Aksi.TOLAK_KPK) for s in later)
        sampai = pemenuhan.berlaku_sampai if renewed and not ended else None
        past.append(
            _satu(
                k,
                berkas=then,
                sama={t.versi_id for t in then} == now,
                sampai=sampai,
                lewat=sampai is not None and sampai < hari_ini,
            )
        )
    return past


def _berkas_pada(files: Iterable[BuktiTaut], putusan: Keputusan) -> list[BuktiTaut]:
    """Return the files that were attached when a decision was taken."""
    return [
        t for t in files if t.dibuat <= putusan.at and (t.dilepas is None or t.dilepas > putusan.at)
    ]


def _satu(
    putusan: Keputusan,
    *,
    berkas: list[BuktiTaut],
    sama: bool,
    sampai: date | None = None,
    lewat: bool = False,
) -> Sebelumnya:
    sifat = SIFAT[Status(putusan.ke)]
    kpk = putusan.aksi == Aksi.TOLAK_KPK
    return Sebelumnya(
        putusan=putusan,
        judul=str(_JUDUL[Aksi(putusan.aksi)]),
        tone="merah" if kpk else sifat.tone,
        ikon="s-ditolak" if kpk else sifat.ikon,
        alasan=str(Alasan(putusan.alasan).label) if putusan.alasan and not kpk else "",
        oleh=nama_pelaku(putusan),
        berkas=berkas,
        sama=sama,
        sampai=sampai,
        lewat=lewat,
    )


def _berkas(user: User, capaian: Capaian) -> tuple[list[BuktiTaut], list[BuktiTaut]]:
    """Return every use of a file here, ended ones too, and the uses elsewhere of what is used here.

    Elsewhere: in use, in whatever plan, and only where the person may read. One query.
    """
    rows = BuktiTaut.objects.select_related(
        "versi__bukti",
        "versi__oleh",
        "pemenuhan__dokumen",
        "pemenuhan__capaian__butir__rencana",
        "pemenuhan__capaian__unit",
    ).order_by()
    here = BuktiTaut.objects.active().filter(pemenuhan__capaian=capaian)
    readable = Capaian.objects.visible_to(user).filter(gugur__isnull=True).exclude(pk=capaian.pk)
    elsewhere = rows.filter(
        dilepas__isnull=True,
        versi__bukti__in=here.order_by().values("versi__bukti"),
        pemenuhan__capaian__in=readable.order_by().values("pk"),
    )
    found = list(rows.filter(pemenuhan__capaian=capaian).union(elsewhere, all=True))
    found.sort(key=lambda t: t.pk)
    return (
        [t for t in found if t.pemenuhan.capaian_id == capaian.pk],
        [t for t in found if t.pemenuhan.capaian_id != capaian.pk],
    )


def _pemakaian_lain(uses: list[BuktiTaut], capaian: Capaian) -> list[PemakaianLain]:
    """Return other uses with what was decided on each last."""
    last: dict[int | None, Keputusan] = {}
    for k in (
        Keputusan.objects.filter(pemenuhan__in={t.pemenuhan_id for t in uses}, aksi__in=_PUTUSAN)
        .select_related("oleh")
        .order_by("at", "id")
    ):
        last[k.pemenuhan_id] = k
    own_plan = capaian.butir.rencana_id
    return [
        PemakaianLain(
            taut=t,
            lain_rencana=t.pemenuhan.capaian.butir.rencana_id != own_plan,
            putusan=_satu(last[t.pemenuhan_id], berkas=[], sama=False)
            if t.pemenuhan_id in last
            else None,
        )
        for t in uses
    ]
