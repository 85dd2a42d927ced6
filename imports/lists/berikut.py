"""What a person can do with an import now, and what the page says about it."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from imports.alur import ALUR_IMPOR, SIFAT_IMPOR, AksiImpor
from imports.hak import membuka, menggerakkan
from imports.kinds.kode import PEKERJAAN
from imports.models import Batch
from jobs.models import Job
from ukuran.format import angka, tanggal_waktu

Keadaan = Batch.Keadaan
_JALAN = (Job.Status.ANTRE, Job.Status.BERJALAN)
_UNGGAH_LAGI = (Keadaan.GAGAL, Keadaan.BERMASALAH, Keadaan.SAMA)
_BERTANDA = (Keadaan.BERMASALAH, Keadaan.SIAP, Keadaan.DIAJUKAN)
_TAHAP = (
    ("Unggah", (Keadaan.DIUNGGAH,)),
    ("Periksa", (Keadaan.DIPERIKSA, Keadaan.GAGAL, Keadaan.BERMASALAH)),
    ("Tinjau perbedaan", (Keadaan.SAMA, Keadaan.SIAP, Keadaan.BERGESER, Keadaan.DIAJUKAN)),
    ("Terapkan", (Keadaan.MENERAPKAN, Keadaan.DITERAPKAN)),
)


@dataclass(frozen=True)
class Tindakan:
    """A thing to do: its words, its address, whether it is the one thing to do next."""

    label: str
    url: str
    utama: bool = False
    bahaya: bool = False


@dataclass(frozen=True)
class Berikut:
    """What an import waits for. `berjalan`: a job is at work, the page asks again."""

    judul: str
    isi: tuple[str, ...]
    tindakan: tuple[Tindakan, ...]
    berjalan: bool = False


def sifat(batch: Batch) -> tuple[str, str]:
    """Return tone and shape of the state of an import."""
    found = SIFAT_IMPOR[Keadaan(batch.keadaan)]
    return found.tone, found.ikon


def tahap(batch: Batch) -> list[dict[str, str]]:
    """Return the stages as components/flow.html shows them; none once an import has ended."""
    order = [n for n, (_, states) in enumerate(_TAHAP) if batch.keadaan in states]
    if not order:
        return []
    now = order[0]
    done = batch.keadaan == Keadaan.DITERAPKAN
    rows = []
    for n, (label, _) in enumerate(_TAHAP):
        past = n < now or done
        state = "past" if past else "now" if n == now else ""
        ikon = "s-selesai" if past else "s-draf" if n == now else "s-rencana"
        rows.append({"label": label, "ikon": ikon, "keadaan": state})
    return rows


def boleh(batch: Batch, user: User, aksi: AksiImpor) -> bool:
    """Whether the table and the person's rights of today allow a step.

    The second person of four eyes is asked for by `berikut` and by the action itself.
    """
    if ALUR_IMPOR.find(Keadaan(batch.keadaan), aksi) is None:
        return False
    if batch.kelas is None and aksi not in (AksiImpor.PILIH, AksiImpor.BATALKAN):
        return False
    return menggerakkan(user, batch)


def berikut(batch: Batch, user: User, *, dua_orang: bool) -> Berikut:
    """Return what an import waits for, in the words of the page.

    Who only reads it is told how it stands, not what to do; the message of a closed one, which may
    quote a cell, is left out.
    """
    state = Keadaan(batch.keadaan)
    moves = menggerakkan(user, batch)
    steps = _tindakan(batch, user, dua_orang=dua_orang)
    if state in PEKERJAAN:
        return _bekerja(batch, steps, lanjut=moves)
    judul, isi = _kata(batch, user, dua_orang=dua_orang)
    if not moves:
        judul, isi = _kata_pembaca(batch, dua_orang=dua_orang) or (judul, isi)
    said = moves or (membuka(user, batch) and state != Keadaan.BERGESER)
    told = tuple(teks for teks in (batch.pesan if said else "", *isi) if teks)
    return Berikut(judul, told, steps)


def alamat_unggah(batch: Batch) -> str:
    """Return the address that brings in a mended file: kind and place are filled in."""
    asked: dict[str, str | int] = {"instansi": batch.instansi_id}
    if batch.jenis:
        asked["jenis"] = batch.jenis
    if batch.tujuan is not None:
        asked["tujuan"] = batch.tujuan
    return f"{reverse('impor_baru')}?{urlencode(asked)}"


def _bekerja(batch: Batch, steps: tuple[Tindakan, ...], *, lanjut: bool) -> Berikut:
    job = batch.job
    if job is not None and job.status in _JALAN:
        return Berikut("", (), steps, berjalan=True)
    reason = job.pesan if job is not None else ""
    undoing = batch.keadaan == Keadaan.MENGURUNGKAN
    nothing = "Belum ada yang diurungkan." if undoing else "Belum ada yang ditulis."
    if not lanjut:
        return Berikut("Pekerjaan terhenti", (nothing,), steps)
    isi = (reason, f"{nothing} Lanjutkan untuk mencoba lagi.")
    go_on = Tindakan("Lanjutkan", reverse("impor_lanjut", args=[batch.pk]), utama=True)
    return Berikut("Pekerjaan terhenti", tuple(filter(None, isi)), (go_on, *steps))


def _kata(batch: Batch, user: User, *, dua_orang: bool) -> tuple[str, tuple[str, ...]]:
    state = Keadaan(batch.keadaan)
    if state == Keadaan.DIUNGGAH:
        return "Langkah berikut: pilih jenis data dan kolomnya", ("Belum ada yang ditulis.",)
    if state == Keadaan.GAGAL:
        return "Berkas ini tidak dapat dibaca", ("Belum ada yang ditulis.",)
    if state == Keadaan.BERMASALAH:
        faults = batch.temuan_jumlah - batch.peringatan
        judul = f"Langkah berikut: perbaiki {angka(faults)} hal di berkas, lalu unggah lagi"
        if not faults:
            judul = "Impor ini tidak dapat diterapkan"
        return judul, (
            "Belum ada yang ditulis. Impor diterapkan seluruhnya atau tidak sama sekali.",
        )
    if state == Keadaan.SAMA:
        return "Tidak ada yang perlu diterapkan", ("Isi berkas sama dengan data di Pantas.",)
    if state == Keadaan.SIAP:
        ends = "ajukan ke orang kedua" if dua_orang else "terapkan"
        warned = (
            f"Ada {angka(batch.peringatan)} peringatan. Baca dahulu pada bagian Temuan."
            if batch.peringatan
            else ""
        )
        return f"Langkah berikut: tinjau perbedaan, lalu {ends}", (
            "Belum ada yang ditulis.",
            warned,
        )
    if state == Keadaan.DIAJUKAN:
        if batch.oleh_id == user.pk:
            return "Menunggu orang kedua", (
                "Orang lain yang berwenang atas data ini meninjau lalu menerapkannya.",
            )
        return "Langkah berikut: tinjau perbedaan, lalu terapkan", (
            f"Diajukan {batch.oleh.nama}. Belum ada yang ditulis.",
        )
    if state == Keadaan.BERGESER:
        return "Data berubah sejak berkas diperiksa", ()
    if state == Keadaan.DITERAPKAN:
        judul = "Impor ini sudah diterapkan"
        return f"{judul}, dan belum dapat diurungkan" if batch.bentrok else judul, (
            _siapa("Diterapkan", batch.diterapkan_oleh, batch.diterapkan),
        )
    if state == Keadaan.DIURUNGKAN:
        return "Impor ini sudah diurungkan", (
            _siapa("Diurungkan", batch.diurungkan_oleh, batch.diurungkan),
            "Datanya kembali seperti sebelum impor diterapkan.",
        )
    return "Impor ini dibatalkan", ("Tidak ada yang ditulis. Berkasnya tetap dapat dilihat.",)


def _kata_pembaca(batch: Batch, *, dua_orang: bool) -> tuple[str, tuple[str, ...]] | None:
    """Return the words for who only reads it; None where `_kata` asks nothing of anybody."""
    nothing = ("Belum ada yang ditulis.",)
    faults = batch.temuan_jumlah - batch.peringatan
    found: dict[Keadaan, tuple[str, tuple[str, ...]]] = {
        Keadaan.DIUNGGAH: ("Menunggu pilihan jenis data dan kolom", nothing),
        Keadaan.BERMASALAH: (
            f"Berkas ini memuat {angka(faults)} hal yang harus diperbaiki"
            if faults
            else "Impor ini tidak dapat diterapkan",
            nothing,
        ),
        Keadaan.SIAP: (
            "Menunggu diajukan ke orang kedua" if dua_orang else "Menunggu diterapkan",
            nothing,
        ),
        Keadaan.DIAJUKAN: ("Menunggu orang kedua", (f"Diajukan {batch.oleh.nama}.", *nothing)),
        Keadaan.BERGESER: ("Data berubah sejak berkas diperiksa", nothing),
        Keadaan.DIBATALKAN: ("Impor ini dibatalkan", ("Tidak ada yang ditulis.",)),
    }
    return found.get(Keadaan(batch.keadaan))


def _siapa(kata: str, oleh: User | None, saat: datetime | None) -> str:
    if oleh is None or saat is None:
        return ""
    when = tanggal_waktu(saat, timezone.get_current_timezone())
    return f"{kata} {oleh.nama}, {when}."


def _tindakan(batch: Batch, user: User, *, dua_orang: bool) -> tuple[Tindakan, ...]:
    """Return the steps open to a person, the one to take first marked."""
    state = Keadaan(batch.keadaan)
    found: list[Tindakan] = []

    def tambah(aksi: AksiImpor, label: str, nama: str, *, utama: bool = False) -> None:
        if boleh(batch, user, aksi):
            url = reverse(nama, args=[batch.pk])
            found.append(Tindakan(label, url, utama, bahaya=aksi is AksiImpor.BATALKAN))

    if state in _UNGGAH_LAGI and boleh(batch, user, AksiImpor.PILIH):
        label = "Unggah berkas lain" if state == Keadaan.SAMA else "Unggah perbaikan"
        found.append(Tindakan(label, alamat_unggah(batch), utama=state != Keadaan.SAMA))
    if state == Keadaan.SIAP and dua_orang:
        tambah(AksiImpor.AJUKAN, "Ajukan ke orang kedua", "impor_ajukan", utama=True)
    elif state != Keadaan.DIAJUKAN or batch.oleh_id != user.pk:
        tambah(AksiImpor.TERAPKAN, "Terapkan", "impor_terapkan", utama=True)
    if state in _BERTANDA and batch.diperiksa and menggerakkan(user, batch):
        part = f"{reverse('impor_rinci', args=[batch.pk])}?bagian=berkas#h-tanda"
        found.append(Tindakan("Berkas bertanda", part))
    if batch.kenalan.get("lembar"):
        label = "Pilih jenis dan kolom" if state == Keadaan.DIUNGGAH else "Ubah padanan kolom"
        tambah(AksiImpor.PILIH, label, "impor_pilih", utama=state == Keadaan.DIUNGGAH)
    tambah(AksiImpor.PERIKSA_ULANG, "Periksa ulang", "impor_ulang", utama=state == Keadaan.BERGESER)
    tambah(AksiImpor.URUNGKAN, "Urungkan", "impor_urungkan")
    tambah(AksiImpor.BATALKAN, "Batalkan impor", "impor_batal")
    return tuple(found)
