"""`python -m benchmarks.listening`: what a caller's first sentence comes to, one JSON line each.

Sentences that no example holds (`tests/intents/data/en.jsonl`) are spoken by voices that no model
was trained on, over a noisy line, and heard by the bundled model at the question "how can I help?".
`value` is the share led to the right flow; `baseline` the same when only the menu's own words are
listened for.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from audio_models.espeak import resample, synthesise
from flows import Expects, Library, Meaning, advance, begin
from intents import Said, Situation, Understander, listening
from voice.recogniser import Models

SENTENCES = Path(__file__).parent.parent / "tests/intents/data/en.jsonl"
VOICES = ("en-us+f4", "en+m6", "en-us+steph", "en-us+robert")
_TODAY = date(2026, 11, 23)


def line(text: str, voice: str, noise: np.random.Generator) -> bytes:
    """The sentence as it comes over the line: 16-bit PCM, 8 kHz, with pauses around it."""
    speech = synthesise(text, voice, 150, 50, 50)
    samples = resample(speech.samples, speech.sample_rate, 8000).astype(np.float64)
    samples *= 12_000 / max(1.0, float(np.abs(samples).max()))
    samples = np.concatenate([np.zeros(2400), samples, np.zeros(4000)])
    return (samples + noise.normal(0, 150, len(samples))).astype("<i2").tobytes()


class Question:
    """The first question of a call, and the flow that an answer leads to."""

    def __init__(self) -> None:
        self.library = Library.load()
        self.understander = Understander.load()
        self.models = Models(None)
        start = begin(self.library, "voice", "en", "")
        expects = advance(self.library, start, Meaning("start")).expects
        assert expects is not None
        self.expects: Expects = expects

    def flow(self, pcm: bytes, phrases: tuple[str, ...]) -> str | None:
        """The flow that what was heard leads to; None when it was not understood."""
        recogniser = self.models.recogniser("en", phrases)
        assert recogniser is not None
        for at in range(0, len(pcm), 3200):
            recogniser.accept(pcm[at : at + 3200])
        heard = recogniser.finish()
        said = Said(heard.text, "", heard.alternatives, heard.confidence)
        meaning = self.understander.understand(said, Situation("en", self.expects, _TODAY))
        if meaning.intent:
            return self.library.by_intent[meaning.intent].name
        menu = self.library.step(self.expects.flow, self.expects.step).menu  # type: ignore[attr-defined]
        return menu[meaning.choice].run if meaning.choice else meaning.command


def main() -> None:
    """Print the share of sentences that are led right, and wrong."""
    question = Question()
    rows = [json.loads(row) for row in SENTENCES.read_text("utf-8").splitlines()]
    rows = [row for row in rows if row.get("intent")][::2]
    noise = np.random.default_rng(0)
    ways = {
        "value": listening("en", question.expects, {}),
        "baseline": listening("en", replace(question.expects, open=False), {}),
    }
    right, wrong = dict.fromkeys(ways, 0), dict.fromkeys(ways, 0)
    for number, row in enumerate(rows):
        pcm = line(row["text"], VOICES[number % len(VOICES)], noise)
        wanted = question.library.by_intent[row["intent"]].name
        for way, phrases in ways.items():
            flow = question.flow(pcm, phrases)
            right[way] += flow == wanted
            wrong[way] += flow not in (wanted, None)
    for name, counted in (("open_question_right", right), ("open_question_wrong", wrong)):
        shares = {way: round(count / len(rows), 3) for way, count in counted.items()}
        print(json.dumps({"name": name, **shares, "unit": f"share of {len(rows)} sentences"}))


if __name__ == "__main__":
    main()
