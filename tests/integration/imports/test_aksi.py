"""Who may move an import, in which state; a second person; undo and what stands against it."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from accounts.models import Membership, Unit, User
from accounts.permissions import Denied, Role
from audit.models import Kejadian
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.workflow import NotAllowed
from imports.actions.berkas import catat_unduh, minta_tanda
from imports.actions.terapkan import ajukan, terapkan, terapkan_batch
from imports.actions.unggah import batalkan, lanjutkan, periksa_ulang, pilih
from imports.actions.urungkan import urungkan
from imports.analysis.run import periksa_batch
from imports.hak import membuka, menggerakkan
from imports.models import Batch, Pemetaan, PengaturanImpor
from jobs.models import Job
from tests.factories import buat_user
from tests.factories.impor import (
    Diam,
    angka,
    buku,
    impor,
    temuan,
    terapkan_langsung,
    urungkan_langsung,
)
from tests.factories.impor_batch import buat_batch
from tests.integration.imports.dunia import baris_unit, berubah, dunia_unit, potret_unit, siap

K = Batch.Keadaan
Aksi = Callable[[Batch, User], Any]

AKSI: dict[str, Aksi] = {
    "terapkan": lambda b, u: terapkan(batch_id=b.pk, versi=b.versi, by=u),
    "ajukan": lambda b, u: ajukan(batch_id=b.pk, versi=b.versi, by=u),
    "urungkan": lambda b, u: urungkan(batch_id=b.pk, versi=b.versi, by=u),
    "batalkan": lambda b, u: batalkan(batch_id=b.pk, versi=b.versi, by=u),
    "periksa_ulang": lambda b, u: periksa_ulang(batch_id=b.pk, versi=b.versi, by=u),
    "lanjutkan": lambda b, u: lanjutkan(batch_id=b.pk, versi=b.versi, by=u),
}


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """Two institutions with units and admins."""
    found = dunia_unit("alfa")
    found.lain = dunia_unit("beta")
    return found


@pytest.mark.parametrize("aksi", AKSI)
def test_only_who_may_bring_the_kind_in_moves_an_import(dunia: SimpleNamespace, aksi: str) -> None:
    batch = siap(dunia)
    strangers = [
        buat_user(f"{role.value}.alfa", role, dunia.root)
        for role in Role
        if role not in (Role.ADMIN, Role.PLATFORM)
    ]
    strangers += [buat_user("platform", Role.PLATFORM), dunia.lain.admin]
    for user in strangers:
        with pytest.raises(Denied):
            AKSI[aksi](batch, user)
        assert list(Batch.objects.movable_by(user)) == []
    batch.refresh_from_db()
    assert batch.keadaan == K.SIAP
    assert list(Batch.objects.movable_by(dunia.kedua)) == [batch]


DATA = ("unit", "pengguna", "satgas_keputusan", "lke_jawaban", "")
SEMUA = frozenset(DATA)
POLOS = frozenset({"unit", "lke_jawaban"})
TIDAK = frozenset[str]()
BACA: dict[str, tuple[frozenset[str], frozenset[str], frozenset[str]]] = {
    # role: imports of which kinds somebody else's are seen, opened, moved
    Role.OPERATOR: (TIDAK, TIDAK, TIDAK),
    Role.KOORDINATOR: (TIDAK, TIDAK, TIDAK),
    Role.VERIFIKATOR: (TIDAK, TIDAK, TIDAK),
    Role.KETUA: (SEMUA, POLOS, TIDAK),
    Role.ADMIN: (SEMUA, SEMUA - {""}, SEMUA - {"", "lke_jawaban"}),
    Role.AUDITOR: (SEMUA, POLOS, TIDAK),
    Role.AUDITOR_TUGAS: (TIDAK, TIDAK, TIDAK),
    Role.PLATFORM: (TIDAK, TIDAK, TIDAK),
}


def test_who_sees_opens_and_moves_by_role_state_and_institution(dunia: SimpleNamespace) -> None:
    for where in (dunia, dunia.lain):
        for jenis in DATA:
            for keadaan in K:
                buat_batch(where.instansi, where.admin, keadaan, jenis=jenis)
    semua = {batch.pk: batch for batch in Batch.objects.all()}
    found = {}
    for role in Role:
        user = buat_user(f"{role}.uji", role, None if role is Role.PLATFORM else dunia.root)
        seen, opened, moved = (
            set(rows.values_list("pk", flat=True))
            for rows in (
                Batch.objects.visible_to(user),
                Batch.objects.open_to(user),
                Batch.objects.movable_by(user),
            )
        )
        assert {pk for pk, batch in semua.items() if membuka(user, batch)} == opened
        assert {pk for pk, batch in semua.items() if menggerakkan(user, batch)} == moved
        found[role] = tuple(
            {(semua[pk].instansi.kode, semua[pk].jenis, semua[pk].keadaan) for pk in pks}
            for pks in (seen, opened, moved)
        )
    assert found == {
        role: tuple({("alfa", jenis, keadaan) for jenis in kinds for keadaan in K} for kinds in row)
        for role, row in BACA.items()
    }


@pytest.mark.parametrize("jenis", ["unit", ""])
@pytest.mark.parametrize("role", [Role.AUDITOR, Role.KETUA])
def test_who_only_reads_moves_nothing_in_any_state(
    dunia: SimpleNamespace, role: Role, jenis: str
) -> None:
    user = buat_user("pembaca.alfa", role, dunia.root)
    for keadaan in K:
        batch = buat_batch(dunia.instansi, dunia.admin, keadaan, jenis=jenis)
        for aksi in (*AKSI.values(), _pilih):
            with pytest.raises(Denied):
                aksi(batch, user)
    assert not Kejadian.objects.filter(objek_jenis="impor").exists()
    assert Job.objects.count() == 0


def test_the_file_and_its_marked_copy_are_for_who_moves_the_import(dunia: SimpleNamespace) -> None:
    user = buat_user("auditor.alfa", Role.AUDITOR, dunia.root)
    for jenis in ("pengguna", "", "unit"):
        batch = buat_batch(dunia.instansi, dunia.admin, K.SIAP, jenis=jenis)
        with pytest.raises(Denied):
            minta_tanda(batch_id=batch.pk, by=user)
        with pytest.raises(Denied):
            catat_unduh(batch_id=batch.pk, by=user)
    assert not Kejadian.objects.filter(aksi__startswith="impor.unduh").exists()
    job = minta_tanda(batch_id=batch.pk, by=dunia.admin)
    assert (job.jenis, job.parameter["batch"]) == ("impor_tandai", batch.pk)
    catat_unduh(batch_id=batch.pk, by=dunia.admin, bertanda=True)
    events = Kejadian.objects.filter(aksi__startswith="impor.unduh")
    assert [(e.aksi, e.objek_id) for e in events] == [("impor.unduh_tanda", str(batch.pk))]


def _pilih(batch: Batch, user: User) -> Batch:
    return pilih(
        batch_id=batch.pk,
        versi=batch.versi,
        jenis="unit",
        tujuan=None,
        lembar="unit kerja",
        baris_judul=1,
        pemetaan={"kode_unit": 1, "nama": 2, "jenis": 3},
        by=user,
    )


BOLEH = {
    K.DIUNGGAH: {"batalkan"},
    K.SIAP: {"terapkan", "batalkan", "periksa_ulang"},
    K.BERMASALAH: {"batalkan", "periksa_ulang"},
    K.SAMA: {"batalkan", "periksa_ulang"},
    K.DITERAPKAN: {"urungkan"},
    K.DIURUNGKAN: set(),
    K.DIBATALKAN: set(),
}


def _dalam(dunia: SimpleNamespace, keadaan: str) -> Batch:
    """Walk an import into a state."""
    if keadaan == K.DIUNGGAH:
        return impor(dunia.instansi, dunia.admin, "unit", buku(["Barang"], [["Meja"]]))
    if keadaan == K.SAMA:
        return impor(dunia.instansi, dunia.admin, "unit", baris_unit(dunia))
    if keadaan == K.BERMASALAH:
        rows = baris_unit(dunia)
        rows[1]["nama"] = None
        return impor(dunia.instansi, dunia.admin, "unit", rows)
    batch = siap(dunia)
    if keadaan == K.DIBATALKAN:
        return batalkan(batch_id=batch.pk, versi=batch.versi, by=dunia.admin)
    if keadaan in (K.DITERAPKAN, K.DIURUNGKAN):
        batch = terapkan_langsung(batch, dunia.admin)
    return urungkan_langsung(batch, dunia.admin) if keadaan == K.DIURUNGKAN else batch


@pytest.mark.parametrize("keadaan", BOLEH)
def test_each_state_allows_its_steps_and_no_other(dunia: SimpleNamespace, keadaan: str) -> None:
    batch = _dalam(dunia, keadaan)
    assert batch.keadaan == keadaan
    allowed = set()
    for nama, aksi in AKSI.items():
        again = Batch.objects.get(pk=batch.pk)
        try:
            aksi(again, dunia.admin)
        except NotAllowed:
            continue
        allowed.add(nama)
        Batch.objects.filter(pk=batch.pk).update(keadaan=keadaan)
        Job.objects.filter(batch_set=batch).update(status=Job.Status.SELESAI)
    assert allowed == BOLEH[K(keadaan)]


def test_an_old_page_changes_nothing(dunia: SimpleNamespace) -> None:
    batch = siap(dunia)
    batalkan(batch_id=batch.pk, versi=batch.versi, by=dunia.kedua)
    with pytest.raises(Bentrok):
        terapkan(batch_id=batch.pk, versi=batch.versi, by=dunia.admin)


def test_a_second_person_applies_where_the_institution_asks_for_one(
    dunia: SimpleNamespace,
) -> None:
    PengaturanImpor.objects.create(instansi=dunia.instansi, dua_orang=True)
    batch = siap(dunia)
    with pytest.raises(NotAllowed):
        terapkan(batch_id=batch.pk, versi=batch.versi, by=dunia.kedua)
    batch = ajukan(batch_id=batch.pk, versi=batch.versi, by=dunia.admin)
    assert batch.keadaan == K.DIAJUKAN
    with pytest.raises(Denied):
        terapkan(batch_id=batch.pk, versi=batch.versi, by=dunia.admin)
    batch = terapkan_langsung(batch, dunia.kedua)
    assert (batch.keadaan, batch.oleh, batch.diterapkan_oleh) == (
        K.DITERAPKAN,
        dunia.admin,
        dunia.kedua,
    )


def test_a_right_that_is_lost_before_the_job_runs_stops_it(dunia: SimpleNamespace) -> None:
    batch = siap(dunia)
    before = potret_unit()
    terapkan(batch_id=batch.pk, versi=batch.versi, by=dunia.admin)
    Membership.objects.filter(user=dunia.admin).delete()
    terapkan_batch(batch.pk, User.objects.get(pk=dunia.admin.pk), Diam())
    batch.refresh_from_db()
    assert batch.keadaan == K.SIAP
    assert batch.pesan == "Anda tidak berwenang mengimpor data jenis ini untuk instansi ini."
    assert potret_unit() == before


def test_moved_rows_are_named_and_a_new_look_shows_what_is_left(dunia: SimpleNamespace) -> None:
    batch = siap(dunia, ubah=2, baru=1)
    moved = dunia.unit[0]
    Unit.objects.filter(pk=moved.pk).update(nama="Diganti di layar")
    before = potret_unit()
    batch = terapkan_langsung(batch, dunia.admin)
    assert batch.keadaan == K.BERGESER
    assert batch.bentrok == [{"baris": 3, "kunci": moved.kode, "sebab": "Baris ini sudah diubah."}]
    assert potret_unit() == before
    periksa_ulang(batch_id=batch.pk, versi=batch.versi, by=dunia.admin)
    periksa_batch(batch.pk, Diam())
    batch.refresh_from_db()
    assert (batch.keadaan, angka(batch)) == (K.SIAP, (1, 2, 5, 0))
    row = batch.baris_set.get(kunci=moved.kode)
    assert row.beda == {"nama": ["Diganti di layar", "Baru 0 alfa"]}


def test_every_row_leaves_an_event_with_its_import(dunia: SimpleNamespace) -> None:
    batch = terapkan_langsung(siap(dunia, ubah=2, baru=1), dunia.admin)
    events = Kejadian.objects.filter(instansi="alfa", aksi="impor.baris").order_by("no")
    assert [(e.objek_nama, e.isi["hasil"], e.isi["batch"]) for e in events] == [
        (dunia.unit[0].kode, "berubah", batch.pk),
        (dunia.unit[1].kode, "berubah", batch.pk),
        ("baru-0-alfa", "baru", batch.pk),
    ]
    assert events[0].isi["beda"] == {"nama": ["Unit u000-alfa alfa", "Baru 0 alfa"]}
    steps = Kejadian.objects.filter(instansi="alfa", objek_jenis="impor").order_by("no")
    assert list(steps.values_list("aksi", flat=True)) == [
        "impor.pilih",
        "impor.siapkan",
        "impor.terapkan",
        "impor.selesai",
    ]


def test_undo_gives_every_row_back_and_keeps_the_trail(dunia: SimpleNamespace) -> None:
    before = potret_unit()
    batch = terapkan_langsung(siap(dunia), dunia.admin)
    assert potret_unit() != before
    trail = Kejadian.objects.filter(instansi="alfa").count()
    batch = urungkan_langsung(batch, dunia.admin)
    assert batch.keadaan == K.DIURUNGKAN
    assert potret_unit() == before
    assert Kejadian.objects.filter(instansi="alfa").count() == trail + 3  # asked, its job, done
    assert batch.baris_set.count() == 10


def test_undo_names_what_stands_against_it(dunia: SimpleNamespace) -> None:
    batch = terapkan_langsung(siap(dunia, ubah=2, baru=2), dunia.admin)
    made = Unit.objects.get(kode="baru-0-alfa")
    orang = buat_user("operator.alfa", Role.OPERATOR, made)
    Unit.objects.filter(pk=dunia.unit[1].pk).update(nama_pendek="Lain")
    after = potret_unit()
    batch = urungkan_langsung(batch, dunia.admin)
    assert batch.keadaan == K.DITERAPKAN
    assert batch.bentrok == [
        {
            "baris": 4,
            "kunci": dunia.unit[1].kode,
            "sebab": "Baris ini sudah diubah setelah impor diterapkan.",
            "jenis": "diubah",
            "tempat": f"/unit/{dunia.unit[1].pk}/",
        },
        {
            "baris": 9,
            "kunci": "baru-0-alfa",
            "sebab": "Sudah dipakai pada keanggotaan.",
            "jenis": "dipakai",
            "tempat": f"/pengguna/{orang.pk}/",
        },
    ]
    assert batch.pesan == "Impor ini tidak diurungkan: 2 hal bergantung padanya."
    assert potret_unit() == after


def test_imports_are_undone_from_the_last_one_back(dunia: SimpleNamespace) -> None:
    before = potret_unit()
    first = terapkan_langsung(siap(dunia, tanda="Satu"), dunia.admin)
    second = terapkan_langsung(siap(dunia, tanda="Dua"), dunia.admin)
    assert urungkan_langsung(first, dunia.admin).keadaan == K.DITERAPKAN
    assert urungkan_langsung(second, dunia.admin).keadaan == K.DIURUNGKAN
    first.refresh_from_db()
    assert urungkan_langsung(first, dunia.admin).keadaan == K.DIURUNGKAN
    assert potret_unit() == before


def test_a_settled_mapping_is_remembered_for_the_institution(dunia: SimpleNamespace) -> None:
    head = ["Sandi kantor", "Sebutan resmi", "Sebutan ringkas", "Golongan kantor", "Ada di bawah"]
    row = baris_unit(dunia)[1]
    cells = [row["kode_unit"], "Nama baru", row["nama_pendek"], row["jenis"], row["induk"]]
    batch = impor(dunia.instansi, dunia.admin, "unit", buku(head, [cells]))
    assert batch.keadaan == K.DIUNGGAH
    columns = ("kode_unit", "nama", "nama_pendek", "jenis", "induk")
    mapping = {nama: no for no, nama in enumerate(columns, start=1)}

    def settle(pemetaan: dict[str, int]) -> Batch:
        return pilih(
            batch_id=batch.pk,
            versi=batch.versi,
            jenis="unit",
            tujuan=None,
            lembar="Isi",
            baris_judul=1,
            pemetaan=pemetaan,
            by=dunia.admin,
        )

    with pytest.raises(IsianKurang):
        settle({**mapping, "nama_pendek": 2})
    with pytest.raises(IsianKurang):
        settle({"nama": 2})
    settle(mapping)
    periksa_batch(batch.pk, Diam())
    batch.refresh_from_db()
    assert (batch.keadaan, angka(batch)) == (K.SIAP, (0, 1, 0, 0)), temuan(batch)
    assert Pemetaan.objects.get().instansi == dunia.instansi
    again = impor(dunia.instansi, dunia.admin, "unit", buku(head, [cells]))
    assert again.keadaan == K.SIAP
    other = dunia.lain
    elsewhere = impor(other.instansi, other.admin, "unit", buku(head, [cells]))
    assert elsewhere.keadaan == K.DIUNGGAH


def test_columns_that_a_file_leaves_out_stay_as_they_are(dunia: SimpleNamespace) -> None:
    rows = [
        {"kode_unit": row["kode_unit"], "nama": f"{row['nama']} baru", "jenis": row["jenis"]}
        for row in baris_unit(dunia)[1:3]
    ]
    for row in rows:
        row["induk"] = dunia.root.kode
    batch = impor(dunia.instansi, dunia.admin, "unit", rows)
    assert angka(batch) == (0, 2, 0, 0), (batch.pesan, temuan(batch))
    assert list(batch.baris_set.values_list("beda", flat=True)) == [
        {"nama": [f"Unit u00{n}-alfa alfa", f"Unit u00{n}-alfa alfa baru"]} for n in range(2)
    ]


def test_rows_that_are_refused_keep_the_whole_file_out(dunia: SimpleNamespace) -> None:
    rows = berubah(dunia)
    rows[2]["jenis"] = "bukan jenis"
    batch = impor(dunia.instansi, dunia.admin, "unit", rows)
    assert (batch.keadaan, angka(batch)) == (K.BERMASALAH, (3, 2, 4, 1))
    with pytest.raises(NotAllowed):
        terapkan(batch_id=batch.pk, versi=batch.versi, by=dunia.admin)
