"""The outbox of letters: what the post room prints, and what has gone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from storage.database import Database, stamp
from storage.vault import Vault


@dataclass(frozen=True)
class Letter:
    """A letter that waits to be printed."""

    id: int
    kind: str
    language: str
    asked_at: datetime
    name: str
    """Of the person, where it is known here."""
    to: str
    """The address."""
    details: dict[str, str] = field(repr=False)
    """What else the post room has to know; may hold a secret."""


class Letters:
    """Letters by their number."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def waiting(self) -> Sequence[Letter]:
        """Those that have not gone, oldest first."""
        rows = self._database.connection.execute(
            "SELECT letter.*, given_name, surname FROM letter JOIN person ON person.id = person_id"
            " WHERE sent_at = '' ORDER BY asked_at, letter.id"
        )
        return [self._letter(dict(row)) for row in rows]

    def done(self, number: int, now: datetime) -> bool:
        """It has been printed and gone: what it said is not kept. False for one that does not
        wait."""
        with self._database.transaction() as connection:
            gone = connection.execute(
                "UPDATE letter SET sent_at = ?, details = '' WHERE id = ? AND sent_at = ''",
                (stamp(now), number),
            )
            return gone.rowcount > 0

    def _letter(self, row: dict[str, str]) -> Letter:
        open_ = self._vault.decrypt
        names = [open_(row[name] or "") for name in ("given_name", "surname")]
        details = dict(json.loads(open_(row["details"])))
        return Letter(
            int(row["id"]),
            row["kind"],
            row["language"],
            datetime.fromisoformat(row["asked_at"]),
            " ".join(name for name in names if name),
            details.pop("to", ""),
            details,
        )
