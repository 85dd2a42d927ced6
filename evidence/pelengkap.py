"""What a plan of one kind adds to its tasks: figures of its own beside documents and text.

An app registers one Pelengkap for a kind of plan. It speaks for Butir whose `cara_nilai` is
khusus: their values are computed from figures that the app keeps on tables of its own. The spine
calls it at each step, inside the locked transaction of that step.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from django import forms

from evidence.jadwal import Jendela
from evidence.models import Butir, Capaian, Rencana

if TYPE_CHECKING:
    from evidence.actions.transition import Langkah

Perlu = Callable[[Butir, Jendela], bool]


class Pelengkap(Protocol):
    """The figures of one kind of plan, and the templates that show them.

    `pola` are those that its figures can be reported by. Templates get `khusus` (what `muat`
    returns), `capaian`, `rincian`, and the form as `khusus_form`.
    """

    pola: frozenset[str]
    templat_isian: str
    templat_baca: str
    templat_putusan: str
    templat_nilai: str
    gaya: str  # stylesheet of these templates, below static/

    def perlu(self, rencana: Rencana) -> Perlu:
        """Return the rule that says whether a Butir is asked for in a window."""

    def muat(self, capaian: Capaian, hari: date) -> Any:
        """Return what the templates show of a task; a fixed number of queries.

        Its `tertinggal` says whether figures were accepted that no longer answer what is asked.
        """

    def formulir(self, capaian: Capaian, data: Any = None) -> forms.BaseForm:
        """Return the unit's form: with what was typed, else with what is stored."""

    def formulir_putusan(self, capaian: Capaian, data: Any = None) -> forms.BaseForm:
        """Return the verifikator's form, filled with what the unit sent."""

    def simpan(self, capaian: Capaian, isi: Mapping[str, Any]) -> dict[str, object]:
        """Store checked figures of a locked task as a draft and set `nilai_mandiri`.

        Returns what changed (fit for the audit record). Raises IsianKurang.
        """

    def kurang(self, capaian: Capaian) -> dict[str, str]:
        """Return what is missing before the task can be sent, by field."""

    def dikirim(self, capaian: Capaian, step: "Langkah") -> None:
        """Record the figures of a task that is being sent."""

    def ditarik(self, capaian: Capaian, step: "Langkah", *, habis: bool) -> None:
        """Record that the last claim was taken back.

        `habis`: nothing of the task is sent or accepted any more. Otherwise the claim before it
        stands again, with its value as `nilai_klaim`.
        """

    def diputus(
        self, capaian: Capaian, isi: Mapping[str, Any], step: "Langkah"
    ) -> dict[str, object]:
        """Record the verified figures and set `nilai_internal`; return them for the audit record.

        Raises IsianKurang, also when figures were lowered and the step has no note.
        """

    def dibuka(self, capaian: Capaian, step: "Langkah") -> None:
        """Record that the verified figures no longer stand."""


_PELENGKAP: dict[str, Pelengkap] = {}


def register(jenis: str, pelengkap: Pelengkap) -> None:
    """Let an app speak for the plans of a kind; called once, at start."""
    _PELENGKAP[jenis] = pelengkap


def pelengkap_rencana(rencana: Rencana) -> Pelengkap | None:
    """Return what was registered for the kind of a plan, None where nothing was."""
    return _PELENGKAP.get(rencana.jenis)


def pelengkap(butir: Butir) -> Pelengkap | None:
    """Return who speaks for a Butir; None where the value is graded in the common way.

    Reads `butir.rencana`. Raises KeyError for a Butir whose plan has nobody to compute it.
    """
    if butir.cara_nilai != Butir.CaraNilai.KHUSUS:
        return None
    return _PELENGKAP[butir.rencana.jenis]
