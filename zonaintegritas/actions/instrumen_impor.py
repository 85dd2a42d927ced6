"""An instrument from a filled workbook: the whole of it, or nothing."""

from datetime import datetime
from typing import BinaryIO

from accounts.models import User
from accounts.permissions import Denied
from audit.recorder import audited
from evidence.actions.errors import IsianKurang
from evidence.actions.transition import clock
from evidence.filecheck import Ditolak, nama_aman
from zonaintegritas.actions.instrumen import (
    BUKAN_PENGELOLA,
    boleh_kelola,
    catat,
    kunci_instansi,
    simpan_baru,
)
from zonaintegritas.lke.impor import baca_berkas
from zonaintegritas.models import InstrumenLKE


def impor_instrumen(
    *, instansi_id: int, nama: str, file: BinaryIO, by: User, at: datetime | None = None
) -> InstrumenLKE:
    """Read a workbook and store it as the next version of its code, a draft of the institution.

    Raises Denied, IsianKurang (the file may not come in), ImporDitolak with every fault of the
    workbook; nothing is stored then.
    """
    if not boleh_kelola(by, instansi_id):
        raise Denied(BUKAN_PENGELOLA)
    try:
        terbaca = baca_berkas(nama, file)
    except Ditolak as error:
        raise IsianKurang({"berkas": error.pesan}) from error
    with audited():
        instansi = kunci_instansi(instansi_id, by)
        row = simpan_baru(terbaca.naskah, instansi, terbaca.skala)
        instrumen = terbaca.naskah.instrumen
        isi = {
            "berkas": nama_aman(nama),
            "komponen": sum(1 for _ in instrumen.telusuri()),
            "pertanyaan": sum(1 for _ in instrumen.semua_pertanyaan()),
        }
        catat("zi.instrumen_impor", row, by, clock(instansi, at), isi)
        return row
