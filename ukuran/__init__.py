"""Scales, figures and how they are written: pure functions, no queries."""
