"""Page images of evidence for the review desk, drawn by a job in a process of its own."""
