import importlib.util
import sys
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice import mulaw

EVERY = np.arange(-32768, 32768).astype(np.int16)


def itu_decode(code):
    """G.711: seven bits of segment and step, inverted; on 14 bits, here scaled to 16."""
    code = ~code & 0xFF
    segment, step = code >> 4 & 7, code & 15
    magnitude = (2 * step + 33) * 2**segment - 33
    return 4 * (-magnitude if code & 0x80 else magnitude)


def itu_encode(sample):
    value = sample >> 2
    magnitude = min(abs(value), 8158) + 33
    segment = next(s for s in range(8) if magnitude < 64 << s)
    step = (magnitude >> segment + 1) & 15
    return ~(segment << 4 | step | (0x80 if value < 0 else 0)) & 0xFF


def test_decodes_every_code_as_the_formula_says():
    decoded = mulaw.decode(bytes(range(256)))
    assert decoded.tolist() == [itu_decode(code) for code in range(256)]
    assert mulaw.decode(bytes([mulaw.SILENCE])).tolist() == [0]


def test_encodes_every_sample_as_the_formula_says():
    assert list(mulaw.encode(EVERY)) == [itu_encode(int(sample)) for sample in EVERY]


def test_codes_survive_a_round_trip():
    codes = bytes(code for code in range(256) if code != 0x7F)  # the second zero
    assert mulaw.encode(mulaw.decode(codes)) == codes


@given(st.integers(-32635, 32635))
def test_the_error_stays_within_half_a_step(sample):
    there_and_back = int(mulaw.decode(mulaw.encode(np.array([sample], np.int16)))[0])
    assert abs(there_and_back - sample) <= 4 + (abs(sample) + 132) / 32


@given(st.binary(max_size=2000))
def test_any_bytes_are_audio(data):
    assert len(mulaw.decode(data)) == len(data)


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="audioop left the standard library")
def test_agrees_with_audioop():
    if importlib.util.find_spec("audioop") is None:
        pytest.skip("no audioop")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import audioop
    assert mulaw.encode(EVERY) == audioop.lin2ulaw(EVERY.tobytes(), 2)
    assert mulaw.decode(bytes(range(256))).tobytes() == audioop.ulaw2lin(bytes(range(256)), 2)
