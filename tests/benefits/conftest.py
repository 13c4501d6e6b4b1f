"""A small real registry: the well-known people of the demo, in a SQLite file of the test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

import benefits
from benefits import Asked, country, seed
from storage.country import load_country
from storage.database import Database
from storage.registry import SqlRegistry
from storage.vault import Vault

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@dataclass
class Desk:
    """Runs functions of `benefits` as a turn does."""

    database: Database
    vault: Vault
    later: list[Any] = field(default_factory=list)

    def ask(
        self,
        name: str,
        *,
        now: datetime = MONDAY,
        language: str = "en",
        caller: str = "+15550100001",
        channel: str = "voice",
        **arguments: Any,
    ) -> dict[str, Any]:
        """The result of a function; it must give exactly the fields it announces."""
        function = benefits.FUNCTIONS[name]
        registry = SqlRegistry(self.database, self.vault, self.later, "s1", now)
        result = function.run(Asked(registry, now, language, caller, channel, "s1"), **arguments)
        assert set(result) == set(function.gives)
        return dict(result)

    def commit(self) -> None:
        """Run the writes in one transaction, as the end of a turn does."""
        with self.database.transaction() as connection:
            for write in self.later:
                write(connection)


@pytest.fixture(scope="session")
def make_desk(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Desk]:
    def make() -> Desk:
        database = Database(tmp_path_factory.mktemp("benefits") / "test.db")
        database.migrate()
        vault = Vault([Vault.new_key()])
        people = seed.people(count=5, today=MONDAY.date())
        load_country(database, vault, country.offices(), people)
        return Desk(database, vault)

    return make


@pytest.fixture
def desk(make_desk: Callable[[], Desk]) -> Desk:
    return make_desk()
