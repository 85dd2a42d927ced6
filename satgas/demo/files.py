"""Stored files of a sample institution."""

from django.core.files.storage import Storage, default_storage


def forget_files(instansi_id: int) -> int:
    """Delete everything stored for an institution; return the number of files.

    Evidence lies in a folder named after the institution's id, reports in one below "laporan".
    """
    folders = (str(instansi_id), f"laporan/{instansi_id}")
    return sum(_empty(default_storage, folder) for folder in folders)


def _empty(storage: Storage, folder: str) -> int:
    if not storage.exists(folder):
        return 0
    folders, files = storage.listdir(folder)
    for name in files:
        storage.delete(f"{folder}/{name}")
    deleted = len(files) + sum(_empty(storage, f"{folder}/{name}") for name in folders)
    storage.delete(folder)
    return deleted
