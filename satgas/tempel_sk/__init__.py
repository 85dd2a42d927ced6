"""A decree pasted from Word: read into a tree, edited, and compared with an earlier plan.

Pure, except `tahun_lalu`, which reads the earlier plan.
"""
