"""The clauses of an utterance: what is taken back in them, and where a second wish begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from intents.phrases import PhraseTable, table
from intents.text import Span, Utterance, tokens
from intents.wording import expanded
from intents.yaml_file import read_yaml

FILE = Path(__file__).parent / "clauses.yaml"
MOST_HALVES = 6
"""Places at which an utterance is cut in two by way of trial."""
SAYING = 3
"""Fewest words of a wish beside a mere pause."""
_PAUSE = re.compile(r"[;!?¿¡，。；！？、…\n]|[.,:](?=\s|$)|\s[-–—]+(?=\s)")


@dataclass(frozen=True)
class Meant:
    """An utterance without what is taken back in it."""

    utterance: Utterance
    denied: bool = False
    """Was something taken back: "not that", "not the claim"?"""
    marked: bool = False
    """Does it say that it corrects something: "I meant March"?"""
    refused: bool = False
    """Does it begin with a no?"""
    unsure: bool = False
    """Was a clause left out that may yet be what is meant, if nothing is without it?"""
    nothing_left: bool = False
    """Is it nothing but taking back: "no, not that"?"""

    @property
    def corrects(self) -> bool:
        """May it put right what was said or chosen before?"""
        return self.denied or self.marked or self.refused


class Grammar:
    """The small words of one language (`clauses.yaml`)."""

    def __init__(self, language: str) -> None:
        self._lists = read_yaml(FILE).get(language, {})
        self.not_that, self.denial = self._table("not_that"), self._table("not")
        self.but, self.article, self.link = map(self._table, ("but", "article", "link"))
        self.no_clause, self.only = self._table("no_clause"), self._table("only")
        self.instead = self._table("instead")
        self.question, self.filler = self._table("question"), self._table("filler")
        self.meant, self.mean = self._table("meant"), self._table("mean")
        self.focus = self._table("focus")
        self.refusal, self.conjunction = self._table("refusal"), self._table("and")
        self.not_that_phrases = tuple(self._phrases("not_that"))
        self.drop = tuple(self._phrases("drop"))
        self.drop_written = tuple(self._phrases("drop_written"))

    def _phrases(self, name: str) -> Iterator[str]:
        for pattern in self._lists.get(name, ()):
            yield from expanded(pattern)

    def _table(self, name: str) -> PhraseTable[bool]:
        return table({True: list(self._phrases(name))})


@cache
def grammar(language: str) -> Grammar:
    """The small words of a language; none for one that is not in the file."""
    return Grammar(language)


def meant(utterance: Utterance, language: str) -> Meant:
    """The utterance without what is taken back, and whether it puts something right."""
    known = grammar(language)
    found = Meant(utterance, nothing_left=True)
    clauses = spans(utterance)
    for start, end in clauses:
        found = _clause(found, utterance.tokens[:end], start, known)
    for (start, end), (after, _) in pairwise(clauses):
        if not found.denied and _contrasts(utterance.tokens, start, after, known):
            rest = found.utterance.without((start, end))
            found = replace(found, utterance=rest, denied=True, unsure=True)
    for start, end in clauses:
        for hit in known.instead.scan(utterance.tokens[start:end]):
            rest = found.utterance.without((start + hit.start, end))
            found = replace(found, utterance=rest, denied=True)
    for start, _ in clauses[1:]:
        if known.focus.at(utterance.tokens, _begins(utterance.tokens, start, known)):
            found = replace(found, utterance=found.utterance.without((0, start)), unsure=True)
    for hit in known.meant.scan(utterance.tokens):
        rest = found.utterance.without((0, hit.end))
        found = replace(found, utterance=rest, marked=True)
    return found


class Halves(NamedTuple):
    """An utterance cut in two, at a conjunction or at a mere pause."""

    left: Utterance
    right: Utterance
    joined: bool


def halves(utterance: Utterance, language: str) -> Iterator[Halves]:
    """The utterance cut in two at each conjunction and pause, the first few of them."""
    words, known = utterance.tokens, grammar(language)
    cuts = {start for start, _ in spans(utterance)}
    cuts |= {hit.start for hit in known.conjunction.scan(words)}
    for start in sorted(cuts - {0})[:MOST_HALVES]:
        end = start
        while hit := known.conjunction.at(words, end):
            end = hit.end
        left = utterance.without((start, len(words)))
        right = utterance.without((0, end))
        if left.words and right.words and (end > start or _both_say_something(left, right, known)):
            yield Halves(left, right, end > start)


def _both_say_something(left: Utterance, right: Utterance, known: Grammar) -> bool:
    """Are there wishes on both sides of a mere pause, not what is not wanted, or two words that
    explain the other side? What is denied is mostly said first."""
    sides = left.words, right.words
    return all(
        len(words) >= SAYING and not known.no_clause.at(words, _begins(words, 0, known))
        for words in sides
    ) and not any(known.no_clause.scan(left.words))


def spans(utterance: Utterance) -> list[Span]:
    """Where its clauses begin and end, in tokens; one where the punctuation does not tell."""
    counts = [len(tokens(piece)) for piece in _PAUSE.split(utterance.raw)]
    if sum(counts) != len(utterance.tokens):
        return [(0, len(utterance.tokens))]
    ends = [sum(counts[: place + 1]) for place in range(len(counts))]
    pairs = zip([0, *ends], ends, strict=False)
    return [(start, end) for start, end in pairs if start < end]


def _contrasts(words: Sequence[str], start: int, after: int, known: Grammar) -> bool:
    """Does the clause that begins at `start` say no, and the one at `after` what instead?"""
    start, after = (_begins(words, at, known) for at in (start, after))
    return bool(known.no_clause.at(words, start) and known.only.at(words, after))


def _begins(words: Sequence[str], at: int, known: Grammar) -> int:
    """Where a clause begins behind hesitation."""
    while hit := known.filler.at(words, at):
        at = hit.end
    return at


def _clause(found: Meant, words: Sequence[str], at: int, known: Grammar) -> Meant:
    """What the beginning of a clause takes back. words: up to the end of the clause."""
    rest = found.utterance
    denied, marked, refused = found.denied, found.marked, found.refused
    left = False
    while at < len(words):
        if hit := known.not_that.at(words, at):
            rest, at, denied = rest.without((at, hit.end)), hit.end, True
        elif (hit := known.denial.at(words, at)) and not known.question.at(words, len(words) - 1):
            end = _scope(words, hit.end, known)
            rest, at, denied = rest.without((at, end)), end, True
        elif hit := known.mean.at(words, at):
            rest, at, marked = rest.without((0, hit.end)), hit.end, True
        elif hit := known.refusal.at(words, at):
            at, refused = hit.end, True
        elif hit := known.filler.at(words, at):
            at = hit.end
        else:
            left = True
            break
    return Meant(rest, denied, marked, refused, nothing_left=found.nothing_left and not left)


def _scope(words: Sequence[str], start: int, known: Grammar) -> int:
    """Where ends what is taken back from `start` on."""
    for at in range(start + 1, len(words)):
        linked = known.link.at(words, at - 1)
        if known.but.at(words, at) or (known.article.at(words, at) and not linked):
            return at
    return len(words)
