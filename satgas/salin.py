"""What the Satgas and the MCP instrument add to a plan that is copied into a new year."""

from evidence.salin import Salinan
from satgas.models import (
    Anggota,
    Area,
    DokumenSub,
    IndikatorMCP,
    Instrumen,
    KriteriaSub,
    RincianTugas,
    SubIndikator,
    SubTugas,
    SuratKeputusan,
)

NOMOR_MENYUSUL = "(nomor menyusul)"
TANGGAL_MENYUSUL = "(tanggal menyusul)"
PENANDA_TANGAN_MENYUSUL = "(penanda tangan menyusul)"


def salin_keputusan(salinan: Salinan) -> None:
    """Copy the decree as a draft: members and tasks, without what only the source can say.

    Number, date and signatory follow with the new decree; recitals, dicta and notes on the
    source concern the old one and are not copied. The day of the draft is the plan's first.
    """
    sk = SuratKeputusan.objects.filter(rencana=salinan.asal).first()
    if sk is None:
        return
    draft = SuratKeputusan.objects.create(
        rencana=salinan.baru,
        jenis=sk.jenis,
        nomor=NOMOR_MENYUSUL,
        nomor_raw=NOMOR_MENYUSUL,
        tentang=sk.tentang,
        tempat=sk.tempat,
        tanggal=salinan.baru.mulai,
        tanggal_raw=TANGGAL_MENYUSUL,
        pejabat_penetap=sk.pejabat_penetap,
        penandatangan=PENANDA_TANGAN_MENYUSUL,
        penandatangan_jabatan=sk.penandatangan_jabatan,
        kop=sk.kop,
    )
    old = list(sk.anggota_set.order_by("no"))
    new = Anggota.objects.bulk_create(
        Anggota(
            sk=draft,
            no=a.no,
            jabatan=a.jabatan,
            kedudukan=a.kedudukan,
            unit_id=salinan.unit(a.unit_id),
        )
        for a in old
    )
    _tasks(salinan, {a.pk: copy for a, copy in zip(old, new, strict=True)})
    salinan.perlu.append(
        "Nomor, tanggal, dan penanda tangan keputusan tahun ini menyusul. "
        "Lengkapi di halaman Keputusan perubahan setelah ditetapkan."
    )


def _tasks(salinan: Salinan, members: dict[int, Anggota]) -> None:
    old = list(RincianTugas.objects.filter(butir__in=salinan.butir).order_by("pk"))
    new = RincianTugas.objects.bulk_create(
        RincianTugas(
            butir=salinan.butir[t.butir_id],
            anggota=members[t.anggota_id],
            bentuk=t.bentuk,
            huruf=t.huruf,
            urut=t.urut,
            teks=t.teks,
        )
        for t in old
    )
    copies = {t.pk: copy for t, copy in zip(old, new, strict=True)}
    through = RincianTugas.bersama.through
    through.objects.bulk_create(
        through(rinciantugas=copies[task], anggota=members[member])
        for task, member in through.objects.filter(rinciantugas__in=copies).values_list(
            "rinciantugas", "anggota"
        )
    )
    SubTugas.objects.bulk_create(
        SubTugas(tugas=copies[s.tugas_id], no=s.no, teks=s.teks)
        for s in SubTugas.objects.filter(tugas__in=copies)
    )


def salin_instrumen(salinan: Salinan) -> None:
    """Copy the instrument in use as version 1 of the new year, Disusun: to be checked and used.

    A year that has an instrument keeps it. Sub indikator take over their Butir when the
    instrument is put to use (they are matched by kode), so a draft owns none. Tasks that a
    sub indikator maps to are those of the new year's decree, where it was copied already.
    """
    source = Instrumen.objects.filter(
        rencana=salinan.asal, keadaan=Instrumen.Keadaan.DIPAKAI
    ).first()
    if source is None:
        return
    tahun = salinan.baru.tahun
    if Instrumen.objects.filter(instansi=salinan.asal.instansi_id, tahun=tahun).exists():
        salinan.perlu.append(
            f"Instrumen MCP {tahun} sudah ada dan tidak ditimpa. Samakan dengan isi rencana ini."
        )
        return
    new = Instrumen.objects.create(
        instansi_id=source.instansi_id,
        tahun=tahun,
        versi=1,
        nama=source.nama.replace(str(source.tahun), str(tahun)),
        sumber=f"Disalin dari {source}. {source.sumber}".strip(),
        asal=source,
        dibuat=salinan.at,
        oleh=salinan.by,
    )
    _tree(salinan, source, new)
    salinan.perlu.append(f"Periksa instrumen MCP {tahun}, lalu pakai, sebelum rencana dimulai.")


def _tree(salinan: Salinan, source: Instrumen, new: Instrumen) -> None:
    areas = list(source.area_set.order_by("urut"))
    area = dict(
        zip(
            [a.pk for a in areas],
            Area.objects.bulk_create(
                Area(instrumen=new, kode=a.kode, nama=a.nama, urut=a.urut, bobot=a.bobot)
                for a in areas
            ),
            strict=True,
        )
    )
    lines = list(IndikatorMCP.objects.filter(area__in=area).order_by("pk"))
    line = dict(
        zip(
            [i.pk for i in lines],
            IndikatorMCP.objects.bulk_create(
                IndikatorMCP(
                    area=area[i.area_id], kode=i.kode, nama=i.nama, urut=i.urut, bobot=i.bobot
                )
                for i in lines
            ),
            strict=True,
        )
    )
    subs = list(SubIndikator.objects.filter(indikator__in=line).order_by("pk"))
    sub = dict(
        zip(
            [s.pk for s in subs],
            SubIndikator.objects.bulk_create(
                SubIndikator(
                    indikator=line[s.indikator_id],
                    kode=s.kode,
                    nama=s.nama,
                    urut=s.urut,
                    bobot=s.bobot,
                    cara_nilai=s.cara_nilai,
                    unit_id=salinan.unit(s.unit_id) if s.unit_id else None,
                )
                for s in subs
            ),
            strict=True,
        )
    )
    KriteriaSub.objects.bulk_create(
        KriteriaSub(sub=sub[k.sub_id], urut=k.urut, nilai=k.nilai, uraian=k.uraian)
        for k in KriteriaSub.objects.filter(sub__in=sub)
    )
    DokumenSub.objects.bulk_create(
        DokumenSub(sub=sub[d.sub_id], urut=d.urut, uraian=d.uraian, kriteria=d.kriteria)
        for d in DokumenSub.objects.filter(sub__in=sub)
    )
    _mapping(salinan.baru.tahun, sub)


def _mapping(tahun: int, sub: dict[int, SubIndikator]) -> None:
    through = SubIndikator.tugas.through
    pairs = list(
        through.objects.filter(subindikator__in=sub).values_list(
            "subindikator", "rinciantugas__butir"
        )
    )
    copies = dict(
        RincianTugas.objects.filter(
            butir__asal__in={butir for _, butir in pairs}, butir__rencana__tahun=tahun
        ).values_list("butir__asal", "pk")
    )
    through.objects.bulk_create(
        through(subindikator=sub[old], rinciantugas_id=copies[butir])
        for old, butir in pairs
        if butir in copies
    )
