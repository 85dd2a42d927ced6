"""The month plan: windows, proposals, grid, curve, calendar."""
