"""KPK's MCP instrument: reading its tree, pasted tables, checks, and the data of its scores."""
