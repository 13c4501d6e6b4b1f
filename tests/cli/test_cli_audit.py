"""The trail on the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.environment import Store, load
from storage.audit import Audit
from storage.staff import StaffMember


@pytest.fixture
def audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, benefitline):
    """Runs `benefitline audit` on three entries."""
    monkeypatch.chdir(tmp_path)  # the data goes to ./var
    env_file = tmp_path / "var" / "benefitline.env"
    benefitline("--env-file", env_file, "init", "--count", "0")

    def run(*words):
        return benefitline("--env-file", env_file, "audit", *words)

    run.database = Store.open(load(env_file)).database
    run.trail = Audit(run.database, lambda: datetime(2026, 11, 20, 9, tzinfo=UTC))
    for number in range(3):
        by = StaffMember(number, ("Ann", "Ben")[number % 2], "agent")
        run.trail.record(by, "view_conversation", f"conversation CA{number}", why="asked")
    return run


def test_a_trail_that_holds(audit) -> None:
    found = audit("verify")
    assert found.exit_code == 0
    kept = audit.trail.entries()[0].hash
    assert found.output == f"All 3 entries hold. The last hash is {kept}\n"
    audit.trail.record(StaffMember(1, "Ann", "agent"), "view_conversation", "conversation CA9")
    assert audit("verify", "--expect", kept).exit_code == 0


def test_a_trail_that_was_changed_or_cut(audit) -> None:
    kept = audit.trail.entries()[0].hash
    for trigger in ("audit_stays", "audit_is_kept"):
        audit.database.connection.execute(f"DROP TRIGGER {trigger}")
    audit.database.connection.execute("DELETE FROM audit WHERE id = 3")
    assert audit("verify").exit_code == 0  # nothing inside of it shows that its end is gone
    cut = audit("verify", "--expect", kept)
    assert cut.exit_code == 1
    assert "The 2 entries hold, but the hash that was kept is none of theirs" in cut.output
    audit.database.connection.execute("UPDATE audit SET staff = 'Zoe' WHERE id = 2")
    changed = audit("verify")
    assert changed.exit_code == 1
    assert changed.output == "Error: Entry 2 was changed; the 1 before it hold.\n"


def test_entries_are_listed_and_narrowed(audit) -> None:
    lines = audit("list").output.splitlines()
    assert len(lines) == 3
    assert lines[0].split() == [
        *("3", "2026-11-20", "09:00:00", "Ann", "(agent)", "view_conversation"),
        *("conversation", "CA2", "why=asked"),
    ]
    assert "CA1" in audit("list", "--staff", "Ben").output
    assert len(audit("list", "--staff", "Ann", "--limit", "1").output.splitlines()) == 1
    assert "CA0" in audit("list", "--subject", "conversation CA0").output
    assert audit("list", "--last", "2026-11-19").output == ""
    assert audit("list", "--first", "tomorrow").exit_code == 2
