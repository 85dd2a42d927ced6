"""Evidence of an LKE: upload, taking back, taking over from the plan, delivery to a guest."""

import io
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Role
from audit.models import Kejadian
from evidence.actions import Denied, IsianKurang, putuskan
from evidence.models import BuktiVersi, Capaian
from evidence.workflow import Aksi, NotAllowed, Status
from tests.factories import buat_user, pdf_kecil, pemenuhan_ids, segar, terkirim
from tests.factories.lke import LKEUji, berbukti, buat_tpi, majukan
from tests.factories.zi import buat_zi
from zonaintegritas.actions.lke import ambil_dari_rencana, atur_peta, lampirkan, lepas
from zonaintegritas.models import BuktiLKE, IndikatorKeberhasilan, StatusLKE

PDF = pdf_kecil("satu berkas")  # its bytes differ each time it is made


def test_a_file_is_checked_stored_and_recorded(dunia: LKEUji) -> None:
    row = berbukti(dunia, isi=PDF)
    versi = row.versi
    assert (versi.instansi, versi.bukti.unit) == (dunia.instansi, dunia.unit)
    with versi.berkas.open("rb") as stored:
        assert stored.read() == PDF
    assert (row.asal, row.oleh, row.pemenuhan) == ("unggah", dunia.operator, None)
    event = Kejadian.objects.get(aksi="lke.lampirkan")
    assert event.isi["pertanyaan"] == "A.I.1"
    assert event.isi["berkas"] == [
        {"id": versi.pk, "nama": "bukti A.I.1.pdf", "sha256": versi.sha256}
    ]


def test_a_file_that_is_not_what_it_says_is_refused(dunia: LKEUji) -> None:
    hasil = lampirkan(
        lke_id=dunia.lke.pk,
        pertanyaan_id=dunia.pertanyaan["A.I.1"].pk,
        files=[
            ("palsu.pdf", io.BytesIO(b"MZ" + b"\0" * 200)),
            ("baik.pdf", io.BytesIO(pdf_kecil("baik"))),
        ],
        by=dunia.operator,
    )
    assert [nama for nama, _ in hasil.ditolak] == ["palsu.pdf"]
    assert [v.nama_asli for v in hasil.diterima] == ["baik.pdf"]
    assert BuktiLKE.objects.count() == 1
    with pytest.raises(IsianKurang):
        lampirkan(
            lke_id=dunia.lke.pk,
            pertanyaan_id=dunia.pertanyaan["A.I.1"].pk,
            files=[],
            by=dunia.operator,
        )


def test_the_same_file_is_stored_once_and_attached_once_per_question(dunia: LKEUji) -> None:
    first = berbukti(dunia, isi=PDF)
    second = berbukti(dunia, "A.I.2", isi=PDF)
    assert first.versi == second.versi
    hasil = lampirkan(
        lke_id=dunia.lke.pk,
        pertanyaan_id=dunia.pertanyaan["A.I.1"].pk,
        files=[("lagi.pdf", io.BytesIO(PDF))],
        by=dunia.operator2,
    )
    assert hasil.ditolak == [
        ("lagi.pdf", "Berkas yang sama sudah dilampirkan pada pertanyaan A.I.1.")
    ]
    assert BuktiVersi.objects.count() == 1


def test_taken_back_it_stays_as_a_row_and_may_come_again(dunia: LKEUji) -> None:
    row = berbukti(dunia, isi=PDF)
    lepas(lke_id=dunia.lke.pk, bukti_id=row.pk, by=dunia.operator2)
    row.refresh_from_db()
    assert row.dilepas is not None
    with pytest.raises(NotAllowed, match="sudah dilepas"):
        lepas(lke_id=dunia.lke.pk, bukti_id=row.pk, by=dunia.operator)
    again = berbukti(dunia, isi=PDF)
    assert (again.versi, again.dilepas) == (row.versi, None)
    assert BuktiLKE.objects.count() == 2


def test_files_come_and_go_with_the_unit_only(dunia: LKEUji) -> None:
    row = berbukti(dunia)
    majukan(dunia, StatusLKE.EVALUASI)
    for by in (dunia.operator, dunia.verifikator):
        with pytest.raises(NotAllowed, match="tidak tersedia"):
            lepas(lke_id=dunia.lke.pk, bukti_id=row.pk, by=by)
        with pytest.raises(NotAllowed):
            berbukti(dunia, "A.I.2", by=by)


def test_a_file_of_another_assessment_is_not_taken_back_here(dunia: LKEUji) -> None:
    hasil = lampirkan(
        lke_id=dunia.lke_lain.pk,
        pertanyaan_id=dunia.pertanyaan["A.I.1"].pk,
        files=[("b.pdf", io.BytesIO(pdf_kecil("b")))],
        by=dunia.operator_lain,
    )
    other = BuktiLKE.objects.get(versi=hasil.diterima[0])
    with pytest.raises(NotAllowed):
        lepas(lke_id=dunia.lke.pk, bukti_id=other.pk, by=dunia.operator)
    other.refresh_from_db()
    assert other.dilepas is None


