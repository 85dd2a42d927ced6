"""The frame of every page: institution, menu, plan switcher. The only place that knows all apps."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.db.models import IntegerField, QuerySet, Subquery
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.access import Akses
from accounts.models import Instansi, User
from accounts.permintaan import Permintaan
from accounts.permissions import Permission, Role
from evidence.lists.disposisi import menunggu_unit
from evidence.lists.pengecualian import menunggu_saya
from evidence.models import Capaian, Pemenuhan, Rencana
from evidence.models.capaian import CapaianQuerySet
from evidence.selection import rencana_terpilih, rencana_tetap
from evidence.workflow import Status
from imports.hak import boleh_lihat
from reports.datasets.periode_menunggu import periode_menunggu
from roadmap.menunggu import menunggu_rapat
from satgas.jaga.lembar import ada_siap, rencana_lembar
from zonaintegritas.models import AnggotaTPI


@dataclass
class ButirMenu:
    """One entry of the side bar; a count stands only where the person must act."""

    label: str
    url: str
    ikon: str
    aktif: bool = False
    jumlah: int | None = None


@dataclass
class GrupMenu:
    """Entries under one heading."""

    judul: str
    butir: list[ButirMenu] = field(default_factory=list)


@dataclass
class Bingkai:
    """What base.html needs."""

    instansi: Instansi | None = None
    contoh: bool = False
    menu: list[GrupMenu] = field(default_factory=list)
    peran: str = ""
    rencana: Rencana | None = None
    rencana_lain: list[dict[str, str]] = field(default_factory=list)
    per_tanggal: datetime = field(default_factory=timezone.now)


def bingkai(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the frame for a logged-in person, an empty one for strangers.

    A part of a page has no frame and pays for none: it is made when a template asks for it.
    """
    return {"bingkai": SimpleLazyObject(lambda: _buat(request))}


def _buat(request: HttpRequest) -> Bingkai:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Bingkai()
    masuk = cast(Permintaan, request)
    akses = masuk.user.akses
    terpilih, semua = _rencana(masuk)
    instansi = terpilih.instansi if terpilih else next(iter(akses.instansi), None)
    tpi = not akses.grants and AnggotaTPI.objects.bertugas(masuk.user).exists()
    return Bingkai(
        instansi=instansi,
        contoh=bool(instansi and instansi.contoh),
        menu=_menu(masuk, akses, semua, tpi=tpi),
        peran="Masuk sebagai anggota Tim Penilai Internal" if tpi else _peran(akses),
        rencana=terpilih,
        rencana_lain=[
            {"nama": f"{r.nama}, {r.instansi.nama}", "url": _alamat(masuk, r)}
            for r in semua
            if terpilih is None or r.pk != terpilih.pk
        ],
    )


_NASKAH = {
    Rencana.Jenis.SATGAS: "satgas",
    Rencana.Jenis.MCP: "instrumen",
    Rencana.Jenis.ROADMAP: "roadmap",
    Rencana.Jenis.ZI: "zona_integritas",
}


_RENCANA = (
    (Rencana.Jenis.SATGAS, "Satgas", "satgas", "i-shield"),
    (Rencana.Jenis.MCP, "Instrumen MCP", "instrumen", "i-decree"),
    (Rencana.Jenis.ROADMAP, "Road Map", "roadmap", "i-road"),
    (Rencana.Jenis.ZI, "Zona Integritas", "zona_integritas", "i-zone"),
)


def _alamat(request: Permintaan, rencana: Rencana) -> str:
    """Return where the switcher leads: this page with another plan, or that plan's document.

    A page about one task stays with its plan, and pages of the decree and of the instrument show
    plans of their own kind only.
    """
    naskah = reverse(_NASKAH.get(Rencana.Jenis(rencana.jenis), "satgas"))
    milik = [reverse(nama) for nama in _NASKAH.values() if request.path.startswith(reverse(nama))]
    pindah = rencana_tetap(request) or (milik and milik != [naskah])
    return f"{naskah if pindah else request.path}?rencana={rencana.pk}"


