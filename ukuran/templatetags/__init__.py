"""Template tags of ukuran: formatting only."""
