"""Texts that there may be news, to whoever has agreed to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from benefits.country import local
from benefits.jobs.work import Done, Item, Job
from benefits.proactive.sending import candidates, due, tell
from benefits.registry import Registry


def items(registry: Registry, now: datetime) -> Iterator[Item]:
    """Everybody who is to be texted now."""
    today = local(now).date().isoformat()
    for person in candidates(registry, now):
        outcome, topics = due(registry, person, now)
        if outcome == "sent":
            yield Item(f"news:{person}:{today}:{'+'.join(topics)}", {"topics": topics}, person)


def act(registry: Registry, now: datetime, item: Item) -> Done:
    """Text one."""
    assert item.person is not None
    return Done(tell(registry, item.person, now))


JOB = Job("news", items, act, texts=True)
