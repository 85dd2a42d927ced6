"""Datasets, dashboards and documents made from them."""
