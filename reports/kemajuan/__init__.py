"""The progress report of a period: its parameters and its code."""
