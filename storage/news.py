"""Texts that nobody asked for, and documents that expire."""

from __future__ import annotations

import sqlite3

from storage.conversations import Overtaken
from storage.rows import Row, Rows

_CANDIDATES = """
    SELECT person_id FROM data_consent WHERE purpose = 'entitlements' AND withdrawn_at = ''
    UNION SELECT person_id FROM finding WHERE status = 'asked'
    UNION SELECT p.person_id FROM preference p WHERE name = 'reminders' AND value = 'yes' AND (
        EXISTS (SELECT 1 FROM contribution_notice n WHERE n.person_id = p.person_id
            AND paid < amount AND due_on >= :today AND due_on <= :due_by)
        OR EXISTS (SELECT 1 FROM document d WHERE d.person_id = p.person_id
            AND expires_on >= :today AND expires_on <= :expires_by))
    ORDER BY person_id"""


class News:
    """The texts as one turn sees them; the shape of `benefits.proactive.news.News`."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def candidates(self, due_by: str, expires_by: str) -> list[int]:
        """Whom there may be something to tell."""
        values = {"today": self._rows.now[:10], "due_by": due_by, "expires_by": expires_by}
        found = self._rows.database.connection.execute(_CANDIDATES, values)
        return [row["person_id"] for row in found if row["person_id"] is not None]

    def documents(self, person_id: int, since: str, until: str) -> list[Row]:
        """The person's documents that expire between two days: kind and expires_on."""
        return [
            *self._rows.all(
                "SELECT kind, expires_on FROM document WHERE person_id = ?"
                " AND expires_on BETWEEN ? AND ? ORDER BY expires_on, id",
                person_id,
                since,
                until,
            )
        ]

    def sent(self, person_id: int, since: str) -> set[str]:
        """Topics of which this person has been texted since then."""
        return set(
            self._rows.column(
                "SELECT topic FROM news WHERE person_id = ? AND sent_at >= ?", person_id, since
            )
        )

    def keep(self, person_id: int, topic: str, since: str) -> None:
        """Keep that a text is sent; Overtaken, when the transaction runs, where one was sent."""
        now = self._rows.now

        def write(connection: sqlite3.Connection) -> None:
            kept = connection.execute(
                "INSERT INTO news (person_id, topic, sent_at) SELECT ?, ?, ? WHERE NOT EXISTS"
                " (SELECT 1 FROM news WHERE person_id = ? AND topic = ? AND sent_at >= ?)",
                (person_id, topic, now, person_id, topic, since),
            )
            if not kept.rowcount:
                raise Overtaken(f"news {topic}")

        self._rows.later.append(write)
