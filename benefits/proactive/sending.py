"""Texts that there may be news: only to who has agreed, wants texts at this hour, and got none of
late. Whether the number has opted out is looked at when a text is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from benefits.country import local
from benefits.jobs import texting
from benefits.proactive.news import items
from benefits.proactive.written import written
from benefits.registry import Registry


def run(registry: Registry, now: datetime) -> Counter[str]:
    """Text everybody whom there is something to tell; how many: sent, quiet (not at this hour), no
    telephone or nothing. Its writes belong into one transaction."""
    counts: Counter[str] = Counter()
    for person in candidates(registry, now):
        counts[tell(registry, person, now)] += 1
    return counts


def candidates(registry: Registry, now: datetime) -> Iterator[int]:
    """Whom there may be something to tell."""
    today, about = local(now).date(), written()
    due = (today + timedelta(days=about.due_days)).isoformat()
    yield from registry.news.candidates(
        due, (today + timedelta(days=about.expires_days)).isoformat()
    )


def tell(registry: Registry, person: int, now: datetime) -> str:
    """Text one person if there is something to tell: sent, quiet, no telephone or nothing."""
    outcome, topics = due(registry, person, now)
    if outcome == "sent":
        texting.send(registry, person, written().text)
        for topic in topics:
            registry.news.keep(person, topic, _since(now))
    return outcome


def due(registry: Registry, person: int, now: datetime) -> tuple[str, list[str]]:
    """What would become of a person now, as `tell` answers it, and the topics they are told of."""
    preferred = registry.preferences.of(person)
    allowed = set(_topics(registry, person, preferred))
    allowed -= set(registry.news.sent(person, _since(now)))
    found = items(registry, person, now) if allowed else ()
    topics = sorted({item.topic for item in found} & allowed)
    if not topics:
        return "nothing", []
    if texting.is_quiet(preferred.get("quiet_hours", ""), local(now)):
        return "quiet", topics
    return "sent" if registry.people.contact(person)["phone"] else "no telephone", topics


def _since(now: datetime) -> str:
    """From when on a text about the same topic keeps another from being sent."""
    return (now - timedelta(days=written().days_between)).isoformat(timespec="milliseconds")


def _topics(registry: Registry, person: int, preferred: Mapping[str, str]) -> Iterator[str]:
    """What this person may be texted about."""
    reminders, consents = preferred.get("reminders", ""), registry.preferences.consents(person)
    for name, topic in written().topics.items():
        if reminders == "no" or (topic.reminders and reminders != "yes"):
            continue
        if not topic.consent or topic.consent in consents:
            yield name
