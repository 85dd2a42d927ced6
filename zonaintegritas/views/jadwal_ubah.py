"""Changes of the month plan that have a page of their own: proposals, and a shift."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.forms.layout import tampilkan
from accounts.permintaan import Permintaan
from accounts.permissions import Denied
from evidence.actions.errors import IsianKurang
from evidence.selection import tetapkan
from evidence.workflow import NotAllowed
from zonaintegritas.actions.jadwal import geser_bulan, terima_usulan
from zonaintegritas.forms_jadwal import AlasanForm, GeserForm
from zonaintegritas.jadwal.isi_petak import BarisPetak, TimPetak
from zonaintegritas.jadwal.petak import petak
from zonaintegritas.kata_jadwal import daftar_bulan
from zonaintegritas.models import Tim
from zonaintegritas.tampil_jadwal import kata_riwayat
from zonaintegritas.views.jadwal import Alamat

BUKAN_PENYUSUN = (
    "Hanya koordinator tim ini dan admin instansi yang menyusun bulannya. "
    "Anda tetap dapat membaca jadwalnya."
)


@require_http_methods(["GET", "HEAD", "POST"])
def usulan(request: Permintaan, pk: int) -> HttpResponse:
    """Show what the texts of a team propose for rows without months; POST takes it over."""
    team = get_object_or_404(
        Tim.objects.visible_to(request.user).select_related("keputusan__rencana__instansi"),
        pk=pk,
        jenis=Tim.Jenis.TIM,
    )
    rencana = team.keputusan.rencana
    tetapkan(request, rencana.pk)
    grid = petak(rencana, request.user, tim=team.pk)
    rows = [row for row in grid.baris if row.usulan is not None and not row.bulan and row.boleh]
    if not any(one.boleh for one in grid.tim):
        raise PermissionDenied(BUKAN_PENYUSUN)
    back = f"{reverse('zi_jadwal')}?{Alamat(rencana.pk, team.no_lampiran_2, '').query()}"
    form = AlasanForm(request.POST) if request.method == "POST" else AlasanForm()
    status = 200
    if request.method == "POST" and rows and form.is_valid():
        try:
            hasil = terima_usulan(
                rencana_id=rencana.pk,
                butir=[row.butir.pk for row in rows],
                alasan=form.cleaned_data["alasan"],
                by=request.user,
            )
        except IsianKurang as error:
            tampilkan(form, error.galat)
            status = 422
        except (Denied, NotAllowed) as error:
            form.add_error(None, str(error))
            status = 403 if isinstance(error, Denied) else 409
        else:
            messages.success(
                request, f"Usulan dipakai pada {hasil.baris} baris, {hasil.ditambah} bulan."
            )
            return redirect(back)
    isi = {
        "rencana": rencana,
        "tim": team,
        "baris": [(row, daftar_bulan(row.usulan.bulan)) for row in rows if row.usulan],
        "form": form,
        "kembali": back,
    }
    return render(request, "zonaintegritas/jadwal_usulan.html", isi, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def geser(request: Permintaan, pk: int) -> HttpResponse:
    """Show the form that moves one planned month of a row to another; POST moves it."""
    team, row = _baris(request, pk)
    rencana = team.tim.keputusan.rencana
    if not row.boleh:
        raise PermissionDenied(BUKAN_PENYUSUN)
    alamat = Alamat(rencana.pk, team.tim.no_lampiran_2, "")
    back = f"{reverse('zi_jadwal')}?{alamat.query()}#baris-{row.butir.pk}"
    form, status = _form_geser(request, row), 200
    if request.method == "POST" and form.is_valid():
        try:
            geser_bulan(
                butir_id=row.butir.pk,
                dari=form.cleaned_data["dari"],
                ke=form.cleaned_data["ke"],
                alasan=form.cleaned_data["alasan"],
                serentang=form.cleaned_data.get("serentang", False),
                by=request.user,
            )
        except IsianKurang as error:
            tampilkan(form, error.galat)
        except (Denied, NotAllowed) as error:
            form.add_error(None, str(error))
            status = 403 if isinstance(error, Denied) else 409
        else:
            messages.success(request, f"Bulan {row.butir.kode} digeser. Alasannya tercatat.")
            return redirect(back)
    if form.errors and status == 200:
        status = 422
    isi = {
        "rencana": rencana,
        "tim": team.tim,
        "baris": row,
        "form": form,
        "bulan_kata": daftar_bulan(row.bulan),
        "riwayat": list(kata_riwayat(row)),
        "kembali": back,
    }
    return render(request, "zonaintegritas/jadwal_geser.html", isi, status=status)


def _form_geser(request: Permintaan, row: BarisPetak) -> GeserForm:
    months = list(row.bulan)
    if request.method == "POST":
        return GeserForm(request.POST, terencana=months, rentang=row.rentang)
    asked = request.GET.get("dari", "")
    return GeserForm(terencana=months, rentang=row.rentang, initial={"dari": asked})


def _baris(request: Permintaan, pk: int) -> tuple[TimPetak, BarisPetak]:
    """Return a row by the id of its Butir with its team; Http404 when it can't be read."""
    visible = Tim.objects.visible_to(request.user).select_related("keputusan__rencana__instansi")
    team = visible.filter(kegiatan_set__sub_set__butir=pk).first() or get_object_or_404(
        visible, kegiatan_set__butir=pk
    )
    tetapkan(request, team.keputusan.rencana_id)
    grid = petak(team.keputusan.rencana, request.user, tim=team.pk)
    row = next((one for one in grid.baris if one.butir.pk == pk), None)
    if row is None:
        raise Http404("Baris tidak ada.")
    (own,) = grid.tim
    own.tim.keputusan.rencana = team.keputusan.rencana
    return own, row
