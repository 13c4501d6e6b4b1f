"""The trail of what staff saw and did."""

import sqlite3
from datetime import UTC, datetime

import pytest

from storage.audit import Audit
from storage.database import Database
from storage.staff import StaffMember

ANN = StaffMember(1, "Ann", "agent")


@pytest.fixture
def database(tmp_path):
    database = Database(tmp_path / "hotline.db")
    database.migrate()
    return database


@pytest.fixture
def audit(database):
    return Audit(database, lambda: datetime(2026, 11, 20, 9, tzinfo=UTC))


def tamper(database, statement):
    for trigger in ("audit_stays", "audit_is_kept"):
        database.connection.execute(f"DROP TRIGGER {trigger}")
    database.connection.execute(statement)


def test_entries_are_kept_and_hold(audit):
    audit.record(ANN, "view_conversation", "conversation CA1")
    audit.record(ANN, "unmask", "conversation CA1", reason="she asked for her number")
    last, first = audit.entries()
    assert (first.action, first.subject, first.staff, first.role) == (
        *("view_conversation", "conversation CA1"),
        *("Ann", "agent"),
    )
    assert last.detail == {"reason": "she asked for her number"}
    assert audit.entries(before=2) == [first]
    assert audit.verify() == (2, None)


@pytest.mark.parametrize("statement", ["UPDATE audit SET staff = 'Ben'", "DELETE FROM audit"])
def test_the_database_refuses_to_change_it(audit, database, statement):
    audit.record(ANN, "view_conversation", "conversation CA1")
    with pytest.raises(sqlite3.IntegrityError, match="not changed"):
        database.connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "held", "broken", "why"),
    [
        ("UPDATE audit SET subject = 'conversation CA9' WHERE id = 2", 1, 2, "was changed"),
        ("UPDATE audit SET hash = 'x' WHERE id = 3", 2, 3, "was changed"),
        ("DELETE FROM audit WHERE id = 2", 1, 2, "is missing"),
    ],
)
def test_what_was_changed_behind_its_back_is_found(audit, database, statement, held, broken, why):
    for number in range(3):
        audit.record(ANN, "view_conversation", f"conversation CA{number}")
    tamper(database, statement)
    found, first = audit.verify()
    assert (found, first.id, first.why) == (held, broken, why)


def test_what_is_done_and_its_entry_are_one(audit, database):
    def fail():
        with database.transaction() as connection:
            audit.write(connection, ANN, "approve", "case 1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert audit.verify() == (0, None)
