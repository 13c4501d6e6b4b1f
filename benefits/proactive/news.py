"""What there is to tell somebody, by the records as they are now."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from benefits.country import local
from benefits.proactive.entitled import unclaimed
from benefits.proactive.written import written
from benefits.registry import Registry

Row = Mapping[str, Any]


class News(Protocol):
    """What is kept of texts that nobody asked for, and of documents that expire."""

    def candidates(self, due_by: str, expires_by: str) -> Sequence[int]:
        """Whom there may be something to tell: who has consented to be told of entitlements, or
        wants reminders and has contributions due or a document that expires by these days (ISO),
        or has a question to answer."""

    def documents(self, person_id: int, since: str, until: str) -> Sequence[Row]:
        """The person's documents that expire between two days (ISO): kind and expires_on."""

    def sent(self, person_id: int, since: str) -> Collection[str]:
        """Topics of which this person has been texted since then (ISO)."""

    def keep(self, person_id: int, topic: str, since: str) -> None:
        """Keep that a text is sent; the transaction fails where one was sent since then (ISO)."""


@dataclass(frozen=True)
class Item:
    """One thing to tell."""

    topic: str
    key: str
    facts: Row = field(default_factory=dict)


def items(registry: Registry, person: int, now: datetime) -> Iterator[Item]:
    """Everything that there is to tell a person, what they have to answer first."""
    today = local(now).date()
    for found in registry.checks.of_person(person):
        if found["status"] == "asked":
            yield Item("question", f"question:{found['key']}", found)
    yield from _entitlements(registry, person, today)
    until = (today + timedelta(days=written().due_days)).isoformat()
    for notice in registry.contributions.notices(person):
        if notice["amount"] > notice["paid"] and today.isoformat() <= notice["due_on"] <= until:
            yield Item("contributions", f"contributions:{notice['due_on']}", notice)
    expires = (today + timedelta(days=written().expires_days)).isoformat()
    for paper in registry.news.documents(person, today.isoformat(), expires):
        yield Item("document", f"document:{paper['kind']}:{paper['expires_on']}", paper)


def _entitlements(registry: Registry, person: int, today: date) -> Iterator[Item]:
    record = registry.people.record(person)
    rows = registry.payments.of(person)
    drawn = {row["programme"] for row in rows if row["status"] in ("due", "held")}
    for programme in unclaimed(record, drawn, today):
        yield Item("entitlement", f"entitlement:{programme}", {"programme": programme})
