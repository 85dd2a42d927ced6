"""Metadata of a joined document: XMP and the document information, which must agree."""

from datetime import datetime
from importlib.metadata import version
from typing import Final
from xml.sax.saxutils import escape

from reports.pdf.panjang.dokumen import Dokumen

PEMBUAT: Final = "Pantas"


def informasi(dokumen: Dokumen) -> dict[str, str]:
    """Return the entries of the document information dictionary."""
    entries = {
        "/Title": dokumen.judul,
        "/Subject": dokumen.subjek,
        "/Author": dokumen.penyusun,
        "/Creator": PEMBUAT,
        "/Producer": _penulis(),
    }
    if dokumen.waktu is not None:
        zone = f"{dokumen.waktu:%z}"
        moment = f"D:{dokumen.waktu:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"
        entries |= {"/CreationDate": moment, "/ModDate": moment}
    return {key: value for key, value in entries.items() if value}


def xmp(dokumen: Dokumen) -> bytes:
    """Return the XMP packet: PDF/A-2a, PDF/UA-1 with the schema that PDF/A asks for."""
    fields = [
        f"<dc:title>{_alt(dokumen.judul)}</dc:title>",
        "<dc:language><rdf:Bag><rdf:li>id</rdf:li></rdf:Bag></dc:language>",
        f"<xmp:CreatorTool>{PEMBUAT}</xmp:CreatorTool>",
        f"<pdf:Producer>{escape(_penulis())}</pdf:Producer>",
    ]
    if dokumen.penyusun:
        author = f"<rdf:Seq><rdf:li>{escape(dokumen.penyusun)}</rdf:li></rdf:Seq>"
        fields.append(f"<dc:creator>{author}</dc:creator>")
    if dokumen.subjek:
        fields.append(f"<dc:description>{_alt(dokumen.subjek)}</dc:description>")
    if dokumen.waktu is not None:
        moment = _iso(dokumen.waktu)
        fields.append(f"<xmp:CreateDate>{moment}</xmp:CreateDate>")
        fields.append(f"<xmp:ModifyDate>{moment}</xmp:ModifyDate>")
    return _PAKET.format(isi="\n".join(fields)).encode()


def _penulis() -> str:
    return f"WeasyPrint {version('weasyprint')}, pikepdf {version('pikepdf')}"


def _alt(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'


def _iso(moment: datetime) -> str:
    return moment.replace(microsecond=0).isoformat()


_PAKET: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
{isi}
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
