"""The queue of jobs: a file beside the database, and workers that take from it.

The queue only says what to look at next. What has been done stands in the database alone: a job
that a killed worker had taken from the queue is found unfinished, and put in again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import structlog
from huey import SqliteHuey, crontab
from huey.consumer import Consumer

from benefits.country import local
from benefits.jobs.schedule import Schedule
from benefits.jobs.work import Job
from conversation.jobs.runner import ACTOR, SKIPPED, Ran, Runner
from storage.job_records import JobRecords

_log = structlog.get_logger()


class UnknownJob(Exception):
    """There is no job of this name."""


class Workers(Consumer):
    """Workers inside a process that has its own ways of ending: signals are left to it."""

    def _set_signal_handlers(self) -> None:
        pass


class JobQueue:
    """What is due, what waits, and running both."""

    def __init__(
        self,
        file: Path,
        runner: Runner,
        jobs: Mapping[str, Job],
        schedules: Mapping[str, Schedule],
        records: Callable[[], JobRecords],
        clock: Callable[[], datetime],
    ) -> None:
        """file: the queue's, made when missing."""
        file.parent.mkdir(parents=True, exist_ok=True)
        # Not the loggers of a library whose every line would be one more in ours.
        logging.getLogger("huey").setLevel(logging.WARNING)
        self._runner = runner
        self._jobs = jobs
        self._schedules = schedules
        self._records = records
        self._clock = clock
        self.huey = SqliteHuey("benefitline", filename=str(file), results=False, timeout=10)
        self._task = self.huey.task(name="run")(self._run_queued)
        self.huey.periodic_task(crontab(minute="*"), name="look")(self.put_in_what_is_due)

    def due(self) -> list[tuple[str, str, str]]:
        """The runs to be done now: name, slot, and who wanted them. Those that were killed first;
        of the slots that went by while nothing ran, the latest of each job."""
        records, now = self._records(), local(self._clock())
        runs = [
            (run["name"], run["slot"], run["actor"])
            for run in records.unfinished()
            if run["name"] in self._jobs
        ]
        begun = {run[:2] for run in runs}
        for name in self._jobs:
            slot = self._schedules[name].last(now)
            if slot and (name, slot) not in begun and not records.has_ended(name, slot):
                runs.append((name, slot, ACTOR))
        return runs

    def put_in_what_is_due(self) -> None:
        """Let the workers do what is due and does not wait already."""
        waiting = self.waiting()
        for run in self.due():
            if run not in waiting:
                self._task(*run)

    def run_due(self) -> list[tuple[str, Ran]]:
        """Do here and now what is due and what waits in the queue, each by its name."""
        while (task := self.huey.dequeue()) is not None:
            if task.name == "run":
                self._started(*task.args)
        return [(name, self.run(name, slot, actor)) for name, slot, actor in self.due()]

    def start(self, name: str, actor: str) -> None:
        """Have a job run as soon as a worker is free, whatever its schedule. Raises UnknownJob."""
        if name not in self._jobs:
            raise UnknownJob(f"there is no job {name}; there are {', '.join(self._jobs)}")
        self._task(name, f"start {self._clock().isoformat(timespec='milliseconds')}", actor)

    def waiting(self) -> list[tuple[str, str, str]]:
        """What waits in the queue: name, slot and who wanted it."""
        return [tuple(task.args) for task in self.huey.pending() if task.name == "run"]

    def run(self, name: str, slot: str, actor: str) -> Ran:
        """Run a job here and now."""
        return self._runner.run(self._jobs[name], slot, actor)

    def workers(self) -> Workers:
        """One worker and a look at the clock every minute; `run` until somebody calls `stop`.

        One is enough: jobs write to one database, and the calls come first.
        """
        return Workers(self.huey, workers=1, periodic=True, worker_type="thread", max_delay=5.0)

    def _started(self, name: str, slot: str, actor: str) -> None:
        """Keep that a run was wanted, so that it is among those to be done."""
        if name in self._jobs:
            self._records().begin(name, slot, actor)

    def _run_queued(self, name: str, slot: str, actor: str) -> None:
        if name not in self._jobs:
            return  # of an older version
        ran = self.run(name, slot, actor)
        if ran is not SKIPPED:
            _log.info("a job has run", job=name, status=ran.status, **ran.figures)
