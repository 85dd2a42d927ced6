"""Paper, font and mark of a progress report as style rules."""

from typing import Final

from reports.kemajuan.kata import tanda
from reports.kemajuan.parameter import ParameterKemajuan
from reports.models import TemplatLaporan
from reports.pdf.kemajuan.gambar import cap_latar
from reports.potret.bentuk import IsiPotret

CSS: Final = ["css/dokumen.css", "css/kemajuan.css"]
_KERTAS: Final = {TemplatLaporan.Kertas.F4: (215, 330), TemplatLaporan.Kertas.A4: (210, 297)}


def gaya(isi: IsiPotret, parameter: ParameterKemajuan) -> str:
    """Return the rules that depend on the parameters.

    The mark stands on the named pages only: the stamps of heads and feet, which are drawn on
    pages of other names, must not cover the text with it.
    """
    wide, high = _KERTAS[parameter.kertas]
    mark = tanda(isi, parameter)
    upright = cap_latar(mark, wide, high) if mark else ""
    across = cap_latar(mark, high, wide) if mark else ""
    font = f'"{parameter.huruf}"'
    return (
        f"@page {{ size: {wide}mm {high}mm; @bottom-right {{ font-family: {font}; }} }}"
        f" @page tegak {{ size: {wide}mm {high}mm; {upright} }}"
        f" @page mendatar {{ size: {high}mm {wide}mm; {across} }}"
        f" html {{ font-family: {font}; }}"
    )
