"""Clean synthetic speech to something like a stranger on a bad telephone line.

Every pass over the corpus draws all of this anew: the voice's size (pitch and formants together,
then formants alone, unevenly), its tempo (unevenly too), the handset's and the room's sound, a
noisy place, the level, and mu-law coding. The speakers are few, so this is where variety comes
from.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt
from scipy.signal import butter, fftconvolve, lfilter

from audio_models.graph.phones import SILENCE
from audio_models.train import features
from audio_models.train.corpus import SAMPLE_RATE, Utterance

Signal = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int64]

_PACKET = 160  # samples
_LONG_PAUSE_S = 0.08
_WARP_KNOTS = np.array([400.0, 900.0, 1500.0, 2200.0, 3000.0])  # Hz; each moves on its own


@dataclass(frozen=True)
class Example:
    """`features`: shape (frames, 32), 10 ms apart; `labels`: the phone of each frame."""

    features: Floats
    labels: Labels


def clean(utterance: Utterance, phone_index: dict[str, int]) -> Example:
    """The utterance as it was synthesised."""
    starts = features.frame_starts(len(utterance.samples))
    labels = _labels_at(starts, utterance.ends, _phone_labels(utterance, phone_index))
    return Example(features.log_mel(utterance.samples, starts), labels)


def augmented(
    utterance: Utterance,
    babble: list[Utterance],
    phone_index: dict[str, int],
    rng: np.random.Generator,
) -> Example:
    """The utterance in a new voice on a new line; `babble` is what may be heard behind it."""
    utterance = _excerpt(utterance, rng)
    labels = _phone_labels(utterance, phone_index)
    signal, ends = _resize_voice(utterance.samples.astype(np.float64), utterance.ends, rng)
    signal, ends, labels = _vary_edges(signal, ends, labels, rng)
    signal = _colour(signal, rng)
    if rng.random() < 0.4:
        signal = _reverberate(signal, rng)
    spoken = signal[np.abs(signal) > 0]
    signal = signal / (spoken.std() + 1e-6 if len(spoken) else 1.0)
    if rng.random() < 0.85:
        signal = signal + _noise(len(signal), babble, rng) * 10 ** (-rng.uniform(2, 35) / 20)
    if rng.random() < 0.4:
        signal = _suppress_silence(signal, ends, labels, rng)
    signal = _line(signal, rng)
    starts = _uneven_starts(len(signal), rng)
    filters = features.filterbank(_warped_hz(rng)) if rng.random() < 0.85 else None
    mel = features.log_mel(signal, starts, *([] if filters is None else [filters]))
    return Example(_mask(mel, rng), _labels_at(starts, ends, labels))


def telephone(
    samples: npt.NDArray[np.int16], noise_db: float, rng: np.random.Generator
) -> npt.NDArray[np.int16]:
    """The audio with white noise `noise_db` below it and mu-law coding, and nothing else."""
    signal = samples.astype(np.float64)
    signal += rng.normal(0, signal.std() * 10 ** (-noise_db / 20), len(signal))
    return np.round(_mu_law(np.clip(signal, -32768, 32767))).astype(np.int16)


def _phone_labels(utterance: Utterance, phone_index: dict[str, int]) -> Labels:
    return np.array([phone_index[p] for p in utterance.phones], dtype=np.int64)


def _labels_at(starts: npt.NDArray[np.int64], ends: Signal, labels: Labels) -> Labels:
    """The phone in the middle of each frame; silence (0) after the last."""
    middles = (starts + features.FRAME / 2) / SAMPLE_RATE
    return np.append(labels, 0)[np.searchsorted(ends, middles, side="right")]


def _excerpt(utterance: Utterance, rng: np.random.Generator) -> Utterance:
    """At times only what was said between two pauses, so that words are also heard alone."""
    if rng.random() < 0.6:
        return utterance
    starts = np.append(0.0, utterance.ends[:-1])
    pauses = [
        i
        for i, phone in enumerate(utterance.phones)
        if phone == SILENCE and utterance.ends[i] - starts[i] > _LONG_PAUSE_S
    ]
    cuts = sorted({0, *pauses, len(utterance.phones) - 1})
    if len(cuts) < 3:
        return utterance
    first = int(rng.integers(len(cuts) - 1))
    last = min(len(cuts) - 1, first + int(rng.integers(1, 3)))
    begin, end = cuts[first], cuts[last] + 1
    left, right = (int(t * SAMPLE_RATE) for t in (starts[begin], utterance.ends[end - 1]))
    return replace(
        utterance,
        samples=utterance.samples[left:right],
        phones=utterance.phones[begin:end],
        ends=utterance.ends[begin:end] - left / SAMPLE_RATE,
    )


def _resize_voice(signal: Signal, ends: Signal, rng: np.random.Generator) -> tuple[Signal, Signal]:
    """Play faster and higher, or slower and lower."""
    factor = rng.uniform(0.8, 1.25)
    positions = np.arange(int(len(signal) / factor)) * factor
    return np.interp(positions, np.arange(len(signal)), signal), ends / factor


def _vary_edges(
    signal: Signal, ends: Signal, labels: Labels, rng: np.random.Generator
) -> tuple[Signal, Signal, Labels]:
    """Cut most of the silence around the speech, then add digital silence, each at times."""
    spoken = np.flatnonzero(labels)
    if len(spoken) and rng.random() < 0.7:
        begin = ends[spoken[0] - 1] if spoken[0] else 0.0
        first = max(0, int((begin - rng.uniform(0, 0.12)) * SAMPLE_RATE))
        last = int((ends[spoken[-1]] + rng.uniform(0.0, 0.15)) * SAMPLE_RATE)
        signal, ends = signal[first:last], ends - first / SAMPLE_RATE
    before, after = (rng.uniform(0, 0.4) if rng.random() < 0.5 else 0 for _ in range(2))
    lead = int(before * SAMPLE_RATE)
    signal = np.concatenate((np.zeros(lead), signal, np.zeros(int(after * SAMPLE_RATE))))
    return signal, np.append(lead, ends * SAMPLE_RATE + lead) / SAMPLE_RATE, np.append(0, labels)


@cache
def _codec_band() -> tuple[Signal, Signal]:
    numerator, denominator = butter(3, [200 / 4000, 3300 / 4000], "band")
    return numerator, denominator


@cache
def _telephone_band() -> tuple[Signal, Signal]:
    numerator, denominator = butter(2, [280 / 4000, 3400 / 4000], "band")
    return numerator, denominator


def _resonance(frequency: float, radius: float) -> Signal:
    return np.array([1, -2 * radius * np.cos(frequency), radius * radius])


def _colour(signal: Signal, rng: np.random.Generator) -> Signal:
    """The frequency response of a handset: tilt, a peak and a dip, the telephone band."""
    if rng.random() < 0.8:
        signal = lfilter([1, rng.uniform(-0.7, 0.7)], [1], signal)
    if rng.random() < 0.6:
        signal = lfilter([1, rng.uniform(-0.6, 0.6)], [1, rng.uniform(-0.5, 0.5)], signal)
    for _ in range(rng.integers(3)):
        peak = _resonance(rng.uniform(0.3, 2.9), rng.uniform(0.4, 0.9))
        dip = _resonance(rng.uniform(0.3, 2.9), rng.uniform(0.3, 0.9))
        signal = lfilter(dip, peak, signal)
    if rng.random() < 0.45:
        signal = lfilter(*_telephone_band(), signal)
    return signal


def _reverberate(signal: Signal, rng: np.random.Generator) -> Signal:
    length = int(rng.uniform(0.06, 0.45) * SAMPLE_RATE)
    tail = rng.normal(0, 1, length) * np.exp(-6.9 * np.arange(length) / length)
    tail *= rng.uniform(0.1, 0.6) / np.sqrt((tail**2).sum())
    tail[0] = 1
    return np.asarray(fftconvolve(signal, tail)[: len(signal)])


def _suppress_silence(
    signal: Signal, ends: Signal, labels: Labels, rng: np.random.Generator
) -> Signal:
    """Between words the line sends nothing, not even its noise; the first sound may be cut."""
    before, after = rng.uniform(-0.03, 0.06), rng.uniform(0.0, 0.1)
    kept = np.zeros(len(signal), dtype=bool)
    spoken = np.append(labels > 0, False)
    borders = np.flatnonzero(np.diff(spoken, prepend=False))  # where speech begins, ends, begins …
    for first, beyond in zip(borders[::2], borders[1::2], strict=True):
        begin = (ends[first - 1] if first else 0.0) - before
        kept[max(0, int(begin * SAMPLE_RATE)) : int((ends[beyond - 1] + after) * SAMPLE_RATE)] = (
            True
        )
    return np.where(kept, signal, 0.0)


def _line(signal: Signal, rng: np.random.Generator) -> Signal:
    """What becomes of a signal of unit power on its way: level, clipping, coding, lost packets."""
    if rng.random() < 0.15:
        signal = np.clip(signal, *(np.array([-1, 1]) * rng.uniform(1.0, 3.0)))
    if rng.random() < 0.25:
        # A speech codec such as GSM's leaves noise that follows the signal.
        band = lfilter(*_codec_band(), signal)
        signal = band * (1 + rng.normal(0, 10 ** (-rng.uniform(12, 28) / 20), len(band)))
    signal = np.clip(signal * 10 ** rng.uniform(1.5, 3.9), -32768, 32767)
    if rng.random() < 0.12:
        signal = _lose_packets(signal, rng)
    return np.round(_mu_law(signal) if rng.random() < 0.7 else signal)


def _lose_packets(signal: Signal, rng: np.random.Generator) -> Signal:
    """Some packets of 20 ms are missing; the one before is played again, or nothing."""
    signal = signal.copy()
    repeat = rng.random() < 0.5
    for begin in range(_PACKET, len(signal) - _PACKET, _PACKET):
        if rng.random() < 0.03:
            before = signal[begin - _PACKET : begin]
            signal[begin : begin + _PACKET] = 0.7 * before if repeat else 0
    return signal


def _noise(length: int, babble: list[Utterance], rng: np.random.Generator) -> Signal:
    """Noise of unit power: white, two kinds of rumble, or several people at once."""
    kind = rng.integers(5)
    if kind >= 3:  # people are the noise that is hardest to tell from the caller
        noise = np.zeros(length)
        for _ in range(rng.integers(2, 6)):
            voice = babble[rng.integers(len(babble))].samples.astype(np.float64)
            noise += np.resize(np.roll(voice, rng.integers(len(voice))), length) / (voice.std() + 1)
    else:
        noise = rng.normal(0, 1, length)
        if kind:
            noise = lfilter([1], [1, -(0.7, 0.95)[kind - 1]], noise)
    return np.asarray(noise / (noise.std() + 1e-6))


def _mu_law(signal: Signal) -> Signal:
    """Quantise as the telephone network does: 8 bits, finer steps for quiet sounds."""
    compressed = np.log1p(255 * np.abs(signal) / 32768) / np.log(256)
    expanded = np.expm1(np.round(compressed * 127) / 127 * np.log(256)) / 255
    return np.asarray(np.sign(signal) * expanded * 32768)


def _smooth_curve(length: int, knots: int, spread: float, rng: np.random.Generator) -> Signal:
    """A factor around 1 that drifts by up to `spread` either way."""
    values = 1 + rng.uniform(-spread, spread, knots)
    return np.interp(np.linspace(0, knots - 1, length), np.arange(knots), values)


def _uneven_starts(samples: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Frame starts with a hop that drifts: some sounds are stretched, others squeezed."""
    most = int(samples / features.HOP / 0.5) + 1
    tempo = rng.uniform(0.72, 1.2)
    drift = _smooth_curve(most, 2 + samples // (SAMPLE_RATE // 3), 0.2, rng)
    starts = np.cumsum(features.HOP * tempo * drift).astype(np.int64) - features.HOP
    return np.clip(starts[starts + features.FRAME <= samples], 0, None)


def _warped_hz(rng: np.random.Generator) -> Signal:
    """The frequency each FFT bin is taken for: a longer or shorter, odd-shaped vocal tract."""
    size = np.exp(rng.uniform(-0.17, 0.17))
    shape = rng.uniform(0.93, 1.07, len(_WARP_KNOTS))
    nyquist = SAMPLE_RATE / 2
    moved = np.concatenate(([0], _WARP_KNOTS * size * shape, [nyquist]))
    return np.interp(features.BIN_HZ, np.concatenate(([0], _WARP_KNOTS, [nyquist])), moved)


def _mask(mel: Floats, rng: np.random.Generator) -> Floats:
    """Blank a band of channels or a moment, at times, so that no single cue is relied on."""
    mel = mel.copy()
    if rng.random() < 0.4:
        width = rng.integers(1, 6)
        low = rng.integers(features.BINS - width)
        mel[:, low : low + width] = mel.mean()
    if rng.random() < 0.3 and len(mel) > 20:
        length = rng.integers(2, 7)
        begin = rng.integers(len(mel) - length)
        mel[begin : begin + length] = mel.mean()
    return mel
