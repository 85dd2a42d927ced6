"""The steps of the flow: hand in, take back, return, pass on, decide, reopen."""

from datetime import datetime

from accounts.models import User
from audit.recorder import audited
from evidence.actions.errors import IsianKurang
from evidence.workflow import NotAllowed
from zonaintegritas.actions.lke.dasar import BelumLengkap, catat, teks, tulis_langkah, untuk
from zonaintegritas.lke.alur import KERJA, LENGKAP, TAHAP, AksiLKE
from zonaintegritas.lke.isian import terjawab
from zonaintegritas.models import LKE, PertanyaanLKE, Tahap

CATATAN_MAKS = 4000
_CATATAN: dict[AksiLKE, str] = {
    AksiLKE.MINTA_PERBAIKAN: "Tulis catatan supaya unit tahu apa yang diperbaiki.",
    AksiLKE.KEMBALIKAN: "Tulis catatan supaya evaluator tahu apa yang dinilai ulang.",
    AksiLKE.BUKA_KEMBALI: "Tulis alasan membuka kembali hasil ini.",
}
_SIAPA: dict[Tahap, str] = {
    Tahap.MANDIRI: "unit",
    Tahap.EVALUATOR: "evaluator",
    Tahap.TPI: "TPI",
}


def langkah(
    *,
    lke_id: int,
    aksi: AksiLKE,
    by: User,
    versi: int | None = None,
    catatan: str = "",
    at: datetime | None = None,
) -> LKE:
    """Take one step of the flow; `versi` is that of the page, so two people can't both take it.

    Raises Denied, NotAllowed, Bentrok, IsianKurang ("catatan"), BelumLengkap with the codes of the
    questions that lack an answer of this stage.
    """
    if aksi in KERJA:
        raise NotAllowed("Ini bukan langkah alur LKE.")
    with audited():
        orang, panah, now = untuk(lke_id, aksi, by, at, versi)
        galat: dict[str, str] = {}
        wajib = _CATATAN[aksi] if panah.catatan_wajib else ""
        catatan = teks(galat, "catatan", catatan, maks=CATATAN_MAKS, kosong=wajib)
        if galat:
            raise IsianKurang(galat)
        lke = orang.lke
        if aksi in LENGKAP:
            tahap = TAHAP[panah.dari]
            kode = belum_dijawab(lke, tahap)
            if kode:
                raise BelumLengkap(kode, _SIAPA[tahap])
        tulis_langkah(orang, panah, now, catatan)
        lke.status, lke.diubah = panah.ke, now
        lke.versi += 1
        lke.save(update_fields=["status", "diubah", "versi"])
        catat(lke, aksi, by, now, {"dari": panah.dari.value, "catatan": catatan})
        return lke


def belum_dijawab(lke: LKE, tahap: Tahap) -> tuple[str, ...]:
    """Return the codes of the questions that a stage has not answered, in their order."""
    rows = {r.pertanyaan_id: r for r in lke.jawaban_set.filter(tahap=tahap)}
    questions = PertanyaanLKE.objects.filter(instrumen=lke.instrumen_id).select_related("skala")
    return tuple(
        p.kode for p in questions.order_by("urut") if not terjawab(p.skala, rows.get(p.pk))
    )
