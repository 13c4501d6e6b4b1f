"""Plays many cases one after the other, and says of each whether it went as it should."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benefits import FUNCTIONS
from cli.cases.hotline import Hotline, seed_country
from cli.cases.reading import Case
from cli.cases.running import Direct, compare_stored, play
from conversation.understanding import Understands
from flows import Library
from storage.proofs import Proofs


def fail(*_: object, **__: object) -> dict[str, Any]:
    """A function that cannot be run."""
    raise RuntimeError("as the case wants it")


def drawn(_: Proofs, names: list[str], count: int) -> list[str]:
    """What is drawn at random are the last ones, so that a case knows what it is asked."""
    return list(names)[-count:]


class Player:
    """Plays cases on hotlines in a folder of its own. For one thread of a process in which nobody
    else is served: what a case has otherwise is otherwise for the whole process meanwhile."""

    def __init__(self, folder: Path, library: Library) -> None:
        self._folder = folder
        self._library = library
        self._countries: dict[date, Path] = {}

    def outcomes(self, cases: list[Case], understander: Understands) -> Iterator[tuple[str, str]]:
        """By name of the case what was not as it should be; empty where all was."""
        for case in cases:
            yield case.case, self.outcome(case, understander)

    def outcome(self, case: Case, understander: Understands) -> str:
        """What was not as the case wants it; empty where all was."""
        with TemporaryDirectory(dir=self._folder) as folder, _as_wanted(case):
            try:
                country = self._country(case.records)
                hotline = Hotline(Path(folder), country, understander, self._library, case)
                try:
                    play(case, Direct(case, hotline).take)
                    compare_stored(case, hotline.rows)
                finally:
                    hotline.database.close()
            except Exception as error:  # whatever goes wrong in a case is what became of it
                return str(error) or type(error).__name__
        return ""

    def _country(self, day: date) -> Path:
        """The file of a country seeded for a day; each day is seeded once."""
        if day not in self._countries:
            self._countries[day] = self._folder / f"{day}.db"
            seed_country(self._countries[day], day)
        return self._countries[day]


@contextmanager
def _as_wanted(case: Case) -> Iterator[None]:
    """Functions fail and take the levels that the case wants, and nothing is drawn at random."""
    changed: dict[str, Any] = {name: replace(FUNCTIONS[name], run=fail) for name in case.fails}
    for name, level in case.needs.items():
        changed[name] = replace(changed.get(name, FUNCTIONS[name]), level=level)
    usual: Callable[..., Any] = Proofs.drawn
    Proofs.drawn = drawn  # type: ignore[method-assign, assignment]
    try:
        with _instead(FUNCTIONS, changed):
            yield
    finally:
        Proofs.drawn = usual  # type: ignore[method-assign]


@contextmanager
def _instead(table: MutableMapping[str, Any], others: dict[str, Any]) -> Iterator[None]:
    before = {name: table[name] for name in others}
    table.update(others)
    try:
        yield
    finally:
        table.update(before)
