"""Pages of the instruments of the LKE."""
