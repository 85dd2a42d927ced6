"""One task in full: its documents with their files, its history, and what to do next."""

from evidence.detail.bentuk import Dokumen, Rincian
from evidence.detail.muat import dengan_rincian, rincian

__all__ = ["Dokumen", "Rincian", "dengan_rincian", "rincian"]
