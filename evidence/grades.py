"""Grades a task may be given. Data of the MCP instrument later; one place until then."""

NILAI: tuple[int, ...] = (0, 50, 75, 80, 90, 100)
