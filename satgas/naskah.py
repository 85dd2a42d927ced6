"""The decree as it is read on screen: paragraphs, members and their counts."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q

from satgas.models import Anggota, BagianSK, RincianTugas, SuratKeputusan
from satgas.sumber import Catatan, CatatanHalaman, Penanda

_OPENING = (
    BagianSK.Jenis.MENIMBANG,
    BagianSK.Jenis.MENGINGAT,
    BagianSK.Jenis.MEMPERHATIKAN,
)


@dataclass
class Alinea:
    """A paragraph with its label as printed, its lettered items and its markers."""

    label: str
    teks: str
    penanda: list[Penanda]
    butir: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class BarisAnggota:
    """A member in the table of the Lampiran; counts are those of the database."""

    anggota: Anggota
    tugas: int
    huruf: int
    sub: int
    dokumen: int
    bersama: tuple[int, ...]  # members whose tasks this one shares
    penanda: list[Penanda]
    dicabut: int  # tasks that an amendment revoked
    berubah: int  # standing tasks that an amendment changed or added


@dataclass(frozen=True)
class Naskah:
    """The whole page."""

    sk: SuratKeputusan
    pembuka: list[tuple[str, list[Alinea]]]
    diktum: list[Alinea]
    tembusan: list[Alinea]
    anggota: list[BarisAnggota]
    catatan: list[Catatan]
    penanda_nomor: list[Penanda]
    penanda_ttd: list[Penanda]
    penanda_tembusan: list[Penanda]
    penanda_lampiran: list[Penanda]

    @property
    def tugas(self) -> int:
        """Number of tasks; a shared one counts once."""
        return sum(row.tugas for row in self.anggota)

    @property
    def huruf(self) -> int:
        """Number of lettered tasks."""
        return sum(row.huruf for row in self.anggota)

    @property
    def paragraf(self) -> int:
        """Number of tasks that are one paragraph."""
        return self.tugas - self.huruf

    @property
    def sub(self) -> int:
        """Number of numbered sub-items."""
        return sum(row.sub for row in self.anggota)

    @property
    def dokumen(self) -> int:
        """Number of required documents."""
        return sum(row.dokumen for row in self.anggota)


def naskah(sk: SuratKeputusan) -> Naskah:
    """Return the page of a decree that the caller has found visible (four queries)."""
    notes = CatatanHalaman(sk)
    parts = _paragraphs(sk)

    def section(jenis: str) -> list[Alinea]:
        rows = []
        for part in parts[jenis, None]:
            places = [f"{jenis}.{part.label}"] if part.label else [jenis]
            rows.append(
                Alinea(
                    part.label,
                    part.teks,
                    [mark for place in places for mark in notes.pada_letak(place)],
                    [(item.label, item.teks) for item in parts[jenis, part.pk]],
                )
            )
        return rows

    # Markers are numbered in the order of the page, so the parts are built in that order.
    nomor = notes.pada_letak("nomor")
    pembuka = [(str(jenis.label), section(jenis)) for jenis in _OPENING]
    diktum = section(BagianSK.Jenis.DIKTUM)
    ttd = notes.pada_letak("penandatangan")
    penanda_tembusan = notes.pada_letak("tembusan")
    tembusan = section(BagianSK.Jenis.TEMBUSAN)
    lampiran = notes.pada_letak("lampiran")
    return Naskah(
        sk=sk,
        pembuka=[(judul, rows) for judul, rows in pembuka if rows],
        diktum=diktum,
        tembusan=tembusan,
        anggota=_members(sk, notes),
        catatan=notes.yang_tampil(),
        penanda_nomor=nomor,
        penanda_ttd=ttd,
        penanda_tembusan=penanda_tembusan,
        penanda_lampiran=lampiran,
    )


def _paragraphs(sk: SuratKeputusan) -> defaultdict[tuple[str, int | None], list[BagianSK]]:
    """Paragraphs by kind and parent."""
    found: defaultdict[tuple[str, int | None], list[BagianSK]] = defaultdict(list)
    for part in BagianSK.objects.filter(sk=sk).order_by("jenis", "urut"):
        found[part.jenis, part.induk_id].append(part)
    return found


def _members(sk: SuratKeputusan, notes: CatatanHalaman) -> list[BarisAnggota]:
    shared: defaultdict[int, list[int]] = defaultdict(list)
    pairs = RincianTugas.bersama.through.objects.filter(rinciantugas__anggota__sk=sk)
    for member, owner in pairs.order_by("rinciantugas__anggota__no").values_list(
        "anggota", "rinciantugas__anggota__no"
    ):
        shared[member].append(owner)
    standing = Q(tugas_set__butir__dicabut__isnull=True)  # what an amendment revoked is not counted
    amended = standing & Q(tugas_set__butir__perubahan_set__isnull=False)
    letters = standing & Q(tugas_set__bentuk=RincianTugas.Bentuk.HURUF)
    members = (
        Anggota.objects.filter(sk=sk)
        .select_related("unit")
        .annotate(
            tugas=Count("tugas_set", filter=standing, distinct=True),
            huruf=Count("tugas_set", filter=letters, distinct=True),
            sub=Count("tugas_set__sub_set", filter=standing, distinct=True),
            dokumen=Count("tugas_set__butir__dokumen_set", filter=standing, distinct=True),
            dicabut=Count("tugas_set", filter=~standing, distinct=True),
            berubah=Count("tugas_set", filter=amended, distinct=True),
        )
        .order_by("no")
    )
    return [
        BarisAnggota(
            anggota=member,
            tugas=member.tugas,
            huruf=member.huruf,
            sub=member.sub,
            dokumen=member.dokumen,
            bersama=tuple(shared[member.pk]),
            penanda=notes.pada_anggota_dan_tugas(member.pk),
            dicabut=member.dicabut,
            berubah=member.berubah,
        )
        for member in members
    ]
