"""A whole hotline behind the turn: real flows, understanding, country and database."""

from __future__ import annotations

import itertools
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from benefits import country, seed
from conversation.heard import Heard
from conversation.turn import Turns
from flows import Library
from intents import Understander
from settings import cache_folder
from storage.conversations import Conversations
from storage.country import load_country
from storage.database import Database
from storage.registry import SqlRegistry
from storage.vault import Vault
from tests.conversation.staff_floor import Floor

OURS, THEIRS = "+15550100000", "+15550100001"
TODAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
KEY = "A" * 43 + "="


@dataclass
class Hotline:
    """Takes turns on a day of its own."""

    database: Database
    understander: Understander
    library: Library = field(default_factory=Library.load)
    now: datetime = TODAY
    caller: str = THEIRS

    def __post_init__(self):
        self.vault = Vault([KEY])
        self.conversations = Conversations(self.database, self.vault)
        self.turns = self.fresh_turns(self.library)
        self._ids = itertools.count(1)

    def fresh_turns(self, library):
        """A server that has just started, on the same database."""

        def registry(later, session_id, now):
            return SqlRegistry(self.database, self.vault, later, session_id, now)

        return Turns(
            self.conversations, registry, self.understander, library, "en", lambda: self.now
        )

    def text(self, body, id=None, caller=THEIRS, turns=None):
        """What is answered to a text."""
        heard = Heard(
            id or f"SM{next(self._ids)}", "sms", f"{OURS}|{caller}", caller, OURS, "text", body
        )
        return (turns or self.turns).take(heard)

    def call(self, kind, text="", id=None, sid="CA1", languages=frozenset({"en"}), **heard):
        """What is answered on a call."""
        number = id or f"{sid}:{next(self._ids)}"
        return self.turns.take(
            Heard(
                number,
                "voice",
                sid,
                called=OURS,
                kind=kind,
                text=text,
                speech_languages=languages,
                **({"caller": self.caller} | heard),
            )
        )

    def later(self, **time):
        """Let time pass."""
        self.now += timedelta(**time)

    def rows(self, sql, *values):
        """Rows of the database."""
        return self.database.connection.execute(sql, values).fetchall()


@pytest.fixture(scope="session")
def understander():
    return Understander.load(cache=cache_folder() / "intents")


@pytest.fixture(scope="session")
def country_file(tmp_path_factory):
    database = Database(tmp_path_factory.mktemp("country") / "benefitline.db")
    database.migrate()
    people = seed.people(0, today=TODAY.date())
    load_country(database, Vault([KEY]), country.offices(), people)
    database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return database.path


@pytest.fixture
def hotline(tmp_path, country_file, understander):
    shutil.copy(country_file, tmp_path / "benefitline.db")
    database = Database(tmp_path / "benefitline.db")
    yield Hotline(database, understander)
    database.close()


@pytest.fixture
def floor(hotline):
    """Staff at work."""
    return Floor(hotline)
