"""Log-mel filterbank features, equal to what Vosk computes from conf/fbank.conf."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from audio_models.train.corpus import SAMPLE_RATE

BINS = 32
LOW_HZ = 80.0
HIGH_HZ = 3800.0
FRAME = 200  # samples in a 25 ms frame
HOP = 80  # samples between frames, 10 ms
FFT = 256
FLOOR = 5.0  # quieter than this is silence of any kind

FBANK_CONF = (
    f"--sample-frequency={SAMPLE_RATE}\n--num-mel-bins={BINS}\n--low-freq={LOW_HZ:g}\n"
    f"--high-freq={HIGH_HZ - SAMPLE_RATE / 2:g}\n--dither=0\n"
)

Floats = npt.NDArray[np.float32]

_WINDOW = ((0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FRAME) / (FRAME - 1))) ** 0.85).astype("f4")
_PRE_EMPHASIS = np.float32(0.97)
_EPSILON = np.float32(np.finfo(np.float32).eps)
BIN_HZ = np.arange(FFT // 2 + 1) * SAMPLE_RATE / FFT


def mel(hz: npt.NDArray[np.float64] | float) -> npt.NDArray[np.float64]:
    return np.asarray(1127.0 * np.log1p(np.asarray(hz) / 700.0))


def filterbank(spectrum_hz: npt.NDArray[np.float64] = BIN_HZ) -> Floats:
    """Triangular filters, shape (129, 32).

    `spectrum_hz` is the frequency each FFT bin stands for: moving it warps the vocal tract.
    """
    edges = np.linspace(mel(LOW_HZ), mel(HIGH_HZ), BINS + 2)
    position = mel(spectrum_hz)[:, None]
    rising = (position - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - position) / (edges[2:] - edges[1:-1])
    filters = np.clip(np.minimum(rising, falling), 0, None)
    filters[-1] = 0  # Kaldi leaves out the Nyquist bin
    return filters.astype(np.float32)


_FILTERS = filterbank()


def above_floor(log_mel_frames: Floats) -> Floats:
    """What a network is given, in training as in the model: 0 for silence of any kind."""
    return np.maximum(log_mel_frames - np.float32(FLOOR), 0)


def frame_starts(samples: int) -> npt.NDArray[np.int64]:
    return np.arange(max(0, 1 + (samples - FRAME) // HOP), dtype=np.int64) * HOP


def log_mel(
    samples: npt.NDArray[np.generic],
    starts: npt.NDArray[np.int64] | None = None,
    filters: Floats = _FILTERS,
) -> Floats:
    """Features of mono int16-scaled `samples`, shape (frames, 32).

    `starts` gives the first sample of each frame; without it, one frame every 10 ms.
    """
    if starts is None:
        starts = frame_starts(len(samples))
    if not len(starts):
        return np.zeros((0, BINS), dtype=np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(samples, FRAME)
    frames = windows[starts].astype(np.float32)
    frames -= frames.mean(axis=1, keepdims=True)
    first = frames[:, :1] * (1 - _PRE_EMPHASIS)
    frames = np.hstack((first, frames[:, 1:] - _PRE_EMPHASIS * frames[:, :-1])) * _WINDOW
    spectrum = np.fft.rfft(frames, FFT, axis=1)
    power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
    features: Floats = np.log(np.maximum(power @ filters, _EPSILON))
    return features
