"""The words that slots are made of (digits, months, yes and no …), by language.

`words/<lang>.yaml` holds what people say, which is listened for; `words/written/<lang>.yaml` adds
what is not: typing errors, short forms, and words so short that they would be heard in others.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from intents.phrases import PhraseTable, table
from intents.yaml_file import read_yaml

FOLDER = Path(__file__).parent / "words"
BOUNDS = ("from", "to", "since", "since_after", "until", "before", "before_after", "after",
          "after_after", "now")  # fmt: skip


class Vocabulary:
    """The tables of one language. A language without a file has empty ones: figures still work."""

    def __init__(self, said: dict[str, Any], written: dict[str, Any] | None = None) -> None:
        self._said = said
        self._words = _merged(said, written or {})
        self.numbers: PhraseTable[int] = self._values("numbers")
        self.scales: PhraseTable[int] = self._values("scales")
        self.repeats: PhraseTable[int] = self._values("repeats")
        self.ordinals: PhraseTable[int] = self._values("ordinals")
        # Words that are digits only when they stand between digits: "to", "for".
        self.between_digits: PhraseTable[int] = self._values("between_digits")
        # Those of them that may be digits at the ends of an answer too.
        self.end_sounds: PhraseTable[int] = self._values("end_sounds")
        self.joiners = self._list("joiners")
        # A word for one in front of a scale: "a" hundred.
        self.articles = self._list("articles")
        # Half "a million", a quarter of one, by the part that they are.
        self.shares: PhraseTable[int] = self._values("shares")
        self.and_half = self._list("and_half")
        # Scales behind figures only: 3 "k".
        self.scales_of_figures: PhraseTable[int] = self._values("scales_of_figures")
        # Words that hold the name of a number and mean none: "one moment".
        self.not_a_number = self._list("not_a_number")
        # Words for how many that are no digits: "a couple".
        self.counts: PhraseTable[int] = self._values("counts")
        # Between two numbers one of which is meant, and behind two such digits: 两三个.
        self.alternatives = self._list("alternatives")
        self.measures = self._list("measures")
        # Scales that are no number by themselves: 万, as against "mil".
        self.no_numbers = frozenset(self._words.get("scales_alone_none", ()))
        # What makes a number uncertain: 十"几"个.
        self.vague = self._list("vague")
        # As the whole answer to "how many".
        self.none = self._list("none")
        # What people say between digits without meaning any.
        self.pauses = self._list("pauses")
        self.corrections = self._list("corrections")
        # What stands around a number that chooses: "option" two, the first "one".
        self.choosing = self._list("choosing")
        # In front of a name that is only named to refuse it: "not" in the morning.
        self.refusals = self._list("refusals")
        self.points = self._list("point")
        # "Two fours", by digit; what a telephone number is written with in front of its country.
        self.plurals: PhraseTable[int] = self._values("plurals")
        self.plus = self._list("plus")
        # Around the name of a day, which week it is in: "next" Monday, Monday "last week".
        self.week_before: PhraseTable[str] = self._groups("week_before")
        self.week_after: PhraseTable[str] = self._groups("week_after")
        # Phrases that hold the name of a day and mean none: "por la mañana".
        self.not_a_day = self._list("not_a_day")
        self.fillers = self._list("fillers")
        # Forms of yes, no and unsure that may begin a sentence; the short ones stand alone.
        self.answers: PhraseTable[str] = self._groups("answers")
        self.short_answers: PhraseTable[str] = self._groups("short_answers")
        # Around an answer: hesitation and opinion in front, politeness behind.
        self.around_answers = table(
            {True: [word for name in ("fillers", "leads", "tails") for word in self._section(name)]}
        )
        self.any_answers: PhraseTable[str] = table(self._both("answers", "short_answers"))
        self.final_answers: PhraseTable[str] = self._groups("final_answers")
        self.plain_words = self._list("plain_words")
        self.denials = self._list("denials")
        self.denied_words = self._list("denied_words")
        self.agreed_words = self._list("agreed_words")
        # Where a denial begins with its word, as in Chinese, and what may stand in front of it.
        self.denial_first = self._list("denial_first")
        self.before_denial = self._list("before_denial")
        self.months: PhraseTable[int] = self._groups("months", forgiving=True)
        # Monday is 0.
        self.weekdays: PhraseTable[int] = self._groups("weekdays", forgiving=True)
        self.relative_days: PhraseTable[int] = self._groups("relative_days", forgiving=True)
        self.parts_of_day: PhraseTable[str] = self._groups("parts_of_day", forgiving=True)
        # Words that mean a part of the day only where one was asked for: "early", "tarde".
        self.parts_alone: PhraseTable[str] = self._groups("parts_alone")
        # Behind an hour: am, pm, or any where it tells neither.
        self.clock: PhraseTable[str] = self._groups("clock")
        # Around an hour: "at" ten, ten "o'clock", "half past" nine, nine "y media" (minutes).
        self.hour_before = self._list("hour_before")
        self.hour_marks = self._list("hour_marks")
        self.minutes_before: PhraseTable[int] = self._groups("minutes_before")
        self.minutes_after: PhraseTable[int] = self._groups("minutes_after")
        # The first time that is free.
        self.soonest = self._list("soonest")
        # Words around the day of a month: "the" 3 "rd" "of" March.
        self.date_links = self._list("date_links")
        self.day_suffixes = self._list("day_suffixes")
        # "In" two weeks, two weeks "from now"; without them it may be a length of time.
        self.ahead_before = self._list("ahead_before")
        self.ahead_after = self._list("ahead_after")
        self.ago_before = self._list("ago_before")
        self.ago_after = self._list("ago_after")
        # Whether figures alone begin with the day or the month.
        self.month_first: bool = self._words.get("month_first", False)
        # Whether both orders are written.
        self.figures_doubtful: bool = self._words.get("figures_doubtful", False)
        self.vague_times = self._list("vague_times")
        # Months that are other words too: "may".
        self.weak_months = self._list("weak_months")
        # Dates of a calendar whose days move from year to year.
        self.lunar = self._list("lunar")
        # "month -1" is last month; "last" March is the one that is over.
        self.relative_units: PhraseTable[str] = self._groups("relative_units")
        self.month_before: PhraseTable[str] = self._groups("month_before")
        self.month_after: PhraseTable[str] = self._groups("month_after")
        # The last three months, a quarter, a decade.
        self.lasting = self._list("lasting")
        self.quarters: PhraseTable[int] = self._groups("quarters")
        self.half_years: PhraseTable[int] = self._groups("half_years")
        self.decades: PhraseTable[int] = self._values("decades")
        # What makes a period of one or two: from, to, since, until, before, after, now; `*_after`
        # stand behind it.
        self.bounds: dict[str, PhraseTable[bool]] = {name: self._list(name) for name in BOUNDS}
        self.units: PhraseTable[str] = self._groups("units")
        # How many minor units a word of money is worth.
        self.money: PhraseTable[int] = self._groups("money")
        # Half of a unit behind it: two dollars "and a half", 两块"半".
        self.and_half_unit = self._list("and_half_unit")
        # Whether a unit has tenths between it and its hundredths: 元, 角, 分.
        self.tenths = 10 in self._words.get("money", {})

    def spellings(self, *sections: str) -> tuple[str, ...]:
        """All phrases of some sections as written, for the recogniser."""
        return tuple(str(phrase) for name in sections for phrase in _flat(self._said.get(name, ())))

    @cached_property
    def digit_words(self) -> dict[int, list[str]]:
        """The words for each digit, the usual one first."""
        words: dict[int, list[str]] = {}
        for word, value in self._said.get("numbers", {}).items():
            words.setdefault(value, []).append(str(word))
        return words

    def _values(self, section: str) -> PhraseTable[int]:
        return PhraseTable(self._words.get(section, {}))

    def _both(self, first: str, second: str) -> dict[str, list[str]]:
        """Two sections of groups as one."""
        return _merged(self._words.get(first, {}), self._words.get(second, {}))

    def _section(self, section: str) -> Any:
        return self._words.get(section, ())

    def _list(self, section: str) -> PhraseTable[bool]:
        return table({True: self._section(section)})

    def _groups(self, section: str, *, forgiving: bool = False) -> PhraseTable[Any]:
        return table(self._words.get(section, {}), forgiving=forgiving)


@lru_cache(maxsize=32)
def vocabulary(language: str) -> Vocabulary:
    """The words of a language."""
    said, written = (
        read_yaml(path) if path.is_file() else {}
        for path in (FOLDER / f"{language}.yaml", FOLDER / "written" / f"{language}.yaml")
    )
    return Vocabulary(said, written)


def _merged(said: dict[str, Any], written: dict[str, Any]) -> dict[str, Any]:
    """Both together: lists one behind the other, tables with the entries of both."""
    found = dict(said)
    for name, section in written.items():
        before = found.get(name)
        if before is None:
            found[name] = section
        elif isinstance(section, dict):
            found[name] = _merged(before, section)
        else:
            found[name] = [*before, *section] if isinstance(section, list) else section
    return found


def _flat(section: Any) -> list[Any]:
    if not isinstance(section, dict):
        return list(section)
    if any(isinstance(value, list) for value in section.values()):
        return [phrase for phrases in section.values() for phrase in phrases]
    return list(section)
