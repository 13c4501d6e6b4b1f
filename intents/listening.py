"""What a recogniser should listen for at a step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from intents.clauses import grammar
from intents.slots import SLOT_TYPES
from intents.slots.vocabulary import vocabulary
from intents.slots.yes_no import YES_NO
from intents.text import spoken
from intents.tone import outcries
from intents.understood import Expects, Option
from intents.wording import wordings


def listening(
    language: str, expects: Expects, lists: Mapping[str, Sequence[Option]]
) -> tuple[str, ...]:
    """Every phrase that is expected, lower-cased without punctuation, none twice."""
    phrases: list[str] = []
    slot = expects.slot
    if slot:
        options = lists.get(slot.among, ()) if slot.among else ()
        phrases += SLOT_TYPES[slot.type].phrases(language, options)
        if options:
            phrases += _numbers(language)
    for choice in expects.choices:
        phrases += (choice.label, *choice.phrases)
        if choice.label.isdigit():
            phrases += _in_words(choice.label, language)
    if expects.choices:
        phrases += _numbers(language)
    if expects.open:
        # What people say first is seldom a menu's wording: their own sentences lend theirs.
        phrases += (*_examples(language, tuple(expects.intents)), *outcries(language))
    if slot is None or slot.type == YES_NO.name:
        phrases += grammar(language).not_that_phrases
    folded = (_spoken(phrase) for phrase in (*phrases, *_commands(language)))
    return tuple(phrase for phrase in dict.fromkeys(folded) if phrase)


_spoken = lru_cache(maxsize=16_384)(spoken)
"""The same few thousand phrases at every turn."""


@cache
def _commands(language: str) -> tuple[str, ...]:
    """The commands of a language, with the names of the languages in it."""
    found = list(grammar(language).drop)
    for wording in wordings():
        if wording.language == language:
            names = [name for called in wording.languages.values() for name in called]
            for phrases in wording.commands.values():
                for phrase in phrases:
                    found += [phrase.replace("{language}", name) for name in names]
    return tuple(dict.fromkeys(found))


@cache
def _examples(language: str, intents: tuple[str, ...]) -> tuple[str, ...]:
    """The examples of these intents that are listened for."""
    return tuple(
        example
        for wording in wordings()
        if wording.language == language
        for intent in intents
        for example in wording.listened.get(intent, ())
    )


def _in_words(digits: str, language: str) -> tuple[str, ...]:
    """A string of digits in each of the ways to say it, as "two oh one" and "two zero one"."""
    ways = [vocabulary(language).digit_words[int(digit)] for digit in digits]
    most = max(map(len, ways), default=0)
    return tuple(" ".join(words[min(way, len(words) - 1)] for words in ways) for way in range(most))


def _numbers(language: str) -> tuple[str, ...]:
    return vocabulary(language).spellings("numbers", "ordinals", "choosing")
