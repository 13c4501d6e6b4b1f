"""The trail of what staff saw and did."""

import sqlite3
from datetime import UTC, date, datetime, timedelta

import pytest

from storage.audit import Audit, Only
from storage.database import Database
from storage.staff import StaffMember

ANN = StaffMember(1, "Ann", "agent")
BEN = StaffMember(2, "Ben", "supervisor")


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


def test_entries_are_narrowed(database):
    now = [datetime(2026, 11, 20, 9, tzinfo=UTC)]
    audit = Audit(database, lambda: now[0])
    for day, by, action, subject in (
        (20, ANN, "view_conversation", "conversation CA1"),
        (21, BEN, "view_conversation", "conversation CA1"),
        (22, ANN, "unmask", "conversation CA1"),
        (22, ANN, "unmask", "call-back 4"),
    ):
        now[0] = datetime(2026, 11, day, 23, 59, 59, 999000, tzinfo=UTC)
        audit.record(by, action, subject)

    def numbers(before=None, **only):
        found = audit.entries(before, only=Only(**only))
        assert [e.id for e in audit.all(Only(**only)) if before is None or e.id < before] == [
            e.id for e in found
        ]
        return [entry.id for entry in found]

    assert numbers() == [4, 3, 2, 1]
    assert numbers(before=3) == [2, 1]
    assert numbers(staff="Ann") == [4, 3, 1]
    assert numbers(staff="Ann", before=4) == [3, 1]
    assert numbers(action="unmask", subject="conversation CA1") == [3]
    assert numbers(staff="Ben", subject="conversation CA1") == [2]
    assert numbers(first=date(2026, 11, 21), last=date(2026, 11, 21)) == [2]
    assert numbers(last=date(2026, 11, 21)) == [2, 1]
    assert numbers(first=date(2026, 11, 22), last=date.max) == [4, 3]
    assert numbers(staff="nobody") == []


def test_a_page_that_is_looked_at_for_long_is_one_entry(database):
    now = [datetime(2026, 11, 20, 9, tzinfo=UTC)]
    audit = Audit(database, lambda: now[0])
    for by in (ANN, ANN, BEN):
        audit.view(by, "view_conversation", "conversation CA1", timedelta(minutes=30))
    now[0] += timedelta(minutes=29)
    audit.view(ANN, "view_conversation", "conversation CA1", timedelta(minutes=30))
    assert [entry.staff for entry in audit.entries()] == ["Ben", "Ann"]
    now[0] += timedelta(minutes=2)
    audit.view(ANN, "view_conversation", "conversation CA1", timedelta(minutes=30))
    assert [entry.staff for entry in audit.entries()] == ["Ann", "Ben", "Ann"]


def test_the_chain_is_verified_in_pieces(audit, database):
    for number in range(5):
        audit.record(ANN, "view_conversation", f"conversation CA{number}")
    first = audit.verified(limit=2)
    assert (first.held, first.broken) == (2, None)
    assert audit.verified(2).held == audit.newest() == 5
    tamper(database, "UPDATE audit SET subject = 'conversation CA9' WHERE id = 3")
    assert audit.verified(limit=2).broken is None
    assert audit.verified(2, 2).broken.id == 3


def test_a_trail_that_was_cut_at_its_end_or_written_anew_is_noticed(audit, database):
    for number in range(3):
        audit.record(ANN, "view_conversation", f"conversation CA{number}")
    kept = audit.verified().hash
    audit.record(ANN, "view_conversation", "conversation CA4")
    assert audit.verified(expect=kept).expected
    tamper(database, "DELETE FROM audit WHERE id > 2")
    cut = audit.verified(expect=kept)
    assert (cut.held, cut.broken, cut.expected) == (2, None, False)
    for number in range(3, 6):
        audit.record(ANN, "view_conversation", f"conversation CB{number}")
    again = audit.verified(expect=kept)
    assert (again.broken, again.expected) == (None, False)
