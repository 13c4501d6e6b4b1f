"""Texts that there may be news: only to who has agreed, wants texts at this hour, and got none of
late. Whether the number has opted out is looked at when a text is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta

from benefits.country import local
from benefits.personal.records import PersonalData
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
    since = (now - timedelta(days=written().days_between)).isoformat(timespec="milliseconds")
    preferred = registry.preferences.of(person)
    allowed = set(_topics(registry, person, preferred)) - set(registry.news.sent(person, since))
    if not allowed:
        return "nothing"
    topics = sorted({item.topic for item in items(registry, person, now)} & allowed)
    if not topics:
        return "nothing"
    if is_quiet(preferred.get("quiet_hours", ""), local(now)):
        return "quiet"
    if not _text(registry, registry.personal, person):
        return "no telephone"
    for topic in topics:
        registry.news.keep(person, topic, since)
    return "sent"


def is_quiet(hours: str, at: datetime) -> bool:
    """Is a moment on the country's clocks one at which no text is wanted? hours: as
    `benefits.personal` keeps them: "20:00-12:00", "sat-sun" or empty."""
    usual = written().hours
    if not usual["from"] <= at.hour < usual["to"]:
        return True
    if not hours:
        return False
    if hours == "sat-sun":
        return at.weekday() >= 5
    first, last = (time.fromisoformat(part) for part in hours.split("-"))
    # Over midnight, as nights are.
    return at.time() >= first or at.time() < last if first > last else first <= at.time() < last


def _topics(registry: Registry, person: int, preferred: Mapping[str, str]) -> Iterator[str]:
    """What this person may be texted about."""
    reminders, consents = preferred.get("reminders", ""), registry.preferences.consents(person)
    for name, topic in written().topics.items():
        if reminders == "no" or (topic.reminders and reminders != "yes"):
            continue
        if not topic.consent or topic.consent in consents:
            yield name


def _text(registry: Registry, personal: PersonalData, person: int) -> bool:
    """Text the person's first telephone; False where there is none."""
    record = personal.of(person)
    if not record["phones"]:
        return False
    language = record["language"] if record["language"] in written().text else "en"
    registry.add_text(record["phones"][0], written().text[language], language)
    return True
