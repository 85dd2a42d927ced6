"""The figures of a cut-off, frozen: their shape, how they are read, compared and decided."""
