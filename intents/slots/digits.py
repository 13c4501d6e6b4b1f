"""Strings of digits without a rule of their own: digits of any length, and telephone numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from intents.slots.kind import Asking, KeyEntry, Pauses, Reading
from intents.slots.spelling import DigitRun, digit_runs, joined
from intents.slots.vocabulary import vocabulary
from intents.text import Span, Utterance
from intents.understood import Option

UNSURE_WHICH = 0.4
"""Confidence in the longer of two telephone numbers."""
GUESSED = 0.6
"""Most confidence where a word at an end only sounds like a digit."""
ABROAD = 11
"""Fewest digits that begin with the two zeros of those who dial another country."""
NEVER_WHOLE = Pauses("longest", "longest")
"""Digits of any length: nothing tells whether one more will come."""


@dataclass(frozen=True)
class Digits:
    """A string of digits between two lengths."""

    name: str
    keys: KeyEntry
    unasked: int
    """The fewest digits to be picked out of an answer to something else."""
    international: bool = False
    """Whether a leading + belongs to the value."""
    free: bool = True
    pauses: Pauses = NEVER_WHOLE

    def read(self, utterance: Utterance, asking: Asking) -> Reading | None:
        runs = digit_runs(utterance, asking.language)
        fewest = self.keys.min if asking.asked else self.unasked
        found = [run for run in runs if fewest <= len(run.readings[0]) <= self.keys.max]
        if found:
            reading = self._reading(max(found, key=lambda run: len(run.readings[0])))
            several = self.international and len(found) > 1
            return replace(reading, confidence=UNSURE_WHICH) if several else reading
        together = [item for item in joined(runs) if fewest <= len(item[0]) <= self.keys.max]
        if together:
            return self._joined(max(together, key=lambda item: len(item[0])), utterance)
        if runs and asking.asked:
            return Reading(span=runs[0].span, invalid=runs[0].readings[0])
        return None

    def read_keys(self, keys: str, asking: Asking) -> Reading | None:
        if not keys.isdigit():
            return None
        fits = self.keys.min <= len(keys) <= self.keys.max
        return Reading(keys, 1.0) if fits else Reading(invalid=keys)

    def phrases(self, language: str, options: Sequence[Option]) -> tuple[str, ...]:
        return vocabulary(language).spellings("numbers", "repeats")

    def _reading(self, run: DigitRun) -> Reading:
        # Nothing proves which digits a correction replaced: sure enough to ask back, no more.
        confidence = 0.95 if len(run.segments) == 1 else 0.5
        digits, (start, end) = run.readings[0], run.span
        if run.opening and start == 1:
            digits, start, confidence = run.opening + digits, 0, min(confidence, GUESSED)
        if run.behind:
            digits, end, confidence = digits + run.behind, end + 1, min(confidence, GUESSED)
        return Reading(self._with_country(digits, run.plus), confidence, (start, end))

    def _joined(self, item: tuple[str, Span], utterance: Utterance) -> Reading:
        digits, span = item
        plus = utterance.tokens[span[0]].startswith("+")
        return Reading(self._with_country(digits, plus), 0.7, span)

    def _with_country(self, digits: str, plus: bool) -> str:
        """Two zeros in front of a country are the + of those who dial."""
        if not self.international:
            return digits
        if digits.startswith("00") and len(digits) >= ABROAD:
            return "+" + digits[2:]
        return ("+" if plus else "") + digits


DIGITS = Digits("digits", KeyEntry(1, 20), unasked=4)
PHONE = Digits("phone", KeyEntry(6, 15), unasked=6, international=True)
