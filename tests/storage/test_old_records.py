"""What was tried, sent and looked up is deleted after its days, and nothing before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from benefits import country, seed
from storage.country import load_country
from storage.database import stamp
from storage.old_records import KINDS, OldRecords

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
DAYS = {"identifications": 365, "codes": 30, "registry searches": 90, "letters": 60}
KEPT = {name: timedelta(days=number) for name, number in DAYS.items()}
ABOUT = {
    "identification": "session_id, channel, line_print, number_print, what, outcome",
    "one_time_code": "person_id, session_id, via, salt, code_print, expires_at",
    "code_call": "person_id, phone_print",
    "pin_call": "person_id, session_id, number, phone_print",
    "letter_code": "person_id, salt, code_print, created_at",
    "registry_search": "client, message_id, number, transaction_id, reference_id, record_type,"
    " query_type, subject_print, outcome, records",
    "letter": "person_id, kind, language, details, asked_at",
}


@pytest.fixture
def filled(database, vault):
    """A row of each a minute before and after its days are over."""
    load_country(database, vault, country.offices(), seed.people(0, today=NOW.date()))
    execute = database.connection.execute
    execute("INSERT INTO registry_client VALUES (1, 'c', 'c', '', '[]', '', 1, '', NULL)")
    for name, kinds in KINDS.items():
        for kind in kinds:
            execute(f"DELETE FROM {kind.table}")
            columns = ABOUT[kind.table].split(", ")
            for number, off in enumerate((-1, 1)):
                at = stamp(NOW - KEPT[name] + timedelta(minutes=off))
                values = [str(number) if column == "message_id" else "1" for column in columns]
                marks = ", ".join("?" * (len(columns) + 1))
                names = ", ".join((*columns, kind.at))
                execute(f"INSERT INTO {kind.table} ({names}) VALUES ({marks})", (*values, at))
    return database


def counted(database):
    tables = [kind.table for kinds in KINDS.values() for kind in kinds]
    rows = {name: f"SELECT count(*) FROM {name}" for name in tables}
    return {name: database.connection.execute(sql).fetchone()[0] for name, sql in rows.items()}


def test_each_kind_is_kept_for_its_days(filled):
    old = OldRecords(filled, KEPT)
    assert set(counted(filled).values()) == {2}
    assert old.expire(NOW) == {
        "identifications": 1,
        "codes": 4,
        "registry searches": 1,
        "letters": 1,
    }
    assert set(counted(filled).values()) == {1}
    assert old.expire(NOW) == {}
    old.expire(NOW + timedelta(minutes=2))
    assert set(counted(filled).values()) == {0}


def test_a_letter_that_waits_stays(filled):
    execute = filled.connection.execute
    execute("UPDATE letter SET sent_at = '', asked_at = '2020-01-01'")
    OldRecords(filled, KEPT).expire(NOW)
    assert counted(filled)["letter"] == 2


def test_many_are_deleted_a_thousand_at_a_time(filled):
    row = ("2020-01-01", "s", "voice", "", "", "pin", "wrong")
    filled.connection.executemany(
        "INSERT INTO identification (at, session_id, channel, line_print, number_print, what,"
        " outcome) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [row] * 2_500,
    )
    assert OldRecords(filled, KEPT).expire(NOW)["identifications"] == 2_501


@pytest.mark.parametrize("kind", [kind for kinds in KINDS.values() for kind in kinds])
def test_what_is_old_is_found_by_an_index(filled, kind):
    plan = filled.connection.execute(
        f"EXPLAIN QUERY PLAN SELECT id FROM {kind.table} WHERE {kind.at} < ? AND {kind.when}",
        ("2020-01-01",),
    ).fetchall()
    assert f"{kind.table}_old" in plan[0]["detail"]
