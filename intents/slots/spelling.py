"""Strings of digits as people write and say them: "47-11", "four seven, double one", 四七幺幺."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from intents.phrases import Hit
from intents.slots.counting import number_at
from intents.slots.vocabulary import Vocabulary, vocabulary
from intents.text import Span, Utterance

MOST_DIGITS = 40
"""Digits in a number that was said in pieces; no number that is asked for is half as long."""


@dataclass(frozen=True)
class DigitRun:
    """Digits that were said in one go."""

    span: Span
    segments: tuple[str, ...]
    """More than one when the speaker corrected himself: "four seven, no, four eight"."""
    plus: bool = False
    """Written or said with a leading +, as international telephone numbers are."""
    ahead: str = ""
    """A digit that the word in front sounds like: "for seven one one" may begin with a four."""
    opening: str = ""
    """The same where no other sense of that word fits as well in front of digits."""
    behind: str = ""
    """The same of the word behind, where it is the last: "eight one too"."""

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

    def of_length(self, length: int) -> Iterator[str]:
        """What is meant when the last correction begins further back than it is long and then
        goes on: "4 7 3, no, 7 1 2" is 4712 when that is as long as the number has to be."""
        if len(self.segments) == 2:
            before, behind = self.segments
            dropped = len(before) + len(behind) - length
            if 0 < dropped < min(len(before), len(behind)):
                yield before[:-dropped] + behind


def digit_runs(utterance: Utterance, language: str) -> tuple[DigitRun, ...]:
    """Every string of digits, from left to right."""
    return _remembered(utterance.tokens, language)


@lru_cache(maxsize=8)
def _remembered(words: tuple[str, ...], language: str) -> tuple[DigitRun, ...]:
    """A dozen slots of other subjects look for a number of theirs in the same words. Kept for the
    turns at hand alone: people's numbers are not to stay in memory."""
    return tuple(runs_in(words, vocabulary(language)))


def runs_in(words: Sequence[str], known: Vocabulary) -> list[DigitRun]:
    """Every string of digits in some tokens."""
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
            if len(text) > MOST_DIGITS:
                break
            yield text, (runs[first].span[0], runs[last].span[1])


def _run_at(words: Sequence[str], start: int, known: Vocabulary) -> DigitRun | None:
    plus = known.plus.at(words, start)
    first = _digits_at(words, plus.end if plus else start, known)
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
    last = known.end_sounds.at(words, at) if at - start > 1 else None
    return DigitRun(
        (start, at),
        tuple(segments),
        plus is not None or words[start].startswith("+"),
        _digit(known.between_digits.ending(words, start)),
        _digit(known.end_sounds.ending(words, start)),
        _digit(last if last and last.end == len(words) else None),
    )


def _digit(sound: Hit[int] | None) -> str:
    return str(sound.value) if sound else ""


def _digits_at(words: Sequence[str], at: int, known: Vocabulary) -> tuple[str, int] | None:
    """The digits that begin with the token `at`, in figures or in words, and where they end."""
    if at >= len(words) or not words[at]:
        return None
    if words[at].lstrip("+")[0].isdigit():
        return "".join(char for char in words[at] if char.isdigit()), at + 1
    if known.not_a_number.at(words, at):
        return None
    number = number_at(words, at, known, below=1000)
    return (
        _repeated(words, at, known)
        or _several(words, at, number, known)
        or _hundreds(words, at, number, known)
        or ((str(number[0]), number[1]) if number else None)
    )


def _repeated(words: Sequence[str], at: int, known: Vocabulary) -> tuple[str, int] | None:
    """Double seven, 两个七, "un siete"."""
    repeat = known.repeats.at(words, at)
    if not repeat or repeat.end >= len(words):
        return None
    again = known.numbers.at(words, repeat.end)
    figure = words[repeat.end]
    if again and again.value < 10:
        return str(again.value) * repeat.value, again.end
    if len(figure) == 1 and figure.isdigit():
        return figure * repeat.value, repeat.end + 1
    return None


def _several(
    words: Sequence[str], at: int, number: tuple[int, int] | None, known: Vocabulary
) -> tuple[str, int] | None:
    """Two zeros, "dos cuatros"."""
    plural = known.plurals.at(words, number[1]) if number and 1 <= number[0] < 10 else None
    return (str(plural.value) * number[0], plural.end) if number and plural else None


def _hundreds(
    words: Sequence[str], at: int, number: tuple[int, int] | None, known: Vocabulary
) -> tuple[str, int] | None:
    """Nine hundred one two three: digits one by one go on behind the hundred, they are no 901."""
    if number is None or number[0] % 100 == 0 or number[0] % 100 >= 10 or number[0] < 100:
        return None
    following = known.numbers.at(words, number[1])
    end = number[1] - 1
    if known.joiners.at(words, end - 1) or not following or following.value >= 10:
        return None
    return str(number[0] // 100 * 100), end


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
