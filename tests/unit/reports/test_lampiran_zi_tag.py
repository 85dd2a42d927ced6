"""Writing of numbered texts and of references to source notes."""

from reports.datasets.lampiran_zi_bentuk import Teks
from reports.templatetags.lampiran_zi import bernomor, rujukan


def test_references_lead_to_their_notes_and_none_is_nothing() -> None:
    assert rujukan(()) == ""
    assert rujukan(("Z-01", "Z-12")) == (
        ' <span class="lz-cs"><a href="#cs-Z-01">Z-01</a>, <a href="#cs-Z-12">Z-12</a></span>'
    )


def test_text_stands_beside_its_number_and_is_escaped() -> None:
    assert bernomor(Teks("a.", "Rapat <b> & notula")) == (
        '<span class="lz-x"><span class="lz-p">a. </span>Rapat &lt;b&gt; &amp; notula</span>'
    )
    assert bernomor(Teks("", "Notula"), ("Z-01",)) == (
        'Notula <span class="lz-cs"><a href="#cs-Z-01">Z-01</a></span>'
    )
    assert str(Teks("1", "Rapat")) == "1 Rapat"
    assert str(Teks("", "Rapat")) == "Rapat"
