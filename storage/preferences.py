"""What people prefer, and what they have consented to, by person."""

from __future__ import annotations

from collections.abc import Mapping

from storage.rows import Rows


class Preferences:
    """One person's preferences and consents; the shape of `benefits.personal.records`."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def of(self, person_id: int) -> Mapping[str, str]:
        """The preferences that were told, by name."""
        rows = self._rows.all("SELECT name, value FROM preference WHERE person_id = ?", person_id)
        return {row["name"]: row["value"] for row in rows}

    def set(self, person_id: int, name: str, value: str) -> None:
        """Keep a preference in place of an earlier one; an empty value forgets it."""
        if not value:
            self._rows.write(
                "DELETE FROM preference WHERE person_id = ? AND name = ?", person_id, name
            )
            return
        self._rows.write(
            "INSERT OR REPLACE INTO preference VALUES (?, ?, ?, ?)",
            person_id,
            name,
            value,
            self._rows.now,
        )

    def erase(self, person_id: int) -> None:
        """Forget all preferences, and withdraw all consents."""
        self._rows.write("DELETE FROM preference WHERE person_id = ?", person_id)
        self._rows.write(
            "UPDATE data_consent SET withdrawn_at = ? WHERE person_id = ? AND withdrawn_at = ''",
            self._rows.now,
            person_id,
        )

    def consents(self, person_id: int) -> Mapping[str, str]:
        """What is consented to now, by purpose: since when (ISO)."""
        rows = self._rows.all(
            "SELECT purpose, ts FROM data_consent WHERE person_id = ? AND withdrawn_at = ''"
            " ORDER BY id",
            person_id,
        )
        return {row["purpose"]: row["ts"] for row in rows}

    def consent(self, person_id: int, purpose: str, channel: str) -> None:
        """Keep that somebody has consented; the consent before, if any, ends."""
        self.withdraw(person_id, purpose)
        self._rows.insert(
            "data_consent",
            {
                "person_id": person_id,
                "purpose": purpose,
                "ts": self._rows.now,
                "channel": channel,
            },
        )

    def withdraw(self, person_id: int, purpose: str) -> None:
        """End a consent; nothing happens where there is none."""
        self._rows.write(
            "UPDATE data_consent SET withdrawn_at = ?"
            " WHERE person_id = ? AND purpose = ? AND withdrawn_at = ''",
            self._rows.now,
            person_id,
            purpose,
        )
