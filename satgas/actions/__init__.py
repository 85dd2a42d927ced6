"""Every write of the Satgas tables: keyword-only, checked, atomic, audited."""
