"""`python -m benchmarks.answers`: what becomes of what callers say at the questions of the flows.

Voices that no model was trained on answer every kind of question that is answered by phrases, say
what they want at an open one, and say something that is no answer at all; by turns on a clean line,
on one that hums, and with people talking 10 dB below. What they say is heard by the bundled model
and understood as in a call. Prints one JSON object a line, by line and by what was said (`answer`,
`open`, `outside`). `value` is the share with the limits of `intents/limits.yaml`, `baseline` the
same when everything that is understood is taken:

- `taken`: acted on at once, and right
- `confirmed`: asked about, and right
- `taken_wrongly`, `confirmed_wrongly`: the like, and wrong
- `asked_again`: anything else
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import cycle
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.corpus import Voice, babble, held_out, on_the_line, padded
from benchmarks.people import sentences
from benchmarks.steps import Asked, expected, library, questions
from intents import Said, Situation, Understander, Understood
from intents.wording import wordings
from settings import cache_folder
from voice.recogniser import Models

OUTCOMES = ("taken", "confirmed", "taken_wrongly", "confirmed_wrongly", "asked_again")
_LINES = ("clean", "hum", "babble")
_SAID = ("answer", "answer", "answer", "open", "outside")
_OPEN = "welcome.choose"
_HUM = 250  # root mean square, of 32768
_BLOCK = 1600  # bytes: 100 ms
_TALK = 12
_TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Spoken:
    """What a voice says to a question. pcm: 16-bit at 8 kHz."""

    question: Asked
    text: str
    said: str
    line: str
    pcm: bytes


def spoken(language: str, count: int, rng: random.Random) -> Iterator[Spoken]:
    """`count` utterances, kinds and lines taking turns."""
    asked, voices = questions(language), held_out(language)
    own = next(wording for wording in wordings() if wording.language == language)
    wishes = [one.text for one in sentences(language) if one.intent]
    talk = [voice.say(rng.choice(own.outside), rng) for voice in voices[:_TALK]]
    open_question = next(question for question in asked if question.step == _OPEN)
    kinds = cycle((said, line) for said in _SAID for line in _LINES)
    for said, line in (next(kinds) for _ in range(count)):
        question = open_question if said == "open" else rng.choice(asked)
        texts = {"answer": question.answers, "open": wishes, "outside": own.outside}[said]
        text = rng.choice(texts)
        pcm = _heard_on(line, _say(voices, text, rng), talk, rng)
        yield Spoken(question, text, said, line, pcm)


def _say(voices: Sequence[Voice], text: str, rng: random.Random) -> npt.NDArray[np.float64]:
    """The text by one of the voices that can speak it clearly."""
    words = len(text.split()) if text.isascii() else len(text)
    return padded(rng.choice([v for v in voices if words >= v.least]).say(text, rng))


def _heard_on(
    line: str, signal: npt.NDArray[np.float64], talk: Sequence[Any], rng: random.Random
) -> bytes:
    if line == "babble":
        signal = signal + babble(signal, talk, rng)
    elif line == "hum":
        noise = np.random.default_rng(rng.randrange(1 << 32)).normal(0, _HUM, len(signal))
        signal = signal + noise
    return on_the_line(signal).astype("<i2").tobytes()


class Listener:
    """Hears and understands as a call does."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._models = Models(None)
        self._understander = Understander.load(cache=cache_folder() / "intents")

    def outcomes(self, each: Spoken) -> tuple[str, str]:
        """What becomes of an utterance with the limits, and without any."""
        expects = expected(*each.question.step.split("."), self._language)
        assert expects is not None
        situation = Situation(self._language, expects, _TODAY)
        truth = None
        if each.said != "outside":
            truth = self._meant(self._understander.understand(Said(each.text), situation), each)
        heard = self._hear(each)
        with_limits = self._understander.understand(heard, situation)
        without = self._understander.understand(replace(heard, spoken=False), situation)
        return self._outcome(with_limits, truth, each), self._outcome(without, truth, each)

    def _hear(self, each: Spoken) -> Said:
        recogniser = self._models.recogniser(self._language, each.question.grammar)
        assert recogniser is not None
        for at in range(0, len(each.pcm), _BLOCK):
            recogniser.accept(each.pcm[at : at + _BLOCK])
        heard = recogniser.finish()
        return Said(heard.text, "", heard.alternatives, heard.confidence, spoken=True)

    def _outcome(self, found: Understood, truth: object, each: Spoken) -> str:
        if found.maybe:
            right = truth in [self._meant(meaning, each) for meaning in found.maybe]
            return "confirmed" if right else "confirmed_wrongly"
        meant = self._meant(found, each)
        if meant is None:
            return "asked_again"
        return "taken" if meant == truth else "taken_wrongly"

    def _meant(self, found: Understood, each: Spoken) -> object:
        """What it leads to: a choice and an intent may lead to the same flow."""
        if found.command:
            return found.command, found.language
        if found.intent:
            return library().by_intent[found.intent].name
        if found.choice:
            step: Any = library().step(*each.question.step.split("."))
            # A question has choices too ("I don't know"), and they lead to no flow.
            menu = getattr(step, "menu", {})
            return (menu[found.choice].run if found.choice in menu else "") or found.choice
        return dict(found.slots) or None


def main() -> None:
    """Print the shares of what became of what was said."""
    parser = argparse.ArgumentParser(description="What becomes of what callers say.")
    parser.add_argument("--lang", default="en", choices=("en", "es", "zh"))
    parser.add_argument("--count", type=int, default=300, help="utterances")
    parser.add_argument("--seed", type=int, default=2)
    arguments = parser.parse_args()
    listener = Listener(arguments.lang)
    with_limits: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    without: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for each in spoken(arguments.lang, arguments.count, random.Random(arguments.seed)):
        after, before = listener.outcomes(each)
        for line in (each.line, "all"):
            with_limits[each.said, line][after] += 1
            without[each.said, line][before] += 1
    for (said, line), counted in sorted(with_limits.items()):
        total = counted.total()
        for name in OUTCOMES:
            value, baseline = counted[name] / total, without[said, line][name] / total
            unit = f"share of {total} utterances"
            print(
                json.dumps(
                    {
                        "name": name, "value": round(value, 3), "unit": unit,
                        "baseline": round(baseline, 3), "said": said, "line": line,
                        "language": arguments.lang,
                    }
                )
            )  # fmt: skip


if __name__ == "__main__":
    main()
