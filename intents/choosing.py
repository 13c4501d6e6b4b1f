"""Choosing from a menu: by its number or by what it is called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from intents.phrases import slips
from intents.slots import Asking
from intents.slots.number import whole_at
from intents.slots.spelling import digit_runs
from intents.slots.vocabulary import vocabulary
from intents.slots.yes_no import YES_NO
from intents.text import Utterance, tokens
from intents.understood import Choice

SURE = 0.7
"""Least likeness, 0 to 1, of a choice that is taken."""
AHEAD = 0.1
"""By how much the best choice must be ahead of the second."""

Rarity = Callable[[str], float]


class Chosen(NamedTuple):
    """A choice and how well it fits, 0 to 1."""

    name: str
    confidence: float


class Place(NamedTuple):
    """A number that was said for a choice: a key, or with `ordinal` the place in the list."""

    number: int
    ordinal: bool


def exactly(words: Iterable[tuple[str, ...]], choices: Sequence[Choice]) -> Chosen | None:
    """The choice whose label or phrase is one of the wordings."""
    wordings = set(words)
    for choice in choices:
        if any(_offered(phrase) in wordings for phrase in (choice.label, *choice.phrases)):
            return Chosen(choice.name, 0.99)
    return None


def chosen(
    utterance: Utterance, asking: Asking, choices: Sequence[Choice], rarity: Rarity
) -> Chosen | None:
    """The choice that an utterance makes, by whatever way it is clear by."""
    if not choices:
        return None
    if called_by_digits(choices):
        return by_digits(utterance, asking.language, choices)
    return (
        by_number(utterance.words, asking.language, choices)
        or by_answer(utterance, asking, choices)
        or by_name(utterance.words, choices, rarity)
    )


def by_number(words: Sequence[str], language: str, choices: Sequence[Choice]) -> Chosen | None:
    """Option two, "the first one", 第三个, the key itself."""
    place = number_said(words, language)
    if place is None:
        return None
    if place.ordinal and 1 <= place.number <= len(choices):
        return Chosen(choices[place.number - 1].name, 0.95)
    keys = {choice.key: choice.name for choice in choices}
    name = keys.get(str(place.number))
    return Chosen(name, 0.95) if name and not place.ordinal else None


def by_digits(utterance: Utterance, language: str, choices: Sequence[Choice]) -> Chosen | None:
    """Of choices that are called by digits, the only one that these are all or part of.

    A digit by itself is a key, unless it is a digit of the other choice alone.
    """
    place = number_said(utterance.tokens, language)
    if place and (place.ordinal or (place.number < 10 and len(utterance.tokens) > 1)):
        return by_number(utterance.tokens, language, choices)
    said = "".join(run.readings[0] for run in digit_runs(utterance, language))
    if len(said) <= 1:
        by_key = by_number(utterance.tokens, language, choices)
        holds = [choice.name for choice in choices if said and said in choice.label]
        return by_key if by_key and (len(holds) != 1 or by_key.name in holds) else None
    same = [choice.name for choice in choices if choice.label == said]
    part = [choice.name for choice in choices if said in choice.label or choice.label in said]
    found = same or part
    return Chosen(found[0], 0.95) if len(found) == 1 else None


def called_by_digits(choices: Sequence[Choice]) -> bool:
    """Are the choices parts of numbers?"""
    return bool(choices) and all(choice.label.isdigit() for choice in choices)


def by_answer(utterance: Utterance, asking: Asking, choices: Sequence[Choice]) -> Chosen | None:
    """The choice that a yes or a no stands for, where phrases of the choices are yes and no."""
    answer = YES_NO.read(utterance, asking)
    if answer is None:
        return None
    answers = vocabulary(asking.language).answers
    meaning = "yes" if answer.value else "no"
    for choice in choices:
        if any(answers.whole(_offered(phrase)) == meaning for phrase in choice.phrases):
            return Chosen(choice.name, answer.confidence)
    return None


def number_said(words: Sequence[str], language: str) -> Place | None:
    """The number that an utterance is, apart from "option", "the … one" and the like."""
    known = vocabulary(language)
    start, end = 0, len(words)
    while (hit := known.choosing.at(words, start)) and hit.end < end:
        start = hit.end
    while behind := [
        at for at in (end - 1, end - 2) if at > start and known.choosing.whole(words[at:end])
    ]:
        end = behind[0]
    core = words[start:end]
    ordinal = known.ordinals.whole(core)
    if ordinal is not None:
        return Place(ordinal, ordinal=True)
    number = whole_at(core, 0, known) if core else None
    return Place(number[0], ordinal=False) if number and number[1] == len(core) else None


def by_name(words: Sequence[str], choices: Sequence[Choice], rarity: Rarity) -> Chosen | None:
    """The choice that an utterance resembles, clearly more than the others."""
    said = _Said(words, sum(map(rarity, set(words))) or 1.0, rarity)
    ranked = sorted(
        (Chosen(choice.name, _likeness(said, choice)) for choice in choices),
        key=lambda chosen: -chosen.confidence,
    )
    if not ranked or ranked[0].confidence < SURE:
        return None
    if len(ranked) > 1 and ranked[0].confidence - ranked[1].confidence < AHEAD:
        return None
    return ranked[0]


class _Said(NamedTuple):
    """The words of an utterance, and how rare they are together."""

    words: Sequence[str]
    weight: float
    rarity: Rarity


def _likeness(said: _Said, choice: Choice) -> float:
    phrases = map(_offered, (choice.label, *choice.phrases))
    return max((_shared(said, phrase) for phrase in phrases if phrase), default=0.0)


@lru_cache(maxsize=2048)
def _offered(phrase: str) -> tuple[str, ...]:
    """The tokens of a menu's phrase: the same few hundred at every turn."""
    return tokens(phrase)


def _shared(said: _Said, phrase: Sequence[str]) -> float:
    """How much of the phrase was said, and whether much else was said too, weighted by rarity."""
    found = {word for one in said.words if (word := _like(one, phrase))}
    if not found:
        return 0.0
    common = sum(map(said.rarity, found))
    of_phrase = common / (sum(map(said.rarity, set(phrase))) or 1.0)
    return of_phrase * (0.55 + 0.45 * min(1.0, common / said.weight))


def _like(word: str, phrase: Sequence[str]) -> str | None:
    if word in phrase:
        return word
    if len(word) < 5:
        return None
    best = process.extractOne(word, phrase, scorer=OSA.distance, score_cutoff=slips(word))
    return best[0] if best else None
