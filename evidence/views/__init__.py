"""Screens of evidence, one topic a module: load, call an action, message, redirect."""
