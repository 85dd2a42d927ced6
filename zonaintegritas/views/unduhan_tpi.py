"""Who is in the TPI of one assessment, as a file."""

from django.http import Http404
from django.utils import timezone

from accounts.permintaan import Permintaan
from evidence.lists.saringan import nomor
from sheets.tables import Tabel, dari_baris, kolom, saringan
from sheets.unduhan import Unduhan, register, siapa_pun
from zonaintegritas.views.lke.alur import anggota_tpi
from zonaintegritas.views.lke.pintu import lke_terlihat

_TPI = kolom(
    ("Nama", "teks", 34),
    ("Jabatan", "teks", 40),
    ("Peran", "teks", 20),
    ("Mulai", "tanggal"),
    ("Sampai", "tanggal"),
    ("Dicabut", "tanggal"),
    ("Surat tugas", "teks", 40),
)


def daftarkan() -> None:
    """Register this list; called once when the app is ready."""
    register(Unduhan("zi_tpi", "Tim Penilai Internal", siapa_pun, tpi))


def tpi(request: Permintaan) -> Tabel:
    """Return the appointments of one LKE (`objek`), those that were withdrawn too."""
    pk = nomor(request.GET.get("objek", ""))
    if pk is None:
        raise Http404("LKE tidak ada.")
    lke = lke_terlihat(request, pk)
    return dari_baris(
        "zi_tpi",
        "Tim Penilai Internal",
        _TPI,
        (
            (
                satu.user.nama,
                satu.user.jabatan,
                satu.get_peran_display(),
                satu.mulai,
                satu.selesai,
                timezone.localdate(satu.dicabut) if satu.dicabut else None,
                satu.surat_tugas,
            )
            for satu in anggota_tpi(lke)
        ),
        keterangan=saringan(Unit=lke.unit.nama, Tahun=str(lke.tahun)),
        lingkup=(lke.instansi_id,),
    )
