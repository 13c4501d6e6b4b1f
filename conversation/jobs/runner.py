"""Runs a job: every item in a transaction of its own, together with the record that it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog

from benefits.country import local
from benefits.hours import Hours
from benefits.jobs.work import Done, Item, Job, ToDo
from benefits.workdays import working_days_after
from conversation.jobs.lock import only_one
from storage.conversations import Overtaken
from storage.database import Busy, Database, Write
from storage.job_records import AlreadyDone
from storage.registry import SqlRegistry

ACTOR = "jobs"
"""Who does what nobody has asked for."""
DAYS = {"normal": 10, "high": 5, "urgent": 2}
"""Working days within which a person looks at an exception."""
Registries = Callable[[list[Write], str, datetime], SqlRegistry]
_log = structlog.get_logger()


@dataclass(frozen=True)
class Ran:
    """What a run came to."""

    status: str
    """done, failed, or skipped: it has been done, or somebody else is at it."""
    figures: Mapping[str, int]
    """How many items had which outcome."""


SKIPPED = Ran("skipped", {})


class Runner:
    """Runs jobs on the registry."""

    def __init__(
        self,
        database: Database,
        registry: Registries,
        clock: Callable[[], datetime],
        folder: Path,
        text_hours: Hours | None = None,
    ) -> None:
        """folder: for the locks. text_hours: when texts may be sent, on the country's clocks."""
        self._database = database
        self._registry = registry
        self._clock = clock
        self._folder = folder
        self._text_hours = text_hours or Hours()

    def run(self, job: Job, slot: str, actor: str = ACTOR) -> Ran:
        """Do what there is to do, unless the run of this slot has ended or another is at it."""
        if job.texts and not self._text_hours.is_open(local(self._clock())):
            return SKIPPED
        with only_one(self._folder / f"{job.name}.lock") as mine:
            if not mine:
                return SKIPPED
            jobs = self._reading().jobs
            run = jobs.begin(job.name, slot, actor)
            if run["status"] != "running":
                return SKIPPED
            figures: Counter[str] = Counter()
            status = "done" if self._all(job, run["id"], actor, figures) else "failed"
            self._reading().jobs.end(run["id"], status, figures)
            return Ran(status, figures)

    def _all(self, job: Job, run_id: int, actor: str, figures: Counter[str]) -> bool:
        try:
            found = list(job.items(self._reading(), self._clock()))
        except Exception as error:
            _log.exception("a job could not begin", job=job.name)
            to_do = ToDo(f"The job {job.name} could not begin: {error!r}. Tell the operator.")
            self._put_to_person(job, run_id, actor, Item(f"run:{run_id}"), to_do)
            return False
        for item in found:
            figures[self._one(job, run_id, actor, item)] += 1
        return True

    def _one(self, job: Job, run_id: int, actor: str, item: Item) -> str:
        """Do one item, if nobody has; answers what became of it."""
        if self._reading().jobs.is_done(item.key):
            return "done before"
        try:
            return self._commit(job, run_id, actor, item, job.act)
        except (AlreadyDone, Overtaken):
            return "done meanwhile"
        except Busy as error:
            # A full disk or a database that was busy for long: the next run finds it again.
            _log.warning("an item waits for the next run", job=job.name, error=str(error))
            return "waits"
        except Exception as error:
            _log.exception("an item could not be done", job=job.name, key=item.key)
            text = f"The job {job.name} could not do this: {type(error).__name__}: {error}. "
            to_do = ToDo(text + "Do it by hand, or have it tried once more with --again.")
            return self._put_to_person(job, run_id, actor, item, to_do)

    def _put_to_person(self, job: Job, run_id: int, actor: str, item: Item, to_do: ToDo) -> str:
        def give(registry: object, now: datetime, item: Item) -> Done:
            return Done("failed", to_do)

        try:
            return self._commit(job, run_id, actor, item, give)
        except (AlreadyDone, Busy):
            return "waits"

    def _commit(
        self,
        job: Job,
        run_id: int,
        actor: str,
        item: Item,
        act: Callable[[SqlRegistry, datetime, Item], Done],
    ) -> str:
        later: list[Write] = []
        now = self._clock()
        registry = self._registry(later, "", now)
        done = act(registry, now, item)
        writes, later[:] = list(later), []
        inputs = {**item.subject, **done.inputs}
        registry.jobs.step(run_id, item.key, actor, done.rules, inputs, done.outcome)
        if done.to_do:
            open_exception(registry, now, job.name, item, done.to_do)
        with self._database.transaction() as connection:
            # The record first: where somebody else has made it, nothing else is tried.
            for write in (*later, *writes):
                write(connection)
        return done.outcome

    def _reading(self) -> SqlRegistry:
        return self._registry([], "", self._clock())


def open_exception(registry: SqlRegistry, now: datetime, job: str, item: Item, to_do: ToDo) -> str:
    """Put something to a person; answers the code of the case."""
    due = working_days_after(local(now).date(), DAYS[to_do.priority])
    about = {**to_do.about, "job": job, "key": item.key, "to_do": to_do.text, "who": to_do.who}
    return registry.cases.open(
        {
            "category": "error",
            "about": about,
            "priority": to_do.priority,
            "flags": [job],
            "person_id": item.person,
            "phone": "",
            "anonymous": False,
            "channel": "job",
            "language": "",
            "due_date": due.isoformat(),
        }
    )
