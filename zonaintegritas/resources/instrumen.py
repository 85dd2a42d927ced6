"""What the kinds of an LKE instrument share: their Tujuan, their lock, the rules of the whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from accounts.models import Instansi, User
from accounts.permissions import Denied, Permission
from evidence.workflow import NotAllowed
from sheets.columns import Nilai
from sheets.resource import Isi, SheetResource, Tujuan
from sheets.writes import Tulisan
from ukuran.lke.baca import SalahBaca
from ukuran.lke.instrumen import Komponen, Paruh
from ukuran.lke.periksa import Cacat, periksa
from zonaintegritas.actions.instrumen import BUKAN_PENGELOLA, boleh_kelola, kunci_rancangan
from zonaintegritas.lke.susunan import susunan
from zonaintegritas.models import InstrumenLKE

_DISEBUT = 5


class BagianInstrumen(SheetResource):
    """Base of the kinds whose rows are parts of one instrument."""

    golongan = "Zona Integritas"
    permission = Permission.LKE_MANAGE
    bertujuan = True

    instrumen: InstrumenLKE

    @classmethod
    def daftar_tujuan(cls, user: User, instansi: Instansi) -> list[Tujuan]:
        """Return own instruments and regulations; only own drafts that nobody uses are written."""
        rows = InstrumenLKE.objects.visible_to(user).filter(instansi=instansi) | (
            InstrumenLKE.objects.visible_to(user).filter(instansi__isnull=True)
        )
        kelola = boleh_kelola(user, instansi.pk)
        used = set(
            InstrumenLKE.objects.filter(instansi=instansi, lke_set__isnull=False).values_list(
                "pk", flat=True
            )
        )
        return [
            Tujuan(
                row.pk,
                str(row),
                kelola
                and row.instansi_id == instansi.pk
                and row.dibekukan is None
                and row.pk not in used,
            )
            for row in rows.order_by("nama", "-versi", "pk")
        ]

    def siapkan(self) -> None:
        """Read the instrument; raises Denied for one of others."""
        found = (
            InstrumenLKE.objects.visible_to(self.konteks.oleh)
            .filter(pk=self.konteks.tujuan or 0)
            .first()
        )
        if found is None or found.instansi_id not in (None, self.konteks.instansi.pk):
            raise Denied(BUKAN_PENGELOLA)
        self.instrumen = found

    def kunci_tulis(self) -> None:
        """Lock a draft. Raises Denied, NotAllowed (regulation, in use)."""
        row = kunci_rancangan(self.konteks.tujuan or 0, self.konteks.oleh)
        if row.instansi_id != self.konteks.instansi.pk:
            raise Denied(BUKAN_PENGELOLA)

    def sesudah(self, tulisan: Tulisan) -> None:
        """Check the whole instrument as it is now. Raises NotAllowed with what is wrong."""
        tulisan.simpan()
        try:
            cacat = periksa(susunan(self.instrumen).bentuk, siap=False)
        except (SalahBaca, ValueError) as error:
            raise NotAllowed(f"Instrumen menjadi tidak terbaca: {error}") from error
        if cacat:
            raise NotAllowed(f"Instrumen menjadi tidak sah: {_sebut(cacat)}")


def cacat_dengan(instrumen: InstrumenLKE, komponen: Sequence[Isi]) -> tuple[Cacat, ...]:
    """Return the defects of an instrument whose components are these rows, its questions kept.

    Rows of one parent stand in the order of `komponen`.
    """
    now = susunan(instrumen).bentuk
    soal = {one.kode: one.pertanyaan for one in now.telusuri()}
    anak: dict[Nilai, list[Isi]] = {}
    for isi in komponen:
        anak.setdefault(isi["induk"], []).append(isi)

    def bentuk(isi: Isi) -> Komponen:
        kode = str(isi["kode_komponen"])
        return Komponen(
            kode=kode,
            nama=str(isi["nama"] or ""),
            bobot=_desimal(isi["bobot"]) or Decimal(0),
            kelompok=str(isi["kelompok"] or ""),
            paruh=Paruh(str(isi["paruh"] or "")),
            min_wbk=_desimal(isi["min_wbk"]),
            min_wbbm=_desimal(isi["min_wbbm"]),
            anak=tuple(bentuk(one) for one in anak.get(kode, ())),
            pertanyaan=soal.get(kode, ()),
            status_sumber=str(isi["status_sumber"] or ""),
        )

    tree = tuple(bentuk(isi) for isi in anak.get(None, ()))
    return periksa(replace(now, komponen=tree), siap=False)


def _desimal(nilai: Nilai) -> Decimal | None:
    return None if nilai is None else Decimal(str(nilai))


def _sebut(cacat: Iterable[Cacat]) -> str:
    rows = [str(one) for one in cacat]
    more = f" Masih ada {len(rows) - _DISEBUT} hal lain." if len(rows) > _DISEBUT else ""
    return " ".join(rows[:_DISEBUT]) + more


def melingkar(kode: str, induk: Mapping[str, str | None]) -> bool:
    """Whether the way up from a component comes back to where it was."""
    seen: set[str] = set()
    step: str | None = kode
    while step is not None and step not in seen:
        seen.add(step)
        step = induk.get(step)
    return step is not None
