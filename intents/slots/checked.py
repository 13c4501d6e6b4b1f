"""Numbers of a fixed length with check digits: Verhoeff, where nothing else is said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from stdnum import verhoeff

from intents.slots.kind import Asking, KeyEntry, Pauses, Reading
from intents.slots.spelling import DigitRun, digit_runs, joined
from intents.slots.vocabulary import vocabulary
from intents.text import Span, Utterance
from intents.understood import Option

FEWEST = 3
"""Fewer digits than this are not reported as a wrong number: "one moment" holds one."""


@dataclass(frozen=True)
class CheckedNumber:
    """The check digits catch every wrong digit and every swap of neighbours."""

    name: str
    length: int
    first_digits: str = "0123456789"
    """Digits the number may begin with."""
    free: bool = True
    checks: Callable[[str], bool] = verhoeff.is_valid

    @property
    def keys(self) -> KeyEntry:
        return KeyEntry(self.length, self.length)

    @property
    def pauses(self) -> Pauses:
        """The check digit tells when it is whole."""
        return Pauses("longest", "usual")

    def is_valid(self, digits: str) -> bool:
        return (
            len(digits) == self.length
            and digits[0] in self.first_digits
            and bool(self.checks(digits))
        )

    def read(self, utterance: Utterance, asking: Asking) -> Reading | None:
        runs = digit_runs(utterance, asking.language)
        for digits, span, confidence in self._candidates(runs):
            if self.is_valid(digits):
                return Reading(digits, confidence, span)
        longest = max(runs, key=lambda run: len(run.readings[0]), default=None)
        if longest is None:
            return None
        heard = longest.readings[0]
        if len(heard) < FEWEST if asking.asked else len(heard) != self.length:
            return None
        return Reading(span=longest.span, invalid=heard)

    def ranked(
        self, readings: Sequence[tuple[str, float]], asking: Asking
    ) -> list[tuple[str, float]]:
        """The valid numbers among readings of what was said, likeliest first, each with its share
        of the probability."""
        shares: dict[str, float] = defaultdict(float)
        for text, share in readings:
            reading = self.read(Utterance.of(text), asking)
            if reading and reading.value:
                shares[reading.value] += share
        return sorted(shares.items(), key=lambda item: -item[1])

    def read_keys(self, keys: str, asking: Asking) -> Reading | None:
        if not keys.isdigit():
            return None
        return Reading(keys, 1.0) if self.is_valid(keys) else Reading(invalid=keys)

    def phrases(self, language: str, options: Sequence[Option]) -> tuple[str, ...]:
        return vocabulary(language).spellings("numbers", "repeats")

    def _candidates(self, runs: Sequence[DigitRun]) -> Iterator[tuple[str, Span, float]]:
        for run in runs:
            for digits in run.readings:
                yield digits, run.span, 0.95 if len(run.segments) == 1 else 0.8
            for digits in run.of_length(self.length):
                yield digits, run.span, 0.7
        for run in runs:
            if run.ahead:  # the check digit tells whether the word was one
                start, end = run.span
                yield run.ahead + run.readings[0], (start - 1, end), 0.85
            if run.behind:
                start, end = run.span
                yield run.readings[0] + run.behind, (start, end + 1), 0.85
        for digits, span in joined(runs):
            yield digits, span, 0.85
