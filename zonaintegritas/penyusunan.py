"""One submission of a team's month plan: what changed is saved as a whole, or nothing is."""

from collections.abc import Collection
from dataclasses import dataclass

from accounts.models import User
from audit.recorder import audited
from evidence.models import Rencana
from zonaintegritas.actions.jadwal import HasilJadwal, atur_bentuk, atur_bulan, terima_usulan
from zonaintegritas.forms_jadwal import IsianBaris, IsianTim
from zonaintegritas.jadwal.usulan import usulan_rencana


@dataclass(frozen=True)
class Ringkasan:
    """What a submission did."""

    baris: int
    ditambah: int
    dicabut: int
    tugas_baru: int

    def kata(self) -> str:
        """Return it as a sentence for the person who saved."""
        if not self.baris:
            return "Tidak ada perubahan, jadi jadwal tetap seperti semula."
        parts = [f"{self.baris} baris"]
        if self.ditambah:
            parts.append(f"{self.ditambah} bulan ditambah")
        if self.dicabut:
            parts.append(f"{self.dicabut} bulan dicabut")
        if self.tugas_baru:
            parts.append(f"{self.tugas_baru} tugas dibuat")
        return f"Jadwal tersimpan: {', '.join(parts)}."


def simpan_susunan(*, rencana: Rencana, isian: IsianTim, by: User) -> Ringkasan:
    """Save a submitted team of a plan: proposals, then how rows are read, then their months.

    Rows that the person left alone are not touched, whatever others did to them meanwhile. A
    proposal counts as taken over as it is when the months were left alone or ticked as
    proposed; months that the person ticked otherwise stand. Raises what the actions raise:
    Denied, NotAllowed, Bentrok, IsianKurang (`alasan`, or the id of a Butir as text).
    """
    rows = isian.baris.values()
    results: list[HasilJadwal] = []
    touched: set[int] = set()
    whole = _seperti_usulan(rencana, rows)
    with audited():
        if whole:
            results.append(
                terima_usulan(rencana_id=rencana.pk, butir=whole, alasan=isian.alasan, by=by)
            )
            touched |= whole
        for row in rows:
            if row.bentuk_diganti and row.butir_id not in whole:
                done = atur_bentuk(
                    butir_id=row.butir_id, bentuk=row.bentuk, alasan=isian.alasan, by=by
                )
                results.append(done)
                if done.baris:
                    touched.add(row.butir_id)
        changed = {r.butir_id: r for r in rows if r.bulan != r.awal and r.butir_id not in whole}
        if changed:
            results.append(
                atur_bulan(
                    rencana_id=rencana.pk,
                    isi={pk: row.bulan for pk, row in changed.items()},
                    semula={pk: row.awal for pk, row in changed.items()},
                    alasan=isian.alasan,
                    by=by,
                )
            )
            touched |= changed.keys()
    return Ringkasan(
        baris=len(touched),
        ditambah=sum(one.ditambah for one in results),
        dicabut=sum(one.dicabut for one in results),
        tugas_baru=sum(one.dibuat for one in results),
    )


def _seperti_usulan(rencana: Rencana, rows: Collection[IsianBaris]) -> set[int]:
    """Rows whose proposal is taken over as it is."""
    asked = [row for row in rows if row.usulan]
    if not asked:
        return set()
    proposed = usulan_rencana(rencana)
    return {
        row.butir_id
        for row in asked
        if row.bulan == row.awal
        or (row.butir_id in proposed and row.bulan == set(proposed[row.butir_id].bulan))
    }
