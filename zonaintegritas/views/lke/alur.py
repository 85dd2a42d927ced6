"""Steps of the flow, the TPI, and taking over the answers of the stage before."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.pending import take
from accounts.permintaan import Permintaan
from accounts.permissions import Denied
from evidence.workflow import NotAllowed
from zonaintegritas.actions.lke import (
    cabut_tpi,
    hapus_lke,
    langkah,
    salin_nilai,
    tetapkan_tpi,
)
from zonaintegritas.forms_lke import LangkahForm, TpiForm
from zonaintegritas.lke.alur import LENGKAP, TAHAP, AksiLKE
from zonaintegritas.lke.hak import HakLKE, hak
from zonaintegritas.lke.lanjut import AKIBAT, lanjut
from zonaintegritas.lke.lembar import LembarLKE, lembar
from zonaintegritas.lke.riwayat import riwayat, urutan
from zonaintegritas.models import LKE, AnggotaTPI, StatusLKE
from zonaintegritas.views.jalan import BACA_TULIS, SALAH, bilangan, coba
from zonaintegritas.views.lke.pintu import catatan, konteks, lke_terlihat, orang

_SEBUT = 12


@require_http_methods(BACA_TULIS)
def satu_langkah(request: Permintaan, pk: int, aksi: str) -> HttpResponse:
    """Say what a step does and what it still lacks; POST takes it."""
    lke = lke_terlihat(request, pk)
    if aksi not in list(AKIBAT):
        raise Http404("Langkah itu tidak ada.")
    step = AksiLKE(aksi)
    sheet = lembar(lke, request.user, orang=orang(request, lke))
    panah = next((p for p in sheet.hak.langkah if p.aksi is step), None)
    if request.method == "POST":
        form, status = LangkahForm(request.POST, wajib=False), SALAH
        if form.is_valid():
            failed = coba(
                form,
                lambda: langkah(
                    lke_id=lke.pk,
                    aksi=step,
                    versi=bilangan(request.POST, "versi"),
                    catatan=form.cleaned_data["catatan"],
                    by=request.user,
                ),
            )
            if failed is None:
                messages.success(request, f"{step.label}: langkah ini tercatat.")
                return redirect("zi_lke", lke.pk)
            status = failed
        form.fields["catatan"].required = panah is not None and panah.catatan_wajib
    else:
        if panah is None:
            messages.warning(request, _tidak_tersedia(lke, step, sheet.hak))
            return redirect("zi_lke", lke.pk)
        form, status = LangkahForm(take(request), wajib=panah.catatan_wajib), 200
    isi = konteks(
        request,
        lke,
        aksi=step,
        akibat=AKIBAT[step],
        form=form,
        tersedia=panah is not None,
        **_kurang(sheet, step),
    )
    return render(request, "zonaintegritas/lke/langkah.html", isi, status=status)


def _tidak_tersedia(lke: LKE, step: AksiLKE, rights: HakLKE) -> str:
    kata = f"{step.label} tidak tersedia: LKE sedang pada {lke.get_status_display()}."
    return f"{kata} {rights.alasan}".strip()


def _kurang(sheet: LembarLKE, step: AksiLKE) -> dict[str, object]:
    """Return which questions keep the step from being taken, and how many lack evidence."""
    tahap = TAHAP.get(StatusLKE(sheet.lke.status))
    if step not in LENGKAP or tahap is None:
        return {"kurang": (), "kurang_lain": 0, "tanpa_bukti": 0}
    kode = sheet.belum_dijawab(tahap)
    tanpa = sum(b.tanpa_bukti for b in sheet.baris()) if step is AksiLKE.AJUKAN else 0
    return {
        "kurang": kode[:_SEBUT],
        "kurang_jumlah": len(kode),
        "kurang_lain": max(0, len(kode) - _SEBUT),
        "tanpa_bukti": tanpa,
    }


@require_http_methods(BACA_TULIS)
def salin(request: Permintaan, pk: int) -> HttpResponse:
    """Ask before answers of the stage before are taken over; POST does it."""
    lke = lke_terlihat(request, pk)
    asal = hak(orang(request, lke)).salin
    galat: list[str] = []
    if request.method == "POST":
        try:
            banyak = salin_nilai(lke_id=lke.pk, by=request.user)
        except (Denied, NotAllowed) as error:
            galat = [str(error)]
        else:
            messages.success(request, f"{banyak} jawaban diambil sebagai titik awal.")
            return redirect("zi_lke", lke.pk)
    elif asal is None:
        messages.warning(request, "Tidak ada jawaban tahap sebelumnya yang dapat Anda ambil.")
        return redirect("zi_lke", lke.pk)
    nama = asal.label.lower() if asal else "tahap sebelumnya"
    isi = konteks(
        request,
        lke,
        judul=f"Mulai dari jawaban {nama}",
        isi=f"Pertanyaan yang belum Anda nilai diisi dengan jawaban {nama}, tanpa alasannya. Yang "
        "sudah Anda nilai tidak berubah. Periksa setiap jawaban sesudahnya.",
        aksi="Ambil jawaban",
        kembali=_lembar(lke),
        galat=galat,
    )
    return render(request, "zonaintegritas/lke/tanya.html", isi, status=SALAH if galat else 200)


@require_http_methods(BACA_TULIS)
def alur(request: Permintaan, pk: int) -> HttpResponse:
    """Show the steps so far and the TPI; POST appoints somebody to it."""
    lke = lke_terlihat(request, pk)
    rights = hak(orang(request, lke))
    form: TpiForm | None = None
    status = 200
    if request.method == "POST":
        form, status = TpiForm(request.POST), SALAH
        if form.is_valid():
            data = form.cleaned_data
            failed = coba(form, lambda: tetapkan_tpi(lke_id=lke.pk, by=request.user, **data))
            if failed is None:
                messages.success(request, "Anggota TPI ditetapkan.")
                return redirect("zi_lke_alur", lke.pk)
            status = failed
    elif rights.kelola:
        form = TpiForm(take(request), initial={"mulai": timezone.localdate()})
    steps = riwayat(lke)
    isi = konteks(
        request,
        lke,
        form=form,
        kelola=rights.kelola,
        langkah=urutan(lke),
        riwayat=steps,
        tpi=list(anggota_tpi(lke)),
        lanjut=lanjut(lke, rights, catatan(lke)),
        boleh_hapus=rights.kelola and not steps,
        hari_ini=timezone.localdate(),
    )
    return render(request, "zonaintegritas/lke/alur.html", isi, status=status)


def anggota_tpi(lke: LKE) -> QuerySet[AnggotaTPI]:
    """Return the appointments to the TPI of an assessment, those that hold first."""
    return lke.tpi_set.select_related("user").order_by("dicabut", "mulai", "id")


def _bukan_admin(request: Permintaan, lke: LKE) -> HttpResponse:
    """Lead a reader back: a question that only an administrator may answer is not asked."""
    messages.warning(request, "Langkah ini hanya untuk admin instansi.")
    return redirect("zi_lke_alur", lke.pk)


@require_http_methods(BACA_TULIS)
def cabut(request: Permintaan, pk: int, tpi_pk: int) -> HttpResponse:
    """Ask before an appointment to the TPI is ended; POST ends it."""
    lke = lke_terlihat(request, pk)
    row = get_object_or_404(lke.tpi_set.select_related("user"), pk=tpi_pk)
    galat: list[str] = []
    if request.method == "POST":
        try:
            cabut_tpi(anggota_id=row.pk, by=request.user)
        except (Denied, NotAllowed) as error:
            galat = [str(error)]
        else:
            messages.success(request, f"Penugasan {row.user.nama} dicabut.")
            return redirect("zi_lke_alur", lke.pk)
    elif not hak(orang(request, lke)).kelola:
        return _bukan_admin(request, lke)
    isi = konteks(
        request,
        lke,
        judul="Cabut penugasan TPI",
        isi=f"{row.user.nama}, {row.get_peran_display()}, tidak dapat lagi membuka LKE ini. Yang "
        "sudah dinilainya tetap tersimpan.",
        aksi="Cabut penugasan",
        bahaya=True,
        kembali=_alur(lke),
        galat=galat,
    )
    return render(request, "zonaintegritas/lke/tanya.html", isi, status=SALAH if galat else 200)


@require_http_methods(BACA_TULIS)
def hapus(request: Permintaan, pk: int) -> HttpResponse:
    """Ask before an assessment in which nobody has done anything is removed; POST removes it."""
    lke = lke_terlihat(request, pk)
    galat: list[str] = []
    if request.method == "POST":
        try:
            hapus_lke(lke_id=lke.pk, by=request.user)
        except (Denied, NotAllowed) as error:
            galat = [str(error)]
        else:
            messages.success(request, f"LKE {lke.tahun} {lke.unit.nama} dihapus.")
            return redirect("zi_lke_daftar")
    elif not hak(orang(request, lke)).kelola:
        return _bukan_admin(request, lke)
    isi = konteks(
        request,
        lke,
        judul="Hapus LKE",
        isi=f"LKE {lke.tahun} {lke.unit.nama} dihapus. Hanya LKE yang belum diisi siapa pun yang "
        "dapat dihapus.",
        aksi="Hapus LKE",
        bahaya=True,
        kembali=_alur(lke),
        galat=galat,
    )
    return render(request, "zonaintegritas/lke/tanya.html", isi, status=SALAH if galat else 200)


def _lembar(lke: LKE) -> str:
    return reverse("zi_lke", args=[lke.pk])


def _alur(lke: LKE) -> str:
    return reverse("zi_lke_alur", args=[lke.pk])
