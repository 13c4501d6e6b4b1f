import numpy as np
import pytest

from audio_models.train import features


def test_shape():
    assert features.log_mel(np.zeros(199, dtype=np.int16)).shape == (0, 32)
    assert features.log_mel(np.zeros(200, dtype=np.int16)).shape == (1, 32)
    assert features.log_mel(np.zeros(8000, dtype=np.int16)).shape == (98, 32)


def test_digital_silence_is_the_logarithm_of_epsilon():
    silence = features.log_mel(np.zeros(400, dtype=np.int16))
    assert silence == pytest.approx(np.log(1.1920929e-07), abs=1e-4)


def test_one_frame_against_the_definition():
    """Kaldi's recipe, written out sample by sample with a plain Fourier sum."""
    samples = np.random.default_rng(0).normal(0, 1000, 200).round()
    centred = samples - samples.mean()
    emphasised = [centred[i] - 0.97 * centred[max(0, i - 1)] for i in range(200)]
    window = [(0.5 - 0.5 * np.cos(2 * np.pi * i / 199)) ** 0.85 for i in range(200)]
    frame = np.multiply(emphasised, window)
    k = np.arange(129)[:, None]
    power = np.abs((frame * np.exp(-2j * np.pi * k * np.arange(200) / 256)).sum(axis=1)) ** 2

    def mel(hz: float) -> float:
        return 1127 * np.log(1 + hz / 700)

    step = (mel(3800) - mel(80)) / 33
    expected = []
    for b in range(32):
        left = mel(80) + b * step
        total = 0.0
        for i in range(128):
            position = (mel(i * 31.25) - left) / step
            total += power[i] * max(0.0, min(position, 2 - position))
        expected.append(np.log(total))
    assert features.log_mel(samples)[0] == pytest.approx(expected, abs=1e-3)


def test_a_warp_moves_the_spectrum():
    tone = 5000 * np.sin(2 * np.pi * 1000 * np.arange(4000) / 8000)
    plain = features.log_mel(tone).mean(axis=0).argmax()
    higher = features.filterbank(features.BIN_HZ * 1.2)
    assert features.log_mel(tone, filters=higher).mean(axis=0).argmax() > plain


def test_chosen_frames_are_those_of_the_plain_grid():
    samples = np.random.default_rng(1).normal(0, 500, 2000)
    every = features.log_mel(samples)
    some = features.log_mel(samples, np.array([0, 160, 400]))
    assert some == pytest.approx(every[[0, 2, 5]])  # sums of another order on some processors
