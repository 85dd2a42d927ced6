"""How the reports of an institution look: form, crest, and a sample of what is printed."""

import base64
from collections.abc import Callable
from dataclasses import asdict, dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.forms.layout import tampilkan
from accounts.models import Instansi
from accounts.permintaan import Permintaan
from accounts.permissions import Denied, Permission
from accounts.views.gate import needs
from evidence.actions.errors import Bentrok, IsianKurang
from reports.actions.templat import IsiTemplat, lepas_lambang, pasang_lambang, simpan_templat
from reports.forms_templat import LambangForm, TemplatForm, VersiForm
from reports.kemajuan.kata import baris_jabatan, nip_tercetak
from reports.kemajuan.parameter import TandaTangan
from reports.lambang import BERKAS_MAKS
from reports.models import TemplatLaporan


@dataclass(frozen=True)
class Contoh:
    """What the sample shows: letterhead and signature as they are printed."""

    kop: tuple[str, ...]
    lambang: str  # a data: address, "" for none
    berkait: bool
    tempat: str
    jabatan: tuple[str, ...]
    nama: str
    pangkat: str
    nip: str
    tembusan: tuple[str, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.INSTANSI_SETUP)
def templat_laporan(request: Permintaan) -> HttpResponse:
    """Show and change the look of one's reports; `?instansi=` chooses among several."""
    own = set(request.user.akses.instansi_ids(Permission.INSTANSI_SETUP))
    rows = [satu for satu in request.user.akses.instansi if satu.pk in own]
    instansi = next((i for i in rows if str(i.pk) == request.GET.get("instansi")), rows[0])
    row = TemplatLaporan.objects.select_related("lambang").filter(instansi=instansi).first()
    form, crest = _kosong(row)
    step = request.POST.get("langkah") if request.method == "POST" else None
    if step == "lambang":
        crest = LambangForm(request.POST, request.FILES, auto_id="lambang_%s")
        done = crest.is_valid() and _coba(crest, lambda: _pasang(request, instansi, crest))
    elif step == "lepas":
        versi = VersiForm(request.POST, auto_id="lambang_%s")
        done = versi.is_valid() and _coba(crest, lambda: _lepas(request, instansi, versi))
    elif request.method == "POST":
        form = TemplatForm(request.POST)
        done = form.is_valid() and step != "lihat"
        done = done and _coba(form, lambda: _simpan(request, instansi, form))
    else:
        done = False
    if done:
        return redirect(request.get_full_path())
    refused = form.errors or crest.errors
    return render(
        request,
        "reports/templat.html",
        {
            "form": form,
            "lambang_form": crest,
            "instansi": instansi,
            "lain": rows,
            "templat": row,
            "contoh": _contoh(instansi, row, form),
            "dilihat": step == "lihat" and not refused,
        },
        status=422 if refused else 200,
    )


def _kosong(row: TemplatLaporan | None) -> tuple[TemplatForm, LambangForm]:
    """Return the two forms as they are before anybody types."""
    versi = {"diubah": row.diubah.isoformat() if row else ""}
    words = {name: getattr(row, name) for name in IsiTemplat.__dataclass_fields__} if row else {}
    return TemplatForm(initial=versi | words), LambangForm(initial=versi, auto_id="lambang_%s")


def _coba(form: TemplatForm | LambangForm, langkah: Callable[[], None]) -> bool:
    """Take a step; show at the form why it was refused."""
    try:
        langkah()
    except IsianKurang as error:
        tampilkan(form, error.galat)
    except (Bentrok, Denied) as error:
        form.add_error(None, str(error))
    else:
        return True
    return False


def _simpan(request: Permintaan, instansi: Instansi, form: TemplatForm) -> None:
    simpan_templat(instansi_id=instansi.pk, isi=form.isi(), diubah=form.versi, by=request.user)
    messages.success(
        request, "Tampilan laporan tersimpan. Laporan yang sudah diterbitkan tidak berubah."
    )


def _pasang(request: Permintaan, instansi: Instansi, form: LambangForm) -> None:
    berkas = form.cleaned_data["lambang"].read(BERKAS_MAKS + 1)  # one more: told as too large
    pasang_lambang(instansi_id=instansi.pk, berkas=berkas, diubah=form.versi, by=request.user)
    messages.success(request, "Lambang terpasang pada kop laporan.")


def _lepas(request: Permintaan, instansi: Instansi, form: VersiForm) -> None:
    lepas_lambang(instansi_id=instansi.pk, diubah=form.versi, by=request.user)
    messages.success(request, "Lambang dilepas. Laporan lama yang memakainya tidak berubah.")


def _contoh(instansi: Instansi, row: TemplatLaporan | None, form: TemplatForm) -> Contoh:
    """Return the sample: of what is typed where it can be read, else of what is stored."""
    typed = form.isi() if form.is_bound and form.is_valid() else None
    isi = typed or (
        IsiTemplat(**{name: getattr(row, name) for name in IsiTemplat.__dataclass_fields__})
        if row
        else IsiTemplat()
    )
    words = asdict(isi)
    sign = TandaTangan(**{name: words[name] for name in TandaTangan.__dataclass_fields__})
    return Contoh(
        kop=tuple(instansi.kop_baris) or (instansi.nama,),
        lambang=_alamat_data(row),
        berkait=isi.huruf == TemplatLaporan.Huruf.SERIF,
        tempat=instansi.tempat,
        jabatan=baris_jabatan(sign),
        nama=sign.nama,
        pangkat=sign.pangkat,
        nip=nip_tercetak(sign.nip),
        tembusan=tuple(filter(None, map(str.strip, isi.tembusan.splitlines()))),
    )


def _alamat_data(row: TemplatLaporan | None) -> str:
    if row is None or row.lambang is None:
        return ""
    crest = row.lambang
    return f"data:image/{crest.jenis};base64,{base64.b64encode(bytes(crest.isi)).decode()}"