def _rencana(request: Permintaan) -> tuple[Rencana | None, list[Rencana]]:
    """The plan in the frame and all others.

    The page's own plan comes first; an address that names none of the person's is a 404 page,
    and that has a frame too.
    """
    try:
        terpilih, semua = rencana_terpilih(request)
    except Http404:
        return None, []
    tetap = rencana_tetap(request)
    if tetap is None and not request.GET.get("rencana"):
        jenis = next((j for j, n in _NASKAH.items() if request.path.startswith(reverse(n))), None)
        terpilih = next((r for r in semua if r.jenis == jenis), terpilih)
    return next((r for r in semua if r.pk == tetap), terpilih), semua


def _peran(akses: Akses) -> str:
    if not akses.grants:
        return "Belum ada peran untuk akun ini"
    first = akses.grants[0]
    sebutan = f"{first.sebutan} " if first.sebutan else ""
    tempat = f", {first.tempat}" if first.tempat else ""
    return f"Masuk sebagai {sebutan}{first.role.label}{tempat}"


def _menu(request: Permintaan, akses: Akses, semua: list[Rencana], *, tpi: bool) -> list[GrupMenu]:
    def entry(
        label: str,
        name: str,
        ikon: str,
        jumlah: "QuerySet[Any] | None" = None,
        juga: tuple[str, ...] = (),
        awal: tuple[str, ...] = (),
    ) -> ButirMenu:
        url = reverse(name)
        aktif = request.path.startswith((url, *(reverse(n) for n in juga), *awal))
        butir = ButirMenu(label, url, ikon, aktif)
        if jumlah is not None:
            dihitung.append((butir, jumlah))
        return butir

    dihitung: list[tuple[ButirMenu, QuerySet[Any]]] = []

    kerja, hasil, kelola = GrupMenu(""), GrupMenu("Keluaran"), GrupMenu("Pengelolaan")
    rencana_grup = GrupMenu("Rencana")
    if tpi:
        kerja.butir.append(entry("Penilaian TPI", "zi_lke_daftar", "i-zone"))
    if akses.has(Permission.EVIDENCE_SEND):
        kembali = _tugas(request, Permission.EVIDENCE_SEND, Status.PERBAIKAN)
        kerja.butir.append(entry("Tugas saya", "tugas_saya", "i-tasks", kembali))
    if akses.has(Permission.EVIDENCE_REVIEW):
        antre = _tugas(request, Permission.EVIDENCE_REVIEW, Status.MENUNGGU)
        kerja.butir.append(entry("Verifikasi", "verifikasi", "i-check", antre))
    if akses.has(Permission.EVIDENCE_REVIEW) or akses.has(Permission.EXCEPTION_DECIDE):
        ajuan = menunggu_saya(request.user)
        kerja.butir.append(entry("Pengecualian", "pengecualian", "i-decide", ajuan))
    if akses.has(Permission.EVIDENCE_SEND) or akses.has(Permission.DISPOSITION_GIVE):
        pesan = menunggu_unit(request.user)
        kerja.butir.append(entry("Disposisi", "disposisi", "i-bell", pesan))
    if akses.has(Permission.EVIDENCE_SEND) or akses.has(Permission.FOLLOWUP_WATCH):
        rapat = menunggu_rapat(request.user)
        kerja.butir.append(entry("Rapat dan tindak lanjut", "rapat", "i-people", rapat))
    jenis = {r.jenis for r in semua}
    if akses.has(Permission.JAGA_RECORD) and any(r.berjaga for r in semua):
        lembar = _siap_diunggah(request)
        kerja.butir.append(entry("Lembar Unggah JAGA", "jaga", "i-upload", lembar))
    if akses.has(Permission.DASHBOARD_READ):
        kerja.butir.append(entry("Dasbor", "dasbor", "i-home"))
    if akses.has(Permission.PLAN_READ):
        # A kind without a plan has nothing to read; who makes plans finds it all the same, and
        # an LKE needs no plan of its own.
        semuanya = akses.has(Permission.PLAN_EDIT) or not semua
        rencana_grup.butir += [
            entry(label, name, ikon)
            for satu, label, name, ikon in _RENCANA
            if semuanya or satu in jenis or satu is Rencana.Jenis.ZI
        ]
    if akses.has(Permission.EVIDENCE_SEND):
        hasil.butir.append(entry("Berkas unit saya", "berkas_unit", "i-file"))
    if akses.has(Permission.REPORT_READ_ALL) and any(r.berjaga for r in semua):
        waiting = periode_menunggu(request.user) if akses.has(Permission.PERIOD_CLOSE) else None
        potret = reverse("potret_rinci", args=[0]).removesuffix("0/")
        hasil.butir.append(
            entry("Periode", "periode", "i-clock", waiting, ("potret_banding",), (potret,))
        )
    if akses.has(Permission.REPORT_CREATE):
        hasil.butir.append(entry("Laporan", "laporan", "i-report"))
    if akses.has(Permission.AUDIT_READ):
        kelola.butir.append(entry("Jejak audit", "jejak_audit", "i-link"))
    if akses.has(Permission.PLAN_EDIT):
        kelola.butir.append(entry("Kelola rencana", "rencana", "i-cal"))
    if any(boleh_lihat(request.user, instansi) for instansi in akses.instansi):
        kelola.butir.append(entry("Impor", "impor", "i-import"))
    if akses.has(Permission.USER_MANAGE):
        kelola.butir.append(entry("Pengguna dan unit", "pengguna", "i-people", juga=("unit",)))
    if akses.has(Permission.INSTANSI_SETUP):
        kelola.butir.append(entry("Siapkan instansi", "siapkan_instansi", "i-gear"))
    if Role.PLATFORM in akses.roles:
        kelola.butir.append(entry("Pengelolaan platform", "admin:index", "i-gear"))
    _isi_jumlah(request, dihitung)
    groups = [g for g in (kerja, rencana_grup, hasil, kelola) if g.butir]
    _satu_aktif([b for g in groups for b in g.butir])
    return groups


