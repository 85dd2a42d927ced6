"""The spine: plans, things to do, due windows, documents, decisions."""