# --- Delivery -------------------------------------------------------------------------------


def _status(user: User, lke: int, bukti: int, method: str = "get") -> int:
    client = Client()
    client.force_login(segar(user))
    url = reverse("zi_lke_berkas", args=[lke, bukti])
    return int(getattr(client, method)(url).status_code)


def test_who_gets_the_file(dunia: LKEUji) -> None:
    row = berbukti(dunia)
    nobody = buat_user("tanpa.peran")
    found = {
        nama: _status(user, dunia.lke.pk, row.pk)
        for nama, user in {**dunia.orang, "nobody": nobody}.items()
    }
    refused = {"bawahan", "operator_lain", "orang_luar", "admin_luar", "nobody"}
    assert found == {nama: 404 if nama in refused else 200 for nama in found}
    events = Kejadian.objects.filter(aksi="bukti.unduh")
    assert {e.instansi for e in events} == {dunia.instansi.kode}
    assert events.count() == len(found) - len(refused)
    guest = events.get(aktor=dunia.tpi_ketua.audit_id)
    assert guest.isi == {
        "sha256": row.versi.sha256,
        "lke": dunia.lke.pk,
        "pertanyaan": "A.I.1",
    }


def test_the_bytes_arrive_as_an_attachment_and_head_records_nothing(dunia: LKEUji) -> None:
    row = berbukti(dunia, isi=PDF)
    assert _status(dunia.tpi_ketua, dunia.lke.pk, row.pk, "head") == 200
    assert not Kejadian.objects.filter(aksi="bukti.unduh").exists()
    assert _status(dunia.tpi_ketua, dunia.lke.pk, row.pk, "post") == 405
    client = Client()
    client.force_login(dunia.tpi_ketua)
    answer = client.get(reverse("zi_lke_berkas", args=[dunia.lke.pk, row.pk]))
    assert b"".join(answer) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="bukti A.I.1.pdf"'
    assert answer["Cache-Control"] == "private, no-store"


def test_a_guest_gets_no_other_file_of_the_institution(dunia: LKEUji) -> None:
    row = berbukti(dunia)
    gone = berbukti(dunia, "A.I.2")
    lepas(lke_id=dunia.lke.pk, bukti_id=gone.pk, by=dunia.operator)
    other = BuktiLKE.objects.get(
        versi=lampirkan(
            lke_id=dunia.lke_lain.pk,
            pertanyaan_id=dunia.pertanyaan["A.I.1"].pk,
            files=[("lain.pdf", io.BytesIO(pdf_kecil("lain")))],
            by=dunia.operator_lain,
        ).diterima[0]
    )
    guest, lke = dunia.tpi_anggota, dunia.lke.pk
    assert _status(guest, lke, row.pk) == 200
    assert _status(guest, lke, gone.pk) == 404
    assert _status(guest, lke, other.pk) == 404
    assert _status(guest, dunia.lke_lain.pk, other.pk) == 404
    assert _status(guest, dunia.lke_lain.pk, row.pk) == 404
    client = Client()
    client.force_login(guest)
    assert client.get(reverse("berkas", args=[row.versi_id])).status_code == 404
    assert not BuktiVersi.objects.visible_to(segar(guest)).filter(pk=row.versi_id).exists()


def test_after_the_last_day_the_file_is_gone_for_the_guest(dunia: LKEUji) -> None:
    row = berbukti(dunia)
    yesterday = timezone.localdate() - timedelta(days=1)
    dunia.lke.tpi_set.filter(user=dunia.tpi_anggota).update(selesai=yesterday)
    assert _status(dunia.tpi_anggota, dunia.lke.pk, row.pk) == 404
    assert _status(dunia.tpi_ketua, dunia.lke.pk, row.pk) == 200


def test_a_guest_without_any_role_reads_the_file(dunia: LKEUji) -> None:
    row = berbukti(dunia)
    guest = buat_user("tamu.saja")
    buat_tpi(dunia.lke, guest, "anggota", dunia.admin)
    assert _status(guest, dunia.lke.pk, row.pk) == 200


def test_missing_bytes_are_said_plainly(dunia: LKEUji) -> None:
    row = berbukti(dunia)
    row.versi.berkas.storage.delete(row.versi.berkas.name)
    assert _status(dunia.operator, dunia.lke.pk, row.pk) == 404


# --- From the action plan ---------------------------------------------------------------------


def _rencana(dunia: LKEUji, *, tahun: int | None = None) -> tuple[IndikatorKeberhasilan, Capaian]:
    """Make a plan of the unit with one task of a month of its year, mapped to A.I.1."""
    tahun = tahun or dunia.lke.tahun
    zi = buat_zi(dunia.instansi, dunia.unit, tahun=tahun)
    indikator = IndikatorKeberhasilan.objects.get(kegiatan__tim__keputusan=zi)
    butir = indikator.sub.get().butir
    capaian = Capaian.objects.create(
        instansi=dunia.instansi,
        butir=butir,
        unit=dunia.unit,
        mulai=date(tahun, 1, 1),
        selesai=date(tahun, 1, 31),
        batas=date(tahun, 1, 31),
    )
    capaian.pemenuhan_set.create(dokumen=butir.dokumen_set.get(), sejak=timezone.now())
    atur_peta(
        indikator_id=indikator.pk,
        instrumen_id=dunia.instrumen.pk,
        pertanyaan=[dunia.pertanyaan["A.I.1"].pk],
        by=dunia.admin,
    )
    return indikator, capaian


