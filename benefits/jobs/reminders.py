"""Reminders by text, each sent once: of applications that were begun, and of missing documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from benefits.jobs import texting
from benefits.jobs.work import Done, Item, Job
from benefits.registry import Registry

UNFINISHED_FOR = timedelta(days=3)
TOO_OLD = timedelta(days=30)
"""What nobody has touched for so long is not reminded of any more."""
_TEXTS = {"draft": texting.UNFINISHED, "papers": texting.PAPERS}


def items(registry: Registry, now: datetime) -> Iterator[Item]:
    """Drafts that nobody has touched for three days, and claims that wait for documents."""
    since = _stored(now - TOO_OLD)
    for claim in registry.claims.unfinished(_stored(now - UNFINISHED_FOR)):
        if claim["updated_at"] >= since:
            yield Item(f"reminder:draft:{claim['id']}", {"of": "draft"}, claim["person_id"])
    for claim in registry.claims.told_of("documents_missing", since):
        # Asked for once more, it is another matter.
        key = f"reminder:papers:{claim['id']}:{claim['updated_at']}"
        yield Item(key, {"of": "papers"}, claim["person_id"])


def act(registry: Registry, now: datetime, item: Item) -> Done:
    """Send one; whether the number has opted out is looked at when it is sent."""
    assert item.person is not None
    sent = texting.send(registry, item.person, _TEXTS[item.subject["of"]])
    return Done("queued" if sent else "no telephone")


def _stored(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


JOB = Job("reminders", items, act, texts=True)
