"""Input shapes of this app and their layout; rules live in the actions."""
