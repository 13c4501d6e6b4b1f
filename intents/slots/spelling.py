"""Strings of digits as people write and say them: "47-11", "four seven, double one", 四七幺幺."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from intents.slots.counting import number_at
from intents.slots.vocabulary import Vocabulary, vocabulary
from intents.text import Span, Utterance


@dataclass(frozen=True)
class DigitRun:
    """Digits that were said in one go."""

    span: Span
    segments: tuple[str, ...]
    """More than one when the speaker corrected himself: "four seven, no, four eight"."""
    plus: bool = False
    """Written with a leading +, as international telephone numbers are."""
    ahead: str = ""
    """A digit that the word in front sounds like: "for seven one one" may begin with a four."""

    @property
    def readings(self) -> tuple[str, ...]:
        """What may be meant, likeliest first: without a correction there is only one.

        A correction as long as what it corrects replaces all of it; a shorter one the end.
        """
        found = [self.segments[0]]
        for segment in self.segments[1:]:
            ends = [text[: -len(segment)] + segment for text in found if len(text) > len(segment)]
            found = [*ends, segment]
        return tuple(dict.fromkeys(found))


def digit_runs(utterance: Utterance, language: str) -> list[DigitRun]:
    """Every string of digits, from left to right."""
    words, known = utterance.tokens, vocabulary(language)
    runs = []
    at = 0
    while at < len(words):
        run = _run_at(words, at, known)
        if run:
            runs.append(run)
        at = run.span[1] if run else at + 1
    return runs


def joined(runs: Sequence[DigitRun], gap: int = 5) -> Iterator[tuple[str, Span]]:
    """Neighbouring runs taken together, where few words stand between: "4711 and then 2345"."""
    for first in range(len(runs)):
        text = runs[first].readings[0]
        for last in range(first + 1, len(runs)):
            if runs[last].span[0] - runs[last - 1].span[1] > gap:
                break
            text += runs[last].readings[0]
            yield text, (runs[first].span[0], runs[last].span[1])


def _run_at(words: Sequence[str], start: int, known: Vocabulary) -> DigitRun | None:
    first = _digits_at(words, start, known)
    if not first:
        return None
    segments, at = [first[0]], first[1]
    while True:
        behind, corrected = _pass_over(words, at, known)
        following = _digits_at(words, behind, known) or _sounds_like(words, behind, known)
        if not following:
            break
        if corrected:
            segments.append("")
        segments[-1] += following[0]
        at = following[1]
    sound = known.between_digits.at(words, start - 1) if start else None
    ahead = str(sound.value) if sound and sound.end == start else ""
    return DigitRun((start, at), tuple(segments), words[start].startswith("+"), ahead)


def _digits_at(words: Sequence[str], at: int, known: Vocabulary) -> tuple[str, int] | None:
    """The digits that begin with the token `at`, in figures or in words, and where they end."""
    if at >= len(words) or not words[at]:
        return None
    if words[at].lstrip("+")[0].isdigit():
        return "".join(char for char in words[at] if char.isdigit()), at + 1
    repeat = known.repeats.at(words, at)
    if repeat and repeat.end < len(words):
        again = known.numbers.at(words, repeat.end)
        figure = words[repeat.end]
        if again and again.value < 10:
            return str(again.value) * repeat.value, again.end
        if len(figure) == 1 and figure.isdigit():
            return figure * repeat.value, repeat.end + 1
    number = number_at(words, at, known, below=1000)
    return (str(number[0]), number[1]) if number else None


def _sounds_like(words: Sequence[str], at: int, known: Vocabulary) -> tuple[str, int] | None:
    """A word that recognisers confuse with a digit ("to", "for"), only where digits follow."""
    hit = known.between_digits.at(words, at)
    if hit and _digits_at(words, hit.end, known):
        return str(hit.value), hit.end
    return None


def _pass_over(words: Sequence[str], at: int, known: Vocabulary) -> tuple[int, bool]:
    """Skips hesitation, and tells whether a correction was among it."""
    corrected = False
    while at < len(words):
        correction = known.corrections.at(words, at)
        skipped = correction or known.pauses.at(words, at)
        if not skipped:
            break
        corrected = corrected or correction is not None
        at = skipped.end
    return at, corrected
