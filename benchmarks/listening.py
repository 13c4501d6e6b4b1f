"""`python -m benchmarks.listening [--lang en|es|zh] [--count N]`: what first sentences come to.

Sentences of `benchmarks.people` are spoken by voices that no model was trained on, over a noisy
line, and heard by the bundled model at the question "how can I help?". JSON lines: `value` is the
share of spoken sentences, `baseline` that of the same sentences typed.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from datetime import date

from audio_models.train.voices.espeak_ng import HELD_OUT_VARIANTS
from benchmarks.people import OUTCOMES, Sentence, outcome, sentences
from cli.hearing import first_question, line
from cli.speech import VOICES
from flows import Library
from intents import Said, Situation, Understander, Understood, listening
from settings import cache_folder
from voice.recogniser import Models

_TODAY = date(2026, 11, 23)
_BLOCK = 3200  # bytes


class Line:
    """The first question of a call in one language."""

    def __init__(self, language: str, understander: Understander) -> None:
        self._language = language
        self._understander = understander
        expects = first_question(language)
        self._situation = Situation(language, expects, _TODAY)
        self._phrases = listening(language, expects, {})
        recogniser = Models().recogniser(language, self._phrases)
        assert recogniser is not None
        self._recogniser = recogniser

    def typed(self, text: str) -> Understood:
        return self._understander.understand(Said(text), self._situation)

    def spoken(self, text: str, voice: str) -> Understood:
        pcm = line(text, voice, random.Random(text))
        for at in range(0, len(pcm), _BLOCK):
            self._recogniser.accept(pcm[at : at + _BLOCK])
        heard = self._recogniser.finish()
        self._recogniser.reset(self._phrases)
        said = Said(heard.text, "", heard.alternatives, heard.confidence, spoken=True)
        return self._understander.understand(said, self._situation)


def _chosen() -> dict[str, str]:
    """By choice of the first menu, the intent of the flow that it runs."""
    library = Library.load()
    expects = first_question("en")
    menu = library.step(expects.flow, expects.step).menu  # type: ignore[attr-defined]
    intents = {flow.name: intent for intent, flow in reversed(library.by_intent.items())}
    return {name: intents[item.run] for name, item in menu.items() if item.run in intents}


def _report(language: str, kind: str, spoken: Counter[str], typed: Counter[str]) -> None:
    count = spoken.total()
    for name in OUTCOMES:
        figures = {
            "value": round(spoken[name] / count, 3),
            "baseline": round(typed[name] / count, 3),
        }
        print(json.dumps({"name": name, **figures, "lang": language, "of": kind, "count": count}))


def main() -> None:
    """Print the shares by language, of sentences with an intent and of others (`outside`)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lang", choices=list(VOICES), action="append")
    parser.add_argument("--count", type=int, default=200, help="sentences of each kind")
    arguments = parser.parse_args()
    stands_for = _chosen()
    understander = Understander.load(cache=cache_folder() / "intents")
    for language in arguments.lang or VOICES:
        where = Line(language, understander)
        every = sentences(language)
        random.Random(0).shuffle(every)
        for kind, belongs in (("wishes", True), ("outside", False)):
            chosen: list[Sentence] = [one for one in every if (one.intent is not None) == belongs]
            spoken: Counter[str] = Counter()
            typed: Counter[str] = Counter()
            for number, one in enumerate(chosen[: arguments.count]):
                variant = HELD_OUT_VARIANTS[number % len(HELD_OUT_VARIANTS)]
                heard = where.spoken(one.text, f"{VOICES[language]}+{variant}")
                spoken[outcome(heard, one.intent, stands_for)] += 1
                typed[outcome(where.typed(one.text), one.intent, stands_for)] += 1
            _report(language, kind, spoken, typed)


if __name__ == "__main__":
    main()
