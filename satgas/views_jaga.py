"""Lembar Unggah JAGA: read by all who may read the tasks, worked on by the Inspektorat."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.pending import take
from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.actions import GALAT, IsianKurang
from evidence.models import Butir, Capaian, Rencana
from evidence.selection import rencana_terpilih, tetapkan
from evidence.views.access import butuh, capaian_terlihat, wajib
from satgas.actions.jaga import (
    TIDAK_BERWENANG,
    batalkan_centang,
    catat_jawaban,
    koreksi_jawaban,
    tandai_diunggah,
)
from satgas.actions.nilai_kpk import catat_nilai_kpk
from satgas.forms_jaga import JawabanForm, KoreksiForm, NilaiForm
from satgas.jaga.lembar import lembar, rencana_lembar
from satgas.jaga.saringan import BAGIAN, Saringan
from satgas.models import KirimanJaga
from ukuran.format import angka

BUKAN_PEMBACA = "Lembar Unggah JAGA bukan untuk peran Anda."


@require_safe
@butuh(Permission.EVIDENCE_READ, BUKAN_PEMBACA)
def jaga(request: Permintaan) -> HttpResponse:
    """Show one page of the sheet of a plan; the filters stand in the address."""
    terpilih, semua = rencana_terpilih(request)
    rencana = terpilih
    if rencana is None or rencana.jenis not in BAGIAN:
        if request.GET.get("rencana"):
            raise Http404("Rencana ini tidak punya isian di JAGA.")
        rencana = rencana_lembar(semua)
        if rencana is None:
            return render(request, "satgas/jaga/lembar.html", {"rencana": None})
        return redirect(f"{reverse('jaga')}?rencana={rencana.pk}")
    saringan = Saringan.dari(request.GET)
    return render(
        request,
        "satgas/jaga/lembar.html",
        {
            "rencana": rencana,
            "saringan": saringan,
            "lembar": lembar(request.user, rencana, saringan),
            "pandangan": _pandangan(rencana, semua),
            "halaman": request.get_full_path(),
        },
    )


_MENURUT = {
    Rencana.Jenis.SATGAS.value: "Menurut SK",
    Rencana.Jenis.MCP.value: "Menurut instrumen KPK",
}


def _pandangan(rencana: Rencana, semua: list[Rencana]) -> list[dict[str, Any]]:
    """The decree's sheet and the instrument's of the same institution and year, if both exist."""
    twins = [
        r
        for r in semua
        if r.jenis in BAGIAN and (r.instansi_id, r.tahun) == (rencana.instansi_id, rencana.tahun)
    ]
    if len(twins) < 2:
        return []
    return [
        {"label": _MENURUT[r.jenis], "rencana": r, "aktif": r.pk == rencana.pk}
        for r in sorted(twins, key=lambda r: r.jenis, reverse=True)
    ]


def _kembali(request: Permintaan, capaian: Capaian, anchor: str) -> str:
    """Return the address of the sheet as it was filtered, at the row that was worked on."""
    saringan = Saringan.dari(request.GET)
    query = saringan.pada_baris(capaian.pk) or f"?rencana={capaian.butir.rencana_id}"
    return f"{reverse('jaga')}{query}#{anchor}"


def _lakukan(request: Permintaan, kerja: Callable[[], str]) -> None:
    """Do one step and say how it went."""
    try:
        messages.success(request, kerja())
    except GALAT as error:
        messages.error(request, str(error))


@require_POST
def unggah(request: Permintaan, pk: int) -> HttpResponse:
    """Tick documents of a line as uploaded; `dokumen` names one or several ("12" or "12,13")."""
    capaian = _capaian(request, pk)
    asked = request.POST.get("dokumen", "").split(",")
    ids = [int(v) for v in asked if v.isdecimal() and v.isascii() and len(v) < 12]
    own = set(capaian.pemenuhan_set.filter(pk__in=ids).values_list("pk", flat=True))

    def kerja() -> str:
        rows = tandai_diunggah(pemenuhan_ids=own, by=request.user)
        return f"{capaian.butir.kode}: {len(rows)} dokumen ditandai sudah diunggah ke JAGA."

    _lakukan(request, kerja)
    anchor = f"dok-{min(own)}" if len(own) == 1 else f"baris-{capaian.pk}"
    return redirect(_kembali(request, capaian, anchor))


@require_POST
def batal(request: Permintaan, pk: int) -> HttpResponse:
    """Take one tick back."""
    kiriman, capaian = _kiriman(request, pk)

    def kerja() -> str:
        batalkan_centang(kiriman_id=kiriman.pk, by=request.user)
        return f"{_nama(kiriman)}: tanda unggah dibatalkan."

    _lakukan(request, kerja)
    return redirect(_kembali(request, capaian, f"dok-{kiriman.pemenuhan_id}"))


@require_http_methods(["GET", "HEAD", "POST"])
def jawaban(request: Permintaan, pk: int) -> HttpResponse:
    """Record KPK's answer. The row posts here; a faulty answer comes back on a page of its own."""
    kiriman, capaian = _kiriman(request, pk)

    def catat(form: JawabanForm) -> str:
        catat_jawaban(kiriman_id=pk, isian=form.isian(), by=request.user)
        label = KirimanJaga.Jawaban(form.cleaned_data["jawaban"]).label
        return f"{_nama(kiriman)}: {label} dicatat."

    return _formulir(request, kiriman, capaian, JawabanForm, None, catat)


