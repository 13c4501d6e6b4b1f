"""Cases: opened with the turn, found by their code, with what they are about encrypted."""

from datetime import UTC, datetime

from stdnum import verhoeff

from storage.database import Database
from storage.registry import SqlRegistry
from storage.vault import Vault

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ROW = {
    "category": "complaint",
    "priority": "normal",
    "channel": "voice",
    "language": "en",
    "flags": ["late"],
    "about": {"what": "nobody answers my letters"},
    "phone": "+15550100001",
    "due_date": "2026-12-07",
    "person_id": None,
}


def test_a_case_is_there_when_the_turn_is_committed(database: Database, vault: Vault):
    later = []
    registry = SqlRegistry(database, vault, later, "s", NOW)
    code = registry.cases.open(ROW)
    assert len(code) == 8
    assert verhoeff.is_valid(code)
    assert registry.cases.by_code(code) is None
    database.commit(later)
    case = registry.cases.by_code(code)
    assert (case["category"], case["status"], case["due_date"]) == (
        "complaint",
        "RECEIVED",
        "2026-12-07",
    )
    stored = str([tuple(row) for row in database.connection.execute("SELECT * FROM case_file")])
    assert "letters" not in stored
    assert code not in stored
    assert "+1555" not in stored


def test_what_happens_to_a_case_is_kept(database: Database, vault: Vault):
    later = []
    registry = SqlRegistry(database, vault, later, "s", NOW)
    code = registry.cases.open(ROW)
    registry.cases.note(code, "clerk", "IN_PROGRESS", "called them")
    database.commit(later)
    assert registry.cases.by_code(code)["status"] == "IN_PROGRESS"
    events = database.connection.execute("SELECT actor, what FROM case_event ORDER BY id")
    assert [tuple(row) for row in events] == [("hotline", "RECEIVED"), ("clerk", "IN_PROGRESS")]
