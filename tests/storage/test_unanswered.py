"""Questions without an answer: encrypted, nobody's, and gone after half a year."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage.database import stamp
from storage.registry import SqlRegistry
from storage.unanswered import KEPT, Unanswered

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def keep(database, vault, question: str, at: datetime = NOW, session: str = "s", **other) -> None:
    later: list = []
    row = {
        "question": question, "language": "en", "channel": "sms",
        "nearest": "pension_age", "confidence": 0.25,
    }  # fmt: skip
    SqlRegistry(database, vault, later, session, at).add_unanswered({**row, **other})
    database.commit(later)


def test_a_question_is_encrypted_and_read_again(database, vault):
    keep(database, vault, "do whales sleep")
    (row,) = database.connection.execute("SELECT * FROM unanswered").fetchall()
    assert "whales" not in row["question"]
    (question,) = Unanswered(database, vault).all(NOW)
    assert (question.text, question.at) == ("do whales sleep", NOW)
    assert (question.language, question.channel) == ("en", "sms")
    assert (question.nearest, question.confidence) == ("pension_age", 0.25)


def test_the_latest_come_first_and_languages_apart(database, vault):
    keep(database, vault, "one")
    keep(database, vault, "dos", language="es")
    keep(database, vault, "three")
    kept = Unanswered(database, vault)
    assert [question.text for question in kept.all(NOW)] == ["three", "dos", "one"]
    assert [question.text for question in kept.all(NOW, "es")] == ["dos"]


def test_old_questions_are_not_listed_and_go_with_the_next(database, vault):
    keep(database, vault, "old")
    later = NOW + KEPT + timedelta(days=1)
    assert Unanswered(database, vault).all(later) == []
    keep(database, vault, "new", at=later)
    assert [question.text for question in Unanswered(database, vault).all(NOW)] == ["new"]


def test_what_is_asked_in_practice_is_not_kept(database, vault):
    with database.transaction() as connection:
        connection.execute("INSERT INTO library VALUES ('v', '{}', '')")
        columns = (
            "id, channel, key, caller, caller_print, called, language, library, state, version,"
            " turns, status, place, started_at, last_at"
        )
        values = ("p", "sms", "", "", "", "practice", "en", "v", "", 1, 1, "open", "", "", "")
        connection.execute(
            f"INSERT INTO session ({columns}) VALUES ({', '.join('?' * 15)})",
            values,
        )
    keep(database, vault, "only trying", session="p")
    keep(database, vault, "really asking", session="s")
    assert [q.text for q in Unanswered(database, vault).all(NOW)] == ["really asking"]
    assert stamp(NOW)
