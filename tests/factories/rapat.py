"""Meetings of a small running Road Map, reached by the real actions."""

import io
from datetime import date, datetime
from types import SimpleNamespace

from django.utils import timezone

from accounts.models import Unit, User
from accounts.permissions import Role
from evidence.models import Rencana
from roadmap.actions.langkah import rumuskan
from roadmap.actions.masalah import temukan
from roadmap.actions.rapat import IsiRapat, Orang, jadwalkan, laksanakan
from roadmap.actions.rapat_notula import unggah_notula
from roadmap.models import LangkahPerbaikan, Masalah, Notula, Rapat
from tests.factories.people import buat_instansi, buat_unit, buat_user
from tests.factories.roadmap import buat_roadmap
from tests.factories.states import pdf_kecil


def dunia_rapat(kode: str, *, contoh: bool = True, at: datetime | None = None) -> SimpleNamespace:
    """An institution with two offices, a pokja, every role, and a running Road Map.

    CONTOH unless told otherwise, so that actions may be told what time it is.
    """
    instansi = buat_instansi(kode, contoh=contoh)
    akar = buat_unit(instansi, "setda", jenis="pimpinan")
    itda = buat_unit(instansi, "itda", induk=akar, inspektorat=True)
    bkd = buat_unit(instansi, "bkd", induk=akar)
    bidang = buat_unit(instansi, "bidang", induk=bkd)
    pupr = buat_unit(instansi, "pupr", induk=akar)
    pokja = buat_unit(instansi, "pokja-sdm", induk=akar, jenis=Unit.Jenis.POKJA)
    uji = buat_roadmap(instansi, [bkd, pupr], at=at)
    uji.butir["B-007"].pendukung.add(pokja)
    return SimpleNamespace(
        instansi=instansi,
        akar=akar,
        itda=itda,
        bkd=bkd,
        bidang=bidang,
        pupr=pupr,
        pokja=pokja,
        uji=uji,
        rencana=uji.rencana,
        butir=uji.butir,
        operator=buat_user(f"operator.{kode}", Role.OPERATOR, bkd),
        bawahan=buat_user(f"bawahan.{kode}", Role.OPERATOR, bidang),
        operator_pupr=buat_user(f"pupr.{kode}", Role.OPERATOR, pupr),
        operator_pokja=buat_user(f"pokja.{kode}", Role.OPERATOR, pokja),
        verifikator=buat_user(f"verif.{kode}", Role.VERIFIKATOR, itda),
        ketua=buat_user(f"ketua.{kode}", Role.KETUA, akar),
        admin=buat_user(f"admin.{kode}", Role.ADMIN, akar),
        auditor=buat_user(f"auditor.{kode}", Role.AUDITOR, akar),
        auditor_tugas=buat_user(f"st.{kode}", Role.AUDITOR_TUGAS, bkd),
    )


def isi_rapat(hari: date | None = None, ringkasan: str = "Dibahas kemajuan kegiatan.") -> IsiRapat:
    """What was written down of a meeting."""
    return IsiRapat(
        dilaksanakan=hari or timezone.localdate(),
        tempat="Ruang rapat",
        pimpinan="Kepala unit",
        ringkasan=ringkasan,
        kehadiran=[Orang("Maria Uji", "Kepala unit"), Orang("Yosef Uji", hadir=False)],
    )


def buat_rapat(
    rencana: Rencana,
    by: User,
    unit: Unit | None,
    *,
    hari: date | None = None,
    maksud: str = "monitoring",
    at: datetime | None = None,
) -> Rapat:
    """Plan a meeting of a unit or pokja, or the pleno without one."""
    tingkat = "pleno" if unit is None else ("pokja" if unit.jenis == "pokja" else "unit")
    return jadwalkan(
        rencana_id=rencana.pk,
        tingkat=tingkat,
        maksud=maksud,
        dijadwalkan=hari or timezone.localdate(),
        unit_id=unit.pk if unit else None,
        tempat="Ruang rapat",
        by=by,
        at=at,
    )


def rapat_terlaksana(
    rencana: Rencana,
    by: User,
    unit: Unit | None,
    *,
    hari: date | None = None,
    maksud: str = "monitoring",
    at: datetime | None = None,
) -> Rapat:
    """Plan a meeting and write down that it was held."""
    made = buat_rapat(rencana, by, unit, hari=hari, maksud=maksud, at=at)
    return laksanakan(rapat_id=made.pk, versi=made.versi, isi=isi_rapat(hari), by=by, at=at)


def buat_notula(rapat: Rapat, by: User, isi: str = "notula") -> Notula:
    """Attach minutes to a held meeting."""
    files = [("notula.pdf", io.BytesIO(pdf_kecil(f"{isi} {rapat.pk}")))]
    return unggah_notula(rapat_id=rapat.pk, files=files, by=by)[0]


def buat_masalah(rapat: Rapat, by: User, butir_id: int, at: datetime | None = None) -> Masalah:
    """Find a problem in a held meeting; the second one of a row says another thing."""
    n = rapat.masalah_set.filter(butir=butir_id).count()
    uraian = f"Kegiatan {butir_id} belum berjalan{f' ({n + 1})' if n else ''}."
    return temukan(rapat_id=rapat.pk, butir_id=butir_id, uraian=uraian, by=by, at=at)


def buat_langkah(
    masalah: Masalah, by: User, unit: Unit, tenggat: date, at: datetime | None = None
) -> LangkahPerbaikan:
    """Lay down a step for a problem; the second one says another thing."""
    n = masalah.langkah_set.count()
    return rumuskan(
        masalah_id=masalah.pk,
        uraian=f"Menetapkan tim dan jadwal kerja{f' ({n + 1})' if n else ''}.",
        unit_id=unit.pk,
        tenggat=tenggat,
        by=by,
        at=at,
    )
