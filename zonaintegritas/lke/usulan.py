"""The proposal of the simulation in words: each question as it is and as it would have to be."""

from dataclasses import dataclass

from ukuran.lke.jabaran import tulis, tulis_jawaban
from ukuran.lke.nilai import NilaiPertanyaan
from ukuran.lke.simulasi import Simulasi, Usulan


@dataclass(frozen=True, slots=True)
class UsulanTampil:
    """One proposed change: the answer now and the one that it would take, with their values."""

    usulan: Usulan
    dari: str
    ke: str


def usulan_tampil(simulasi: Simulasi) -> list[UsulanTampil]:
    """Return the proposals in the order of the simulation."""
    sebelum = {satu.kode: satu for satu in simulasi.sebelum.semua_pertanyaan()}
    sesudah = {satu.kode: satu for satu in simulasi.sesudah.semua_pertanyaan()}
    return [
        UsulanTampil(satu, _kata(sebelum[satu.kode]), _kata(sesudah[satu.kode]))
        for satu in simulasi.usulan
    ]


def _kata(satu: NilaiPertanyaan) -> str:
    kata = tulis_jawaban(satu.soal, satu.jawaban)
    return kata if satu.eksak is None else f"{kata}, nilai {tulis(satu.eksak)}"
