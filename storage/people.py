"""People as the rules look at them."""

from __future__ import annotations

from storage.rows import Row, Rows


class People:
    """What is on record about a person."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def record(self, person_id: int) -> Row:
        """What `benefits.rules.facts_of` takes: birth_date, contributions (first_month,
        last_month, employer, base) and claims (programme, status, received_on)."""
        person = self._rows.first("SELECT birth_date FROM person WHERE id = ?", person_id)
        assert person is not None, "whoever is identified is on record"
        return {
            "birth_date": self._rows.vault.decrypt(person["birth_date"]),
            "contributions": self._rows.all(
                "SELECT first_month, last_month, employer, base FROM contribution"
                " WHERE person_id = ? ORDER BY first_month",
                person_id,
            ),
            "claims": self._rows.all(
                "SELECT programme, status, received_on FROM claim WHERE person_id = ?", person_id
            ),
        }

    def contact(self, person_id: int) -> Row:
        """language, and phone (E.164): of several the first, empty for none."""
        row = self._rows.first(
            "SELECT language, (SELECT number FROM phone WHERE person_id = person.id LIMIT 1)"
            " AS phone FROM person WHERE id = ?",
            person_id,
        )
        assert row is not None, "whoever is written to is on record"
        return {**row, "phone": self._rows.vault.decrypt(row["phone"] or "")}
