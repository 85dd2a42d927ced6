"""Files made to fill the memory are read or refused in a process with little of it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.factories.berkas_impor import (
    bagian_xlsx,
    baris_ods,
    lembar_xml,
    ods,
    paket,
    sel_ods,
    teks,
    xls_rekaman,
    xlsx,
    xlsx_dengan,
)

AKAR: Final = Path(__file__).resolve().parents[4]
RUANG: Final = 420 * 1024 * 1024
"""Address space of the process; Python and the readers alone take some 150 MB of it."""
PROGRAM: Final = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from imports.reading import Ditolak, buka
hasil = {}
for nama in sys.argv[3:]:
    try:
        with open(nama, "rb") as file:
            buku = buka(nama, file, batas_byte=20_000_000, batas_baris=60_000)
        hasil[Path(nama).name] = [sum(1 for _ in satu.baris()) for satu in buku.lembar]
    except Ditolak as ditolak:
        hasil[Path(nama).name] = ditolak.kode
puncak = next(line for line in Path("/proc/self/status").open() if line.startswith("VmHWM"))
hasil["MB"] = int(puncak.split()[1]) // 1024  # ru_maxrss would tell of the parent, too
print(json.dumps(hasil))
"""


def _ekor_sejuta() -> bytes:
    """Two rows with a value, and the format of a million empty ones below."""
    kosong = (
        f'<row r="{n}" s="1"><c r="A{n}" s="1"/></row>' if n % 10 == 0 else f'<row r="{n}" s="1"/>'
        for n in range(3, 1_000_003)
    )
    return paket(
        {
            **bagian_xlsx(),
            "xl/worksheets/sheet1.xml": lembar_xml(teks(1, "Kode"), teks(2, "1"), *kosong),
        }
    )


def test_bombs_and_long_tails_in_little_memory(tmp_path: Path) -> None:
    satu_sel = '<row r="1"><c t="s"><v>0</v></c></row>'
    berkas: dict[str, tuple[bytes, str | list[int]]] = {
        "ekor_sejuta.xlsx": (_ekor_sejuta(), [2]),
        "kolom_penuh.xlsx": (
            xlsx(teks(1, "a"), '<row r="1048576"><c r="P1048576"><v>1</v></c></row>'),
            "terlalu_luas",
        ),
        "dimensi.xlsx": (
            xlsx_dengan(
                {"xl/worksheets/sheet1.xml": lembar_xml(teks(1, "a"), dimensi="A1:XFD1048576")}
            ),
            [1],
        ),
        "bom.xlsx": (xlsx_dengan({"xl/media/a.bin": bytes(30 * 1024**2)}), "bom"),
        "teks.xlsx": (
            xlsx(satu_sel + '<row><c t="s"><v>0</v></c></row>' * 9000, bersama=["x" * 32_767]),
            "banyak_teks",
        ),
        "kolom.ods": (
            ods(baris_ods(sel_ods("x", 'table:number-columns-repeated="900000000"'))),
            "terlalu_luas",
        ),
        "baris.ods": (
            ods(baris_ods(sel_ods("x"), atribut='table:number-rows-repeated="1048576"')),
            "banyak_baris",
        ),
        "luas.ods": (
            ods(
                baris_ods(
                    sel_ods("x", 'table:number-columns-repeated="16384"'),
                    atribut='table:number-rows-repeated="59999"',
                )
            ),
            [59_999],
        ),
        "rumus.ods": (
            ods(
                baris_ods(
                    '<table:table-cell table:formula="of:=1" '
                    'table:number-columns-repeated="16384"/>',
                    atribut='table:number-rows-repeated="1000"',
                )
            ),
            "banyak_rumus",
        ),
        "dimensi.xls": (
            xls_rekaman(0x0200, isi=b"\0\0\0\0\xff\xff\xff\x7f\0\0\xff\xff"),
            [6, 2, 0],
        ),
    }
    for nama, (isi, _) in berkas.items():
        (tmp_path / nama).write_bytes(isi)
    done = subprocess.run(
        [
            *(sys.executable, "-I", "-c", PROGRAM, str(RUANG), str(AKAR)),
            *(str(tmp_path / nama) for nama in berkas),
        ],
        capture_output=True,
        check=True,
        timeout=60,
    )
    hasil = json.loads(done.stdout)
    megabyte = hasil.pop("MB")
    assert hasil == {nama: harapan for nama, (_, harapan) in berkas.items()}
    assert megabyte < 150
