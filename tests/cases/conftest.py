import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

# Helper modules live beside the tests that use them; without packages they need their folder.
sys.path.insert(0, str(Path(__file__).parent))

from benefits import FUNCTIONS
from cli.cases.hotline import Hotline, seed_country
from cli.cases.playing import drawn, fail
from cli.cases.reading import Case
from flows import Library
from intents import Understander
from settings import cache_folder
from storage.proofs import Proofs


@pytest.fixture(scope="session")
def understander() -> Understander:
    return Understander.load(cache=cache_folder() / "intents")


@pytest.fixture(scope="session")
def country_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[date], Path]:
    """The file of a seeded database by day; each day is seeded once and copied."""
    made: dict[date, Path] = {}

    def of(today: date) -> Path:
        if today not in made:
            made[today] = tmp_path_factory.mktemp("country") / "country.db"
            seed_country(made[today], today)
        return made[today]

    return of


@pytest.fixture(autouse=True)
def last_ones_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is drawn at random are the last ones, as `playing` has it."""
    monkeypatch.setattr(Proofs, "drawn", drawn)


@pytest.fixture(scope="session")
def library() -> Library:
    return Library.load()


@pytest.fixture(scope="session")
def played() -> set[str]:
    """The steps that were gone through and the cases that were played so far."""
    return set()


@pytest.fixture
def hotline_for(
    tmp_path: Path,
    understander: Understander,
    library: Library,
    country_of: Callable[[date], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[Case], Hotline]:
    def make(case: Case) -> Hotline:
        for name in case.fails:
            monkeypatch.setitem(FUNCTIONS, name, replace(FUNCTIONS[name], run=fail))
        return Hotline(tmp_path, country_of(case.records), understander, library, case)

    return make
