"""People and their roles brought in from a spreadsheet."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Membership, User
from accounts.permissions import Role
from audit.models import Kejadian
from imports.models import BarisBatch, Batch
from tests.factories.impor import (
    angka,
    impor,
    jenis_data,
    temuan,
    terapkan_langsung,
    urungkan_langsung,
)
from tests.integration.accounts.dunia import Dunia

NIP = "198503152010011004"


def _baris(dunia: Dunia) -> list[dict[str, Any]]:
    """Return the rows of an institution as cells, by username."""
    resource = jenis_data(dunia.instansi, dunia.admin, "pengguna")
    return [{n: resource.sel(n, v) for n, v in ada.nilai.items()} for ada in resource.ada()]


def _isi_tabel() -> list[tuple[Any, ...]]:
    people = User.objects.values_list("pk", "username", "nama", "nip", "jabatan", "email")
    return sorted([*people, *Membership.objects.values_list()], key=repr)


def _impor(dunia: Dunia, rows: list[dict[str, Any]]) -> Batch:
    return impor(dunia.instansi, dunia.admin, "pengguna", rows)


def _baru(**isi: Any) -> dict[str, Any]:
    return {
        "nama_pengguna": "yosep",
        "nama": "Yosep",
        "unit": "bkd-alfa",
        "peran": "Operator unit",
        "mulai": None,
    } | isi


def test_what_is_there_changes_nothing(alfa: Dunia, beta: Dunia) -> None:
    alfa.operator.nip = NIP
    alfa.operator.save()
    batch = _impor(alfa, _baris(alfa))
    assert (batch.keadaan, angka(batch), temuan(batch)) == (Batch.Keadaan.SAMA, (0, 0, 2, 0), [])


def test_new_people_wait_for_their_link_and_go_with_undo(alfa: Dunia, beta: Dunia) -> None:
    before = _isi_tabel()
    rows = [
        _baru(nip=NIP, jabatan="Analis", surel="yosep@alfa.go.id"),
        _baru(nip=NIP, jabatan="Analis", surel="yosep@alfa.go.id", peran="Verifikator"),
        {
            "nama_pengguna": "operator.alfa",
            "nama": "Nama Baru",
            "jabatan": "Jabatan operator.alfa",
            "unit": "bkd-alfa",
            "peran": "Operator unit",
        },
    ]
    batch = _impor(alfa, rows)
    assert (temuan(batch), batch.pesan, angka(batch)) == ([], "", (2, 1, 0, 0))
    batch = terapkan_langsung(batch, alfa.admin)
    assert batch.keadaan == Batch.Keadaan.DITERAPKAN, batch.pesan
    yosep = User.objects.get(username="yosep")
    assert (yosep.has_usable_password(), yosep.nip, yosep.email) == (False, NIP, "yosep@alfa.go.id")
    assert sorted(yosep.membership_set.values_list("role", flat=True)) == [
        "operator",
        "verifikator",
    ]
    assert User.objects.get(username="operator.alfa").nama == "Nama Baru"
    shown = [str(row) for row in BarisBatch.objects.values_list("beda", "kunci")]
    assert not [text for text in [*shown, *map(str, Kejadian.objects.values())] if NIP in text]
    batch = urungkan_langsung(batch, alfa.admin)
    assert (batch.keadaan, batch.bentrok) == (Batch.Keadaan.DIURUNGKAN, [])
    assert _isi_tabel() == before


def test_a_blank_nip_keeps_the_number(alfa: Dunia) -> None:
    User.objects.filter(pk=alfa.operator.pk).update(nip=NIP)
    rows = [row | {"nip": None} for row in _baris(alfa)]
    assert angka(_impor(alfa, rows)) == (0, 0, 2, 0)


def test_a_role_ends_earlier_but_never_later(alfa: Dunia) -> None:
    today = timezone.localdate()
    end = today + timedelta(days=20)
    row = next(r for r in _baris(alfa) if r["nama_pengguna"] == "operator.alfa")
    batch = terapkan_langsung(_impor(alfa, [row | {"selesai": end}]), alfa.admin)
    held = Membership.objects.get(user=alfa.operator)
    assert (batch.keadaan, held.selesai) == (Batch.Keadaan.DITERAPKAN, end)
    batch = _impor(alfa, [row | {"selesai": end + timedelta(days=1)}])
    assert [pesan for _, _, pesan in temuan(batch)] == [
        "Untuk memperpanjang, beri peran baru dengan dasar baru."
    ]
    batch = _impor(alfa, [row | {"selesai": end, "dasar": "SK 1"}])
    assert [pesan for _, _, pesan in temuan(batch)] == [
        "Sebutan dan dasar peran yang sudah diberikan tidak dapat diubah."
    ]


def test_nobody_gives_oneself_a_role_or_loses_the_last_key(alfa: Dunia) -> None:
    own = next(r for r in _baris(alfa) if r["nama_pengguna"] == "admin.alfa")
    batch = _impor(
        alfa,
        [
            own | {"peran": "Ketua"},
            own | {"selesai": timezone.localdate() + timedelta(days=1)},
        ],
    )
    assert [pesan.split(".")[0] for _, _, pesan in temuan(batch)] == [
        "Anda tidak dapat memberi peran kepada diri sendiri",
        "Ini peran admin Anda yang terakhir di instansi ini",
    ]


def test_rows_that_break_the_rules_are_refused(alfa: Dunia, beta: Dunia) -> None:
    rows = [
        _baru(nama_pengguna="operator.beta"),
        _baru(nama_pengguna="a b"),
        _baru(nama_pengguna=NIP),
        _baru(nama_pengguna="tugas", peran="Auditor dengan surat tugas"),
        _baru(nama_pengguna="plt", sebutan="Plt.", mulai="01-01-2026", dasar="SK"),
        _baru(nama_pengguna="lama", selesai="01-01-2020"),
        _baru(nama_pengguna="lain", unit="bkd-beta"),
        _baru(nama_pengguna="platform", peran="Pengelola platform"),
        _baru(nama_pengguna="operator.alfa", mulai="01-01-2026"),
        _baru(nama_pengguna="dua"),
        _baru(nama_pengguna="dua", nama="Orang lain", peran="Ketua"),
        _baru(nama_pengguna="nip", nip=1.96205e17),
        _baru(nama_pengguna="nip2", nip="19850315201001100x"),
    ]
    batch = _impor(alfa, rows)
    found = batch.temuan_set.order_by("baris", "no").values_list("baris", "pesan", "nilai")
    assert [(baris, pesan) for baris, pesan, _ in found] == [
        (2, "Nama pengguna ini sudah dipakai."),
        (3, "Pakai huruf kecil, angka, titik, atau tanda hubung."),
        (4, "NIP tidak boleh menjadi nama pengguna."),
        (5, "Auditor dengan surat tugas perlu tanggal akhir tugas."),
        (5, "Isi nomor surat tugas."),
        (6, "Wajib diisi untuk Plt."),
        (7, "Tanggal akhir sudah lewat."),
        (8, "Unit “bkd-beta” tidak dikenal."),
        (9, "“Pengelola platform” bukan pilihan kolom ini."),
        (10, "Peran ini sudah dipegang di unit itu pada masa yang sama."),
        (12, "Nama orang ini berbeda dengan barisnya yang lain di berkas ini."),
        (13, "NIP rusak: Excel membulatkan angka panjang."),
        (14, "NIP berisi selain angka."),
    ]
    assert [nilai for baris, _, nilai in found if baris in (13, 14)] == ["", ""]
    assert User.objects.filter(nama="Yosep").count() == 0


def test_a_person_of_two_institutions_keeps_the_data(alfa: Dunia, beta: Dunia) -> None:
    User.objects.filter(pk=alfa.operator.pk).update(nip=NIP)
    Membership.objects.create(user=alfa.operator, unit=beta.unit, role=Role.OPERATOR)
    row = next(r for r in _baris(alfa) if r["nama_pengguna"] == "operator.alfa")
    assert row["nip"] is None
    assert angka(_impor(alfa, [row])) == (0, 0, 1, 0)
    batch = _impor(alfa, [row | {"jabatan": "Lain"}])
    assert (
        temuan(batch)[0][2]
        == "Akun ini juga dipakai di luar instansi Anda, jadi data orangnya tidak dapat diubah "
        "dari sini."
    )
    batch = _impor(alfa, [row | {"peran": "Ketua", "mulai": date(2026, 1, 1)}])
    batch = terapkan_langsung(batch, alfa.admin)
    assert (batch.keadaan, angka(batch)) == (Batch.Keadaan.DITERAPKAN, (1, 0, 0, 0))
