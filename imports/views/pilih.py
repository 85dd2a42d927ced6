"""What a file is: kind, sheet, row of headings, then column by column."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permintaan import Permintaan
from accounts.permissions import Denied
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.workflow import NotAllowed
from imports.actions.tujuan import pilih_tujuan
from imports.actions.unggah import pilih
from imports.alur import AksiImpor
from imports.forms import berkelompok
from imports.forms_pilih import PilihForm, Puncak, awal, puncak, tebak
from imports.hak import boleh_impor
from imports.lists.berikut import boleh
from imports.models import Batch
from imports.views.pintu import batch_digerakkan, nomor
from jobs.registry import Gagal
from sheets.resource import SheetResource

BARIS_TAMPIL, KOLOM_TAMPIL = 12, 8


@dataclass(frozen=True)
class Pilihan:
    """What the address chooses: kind, sheet, row of headings (0: an official layout)."""

    kelas: type[SheetResource] | None
    sheet: Puncak
    baris_judul: int

    @property
    def resmi(self) -> bool:
        """Whether the file follows an official layout, which is read by its own rules."""
        return self.baris_judul == 0


@require_http_methods(["GET", "HEAD", "POST"])
def impor_pilih(request: Permintaan, pk: int) -> HttpResponse:
    """Settle kind, sheet and headings by the address, then the columns; ask for the analysis."""
    batch = batch_digerakkan(request, pk)
    sheets = puncak(batch)
    if not boleh(batch, request.user, AksiImpor.PILIH) or not sheets:
        messages.error(request, "Jenis dan kolom impor ini tidak dapat dipilih sekarang.")
        return redirect("impor_rinci", pk)
    kinds = boleh_impor(request.user, batch.instansi)
    chosen = _pilihan(request, batch, kinds, sheets)
    form = _form(request, batch, chosen)
    if request.method == "POST" and form is not None and form.is_valid():
        answer = _simpan(request, batch, chosen, form)
        if answer is not None:
            return answer
    context = {
        "batch": batch,
        "kinds": berkelompok(kinds),
        "sheets": sheets,
        "p": chosen,
        "atas": [(n, cells[:KOLOM_TAMPIL]) for n, cells in chosen.sheet.baris[:BARIS_TAMPIL]],
        "form": form,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "imports/pilih.html", context, status=status)


def _pilihan(
    request: Permintaan,
    batch: Batch,
    kinds: list[type[SheetResource]],
    sheets: list[Puncak],
) -> Pilihan:
    """Return what the address chooses, else what was settled or recognised before."""
    known = batch.kenalan
    kode = request.GET.get("jenis", batch.jenis or known.get("jenis", ""))
    kelas = next((k for k in kinds if k.kode == kode), None)
    wanted = request.GET.get("lembar", batch.lembar or known.get("lembar_terpilih", ""))
    sheet = next((s for s in sheets if s.nama == wanted), sheets[0])
    rows = [n for n, _ in sheet.baris]
    asked = nomor(request.GET.get("judul", ""))
    if asked is None and "jenis" not in request.GET:
        asked = known.get("baris_judul", 0) if known.get("jenis") else None
        if batch.pemetaan:
            asked = batch.baris_judul
    official = asked == 0 and kelas is not None and kelas.tata_resmi is not None
    if not official and asked not in rows:
        asked = known.get("baris_judul") or (rows[0] if rows else 1)
    return Pilihan(kelas, sheet, asked or 0)


def _form(request: Permintaan, batch: Batch, chosen: Pilihan) -> PilihForm | None:
    kelas, sheet, nomor_judul = chosen.kelas, chosen.sheet, chosen.baris_judul
    if kelas is None:
        return None
    first: dict[str, Any] = {"versi": batch.versi, "tujuan": batch.tujuan}
    if not chosen.resmi:
        head = sheet.judul(nomor_judul)
        first |= awal(tebak(batch, kelas, sheet.nama, nomor_judul, head))
    return PilihForm(
        request.POST if request.method == "POST" else None,
        initial=first,
        kelas=kelas,
        tujuan=kelas.daftar_tujuan(request.user, batch.instansi) if kelas.bertujuan else [],
        sheet=None if chosen.resmi else sheet,
        baris_judul=nomor_judul,
    )


def _simpan(
    request: Permintaan, batch: Batch, chosen: Pilihan, form: PilihForm
) -> HttpResponse | None:
    """Keep the choice; None when it was refused and the form says why."""
    assert chosen.kelas is not None
    common: dict[str, Any] = {
        "batch_id": batch.pk,
        "versi": form.cleaned_data["versi"],
        "jenis": chosen.kelas.kode,
        "tujuan": form.cleaned_data.get("tujuan"),
        "by": request.user,
    }
    try:
        if chosen.resmi:
            pilih_tujuan(**common)
        else:
            pilih(
                lembar=chosen.sheet.nama,
                baris_judul=chosen.baris_judul,
                pemetaan=form.pemetaan,
                **common,
            )
    except IsianKurang as error:
        form.tempelkan(error.galat)
        return None
    except (Denied, NotAllowed, Bentrok, Gagal) as error:
        messages.error(request, str(error))
        return redirect("impor_rinci", batch.pk)
    messages.success(request, "Pilihan disimpan. Berkas sedang diperiksa.")
    return redirect("impor_rinci", batch.pk)
