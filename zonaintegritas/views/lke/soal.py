"""One question of the sheet: its answer and evidence; htmx swaps its row, else the page returns."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.pending import take
from accounts.permintaan import Permintaan
from accounts.permissions import Denied
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.workflow import NotAllowed
from ukuran.format import jam
from zonaintegritas.actions.lke import (
    BentrokJawaban,
    ambil_dari_rencana,
    lampirkan,
    lepas,
    simpan_jawaban,
)
from zonaintegritas.lke.lembar import lembar
from zonaintegritas.lke.saringan import SaringanLembar
from zonaintegritas.lke.survei import UsulanSurvei, survei_lke
from zonaintegritas.lke.tampil import IsiForm, LembarTampil, Pesan, SoalTampil, tampil
from zonaintegritas.models import LKE, BuktiLKE
from zonaintegritas.views.jalan import BACA_TULIS, BENTROK, SALAH, berkas_dari
from zonaintegritas.views.lke.pintu import konteks, lke_terlihat, orang

_MEDAN = ("pilihan", "pembilang", "penyebut", "angka", "alasan")
_DARI_SESI = "Isian Anda dari sebelum sesi berakhir ada di bawah ini dan belum tersimpan."


@require_http_methods(BACA_TULIS)
def soal(request: Permintaan, pk: int, soal_pk: int) -> HttpResponse:
    """Show one question alone, with a survey that could answer it; POST saves its answer."""
    lke = lke_terlihat(request, pk)
    if request.method == "POST":
        return _simpan(request, lke, soal_pk)
    kept = take(request)
    if kept is None:
        return _tampil(request, lke, soal_pk, Pesan())
    return _tampil(request, lke, soal_pk, Pesan(_DARI_SESI, "kuning"), _diketik(kept))


def _simpan(request: Permintaan, lke: LKE, soal_pk: int) -> HttpResponse:
    """Save what was typed; a refusal shows the question again with everything typed."""
    diketik = _diketik(request.POST)
    isi: Mapping[str, object] = {nama: getattr(diketik, nama) for nama in _MEDAN}
    if "kosongkan" in request.POST:
        isi = {}
    elif "survei" in request.POST:
        isi = _dari_survei(request, lke, soal_pk, diketik)
    try:
        row = simpan_jawaban(
            lke_id=lke.pk, pertanyaan_id=soal_pk, isi=isi, lama=diketik.lama, by=request.user
        )
    except BentrokJawaban as error:
        typed = _dengan_tanda(diketik, error.tanda)
        return _tampil(request, lke, soal_pk, Pesan(str(error), "merah"), typed, BENTROK)
    except IsianKurang as error:
        pesan = Pesan("Belum tersimpan: ada yang perlu diperbaiki.", "merah", galat=error.galat)
        return _tampil(request, lke, soal_pk, pesan, diketik, SALAH)
    except (Denied, NotAllowed, Bentrok) as error:
        pesan = Pesan(str(error), "merah", isian=_sebut(diketik))
        return _tampil(request, lke, soal_pk, pesan, diketik, SALAH)
    pukul = jam(row.diubah, timezone.get_current_timezone())
    if _htmx(request):
        return _tampil(request, lke, soal_pk, Pesan(f"Tersimpan pukul {pukul}.", tersimpan=True))
    kode = row.pertanyaan.kode
    messages.success(request, f"Jawaban {kode} tersimpan pukul {pukul}.")
    return redirect(_lembar(request, lke, kode))


def _dari_survei(
    request: Permintaan, lke: LKE, soal_pk: int, diketik: IsiForm
) -> Mapping[str, object]:
    """Return the answer that a survey gives; what was typed where none fits any more."""
    usulan = _usulan(request, lke, soal_pk)
    if usulan is None or not usulan.cocok or str(usulan.pk) != request.POST["survei"]:
        return {nama: getattr(diketik, nama) for nama in _MEDAN}
    return {"angka": usulan.nilai, "alasan": diketik.alasan or usulan.alasan}


def _usulan(request: Permintaan, lke: LKE, soal_pk: int) -> UsulanSurvei | None:
    row = (
        lke.instrumen.pertanyaan_set.select_related("skala", "komponen").filter(pk=soal_pk).first()
    )
    if row is None:
        return None
    return survei_lke(lke, request.user).untuk(row.komponen.kelompok, row.skala)


@require_POST
def bukti(request: Permintaan, pk: int, soal_pk: int) -> HttpResponse:
    """Attach files to a question, or take over those of the action plan (`ambil`)."""
    lke = lke_terlihat(request, pk)
    ambil = "ambil" in request.POST
    try:
        kata, nada = (_ambil if ambil else _unggah)(request, lke, soal_pk)
    except IsianKurang as error:
        kata, nada = tuple(error.galat.values()), "merah"
    except (Denied, NotAllowed) as error:
        kata, nada = (str(error),), "jingga"
    if _htmx(request):
        return _tampil(request, lke, soal_pk, Pesan(bukti=kata, nada=nada))
    for satu in kata:
        (messages.success if nada == "hijau" else messages.warning)(request, satu)
    kode = lke.instrumen.pertanyaan_set.filter(pk=soal_pk).values_list("kode", flat=True).first()
    return redirect(_lembar(request, lke, kode or ""))


def _unggah(request: Permintaan, lke: LKE, soal_pk: int) -> tuple[tuple[str, ...], str]:
    files = berkas_dari(request.FILES)
    hasil = lampirkan(lke_id=lke.pk, pertanyaan_id=soal_pk, files=files, by=request.user)
    kata = [f"{len(hasil.diterima)} berkas dilampirkan."] if hasil.diterima else []
    kata += [p if nama in p else f"{nama}: {p}" for nama, p in hasil.ditolak]
    return tuple(kata), "jingga" if hasil.ditolak else "hijau"


def _ambil(request: Permintaan, lke: LKE, soal_pk: int) -> tuple[tuple[str, ...], str]:
    made = ambil_dari_rencana(lke_id=lke.pk, pertanyaan_id=soal_pk, by=request.user)
    if not made:
        return ("Semua bukti rencana aksi yang disetujui sudah terlampir di sini.",), "hijau"
    return (f"{len(made)} bukti diambil dari rencana aksi.",), "hijau"


@require_http_methods(BACA_TULIS)
def lepas_bukti(request: Permintaan, pk: int, bukti_pk: int) -> HttpResponse:
    """Ask before a file is taken back from its question; POST does it."""
    lke = lke_terlihat(request, pk)
    row = (
        BuktiLKE.objects.select_related("versi", "pertanyaan")
        .filter(pk=bukti_pk, lke=lke, dilepas__isnull=True)
        .first()
    )
    if row is None:
        raise Http404("Bukti ini tidak terlampir pada LKE ini.")
    kembali = _lembar(request, lke, row.pertanyaan.kode)
    galat: list[str] = []
    if request.method == "POST":
        try:
            lepas(lke_id=lke.pk, bukti_id=row.pk, by=request.user)
        except (Denied, NotAllowed) as error:
            galat = [str(error)]
        else:
            messages.success(request, f"Bukti dilepas dari {row.pertanyaan.kode}.")
            return redirect(kembali)
    isi = konteks(
        request,
        lke,
        judul="Lepas bukti",
        isi=f"{row.versi.nama_asli} dilepas dari pertanyaan {row.pertanyaan.kode}. Berkasnya tetap "
        "tersimpan pada unit dan dapat dilampirkan lagi.",
        aksi="Lepas bukti",
        bahaya=True,
        kembali=kembali,
        galat=galat,
    )
    return render(request, "zonaintegritas/lke/tanya.html", isi, status=SALAH if galat else 200)


def _tampil(
    request: Permintaan,
    lke: LKE,
    soal_pk: int,
    pesan: Pesan,
    diketik: IsiForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show one question: the row with fresh sums for htmx, else a page of its own.

    htmx shows no answer but 2xx: the row itself says what was refused.
    """
    segar = lke_terlihat(request, lke.pk) if request.method == "POST" else lke
    saringan = _saringan(request)
    sheet = lembar(segar, request.user, orang=orang(request, segar))
    page = tampil(sheet, saringan, user_id=request.user.pk)
    row = page.soal(soal_pk)
    if row is None:
        raise Http404("Pertanyaan itu bukan bagian dari instrumen LKE ini.")
    row = row.dengan(pesan, diketik)
    if _htmx(request):
        isi = {"lke": segar, "lembar": page, "soal": row, "kembali": saringan.alamat, "oob": True}
        isi["jalur"] = page.jalur(soal_pk)
        return render(request, "zonaintegritas/lke/_jawab.html", isi)
    isi = konteks(
        request,
        segar,
        lembar=page,
        soal=row,
        kembali=saringan.alamat,
        survei=_usulan(request, segar, soal_pk) if _menulis(row, page) else None,
    )
    return render(request, "zonaintegritas/lke/soal.html", isi, status=status)


