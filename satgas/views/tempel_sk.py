"""A decree pasted from Word: the table, the tree, the comparison, the plan."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Unit
from accounts.permintaan import Permintaan
from accounts.permissions import Denied, Permission
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.lists.rencana import PER_HALAMAN
from evidence.salin import Penerus
from evidence.selection import tetapkan
from evidence.views.access import butuh
from evidence.workflow import NotAllowed
from satgas.actions.keputusan_baru import buat_rencana_naskah
from satgas.actions.naskah_tempel import (
    buang_naskah,
    buat_naskah,
    rencana_tahun,
    simpan_naskah,
)
from satgas.forms_tempel_sk import TempelForm, ganda, terapkan_isian, terapkan_padanan
from satgas.models import NaskahTempel
from satgas.tempel_sk.banding import Hasil, bandingkan, jumlah
from satgas.tempel_sk.bentuk import Naskah
from satgas.tempel_sk.layar import banding_layar, susun_layar
from satgas.tempel_sk.periksa import periksa
from satgas.tempel_sk.sunting import TidakDapat, jalankan
from satgas.tempel_sk.tahun_lalu import bawaan, tugas_lama

BUKAN_PENGELOLA = "Hanya admin instansi yang menempel keputusan. Anda tetap dapat membacanya."
LABEL = (("", "Semua"), ("berubah", "Berubah"), ("baru", "Baru"), ("dihapus", "Dihapus"))
LABEL_LAIN = (("pindah", "Pindah huruf"), ("sama", "Sama"))


@require_http_methods(["GET", "HEAD", "POST"])
@butuh(Permission.PLAN_EDIT, BUKAN_PENGELOLA)
def awal(request: Permintaan) -> HttpResponse:
    """Take the pasted table and begin a draft; list the drafts that are not finished."""
    asked = request.GET.get("rencana", "")
    chosen = int(asked) if asked.isdecimal() and len(asked) < 12 else None
    form = TempelForm(request.POST or None, user=request.user, dipilih=chosen)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            instansi_id, banding_id = form.asal()
            try:
                naskah = buat_naskah(
                    instansi_id=instansi_id,
                    tahun=form.cleaned_data["tahun"],
                    banding_id=banding_id,
                    teks=form.cleaned_data["teks"],
                    by=request.user,
                )
            except IsianKurang as error:
                for name, pesan in error.galat.items():
                    form.add_error(name, pesan)
            except Denied as error:
                form.add_error(None, str(error))
            else:
                return redirect("keputusan_tempel_susun", naskah.pk)
    rows = NaskahTempel.objects.visible_to(request.user).filter(rencana=None)
    rows = rows.defer("isi").select_related("instansi", "banding", "oleh")
    context = {
        "form": form,
        "page_obj": Paginator(rows, PER_HALAMAN).get_page(request.GET.get("page", "")),
        "ada": _sudah_ada(form),
        "banyak_instansi": len(request.user.akses.instansi) > 1,
    }
    return render(request, "satgas/tempel_sk/awal.html", context, status=status)


def _sudah_ada(form: TempelForm) -> object:
    """Return the plan that makes a year refused, to link to it."""
    if not form.is_bound or "tahun" not in form.errors or "banding" not in form.cleaned_data:
        return None
    year = form.data.get("tahun", "")
    return rencana_tahun(form.asal()[0], int(year)) if year.isdecimal() and len(year) < 5 else None


def _naskah(request: Permintaan, pk: int) -> NaskahTempel:
    rows = NaskahTempel.objects.visible_to(request.user)
    naskah = get_object_or_404(rows.select_related("instansi", "banding", "rencana"), pk=pk)
    if naskah.banding_id is not None:
        tetapkan(request, naskah.banding_id)
    return naskah


def _jadi(request: Permintaan, naskah: NaskahTempel) -> HttpResponseRedirect | None:
    """Lead to the plan when one was made of the draft."""
    if naskah.rencana_id is None:
        return None
    messages.info(request, "Naskah ini sudah menjadi rencana.")
    return HttpResponseRedirect(reverse("rencana_rinci", args=[naskah.rencana_id]))


@require_http_methods(["GET", "HEAD", "POST"])
def susun(request: Permintaan, pk: int) -> HttpResponse:
    """Edit the tree: what was typed is kept with every button."""
    naskah = _naskah(request, pk)
    if done := _jadi(request, naskah):
        return done
    isi, status = Naskah.dari_json(naskah.isi), 200
    if request.method == "POST":
        terapkan_isian(isi, request.POST)
        answer = _ubah(request, naskah, isi)
        if answer is not None:
            return answer
        status = 422
    asked = request.GET.get("buka", "")
    buka = int(asked) if asked.isdecimal() and len(asked) < 9 else None
    units = list(Unit.objects.filter(instansi=naskah.instansi_id).order_by("jalur"))
    penerus = Penerus({unit.pk: unit for unit in units}, timezone.localdate())
    rows = bandingkan(isi, tugas_lama(naskah.banding))
    return render(
        request,
        "satgas/tempel_sk/susun.html",
        {
            "naskah": naskah,
            "isi": isi,
            "anggota": susun_layar(isi, rows, bawaan(naskah.banding), buka),
            "unit": [unit for unit in units if not penerus.berakhir(unit)],
            "kurang": periksa(isi, {unit.pk for unit in units}),
            "jumlah": jumlah(rows),
        },
        status=status,
    )


def _ubah(request: Permintaan, naskah: NaskahTempel, isi: Naskah) -> HttpResponse | None:
    """Carry out the button that was pressed; None when the page has to be shown again."""
    aksi, _, target = request.POST.get("aksi", "simpan").partition(":")
    look: int | None = None
    refused = ""
    if target.isdecimal() and len(target) < 9:
        try:
            look = jalankan(isi, aksi, int(target))
        except TidakDapat as error:
            refused, look = str(error), int(target)
    try:
        simpan_naskah(naskah_id=naskah.pk, versi=_versi(request), isi=isi, by=request.user)
    except (Denied, NotAllowed, Bentrok) as error:
        messages.error(request, str(error))
        return None
    if refused:
        messages.warning(request, refused)
    elif aksi == "simpan":
        messages.success(request, "Naskah tersimpan.")
    if aksi == "bandingkan":
        return redirect("keputusan_tempel_banding", naskah.pk)
    place = reverse("keputusan_tempel_susun", args=[naskah.pk])
    return HttpResponseRedirect(f"{place}{_letak(isi, look, target)}")


def _letak(isi: Naskah, look: int | None, target: str) -> str:
    """Return the part of the address that opens the member that was edited."""
    for member in isi.anggota:
        if look is not None and any(one.id == look for one in member.simpul):
            return f"?buka={member.id}#s{look}"
        if str(member.id) == target:
            return f"?buka={member.id}#a{member.id}"
    return ""


def _versi(request: Permintaan) -> int:
    value = request.POST.get("versi", "")
    return int(value) if value.isdecimal() and len(value) < 9 else 0


@require_http_methods(["GET", "HEAD", "POST"])
def banding(request: Permintaan, pk: int) -> HttpResponse:
    """Show what differs from the earlier plan; take counterparts by hand; make the plan."""
    naskah = _naskah(request, pk)
    if done := _jadi(request, naskah):
        return done
    isi, lama, status = Naskah.dari_json(naskah.isi), tugas_lama(naskah.banding), 200
    if request.method == "POST":
        terapkan_padanan(isi, request.POST, {one.pk for one in lama})
        answer = _putuskan(request, naskah, isi)
        if answer is not None:
            return answer
        status = 422
    rows = bandingkan(isi, lama)
    hasil = request.GET.get("hasil", "")
    shown = [row for row in rows if hasil in ("", row.hasil) or (hasil == "pindah" and row.pindah)]
    page = Paginator(shown, PER_HALAMAN).get_page(request.GET.get("page", ""))
    gone = [row.lama for row in rows if row.hasil is Hasil.DIHAPUS and row.lama]
    counts = jumlah(rows)
    units = set(Unit.objects.filter(instansi=naskah.instansi_id).values_list("pk", flat=True))
    return render(
        request,
        "satgas/tempel_sk/banding.html",
        {
            "naskah": naskah,
            "baris": banding_layar(list(page), gone, bawaan(naskah.banding)),
            "page_obj": page,
            "jumlah": counts,
            "tabs": [
                (
                    label,
                    f"?{urlencode({'hasil': kode})}" if kode else "?",
                    counts[kode] if kode else len(rows),
                    hasil == kode,
                )
                for kode, label in (*LABEL, *LABEL_LAIN)
            ],
            "kurang": periksa(isi, units),
            "ada": rencana_tahun(naskah.instansi_id, naskah.tahun),
            "ragu": isi.ragu,
        },
        status=status,
    )


def _putuskan(request: Permintaan, naskah: NaskahTempel, isi: Naskah) -> HttpResponse | None:
    """Store the counterparts, or make the plan; None when the page has to be shown again."""
    if twice := ganda(isi):
        messages.error(
            request, f"Padanan yang sama dipilih lebih dari sekali: {', '.join(twice)}. Ubah satu."
        )
        return None
    try:
        stored = simpan_naskah(naskah_id=naskah.pk, versi=_versi(request), isi=isi, by=request.user)
        if request.POST.get("aksi") != "buat":
            messages.success(request, "Padanan tersimpan.")
            return HttpResponseRedirect(request.get_full_path())
        hasil = buat_rencana_naskah(naskah_id=naskah.pk, versi=stored.versi, by=request.user)
    except (Denied, NotAllowed, Bentrok, IsianKurang) as error:
        messages.error(request, str(error))
        return None
    messages.success(request, f"{hasil.rencana.nama} dibuat. Periksa isinya, lalu mulai.")
    for line in hasil.perlu:
        messages.warning(request, line)
    return redirect("rencana_rinci", hasil.rencana.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def buang(request: Permintaan, pk: int) -> HttpResponse:
    """Ask before a draft is thrown away; then do it."""
    naskah = _naskah(request, pk)
    if done := _jadi(request, naskah):
        return done
    back = reverse("keputusan_tempel_susun", args=[pk])
    if request.method == "POST":
        try:
            buang_naskah(naskah_id=pk, by=request.user)
        except (Denied, NotAllowed) as error:
            messages.error(request, str(error))
            return redirect(back)
        messages.success(request, "Naskah dibuang.")
        return redirect("keputusan_tempel")
    return render(
        request,
        "satgas/tempel_sk/buang.html",
        {
            "naskah": naskah,
            "judul": f"Buang naskah {naskah.tahun}?",
            "isi": "Semua yang ditempel dan disunting di sini hilang. Rencana tidak berubah.",
            "aksi": "Buang naskah",
            "bahaya": True,
            "batal_url": back,
        },
    )
