"""The file check under attack by bulk and by chance: memory, time, and any bytes at all."""

import io
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.filecheck import Ditolak, inspector, periksa
from evidence.filecheck.inspector import inspect_apart, inspect_content
from evidence.filecheck.reasons import PESAN, Finding
from tests.hostile import BATAS, images, office, pdfs, sound

_ROOT = Path(__file__).resolve().parents[3]
_MEASURE = """
import json, resource, sys, time, tracemalloc
from evidence.filecheck import Ditolak, periksa
tracemalloc.start()
began = time.monotonic()
try:
    with open(sys.argv[1], "rb") as file:
        periksa(sys.argv[2], file, batas_byte=25 * 1024 * 1024)
    kode = None
except Ditolak as refusal:
    kode = refusal.kode
seconds = time.monotonic() - began
portal = tracemalloc.get_traced_memory()[1] / 2**20
check = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**10
print(json.dumps({"kode": kode, "portal": portal, "check": check, "seconds": seconds}))
"""


@pytest.mark.parametrize(
    ("nama", "content", "kode"),
    [
        ("a.pdf", pdfs.object_stream_bomb, "bom"),
        ("a.docx", office.bomb, "bom"),
        ("a.docx", office.lying_bomb, "rusak"),
        ("a.docx", office.overlapping_bomb, "bom"),
        ("a.png", images.pixel_bomb, "gambar_besar"),
        ("a.png", images.pixel_claim, "gambar_besar"),
    ],
)
def test_bombs_stay_small_and_short(tmp_path: Path, nama: str, content: object, kode: str) -> None:
    assert callable(content)
    bomb = tmp_path / "bom"
    bomb.write_bytes(content())

    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(bomb), nama],
        capture_output=True,
        check=True,
        cwd=_ROOT,
        env={"PYTHONPATH": str(_ROOT)},
    )

    measured = json.loads(done.stdout)
    assert measured["kode"] == kode
    assert measured["portal"] < 8
    assert measured["check"] < 256
    assert measured["seconds"] < 15


def test_a_check_that_hangs_is_ended_and_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    hang = inspector._START.replace("main(sys.argv[2])", "import time; time.sleep(60)")
    monkeypatch.setattr(inspector, "_START", hang)
    monkeypatch.setattr(inspector, "WALL_SECONDS", 1)
    began = time.monotonic()

    with pytest.raises(Ditolak) as caught:
        periksa("a.pdf", io.BytesIO(sound.pdf()), batas_byte=BATAS)

    assert caught.value.kode == "terlalu_rumit"
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("end", "kode"),
    [("os.kill(os.getpid(), 11)", "rusak"), ("os.kill(os.getpid(), 9)", "terlalu_rumit")],
)
def test_a_check_that_crashes_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch, end: str, kode: str
) -> None:
    monkeypatch.setattr(inspector, "_START", f"import os; print('siap', flush=True); {end}")

    with pytest.raises(Ditolak) as caught:
        periksa("a.pdf", io.BytesIO(sound.pdf()), batas_byte=BATAS)

    assert caught.value.kode == kode


def test_a_broken_installation_is_not_blamed_on_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspector, "_START", "import no_such_module")

    with pytest.raises(RuntimeError, match="no_such_module"):
        periksa("a.pdf", io.BytesIO(sound.pdf()), batas_byte=BATAS)


def test_the_checking_process_sees_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "rahasia")
    monkeypatch.setattr(
        inspector,
        "_START",
        'import json, os; print("siap"); '
        'print(json.dumps({"kode": "rusak", "rinci": " ".join(sorted(os.environ))}))',
    )

    with io.FileIO(os.open(os.devnull, os.O_RDWR), "r+") as file, pytest.raises(Finding) as caught:
        inspect_apart("pdf", file)  # type: ignore[arg-type]

    assert caught.value.rinci == "LC_ALL"


def _verdict(kind: str, content: bytes) -> None:
    """Only a Finding may leave the check.

    Pictures and Office documents are checked here, as the process would; a PDF in the process,
    because on rare mutations qpdf's own code crashes, which is what the process is for.
    """
    try:
        if kind == "pdf":
            with tempfile.TemporaryFile() as file:
                file.write(content)
                inspect_apart(kind, file)
        else:
            inspect_content(kind, io.BytesIO(content))
    except Finding as finding:
        assert finding.kode in PESAN  # noqa: PT017 - either way out is right, this one is named


SEEDS = {
    "pdf": (sound.pdf(2), sound.signed_pdf(), pdfs.field_script(), pdfs.launch()),
    "jpg": (sound.jpg(), sound.multi_picture_jpg(), sound.jpg(progressive=True)),
    "png": (sound.png(), images.moving_png()),
    "webp": (sound.webp(), images.moving_webp()),
    "docx": (sound.docx(), office.remote_template()),
    "xlsx": (sound.xlsx(3),),
    "pptx": (sound.pptx_with_chart(),),
}
_edits = st.lists(
    st.tuples(
        st.floats(0, 1), st.sampled_from(["flip", "cut", "insert", "double"]), st.binary(max_size=8)
    ),
    min_size=1,
    max_size=6,
)


def _mutated(content: bytes, edits: list[tuple[float, str, bytes]]) -> bytes:
    for place, how, more in edits:
        at = int(place * len(content))
        if how == "flip":
            content = content[:at] + more + content[at + len(more) :]
        elif how == "cut":
            content = content[:at] + content[at + 1 + len(more) * 7 :]
        elif how == "insert":
            content = content[:at] + more + content[at:]
        else:
            content = content[:at] + content[at // 2 :]
    return content


@pytest.mark.parametrize("kind", sorted(SEEDS))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), edits=_edits)
def test_a_mutated_file_never_breaks_the_check(
    kind: str, data: st.DataObject, edits: list[tuple[float, str, bytes]]
) -> None:
    seed = data.draw(st.sampled_from(SEEDS[kind]))
    _verdict(kind, _mutated(seed, edits))


@pytest.mark.parametrize("kind", sorted(SEEDS))
@settings(max_examples=20, deadline=None)
@given(noise=st.binary(max_size=600))
def test_noise_behind_a_true_signature_never_breaks_the_check(kind: str, noise: bytes) -> None:
    _verdict(kind, SEEDS[kind][0][:12] + noise)


@settings(max_examples=40, deadline=None)
@given(
    nama=st.text(max_size=30)
    | st.sampled_from(["a.pdf", "a.jpg", "a.png", "a.webp", "a.docx", "a.xlsx", "a.pptx"]),
    content=st.binary(max_size=400),
)
def test_any_name_with_any_bytes_is_refused_and_nothing_else(nama: str, content: bytes) -> None:
    file = io.BytesIO(content)
    with pytest.raises(Ditolak) as caught:
        periksa(nama, file, batas_byte=BATAS)
    assert caught.value.kode in PESAN
    assert file.tell() == 0
