"""Every write that changes the state of evidence: keyword-only, checked, atomic, audited."""

from accounts.permissions import Denied
from evidence.actions.berkas import HasilUnggah, lengkapi, lepaskan, pakai, unggah, versi_baru
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.actions.isian import Isian, simpan_draf
from evidence.actions.kirim import kirim, tarik
from evidence.actions.putusan import boleh_memutus, buka_kembali, putuskan
from evidence.actions.rencana import mulai_rencana, tutup_rencana
from evidence.actions.unduh import buka_berkas
from evidence.workflow import NotAllowed

GALAT = (Denied, NotAllowed, Bentrok, IsianKurang)

__all__ = [
    "GALAT",
    "Bentrok",
    "Denied",
    "HasilUnggah",
    "Isian",
    "IsianKurang",
    "NotAllowed",
    "boleh_memutus",
    "buka_berkas",
    "buka_kembali",
    "kirim",
    "lengkapi",
    "lepaskan",
    "mulai_rencana",
    "pakai",
    "putuskan",
    "simpan_draf",
    "tarik",
    "tutup_rencana",
    "unggah",
    "versi_baru",
]
