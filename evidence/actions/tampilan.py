"""Saved views of one's own: a name for the filters of a list."""

from accounts.actions.trail import home, trail
from accounts.models import User
from accounts.permissions import Denied
from audit.recorder import audited
from evidence.actions.errors import IsianKurang
from evidence.models import TampilanTersimpan
from evidence.models.tampilan import TampilanTersimpanQuerySet
from evidence.workflow import NotAllowed

PALING_BANYAK = 20
NAMA_MAKS = 60


def simpan_tampilan(*, halaman: str, nama: str, kueri: str, by: User) -> TampilanTersimpan:
    """Keep filters under a name; at most 20 of one person, each name once.

    Raises IsianKurang (no name, too long, taken), NotAllowed (nothing to keep, too many).
    """
    if not kueri:
        raise NotAllowed("Belum ada saringan yang dipilih, jadi tidak ada yang disimpan.")
    with audited():
        own = _milik(by).filter(halaman=halaman)
        nama = _nama(nama, own)
        if own.count() >= PALING_BANYAK:
            raise NotAllowed(
                f"Paling banyak {PALING_BANYAK} saringan tersimpan. Hapus satu lebih dahulu."
            )
        row = TampilanTersimpan.objects.create(user=by, halaman=halaman, nama=nama, kueri=kueri)
        _catat("tampilan.simpan", by, {"nama": nama, "saringan": kueri})
        return row


def ubah_nama_tampilan(*, tampilan_id: int, nama: str, by: User) -> TampilanTersimpan:
    """Give a saved view another name. Raises Denied (not one's own), IsianKurang."""
    with audited():
        row = _milik(by).filter(pk=tampilan_id).first()
        if row is None:
            raise Denied("Saringan tersimpan ini tidak ada.")
        nama = _nama(nama, _milik(by).filter(halaman=row.halaman).exclude(pk=row.pk))
        if nama != row.nama:
            _catat("tampilan.nama", by, {"nama": [row.nama, nama]})
            row.nama = nama
            row.save(update_fields=["nama"])
        return row


def hapus_tampilan(*, tampilan_id: int, by: User) -> str:
    """Drop a saved view and return its name. Raises Denied (not one's own)."""
    with audited():
        row = _milik(by).filter(pk=tampilan_id).first()
        if row is None:
            raise Denied("Saringan tersimpan ini tidak ada.")
        _catat("tampilan.hapus", by, {"nama": row.nama})
        row.delete()
        return row.nama


def _milik(by: User) -> TampilanTersimpanQuerySet:
    """Lock the person, so that limit and names hold for two windows at once."""
    User.objects.select_for_update().get(pk=by.pk)
    return TampilanTersimpan.objects.visible_to(by)


def _nama(nama: str, others: TampilanTersimpanQuerySet) -> str:
    nama = " ".join(nama.split())
    if not nama:
        raise IsianKurang({"nama": "Tulis nama untuk saringan ini."})
    if len(nama) > NAMA_MAKS:
        raise IsianKurang({"nama": f"Terlalu panjang: paling banyak {NAMA_MAKS} huruf."})
    if others.filter(nama__iexact=nama).exists():
        raise IsianKurang({"nama": "Nama ini sudah dipakai. Pilih nama lain."})
    return nama


def _catat(aksi: str, by: User, isi: dict[str, object]) -> None:
    trail(home(by), aksi, by, by, isi)
