"""Every write of imports: keyword-only, by somebody, atomic, audited."""
