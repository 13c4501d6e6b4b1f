"""What checks and proactive texts go by in the demo country: documents, consents, a few deaths, and
work that a life has room for. By the number of a person, so that nothing else depends on it.

What a person has of it, beside the fields of `benefits.seed`:

    documents   kind, expires_on
    died_on     ISO date (left out for the living)
    told_of     purposes that they have consented to; with any they want reminders too
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from benefits.months import month_in, written

Row = Mapping[str, Any]
_OF_AGE = 16
"""Years."""
_AMISS, _DEAD, _PAPERS, _TOLD = 500, 2500, 33, 10
"""One in so many people: has errors in their record, has died, has documents, has consented …"""
_PLAIN = 100
"""… but for the first so many: a small registry has nothing that is to be found."""
_KINDS = ("school_certificate", "medical_report", "residence_permit", "identity_card")
_WELL_KNOWN = {"210000032": ("school_certificate", 20)}
"""The documents of the people of `demo.yaml`: kind, and in how many days they expire."""


def well_known(person: Row, today: date) -> dict[str, Any]:
    """A person of `demo.yaml` with their documents."""
    paper = _WELL_KNOWN.get(person["insurance_number"])
    return {**person, "documents": [_paper(*paper, today)] if paper else []}


def invented(person: Row, index: int, today: date) -> dict[str, Any]:
    """The invented person with this index."""
    row: dict[str, Any] = {**person, "documents": [], "told_of": []}
    if index < _PLAIN or index % _AMISS != 7:
        row["contributions"] = list(_possible(person))
    if index < _PLAIN:
        return row
    if index % _TOLD == 3:
        row["told_of"] = ["entitlements"]
    if index % _PAPERS == 5:
        kind = _KINDS[index % len(_KINDS)]
        row["documents"] = [_paper(kind, index % 120, today)]
    if index % _DEAD == 11:
        row["died_on"] = (today - timedelta(days=40)).isoformat()
    return row


def _paper(kind: str, days: int, today: date) -> Row:
    return {"kind": kind, "expires_on": (today + timedelta(days=days)).isoformat()}


def _possible(person: Row) -> Iterator[Row]:
    """The times of work from an age at which people work, and not beside unemployment benefit."""
    of_age = written(month_in(person["birth_date"]) + _OF_AGE * 12)
    until = _first_unemployed(person["payments"])
    for spell in person["contributions"]:
        first, last = max(spell["first_month"], of_age), min(spell["last_month"], until)
        if first <= last:
            yield {**spell, "first_month": first, "last_month": last}


def _first_unemployed(payments: Sequence[Row]) -> str:
    """The month before the first payment of unemployment benefit, or a month that never comes."""
    paid = [row["due_on"] for row in payments if row["programme"] == "unemployment_benefit"]
    return written(month_in(min(paid)) - 1) if paid else "9999-12"
