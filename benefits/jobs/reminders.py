"""Reminders by text, each sent once; whether the number has opted out is looked at when it is
sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from benefits import visit_texts
from benefits.country import local
from benefits.jobs import texting
from benefits.jobs.work import Done, Item, Job
from benefits.life_proofs import matched
from benefits.registry import Registry

UNFINISHED_FOR = timedelta(days=3)
TOO_OLD = timedelta(days=30)
"""What nobody has touched for so long is not reminded of any more."""
PROOF_AHEAD = timedelta(days=30)
_TEXTS = {
    "draft": texting.UNFINISHED,
    "papers": texting.PAPERS,
    "decided": texting.DECIDED,
}


def items(registry: Registry, now: datetime) -> Iterator[Item]:
    """Whoever is to be reminded of something, wants that, and wants it at this hour."""
    for item in (*_of_claims(registry, now), *_of_visits(registry, now), *_of_life(registry, now)):
        if texting.may(registry, item.person, now, item.subject["of"] == "decided"):
            yield item


def act(registry: Registry, now: datetime, item: Item) -> Done:
    """Send one."""
    subject = item.subject
    if subject["of"] == "appointment":
        office = next(one for one in registry.offices() if one["id"] == subject["office"])
        text = visit_texts.reminder(subject, office, subject["language"])
        registry.add_text(subject["phone"], text, subject["language"])
        registry.appointments.reminded(subject["id"])
        return Done("queued")
    assert item.person is not None
    if subject["of"] == "proof":
        text = visit_texts.call_us(subject["due_on"], subject["language"])
        registry.add_text(subject["phone"], text, subject["language"])
        registry.proofs.reminded(item.person)
        return Done("queued")
    sent = texting.send(registry, item.person, _TEXTS[subject["of"]])
    return Done("queued" if sent else "no telephone")


def _of_claims(registry: Registry, now: datetime) -> Iterator[Item]:
    """Drafts that nobody has touched for three days, claims that wait for documents, and those
    that have been decided."""
    since = _stored(now - TOO_OLD)
    for claim in registry.claims.unfinished(_stored(now - UNFINISHED_FOR)):
        if claim["updated_at"] >= since:
            yield Item(f"reminder:draft:{claim['id']}", {"of": "draft"}, claim["person_id"])
    for claim in registry.claims.told_of("documents_missing", since):
        # Asked for once more, it is another matter.
        key = f"reminder:papers:{claim['id']}:{claim['updated_at']}"
        yield Item(key, {"of": "papers"}, claim["person_id"])
    for claim in registry.claims.told_of("decided", since):
        yield Item(f"reminder:decided:{claim['id']}", {"of": "decided"}, claim["person_id"])


def _of_visits(registry: Registry, now: datetime) -> Iterator[Item]:
    """Appointments of tomorrow, and of today where yesterday nothing ran."""
    today = local(now).date()
    at = f"{local(now):%Y-%m-%dT%H:%M}"
    for day in (today - timedelta(days=1), today):
        for one in registry.appointments.due_reminders(day.isoformat()):
            when = f"{one['day']}T{one['at']}"
            if when > at:
                key = f"reminder:appointment:{one['id']}:{when}"
                yield Item(key, {"of": "appointment", **one}, one["person_id"])


def _of_life(registry: Registry, now: datetime) -> Iterator[Item]:
    """Proofs of life that are due within a month and that nothing on record stands for."""
    today = local(now).date()
    for one in registry.proofs.due_reminders((today + PROOF_AHEAD).isoformat()):
        person = one["person_id"]
        if date.fromisoformat(one["due_on"]) < today:
            continue
        if matched(registry.proofs.evidence(person), today) is None:
            yield Item(f"reminder:proof:{person}:{one['due_on']}", {"of": "proof", **one}, person)


def _stored(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


JOB = Job("reminders", items, act, own=True, texts=True)
