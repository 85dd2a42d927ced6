"""Evidence of an LKE: upload, taking back, taking over from the action plan, delivery."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, BinaryIO

from accounts.models import User
from accounts.permissions import Denied
from audit.recorder import Event, audited, record
from evidence.actions.berkas import HasilUnggah, Keterangan, periksa_semua, simpan_berkas
from evidence.actions.errors import IsianKurang
from evidence.actions.storage import discard_on_error
from evidence.actions.transition import Langkah
from evidence.models import BuktiVersi
from evidence.workflow import Aksi, NotAllowed
from zonaintegritas.actions.lke.dasar import catat, pertanyaan_dari, tandai_kerja, untuk
from zonaintegritas.lke.alur import AksiLKE
from zonaintegritas.lke.bukti import bukti_aktif, bukti_rencana, bukti_terlihat, peta_lke
from zonaintegritas.models import BuktiLKE


def lampirkan(
    *,
    lke_id: int,
    pertanyaan_id: int,
    files: Sequence[tuple[str, BinaryIO]],
    by: User,
    at: datetime | None = None,
) -> HasilUnggah:
    """Attach files to a question, as evidence of the assessed unit.

    Each file is checked by its content; refused ones are returned with their reason and not
    stored, the others are attached. A file that the unit already has is used again. Raises Denied,
    NotAllowed, IsianKurang.
    """
    if not files:
        raise IsianKurang({"berkas": "Pilih berkas yang dilampirkan."})
    hasil = HasilUnggah()
    passed = periksa_semua(files, hasil)
    with discard_on_error() as stored, audited():
        orang, panah, now = untuk(lke_id, AksiLKE.LAMPIRKAN, by, at)
        lke, pertanyaan = orang.lke, pertanyaan_dari(orang.lke, pertanyaan_id)
        step = Langkah(Aksi.LAMPIRKAN, by, now)
        there = set(
            bukti_aktif(lke).filter(pertanyaan=pertanyaan).values_list("versi_id", flat=True)
        )
        for item in passed:
            versi = simpan_berkas(item, lke.unit, Keterangan(), step, stored)
            if versi.pk in there:
                pesan = f"Berkas yang sama sudah dilampirkan pada pertanyaan {pertanyaan.kode}."
                hasil.ditolak.append((item.nama, pesan))
                continue
            there.add(versi.pk)
            BuktiLKE.objects.create(
                lke=lke,
                pertanyaan=pertanyaan,
                versi=versi,
                asal=BuktiLKE.Asal.UNGGAH,
                oleh=by,
                dibuat=now,
            )
            hasil.diterima.append(versi)
        if hasil.diterima:
            tandai_kerja(orang, panah, now)
            isi = {"pertanyaan": pertanyaan.kode, "berkas": _sebut(hasil.diterima)}
            catat(lke, "lampirkan", by, now, isi)
    return hasil


def lepas(*, lke_id: int, bukti_id: int, by: User, at: datetime | None = None) -> BuktiLKE:
    """Take a file back from its question; row and file stay. Raises Denied, NotAllowed."""
    with audited():
        orang, panah, now = untuk(lke_id, AksiLKE.LEPASKAN, by, at)
        row = (
            BuktiLKE.objects.select_related("versi", "pertanyaan")
            .filter(pk=bukti_id, lke=orang.lke)
            .first()
        )
        if row is None or row.dilepas is not None:
            raise NotAllowed("Berkas ini sudah dilepas dari pertanyaannya.")
        row.dilepas = now
        row.save(update_fields=["dilepas"])
        tandai_kerja(orang, panah, now)
        isi = {"pertanyaan": row.pertanyaan.kode, "berkas": _sebut([row.versi])}
        catat(orang.lke, "lepas", by, now, isi)
        return row


def ambil_dari_rencana(
    *, lke_id: int, pertanyaan_id: int, by: User, at: datetime | None = None
) -> list[BuktiLKE]:
    """Take over the approved evidence of the indikator that are mapped to a question.

    Files that already back the question are left alone, so a second time takes nothing: the list
    is empty then. Raises Denied, and NotAllowed where nothing is mapped, or nothing that the
    person reads is approved in the year of the assessment.
    """
    with audited():
        orang, panah, now = untuk(lke_id, AksiLKE.LAMPIRKAN, by, at)
        lke, pertanyaan = orang.lke, pertanyaan_dari(orang.lke, pertanyaan_id)
        if not peta_lke(lke, [pertanyaan.pk]).exists():
            raise NotAllowed(
                f"Pertanyaan {pertanyaan.kode} belum dipetakan ke indikator rencana aksi."
            )
        offered = bukti_rencana(lke, pertanyaan.pk, by)
        if not offered:
            raise NotAllowed(
                f"Belum ada bukti yang disetujui untuk tahun {lke.tahun} pada indikator rencana "
                f"aksi yang dipetakan ke pertanyaan {pertanyaan.kode}."
            )
        there = set(
            bukti_aktif(lke).filter(pertanyaan=pertanyaan).values_list("versi_id", flat=True)
        )
        made: list[BuktiLKE] = []
        for taut in offered:
            if taut.versi_id in there:
                continue
            there.add(taut.versi_id)
            made.append(
                BuktiLKE.objects.create(
                    lke=lke,
                    pertanyaan=pertanyaan,
                    versi=taut.versi,
                    asal=BuktiLKE.Asal.RENCANA,
                    pemenuhan=taut.pemenuhan,
                    oleh=by,
                    dibuat=now,
                )
            )
        if made:
            tandai_kerja(orang, panah, now)
            isi = {"pertanyaan": pertanyaan.kode, "berkas": _sebut([b.versi for b in made])}
            catat(lke, "ambil_dari_rencana", by, now, isi)
        return made


def buka_bukti(*, lke_id: int, bukti_id: int, by: User) -> BuktiVersi:
    """Return a file of an assessment for delivery and record the download.

    Raises Denied when the person does not read that assessment today, or it has no such file.
    """
    with audited():
        row = bukti_terlihat(by, lke_id, bukti_id)
        if row is None:
            raise Denied("Berkas tidak ada atau bukan untuk Anda.")
        versi, lke = row.versi, row.lke
        record(
            Event(
                instansi=lke.instansi.kode,
                contoh=lke.instansi.contoh,
                aksi="bukti.unduh",
                oleh=by,
                objek_jenis="buktiversi",
                objek_id=str(versi.pk),
                objek_nama=versi.nama_asli,
                isi={"sha256": versi.sha256, "lke": lke.pk, "pertanyaan": row.pertanyaan.kode},
            )
        )
        return versi


def _sebut(versi: Sequence[BuktiVersi]) -> list[dict[str, Any]]:
    return [{"id": v.pk, "nama": v.nama_asli, "sha256": v.sha256} for v in versi]
