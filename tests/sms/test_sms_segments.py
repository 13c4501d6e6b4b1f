import pytest
import smsutil
from hypothesis import given
from hypothesis import strategies as st
from smsutil.codecs import GSM_BASIC_CHARSET, GSM_EXT_CHARSET

from sms.segments import ALPHABET, BASIC, EXTENSION, Segments, forcing, segments

gsm = st.text(st.sampled_from(sorted(ALPHABET)), min_size=1, max_size=700)
anything = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=400)
# Lengths on both sides of the boundaries, where an extension or an emoji may fall over one.
edges = st.builds(
    lambda fill, count, tail: fill * count + tail,
    st.sampled_from(["a", "€", "中", "😀"]),
    st.sampled_from([33, 34, 66, 67, 69, 70, 76, 77, 80, 133, 134, 152, 153, 159, 160, 305, 306]),
    st.text(st.sampled_from("a€中😀\n^é"), max_size=6),
)


def test_the_alphabet_is_the_standards():
    assert frozenset(GSM_BASIC_CHARSET) - {"\x1b"} == BASIC
    assert frozenset(GSM_EXT_CHARSET) == EXTENSION
    assert (len(BASIC), len(EXTENSION)) == (127, 10)


@given(gsm | anything.filter(lambda text: "\x1b" not in text) | edges)
def test_counts_as_smsutil_does(text):
    theirs = smsutil.split(text)
    ours = segments(text)
    gsm7 = theirs.encoding == "gsm0338"
    assert ours.encoding == ("GSM-7" if gsm7 else "UCS-2")
    assert ours.count == len(theirs.parts)
    assert ours.units == (theirs.total_bytes if gsm7 else theirs.total_bytes // 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Segments("GSM-7", 0, 0)),
        ("a" * 160, Segments("GSM-7", 160, 1)),
        ("a" * 161, Segments("GSM-7", 161, 2)),
        ("€" * 80, Segments("GSM-7", 160, 1)),
        ("a" * 152 + "€" + "a" * 152, Segments("GSM-7", 306, 3)),
        ("中" * 70, Segments("UCS-2", 70, 1)),
        ("中" * 71, Segments("UCS-2", 71, 2)),
        ("😀" * 35, Segments("UCS-2", 70, 1)),
        ("中" * 66 + "😀" + "中" * 66, Segments("UCS-2", 134, 3)),
        ("\x1b", Segments("UCS-2", 1, 1)),
    ],
)
def test_boundaries(text, expected):
    assert segments(text) == expected


@given(anything)
def test_forcing_names_what_keeps_a_text_out_of_gsm7(text):
    names = forcing(text)
    assert bool(names) == (segments(text).encoding == "UCS-2")
    assert segments("".join(c for c in text if c not in names)).encoding == "GSM-7"


def test_forcing_names_each_once_in_order():
    assert forcing("Ó, él pagó “más” años") == ("Ó", "ó", "“", "á", "”")
