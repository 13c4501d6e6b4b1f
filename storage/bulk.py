"""People by the hundred, as the rules look at them."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Sequence

from storage.rows import Row, Rows

_DRAWS = "programme = ? AND status = 'in_force' AND outcome = 'granted'"


class Bulk:
    """Reads many people with a few statements."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def after(self, person_id: int, count: int, programme: str, drawing: bool) -> list[Row]:
        """The people with the next ids, each as `benefits.rules.facts_of` takes them, with id,
        told (facts of their latest claim to the programme), and drawn (amount and record of the
        decision by which they draw it, or None). drawing: only those who do."""
        only = f" AND id IN (SELECT person_id FROM decision WHERE {_DRAWS})" if drawing else ""
        values: list[int | str] = [person_id, programme] if drawing else [person_id]
        people = self._rows.all(
            f"SELECT id, birth_date FROM person WHERE id > ?{only} ORDER BY id LIMIT {count:d}",
            *values,
        )
        if not people:
            return []
        ids = json.dumps([person["id"] for person in people])
        claims = self._grouped(
            "person_id, programme, status, received_on, facts FROM claim", ids, "id"
        )
        contributions = self._grouped(
            "person_id, first_month, last_month, base FROM contribution", ids, "first_month"
        )
        drawn = self._grouped(
            "person_id, amount, record FROM decision", ids, "id", f" AND {_DRAWS}", programme
        )
        return [
            {
                "id": person["id"],
                "birth_date": self._rows.vault.decrypt(person["birth_date"]),
                "contributions": contributions.get(person["id"], ()),
                "claims": claims.get(person["id"], ()),
                "told": self._told(claims.get(person["id"], ()), programme),
                "drawn": self._drawn(drawn.get(person["id"])),
            }
            for person in people
        ]

    def _grouped(
        self, what: str, ids: str, order: str, where: str = "", *values: str
    ) -> dict[int, list[sqlite3.Row]]:
        """Rows by person. what, order and where are this module's own, never something said."""
        rows = self._rows.database.connection.execute(
            f"SELECT {what} WHERE person_id IN (SELECT value FROM json_each(?)){where}"
            f" ORDER BY {order}",
            (ids, *values),
        )
        found: dict[int, list[sqlite3.Row]] = defaultdict(list)
        for row in rows:
            found[row["person_id"]].append(row)
        return found

    def _drawn(self, decisions: Sequence[sqlite3.Row] | None) -> Row | None:
        if not decisions:
            return None
        row = decisions[-1]
        return {"amount": row["amount"], "record": self._rows.vault.decrypt(row["record"])}

    def _told(self, claims: Sequence[sqlite3.Row], programme: str) -> Row:
        for claim in reversed(claims):
            if (
                claim["programme"] == programme
                and claim["facts"]
                and claim["status"] not in ("draft", "withdrawn")
            ):
                facts: Row = self._rows.opened(claim["facts"])
                return facts
        return {}
