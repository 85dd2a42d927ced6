"""The Lampiran as a page: programs, kegiatan, targets and budgets of every year."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from evidence.lists.saringan import nomor
from evidence.models import Rencana
from roadmap.keadaan import Saringan
from roadmap.lembar import tahun_rencana
from roadmap.tabel import tabel
from roadmap.tampil_tabel import kalimat_revisi, kalimat_total, tampil_tabel
from roadmap.views.matriks import tanpa_rencana
from roadmap.views.saat import Saat, rencana_roadmap, saat


@dataclass(frozen=True)
class Pilihan:
    """The filters in the address; what can't be read counts as not set."""

    rencana: Rencana
    saat: Saat
    program: str
    unit: int | None
    tahun: int | None
    keadaan: str
    cari: str

    @classmethod
    def dari(cls, request: Permintaan, rencana: Rencana) -> "Pilihan":
        """Read the filters. Http404 for a day that the plan does not have."""
        data = request.GET
        year, state = nomor(data.get("tahun", "")), data.get("keadaan", "")
        return cls(
            rencana=rencana,
            saat=saat(request, rencana),
            program=data.get("program", "")[:4],
            unit=nomor(data.get("unit", "")),
            tahun=year if year in tahun_rencana(rencana) else None,
            keadaan=state if state in list(Saringan) else "",
            cari=data.get("cari", "").strip()[:100],
        )

    def kueri(self, **lain: object) -> str:
        """Return the query string of these filters, some of them replaced ('' leaves one out)."""
        pairs: dict[str, object] = {
            "rencana": self.rencana.pk,
            "tahun": self.tahun,
            "program": self.program,
            "unit": self.unit,
            "keadaan": self.keadaan,
            "cari": self.cari,
            "per": self.saat.per,
        }
        return urlencode({k: v for k, v in (pairs | lain).items() if v})


@require_safe
def kegiatan(request: Permintaan) -> HttpResponse:
    """Show the table of a Road Map, or of the rows that the filters leave."""
    rencana = rencana_roadmap(request)
    if rencana is None:
        return tanpa_rencana(request)
    asked = Pilihan.dari(request, rencana)
    table = tabel(
        rencana,
        request.user,
        at=asked.saat.at,
        lampau=asked.saat.lampau,
        program=asked.program,
        unit=asked.unit,
        keadaan=asked.keadaan,
        tahun=asked.tahun,
        cari=asked.cari,
        tugas=not asked.saat.lampau,
    )
    if not table.semua_program:
        return render(request, "roadmap/kegiatan_kosong.html", {"rencana": rencana})
    page = tampil_tabel(table)
    source = (
        f"{reverse('roadmap_naskah')}?{urlencode({'rencana': rencana.pk, 'bagian': 'catatan'})}"
    )
    context = {
        "rencana": rencana,
        "pilihan": asked,
        "halaman": page,
        "tabel": table,
        "saat": asked.saat,
        "saringan": tuple(Saringan),
        "kalimat": kalimat_total(page),
        "kalimat_revisi": kalimat_revisi(page),
        "acuan": table.tahun.index(table.acuan),
        "tahun": [(y, asked.kueri(tahun=y)) for y in tahun_rencana(rencana)],
        "semua_tahun": asked.kueri(tahun=""),
        "sekarang": asked.kueri(per=""),
        "saat_kueri": asked.saat.kueri.replace("&", "?", 1),
        "url_catatan": f"{source}#cs-",
        "kembali": urlencode({"kembali": request.get_full_path()}),
        "ada_tugas": any(row.tugas for row in table.baris),
        "kolom_tahun": 2 * len(table.tahun) + 1,
        "kolom_sel": 2 * len(table.tahun),
        "tanpa_saringan": asked.kueri(program="", unit="", keadaan="", cari=""),
    }
    return render(request, "roadmap/kegiatan.html", context)
