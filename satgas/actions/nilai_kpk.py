"""KPK's value of a sub indikator or task, as the Inspektorat reads it in JAGA."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from accounts.models import User
from accounts.permissions import Denied, Permission
from audit.recorder import Event, audited, record
from evidence.actions.errors import IsianKurang
from evidence.actions.transition import clock
from evidence.models import Butir
from evidence.workflow import NotAllowed
from satgas.models import NilaiKPK


def catat_nilai_kpk(
    *,
    butir_id: int,
    nilai: Decimal | None,
    tanggal: date | None,
    sumber: str,
    by: User,
    catatan: str = "",
    at: datetime | None = None,
) -> NilaiKPK:
    """Record KPK's value (0..100, two decimals) with its day and source.

    A wrong entry is corrected by a new row: the last one recorded holds. Raises Denied,
    NotAllowed (plan not running, not scored, the same row again), IsianKurang.
    """
    sumber, catatan = sumber.strip(), catatan.strip()
    with audited():
        butir = (
            Butir.objects.filter(by.akses.rows(Permission.JAGA_RECORD), pk=butir_id)
            .select_for_update(of=("self",))
            .select_related("rencana", "instansi")
            .first()
        )
        if butir is None:
            raise Denied("Hanya petugas JAGA di Inspektorat yang mencatat nilai KPK.")
        if not butir.rencana.berjalan:
            raise NotAllowed("Rencana ini tidak sedang berjalan, jadi nilainya tidak dicatat.")
        if butir.dicabut is not None or not butir.dinilai:
            raise NotAllowed("Butir ini tidak dinilai.")
        now = clock(butir.instansi, at)
        today = now.astimezone(ZoneInfo(butir.instansi.zona_waktu)).date()
        galat = _galat(nilai, tanggal, sumber, today)
        if galat or nilai is None or tanggal is None:
            raise IsianKurang(galat)
        last = butir.nilai_kpk_set.order_by("dicatat", "id").last()
        same = (nilai, tanggal, sumber, catatan)
        if last and (last.nilai, last.tanggal, last.sumber, last.catatan) == same:
            raise NotAllowed("Nilai ini sudah dicatat.")
        row = NilaiKPK.objects.create(
            instansi_id=butir.instansi_id,
            butir=butir,
            nilai=nilai,
            tanggal=tanggal,
            sumber=sumber,
            catatan=catatan,
            dicatat=now,
            oleh=by,
        )
        record(
            Event(
                instansi=butir.instansi.kode,
                contoh=butir.instansi.contoh,
                aksi="jaga.nilai",
                oleh=by,
                objek_jenis="butir",
                objek_id=str(butir.pk),
                objek_nama=f"{butir.kode} {butir.uraian}"[:300],
                isi={
                    "nilai": str(nilai),
                    "tanggal": str(tanggal),
                    "sumber": sumber,
                    "catatan": catatan,
                    "semula": str(last.nilai) if last else "",
                },
                at=now,
            )
        )
        return row


def _galat(nilai: Decimal | None, tanggal: date | None, sumber: str, today: date) -> dict[str, str]:
    """Return field -> what is missing or wrong."""
    galat = {}
    if nilai is None:
        galat["nilai"] = "Isi nilai KPK."
    elif not nilai.is_finite() or not 0 <= nilai <= 100:
        galat["nilai"] = "Nilai KPK harus antara 0 dan 100."
    elif nilai != nilai.quantize(Decimal("0.01")):
        galat["nilai"] = "Nilai KPK ditulis dengan paling banyak dua angka di belakang koma."
    if tanggal is None:
        galat["tanggal"] = "Isi tanggal nilai ini berlaku di JAGA."
    elif tanggal > today:
        galat["tanggal"] = "Tanggal nilai KPK belum tiba."
    if not sumber:
        galat["sumber"] = "Tulis dari mana nilai ini dibaca."
    elif len(sumber) > 200:
        galat["sumber"] = f"Terlalu panjang: paling banyak 200 huruf, Anda menulis {len(sumber)}."
    return galat
