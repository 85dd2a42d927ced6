"""One Butir of a plan: pola, units, documents and hand-overs on one page."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.db.models import Q
from django.forms import Form
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permintaan import Permintaan
from evidence.actions import Denied, IsianKurang, NotAllowed
from evidence.actions.alur import hapus_alur, tambah_alur
from evidence.actions.butir import HasilButir, atur_butir
from evidence.actions.daftar_dokumen import (
    dokumen_terpakai,
    geser_dokumen,
    hapus_dokumen,
    tambah_dokumen,
    ubah_dokumen,
)
from evidence.forms_rencana import AlurForm, ButirForm, DokumenForm
from evidence.models import AlurSerah, Butir, DokumenWajib, Rencana
from evidence.views.rencana.pintu import rencana_diubah, tunjukkan

DARI_INSTRUMEN = (
    "Dokumen wajib berasal dari instrumen MCP. "
    "Ubah di versi baru instrumennya, lalu pakai versi itu."
)
_DOKUMEN = {"dokumen_baru", "dokumen", "naik", "turun", "hapus_dokumen"}


@dataclass
class _Halaman:
    """The forms of the page; the one that was sent is bound."""

    butir: ButirForm
    dokumen_baru: DokumenForm
    alur: AlurForm
    dokumen: dict[int, DokumenForm] = field(default_factory=dict)
    salah: Form | None = None


@require_http_methods(["GET", "HEAD", "POST"])
def butir(request: Permintaan, pk: int, butir_pk: int) -> HttpResponse:
    """Show a Butir for editing; POST takes one step, named by its button."""
    rencana = rencana_diubah(request, pk)
    row = get_object_or_404(
        Butir.objects.select_related("unit", "rencana"), pk=butir_pk, rencana=rencana
    )
    halaman = _forms(row, None, "")
    if request.method == "POST":
        step = request.POST.get("langkah", "")
        halaman = _forms(row, request.POST, step)
        take = _LANGKAH.get(step)
        if take is None:
            raise Http404("Langkah ini tidak ada.")
        try:
            if step in _DOKUMEN and rencana.jenis == Rencana.Jenis.MCP:
                raise NotAllowed(DARI_INSTRUMEN)
            pesan = take(request, row, halaman)
        except (Denied, NotAllowed) as error:  # of a button: there is no form to show it in
            messages.error(request, str(error))
            return redirect("rencana_butir", pk, butir_pk)
        if pesan is not None:
            messages.success(request, pesan)
            return redirect("rencana_butir", pk, butir_pk)
        row.refresh_from_db()
    documents = list(row.dokumen_set.order_by("urut"))
    used = dokumen_terpakai([d.pk for d in documents])
    arrows = AlurSerah.objects.filter(Q(dari=row) | Q(ke=row)).select_related("dari", "ke")
    return render(
        request,
        "evidence/rencana/butir.html",
        {
            "rencana": rencana,
            "butir": row,
            "form": halaman.salah or halaman.butir,
            "halaman": halaman,
            "dokumen": [
                (d, halaman.dokumen.get(d.pk) or _words(d), d.pk in used) for d in documents
            ],
            "alur": arrows,
            "dari_instrumen": DARI_INSTRUMEN if rencana.jenis == Rencana.Jenis.MCP else "",
        },
        status=422 if halaman.salah is not None else 200,
    )


def _words(dokumen: DokumenWajib, data: QueryDict | None = None) -> DokumenForm:
    return DokumenForm(
        data,
        prefix=f"d{dokumen.pk}",
        initial={"uraian": dokumen.uraian, "kriteria": dokumen.kriteria},
    )


def _forms(butir: Butir, data: QueryDict | None, step: str) -> _Halaman:
    others = Butir.objects.berlaku().filter(rencana=butir.rencana_id).exclude(pk=butir.pk)
    choices = [
        (pk, f"{kode} {uraian}"[:90])
        for pk, kode, uraian in others.values_list("pk", "kode", "uraian")
    ]
    return _Halaman(
        butir=ButirForm(data if step == "simpan" else None, butir=butir),
        dokumen_baru=DokumenForm(data if step == "dokumen_baru" else None, prefix="baru"),
        alur=AlurForm(data if step == "alur_baru" else None, prefix="alur", pilihan=choices),
    )


def _try(form: Form, halaman: _Halaman, action: Callable[[], str]) -> str | None:
    """Run a step; what it found wrong goes to its form and the page is shown again."""
    try:
        return action()
    except IsianKurang as error:
        tunjukkan(form, error.galat)
    except (Denied, NotAllowed) as error:
        form.add_error(None, str(error))
    halaman.salah = form
    return None


def _save(request: Permintaan, butir: Butir, halaman: _Halaman) -> str | None:
    form = halaman.butir
    if not form.is_valid():
        halaman.salah = form
        return None
    return _try(
        form,
        halaman,
        lambda: _told(atur_butir(butir_id=butir.pk, isi=form.isi(), by=request.user)),
    )


def _told(hasil: HasilButir) -> str:
    parts = ["Tersimpan."]
    if hasil.dibuat or hasil.diganti:
        parts.append(
            f"{hasil.diganti} jadwal yang belum dikerjakan diganti, {hasil.dibuat} jadwal baru."
        )
    if hasil.dipindah:
        parts.append(f"{hasil.dipindah} tugas yang belum selesai pindah ke unit baru.")
    if hasil.batas:
        parts.append(f"Batas waktu {hasil.batas} tugas berubah.")
    return " ".join(parts)


def _new_document(request: Permintaan, butir: Butir, halaman: _Halaman) -> str | None:
    form = halaman.dokumen_baru
    if not form.is_valid():
        halaman.salah = form
        return None

    def add() -> str:
        asked = tambah_dokumen(butir_id=butir.pk, isi=form.isi(), by=request.user)
        return "Dokumen ditambahkan." + (f" Ditagih dalam {asked} tugas." if asked else "")

    return _try(form, halaman, add)


def _document(request: Permintaan, butir: Butir) -> DokumenWajib:
    asked = request.POST.get("dokumen", "")
    if not asked.isdecimal() or len(asked) > 18:
        raise Http404("Dokumen ini tidak ada.")
    return get_object_or_404(DokumenWajib, pk=int(asked), butir=butir)


def _change_document(request: Permintaan, butir: Butir, halaman: _Halaman) -> str | None:
    dokumen = _document(request, butir)
    form = halaman.dokumen[dokumen.pk] = _words(dokumen, request.POST)
    if not form.is_valid():
        halaman.salah = form
        return None

    def change() -> str:
        ubah_dokumen(dokumen_id=dokumen.pk, isi=form.isi(), by=request.user)
        return f"Dokumen {dokumen.urut} tersimpan."

    return _try(form, halaman, change)


def _move_document(naik: bool) -> "Langkah":
    def take(request: Permintaan, butir: Butir, halaman: _Halaman) -> str | None:
        dokumen = _document(request, butir)

        moved = geser_dokumen(dokumen_id=dokumen.pk, naik=naik, by=request.user)
        return "Urutan dokumen diubah." if moved else "Dokumen sudah di ujung daftar."

    return take


def _remove_document(request: Permintaan, butir: Butir, halaman: _Halaman) -> str | None:
    dokumen = _document(request, butir)
    hapus_dokumen(dokumen_id=dokumen.pk, by=request.user)
    return f"Dokumen dihapus: {dokumen.uraian}"


def _new_arrow(request: Permintaan, butir: Butir, halaman: _Halaman) -> str | None:
    form = halaman.alur
    if not form.is_valid():
        halaman.salah = form
        return None
    data = form.cleaned_data
    other, comes = data["lain"], data["arah"] == "dari"
    dari, ke = (other, butir.pk) if comes else (butir.pk, other)

    def add() -> str:
        alur = tambah_alur(dari_id=dari, ke_id=ke, by=request.user, uraian=data["uraian"])
        return f"Serah terima {alur.dari.kode} ke {alur.ke.kode} ditambahkan."

    return _try(form, halaman, add)


def _remove_arrow(request: Permintaan, butir: Butir, halaman: _Halaman) -> str | None:
    asked = request.POST.get("alur", "")
    if not asked.isdecimal() or len(asked) > 18:
        raise Http404("Serah terima ini tidak ada.")
    alur = get_object_or_404(AlurSerah.objects.filter(Q(dari=butir) | Q(ke=butir)), pk=int(asked))
    hapus_alur(alur_id=alur.pk, by=request.user)
    return "Serah terima dihapus."


Langkah = Callable[[Permintaan, Butir, _Halaman], str | None]
_LANGKAH: dict[str, Langkah] = {
    "simpan": _save,
    "dokumen_baru": _new_document,
    "dokumen": _change_document,
    "naik": _move_document(True),
    "turun": _move_document(False),
    "hapus_dokumen": _remove_document,
    "alur_baru": _new_arrow,
    "hapus_alur": _remove_arrow,
}
