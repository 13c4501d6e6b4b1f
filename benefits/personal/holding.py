"""Changes of a bank account or phone: held for a week, told to the old contacts, and stopped.

Whoever has taken over somebody's phone and PIN wants exactly these. The week and the notice are for
the person whose they are; a change that looks like fraud waits for staff, who are told why. The
caller is not: a fraudster would learn what to avoid.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from benefits.cases import open_case
from benefits.checks.written import limit
from benefits.country import local
from benefits.function import Asked, function
from benefits.personal import notices
from benefits.personal.history import person_of, write_down
from benefits.personal.records import Kind, Row
from benefits.registry import Registry

HELD = timedelta(days=7)
LATELY = timedelta(days=limit("bank_after_phone", "days"))
"""For so long after a phone was changed, or any change was stopped, a person changes an account."""
PINS_FAILED = limit("failed_pins", "times")
PINS_WITHIN = timedelta(days=limit("failed_pins", "days"))


def hold(asked: Asked, kind: Kind, new: Row, old: Row) -> Mapping[str, Any]:
    """Hold a change. held: "days", or "person" when staff must look at it first; due_on: the ISO
    date from which it counts at the earliest, or by which a person has looked at it."""
    person = person_of(asked)
    found, record = signs(asked, kind, new), asked.registry.personal.of(person)
    due = asked.now + HELD
    reference = asked.registry.held.hold(
        {
            "person_id": person,
            "kind": kind,
            "new": dict(new),
            # Who may stop it by text: a phone that comes later, with this change too, may not.
            "old": {**old, "phones": list(record["phones"])},
            "signs": found,
            "due_at": due.isoformat(timespec="milliseconds"),
            "status": "review" if found else "waiting",
        }
    )
    write_down(asked, f"{kind}_asked", old, new)
    notices.send(
        asked.registry, record["phones"], record["language"], "held", due, reference=reference
    )
    asked.registry.personal.send_letter(
        person, "held_change", record["language"], {"reference": reference, "to": record["address"]}
    )
    if not found:
        return {"held": "days", "due_on": local(due).date().isoformat()}
    about = {"change": kind, "reference": reference}
    _, by = open_case(asked, "hold", about, priority="high", flags=found)
    return {"held": "person", "due_on": by}


def signs(asked: Asked, kind: Kind, new: Row) -> Sequence[str]:
    """What about this change looks like fraud: names for staff."""
    registry, person = asked.registry, person_of(asked)
    found = []
    recent = registry.held.of_person(person, _ago(asked, LATELY))
    if any(change["status"] in ("review", "stopped") for change in recent):
        found.append("held_or_stopped_lately")
    if kind == "bank":
        if any(change["kind"] == "phone" for change in recent):
            found.append("phone_changed_lately")
        if registry.personal.account_owners(new["account"], but=person) >= limit(
            "account_of_many", "people"
        ):
            found.append("account_of_many")
    elif registry.personal.owners(new["phone"]) >= limit("phone_of_many", "people"):
        found.append("phone_of_many")
    if registry.personal.failed_pins(person, _ago(asked, PINS_WITHIN)) >= PINS_FAILED:
        found.append("failed_pins")
    history = registry.personal.history(person)
    if any(row["what"] == "pin" and row["at"] >= _ago(asked, LATELY) for row in history):
        found.append("pin_by_letter_lately")
    return found


@function("changes.stop", takes=("reference",), gives=("outcome", "due_on", "code"))
def stop(asked: Asked, reference: str) -> Mapping[str, Any]:
    """Stop a change that the old contacts were told of.

    A text counts from a phone that was registered before the change; a call from any, as only the
    notice has the reference. outcome: stopped, already (it was stopped before), applied (too late:
    a person looks at it), or unknown, which is also said of another phone's text. due_on: ISO date
    by which a person has looked at it; code: of the case, empty where there is none.
    """
    change = asked.registry.held.by_reference(reference)
    nothing = {"outcome": "unknown", "due_on": "", "code": ""}
    if change is None:
        return nothing
    person = change["person_id"]
    if asked.channel == "sms" and asked.caller not in change["old"]["phones"]:
        return nothing
    if change["status"] in ("stopped", "replaced"):
        return {**nothing, "outcome": "already"}
    about = {"change": change["kind"], "reference": reference}
    if change["status"] == "applied":
        flags = ["stopped_too_late"]
        code, by = open_case(asked, "fraud", about, priority="urgent", flags=flags, person=person)
        return {"outcome": "applied", "due_on": by, "code": code}
    asked.registry.held.settle(change, "stopped", asked.channel)
    _note(asked.registry, change, "stopped", asked.channel)
    record = asked.registry.personal.of(person)
    others = [phone for phone in record["phones"] if phone != asked.caller]
    notices.send(asked.registry, others, record["language"], "stopped", asked.now)
    code, by = open_case(
        asked, "fraud", about, priority="high", flags=["change_stopped"], person=person
    )
    return {"outcome": "stopped", "due_on": by, "code": code}


def apply(registry: Registry, change: Row, channel: str = "job") -> None:
    """Let a change take effect that has waited long enough, or that staff have looked at (channel
    `console`). The transaction fails as a whole (`storage.conversations.Overtaken`) where it was
    stopped in the meantime."""
    record = registry.personal.of(change["person_id"])
    registry.held.apply(change)
    _note(registry, change, change["kind"], channel)
    asked_at = datetime.fromisoformat(change["asked_at"])
    notices.send(registry, record["phones"], record["language"], "applied", asked_at)


def stop_by_staff(registry: Registry, change: Row, by: str, now: datetime) -> None:
    """Stop a change that staff have looked at, and tell the phones. by: who. Fails as `apply`."""
    record = registry.personal.of(change["person_id"])
    registry.held.settle(change, "stopped", by)
    _note(registry, change, "stopped", "console")
    notices.send(registry, record["phones"], record["language"], "stopped", now)


def _note(registry: Registry, change: Row, what: str, channel: str) -> None:
    """Add what became of a change to the history; nobody needs to be identified for that."""
    registry.personal.changed(
        {
            "person_id": change["person_id"],
            "what": what,
            "old": change["old"],
            "new": change["new"],
            "actor": {"job": "hotline", "console": "staff"}.get(channel, "old_contact"),
            "channel": channel,
            "level": 0,
        }
    )


def _ago(asked: Asked, time: timedelta) -> str:
    return (asked.now - time).isoformat(timespec="milliseconds")