def _satu_aktif(butir: list[ButirMenu]) -> None:
    """Of entries whose address begins with another's, only the nearest is the current one."""
    nearest = max((b for b in butir if b.aktif), key=lambda b: len(b.url), default=None)
    for one in butir:
        one.aktif = one is nearest


class _Banyak(Subquery):
    """How many rows a query has, as a value of another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) _banyak)"
    output_field = IntegerField()


def _isi_jumlah(request: Permintaan, dihitung: "list[tuple[ButirMenu, QuerySet[Any]]]") -> None:
    """Count what waits behind all entries in one query."""
    if not dihitung:
        return
    counts = {
        f"n{n}": _Banyak(rows.order_by().values("pk")) for n, (_, rows) in enumerate(dihitung)
    }
    found = User.objects.filter(pk=request.user.pk).values_list(*(counts[name] for name in counts))[
        0
    ]
    for (butir, _), jumlah in zip(dihitung, found, strict=True):
        butir.jumlah = jumlah or None


def _tugas(request: Permintaan, permission: Permission, status: Status) -> CapaianQuerySet:
    """Tasks with a document in this state: the same rows as the list behind the entry."""
    tasks = Capaian.objects.visible_to(request.user, permission).current()
    return tasks.filter(pk__in=Pemenuhan.objects.filter(status=status).values("capaian"))


def _siap_diunggah(request: Permintaan) -> CapaianQuerySet:
    """Lines with a document to carry into JAGA, of the plan that the entry opens."""
    lines = Capaian.objects.visible_to(request.user, Permission.JAGA_RECORD).current()
    return lines.filter(ada_siap(rencana_lembar(_rencana(request)[1])))
