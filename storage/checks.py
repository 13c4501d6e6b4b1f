"""All records at once, for the checks, and what these have found."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from storage.conversations import Overtaken
from storage.rows import Row, Rows

_OPEN = """SELECT check_name AS "check", key, f.status, facts FROM finding f
    LEFT JOIN case_file c ON c.code_print = f.code_print
    WHERE f.status <> 'settled' AND coalesce(c.status, '') NOT IN ('RESOLVED', 'CLOSED')
    AND f.person_id = {person} ORDER BY check_name, key"""
_INCOMES = {"monthly_earnings": "+1 month", "household_income": "-1 month"}
"""Incomes that are declared with a claim, and the month whose wage they are compared with, from
that in which it was handed in: who has lost a job declares what is earned after that."""


class Checks:
    """The records as one turn sees them; the shape of `benefits.checks.records.Checks`."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def rows(self, check: str) -> Sequence[Row]:
        """What a check goes by."""
        return self._readers[check]()

    def known(self, check: str) -> dict[str, Row]:
        """What a check has found before, by key: digest, status, found_at and code."""
        rows = self._rows.all(
            "SELECT key, digest, status, found_at, code FROM finding WHERE check_name = ?", check
        )
        opened = self._rows.vault.decrypt
        return {row["key"]: {**row, "code": row["code"] and opened(row["code"])} for row in rows}

    def keep(self, check: str, key: str, row: Row, known: Row | None) -> None:
        """Keep what was found in place of what was known; Overtaken, when the transaction runs,
        where somebody else has kept something in the meantime."""
        vault, code = self._rows.vault, row["code"]
        values = {
            "check_name": check,
            "key": key,
            "person_id": row["person_id"],
            "digest": row["digest"],
            "status": row["status"],
            "code": code and vault.encrypt(code),
            "code_print": code and vault.fingerprint(code),
            "facts": self._rows.sealed(row["facts"]),
            "found_at": self._rows.now,
        }
        before = (known["digest"], known["status"]) if known else None

        def write(connection: sqlite3.Connection) -> None:
            now = connection.execute(
                "SELECT digest, status FROM finding WHERE check_name = ? AND key = ?", (check, key)
            ).fetchone()
            if (tuple(now) if now else None) != before:
                raise Overtaken(f"{check} {key}")
            connection.execute(
                f"INSERT OR REPLACE INTO finding ({', '.join(values)})"
                f" VALUES ({', '.join('?' * len(values))})",
                tuple(values.values()),
            )

        self._rows.later.append(write)

    def of_person(self, person_id: int) -> list[Row]:
        """What is found about a person and nobody has settled: check, key, status, facts."""
        rows = self._rows.all(_OPEN.format(person="?"), person_id)
        return [{**row, "facts": self._rows.opened(row["facts"])} for row in rows]

    def of_claim(self, reference: str) -> list[Row]:
        """The same, about the person whose claim has this reference."""
        print_ = self._rows.vault.fingerprint(reference)
        owner = "(SELECT person_id FROM claim WHERE reference_print = ?)"
        rows = self._rows.all(_OPEN.format(person=owner), print_)
        return [{**row, "facts": self._rows.opened(row["facts"])} for row in rows]

    def stop_payment(self, person_id: int, on_or_after: str) -> None:
        """Hold the person's next payment that is due on or after a day."""
        self._rows.write(
            "UPDATE payment SET status = 'held', reason = 'check' WHERE id = (SELECT id FROM"
            " payment WHERE person_id = ? AND due_on >= ? AND status IN ('due', 'held')"
            " ORDER BY due_on, id LIMIT 1) AND status = 'due'",
            person_id,
            on_or_after,
        )

    def add_death(self, person_id: int, died_on: str, source: str) -> None:
        """Put a death on record, in place of an earlier one."""
        self._rows.write(
            "INSERT OR REPLACE INTO death (person_id, died_on, source, at) VALUES (?, ?, ?, ?)",
            person_id,
            died_on,
            self._rows.vault.encrypt(source),
            self._rows.now,
        )

    @property
    def _readers(self) -> Mapping[str, Callable[[], Sequence[Row]]]:
        return {
            "account_of_many": lambda: self._rows.all(
                "SELECT person_id, account_print AS print FROM bank_account"
            ),
            "phone_of_many": lambda: self._rows.all(
                "SELECT person_id, number_print AS print FROM phone"
            ),
            "death_match": self._payments_of_dead,
            "paid_after_death": self._payments_of_dead,
            "unemployed_and_working": self._unemployed,
            "declared_income": self._declared,
            "duplicate_person": self._people,
            "contribution_errors": self._reported,
            "employer_gap": lambda: self._rows.all(
                "SELECT person_id, employer, first_month, last_month FROM contribution"
            ),
        }

    def _payments_of_dead(self) -> list[Row]:
        return [
            *self._rows.all(
                "SELECT p.person_id, died_on, due_on, status, programme, amount FROM death d"
                " JOIN payment p ON p.person_id = d.person_id ORDER BY due_on, p.id"
            )
        ]

    def _unemployed(self) -> list[Row]:
        paid = self._by_person(
            "SELECT person_id, substr(due_on, 1, 7) AS month FROM payment"
            " WHERE programme = 'unemployment_benefit' AND status = 'paid'"
        )
        spells = self._by_person(
            "SELECT person_id, first_month, last_month, employer FROM contribution"
            " WHERE person_id IN (SELECT person_id FROM payment"
            " WHERE programme = 'unemployment_benefit')"
        )
        return [
            {
                "person_id": person,
                "paid": sorted({row["month"] for row in rows}),
                "spells": spells[person],
            }
            for person, rows in paid.items()
        ]

    def _declared(self) -> list[Row]:
        """Claims with an income in their facts, and what the employers have reported."""
        claims = self._rows.all(
            "SELECT id AS claim_id, person_id, programme, received_on, facts FROM claim"
            " WHERE facts <> '' AND status NOT IN ('draft', 'withdrawn')"
        )
        found: list[Row] = []
        for claim in claims:
            told = self._rows.opened(claim.pop("facts")) or {}
            received = claim.pop("received_on")
            for fact, month in _INCOMES.items():
                recorded = self._wage(claim["person_id"], received, month)
                if isinstance(told.get(fact), int) and recorded:
                    more = {"fact": fact, "declared": told[fact], "recorded": recorded}
                    found.append({**claim, **more})
        return found

    def _wage(self, person_id: int, day: str, month: str) -> int:
        """All wages that were reported for a month, so far from that of a day; 0 for none."""
        (wage,) = self._rows.column(
            "SELECT coalesce(sum(base), 0) FROM contribution, (SELECT"
            " strftime('%Y-%m', ?, 'start of month', ?) AS month)"
            " WHERE person_id = ? AND first_month <= month AND last_month >= month",
            *(day, month, person_id),
        )
        return int(wage)

    def _people(self) -> list[Row]:
        opened = self._rows.vault.decrypt
        names = ("given_name", "surname", "birth_date")
        return [
            {"person_id": row["id"], **{name: opened(row[name]) for name in names}}
            for row in self._rows.all("SELECT id, given_name, surname, birth_date FROM person")
        ]

    def _reported(self) -> list[Row]:
        spells = self._by_person(
            "SELECT person_id, first_month, last_month, employer FROM contribution"
        )
        opened = self._rows.vault.decrypt
        return [
            {"person_id": row["id"], "born": opened(row["birth_date"]), "spells": spells[row["id"]]}
            for row in self._rows.all("SELECT id, birth_date FROM person")
            if row["id"] in spells
        ]

    def _by_person(self, sql: str) -> defaultdict[int, list[dict[str, Any]]]:
        found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in self._rows.all(sql):
            found[row["person_id"]].append(row)
        return found
