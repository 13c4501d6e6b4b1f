"""Who wants no texts, and how far each text that was sent has come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from sqlite3 import Connection

from storage.database import Database
from storage.vault import Vault

ANSWERED, LEFT_UNANSWERED = "answered", "left-unanswered"
"""Statuses of a keyword message that came in; they stand beside those of texts going out."""
_SETTLED_RANK = 1000


class Texts:
    """Opt-outs per pair of numbers, and delivery receipts. The other number is never kept itself.

    `ours` and `theirs` are numbers as the provider writes them. A `message_id` makes a change
    happen once: given again, nothing changes and the first answer is repeated.
    """

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def opted_out(self, ours: str, theirs: str) -> bool:
        """True when `theirs` wants no texts from `ours`."""
        row = self._database.connection.execute(
            "SELECT 1 FROM opt_out WHERE ours = ? AND theirs_print = ?", self._pair(ours, theirs)
        ).fetchone()
        return row is not None

    def opt_out(
        self, ours: str, theirs: str, keyword: str, now: datetime, message_id: str = ""
    ) -> bool:
        """No more texts from `ours` to `theirs`; True when this is new and to be confirmed."""
        statement = "INSERT OR IGNORE INTO opt_out VALUES (?, ?, ?, ?)"
        values = (*self._pair(ours, theirs), now.isoformat(), keyword)
        return self._once(message_id, now, lambda db: db.execute(statement, values).rowcount > 0)

    def opt_in(self, ours: str, theirs: str, now: datetime, message_id: str = "") -> bool:
        """Texts are welcome again; True: coming back is always answered."""
        statement = "DELETE FROM opt_out WHERE ours = ? AND theirs_print = ?"
        pair = self._pair(ours, theirs)
        return self._once(message_id, now, lambda db: bool(db.execute(statement, pair)))

    def may_answer(self, ours: str, theirs: str, now: datetime, message_id: str) -> bool:
        """True when a question for help may be answered, which changes nothing else."""
        return self._once(message_id, now, lambda _: not self.opted_out(ours, theirs))

    def settled(self, message_id: str) -> bool:
        """True when a keyword message with this id was acted on before."""
        return self._answer_to(self._database.connection, message_id) is not None

    def record_delivery(
        self, message_id: str, status: str, rank: int, error_code: str | None, now: datetime
    ) -> bool:
        """Keep how far a text has come; True when that is further than what was known.

        Receipts overtake each other on the way, so a lower or equal rank changes nothing.
        """
        with self._database.transaction() as connection:
            changed = connection.execute(
                """INSERT INTO delivery (message_id, status, rank, error_code, at)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (message_id) DO UPDATE SET status = excluded.status,
                    rank = excluded.rank, error_code = excluded.error_code, at = excluded.at
                WHERE excluded.rank > delivery.rank""",
                (message_id, status, rank, error_code, now.isoformat()),
            )
            return changed.rowcount > 0

    def delivery(self, message_id: str) -> tuple[str, str | None] | None:
        """Status and error code of a text that was sent, None when no receipt has come."""
        row = self._database.connection.execute(
            "SELECT status, error_code FROM delivery WHERE message_id = ?", (message_id,)
        ).fetchone()
        return (row["status"], row["error_code"]) if row else None

    def _pair(self, ours: str, theirs: str) -> tuple[str, str]:
        return ours.strip(), self._vault.fingerprint(theirs.strip())

    def _once(self, message_id: str, now: datetime, act: Callable[[Connection], bool]) -> bool:
        with self._database.transaction() as connection:
            known = self._answer_to(connection, message_id)
            if known is not None:
                return known
            answer = act(connection)
            if message_id:
                connection.execute(
                    "INSERT OR REPLACE INTO delivery VALUES (?, ?, ?, NULL, ?)",
                    (
                        message_id,
                        ANSWERED if answer else LEFT_UNANSWERED,
                        _SETTLED_RANK,
                        now.isoformat(),
                    ),
                )
            return answer

    @staticmethod
    def _answer_to(connection: Connection, message_id: str) -> bool | None:
        row = connection.execute(
            "SELECT status FROM delivery WHERE message_id = ? AND rank = ?",
            (message_id, _SETTLED_RANK),
        ).fetchone()
        return None if row is None else row["status"] == ANSWERED
