"""Units of one's own institution as a tree; they end by date and are never deleted."""

from datetime import date

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import IsianKeliru, tambah_unit, ubah_unit
from accounts.forms.layout import tampilkan
from accounts.forms.pengguna import UnitForm
from accounts.managed import as_tree, managed_instansi, managed_units
from accounts.models import Unit, User
from accounts.permissions import Denied, Permission
from accounts.views.gate import needs, person


@require_safe
@needs(Permission.USER_MANAGE)
def daftar(request: HttpRequest) -> HttpResponse:
    """Show the tree with the number of people who hold a role today."""
    by = person(request)
    today = timezone.localdate()
    return render(
        request,
        "accounts/unit.html",
        {
            "pohon": as_tree(units_with_people(by, today)),
            "hari_ini": today,
            "banyak_instansi": len(managed_instansi(by)) > 1,
        },
    )


def units_with_people(by: User, today: date) -> QuerySet[Unit]:
    """Return the units a person manages, each with `orang`: who holds a role on that day."""
    in_force = Q(membership_set__mulai__isnull=True) | Q(membership_set__mulai__lte=today)
    in_force &= Q(membership_set__selesai__isnull=True) | Q(membership_set__selesai__gte=today)
    return (
        managed_units(by)
        .select_related("penerus")
        .annotate(orang=Count("membership_set__user", filter=in_force, distinct=True))
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.USER_MANAGE)
def tambah(request: HttpRequest) -> HttpResponse:
    """Add a unit."""
    by = person(request)
    asked = request.GET.get("induk", "")
    form = UnitForm(
        request.POST or None, by=by, initial={"induk": asked if asked.isdecimal() else None}
    )
    if request.method == "POST" and form.is_valid():
        try:
            unit = tambah_unit(induk_id=form.cleaned_data["induk"].pk, data=form.unit(), by=by)
        except IsianKeliru as error:
            tampilkan(form, error.galat)
        except Denied as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{unit} ditambahkan.")
            return redirect("unit")
    return render(request, "accounts/unit_isian.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.USER_MANAGE)
def ubah(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a unit, set its dates and successor."""
    by = person(request)
    unit = get_object_or_404(managed_units(by), pk=pk)
    fields = ("nama", "nama_pendek", "jenis", "inspektorat", "aktif_mulai", "aktif_selesai")
    form = UnitForm(
        request.POST or None,
        by=by,
        unit=unit,
        initial={name: getattr(unit, name) for name in fields} | {"penerus": unit.penerus_id},
    )
    if request.method == "POST" and form.is_valid():
        penerus = form.cleaned_data["penerus"]
        try:
            ubah_unit(
                unit_id=unit.pk,
                data=form.unit(),
                penerus_id=penerus.pk if penerus else None,
                by=by,
            )
        except IsianKeliru as error:
            tampilkan(form, error.galat)
        except Denied as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Unit tersimpan.")
            return redirect("unit")
    return render(request, "accounts/unit_isian.html", {"form": form, "unit": unit})
