"""Every write that changes the state of evidence: keyword-only, checked, atomic, audited."""

from accounts.permissions import Denied
from evidence.actions.berkas import HasilUnggah, lengkapi, lepaskan, pakai, unggah, versi_baru
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.actions.isian import Isian, simpan_draf
from evidence.actions.kirim import kirim, tarik
from evidence.actions.perbarui import perbarui
from evidence.actions.progres import atur_progres
from evidence.actions.putusan import boleh_memutus, buka_kembali, putuskan
from evidence.actions.rencana import buka_rencana, mulai_rencana, tutup_rencana
from evidence.actions.serah import kembalikan, serahkan, terima
from evidence.actions.setara import pakai_setara
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
    "atur_progres",
    "boleh_memutus",
    "buka_berkas",
    "buka_kembali",
    "buka_rencana",
    "kembalikan",
    "kirim",
    "lengkapi",
    "lepaskan",
    "mulai_rencana",
    "pakai",
    "pakai_setara",
    "perbarui",
    "putuskan",
    "serahkan",
    "simpan_draf",
    "tarik",
    "terima",
    "tutup_rencana",
    "unggah",
    "versi_baru",
]
