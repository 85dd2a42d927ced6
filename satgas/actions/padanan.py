"""Adding, changing and taking away what words about progress mean."""

from accounts.models import Instansi, User
from accounts.permissions import Denied, Permission
from audit.recorder import Event, audited, record
from evidence.actions.errors import IsianKurang
from satgas.models import PadananProgres
from sheets.values import lipat, rapikan

_PANJANG = 120


def tambah_padanan(*, instansi_id: int, teks: str, keadaan: str, by: User) -> PadananProgres:
    """Add words and what they mean. Raises Denied, IsianKurang (empty, long, known already)."""
    with audited():
        instansi = _instansi(instansi_id, by)
        row = PadananProgres(instansi=instansi, **_isi(instansi, teks, keadaan))
        row.save()
        _catat(row, "tambah", by, {"teks": row.teks, "keadaan": keadaan})
        return row


def ubah_padanan(*, padanan_id: int, teks: str, keadaan: str, by: User) -> None:
    """Change words or what they mean. Raises Denied, IsianKurang."""
    with audited():
        row = _kunci(padanan_id, by)
        before = {"teks": row.teks, "keadaan": row.keadaan}
        values = _isi(row.instansi, teks, keadaan, row)
        if values == before:
            return
        row.teks, row.keadaan = values["teks"], values["keadaan"]
        row.save()
        _catat(row, "ubah", by, {nama: [before[nama], values[nama]] for nama in values})


def hapus_padanan(*, padanan_id: int, by: User) -> str:
    """Take words away; the portal's own meaning holds again. Returns them. Raises Denied."""
    with audited():
        row = _kunci(padanan_id, by)
        _catat(row, "hapus", by, {"teks": row.teks, "keadaan": row.keadaan})
        teks = row.teks
        row.delete()
        return teks


def _instansi(instansi_id: int, by: User) -> Instansi:
    found = (
        Instansi.objects.select_for_update()
        .filter(pk=instansi_id, pk__in=by.akses.instansi_ids(Permission.PLAN_EDIT))
        .first()
    )
    if found is None:
        raise Denied("Anda tidak berwenang mengubah padanan progres instansi ini.")
    return found


def _kunci(padanan_id: int, by: User) -> PadananProgres:
    found = PadananProgres.objects.visible_to(by).filter(pk=padanan_id).first()
    if found is None:
        raise Denied("Padanan progres ini bukan milik instansi Anda, atau sudah dihapus.")
    found.instansi = _instansi(found.instansi_id, by)
    return found


def _isi(
    instansi: Instansi, teks: str, keadaan: str, row: PadananProgres | None = None
) -> dict[str, str]:
    teks = " ".join(rapikan(teks).split())
    galat = {}
    others = PadananProgres.objects.filter(instansi=instansi)
    if row is not None:
        others = others.exclude(pk=row.pk)
    if not teks:
        galat["teks"] = "Tulis kata-kata seperti di berkas."
    elif len(teks) > _PANJANG:
        galat["teks"] = f"Paling panjang {_PANJANG} huruf, di sini {len(teks)}."
    elif others.filter(kunci=lipat(teks)).exists():
        galat["teks"] = "Kata-kata ini sudah mempunyai padanan."
    if keadaan not in PadananProgres.Keadaan.values:
        galat["keadaan"] = "Pilih progres dari daftar."
    if galat:
        raise IsianKurang(galat)
    return {"teks": teks, "keadaan": keadaan}


def _catat(row: PadananProgres, aksi: str, by: User, isi: dict[str, object]) -> None:
    record(
        Event(
            instansi=row.instansi.kode,
            contoh=row.instansi.contoh,
            aksi=f"padanan_progres.{aksi}",
            oleh=by,
            objek_jenis="padanan progres",
            objek_id=str(row.pk),
            objek_nama=row.teks,
            isi=isi,
        )
    )
