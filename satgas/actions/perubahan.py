"""Amending decrees: tasks changed, revoked, added; evidence and decisions stay."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Max

from accounts.models import User
from audit.recorder import audited
from evidence.actions import IsianKurang
from evidence.actions.kewajiban import buat_capaian, tetapkan_pemegang
from evidence.actions.penjadwalan import hari_di, kunci_capaian
from evidence.actions.rencana import lock_rencana, record_rencana
from evidence.actions.transition import clock
from evidence.jadwal import POLA_KALENDER
from evidence.models import Butir, Capaian, DokumenWajib, Rencana, SerahTerima
from evidence.workflow import NotAllowed
from satgas.models import Anggota, PerubahanButir, PerubahanSK, RincianTugas, SuratKeputusan
from satgas.official.decree import SATU_BUKTI
from satgas.salin import NOMOR_MENYUSUL
from ukuran.format import tanggal


@dataclass(frozen=True)
class TugasBaru:
    """A task that an amending decree adds."""

    anggota_id: int
    huruf: str
    teks: str
    pola: str = Butir.Pola.TAHUNAN
    dokumen: tuple[str, ...] = ()


@dataclass(frozen=True)
class IsiPerubahan:
    """An amending decree: its number, date and subject, and what it does to each task."""

    nomor: str
    tanggal: date
    tentang: str = ""
    ubah: tuple[tuple[int, str], ...] = ()  # Butir, new text
    cabut: tuple[int, ...] = ()
    tambah: tuple[TugasBaru, ...] = ()

    @property
    def dasar(self) -> str:
        """How the decree is named as the basis of a revocation."""
        return f"Keputusan Nomor {self.nomor} tanggal {tanggal(self.tanggal)}"


def periksa_perubahan(isi: IsiPerubahan, sk: SuratKeputusan, hari_ini: date) -> dict[str, str]:
    """Return what is wrong with an amendment: field -> message, nothing when it can be applied.

    Fields are `nomor`, `tanggal`, `ubah-<butir>`, `cabut-<butir>`, `tambah-<place>` (from 0).
    """
    galat: dict[str, str] = {}
    if sk.nomor == NOMOR_MENYUSUL:
        galat[""] = "Keputusan induknya belum bernomor. Lengkapi pokok keputusan dahulu."
        return galat
    if not isi.nomor.strip():
        galat["nomor"] = "Isi nomor keputusan perubahan."
    elif sk.perubahan_set.filter(nomor=isi.nomor.strip()).exists():
        galat["nomor"] = "Keputusan perubahan dengan nomor ini sudah dicatat."
    if isi.tanggal > hari_ini:
        galat["tanggal"] = "Tanggal keputusan belum terjadi. Periksa tahunnya."
    elif isi.tanggal < sk.tanggal:
        galat["tanggal"] = f"Sebelum tanggal keputusan yang diubah ({tanggal(sk.tanggal)})."
    if not (isi.ubah or isi.cabut or isi.tambah):
        galat[""] = "Pilih sedikitnya satu tugas yang diubah, dicabut, atau ditambah."
    _check_standing(isi, sk, galat)
    _check_new(isi, sk, galat)
    return galat


def _check_standing(isi: IsiPerubahan, sk: SuratKeputusan, galat: dict[str, str]) -> None:
    asked = {pk for pk, _ in isi.ubah} | set(isi.cabut)
    rows = Butir.objects.berlaku().filter(rincian_tugas__anggota__sk=sk, pk__in=asked)
    texts = dict(rows.values_list("pk", "uraian"))
    for pk, teks in isi.ubah:
        if pk not in texts:
            galat[f"ubah-{pk}"] = "Tugas ini bukan tugas keputusan ini, atau sudah dicabut."
        elif pk in isi.cabut:
            galat[f"ubah-{pk}"] = "Tugas tidak dapat diubah dan dicabut sekaligus."
        elif not teks.strip():
            galat[f"ubah-{pk}"] = "Tulis bunyi yang baru."
        elif teks.strip() == texts[pk].strip():
            galat[f"ubah-{pk}"] = "Bunyinya belum berubah."
    for pk in isi.cabut:
        if pk not in texts:
            galat[f"cabut-{pk}"] = "Tugas ini bukan tugas keputusan ini, atau sudah dicabut."


def _check_new(isi: IsiPerubahan, sk: SuratKeputusan, galat: dict[str, str]) -> None:
    members = {a.pk: a for a in sk.anggota_set.all()}
    codes = set(Butir.objects.filter(rencana=sk.rencana_id).values_list("kode", flat=True))
    for place, task in enumerate(isi.tambah):
        key = f"tambah-{place}"
        member = members.get(task.anggota_id)
        if member is None:
            galat[key] = "Pilih anggota Satgas."
        elif not re.fullmatch(r"[a-z]{1,3}", task.huruf):
            galat[key] = "Huruf tugas terdiri atas satu sampai tiga huruf kecil, misalnya q."
        elif not task.teks.strip():
            galat[key] = "Tulis bunyi tugas."
        elif task.pola not in POLA_KALENDER:
            galat[key] = "Pilih pola dari daftar."
        elif (kode := f"{member.no}.{task.huruf}") in codes:
            galat[key] = f"Kode {kode} sudah dipakai. Pilih huruf lain."
        else:
            codes.add(kode)


def catat_perubahan(
    *, rencana_id: int, isi: IsiPerubahan, by: User, at: datetime | None = None
) -> PerubahanSK:
    """Record an amending decree and apply it: all of it or nothing.

    Changed text keeps tasks and evidence. A revoked Butir stays readable with its evidence and
    decisions, but its tasks no longer count. An added one is asked for windows that have not
    ended. Raises Denied, NotAllowed (plan closed or without a decree), IsianKurang with the
    fields of `periksa_perubahan`.
    """
    with audited():
        rencana = lock_rencana(rencana_id, by)
        if rencana.status == Rencana.Keadaan.DITUTUP:
            raise NotAllowed("Rencana ini sudah ditutup, jadi keputusannya tidak dapat diubah.")
        sk = SuratKeputusan.objects.filter(rencana=rencana).first()
        if sk is None:
            raise NotAllowed("Rencana ini tidak mempunyai keputusan yang dapat diubah.")
        now = clock(rencana.instansi, at)
        today = hari_di(rencana.instansi, now)
        if galat := periksa_perubahan(isi, sk, today):
            raise IsianKurang(galat)
        perubahan = PerubahanSK.objects.create(
            sk=sk,
            nomor=isi.nomor.strip(),
            tanggal=isi.tanggal,
            tentang=isi.tentang.strip(),
            dicatat=now,
            oleh=by,
        )
        rows = [_change(perubahan, pk, teks.strip()) for pk, teks in isi.ubah]
        rows += _revoke(perubahan, rencana, isi, now)
        added = [_add(perubahan, rencana, task) for task in isi.tambah]
        rows += added
        PerubahanButir.objects.bulk_create(rows)
        made = 0
        if rencana.berjalan:
            made = len(buat_capaian(rencana, [row.butir for row in added], at=now, dari=today))
        record_rencana(
            rencana,
            "rencana.perubahan",
            by,
            now,
            {
                "nomor": perubahan.nomor,
                "tanggal": str(perubahan.tanggal),
                "tentang": perubahan.tentang,
                "tugas": [
                    {
                        "kode": row.butir.kode,
                        "jenis": row.jenis,
                        "lama": row.teks_lama,
                        "baru": row.teks_baru,
                    }
                    for row in rows
                ],
                "capaian_dibuat": made,
            },
        )
        return perubahan


def _change(perubahan: PerubahanSK, pk: int, teks: str) -> PerubahanButir:
    """Give a task its new text; words quoted for its pola that are gone no longer carry it."""
    butir = Butir.objects.get(pk=pk)
    row = PerubahanButir(
        perubahan=perubahan,
        butir=butir,
        jenis=PerubahanButir.Jenis.UBAH,
        teks_lama=butir.uraian,
        teks_baru=teks,
    )
    butir.uraian = teks
    if butir.kutipan_pola and butir.kutipan_pola.casefold() not in teks.casefold():
        butir.kutipan_pola, butir.sumber_pola = "", Butir.SumberPola.PORTAL
    butir.save(update_fields=["uraian", "kutipan_pola", "sumber_pola"])
    RincianTugas.objects.filter(butir=butir).update(teks=teks)
    return row


def _revoke(
    perubahan: PerubahanSK, rencana: Rencana, isi: IsiPerubahan, now: datetime
) -> list[PerubahanButir]:
    if not isi.cabut:
        return []
    butir = list(Butir.objects.filter(pk__in=isi.cabut).order_by("urut"))
    tasks = [row.pk for row in kunci_capaian(rencana, isi.cabut)]
    Capaian.objects.filter(pk__in=tasks).update(gugur=now)
    Butir.objects.filter(pk__in=isi.cabut).update(dicabut=now, dasar_cabut=isi.dasar[:200])
    tetapkan_pemegang(SerahTerima.objects.filter(dari__in=tasks).values_list("ke", flat=True))
    return [
        PerubahanButir(
            perubahan=perubahan,
            butir=one,
            jenis=PerubahanButir.Jenis.CABUT,
            teks_lama=one.uraian,
        )
        for one in butir
    ]


def _add(perubahan: PerubahanSK, rencana: Rencana, task: TugasBaru) -> PerubahanButir:
    member = Anggota.objects.select_related("unit").get(pk=task.anggota_id)
    own = RincianTugas.objects.filter(anggota=member)
    last = own.aggregate(n=Max("urut"), tempat=Max("butir__urut"))
    place = last["tempat"]
    if place is None:
        before = Butir.objects.filter(rencana=rencana, rincian_tugas__anggota__no__lt=member.no)
        place = before.aggregate(n=Max("urut"))["n"] or 0
    Butir.objects.filter(rencana=rencana, urut__gt=place).update(urut=F("urut") + 1)
    teks = task.teks.strip()
    butir = Butir.objects.create(
        instansi=rencana.instansi,
        rencana=rencana,
        kode=f"{member.no}.{task.huruf}",
        uraian=teks,
        jalur=f"{member.no}. {member.jabatan}"[:300],
        urut=place + 1,
        unit=member.unit,
        pola=task.pola,
    )
    RincianTugas.objects.create(
        butir=butir,
        anggota=member,
        bentuk=RincianTugas.Bentuk.HURUF,
        huruf=task.huruf,
        urut=(last["n"] or 0) + 1,
        teks=teks,
    )
    names = [d.strip() for d in task.dokumen if d.strip()] or [SATU_BUKTI]
    DokumenWajib.objects.bulk_create(
        DokumenWajib(butir=butir, urut=n, uraian=nama, asal=DokumenWajib.Asal.PORTAL)
        for n, nama in enumerate(names, start=1)
    )
    return PerubahanButir(
        perubahan=perubahan, butir=butir, jenis=PerubahanButir.Jenis.TAMBAH, teks_baru=teks
    )
