"""Institutions, units, users, memberships, roles and permissions."""
