"""What the commands of the back office work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path

from benefits.hours import Hours
from benefits.jobs.table import JOBS, schedules
from benefits.jobs.work import Job
from cli.environment import Store
from cli.proving import prove
from conversation.jobs.exceptions import Exceptions, commit
from conversation.jobs.payments import PaymentWork
from conversation.jobs.queue import JobQueue
from conversation.jobs.runner import Runner
from conversation.turn import Registries
from settings import Settings
from storage.database import Write
from storage.registry import SqlRegistry
from storage.staff import StaffMember


def utc_now() -> datetime:
    """The time, with its zone."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class BackOffice:
    """The database as jobs and staff see it."""

    settings: Settings
    store: Store

    @staticmethod
    def open(settings: Settings) -> BackOffice:
        """Open the database, and create it when it is missing."""
        return BackOffice(settings, Store.open(settings))

    def registry(self, later: list[Write], session_id: str, now: datetime) -> SqlRegistry:
        """Our own, or the institution's over HTTP."""
        return self._registries(later, session_id, now)

    @cached_property
    def _registries(self) -> Registries:
        if not self.settings.registry_url:
            return partial(SqlRegistry, self.store.database, self.store.vault)
        from app import registries  # only where it is needed: it loads the whole server

        return registries(self.settings, self.store.database, self.store.vault, utc_now)

    @property
    def jobs(self) -> dict[str, Job]:
        """The jobs that run here: all, or those that need only what the hotline keeps itself."""
        elsewhere = bool(self.settings.registry_url)
        return {name: job for name, job in JOBS.items() if job.own or not elsewhere}

    def reading(self) -> SqlRegistry:
        """The registry, to read from."""
        return self.registry([], "", utc_now())

    def act(self, what: Callable[[SqlRegistry], None]) -> None:
        """Do something to the registry, all of it or nothing. Raises NotSettled."""
        commit(self.store.database, self.registry, utc_now(), what)

    @property
    def exceptions(self) -> Exceptions:
        return Exceptions(self.store.database, self.registry, utc_now)

    @property
    def payments(self) -> PaymentWork:
        return PaymentWork(self.store.database, self.registry, utc_now)

    @property
    def queue(self) -> JobQueue:
        settings = self.settings
        runner = Runner(
            self.store.database,
            self.registry,
            utc_now,
            self.locks,
            Hours.parse(settings.text_hours),
        )
        times = schedules(settings.job_schedules)
        return JobQueue(
            settings.queue, runner, self.jobs, times, lambda: self.reading().jobs, utc_now
        )

    @property
    def locks(self) -> Path:
        """The folder of the files that keep two processes from the same job."""
        return self.settings.queue.with_suffix(".locks")

    def staff(self, name: str) -> StaffMember:
        """The member of staff of this name, who proves it. Raises click.ClickException."""
        return prove(self.store, self.settings, name)
