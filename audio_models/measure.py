"""How well recordings are understood: errors and false accepts, by any grouping."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from audio_models.grammar import UNKNOWN, fitting, is_word, unspaced, with_unknown
from audio_models.recordings import Recording
from audio_models.transcribe import DIGITS, Heard, Model

ACCEPTED = 0.9
"""The confidence from which a word counts as accepted: below it a call looks for other readings."""
_SAME_DIGIT = {"oh": "zero", "幺": "一", "两": "二"}
_ALL_DIGITS = {word for words in DIGITS.values() for word in words}

Group = TypeVar("Group", bound=Hashable)


@dataclass(frozen=True)
class Result:
    """A recording, the grammar that was in force (None: none), and what was heard."""

    recording: Recording
    grammar: tuple[str, ...] | None
    heard: Heard

    @property
    def outside(self) -> bool:
        """Is something said that the grammar lacks, so that nothing should be understood?"""
        wanted = tokens(self.recording.text)
        if not wanted or self.grammar is None:
            return not wanted
        has = {token for phrase in self.grammar for token in tokens(phrase)}
        return not has.issuperset(wanted)


@dataclass
class Score:
    """Counts of a group. Words are characters in Chinese; times are in seconds."""

    utterances: int = 0
    exact: int = 0
    words: int = 0
    errors: int = 0
    outside: int = 0
    """Utterances of which nothing should be understood; they count nowhere above."""
    accepted: int = 0
    """Of those, the ones in which some word was accepted."""
    audio_s: float = 0.0
    cpu_s: float = 0.0

    @property
    def word_error_rate(self) -> float | None:
        """None where no word was said."""
        return self.errors / self.words if self.words else None

    @property
    def exact_match(self) -> float | None:
        """The share of utterances without any error; None where there are none."""
        return self.exact / self.utterances if self.utterances else None

    @property
    def false_accept_rate(self) -> float | None:
        """None where no utterance was outside its grammar."""
        return self.accepted / self.outside if self.outside else None

    @property
    def real_time_factor(self) -> float | None:
        """CPU time of decoding a second of audio."""
        return self.cpu_s / self.audio_s if self.audio_s else None

    def add(self, result: Result, threshold: float = ACCEPTED) -> None:
        """Count a result. A recording's own threshold goes before the one given."""
        recording, heard = result.recording, result.heard
        self.audio_s += recording.seconds
        self.cpu_s += heard.cpu_s
        if result.outside:
            self.outside += 1
            least = threshold if recording.threshold is None else recording.threshold
            self.accepted += heard.accepted(least)
            return
        wanted, found = compared(recording.text, heard.text)
        self.utterances += 1
        self.exact += wanted == found
        self.words += len(wanted)
        self.errors += edits(wanted, found)

    def __str__(self) -> str:
        exact, wrong = self.exact_match or 0.0, self.word_error_rate or 0.0
        return f"{exact:6.1%} of {self.utterances} exact, {wrong:6.1%} of {self.words} words wrong"


def hear(model: Model, recording: Recording, grammar: Sequence[str] | None) -> Result:
    """Let a model listen to a recording for a grammar, less the phrases it has no words for."""
    fitted = None
    if grammar is not None:
        fitted = fitting((phrase for phrase in grammar if phrase != UNKNOWN), model.vocabulary)
        if UNKNOWN in grammar:
            fitted = with_unknown(fitted, model.vocabulary)
    heard = model.transcribe(recording.samples, fitted)
    return Result(recording, None if grammar is None else tuple(grammar), heard)


def score(
    results: Iterable[Result], by: Callable[[Recording], Group], threshold: float = ACCEPTED
) -> dict[Group, Score]:
    """The score of each group that `by` tells recordings apart into."""
    scores: dict[Group, Score] = {}
    for result in results:
        scores.setdefault(by(result.recording), Score()).add(result, threshold)
    return scores


def compared(wanted: str, heard: str) -> tuple[list[str], list[str]]:
    """Two texts as lists of words to compare; where only digits are wanted, names of the same
    digit ("oh", "zero") are the same word."""
    texts = tokens(wanted), tokens(heard)
    if _ALL_DIGITS.issuperset(texts[0]):
        return [_SAME_DIGIT.get(t, t) for t in texts[0]], [_SAME_DIGIT.get(t, t) for t in texts[1]]
    return texts


def tokens(text: str) -> list[str]:
    """Lower-case words without punctuation; Chinese in single characters."""
    found: list[str] = []
    for word in text.lower().replace("’", "'").split():
        bare = "".join(character for character in word if character.isalnum() or character == "'")
        if not is_word(word) or not bare:
            continue
        found += list(bare) if unspaced(bare) else [bare]
    return found


def edits(wanted: Sequence[str], heard: Sequence[str]) -> int:
    """The fewest insertions, deletions and substitutions that turn one into the other."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(wanted, 1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            best = min(diagonal + (word != other), row[j] + 1, row[j - 1] + 1)
            diagonal, row[j] = row[j], best
    return row[-1]
