"""What may be said anywhere: repeat, slower, faster, back, menu, person, language, stop, and stop
recording."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from intents.phrases import slips, table
from intents.text import Utterance, tokens
from intents.wording import Wording

EVERYWHERE = ("person", "stop", "stop_recording", "language")
"""Commands that are understood in every language, whatever is spoken."""
LONGEST = 16
"""Tokens; a longer utterance is about something."""


class Command(NamedTuple):
    """A command, and the language that `language` asks for."""

    name: str
    language: str | None = None


class Commands:
    """The commands of one language, and those of the others that are understood everywhere.

    A command is a whole utterance, politeness and typing errors aside: "my husband stopped
    working" holds the word and is none.
    """

    def __init__(self, own: Wording, others: Sequence[Wording], known: Collection[str]) -> None:
        """`known`: words that are no typing errors, as people use them in other sentences."""
        self._phrases: dict[tuple[str, ...], Command] = {}
        for wording in others:
            self._add(wording, EVERYWHERE)
        self._add(own, own.commands)
        self._polite = table(
            {True: [word for each in (own, *others) for word in (*each.courtesy, *each.polite)]}
        )
        self._vocabulary = sorted({word for key in self._phrases for word in key})
        self._right = {*self._vocabulary, *known}

    def find(self, utterance: Utterance) -> Command | None:
        """The command that an utterance is."""
        words = utterance.tokens
        if len(words) > LONGEST:
            return None
        corrected = tuple(map(self._corrected, words))
        for attempt in dict.fromkeys((words, corrected)):
            for phrase in self.cores(attempt):
                if phrase in self._phrases:
                    return self._phrases[phrase]
        return None

    def cores(self, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """The utterance with more and more of the politeness around it left out."""
        return self._polite.cores(_once(words))

    def _add(self, wording: Wording, names: Collection[str]) -> None:
        for name in names:
            for phrase in wording.commands[name]:
                if "{language}" not in phrase:
                    self._phrases[tokens(phrase)] = Command(name)
                    continue
                for code, called in wording.languages.items():
                    for language in called:
                        key = tokens(phrase.replace("{language}", language))
                        self._phrases[key] = Command(name, code)

    def _corrected(self, word: str) -> str:
        if len(word) < 5 or word in self._right:
            return word
        best = process.extractOne(
            word, self._vocabulary, scorer=OSA.distance, score_cutoff=slips(word)
        )
        return best[0] if best else word


def _once(words: tuple[str, ...]) -> tuple[str, ...]:
    """What is said several times, once: "agent, agent!"."""
    for length in range(1, len(words) // 2 + 1):
        times, left = divmod(len(words), length)
        if not left and words == words[:length] * times:
            return words[:length]
    return words