def _setujui(dunia: LKEUji, capaian: Capaian) -> Capaian:
    capaian = terkirim(capaian, dunia.operator)
    return putuskan(
        capaian_id=capaian.pk,
        versi=capaian.versi,
        pemenuhan_ids=pemenuhan_ids(capaian, Status.MENUNGGU),
        aksi=Aksi.SETUJUI,
        by=dunia.verifikator,
        nilai=100,
    )


def _ambil(dunia: LKEUji, by: User | None = None) -> list[BuktiLKE]:
    return ambil_dari_rencana(
        lke_id=dunia.lke.pk, pertanyaan_id=dunia.pertanyaan["A.I.1"].pk, by=by or dunia.operator
    )


def test_approved_evidence_of_a_mapped_indikator_is_taken_over_once(dunia: LKEUji) -> None:
    with pytest.raises(NotAllowed, match="belum dipetakan ke indikator"):
        _ambil(dunia)
    _, capaian = _rencana(dunia)
    with pytest.raises(NotAllowed, match="Belum ada bukti yang disetujui"):
        _ambil(dunia)
    terkirim(capaian, dunia.operator)
    with pytest.raises(NotAllowed, match="Belum ada bukti yang disetujui"):
        _ambil(dunia)
    capaian = Capaian.objects.get(pk=capaian.pk)
    putuskan(
        capaian_id=capaian.pk,
        versi=capaian.versi,
        pemenuhan_ids=pemenuhan_ids(capaian, Status.MENUNGGU),
        aksi=Aksi.SETUJUI,
        by=dunia.verifikator,
        nilai=100,
    )
    (row,) = _ambil(dunia)
    pemenuhan = capaian.pemenuhan_set.get()
    assert (row.asal, row.pemenuhan, row.versi) == (
        "rencana",
        pemenuhan,
        pemenuhan.taut_set.get().versi,
    )
    assert _ambil(dunia, dunia.operator2) == []
    assert BuktiLKE.objects.count() == 1
    assert Kejadian.objects.filter(aksi="lke.ambil_dari_rencana").count() == 1
    assert _status(dunia.tpi_anggota, dunia.lke.pk, row.pk) == 200


def test_evidence_of_another_year_or_of_a_replaced_task_is_not_offered(dunia: LKEUji) -> None:
    _, capaian = _rencana(dunia, tahun=dunia.lke.tahun - 1)
    _setujui(dunia, capaian)
    with pytest.raises(NotAllowed, match="Belum ada bukti yang disetujui"):
        _ambil(dunia)
    Capaian.objects.filter(pk=capaian.pk).update(
        mulai=date(dunia.lke.tahun, 1, 1), selesai=date(dunia.lke.tahun, 1, 31)
    )
    assert len(_ambil(dunia)) == 1
    BuktiLKE.objects.all().delete()
    Capaian.objects.filter(pk=capaian.pk).update(gugur=timezone.now())
    with pytest.raises(NotAllowed, match="Belum ada bukti yang disetujui"):
        _ambil(dunia)


def test_evidence_of_a_unit_that_the_person_does_not_read_is_not_offered(dunia: LKEUji) -> None:
    _, capaian = _rencana(dunia)
    _setujui(dunia, capaian)
    Capaian.objects.filter(pk=capaian.pk).update(unit=dunia.unit_lain)
    with pytest.raises(NotAllowed, match="Belum ada bukti yang disetujui"):
        _ambil(dunia)


def test_a_mapping_of_another_institution_offers_nothing(dunia: LKEUji) -> None:
    """The instrument is a regulation for all: what others mapped to it stays with them."""
    zi = buat_zi(dunia.luar, dunia.unit_luar)
    indikator = IndikatorKeberhasilan.objects.get(kegiatan__tim__keputusan=zi)
    atur_peta(
        indikator_id=indikator.pk,
        instrumen_id=dunia.instrumen.pk,
        pertanyaan=[dunia.pertanyaan["A.I.1"].pk],
        by=dunia.admin_luar,
    )
    with pytest.raises(NotAllowed, match="belum dipetakan"):
        _ambil(dunia)


def test_the_plan_does_not_open_with_the_file(dunia: LKEUji) -> None:
    _, capaian = _rencana(dunia)
    _setujui(dunia, capaian)
    _ambil(dunia)
    guest = segar(dunia.tpi_anggota)
    assert not Capaian.objects.visible_to(guest).filter(pk=capaian.pk).exists()
    assert not guest.akses.may("bukti.baca", dunia.unit)  # type: ignore[arg-type]  # by its code
    with pytest.raises((Denied, NotAllowed)):
        _ambil(dunia, guest)
    assert Role.VERIFIKATOR in guest.akses.roles
