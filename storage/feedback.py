"""What people thought of the service."""

from __future__ import annotations

from storage.rows import Row, Rows


class Feedback:
    """The answers, as `benefits.feedback.Feedback` keeps them."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, row: Row) -> None:
        """Keep an answer; what was written and where somebody is reached are encrypted."""
        vault = self._rows.vault
        self._rows.insert(
            "feedback",
            {
                **row,
                "session_id": self._rows.session_id,
                "at": self._rows.now,
                "words": vault.encrypt(row["words"]),
                "panel_phone": vault.encrypt(row["panel_phone"]),
            },
        )
