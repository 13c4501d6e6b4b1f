"""Claims that were handed in: decided by the rules, or put to a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from benefits.country import local
from benefits.jobs.adjudication import adjudicate
from benefits.jobs.work import Done, Item, Job, ToDo
from benefits.registry import Registry


def items(registry: Registry, now: datetime) -> Iterable[Item]:
    """Every claim that was filled in here and handed in."""
    for claim in registry.claims.handed_in():
        subject = {name: claim[name] for name in ("reference", "programme", "facts", "missing")}
        yield Item(f"claim:{claim['id']}", subject, claim["person_id"])


def act(registry: Registry, now: datetime, item: Item) -> Done:
    """Decide one."""
    assert item.person is not None
    subject, on = item.subject, local(now).date()
    programme, reference = subject["programme"], subject["reference"]
    found = adjudicate(
        programme,
        registry.people.record(item.person),
        subject["facts"],
        on,
        drawn(registry, item.person, programme),
        sorted(registry.cases.open_categories(item.person)),
    )
    decision = found.decision
    cause = f"claim:{reference}"
    if found.to_do is None:
        registry.decisions.supersede(item.person, programme)
    registry.decisions.add(found.row(cause, reference, item.person))
    registry.claims.examine(reference, "examining" if found.to_do else "decided")
    inputs = {"on": on.isoformat(), "facts": dict(decision.facts)}
    if found.to_do is None:
        return Done(f"{decision.outcome}, in force", None, decision.ruleset_version, inputs)
    about = {**found.to_do.about, "reference": reference, "programme": programme}
    to_do = ToDo(found.to_do.text, found.to_do.who, about, found.to_do.priority)
    return Done(f"{decision.outcome}, proposed", to_do, decision.ruleset_version, inputs)


def drawn(registry: Registry, person_id: int, programme: str) -> Mapping[str, Any] | None:
    """The decision by which a person draws a benefit."""
    found = registry.decisions.of_person(person_id)
    return next(
        (
            row
            for row in found
            if row["programme"] == programme
            and row["status"] == "in_force"
            and row["outcome"] == "granted"
        ),
        None,
    )


JOB = Job("claims", items, act)
