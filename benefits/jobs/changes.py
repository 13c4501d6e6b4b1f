"""Changes of a bank account or phone that have waited for a week take effect."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from benefits.jobs.adjudication import HOLDING
from benefits.jobs.work import Done, Item, Job, ToDo
from benefits.personal.holding import apply
from benefits.registry import Registry


def items(registry: Registry, now: datetime) -> Iterator[Item]:
    """Every change that is due."""
    for change in registry.held.due():
        subject = {"reference": change["reference"], "kind": change["kind"]}
        yield Item(f"change:{change['id']}", subject, change["person_id"])


def act(registry: Registry, now: datetime, item: Item) -> Done:
    """Let one take effect; with a report about the person a supervisor looks at it first."""
    assert item.person is not None
    reference = item.subject["reference"]
    change = registry.held.by_reference(reference)
    assert change is not None
    if registry.elsewhere:
        # Nothing that is changed here would be changed where it counts.
        registry.held.settle(change, "review", "jobs")
        text = (
            f"A change of {item.subject['kind']} has waited for a week and nobody has stopped it. "
            "Enter it in the institution's records, and tell the person."
        )
        return Done("for a person", ToDo(text, "supervisor", {"change": reference}, "high"))
    cases = registry.cases.open_categories(item.person)
    holding = [HOLDING[category] for category in HOLDING if category in cases]
    if not holding:
        apply(registry, change)
        return Done("applied")
    registry.held.settle(change, "review", "jobs")
    text = (
        f"A change of {item.subject['kind']} has waited for a week, but there is "
        f"{' and '.join(holding)}. Look at that first; nothing has been changed."
    )
    return Done("held", ToDo(text, "supervisor", {"change": reference}, "high"))


JOB = Job("changes", items, act, own=True)
