"""People with their roles as a table: one row a membership."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.managed import admins_today
from accounts.models import Instansi, Membership, Unit, User
from accounts.nip import NIP_DIGITS, doubts
from accounts.permissions import Denied, Permission, Role
from accounts.resources.acuan_unit import rujukan_unit
from accounts.resources.aturan_peran import periksa_peran, periksa_ubah, tumpang
from accounts.resources.orang import baca_orang
from sheets.columns import Acuan, Kode, Kolom, Nilai, Nip, Pilihan, Tanggal, Teks
from sheets.resource import Ada, Isi, Perubahan, SheetResource, Temuan, Tingkat
from sheets.values import Keliru, lipat, teks

if TYPE_CHECKING:
    from sheets.writes import Tulisan

_ORANG = ("nama", "nip", "jabatan", "surel")
_DIPAKAI = "Nama pengguna ini sudah dipakai."
_PERAN = [(role.value, role.label) for role in Role if role is not Role.PLATFORM]
_SEBUTAN = [(s.value, s.label) for s in Membership.Sebutan if s.value]
_TERAKHIR = (
    "Ini peran admin Anda yang terakhir di instansi ini. Tanpa peran ini tidak ada jalan kembali; "
    "minta admin lain yang mengakhirinya."
)
_SENDIRI = "Anda tidak dapat memberi peran kepada diri sendiri. Minta admin lain memberikannya."

_URUNG_SENDIRI = "Baris ini tentang peran Anda sendiri. Minta admin lain mengurungkan impor ini."


class NipTertutup(Nip):
    """A NIP whose refusals never repeat what was typed."""

    def baca(self, mentah: Any, resource: "SheetResource") -> Nilai:
        try:
            return super().baca(mentah, resource)
        except Keliru as error:
            pesan = "NIP rusak: Excel membulatkan angka panjang."
            if "selain angka" in str(error):
                pesan = "NIP berisi selain angka."
            elif "terbaca" in str(error):
                pesan = str(error)
            raise Keliru(pesan, error.saran) from None


class PenggunaResource(SheetResource):
    """People of an institution and what they may do there."""

    kode = "pengguna"
    label = "Pengguna dan perannya"
    golongan = "Instansi"
    permission = Permission.USER_MANAGE
    kunci = ("nama_pengguna", "unit", "peran", "mulai")
    petunjuk = (
        "Satu baris untuk satu peran seseorang di satu unit. Data orangnya diulang di tiap baris.",
        "Orang baru belum dapat masuk: buatkan tautan masuknya di halaman Pengguna.",
        "Peran diakhiri dengan mengisi Berlaku sampai; memperpanjang memerlukan peran baru.",
        "NIP ditulis sebagai teks 18 angka. NIP kosong tidak menghapus NIP yang tersimpan.",
        "Auditor dengan surat tugas memerlukan Berlaku sampai dan nomor surat tugas.",
    )

    nama_pengguna = Kolom(
        "Nama pengguna",
        Kode(64),
        wajib=True,
        sinonim=("Username", "User name", "Akun"),
        catatan="Huruf kecil, angka, titik, atau tanda hubung.",
    )
    nama = Kolom("Nama", Teks(200), wajib=True, sinonim=("Nama lengkap", "Nama pegawai"), lebar=32)
    nip = Kolom("NIP", NipTertutup(), rahasia=True, sinonim=("Nomor induk pegawai",))
    jabatan = Kolom("Jabatan", Teks(200), sinonim=("Nama jabatan",), lebar=32)
    surel = Kolom("Surel", Teks(254), sinonim=("Email", "E-mail", "Alamat surel"), lebar=28)
    unit = Kolom(
        "Unit", Acuan("unit"), wajib=True, sinonim=("Unit kerja", "OPD", "Perangkat daerah")
    )
    peran = Kolom("Peran", Pilihan(_PERAN), wajib=True, sinonim=("Role", "Hak akses"))
    sebutan = Kolom(
        "Sebutan",
        Pilihan(_SEBUTAN, {"plt": "Plt.", "plh": "Plh."}),
        sinonim=("Plt/Plh",),
        catatan="Kosong untuk pejabat tetap.",
    )
    mulai = Kolom("Berlaku sejak", Tanggal(), sinonim=("Mulai", "Sejak"))
    selesai = Kolom("Berlaku sampai", Tanggal(), sinonim=("Selesai", "Sampai", "Berakhir"))
    dasar = Kolom(
        "Dasar (nomor surat)", Teks(200), sinonim=("Dasar", "Nomor surat", "Surat tugas"), lebar=28
    )

    def siapkan(self) -> None:
        """Read units, people and which usernames are taken; a constant number of queries."""
        instansi = self.konteks.instansi
        self.acuan["unit"] = rujukan_unit(instansi)
        zone_today = self._hari()
        ended = Unit.objects.filter(instansi=instansi).values_list("kode", "aktif_selesai")
        self._unit_sampai: dict[str, date | None] = dict(ended)
        self._orang = baca_orang(self.konteks.instansi, self.konteks.oleh, zone_today)
        self._dipakai = set(User.objects.values_list("username", flat=True))
        self._peran: dict[tuple[str, ...], Isi] = {}
        self._objek: dict[int, User] = {}
        self._baru: dict[str, User] = {}
        self._unit_pk: dict[str, int] = {}
        self._sentuh_sendiri = False

    def _hari(self) -> date:
        return self.konteks.at.astimezone(ZoneInfo(self.konteks.instansi.zona_waktu)).date()

    def ada(self) -> Iterator[Ada]:
        """Yield the memberships by person; one query."""
        rows = Membership.objects.filter(unit__instansi=self.konteks.instansi)
        for pk, username, unit, role, sebutan, mulai, selesai, dasar in rows.order_by(
            "user__nama", "user", "pk"
        ).values_list(
            "pk", "user__username", "unit__kode", "role", "sebutan", "mulai", "selesai", "dasar"
        ):
            nilai: Isi = {
                "nama_pengguna": username,
                **self._orang[username].isi,
                "unit": unit,
                "peran": role,
                "sebutan": sebutan or None,
                "mulai": mulai,
                "selesai": selesai,
                "dasar": teks(dasar),
            }
            self._peran[self.kunci_dari(nilai)] = nilai
            yield Ada(nilai, pk)

    def contoh(self) -> Isi:
        """Return the example row of the template."""
        return {
            "nama_pengguna": "maria.contoh",
            "nama": "Maria Contoh",
            "nip": None,
            "jabatan": "Kepala Bidang",
            "surel": "maria@contoh.go.id",
            "unit": next(iter(self._unit_sampai), None),
            "peran": Role.OPERATOR.value,
            "sebutan": None,
            "mulai": None,
            "selesai": None,
            "dasar": None,
        }

    def lengkapi(self, isi: Isi, lama: Isi | None) -> None:
        """Keep a NIP that the file leaves blank; fill what is known; usernames are small."""
        isi["nama_pengguna"] = username = str(isi["nama_pengguna"] or "").lower()
        known = self._orang.get(username)
        if known is None:
            return
        for kolom in _ORANG:
            if isi[kolom] is None and (lama is None or kolom == "nip"):
                isi[kolom] = known.isi[kolom]

    def periksa(self, isi: Isi, lama: Isi | None) -> Iterable[Temuan]:
        """Yield what is wrong about one membership and its person."""
        username = str(isi["nama_pengguna"])
        yield from self._periksa_orang(username, isi)
        if lama is None:
            if username == self.konteks.oleh.username:
                yield Temuan(_SENDIRI, kolom="nama_pengguna")
            sampai = self._unit_sampai.get(str(isi["unit"]))
            yield from periksa_peran(isi, self._hari(), sampai)
        else:
            yield from periksa_ubah(isi, lama, self._hari())

    def _periksa_orang(self, username: str, isi: Isi) -> Iterable[Temuan]:
        known = self._orang.get(username)
        if known is None:
            yield from self._periksa_nama(username)
        elif not known.utuh and any(isi[k] != known.isi[k] for k in _ORANG):
            yield Temuan(
                "Akun ini juga dipakai di luar instansi Anda, jadi data orangnya tidak dapat "
                "diubah dari sini.",
                "Kembalikan nama, NIP, jabatan, dan surel seperti semula.",
                kolom="nama_pengguna",
            )
        if isi["surel"] is not None and (known is None or isi["surel"] != known.isi["surel"]):
            try:
                validate_email(str(isi["surel"]))
            except ValidationError:
                yield Temuan("Alamat surel ini tidak benar.", "Perbaiki alamatnya.", kolom="surel")
        new = isi["nip"] and (known is None or isi["nip"] != known.isi["nip"])
        if new and doubts(str(isi["nip"]), self._hari()):
            yield Temuan(
                "NIP ini tampak tidak wajar.",
                "Cocokkan dengan berkas kepegawaian.",
                kolom="nip",
                tingkat=Tingkat.PERINGATAN,
            )

    def _periksa_nama(self, username: str) -> Iterable[Temuan]:
        if sum(letter.isdigit() for letter in username) >= NIP_DIGITS:
            yield Temuan("NIP tidak boleh menjadi nama pengguna.", kolom="nama_pengguna")
        elif username in self._dipakai:
            yield Temuan(_DIPAKAI, "Pilih nama pengguna lain.", kolom="nama_pengguna")
        else:
            field = User._meta.get_field("username")
            try:
                field.run_validators(username)
            except ValidationError as error:
                yield Temuan(" ".join(error.messages), kolom="nama_pengguna")

    def periksa_semua(self, rows: Sequence[tuple[int, Isi]]) -> Iterable[tuple[int, Temuan]]:
        """Yield rows that contradict each other, overlap, or leave nobody with the keys."""
        first: dict[str, tuple[int, Isi]] = {}
        spans: dict[tuple[str, ...], list[tuple[tuple[str, ...], Isi]]] = {}
        after = dict(self._peran) | {self.kunci_dari(isi): isi for _, isi in rows}
        for key, isi in after.items():
            spans.setdefault(key[:3], []).append((key, isi))
        for no, isi in rows:
            _, other = first.setdefault(lipat(str(isi["nama_pengguna"])), (no, isi))
            for kolom in _ORANG:
                if isi[kolom] != other[kolom]:
                    yield no, _beda_orang(self.kolom()[kolom].judul, kolom)
            key = self.kunci_dari(isi)
            if key not in self._peran:
                for lain, masa in spans[key[:3]]:
                    if lain != key and tumpang(isi, masa):
                        yield (
                            no,
                            Temuan(
                                "Peran ini sudah dipegang di unit itu pada masa yang sama.",
                                "Periksa masa berlakunya, atau hapus barisnya.",
                                kolom="peran",
                            ),
                        )
                        break
        yield from self._admin_terakhir(rows, after)

    def _admin_terakhir(
        self, rows: Sequence[tuple[int, Isi]], after: Mapping[tuple[str, ...], Isi]
    ) -> Iterable[tuple[int, Temuan]]:
        own = self.konteks.oleh.username
        today = self._hari()
        for no, isi in rows:
            before = self._peran.get(self.kunci_dari(isi))
            if not _admin(isi, own) or before is None or before["selesai"] == isi["selesai"]:
                continue
            left = any(
                _admin(one, own)
                and one["selesai"] is None
                and (not isinstance(one["mulai"], date) or one["mulai"] <= today)
                for one in after.values()
            )
            if not left:
                yield no, Temuan(_TERAKHIR, kolom="selesai")

    def periksa_urung(self, rows: Iterable[tuple[int, Isi]]) -> Iterable[tuple[int, Temuan]]:
        """Yield what an import did to one's own roles: taking it back would be one's own gift."""
        for no, isi in rows:
            if isi["nama_pengguna"] == self.konteks.oleh.username:
                yield no, Temuan(_URUNG_SENDIRI)

    def kunci_tulis(self) -> None:
        """Lock the institution's people and roles. Raises Denied."""
        Instansi.objects.select_for_update().get(pk=self.konteks.instansi.pk)
        if not self.konteks.oleh.akses.has(self.permission, self.konteks.instansi.pk):
            raise Denied("Anda tidak berwenang mengubah pengguna instansi ini.")

    def tulis(self, rows: Sequence[Perubahan], tulisan: "Tulisan") -> None:
        """Plan people first, then what they may do. Raises Denied."""
        self._muat(rows)
        for row in rows:
            self._tulis_orang(row, tulisan)
        ids = [row.lama.ref for row in rows if row.lama is not None]
        there = Membership.objects.select_related("user").in_bulk(ids)
        for row in rows:
            self._tulis_peran(row, there, tulisan)

    def _muat(self, rows: Sequence[Perubahan]) -> None:
        if not self._unit_pk:
            units = Unit.objects.filter(instansi=self.konteks.instansi)
            self._unit_pk = dict(units.values_list("kode", "pk"))
        ids = {
            known.pk
            for row in rows
            if (known := self._orang.get(str(row.nilai["nama_pengguna"])))
            and known.pk not in self._objek
        }
        self._objek |= User.objects.in_bulk(ids)

    def _tulis_orang(self, row: Perubahan, tulisan: "Tulisan") -> None:
        isi = row.nilai
        username = str(isi["nama_pengguna"])
        values = {
            "nama": isi["nama"],
            "nip": isi["nip"] or "",
            "jabatan": isi["jabatan"] or "",
            "email": isi["surel"] or "",
        }
        known = self._orang.get(username)
        if known is None:
            if username not in self._baru:
                if username in self._dipakai:
                    raise Denied(_DIPAKAI)
                made = User(username=username, password=make_password(None), **values)
                self._baru[username] = tulisan.buat(row.no, made)
            return
        names = dict(zip(_ORANG, ("nama", "nip", "jabatan", "email"), strict=True))
        changed = {names[k]: values[names[k]] for k in _ORANG if isi[k] != known.isi[k]}
        if not changed:
            return
        if not known.utuh:
            raise Denied("Data orang yang juga dipakai di luar instansi Anda tidak dapat diubah.")
        tulisan.ubah(row.no, self._objek[known.pk], **changed)

    def _tulis_peran(
        self, row: Perubahan, there: Mapping[int, Membership], tulisan: "Tulisan"
    ) -> None:
        isi: dict[str, Any] = dict(row.nilai)
        username = str(isi["nama_pengguna"])
        own = username == self.konteks.oleh.username
        if row.lama is not None:
            if row.berubah("selesai"):
                self._sentuh_sendiri |= own and isi["peran"] == Role.ADMIN
                tulisan.ubah(row.no, there[row.lama.ref], selesai=isi["selesai"])
            return
        known = self._orang.get(username)
        if own:
            raise Denied(_SENDIRI)
        user = self._objek[known.pk] if known else self._baru[username]
        if user.is_staff:
            raise Denied("Pengelola platform tidak memegang peran di instansi.")
        tulisan.buat(
            row.no,
            Membership(
                user=user,
                unit_id=self._unit_pk[str(isi["unit"])],
                role=isi["peran"],
                sebutan=isi["sebutan"] or "",
                mulai=isi["mulai"],
                selesai=isi["selesai"],
                dasar=isi["dasar"] or "",
            ),
        )

    def sesudah(self, tulisan: "Tulisan") -> None:
        """Refuse that whoever applies it loses the way back. Raises Denied."""
        if self._sentuh_sendiri:
            own = admins_today().filter(user=self.konteks.oleh, selesai__isnull=True)
            if not own.filter(unit__instansi=self.konteks.instansi).exists():
                raise Denied(_TERAKHIR)


def _beda_orang(judul: str, kolom: str) -> Temuan:
    return Temuan(
        f"{judul} orang ini berbeda dengan barisnya yang lain di berkas ini.",
        "Samakan di semua barisnya.",
        kolom=kolom,
    )


def _admin(isi: Isi, username: str) -> bool:
    return isi["nama_pengguna"] == username and isi["peran"] == Role.ADMIN
