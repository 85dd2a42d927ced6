"""What people do with reports and periods: checked, atomic, audited. One module a topic."""
