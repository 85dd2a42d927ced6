"""Registers of a ZI unit: agents of change, complaints per month, survey results."""
