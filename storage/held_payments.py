"""Payments that are held, and what staff propose and decide about them."""

from __future__ import annotations

import sqlite3
from typing import Any

from storage.conversations import Overtaken
from storage.database import Write
from storage.rows import Row, Rows

_PAYMENT = "SELECT id, person_id, programme, due_on, amount, status, reason FROM payment"


class HeldPayments:
    """Held payments as one turn sees them."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def page(self, after: str, count: int) -> list[Row]:
        """The next held payments, those due first: id, person_id, programme, due_on, amount; and
        of what is proposed what and proposed_by, or None. after: "due_on~id" of the last one."""
        due, _, number = after.rpartition("~")
        return [
            *self._rows.all(
                "SELECT p.id, p.person_id, p.programme, p.due_on, p.amount, r.what, r.proposed_by"
                " FROM payment p LEFT JOIN payment_review r"
                " ON r.payment_id = p.id AND r.status = 'proposed'"
                " WHERE p.status = 'held' AND (p.due_on, p.id) > (?, ?)"
                " ORDER BY p.due_on, p.id LIMIT ?",
                *(due, int(number[:18]) if number.isdecimal() else 0, count),
            )
        ]

    def of_person(self, person_id: int) -> list[Row]:
        """The held payments of a person."""
        return [
            *self._rows.all(
                f"{_PAYMENT} WHERE person_id = ? AND status = 'held' ORDER BY due_on, id", person_id
            )
        ]

    def one(self, payment_id: int) -> Row | None:
        """A payment that is or was held: as on a page, with status and `reviews`, the earliest
        first (id, what, reason, proposed_by, proposed_at, status, settled_by, settled_at, note).
        None for any other."""
        found = self._rows.first(f"{_PAYMENT} WHERE id = ?", payment_id)
        if found is None:
            return None
        opened = self._rows.vault.decrypt
        reviews = [
            {**row, "reason": opened(row["reason"]), "note": row["note"] and opened(row["note"])}
            for row in self._rows.all(
                "SELECT * FROM payment_review WHERE payment_id = ? ORDER BY id", payment_id
            )
        ]
        if found["status"] != "held" and not reviews:
            return None
        return {**found, "reviews": reviews}

    def propose(self, payment_id: int, what: str, reason: str, by: str) -> None:
        """Propose to `release` a held payment or to `keep` it. Overtaken, when the transaction
        runs, where it is not held any more or somebody else has proposed something."""
        values = (what, self._rows.vault.encrypt(reason), by, self._rows.now, payment_id)

        def write(connection: sqlite3.Connection) -> None:
            try:
                added = connection.execute(
                    "INSERT INTO payment_review (payment_id, what, reason, proposed_by,"
                    " proposed_at) SELECT id, ?, ?, ?, ? FROM payment WHERE id = ?"
                    " AND status = 'held'",
                    values,
                )
            except sqlite3.IntegrityError:
                raise Overtaken(f"payment {payment_id}") from None
            if not added.rowcount:
                raise Overtaken(f"payment {payment_id}")

        self._rows.later.append(write)

    def approve(self, review: Row, by: str, note: str) -> None:
        """Do what is proposed: a released payment is due again. Never one's own; Overtaken where it
        is, or was settled meanwhile."""
        self._settle(review, "approved", by, note, "AND proposed_by <> ?", by)
        if review["what"] == "release":
            self._rows.later.append(_release(review["payment_id"]))

    def send_back(self, review: Row, by: str, note: str) -> None:
        """Nothing comes of what is proposed, one's own too; Overtaken where it was settled."""
        self._settle(review, "returned", by, note, "")

    def _settle(self, review: Row, status: str, by: str, note: str, only: str, *more: Any) -> None:
        values = (status, by, self._rows.now, self._rows.vault.encrypt(note), review["id"], *more)

        def write(connection: sqlite3.Connection) -> None:
            settled = connection.execute(
                "UPDATE payment_review SET status = ?, settled_by = ?, settled_at = ?, note = ?"
                f" WHERE id = ? AND status = 'proposed' {only}",
                values,
            )
            if not settled.rowcount:
                raise Overtaken(f"review {review['id']}")

        self._rows.later.append(write)


def _release(payment_id: int) -> Write:
    def write(connection: sqlite3.Connection) -> None:
        released = connection.execute(
            "UPDATE payment SET status = 'due', reason = '' WHERE id = ? AND status = 'held'",
            (payment_id,),
        )
        if not released.rowcount:
            raise Overtaken(f"payment {payment_id}")

    return write
