"""Number, date and signatory of a decree that was copied as a draft."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from accounts.models import User
from audit.recorder import audited
from evidence.actions import IsianKurang
from evidence.actions.rencana import lock_rencana, record_rencana
from evidence.actions.transition import clock
from evidence.models import Rencana
from evidence.workflow import NotAllowed
from satgas.models import SuratKeputusan
from ukuran.format import tanggal


@dataclass(frozen=True)
class IsiPokok:
    """What a new decree says about itself."""

    nomor: str
    tanggal: date
    tentang: str
    penandatangan: str
    penandatangan_jabatan: str


def pokok_terbuka(sk: SuratKeputusan) -> bool:
    """Whether the heading may be edited: a draft of the portal, not a document that was read."""
    return not sk.sumber and sk.rencana.status != Rencana.Keadaan.DITUTUP


def ubah_pokok(*, rencana_id: int, isi: IsiPokok, by: User, at: datetime | None = None) -> None:
    """Fill in what followed: number, date, subject, signatory.

    Raises Denied, NotAllowed for a decree read from an official document or a closed plan, and
    IsianKurang for an empty field.
    """
    empty = {name: "Wajib diisi." for name, value in asdict(isi).items() if not str(value).strip()}
    if empty:
        raise IsianKurang(empty)
    with audited():
        rencana = lock_rencana(rencana_id, by)
        sk = SuratKeputusan.objects.select_related("rencana").filter(rencana=rencana).first()
        if sk is None or not pokok_terbuka(sk):
            raise NotAllowed(
                "Keputusan ini dibaca dari dokumen resmi atau rencananya sudah ditutup, jadi "
                "pokoknya tidak dapat diubah."
            )
        changed = {}
        for name, value in asdict(isi).items():
            before = getattr(sk, name)
            if before != value:
                changed[name] = [str(before), str(value)]
                setattr(sk, name, value)
        if not changed:
            return
        sk.nomor_raw, sk.tanggal_raw = isi.nomor, tanggal(isi.tanggal).upper()
        sk.save()
        record_rencana(
            rencana, "rencana.pokok_ubah", by, clock(rencana.instansi, at), {"ubah": changed}
        )
