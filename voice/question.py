"""What is listened for after a reply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from conversation.reply import Reply
from intents import KeyEntry, Pause

if TYPE_CHECKING:
    from conversation.turn import Turns


ONE_KEY = KeyEntry(1, 1)
_SENTENCE = 3
"""So many words are an attempt at an answer, whatever they are."""
_LITTLE = 3
"""Shorter words, in letters, are what a hum sounds like: "oh"."""
_SHORTEST = 2


def _usual(words: str) -> Pause:
    return "usual"


@dataclass(frozen=True)
class Question:
    """How to listen to the answer, be it spoken or keyed."""

    language: str
    phrases: tuple[str, ...] = ()
    """The recogniser's grammar; empty when only keys are wanted."""
    strings: tuple[str, ...] = ()
    """Words of the grammar that follow one another in any order, as digits do."""
    keys: KeyEntry = ONE_KEY
    readings: int = 0
    """How many readings of a string the answer is chosen among; 0: the recogniser's usual few."""
    closed: bool = False
    """True where nothing is welcome but an answer: a value, or one of a menu's choices."""
    pace: str = "normal"
    """How the caller is spoken to; who hears slowly gets more time to answer."""
    value_pause: Callable[[str], Pause] = _usual
    """The silence that ends the answer after these words, by what is asked for."""

    def says_much(self, words: str) -> bool:
        """Are these words an answer, or enough of one that no noise sounds like it?"""
        size = len(words.split()) if words.isascii() or " " in words else len(words) / 2
        if words in self.phrases:
            return len(words) >= _LITTLE
        return size >= _SENTENCE or (size >= 2 and self.begins(words))

    def says_little(self, words: str) -> bool:
        """Is it the shortest of words, "a" or "it", which many a noise sounds like?"""
        return len(words) <= (_SHORTEST if words.isascii() else 1)

    def begins(self, words: str) -> bool:
        """Are these words an answer, or the beginning of one?"""
        return any(phrase.startswith(words) for phrase in self.phrases)

    def pause_after(self, words: str) -> Pause:
        """The silence that ends the answer after these words."""
        if not words:
            return "usual"
        pause = self.value_pause(words)
        if words not in self.phrases or words in self.strings:
            return pause
        if pause != "short":
            return "usual"  # a command, and whatever else is no value that is read out
        # Where any subject is welcome, more may follow the words of a choice.
        more = not self.closed and any(phrase.startswith(words + " ") for phrase in self.phrases)
        return "usual" if more else "short"


def question_of(turns: Turns, reply: Reply) -> Question:
    """What may be answered to this reply."""
    expects = reply.expects
    keys = turns.keys_expected(reply)
    if expects is None or expects.keys_only:
        return Question(reply.language, keys=keys, pace=reply.pace)
    phrases = turns.listening(reply)
    strings: tuple[str, ...] = ()
    if keys.max > 1:
        # What the slot alone brings in is what a number is read out with.
        rest = replace(reply, expects=replace(expects, slot=None, also=()))
        elsewhere = frozenset(turns.listening(rest))
        strings = tuple(word for word in phrases if word not in elsewhere and " " not in word)
    closed = not expects.open and (bool(expects.choices) or expects.slot is not None)
    readings = turns.readings_wanted(reply) if strings else 0

    @lru_cache(maxsize=1)  # it is asked for in every frame of a silence
    def value_pause(words: str) -> Pause:
        return turns.pause_after(reply, words)

    return Question(
        reply.language, phrases, strings, keys, readings, closed, reply.pace, value_pause
    )
