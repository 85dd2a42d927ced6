"""From the cells of a file to rows compared with what is there; nothing of a plan is written."""
