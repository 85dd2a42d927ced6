"""Append-only, hash-chained event log. Imports nothing of the other apps."""