@require_http_methods(["GET", "HEAD", "POST"])
def koreksi(request: Permintaan, pk: int) -> HttpResponse:
    """Correct an answer of KPK that was recorded wrongly."""
    kiriman, capaian = _kiriman(request, pk)

    def catat(form: JawabanForm) -> str:
        koreksi_jawaban(
            kiriman_id=pk,
            isian=form.isian(),
            alasan=form.cleaned_data["alasan"],
            by=request.user,
        )
        return f"{_nama(kiriman)}: jawaban KPK dikoreksi."

    return _formulir(request, kiriman, capaian, KoreksiForm, KoreksiForm.dari(kiriman), catat)


def _formulir(
    request: Permintaan,
    kiriman: KirimanJaga,
    capaian: Capaian,
    kelas: type[JawabanForm],
    awal: JawabanForm | None,
    catat: Callable[[Any], str],
) -> HttpResponse:
    """Show an answer form, or carry it out and go back to the row."""
    back = _kembali(request, capaian, f"dok-{kiriman.pemenuhan_id}")
    if request.method == "POST":
        form, status = kelas(request.POST), 422
        if _terkirim(request, form, catat):
            return redirect(back)
    else:
        kept = take(request)
        form, status = kelas(kept) if kept is not None else awal or kelas(), 200
    return render(
        request,
        "satgas/jaga/jawaban.html",
        {
            "form": form,
            "kiriman": kiriman,
            "capaian": capaian,
            "koreksi": kelas is KoreksiForm,
            "kembali": back,
            "halaman": request.get_full_path(),
        },
        status=status,
    )


def _terkirim(request: Permintaan, form: Form, catat: Callable[[Any], str]) -> bool:
    """Carry a form out; its faults, and those the action finds, end up on the form."""
    if not form.is_valid():
        return False
    try:
        pesan = catat(form)
    except IsianKurang as error:
        for nama, teks in error.galat.items():
            form.add_error(nama if nama in form.fields else None, teks)
        return False
    except GALAT as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, pesan)
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def nilai(request: Permintaan, pk: int) -> HttpResponse:
    """Show KPK's values of a Butir with their history; POST records another one."""
    butir = get_object_or_404(
        Butir.objects.visible_to(request.user).select_related("rencana__instansi", "unit"),
        pk=pk,
        rencana__jenis__in=list(BAGIAN),
    )
    if not request.user.akses.may(Permission.JAGA_RECORD, butir.unit):
        raise PermissionDenied(TIDAK_BERWENANG)
    tetapkan(request, butir.rencana_id)
    saringan = Saringan.dari(request.GET)
    anchor = f"#baris-{saringan.baris}" if saringan.baris else ""
    back = reverse("jaga") + (saringan.alamat or f"?rencana={butir.rencana_id}") + anchor

    def catat(filled: NilaiForm) -> str:
        row = catat_nilai_kpk(butir_id=butir.pk, by=request.user, **filled.cleaned_data)
        return f"{butir.kode}: nilai KPK {angka(row.nilai, 2)} dicatat."

    if request.method == "POST":
        form, status = NilaiForm(request.POST), 422
        if _terkirim(request, form, catat):
            return redirect(back)
    else:
        form, status = NilaiForm(take(request)), 200
    return render(
        request,
        "satgas/jaga/nilai.html",
        {
            "form": form,
            "butir": butir,
            "riwayat": butir.nilai_kpk_set.select_related("oleh").order_by("-dicatat", "-id"),
            "kembali": back,
            "halaman": request.get_full_path(),
        },
        status=status,
    )


def _capaian(request: Permintaan, pk: int) -> Capaian:
    """Return a line that the person may record for; 404 unseen, 403 for another role."""
    capaian = capaian_terlihat(request, pk)
    wajib(request, capaian, Permission.JAGA_RECORD, TIDAK_BERWENANG)
    return capaian


def _kiriman(request: Permintaan, pk: int) -> tuple[KirimanJaga, Capaian]:
    kiriman = get_object_or_404(
        KirimanJaga.objects.visible_to(request.user).select_related(
            "pemenuhan__dokumen", "pemenuhan__capaian__butir", "diunggah_oleh", "dijawab_oleh"
        ),
        pk=pk,
    )
    return kiriman, _capaian(request, kiriman.pemenuhan.capaian_id)


def _nama(kiriman: KirimanJaga) -> str:
    return f"{kiriman.pemenuhan.capaian.butir.kode}, dokumen {kiriman.pemenuhan.dokumen.urut}"
