"""`python -m benchmarks.numbers --corpus DIR`: what becomes of insurance numbers that are spoken.

Nine-digit numbers with a valid check digit are put together from the corpus's recordings of single
digits and of strings, each number from one speaker, with pauses between them. They are heard and
understood as in a call at the question of the flow `next_payment`. Prints one JSON object a line,
by speaker and for `all`:

- `taken`: acted on at once, and right
- `confirmed`: read back to the caller, alone or beside another one, and right
- `asked_again`: anything else, a wrong number read back included
- `taken_wrongly`: acted on at once, and wrong
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
from stdnum import verhoeff

from audio_models import ModelError, check
from audio_models.recordings import SAMPLE_RATE, Recording, RecordingError, read
from benchmarks.steps import expected
from conversation.reply import Reply
from flows import Expects
from intents import KeyEntry, Said, Situation, Understander, key_entry, listening, readings_wanted
from intents.slots.insurance_number import INSURANCE_NUMBER
from intents.slots.vocabulary import vocabulary
from intents.text import tokens
from settings import cache_folder
from voice.question import Question, question_of
from voice.recogniser import Models

OUTCOMES = ("taken", "confirmed", "asked_again", "taken_wrongly")
LENGTH = INSURANCE_NUMBER.length
_BLOCK = SAMPLE_RATE // 10
_PAUSE_S = (0.15, 0.5)
_EDGE_S = 0.05  # kept around speech when the silence of a recording is cut off
_FAINT = 0.02  # of the loudest 20 ms: less is silence
_FRAME = SAMPLE_RATE // 50
_TRIES = 200
_TODAY = date(2026, 11, 23)

Samples = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Spoken:
    """A number as one speaker says it; samples at 8 kHz."""

    digits: str
    speaker: str
    samples: Samples


class Step:
    """The question for an insurance number in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.expects: Expects = expected("next_payment", "ask_number", language)
        reply = Reply("", 1, (), language, "normal", "listen", self.expects)
        self.question: Question = question_of(self, reply)  # type: ignore[arg-type]
        self._understander = Understander.load(cache=cache_folder() / "intents")

    def listening(self, reply: Reply) -> tuple[str, ...]:
        """As `conversation.turn.Turns` has it."""
        assert reply.expects is not None
        return listening(self.language, reply.expects, {})

    def keys_expected(self, reply: Reply) -> KeyEntry:
        """As `conversation.turn.Turns` has it."""
        return key_entry(INSURANCE_NUMBER.name)

    def readings_wanted(self, reply: Reply) -> int:
        """As `conversation.turn.Turns` has it."""
        return readings_wanted(INSURANCE_NUMBER.name)

    def outcome(self, models: Models, spoken: Spoken) -> str:
        """What becomes of a spoken number."""
        asked = self.question
        recogniser = models.recogniser(self.language, asked.phrases, asked.strings, asked.readings)
        assert recogniser is not None
        for at in range(0, len(spoken.samples), _BLOCK):
            recogniser.accept(spoken.samples[at : at + _BLOCK].tobytes())
        heard = recogniser.finish()
        said = Said(heard.text, "", heard.alternatives, heard.confidence, spoken=True)
        found = self._understander.understand(said, Situation(self.language, self.expects, _TODAY))
        if taken := found.slots.get("number"):
            return "taken" if taken == spoken.digits else "taken_wrongly"
        offered = [meaning.slots.get("number") for meaning in found.maybe]
        return "confirmed" if spoken.digits in offered else "asked_again"


def numbers(recordings: Sequence[Recording], count: int, rng: random.Random) -> Iterator[Spoken]:
    """`count` numbers of each speaker who has strings of digits and enough single ones."""
    pieces: dict[str, dict[str, list[Samples]]] = defaultdict(lambda: defaultdict(list))
    for recording in recordings:
        digits = digits_of(recording)
        if digits:
            pieces[recording.speaker][digits].append(_trimmed(recording.samples))
    for speaker, own in sorted(pieces.items()):
        strings = [d for d in own if 1 < len(d) < LENGTH and d[0] in INSURANCE_NUMBER.first_digits]
        singles = [d for d in own if len(d) == 1]
        for number in range(count if strings and singles else 0):
            first = sorted(strings)[number % len(strings)]
            digits = _completed(first, singles, rng)
            if digits is None:
                continue
            parts = [rng.choice(own[first])]
            parts += [rng.choice(own[digit]) for digit in digits[len(first) :]]
            yield Spoken(digits, speaker, _joined(parts, rng))


