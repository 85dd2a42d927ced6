"""The tests of Pantas: unit, integration and journeys."""
