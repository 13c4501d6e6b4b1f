"""What is stored in a transaction: the names of tables and columns, never a value."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from storage.database import Write

_STATEMENT = re.compile(
    r"\s*(?:(?P<added>INSERT)(?:\s+OR\s+\w+)?\s+INTO|(?P<changed>UPDATE)(?:\s+OR\s+\w+)?"
    r"|(?P<removed>DELETE)\s+FROM)\s+(?P<table>\w+)\s*(?:\((?P<columns>[^)]*)\)|SET\s(?P<set>.*))?",
    re.IGNORECASE | re.DOTALL,
)
_INSIDE = re.compile(r"\([^()]*\)")
_ASSIGNED = re.compile(r"(\w+)\s*=")
_WHERE = re.compile(r"\sWHERE\s", re.IGNORECASE)


class Noting:
    """A connection, as far as writes use one, that notes what is stored through it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.noted: list[Mapping[str, Any]] = []
        """Of each: what (added, changed or removed), table, and fields as far as they are named."""

    def run(self, writes: Sequence[Write]) -> None:
        """Carry these out."""
        for write in writes:
            write(cast(sqlite3.Connection, self))

    def execute(self, sql: str, values: Any = ()) -> sqlite3.Cursor:
        return self._note(sql, self._connection.execute(sql, values))

    def executemany(self, sql: str, values: Iterable[Any]) -> sqlite3.Cursor:
        return self._note(sql, self._connection.executemany(sql, values))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def _note(self, sql: str, cursor: sqlite3.Cursor) -> sqlite3.Cursor:
        if cursor.rowcount > 0 and (stored := named(sql)):
            self.noted.append(stored)
        return cursor


@lru_cache(maxsize=1024)
def named(sql: str) -> Mapping[str, Any] | None:
    """What a statement stores, as `Noting.noted` has it; None for one that stores nothing."""
    found = _STATEMENT.match(sql)
    if found is None:
        return None
    what = next(name for name in ("added", "changed", "removed") if found[name])
    if found["set"]:
        fields = _ASSIGNED.findall(_WHERE.split(_flat(found["set"]), maxsplit=1)[0])
    else:
        fields = re.findall(r"\w+", found["columns"] or "")
    return {"what": what, "table": found["table"], "fields": fields}


def _flat(sql: str) -> str:
    """Without what is in brackets, where other names are compared."""
    while (shorter := _INSIDE.sub("", sql)) != sql:
        sql = shorter
    return sql
