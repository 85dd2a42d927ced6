"""Zona Integritas: the decree with its teams, the action plan, and what hangs on it."""
