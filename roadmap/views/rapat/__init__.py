"""Pages of meetings, problems and remedial steps."""
