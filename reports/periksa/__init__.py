"""The public check of issued reports: what a code stands for, and whether a file is the one."""
