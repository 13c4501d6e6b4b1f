"""Lists of cases, a page at a time, by what is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from storage.rows import Row, Rows

PAGE = 50
_SHOWN = (
    "id, code, category, priority, channel, language, flags, status, attending_staff, due_date,"
    " opened_at"
)


@dataclass(frozen=True)
class CaseFilter:
    """What a list is narrowed to; empty fields narrow nothing."""

    category: str = ""
    owner: str | None = None
    """Whose cases; empty: nobody's; None: everybody's."""
    overdue_on: str = ""
    """ISO date: only cases that were due before it."""
    done: bool = False
    """Those that are closed, the latest first, instead of the open ones, those due first."""


@dataclass(frozen=True)
class CasePage:
    """Some cases; `more` continues the list, and is empty at its end."""

    cases: list[Row]
    more: str = ""


class CaseLists:
    """The cases as lists show them: without what they are about."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def page(self, only: CaseFilter, after: str = "") -> CasePage:
        """The next cases. after: `more` of the page before."""
        sql, values = _done(only, after) if only.done else _open(only, after)
        rows = self._rows.all(f"{sql} LIMIT {PAGE + 1}", *values)
        more = ""
        if len(rows) > PAGE:
            rows = rows[:PAGE]
            more = _cursor(rows[-1], only)
        opened = self._rows.vault.decrypt
        return CasePage([{**row, "code": opened(row["code"])} for row in rows], more)


def _open(only: CaseFilter, after: str) -> tuple[str, list[Any]]:
    where, values = _narrowed(only)
    due, _, number = after.rpartition("~")
    where.append("(due_date, id) > (?, ?)")
    values += [due, int(number[:18]) if number.isdecimal() else 0]
    if only.overdue_on:
        where.append("due_date < ? AND due_date <> ''")
        values.append(only.overdue_on)
    # In these words, so that SQLite takes the indexes of open cases.
    conditions = " AND ".join(["status NOT IN ('RESOLVED', 'CLOSED')", *where])
    return f"SELECT {_SHOWN} FROM case_file WHERE {conditions} ORDER BY due_date, id", values


def _done(only: CaseFilter, after: str) -> tuple[str, list[Any]]:
    where, values = _narrowed(only)
    where.append("id < ?")
    values.append(int(after[:18]) if after.isdecimal() else 2**62)
    conditions = " AND ".join(["status IN ('RESOLVED', 'CLOSED')", *where])
    return f"SELECT {_SHOWN} FROM case_file WHERE {conditions} ORDER BY id DESC", values


def _narrowed(only: CaseFilter) -> tuple[list[str], list[Any]]:
    where, values = [], []
    if only.category:
        where.append("category = ?")
        values.append(only.category)
    if only.owner is not None:
        where.append("attending_staff = ?")
        values.append(only.owner)
    return where, values


def _cursor(row: Row, only: CaseFilter) -> str:
    return str(row["id"]) if only.done else f"{row['due_date']}~{row['id']}"
