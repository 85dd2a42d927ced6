"""Writes of the Road Map: keyword-only, checked, locked, audited."""
