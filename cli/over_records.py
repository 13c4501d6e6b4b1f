"""The registry for commands that go over all records, and the one transaction of their writes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from cli.environment import Store
from storage.database import Write
from storage.registry import SqlRegistry

Done = TypeVar("Done")


def act(store: Store, now: datetime, what: Callable[[SqlRegistry], Done]) -> Done:
    """Do something to the registry, all of it or nothing. Raises Overtaken where somebody else has
    done the same meanwhile."""
    later: list[Write] = []
    done = what(SqlRegistry(store.database, store.vault, later, "", now))
    store.database.commit(later)
    return done
