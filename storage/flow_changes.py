"""Changes of texts on their way: drafts of their authors, until a second person publishes them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.database import Database, stamp

DRAFT, WAITING, PUBLISHED, WITHDRAWN = "draft", "waiting", "published", "withdrawn"


class Moved(Exception):
    """What was to be changed is not as it was when it was read: somebody else was faster."""


class OtherDraft(Moved):
    """Its author has another draft, and may have one only."""


@dataclass(frozen=True)
class Change:
    """Some texts that are to change together."""

    id: int
    title: str
    """What it is for; may be empty while it is a draft."""
    author: str
    base: int
    """The version in use that it was compared with."""
    status: str
    created_at: str
    changed_at: str
    decided_by: str
    reason: str
    """Of whoever published it or gave it back to its author."""


@dataclass(frozen=True)
class DraftText:
    """One text of a change, in one language; wordings by kind."""

    change_id: int
    file: str
    path: str
    language: str
    was: dict[str, str]
    now: dict[str, str]
    revision: int
    """Grows by one whenever it is saved."""

    @property
    def place(self) -> tuple[str, str, str]:
        """Where it stands."""
        return self.file, self.path, self.language


class FlowChanges:
    """The changes in the database. What writes takes the connection of a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, number: int) -> Change | None:
        """A change by its number."""
        found = self._changes("id = ?", number)
        return found[0] if found else None

    def draft_of(self, author: str) -> Change | None:
        """The draft of an author, who has one at most."""
        found = self._changes("author = ? AND status = ?", author, DRAFT)
        return found[0] if found else None

    def with_status(self, status: str, limit: int = 100) -> list[Change]:
        """The changes that are so, the latest first."""
        return self._changes("status = ? ORDER BY changed_at DESC, id DESC LIMIT ?", status, limit)

    def texts(self, change: int) -> list[DraftText]:
        """The texts of a change, in the order of the flows."""
        return self._texts("change_id = ? ORDER BY file, path, language", change)

    def elsewhere(self, file: str, path: str, author: str) -> list[tuple[Change, DraftText]]:
        """What others are about to make of a text, in any language."""
        texts = self._texts(
            """file = ? AND path = ? AND change_id IN (SELECT id FROM flow_change
                   WHERE status IN (?, ?) AND author <> ?)""",
            *(file, path, DRAFT, WAITING, author),
        )
        found = [(self.get(one.change_id), one) for one in texts]
        return [(change, one) for change, one in found if change]

    def begin(self, connection: sqlite3.Connection, author: str, base: int, at: datetime) -> Change:
        """The draft of an author, begun where there is none."""
        now = stamp(at)
        connection.execute(
            """INSERT OR IGNORE INTO flow_change (title, author, base, status, created_at,
                   changed_at) VALUES ('', ?, ?, ?, ?, ?)""",
            (author, base, DRAFT, now, now),
        )
        draft = self.draft_of(author)
        assert draft is not None  # it is there since the statement above
        return draft

    def save(
        self,
        connection: sqlite3.Connection,
        change: Change,
        place: tuple[str, str, str],
        was: Mapping[str, str],
        now: Mapping[str, str],
        revision: int,
        at: datetime,
    ) -> None:
        """Keep a text of a draft. revision: the one that was read; 0 for a text that was not in it.
        Raises Moved where that is not the latest."""
        values = (change.id, *place, _json(was), _json(now))
        if revision:
            done = connection.execute(
                """UPDATE flow_change_text SET was = ?, now = ?, revision = revision + 1
                   WHERE change_id = ? AND file = ? AND path = ? AND language = ?
                       AND revision = ?""",
                (*values[4:], *values[:4], revision),
            )
        else:
            done = connection.execute(
                "INSERT OR IGNORE INTO flow_change_text VALUES (?, ?, ?, ?, ?, ?, 1)", values
            )
        if not done.rowcount:
            raise Moved(f"{place} of change {change.id}")
        self._touch(connection, change, at)

    def drop(
        self,
        connection: sqlite3.Connection,
        change: Change,
        place: tuple[str, str, str],
        at: datetime,
    ) -> None:
        """Take a text out of a change."""
        connection.execute(
            """DELETE FROM flow_change_text
               WHERE change_id = ? AND file = ? AND path = ? AND language = ?""",
            (change.id, *place),
        )
        self._touch(connection, change, at)

    def settle(
        self, connection: sqlite3.Connection, change: Change, at: datetime, **columns: Any
    ) -> None:
        """Set columns of a change. Raises Moved where its status or base is another one by now, or
        its author has begun another draft."""
        names = ", ".join(f"{name} = ?" for name in columns)  # the schema's own names
        try:
            done = connection.execute(
                f"""UPDATE flow_change SET {names}, changed_at = ?
                    WHERE id = ? AND status = ? AND base = ?""",
                (*columns.values(), stamp(at), change.id, change.status, change.base),
            )
        except sqlite3.IntegrityError:
            raise OtherDraft(f"another draft of {change.author}") from None
        if not done.rowcount:
            raise Moved(f"change {change.id}")

    @staticmethod
    def _touch(connection: sqlite3.Connection, change: Change, at: datetime) -> None:
        done = connection.execute(
            "UPDATE flow_change SET changed_at = ? WHERE id = ? AND status = ?",
            (stamp(at), change.id, DRAFT),
        )
        if not done.rowcount:
            raise Moved(f"change {change.id} is no draft any more")

    def _changes(self, where: str, *values: Any) -> list[Change]:
        rows = self._database.connection.execute(f"SELECT * FROM flow_change WHERE {where}", values)
        return [Change(**dict(row)) for row in rows]

    def _texts(self, where: str, *values: Any) -> list[DraftText]:
        rows = self._database.connection.execute(
            f"SELECT * FROM flow_change_text WHERE {where}", values
        )
        return [
            DraftText(**{**row, "was": json.loads(row["was"]), "now": json.loads(row["now"])})
            for row in map(dict, rows)
        ]


def _json(wordings: Mapping[str, str]) -> str:
    return json.dumps(dict(wordings), ensure_ascii=False, sort_keys=True)
