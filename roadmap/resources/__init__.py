"""What a Road Map takes from spreadsheets: a kind a module."""

from sheets.registry import register


def daftarkan() -> None:
    """Register all kinds of the Road Map; called once when the app is ready."""
    from roadmap.resources.historis import HistorisResource
    from roadmap.resources.realisasi import RealisasiResource
    from roadmap.resources.rencana_aksi import AksiResource
    from roadmap.resources.sasaran import SasaranResource

    register(SasaranResource)
    register(AksiResource)
    register(RealisasiResource)
    register(HistorisResource)
