"""Pages of the ZI units."""
