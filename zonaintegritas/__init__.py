"""Zona Integritas. Empty until its plan is loaded; not an installed app yet."""
