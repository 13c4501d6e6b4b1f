"""What comes from a throat, and what only sounds loud."""

import numpy as np
import pytest

from voice import mulaw
from voice.endpoint import FRAME_BYTES, FRAME_S, Timing
from voice.voicing import Voicing, pitch_hz


def voiced_s(samples):
    """Seconds of voice in 16-bit samples at 8000 Hz."""
    voicing = Voicing()
    frames = samples[: len(samples) // FRAME_BYTES * FRAME_BYTES].reshape(-1, FRAME_BYTES)
    return sum(voicing.frame(frame) for frame in frames) * FRAME_S


def wave(hz, seconds=1.0):
    return np.sin(2 * np.pi * hz * np.arange(int(seconds * 8000)) / 8000)


@pytest.mark.parametrize("hz", [90, 130, 220, 320])
def test_the_pitch_of_a_voice_is_found(hz):
    window = sum(wave(hz * harmonic, 0.04) / harmonic for harmonic in range(1, 8))
    assert pitch_hz((window * 3000).astype(np.int16)) == pytest.approx(hz, rel=0.05)


@pytest.mark.parametrize("text", ["yes", "no", "claim", "my next payment"])
def test_words_come_from_a_throat(tools, text):
    assert voiced_s(mulaw.decode(tools.spoken(text))) >= Timing.interruption_voice_long


def test_noise_bells_and_the_mains_do_not():
    rng = np.random.default_rng(1)
    hiss = rng.normal(0, 4000, 8000)
    cough = rng.normal(0, 8000, 2400) * np.exp(-np.arange(2400) / 500)
    bell = 8000 * wave(1700) * np.exp(-np.arange(8000) / 4000)
    mains = 8000 * sum(wave(50 * harmonic) / harmonic for harmonic in range(1, 12)) / 3
    for sound in (hiss, cough, bell, mains):
        assert voiced_s(sound.astype(np.int16)) < Timing.interruption_voice


@pytest.mark.parametrize("hz", [120, 165, 210])
def test_an_instrument_holds_its_note(hz):
    chord = sum(wave(hz * third) for third in (1, 1.25, 1.5))
    note = sum(wave(2 * hz * overtone) / overtone for overtone in range(1, 5))
    assert voiced_s((2000 * (chord + note)).astype(np.int16)) < Timing.interruption_voice


def test_silence_has_no_pitch():
    assert pitch_hz(np.zeros(2 * FRAME_BYTES, np.int16)) == 0.0
