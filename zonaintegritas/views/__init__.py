"""Pages of the Zona Integritas."""
