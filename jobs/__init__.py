"""One engine for all background work: row, progress, heartbeat, requeue, cancel."""
