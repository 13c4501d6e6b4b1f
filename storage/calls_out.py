"""Calls that we owe people, and how far each has come."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.database import Database, stamp
from storage.vault import Vault

CODE_CALL, PIN_CALL, PROOF_CALL = "code:", "pin:", "proof:"
"""How the cause of a call begins that brings a code, of one that asks for a PIN, and of one that
proves where somebody is: it is waited for, and comes now or not at all."""


@dataclass(frozen=True)
class CallOut:
    """A call to be placed. `attempts` counts the tries, this one included."""

    id: int
    ours: str
    """The number it comes from, E.164."""
    phone: str
    attempts: int
    lease: str
    """Until when it is this worker's, as stored; a worker that was too slow has lost it."""
    cause: str = ""

    @property
    def purpose(self) -> str:
        """What the server that answers has to know of it: code, pin, or empty."""
        return self.cause.split(":")[0] if self.cause.startswith((CODE_CALL, PIN_CALL)) else ""

    @property
    def awaited(self) -> bool:
        """Does somebody wait for it who has shown who they are?"""
        return self.cause.startswith((CODE_CALL, PIN_CALL, PROOF_CALL))


@dataclass(frozen=True)
class Recent:
    """How often a number, and anybody at all, was promised a call within some time."""

    of_number: int
    last_of_number: datetime | None
    """When the last call to the number was over."""
    of_all: int


class CallsOut:
    """The queue of calls to be placed. One is leased while it is placed, and then waits for its
    end, so that two workers, or a worker before and after a restart, place it once."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def due_at(self, cause: str) -> datetime | None:
        """For when the call owed to this cause was promised; None when none is owed to it."""
        row = self._database.connection.execute(
            "SELECT due_at FROM call_out WHERE cause = ?", (cause,)
        ).fetchone()
        return datetime.fromisoformat(row["due_at"]) if row else None

    def recent(self, phone: str, day: datetime, hour: datetime) -> Recent:
        """What was promised to `phone` since `day`, and to everybody since `hour`."""
        one = self._database.connection.execute(
            """SELECT count(*) AS number, max(coalesce(done_at, created_at)) AS last
               FROM call_out WHERE phone_print = ? AND created_at >= ? AND cause NOT LIKE ?
                   AND cause NOT LIKE ? AND cause NOT LIKE ?""",
            (
                *(self._vault.fingerprint(phone), stamp(day)),
                *(f"{CODE_CALL}%", f"{PIN_CALL}%", f"{PROOF_CALL}%"),
            ),
        ).fetchone()
        (of_all,) = self._database.connection.execute(
            "SELECT count(*) FROM call_out WHERE created_at >= ?", (stamp(hour),)
        ).fetchone()
        last = datetime.fromisoformat(one["last"]) if one["last"] else None
        return Recent(one["number"], last, of_all)

    def add(self, cause: str, ours: str, phone: str, now: datetime, due: datetime) -> bool:
        """Promise a call for `due`; False when the cause has one, or the number waits for one."""
        phone_print = self._vault.fingerprint(phone)
        values = (cause, ours, self._vault.encrypt(phone), phone_print, stamp(now), stamp(due))
        with self._database.transaction() as connection:
            added = connection.execute(
                """INSERT OR IGNORE INTO call_out
                   (cause, ours, phone, phone_print, created_at, due_at)
                   SELECT ?, ?, ?, ?, ?, ? WHERE NOT EXISTS
                   (SELECT 1 FROM call_out WHERE phone_print = ? AND done_at IS NULL)""",
                (*values, phone_print),
            )
            return added.rowcount > 0

    def sooner(self, phone: str, due: datetime) -> datetime | None:
        """For when the call is promised that this number waits for, which is moved to `due` where
        that is earlier: who rings again is there now. None when it waits for none."""
        with self._database.transaction() as connection:
            row = connection.execute(
                """UPDATE call_out SET due_at =
                       CASE WHEN call_sid IS NULL THEN min(due_at, ?) ELSE due_at END
                   WHERE phone_print = ? AND done_at IS NULL RETURNING due_at""",
                (stamp(due), self._vault.fingerprint(phone)),
            ).fetchone()
        return datetime.fromisoformat(row["due_at"]) if row else None

    def next(self, now: datetime, lease: timedelta, most: int) -> CallOut | None:
        """A call that is due, taken for `lease`; None when none is, or `most` are going on."""
        with self._database.transaction() as connection:
            row = connection.execute(
                """UPDATE call_out SET due_at = ?, attempts = attempts + 1 WHERE id = (
                       SELECT id FROM call_out
                       WHERE done_at IS NULL AND call_sid IS NULL AND due_at <= ?
                       ORDER BY due_at LIMIT 1)
                   AND (SELECT count(*) FROM call_out
                        WHERE done_at IS NULL AND call_sid IS NOT NULL) < ?
                   RETURNING id, ours, phone, attempts, due_at, cause""",
                (stamp(now + lease), stamp(now), most),
            ).fetchone()
        return self._call(row) if row else None

    def waits(self, now: datetime) -> bool:
        """Is any call due, or has one gone on past its time? Quick: the worker asks each second."""
        row = self._database.connection.execute(
            "SELECT 1 FROM call_out WHERE done_at IS NULL AND due_at <= ? LIMIT 1", (stamp(now),)
        ).fetchone()
        return row is not None

    def placed(self, call: CallOut, call_sid: str, until: datetime) -> None:
        """The provider has taken it; without a word by `until` it counts as over."""
        with self._database.transaction() as connection:
            # Word of its end may have been faster than the answer that it was taken.
            connection.execute(
                """UPDATE call_out SET call_sid = ?, due_at = ?
                   WHERE id = ? AND done_at IS NULL AND due_at = ?""",
                (call_sid, stamp(until), call.id, call.lease),
            )

    def again(self, call_id: int, reason: str, due: datetime) -> None:
        """Nobody was reached; try again at `due`."""
        self._set(call_id, "call_sid = NULL, outcome = ?, due_at = ?", reason, stamp(due))

    def postpone(self, call: CallOut, due: datetime) -> None:
        """It was not tried after all, and waits for `due`."""
        self._set(call.id, "attempts = attempts - 1, due_at = ?", stamp(due))

    def finish(self, call_id: int, outcome: str, now: datetime) -> None:
        """It is over, one way or the other: the number is not needed any more."""
        self._set(call_id, "outcome = ?, done_at = ?, phone = ''", outcome, stamp(now))

    def going_on(self, call_id: int) -> CallOut | None:
        """A call that was placed and whose end is not known; None for any other id."""
        row = self._database.connection.execute(
            "SELECT * FROM call_out WHERE id = ? AND done_at IS NULL", (call_id,)
        ).fetchone()
        return self._call(row) if row else None

    def forget_lost(self, now: datetime) -> None:
        """Calls whose end nobody told us count as over: ringing once too often is worse."""
        with self._database.transaction() as connection:
            connection.execute(
                """UPDATE call_out SET done_at = ?, outcome = 'lost', phone = ''
                   WHERE done_at IS NULL AND call_sid IS NOT NULL AND due_at <= ?""",
                (stamp(now), stamp(now)),
            )

    def _set(self, call_id: int, columns: str, *values: str) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                f"UPDATE call_out SET {columns} WHERE id = ? AND done_at IS NULL",
                (*values, call_id),
            )

    def _call(self, row: sqlite3.Row) -> CallOut:
        phone = self._vault.decrypt(row["phone"])
        return CallOut(row["id"], row["ours"], phone, row["attempts"], row["due_at"], row["cause"])
