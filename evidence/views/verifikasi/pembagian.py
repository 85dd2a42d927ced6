"""Assignment: shared by the queue (many tasks) and the desk (one)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.actions import GALAT, IsianKurang, NotAllowed
from evidence.actions.pembagian import HasilBagi, bagi_rata, bagikan
from evidence.lists.saringan import Saringan, nomor
from evidence.views.access import BUKAN_VERIFIKATOR, capaian_terlihat, wajib
from evidence.views.verifikasi.alamat import ke_meja

AMBIL, KEPADA, LEPAS, RATA = "ambil", "kepada", "lepas", "rata"
DISEBUT = 5


def bagi(aksi: str, capaian: list[int], pemeriksa: str, rata: list[int], by: User) -> HasilBagi:
    """Do what the bar below the queue asks for; raises what the actions raise."""
    if aksi == RATA:
        return bagi_rata(capaian_ids=capaian, pemeriksa_ids=rata, by=by)
    if aksi == AMBIL:
        return bagikan(capaian_ids=capaian, pemeriksa_id=by.pk, by=by)
    if aksi == LEPAS:
        return bagikan(capaian_ids=capaian, pemeriksa_id=None, by=by)
    if aksi == KEPADA:
        chosen = nomor(pemeriksa)
        if chosen is None:
            raise IsianKurang({"pemeriksa": "Pilih kepada siapa tugas dibagikan."})
        return bagikan(capaian_ids=capaian, pemeriksa_id=chosen, by=by)
    raise NotAllowed("Pilih cara membagi.")


def sebut(hasil: HasilBagi) -> list[tuple[int, str]]:
    """Return what to tell about the result: level and words."""
    pesan = []
    if hasil.dibagi:
        if set(hasil.dapat) == {""}:
            kata = f"{len(hasil.dibagi)} tugas dilepas dari pemeriksanya."
        elif len(hasil.dapat) == 1:
            kata = f"{len(hasil.dibagi)} tugas dibagikan kepada {next(iter(hasil.dapat))}."
        else:
            bagian = ", ".join(f"{nama} {n}" for nama, n in hasil.dapat.items())
            kata = f"{len(hasil.dibagi)} tugas dibagi rata: {bagian}."
        pesan.append((messages.SUCCESS, kata))
    if hasil.dilewati:
        lain = len(hasil.dilewati) - DISEBUT
        kata = "; ".join(hasil.dilewati[:DISEBUT]) + (f"; dan {lain} lainnya" if lain > 0 else "")
        pesan.append((messages.WARNING, f"{len(hasil.dilewati)} tugas tidak dibagi. {kata}."))
    return pesan


@require_POST
def meja_ambil(request: Permintaan, pk: int) -> HttpResponse:
    """Take a task for oneself, or give it back, from its desk."""
    capaian = capaian_terlihat(request, pk)
    wajib(request, capaian, Permission.REVIEW_ASSIGN, BUKAN_VERIFIKATOR)
    aksi = LEPAS if request.POST.get("aksi") == LEPAS else AMBIL
    try:
        hasil = bagi(aksi, [pk], "", [], request.user)
    except GALAT as error:
        messages.error(request, str(error))
    else:
        if hasil.dilewati:
            messages.error(request, f"{hasil.dilewati[0]}.")
        elif aksi == AMBIL:
            messages.success(request, f"{capaian.butir.kode} sekarang tugas periksa Anda.")
        else:
            messages.success(request, f"{capaian.butir.kode} tidak lagi dibagi kepada siapa pun.")
    return redirect(ke_meja(pk, Saringan.dari(request.GET)))
