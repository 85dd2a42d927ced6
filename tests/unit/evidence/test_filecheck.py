"""The file check: what it refuses and with which words, what it accepts and with which facts."""

import hashlib
import io
from collections.abc import Callable

import pytest

from evidence.filecheck import MIME, Berkas, Ditolak, periksa
from evidence.filecheck.reasons import PESAN
from tests.hostile import BATAS, KASUS, Kasus, sound


@pytest.mark.parametrize("kasus", KASUS, ids=[kasus.id for kasus in KASUS])
def test_hostile_file_is_refused_with_its_reason(kasus: Kasus) -> None:
    file = io.BytesIO(kasus.build())

    with pytest.raises(Ditolak) as caught:
        periksa(kasus.nama, file, batas_byte=BATAS)

    assert caught.value.kode == kasus.kode, caught.value.pesan
    assert kasus.potongan in caught.value.pesan
    assert caught.value.pesan.startswith("Ditolak: ")
    assert file.tell() == 0


def test_no_sentence_shouts() -> None:
    assert [kode for kode, sentence in PESAN.items() if "!" in sentence] == []


def test_case_ids_are_unique() -> None:
    assert len({kasus.id for kasus in KASUS}) == len(KASUS)


ACCEPTED: list[tuple[str, str, Callable[[], bytes], int | None]] = [
    ("Keputusan 92.pdf", "pdf", sound.pdf, 3),
    ("ditandatangani BSrE.pdf", "pdf", sound.signed_pdf, 2),
    ("pindaian.PDF", "pdf", sound.scanned_pdf, 40),
    ("awal baris kosong.pdf", "pdf", lambda: b"\n" + sound.pdf(1), 1),
    ("foto.jpg", "jpg", sound.jpg, None),
    ("foto.JPEG", "jpg", lambda: sound.jpg(1200, 900, progressive=True), None),
    ("telepon.jpg", "jpg", sound.padded_jpg, None),
    ("telepon-mpf.jpg", "jpg", sound.multi_picture_jpg, None),
    ("telepon-gerak.jpg", "jpg", sound.motion_jpg, None),
    ("foto 12 MP.jpg", "jpg", lambda: sound.jpg(4000, 3000), None),
    ("tangkapan.png", "png", sound.png, None),
    ("tangkapan besar.png", "png", lambda: sound.png(1600, 1200), None),
    ("pesan.webp", "webp", sound.webp, None),
    ("pesan besar.webp", "webp", lambda: sound.webp(2000, 1500), None),
    ("notula.docx", "docx", sound.docx, None),
    ("rekap.xlsx", "xlsx", sound.xlsx, None),
    ("rekap besar.xlsx", "xlsx", lambda: sound.xlsx(20_000), None),
    ("paparan.pptx", "pptx", sound.pptx, None),
    ("paparan bergrafik.pptx", "pptx", sound.pptx_with_chart, None),
]


@pytest.mark.parametrize(
    ("nama", "jenis", "build", "halaman"), ACCEPTED, ids=[row[0] for row in ACCEPTED]
)
def test_sound_file_is_accepted_with_its_facts(
    nama: str, jenis: str, build: Callable[[], bytes], halaman: int | None
) -> None:
    content = build()
    file = io.BytesIO(content)
    file.seek(0, io.SEEK_END)

    facts = periksa(nama, file, batas_byte=BATAS)

    assert facts == Berkas(
        jenis=jenis,
        mime=MIME[jenis],
        ukuran=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        halaman=halaman,
    )
    assert file.tell() == 0


def test_each_kind_is_accepted_once_at_least() -> None:
    assert {row[1] for row in ACCEPTED} == set(MIME)


def test_size_is_counted_and_the_limit_itself_is_allowed() -> None:
    content = sound.pdf(1)

    assert periksa("a.pdf", io.BytesIO(content), batas_byte=len(content)).ukuran == len(content)
    with pytest.raises(Ditolak) as caught:
        periksa("a.pdf", io.BytesIO(content), batas_byte=len(content) - 1)
    assert caught.value.kode == "terlalu_besar"


def test_an_endless_stream_is_read_only_to_the_limit() -> None:
    class Endless(io.BytesIO):
        given = 0

        def read(self, size: int | None = -1, /) -> bytes:
            assert size is not None
            assert size > 0
            self.given += size
            return bytes(size)

    file = Endless()
    with pytest.raises(Ditolak) as caught:
        periksa("a.pdf", file, batas_byte=1_000_000)
    assert caught.value.kode == "terlalu_besar"
    assert file.given < 1_200_000


def test_the_sentence_names_the_file_the_fault_and_the_way_out() -> None:
    with pytest.raises(Ditolak) as caught:
        periksa("../../Foto-rapat.heic", io.BytesIO(b"x"), batas_byte=BATAS)

    assert caught.value.pesan == (
        "Ditolak: Foto-rapat.heic, jenis HEIC belum dapat dibaca. "
        "Simpan sebagai JPG, lalu pilih lagi."
    )
