"""Backup and restore of database and files in one archive, across databases and versions.

`buat.py` writes an archive, `pulihkan.py` brings it back; `arsip.py` knows its format.
"""


class CadanganGagal(Exception):
    """A backup or a restore cannot be done. The text is the one line the operator reads."""
