"""Screens of imports: what was brought in, what it would change, and its way."""