def _menulis(row: SoalTampil, page: LembarTampil) -> bool:
    return page.boleh_isi and row.bersurvei


def _diketik(data: QueryDict) -> IsiForm:
    """Return what was typed, as typed."""
    return IsiForm(lama=data.get("lama", ""), **{nama: data.get(nama, "") for nama in _MEDAN})


def _dengan_tanda(isi: IsiForm, tanda: str) -> IsiForm:
    return IsiForm(tanda, isi.pilihan, isi.pembilang, isi.penyebut, isi.angka, isi.alasan)


def _sebut(isi: IsiForm) -> str:
    """Return what was typed as words, for a person who can't type here any more."""
    parts = {
        "jawaban": isi.pilihan,
        "pembilang": isi.pembilang,
        "penyebut": isi.penyebut,
        "nilai": isi.angka,
        "alasan": isi.alasan,
    }
    return "; ".join(f"{nama} {teks}" for nama, teks in parts.items() if teks)


def _saringan(request: Permintaan) -> SaringanLembar:
    """Return the filters of the sheet that the person came from."""
    asked = request.POST.get("kembali") or request.GET.get("kembali", "")
    return SaringanLembar.dari(QueryDict(asked.removeprefix("?")))


def _lembar(request: Permintaan, lke: LKE, kode: str) -> str:
    """Return the address of the sheet at a question, with the filters of before."""
    return f"{reverse('zi_lke', args=[lke.pk])}{_saringan(request).alamat}#q-{kode}"


def _htmx(request: Permintaan) -> bool:
    return request.headers.get("HX-Request") == "true"
