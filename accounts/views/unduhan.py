"""People and units as files; a NIP never stands in a list."""

from collections.abc import Iterator

from django.utils import timezone

from accounts.forms.pengguna import SaringForm
from accounts.managed import as_tree, managed_instansi
from accounts.models import User
from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from accounts.views.pengguna import daftar_orang
from accounts.views.unit import units_with_people
from sheets.tables import Isi, Tabel, dari_baris, dari_isi, kolom, saringan
from sheets.unduhan import Unduhan, punya, register

_ORANG = kolom(
    ("Nama", "teks", 34),
    ("Nama pengguna", "kode", 24),
    ("Jabatan", "teks", 34),
    ("Peran hari ini", "teks", 60),
    ("Akun", "teks", 14),
)
_UNIT = kolom(
    ("Tingkat", "angka", 9),
    ("Unit", "teks", 50),
    ("Nama pendek", "teks", 24),
    ("Jenis", "teks", 20),
    ("Unit pengawas", "teks", 14),
    ("Institusi", "teks", 34),
    ("Orang", "angka"),
    ("Aktif mulai", "tanggal"),
    ("Aktif sampai", "tanggal"),
    ("Penerus", "teks", 34),
)


def daftarkan() -> None:
    """Register the lists of this app; called once when it is ready."""
    kelola = punya(Permission.USER_MANAGE)
    register(
        Unduhan("pengguna", "Pengguna", kelola, orang),
        Unduhan("unit", "Unit", kelola, unit),
    )


def _tempat(by: User) -> tuple[int, ...]:
    return tuple(i.pk for i in managed_instansi(by))


def orang(request: Permintaan) -> Tabel:
    """Return the people of the institutions that the reader manages, with roles of today."""
    by = request.user
    form = SaringForm(request.GET, by=by)
    return dari_isi(
        "pengguna",
        "Pengguna",
        _ORANG,
        daftar_orang(by, form),
        baris=_orang,
        keterangan=saringan(
            Kata=request.GET.get("q"),
            Peran=request.GET.get("peran"),
            Aktif=request.GET.get("aktif"),
        ),
        lingkup=_tempat(by),
    )


def _orang(people: list[User]) -> Iterator[tuple[Isi, ...]]:
    for one in people:
        roles = (
            f"{m.sebutan} {m.get_role_display()}, {m.unit}, {m.unit.instansi}".strip()
            for m in one.peran_kini  # type: ignore[attr-defined]  # prefetched
        )
        yield (
            one.nama,
            one.username,
            one.jabatan,
            "\n".join(roles),
            "Aktif" if one.is_active else "Tidak aktif",
        )


def unit(request: Permintaan) -> Tabel:
    """Return the tree of units with the number of people who hold a role today."""
    by = request.user
    return dari_baris(
        "unit",
        "Unit",
        _UNIT,
        (
            (
                depth + 1,
                one.nama,
                one.nama_pendek,
                one.get_jenis_display(),
                "Ya" if one.inspektorat else "",
                one.instansi.nama,
                one.orang,  # type: ignore[attr-defined]  # annotated
                one.aktif_mulai,
                one.aktif_selesai,
                str(one.penerus) if one.penerus else "",
            )
            for depth, one in as_tree(units_with_people(by, timezone.localdate()))
        ),
        lingkup=_tempat(by),
    )
