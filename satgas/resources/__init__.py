"""Kinds of table of this app: decree, members, tasks; instrument, KPK's values, the matrix."""

from sheets import registry


def daftarkan() -> None:
    """Register the kinds in the order of the menu; called once when the app is ready."""
    from satgas.resources.anggota import AnggotaResource
    from satgas.resources.instrumen import InstrumenResource
    from satgas.resources.jaga_nilai import JagaNilaiResource
    from satgas.resources.keputusan import KeputusanResource
    from satgas.resources.mcsp_matriks import MatriksResource
    from satgas.resources.tugas import TugasResource

    for kind in (
        KeputusanResource,
        AnggotaResource,
        TugasResource,
        InstrumenResource,
        JagaNilaiResource,
        MatriksResource,
    ):
        registry.register(kind)
