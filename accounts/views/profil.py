"""One's own page: data, roles, look, links to password and second step."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.actions import IsianKeliru, ubah_tema
from accounts.forms.akun import TemaForm
from accounts.forms.layout import tampilkan
from accounts.views.gate import person


@require_http_methods(["GET", "HEAD", "POST"])
def profil(request: HttpRequest) -> HttpResponse:
    """Show one's own data and change the look."""
    orang = person(request)
    form = TemaForm(request.POST or None, initial={"tema": orang.tema})
    if request.method == "POST" and form.is_valid():
        try:
            ubah_tema(tema=form.cleaned_data["tema"], by=orang)
        except IsianKeliru as error:
            tampilkan(form, error.galat)
        else:
            messages.success(request, "Tema tersimpan.")
            return redirect("profil")
    return render(
        request,
        "accounts/profil.html",
        {
            "form": form,
            "keanggotaan": orang.membership_set.valid_on(timezone.localdate()).select_related(
                "unit__instansi"
            ),
            "dua_langkah": is_mfa_enabled(orang),
        },
    )
