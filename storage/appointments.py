"""Appointments at the offices, and which desks they take."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Sequence
from typing import Any

from stdnum import verhoeff

from storage.conversations import Overtaken
from storage.rows import Row, Rows

_DIGITS = 7
"""Of a code, before its check digit."""
_FIRST = "3"
"""So that a code is neither a claim's reference nor that of a case."""
_COLUMNS = "id, code, person_id, office, day, at, minutes, topic, status, language"


class Appointments:
    """The appointments as one turn sees them (`benefits.appointment_records.Appointments`)."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def taken(
        self, office: str, first: str, last: str, besides: int | None = None
    ) -> dict[str, set[tuple[str, int]]]:
        """The taken times and desks of an office, by day."""
        cells = self._rows.all(
            "SELECT day, at, desk FROM appointment_cell"
            " WHERE office = ? AND day BETWEEN ? AND ? AND appointment_id IS NOT ?",
            office,
            first,
            last,
            besides,
        )
        found: dict[str, set[tuple[str, int]]] = {}
        for cell in cells:
            found.setdefault(cell["day"], set()).add((cell["at"], cell["desk"]))
        return found

    def of_person(self, person_id: int, since: str) -> list[Row]:
        """The person's appointments from this day and time on, the next first."""
        return self._read("person_id = ? AND day || 'T' || at >= ?", person_id, since)

    def of_phone(self, phone: str, since: str) -> list[Row]:
        """Those that were booked by name and phone alone."""
        print_ = self._rows.vault.fingerprint(phone)
        where = "person_id IS NULL AND phone_print = ? AND day || 'T' || at >= ?"
        return self._read(where, print_, since) if phone else []

    def by_code(self, code: str) -> Row | None:
        """The appointment with this code, with phone."""
        row = self._rows.first(
            f"SELECT {_COLUMNS}, phone FROM appointment WHERE code_print = ?",
            self._rows.vault.fingerprint(code),
        )
        return (
            {**row, "code": code, "phone": self._rows.vault.decrypt(row["phone"])} if row else None
        )

    def address(self, person_id: int) -> str:
        """Where the person lives; empty when it is not known."""
        found = self._rows.column("SELECT address FROM person WHERE id = ?", person_id)
        return self._rows.vault.decrypt(found[0]) if found else ""

    def add(self, row: Row, cells: Sequence[str], now: str) -> str:
        """Book an appointment; answers its code.

        When a desk that it takes was taken in between, or the person or phone got another one on
        the topic, the turn is overtaken: it is taken again, and then sees that.
        """
        code, vault = self._unused_code(), self._rows.vault
        values = {
            **{name: row[name] for name in _PLAIN},
            "code": vault.encrypt(code),
            "code_print": vault.fingerprint(code),
            "name": vault.encrypt(row["name"]),
            "phone": vault.encrypt(row["phone"]),
            "phone_print": vault.fingerprint(row["phone"]),
            "status": "booked",
            "session_id": self._rows.session_id,
            "created_at": self._rows.now,
        }

        def write(connection: sqlite3.Connection) -> None:
            owner = "person_id = ?" if row["person_id"] else "person_id IS NULL AND phone_print = ?"
            connection.execute(
                "UPDATE appointment SET status = 'past' WHERE status = 'booked' AND"
                f" day || 'T' || at < ? AND {owner}",
                (now, row["person_id"] or values["phone_print"]),
            )
            self._take(connection, _insert(connection, values), row, cells)

        self._later(write)
        return code

    def move(self, id_: int, row: Row, cells: Sequence[str]) -> None:
        """Give an appointment another time: office, day, at, desk and remind_on of `row`."""

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM appointment_cell WHERE appointment_id = ?", (id_,))
            done = connection.execute(
                "UPDATE appointment SET office = ?, day = ?, at = ?, desk = ?, remind_on = ?,"
                " reminded_at = NULL WHERE id = ? AND status = 'booked'",
                (row["office"], row["day"], row["at"], row["desk"], row["remind_on"], id_),
            )
            if not done.rowcount:
                raise Overtaken(self._rows.session_id)  # it was cancelled in between
            self._take(connection, id_, row, cells)

        self._later(write)

    def cancel(self, id_: int) -> None:
        """Cancel an appointment; its time is free again."""
        self._rows.write("DELETE FROM appointment_cell WHERE appointment_id = ?", id_)
        self._rows.write(
            "UPDATE appointment SET status = 'cancelled' WHERE id = ? AND status = 'booked'", id_
        )

    def due_reminders(self, day: str) -> list[Row]:
        """Whom to remind on this day: id, person_id, phone, language, office, day and at."""
        rows = self._rows.all(
            "SELECT id, person_id, phone, language, office, day, at FROM appointment"
            " WHERE status = 'booked' AND remind_on = ? AND reminded_at IS NULL ORDER BY id",
            day,
        )
        return [{**row, "phone": self._rows.vault.decrypt(row["phone"])} for row in rows]

    def reminded(self, id_: int) -> None:
        """Keep that the reminder was sent."""
        self._rows.write("UPDATE appointment SET reminded_at = ? WHERE id = ?", self._rows.now, id_)

    def _read(self, where: str, *values: Any) -> list[Row]:
        # The conditions are this module's own, never something said.
        rows = self._rows.all(
            f"SELECT {_COLUMNS} FROM appointment WHERE {where} ORDER BY day, at", *values
        )
        return [{**row, "code": self._rows.vault.decrypt(row["code"])} for row in rows]

    @staticmethod
    def _take(connection: sqlite3.Connection, id_: int, row: Row, cells: Sequence[str]) -> None:
        connection.executemany(
            "INSERT INTO appointment_cell (office, day, at, desk, appointment_id)"
            " VALUES (?, ?, ?, ?, ?)",
            [(row["office"], row["day"], at, row["desk"], id_) for at in cells],
        )

    def _later(self, write: Any) -> None:
        def unless_taken(connection: sqlite3.Connection) -> None:
            try:
                write(connection)
            except sqlite3.IntegrityError:
                raise Overtaken(self._rows.session_id) from None

        self._rows.later.append(unless_taken)

    def _unused_code(self) -> str:
        while True:
            digits = _FIRST + "".join(secrets.choice("0123456789") for _ in range(_DIGITS - 1))
            code = digits + str(verhoeff.calc_check_digit(digits))
            if self.by_code(code) is None:
                return code


_PLAIN = (
    "person_id", "office", "day", "at", "desk", "minutes", "topic", "language", "channel",
    "remind_on",
)  # fmt: skip


def _insert(connection: sqlite3.Connection, values: Row) -> int:
    columns, marks = ", ".join(values), ", ".join("?" * len(values))
    sql = f"INSERT INTO appointment ({columns}) VALUES ({marks})"
    return connection.execute(sql, tuple(values.values())).lastrowid or 0
