"""Lists as screens show them: what is asked of the database, and one row as plain data."""
