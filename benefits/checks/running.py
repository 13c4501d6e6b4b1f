"""Going over all records: what is found opens a case once, and again only for other facts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from benefits.cases import WORKING_DAYS
from benefits.checks.finding import Finding
from benefits.checks.table import LOOKS
from benefits.checks.written import checks
from benefits.country import local
from benefits.registry import Registry
from benefits.workdays import working_days_after

Row = Mapping[str, Any]
_DONE = ("RESOLVED", "CLOSED")
BY = "checks"
"""Who opens these cases."""


def run(registry: Registry, now: datetime, name: str) -> Counter[str]:
    """Do one check; answers how many findings came to what: `found`, and of these asked, opened,
    noted or known. Its writes belong into one transaction."""
    counts: Counter[str] = Counter()
    known = registry.checks.known(name)
    for finding in found(registry, now, name):
        counts["found"] += 1
        counts[act(registry, now, name, finding, known.get(finding.key))] += 1
    return counts


def found(registry: Registry, now: datetime, name: str) -> Iterator[Finding]:
    """What a check finds now, whether or not it is known."""
    return LOOKS[name](registry.checks.rows(name), checks()[name].limits, local(now).date())


def is_new(now: datetime, name: str, finding: Finding, known: Row | None) -> bool:
    """Is there something to do about a finding? known: what the registry has of it."""
    if known is None:
        return True
    if known["status"] == "asked":
        found_at = datetime.fromisoformat(known["found_at"])
        return now >= found_at + timedelta(days=checks()[name].limits["days_to_answer"])
    return bool(known["digest"] != finding.digest)


def act(registry: Registry, now: datetime, name: str, finding: Finding, known: Row | None) -> str:
    """Do what is to be done about a finding. known: what the registry has of it.

    asked: the person is asked first (`benefits.proactive` brings it up). opened: a case. noted:
    other facts than before, in the case that is open. known: nothing is new.
    """
    check = checks()[name]
    if not is_new(now, name, finding, known):
        return "known"
    if known is None:
        if check.ask:
            keep(registry, name, finding, "asked", "", None)
            return "asked"
        return open_case(registry, now, name, finding, None)
    if known["status"] == "asked":
        return open_case(registry, now, name, finding, known)
    case = registry.cases.by_code(known["code"])
    if case is None or case["status"] in _DONE:
        return open_case(registry, now, name, finding, known)
    facts = json.dumps(finding.facts, ensure_ascii=False)
    registry.cases.note(known["code"], BY, "facts", facts)
    keep(registry, name, finding, "case", known["code"], known)
    return "noted"


def open_case(
    registry: Registry,
    now: datetime,
    name: str,
    finding: Finding,
    known: Row | None,
    more: Row | None = None,
) -> str:
    """Open a case, and stop a payment where the check does; answers "opened". more: what staff read
    beside the facts."""
    check, today = checks()[name], local(now).date()
    about = {"check": name, "facts": finding.facts, **(more or {}), "what_to_do": check.staff}
    code = registry.cases.open(
        {
            "category": check.category,
            "about": about,
            "priority": check.priority,
            "flags": [name, *finding.flags],
            "person_id": finding.person,
            "phone": "",
            "channel": BY,
            "language": "en",
            "due_date": working_days_after(today, WORKING_DAYS[check.priority]).isoformat(),
        }
    )
    if check.stops and finding.person is not None:
        registry.checks.stop_payment(finding.person, today.isoformat())
    keep(registry, name, finding, "case", code, known)
    return "opened"


def keep(
    registry: Registry, name: str, finding: Finding, status: str, code: str, known: Row | None
) -> None:
    """Keep what became of a finding."""
    row = {
        "person_id": finding.person,
        "digest": finding.digest,
        "status": status,
        "code": code,
        "facts": finding.facts,
    }
    registry.checks.keep(name, finding.key, row, known)
