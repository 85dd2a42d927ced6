"""Spreadsheets: each module renders one dataset and asks nothing more."""
