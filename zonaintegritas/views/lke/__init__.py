"""Pages of the LKE."""
