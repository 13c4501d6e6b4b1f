"""Runs one at a time in processes of their own, and what is seen of one that dies."""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conversation.teaching.running import Busy, Running
from storage.database import Database
from storage.teaching_runs import Runs

SLEEPS = (sys.executable, "-c", "import time; time.sleep(60)")
ENDS = (sys.executable, "-c", "")


@pytest.fixture
def runs(tmp_path):
    database = Database(tmp_path / "x.db")
    database.migrate()
    yield Runs(database, lambda: datetime.now(UTC))
    database.close()


def running(runs, tmp_path, command):
    return Running(runs, tmp_path / "folder" / "lock", command, Path.cwd())


def until(holds):
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_one_at_a_time_and_no_moment_without_the_lock(runs, tmp_path):
    one, other = (running(runs, tmp_path, command) for command in (SLEEPS, ENDS))
    with one.begun("report", None, "", "amy"), pytest.raises(Busy):
        other.start("report", None, "", "ben")
    assert one.latest("report").status == "failed"  # nobody holds the lock any more
    number = one.start("report", None, "", "amy")
    assert (number, one.latest("report").status) == (2, "running")
    with pytest.raises(Busy):
        other.start("trial", None, "", "ben")


def test_one_that_dies_is_failed_and_the_next_begins(runs, tmp_path):
    dies = running(runs, tmp_path, ENDS)
    dies.start("report", None, "", "amy")
    until(lambda: dies.latest("report").status == "failed")
    assert dies.latest("report").result == {"error": "died"}
    with dies.begun("report", None, "", "amy") as (number, _):
        assert runs.get(1).status == "failed"
        runs.progress(number, "examined", 1, 3)
        found = dies.latest("report")
        assert (found.status, found.step, found.done, found.total) == ("running", "examined", 1, 3)
        runs.end(number, "done", {"findings": []})
    assert dies.latest("report").status == "done"
    assert dies.latest("trial") is None
