"""Template tags of the Road Map."""
