"""Changes of the Zona Integritas; each is locked, checked and recorded."""
