"""Amending decrees: the list, the choice of tasks, what is typed, the preview, applying."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permintaan import Permintaan
from evidence.actions import Denied, IsianKurang, NotAllowed
from evidence.lists.rencana import boleh_ubah
from evidence.models import Butir, Rencana
from evidence.selection import rencana_terpilih
from satgas.actions.perubahan import IsiPerubahan, catat_perubahan, periksa_perubahan
from satgas.actions.pokok import pokok_terbuka, ubah_pokok
from satgas.forms_perubahan import PerubahanForm, PokokForm
from satgas.models import Anggota, PerubahanButir, SuratKeputusan
from satgas.salin import NOMOR_MENYUSUL

TAMBAH_PALING_BANYAK = 10
BUKAN_PENGELOLA = "Hanya admin instansi yang mencatat keputusan perubahan."


def decree(request: Permintaan) -> tuple[Rencana, SuratKeputusan]:
    """Return the chosen Satgas plan with its decree; Http404 where there is none."""
    rencana, _ = rencana_terpilih(request, Rencana.Jenis.SATGAS)
    visible = SuratKeputusan.objects.visible_to(request.user)
    sk = visible.select_related("rencana__instansi").filter(rencana=rencana).first()
    if rencana is None or sk is None:
        raise Http404("Tidak ada keputusan Satgas untuk rencana ini.")
    return sk.rencana, sk


def _to_edit(request: Permintaan) -> tuple[Rencana, SuratKeputusan]:
    rencana, sk = decree(request)
    if not boleh_ubah(request.user, rencana):
        raise PermissionDenied(BUKAN_PENGELOLA)
    return rencana, sk


@require_safe
def perubahan(request: Permintaan) -> HttpResponse:
    """Show the amending decrees of a plan, and to an admin the tasks to choose from."""
    rencana, sk = decree(request)
    dapat = boleh_ubah(request.user, rencana) and rencana.status != Rencana.Keadaan.DITUTUP
    return render(
        request,
        "satgas/perubahan/daftar.html",
        {
            "rencana": rencana,
            "sk": sk,
            "baris": baris_perubahan(sk),
            "dapat_dicatat": dapat and sk.nomor != NOMOR_MENYUSUL,
            "pokok_terbuka": dapat and pokok_terbuka(sk),
            "menyusul": sk.nomor == NOMOR_MENYUSUL,
            "tugas": _standing(sk) if dapat else [],
            "paling_banyak": TAMBAH_PALING_BANYAK,
        },
    )


def baris_perubahan(sk: SuratKeputusan) -> QuerySet[PerubahanButir]:
    """Return what amending decrees changed, the oldest decree first."""
    rows = PerubahanButir.objects.filter(perubahan__sk=sk).select_related("perubahan", "butir")
    return rows.order_by("perubahan__tanggal", "perubahan", "butir__urut")


def _standing(sk: SuratKeputusan) -> list[Butir]:
    rows = Butir.objects.berlaku().filter(rincian_tugas__anggota__sk=sk)
    return list(rows.order_by("urut", "pk"))


@dataclass(frozen=True)
class _Pilihan:
    """Which tasks the amendment concerns; it stands in the address."""

    ubah: list[Butir]
    cabut: list[Butir]
    tambah: int

    @property
    def kosong(self) -> bool:
        return not (self.ubah or self.cabut or self.tambah)


def _choice(request: Permintaan, sk: SuratKeputusan) -> _Pilihan:
    standing = {str(b.pk): b for b in _standing(sk)}

    def chosen(name: str) -> list[Butir]:
        asked = set(request.GET.getlist(name))
        return [butir for pk, butir in standing.items() if pk in asked]

    added = request.GET.get("tambah", "")
    count = int(added) if added.isdecimal() and len(added) < 3 else 0
    return _Pilihan(chosen("ubah"), chosen("cabut"), min(count, TAMBAH_PALING_BANYAK))


@require_http_methods(["GET", "HEAD", "POST"])
def perubahan_baru(request: Permintaan) -> HttpResponse:
    """Type an amending decree, look at what it will do, then apply it.

    The button says which: `pratinjau` shows, `terapkan` applies, `isi` goes back to the form.
    """
    rencana, sk = _to_edit(request)
    pilihan = _choice(request, sk)
    anggota = list(sk.anggota_set.order_by("no"))
    back = f"{reverse('satgas_perubahan')}?{urlencode({'rencana': rencana.pk})}"
    if pilihan.kosong:
        messages.warning(request, "Pilih dahulu tugas yang diubah, dicabut, atau ditambah.")
        return redirect(back)
    form = PerubahanForm(
        request.POST or None,
        ubah=pilihan.ubah,
        cabut=pilihan.cabut,
        tambah=pilihan.tambah,
        anggota=anggota,
    )
    context = {
        "rencana": rencana,
        "sk": sk,
        "pilihan": pilihan,
        "kembali": back,
        "form": form,
    }
    step = request.POST.get("langkah", "") if request.method == "POST" else ""
    if step in ("pratinjau", "terapkan"):
        isi = _checked(form, sk)
        if isi is not None and step == "pratinjau":
            return render(
                request,
                "satgas/perubahan/pratinjau.html",
                {**context, "isi": isi, "baru": _preview(isi, anggota)},
            )
        if isi is not None and _apply(request, rencana, form, isi):
            return redirect(back)
        return render(request, "satgas/perubahan/isian.html", context, status=422)
    return render(request, "satgas/perubahan/isian.html", context)


def _checked(form: PerubahanForm, sk: SuratKeputusan) -> IsiPerubahan | None:
    if not form.is_valid():
        return None
    isi = form.isi()
    galat = periksa_perubahan(isi, sk, timezone.localdate())
    form.tunjukkan(galat)
    return None if galat else isi


def _apply(request: Permintaan, rencana: Rencana, form: PerubahanForm, isi: IsiPerubahan) -> bool:
    try:
        done = catat_perubahan(rencana_id=rencana.pk, isi=isi, by=request.user)
    except IsianKurang as error:
        form.tunjukkan(error.galat)
    except (Denied, NotAllowed) as error:
        form.add_error(None, str(error))
    else:
        messages.success(request, f"Keputusan Nomor {done.nomor} dicatat dan diterapkan.")
        return True
    return False


def _preview(isi: IsiPerubahan, anggota: list[Anggota]) -> list[dict[str, object]]:
    members = {a.pk: a for a in anggota}
    return [
        {
            "kode": f"{members[task.anggota_id].no}.{task.huruf}",
            "anggota": members[task.anggota_id],
            "teks": task.teks,
            "pola": Butir.Pola(task.pola).label,
            "dokumen": [d.strip() for d in task.dokumen if d.strip()],
        }
        for task in isi.tambah
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def pokok(request: Permintaan) -> HttpResponse:
    """Fill in number, date and signatory of a decree copied as a draft."""
    rencana, sk = _to_edit(request)
    back = f"{reverse('satgas_perubahan')}?{urlencode({'rencana': rencana.pk})}"
    if not pokok_terbuka(sk):
        messages.warning(request, "Pokok keputusan ini tidak dapat diubah.")
        return redirect(back)
    form, status = PokokForm.dari(sk), 200
    if request.method == "POST":
        form, status = PokokForm(request.POST), 422
        if form.is_valid():
            try:
                ubah_pokok(rencana_id=rencana.pk, isi=form.isi(), by=request.user)
            except IsianKurang as error:
                for name, pesan in error.galat.items():
                    form.add_error(name, pesan)
            except (Denied, NotAllowed) as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, "Pokok keputusan tersimpan.")
                return redirect(back)
    context = {"rencana": rencana, "sk": sk, "form": form, "kembali": back}
    return render(request, "satgas/perubahan/pokok.html", context, status=status)
