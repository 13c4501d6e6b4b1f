"""Errors and fraud that are found in the records: a case for each, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from benefits.checks.finding import Finding
from benefits.checks.running import act as act_on
from benefits.checks.running import found, is_new
from benefits.checks.table import LOOKS
from benefits.jobs.work import Done, Item, Job
from benefits.registry import Registry


def items(registry: Registry, now: datetime) -> Iterator[Item]:
    """Everything that is found and not known, or known with other facts."""
    for name in LOOKS:
        known = registry.checks.known(name)
        for one in found(registry, now, name):
            before = known.get(one.key)
            if is_new(now, name, one, before):
                since = before["found_at"] if before else "new"
                subject = {"check": name, "key": one.key, "facts": one.facts, "known": before}
                yield Item(f"check:{name}:{one.key}:{since}", subject, one.person)


def act(registry: Registry, now: datetime, item: Item) -> Done:
    """Do what is to be done about one."""
    subject = item.subject
    finding = Finding(subject["key"], subject["facts"], item.person)
    return Done(act_on(registry, now, subject["check"], finding, subject["known"]))


JOB = Job("checks", items, act)
