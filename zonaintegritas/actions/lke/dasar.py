"""What all writes to an LKE share: the lock, the right, the step that is written, the event."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.permissions import Denied
from audit.recorder import Event, record
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.actions.transition import clock
from evidence.workflow import NotAllowed
from zonaintegritas.lke.alur import AksiLKE, PanahLKE, tahap_pelaku
from zonaintegritas.lke.hak import Pelaku, hari_lke, panah_untuk, pelaku
from zonaintegritas.models import LKE, LangkahLKE, PertanyaanLKE, StatusLKE

BUKAN_PEMBACA = "LKE ini tidak ada atau bukan untuk unit Anda."
_SEBUT_KODE = 12


class BentrokJawaban(Bentrok):
    """Somebody else answered the question meanwhile; nothing of either answer is lost.

    `tersimpan` is the answer that stands, `isian` the refused one, both in words; `tanda` is the
    mark of the stored answer: sent again with it, the refused one takes its place.
    """

    def __init__(self, pesan: str, *, tersimpan: str, isian: str, tanda: str) -> None:
        self.tersimpan, self.isian, self.tanda = tersimpan, isian, tanda
        super().__init__(pesan)


class BelumLengkap(IsianKurang):
    """Questions without an answer keep a step from being taken; `kode` names them all."""

    def __init__(self, kode: Iterable[str], siapa: str) -> None:
        self.kode = tuple(kode)
        daftar = ", ".join(self.kode[:_SEBUT_KODE])
        lain = len(self.kode) - _SEBUT_KODE
        ekor = f" dan {lain} pertanyaan lain" if lain > 0 else ""
        pesan = f"{len(self.kode)} pertanyaan belum dijawab {siapa}: {daftar}{ekor}."
        super().__init__({"jawaban": pesan})


def kunci(lke_id: int, by: User, at: datetime | None) -> tuple[LKE, datetime]:
    """Lock an assessment that the person reads; return it with the moment of the action.

    Raises Denied, also for a moment chosen outside of CONTOH institutions.
    """
    found = LKE.objects.select_related("instansi").filter(pk=lke_id).first()
    if found is None:
        raise Denied(BUKAN_PEMBACA)
    now = clock(found.instansi, at)
    lke = (
        LKE.objects.visible_to(by, hari_lke(found, now))
        .select_for_update(of=("self",))
        .select_related("instansi", "unit", "instrumen")
        .filter(pk=lke_id)
        .first()
    )
    if lke is None:
        raise Denied(BUKAN_PEMBACA)
    return lke, now


def untuk(
    lke_id: int, aksi: AksiLKE, by: User, at: datetime | None, versi: int | None = None
) -> tuple[Pelaku, PanahLKE, datetime]:
    """Lock an assessment for an action of the flow's table; return person, arrow and moment.

    Raises Denied (no right, four eyes), NotAllowed (not in this state), Bentrok (`versi`).
    """
    lke, now = kunci(lke_id, by, at)
    orang = pelaku(by, lke, hari_lke(lke, now))
    if versi is not None and versi != lke.versi:
        raise Bentrok(_siapa_mengubah(lke))
    panah = panah_untuk(orang, aksi)
    alasan = orang.larangan(panah)
    if alasan is not None:
        raise Denied(alasan)
    return orang, panah, now


def _siapa_mengubah(lke: LKE) -> str:
    last = lke.langkah_set.select_related("oleh").order_by("-at", "-id").first()
    oleh = f" oleh {last.oleh.nama}" if last else ""
    return f"Langkah Anda belum tersimpan: LKE ini sudah pada {lke.get_status_display()}{oleh}."


def tulis_langkah(orang: Pelaku, panah: PanahLKE, at: datetime, catatan: str = "") -> LangkahLKE:
    """Write one row of the append-only history."""
    return LangkahLKE.objects.create(
        instansi_id=orang.lke.instansi_id,
        lke=orang.lke,
        aksi=panah.aksi,
        dari=panah.dari,
        ke=panah.ke,
        catatan=catatan,
        oleh=orang.user,
        jabatan=orang.jabatan(panah),
        at=at,
    )


def tandai_kerja(orang: Pelaku, panah: PanahLKE, at: datetime) -> None:
    """Note work within a stage: the first of each person is a row of the history (four eyes)."""
    tahap = tahap_pelaku(panah.aksi, panah.dari)
    if tahap is not None and not orang.sudah(tahap):
        tulis_langkah(orang, panah, at)
    orang.lke.diubah = at
    orang.lke.save(update_fields=["diubah"])


def pertanyaan_dari(lke: LKE, pertanyaan_id: int) -> PertanyaanLKE:
    """Return a question of the assessment's instrument; raises NotAllowed for any other."""
    found = (
        PertanyaanLKE.objects.select_related("skala")
        .filter(pk=pertanyaan_id, instrumen=lke.instrumen_id)
        .first()
    )
    if found is None:
        raise NotAllowed("Pertanyaan itu bukan bagian dari instrumen LKE ini.")
    return found


def catat(lke: LKE, aksi: str, by: User, at: datetime, isi: Mapping[str, Any]) -> None:
    """Record an event about an assessment, in the chain of its institution."""
    record(
        Event(
            instansi=lke.instansi.kode,
            contoh=lke.instansi.contoh,
            aksi=f"lke.{aksi}",
            oleh=by,
            objek_jenis="lke",
            objek_id=str(lke.pk),
            objek_nama=f"LKE {lke.tahun} {lke.unit.nama}"[:300],
            isi={"status": StatusLKE(lke.status).value, **isi},
            at=at,
        )
    )


def teks(galat: dict[str, str], nama: str, isi: str, *, maks: int, kosong: str = "") -> str:
    """Return a text without blanks around it; note in `galat` what is wrong with it.

    `kosong` is the message for an empty text; without it an empty text is fine.
    """
    isi = isi.strip()
    if not isi and kosong:
        galat[nama] = kosong
    elif len(isi) > maks:
        galat[nama] = f"Terlalu panjang: paling banyak {maks} huruf, Anda menulis {len(isi)}."
    return isi
