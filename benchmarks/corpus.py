"""`python -m benchmarks.corpus --lang en --out DIR`: a synthetic corpus to measure models on.

Its voices are kept out of training. Every recording has gone through mu-law. Kinds of recordings:

- `clean`: sentences that callers say, to be understood without a grammar
- `babble-10db`: the like with people talking behind, 10 dB below
- `phrase`: answers to a question of the flows, with what is listened for there as the grammar
- `digits`: one to nine digits in a row, half of them single ones
- `oov`: everyday sentences where yes, no or digits are listened for; nothing is to be understood
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from audio_models.espeak import synthesise
from audio_models.measure import tokens
from audio_models.recordings import Recording, write
from audio_models.resample import resample
from audio_models.train.voices import kokoro
from audio_models.train.voices.espeak_ng import HELD_OUT_VARIANTS
from audio_models.transcribe import DIGITS
from benchmarks.steps import questions, yes_no
from intents.wording import Wording, wordings
from voice import mulaw

KINDS = ("clean", "babble-10db", "phrase", "digits", "oov")
_ACCENTS = {
    "en": ("en-us", "en", "en-us", "en-gb-scotland", "en-us", "en"),
    "es": ("es-419", "es"),
    "zh": ("cmn",),
}
_BABBLE_DB = 10
_BABBLERS = 4
_TALK = 24  # different utterances that babble is mixed from
_LOUDEST = 12_000
_EDGE_S = 0.3  # silence around what is said
_LONGEST_STRING = 9
_EASY = 3  # words, from which on neural voices speak clearly

Samples = npt.NDArray[np.int16]
Say = Callable[[str, random.Random], Samples]


@dataclass(frozen=True)
class Voice:
    """A speaker. `say` speaks a text once: int16, shape (n,), at 8 kHz, another way each time.

    It is not asked to speak texts of less than `least` words.
    """

    name: str
    say: Say
    least: int = 1


def held_out(language: str) -> list[Voice]:
    """Voices that no model was trained on: of espeak-ng and, where it is installed, of Kokoro."""
    accents = cycle(_ACCENTS[language])
    names = [f"{next(accents)}+{variant}" for variant in HELD_OUT_VARIANTS]
    voices = [Voice(name, partial(_espeak, name)) for name in names]
    if kokoro.available():
        for name in kokoro.HELD_OUT:
            accent = next(accents)
            say = partial(_kokoro, name, (accent, *_ACCENTS[language]))
            voices.append(Voice(f"{accent}+{name}", say, _EASY))
    return voices


def recordings(
    language: str, voices: Sequence[Voice], count: int, rng: random.Random
) -> Iterator[Recording]:
    """`count` recordings of each kind, the voices taking turns."""
    own = next(wording for wording in wordings() if wording.language == language)
    makers = {
        "clean": _sentences(language, own, rng),
        "babble-10db": _sentences(language, own, rng),
        "phrase": _phrases(language, rng),
        "digits": _strings(language, len(voices), rng),
        "oov": _outside(language, own, rng),
    }
    talk = [voice.say(rng.choice(own.outside), rng) for voice in islice(cycle(voices), _TALK)]
    for kind, texts in makers.items():
        turns = cycle(voices)
        for text, understood, grammar in islice(texts, count):
            voice = next(one for one in turns if len(tokens(text)) >= one.least)
            said = padded(voice.say(text, rng))
            if kind == "babble-10db":
                said = said + babble(said, talk, rng)
            yield Recording(on_the_line(said), understood, language, voice.name, kind, grammar)


_Line = tuple[str, str, tuple[str, ...] | None]
"""What is said, what is to be understood, and the grammar."""


def _sentences(language: str, own: Wording, rng: random.Random) -> Iterator[_Line]:
    texts = [text for examples in own.listened.values() for text in examples]
    while True:
        text = " ".join(tokens(rng.choice(texts))) if language != "zh" else rng.choice(texts)
        yield text, text, None


def _phrases(language: str, rng: random.Random) -> Iterator[_Line]:
    asked = questions(language)
    while True:
        question = rng.choice(asked)
        answer = rng.choice(question.answers)
        yield answer, answer, question.grammar


def _strings(language: str, speakers: int, rng: random.Random) -> Iterator[_Line]:
    """By turns a round of the same single digit by every speaker, and a round of strings."""
    names = DIGITS[language]
    for number in range(sys.maxsize):
        for _ in range(speakers):
            yield _digits(language, [names[number % len(names)]])
        for _ in range(speakers):
            length = rng.randint(2, _LONGEST_STRING)
            yield _digits(language, [rng.choice(names) for _ in range(length)])


def _digits(language: str, words: Sequence[str]) -> _Line:
    # Chinese digits are parted, or they would be read as a number.
    return ("，" if language == "zh" else " ").join(words), " ".join(words), None


def _outside(language: str, own: Wording, rng: random.Random) -> Iterator[_Line]:
    for number in range(sys.maxsize):
        grammar = DIGITS[language] if number % 2 else yes_no(language)
        expected = {token for phrase in grammar for token in tokens(phrase)}
        texts = [text for text in own.outside if expected.isdisjoint(tokens(text))]
        yield rng.choice(texts), "", grammar


def _espeak(name: str, text: str, rng: random.Random) -> Samples:
    rate, pitch, lively = rng.randint(115, 185), rng.randint(30, 70), rng.randint(30, 70)
    speech = synthesise(text, name, rate, pitch, lively)
    return resample(speech.samples, speech.sample_rate)


def _kokoro(name: str, accents: Sequence[str], text: str, rng: random.Random) -> Samples:
    """In the first of the accents whose sounds Kokoro has."""
    draw = np.random.default_rng(rng.getrandbits(32))
    tried = (kokoro.speak(text, accent, draw, name, accented=False) for accent in accents)
    spoken = next(filter(None, tried), None)
    if spoken is None:
        raise ValueError(f"Kokoro cannot say {text!r}")
    return spoken.samples


def padded(samples: Samples) -> npt.NDArray[np.float64]:
    """At full level, with silence around."""
    signal = samples.astype(np.float64)
    signal *= _LOUDEST / max(1.0, float(np.abs(signal).max()))
    return np.pad(signal, int(_EDGE_S * mulaw.RATE))


def babble(
    said: npt.NDArray[np.float64], talk: Sequence[Samples], rng: random.Random
) -> npt.NDArray[np.float64]:
    """Several people at once, `_BABBLE_DB` below what is said."""
    noise = np.zeros(len(said))
    for signal in rng.sample(talk, _BABBLERS):
        rolled = np.roll(signal.astype(np.float64), rng.randrange(len(signal)))
        noise += np.resize(rolled, len(said)) / (signal.std() + 1)
    level = said[np.abs(said) > 0].std() * 10 ** (-_BABBLE_DB / 20)
    return noise / (noise.std() + 1e-9) * level


def on_the_line(signal: npt.NDArray[np.float64]) -> Samples:
    return mulaw.decode(mulaw.encode(np.clip(signal, -32768, 32767).astype(np.int16)))


def main() -> None:
    parser = argparse.ArgumentParser(description="Make a synthetic corpus to measure models on.")
    parser.add_argument("--lang", choices=tuple(_ACCENTS), required=True)
    parser.add_argument("--out", type=Path, required=True, help="a new folder")
    parser.add_argument("--count", type=int, default=120, help="recordings of each kind")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.count < 1:
        parser.error("--count must be 1 or more")
    if arguments.out.exists() and any(arguments.out.iterdir()):
        parser.error(f"{arguments.out} is not empty")
    language, rng = arguments.lang, random.Random(arguments.seed)
    made = recordings(language, held_out(language), arguments.count, rng)
    number = write(arguments.out, made)
    print(json.dumps({"corpus": str(arguments.out), "recordings": number}))


if __name__ == "__main__":
    main()
