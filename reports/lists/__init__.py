"""Lists of the report centre: what stands on them, filtered and sorted."""
