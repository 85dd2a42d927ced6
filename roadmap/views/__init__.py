"""Pages of the Road Map."""
