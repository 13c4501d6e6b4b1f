"""Who may act for whom: consents that are given, used and withdrawn."""

from __future__ import annotations

from storage.rows import Row, Rows


class Consents:
    """The consents as one turn sees them; the shape of `benefits.helpers.Consents`."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def of(self, person_id: int) -> list[Row]:
        """Those that this person gave and has not withdrawn, newest first: id, helper_id, scope,
        ts and name (of the helper)."""
        rows = self._rows.all(
            "SELECT id, helper_id, scope, ts FROM consent"
            " WHERE person_id = ? AND withdrawn_at IS NULL ORDER BY id DESC",
            person_id,
        )
        return [{**row, "name": self.name(row["helper_id"])} for row in rows]

    def allows(self, person_id: int, helper_id: int) -> bool:
        """May the one act for the other?"""
        row = self._rows.first(
            "SELECT 1 FROM consent WHERE person_id = ? AND helper_id = ? AND withdrawn_at IS NULL",
            person_id,
            helper_id,
        )
        return row is not None

    def give(self, person_id: int, helper_id: int, purpose: str, scope: str, channel: str) -> None:
        """Let somebody act for a person."""
        self._rows.insert(
            "consent",
            {
                "person_id": person_id,
                "helper_id": helper_id,
                "ts": self._rows.now,
                "purpose": purpose,
                "scope": scope,
                "channel": channel,
            },
        )

    def withdraw(self, person_id: int) -> None:
        """Nobody may act for this person any more."""
        self._rows.write(
            "UPDATE consent SET withdrawn_at = ? WHERE person_id = ? AND withdrawn_at IS NULL",
            self._rows.now,
            person_id,
        )

    def name(self, person_id: int) -> str:
        """What somebody is called."""
        row = self._rows.first("SELECT given_name FROM person WHERE id = ?", person_id)
        return self._rows.vault.decrypt(row["given_name"]) if row else ""