def digits_of(recording: Recording) -> str:
    """The digits that are said, one by one; empty when something else is said, too."""
    known = vocabulary(recording.language).numbers
    values = [known.whole((token,)) for token in tokens(recording.text)]
    if not all(value is not None and value < 10 for value in values):
        return ""
    return "".join(map(str, values))


def _completed(first: str, singles: Sequence[str], rng: random.Random) -> str | None:
    """A valid number that begins so and goes on with these digits."""
    for _ in range(_TRIES):
        digits = first + "".join(rng.choices(singles, k=LENGTH - 1 - len(first)))
        digit = verhoeff.calc_check_digit(digits)
        if digit in singles:
            return digits + digit
    return None


def _trimmed(samples: Samples) -> Samples:
    """Without the silence at both ends."""
    frames = len(samples) // _FRAME
    power = np.abs(samples[: frames * _FRAME].astype(np.float64)).reshape(frames, -1).mean(axis=1)
    loud = np.flatnonzero(power > _FAINT * power.max(initial=1.0))
    if not len(loud):
        return samples
    edge = int(_EDGE_S * SAMPLE_RATE)
    return samples[max(0, loud[0] * _FRAME - edge) : (loud[-1] + 1) * _FRAME + edge]


def _joined(parts: Sequence[Samples], rng: random.Random) -> Samples:
    """The recordings with pauses between and around them, on a line that hums faintly."""
    signal = np.zeros(SAMPLE_RATE // 3)
    for part in parts:
        pause = np.zeros(int(rng.uniform(*_PAUSE_S) * SAMPLE_RATE))
        signal = np.concatenate((signal, part, pause))
    signal = np.concatenate((signal, np.zeros(SAMPLE_RATE // 2)))
    hum = np.random.default_rng(rng.randrange(1 << 32)).normal(0, 8, len(signal))
    return np.clip(signal + hum, -32768, 32767).astype(np.int16)


def main() -> None:
    arguments = _arguments()
    try:
        found = [r for r in read(arguments.corpus) if r.language == arguments.lang]
        for folder in arguments.model:
            check(folder)
    except (RecordingError, ModelError) as error:
        _refuse(str(error))
    spoken = list(numbers(found, arguments.count, random.Random(arguments.seed)))
    if not spoken:
        _refuse(f"{arguments.corpus}: nobody says strings of digits and single digits in it.")
    step = Step(arguments.lang)
    with tempfile.TemporaryDirectory() as place:
        models = {f"bundled/{arguments.lang}": Models(None)}
        if arguments.model:
            models = {str(m): _models(Path(place), m, arguments.lang) for m in arguments.model}
        if any(arguments.lang not in each.languages() for each in models.values()):
            _refuse(f"There is no model for {arguments.lang!r}: give one with --model.")
        counts = {name: defaultdict(Counter) for name in models}
        for each in spoken:
            for name, model in models.items():
                outcome = step.outcome(model, each)
                counts[name][each.speaker][outcome] += 1
                counts[name]["all"][outcome] += 1
    for name, by_speaker in counts.items():
        for speaker, outcomes in by_speaker.items():
            _print(arguments.corpus, name, speaker, outcomes)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="What becomes of spoken insurance numbers.")
    parser.add_argument("--corpus", type=Path, required=True, help="folder with a manifest.jsonl")
    parser.add_argument("--lang", default="en")
    parser.add_argument("--model", type=Path, action="append", default=[])
    parser.add_argument("--count", type=int, default=60, help="numbers of each speaker")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _models(place: Path, folder: Path, language: str) -> Models:
    """The models of a server whose model of the language is in this folder."""
    own = Path(tempfile.mkdtemp(dir=place))
    (own / language).symlink_to(folder.resolve())
    return Models(own)


def _print(corpus: Path, model: str, speaker: str, outcomes: Counter[str]) -> None:
    total = outcomes.total()
    for name in OUTCOMES:
        line = {
            "name": name,
            "value": round(outcomes[name] / total, 4),
            "unit": f"share of {total} numbers",
            "model": model,
            "corpus": str(corpus),
            "kind": "all",
            "speaker": speaker,
        }
        print(json.dumps(line, ensure_ascii=False), flush=True)


def _refuse(sentence: str) -> None:
    print(sentence, file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    main()
