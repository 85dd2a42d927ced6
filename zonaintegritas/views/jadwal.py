"""The month plan of a Zona Integritas: the grid, and planning the months of one team."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.permintaan import Permintaan
from accounts.permissions import Denied
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.models import Rencana
from evidence.selection import rencana_terpilih
from evidence.workflow import NotAllowed
from zonaintegritas.forms_jadwal import IsianTim, baca_isian
from zonaintegritas.jadwal.isi_petak import Petak
from zonaintegritas.jadwal.petak import petak
from zonaintegritas.kata_jadwal import Sifat
from zonaintegritas.models import BentukJadwal, KeputusanZI, Tim
from zonaintegritas.penyusunan import simpan_susunan
from zonaintegritas.tampil_jadwal import (
    BENTUK_BELUM,
    PILIHAN_KEADAAN,
    KepalaBulan,
    Ketikan,
    TampilTim,
    kepala_bulan,
    legenda,
    tampil_tim,
)

TERSIMPAN = "jadwal_zi_tersimpan"


@dataclass(frozen=True)
class Galat:
    """A fault of a submission and the id of the element it is about."""

    kata: str
    tuju: str = ""


@dataclass(frozen=True)
class Alamat:
    """What an address asks for: the plan, one of its teams, a state of rows."""

    rencana: int
    tim: int | None
    keadaan: str

    def query(self, **ganti: object) -> str:
        """Return the query of the same page, with other values where given."""
        isi = {"rencana": self.rencana, "tim": self.tim, "keadaan": self.keadaan, **ganti}
        return urlencode({nama: nilai for nama, nilai in isi.items() if nilai})


@dataclass(frozen=True)
class HalamanJadwal:
    """The grid and everything around it."""

    petak: Petak
    semua_tim: list[Tim]
    dipilih: Tim | None
    alamat_kini: Alamat
    tim: tuple[TampilTim, ...]
    kepala_bulan: tuple[KepalaBulan, ...]
    legenda: list[Sifat]
    galat: list[Galat]
    isian: IsianTim | None
    alasan_galat: str
    salin_galat: str
    draf_tersimpan: bool

    pilihan_keadaan = PILIHAN_KEADAAN
    pilihan_bentuk = (BENTUK_BELUM, *BentukJadwal.Bentuk.choices)

    @property
    def menyusun(self) -> bool:
        """Whether a team is shown as a form."""
        return any(one.menyusun for one in self.tim)

    @property
    def keadaan(self) -> str:
        """The state of rows that is shown."""
        return self.alamat_kini.keadaan

    @property
    def alamat(self) -> str:
        """The query of this page."""
        return self.alamat_kini.query()

    @property
    def alamat_semua(self) -> str:
        """This page with all rows."""
        return f"?{self.alamat_kini.query(keadaan='')}"

    @property
    def alasan(self) -> str:
        """The reason as it was typed."""
        return self.isian.alasan if self.isian else ""


@require_http_methods(["GET", "HEAD", "POST"])
def jadwal(request: Permintaan) -> HttpResponse:
    """Show the months of a plan; POST saves those of the team in the address.

    The button says which: `simpan` saves, `salin` shows the form again with the months of one row
    copied to another.
    """
    rencana, keputusan, pilihan = dipilih(request)
    context = {"rencana": rencana, "pilihan": pilihan, "keputusan": keputusan}
    if rencana is None or keputusan is None:
        return render(request, "zonaintegritas/kosong.html", context)
    teams = tim_kerja(keputusan)
    alamat = baca_alamat(request, rencana)
    if request.method != "POST":
        return _halaman(request, context, keputusan, teams, alamat, Ketikan())
    if all(one.no_lampiran_2 != alamat.tim for one in teams):
        raise Http404("Pilih satu tim.")
    isian = baca_isian(request.POST)
    if request.POST.get("langkah") == "salin" and isian.menyalin:
        copied = isian.disalin()
        pesan = "" if copied else "Pilih baris asal dan baris tujuan yang berbeda."
        ketikan = Ketikan(copied or isian)
        status = 200 if copied else 422
        return _halaman(request, context, keputusan, teams, alamat, ketikan, status, salin=pesan)
    try:
        hasil = simpan_susunan(rencana=rencana, isian=isian, by=request.user)
    except IsianKurang as error:
        at_rows = {int(k): v for k, v in error.galat.items() if k.isdecimal()}
        rest = {k: v for k, v in error.galat.items() if not k.isdecimal()}
        ketikan = Ketikan(isian, at_rows)
        return _halaman(request, context, keputusan, teams, alamat, ketikan, 422, rest)
    except (Bentrok, Denied, NotAllowed) as error:
        status = 403 if isinstance(error, Denied) else 409
        rest = {"": str(error)}
        return _halaman(request, context, keputusan, teams, alamat, Ketikan(isian), status, rest)
    messages.success(request, hasil.kata())
    request.session[TERSIMPAN] = True
    return redirect(f"{reverse('zi_jadwal')}?{alamat.query()}")


def _halaman(
    request: Permintaan,
    context: Mapping[str, object],
    keputusan: KeputusanZI,
    teams: list[Tim],
    alamat: Alamat,
    ketikan: Ketikan,
    status: int = 200,
    galat: Mapping[str, str] | None = None,
    salin: str = "",
) -> HttpResponse:
    """Render the grid, with what was typed where it was refused."""
    chosen = next((one for one in teams if one.no_lampiran_2 == alamat.tim), None)
    grid = petak(keputusan.rencana, request.user, tim=chosen.pk if chosen else None)
    galat = galat or {}
    alasan = galat.get("alasan", "")
    faults = [Galat(kata, f"baris-{pk}") for pk, kata in ketikan.galat.items()]
    for field, kata in galat.items():
        team = f"alasan-{chosen.pk}" if chosen and field == "alasan" else ""
        faults.append(Galat(kata, team))
    if salin and chosen:
        faults.append(Galat(salin, f"salin-dari-{chosen.pk}"))
    saved = ketikan.isian is None and request.session.pop(TERSIMPAN, False)
    page = HalamanJadwal(
        petak=grid,
        semua_tim=teams,
        dipilih=chosen,
        alamat_kini=alamat,
        tim=tampil_tim(
            grid,
            sejak=keputusan.tanggal,
            keadaan=alamat.keadaan,
            menyusun=chosen is not None,
            ketikan=ketikan,
        ),
        kepala_bulan=kepala_bulan(grid),
        legenda=legenda(grid),
        galat=faults,
        isian=ketikan.isian,
        alasan_galat=alasan,
        salin_galat=salin,
        draf_tersimpan=bool(saved),
    )
    isi = {**context, "halaman": page}
    return render(request, "zonaintegritas/jadwal.html", isi, status=status)


def dipilih(
    request: Permintaan,
) -> tuple[Rencana | None, KeputusanZI | None, list[Rencana]]:
    """Return the chosen plan, its decree when there is one, and all plans of this kind."""
    rencana, pilihan = rencana_terpilih(request, Rencana.Jenis.ZI)
    if rencana is None:
        return None, None, pilihan
    found = KeputusanZI.objects.visible_to(request.user).filter(rencana=rencana).first()
    if found is not None:
        found.rencana = rencana
    return rencana, found, pilihan


def tim_kerja(keputusan: KeputusanZI) -> list[Tim]:
    """Return the teams of a decree that own kegiatan, in their order."""
    return list(keputusan.tim_set.filter(jenis=Tim.Jenis.TIM).order_by("urut"))


def baca_alamat(request: Permintaan, rencana: Rencana) -> Alamat:
    """Return what the address asks for; what is unknown there counts as not asked."""
    asked, state = request.GET.get("tim", ""), request.GET.get("keadaan", "")
    known = {code for code, _ in PILIHAN_KEADAAN}
    return Alamat(
        rencana=rencana.pk,
        tim=int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else None,
        keadaan=state if state in known else "",
    )
