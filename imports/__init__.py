"""Spreadsheets in: recognised, compared, approved, applied as a whole, undone."""
