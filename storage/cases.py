"""Cases: what a person of the institution has to look at, by the code that the caller is told."""

from __future__ import annotations

import json
import secrets
import sqlite3
from typing import Any

from stdnum import verhoeff

from storage.case_subjects import subject_of
from storage.conversations import Overtaken
from storage.rows import Row, Rows

_DIGITS = 7
"""Of a code, before its check digit: eight, like a claim's reference, are easily said."""
_FIRST = "9"
"""No claim's reference begins with it, so that a code cannot be taken for one."""


class Cases:
    """The cases as one turn sees them; the shape of `benefits.cases.Cases`."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._given: set[str] = set()
        """Codes that the database does not have yet."""

    def open(self, row: Row) -> str:
        """Open a case; answers its code.

        row: category, priority, channel, language, flags (list), about (mapping), phone, due_date
        (ISO), person_id and anonymous, as `benefits.cases.open_case` gives them.
        """
        code = self._unused_code()
        print_ = self._rows.vault.fingerprint(code)
        self._rows.insert(
            "case_file",
            {
                "code": self._rows.vault.encrypt(code),
                "code_print": print_,
                "person_id": row["person_id"],
                "session_id": "" if row.get("anonymous") else self._rows.session_id,
                "category": row["category"],
                "priority": row["priority"],
                "channel": row["channel"],
                "language": row["language"],
                "flags": json.dumps(sorted(row["flags"])),
                "about": self._rows.sealed(row["about"]),
                "subject_print": self._rows.vault.fingerprint(subject_of(row["about"])),
                "phone": self._rows.vault.encrypt(row["phone"]),
                "status": "RECEIVED",
                "due_date": row["due_date"],
                "opened_at": self._rows.now,
            },
        )
        self._event(print_, "hotline", "RECEIVED", "")
        return code

    def by_code(self, code: str) -> Row | None:
        """The case with this code: category, status, due_date, opened_at, person_id, resolution."""
        return self._rows.first(
            "SELECT category, status, due_date, opened_at, person_id, resolution FROM case_file"
            " WHERE code_print = ?",
            self._rows.vault.fingerprint(code),
        )

    def of_person(self, person_id: int) -> list[Row]:
        """The person's cases, newest first: as `by_code`, with code, about and flags."""
        return self._read("person_id = ? ORDER BY id DESC", person_id)

    def waiting(self, category: str) -> list[Row]:
        """The cases of a category that are not resolved, those due first; as `of_person`."""
        return self._read(
            "category = ? AND status NOT IN ('RESOLVED', 'CLOSED') ORDER BY due_date, id", category
        )

    def file(self, code: str) -> Row | None:
        """The case with this code, as `of_person`, with phone and `events`: at, actor, what and
        note."""
        print_ = self._rows.vault.fingerprint(code)
        found = self._read("code_print = ?", print_)
        events = self._rows.all("SELECT * FROM case_event WHERE case_print = ? ORDER BY id", print_)
        opened = self._rows.vault.decrypt
        return (
            {
                **found[0],
                "phone": opened(found[0]["phone"]),
                "events": [{**one, "note": opened(one["note"])} for one in events],
            }
            if found
            else None
        )

    def open_categories(self, person_id: int) -> set[str]:
        """What the unresolved cases about a person are."""
        return set(
            self._rows.column(
                "SELECT category FROM case_file WHERE person_id = ?"
                " AND status NOT IN ('RESOLVED', 'CLOSED')",
                person_id,
            )
        )

    def about(self, subject: str, category: str) -> list[Row]:
        """The open cases of a category about a subject (`storage.case_subjects`)."""
        return self._about(self._rows.vault.fingerprint(subject), category)

    def of_decision(self, decision: Row) -> Row | None:
        """The case in which a decision is settled, the open one before others; or None."""
        found = self._read(
            "subject_print = ? AND subject_print <> '' AND category = 'error'"
            " ORDER BY status IN ('RESOLVED', 'CLOSED'), id DESC LIMIT 1",
            decision["subject_print"],
        )
        return found[0] if found else None

    def unchanged(self, code: str, event: int | None) -> None:
        """The transaction fails (Overtaken) where anything has happened to the case since this
        event of its history."""
        print_ = self._rows.vault.fingerprint(code)

        def check(connection: sqlite3.Connection) -> None:
            (last,) = connection.execute(
                "SELECT max(id) FROM case_event WHERE case_print = ?", (print_,)
            ).fetchone()
            if last != event:
                raise Overtaken(code)

        self._rows.later.append(check)

    def give(self, code: str, owner: str) -> None:
        """Make a case somebody's, by name; nobody's with an empty one."""
        self._set(code, "attending_staff", owner)

    def move(self, code: str, due_date: str) -> None:
        """Give a case another day (ISO) by which it is to be done."""
        self._set(code, "due_date", due_date)

    def note(self, code: str, actor: str, what: str, note: str = "") -> None:
        """Add to the history of a case; `what` is its new status where that changes."""
        print_ = self._rows.vault.fingerprint(code)
        if what.isupper():
            self._rows.write("UPDATE case_file SET status = ? WHERE code_print = ?", what, print_)
        self._event(print_, actor, what, note)

    def _set(self, code: str, column: str, value: str) -> None:
        # The column is this module's own, never something said.
        print_ = self._rows.vault.fingerprint(code)
        self._rows.write(f"UPDATE case_file SET {column} = ? WHERE code_print = ?", value, print_)

    def _about(self, print_: str, category: str) -> list[Row]:
        return self._read(
            "subject_print = ? AND subject_print <> '' AND category = ?"
            " AND status NOT IN ('RESOLVED', 'CLOSED') ORDER BY id",
            print_,
            category,
        )

    def _read(self, where: str, *values: Any) -> list[Row]:
        # The conditions are this module's own, never something said.
        rows = self._rows.all(f"SELECT * FROM case_file WHERE {where}", *values)
        return [
            {
                **row,
                "code": self._rows.vault.decrypt(row["code"]),
                "about": self._rows.opened(row["about"]),
                "flags": json.loads(row["flags"]),
            }
            for row in rows
        ]

    def _event(self, print_: str, actor: str, what: str, note: str) -> None:
        self._rows.insert(
            "case_event",
            {
                "case_print": print_,
                "at": self._rows.now,
                "actor": actor,
                "what": what,
                "note": self._rows.vault.encrypt(note),
            },
        )

    def _unused_code(self) -> str:
        while True:
            digits = _FIRST + "".join(secrets.choice("0123456789") for _ in range(_DIGITS - 1))
            code = digits + str(verhoeff.calc_check_digit(digits))
            if code not in self._given and self.by_code(code) is None:
                self._given.add(code)
                return code
