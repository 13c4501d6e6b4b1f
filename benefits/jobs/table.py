"""All jobs, and when each is due."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from benefits.country import read
from benefits.jobs import changes, checks, claims, news, paying, proofs, reminders, undelivered
from benefits.jobs.schedule import Schedule, parse_all
from benefits.jobs.work import Job

JOBS: Mapping[str, Job] = {
    module.JOB.name: module.JOB
    for module in (claims, paying, reminders, proofs, changes, undelivered, checks, news)
}


def schedules(changes: str = "") -> Mapping[str, Schedule]:
    """When each job is due. changes: those of the operator, as `parse_all` reads them. Raises
    ValueError with a sentence."""
    changed = parse_all(changes)
    for name in changed:
        if name not in JOBS:
            raise ValueError(f"there is no job {name!r}; there are {', '.join(JOBS)}")
    return {**_usual(), **changed}


@cache
def _usual() -> Mapping[str, Schedule]:
    file = Path(__file__).parent / "schedules.yaml"
    usual = {name: Schedule.parse(text) for name, text in read(file).items()}
    return {name: usual[name] for name in JOBS}
