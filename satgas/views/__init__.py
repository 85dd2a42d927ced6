"""Screens of the Satgas, one topic a module."""

from satgas.views.naskah import anggota, keputusan

__all__ = ["anggota", "keputusan"]
