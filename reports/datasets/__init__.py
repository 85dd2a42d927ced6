"""Frozen figures, one module a topic: screens and documents render them and never query."""
