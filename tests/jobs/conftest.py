"""A small country with its jobs, in this process and in others that are killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner, Result

from benefits import country, seed
from benefits.jobs.schedule import Schedule
from benefits.jobs.work import Job
from cli import main
from cli.environment import fresh
from conversation.jobs.exceptions import Exceptions, commit
from conversation.jobs.queue import JobQueue
from conversation.jobs.runner import Runner
from settings import PREFIX
from storage.country import load_country
from storage.database import Database
from storage.registry import SqlRegistry
from storage.staff import Staff, StaffMember
from storage.vault import Vault

ROOT = Path(__file__).parents[2]
PASSWORD = "battery staple"
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
CHILDREN = {
    "children_under_16": 2,
    "children_at_school": 0,
    "children_disabled": 0,
    "first_child_disabled": False,
    "other_parent_paid": False,
    "lives_here": True,
    "child_since": "2026-09-01",
}
"""What somebody tells who gets child allowance: 60 and 80 a month."""


@dataclass
class Office:
    """The back office, with a clock that the test turns."""

    database: Database
    vault: Vault
    folder: Path
    now: datetime = NOW
    staff: dict[str, StaffMember] = field(default_factory=dict)

    def registry(self, later, session_id, now):
        return SqlRegistry(self.database, self.vault, later, session_id, now)

    @property
    def reading(self):
        return self.registry([], "", self.now)

    def act(self, what):
        """Do something to the registry."""
        answer = []
        commit(
            self.database, self.registry, self.now, lambda registry: answer.append(what(registry))
        )
        return answer[0]

    def open_case(self, category: str, person: int) -> str:
        """Open a case about a person, as somebody's report does; its code."""
        row = {
            "category": category,
            "about": {},
            "priority": "high",
            "flags": [],
            "phone": "",
            "person_id": person,
            "channel": "voice",
            "language": "en",
            "due_date": "",
        }
        return self.act(lambda registry: registry.cases.open(row))

    @property
    def runner(self):
        return Runner(self.database, self.registry, lambda: self.now, self.folder / "locks")

    @property
    def exceptions(self):
        return Exceptions(self.database, self.registry, lambda: self.now)

    def queue(self, jobs: dict[str, Job], schedules: dict[str, str]) -> JobQueue:
        return JobQueue(
            self.folder / "jobs.db",
            self.runner,
            jobs,
            {name: Schedule.parse(text) for name, text in schedules.items()},
            lambda: self.reading.jobs,
            lambda: self.now,
        )

    def run(self, job, slot="slot"):
        return self.runner.run(job, slot)

    def hand_in(self, person_id, programme="child_allowance", facts=CHILDREN):
        """A claim that was filled in here; its reference."""
        reference = self.act(lambda registry: registry.claims.begin(person_id, programme, "voice"))
        self.act(lambda registry: registry.claims.save(reference, facts, []))
        today = self.now.date()
        until = (today + timedelta(days=30)).isoformat()
        self.act(lambda registry: registry.claims.hand_in(reference, today.isoformat(), until))
        return reference

    def rows(self, sql, *values):
        return [dict(row) for row in self.database.connection.execute(sql, values)]

    def count(self, table, where="1"):
        return self.rows(f"SELECT count(*) AS n FROM {table} WHERE {where}")[0]["n"]


@pytest.fixture(scope="session")
def hashed() -> str:
    """The password of all staff: hashing one takes long on purpose."""
    return PasswordHasher().hash(PASSWORD)


@pytest.fixture
def office(tmp_path: Path, hashed: str) -> Iterator[Office]:
    """The well-known people and ten others; ann and ben are clerks, sue and tom supervisors."""
    keys = Vault.new_key()
    values = fresh(8080) | {PREFIX + "DATA_DIR": str(tmp_path), PREFIX + "ENCRYPTION_KEYS": keys}
    values[PREFIX + "TEXT_HOURS"] = ""  # tests run at night too
    (tmp_path / "b.env").write_text("".join(f"{name}={value}\n" for name, value in values.items()))
    database, vault = Database(tmp_path / "benefitline.db"), Vault([keys])
    database.migrate()
    load_country(database, vault, country.offices(), seed.people(10, today=date(2026, 11, 23)))
    office = Office(database, vault, tmp_path)
    for name, role in (
        ("ann", "agent"),
        ("ben", "agent"),
        ("sue", "supervisor"),
        ("tom", "supervisor"),
    ):
        with database.transaction() as connection:
            connection.execute(
                "INSERT INTO staff (name, password, role, created_at) VALUES (?, ?, ?, '')",
                (name, hashed, role),
            )
        office.staff[name] = Staff(database).named(name)
    yield office
    database.close()


def command(office: Office, *words: str) -> list[str]:
    return [sys.executable, "-m", "cli", "--env-file", str(office.folder / "b.env"), *words]


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return kept | {"PYTHONPATH": str(ROOT), "BENEFITLINE_STAFF_PASSWORD": PASSWORD}


@pytest.fixture
def cli(office: Office, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs the command line on the office's database."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BENEFITLINE_STAFF_PASSWORD", PASSWORD)

    def run(*words: str) -> Result:
        return CliRunner().invoke(main, ["--env-file", str(office.folder / "b.env"), *words])

    return run


@pytest.fixture
def killed(office: Office) -> Callable[..., None]:
    """Starts the command line, and ends it by kill -9 as soon as a condition holds."""

    def run(*words: str, when: Callable[[], bool]) -> None:
        child = subprocess.Popen(
            command(office, *words), cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL
        )
        try:
            while not when():
                assert child.poll() is None, "it ended before it could be killed"
                time.sleep(0.001)
        finally:
            child.send_signal(signal.SIGKILL)
            child.wait()

    return run
