"""Realisasi as the spine meets it: the forms of a task, and what each step records."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone

from evidence.actions.errors import IsianKurang
from evidence.jadwal import Jendela
from evidence.keadaan import hari_di
from evidence.models import Butir, Capaian, Rencana
from evidence.pelengkap import Perlu
from roadmap.forms_realisasi import PREFIKS_PUTUSAN, RealisasiForm, Susunan
from roadmap.models import AturanUkur, Realisasi, RealisasiTercatat, TargetTahun
from roadmap.nilai import BerAngka, diminta, realisasi, tahun_jendela
from roadmap.tolok import (
    KLAIM,
    VERIFIKASI,
    Tolok,
    draf_halaman,
    hasil_klaim,
    hasil_resmi,
    nilai_bulat,
    sebelum,
    tahun_lalu,
    terakhir,
    tolok,
    tolok_halaman,
)
from roadmap.tugas import KhususTugas, khusus_tugas
from ukuran.capaian import Arah

if TYPE_CHECKING:
    from evidence.actions.transition import Langkah

_ANGKA = ("komponen", "satuan", "predikat", "ada", "pagu", "pergeseran", "anggaran")


class PelengkapRoadmap:
    """Figures of a Road Map task: physical per component, and the budget."""

    pola: frozenset[str] = frozenset(
        {
            Butir.Pola.SEKALI,
            Butir.Pola.BULANAN,
            Butir.Pola.TRIWULAN,
            Butir.Pola.SEMESTER,
            Butir.Pola.TAHUNAN,
        }
    )
    templat_isian = "roadmap/tugas/isian.html"
    templat_baca = "roadmap/tugas/baca.html"
    templat_putusan = "roadmap/tugas/putusan.html"
    templat_nilai = "roadmap/tugas/_nilai.html"
    gaya = "css/roadmap.css"

    def perlu(self, rencana: Rencana) -> Perlu:
        """A Butir is asked for in the years in which the plan has a target or money for it."""
        arah = dict(
            AturanUkur.objects.filter(butir__rencana=rencana, kini=True).values_list(
                "butir", "arah"
            )
        )
        asked = {
            (row.butir_id, row.tahun)
            for row in TargetTahun.objects.filter(butir__rencana=rencana, kini=True)
            if diminta(row, arah.get(row.butir_id, Arah.MAKSIMUM))
        }

        def needed(butir: Butir, window: Jendela) -> bool:
            return (butir.pk, tahun_jendela(window.mulai, window.selesai)) in asked

        return needed

    def muat(self, capaian: Capaian, hari: date) -> KhususTugas:
        """Return target, rule, figures and explanation of a task."""
        return khusus_tugas(capaian)

    def formulir(self, capaian: Capaian, data: Any = None) -> forms.BaseForm:
        """Return the unit's form over its draft."""
        return RealisasiForm.untuk(tolok_halaman(capaian).susunan, draf_halaman(capaian), data)

    def formulir_putusan(self, capaian: Capaian, data: Any = None) -> forms.BaseForm:
        """Return the verifikator's form over the claim, or what was verified after it."""
        log = _log(capaian)
        sent, done = terakhir(log, KLAIM), terakhir(log, VERIFIKASI)
        later = done is not None and (sent is None or log.index(done) > log.index(sent))
        figures = done if later else sent
        return RealisasiForm.untuk(
            tolok_halaman(capaian).susunan, figures, data, prefiks=PREFIKS_PUTUSAN, klaim=sent
        )

    def simpan(self, capaian: Capaian, isi: Mapping[str, Any]) -> dict[str, object]:
        """Store the draft and the value that follows from it.

        Raises IsianKurang when a figure was not handed over at all.
        """
        measure = tolok(capaian)
        susunan = measure.susunan
        if absent := susunan.absen(isi):
            raise IsianKurang(absent)
        row = Realisasi.objects.filter(capaian=capaian).first() or Realisasi(capaian=capaian)
        changed = _tulis(row, susunan.angka(isi))
        if changed:
            row.save()
        capaian.nilai_mandiri = self._nilai(capaian, measure, row)
        return changed

    def _nilai(self, capaian: Capaian, measure: Tolok, row: Realisasi | None) -> int | None:
        reached = realisasi(row, measure.target)
        return nilai_bulat(hasil_klaim(measure, tahun_lalu(capaian, measure), reached))

    def kurang(self, capaian: Capaian) -> dict[str, str]:
        """Every component and, where there is a budget, pagu and spending must be filled.

        A year that has not begun has no figures: they would stand in sums that leave it out.

        The value is computed again: the target may have been revised since the draft was saved.
        """
        draft = Realisasi.objects.filter(capaian=capaian).first()
        measure = tolok(capaian)
        capaian.nilai_mandiri = self._nilai(capaian, measure, draft)
        galat = measure.susunan.kurang(draft)
        if measure.tahun > hari_di(capaian.butir.rencana, timezone.now()).year:
            galat[""] = f"Tahun {measure.tahun} belum mulai, jadi belum ada realisasinya."
        return galat

    def dikirim(self, capaian: Capaian, step: "Langkah") -> None:
        """Record the draft as the claim."""
        draft = Realisasi.objects.filter(capaian=capaian).first() or Realisasi(capaian=capaian)
        _catat(capaian, RealisasiTercatat.Tahap.KLAIM, step, _angka(draft))

    def ditarik(self, capaian: Capaian, step: "Langkah", *, habis: bool) -> None:
        """Record that the last claim was taken back, where there is one.

        While other documents of the task are still sent or accepted (not `habis`), the claim
        before it stands again.
        """
        log = _log(capaian)
        if terakhir(log, KLAIM) is None:
            return
        _catat(capaian, RealisasiTercatat.Tahap.TARIK, step, {})
        before = None if habis else terakhir(sebelum(log, KLAIM), KLAIM)
        if before is not None:
            _catat(capaian, RealisasiTercatat.Tahap.KLAIM, step, _angka(before))
        if not habis:
            capaian.nilai_klaim = self._nilai_tercatat(capaian, before)

    def _nilai_tercatat(self, capaian: Capaian, row: RealisasiTercatat | None) -> int | None:
        if row is None:
            return None
        measure = tolok(capaian)
        reached = realisasi(row, measure.target)
        return nilai_bulat(hasil_klaim(measure, tahun_lalu(capaian, measure), reached))

    def diputus(
        self, capaian: Capaian, isi: Mapping[str, Any], step: "Langkah"
    ) -> dict[str, object]:
        """Record what the verifikator found; figures that differ from the claim need a note.

        Every figure has to be handed over: the claim is never taken over in silence. Raises
        IsianKurang by field, also when nothing is claimed.
        """
        measure = tolok(capaian)
        susunan = measure.susunan
        sent = terakhir(_log(capaian), KLAIM)
        if sent is None:
            raise IsianKurang({"": "Unit belum mengirim realisasi."})
        if absent := susunan.absen(isi):
            raise IsianKurang(absent)
        row = RealisasiTercatat(
            instansi_id=capaian.instansi_id,
            capaian=capaian,
            tahap=RealisasiTercatat.Tahap.TERVERIFIKASI,
            catatan=step.catatan,
            oleh=step.oleh,
            at=step.at,
            **_angka(sent),
        )
        changed = _tulis(row, susunan.angka(isi))
        galat = susunan.kurang(row)
        if changed and not step.catatan:
            galat["catatan"] = _berbeda(susunan, sent, row)
        if galat:
            raise IsianKurang(galat)
        row.save()
        found = realisasi(row, measure.target)
        reached = hasil_resmi(measure, tahun_lalu(capaian, measure), found)
        capaian.nilai_internal = nilai_bulat(reached)
        return {"realisasi": _terbaca(row), "klaim": _terbaca(sent)}

    def dibuka(self, capaian: Capaian, step: "Langkah") -> None:
        """Record that the verified figures no longer stand, where there are any."""
        if terakhir(_log(capaian), VERIFIKASI) is not None:
            _catat(capaian, RealisasiTercatat.Tahap.BUKA, step, {})


