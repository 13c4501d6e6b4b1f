import numpy as np
import pytest

from audio_models.resample import resample

FROM_HZ = 22050


def tone(hz: float, rate: int, seconds: float = 1.0) -> np.ndarray:
    return 10000 * np.sin(2 * np.pi * hz * np.arange(int(rate * seconds)) / rate)


def level_db(samples: np.ndarray) -> float:
    middle = samples[200:-200]
    return float(20 * np.log10(np.sqrt(np.mean(middle**2)) * np.sqrt(2) / 10000 + 1e-9))


@pytest.mark.parametrize("hz", [100, 300, 1000, 2500, 3400])
def test_the_telephone_band_passes_unchanged(hz):
    assert abs(level_db(resample(tone(hz, FROM_HZ), FROM_HZ))) < 0.1


@pytest.mark.parametrize("hz", [4200, 5000, 8000, 10500])
def test_what_would_alias_is_removed(hz):
    assert level_db(resample(tone(hz, FROM_HZ), FROM_HZ)) < -75


@pytest.mark.parametrize(("from_hz", "to_hz"), [(22050, 8000), (8000, 16000), (16000, 8000)])
def test_a_tone_keeps_its_phase(from_hz, to_hz):
    converted = resample(tone(1000, from_hz), from_hz, to_hz)
    assert len(converted) == to_hz
    assert np.abs(converted - tone(1000, to_hz))[200:-200].max() < 10


def test_types_and_edges():
    square = np.full(4410, 32767, dtype=np.int16)
    assert resample(square, FROM_HZ).dtype == np.int16
    assert resample(square.astype(np.float64), FROM_HZ).dtype == np.float32
    assert len(resample(square[:0], FROM_HZ)) == 0
    assert np.array_equal(resample(square, 8000, 8000), square)
    with pytest.raises(ValueError, match="positive"):
        resample(square, 0)
    with pytest.raises(ValueError, match="one-dimensional"):
        resample(np.zeros((2, 2)), FROM_HZ)
