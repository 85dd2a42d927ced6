"""People of one's own institution: list, new person, a person's page, their data."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import IsianKeliru, tambah_orang, ubah_orang
from accounts.forms.layout import tampilkan
from accounts.forms.pengguna import OrangBaruForm, OrangForm, SaringForm
from accounts.managed import managed_instansi, managed_memberships, visible_people, wholly_managed
from accounts.models import User
from accounts.pending import take
from accounts.permissions import Denied, Permission
from accounts.views.gate import needs, person

PER_PAGE = 50


@require_safe
@needs(Permission.USER_MANAGE)
def pengguna(request: HttpRequest) -> HttpResponse:
    """List people with their roles of today; NIP never stands in lists."""
    by = person(request)
    form = SaringForm(request.GET, by=by)
    people = daftar_orang(by, form)
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "accounts/pengguna.html",
        {
            "form": form,
            "page_obj": page,
            "tersaring": any(request.GET.get(name) for name in form.fields),
            "banyak_instansi": len(managed_instansi(by)) > 1,
        },
    )


def daftar_orang(by: User, form: SaringForm) -> QuerySet[User]:
    """Return the people that a form leaves, by name, each with `peran_kini` (roles of today)."""
    people = visible_people(by)
    if form.is_valid():
        people = _filtered(people, by, form.cleaned_data)
    own = managed_memberships(by).valid_on(timezone.localdate())
    return people.order_by("nama", "pk").prefetch_related(
        Prefetch("membership_set", queryset=own, to_attr="peran_kini")
    )


def _filtered(people: QuerySet[User], by: User, asked: dict[str, Any]) -> QuerySet[User]:
    for word in asked["q"].split():
        people = people.filter(
            Q(nama__icontains=word) | Q(username__icontains=word) | Q(jabatan__icontains=word)
        )
    if asked["peran"] or asked["unit"]:
        rows = managed_memberships(by).valid_on(timezone.localdate())
        if asked["peran"]:
            rows = rows.filter(role=asked["peran"])
        if asked["unit"]:
            rows = rows.filter(unit__jalur__startswith=asked["unit"].jalur)
        people = people.filter(Exists(rows.filter(user=OuterRef("pk"))))
    if asked["aktif"]:
        people = people.filter(is_active=asked["aktif"] == "ya")
    return people


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.USER_MANAGE)
def tambah(request: HttpRequest) -> HttpResponse:
    """Add a person; their page then offers the one-time link."""
    by = person(request)
    restored = take(request) if request.method == "GET" else None
    typed = restored.dict() if restored else {}
    form = OrangBaruForm(
        request.POST or None, by=by, initial={"mulai": timezone.localdate(), **typed}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            orang, ragu = tambah_orang(
                data=form.orang(),
                unit_id=data["unit"].pk,
                role=data["role"],
                masa=form.masa(),
                by=by,
            )
        except IsianKeliru as error:
            tampilkan(form, error.galat)
        except Denied as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, f"{orang.nama} ditambahkan. Buat tautan sekali pakai agar dapat masuk."
            )
            _warn(request, ragu)
            return redirect("pengguna_rinci", pk=orang.pk)
    return render(request, "accounts/orang_baru.html", {"form": form})


@require_safe
@needs(Permission.USER_MANAGE)
def rinci(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person with the memberships in one's own institutions."""
    by = person(request)
    orang = get_object_or_404(visible_people(by), pk=pk)
    return render(
        request,
        "accounts/orang.html",
        {
            "orang": orang,
            "penuh": wholly_managed(by, orang),
            "diri": orang.pk == by.pk,
            "dua_langkah": is_mfa_enabled(orang),
            "keanggotaan": managed_memberships(by).filter(user=orang).order_by("-mulai", "-pk"),
            "hari_ini": timezone.localdate(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.USER_MANAGE)
def ubah(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a person's data."""
    by = person(request)
    orang = get_object_or_404(visible_people(by), pk=pk)
    form = OrangForm(
        request.POST or None,
        initial={"nama": orang.nama, "jabatan": orang.jabatan, "email": orang.email},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            ragu = ubah_orang(
                orang_id=orang.pk,
                nama=data["nama"],
                jabatan=data["jabatan"],
                email=data["email"],
                nip=form.nip(),
                by=by,
            )
        except IsianKeliru as error:
            galat = {"nip_baru" if k == "nip" else k: v for k, v in error.galat.items()}
            tampilkan(form, galat)
        except Denied as error:
            messages.error(request, str(error))
            return redirect("pengguna_rinci", pk=orang.pk)
        else:
            messages.success(request, "Data tersimpan.")
            _warn(request, ragu)
            return redirect("pengguna_rinci", pk=orang.pk)
    context = {"form": form, "orang": orang, "langkah": "Ubah data"}
    return render(request, "accounts/orang_ubah.html", context)


def _warn(request: HttpRequest, ragu: list[str]) -> None:
    if ragu:
        messages.warning(request, f"NIP tersimpan, tetapi periksa kembali: {'; '.join(ragu)}.")
