"""Work beside unemployment benefit, and incomes that differ from the employer's record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from benefits.checks.finding import Finding, Limits, Row

ALL_OF_A_HOME = "household_income"
"""It may rightly be more than one person's wage."""


def overlapping(rows: Sequence[Row], limits: Limits, today: date) -> Iterator[Finding]:
    """rows: one for each person with unemployment benefit: person_id, paid (months, "YYYY-MM") and
    spells (first_month, last_month, employer)."""
    for row in rows:
        worked = {
            (month, spell["employer"])
            for month in row["paid"]
            for spell in row["spells"]
            if spell["first_month"] <= month <= spell["last_month"]
        }
        months = sorted({month for month, _ in worked})
        if len(months) >= limits["months"]:
            employers = sorted({employer for _, employer in worked})
            facts = {"months": months, "employers": employers}
            yield Finding(str(row["person_id"]), facts, row["person_id"])


def declared(rows: Sequence[Row], limits: Limits, today: date) -> Iterator[Finding]:
    """rows: one for each claim with a declared income: claim_id, person_id, programme, fact (its
    name), declared and recorded (cents a month, the employer's record at that time)."""
    for row in rows:
        if is_off(row["fact"], row["declared"], row["recorded"], limits["percent"]):
            facts = {
                name: row[name]
                for name in ("claim_id", "programme", "fact", "declared", "recorded")
            }
            yield Finding(str(row["claim_id"]), facts, row["person_id"])


def is_off(fact: str, told: int, recorded: int, percent: int) -> bool:
    """Does an income (cents) differ by more than so many per cent from the record?"""
    off = recorded - told if fact == ALL_OF_A_HOME else abs(recorded - told)
    return off * 100 > recorded * percent
