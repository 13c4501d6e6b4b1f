"""Records of what was tried, sent and looked up, which are kept for so many days and no longer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.database import Database, stamp

_AT_ONCE = 1_000
"""Rows a transaction: others want to write, too."""


@dataclass(frozen=True)
class Kind:
    """What is deleted: rows of a table whose `at` is older, and of which `when` holds."""

    table: str
    at: str
    when: str = "1"


KINDS: Mapping[str, tuple[Kind, ...]] = {
    "identifications": (Kind("identification", "at"),),
    "codes": (
        *(Kind("one_time_code", "created_at"), Kind("code_call", "created_at")),
        *(Kind("pin_call", "created_at"), Kind("letter_code", "expires_at")),
    ),
    "registry searches": (Kind("registry_search", "at"),),
    "letters": (Kind("letter", "sent_at", "sent_at != ''"),),
}
"""What has days of its own. Failures in a row are not among them: they lock a number for good."""


class OldRecords:
    """Deletes what is older than its days."""

    def __init__(self, database: Database, kept: Mapping[str, timedelta]) -> None:
        """kept: for how long, for each of `KINDS`."""
        self._database = database
        self._kept = kept

    def expire(self, now: datetime) -> dict[str, int]:
        """Delete what is due; answers how many rows of what were deleted, where there were any."""
        deleted = {
            name: sum(self._delete(kind, stamp(now - self._kept[name])) for kind in kinds)
            for name, kinds in KINDS.items()
        }
        return {name: count for name, count in deleted.items() if count}

    def _delete(self, kind: Kind, before: str) -> int:
        # Tables and columns are the schema's own names.
        sql = (
            f"DELETE FROM {kind.table} WHERE id IN (SELECT id FROM {kind.table}"
            f" WHERE {kind.at} < ? AND {kind.when} LIMIT {_AT_ONCE})"
        )
        total = 0
        while True:
            with self._database.transaction() as connection:
                count = connection.execute(sql, (before,)).rowcount
            total += count
            if count < _AT_ONCE:
                return total
