"""Decisions: each with the record to replay it from, made once, and who stands for it."""

from __future__ import annotations

from storage.rows import Row, Rows

_SHOWN = (
    "id, cause, person_id, programme, outcome, amount, first_on, ruleset_version, status,"
    " automated, entered_by, reviewer, at, decided_at, record"
)


class Decisions:
    """The decisions as one turn sees them; the shape of `benefits.decisions.Decisions`."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, row: Row) -> None:
        """Keep a decision, unless what it is about has been decided already.

        row: cause, claim_reference (or empty), person_id, programme, outcome, amount (cents or
        None), first_on, ruleset_version, record (bytes), status, automated, entered_by.
        """
        values = {name: value for name, value in row.items() if name != "claim_reference"}
        values |= {
            "cause": self._rows.vault.fingerprint(row["cause"]),
            "claim_print": self._rows.vault.fingerprint(row["claim_reference"]),
            "record": self._rows.vault.encrypt(row["record"].decode()),
            "at": self._rows.now,
            "decided_at": self._rows.now if row["status"] == "in_force" else "",
        }
        columns, marks = ", ".join(values), ", ".join("?" * len(values))
        self._rows.write(
            f"INSERT OR IGNORE INTO decision ({columns}) VALUES ({marks})", *values.values()
        )

    def of_claim(self, reference: str) -> Row | None:
        """The latest decision on a claim, its record as bytes, or None."""
        return self._opened(
            self._rows.first(
                f"SELECT {_SHOWN} FROM decision WHERE claim_print = ? ORDER BY id DESC",
                self._rows.vault.fingerprint(reference),
            )
        )

    def of_person(self, person_id: int) -> list[Row]:
        """The person's decisions, newest first."""
        rows = self._rows.all(
            f"SELECT {_SHOWN} FROM decision WHERE person_id = ? ORDER BY id DESC", person_id
        )
        return [opened for row in rows if (opened := self._opened(row))]

    def waiting(self) -> list[Row]:
        """What is proposed and waits for a person, oldest first."""
        rows = self._rows.all(
            f"SELECT {_SHOWN} FROM decision WHERE status = 'proposed' ORDER BY at, id"
        )
        return [opened for row in rows if (opened := self._opened(row))]

    def settle(self, decision_id: int, status: str, reviewer: str) -> None:
        """A person puts a proposed decision in force, or returns it; never their own entry."""
        self._rows.write(
            "UPDATE decision SET status = ?, reviewer = ?, decided_at = ?"
            " WHERE id = ? AND status = 'proposed' AND entered_by <> ?",
            status,
            reviewer,
            self._rows.now,
            decision_id,
            reviewer,
        )

    def _opened(self, row: Row | None) -> Row | None:
        if row is None:
            return None
        return {**row, "record": self._rows.vault.decrypt(row["record"]).encode()}
