"""Proofs of life: what is on record comes first; whom nothing stands for goes to a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from benefits.country import local
from benefits.jobs.work import Done, Item, Job, ToDo
from benefits.life_proofs import is_open, matched, months_after, rules
from benefits.registry import Registry

OVERDUE = timedelta(days=30)
"""After the due day, until a person looks at it."""


def items(registry: Registry, now: datetime) -> Iterator[Item]:
    """Whose proof is open and on record, and whose is overdue."""
    today = local(now).date()
    for row in registry.proofs.due_by((today + timedelta(days=rules().opens)).isoformat()):
        person, due = row["person_id"], date.fromisoformat(row["due_on"])
        seen = matched(registry.proofs.evidence(person), today)
        renewed = months_after(seen, rules().every) if seen else due
        if renewed > due and is_open(due, today):
            subject = {"seen_on": seen.isoformat() if seen else "", "due_on": renewed.isoformat()}
            yield Item(f"proof:{person}:{renewed}", subject, person)
        elif due + OVERDUE <= today:
            yield Item(f"proof overdue:{person}:{due}", {"overdue_since": due.isoformat()}, person)


def act(registry: Registry, now: datetime, item: Item) -> Done:
    """Set the next day, or put it to a person. Nothing here stops a payment."""
    assert item.person is not None
    if "overdue_since" in item.subject:
        text = (
            f"Has not shown to be alive since {item.subject['overdue_since']}. Call or visit them; "
            "the payment goes on."
        )
        return Done("overdue", ToDo(text))
    registry.proofs.set_due(item.person, item.subject["due_on"])
    return Done("matched")


JOB = Job("proofs", items, act)
