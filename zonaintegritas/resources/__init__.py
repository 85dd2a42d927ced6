"""Kinds of table of the Zona Integritas and its LKE, for import and export."""

from sheets.registry import register


def daftarkan() -> None:
    """Register the kinds in the order of the menu; called once when the app is ready."""
    from zonaintegritas.resources.anggota import AnggotaZI
    from zonaintegritas.resources.jadwal import JadwalZI
    from zonaintegritas.resources.jawaban import EvaluasiLKE, PenilaianMandiriLKE
    from zonaintegritas.resources.komponen import KomponenInstrumen
    from zonaintegritas.resources.lampiran import LampiranZI
    from zonaintegritas.resources.pertanyaan import PertanyaanInstrumen
    from zonaintegritas.resources.rencana_aksi import RencanaAksiZI
    from zonaintegritas.resources.skala import SkalaInstrumen

    for jenis in (
        AnggotaZI,
        RencanaAksiZI,
        JadwalZI,
        LampiranZI,
        KomponenInstrumen,
        SkalaInstrumen,
        PertanyaanInstrumen,
        PenilaianMandiriLKE,
        EvaluasiLKE,
    ):
        register(jenis)
