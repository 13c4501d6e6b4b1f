"""Where people are now is found by an index, however many conversations there were."""

from datetime import UTC, datetime, timedelta

from storage.database import Database
from storage.vault import Vault
from storage.watching import Watching

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


def test_places_are_counted_without_a_look_at_what_is_over(tmp_path):
    database = Database(tmp_path / "hotline.db")
    database.migrate()
    connection = database.connection
    connection.execute("INSERT INTO library VALUES ('v', '{}', '')")
    rows = [
        ("apply.ask", "open", NOW),
        ("apply.ask", "handoff", NOW - timedelta(minutes=29)),
        ("apply.ask", "ended", NOW),
        ("apply.ask", "open", NOW - timedelta(minutes=31)),
        ("goodbye.done", "open", NOW),
    ]
    for number, (place, status, at) in enumerate(rows):
        columns = (str(number), "sms", str(number), "", "", "", "en", "v", "", 1, 1, status, place)
        stamp = at.isoformat(timespec="milliseconds")
        marks = ", ".join("?" * 15)
        connection.execute(f"INSERT INTO session VALUES ({marks})", (*columns, stamp, stamp))
    asked = []
    connection.set_trace_callback(asked.append)
    found = Watching(database, Vault([Vault.new_key()])).places(NOW)
    connection.set_trace_callback(None)
    assert found == {"apply.ask": 2, "goodbye.done": 1}
    plan = " ".join(row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {asked[0]}"))
    assert "USING INDEX session_last" in plan
