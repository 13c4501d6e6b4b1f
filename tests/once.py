"""What takes long and comes out the same every time, done once for all the tests of a process."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from argon2 import PasswordHasher

from audio_models.graph import lexicon
from flows import Library
from flows.library import HERE
from flows.outcome import Prompt
from flows.saying import sayings
from intents import Understander
from intents.limits import load as usual_limits
from settings import cache_folder
from storage.database import Database

_QUICK = partial(PasswordHasher, time_cost=1, memory_cost=64, parallelism=1)


@contextmanager
def passwords_are_hashed_quickly() -> Iterator[None]:
    """The server takes 64 MB and three rounds for a password; its own process does here, too."""
    with patch("storage.staff.PasswordHasher", _QUICK), patch("storage.pins._HASHER", _QUICK()):
        yield


@contextmanager
def the_product_is_read_once() -> Iterator[None]:
    """Its flows, and what understands people: neither changes once it is made."""
    library, understander = Library.load, Understander.load
    read, usual = cache(partial(library, HERE)), cache(usual_limits)
    fitted = cache(partial(understander, cache=cache_folder() / "intents"))

    def load(folder: Path = HERE) -> Library:
        return read() if folder == HERE else library(folder)

    def load_understander(folder: Path | None = None, **how: Any) -> Understander:
        as_usual = how.get("limits") in (None, usual()) and not how.get("lessons")
        return fitted() if folder is None and as_usual else understander(folder, **how)

    with patch.object(Library, "load", load), patch.object(Understander, "load", load_understander):
        yield


@contextmanager
def databases_are_copied() -> Iterator[None]:
    """All migrations run for the first database alone; each further new one is its copy."""
    migrate = Database.migrate
    with TemporaryDirectory() as folder:

        @cache
        def migrated() -> tuple[Path, list[str]]:
            database = Database(Path(folder) / "migrated.db")
            ran = migrate(database)
            database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            database.close()
            return database.path, ran

        def copy(database: Database) -> list[str]:
            if database.path.exists():
                return migrate(database)
            file, ran = migrated()
            shutil.copy(file, database.path)
            return list(ran)

        with patch.object(Database, "migrate", copy):
            yield


@contextmanager
def words_are_pronounced_once() -> Iterator[None]:
    """A speech graph has ten thousand words; graphs with some others besides have them, too."""
    with patch.object(lexicon, "pronounce", cache(lexicon.pronounce)):
        yield


@contextmanager
def what_is_said_is_gathered_once() -> Iterator[None]:
    """Everything that a library may say, by language: thousands of sentences."""

    @lru_cache(maxsize=12)
    def gathered(library: Library, language: str) -> tuple[Prompt, ...]:
        return tuple(sayings(library, language))

    with patch("voice.studio.sayings", gathered), patch("voice.ahead.sayings", gathered):
        yield


EVERYTHING: tuple[Callable[[], Any], ...] = (
    passwords_are_hashed_quickly,
    the_product_is_read_once,
    databases_are_copied,
    words_are_pronounced_once,
    what_is_said_is_gathered_once,
)
