"""The words that slots are made of (digits, months, yes and no …), by language."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from intents.phrases import PhraseTable, table
from intents.yaml_file import read_yaml

FOLDER = Path(__file__).parent / "words"


class Vocabulary:
    """The tables of one language. A language without a file has empty ones: figures still work."""

    def __init__(self, words: dict[str, Any]) -> None:
        self._words = words
        self.numbers: PhraseTable[int] = self._values("numbers")
        self.scales: PhraseTable[int] = self._values("scales")
        self.repeats: PhraseTable[int] = self._values("repeats")
        self.ordinals: PhraseTable[int] = self._values("ordinals")
        # Words that are digits only when they stand between digits: "to", "for".
        self.between_digits: PhraseTable[int] = self._values("between_digits")
        self.joiners = self._list("joiners")
        # A word for one in front of a scale: "a" hundred.
        self.articles = self._list("articles")
        # What people say between digits without meaning any.
        self.pauses = self._list("pauses")
        self.corrections = self._list("corrections")
        # What stands around a number that chooses: "option" two, the first "one".
        self.choosing = self._list("choosing")
        self.points = self._list("point")
        # "Next" Monday is the one of the week after this one.
        self.next_week = self._list("next_week")
        # Phrases that hold the name of a day and mean none: "por la mañana".
        self.not_a_day = self._list("not_a_day")
        self.fillers = self._list("fillers")
        # Forms of yes, no and unsure that may begin a sentence; the short ones stand alone.
        self.answers: PhraseTable[str] = self._groups("answers")
        self.short_answers: PhraseTable[str] = self._groups("short_answers")
        self.months: PhraseTable[int] = self._groups("months", forgiving=True)
        # Monday is 0.
        self.weekdays: PhraseTable[int] = self._groups("weekdays", forgiving=True)
        self.relative_days: PhraseTable[int] = self._groups("relative_days", forgiving=True)
        self.parts_of_day: PhraseTable[str] = self._groups("parts_of_day", forgiving=True)
        # Words that mean a part of the day only where one was asked for: "early", "tarde".
        self.parts_alone: PhraseTable[str] = self._groups("parts_alone")
        # Behind an hour, and how many hours it adds.
        self.clock: PhraseTable[int] = self._values("clock")
        # Words around the day of a month: "the" 3 "rd" "of" March.
        self.date_links = self._list("date_links")
        self.day_suffixes = self._list("day_suffixes")
        # "In" two weeks, two weeks "from now"; without them it may be a length of time.
        self.ahead_before = self._list("ahead_before")
        self.ahead_after = self._list("ahead_after")
        self.units: PhraseTable[str] = self._groups("units")
        # How many minor units a word of money is worth.
        self.money: PhraseTable[int] = self._groups("money")

    def spellings(self, *sections: str) -> tuple[str, ...]:
        """All phrases of some sections as written, for the recogniser."""
        return tuple(
            str(phrase) for name in sections for phrase in _flat(self._words.get(name, ()))
        )

    @cached_property
    def digit_words(self) -> dict[int, list[str]]:
        """The words for each digit, the usual one first."""
        words: dict[int, list[str]] = {}
        for word, value in self._words.get("numbers", {}).items():
            words.setdefault(value, []).append(str(word))
        return words

    def _values(self, section: str) -> PhraseTable[int]:
        return PhraseTable(self._words.get(section, {}))

    def _list(self, section: str) -> PhraseTable[bool]:
        return table({True: self._words.get(section, ())})

    def _groups(self, section: str, *, forgiving: bool = False) -> PhraseTable[Any]:
        return table(self._words.get(section, {}), forgiving=forgiving)


@lru_cache(maxsize=32)
def vocabulary(language: str) -> Vocabulary:
    """The words of a language."""
    path = FOLDER / f"{language}.yaml"
    if not path.is_file():
        return Vocabulary({})
    return Vocabulary(read_yaml(path))


def _flat(section: Any) -> list[Any]:
    if not isinstance(section, dict):
        return list(section)
    if any(isinstance(value, list) for value in section.values()):
        return [phrase for phrases in section.values() for phrase in phrases]
    return list(section)
