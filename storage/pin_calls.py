"""Calls that ask who writes to us for a PIN; the shape of `benefits.pin_calls.PinCalls`."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.calls_out import PIN_CALL
from storage.database import stamp
from storage.ringing import ring
from storage.rows import Row, Rows


class PinCalls:
    """Each belongs to the conversation by text that asked for it."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def ring(self, person_id: int, number: str, phone: str) -> None:
        """Have this phone rung for the conversation that is held; from a practice telephone nobody
        is rung. number: the insurance number that was claimed there."""
        self._rows.insert(
            "pin_call",
            {
                "person_id": person_id,
                "session_id": self._rows.session_id,
                "number": self._rows.vault.encrypt(number),
                "phone_print": self._rows.vault.fingerprint(phone),
                "created_at": self._rows.now,
            },
        )
        ring(self._rows, PIN_CALL, phone, timedelta())

    def wanted(self, phone: str, since: datetime) -> Row | None:
        """The newest call to this phone since then in which nothing was shown: id and number."""
        row = self._rows.first(
            "SELECT id, number FROM pin_call WHERE phone_print = ? AND created_at >= ?"
            " AND outcome = '' ORDER BY id DESC LIMIT 1",
            self._rows.vault.fingerprint(phone),
            stamp(since),
        )
        return {**row, "number": self._rows.vault.decrypt(row["number"])} if row else None

    def settle(self, call_id: int, outcome: str) -> None:
        """What came of a call: shown or refused."""
        self._rows.write(
            "UPDATE pin_call SET outcome = ?, number = '' WHERE id = ?", outcome, call_id
        )

    def of_conversation(self, since: datetime) -> str:
        """What came of the newest call for the conversation that is held, or empty."""
        row = self._rows.first(
            "SELECT outcome FROM pin_call WHERE session_id = ? AND created_at >= ?"
            " ORDER BY id DESC LIMIT 1",
            self._rows.session_id,
            stamp(since),
        )
        return str(row["outcome"]) if row else ""
