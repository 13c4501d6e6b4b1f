"""Texts that the outbox has given up, after all its own tries: a person finds another way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from benefits.jobs.work import Done, Item, Job, ToDo
from benefits.registry import Registry

LOOKS_BACK = timedelta(days=7)


def items(registry: Registry, now: datetime) -> Iterator[Item]:
    """Every text that was given up lately."""
    for text in registry.undelivered(now - LOOKS_BACK):
        yield Item(f"text:{text['id']}", {"error": text["error"]})


def act(registry: Registry, now: datetime, item: Item) -> Done:
    """Put one to a person."""
    number = item.key.removeprefix("text:")
    return Done(
        "undelivered",
        ToDo(
            f"Text {number} could not be sent ({item.subject['error']}). Look at its conversation "
            "and tell the person some other way, where it matters.",
            about={"text": int(number)},
        ),
    )


JOB = Job("texts", items, act, own=True)
