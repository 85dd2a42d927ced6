"""The official decree's member table as Word puts it on the clipboard."""

from accounts.models import User
from evidence.models import Rencana
from satgas.actions.naskah_tempel import buat_naskah
from satgas.models import NaskahTempel
from satgas.official.fixture import AnggotaRow, DecreeRow, TugasRow

JUDUL = "NO\tNAMA/JABATAN\tKEDUDUKAN DALAM SATUAN TUGAS\tRINCIAN TUGAS"

PENDEK = (
    f"{JUDUL}\n1\tSekretaris Daerah\tKetua\tMengoordinasikan pelaksanaan.\n"
    "2\tKepala Badan Kepegawaian\tAnggota\ta. menyusun laporan kinerja (tahunan);\n"
    "c. menata arsip, meliputi:\n1. arsip dinamis.\n2. arsip statis."
)


def buat_naskah_uji(rencana: Rencana, by: User, *, tahun: int = 2099) -> NaskahTempel:
    """Paste a short table of two members, to be compared with a plan."""
    return buat_naskah(
        instansi_id=rencana.instansi_id, tahun=tahun, banding_id=rencana.pk, teks=PENDEK, by=by
    )


def keputusan_word(decree: DecreeRow) -> str:
    """Return the table: a row a member, marks followed by tabs, lines of a cell on their own."""
    return "\n".join([JUDUL, *(_anggota(member) for member in decree.anggota)])


def _anggota(member: AnggotaRow) -> str:
    lines = [line for task in member.tugas for line in _tugas(task)]
    cells = (str(member.no), member.jabatan, member.kedudukan, "\n".join(lines))
    return "\t".join(cells)


def _tugas(task: TugasRow) -> list[str]:
    own = f"{task.huruf}.\t{task.teks}" if task.huruf else task.teks
    return [own, *(f"{no}.\t{sub}" for no, sub in enumerate(task.sub, start=1))]
