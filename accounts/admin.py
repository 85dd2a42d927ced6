"""/admin/: institutions and the people of the platform. No evidence is registered here.

An own site, so that nothing other packages register by themselves can appear. Who may enter
stands in the membership (role platform); login is the portal's own, with lock-out and second
step.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from accounts.actions import (
    IsianKeliru,
    buat_tautan_platform,
    tambah_admin_pertama,
    tambah_instansi,
    ubah_instansi_platform,
)
from accounts.forms.instansi import AdminPertamaForm, InstansiAdminForm
from accounts.forms.layout import tampilkan
from accounts.managed import admins_today, other_admins
from accounts.models import Instansi, User
from accounts.permissions import Denied, Permission
from accounts.views.gate import person


def is_platform(request: HttpRequest) -> bool:
    """Whether the request comes from a person with the platform role."""
    user = request.user
    return isinstance(user, User) and user.akses.has(Permission.INSTANSI_MANAGE)


class PlatformSite(admin.AdminSite):
    """The Django admin for the platform role only."""

    site_title = "Pantas"
    site_header = "Pengelolaan platform Pantas"
    index_title = "Instansi dan pengelola"
    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        """Only people with the platform role."""
        return is_platform(request)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Never ask for a password here: that would pass by lock-out and second step."""
        if request.user.is_authenticated:
            if not is_platform(request):
                raise PermissionDenied
            return redirect("admin:index")
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    # Django's stubs promise a TemplateResponse of its own pages; these three lead elsewhere.
    def logout(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Log out the portal's way."""
        get_adapter().logout(request)
        return redirect("account_login")

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The portal's own page."""
        return redirect("account_change_password")

    def password_change_done(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The portal's own page."""
        return redirect("profil")


class PlatformAdmin(admin.ModelAdmin):
    """Rights by role instead of Django's permissions; nothing is ever deleted here."""

    saringan: frozenset[str] = frozenset()  # the only lookups an address may filter by

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Only `saringan`: Django lets every own column be asked, NIP and password hash too."""
        return lookup in self.saringan

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Platform only."""
        return is_platform(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Platform only."""
        return is_platform(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Platform only."""
        return is_platform(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Platform only."""
        return is_platform(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The portal's event log is the only log."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The portal's event log is the only log."""

    def show_link(self, request: HttpRequest, orang: User, alamat: str) -> HttpResponse:
        """Show a one-time link once."""
        context = self.admin_site.each_context(request) | {
            "title": f"Tautan sekali pakai untuk {orang.nama}",
            "orang": orang,
            "alamat": request.build_absolute_uri(alamat),
        }
        response = TemplateResponse(request, "accounts/admin/tautan.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def act_view(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        """Guard an extra page of the admin."""
        guarded: Callable[..., HttpResponse] = self.admin_site.admin_view(view)
        return guarded


class InstansiAdmin(PlatformAdmin):
    """Institutions: adding, correcting, the first admin."""

    form = InstansiAdminForm
    list_display = ("nama", "kode", "contoh", "ada_admin")
    search_fields = ("nama", "kode")
    fields = InstansiAdminForm.Meta.fields
    change_form_template = "accounts/admin/instansi.html"
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Instansi]:
        """Say of each whether somebody is admin there today."""
        rows: QuerySet[Instansi] = super().get_queryset(request)
        active = admins_today().filter(user__is_active=True, unit__instansi=OuterRef("pk"))
        return rows.annotate(beradmin=Exists(active))

    @admin.display(description="Ada admin", boolean=True)
    def ada_admin(self, obj: Instansi) -> bool:
        """Whether somebody is admin there today."""
        return bool(obj.beradmin)  # type: ignore[attr-defined]  # annotated in get_queryset

    def save_model(self, request: HttpRequest, obj: Instansi, form: Any, change: bool) -> None:
        """Hand over to the action, which checks and records."""
        data, by = form.instansi(), person(request)
        if change:
            ubah_instansi_platform(instansi_id=obj.pk, data=data, by=by)
        else:
            obj.pk = tambah_instansi(data=data, by=by).pk

    def get_urls(self) -> list[URLPattern]:
        """One more page: the first admin."""
        mine = path(
            "<id:pk>/admin-pertama/",
            self.act_view(self.admin_pertama),
            name="accounts_instansi_admin_pertama",
        )
        return [mine, *super().get_urls()]

    def admin_pertama(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask who the first admin is; then show their one-time link."""
        instansi = Instansi.objects.filter(pk=pk).first()
        if instansi is None:
            raise Http404
        form = AdminPertamaForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                orang, alamat = tambah_admin_pertama(
                    instansi_id=pk, data=form.orang(), by=person(request)
                )
            except IsianKeliru as error:
                tampilkan(form, error.galat)
            except Denied as error:
                messages.error(request, str(error))
                return redirect("admin:accounts_instansi_change", pk)
            else:
                return self.show_link(request, orang, alamat)
        context = self.admin_site.each_context(request) | {
            "title": f"Admin pertama {instansi}",
            "form": form,
            "instansi": instansi,
        }
        return TemplateResponse(request, "accounts/admin/admin_pertama.html", context)


class UserAdmin(PlatformAdmin):
    """People by name and account only: no NIP, no evidence; rights are given elsewhere."""

    list_display = ("nama", "username", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    saringan = frozenset({"is_active__exact", "is_staff__exact"})
    search_fields = ("nama", "username")
    fields = readonly_fields = ("nama", "username", "jabatan", "is_active", "last_login")
    change_form_template = "accounts/admin/orang.html"
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People are added by the admins of their institutions."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Read only."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """People of the platform, and admins that no other admin can help."""
        people: QuerySet[User] = super().get_queryset(request)
        sole = admins_today().filter(user=OuterRef("pk")).filter(~Exists(other_admins()))
        return people.filter(Q(is_staff=True) | Exists(sole)).defer("nip")

    def get_urls(self) -> list[URLPattern]:
        """One more page: the one-time link."""
        mine = path("<id:pk>/tautan/", self.act_view(self.tautan), name="accounts_user_tautan")
        return [mine, *super().get_urls()]

    def tautan(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make and show a one-time link (POST only)."""
        if request.method != "POST":
            return redirect("admin:accounts_user_change", pk)
        try:
            alamat = buat_tautan_platform(orang_id=pk, by=person(request))
        except Denied as error:
            messages.error(request, str(error))
            return redirect("admin:accounts_user_changelist")
        return self.show_link(request, User.objects.get(pk=pk), alamat)


situs = PlatformSite(name="admin")
situs.register(Instansi, InstansiAdmin)
situs.register(User, UserAdmin)