def _log(capaian: Capaian) -> list[RealisasiTercatat]:
    return list(RealisasiTercatat.objects.filter(capaian=capaian).order_by("at", "pk"))


def _berbeda(susunan: Susunan, sent: BerAngka, found: BerAngka) -> str:
    """Return which figures differ from the claim, and what follows."""
    parts = []
    for nama in susunan.nama:
        claim, here = susunan.tulis(nama, sent) or "kosong", susunan.tulis(nama, found) or "kosong"
        if claim != here:
            parts.append(f"{susunan.label(nama)}: klaim {claim}, Anda {here}")
    said = f" ({'; '.join(parts)})" if parts else ""
    return f"Angka Anda berbeda dari klaim unit{said}. Catatan wajib diisi."


def _tulis(row: Realisasi | RealisasiTercatat, fresh: Mapping[str, Any]) -> dict[str, object]:
    """Put checked figures into a row; return what changed."""
    changed: dict[str, object] = {}
    for name, value in fresh.items():
        if not _sama(name, getattr(row, name), value):
            changed[name] = _teks(value)
            setattr(row, name, value)
    return changed


def _sama(name: str, one: Any, other: Any) -> bool:
    """Whether two stored figures are equal; "10" and "10.0" are, None and 0 are not."""
    if name == "komponen":
        return [None if k is None else Decimal(k) for k in one] == [
            None if k is None else Decimal(k) for k in other
        ]
    return bool(one == other)


def _teks(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def _angka(row: Realisasi | RealisasiTercatat) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _ANGKA}


def _terbaca(row: RealisasiTercatat) -> dict[str, object]:
    """Return figures fit for the audit record."""
    return {name: _teks(value) for name, value in _angka(row).items()}


def _catat(
    capaian: Capaian,
    tahap: RealisasiTercatat.Tahap,
    step: "Langkah",
    figures: Mapping[str, Any],
) -> None:
    RealisasiTercatat.objects.create(
        instansi_id=capaian.instansi_id,
        capaian=capaian,
        tahap=tahap,
        catatan=step.catatan,
        oleh=step.oleh,
        at=step.at,
        **figures,
    )
