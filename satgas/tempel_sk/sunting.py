"""Editing the tree: one operation at a time, on what was typed so far. Pure."""

from satgas.tempel_sk.baca import MAKS_SIMPUL
from satgas.tempel_sk.bentuk import SUB, TUGAS, AnggotaNaskah, Naskah, Simpul
from satgas.tempel_sk.bersih import rapi
from satgas.tempel_sk.tanda import huruf_ke, tempat_huruf


class TidakDapat(ValueError):
    """The operation makes no sense there; the message is fit for the screen."""


def jalankan(naskah: Naskah, aksi: str, pk: int) -> int | None:
    """Carry out one operation on the node or member with an id.

    Returns the id of the node to look at next, None when it is the page as a whole. Raises
    TidakDapat, also for an operation or an id that is not there.
    """
    if aksi in _ANGGOTA:
        member = next((a for a in naskah.anggota if a.id == pk), None)
        if member is None:
            raise TidakDapat("Anggota ini sudah tidak ada dalam naskah.")
        return _ANGGOTA[aksi](naskah, member)
    if aksi not in _SIMPUL:
        raise TidakDapat("Perintah ini tidak dikenal.")
    for member in naskah.anggota:
        for place, one in enumerate(member.simpul):
            if one.id == pk:
                return _SIMPUL[aksi](naskah, member, place)
    raise TidakDapat("Tugas ini sudah tidak ada dalam naskah.")


def _naik(naskah: Naskah, member: AnggotaNaskah, place: int) -> int:
    one = member.simpul[place]
    if one.tingkat == TUGAS:
        raise TidakDapat("Ini sudah tugas, bukan sub butir.")
    runut = _runut(member)
    one.tingkat, one.tanda, one.pasangan = TUGAS, "", None
    _tata(member, runut, one)
    return one.id


def _turun(naskah: Naskah, member: AnggotaNaskah, place: int) -> int:
    one = member.simpul[place]
    if one.tingkat == SUB:
        raise TidakDapat("Ini sudah sub butir.")
    if place == 0:
        raise TidakDapat("Tugas pertama tidak dapat menjadi sub butir: tidak ada tugas di atasnya.")
    runut = _runut(member)
    one.tingkat, one.tanda, one.pasangan = SUB, "", None
    _tata(member, runut)
    return one.id


def _pisah(naskah: Naskah, member: AnggotaNaskah, place: int) -> int:
    one = member.simpul[place]
    lines = [line for line in map(rapi, one.teks.splitlines()) if line]
    if len(lines) < 2:
        raise TidakDapat(
            "Tekan Enter di dalam bunyinya pada tempat yang hendak dipisah, lalu pilih Pisah baris."
        )
    _muat(naskah, len(lines) - 1)
    runut = _runut(member)
    one.teks, one.ragu = lines[0], []
    fresh = [Simpul(naskah.id_baru(), one.tingkat, "", line, one.baris) for line in lines[1:]]
    if one.tingkat == TUGAS and not one.tanda:
        runut = True  # a paragraph that becomes several tasks gets letters
    end = place + 1
    member.simpul[end:end] = fresh
    _tata(member, runut, *fresh)
    return fresh[0].id


def _gabung(naskah: Naskah, member: AnggotaNaskah, place: int) -> int:
    if place == 0:
        raise TidakDapat("Tidak ada tugas di atasnya untuk digabung.")
    runut = _runut(member)
    one, above = member.simpul[place], member.simpul[place - 1]
    above.teks = rapi(f"{above.teks} {one.teks}")
    above.baris = (above.baris[0], max(above.baris[1], one.baris[1]))
    above.ragu = []
    del member.simpul[place]
    _tata(member, runut)
    return above.id


def _hapus(naskah: Naskah, member: AnggotaNaskah, place: int) -> int | None:
    """Delete a node; a task goes with its sub-items."""
    runut = _runut(member)
    end = place + 1
    if member.simpul[place].tingkat == TUGAS:
        while end < len(member.simpul) and member.simpul[end].tingkat == SUB:
            end += 1
    del member.simpul[place:end]
    _tata(member, runut)
    return member.simpul[place - 1].id if place else None


def _benar(naskah: Naskah, member: AnggotaNaskah, place: int) -> int:
    member.simpul[place].ragu = []
    return member.simpul[place].id


def _tambah(naskah: Naskah, member: AnggotaNaskah) -> int:
    _muat(naskah, 1)
    runut = _runut(member)
    one = Simpul(naskah.id_baru(), TUGAS, "", "")
    member.simpul.append(one)
    member.bersama = None
    _tata(member, runut or len(member.simpul) > 1, one)
    return one.id


def _hapus_anggota(naskah: Naskah, member: AnggotaNaskah) -> None:
    naskah.anggota.remove(member)
    for other in naskah.anggota:
        if other.bersama == member.id:
            other.bersama = None


def _urutkan(naskah: Naskah, member: AnggotaNaskah) -> None:
    _beri_huruf(member)


def _benar_anggota(naskah: Naskah, member: AnggotaNaskah) -> None:
    member.ragu = []
    for one in member.simpul:
        one.ragu = []


def _muat(naskah: Naskah, tambahan: int) -> None:
    """Refuse more tasks and sub-items than a decree may have."""
    if sum(len(member.simpul) for member in naskah.anggota) + tambahan > MAKS_SIMPUL:
        raise TidakDapat(f"Paling banyak {MAKS_SIMPUL} tugas dan sub butir dalam satu naskah.")


def _runut(member: AnggotaNaskah) -> bool:
    """Whether the letters of a member follow each other from a, so that they may be given anew."""
    letters = [one.tanda for one in member.simpul if one.tingkat == TUGAS and one.tanda]
    return bool(letters) and letters == [huruf_ke(n) for n in range(1, len(letters) + 1)]


def _tata(member: AnggotaNaskah, runut: bool, *baru: Simpul) -> None:
    """Number the sub-items, and letter the tasks where their letters followed each other.

    Letters that the decree itself has out of order stay; new tasks then get the next free one.
    """
    number = 0
    for one in member.simpul:
        number = 0 if one.tingkat == TUGAS else number + 1
        if one.tingkat == SUB:
            one.tanda = str(number)
    tasks = [one for one in member.simpul if one.tingkat == TUGAS]
    if runut and len(tasks) > 1:
        lead = tasks[0] if not tasks[0].tanda and tasks[0] not in baru and len(tasks) > 2 else None
        _beri_huruf(member, lead)
        return
    for one in baru:
        if one.tingkat == TUGAS and not one.tanda and len(tasks) > 1:
            places = [tempat_huruf(task.tanda) or 0 for task in tasks]
            one.tanda = huruf_ke(max(places) + 1)


def _beri_huruf(member: AnggotaNaskah, kecuali: Simpul | None = None) -> None:
    place = 0
    for one in member.simpul:
        if one.tingkat == TUGAS and one is not kecuali:
            place += 1
            one.tanda = huruf_ke(place)


_SIMPUL = {
    "naik": _naik,
    "turun": _turun,
    "pisah": _pisah,
    "gabung": _gabung,
    "hapus": _hapus,
    "benar": _benar,
}
_ANGGOTA = {
    "tambah": _tambah,
    "hapus-anggota": _hapus_anggota,
    "urutkan": _urutkan,
    "benar-anggota": _benar_anggota,
}
